/* Papers: layouts and their faults, letterhead and signature of the paper's day, copies; the
 * account of sheets, the counter's day, and the way back from a number. */
#include "../../src/actions/paper.h"
#include "actions/road.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static char *fill(struct session *s, const struct record *r, const char *layout, day on)
{
    struct paper_source p = { .session = s, .record = r, .on = on };
    struct buf composed = { 0 }, text = { 0 };
    struct error e = { 0 };
    must(paper_fill(&p, layout, &composed, &e), &e);
    paper_text(buf_text(&composed), &text);
    paper_source_free(&p);
    buf_free(&composed);
    buf_puts(&text, "");
    return buf_take(&text);
}

static void layouts_are_filled(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *layout, *want;
    } cases[] = {
        { "title {field^}", "PLANT" },
        { "text [{applicant}]", "[PT Toba Agro]" },
        { "text [{applicant.name}]", "[PT Toba Agro]" },
        { "text [{record.applicant}]", "[PT Toba Agro]" },
        { "text [{notes?-}]", "[-]" },
        { "text {received_on}\n", "20 November 2026" },
        { "if direction = EX\ntext keluar\nend\nif direction = IM\ntext masuk\nend", "keluar" },
        { "unless notes\ntext kosong\nend", "kosong" },
        { "table item | 1> No. | 6 Nama\nrow {nth} | {commodity}", "1 Beras" },
        { "text {notes?{field^?x}}", "PLANT" },
        { "text [{notes?{proxy?-}}]", "[-]" },
        { "# remark\nlabel Kertas\ntext a\\nb", "a\nb" },
    };
    struct record *r = counter_load(s, "permit", counter_permit(s));
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = fill(s, r, cases[i].layout, session_today(s));
        if (!strstr(text, cases[i].want))
            test_stop("%s: %s", cases[i].layout, text);
        assert_null(strstr(text, "masuk"));
        free(text);
    }
    record_free(&r);
}

static void faults_name_their_line(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const char *const bad[] = {
        "title x\ndance",        "title x\ntext {nothing}",  "title x\ntable goods | 1 A",
        "title x\ntext {a.b.c}", "title x\nif nothing\nend",
    };
    struct record *r = counter_load(s, "permit", counter_permit(s));
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct paper_source p = { .session = s, .record = r, .on = session_today(s) };
        struct buf out = { 0 };
        struct error e = { 0 };
        assert_int_not_equal(paper_fill(&p, bad[i], &out, &e), DONE);
        assert_non_null(strstr(e.text, "2"));
        paper_source_free(&p);
        buf_free(&out);
    }
    record_free(&r);
}

/* Words of a record are never taken for blocks of the layout. */
static void what_is_typed_stays_words(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct record *r = counter_load(s, "permit", counter_permit(s));
    value_set_text(record_value(r, "notes"), "satu\nbreak\n| dua {number} \\n tiga\ttab");
    char *text = fill(s, r, "text {notes}", session_today(s));
    assert_non_null(strstr(text, "break\n| dua {number} \\n tiga tab"));
    free(text);
    record_free(&r);
}

static void the_letterhead_is_of_its_day(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct record *r = counter_load(s, "permit", counter_permit(s));
    static const struct {
        int year;
        const char *want;
    } cases[] = { { 2018, "KEMENTERIAN PERTANIAN" }, { 2026, "BADAN KARANTINA INDONESIA" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = fill(s, r, "head", day_of(cases[i].year, 5, 6));
        assert_non_null(strstr(text, cases[i].want));
        free(text);
    }
    record_free(&r);
}

/* What would stop printing is refused where it is written, with its line. */
static void a_layout_is_tried_before_it_is_kept(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *name, *text, *says; /* NULL: it is taken */
    } cases[] = {
        { "permit.receipt", "foo bar", "Line 1 of the layout: “foo”" },
        { "permit.nope", "title x", "no “permit.nope”" },
        { "permit.recipt", "title x", "permit.receipt" },
        { "permit.receipt", "title x\ntext {applicant.nothing}", "Line 2" },
        { "permit.receipt", "title x\ntext {by.fly.nip}", "Line 2" },
        { "permit.receipt", "title x\ntext {head.shoe}", "Line 2" },
        { "permit.receipt", "title x\ntext {received_on.foo}", "Line 2" },
        { "permit.receipt", "if voyage\nif never\nend\nend", "Line 2" },
        { "permit.receipt", "title x\ntable item | 1 A\nrow {nothing}", "Line 3" },
        { "permit.receipt", "if voyage\ntext x", "no “end”" },
        { "report.stock", "dance", "Line 1" },
        { "permit.receipt",
          "head\ntitle {number}\ntext {applicant.npwp} {by.accept.nip} {head.full_name}\n"
          "if voyage\ntext {voyage}\nend\ntable item | 3 Name\nrow {commodity.name}",
          NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading how = session_reading(s, SPELL_CANONICAL);
        struct record *r = NULL;
        struct error e = { 0 };
        enum outcome o = act_blank(s, &kind_paper_layout, &r, &e);
        if (o == DONE)
            o = record_put(r, "name", &how, cases[i].name, &e);
        if (o == DONE)
            o = record_put(r, "text", &how, cases[i].text, &e);
        if (o == DONE)
            o = record_put(r, "valid_from", &how, "2031-01-01", &e);
        if (o == DONE)
            o = act_save(s, r, NULL, NULL, NULL, &e);
        if (cases[i].says ? o != BAD_DATA || !strstr(e.text, cases[i].says) : o != DONE)
            test_stop("%zu: %d %s", i, o, e.text);
        record_free(&r);
    }
}

static void try_one(void *context, const char *name, const char *label)
{
    struct session *s = context;
    struct buf layout = { 0 };
    struct error e = { 0 };
    (void)label;
    if (act_layout(s, name, &layout, &e) == DONE) {
        struct record *r = record_new(&kind_paper_layout);
        value_set_text(record_value(r, "name"), name);
        value_set_text(record_value(r, "text"), buf_text(&layout));
        enum outcome o = layout_check(s, NULL, r, &e);
        if (o != DONE)
            test_stop("%s: %s", name, e.text);
        record_free(&r);
    } else {
        assert_int_equal(e.code, REFUSED); /* a paper without a layout */
        assert_non_null(strstr(e.text, "without a layout"));
    }
    buf_free(&layout);
}

static void what_loket_brings_passes(void **state)
{
    paper_names(try_one, ((struct counter_desk *)*state)->session);
}

/* Rows of before such were refused: printing says which row it is. */
static void a_broken_row_is_named(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct record *r = counter_load(s, "permit", counter_permit(s));
    struct error e = { 0 };
    struct buf paper = { 0 };
    char word[ID_TEXT_LEN + 1];
    int64_t row =
        counter_put(s, "paper_layout",
                    (const char *const[]){ "name", "permit.receipt", "text", "foo bar", NULL });
    id_text(row, word);
    assert_int_equal(act_preview(s, r, "receipt", PAPER_TEXT, &paper, &e), BAD_DATA);
    assert_non_null(strstr(e.text, word));
    struct step_request q = { .kind = &kind_paper_layout, .id = row, .verb = "retire" };
    must(act_step(s, &q, NULL, &e), &e);
    must(act_preview(s, r, "receipt", PAPER_TEXT, &paper, &e), &e);
    buf_free(&paper);
    record_free(&r);
}

static void an_office_changes_its_layout(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct buf paper = { 0 };
    struct error e = { 0 };
    struct record *r = counter_load(s, "permit", counter_permit(s));
    must(act_preview(s, r, "application", PAPER_TEXT, &paper, &e), &e);
    assert_non_null(strstr(buf_text(&paper), "PERMOHONAN TINDAKAN KARANTINA"));
    counter_make(s, "paper_layout",
                 (const char *const[]){ "name", "permit.application", "text", "title KERTAS KAMI",
                                        "valid_from", "2026-01-01", NULL });
    buf_reset(&paper);
    must(act_preview(s, r, "application", PAPER_TEXT, &paper, &e), &e);
    assert_non_null(strstr(buf_text(&paper), "KERTAS KAMI"));
    value_set_number(record_value(r, "received_on"), day_of(2025, 1, 1)); /* its day is before */
    buf_reset(&paper);
    must(act_preview(s, r, "application", PAPER_TEXT, &paper, &e), &e);
    assert_null(strstr(buf_text(&paper), "KERTAS KAMI"));
    assert_int_equal(act_preview(s, r, "nothing", PAPER_TEXT, &paper, &e), MISUSED);
    assert_non_null(strstr(e.text, "application"));
    buf_free(&paper);
    record_free(&r);
}

/* A paper does not ask what language the screen speaks; the certificate for abroad has its own. */
static void a_paper_has_its_own_language(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *kind, *day, *paper, *want, *not ;
    } cases[] = {
        { "permit", "received_on", "application", "6 Mei 2025", "Export" },
        { "permit", "received_on", "application", "PRATINJAU", "PREVIEW" },
        { "permit", "received_on", "receipt", "Mei 2025", "Applicant" },
        { "certificate", "issued_on", "phytosanitary", "6 May 2025", "PRATINJAU" },
        { "certificate", "issued_on", "release", "6 Mei 2025", "PREVIEW" },
    };
    for (int language = INDONESIAN; language <= ENGLISH; language++) {
        language_set((enum language)language);
        for (size_t i = 0; i < COUNT(cases); i++) {
            struct record *r = record_new(registry_find(&all_kinds, cases[i].kind));
            struct buf paper = { 0 };
            struct error e = { 0 };
            value_set_number(record_value(r, cases[i].day), day_of(2025, 5, 6));
            value_set_text(record_value(r, "direction"), "EX");
            must(act_preview(s, r, cases[i].paper, PAPER_TEXT, &paper, &e), &e);
            if (!strstr(buf_text(&paper), cases[i].want) || strstr(buf_text(&paper), cases[i].not ))
                test_stop("%s in %d: %s", cases[i].paper, language, buf_text(&paper));
            assert_int_equal(language_get(), language);
            buf_free(&paper);
            record_free(&r);
        }
    }
    language_set(ENGLISH);
}

/* The same title in two eras: the list tells them apart, the paper does not. */
static void a_paper_bears_its_title_alone(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *title, *want;
    } cases[] = {
        { "Sertifikat kesehatan tumbuhan antar area (Barantin)",
          "SERTIFIKAT KESEHATAN TUMBUHAN ANTAR AREA\n" },
        { "Sertifikat kesehatan tumbuhan antar area",
          "SERTIFIKAT KESEHATAN TUMBUHAN ANTAR AREA\n" },
        { "Sertifikat kesehatan hewan (penomoran lama)", "SERTIFIKAT KESEHATAN HEWAN\n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&kind_certificate);
        struct buf paper = { 0 };
        struct error e = { 0 };
        int64_t id = 0;
        must(store_link(session_store(s), &kind_document_code, NULL, cases[i].title, &id, &e), &e);
        value_set_reference(record_value(r, "document"), id, cases[i].title);
        must(act_preview(s, r, "domestic", PAPER_TEXT, &paper, &e), &e);
        if (!id || !strstr(buf_text(&paper), cases[i].want))
            test_stop("%s: %s", cases[i].title, buf_text(&paper));
        buf_free(&paper);
        record_free(&r);
    }
}

/* The letter of a measure and its minutes are those of the measure; nobody loses a name. */
static void a_measures_letter_is_its_own(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *measure, *title, *duty;
    } cases[] = { { "detention", "SURAT PENAHANAN (K-6.1)", "ditolak." },
                  { "refusal", "SURAT PENOLAKAN (K-7.1)", "dimusnahkan." },
                  { "destruction", "SURAT PEMUSNAHAN (K-8.1)", "saksi" },
                  { "release", "SURAT PEMBEBASAN", "dibebaskan" } };
    struct error e = { 0 };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&kind_measure);
        struct buf paper = { 0 };
        value_set_text(record_value(r, "measure"), cases[i].measure);
        value_set_text(record_value(r, "recipient"), "S. Simanjuntak");
        value_set_text(record_value(r, "officer"), "Andini");
        must(act_preview(s, r, "letter", PAPER_TEXT, &paper, &e), &e);
        assert_non_null(strstr(buf_text(&paper), cases[i].title));
        assert_non_null(strstr(buf_text(&paper), cases[i].duty));
        assert_non_null(strstr(buf_text(&paper), "S. Simanjuntak"));
        buf_reset(&paper);
        must(act_preview(s, r, "minutes", PAPER_TEXT, &paper, &e), &e);
        assert_non_null(strstr(buf_text(&paper), "Andini"));
        buf_free(&paper);
        record_free(&r);
    }
}

/* Every layout that loket brings can be filled, of a bare record too. */
static void fill_one(void *context, const char *paper, const char *label)
{
    const struct record *r = ((void **)context)[1];
    struct buf text = { 0 }, file = { 0 };
    struct error e = { 0 };
    buf_printf(&file, "%s.%s.layout", r->kind->id, paper);
    bool laid_out = asset_find(buf_text(&file)) != NULL;
    buf_free(&file);
    if (!laid_out) /* the kind prints it by itself */
        return;
    enum outcome result = act_preview(((void **)context)[0], r, paper, PAPER_TEXT, &text, &e);
    if (result != DONE || !*label)
        test_stop("%s.%s: %s", r->kind->id, paper, e.text);
    buf_free(&text);
}

static void every_layout_is_sound(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; all_kinds.kinds[i]; i++) {
        struct record *r = record_new(all_kinds.kinds[i]);
        void *context[] = { s, r };
        papers_each(all_kinds.kinds[i], fill_one, context);
        record_free(&r);
    }
}

struct tracing {
    size_t records, entries;
};

static void count_traced(void *context, const struct traced *t)
{
    struct tracing *w = context;
    w->records += t->record != NULL;
    w->entries += t->entry != NULL;
}

/* What stands in the closing reads as it does on the only bill. */
static void same_money(struct session *s, const struct record *closing, const char *field)
{
    struct query q = { .kind = &kind_bill, .closed = true, .limit = 2 };
    struct page bills = { 0 };
    struct buf there = { 0 }, here = { 0 };
    struct error e = { 0 };
    must(act_page(s, &q, &bills, &e), &e);
    assert_int_equal(bills.count, 1);
    field_format(kind_field(&kind_bill, "total"), record_value(bills.rows[0], "total"),
                 SPELL_SCREEN, &there);
    field_format(kind_field(&kind_closing, field), record_value(closing, field), SPELL_SCREEN,
                 &here);
    assert_string_equal(buf_text(&here), buf_text(&there));
    buf_free(&there);
    buf_free(&here);
    page_free(&bills);
}

static void a_day_of_the_counter(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct record *r = NULL;
    int64_t permit = counter_permit(s);
    d->now += 2 * (moment)86400000; /* a day on which nothing happened yet */
    must(act_closing(s, NULL, &r, &e), &e);
    assert_int_equal(record_number(r, "accepted"), 0);
    record_free(&r);
    road_to(s, permit, "completed");
    must(act_closing(s, NULL, &r, &e), &e);
    assert_int_equal(record_number(r, "intake"), 1);
    assert_int_equal(record_number(r, "accepted"), 1);
    assert_int_equal(record_number(r, "issued"), 1);
    assert_int_equal(record_number(r, "handed"), 1);
    assert_int_equal(record_number(r, "used"), 1);
    assert_int_equal(record_number(r, "left"), 49);
    assert_int_equal(record_number(r, "uncollected"), 0);
    assert_int_equal(record_number(r, "receipts"), 1);
    same_money(s, r, "pnbp");
    same_money(s, r, "pnbp_bank");
    int64_t id = r->id;
    record_free(&r);
    must(act_step(s, &(struct step_request){ .kind = &kind_closing, .id = id, .verb = "close" },
                  NULL, &e),
         &e);
    must(act_closing(s, NULL, &r, &e), &e); /* signed: the same one, and as it was */
    assert_string_equal(r->state, "closed");
    assert_int_equal(r->id, id);
    record_free(&r);
    must(act_closing(s, "kemarin", &r, &e), &e);
    assert_int_equal(record_number(r, "issued"), 0);
    record_free(&r);
}

static void a_number_leads_back_to_all(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct tracing w = { 0 };
    struct error e = { 0 };
    int64_t permit = counter_permit(s);
    road_to(s, permit, "issued");
    struct record *r = counter_load(s, "permit", permit);
    must(act_trace(s, record_text(r, "release_number"), count_traced, &w, &e), &e);
    assert_true(w.records >= 2); /* the certificate and its permit */
    assert_true(w.entries >= 10);
    assert_int_equal(act_trace(s, "9999-99", count_traced, &w, &e), REFUSED);
    record_free(&r);
}

static void the_month_adds_up(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct buf paper = { 0 };
    struct error e = { 0 };
    must(act_stock_report(s, NULL, PAPER_TEXT, &paper, &e), &e);
    assert_non_null(strstr(buf_text(&paper), "RINCIAN PENERIMAAN"));
    assert_int_equal(act_stock_report(s, "2026-13", PAPER_TEXT, &paper, &e), MISUSED);
    buf_free(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_are_filled),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(what_is_typed_stays_words),
        cmocka_unit_test(the_letterhead_is_of_its_day),
        cmocka_unit_test(a_layout_is_tried_before_it_is_kept),
        cmocka_unit_test(what_loket_brings_passes),
        cmocka_unit_test(a_broken_row_is_named),
        cmocka_unit_test(an_office_changes_its_layout),
        cmocka_unit_test(a_measures_letter_is_its_own),
        cmocka_unit_test(a_paper_has_its_own_language),
        cmocka_unit_test(a_paper_bears_its_title_alone),
        cmocka_unit_test(every_layout_is_sound),
        cmocka_unit_test(a_day_of_the_counter),
        cmocka_unit_test(a_number_leads_back_to_all),
        cmocka_unit_test(the_month_adds_up),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
