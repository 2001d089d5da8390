/* Registers an office must be able to show: what was cancelled, what was corrected, why and for
 * whom. They are read out of history; nothing is kept twice. */
#include "private.h"

#include <string.h>

enum { PAGE_ROWS = 100 };

struct reading_register {
    const struct record *record;
    const char *verb;
    bool alone; /* what single officers decided, reviewed or not */
    void (*each)(void *context, const struct record *r, const struct entry *entry);
    void *context;
};

static void consider(void *context, const struct entry *entry)
{
    struct reading_register *w = context;
    bool takes =
        w->alone ? note_single_officer(buf_text(&entry->note)) : strcmp(entry->step, w->verb) == 0;
    if (takes)
        w->each(w->context, w->record, entry);
}

static enum outcome each_page(struct session *s, struct query *q, struct reading_register *w,
                              struct error *e)
{
    struct mark mark = { 0 };
    bool more = true;
    enum outcome result = DONE;
    while (more && result == DONE) {
        struct page page = { 0 };
        q->from = mark;
        result = store_page(s->store, q, &page, e);
        for (size_t i = 0; result == DONE && i < page.count; i++) {
            w->record = page.rows[i];
            result = store_history(s->store, q->kind, page.rows[i]->id, 0, consider, w, e);
        }
        mark_free(&mark);
        if (page.count)
            mark_of(q, page.rows[page.count - 1], &mark);
        more = page.more && page.count;
        page_free(&page);
    }
    mark_free(&mark);
    return result;
}

enum outcome act_register(struct session *s, const struct kind *k, const char *verb,
                          void (*each)(void *context, const struct record *r,
                                       const struct entry *entry),
                          void *context, struct error *e)
{
    static const char *const cancelled[] = { "cancelled", NULL };
    struct filter corrected = { .field = "corrections",
                                .how = AT_LEAST,
                                .value = { .num = 1, .set = true } };
    struct filter alone = { .field = "review_by",
                            .how = AT_LEAST,
                            .value = { .num = 1, .set = true } };
    struct reading_register w = { .verb = verb, .each = each, .context = context };
    struct query q = { .kind = k, .closed = true, .sort = "-id", .limit = PAGE_ROWS };
    if (strcmp(verb, "cancel") == 0 && flow_state(k->flow, "cancelled")) {
        q.states = cancelled;
    } else if (strcmp(verb, "correct") == 0 && kind_field(k, "corrections")) {
        q.filters = &corrected;
        q.filter_count = 1;
        q.sort = "-corrections";
    } else if (strcmp(verb, "single-officer") == 0 && kind_field(k, alone.field)) {
        q.filters = &alone;
        q.filter_count = 1;
        q.sort = "-review_by";
        w.alone = true;
    } else {
        return fail(e, MISUSED,
                    _("There is no register of “%s” for %s. There are: cancel, correct, "
                      "single-officer, of permits."),
                    verb, _(k->label));
    }
    return each_page(s, &q, &w, e);
}
