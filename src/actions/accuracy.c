/* accuracy.c - the other half of how a service is judged, beside its time: certificates that had to
 * be corrected through the office's fault, over those issued. */
#include "private.h"

#include <string.h>

/* A draft that was cancelled never had a number. */
static bool was_issued(const struct record *r)
{
    return record_value(r, "number")->set;
}

static bool is_corrected(const struct record *r)
{
    static const char *const ends[] = { "replaced", "cancelled", "withdrawn" };
    for (size_t i = 0; i < COUNT(ends); i++)
        if (strcmp(r->state, ends[i]) == 0)
            return true;
    return false;
}

static enum outcome judge(void *context, const struct record *r, struct error *e)
{
    struct accuracy *rows = context;
    (void)e;
    if (!was_issued(r))
        return DONE;
    bool corrected = is_corrected(r);
    bool office = corrected && strcmp(record_text(r, "fault"), "office") == 0;
    for (size_t i = 0; i < ACCURACY_ROWS; i++) {
        if (*rows[i].field && strcmp(rows[i].field, record_text(r, "field")) != 0)
            continue;
        rows[i].issued++;
        rows[i].corrected += corrected;
        rows[i].office += office;
    }
    return DONE;
}

int64_t accuracy_percent(const struct accuracy *a)
{
    enum { WHOLE = 10000 };
    return a->issued > 0 ? (a->issued - a->office) * WHOLE / a->issued : WHOLE;
}

enum outcome act_accuracy(struct session *s, day from, day to, struct accuracy out[ACCURACY_ROWS],
                          struct error *e)
{
    static const char *const fields[ACCURACY_ROWS] = { "H", "I", "T", "" };
    struct filter days[] = {
        { .field = "issued_on", .how = AT_LEAST, .value = { .num = from, .set = true } },
        { .field = "issued_on", .how = AT_MOST, .value = { .num = to, .set = true } },
    };
    struct query q = { .kind = &kind_certificate,
                       .filters = days,
                       .filter_count = COUNT(days),
                       .closed = true,
                       .sort = "issued_on" };
    for (size_t i = 0; i < ACCURACY_ROWS; i++)
        out[i] = (struct accuracy){ .field = fields[i] };
    return records_each(s, &q, judge, out, e);
}
