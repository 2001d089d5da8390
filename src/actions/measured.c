/* What a measure writes into the capture or application it belongs to, as a step of that record
 * that follows: the quantities P5 to P8, and of an application the action and the pause of its
 * clock. */
#include "goods.h"

#include <string.h>

static const struct {
    const char *measure, *quantity, *action; /* action NULL: the application's own steps keep it */
} sorts[] = {
    { "detention", "p5", "P5" },
    { "refusal", "p6", "P6" },
    { "destruction", "p7", "P7" },
    { "release", "p8", NULL },
};

static bool one_of(const char *const *list, const char *text)
{
    while (*list && strcmp(*list, text) != 0)
        list++;
    return *list != NULL;
}

static bool was_issued(const struct record *measure)
{
    static const char *const states[] = { "in_effect", "extended", "lapsed",
                                          "fulfilled", "closed",   NULL };
    return one_of(states, measure->state);
}

/* Sums the measures of one sort over an item; *any: there is one that was issued. */
static enum outcome sum_of(struct session *s, const struct record *root, const char *sort,
                           int64_t item, int64_t *sum, bool *any, struct error *e)
{
    enum { MOST = 2000 };
    struct filter of[] = {
        { .field = root->kind->id,
          .how = IS,
          .value = { .num = root->id, .text = (char *)"", .set = true } },
        { .field = "measure", .how = IS, .value = { .text = (char *)sort, .set = true } },
    };
    const struct query q = { .kind = &kind_measure,
                             .filters = of,
                             .filter_count = COUNT(of),
                             .closed = true,
                             .limit = MOST };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        struct record *m = NULL;
        int64_t part = 0;
        if (!was_issued(page.rows[i]))
            continue;
        result = store_load(s->store, &kind_measure, page.rows[i]->id, &m, e);
        if (result == DONE)
            result = goods_sum(m, "good", item, &part, e);
        *any |= part != 0;
        if (result == DONE && __builtin_add_overflow(*sum, part, sum))
            result = fail_field(e, REFUSED, "good",
                                _("The quantities together are too large to count; correct them."));
        record_free(&m);
    }
    page_free(&page);
    return result;
}

/* What was typed where no measure says anything stays. */
static enum outcome write_quantities(struct session *s, struct record *root, size_t sort,
                                     bool *changed, struct error *e)
{
    const struct line_kind *items = kind_line(root->kind, "item");
    enum outcome result = DONE;
    struct line *line;
    for (size_t i = 1; result == DONE && (line = record_live_line(root, "item", i)); i++) {
        struct value *v = (struct value *)line_cell(items, line, sorts[sort].quantity);
        int64_t sum = 0;
        bool any = false;
        result = sum_of(s, root, sorts[sort].measure, (int64_t)i, &sum, &any, e);
        if (result != DONE || (v->set && v->num == sum) || (!any && !v->set))
            continue;
        if (any)
            value_set_number(v, sum);
        else
            value_clear(v);
        *changed = true;
    }
    return result;
}

/* Detained goods make the applicant's clock wait until the papers are there. */
static bool write_stage(struct session *s, struct record *permit, const struct record *measure,
                        const struct step *step, size_t sort)
{
    static const char *const ends[] = { "fulfil", "depart", "destroy", "lapse", "cancel", NULL };
    bool detention = strcmp(sorts[sort].measure, "detention") == 0;
    const char *number = record_text(measure, "number");
    if (!sorts[sort].action)
        return false;
    if (strcmp(step->verb, "issue") == 0) {
        permit_stage_open(permit, sorts[sort].action, session_now(s));
        if (detention)
            permit_pause(permit, "measure", session_now(s), number);
        return true;
    }
    if (!one_of(ends, step->verb))
        return false;
    if (detention)
        permit_resume(permit, "measure", session_now(s));
    return permit_stage_close(permit, sorts[sort].action, session_now(s), number, _(step->label)) ||
           detention;
}

static enum outcome write_root(struct session *s, struct record *root, const struct record *measure,
                               const struct step *step, bool *changed, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(sorts); i++) {
        if (strcmp(record_text(measure, "measure"), sorts[i].measure) != 0)
            continue;
        result = write_quantities(s, root, i, changed, e);
        if (result == DONE && root->kind == &kind_permit)
            *changed |= write_stage(s, root, measure, step, i);
    }
    return result;
}

enum outcome measured_follow(struct session *s, const struct record *measure,
                             const struct step *step, struct error *e)
{
    struct record *root = NULL;
    bool changed = false;
    enum outcome result = goods_root(s, measure, &root, e);
    const struct step *told = root ? flow_step(root->kind->flow, "measured", root->state) : NULL;
    if (result == DONE && told && deed_in(told->follows, measure->kind->id, step->verb))
        result = write_root(s, root, measure, step, &changed, e);
    if (result == DONE && changed)
        result = follow_step(s, measure, step, root, "measured", record_text(measure, "number"), e);
    record_free(&root);
    return result;
}
