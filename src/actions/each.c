/* Every record of a list, page by page. */
#include "private.h"

enum { PAGE_ROWS = 500 };

enum outcome records_each(struct session *s, struct query *q,
                          enum outcome (*each)(void *context, const struct record *r,
                                               struct error *e),
                          void *context, struct error *e)
{
    struct mark mark = { 0 };
    bool more = true;
    enum outcome result = DONE;
    q->limit = PAGE_ROWS;
    while (more && result == DONE) {
        struct page page = { 0 };
        q->from = mark;
        result = store_page(s->store, q, &page, e);
        for (size_t i = 0; result == DONE && i < page.count; i++)
            result = each(context, page.rows[i], e);
        mark_free(&mark);
        if (page.count)
            mark_of(q, page.rows[page.count - 1], &mark);
        more = page.more && page.count;
        page_free(&page);
    }
    mark_free(&mark);
    return result;
}
