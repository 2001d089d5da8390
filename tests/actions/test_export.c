/* Export: everything a store holds comes back from its file, to the byte. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include <jansson.h>

/* ---- Stores without any row ---- */

static struct session *empty_store(const struct counter_desk *d, const char *name)
{
    char folder[160], path[160];
    struct desk *desk = NULL;
    struct session *s = NULL;
    struct error e = { 0 };
    snprintf(folder, sizeof folder, "%s/%s-desk", d->folder, name);
    snprintf(path, sizeof path, "%s/%s.db", d->folder, name);
    if (desk_open(folder, &d->clock, &desk, &e) != DONE ||
        store_create(path, &all_kinds, desk, &d->clock, &e) != DONE)
        test_stop("%s\n", e.text);
    desk_close(&desk);
    struct session_options o = {
        .store = path, .desk_folder = folder, .config = "", .clock = &d->clock
    };
    if (session_open(&o, &s, &e) != DONE)
        test_stop("%s\n", e.text);
    return s;
}

/* ---- Random records ---- */

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return below ? (uint32_t)(*seed >> 33) % below : 0;
}

/* Pieces that sheets trip over. */
static void random_text(uint64_t *seed, bool lines, struct buf *out)
{
    static const char *const pieces[] = { "a",
                                          ";",
                                          ",",
                                          "\"",
                                          "\"\"",
                                          "'",
                                          " ",
                                          "  ",
                                          "-",
                                          "IDEM",
                                          "=1+1",
                                          "@x",
                                          "0",
                                          "007",
                                          "\xc3\xa9",
                                          "\xe2\x82\xac",
                                          "\xf0\x9f\x90\x9f",
                                          "N/A",
                                          "total",
                                          "\xc3\x9f",
                                          "\\",
                                          "|" };
    for (uint32_t n = 1 + draw(seed, 6); n; n--) {
        buf_puts(out, pieces[draw(seed, COUNT(pieces))]);
        if (lines && draw(seed, 4) == 0)
            buf_puts(out, draw(seed, 3) ? "\n" : "\n\n");
    }
    for (uint32_t n = lines && draw(seed, 40) == 0 ? 150 : 0; n; n--)
        buf_puts(out, "1,\n"); /* rows of a table pasted into a note */
}

static void random_typed(const struct field *f, uint64_t *seed, struct buf *out)
{
    const struct field_type *t = f->type;
    size_t choices = 0;
    while (f->choices && f->choices[choices].code)
        choices++;
    if (choices && t == &type_choice)
        buf_puts(out, f->choices[draw(seed, (uint32_t)choices)].code);
    else if (t == &type_date)
        day_iso((day)(10000 + draw(seed, 12000)), out);
    else if (t == &type_moment)
        moment_iso((moment)draw(seed, 2000000000) * 1000 + draw(seed, 1000), out);
    else if (t == &type_number || t == &type_money)
        decimal_format((int64_t)draw(seed, 1000000) - 1000, f->decimals, NUMBER_CANONICAL, out);
    else if (t == &type_flag)
        buf_puts(out, draw(seed, 2) ? "yes" : "no");
    else if (t == &type_hs)
        buf_printf(out, "0%07u", draw(seed, 9999999));
    else if (t == &type_serial)
        buf_printf(out, "00%u/X.%u", draw(seed, 1000000), draw(seed, 100));
    else if (t == &type_npwp)
        buf_printf(out, "0%014u", draw(seed, 1000000000));
    else if (t == &type_email)
        buf_printf(out, "a%u@example.id", draw(seed, 1000));
    else if (t == &type_phone)
        buf_printf(out, "0%u", 81000000 + draw(seed, 1000000));
    else if (t == &type_coordinates)
        buf_printf(out, "-6.%04u, 106.%04u", draw(seed, 10000), draw(seed, 10000));
    else
        random_text(seed, t == &type_note, out);
}

static void random_values(const struct session *s, const struct field *fields, struct value *values,
                          uint64_t *seed)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    for (size_t i = 0; fields[i].id; i++) {
        struct buf text = { 0 };
        if ((fields[i].flags & FIELD_DERIVED) || draw(seed, 4) == 0)
            continue;
        random_typed(&fields[i], seed, &text);
        char *trimmed = text_trim(text.data);
        if (*trimmed && field_parse(&fields[i], &how, trimmed, &values[i], NULL) == DONE &&
            values[i].set && fields[i].type->storage == STORED_REFERENCE && draw(seed, 2))
            values[i].num = id_make(1700000000000 + draw(seed, 1000000), 7, draw(seed, 64));
        buf_free(&text);
    }
}

static struct record *random_record(const struct session *s, const struct kind *k, uint64_t *seed)
{
    struct record *r = record_new(k);
    size_t states = 0;
    while (k->flow->states[states].id)
        states++;
    r->state = k->flow->states[draw(seed, (uint32_t)states)].id;
    r->origin = draw(seed, 2) ? ORIGIN_LOG : ORIGIN_DESK;
    random_values(s, k->fields, r->values, seed);
    for (size_t l = 0; l < line_kind_count(k); l++)
        for (uint32_t n = draw(seed, 4); n; n--)
            random_values(s, k->lines[l].fields, record_add_line(r, k->lines[l].id)->values, seed);
    return r;
}

static void save(struct session *s, struct record *r)
{
    struct error e = { 0 };
    struct intent intent = { .author = "" };
    struct change change = { "edit", "" };
    desk_new_txn(intent.txn);
    if (store_begin(session_store(s), &intent, NULL, &e) != DONE ||
        store_save(session_store(s), r, &change, &e) != DONE ||
        store_commit(session_store(s), &e) != DONE)
        test_stop("%s: %s\n", r->kind->id, e.text);
}

/* Some records change, and lose and gain lines, before they are exported. */
static void fill(struct session *s, const struct kind *k, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        struct record *r = random_record(s, k, &seed);
        save(s, r);
        for (size_t l = 0; l < line_kind_count(k) && draw(&seed, 2); l++) {
            if (r->lines[l].count)
                r->lines[l].items[draw(&seed, (uint32_t)r->lines[l].count)].gone = true;
            random_values(s, k->lines[l].fields, record_add_line(r, k->lines[l].id)->values, &seed);
            save(s, r);
        }
        record_free(&r);
    }
}

/* Hidden states too: what is exported is what is asked for. */
static struct buf export_all(struct session *s, const struct kind *k, enum export_format format)
{
    const char *states[32] = { NULL };
    struct buf out = { 0 };
    struct error e = { 0 };
    char bytes[4096];
    size_t n = 0;
    FILE *file = tmpfile();
    assert_non_null(file);
    for (; k->flow->states[n].id; n++)
        states[n] = k->flow->states[n].id;
    struct query q = { .kind = k, .states = states, .closed = true };
    if (act_export(s, &q, format, file, &e) != DONE)
        test_stop("%s\n", e.text);
    rewind(file);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&out, bytes, n);
    fclose(file);
    return out;
}

static void assert_comes_back(const struct counter_desk *d, struct session *from,
                              struct session *to, const struct kind *k, size_t count,
                              enum export_format format)
{
    struct buf first = export_all(from, k, format), plain = export_all(from, k, EXPORT_CSV);
    struct import_report report = { 0 };
    struct error e = { 0 };
    char path[160];
    snprintf(path, sizeof path, "%s/%s.csv", d->folder, k->id);
    assert_int_equal(file_write(path, &first, 0600, NULL), DONE);
    struct import_options o = { .path = path };
    if (act_import(to, k, &o, &report, &e) != DONE)
        test_stop("%s: %s\n", k->id, e.text);
    if (report.rejected)
        test_stop("%s: %lld rows came back\n", k->id, (long long)report.rejected);
    assert_int_equal(report.created, count);
    import_report_free(&report);
    struct buf second = export_all(to, k, format), again = export_all(to, k, EXPORT_CSV);
    assert_string_equal(buf_text(&second), buf_text(&first));
    assert_string_equal(buf_text(&again), buf_text(&plain));
    buf_free(&first);
    buf_free(&second);
    buf_free(&plain);
    buf_free(&again);
}

static void every_kind_comes_back(struct counter_desk *d, enum export_format format,
                                  const char *name)
{
    char other[16];
    snprintf(other, sizeof other, "%s-to", name);
    struct session *from = empty_store(d, name), *to = empty_store(d, other);
    for (size_t i = 0; all_kinds.kinds[i]; i++) {
        const struct kind *k = all_kinds.kinds[i];
        size_t count = k == &kind_permit ? 230 : 30; /* permits: more than a page */
        if (k == &kind_user || k == &kind_note)
            continue; /* names and sealed text follow rules that random words do not */
        fill(from, k, count, 77 + i);
        assert_comes_back(d, from, to, k, count, format);
    }
    chain_length(to);
    session_close(&from);
    session_close(&to);
}

static void every_kind_comes_back_to_the_byte(void **state)
{
    every_kind_comes_back(*state, EXPORT_CSV, "plain");
}

static void from_a_spreadsheet_too(void **state)
{
    every_kind_comes_back(*state, EXPORT_EXCEL, "excel");
}

static void json_lines_are_records(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = empty_store(d, "lines");
    fill(s, &kind_permit, 5, 6);
    struct buf text = export_all(s, &kind_permit, EXPORT_JSON_LINES);
    size_t count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        json_t *one = json_loads(line, 0, NULL);
        assert_true(json_is_object(one));
        json_decref(one);
        count++;
    }
    assert_int_equal(count, 5);
    buf_free(&text);
    session_close(&s);
}

static void json_is_one_array(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = empty_store(d, "json");
    struct buf none = export_all(s, &kind_permit, EXPORT_JSON);
    assert_string_equal(buf_text(&none), "[]\n");
    fill(s, &kind_permit, 5, 5);
    struct buf text = export_all(s, &kind_permit, EXPORT_JSON);
    json_t *list = json_loads(buf_text(&text), 0, NULL);
    assert_int_equal(json_array_size(list), 5);
    for (size_t i = 0; i < 5; i++) {
        const json_t *one = json_array_get(list, i);
        assert_int_equal(strlen(json_string_value(json_object_get(one, "id"))), ID_TEXT_LEN);
        assert_true(json_is_integer(json_object_get(one, "rev")));
        assert_true(json_is_array(json_object_get(one, "item")));
    }
    json_decref(list);
    buf_free(&none);
    buf_free(&text);
    session_close(&s);
}

static void only_what_the_query_names(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    int64_t id = permit_with(d->session, (const char *const[]){ "voyage", "V77", NULL });
    permit_with(d->session, (const char *const[]){ "voyage", "V78", NULL });
    struct value v = { .text = (char *)"V77", .set = true };
    struct filter f = { .field = "voyage", .how = IS, .value = v };
    struct query q = { .kind = &kind_permit, .filters = &f, .filter_count = 1 };
    char text[ID_TEXT_LEN + 1], bytes[65536];
    FILE *file = tmpfile();
    assert_int_equal(act_export(d->session, &q, EXPORT_CSV, file, &e), DONE);
    rewind(file);
    size_t n = fread(bytes, 1, sizeof bytes - 1, file);
    bytes[n] = '\0';
    fclose(file);
    id_text(id, text);
    assert_non_null(strstr(bytes, text));
    assert_non_null(strstr(bytes, "V77"));
    assert_null(strstr(bytes, "V78"));
}

static void full_disk_is_said(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    FILE *file = fopen("/dev/full", "w");
    if (!file)
        skip();
    struct query q = { .kind = &kind_country };
    assert_int_equal(act_export(d->session, &q, EXPORT_CSV, file, &e), FAULT);
    assert_non_null(strstr(e.text, "whole"));
    fclose(file);
}

/* By its state, by a time that ran out, by a last day where that day matters. */
static void lists_mark_what_wants_looking_after(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const day today = session_today(s);
    static const struct {
        const char *kind, *state, *field;
        int days; /* from today */
        bool alert;
    } cases[] = {
        { "permit", "incomplete", NULL, 0, true },
        { "permit", "accepted", NULL, 0, false },
        { "permit", "accepted", "due_at", 1, false },
        { "permit", "accepted", "due_at", -1, true },
        { "permit", "accepted", "deadline_on", -1, false },
        { "measure", "in_effect", "due_on", 0, false },
        { "measure", "in_effect", "due_on", -1, true },
        { "measure", "closed", "due_on", -1, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(registry_find(&all_kinds, cases[i].kind));
        r->state = flow_state(r->kind->flow, cases[i].state)->id;
        if (cases[i].field && kind_field(r->kind, cases[i].field)->type == &type_date)
            value_set_number(record_value(r, cases[i].field), today + cases[i].days);
        else if (cases[i].field)
            value_set_number(record_value(r, cases[i].field),
                             session_now(s) + (moment)cases[i].days * 24 * 60 * 60 * 1000);
        if (act_alert(s, r) != cases[i].alert)
            print_error("%s %s %s\n", cases[i].kind, cases[i].state,
                        cases[i].field ? cases[i].field : "");
        assert_int_equal(act_alert(s, r), cases[i].alert);
        record_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_comes_back_to_the_byte),
        cmocka_unit_test(from_a_spreadsheet_too),
        cmocka_unit_test(json_lines_are_records),
        cmocka_unit_test(json_is_one_array),
        cmocka_unit_test(only_what_the_query_names),
        cmocka_unit_test(full_disk_is_said),
        cmocka_unit_test(lists_mark_what_wants_looking_after),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
