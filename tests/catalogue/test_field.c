/* test_field.c - cleaning, width, checks, and that every type reads what it writes. */
#include "catalogue/typed.h"

#include <string.h>

static void test_cleaning(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "title", "  Ubi \xc2\xa0", "Ubi", NULL },
        { "title", "", "", NULL },
        { "title", "   ", "", NULL },
        { "remark", "\n satu \n", "satu", NULL },
        { "title", "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9", NULL },
        { "title", "\xff\xfe", NULL, "UTF-8" },
        { "title", "a\x1b[31m", NULL, "control characters" },
        { "title",
          "a\xe2\x80\xae"
          "b",
          NULL, "control characters" },
        { "title", "12345678901234567890", "12345678901234567890", NULL },
        { "title", "123456789012345678901", NULL, "at most 20 characters fit, this has 21" },
        /* Twenty letters with two marks each that no composed form exists for: twenty characters.
         */
        { "title",
          "q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88"
          "q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88"
          "q\xcc\x88q\xcc\x88",
          "q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88"
          "q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88q\xcc\x88"
          "q\xcc\x88q\xcc\x88",
          NULL },
        /* Before it is sealed, a text is measured as it was typed. */
        { "whisper", "Bisik\n-bisik", "Bisik\n-bisik", NULL },
        { "whisper",
          "123456789012345678901234567890123456789012345678901234567890123456789012345678901", NULL,
          "at most 80 characters fit, this has 81" },
        { "title", "forbidden", NULL, "that title is taken" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
}

static void test_null_text_clears(void **state)
{
    (void)state;
    struct value v = { 0 };
    value_set_text(&v, "x");
    assert_int_equal(field_parse(kind_field(&sample_box, "title"), &sample_screen, NULL, &v, NULL),
                     DONE);
    assert_false(v.set);
}

static void test_empty_shows_nothing(void **state)
{
    (void)state;
    struct value v = { 0 };
    for (const struct field *f = sample_box.fields; f->id; f++)
        assert_string_equal(sample_text(f, &v, SPELL_SCREEN), "");
}

static void read_back(const struct field *f, const struct value *v, enum spelling shown,
                      const struct reading *how)
{
    struct value again = { 0 };
    struct error e = { 0 };
    const char *text = sample_text(f, v, shown);
    if (field_parse(f, how, text, &again, &e) != DONE)
        fail_msg("%s: \"%s\": %s", f->id, text, e.text);
    again.num = f->type->storage == STORED_REFERENCE ? v->num : again.num;
    if (!value_same(v, &again))
        fail_msg("%s: \"%s\" read as %lld %s", f->id, text, (long long)again.num,
                 again.text ? again.text : "");
    value_clear(&again);
}

/* Screens show moments to the minute. */
static void round_for_screen(const struct field *f, struct value *v)
{
    if (f->type == &type_moment)
        v->num -= v->num % 60000;
}

static bool sheets_hold_it_so(const struct field *f)
{
    return f->type->storage == STORED_INTEGER || f->type == &type_choice;
}

static void check_round_trips(const struct field *f, struct value *v)
{
    read_back(f, v, SPELL_CANONICAL, &sample_canonical);
    round_for_screen(f, v);
    read_back(f, v, SPELL_SCREEN, &sample_screen);
    if (sheets_hold_it_so(f))
        read_back(f, v, SPELL_SCREEN, &sample_sheet);
}

static void test_every_type_reads_what_it_writes(void **state)
{
    (void)state;
    struct chance c = { 20261121 };
    for (int i = 0; i < 200; i++) {
        language_set(i % 2 ? ENGLISH : INDONESIAN);
        for (const struct field *f = sample_box.fields; f->id; f++) {
            struct value v = { 0 };
            sample_value(&c, f, &v);
            if (v.set)
                check_round_trips(f, &v);
            value_clear(&v);
        }
    }
}

/* A tag that changed would break every digest ever signed. */
static void test_tags_stand_forever(void **state)
{
    (void)state;
    static const struct {
        const struct field_type *type;
        char tag;
    } tags[] = {
        { &type_text, 't' },  { &type_note, 'n' },        { &type_number, 'd' },
        { &type_money, 'm' }, { &type_date, 'D' },        { &type_moment, 'M' },
        { &type_flag, 'b' },  { &type_choice, 'c' },      { &type_serial, 'S' },
        { &type_hs, 'h' },    { &type_npwp, 'w' },        { &type_nitku, 'u' },
        { &type_nik, 'k' },   { &type_nip, 'q' },         { &type_phone, 'f' },
        { &type_email, 'e' }, { &type_coordinates, 'g' }, { &type_reference, 'R' },
    };
    for (size_t i = 0; i < COUNT(tags); i++)
        assert_int_equal(tags[i].type->tag, tags[i].tag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cleaning),
        cmocka_unit_test(test_null_text_clears),
        cmocka_unit_test(test_empty_shows_nothing),
        cmocka_unit_test(test_every_type_reads_what_it_writes),
        cmocka_unit_test(test_tags_stand_forever),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
