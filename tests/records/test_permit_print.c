/* test_permit_print.c - the receipt and the note of missing papers, word for word. */
#include "records/desk.h"

#include <string.h>

enum { PAPER_WIDTH = 76, PAGE_LINES = 60 };

/* 2026-11-21 10.42 in Western Indonesia. */
#define FILED_AT INT64_C(1795232520000)

static void check_paper(const struct record *r, const char *paper, const char *want)
{
    struct buf out = { 0 };
    kind_permit.print(r, paper, &out);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static struct record *filed(void)
{
    struct record *r = desk_permit();
    r->id = id_make(FILED_AT, 66, 1);
    r->state = flow_state(kind_permit.flow, "submitted")->id;
    r->changed_at = FILED_AT;
    language_set(INDONESIAN);
    return r;
}

static void test_receipt_of_filing(void **state)
{
    (void)state;
    struct record *r = filed();
    check_paper(r, "receipt",
                "                             Pelabuhan Belawan\n"
                "                          TANDA TERIMA PERMOHONAN\n"
                "----------------------------------------------------------------------------\n"
                "Rujukan           : 0S9VJVF800441\n"
                "Tanggal diterima  : 20 Nov 2026\n"
                "Dicatat pukul     : 21 Nov 2026 10.42\n"
                "Permohonan        : Ekspor, Tumbuhan\n"
                "Pemohon           : PT Rempah Contoh\n"
                "Pengirim          : PT Rempah Contoh\n"
                "Penerima          : Example Spice Trading\n"
                "Asal              : MEDAN, Indonesia\n"
                "Tujuan            : ROTTERDAM, Belanda\n"
                "Alat angkut       : MV CONTOH, 215N\n"
                "\n"
                "Barang\n"
                "  1. Kayu manis, 4.625,84 kg, 202 kemasan\n"
                "  2. Cengkeh, 1.000 kg, 20,5 karung\n"
                "\n"
                "Dokumen yang diserahkan\n"
                "  [x] Invoice INV-07, 18 Nov 2026\n"
                "\n"
                "Dokumen yang belum ada\n"
                "  [ ] Packing list\n"
                "  [ ] Fumigation certificate (bila berlaku)\n"
                "\n"
                "Waktu layanan dimulai setelah permohonan diterima dengan dokumen lengkap.\n"
                "----------------------------------------------------------------------------\n"
                "Simpan tanda terima ini dan bawalah bila menanyakan permohonan.\n"
                "\n"
                "    Petugas loket,                          Pemohon,\n"
                "\n\n"
                "    (......................)                (......................)\n");
    record_free(&r);
}

static void test_receipt_of_acceptance(void **state)
{
    (void)state;
    struct record *r = filed();
    struct buf out = { 0 };
    desk_put(r, (const char *const[]){ "number", "2026-0412", "accepted_at",
                                       "2026-11-21T03:42:00.000Z", "promised_on", "2026-11-23",
                                       "document.2.presence", "present", NULL });
    record_live_line(r, "document", 3)->gone = true;
    kind_permit.print(r, "receipt", &out);
    assert_non_null(strstr(buf_text(&out), "\nNomor             : 2026-0412\n"));
    assert_non_null(strstr(buf_text(&out), "\nDiterima pukul    : 21 Nov 2026 10.42\n"));
    assert_non_null(strstr(buf_text(&out), "\nDijanjikan selesai: 23 Nov 2026\n"));
    assert_non_null(strstr(buf_text(&out), "  [x] Packing list\n"));
    assert_non_null(strstr(buf_text(&out), "Dokumen yang belum ada\n  -  tidak ada\n"));
    assert_null(strstr(buf_text(&out), "Rujukan"));
    assert_null(strstr(buf_text(&out), "Waktu layanan dimulai"));
    assert_null(strstr(buf_text(&out), "Fumigation"));
    buf_free(&out);
    record_free(&r);
}

static void test_note_of_missing_papers(void **state)
{
    (void)state;
    struct record *r = filed();
    desk_put(r, (const char *const[]){ "missing_papers", "Surat kuasa\nFotokopi NIB", "deadline_on",
                                       "2026-11-25", "proxy", "PT Kuasa Contoh", NULL });
    r->state = flow_state(kind_permit.flow, "incomplete")->id;
    check_paper(r, "incomplete",
                "                             Pelabuhan Belawan\n"
                "                         CATATAN KEKURANGAN DOKUMEN\n"
                "----------------------------------------------------------------------------\n"
                "Rujukan           : 0S9VJVF800441\n"
                "Tanggal diterima  : 20 Nov 2026\n"
                "Dicatat pukul     : 21 Nov 2026 10.42\n"
                "Permohonan        : Ekspor, Tumbuhan\n"
                "Pemohon           : PT Rempah Contoh\n"
                "Kuasa             : PT Kuasa Contoh\n"
                "Pengirim          : PT Rempah Contoh\n"
                "Penerima          : Example Spice Trading\n"
                "Asal              : MEDAN, Indonesia\n"
                "Tujuan            : ROTTERDAM, Belanda\n"
                "Alat angkut       : MV CONTOH, 215N\n"
                "\n"
                "Dokumen yang belum ada\n"
                "  [ ] Packing list\n"
                "  [ ] Fumigation certificate (bila berlaku)\n"
                "      Surat kuasa\n"
                "      Fotokopi NIB\n"
                "\n"
                "Batas melengkapi  : 25 Nov 2026\n"
                "----------------------------------------------------------------------------\n"
                "Nomor belum diberikan dan waktu layanan belum berjalan sampai dokumen\n"
                "lengkap.\n"
                "\n"
                "    Petugas loket,                          Pemohon,\n"
                "\n\n"
                "    (......................)                (......................)\n");
    record_free(&r);
}

/* After acceptance the same note is the notice of the regulation, with the reason. */
static void test_notice_of_return(void **state)
{
    (void)state;
    struct record *r = filed();
    struct buf out = { 0 };
    desk_put(r, (const char *const[]){ "reason", "Nama barang berbeda", NULL });
    r->state = flow_state(kind_permit.flow, "returned")->id;
    kind_permit.print(r, "incomplete", &out);
    assert_non_null(strstr(buf_text(&out), "(SP-3)\n"));
    assert_non_null(strstr(buf_text(&out), "\nAlasan            : Nama barang berbeda\n"));
    assert_non_null(strstr(buf_text(&out), "nomornya tetap"));
    buf_free(&out);
    record_free(&r);
}

static void test_other_papers_are_not_known(void **state)
{
    (void)state;
    struct record *r = filed();
    check_paper(r, "certificate", "");
    record_free(&r);
}

/* An empty permit and one with everything at its longest both stay on the page. */
static void fill(struct record *r, const char *text)
{
    for (const struct field *f = kind_permit.fields; f->id != NULL; f++)
        if (f->type->storage == STORED_TEXT && f->choices == NULL)
            value_set_text(record_value(r, f->id), text);
        else if (f->type == &type_reference)
            value_set_reference(record_value(r, f->id), 0, text);
}

static void test_page(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "Satu nama yang sangat panjang sekali sampai tidak muat dalam satu baris kertas ini"
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct record *r = record_new(&kind_permit);
        struct buf out = { 0 };
        size_t lines = 0;
        fill(r, texts[i]);
        kind_permit.print(r, "receipt", &out);
        for (char *line = out.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            *end = '\0';
            assert_true(utf8_cells(line) <= PAPER_WIDTH);
            lines++;
        }
        assert_true(lines <= PAGE_LINES);
        buf_free(&out);
        record_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_receipt_of_filing),
        cmocka_unit_test(test_receipt_of_acceptance),
        cmocka_unit_test(test_note_of_missing_papers),
        cmocka_unit_test(test_notice_of_return),
        cmocka_unit_test(test_other_papers_are_not_known),
        cmocka_unit_test(test_page),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
