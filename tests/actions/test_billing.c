/* Bills: charges from class, direction and quantity, recomputed by hand from the tariff rows that
 * stand in data/tariff.csv; the Rp0 branch; frozen prices; rounding as a rule. */
#include "actions/road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include "actions/staff.h"

struct sale {
    const char *field, *direction, *class, *quantity, *unit;
    int64_t rupiah; /* with the certificate's 5,000 */
};

static const struct sale sales[] = {
    { "H", "IM", "TB", "12", "EKR", 12 * 10000 + 5000 },
    { "H", "EX", "TB", "12", "EKR", 12 * 5000 + 5000 },
    { "H", "DK", "TK", "40", "EKR", 40 * 2500 + 5000 },
    { "H", "DM", "DOC", "10000", "EKR", 10000 * 5 + 5000 },
    { "H", "IM", "DOC", "333", "EKR", 333 * 10 + 5000 },
    { "H", "IM", "DG", "1500.5", "KGM", 187563 + 5000 }, /* 1500.5 x 125 = 187,562.50 */
    { "H", "EX", "DG", "2", "TON", 2000 * 75 + 5000 },
    { "H", "DK", "TL", "250.25", "KGM", 3754 + 5000 }, /* x 15 = 3,753.75 */
    { "T", "IM", "SK", "1000", "BT", 1000 * 10 + 5000 },
    { "T", "EX", "SK", "1000", "BT", 1000 * 5 + 5000 },
    { "T", "IM", "KC", "20000", "BT", 20000 * 25 + 5000 },
    { "T", "EX", "BS", "6000", "KGM", 6000 * 5 + 5000 },
    { "T", "IM", "BH", "1250.5", "KGM", 1251 + 5000 }, /* 1.2505 t x 1,000 = 1,250.50 */
    { "T", "EX", "HK", "18750", "KGM", 9375 + 5000 },  /* 18.75 t x 500 */
    { "T", "DK", "HK", "125", "KGM", 31 + 5000 },      /* 0.125 t x 250 = 31.25 */
    { "T", "IM", "US", "3", "DTN", 300 * 5 + 5000 },
    { "T", "EX", "KO", "24.5", "MT3", 49000 + 5000 },
    { "T", "DM", "CR", "12000", "KGM", 12000 * 1 + 5000 },
    { "T", "RE", "BS", "1", "KGM", 5 + 5000 },
    { "T", "TR", "US", "10", "GRM", 0 + 5000 }, /* 0.01 kg x 5 = 0.05 */
};

static int64_t permit_of(struct session *s, const struct sale *sale)
{
    return counter_make(s, "permit",
                        (const char *const[]){ "field", sale->field, "direction", sale->direction,
                                               "item.1.commodity", "Beras", "item.1.net_quantity",
                                               sale->quantity, "item.1.net_unit", sale->unit,
                                               "item.1.classification", sale->class, NULL });
}

static struct record *bill_of(struct session *s, int64_t permit, bool exempt)
{
    struct error e = { 0 };
    struct record *r = NULL;
    must(act_blank(s, &kind_bill, &r, &e), &e);
    value_set_reference(record_value(r, "permit"), permit, "permohonan");
    if (exempt)
        value_set_number(record_value(r, "exempt"), 1);
    must(act_save(s, r, NULL, NULL, NULL, &e), &e);
    return r;
}

static struct record *priced(struct session *s, struct record *bill)
{
    struct error e = { 0 };
    struct record *after = NULL;
    must(act_step(
             s,
             &(struct step_request){
                 .kind = &kind_bill, .id = bill->id, .verb = "price", .spelling = SPELL_CANONICAL },
             &after, &e),
         &e);
    record_free(&bill);
    return after;
}

static void price_all(struct session *s)
{
    for (size_t i = 0; i < COUNT(sales); i++) {
        struct record *bill = priced(s, bill_of(s, permit_of(s, &sales[i]), false));
        if (record_number(bill, "total") != sales[i].rupiah * 100)
            test_stop("bill %zu (%s %s %s): %lld instead of %lld", i + 1, sales[i].field,
                      sales[i].direction, sales[i].class,
                      (long long)record_number(bill, "total") / 100, (long long)sales[i].rupiah);
        record_free(&bill);
    }
}

static void twenty_bills_by_hand(void **state)
{
    assert_int_equal(COUNT(sales), 20);
    price_all(((struct counter_desk *)*state)->session);
}

/* Which of its rows is which is known from their order alone; the same bills come out. */
static void the_annex_itself(void **state)
{
    static const char annex[] = "../shared/reference/tarif-pnbp.csv";
    struct session *s = ((struct counter_desk *)*state)->session;
    struct import_report report = { 0 };
    struct error e = { 0 };
    if (access(annex, R_OK) != 0)
        skip();
    must(act_import(s, &kind_tariff, &(struct import_options){ .path = annex }, &report, &e), &e);
    assert_int_equal(report.landed, 1507);
    assert_int_equal(report.rejected, 0);
    import_report_free(&report);
    price_all(s);
}

/* Rows of one code, alone, in turn, and behind a heading. */
static void rows_in_turn(void **state)
{
    struct counter_desk *d = *state;
    static const char sheet[] = "kode_tarif,uraian,satuan,tarif,kode_akun,kode_simponi,"
                                "kode_tarif_mpn,kode_pp\n"
                                "X1,Judul,,0,1,1,1,U\nX1,Impor,per ekor,3,1,1,1,U\n"
                                "X1,Ekspor,per ekor,2,1,1,1,U\nX1,Domestik,per ekor,1,1,1,1,U\n"
                                "X2,Sendiri,per sampel,9,1,1,1,U\n"
                                "X3,Impor,per ekor,6,1,1,1,U\nX3,Ekspor,per ekor,5,1,1,1,U\n"
                                "X3,Domestik,per ekor,5,1,1,1,U\n";
    static const char *const wanted[] = { "heading", "import", "export", "domestic",
                                          "any",     "import", "export", "domestic" };
    char path[128];
    struct import_report report = { 0 };
    struct page page = { 0 };
    struct error e = { 0 };
    struct filter ours = { .field = "regulation", .how = IS };
    struct buf text = { 0 };
    buf_puts(&text, sheet);
    snprintf(path, sizeof path, "%s/annex.csv", d->folder);
    must(file_write(path, &text, 0600, &e), &e);
    must(
        act_import(d->session, &kind_tariff, &(struct import_options){ .path = path }, &report, &e),
        &e);
    assert_int_equal(report.landed, COUNT(wanted));
    import_report_free(&report);
    value_set_text(&ours.value, "U");
    must(act_page(d->session,
                  &(struct query){ .kind = &kind_tariff,
                                   .filters = &ours,
                                   .filter_count = 1,
                                   .sort = "code",
                                   .limit = 20 },
                  &page, &e),
         &e);
    assert_int_equal(page.count, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_string_equal(record_text(page.rows[i], "direction"), wanted[i]);
    page_free(&page);
    value_clear(&ours.value);
    buf_free(&text);
}

static void exempt_costs_nothing_and_says_why(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t permit = counter_permit(s);
    road_to(s, permit, "recommended");
    struct record *bill = priced(s, bill_of(s, permit, true));
    assert_int_equal(record_live_lines(bill, "charge"), 2);
    assert_int_equal(record_number(bill, "total"), 0);
    assert_string_equal(record_at(bill, "charge.2.code", NULL)->text, "9B3");
    struct step_request q = {
        .kind = &kind_bill, .id = bill->id, .verb = "issue", .spelling = SPELL_CANONICAL
    };
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED);
    record_free(&bill);
    bill = counter_load(s, "bill", q.id);
    struct record *base = record_copy(bill);
    value_set_text(record_value(bill, "exempt_reason"), "Bantuan kemanusiaan, pasal 5");
    value_set_text(record_at(bill, "charge.1.code", NULL), "3B1A3C");
    must(act_save(s, bill, base, NULL, NULL, &e), &e);
    must(act_step(s, &q, NULL, &e), &e);
    q.verb = "release";
    must(act_step(s, &q, NULL, &e), &e);
    record_free(&bill);
    record_free(&base);
    struct record *p = counter_load(s, "permit", permit);
    assert_string_equal(p->state, "paid");
    record_free(&p);
}

/* A new tariff changes no bill that is out. */
static void prices_are_frozen(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t permit = counter_permit(s);
    road_to(s, permit, "recommended");
    int64_t id = road_bill(s, permit);
    (void)counter_make(s, "tariff",
                       (const char *const[]){ "code", "3B3", "direction", "any", "description",
                                              "Dokumen", "unit", "per sertifikat", "price", "7000",
                                              "regulation", "PP baru", "valid_from", "2026-01-01",
                                              NULL });
    road_pay(s, permit);
    struct record *bill = counter_load(s, "bill", id);
    assert_int_equal(record_number(bill, "total"), 500000);
    record_free(&bill);
    permit = counter_permit(s);
    road_to(s, permit, "recommended");
    bill = counter_load(s, "bill", road_bill(s, permit));
    assert_int_equal(record_number(bill, "total"), 700000); /* the later regulation holds */
    record_free(&bill);
    (void)e;
}

static void money_needs_its_numbers(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t permit = counter_permit(s);
    road_to(s, permit, "recommended");
    struct step_request q = {
        .kind = &kind_bill, .id = road_bill(s, permit), .verb = "pay", .spelling = SPELL_CANONICAL
    };
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED); /* no billing code, no NTPN */
    q.verb = "release";
    assert_int_equal(act_step(s, &q, NULL, &e), REFUSED); /* there is something to pay */
    assert_non_null(strstr(e.text, "Something is to be paid"));
    const struct assignment bad[] = { { "billing_code", "12" } };
    q.verb = "pay";
    q.sets = bad;
    q.set_count = 1;
    assert_int_equal(act_step(s, &q, NULL, &e), BAD_DATA);
    road_pay(s, permit);
}

static void amounts_are_rounded_as_told(void **state)
{
    (void)state;
    static const struct {
        int64_t price, quantity, times;
        int way;
        int64_t to, amount; /* amounts in hundredths; -1: it does not fit */
    } cases[] = {
        { 12500, 1500500000, 1, ROUND_NEAREST, 1, 18756300 },
        { 12500, 1500500000, 1, ROUND_DOWN, 1, 18756200 },
        { 12500, 1500100000, 1, ROUND_UP, 1, 18751300 },
        { 100, 49 * BILL_ONE, 1, ROUND_NEAREST, 100, 0 },
        { 100, 50 * BILL_ONE, 1, ROUND_NEAREST, 100, 10000 },
        { 100, 1, 1, ROUND_UP, 1000, 100000 },
        { 1000000, 33200000, 1, ROUND_NEAREST, 1, 33200000 },
        { 10000, 8 * BILL_ONE, 14, ROUND_NEAREST, 1, 1120000 },
        { 0, 999, 1, ROUND_UP, 1, 0 },
        { INT64_MAX, INT64_MAX, 1000, ROUND_NEAREST, 1, -1 },
        { -1, 1, 1, ROUND_NEAREST, 1, -1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t amount = 0;
        struct rounding how = { .to = cases[i].to };
        how.way = cases[i].way == ROUND_UP     ? ROUND_UP
                  : cases[i].way == ROUND_DOWN ? ROUND_DOWN
                                               : ROUND_NEAREST;
        bool fits = bill_amount(cases[i].price, cases[i].quantity, cases[i].times, how, &amount);
        if (fits != (cases[i].amount >= 0) || (fits && amount != cases[i].amount))
            test_stop("case %zu: %d %lld", i, fits, (long long)amount);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_bills_by_hand),
        cmocka_unit_test(the_annex_itself), /* before a later regulation */
        cmocka_unit_test(exempt_costs_nothing_and_says_why),
        cmocka_unit_test(prices_are_frozen),
        cmocka_unit_test(money_needs_its_numbers),
        cmocka_unit_test(amounts_are_rounded_as_told),
        cmocka_unit_test(rows_in_turn),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
