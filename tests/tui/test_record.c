/* A record, its steps, its history, its papers and its undo. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <unistd.h>

/* A permit of its own on the screen, found by the tail of its number. */
static struct glass *open_record(void **state, const char *tail, bool submitted)
{
    struct office *o = *state;
    char number[64];
    snprintf(number, sizeof number, "2026.1.1203.0.K01.E.%s", tail);
    int64_t id = office_permit(o, number, "PT Toba Agro");
    if (submitted)
        office_step(o, id, "submit");
    struct glass *g = glass_open(o, 24, 80, false);
    glass_press(g, "F3");
    glass_type(g, tail);
    glass_press(g, "Enter");
    glass_expect(g, "Lanjut (F6)");
    return g;
}

static void take(struct glass *g, const char *label)
{
    glass_press(g, "F6");
    glass_type(g, label);
    glass_press(g, "Enter");
}

static void a_record_leads_to_what_it_refers_to(void **state)
{
    struct glass *g = open_record(state, "100001", false);
    int row = glass_find(g, "Pemohon   ");
    for (int y = 2; y < row; y++)
        glass_press(g, "Down");
    glass_press(g, "Enter");
    glass_expect(g, "Pihak ─ PT Toba Agro");
    glass_press(g, "Esc");
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100001");
    glass_close(&g);
}

static void a_step_that_cannot_be_taken_says_why(void **state)
{
    struct glass *g = open_record(state, "100002", true);
    glass_expect(g, "Lanjut (F6)            Terima (belum: "); /* the road first, and why not */
    glass_press(g, "F6");
    glass_expect(g, "belum bisa");
    glass_type(g, "terima");
    glass_expect(g, "dokumen wajib belum ada");
    glass_press(g, "Enter"); /* to where it is mended, with the reason below */
    glass_expect(g, "Dokumen ");
    glass_expect(g, "dokumen wajib belum ada");
    glass_press(g, "Esc");
    glass_expect(g, "diajukan");
    glass_close(&g);
}

static void a_reason_is_asked_and_demanded(void **state)
{
    struct glass *g = open_record(state, "100003", true);
    take(g, "tolak");
    glass_expect(g, "Alasan");
    glass_expect(g, "tidak dapat diurungkan");
    glass_press(g, "Enter");
    glass_expect(g, "Tulis alasannya");
    glass_type(g, "bukan media pembawa");
    glass_press(g, "F2");
    glass_expect(g, "Tolak: selesai");
    glass_expect(g, "ditolak");
    glass_close(&g);
}

static void a_demanded_field_is_asked_with_its_look_up(void **state)
{
    struct glass *g = open_record(state, "100004", true);
    take(g, "naikkan");
    glass_expect(g, "Risiko");
    glass_press(g, "F4");
    glass_type(g, "tinggi");
    glass_press(g, "Enter Enter");
    glass_type(g, "temuan lalu");
    glass_press(g, "Enter");
    glass_expect(g, "selesai");
    glass_press(g, "F7");
    glass_expect(g, "temuan lalu");
    glass_close(&g);
}

static void the_receipt_goes_into_a_file(void **state)
{
    struct office *o = *state;
    struct glass *g = open_record(state, "100005", false);
    char path[320];
    struct buf text = { 0 };
    struct error e = { 0 };
    snprintf(path, sizeof path, "%s/tt.txt", o->folder);
    take(g, "ajukan");
    glass_expect(g, "Tanda terima untuk pemohon");
    glass_type(g, "2");
    glass_press(g, "Ctrl-U");
    glass_type(g, path);
    glass_press(g, "Enter");
    glass_expect(g, "Ditulis ke");
    assert_int_equal(file_read(path, 1 << 16, &text, &e), DONE);
    assert_non_null(strstr(buf_text(&text), "PT Toba Agro"));
    buf_free(&text);
    glass_close(&g);
}

/* A kind offers its own papers: a block of numbers its forms, and no receipt. */
static void a_block_offers_its_forms(void **state)
{
    struct office *o = *state;
    int64_t id =
        office_make(o, "reserve",
                    (const char *const[]){ "of_kind", "capture", "count", "2", "given_to", "Gate 2",
                                           "purpose", "listrik padam", "office", "1203", NULL });
    struct session *s = office_session(o);
    const struct step_request issue = { .kind = &kind_reserve, .id = id, .verb = "issue" };
    assert_int_equal(act_step(s, &issue, NULL, NULL), DONE);
    session_close(&s);
    struct glass *g = glass_open(o, 24, 80, true);
    glass_press(g, "Ctrl-P");
    glass_type(g, "blok nomor");
    glass_press(g, "Enter Enter F8");
    glass_expect(g, "Ke pencetak");
    glass_type(g, "2");
    glass_expect(g, "forms.txt");
    glass_press(g, "Esc F8");
    glass_type(g, "3");
    glass_expect(g, "FORMULIR KERTAS - Tangkapan");
    glass_expect(g, "LK-001");
    glass_close(&g);
}

static void undo_tells_first_and_then_does(void **state)
{
    struct glass *g = open_record(state, "100006", false);
    glass_press(g, "F4");
    glass_type(g, "2026.1.1203.0.K01.E.100066");
    glass_press(g, "F2");
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100066");
    glass_press(g, "Ctrl-Z");
    glass_expect(g, "Urungkan");
    glass_expect(g, "100006");
    glass_press(g, "Enter");
    glass_expect(g, "Sudah diurungkan");
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100006");
    glass_close(&g);
}

static void undo_goes_further_back(void **state)
{
    struct glass *g = open_record(state, "100006", false);
    static const char *const texts[] = { "2026.1.1203.0.K01.E.100076",
                                         "2026.1.1203.0.K01.E.100086" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        glass_press(g, "F4");
        glass_type(g, texts[i]);
        glass_press(g, "F2");
    }
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100086");
    glass_press(g, "Ctrl-Z");
    glass_expect(g, "Perubahan sebelumnya");
    glass_press(g, "Down Down Enter");
    glass_expect(g, "Urungkan sampai dengan");
    glass_expect(g, "100076");
    glass_press(g, "Down");
    glass_expect(g, "100006"); /* what the second would do, the first being undone */
    glass_press(g, "Enter");
    glass_expect(g, "2 perubahan diurungkan");
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100006");
    glass_close(&g);
}

static void what_was_opened_last_is_a_key_away(void **state)
{
    struct glass *g = open_record(state, "100007", false);
    glass_press(g, "Backspace");
    glass_expect_not(g, "Permohonan ─ 2026.1.1203.0.K01.E.100007");
    glass_close(&g);
    g = glass_open(*state, 24, 80, false); /* another day at this desk */
    glass_press(g, "Ctrl-W");
    glass_expect(g, "Terakhir dibuka");
    glass_expect(g, "100007");
    glass_press(g, "Enter");
    glass_expect(g, "Permohonan ─ 2026.1.1203.0.K01.E.100007");
    glass_close(&g);
}

static void which_papers_are_told(void **state)
{
    struct glass *g = open_record(state, "100007", false);
    glass_press(g, "Ctrl-A");
    glass_expect(g, "Apa syaratnya?");
    glass_expect(g, "Invoice");
    glass_press(g, "Enter");
    glass_expect(g, "Lanjut (F6)            Ajukan, ");
    glass_close(&g);
}

static void a_correction_asks_for_the_reason(void **state)
{
    struct glass *g = open_record(state, "100008", false);
    glass_press(g, "F4 PageDown PageDown PageDown PageDown PageDown PageDown PageDown");
    glass_expect(g, "Dokumen");
    glass_press(g, "F7");
    glass_type(g, "ada");
    glass_press(g, "Down Ctrl-D F2");
    take(g, "ajukan");
    glass_press(g, "Esc");
    take(g, "terima");
    glass_press(g, "Enter Esc");
    glass_expect(g, "diterima");
    take(g, "betulkan");
    glass_expect(g, "pembetulan");
    glass_press(g, "PageDown Down Down"); /* parties: the sender's address */
    glass_type(g, "CV Lain");
    glass_press(g, "Ctrl-Z");
    glass_press(g, "Down");
    glass_type(g, "Jl. Baru 5");
    glass_press(g, "F2");
    glass_expect(g, "Diminta oleh");
    glass_expect(g, "Alasan");
    glass_type(g, "PT Toba Agro");
    glass_press(g, "Down");
    glass_type(g, "alamat salah ketik");
    glass_press(g, "Enter");
    glass_expect(g, "Betulkan isian: selesai");
    glass_press(g, "F7");
    glass_expect(g, "alamat salah ketik");
    glass_expect(g, "Jl. Baru 5");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_leads_to_what_it_refers_to),
        cmocka_unit_test(a_step_that_cannot_be_taken_says_why),
        cmocka_unit_test(a_reason_is_asked_and_demanded),
        cmocka_unit_test(a_demanded_field_is_asked_with_its_look_up),
        cmocka_unit_test(the_receipt_goes_into_a_file),
        cmocka_unit_test(a_block_offers_its_forms),
        cmocka_unit_test(undo_tells_first_and_then_does),
        cmocka_unit_test(undo_goes_further_back),
        cmocka_unit_test(what_was_opened_last_is_a_key_away),
        cmocka_unit_test(which_papers_are_told),
        cmocka_unit_test(a_correction_asks_for_the_reason),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
