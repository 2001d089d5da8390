/* What a capture's and a measure's record tell beside their fields: what became of each of the
 * goods, and how long the terms still run. */
#include "goods.h"

#include <string.h>

/* ---- Terms ---- */

static bool runs(const struct record *m)
{
    return strcmp(m->state, "in_effect") == 0 || strcmp(m->state, "extended") == 0;
}

/* "the last day is today", "2 days left, until 25 Nov 2026"; nothing of a measure without a term.
 */
static void tell_term(const struct record *m, day today, struct buf *out)
{
    const struct value *due = record_value(m, "due_on");
    int64_t left = due->num - today;
    if (!due->set) {
        buf_puts(out, _("its term runs once the letter is received"));
        return;
    }
    if (left == 0)
        buf_puts(out, _("the last day is today"));
    else if (left > 0)
        buf_printf(out, _("%lld days left, until "), (long long)left);
    else
        buf_printf(out, _("%lld days past its last day, "), (long long)-left);
    if (left != 0)
        day_local((day)due->num, out);
}

enum outcome measure_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e)
{
    (void)e;
    if (!runs(r) || strcmp(record_text(r, "measure"), "release") == 0)
        return DONE;
    buf_printf(out, "%s: ", tr(flow_state(r->kind->flow, r->state)->label));
    tell_term(r, session_today(s), out);
    buf_putc(out, '\n');
    return DONE;
}

static void tell_measure(const struct record *m, day today, struct buf *out)
{
    const struct field *what = kind_field(m->kind, "measure");
    field_format(what, record_value(m, what->id), SPELL_SCREEN, out);
    if (*record_text(m, "number"))
        buf_printf(out, " %s", record_text(m, "number"));
    buf_puts(out, ": ");
    if (runs(m))
        tell_term(m, today, out);
    else
        buf_puts(out, tr(flow_state(m->kind->flow, m->state)->label));
    buf_putc(out, '\n');
}

/* ---- Goods ---- */

static void tell_goods(const struct record *r, const struct goods *g, struct buf *out)
{
    const struct line_kind *item = kind_line(r->kind, "item");
    for (size_t i = 0; i < g->count; i++) {
        const struct line *line = record_live_line(r, "item", i + 1);
        const struct value *name = line_cell(item, line, "commodity");
        const struct value *unit = line_cell(item, line, "unit");
        struct buf left = { 0 };
        buf_printf(out, "%zu. %s: ", i + 1, name && name->set ? name->text : "");
        goods_say(g->out[i], g->p0[i], out);
        if (unit && unit->set)
            buf_printf(out, " %s", unit->text);
        decimal_format(g->p0[i] - g->out[i], 3, NUMBER_LOCAL, &left);
        if (g->p0[i] != g->out[i])
            buf_printf(out, _(" settled, %s open"), buf_text(&left));
        else
            buf_puts(out, _(" settled"));
        buf_putc(out, '\n');
        buf_free(&left);
    }
}

/* History has outcomes nobody recorded, and a draft none yet. */
static bool in_custody(const struct record *r)
{
    return r->state != r->kind->flow->states[0].id && strcmp(r->state, "history") != 0 &&
           strcmp(r->state, "cancelled") != 0;
}

enum outcome capture_explain(struct session *s, const struct record *r, struct buf *out,
                             struct error *e)
{
    static const char *const open[] = {
        "waiting", "ready", "in_effect", "extended", "lapsed", NULL
    };
    const struct filter of = { .field = "capture",
                               .how = IS,
                               .value = { .num = r->id, .set = true } };
    const struct query q = { .kind = registry_find(&all_kinds, "measure"),
                             .filters = &of,
                             .filter_count = 1,
                             .states = open,
                             .sort = "id",
                             .limit = RELATED_SHOWN };
    struct goods goods = { 0 };
    struct page page = { 0 };
    if (!in_custody(r))
        return DONE;
    enum outcome result = goods_count(s, r, NULL, &goods, e);
    if (result == DONE)
        result = store_page(s->store, &q, &page, e);
    if (result == DONE)
        tell_goods(r, &goods, out);
    for (size_t i = 0; result == DONE && i < page.count; i++)
        tell_measure(page.rows[i], session_today(s), out);
    page_free(&page);
    goods_free(&goods);
    return result;
}
