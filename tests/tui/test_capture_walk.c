/* The whole way of a capture on the screen, as the people at their desks walk it: both entry forms,
 * a detention that waits for its coordination, and the case with one return of the file (P-19). */
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

/* ---- Hands ---- */

static void as(struct glass *g, const char *who)
{
    glass_press(g, "Ctrl-V");
    people_login(g, who, "demo");
    glass_expect(g, "Sudah masuk: ");
}

static void chosen(struct glass *g, const char *name)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, name);
    glass_press(g, "Enter");
}

/* The first record of a list. */
static void open_first(struct glass *g, const char *list)
{
    chosen(g, list);
    glass_press(g, "Enter");
    glass_expect(g, "Status  ");
}

static void fill(struct glass *g, const char *const *texts)
{
    for (; *texts; texts++) {
        glass_type(g, *texts);
        glass_press(g, "Enter");
    }
}
#define FILL(g, ...) fill(g, (const char *const[]){ __VA_ARGS__, NULL })

/* The step that fits these letters, in the menu of steps. */
static void step(struct glass *g, const char *label)
{
    glass_press(g, "F6");
    glass_expect(g, "Proses: ");
    glass_type(g, label);
    glass_press(g, "Enter");
}

/* A step that asks nothing but whether it is meant, or, a decision, for the passphrase. */
static void takes(struct glass *g, const char *label, const char *state)
{
    step(g, label);
    if (glass_has(g, "1 Ya: "))
        glass_press(g, "Enter");
    if (glass_has(g, "(tidak ditampilkan)"))
        people_sign(g, label);
    glass_expect(g, state);
}

/* One that misses something leads to its place; what is typed there, and it is taken. */
static void fills_and_takes(struct glass *g, const char *label, const char *misses,
                            const char *const *texts, const char *state)
{
    step(g, label);
    glass_expect(g, misses);
    fill(g, texts);
    takes(g, label, state);
}
#define MISSING(...)                                                                               \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

static void with_words(struct glass *g, const char *label, const char *words, const char *state)
{
    step(g, label);
    glass_expect(g, "Alasan");
    glass_type(g, words);
    glass_press(g, "Enter");
    people_sign(g, label);
    glass_expect(g, state);
}

static struct glass *desk(void **state, const char *who)
{
    struct glass *g = people_glass(*state, 24, 80);
    people_login(g, who, "demo");
    return g;
}

/* The pages behind, up to the one that is called so. */
static void page(struct glass *g, const char *name)
{
    for (int n = 0; n < 12 && !glass_has(g, name); n++)
        glass_press(g, "PageDown");
    glass_expect(g, name);
}

/* ---- Captured by own officers ---- */

static void own_officers_enter_it(struct glass *g)
{
    chosen(g, "Daftar: Tangkapan");
    glass_press(g, "F2");
    glass_golden(g, "capture-begins");
    glass_press(g, "Enter");
    glass_golden(g, "capture-own");
    page(g, "Pemilik ─");
    glass_expect_not(g, "Surat serah terima"); /* the agency's page is not asked */
    glass_expect_not(g, "BA pencarian");
    glass_press(g, "PageUp Down Down");
    FILL(g, "18/11/2026", "08.30", "Gerbang 2");
    glass_press(g, "Down Down");
    FILL(g, "T", "DM");
    glass_press(g, "Down");
    FILL(g, "KM Kelud");
    page(g, "Pemilik ─");
    FILL(g, "Simanjuntak");
    page(g, "Barang ─");
    FILL(g, "Bawang merah", "1000", "kg");
    page(g, "Temuan ─");
    FILL(g, "Tidak disertai dokumen karantina");
    takes(g, "Catat", "LK-001/");
}

static void it_is_secured_and_known(struct glass *g)
{
    fills_and_takes(g, "Amankan", "Belum ada barang bukti",
                    MISSING("40 karung", "S-1", "Gudang A", "Andini"), "diamankan");
    as(g, "wasdak");
    open_first(g, "Daftar: Tangkapan");
    step(g, "Keterangan");
    glass_expect(g, "Belum ada keterangan pemilik");
    FILL(g, "Barang milik saya");
    step(g, "Keterangan"); /* the day is asked, and begins as today */
    glass_expect(g, "20 Nov 2026");
    glass_press(g, "Enter");
    glass_expect(g, "menunggu koordinasi");
    as(g, "wasdak-head");
    chosen(g, "Persetujuan");
    glass_expect(g, "LK-001/1203/11/2026");
    glass_press(g, "F2");
    glass_expect(g, "Ini bukan izin");
    people_sign(g, "Nyatakan mengetahui");
    glass_expect(g, "diketahui wasdak");
}

/* ---- Its detention ---- */

static void a_detention_is_proposed(struct glass *g)
{
    as(g, "officer");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "Ctrl-S");
    glass_expect(g, "Tindakan: Penahanan");
    glass_press(g, "Enter");
    glass_golden(g, "measure-begun");
    page(g, "Alasan ─");
    FILL(g, "Tidak dilaporkan saat pemasukan atau pengeluaran");
    takes(g, "Minta koordinasi", "menunggu koordinasi");
}

static void it_waits_for_coordination(void **state, struct glass *g)
{
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    glass_press(g, "F6");
    glass_type(g, "Terbitkan");
    glass_expect(g, "belum bisa");
    glass_press(g, "Enter");
    glass_expect(g, "menunggu koordinasi !"); /* not issued */
    glass_press(g, "Esc");
    as(g, "wasdak-head");
    chosen(g, "Persetujuan");
    glass_golden(g, "approvals-coordination");
    glass_press(g, "F2");
    glass_golden(g, "coordination-asked");
    people_sign(g, "Nyatakan mengetahui");
    glass_expect(g, "siap terbit");
    (void)state;
}

static void it_takes_effect_and_ends(struct glass *g)
{
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Terbitkan", "K.6.1-001/");
    as(g, "officer");
    open_first(g, "Daftar: Tindakan");
    step(g, "Surat diterima");
    glass_expect(g, "20 Nov 2026 10.00"); /* now, unless something else is typed */
    glass_press(g, "Enter");
    FILL(g, "Budi");
    glass_expect(g, "berlaku");
    for (int n = 0; n < 40 && !glass_has(g, "Jatuh tempo"); n++)
        glass_press(g, "Down");
    glass_golden(g, "measure-clock");
    step(g, "Dokumen dilengkapi");
    FILL(g, "KT-3 nomor 12");
    glass_expect(g, "dipenuhi");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Tutup", "“selesai”");
}

/* ---- A part of it destroyed before witnesses, the rest released ---- */

static void minutes_are_drawn_up(struct glass *g)
{
    as(g, "officer");
    chosen(g, "Daftar: Berita acara");
    glass_press(g, "F2");
    glass_expect(g, "Berita acara (baru)");
    glass_press(g, "Down Down");
    FILL(g, "Tempat pembakaran");
    glass_type(g, "Dibakar");
    page(g, "Saksi ─");
    FILL(g, "Andini", "Karantina", "Budi", "Polsek");
    takes(g, "Tandatangani", "BA-");
}

static void knows_and_issues(struct glass *g)
{
    as(g, "wasdak-head");
    chosen(g, "Persetujuan");
    glass_press(g, "F2");
    people_sign(g, "Nyatakan mengetahui");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Terbitkan", "“berlaku”");
}

static void a_part_is_destroyed(struct glass *g)
{
    as(g, "officer");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "Ctrl-S");
    glass_type(g, "Pemusnahan");
    glass_press(g, "Enter");
    page(g, "Alasan ─");
    FILL(g, "Rusak atau busuk");
    page(g, "Barang ─");
    glass_press(g, "Tab Tab Tab");
    FILL(g, "400");
    takes(g, "Minta koordinasi", "menunggu koordinasi");
    knows_and_issues(g);
    as(g, "officer");
    open_first(g, "Daftar: Tindakan");
    step(g, "Dimusnahkan"); /* all of it, where nothing else is said */
    glass_expect(g, "Berita acara");
    glass_press(g, "F4 Enter Enter");
    glass_expect(g, "“dipenuhi”");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Tutup", "“selesai”");
}

static void the_rest_is_released(struct glass *g)
{
    as(g, "officer");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "Ctrl-S");
    glass_type(g, "Pembebasan");
    glass_press(g, "Enter");
    page(g, "Barang ─");
    glass_expect(g, "600"); /* what has no outcome yet */
    takes(g, "Siapkan pembebasan", "siap terbit");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Terbitkan", "“berlaku”");
    as(g, "officer");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Dibebaskan", "“dipenuhi”");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Tutup", "“selesai”");
    open_first(g, "Daftar: Tangkapan");
    takes(g, "Tutup", "“selesai”");
    glass_press(g, "Ctrl-X");
    glass_golden(g, "capture-closed");
}

static void own_and_non_yustisia(void **state)
{
    struct glass *g = desk(state, "officer");
    own_officers_enter_it(g);
    it_is_secured_and_known(g);
    as(g, "head");
    open_first(g, "Daftar: Tangkapan");
    with_words(g, "Non-yustisia", "Ringan", "non-yustisia");
    a_detention_is_proposed(g);
    it_waits_for_coordination(state, g);
    it_takes_effect_and_ends(g);
    minutes_are_drawn_up(g);
    a_part_is_destroyed(g);
    the_rest_is_released(g);
    glass_close(&g);
}

/* ---- Handed over by an agency, owner unknown ---- */

static void the_agency_hands_it_over(struct glass *g)
{
    chosen(g, "Daftar: Tangkapan");
    glass_press(g, "F2 Down Enter");
    glass_expect(g, "Instansi lain");
    glass_press(g, "Down Down");
    FILL(g, "21/10/2026");
    glass_press(g, "Down");
    FILL(g, "Belawan");
    glass_press(g, "Down Down");
    FILL(g, "H", "IM");
    page(g, "Serahan instansi lain");
    glass_golden(g, "capture-agency");
    page(g, "Pemilik ─");
    FILL(g, "NN", "Tidak diketahui");
    glass_expect(g, "BA pencarian");
    page(g, "Barang ─");
    FILL(g, "Burung", "12", "ekor");
    page(g, "Temuan ─");
    FILL(g, "Tidak dilaporkan");
    step(g, "Terima serahan");
    glass_expect(g, "Instansi"); /* missing: it leads there */
    FILL(g, "Lanal TBA", "Lettu Ardi", "BA-1", "22/10/2026", "10/11/2026");
    takes(g, "Terima serahan", "LK-0");
}

static void its_owner_is_not_found(struct glass *g)
{
    as(g, "officer");
    open_first(g, "Daftar: Tangkapan");
    fills_and_takes(g, "Amankan", "Belum ada barang bukti",
                    MISSING("12 ekor", "S-2", "Kandang", "Hutagalung"), "diamankan");
    fills_and_takes(g, "Pemilik tidak", "BA pencarian", MISSING("BA-2", "11/11/2026"),
                    "pemilik tidak ditemukan");
    as(g, "wasdak");
    open_first(g, "Daftar: Tangkapan");
    step(g, "Keterangan");
    glass_press(g, "Down Down");
    FILL(g, "Pemilik tidak ditemukan");
    step(g, "Keterangan");
    glass_press(g, "Enter");
    as(g, "wasdak-head");
    chosen(g, "Persetujuan");
    glass_press(g, "F2");
    people_sign(g, "Nyatakan mengetahui");
    glass_expect(g, "diketahui wasdak");
}

/* ---- The case ---- */

static void a_paper(struct glass *g, const char *label, const char *misses, const char *paper,
                    const char *number, const char *on, const char *state)
{
    fills_and_takes(g, label, misses, MISSING(paper, number, on), state);
}

/* What others fill in: whoever decides is told that it would cost them the decision. */
static void not_led_to_the_papers(struct glass *g)
{
    as(g, "head");
    open_first(g, "Daftar: Tangkapan");
    step(g, "Pro-yustisia");
    glass_expect(g, "Surat perintah penyidikan");
    glass_expect(g, "Serahkan kepada rekan lain");
    glass_press(g, "Enter");
    glass_expect(g, "Status  "); /* and no form */
}

static void the_case_begins(struct glass *g)
{
    as(g, "wasdak");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "F4");
    page(g, "Perkara ─");
    FILL(g, "GP-1", "12/11/2026");
    glass_press(g, "F2");
    not_led_to_the_papers(g);
    as(g, "investigator");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "F4");
    page(g, "Surat-surat perkara ─");
    FILL(g, "Surat perintah penyidikan", "SP.SIDIK-1", "12/11/2026");
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    as(g, "head");
    open_first(g, "Daftar: Tangkapan");
    with_words(g, "Pro-yustisia", "Berat", "“pro-yustisia”");
}

static void the_file_comes_back_once(struct glass *g)
{
    as(g, "investigator");
    open_first(g, "Daftar: Tangkapan");
    step(g, "Kirim");
    glass_expect(g, "SPDP");
    FILL(g, "SPDP", "SPDP-1", "13/11/2026");
    a_paper(g, "Kirim", "Berkas perkara", "Berkas perkara dikirim", "BP-1", "14/11/2026",
            "─ berkas di jaksa");
    a_paper(g, "Berkas kembali", "P-19", "P-19", "P19-1", "15/11/2026",
            "berkas dikembalikan (P-19)");
    a_paper(g, "Kirim", "yang dilengkapi", "Berkas perkara dikirim", "BP-2", "16/11/2026",
            "─ berkas di jaksa");
    a_paper(g, "Berkas lengkap", "P-21", "P-21", "P21-1", "17/11/2026", "berkas lengkap (P-21) ");
    step(g, "Serahkan");
    glass_expect(g, "Tahap II");
    FILL(g, "Tahap II", "T2-1", "18/11/2026");
    step(g, "Serahkan"); /* every piece of evidence has its movement first */
    glass_expect(g, "Barang bukti 1");
    FILL(g, "1", "18/11/2026 09.00", "Ke jaksa", "Kejari Belawan");
    step(g, "Serahkan"); /* and who took them is said */
    glass_expect(g, "Kepada siapa");
    FILL(g, "Jaksa Rahman, Kejari Belawan");
    takes(g, "Serahkan", "(tahap II) ");
    glass_golden(g, "capture-case");
}

/* What becomes of the goods is said by a measure; known by phone first, confirmed behind. */
static void the_goods_go_to_the_prosecutor(struct glass *g)
{
    as(g, "officer");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "Ctrl-S Enter");
    page(g, "Alasan ─");
    FILL(g, "Tidak dilaporkan saat pemasukan atau pengeluaran");
    takes(g, "Minta koordinasi", "menunggu koordinasi");
    step(g, "telepon");
    FILL(g, "wasdak-head");
    glass_expect(g, "20 Nov 2026 10.00");
    glass_press(g, "Enter");
    glass_expect(g, "siap terbit");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Terbitkan", "“berlaku”");
    as(g, "officer");
    open_first(g, "Daftar: Tindakan");
    step(g, "Surat diterima");
    glass_press(g, "Enter");
    FILL(g, "Hutagalung");
    glass_press(g, "F4");
    page(g, "Akhir barang ─");
    FILL(g, "1", "Ke jaksa", "12");
    step(g, "Dokumen dilengkapi");
    FILL(g, "Penetapan");
    glass_expect(g, "“dipenuhi”");
    as(g, "wasdak-head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Tegaskan", "selesai");
}

static void the_case_is_closed(struct glass *g)
{
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Tutup", "“selesai”");
    as(g, "investigator");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "F4");
    page(g, "Surat-surat perkara ─");
    glass_press(g, "Down Down Down Down Down Down Down");
    FILL(g, "Penutupan perkara", "PUT-1", "20/11/2026");
    glass_press(g, "F2");
    glass_expect(g, "tersimpan. F6");
    as(g, "head");
    open_first(g, "Daftar: Tangkapan");
    takes(g, "Tutup", "“selesai”");
}

static void agency_and_pro_yustisia(void **state)
{
    struct glass *g = desk(state, "operator");
    the_agency_hands_it_over(g);
    its_owner_is_not_found(g);
    the_case_begins(g);
    the_file_comes_back_once(g);
    the_goods_go_to_the_prosecutor(g);
    the_case_is_closed(g);
    glass_close(&g);
}

/* ---- A term that is extended, and lapses ---- */

static void captured_elsewhere(struct people_office *o)
{
    struct session *s = o->desk->session;
    struct error e = { 0 };
    language_set(ENGLISH);
    staff_login(s, "officer");
    int64_t id = counter_make(
        s, "capture",
        (const char *const[]){ "source", "own", "occurred_on", "2026-11-19", "occurred_time",
                               "08.30", "place", "Gate 2", "conveyance", "KM Kelud",
                               "item.1.commodity", "Beras", "item.1.p0", "1000", "item.1.unit",
                               "KGM", "finding.1.finding", "no_papers", NULL });
    must(act_step(s, &(struct step_request){ .kind = &kind_capture, .id = id, .verb = "record" },
                  NULL, &e),
         &e);
    session_logout(s);
    language_set(INDONESIAN);
}

static void a_term_lapses(void **state)
{
    enum { DAY_MS = 24 * 60 * 60 * 1000 };
    captured_elsewhere(*state);
    struct glass *g = desk(state, "officer");
    open_first(g, "Daftar: Tangkapan");
    glass_press(g, "Ctrl-S Enter");
    page(g, "Alasan ─");
    FILL(g, "Tidak dilaporkan saat pemasukan atau pengeluaran");
    takes(g, "Minta koordinasi", "menunggu koordinasi");
    knows_and_issues(g);
    as(g, "officer");
    open_first(g, "Daftar: Tindakan");
    step(g, "Surat diterima");
    glass_press(g, "Enter");
    FILL(g, "Budi");
    step(g, "Lewat tenggat");
    glass_expect(g, "25 Nov 2026"); /* runs until then */
    glass_press(g, "Esc");
    step(g, "Perpanjangan diminta");
    glass_press(g, "Enter"); /* today */
    FILL(g, "Dokumen dari negara asal");
    as(g, "head");
    open_first(g, "Daftar: Tindakan");
    step(g, "Perpanjang");
    FILL(g, "30/11/2026");
    glass_expect(g, "diperpanjang");
    glass_later(g, 12 * DAY_MS);
    glass_close(&g);
    g = desk(state, "officer");
    open_first(g, "Daftar: Tindakan");
    takes(g, "Lewat tenggat", "lewat tenggat");
    chosen(g, "Daftar: Tindakan");
    glass_expect(g, "Penolakan"); /* proposed, and only proposed */
    glass_expect(g, "diusulkan");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_and_non_yustisia),
        cmocka_unit_test(agency_and_pro_yustisia),
        cmocka_unit_test(a_term_lapses),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
