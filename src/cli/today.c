/* today: what the first screen shows: what waits for who asks, what is late, what lapses, and the
 * rest of the office's work. */
#include "private.h"

#include <stdio.h>
#include <string.h>

enum { COUNTERS = 64 };

struct row {
    const char *part, *kind, *does; /* does: the verb of the step to take next, or "" */
    const char *words;
    struct buf filter; /* of `loket list`, or "" */
    int64_t n;
    bool more;
};

struct writer {
    struct call *call;
    bool any;
    const char *part; /* the last one written, of a table */
};

static const struct {
    const char *id, *label;
} parts[] = {
    { "next", N_("Waiting for you") },
    { "late", N_("Late, or soon") },
    { "office", N_("Elsewhere in the office") },
    { "lapsing", N_("Lapsing") },
};

static void table_line(struct writer *w, const struct row *r, struct buf *line)
{
    const struct kind *k = registry_find(&all_kinds, r->kind);
    if (w->part != r->part) {
        for (size_t i = 0; i < COUNT(parts); i++)
            if (strcmp(parts[i].id, r->part) == 0)
                buf_printf(line, "%s\n", _(parts[i].label));
        w->part = r->part;
    }
    buf_printf(line, "%5lld%s %s%s%s\n", (long long)r->n, r->more ? "+" : " ",
               k ? _(k->plural) : "", k ? " " : "", _(r->words));
}

static void put(struct writer *w, const struct row *r)
{
    enum format format = w->call->format;
    struct buf line = { 0 };
    const char *const cells[][2] = { { "part", r->part },
                                     { "kind", r->kind },
                                     { "words", _(r->words) },
                                     { "step", r->does },
                                     { "filter", buf_text(&r->filter) } };
    if (format == FORMAT_JSON)
        buf_puts(&line, w->any ? ",\n{" : "{");
    else if (format == FORMAT_CSV && !w->any)
        buf_puts(&line, "part,kind,words,step,filter,count,more\r\n");
    else if (format == FORMAT_TEXT)
        table_line(w, r, &line);
    for (size_t i = 0; format != FORMAT_TEXT && i < COUNT(cells); i++) {
        if (format == FORMAT_JSON) {
            buf_printf(&line, "%s\"%s\": ", i ? ", " : "", cells[i][0]);
            act_json_string(cells[i][1], &line);
        } else {
            act_csv_cell(cells[i][1], i == 0, &line);
        }
    }
    if (format == FORMAT_JSON)
        buf_printf(&line, ", \"count\": %lld, \"more\": %s}", (long long)r->n,
                   r->more ? "true" : "false");
    else if (format == FORMAT_CSV)
        buf_printf(&line, ",%lld,%s\r\n", (long long)r->n, r->more ? "1" : "");
    fputs(buf_text(&line), w->call->io->out);
    w->any = true;
    buf_free(&line);
}

static void put_counter(struct writer *w, const struct counter *c, const char *part)
{
    struct row r = { .part = part,
                     .kind = c->kind->id,
                     .does = c->part == COUNT_NEXT && c->step ? c->step->verb : "",
                     .words = c->label,
                     .n = c->n,
                     .more = c->more };
    for (size_t i = 0; c->states && c->states[i]; i++)
        buf_printf(&r.filter, "%s%s", i ? "," : "state=", c->states[i]);
    if (c->filter[0])
        buf_printf(&r.filter, "%s%s", r.filter.len ? "; " : "", c->filter);
    put(w, &r);
    buf_free(&r.filter);
}

static void put_counters(struct writer *w, const struct counter *all, size_t count,
                         enum counter_part part)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].part == part)
            put_counter(w, &all[i], parts[part].id);
}

static enum outcome put_decisions(struct writer *w, struct error *e)
{
    struct waiting_list waiting;
    enum outcome result = act_waiting(w->call->session, 0, &waiting, e);
    if (result != DONE)
        return result;
    if (waiting.count)
        put(w, &(struct row){ .part = "next",
                              .kind = "",
                              .does = "",
                              .words = N_("Decisions of yours"),
                              .n = (int64_t)waiting.count,
                              .more = waiting.more });
    waiting_list_free(&waiting);
    return DONE;
}

static enum outcome put_lapsing(struct writer *w, struct error *e)
{
    static const enum watch_state order[] = { WATCH_DUE, WATCH_LAPSED, WATCH_SOON };
    struct watch_list list = { 0 };
    enum outcome result = act_watch(w->call->session, &(struct watch_query){ 0 }, &list, e);
    for (size_t i = 0; result == DONE && i < COUNT(order); i++)
        if (list.counts[order[i]])
            put(w, &(struct row){ .part = "lapsing",
                                  .kind = "",
                                  .does = "",
                                  .words = watch_state_labels[order[i]],
                                  .n = (int64_t)list.counts[order[i]] });
    watch_list_free(&list);
    return result;
}

enum outcome verb_today(struct call *c, struct error *e)
{
    struct writer w = { .call = c };
    struct counter all[COUNTERS];
    size_t count = 0;
    enum outcome result = act_counters(c->session, all, COUNTERS, &count, e);
    if (result != DONE)
        return result;
    if (c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    result = put_decisions(&w, e);
    if (result == DONE) {
        put_counters(&w, all, count, COUNT_NEXT);
        put_counters(&w, all, count, COUNT_LATE);
        result = put_lapsing(&w, e);
    }
    if (result == DONE)
        put_counters(&w, all, count, COUNT_OFFICE);
    if (c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    if (result == DONE && !w.any && c->format == FORMAT_TEXT)
        fprintf(c->io->out, "%s\n", _("Nothing waits for you."));
    return result;
}
