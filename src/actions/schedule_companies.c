/* Companies under a decree as the count has them today: where it stands, and what would be said to
 * their next certificate. */
#include "inline.h"
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

enum { COMPANIES_READ = 500 };

static enum outcome judge(struct session *s, struct company *c, struct error *e)
{
    struct inline_verdict v = { 0 };
    enum outcome result = inline_judge_now(s, c->record, "", &v, e);
    c->count = v.before;
    c->soon = v.warned || v.due;
    c->wrong = xstrdup(buf_text(&v.words));
    inline_verdict_free(&v);
    return result;
}

static int most_wrong_first(const void *left, const void *right)
{
    const struct company *a = left, *b = right;
    int one = *a->wrong != '\0' ? 2 : a->soon, two = *b->wrong != '\0' ? 2 : b->soon;
    if (one != two)
        return two - one;
    if (a->count != b->count)
        return b->count - a->count;
    return strcmp(record_text(a->record, "company"), record_text(b->record, "company"));
}

enum outcome schedule_companies(struct session *s, struct schedule *out, struct error *e)
{
    static const char *const standing[] = { "designated", "renewing", "suspended", NULL };
    const struct query q = { .kind = &kind_facility, .states = standing, .limit = COMPANIES_READ };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    out->companies = xcalloc(page.count + 1, sizeof *out->companies);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        struct company *c = &out->companies[out->company_count];
        result = store_load(s->store, &kind_facility, page.rows[i]->id, &c->record, e);
        out->company_count += result == DONE;
        if (result == DONE)
            result = judge(s, c, e);
    }
    out->more = out->more || page.more;
    if (result == DONE && out->company_count)
        qsort(out->companies, out->company_count, sizeof *out->companies, most_wrong_first);
    page_free(&page);
    return result;
}
