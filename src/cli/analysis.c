/* analysis: captures counted by place, route, goods and so on, for reading, for a spreadsheet, for
 * other programs; applications, refusals and the service time where asked for by name. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_CELLS = 34, BAR_CELLS = 24 };

struct analysing {
    struct call *call;
    struct analysis_request request;
    struct buf out;
    bool any;
};

/* ---- Words ---- */

static enum outcome take_day(const struct call *c, const char *text, day *out, struct error *e)
{
    return day_parse(text, session_today(c->session), out, e);
}

/* from= and to= are the period, or period= all of it; what else there is narrows what is counted as
 * in `list`. */
static enum outcome take_words(struct call *c, struct analysing *a, struct filter_list *filters,
                               struct query *q, struct error *e)
{
    char **all = c->words;
    int count = c->word_count;
    char **rest = xcalloc((size_t)count + 1, sizeof *rest);
    enum outcome result = DONE;
    int kept = 0;
    for (int i = 0; result == DONE && i < count; i++) {
        if (strncmp(all[i], "from=", 5) == 0)
            result = take_day(c, all[i] + 5, &a->request.from, e);
        else if (strncmp(all[i], "to=", 3) == 0)
            result = take_day(c, all[i] + 3, &a->request.to, e);
        else if (strncmp(all[i], "period=", 7) == 0)
            result = span_parse(all[i] + 7, session_today(c->session), &a->request.from,
                                &a->request.to, e);
        else
            rest[kept++] = all[i];
    }
    c->words = rest;
    c->word_count = kept;
    if (result == DONE)
        result = call_query(c, analysis_kind(c->by ? analysis_way(c->by) : analysis_ways), 0,
                            filters, q, e);
    c->words = all;
    c->word_count = count;
    free(rest);
    a->request.filters = q->filters;
    a->request.filter_count = q->filter_count;
    return result;
}

/* ---- Formats ---- */

static void put_table(struct analysing *a, const struct analysis *found)
{
    const struct analysis_way *way = a->request.way;
    const char *gap = a->any ? "\n" : "";
    if (way->kind)
        buf_printf(&a->out, "%s%s, %s: %lld\n", gap, tr(way->about), tr(way->label),
                   (long long)found->records);
    else
        buf_printf(&a->out, _("%s%s: %lld captures\n"), gap, tr(way->label),
                   (long long)found->records);
    for (size_t i = 0; i < found->counts.count; i++) {
        struct buf name = { 0 };
        int64_t records = found->counts.items[i].records;
        bool again = way->repeats && found->counts.items[i].value.set && records > 1;
        analysis_name(way, found, i, &name);
        utf8_fit(buf_text(&name), NAME_CELLS, &a->out);
        buf_printf(&a->out, " %6lld %3lld%% %s ", (long long)records,
                   (long long)analysis_share(found, i) / 10,
                   again || (found->times && found->times[i].late) ? "*" : " ");
        analysis_bar(found, i, BAR_CELLS, &a->out);
        buf_putc(&a->out, '\n');
        buf_free(&name);
    }
}

static void put_json(struct analysing *a, const struct analysis *found)
{
    const struct analysis_way *way = a->request.way;
    buf_printf(&a->out, "%s{\"by\": \"%s\", \"records\": %lld, \"groups\": [", a->any ? ",\n" : "[",
               way->id, (long long)found->records);
    for (size_t i = 0; i < found->counts.count; i++) {
        struct buf value = { 0 };
        analysis_value(way, found, i, &value);
        buf_puts(&a->out, i ? ", {\"value\": " : "{\"value\": ");
        act_json_string(buf_text(&value), &a->out);
        buf_printf(&a->out, ", \"records\": %lld", (long long)found->counts.items[i].records);
        if (found->times)
            buf_printf(&a->out, ", \"used\": %lld, \"late\": %lld",
                       (long long)found->times[i].percent, (long long)found->times[i].late);
        buf_putc(&a->out, '}');
        buf_free(&value);
    }
    buf_puts(&a->out, "]}");
}

static enum outcome analyse(struct analysing *a, const struct analysis_way *way, struct error *e)
{
    struct analysis found;
    a->request.way = way;
    enum outcome result = act_analysis(a->call->session, &a->request, &found, e);
    if (result == DONE && found.counts.cut)
        result = fail(e, REFUSED,
                      _("There are too many captures to count at once; say from= and "
                        "to=."));
    if (result == DONE && a->call->format == FORMAT_JSON)
        put_json(a, &found);
    else if (result == DONE && a->call->format == FORMAT_CSV)
        analysis_csv(way, &found, &a->out);
    else if (result == DONE)
        put_table(a, &found);
    a->any = true;
    analysis_free(&found);
    return result;
}

static enum outcome write_out(struct analysing *a, struct error *e)
{
    const char *path = a->call->output;
    if (path && strcmp(path, "-") != 0)
        return file_write(path, &a->out, 0644, e);
    fputs(buf_text(&a->out), a->call->io->out);
    return DONE;
}

enum outcome verb_analysis(struct call *c, struct error *e)
{
    struct analysing a = { .call = c, .request = { .from = NO_DAY, .to = NO_DAY } };
    struct filter_list filters = { 0 };
    struct query q = { 0 };
    if (c->by && !analysis_way(c->by))
        return fail(e, MISUSED,
                    _("Nothing is analysed by “%s”: say place, route, commodity, finding, modus, "
                      "source, month, owner or conveyance of captures; intake-week, intake-month, "
                      "time-risk, time-officer, refusal-reason or refusal-goods."),
                    c->by);
    enum outcome result = take_words(c, &a, &filters, &q, e);
    if (c->format == FORMAT_CSV)
        analysis_csv_header(&a.out);
    for (const struct analysis_way *w = analysis_ways; result == DONE && w->id; w++)
        if (c->by ? strcmp(c->by, w->id) == 0 : !w->kind)
            result = analyse(&a, w, e);
    if (c->format == FORMAT_JSON)
        buf_puts(&a.out, "]\n");
    if (result == DONE)
        result = write_out(&a, e);
    filter_list_free(&filters);
    buf_free(&a.out);
    return result;
}
