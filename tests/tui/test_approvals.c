/* The approvals pane: what waits, deciding one and many, and what it costs on the line. */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static int64_t accepted(struct people_office *o)
{
    language_set(ENGLISH);
    int64_t id = staff_accepted(o->desk->session);
    language_set(INDONESIAN);
    return id;
}

static bool is_assigned(struct people_office *o, int64_t id)
{
    struct record *r = counter_load(o->desk->session, "permit", id);
    bool so = strcmp(r->state, "assigned") == 0;
    record_free(&r);
    return so;
}

static struct glass *pane(struct people_office *o, const char *who, int rows, int cols)
{
    struct glass *g = people_glass(o, rows, cols);
    people_login(g, who, "demo");
    glass_press(g, "Ctrl-P");
    glass_type(g, "persetujuan");
    glass_press(g, "Enter");
    glass_expect(g, "Keputusan");
    return g;
}

static void decide_elsewhere(struct people_office *o, int64_t id)
{
    struct error e = { 0 };
    staff_login(o->desk->session, "coordinator");
    must(counter_step(o->desk->session, id, "assign", NULL, &e), &e);
    session_logout(o->desk->session);
}

static void one_is_opened_and_decided(void **state)
{
    int64_t id = accepted(*state);
    struct glass *g = pane(*state, "coordinator", 24, 80);
    glass_expect(g, "1 menunggu");
    glass_expect(g, "Permohonan: Tugaskan");
    glass_expect(g, "> *"); /* not seen yet */
    glass_press(g, "Enter");
    glass_expect(g, "Lanjut (F6)");
    glass_press(g, "Esc");
    glass_expect_not(g, "> *");
    glass_press(g, "F6");
    glass_expect(g, "Proses: ");
    glass_press(g, "Enter");
    people_sign(g, "Tugaskan");
    glass_expect(g, "Tugaskan: selesai");
    glass_expect(g, "Tidak ada yang menunggu");
    assert_true(is_assigned(*state, id));
    glass_close(&g);
}

static void three_are_marked_and_decided_with_one_passphrase(void **state)
{
    int64_t id[4];
    for (size_t i = 0; i < COUNT(id); i++)
        id[i] = accepted(*state);
    struct glass *g = pane(*state, "coordinator", 24, 80);
    glass_expect(g, "4 menunggu");
    glass_press(g, "Space Space Space");
    glass_expect(g, "3 bertanda");
    decide_elsewhere(*state, id[1]);
    glass_press(g, "F2");
    glass_expect(g, "3 × Permohonan: Tugaskan");
    glass_type(g, "salah");
    glass_press(g, "Enter");
    glass_expect(g, "Putuskan bersama"); /* still asked */
    assert_false(is_assigned(*state, id[0]));
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Tidak semua diputuskan");
    glass_expect(g, "Diputuskan: 2");
    glass_press(g, "Esc");
    assert_true(is_assigned(*state, id[0]) && is_assigned(*state, id[2]));
    assert_false(is_assigned(*state, id[3]));
    glass_expect(g, "1 menunggu");
    glass_press(g, "F2"); /* none is marked: the one here, by the passphrase as well */
    glass_type(g, "salah");
    glass_press(g, "Enter");
    glass_expect(g, "Frasa sandi"); /* still asked */
    assert_false(is_assigned(*state, id[3]));
    people_sign(g, "Tugaskan");
    glass_expect(g, "Tidak ada yang menunggu");
    assert_true(is_assigned(*state, id[3]));
    glass_close(&g);
}

static void what_is_decided_elsewhere_goes_and_the_cursor_stays(void **state)
{
    enum { MINUTE_MS = 60000 };
    int64_t id[3];
    for (size_t i = 0; i < COUNT(id); i++)
        id[i] = accepted(*state);
    struct glass *g = pane(*state, "coordinator", 24, 80);
    char row[256];
    int y, x;
    glass_press(g, "Down Down");
    glass_cursor(g, &y, &x);
    snprintf(row, sizeof row, "%s", glass_row(g, y));
    decide_elsewhere(*state, id[0]);
    glass_later(g, MINUTE_MS + 1000);
    glass_expect(g, "2 menunggu");
    glass_cursor(g, &y, &x);
    assert_string_equal(glass_row(g, y), row);
    glass_press(g, "F8 F2");
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Diputuskan: 2");
    glass_close(&g);
}

static void who_has_nothing_to_decide_sees_none(void **state)
{
    accepted(*state);
    struct glass *g = pane(*state, "operator", 24, 80);
    glass_expect(g, "Tidak ada yang menunggu");
    glass_close(&g);
    g = people_glass(*state, 24, 80);
    people_login(g, "coordinator", "demo");
    glass_expect(g, "Keputusan Anda");
    assert_non_null(strstr(glass_row(g, glass_find(g, "Persetujuan")), "1"));
    glass_press(g, "Tab Enter F8 F2");
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Diputuskan: 1");
    glass_close(&g);
}

static void it_works_on_small_screens(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = { { 14, 48 }, { 12, 40 } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        int64_t id = accepted(*state);
        struct glass *g = pane(*state, "coordinator", sizes[i].rows, sizes[i].cols);
        glass_expect(g, "1 menunggu");
        glass_expect(g, "Tugaskan");
        glass_press(g, "Space F2");
        glass_expect(g, "1 × Permohonan: Tugaskan");
        glass_type(g, "demo");
        glass_press(g, "Enter");
        glass_expect(g, "Diputuskan: 1");
        assert_true(is_assigned(*state, id));
        glass_close(&g);
    }
}

/* A return needs its reason, and a list of what is missing: where the papers have come meanwhile it
 * is told in words, alone and together. */
static void a_return_asks_for_its_reason(void **state)
{
    struct people_office *o = *state;
    int64_t id = accepted(o), more = accepted(o);
    staff_put(o->desk->session, "operator", id, "missing_papers", "surat kuasa");
    staff_put(o->desk->session, "operator", more, "missing_papers", "faktur");
    struct glass *g = pane(o, "head", 24, 80);
    glass_press(g, "F2");
    glass_expect(g, "Alasan");
    glass_press(g, "Enter");
    glass_expect(g, "Tulis alasannya");
    glass_type(g, "surat belum ada");
    staff_put(o->desk->session, "operator", id, "missing_papers", "");
    glass_press(g, "Enter");
    people_sign(g, "Kembalikan");
    glass_expect(g, "Orang lain lebih dulu mengubahnya");
    glass_press(g, "Esc Esc F5");
    glass_expect(g, "1 menunggu");
    glass_press(g, "Space F2"); /* once for all, then the passphrase */
    glass_expect(g, "Alasan");
    glass_press(g, "Enter");
    glass_expect(g, "Tulis alasannya");
    glass_type(g, "surat belum ada");
    glass_press(g, "Enter");
    glass_expect(g, "1 × Permohonan: Kembalikan");
    glass_type(g, "salah");
    glass_press(g, "Enter");
    glass_expect(g, "Putuskan bersama");
    glass_press(g, "Esc");
    glass_expect(g, "surat belum ada"); /* nothing typed is lost */
    staff_put(o->desk->session, "operator", more, "missing_papers", "");
    glass_press(g, "Enter");
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "Tidak semua diputuskan");
    glass_expect(g, "Diputuskan: 0");
    glass_close(&g);
    decide_elsewhere(o, id);
    decide_elsewhere(o, more);
}

/* Whoever takes the first box for the passphrase's writes it where others would read it: it is
 * refused before anything is stored, and no letter of it stays. */
static void a_passphrase_is_no_reason(void **state)
{
    static const char *const ways[] = { "F2", "Space F2" };
    struct people_office *o = *state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        int64_t id = accepted(o);
        staff_put(o->desk->session, "operator", id, "missing_papers", "surat kuasa");
        struct glass *g = pane(o, "head", 24, 80);
        glass_press(g, ways[i]);
        glass_expect(g, "Kembalikan: alasan");
        glass_expect(g, "Alasan (tercatat, dibaca orang lain)");
        glass_type(g, "demo");
        glass_press(g, "Enter");
        glass_type(g, "demo");
        glass_press(g, "Enter");
        glass_expect(g, "Ini frasa sandi Anda, bukan alasan");
        glass_expect(g, "> Alasan");
        glass_expect_not(g, "(tidak ditampilkan)");
        glass_expect_not(g, "demo");
        glass_expect_not(g, "Diputuskan");
        glass_type(g, "surat belum ada");
        glass_press(g, "Enter");
        glass_type(g, "demo");
        glass_press(g, "Enter");
        glass_expect(g, "Tidak ada yang menunggu");
        glass_close(&g);
    }
}

static void steps_of_the_only_one(struct glass *g)
{
    glass_expect(g, "1 menunggu");
    glass_press(g, "F6");
    glass_expect(g, "Proses: ");
}

/* What only the decider says is asked for by the step; it is no contribution. */
static void a_return_asks_for_what_is_missing(void **state)
{
    struct people_office *o = *state;
    language_set(ENGLISH);
    staff_add(o->desk->session, "kepala", "coordinator;head");
    language_set(INDONESIAN);
    int64_t id = accepted(o);
    struct glass *g = pane(o, "kepala", 24, 80);
    steps_of_the_only_one(g);
    glass_type(g, "kemb");
    int y, x;
    glass_press(g, "Enter");
    glass_expect(g, "Kembalikan: alasan");
    glass_expect(g, "Kekurangan");
    glass_expect(g, "Alasan");
    glass_press(g, "F2");
    glass_expect(g, "diperlukan"); /* and not after the passphrase */
    glass_cursor(g, &y, &x);
    assert_int_equal(y, glass_find(g, "Kekurangan"));
    glass_type(g, "faktur belum ditandatangani");
    glass_press(g, "Enter");
    glass_type(g, "surat kurang");
    glass_press(g, "Enter");
    people_sign(g, "Kembalikan");
    glass_expect(g, "selesai");
    struct record *r = counter_load(o->desk->session, "permit", id);
    assert_string_equal(r->state, "returned");
    assert_string_equal(record_text(r, "missing_papers"), "faktur belum ditandatangani");
    record_free(&r);
    glass_close(&g);
}

/* Who sends a team out names it in the step: nobody leads this one yet. */
static void an_assignment_asks_who_is_sent(void **state)
{
    struct people_office *o = *state;
    int64_t id = accepted(o);
    staff_put(o->desk->session, "operator", id, "officer.1.part", "member");
    struct glass *g = people_glass(o, 24, 80);
    people_login(g, "coordinator", "demo");
    glass_press(g, "Ctrl-P");
    glass_type(g, "daftar: permohonan");
    glass_press(g, "Enter F6");
    glass_expect(g, "Proses: ");
    glass_type(g, "tugas");
    glass_press(g, "Enter");
    glass_expect(g, "> Petugas 1");
    glass_expect(g, "Petugas 2");
    glass_press(g, "Enter");
    glass_expect(g, "> Peran 1");
    glass_type(g, "Ketua");
    glass_press(g, "Enter");
    glass_type(g, "verifier");
    glass_press(g, "Enter");
    people_sign(g, "Tugaskan");
    glass_expect(g, "Tugaskan: selesai");
    assert_true(is_assigned(o, id));
    struct record *r = counter_load(o->desk->session, "permit", id);
    assert_int_equal(record_live_lines(r, "officer"), 2);
    assert_string_equal(record_at(r, "officer.1.part", NULL)->text, "lead");
    record_free(&r);
    glass_close(&g);
}

/* F2 means the same in the list and in what is opened from it; F12 leads back to the list. */
static void what_is_opened_is_decided_there(void **state)
{
    struct people_office *o = *state;
    int64_t id = accepted(o);
    int64_t before = office_count(&o->office, "permit");
    struct glass *g = pane(o, "coordinator", 24, 80);
    glass_press(g, "Enter");
    glass_expect(g, "Permohonan ─");
    glass_expect(g, "F2 Putuskan");
    glass_expect(g, "F2: Tugaskan");
    glass_expect_not(g, "F2 Baru");
    glass_press(g, "F12");
    glass_expect(g, "1 menunggu");
    glass_press(g, "Enter F2");
    people_sign(g, "Tugaskan");
    glass_expect(g, "Tugaskan: selesai");
    glass_expect(g, "Tidak ada yang menunggu");
    assert_true(is_assigned(o, id));
    glass_press(g, "Esc"); /* there was one list only */
    glass_expect_not(g, "Persetujuan ─");
    assert_int_equal(office_count(&o->office, "permit"), before);
    glass_close(&g);
}

/* Decided elsewhere meanwhile, it is a record like any other. */
static void what_was_decided_elsewhere_waits_no_more(void **state)
{
    struct people_office *o = *state;
    int64_t id = accepted(o);
    struct glass *g = pane(o, "coordinator", 24, 80);
    glass_press(g, "Enter");
    glass_expect(g, "F2 Putuskan");
    decide_elsewhere(o, id);
    glass_press(g, "F2");
    people_sign(g, "Tugaskan");
    glass_expect(g, "Orang lain lebih dulu mengubahnya");
    glass_press(g, "Esc");
    if (glass_has(g, "(tidak ditampilkan)"))
        glass_press(g, "Esc");
    glass_press(g, "F5");
    glass_expect_not(g, "F2 Putuskan");
    glass_close(&g);
}

/* Who takes the next step is told before anything is typed, to whom it is not their own. */
static void a_new_form_says_who_goes_on(void **state)
{
    static const struct {
        const char *who;
        bool told;
    } cases[] = { { "operator", true }, { "officer", false } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct glass *g = people_glass(*state, 24, 80);
        people_login(g, cases[i].who, "demo");
        glass_menu(g, "Tangkapan");
        glass_press(g, "F2 Enter");
        glass_expect(g, "Tangkapan (baru)");
        if (cases[i].told)
            glass_expect(g, "“Catat laporan” memerlukan peran pejabat karantina");
        else
            glass_expect_not(g, "memerlukan peran");
        glass_close(&g);
    }
}

/* ---- Holding ---- */

static void one_is_held_with_a_reason_until_a_day(void **state)
{
    enum { DAY_MS = 24 * 3600 * 1000 };
    struct people_office *o = *state;
    int64_t id = accepted(o);
    struct glass *g = pane(o, "coordinator", 24, 80);
    glass_press(g, "F9 Enter");
    glass_expect(g, "dengan kata-kata"); /* a reason is wanted */
    glass_type(g, "menunggu hasil lab");
    glass_press(g, "Enter");
    glass_expect(g, "Sampai:");
    glass_type(g, "kapan saja");
    glass_press(g, "Enter");
    glass_expect(g, "Sampai:"); /* that is no day */
    glass_press(g, "Ctrl-U");
    glass_type(g, "h+1");
    glass_press(g, "Enter");
    glass_expect(g, "Tidak ada yang menunggu");
    glass_expect(g, "1 ditahan");
    glass_press(g, "Ctrl-A");
    glass_expect(g, "ditahan sampai 21 Nov: menunggu hasil lab");
    glass_press(g, "Space");
    glass_expect(g, "Ini Anda tahan");
    glass_press(g, "F9");
    glass_expect(g, "1 menunggu");
    glass_press(g, "F9");
    glass_type(g, "menunggu lagi");
    glass_press(g, "Enter Enter");
    glass_expect(g, "1 ditahan");
    glass_close(&g);
    o->office.now += DAY_MS;
    g = pane(o, "coordinator", 24, 80);
    glass_expect(g, "1 menunggu"); /* its day has come */
    glass_close(&g);
    o->office.now -= DAY_MS;
    decide_elsewhere(o, id);
}

static void what_was_opened_stays_seen_over_a_restart(void **state)
{
    int64_t id = accepted(*state);
    struct glass *g = pane(*state, "coordinator", 24, 80);
    glass_close(&g);
    g = pane(*state, "coordinator", 24, 80); /* counted and listed is not seen */
    glass_expect(g, "> *");
    glass_press(g, "Enter");
    glass_expect(g, "Diteruskan oleh");
    glass_expect(g, "operator, 20 Nov");
    glass_close(&g);
    g = pane(*state, "coordinator", 24, 80);
    glass_expect_not(g, "> *");
    glass_close(&g);
    decide_elsewhere(*state, id);
}

/* The reason that one officer needs begins for them, alone, together and among the steps. */
static void a_single_officer_is_asked_for_the_reason(void **state)
{
    static const char *const ways[] = { "F2", "F6 Enter", "Space F2" };
    struct people_office *o = *state;
    struct session *s = o->desk->session;
    struct error e = { 0 };
    language_set(ENGLISH);
    staff_add(s, "tunggal", "operator;coordinator");
    staff_login(s, "admin");
    counter_make(s, "rule",
                 (const char *const[]){ "rule", "office.single_officer", "value", "1", "basis",
                                        "uji", NULL });
    for (size_t i = 0; i < COUNT(ways); i++) {
        int64_t id = accepted(o);
        staff_login(s, "tunggal");
        struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
        value_set_text(record_value(r, "seal"), "S-1");
        must(act_save(s, r, base, NULL, NULL, &e), &e);
        session_logout(s);
        record_free(&r);
        record_free(&base);
        struct glass *g = pane(o, "tunggal", 24, 80);
        glass_press(g, ways[i]);
        glass_expect(g, "petugas tunggal: ");
        glass_type(g, "tidak ada rekan");
        glass_press(g, "Enter");
        people_sign(g, "Tugaskan");
        assert_true(is_assigned(o, id));
        glass_close(&g);
    }
}

/* ---- Keys and the line ---- */

/* From any screen: the pane, all marked, the decision; beside the passphrase. May only fall. */
/* One key from wherever one is, and the bar of the first screen tells of it where something waits;
 * also on a telephone, whose keyboard has Esc and Ctrl alone. */
static void one_key_opens_them_from_anywhere(void **state)
{
    static const char *const ways[] = {
        "", "Enter", "Enter Enter", "F2", "F1", "Ctrl-P Esc F3 Esc"
    };
    static const struct {
        int rows, cols;
    } sizes[] = { { 24, 80 }, { 12, 40 } };
    int64_t id = accepted(*state);
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (size_t w = 0; w < COUNT(ways); w++) {
            struct glass *g = people_glass(*state, sizes[i].rows, sizes[i].cols);
            people_login(g, "coordinator", "demo");
            glass_expect(g, "F12 Persetujuan");
            glass_press(g, ways[w]);
            glass_press(g, w % 2 == 0 ? "F12" : "Ctrl-C");
            glass_expect(g, "menunggu");
            glass_expect(g, "Tugaskan");
            glass_press(g, "Esc");
            glass_expect_not(g, "1 menunggu");
            glass_raw(g, "\033=");
            glass_expect(g, "1 menunggu");
            glass_close(&g);
        }
    decide_elsewhere(*state, id);
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "coordinator", "demo");
    glass_expect_not(g, "F12");
    glass_press(g, "F12");
    glass_expect(g, "Tidak ada yang menunggu");
    glass_close(&g);
}

static void ten_decisions_take_few_keys(void **state)
{
    enum { KEYS_MOST = 4 };
    for (int n = 0; n < 10; n++)
        accepted(*state);
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, "coordinator", "demo");
    glass_menu(g, "Tangkapan");
    size_t before = g->pressed;
    glass_press(g, "F12");
    glass_expect(g, "10 menunggu");
    glass_press(g, "F8 F2");
    size_t keys = g->pressed - before;
    glass_type(g, "demo");
    glass_press(g, "Enter");
    keys++;
    glass_expect(g, "Diputuskan: 10");
    print_message("ten approvals: %zu keys (at most %d)\n", keys, KEYS_MOST);
    assert_true(keys <= KEYS_MOST);
    glass_close(&g);
}

/* From the menu to the tenth signature, on a line of 960 bytes a second. */
static void ten_decisions_are_cheap(void **state)
{
    enum { LINE_BYTES = 960 }; /* a second of the line */
    static const struct {
        int rows, cols;
        size_t most; /* as measured, and a fifth */
    } sizes[] = { { 24, 80, 7800 }, { 14, 48, 4400 } };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (int n = 0; n < 10; n++)
            accepted(*state);
        struct glass *g = people_glass(*state, sizes[i].rows, sizes[i].cols);
        people_login(g, "coordinator", "demo");
        size_t sent = 0;
        glass_menu(g, "Persetujuan");
        glass_expect(g, "10 menunggu");
        sent += g->sent;
        glass_press(g, "Space Space Space Space Space Space Space Space Space Space F2");
        sent += g->sent;
        glass_type(g, "demo");
        sent += g->sent;
        glass_press(g, "Enter");
        sent += g->sent;
        glass_expect(g, "Diputuskan: 10");
        print_message("ten approvals at %dx%d: %zu bytes (at most %zu), %zu.%zu s at 9600 baud\n",
                      sizes[i].cols, sizes[i].rows, sent, sizes[i].most, sent / LINE_BYTES,
                      sent % LINE_BYTES * 10 / LINE_BYTES);
        assert_true(sent <= sizes[i].most);
        glass_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_opened_and_decided),
        cmocka_unit_test(three_are_marked_and_decided_with_one_passphrase),
        cmocka_unit_test(what_is_decided_elsewhere_goes_and_the_cursor_stays),
        cmocka_unit_test(who_has_nothing_to_decide_sees_none),
        cmocka_unit_test(it_works_on_small_screens),
        cmocka_unit_test(a_return_asks_for_its_reason),
        cmocka_unit_test(a_passphrase_is_no_reason),
        cmocka_unit_test(a_return_asks_for_what_is_missing),
        cmocka_unit_test(an_assignment_asks_who_is_sent),
        cmocka_unit_test(what_is_opened_is_decided_there),
        cmocka_unit_test(what_was_decided_elsewhere_waits_no_more),
        cmocka_unit_test(a_new_form_says_who_goes_on),
        cmocka_unit_test(one_is_held_with_a_reason_until_a_day),
        cmocka_unit_test(what_was_opened_stays_seen_over_a_restart),
        cmocka_unit_test(a_single_officer_is_asked_for_the_reason),
        cmocka_unit_test(one_key_opens_them_from_anywhere),
        cmocka_unit_test(ten_decisions_take_few_keys),
        cmocka_unit_test(ten_decisions_are_cheap),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
