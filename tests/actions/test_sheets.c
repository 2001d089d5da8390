/* Security paper, as a property: two desks print, printers fail, desks die between the print and
 * what is said of it; no serial is used twice, none vanishes, and the account agrees with each
 * sheet. */
#include "actions/road.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

enum { CERTIFICATES = 8, TURNS = 160, SHEETS = 60, SHEETS_MAX = 2000 };

static uint64_t roll(uint64_t *seed, uint64_t sides)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*seed >> 33) % sides;
}

static enum outcome take(struct session *s, int64_t id, const char *verb, const char *note,
                         struct error *e)
{
    *e = (struct error){ 0 };
    return act_step(
        s,
        &(struct step_request){ .kind = &kind_certificate, .id = id, .verb = verb, .note = note },
        NULL, e);
}

/* A desk that takes a sheet and is switched off before anybody can say how the print came out. */
static void print_and_die(struct counter_desk *d, int64_t id)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct error e;
        struct session *s = counter_second_desk(d);
        (void)take(s, id, "print_sheet", NULL, &e);
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static struct page all_sheets(struct session *s)
{
    struct query q = { .kind = &kind_sheet, .closed = true, .limit = SHEETS_MAX };
    struct page page = { 0 };
    struct error e = { 0 };
    must(act_page(s, &q, &page, &e), &e);
    return page;
}

/* Every serial once; every certificate at the printer or printed has one sheet of its own. */
static void check_sheets(struct session *s, const int64_t *ids)
{
    struct page page = all_sheets(s);
    for (size_t i = 0; i < page.count; i++)
        for (size_t k = i + 1; k < page.count; k++)
            assert_string_not_equal(record_text(page.rows[i], "serial"),
                                    record_text(page.rows[k], "serial"));
    for (size_t c = 0; c < CERTIFICATES; c++) {
        struct record *r = counter_load(s, "certificate", ids[c]);
        int64_t taken = 0, used = 0;
        for (size_t i = 0; i < page.count; i++) {
            if (record_number(page.rows[i], "certificate") != ids[c])
                continue;
            taken += strcmp(page.rows[i]->state, "taken") == 0;
            used += strcmp(page.rows[i]->state, "used") == 0;
        }
        assert_int_equal(taken, strcmp(r->state, "printing") == 0);
        assert_int_equal(used, strcmp(r->state, "printed") == 0);
        record_free(&r);
    }
    page_free(&page);
}

static void check_account(struct session *s)
{
    struct stock_lines lines = { 0 };
    struct error e = { 0 };
    struct page page = all_sheets(s);
    day today = session_today(s);
    must(act_stock(s, today, today, &lines, &e), &e);
    assert_int_equal(lines.count, 1);
    const struct stock_line *l = &lines.items[0];
    assert_int_equal(l->received_before + l->received, SHEETS);
    assert_int_equal(l->used_before + l->used + l->void_before + l->gone + l->printing,
                     (int64_t)page.count);
    assert_int_equal(l->left, SHEETS - (int64_t)page.count);
    stock_lines_free(&lines);
    page_free(&page);
}

/* The batch's own count, and that its next serial was never taken. */
static void check_batch(struct session *s)
{
    struct query q = { .kind = &kind_stock, .closed = true, .limit = 2 };
    struct page stocks = { 0 }, page = all_sheets(s);
    struct error e = { 0 };
    must(act_page(s, &q, &stocks, &e), &e);
    assert_int_equal(stocks.count, 1);
    assert_int_equal(record_number(stocks.rows[0], "given"), (int64_t)page.count);
    for (size_t i = 0; i < page.count; i++)
        assert_string_not_equal(record_text(page.rows[i], "serial"),
                                record_text(stocks.rows[0], "next"));
    page_free(&stocks);
    page_free(&page);
}

static void enter_serial(struct session *s, int64_t id, const char *serial)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, "certificate", id), *base = record_copy(r);
    value_set_text(record_value(r, "serial"), serial);
    (void)act_save(s, r, base, NULL, NULL, &e); /* at the printer it is no longer free */
    record_free(&r);
    record_free(&base);
}

static void one_turn(struct counter_desk *d, struct session *s, int64_t id, uint64_t *seed)
{
    struct error e;
    char serial[32];
    switch (roll(seed, 8)) {
    case 0:
    case 1:
        (void)take(s, id, "print_sheet", NULL, &e);
        break;
    case 2:
        print_and_die(d, id);
        break;
    case 3:
    case 4:
        (void)take(s, id, "jammed", "kertas macet", &e);
        break;
    case 5:
        (void)take(s, id, "printed", NULL, &e);
        break;
    case 6: /* somebody takes a sheet out of turn; perhaps one that was taken before */
        snprintf(serial, sizeof serial, "A %04d", (int)(1 + roll(seed, SHEETS + 5)));
        enter_serial(s, id, serial);
        break;
    default:
        (void)take(s, id, "printed", NULL, &e);
        (void)take(s, id, "jammed", "tinta luntur", &e);
    }
}

static void no_serial_twice_and_none_lost(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e;
    int64_t ids[CERTIFICATES];
    uint64_t seed = 8;
    for (size_t i = 0; i < CERTIFICATES; i++) {
        int64_t permit = counter_permit(s);
        road_to(s, permit, "paid");
        ids[i] = road_certificate(s, permit);
        must(take(s, ids[i], "issue", NULL, &e), &e);
    }
    struct record *first = counter_load(s, "certificate", ids[0]);
    road_stock(s, record_text(first, "document"), "A 0001", "A 0060");
    for (int turn = 0; turn < TURNS; turn++) {
        one_turn(d, roll(&seed, 2) ? s : other, ids[roll(&seed, CERTIFICATES)], &seed);
        if (turn % 16 == 15) {
            check_sheets(s, ids);
            check_account(other);
            check_batch(s);
        }
    }
    record_free(&first);
    session_close(&other);
}

static void the_last_sheet_ends_the_batch(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    struct page page = { 0 };
    struct query q = { .kind = &kind_stock, .closed = true, .limit = 2 };
    int64_t permit = counter_permit(s);
    road_to(s, permit, "paid");
    int64_t id = road_certificate(s, permit);
    must(take(s, id, "issue", NULL, &e), &e);
    for (int i = 0; i < SHEETS; i++)
        if (take(s, id, "print_sheet", NULL, &e) == DONE)
            must(take(s, id, "jammed", "rusak", &e), &e);
    assert_int_equal(take(s, id, "print_sheet", NULL, &e), REFUSED);
    must(act_page(s, &q, &page, &e), &e);
    assert_string_equal(page.rows[0]->state, "finished");
    assert_int_equal(record_number(page.rows[0], "given"), SHEETS);
    check_account(s);
    page_free(&page);
}

static void what_overlaps_is_not_received(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    static const struct {
        const char *first, *last;
        enum outcome want;
    } cases[] = {
        { "A 0060", "A 0070", REFUSED },  /* 60 came before */
        { "A 0061", "A 0060", REFUSED },  /* backwards */
        { "A 0061", "B 0070", REFUSED },  /* two series */
        { "A 0061", "A 00700", REFUSED }, /* other digits */
        { "A 0061", "A 0070", DONE },     { "B 0001", "B 0010", DONE },
    };
    struct error e = { 0 };
    struct page page = { 0 };
    struct query q = { .kind = &kind_stock, .closed = true, .limit = 1 };
    must(act_page(s, &q, &page, &e), &e);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = counter_make(
            s, "stock",
            (const char *const[]){ "document", record_text(page.rows[0], "document"), "first",
                                   cases[i].first, "last", cases[i].last, NULL });
        assert_int_equal(
            act_step(s, &(struct step_request){ .kind = &kind_stock, .id = id, .verb = "receive" },
                     NULL, &e),
            cases[i].want);
    }
    page_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_serial_twice_and_none_lost),
        cmocka_unit_test(the_last_sheet_ends_the_batch),
        cmocka_unit_test(what_overlaps_is_not_received),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
