/* service-time: how long services took, for the head office; with --anomalies a row for each thing
 * that should not be; with --accuracy what had to be corrected of what was issued. */
#include "private.h"

#include <string.h>

struct writer {
    struct call *call;
    bool anomalies, any;
    size_t issued, late, corrected;
};

static void put_row(struct writer *w, const char *const (*cells)[2], size_t count)
{
    enum format format = w->call->format;
    struct buf line = { 0 };
    for (size_t i = 0; !w->any && format == FORMAT_CSV && i < count; i++)
        act_csv_cell(cells[i][0], i == 0, &line);
    if (!w->any && format == FORMAT_CSV)
        buf_puts(&line, "\r\n");
    if (format == FORMAT_JSON)
        buf_puts(&line, w->any ? ",\n{" : "{");
    for (size_t i = 0; i < count; i++) {
        if (format == FORMAT_JSON) {
            buf_printf(&line, "%s\"%s\": ", i ? ", " : "", cells[i][0]);
            act_json_string(cells[i][1], &line);
        } else if (format == FORMAT_CSV) {
            act_csv_cell(cells[i][1], i == 0, &line);
        } else {
            buf_puts(&line, i ? "  " : "");
            utf8_visible(cells[i][1], &line);
        }
    }
    buf_puts(&line, format == FORMAT_JSON ? "}" : format == FORMAT_CSV ? "\r\n" : "\n");
    fputs(buf_text(&line), w->call->io->out);
    buf_free(&line);
    w->any = true;
}

static void put_moment(moment at, struct buf *out)
{
    if (at > 0)
        moment_iso(at, out);
}

enum { MINUTE_MS = 60 * 1000 };

static void put_minutes(int64_t ms, struct buf *out)
{
    buf_printf(out, "%lld", (long long)(ms / MINUTE_MS));
}

static void put_anomalies(struct writer *w, const struct service_account *a, const char *number)
{
    for (const struct anomaly *n = service_anomalies; n->id; n++)
        if (a->anomalies & n->bit) {
            const char *const cells[][2] = { { "number", number },
                                             { "anomaly", n->id },
                                             { "words", _(n->words) } };
            put_row(w, cells, COUNT(cells));
        }
}

static void put_account(struct writer *w, const struct service_account *a, const char *number)
{
    struct buf started = { 0 }, stopped = { 0 }, due = { 0 }, target = { 0 }, used = { 0 };
    struct buf paused = { 0 }, left = { 0 }, found = { 0 };
    put_moment(a->started, &started);
    put_moment(a->stopped, &stopped);
    put_moment(a->due, &due);
    put_minutes(a->length_ms, &target);
    put_minutes(a->used_ms, &used);
    put_minutes(a->paused_ms, &paused);
    put_minutes(a->length_ms - a->used_ms, &left);
    for (const struct anomaly *n = service_anomalies; n->id; n++)
        if (a->anomalies & n->bit)
            buf_printf(&found, "%s%s", found.len ? ";" : "", n->id);
    const struct record *p = a->permit;
    const char *const cells[][2] = {
        { "number", number },
        { "field", record_text(p, "field") },
        { "direction", record_text(p, "direction") },
        { "risk", record_text(p, "risk") },
        { "state", p->state },
        { "started", buf_text(&started) },
        { "stopped", buf_text(&stopped) },
        { "due", buf_text(&due) },
        { "target_minutes", buf_text(&target) },
        { "used_minutes", buf_text(&used) },
        { "paused_minutes", buf_text(&paused) },
        { "left_minutes", buf_text(&left) },
        { "service", a->target ? record_text(a->target, "service") : "" },
        { "anomalies", buf_text(&found) },
    };
    put_row(w, cells, COUNT(cells));
    struct buf *all[] = { &started, &stopped, &due, &target, &used, &paused, &left, &found };
    for (size_t i = 0; i < COUNT(all); i++)
        buf_free(all[i]);
}

static void each(void *context, const struct service_account *a)
{
    struct writer *w = context;
    struct buf number = { 0 };
    record_name(a->permit, &number);
    if (a->stopped >= 0) {
        w->issued++;
        w->late += (a->anomalies & ANOMALY_LATE) != 0;
        w->corrected += record_number(a->permit, "corrections") > 0;
    }
    if (w->anomalies)
        put_anomalies(w, a, buf_text(&number));
    else
        put_account(w, a, buf_text(&number));
    buf_free(&number);
}

/* A row for each field that had any, then one for all. */
static void put_accuracy(struct writer *w, const struct accuracy *a)
{
    struct buf issued = { 0 }, corrected = { 0 }, office = { 0 }, percent = { 0 };
    buf_printf(&issued, "%lld", (long long)a->issued);
    buf_printf(&corrected, "%lld", (long long)a->corrected);
    buf_printf(&office, "%lld", (long long)a->office);
    decimal_format(accuracy_percent(a), 2, NUMBER_POINT, &percent);
    const char *const cells[][2] = { { "field", *a->field ? a->field : "all" },
                                     { "issued", buf_text(&issued) },
                                     { "corrected", buf_text(&corrected) },
                                     { "office", buf_text(&office) },
                                     { "percent", buf_text(&percent) } };
    if (a->issued > 0 || !*a->field)
        put_row(w, cells, COUNT(cells));
    struct buf *all[] = { &issued, &corrected, &office, &percent };
    for (size_t i = 0; i < COUNT(all); i++)
        buf_free(all[i]);
}

static enum outcome accuracy(struct writer *w, day from, day to, struct error *e)
{
    struct accuracy rows[ACCURACY_ROWS];
    enum outcome result = act_accuracy(w->call->session, from, to, rows, e);
    for (size_t i = 0; result == DONE && i < ACCURACY_ROWS; i++)
        put_accuracy(w, &rows[i]);
    return result;
}

/* "from=2026-11-01", and to= likewise. */
static enum outcome take_day(struct call *c, const char *name, day *out, struct error *e)
{
    size_t n = strlen(name);
    for (int i = 0; i < c->word_count; i++)
        if (strncmp(c->words[i], name, n) == 0 && c->words[i][n] == '=')
            return day_parse(c->words[i] + n + 1, session_today(c->session), out, e);
    return DONE;
}

enum outcome verb_service_time(struct call *c, struct error *e)
{
    struct writer w = { .call = c, .anomalies = c->anomalies };
    day to = session_today(c->session), from = to - 30;
    enum outcome result = take_day(c, "from", &from, e);
    if (result == DONE)
        result = take_day(c, "to", &to, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    if (result == DONE && c->accuracy)
        result = accuracy(&w, from, to, e);
    else if (result == DONE)
        result = act_service_time(c->session, from, to, each, &w, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    if (result == DONE && c->format != FORMAT_JSON && !c->accuracy)
        fprintf(c->io->err, _("%zu issued, %zu of them late, %zu corrected afterwards.\n"),
                w.issued, w.late, w.corrected);
    return result;
}
