/* test_parts.c - rows that speak of records of several kinds, cells of several lines, and cells
 * that are parted. */
#include "exchange/ledger.h"

#include <stdlib.h>
#include <string.h>

static const struct field action_fields[] = {
    { .id = "what", .label = "What", .type = &type_text, .width = 20, .flags = FIELD_REQUIRED },
    { .id = "on", .label = "On", .type = &type_date, .width = 11 },
    { .id = "of", .label = "Of", .type = &type_reference, .width = 40, .kind = "consignment" },
    { .id = NULL },
};
static const struct field party_fields[] = {
    { .id = "name", .label = "Name", .type = &type_text, .width = 40, .flags = FIELD_REQUIRED },
    { .id = NULL },
};
static const struct state states[] = { { .id = "open", .label = "open" }, { .id = NULL } };
static const struct flow flow = { .states = states };
static const struct kind action_kind = { .id = "action",
                                         .label = "Action",
                                         .plural = "Actions",
                                         .fields = action_fields,
                                         .flow = &flow,
                                         .title = "what" };
static const struct kind party_kind = { .id = "party",
                                        .label = "Party",
                                        .plural = "Parties",
                                        .fields = party_fields,
                                        .flow = &flow,
                                        .title = "name" };
static const struct kind *const kinds[] = { &party_kind, &ledger_kind, &action_kind, NULL };
static const struct registry registry = { .kinds = kinds };

#define LOG                                                                                        \
    "[sheet]\nkind = consignment\nname = Log\n[columns]\nNo = number\nTgl = received_on\n"         \
    "Asal = country - vessel\nAlasan = paper.code*\nBarang = item.commodity\n"                     \
    "[also]\nkind = action\n[when]\nTindakan = Penahanan\n[constants]\nwhat = detention\n"         \
    "[columns]\nTgl Tindakan = on\n"                                                               \
    "[also]\nkind = action\n[when]\nTindakan = pemusnahan\n[constants]\nwhat = destruction\n"      \
    "[also]\nkind = party\n[columns]\nPemilik = name\n[blanks]\nPemilik = above\n"

#define HEADER "No,Tgl,Asal,Alasan,Barang,Tindakan,Tgl Tindakan,Pemilik\n"

struct reading_log {
    struct map_book book;
    struct layout layout;
    struct sheet *sheet;
};

static void open_log(struct reading_log *l, const char *rows, const struct kind *asked)
{
    struct buf text = { 0 };
    struct error e = { 0 };
    *l = (struct reading_log){ 0 };
    assert_int_equal(map_read(LOG, "here", &l->book, &e), DONE);
    assert_int_equal(map_check(&l->book.maps[0], asked, &registry, &e), DONE);
    struct hints hints = { .maps = l->book.maps,
                           .map_count = l->book.count,
                           .registry = &registry };
    buf_printf(&text, HEADER "%s", rows);
    l->sheet = ledger_open(buf_text(&text));
    if (layout_find(l->sheet, asked, &hints, &l->layout, &e) != DONE)
        fail_msg("%s", e.text);
    buf_free(&text);
}

static void close_log(struct reading_log *l)
{
    layout_free(&l->layout);
    sheet_close(&l->sheet);
    map_book_free(&l->book);
}

static void take(const struct layout *l, struct sheet_row *row, struct buf *out,
                 struct complaints *c)
{
    struct record *r = record_new(l->kind);
    layout_take(l, row, ROW_DATA, &ledger_sheet, r, ledger_complain, c);
    buf_printf(out, "%s ", l->kind->id);
    record_json(r, true, out);
    buf_putc(out, '\n');
    record_free(&r);
}

/* The records of every row, one each line. */
static void read_log(const char *rows, struct buf *out, struct complaints *c)
{
    struct reading_log l;
    struct sheet_row row;
    open_log(&l, rows, &ledger_kind);
    while (sheet_next(l.sheet, &row, NULL) == DONE && row.cells) {
        enum row_role role = layout_role(&l.layout, &row);
        layout_complete(&l.layout, &row, role);
        if (role != ROW_DATA)
            continue;
        take(&l.layout, &row, out, c);
        for (size_t i = 0; i < l.layout.part_count; i++)
            if (layout_wants(&l.layout.parts[i], &row))
                take(&l.layout.parts[i], &row, out, c);
    }
    close_log(&l);
}

struct log_case {
    const char *rows, *has, *lacks;
};

static void test_rows(void **state)
{
    (void)state;
    static const struct log_case cases[] = {
        /* Words call for a part, each its own; the columns a part does not name are not its. */
        { "1,13/02/2026,A,x,Pala,Penahanan lalu Pemusnahan,15/02/2026,CV A\n",
          "\"what\": \"detention\", \"on\": \"2026-02-15\"", "notes" },
        { "1,13/02/2026,A,x,Pala,Penahanan lalu Pemusnahan,15/02/2026,CV A\n",
          "\"what\": \"destruction\"}", NULL },
        { "1,13/02/2026,A,x,Pala,Pemusnahan,15/02/2026,CV A\n", "\"what\": \"destruction\"",
          "detention" },
        { "1,13/02/2026,A,x,Pala,,,CV A\n", "\"name\": \"CV A\"", "action" },
        /* What calls for none is kept. */
        { "1,13/02/2026,A,x,Pala,Dilelang,,CV A\n", "\"notes\": \"Tindakan: Dilelang\"", "action" },
        /* The blank is the one above. */
        { "1,13/02/2026,A,x,Pala,,,CV A\n2,14/02/2026,A,x,Pala,,,\n",
          "\"number\": \"2\", \"received_on\": \"2026-02-14\"", "\"name\": \"\"" },
        { "1,13/02/2026,A,x,Pala,,,CV A\n2,14/02/2026,A,x,Pala,,,\n",
          "\"code\": \"x\"}]}\nparty {\"id\": \"0000000000000\", \"rev\": 0, \"state\": \"open\", "
          "\"name\": \"CV A\"}\n",
          NULL },
        /* Parted at the first dash. */
        { "1,13/02/2026,CHINA - A - B,x,Pala,,,\n", "\"country\": \"CHINA\", \"vessel\": \"A - B\"",
          NULL },
        { "1,13/02/2026,CHINA - ,x,Pala,,,\n", "\"country\": \"CHINA\"", "vessel" },
        { "1,13/02/2026,CHINA,x,Pala,,,\n", "\"country\": \"CHINA\"", "vessel" },
        { "1,13/02/2026, - ,x,Pala,,,\n", "\"paper\"", "country" },
        /* Each line of a cell, none twice. */
        { "1,13/02/2026,A,\"satu\n dua \n\nsatu\",Pala,,,\n", "\"code\": \"dua\"}]", NULL },
        { "1,13/02/2026,A,-,Pala,,,\n", "\"item\"", "\"code\"" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = { 0 };
        struct complaints c = { 0 };
        read_log(cases[i].rows, &out, &c);
        if (!strstr(buf_text(&out), cases[i].has) ||
            (cases[i].lacks && strstr(buf_text(&out), cases[i].lacks)))
            fail_msg("%s: %s", cases[i].rows, buf_text(&out));
        buf_free(&out);
        complaints_free(&c);
    }
}

/* Whichever of its kinds is asked for, the mapping is found, and the main kind is the same. */
static void test_asked(void **state)
{
    (void)state;
    const struct kind *const asked[] = { &ledger_kind, &action_kind, &party_kind };
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct reading_log l;
        open_log(&l, "1,13/02/2026,A,x,Pala,,,CV A\n", asked[i]);
        assert_ptr_equal(l.layout.kind, &ledger_kind);
        assert_int_equal(l.layout.part_count, 3);
        assert_false(l.layout.parts[0].before);
        assert_true(l.layout.parts[2].before); /* a consignment names its applicant */
        close_log(&l);
    }
}

/* A layout told as a mapping is the same layout. */
static void test_told(void **state)
{
    (void)state;
    struct reading_log l;
    struct sheet_map told;
    struct map_book again = { 0 };
    struct buf first = { 0 }, second = { 0 };
    open_log(&l, "1,13/02/2026,A,x,Pala,,,CV A\n", &ledger_kind);
    layout_map(&l.layout, &told);
    map_write(&told, &first);
    assert_non_null(strstr(buf_text(&first), "asal = country - vessel\n"));
    assert_non_null(strstr(buf_text(&first), "alasan = paper.code*\n"));
    assert_non_null(strstr(buf_text(&first), "[also]\nkind = action\n"));
    assert_non_null(strstr(buf_text(&first), "[when]\ntindakan = penahanan\n"));
    assert_int_equal(map_read(buf_text(&first), "again", &again, NULL), DONE);
    assert_int_equal(map_check(&again.maps[0], &party_kind, &registry, NULL), DONE);
    map_write(&again.maps[0], &second);
    assert_string_equal(buf_text(&second), buf_text(&first));
    map_free(&told);
    map_book_free(&again);
    buf_free(&first);
    buf_free(&second);
    close_log(&l);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "[also]\nkind = party\n", "says nothing about a sheet" },
        { "[columns]\nA = number\n[when]\nA = *\n", "says nothing about a sheet" },
        { "[columns]\nA = number\n[also]\nname = x\n", "says nothing about a sheet" },
        { "[columns]\nA = number\n[also]\nkind = boat\n", "no kind of record" },
        { "[columns]\nA = number\n[also]\nkind = party\n[columns]\nB = number\n", "of “Party”" },
        { "[columns]\nA = number*\n", "is not a field" },
        { "[columns]\nA = country - item.notes\n", "is not a field" },
        { "[columns]\nA = country - \n", "is not a field" },
        { "[sheet]\nkind = action\n[columns]\nA = what\n[also]\nkind = party\n",
          "is for “action”" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct map_book book = { 0 };
        struct error e = { 0 };
        enum outcome o = map_read(cases[i].text, "here", &book, &e);
        if (o == DONE && book.count)
            o = map_check(&book.maps[0], &ledger_kind, &registry, &e);
        if (o != BAD_DATA || !strstr(e.text, cases[i].why))
            fail_msg("%s: %d %s", cases[i].text, o, e.text);
        map_book_free(&book);
    }
}

int main(void)
{
    text_start();
    language_set(ENGLISH);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_asked),
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
