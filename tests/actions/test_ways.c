/* Every way goods go, for plants, animals and fish, in this era and those before: walked from the
 * application to the certificate in the customer's hand, and its paper made as PDF. */
#include "actions/road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

#include "actions/staff.h"

static const struct way {
    const char *field, *direction, *commodity, *unit;
    const char *code; /* of the document it ends in */
    int year;
} ways[] = {
    { "T", "EX", "Beras", "KGM", "KT-1", 2026 },
    { "T", "IM", "Beras", "KGM", "K-9.2.T", 2026 },
    { "T", "DM", "Beras", "KGM", "K-9.2.T", 2026 },
    { "T", "DK", "Beras", "KGM", "KT-3", 2026 },
    { "T", "TR", "Beras", "KGM", "K-3.9", 2026 },
    { "T", "RE", "Beras", "KGM", "KT-2", 2026 },
    { "H", "EX", "Sapi potong", "EKR", "KH-1", 2026 },
    { "H", "IM", "Sapi potong", "EKR", "K-9.2.H", 2026 },
    { "H", "DM", "Sapi potong", "EKR", "K-9.2.H", 2026 },
    { "H", "DK", "Daging sapi", "KGM", "KH-2", 2026 },
    { "H", "TR", "Sapi potong", "EKR", "K-3.9", 2026 },
    { "H", "RE", "Sapi potong", "EKR", "KH-1", 2026 },
    { "I", "EX", "Udang vaname", "KGM", "KI-1", 2026 },
    { "T", "EX", "Beras", "KGM", "KT-10", 2021 },
    { "T", "DK", "Beras", "KGM", "KT-12", 2018 },
    { "H", "DK", "Sapi potong", "EKR", "KH-9", 2015 },
    { "H", "DK", "Sapi potong", "EKR", "KH-11", 2020 },
};

static int64_t file(struct session *s, const struct way *w)
{
    const char *pairs[] = { "field",
                            w->field,
                            "direction",
                            w->direction,
                            "applicant",
                            "PT Toba Agro",
                            "sender",
                            "PT Toba Agro",
                            "recipient",
                            "Minato Foods",
                            "origin_country",
                            "ID",
                            "destination_country",
                            "JP",
                            "conveyance_mode",
                            "sea",
                            "item.1.commodity",
                            w->commodity,
                            "item.1.net_quantity",
                            "12.5",
                            "item.1.net_unit",
                            w->unit,
                            NULL };
    return counter_make(s, "permit", pairs);
}

static struct record *certificate_of(struct session *s, int64_t permit)
{
    struct error e = { 0 };
    struct filter same = { .field = "permit", .how = IS };
    struct query q = {
        .kind = &kind_certificate, .filters = &same, .filter_count = 1, .closed = true, .limit = 1
    };
    struct page page = { 0 };
    value_set_reference(&same.value, permit, "?");
    must(act_page(s, &q, &page, &e), &e);
    assert_int_equal(page.count, 1);
    struct record *r = counter_load(s, "certificate", page.rows[0]->id);
    page_free(&page);
    value_clear(&same.value);
    return r;
}

static void walk(struct counter_desk *d, const struct way *w)
{
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf pdf = { 0 };
    struct record *document = NULL;
    d->now = ((moment)day_of(w->year, 5, 6) * 24 + 3) * 3600000;
    int64_t permit = file(s, w);
    road_to(s, permit, "issued");
    struct record *r = certificate_of(s, permit);
    must(act_load(s, &kind_document_code, record_number(r, "document"), &document, &e), &e);
    assert_string_equal(record_text(document, "code"), w->code);
    road_to(s, permit, "completed");
    must(act_preview(s, r, "", PAPER_PDF, &pdf, &e), &e);
    assert_memory_equal(pdf.data, "%PDF-", 5);
    assert_true(pdf.len > 4000);
    record_free(&r);
    record_free(&document);
    buf_free(&pdf);
}

static void every_way_ends_in_its_paper(void **state)
{
    struct counter_desk *d = *state;
    const char *loket = getenv("LOKET");
    struct buf helper = { 0 };
    if (!loket) {
        skip();
        return;
    }
    buf_printf(&helper, "%s-paper", loket);
    setenv("LOKET_PAPER", buf_text(&helper), 1);
    counter_permit(d->session); /* the party of all these */
    for (size_t i = 0; i < COUNT(ways); i++) {
        print_message("%s %s %d\n", ways[i].field, ways[i].direction, ways[i].year);
        walk(d, &ways[i]);
    }
    buf_free(&helper);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_way_ends_in_its_paper) };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
