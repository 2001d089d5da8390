/* Reference tables of a new database: whole, linked, and as sheets and people call them. */
#include "sheets.h"

#include "loket/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static int64_t rows_of_asset(const char *name)
{
    const struct asset *asset = asset_find(name);
    struct sheet *sheet = NULL;
    struct sheet_row row = { 0 };
    int64_t rows = -1; /* the header */
    assert_non_null(asset);
    assert_int_equal(sheet_open_bytes(asset->bytes, asset->len, &sheet, NULL), DONE);
    while (sheet_next(sheet, &row, NULL) == DONE && row.cells)
        rows += row.count > 0;
    sheet_close(&sheet);
    return rows;
}

static void every_row_of_every_table_is_there(void **state)
{
    struct counter_desk *d = *state;
    static const char *const tables[] = { "unit",      "package",        "port",    "office",
                                          "commodity", "document_code",  "holiday", "requirement",
                                          "risk",      "number_template" };
    for (size_t i = 0; i < COUNT(tables); i++) {
        char name[64];
        int64_t n = 0;
        snprintf(name, sizeof name, "%s.csv", tables[i]);
        const struct kind *k = registry_find(&all_kinds, tables[i]);
        assert_int_equal(store_tally(session_store(d->session), k, NULL, &n, NULL), DONE);
        if (n != rows_of_asset(name) || n == 0)
            test_stop("%s: %lld of %lld rows\n", name, (long long)n,
                      (long long)rows_of_asset(name));
    }
    int64_t countries = 0;
    store_tally(session_store(d->session), &kind_country, NULL, &countries, NULL);
    assert_true(countries > 240 && countries < 260); /* ISO 3166-1 */
    chain_length(d->session);
}

static void link_of(struct session *s, const struct kind *k, const char *text, int64_t *id)
{
    assert_int_equal(store_link(session_store(s), k, NULL, text, id, NULL), DONE);
    if (!*id)
        test_stop("no %s is known as “%s”\n", k->id, text);
}

/* What old sheets write for the same row. */
static void names_of_sheets_mean_their_rows(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const struct kind *kind;
        const char *text, *code;
    } cases[] = {
        { &kind_country, "PHILIPINA", "PH" },
        { &kind_country, "BELANDA", "NL" },
        { &kind_country, "Amerika Serikat", "US" },
        { &kind_country, "Japan", "JP" },
        { &kind_country, "jepang", "JP" },
        { &kind_country, "INDONESIA", "ID" },
        { &kind_unit, "kg", "KGM" },
        { &kind_unit, "ton", "TON" },
        { &kind_document_code, "KT10", "KT-10" },
        { &kind_port, "BELAWAN", "IDBLW" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = 0;
        link_of(d->session, cases[i].kind, cases[i].text, &id);
        struct record *r = counter_load(d->session, cases[i].kind->id, id);
        assert_string_equal(record_text(r, "code"), cases[i].code);
        record_free(&r);
    }
}

static void countries_are_indonesian_with_their_english(void **state)
{
    struct counter_desk *d = *state;
    int64_t id = 0;
    link_of(d->session, &kind_country, "DE", &id);
    struct record *r = counter_load(d->session, "country", id);
    assert_string_equal(record_text(r, "name"), "Jerman");
    assert_string_equal(record_text(r, "name_en"), "Germany");
    record_free(&r);
}

/* References between the tables are links, not words. */
static void tables_are_linked(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const struct kind *kind;
        const char *field;
    } cases[] = { { &kind_port, "country" }, { &kind_unit, "base" }, { &kind_commodity, "unit" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct query q = { .kind = cases[i].kind, .closed = true, .limit = 500 };
        struct page page = { 0 };
        size_t set = 0;
        assert_int_equal(act_page(d->session, &q, &page, NULL), DONE);
        for (size_t n = 0; n < page.count; n++) {
            const struct value *v = record_value(page.rows[n], cases[i].field);
            set += v->set;
            if (v->set && !v->num)
                test_stop("%s %s: no row “%s”\n", cases[i].kind->id, cases[i].field, v->text);
        }
        assert_true(set > 0);
        page_free(&page);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_every_table_is_there),
        cmocka_unit_test(names_of_sheets_mean_their_rows),
        cmocka_unit_test(countries_are_indonesian_with_their_english),
        cmocka_unit_test(tables_are_linked),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
