/* Fast hands: what a repeated application and an incident report cost in keys beside what is
 * typed, and what spares them: the last one as a template, saving into the next, values typed
 * lately, blocks of a spreadsheet. The figures may only fall. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static unsigned keys; /* beside what is typed */

static void press(struct glass *g, const char *names)
{
    for (const char *p = names; *p != '\0'; p += strcspn(p, " "), p += *p == ' ')
        keys++;
    glass_press(g, names);
}

/* Data, and the key that ends it. */
static void enter(struct glass *g, const char *text)
{
    glass_type(g, text);
    press(g, "Enter");
}

static void expect_at_most(const char *what, unsigned most)
{
    print_message("%s: %u keys (at most %u)\n", what, keys, most);
    assert_true(keys <= most);
}

static void expect_in(struct glass *g, const char *label, const char *text)
{
    int y = glass_find(g, label);
    if (y < 0)
        glass_expect(g, label);
    assert_non_null(strstr(glass_row(g, y), text));
}

static int regular(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_make(*state, "party", (const char *const[]){ "name", "PT Toba Agro", NULL });
    office_make(*state, "party", (const char *const[]){ "name", "PT Lain", NULL });
    office_make(*state, "permit",
                (const char *const[]){ "national_number",
                                       "2026.1.1203.0.K01.E.000001",
                                       "field",
                                       "T",
                                       "direction",
                                       "EX",
                                       "applicant",
                                       "PT Toba Agro",
                                       "sender",
                                       "PT Toba Agro",
                                       "recipient",
                                       "Minato Foods",
                                       "recipient_address",
                                       "Tokyo",
                                       "origin_country",
                                       "ID",
                                       "origin_city",
                                       "Medan",
                                       "destination_country",
                                       "JP",
                                       "destination_city",
                                       "Tokyo",
                                       "conveyance_mode",
                                       "sea",
                                       "conveyance_name",
                                       "KM Sinabung",
                                       "voyage",
                                       "V-11",
                                       "bill_of_lading",
                                       "BL-77",
                                       "departure_on",
                                       "2026-11-25",
                                       "item.1.commodity",
                                       "Pinang",
                                       "item.1.net_quantity",
                                       "1250",
                                       "item.1.net_unit",
                                       "KGM",
                                       "item.2.commodity",
                                       "Biji kopi",
                                       "item.2.net_quantity",
                                       "300",
                                       "item.2.net_unit",
                                       "KGM",
                                       "document.1.code",
                                       "Invoice",
                                       "document.1.number",
                                       "INV-1",
                                       "document.1.presence",
                                       "present",
                                       NULL });
    return 0;
}

static struct record *newest(struct office *o, const struct kind *k)
{
    struct session *s = office_session(o);
    const char *const drafts[] = { k->flow->states[0].id, NULL };
    struct query q = { .kind = k, .states = drafts, .limit = 2000 };
    struct page page = { 0 };
    struct record *r = NULL;
    int64_t id = 0;
    assert_int_equal(act_page(s, &q, &page, NULL), DONE);
    for (size_t i = 0; i < page.count; i++)
        id = page.rows[i]->id > id ? page.rows[i]->id : id;
    page_free(&page);
    assert_int_equal(act_load(s, k, id, &r, NULL), DONE);
    session_close(&s);
    return r;
}

static void expect_text(const struct record *r, const char *path, const char *wanted)
{
    const struct field *f = NULL;
    struct buf text = { 0 };
    const struct value *v = record_at((struct record *)r, path, &f);
    if (v != NULL && v->set)
        field_format(f, v, SPELL_CANONICAL, &text);
    assert_string_equal(buf_text(&text), wanted);
    buf_free(&text);
}

/* New number, applicant, B/L, day of departure and both quantities are data; the rest is as last
 * time. */
static void a_repeated_application(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    o->now += 60000;
    keys = 0;
    press(g, "F2");
    enter(g, "2026.1.1203.0.K01.E.000002");
    press(g, "PageDown");
    glass_type(g, "toba");
    press(g, "F3"); /* without waiting for who that is */
    glass_expect(g, "B/L atau AWB selalu baru");
    enter(g, "BL-78");
    glass_type(g, "h+3");
    press(g, "F8");
    glass_expect(g, "1.250 seperti yang lalu");
    glass_type(g, "50*25");
    press(g, "F8");
    glass_expect(g, "300 seperti yang lalu");
    glass_type(g, "310");
    press(g, "F7");
    glass_expect(g, "Invoice");
    assert_null(strstr(glass_row(g, glass_find(g, "Invoice")), " Ada"));
    glass_type(g, "ada");
    press(g, "Down Ctrl-D F2");
    glass_expect(g, "tersimpan");
    expect_at_most("a repeated application", 11);
    glass_close(&g);

    struct record *r = newest(o, &kind_permit);
    expect_text(r, "national_number", "2026.1.1203.0.K01.E.000002");
    expect_text(r, "received_on", "2026-11-20");
    expect_text(r, "recipient", "Minato Foods");
    expect_text(r, "voyage", "V-11");
    expect_text(r, "bill_of_lading", "BL-78");
    expect_text(r, "departure_on", "2026-11-23");
    expect_text(r, "item.1.net_quantity", "1250");
    expect_text(r, "item.2.net_quantity", "310");
    expect_text(r, "item.2.commodity", "Biji kopi");
    expect_text(r, "document.1.number", "");
    expect_text(r, "document.1.presence", "present");
    expect_text(r, "document.2.presence", "present");
    record_free(&r);
}

static unsigned open_fields(const struct field *fields)
{
    unsigned n = 0;
    for (; fields->id != NULL; fields++)
        n += !(fields->flags & (FIELD_READ_ONLY | FIELD_DERIVED));
    return n;
}

static void enter_all(struct glass *g, const char *const *typed)
{
    for (; *typed != NULL; typed++)
        enter(g, *typed);
}

/* Each field costs at most one key beside its text, also where it is passed by; and the save. */
static void a_report_with_an_unknown_owner(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2");
    o->now += 60000;
    keys = 0;
    press(g, "Enter"); /* of what it begins with, nothing */
    enter_all(g,
              (const char *const[]){ "", "", "", "830", "KM Kelud dek 3", "", "", "tumb", "impor",
                                     "laut", "KM Kelud", "Batam", "Belawan", "", "Andini", NULL });
    press(g, "PageDown");
    glass_expect(g, "Pemilik diketahui");
    enter_all(g, (const char *const[]){ "", "tidak diketahui", "BA-01", NULL });
    glass_type(g, "h");
    press(g, "F8"); /* to what is still missing: the goods */
    enter_all(g, (const char *const[]){ "Bibit kelapa sawit", "10*25", NULL });
    glass_type(g, "btg");
    press(g, "F8"); /* and the finding */
    glass_expect(g, "Dengan kata sendiri");
    enter_all(g, (const char *const[]){ "pemilik tidak", "ditinggal di dek 3", NULL });
    press(g, "F2");
    glass_expect(g, "tersimpan");
    unsigned fields = open_fields(kind_capture.fields) + 3 + 2; /* of one item, one finding */
    print_message("%u fields\n", fields);
    assert_true(keys <= fields + 1);
    expect_at_most("a report with an unknown owner", 27);
    glass_close(&g);

    struct record *r = newest(o, &kind_capture);
    expect_text(r, "owner_known", "unknown");
    expect_text(r, "occurred_time", "08.30");
    expect_text(r, "search_on", "2026-11-20");
    expect_text(r, "item.1.p0", "250");
    expect_text(r, "finding.1.words", "ditinggal di dek 3");
    record_free(&r);
}

/* What somebody typed already stays; without an earlier one nothing is offered. */
static void a_template_writes_over_nothing(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 F3");
    glass_expect(g, "Pilih Pemohon dulu");
    glass_press(g, "PageDown PageDown");
    glass_type(g, "Malaysia");
    glass_press(g, "Enter PageUp");
    glass_type(g, "PT Lain");
    glass_press(g, "Enter");
    glass_expect_not(g, "F3 mengisi");
    glass_press(g, "BackTab");
    glass_type(g, "toba");
    glass_press(g, "Enter F3 PageUp");
    expect_in(g, "Penerima ", "Minato Foods");
    glass_press(g, "PageDown");
    expect_in(g, "Negara asal", "Malaysia");
    expect_in(g, "Kota asal", "Medan");
    glass_press(g, "Ctrl-Z"); /* all at once */
    expect_in(g, "Negara asal", "Malaysia");
    expect_in(g, "Kota asal", "Kota asal");
    assert_null(strstr(glass_row(g, glass_find(g, "Kota asal")), "Medan"));
    glass_close(&g);
}

/* Whoever came to the counter came to the counter, wherever they came last time. */
static void a_template_leaves_the_channel(void **state)
{
    office_make(*state, "permit",
                (const char *const[]){ "applicant", "PT Lain", "channel", "online", "field", "T",
                                       "receipt_number", "K-17", "origin_city", "Medan", NULL });
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    for (int n = 0; n < 20 && !glass_has(g, "> Saluran"); n++)
        glass_press(g, "Down");
    glass_type(g, "loket");
    glass_press(g, "PageDown");
    glass_type(g, "PT Lain");
    glass_press(g, "F3");
    glass_expect(g, ": 2 isian.");
    glass_expect(g, "> Jenis permohonan"); /* the first that nobody can know */
    expect_in(g, "Saluran", "Loket");
    expect_in(g, "Bidang", "Tumbuhan");
    glass_press(g, "Ctrl-Z Esc"); /* as a draft it goes on, and tells no more what was typed */
    glass_press(g, "Tab");
    for (int n = 0; n < 20 && !glass_has(g, ">   Permohonan (baru), PT Lain"); n++)
        glass_press(g, "Down");
    glass_press(g, "Enter");
    glass_expect(g, "Permohonan (baru)");
    glass_press(g, "PageUp PageUp PageUp PageDown");
    glass_expect(g, "> Pemohon");
    glass_type(g, "PT Lain");
    glass_press(g, "F3");
    expect_in(g, "Saluran", "Loket");
    expect_in(g, "Bidang", "Tumbuhan");
    glass_close(&g);
}

static void a_save_goes_on_to_the_next(void **state)
{
    struct office *o = *state;
    int64_t before = office_count(o, "party");
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Pihak");
    glass_press(g, "F2");
    glass_type(g, "CV Satu");
    glass_press(g, "Ctrl-N");
    glass_expect(g, "CV Satu tersimpan; ini yang berikutnya");
    glass_type(g, "CV Dua");
    glass_press(g, "Ctrl-N");
    glass_expect(g, "CV Dua tersimpan");
    glass_press(g, "Esc");
    glass_expect(g, "CV Dua");
    assert_int_equal(office_count(o, "party"), before + 2);
    glass_close(&g);
}

/* NIK: sixteen digits, however they are grouped; what is taken away leads nowhere. */
static void a_full_code_goes_on(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Pihak");
    glass_press(g, "F2");
    for (int i = 0; i < 20 && !glass_has(g, "> NIK"); i++)
        glass_press(g, "Tab");
    glass_type(g, "3171 0105 0690 0002");
    glass_expect_not(g, "> NIK");
    expect_in(g, "NIK", "3171010506900002");
    glass_press(g, "Up");
    glass_type(g, "317101050690000");
    glass_expect(g, "> NIK");
    glass_type(g, "2");
    glass_expect_not(g, "> NIK");
    glass_press(g, "Up End Backspace");
    glass_expect(g, "> NIK");
    glass_close(&g);
}

static void what_was_typed_lately_is_chosen(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2 PageDown PageDown");
    glass_press(g, "Enter F4"); /* a city is free text */
    glass_expect(g, "Yang baru diketik di sini");
    glass_expect(g, "Medan");
    glass_press(g, "Enter");
    expect_in(g, "Kota asal", "Medan");
    glass_press(g, "Up F4");
    glass_type(g, "zz");
    glass_expect(g, "Belum ada yang seperti itu");
    glass_press(g, "Esc");
    expect_in(g, "Kota asal", "Medan");
    glass_close(&g);
}

static void a_pasted_row_goes_on_over_pages(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    glass_raw(g, "\033[200~A-1\tAJU-1\t15/11/2026\t\tT\tEX\t\t\t\t\"PT Toba Agro\"\n\033[201~");
    glass_expect(g, "F3 mengisi sisanya"); /* as of an applicant that was typed */
    expect_in(g, "Pemohon", "PT Toba Agro");
    glass_press(g, "PageUp");
    expect_in(g, "Diterima", "15 Nov 2026");
    expect_in(g, "Saluran", "Loket"); /* an empty cell leaves what stands there */
    glass_press(g, "Ctrl-Z");         /* all of it */
    glass_expect_not(g, "AJU-1");
    glass_close(&g);
}

static void a_pasted_block_stays_in_its_columns(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F2");
    for (int i = 0; i < 10 && !glass_has(g, "Rincian barang"); i++)
        glass_press(g, "PageDown");
    glass_raw(g, "\033[200~pinang\t08028000\t12,5\tkg\tlebih\tlagi\tdan lagi\tsisa\r\n"
                 "\"beras\"\t10063030\ttujuh\tkg\033[201~");
    glass_expect(g, "tidak ada tempatnya");
    int first = glass_find(g, "Pinang");
    assert_non_null(strstr(glass_row(g, first), "12,5"));
    assert_non_null(strstr(glass_row(g, first + 1), "10063030"));
    assert_non_null(strstr(glass_row(g, first + 1), "tujuh"));
    assert_null(strstr(glass_row(g, first + 1), "sisa"));
    glass_press(g, "F2");
    glass_expect(g, "tujuh");
    glass_close(&g);
}

/* Told while it is typed, and no longer once the owner is said to be unknown. */
static void an_owner_without_a_name_is_advised_against(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter PageDown");
    glass_type(g, "NN");
    glass_press(g, "Enter");
    glass_expect(g, "“NN” bukan nama siapa pun");
    glass_type(g, "tidak diketahui");
    glass_press(g, "Enter");
    glass_expect_not(g, "bukan nama siapa pun");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repeated_application),
        cmocka_unit_test(a_template_writes_over_nothing),
        cmocka_unit_test(a_full_code_goes_on),
        cmocka_unit_test(what_was_typed_lately_is_chosen),
        cmocka_unit_test(a_pasted_row_goes_on_over_pages),
        cmocka_unit_test(a_pasted_block_stays_in_its_columns),
        cmocka_unit_test(a_template_leaves_the_channel),
        cmocka_unit_test(a_save_goes_on_to_the_next),
        cmocka_unit_test(a_report_with_an_unknown_owner),
        cmocka_unit_test(an_owner_without_a_name_is_advised_against),
    };
    return cmocka_run_group_tests(tests, regular, office_down);
}
