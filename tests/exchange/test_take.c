/* test_take.c - rows into records: of legacy logs, and of our own export to the letter. */
#include "exchange/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalogue/sample.h"
#include "loket/records.h"

#define HEADER                                                                                     \
    "no;no_permohonan;tanggal;nama pemohon;alamat;tujuan;nama alat angkut;nama komoditas;volume;"  \
    "satuan;keterangan;dokumen\n"

/* Takes the rows below HEADER into one record, the first as its own, the others as their role is;
 * the caller frees it. */
static struct record *take(const char *rows, struct complaints *c)
{
    struct buf text = { 0 };
    struct layout l;
    struct sheet_row row;
    buf_printf(&text, HEADER "%s", rows);
    struct sheet *s = ledger_open(text.data);
    struct record *r = record_new(&ledger_kind);
    ledger_layout(s, &ledger_kind, &l);
    sheet_next(s, &row, NULL);
    while (sheet_next(s, &row, NULL) == DONE && row.cells)
        layout_take(&l, &row, layout_role(&l, &row), &ledger_sheet, r, c ? ledger_complain : NULL,
                    c);
    layout_free(&l);
    sheet_close(&s);
    buf_free(&text);
    return r;
}

/* ---- Logs ---- */

static void test_row(void **state)
{
    (void)state;
    struct complaints c = { 0 };
    struct record *r = take("1;K.001;3 Mei 2020; CV  Rimba ;\"Jl. A\r\nMedan\";PHILIPINA - ;KM "
                            "Kelud;Kopi;16,000;kg;;KT-10\n",
                            &c);
    assert_int_equal(c.count, 0);
    assert_string_equal(record_text(r, "number"), "K.001");
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 5, 3));
    assert_string_equal(record_text(r, "applicant"), "CV  Rimba");
    assert_string_equal(record_text(r, "address"), "Jl. A\nMedan");
    assert_string_equal(record_text(r, "country"), "PHILIPINA");
    assert_int_equal(record_live_lines(r, "item"), 1);
    assert_string_equal(ledger_line(r, "item", 1, "quantity"), "16");
    assert_string_equal(ledger_line(r, "item", 1, "unit"), "kg");
    assert_int_equal(record_live_lines(r, "paper"), 1);
    assert_string_equal(ledger_line(r, "paper", 1, "code"), "KT-10");
    record_free(&r);
}

/* Where a sheet says there is nothing, typed fields and references stay empty, texts keep it. */
static void test_nothing(void **state)
{
    (void)state;
    struct complaints c = { 0 };
    struct record *r = take("1;K.001;-;N/A;-;nihil;-;-;-;-;-;-\n", &c);
    assert_int_equal(c.count, 0);
    assert_false(record_value(r, "received_on")->set);
    assert_false(record_value(r, "applicant")->set);
    assert_false(record_value(r, "country")->set);
    assert_string_equal(record_text(r, "address"), "-");
    assert_string_equal(record_text(r, "vessel"), "-");
    assert_int_equal(record_live_lines(r, "item"), 0);
    assert_int_equal(record_live_lines(r, "paper"), 0);
    record_free(&r);
}

/* Every cell that cannot be taken is reported under the sheet's header; the others land. */
static void test_complaints(void **state)
{
    (void)state;
    struct complaints c = { 0 };
    struct record *r = take("1;K.001;32 Mei 2020;CV Rimba;a\x01z;;KM Kelud;Kopi;banyak;kg;;\n", &c);
    assert_int_equal(c.count, 3);
    assert_string_equal(buf_text(&c.headers), "volume|tanggal|alamat|");
    assert_non_null(strstr(buf_text(&c.sentences), "Quantity: "));
    assert_non_null(strstr(buf_text(&c.sentences), "Received: "));
    assert_false(record_value(r, "received_on")->set);
    assert_false(record_value(r, "address")->set);
    assert_string_equal(record_text(r, "applicant"), "CV Rimba");
    assert_string_equal(record_text(r, "vessel"), "KM Kelud");
    assert_string_equal(ledger_line(r, "item", 1, "commodity"), "Kopi");
    assert_string_equal(ledger_line(r, "item", 1, "quantity"), "");
    record_free(&r);
    complaints_free(&c);
}

/* A log's empty cells leave what a record has. */
static void test_leaves(void **state)
{
    (void)state;
    struct record *r = take("1;K.001;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud\n;K.001;;-;;;;\n"
                            "1;K.001\n",
                            NULL);
    assert_string_equal(record_text(r, "applicant"), "CV Rimba");
    assert_string_equal(record_text(r, "address"), "Medan");
    assert_int_equal(record_number(r, "received_on"), day_of(2020, 5, 1));
    record_free(&r);
}

#define FIRST "1;K.001;2020-05-01;CV Rimba;Medan;INDIA;KM Kelud;Kopi;1;kg;;\n"

struct idem_case {
    const char *row;
    const char *line_notes, *record_notes; /* of the second item */
    size_t items;
};

static const struct idem_case idems[] = {
    { ";IDEM;;;;;;Pala;2;kg;;", "", "", 2 },
    { ";IDEM;01/05/2020;CV Rimba; Medan ;INDIA - ;KM Kelud;Pala;2;kg;;", "", "", 2 },
    { ";IDEM;idem;IDEM;-;n/a;nihil;Pala;2;kg;;", "", "", 2 },
    { ";IDEM;;;;;MV Sitc;Pala;2;kg;;", "nama alat angkut: MV Sitc", "", 2 },
    { ";IDEM;;;;;MV Sitc;Pala;2;kg;basah;", "basah; nama alat angkut: MV Sitc", "", 2 },
    { ";IDEM;2 Mei;;;;MV;Pala;2;kg;;", "tanggal: 2 Mei; nama alat angkut: MV", "", 2 },
    { ";IDEM;;;\"Jl. A\nB\";;;Pala;2;kg;;", "alamat: Jl. A B", "", 2 },
    { ";IDEM;;;;;MV Sitc;;;;;", "nama alat angkut: MV Sitc", "", 2 },
    { ";IDEM;;;;;;;;;;", "(no such line)", "", 1 },
    /* The line's notes take 40 characters. */
    { ";IDEM;;;Jalan Sulawesi II nomor 14, Belawan;;;Pala;2;kg;;", "",
      "alamat: Jalan Sulawesi II nomor 14, Belawan", 2 },
};

static void test_idem(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(idems); i++) {
        struct buf rows = { 0 };
        struct complaints c = { 0 };
        buf_printf(&rows, FIRST "%s\n", idems[i].row);
        struct record *r = take(rows.data, &c);
        if (c.count)
            fail_msg("“%s”: %s", idems[i].row, buf_text(&c.sentences));
        assert_int_equal(record_live_lines(r, "item"), idems[i].items);
        assert_string_equal(ledger_line(r, "item", 2, "notes"), idems[i].line_notes);
        assert_string_equal(record_text(r, "notes"), idems[i].record_notes);
        assert_string_equal(record_text(r, "vessel"), "KM Kelud");
        assert_string_equal(record_text(r, "number"), "K.001");
        assert_string_equal(ledger_line(r, "item", 1, "commodity"), "Kopi");
        record_free(&r);
        buf_free(&rows);
    }
}

/* What fits nowhere is reported, not lost. */
static void test_idem_overflow(void **state)
{
    (void)state;
    struct buf rows = { 0 };
    struct complaints c = { 0 };
    buf_puts(&rows, FIRST ";IDEM;;;");
    buf_pad(&rows, 'x', 150);
    buf_puts(&rows, ";;;Pala;2;kg;;\n");
    struct record *r = take(rows.data, &c);
    assert_int_equal(c.count, 1);
    assert_string_equal(buf_text(&c.headers), "notes|");
    record_free(&r);
    buf_free(&rows);
    complaints_free(&c);
}

/* Other roles put nothing anywhere. */
static void test_other_roles(void **state)
{
    (void)state;
    struct sheet *s = ledger_open(HEADER FIRST);
    struct record *r = record_new(&ledger_kind), *empty = record_new(&ledger_kind);
    struct layout l;
    ledger_layout(s, &ledger_kind, &l);
    struct sheet_row row = ledger_row(s, 2);
    for (int role = ROW_BLANK; role <= ROW_NIHIL; role++)
        if (role != ROW_DATA && role != ROW_IDEM)
            assert_int_equal(
                layout_take(&l, &row, (enum row_role)role, &ledger_sheet, r, NULL, NULL), 0);
    assert_true(sample_same(r, empty));
    record_free(&r);
    record_free(&empty);
    layout_free(&l);
    sheet_close(&s);
}

/* A header longer than a field id is cut where a character ends. */
static void test_long_header(void **state)
{
    (void)state;
    struct complaints c = { 0 };
    struct buf text = { 0 };
    /* Folding drops the dashes: it is still "tanggal". */
    buf_puts(&text, "nomor;pemohon;tanggal");
    for (int i = 0; i < 30; i++)
        buf_puts(&text, "\xE2\x80\x94");
    buf_puts(&text, "\nK.001;CV Rimba;kapan\n");
    struct sheet *s = ledger_open(text.data);
    struct layout l;
    ledger_layout(s, &ledger_kind, &l);
    struct sheet_row row = ledger_row(s, 2);
    struct record *r = record_new(&ledger_kind);
    assert_int_equal(layout_take(&l, &row, ROW_DATA, &ledger_sheet, r, ledger_complain, &c), 1);
    assert_int_equal(c.headers.len, 7 + 18 * 3 + 1);
    assert_true(utf8_valid(c.headers.data, c.headers.len));
    record_free(&r);
    layout_free(&l);
    sheet_close(&s);
    buf_free(&text);
    complaints_free(&c);
}

/* ---- Our own export ---- */

/* Reads one exported record back; id, rev and state as the caller would. */
static struct record *read_back(const char *text, const struct kind *k, struct record *into,
                                struct complaints *c)
{
    struct sheet *s = ledger_open(text);
    struct sheet_row row;
    struct layout l;
    struct record *r = into ? into : record_new(k);
    ledger_layout(s, k, &l);
    assert_true(l.own);
    sheet_next(s, &row, NULL);
    while (sheet_next(s, &row, NULL) == DONE && row.cells) {
        id_parse(row.cells[l.id_column], &r->id);
        r->state = flow_state(k->flow, row.cells[l.state_column])->id;
        layout_take(&l, &row, layout_role(&l, &row), &ledger_sheet, r, ledger_complain, c);
    }
    layout_free(&l);
    sheet_close(&s);
    return r;
}

static void export(const struct record *r, struct buf *out)
{
    record_csv_header(r->kind, CSV_PLAIN, out);
    record_csv(r, CSV_PLAIN, out);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct chance chance = { 11 };
    for (int i = 0; i < 300; i++) {
        struct record *r = sample_record(&chance);
        struct buf text = { 0 }, again = { 0 };
        struct complaints c = { 0 };
        export(r, &text);
        struct record *back = read_back(text.data, r->kind, NULL, &c);
        if (c.count)
            fail_msg("%s%s", buf_text(&c.sentences), text.data);
        back->rev = r->rev;
        back->origin = r->origin;
        export(back, &again);
        assert_string_equal(buf_text(&again), text.data);
        assert_true(sample_same(r, back));
        record_free(&r);
        record_free(&back);
        buf_free(&text);
        buf_free(&again);
    }
}

/* A row over another record makes it what the export says: empty cells clear, lines are found by
 * their id. */
static void test_over_another(void **state)
{
    (void)state;
    struct chance chance = { 12 };
    for (int i = 0; i < 100; i++) {
        struct record *r = sample_record(&chance), *other = record_copy(r);
        struct buf text = { 0 };
        struct complaints c = { 0 };
        for (int n = 0; n < 6; n++) {
            size_t f = chance_below(&chance, field_count(other->kind->fields));
            value_clear(&other->values[f]);
            sample_value(&chance, &other->kind->fields[f], &other->values[f]);
        }
        export(r, &text);
        other = read_back(text.data, r->kind, other, &c);
        assert_int_equal(c.count, 0);
        for (size_t f = 0; r->kind->fields[f].id; f++) /* a derived one is not exported */
            if (r->kind->fields[f].flags & FIELD_DERIVED)
                value_clear(&other->values[f]);
        assert_true(sample_same(r, other));
        record_free(&r);
        record_free(&other);
        buf_free(&text);
    }
}

struct own_case {
    const char *what, *rows;
    const char *complaint; /* header; "" none */
};

#define OWN_HEADER "id,rev,state,origin,line,line_id,number,applicant,applicant_id,item.quantity\n"
#define ID "0ABCDEFGHJKM1"

static const struct own_case own_cases[] = {
    { "a record and a line",
      ID ",1,open,desk,,,K,PT A,0ABCDEFGHJKM2,\n" ID ",1,open,desk,item,0ABCDEFGHJKM3,,,,1.5\n",
      "" },
    { "a comma decides nothing here", ID ",1,open,desk,item,,,,,\"1.234,5\"\n", "item.quantity|" },
    { "a link that is no id", ID ",1,open,desk,,,K,PT A,xyz,\n", "applicant_id|" },
    { "a line id that is none", ID ",1,open,desk,item,xyz,,,,1\n", "line_id|" },
    { "lines it has not", ID ",1,open,desk,thing,,,,,1\n", "line|" },
    { "a line's cell in the record's row", ID ",1,open,desk,,,K,,,1\n", "item.quantity|" },
    { "the record's cell in a line's row", ID ",1,open,desk,item,,K,,,1\n", "number|" },
};

static void test_own_complaints(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(own_cases); i++) {
        struct buf text = { 0 };
        struct complaints c = { 0 };
        buf_printf(&text, OWN_HEADER "%s", own_cases[i].rows);
        struct record *r = read_back(text.data, &ledger_kind, NULL, &c);
        if (strcmp(buf_text(&c.headers), own_cases[i].complaint) != 0)
            fail_msg("%s: “%s” %s", own_cases[i].what, buf_text(&c.headers),
                     buf_text(&c.sentences));
        record_free(&r);
        buf_free(&text);
        complaints_free(&c);
    }
}

static void test_links(void **state)
{
    (void)state;
    struct complaints c = { 0 };
    int64_t link = 0;
    assert_true(id_parse("0ABCDEFGHJKM2", &link));
    struct record *r =
        read_back(OWN_HEADER ID ",1,open,desk,,,K,PT A,0ABCDEFGHJKM2,\n", &ledger_kind, NULL, &c);
    assert_int_equal(record_number(r, "applicant"), link);
    assert_string_equal(record_text(r, "applicant"), "PT A");
    /* A link without words, and neither. */
    r = read_back(OWN_HEADER ID ",1,open,desk,,,K,,0ABCDEFGHJKM2,\n", &ledger_kind, r, &c);
    assert_int_equal(record_number(r, "applicant"), link);
    assert_string_equal(record_text(r, "applicant"), "");
    r = read_back(OWN_HEADER ID ",1,open,desk,,,K,,,\n", &ledger_kind, r, &c);
    assert_false(record_value(r, "applicant")->set);
    /* Without a column of links the same words keep theirs, others lose it. */
    value_set_reference(record_value(r, "applicant"), link, "PT A");
    r = read_back("id,state,applicant,number\n" ID ",open,PT A,K\n", &ledger_kind, r, &c);
    assert_int_equal(record_number(r, "applicant"), link);
    r = read_back("id,state,applicant,number\n" ID ",open,PT B,K\n", &ledger_kind, r, &c);
    assert_int_equal(record_number(r, "applicant"), 0);
    assert_int_equal(c.count, 0);
    record_free(&r);
}

/* ---- Whole files ---- */

static void test_file(void **state)
{
    (void)state;
    struct sheet *s = NULL;
    struct error e = { 0 };
    struct buf records = { 0 }, expected = { 0 };
    struct complaints c = { 0 };
    if (sheet_open("tests/exchange/data/log.csv", &s, &e) != DONE)
        fail_msg("%s", e.text);
    assert_int_equal(sheet_dialect(s)->encoding, ENCODING_WINDOWS_1252);
    ledger_read(s, &ledger_kind, &records, &c);
    assert_int_equal(file_read("tests/exchange/data/log.json", 1 << 16, &expected, &e), DONE);
    assert_string_equal(buf_text(&records), buf_text(&expected));
    assert_string_equal(buf_text(&c.headers), "Tanggal Permohonan|");
    sheet_close(&s);
    buf_free(&records);
    buf_free(&expected);
    complaints_free(&c);
}

struct roles {
    size_t rows, of[ROW_NIHIL + 1], complaints;
};

static void count_roles(const char *path, struct roles *n)
{
    struct sheet *s = NULL;
    struct sheet_row row;
    struct layout l;
    struct record *r = NULL;
    const struct kind *permit = registry_find(&all_kinds, "permit");
    assert_int_equal(sheet_open(path, &s, NULL), DONE);
    ledger_layout(s, permit, &l);
    while (sheet_next(s, &row, NULL) == DONE && row.cells) {
        enum row_role role = layout_role(&l, &row);
        n->rows++;
        n->of[role]++;
        if (role == ROW_DATA) {
            record_free(&r);
            r = record_new(permit);
        }
        if (r)
            n->complaints += layout_take(&l, &row, role, &ledger_sheet, r, NULL, NULL);
    }
    record_free(&r);
    layout_free(&l);
    sheet_close(&s);
}

#define SAMPLES "../shared/samples/"

/* The national report as offices have it, where the samples lie beside the tree. */
static void test_national_report(void **state)
{
    (void)state;
    struct roles full = { 0 }, empty = { 0 };
    if (access(SAMPLES "iqfast-tumbuhan-2020-05.csv", R_OK) != 0)
        skip();
    count_roles(SAMPLES "iqfast-tumbuhan-2020-05.csv", &full);
    assert_int_equal(full.rows, 85);
    assert_int_equal(full.of[ROW_DATA], 60);
    assert_int_equal(full.of[ROW_IDEM], 14);
    assert_int_equal(full.of[ROW_HEADER], 2);
    assert_int_equal(full.of[ROW_TOTAL], 1);
    assert_int_equal(full.of[ROW_NOTE], 1);
    assert_int_equal(full.complaints, 0);
    count_roles(SAMPLES "iqfast-tumbuhan-2020-06-nihil.csv", &empty);
    assert_int_equal(empty.of[ROW_NIHIL], 1);
    assert_int_equal(empty.of[ROW_DATA] + empty.of[ROW_IDEM], 0);
}

/* ---- Bytes at random: nothing but valid text ever stands in a record ---- */

static void test_random_bytes(void **state)
{
    (void)state;
    static const char base[] = "KARANTINA TUMBUHAN;\r\n" HEADER FIRST
                               ";IDEM;;;;;MV Sitc;Pala;1.000,50;kg;;\r\nJUMLAH;;;\r\n";
    static const char spice[] = "\"\";;,\t\r\n\n\x01\xEF\x80\xC3 ;-IDEM";
    struct chance chance = { 13 };
    for (int round = 0; round < 1500; round++) {
        char text[sizeof base];
        struct sheet *s = NULL;
        struct layout l;
        memcpy(text, base, sizeof base);
        for (size_t i = chance_below(&chance, 16); i > 0; i--)
            text[chance_below(&chance, sizeof base - 1)] =
                spice[chance_below(&chance, sizeof spice - 1)];
        assert_int_equal(sheet_open_bytes(text, sizeof base - 1, &s, NULL), DONE);
        bool found = layout_find(s, &ledger_kind, NULL, &l, NULL) == DONE;
        layout_free(&l);
        struct buf records = { 0 };
        if (found)
            ledger_read(s, &ledger_kind, &records, NULL);
        assert_true(utf8_valid(buf_text(&records), records.len));
        assert_false(found && strchr(buf_text(&records), '\x01'));
        buf_free(&records);
        sheet_close(&s);
    }
}

int main(void)
{
    text_start();
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_complaints),
        cmocka_unit_test(test_leaves),
        cmocka_unit_test(test_idem),
        cmocka_unit_test(test_idem_overflow),
        cmocka_unit_test(test_other_roles),
        cmocka_unit_test(test_long_header),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_over_another),
        cmocka_unit_test(test_own_complaints),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_national_report),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
