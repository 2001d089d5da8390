/* The treatment block of a certificate: what the reports of the permit's treatments (P4) say, so
 * that nobody types it again. */
#include "certificate.h"

#include <string.h>

/* Report to certificate, as one is to be read in the other. */
static const char *const taken[][2] = {
    { "method", "treatment" },
    { "chemical", "chemical" },
    { "concentration", "concentration" },
    { "duration", "duration" },
};

/* "fumigasi; panas" where there were several; what is there already is not said twice. */
static void add_words(struct record *r, const char *field, const char *words)
{
    const char *said = record_text(r, field);
    struct buf text = { 0 };
    if (!*words || strstr(said, words))
        return;
    buf_printf(&text, "%s%s%s", said, *said ? "; " : "", words);
    value_set_text(record_value(r, field), buf_text(&text));
    certificate_fit(r, field);
    buf_free(&text);
}

static void take_report(struct record *r, const struct record *report)
{
    const struct value *on = record_value(report, "inspected_on");
    struct value *last = record_value(r, "treated_on");
    for (size_t i = 0; i < COUNT(taken); i++)
        add_words(r, taken[i][1], record_text(report, taken[i][0]));
    if (on->set && (!last->set || last->num < on->num))
        value_copy(last, on);
}

static bool says_any(const struct record *r)
{
    bool any = record_value(r, "treated_on")->set;
    for (size_t i = 0; i < COUNT(taken); i++)
        any |= record_value(r, taken[i][1])->set;
    return any;
}

enum outcome certificate_treatment(struct session *s, struct record *r, int64_t permit,
                                   struct error *e)
{
    enum { REPORTS_MAX = 200 };
    static const char *const reported[] = { "reported", NULL };
    struct filter of[] = {
        { .field = "permit", .how = IS, .value = { .num = permit, .set = true } },
        { .field = "action", .how = IS, .value = { .text = (char *)"P4", .set = true } },
    };
    struct query q = { .kind = &kind_inspection,
                       .filters = of,
                       .filter_count = COUNT(of),
                       .states = reported,
                       .closed = true,
                       .sort = "id",
                       .limit = REPORTS_MAX };
    struct page page = { 0 };
    if (says_any(r)) /* a person wrote it, or it stands there since the draft */
        return DONE;
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; i < page.count; i++)
        take_report(r, page.rows[i]);
    page_free(&page);
    return result;
}
