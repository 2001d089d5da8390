/* month.c - the monthly report of the former national system, as offices still hand it in: a
 * banner, the header in row 7, further items of a permit under IDEM, semicolons and decimal commas.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* Column for column as the system wrote them; which field each is, the catalogue's names say. */
#define MONTH_FRONT                                                                                \
    "no", "no_permohonan", "no_aju", "tanggal_permohonan", "jenis_permohonan", "nama_pemohon",     \
        "nama_pengirim", "alamat_pengirim", "nama_penerima", "alamat_penerima", "jumlah_kemasan",  \
        "kota_asal", "asal", "kota_tuju", "tujuan", "port_asal", "port_tuju",                      \
        "moda_alat_angkut_terakhir", "tipe_alat_angkut_terakhir", "nama_alat_angkut_terakhir",     \
        "status_internal", "lokasi_mp", "tempat_produksi", "nama_tempat_pelaksanaan",              \
        "nilai_barang_total", "peruntukan"
#define MONTH_BACK                                                                                 \
    "harga", "dok_pelepasan", "nomor_dok_pelepasan", "tanggal_pelepasan", "no_seri",               \
        "no_kwitansi", "dokumen_pendukung", "kontainer", "biaya_perjadin", "total_pnbp"

static const char *const plant_headers[] = {
    MONTH_FRONT, "golongan",     "kode_hs",   "nama_komoditas", "nama_komoditas_en", "volume_netto",
    "sat_netto", "volume_bruto", "sat_bruto", "volume_lain",    "sat_lain",          MONTH_BACK,
    NULL
};
static const char *const animal_headers[] = { MONTH_FRONT, "kode_hs", "nama_mp",    "nama_latin",
                                              "jumlah",    "satuan",  "jantan",     "betina",
                                              "netto",     "bruto",   "keterangan", "breed",
                                              MONTH_BACK,  NULL };

enum { HEADER_ROW = 7 };

static const char *const *headers_of(const struct month_report *m)
{
    return strcmp(m->field, "H") == 0 ? animal_headers : plant_headers;
}

static void cell(const char *text, bool first, struct buf *out)
{
    if (!first)
        buf_putc(out, ';');
    csv_cell_between(text, ";\"\r\n", out);
}

/* ---- Banner and header ---- */

/* What it is known again by: the first name that sheets write. */
static const char *word_of(const struct choice *c)
{
    return c->aliases ? c->aliases[0] : c->code;
}

static void put_choice(const struct kind *k, const char *field, const char *code, struct buf *out)
{
    const struct field *f = kind_field(k, field);
    const struct choice *c = f ? field_choice(f, code) : NULL;
    const char *name = c ? word_of(c) : code;
    for (; *name; name++)
        buf_putc(out, (char)toupper((unsigned char)*name));
}

static void banner_row(const struct buf *text, const char *const *headers, struct buf *out)
{
    cell(buf_text(text), true, out);
    for (size_t i = 1; headers[i]; i++)
        buf_putc(out, ';');
    buf_puts(out, "\r\n");
}

void month_csv_header(const struct kind *k, const struct month_report *m, struct buf *out)
{
    const char *const *headers = headers_of(m);
    struct buf rows[HEADER_ROW - 1] = { 0 };
    buf_puts(&rows[0], "LAPORAN KEGIATAN OPERASIONAL KARANTINA ");
    put_choice(k, "field", m->field, &rows[0]);
    buf_printf(&rows[1], "UPT/Wilker : %s /  Wilker : %s", m->office, m->office);
    put_choice(k, "direction", m->direction, &rows[2]);
    buf_printf(&rows[3], "BULAN : %d TAHUN : %d", m->month, m->year);
    buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < COUNT(rows); i++) {
        banner_row(&rows[i], headers, out);
        buf_free(&rows[i]);
    }
    for (size_t i = 0; headers[i]; i++)
        cell(headers[i], i == 0, out);
    buf_puts(out, "\r\n");
}

/* ---- Rows ---- */

static void put_value(const struct field *f, const struct value *v, struct buf *out)
{
    if (!v || !v->set)
        return;
    const struct choice *c = f->type == &type_choice ? field_choice(f, v->text) : NULL;
    if (f->type == &type_number || f->type == &type_money)
        decimal_format(v->num, f->decimals, NUMBER_LOCAL, out);
    else if (c)
        buf_puts(out, word_of(c));
    else
        field_format(f, v, SPELL_CANONICAL, out);
}

/* The office's own number, where the nation gave none. */
static const struct value *value_of(const struct record *r, const struct line *item,
                                    const struct column_map *map)
{
    if (map->line)
        return item ? &item->values[map->field - map->line->fields] : NULL;
    const struct value *v = &r->values[map->field - r->kind->fields];
    bool nameless = !v->set && strcmp(map->field->id, "national_number") == 0;
    return nameless ? record_value(r, "number") : v;
}

static void month_cell(const struct record *r, const struct line *item, bool first_item,
                       const char *header, struct buf *out)
{
    char *folded = cell_folded(header);
    struct meaning m = header_meaning(r->kind, NULL, folded);
    bool key = m.map.field && in_natural_key(r->kind, m.map.field->id);
    if (!first_item && key)
        buf_puts(out, "IDEM");
    else if (m.map.field && (first_item || m.map.line))
        put_value(m.map.field, value_of(r, item, &m.map), out);
    free(folded);
}

static void month_row(const struct record *r, const struct line *item, bool first_item,
                      const struct month_report *m, int64_t number, struct buf *out)
{
    const char *const *headers = headers_of(m);
    for (size_t i = 0; headers[i]; i++) {
        struct buf text = { 0 };
        if (i > 0)
            month_cell(r, item, first_item, headers[i], &text);
        else if (first_item)
            buf_printf(&text, "%lld", (long long)number);
        cell(buf_text(&text), i == 0, out);
        buf_free(&text);
    }
    buf_puts(out, "\r\n");
}

void month_csv(const struct record *r, const struct month_report *m, int64_t number,
               struct buf *out)
{
    size_t items = record_live_lines(r, "item");
    for (size_t i = 0; i < items || i == 0; i++)
        month_row(r, items ? record_live_line(r, "item", i + 1) : NULL, i == 0, m, number, out);
}
