/* The balance of goods: what was released, refused, destroyed, handed over or lost in custody never
 * exceeds what was found, whoever records it at which desk. Judged inside the transaction. */
#include "goods.h"

#include <stdlib.h>
#include <string.h>

void goods_free(struct goods *g)
{
    free(g->p0);
    free(g->out);
    *g = (struct goods){ 0 };
}

void goods_say(int64_t out, int64_t p0, struct buf *text)
{
    struct buf is = { 0 }, all = { 0 };
    decimal_format(out, 3, NUMBER_LOCAL, &is);
    decimal_format(p0, 3, NUMBER_LOCAL, &all);
    buf_printf(text, _("%s out of %s"), buf_text(&is), buf_text(&all));
    buf_free(&is);
    buf_free(&all);
}

enum outcome goods_root(struct session *s, const struct record *measure, struct record **out,
                        struct error *e)
{
    static const char *const roots[] = { "capture", "permit" };
    *out = NULL;
    for (size_t i = 0; i < COUNT(roots); i++) {
        int64_t id = record_value(measure, roots[i])->num;
        if (id)
            return store_load(s->store, registry_find(&all_kinds, roots[i]), id, out, e);
    }
    return DONE;
}

static const struct value *cell(const struct record *r, const char *line_kind,
                                const struct line *line, const char *field)
{
    return line_cell(kind_line(r->kind, line_kind), line, field);
}

/* P0 where it is given; of an application else the net quantity filed. */
static int64_t filed(const struct record *root, const struct line *item)
{
    const struct value *p0 = cell(root, "item", item, "p0");
    const struct value *net = cell(root, "item", item, "net_quantity");
    return p0 && p0->set ? p0->num : net && net->set ? net->num : 0;
}

static enum outcome too_much(struct error *e)
{
    return fail_field(e, REFUSED, "outcome",
                      _("The quantities together are too large to count; correct them."));
}

static enum outcome add_outcomes(const struct record *measure, struct goods *g, struct error *e)
{
    for (size_t i = 1; i <= record_live_lines(measure, "outcome"); i++) {
        const struct line *l = record_live_line(measure, "outcome", i);
        int64_t item = cell(measure, "outcome", l, "item")->num;
        int64_t quantity = cell(measure, "outcome", l, "quantity")->num;
        if (item < 1 || (size_t)item > g->count)
            continue;
        if (__builtin_add_overflow(g->out[item - 1], quantity, &g->out[item - 1]))
            return too_much(e);
    }
    return DONE;
}

static bool counts(const struct record *measure)
{
    return strcmp(measure->state, "cancelled") != 0 && strcmp(measure->state, "history") != 0 &&
           measure->state != state_discarded.id;
}

/* One page of them is all there can be: nobody takes two thousand measures on one shipment. */
static enum outcome add_measures(struct session *s, const struct record *root,
                                 const struct record *instead, struct goods *g, struct error *e)
{
    enum { MOST = 2000 };
    struct filter of = { .field = root->kind->id,
                         .how = IS,
                         .value = { .num = root->id, .text = (char *)"", .set = true } };
    struct query q = { .kind = registry_find(&all_kinds, "measure"),
                       .filters = &of,
                       .filter_count = 1,
                       .closed = true,
                       .limit = MOST };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        struct record *m = NULL;
        if (!counts(page.rows[i]) || (instead && instead->id == page.rows[i]->id))
            continue;
        g->measures++;
        result = store_load(s->store, q.kind, page.rows[i]->id, &m, e);
        if (result == DONE)
            result = add_outcomes(m, g, e);
        record_free(&m);
    }
    page_free(&page);
    return result;
}

enum outcome goods_count(struct session *s, const struct record *root, const struct record *instead,
                         struct goods *out, struct error *e)
{
    *out = (struct goods){ .count = record_live_lines(root, "item") };
    out->p0 = xcalloc(out->count + 1, sizeof *out->p0);
    out->out = xcalloc(out->count + 1, sizeof *out->out);
    for (size_t i = 0; i < out->count; i++)
        out->p0[i] = filed(root, record_live_line(root, "item", i + 1));
    enum outcome result = root->id ? add_measures(s, root, instead, out, e) : DONE;
    if (result == DONE && instead && counts(instead)) {
        out->measures++;
        result = add_outcomes(instead, out, e);
    }
    if (result != DONE)
        goods_free(out);
    return result;
}

enum outcome goods_sum(const struct record *measure, const char *line_kind, int64_t item,
                       int64_t *sum, struct error *e)
{
    *sum = 0;
    for (size_t i = 1; i <= record_live_lines(measure, line_kind); i++) {
        const struct line *l = record_live_line(measure, line_kind, i);
        if (cell(measure, line_kind, l, "item")->num == item &&
            __builtin_add_overflow(*sum, cell(measure, line_kind, l, "quantity")->num, sum))
            return too_much(e);
    }
    return DONE;
}

/* ---- What a measure may say ---- */

/* What only one measure brings about; custody losses and hand-overs belong to any. */
static const struct {
    const char *outcome, *measure;
} belongs[] = {
    { "released", "release" },
    { "refused", "refusal" },
    { "destroyed", "destruction" },
};

static enum outcome check_outcome(const struct record *r, size_t nth, struct error *e)
{
    static const char *const losses[] = { "dead", "shrunk", "spoiled" };
    const struct line *l = record_live_line(r, "outcome", nth);
    const char *outcome = line_cell_text(cell(r, "outcome", l, "outcome"));
    bool minutes = cell(r, "outcome", l, "minutes_number")->set;
    for (size_t i = 0; i < COUNT(belongs); i++)
        if (strcmp(outcome, belongs[i].outcome) == 0 &&
            strcmp(record_text(r, "measure"), belongs[i].measure) != 0)
            return fail_field(e, REFUSED, "outcome",
                              _("Outcome %zu does not belong to this measure; it is recorded in a "
                                "measure of its own."),
                              nth);
    for (size_t i = 0; i < COUNT(losses); i++)
        if (strcmp(outcome, losses[i]) == 0 && !minutes)
            return fail_field(e, REFUSED, "outcome",
                              _("Outcome %zu is a loss in custody and needs the number of its "
                                "minutes."),
                              nth);
    return DONE;
}

static bool takes_outcomes(const struct record *r)
{
    static const char *const states[] = { "in_effect", "extended", "lapsed",
                                          "fulfilled", "closed",   "history" };
    for (size_t i = 0; i < COUNT(states); i++)
        if (strcmp(r->state, states[i]) == 0)
            return true;
    return false;
}

static enum outcome check_outcomes(const struct record *r, struct error *e)
{
    size_t n = record_live_lines(r, "outcome");
    enum outcome result = DONE;
    if (n > 0 && counts(r) && !takes_outcomes(r))
        return fail_field(e, REFUSED, "outcome",
                          _("The measure is not in effect; outcomes are recorded afterwards."));
    for (size_t i = 1; result == DONE && i <= n; i++)
        result = check_outcome(r, i, e);
    return result;
}

static enum outcome no_such_item(const char *line_kind, int64_t item, struct error *e)
{
    return fail_field(e, REFUSED, line_kind,
                      _("There is no goods number %lld in the capture or application; correct the "
                        "number."),
                      (long long)item);
}

static enum outcome more_than_there_is(const char *line_kind, int64_t item, int64_t sum, int64_t p0,
                                       struct error *e)
{
    struct buf text = { 0 };
    goods_say(sum, p0, &text);
    fail_field(e, REFUSED, line_kind,
               _("Goods %lld: %s is more than there is; correct the quantity."), (long long)item,
               buf_text(&text));
    buf_free(&text);
    return REFUSED;
}

/* Each line names goods there are; no part is larger than the whole. */
static enum outcome check_lines(const struct record *r, const char *line_kind,
                                const struct goods *g, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 1; result == DONE && i <= record_live_lines(r, line_kind); i++) {
        const struct line *l = record_live_line(r, line_kind, i);
        int64_t item = cell(r, line_kind, l, "item")->num, sum = 0;
        if (item < 1 || (size_t)item > g->count)
            return no_such_item(line_kind, item, e);
        result = goods_sum(r, line_kind, item, &sum, e);
        if (result == DONE && sum > g->p0[item - 1])
            result = more_than_there_is(line_kind, item, sum, g->p0[item - 1], e);
    }
    return result;
}

/* REFUSED where an item's outcomes pass its P0. */
static enum outcome check_balance(const struct goods *g, struct error *e)
{
    for (size_t i = 0; i < g->count; i++) {
        struct buf text = { 0 };
        if (g->out[i] <= g->p0[i])
            continue;
        goods_say(g->out[i], g->p0[i], &text);
        fail_field(e, REFUSED, "outcome",
                   _("Goods %zu: all outcomes together come to %s; somebody may have recorded one "
                     "meanwhile. Correct the quantity."),
                   i + 1, buf_text(&text));
        buf_free(&text);
        return REFUSED;
    }
    return DONE;
}

enum outcome measure_check(struct session *s, const struct record *before, const struct record *r,
                           struct error *e)
{
    struct record *root = NULL;
    struct goods g = { 0 };
    (void)before;
    if (!counts(r))
        return DONE;
    enum outcome result = check_outcomes(r, e);
    if (result == DONE)
        result = goods_root(s, r, &root, e);
    if (result == DONE && root)
        result = goods_count(s, root, r, &g, e);
    if (result == DONE && root)
        result = check_lines(r, "good", &g, e);
    if (result == DONE && root)
        result = check_lines(r, "outcome", &g, e);
    if (result == DONE && root)
        result = check_balance(&g, e);
    goods_free(&g);
    record_free(&root);
    return result;
}

/* ---- What may become of the root ---- */

static bool has_line(const struct record *r, int64_t id)
{
    const struct line *l;
    for (size_t i = 1; (l = record_live_line(r, "item", i)); i++)
        if (l->id == id)
            return true;
    return false;
}

static bool lost_item(const struct record *before, const struct record *r)
{
    const struct line *l;
    for (size_t i = 1; (l = record_live_line(before, "item", i)); i++)
        if (!has_line(r, l->id))
            return true;
    return false;
}

enum outcome root_check(struct session *s, const struct record *before, const struct record *r,
                        struct error *e)
{
    struct goods g = { 0 };
    if (!before || !before->id)
        return DONE;
    enum outcome result = goods_count(s, r, NULL, &g, e);
    if (result == DONE && g.measures > 0 && lost_item(before, r))
        result = fail_field(e, REFUSED, "item",
                            _("There are measures on these goods; none can be taken off the list. "
                              "Correct its quantity instead."));
    if (result == DONE)
        result = check_balance(&g, e);
    goods_free(&g);
    return result;
}
