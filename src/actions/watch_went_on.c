/* Lapsed, and yet work went on (the overstay pattern): what stands under something lapsed and came
 * after it. Only people make a capture of it. */
#include "watch.h"

#include <string.h>

enum { COUNTED_MAX = 200 };

/* Records of another kind that refer to what lapsed, by the day they came. */
static const struct activity {
    const char *kind, *field;       /* what lapses */
    const struct kind *of;          /* what goes on */
    const char *refers, *day_field; /* to it, and when */
    const char *const *states;
    const char *words; /* N_(): "%lld%s certificates ... %s": how many, or more, and the last */
} activities[] = {
    { .kind = "facility",
      .field = "decree_to",
      .of = &kind_shipment,
      .refers = "facility",
      .day_field = "issued_on",
      .states = (const char *const[]){ "issued", NULL },
      .words = N_("certificates since it lapsed: %lld%s, the last on %s") },
};

static const struct activity *activity_of(const struct watched *w)
{
    for (size_t i = 0; !w->lines && i < COUNT(activities); i++)
        if (strcmp(activities[i].kind, w->kind->id) == 0 &&
            strcmp(activities[i].field, w->field->id) == 0)
            return &activities[i];
    return NULL;
}

enum outcome watch_went_on(struct session *s, const struct watched *w, struct buf *out,
                           struct error *e)
{
    const struct activity *a = activity_of(w);
    struct page page = { 0 };
    struct buf last = { 0 }, sort = { 0 };
    if (!a)
        return DONE;
    struct filter filters[] = {
        { .field = a->refers, .how = IS, .value = { .num = w->id, .set = true } },
        { .field = a->day_field, .how = AT_LEAST, .value = { .num = w->on + 1, .set = true } },
    };
    buf_printf(&sort, "-%s", a->day_field);
    const struct query q = { .kind = a->of,
                             .filters = filters,
                             .filter_count = COUNT(filters),
                             .states = a->states,
                             .sort = buf_text(&sort),
                             .limit = COUNTED_MAX };
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count) {
        day_local((day)record_number(page.rows[0], a->day_field), &last);
        buf_printf(out, _(a->words), (long long)page.count, page.more ? "+" : "", buf_text(&last));
    }
    page_free(&page);
    buf_free(&last);
    buf_free(&sort);
    return result;
}
