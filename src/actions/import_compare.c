/* A national month's report beside what the counter holds: which numbers stand in only one. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 100, PAGE_ROWS = 500 };

struct compare {
    struct import *im;
    int64_t office; /* the banner's, 0: no row here is meant */
};

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool in_sheet(const struct import *im, int64_t id)
{
    return im->touched_count &&
           bsearch(&id, im->touched, im->touched_count, sizeof id, by_id) != NULL;
}

static void list_name(const struct record *r, struct buf *out)
{
    record_name(r, out);
    buf_putc(out, '\n');
}

/* Of the office, direction and quarantine field the sheet speaks of? What either side leaves open
 * does not tell them apart. */
static bool same_choice(const struct record *r, const char *field, const struct buf *said)
{
    const char *ours = record_text(r, field);
    return !said->len || !*ours || strcmp(ours, buf_text(said)) == 0;
}

static bool same_office(const struct compare *c, const struct record *r)
{
    const struct value *office = record_value(r, "office");
    if (!office || !office->set || !c->im->layout.banner.office.len)
        return true;
    return c->office ? office->num == c->office
                     : text_same(office->text, buf_text(&c->im->layout.banner.office));
}

/* A permit that has its number here, and could stand in such a sheet. */
static bool belongs(const struct compare *c, const struct record *r)
{
    const struct banner *b = &c->im->layout.banner;
    return record_value(r, r->kind->number)->set && same_choice(r, "direction", &b->direction) &&
           same_choice(r, "field", &b->field) && same_office(c, r);
}

static enum outcome each_page(const struct compare *c, struct query *q, struct error *e)
{
    struct import *im = c->im;
    struct mark mark = { 0 };
    bool more = true;
    int listed = 0;
    enum outcome result = DONE;
    while (more && result == DONE && listed < LISTED) {
        struct page page = { 0 };
        q->from = mark;
        result = store_page(im->session->store, q, &page, e);
        for (size_t i = 0; result == DONE && i < page.count && listed < LISTED; i++)
            if (belongs(c, page.rows[i]) && !in_sheet(im, page.rows[i]->id)) {
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
        !k->number || im->stopped)
        return DONE;
    if (im->touched_count)
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
    struct compare c = { im, 0 };
    const struct field *office = kind_field(k, "office");
    enum outcome result = DONE;
    if (office && b->office.len)
        result = act_link(im->session, office, buf_text(&b->office), &c.office, e);
    return result == DONE ? each_page(&c, &q, e) : result;
}
