/* A national month's report beside what the counter holds: which numbers stand in only one. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 100, PAGE_ROWS = 500 };

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool in_sheet(const struct import *im, int64_t id)
{
    return bsearch(&id, im->touched, im->touched_count, sizeof id, by_id) != NULL;
}

static void list_name(const struct record *r, struct buf *out)
{
    record_name(r, out);
    buf_putc(out, '\n');
}

/* A permit of the month that has its number here, but not in the sheet. */
static bool belongs(const struct import *im, const struct record *r)
{
    const struct buf *direction = &im->layout.banner.direction;
    return record_value(r, r->kind->number)->set &&
           (!direction->len || text_same(record_text(r, "direction"), buf_text(direction)));
}

static enum outcome each_page(struct import *im, struct query *q, struct error *e)
{
    struct mark mark = { 0 };
    bool more = true;
    int listed = 0;
    enum outcome result = DONE;
    while (more && result == DONE && listed < LISTED) {
        struct page page = { 0 };
        q->from = mark;
        result = store_page(im->session->store, q, &page, e);
        for (size_t i = 0; result == DONE && i < page.count && listed < LISTED; i++)
            if (belongs(im, page.rows[i]) && !in_sheet(im, page.rows[i]->id)) {
                list_name(page.rows[i], &im->report->only_here);
                listed++;
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

enum outcome import_compare(struct import *im, struct error *e)
{
    const struct kind *k = im->layout.kind;
    const struct banner *b = &im->layout.banner;
    if (im->layout.own || !b->year || !b->month || im->report->nihil || !k->rule_day ||
        !k->number || im->options->dry_run)
        return DONE;
    qsort(im->touched, im->touched_count, sizeof *im->touched, by_id);
    day first = day_of(b->year, b->month, 1);
    day next = b->month == 12 ? day_of(b->year + 1, 1, 1) : day_of(b->year, b->month + 1, 1);
    if (first == NO_DAY || next == NO_DAY)
        return DONE;
    struct filter month[] = {
        { .field = k->rule_day, .how = AT_LEAST, .value = { .num = first, .set = true } },
        { .field = k->rule_day, .how = AT_MOST, .value = { .num = next - 1, .set = true } },
    };
    struct query q = { .kind = k,
                       .filters = month,
                       .filter_count = COUNT(month),
                       .closed = true,
                       .sort = k->rule_day,
                       .limit = PAGE_ROWS };
    return each_page(im, &q, e);
}
