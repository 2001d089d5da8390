/* test_lookup.c - what a text in a reference field means, to a hand that types and to an import. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>

/* A kind whose rows can be merged, as parties are. */
static const struct field firm_fields[] = {
    { .id = "name",
      .label = "Name",
      .type = &type_text,
      .width = 80,
      .flags = FIELD_INDEXED | FIELD_SEARCHED },
    { .id = "town", .label = "Town", .type = &type_text, .width = 80, .flags = FIELD_SEARCHED },
    { .id = "merged_into", .label = "Into", .type = &type_reference, .kind = "firm", .width = 80 },
    { 0 },
};

static const struct state firm_states[] = {
    { .id = "active", .label = "Active" },
    { .id = "merged", .label = "Merged", .flags = STATE_FINAL | STATE_HIDDEN },
    { 0 },
};

static const struct step no_steps[] = { { 0 } };
static const struct flow firm_flow = { .states = firm_states, .steps = no_steps };

static const struct kind firm = {
    .id = "firm",
    .label = "Firm",
    .plural = "Firms",
    .flags = KIND_REFERENCE,
    .fields = firm_fields,
    .flow = &firm_flow,
    .sort = "name",
    .title = "name",
};

static const struct kind *const kinds[] = { &test_office, &test_rule, &test_template,
                                            &test_person, &firm,      &test_thing,
                                            NULL };
static const struct registry registry = { .kinds = kinds };

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open_with(b, &registry);
    language_set(ENGLISH);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    bench_close(*state);
    free(*state);
    return 0;
}

static int64_t add(struct bench *b, struct record *r, const char *state)
{
    if (state)
        r->state = flow_state(r->kind->flow, state)->id;
    bench_save(b, r, "new");
    int64_t id = r->id;
    record_free(&r);
    return id;
}

static int64_t person(struct bench *b, const char *code, const char *name, const char *aliases)
{
    struct record *r = bench_record(&test_person, NULL);
    if (code)
        record_put_text(r, "code", code);
    record_put_text(r, "name", name);
    if (aliases)
        record_put_text(r, "aliases", aliases);
    return add(b, r, NULL);
}

static const char *looked(struct bench *b, const struct kind *k, const char *text, unsigned limit)
{
    static char names[2000];
    struct hits hits;
    struct error e = { 0 };
    if (store_lookup(b->store, k, NULL, text, limit, &hits, &e) != DONE)
        fail_msg("%s", e.text);
    names[0] = '\0';
    for (size_t i = 0; i < hits.count; i++) {
        strcat(names, i ? ";" : "");
        strcat(names, buf_text(&hits.items[i].name));
    }
    if (hits.more)
        strcat(names, "+");
    hits_free(&hits);
    return names;
}

static void best_first(void **state)
{
    struct bench *b = *state;
    person(b, "X1", "Rimba Indah", NULL);
    person(b, "X2", "PT Id Makmur", NULL);
    person(b, "IDA", "Sari", NULL);
    person(b, "X3", "Identik", NULL);
    person(b, "ID", "Indonesia", NULL);
    person(b, "X4", "Sapidi", NULL);
    person(b, "X5", "Negeri", "RI; ID Lama");
    /* code, code begins, name or alias begins, word begins, any part */
    assert_string_equal(looked(b, &test_person, "id", 9),
                        "Indonesia;Sari;Negeri;Identik;PT Id Makmur;Sapidi");
    assert_string_equal(looked(b, &test_person, "id", 2), "Indonesia;Sari+");
    assert_string_equal(looked(b, &test_person, "ri", 9), "Negeri;Rimba Indah;Sari");
}

static void words_in_any_order_and_marks(void **state)
{
    struct bench *b = *state;
    person(b, "A", "PT Émile Jaya Abadi", NULL);
    person(b, "B", "CV Jaya", "Émile et fils");
    assert_string_equal(looked(b, &test_person, "jaya emil", 9), "PT Émile Jaya Abadi;CV Jaya");
    assert_string_equal(looked(b, &test_person, "ÉMILE ET", 9), "CV Jaya");
    assert_string_equal(looked(b, &test_person, "badi", 9), "PT Émile Jaya Abadi");
    assert_string_equal(looked(b, &test_person, "nothing", 9), "");
    assert_string_equal(looked(b, &test_person, "%", 9), "");
}

/* The word in a name goes before the same word elsewhere. */
static void names_before_towns(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&firm, "name=CV Medan Raya", NULL), NULL);
    add(b, bench_record(&firm, "name=PT Toba", "town=Medan", NULL), NULL);
    assert_string_equal(looked(b, &firm, "medan", 9), "CV Medan Raya;PT Toba");
}

static void by_tail_of_numbers(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&test_person, "name=PT Toba", "npwp=012345678901234", NULL), NULL);
    add(b, bench_record(&test_person, "name=PT Samosir", "npwp=992345678909934", NULL), NULL);
    assert_string_equal(looked(b, &test_person, "1234", 9), "PT Toba");
    assert_string_equal(looked(b, &test_person, "01.234.567.8-901.234", 9), "PT Toba");
    assert_string_equal(looked(b, &test_person, "34", 1), "PT Toba+");
}

static void nothing_typed_shows_the_list(void **state)
{
    struct bench *b = *state;
    person(b, "A", "Beta", NULL);
    person(b, "B", "Alfa", NULL);
    person(b, "C", "Gamma", NULL);
    assert_string_equal(looked(b, &test_person, " ", 2), "Alfa;Beta+");
}

static void retired_only_when_nothing_else_fits(void **state)
{
    struct bench *b = *state;
    add(b, bench_record(&test_person, "name=Toba Lama", NULL), "retired");
    add(b, bench_record(&test_person, "name=Toba Baru", NULL), NULL);
    add(b, bench_record(&test_person, "name=Toba Salah", NULL), "discarded");
    assert_string_equal(looked(b, &test_person, "toba", 9), "Toba Baru");
    assert_string_equal(looked(b, &test_person, "toba lama", 9), "Toba Lama");
    assert_string_equal(looked(b, &test_person, "salah", 9), "");
}

static int64_t merged(struct bench *b, const char *name, int64_t heir)
{
    struct record *r = bench_record(&firm, NULL);
    record_put_text(r, "name", name);
    value_set_reference(record_value(r, "merged_into"), heir, "heir");
    return add(b, r, "merged");
}

static void merged_name_leads_to_its_heir(void **state)
{
    struct bench *b = *state;
    struct hits hits;
    struct error e = { 0 };
    int64_t heir = add(b, bench_record(&firm, "name=PT Toba Agro", NULL), NULL), id = 0;
    merged(b, "CV Sumber Lama", heir);
    assert_int_equal(store_lookup(b->store, &firm, NULL, "sumber", 9, &hits, &e), DONE);
    assert_int_equal(hits.count, 1);
    assert_int_equal(hits.items[0].id, heir);
    assert_string_equal(buf_text(&hits.items[0].name), "PT Toba Agro");
    assert_non_null(strstr(buf_text(&hits.items[0].text), "CV Sumber Lama"));
    hits_free(&hits);
    assert_int_equal(store_link(b->store, &firm, NULL, "cv. sumber lama", &id, &e), DONE);
    assert_int_equal(id, heir);
}

static int64_t linked(struct bench *b, const struct kind *k, const char *text)
{
    struct error e = { 0 };
    int64_t id = -1;
    if (store_link(b->store, k, NULL, text, &id, &e) != DONE)
        fail_msg("%s", e.text);
    return id;
}

static void links_exactly(void **state)
{
    struct bench *b = *state;
    int64_t toba = person(b, "TBA", "PT Toba Agro", "Toba; T.A.");
    int64_t other = person(b, "PTTA", "Tba", NULL);
    int64_t twin = person(b, "TW1", "Kembar", "Rangkap");
    person(b, "TW2", "KEMBAR", "rangkap");
    int64_t alias = person(b, "TW3", "Lain", "Kembar");
    assert_int_equal(linked(b, &test_person, "tba"), toba); /* a code goes before a title */
    assert_int_equal(linked(b, &test_person, "  pt. TOBA  agro"), toba);
    assert_int_equal(linked(b, &test_person, "t.a."), toba);
    assert_int_equal(linked(b, &test_person, "ptta"), other);
    assert_int_equal(linked(b, &test_person, "tw1"), twin);
    assert_int_equal(linked(b, &test_person, "kembar"), 0);  /* two */
    assert_int_equal(linked(b, &test_person, "rangkap"), 0); /* two */
    assert_int_equal(linked(b, &test_person, "lain"), alias);
    assert_int_equal(linked(b, &test_person, "PT Toba"), 0); /* a part is not the whole */
    assert_int_equal(linked(b, &test_person, ""), 0);
    assert_int_equal(linked(b, &test_person, "?!"), 0);
    assert_int_equal(linked(b, &test_office, "tba"), 0);
}

static void links_to_retired_where_it_is_the_only_one(void **state)
{
    struct bench *b = *state;
    int64_t old = add(b, bench_record(&test_person, "name=Toba", NULL), "retired");
    assert_int_equal(linked(b, &test_person, "toba"), old);
    int64_t young = person(b, "T", "Toba", NULL);
    assert_int_equal(linked(b, &test_person, "toba"), young);
}

static void linking_costs_one_seek(void **state)
{
    struct bench *b = *state;
    struct store_cost before, after;
    bench_begin(b);
    for (int i = 0; i < 300; i++) {
        struct error e = { 0 };
        const struct change c = { .step = "new", .note = "" };
        struct record *r = bench_record(&test_person, NULL);
        struct buf name = { 0 };
        buf_printf(&name, "Firma %d", i);
        record_put_text(r, "name", buf_text(&name));
        assert_int_equal(store_save(b->store, r, &c, &e), DONE);
        buf_free(&name);
        record_free(&r);
    }
    before = store_cost(b->store);
    assert_true(linked(b, &test_person, "FIRMA 77") != 0); /* inside a transaction too */
    after = store_cost(b->store);
    assert_int_equal(after.rows - before.rows, 2);
    assert_true(after.steps - before.steps < 60);
    bench_commit(b);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(best_first),
        EACH(words_in_any_order_and_marks),
        EACH(names_before_towns),
        EACH(by_tail_of_numbers),
        EACH(nothing_typed_shows_the_list),
        EACH(retired_only_when_nothing_else_fits),
        EACH(merged_name_leads_to_its_heir),
        EACH(links_exactly),
        EACH(links_to_retired_where_it_is_the_only_one),
        EACH(linking_costs_one_seek),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
