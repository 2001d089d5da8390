/* Sheets of the tests: a month's report in the columns offices use, written and imported. */
#ifndef TESTS_ACTIONS_SHEETS_H
#define TESTS_ACTIONS_SHEETS_H

#include "counter.h"

#define SHEET_BANNER                                                                               \
    "LAPORAN KEGIATAN OPERASIONAL KARANTINA TUMBUHAN;;\r\n"                                        \
    "UPT/Wilker : BBKP Belawan /  Wilker : Pelabuhan Belawan;;\r\nEKSPOR;;\r\n"                    \
    "BULAN : 5 TAHUN : 2020;;\r\n;;\r\n;;\r\n"
#define SHEET_HEADER                                                                               \
    "no;no_permohonan;no_aju;tanggal_permohonan;jenis_permohonan;nama_pemohon;nama_penerima;"      \
    "tujuan;nama_alat_angkut_terakhir;nama_komoditas;volume_netto;sat_netto\r\n"
/* The header stands in row 7, the first of these rows in row 8. */
#define SHEET_ROW(number, aju, applicant, goods, net)                                              \
    "1;" number ";" aju ";2020-05-02;Ekspor;" applicant ";B;JEPANG;KM KELUD;" goods ";" net        \
    ";kg\r\n"
#define SHEET(rows) SHEET_BANNER SHEET_HEADER rows

/* Writes text to a file in the desk's folder and returns its path, which stands until the next. */
const char *sheet_write(struct counter_desk *d, const char *text);
/* Imports it as permits; anything but DONE ends the test. The caller frees the report. */
struct import_report sheet_import(struct counter_desk *d, const char *text);
/* The same with options; path is set here. */
struct import_report sheet_import_with(struct counter_desk *d, const char *text,
                                       struct import_options o);
/* Created, changed, unchanged and rejected in one word: "1 0 2 0". */
const char *report_word(const struct import_report *r, char word[64]);
/* The one permit a number means; the caller frees it. */
struct record *permit_numbered(struct session *s, const char *number);
/* A permit of the counter with these fields over its own; returns its id. */
int64_t permit_with(struct session *s, const char *const *pairs);
/* Sets fields of a record and saves it. */
void permit_edit(struct session *s, int64_t id, const char *const *pairs);
/* How many entries the chain has; a defect in it ends the test. */
int64_t chain_length(struct session *s);
/* The whole kind as loket exports it; the caller frees it. */
struct buf sheet_export(struct session *s, const struct kind *k, enum export_format format);

#endif
