/* ledger.c - a kind as old logs hold it, and how the tests of this room read rows of it. */
#include "exchange/ledger.h"

#include <stdio.h>
#include <string.h>

const struct reading ledger_sheet = { .spelling = SPELL_SHEET,
                                      .today = 20778,
                                      .zone_minutes = 7 * 60 };

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const struct choice fields[] = {
    { .code = "H", .label = "Animal", .aliases = WORDS("hewan", "kh") },
    { .code = "T", .label = "Plant", .aliases = WORDS("tumbuhan", "kt", "karantina tumbuhan") },
    { .code = NULL },
};

static const struct choice directions[] = {
    { .code = "EX", .label = "Export", .aliases = WORDS("ekspor") },
    { .code = "RE", .label = "Re-export", .aliases = WORDS("re ekspor") },
    { .code = "DM", .label = "Domestic in", .aliases = WORDS("domestik masuk", "domas") },
    { .code = NULL },
};

static const struct field consignment_fields[] = {
    { .id = "number",
      .label = "Number",
      .type = &type_serial,
      .width = 40,
      .aliases = WORDS("no permohonan", "nomor") },
    { .id = "received_on",
      .label = "Received",
      .type = &type_date,
      .width = 11,
      .flags = FIELD_REQUIRED,
      .aliases = WORDS("tanggal permohonan", "tanggal") },
    { .id = "field", .label = "Field", .type = &type_choice, .width = 8, .choices = fields },
    { .id = "direction",
      .label = "Direction",
      .type = &type_choice,
      .width = 12,
      .choices = directions,
      .aliases = WORDS("jenis permohonan") },
    { .id = "applicant",
      .label = "Applicant",
      .type = &type_reference,
      .width = 80,
      .kind = "party",
      .flags = FIELD_REQUIRED,
      .aliases = WORDS("nama pemohon", "pemohon") },
    { .id = "address",
      .label = "Address",
      .type = &type_note,
      .width = 200,
      .aliases = WORDS("alamat") },
    { .id = "country",
      .label = "Country",
      .type = &type_reference,
      .width = 40,
      .kind = "country",
      .aliases = WORDS("tujuan") },
    { .id = "vessel",
      .label = "Vessel",
      .type = &type_text,
      .width = 60,
      .aliases = WORDS("nama alat angkut") },
    { .id = "total",
      .label = "Total",
      .type = &type_number,
      .width = 14,
      .flags = FIELD_DERIVED,
      .aliases = WORDS("total volume") },
    { .id = "notes",
      .label = "Notes",
      .type = &type_note,
      .width = 120,
      .aliases = WORDS("catatan") },
    { .id = NULL },
};

static const struct field item_fields[] = {
    { .id = "commodity",
      .label = "Commodity",
      .type = &type_reference,
      .width = 40,
      .kind = "commodity",
      .aliases = WORDS("nama komoditas") },
    { .id = "quantity",
      .label = "Quantity",
      .type = &type_number,
      .width = 14,
      .decimals = 3,
      .unit = "unit",
      .aliases = WORDS("volume netto", "volume") },
    { .id = "unit",
      .label = "Unit",
      .type = &type_reference,
      .width = 10,
      .kind = "unit",
      .aliases = WORDS("satuan") },
    { .id = "notes",
      .label = "Notes",
      .type = &type_text,
      .width = 40,
      .aliases = WORDS("keterangan") },
    { .id = NULL },
};

static const struct field paper_fields[] = {
    { .id = "code",
      .label = "Paper",
      .type = &type_text,
      .width = 20,
      .aliases = WORDS("dokumen") },
    { .id = NULL },
};

static const struct line_kind consignment_lines[] = {
    { .id = "item", .label = "Items", .fields = item_fields },
    { .id = "paper", .label = "Papers", .fields = paper_fields },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "open", .label = "open" },
    { .id = NULL },
};

static const struct flow flow = { .states = states };

const struct kind ledger_kind = {
    .id = "consignment",
    .label = "Consignment",
    .plural = "Consignments",
    .fields = consignment_fields,
    .lines = consignment_lines,
    .flow = &flow,
    .title = "number",
    .natural_key = WORDS("number"),
};

struct sheet *ledger_open(const char *text)
{
    struct sheet *s = NULL;
    struct error e = { 0 };
    if (sheet_open_bytes(text, strlen(text), &s, &e) != DONE)
        fail_msg("%s", e.text);
    return s;
}

void ledger_layout(struct sheet *s, const struct kind *k, struct layout *out)
{
    struct error e = { 0 };
    if (layout_find(s, k, NULL, out, &e) != DONE)
        fail_msg("%s", e.text);
}

struct sheet_row ledger_row(struct sheet *s, size_t number)
{
    struct sheet_row row = { 0 };
    struct error e = { 0 };
    sheet_rewind(s);
    for (size_t i = 0; i < number; i++)
        if (sheet_next(s, &row, &e) != DONE || !row.cells)
            fail_msg("no row %zu: %s", number, e.text);
    assert_int_equal(row.number, number);
    return row;
}

void ledger_complain(void *context, const struct error *e)
{
    struct complaints *c = context;
    c->count++;
    buf_printf(&c->headers, "%s|", e->field);
    buf_printf(&c->sentences, "%s\n", e->text);
}

void complaints_free(struct complaints *c)
{
    buf_free(&c->headers);
    buf_free(&c->sentences);
}

static void write_record(struct record **r, struct buf *out)
{
    if (!*r)
        return;
    record_json(*r, true, out);
    buf_putc(out, '\n');
    record_free(r);
}

void ledger_read(struct sheet *s, const struct kind *k, struct buf *out, struct complaints *c)
{
    struct layout l;
    struct sheet_row row;
    struct record *r = NULL;
    ledger_layout(s, k, &l);
    while (sheet_next(s, &row, NULL) != DONE || row.cells) {
        enum row_role role = row.cells ? layout_role(&l, &row) : ROW_BLANK;
        if (role == ROW_DATA) {
            write_record(&r, out);
            r = record_new(k);
        }
        if (r)
            layout_take(&l, &row, role, &ledger_sheet, r, c ? ledger_complain : NULL, c);
    }
    write_record(&r, out);
    layout_free(&l);
}

const char *ledger_line(const struct record *r, const char *line, size_t nth, const char *field)
{
    static struct error text; /* its array only */
    const struct line_kind *kind = kind_line(r->kind, line);
    const struct line *found = record_live_line(r, line, nth);
    struct buf out = { 0 };
    if (!kind || !found)
        return "(no such line)";
    const struct field *f = line_field(kind, field);
    field_format(f, &found->values[f - kind->fields], SPELL_CANONICAL, &out);
    snprintf(text.text, sizeof text.text, "%s", buf_text(&out));
    buf_free(&out);
    return text.text;
}
