/* test_permit_fields.c - the columns of the national monthly reports lead to fields, and the
 * columns' cells are taken as such reports write them. */
#include "records/desk.h"

#include <string.h>

/* Appends the path of the field a header leads to; false: to none. */
static bool field_of_header(const char *header, struct buf *path)
{
    struct buf folded = { 0 };
    utf8_fold(header, &folded);
    for (size_t l = 0; l <= line_kind_count(&kind_permit); l++) {
        const struct line_kind *line = l == 0 ? NULL : &kind_permit.lines[l - 1];
        const struct field *f = line == NULL ? kind_permit.fields : line->fields;
        for (; f->id != NULL; f++)
            for (const char *const *a = f->aliases; a != NULL && *a != NULL; a++)
                if (strcmp(*a, buf_text(&folded)) == 0)
                    buf_printf(path, "%s%s%s", line == NULL ? "" : line->id,
                               line == NULL ? "" : ".", f->id);
    }
    buf_free(&folded);
    return path->len > 0;
}

struct header {
    const char *name, *path;
};

static void check_headers(const struct header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf path = { 0 };
        field_of_header(headers[i].name, &path);
        assert_string_equal(buf_text(&path), headers[i].path);
        buf_free(&path);
    }
}

/* The plant report's 46 columns but "no", which numbers its rows. */
static void test_plant_report(void **state)
{
    (void)state;
    static const struct header headers[] = {
        { "no_permohonan", "national_number" },
        { "no_aju", "aju" },
        { "tanggal_permohonan", "received_on" },
        { "jenis_permohonan", "direction" },
        { "nama_pemohon", "applicant" },
        { "nama_pengirim", "sender" },
        { "alamat_pengirim", "sender_address" },
        { "nama_penerima", "recipient" },
        { "alamat_penerima", "recipient_address" },
        { "jumlah_kemasan", "item.packages" },
        { "kota_asal", "origin_city" },
        { "asal", "origin_country" },
        { "kota_tuju", "destination_city" },
        { "tujuan", "destination_country" },
        { "port_asal", "origin_port" },
        { "port_tuju", "destination_port" },
        { "moda_alat_angkut_terakhir", "conveyance_mode" },
        { "tipe_alat_angkut_terakhir", "conveyance_type" },
        { "nama_alat_angkut_terakhir", "conveyance_name" },
        { "status_internal", "national_status" },
        { "lokasi_mp", "place_of_goods" },
        { "tempat_produksi", "production_place" },
        { "nama_tempat_pelaksanaan", "inspection_place" },
        { "nilai_barang_total", "item.value" },
        { "peruntukan", "purpose" },
        { "golongan", "item.class" },
        { "kode_hs", "item.hs_code" },
        { "nama_komoditas", "item.commodity" },
        { "nama_komoditas_en", "item.name_en" },
        { "volume_netto", "item.net_quantity" },
        { "sat_netto", "item.net_unit" },
        { "volume_bruto", "item.gross_quantity" },
        { "sat_bruto", "item.gross_unit" },
        { "volume_lain", "item.other_quantity" },
        { "sat_lain", "item.other_unit" },
        { "harga", "item.unit_price" },
        { "dok_pelepasan", "release_document" },
        { "nomor_dok_pelepasan", "release_number" },
        { "tanggal_pelepasan", "released_on" },
        { "no_seri", "serial_number" },
        { "no_kwitansi", "receipt_number" },
        { "dokumen_pendukung", "papers_text" },
        { "kontainer", "item.container" },
        { "biaya_perjadin", "travel_cost" },
        { "total_pnbp", "fee_total" },
    };
    assert_int_equal(COUNT(headers), 45);
    check_headers(headers, COUNT(headers));
}

static void test_animal_report(void **state)
{
    (void)state;
    static const struct header headers[] = {
        { "nama_mp", "item.commodity" },     { "nama_latin", "item.latin" },
        { "jumlah", "item.other_quantity" }, { "satuan", "item.other_unit" },
        { "jantan", "item.male" },           { "betina", "item.female" },
        { "netto", "item.net_quantity" },    { "bruto", "item.gross_quantity" },
        { "keterangan", "item.notes" },      { "breed", "item.breed" },
        { "no_voyage_terakhir", "voyage" },  { "nama_wilker", "office" },
    };
    check_headers(headers, COUNT(headers));
}

struct cell {
    const char *header, *text, *canonical; /* as stored; "" empty */
};

static void check_cell(const struct cell *c)
{
    struct record *r = record_new(&kind_permit);
    struct buf path = { 0 }, name = { 0 }, stored = { 0 };
    const struct field *f = NULL;
    struct error e = { 0 };
    assert_true(field_of_header(c->header, &name));
    if (text_starts(name.data, "item."))
        buf_printf(&path, "item.1.%s", name.data + strlen("item."));
    else
        buf_puts(&path, name.data);
    if (record_put(r, buf_text(&path), &desk_sheet, c->text, &e) != DONE)
        fail_msg("%s “%s”: %s", c->header, c->text, e.text);
    const struct value *v = record_at(r, buf_text(&path), &f);
    if (v != NULL && v->set)
        field_format(f, v, SPELL_CANONICAL, &stored);
    assert_string_equal(buf_text(&stored), c->canonical);
    buf_free(&path);
    buf_free(&name);
    buf_free(&stored);
    record_free(&r);
}

static void test_cells(void **state)
{
    (void)state;
    static const struct cell cells[] = {
        { "no_permohonan", "2020.05.0100.K10.E.000001", "2020.05.0100.K10.E.000001" },
        { "tanggal_permohonan", "2020-05-01", "2020-05-01" },
        { "tanggal_permohonan", "43952", "2020-05-01" },
        { "tanggal_permohonan", "02/05/2020", "2020-05-02" },
        { "tanggal_permohonan", "2 Mei 2020", "2020-05-02" },
        { "tanggal_pelepasan", "2020-05-03 07:59:00", "2020-05-03" },
        { "jenis_permohonan", "Ekspor", "EX" },
        { "jumlah_kemasan", "202,000", "202" },
        { "jumlah_kemasan", "569", "569" },
        { "volume_netto", "4.625,84", "4625.84" },
        { "volume_netto", "21502,50", "21502.5" },
        { "volume_lain", "-", "" },
        { "nilai_barang_total", "2.733.035.863,50", "2733035863.5" },
        { "moda_alat_angkut_terakhir", "Laut", "sea" },
        { "peruntukan", "Perdagangan", "trade" },
        { "kode_hs", "9071000", "09071000" },
        { "kode_hs", "09061100", "09061100" },
        { "nama_penerima", "N/A", "" },
        { "total_pnbp", "125500", "125500" },
        { "tujuan", "PHILIPINA - ", "PHILIPINA -" },
    };
    for (size_t i = 0; i < COUNT(cells); i++)
        check_cell(&cells[i]);
}

/* Scripts and sheets rely on these ids. */
static void test_ids_stay(void **state)
{
    (void)state;
    static const char *const ids[] = { "number",
                                       "national_number",
                                       "aju",
                                       "received_on",
                                       "channel",
                                       "field",
                                       "direction",
                                       "era",
                                       "office",
                                       "applicant",
                                       "proxy",
                                       "sender",
                                       "sender_address",
                                       "recipient",
                                       "recipient_address",
                                       "origin_country",
                                       "origin_city",
                                       "origin_port",
                                       "destination_country",
                                       "destination_city",
                                       "destination_port",
                                       "conveyance_mode",
                                       "conveyance_type",
                                       "conveyance_name",
                                       "voyage",
                                       "bill_of_lading",
                                       "arrival_on",
                                       "departure_on",
                                       "purpose",
                                       "place_of_goods",
                                       "production_place",
                                       "inspection_place",
                                       "risk",
                                       "risk_reason",
                                       "value",
                                       "packages",
                                       "container",
                                       "seal",
                                       "deadline_on",
                                       "missing_papers",
                                       "reason",
                                       "release_document",
                                       "release_number",
                                       "released_on",
                                       "serial_number",
                                       "receipt_number",
                                       "travel_cost",
                                       "fee_total",
                                       "accepted_at",
                                       "notes",
                                       "papers_text",
                                       "national_status",
                                       "promised_on",
                                       "back_entered_at",
                                       "paper_by",
                                       "countersigned_at",
                                       "proposed_risk",
                                       "prints",
                                       "single_officer_on",
                                       "review_by",
                                       "source_row",
                                       "goods",
                                       "asked_by",
                                       "corrections",
                                       "analysis",
                                       "analysis_basis",
                                       "analysed_by",
                                       "analysed_at",
                                       "assigned_at",
                                       "admin_result",
                                       "outcome",
                                       "recommended_at",
                                       "due_at",
                                       "paused_for",
                                       "pause_note",
                                       "issued_at",
                                       "code",
                                       "assignment_code" };
    for (size_t i = 0; i < COUNT(ids); i++)
        if (kind_field(&kind_permit, ids[i]) == NULL)
            fail_msg("%s is gone", ids[i]);
    assert_int_equal(field_count(kind_permit.fields), COUNT(ids));
}

static void test_numbers_are_found_by_their_tail(void **state)
{
    (void)state;
    static const char *const ids[] = { "number", "national_number", "aju", "release_number",
                                       "serial_number" };
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_true(kind_field(&kind_permit, ids[i])->flags & FIELD_TAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plant_report),
        cmocka_unit_test(test_animal_report),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_ids_stay),
        cmocka_unit_test(test_numbers_are_found_by_their_tail),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
