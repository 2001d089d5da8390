/* Ten years of an office cost what ten shipments cost: the gate, and the page of a company, read as
 * few rows. Bounded in the usual run; LOKET_LONG: 200 companies with 600 shipments each. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* A day in the office's morning after which the companies' last decrees hold. */
enum { FIRST_DAY = 17000, DAYS_APART = 6, EVERY = 5, DECREE_DAYS = 92 };

static void save(struct session *s, struct record *r)
{
    struct error e = { 0 };
    if (store_save(session_store(s), r, &(struct change){ "new", "" }, &e) != DONE)
        test_stop("%s\n", e.text);
}

static void put(struct record *r, const char *path, const char *text)
{
    const struct reading how = { .spelling = SPELL_CANONICAL };
    struct error e = { 0 };
    if (record_put(r, path, &how, text, &e) != DONE)
        test_stop("%s: %s\n", path, e.text);
}

static void put_day(struct record *r, const char *path, day on)
{
    const struct field *f = NULL;
    struct value *v = record_at(r, path, &f);
    if (!v) {
        put(r, path, "2020-01-01"); /* makes the line, or the value */
        v = record_at(r, path, &f);
    }
    value_set_number(v, on);
}

/* A decree every three months, each an extension of the one before. */
static struct record *company(struct session *s, int n, day last)
{
    struct record *r = record_new(&kind_facility);
    char text[64], path[40];
    snprintf(text, sizeof text, "PT Nomor %d", n);
    put(r, "company", text);
    put(r, "product.1.commodity", "Pala");
    int decree = 0;
    for (day on = FIRST_DAY; on <= last; on += DECREE_DAYS) {
        decree++;
        snprintf(path, sizeof path, "decision.%d.manner", decree);
        put(r, path, decree == 1 ? "first" : "extension");
        snprintf(path, sizeof path, "decision.%d.number", decree);
        snprintf(text, sizeof text, "%d.%d/Kpts", n, decree);
        put(r, path, text);
        snprintf(path, sizeof path, "decision.%d.on", decree);
        put_day(r, path, on);
        snprintf(path, sizeof path, "decision.%d.to", decree);
        put_day(r, path, on + DECREE_DAYS);
    }
    r->state = flow_state(kind_facility.flow, "designated")->id;
    put(r, "decree_number", text);
    save(s, r);
    return r;
}

static void ship(struct session *s, const struct record *facility, int nth, day on)
{
    struct record *r = record_new(&kind_shipment);
    char number[40];
    snprintf(number, sizeof number, "%s.%d", record_text(facility, "decree_number"), nth);
    value_set_reference(record_value(r, "facility"), facility->id,
                        record_text(facility, "company"));
    put(r, "certificate_number", number);
    put_day(r, "issued_on", on);
    r->state = flow_state(kind_shipment.flow, "issued")->id;
    save(s, r);
    record_free(&r);
}

static void visit(struct session *s, const struct record *facility, day on)
{
    struct record *r = record_new(&kind_monitoring);
    value_set_reference(record_value(r, "facility"), facility->id,
                        record_text(facility, "company"));
    put(r, "manner", "regular");
    put(r, "result", "clean");
    put(r, "counts", "yes");
    put(r, "carried", "0");
    put_day(r, "held_on", on);
    r->state = flow_state(kind_monitoring.flow, "closed")->id;
    save(s, r);
    record_free(&r);
}

/* So many companies with so many shipments, one monitoring behind each five; the last one is four
 * days ago. Returns one of them. */
static int64_t office(struct session *s, int companies, int shipments, day today)
{
    int64_t id = 0;
    for (int c = 0; c < companies; c++) {
        struct intent i = { .author = "" };
        desk_new_txn(i.txn);
        assert_int_equal(store_begin(session_store(s), &i, NULL, NULL), DONE);
        struct record *r = company(s, c, today);
        for (int n = 1; n <= shipments; n++) {
            day on = today - 4 - (shipments - n) * DAYS_APART;
            ship(s, r, n, on);
            if (n % EVERY == 0)
                visit(s, r, on + 1);
        }
        assert_int_equal(store_commit(session_store(s), NULL), DONE);
        id = r->id;
        record_free(&r);
    }
    return id;
}

struct cost {
    uint64_t gate, page;
};

static struct cost costs(int companies, int shipments)
{
    void *state = NULL;
    assert_int_equal(counter_up(&state), 0);
    struct counter_desk *d = state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf words = { 0 };
    int64_t id = office(s, companies, shipments, session_today(s));
    struct record *facility = counter_load(s, "facility", id), *r = record_new(&kind_shipment);
    value_set_reference(record_value(r, "facility"), id, record_text(facility, "company"));
    put(r, "certificate_number", "BARU.1");
    assert_int_equal(act_save(s, r, NULL, NULL, NULL, &e), DONE);

    struct cost cost;
    const struct step *issue = flow_step(kind_shipment.flow, "issue", "planned");
    uint64_t before = store_cost(session_store(s)).rows;
    if (act_step_allowed(s, r, issue, NULL, &e) != DONE)
        test_stop("%s\n", e.text);
    cost.gate = store_cost(session_store(s)).rows - before;
    before = store_cost(session_store(s)).rows;
    assert_int_equal(act_explain(s, facility, &words, &e), DONE);
    cost.page = store_cost(session_store(s)).rows - before;
    assert_non_null(strstr(buf_text(&words), "0"));
    buf_free(&words);
    record_free(&facility);
    record_free(&r);
    counter_down(&state);
    return cost;
}

static void ten_years_cost_what_ten_shipments_cost(void **state)
{
    (void)state;
    bool full = getenv("LOKET_LONG") != NULL;
    struct cost few = costs(10, 10), many = costs(full ? 200 : 12, full ? 600 : 60);
    print_message("rows: gate %llu and %llu, page %llu and %llu\n", (unsigned long long)few.gate,
                  (unsigned long long)many.gate, (unsigned long long)few.page,
                  (unsigned long long)many.page);
    /* Four monitorings are read where there are so many; of ten shipments there are two. */
    assert_true(many.gate <= few.gate + 4);
    assert_true(many.page <= few.page + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_years_cost_what_ten_shipments_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
