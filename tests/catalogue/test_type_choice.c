/* test_type_choice.c - one of a list, and yes or no. */
#include "catalogue/typed.h"

#include <string.h>

static void test_typed(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "direction", "EX", "EX", NULL },
        { "direction", "im", "IM", NULL },
        { "direction", "Export", "EX", NULL },
        { "direction", "EKSPOR", "EX", NULL },
        { "direction", "keluar  negeri", "EX", NULL },
        { "direction", "exp", "EX", NULL },
        { "direction", "domestic o", "DK", NULL },
        { "direction", "domestic", NULL, "DM (Domestic in), DK (Domestic out)" },
        { "direction", "dibuang", "ST", NULL },
        { "direction", "discarded", "ST", NULL },
        { "direction", "dibu", "ST", NULL },
        { "direction", "XX", NULL, "EX (Export), IM (Import)" },
        { "direction", "-", NULL, "one of the choices" },
        { "fragile", "ya", "true", NULL },
        { "fragile", "TIDAK", "false", NULL },
        { "fragile", "y", "true", NULL },
        { "fragile", "t", "false", NULL },
        { "fragile", "no", "false", NULL },
        { "fragile", "1", "true", NULL },
        { "fragile", "0", "false", NULL },
        { "fragile", "true", "true", NULL },
        { "fragile", "mungkin", NULL, "neither yes nor no" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_canonical);
}

/* A legacy cell is not completed from its beginning. */
static void test_sheet(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "direction", "Ekspor", "EX", NULL },
        { "direction", "-", "", NULL },
        { "direction", "exp", NULL, "one of the choices" },
        { "fragile", "Ya", "true", NULL },
    };
    typed_check(cases, COUNT(cases), &sample_sheet);
}

static void test_shown(void **state)
{
    (void)state;
    const struct field *direction = kind_field(&sample_box, "direction");
    struct value v = { .set = true, .text = "ST" }, yes = { .set = true, .num = 1 };
    language_set(INDONESIAN);
    assert_string_equal(sample_text(direction, &v, SPELL_SCREEN), "dibuang");
    assert_string_equal(sample_text(direction, &v, SPELL_CANONICAL), "ST");
    assert_string_equal(sample_text(kind_field(&sample_box, "fragile"), &yes, SPELL_SCREEN), "ya");
    language_set(ENGLISH);
    assert_string_equal(sample_text(direction, &v, SPELL_SCREEN), "discarded");
    v.text = "OLD";
    assert_string_equal(sample_text(direction, &v, SPELL_SCREEN), "OLD");
    assert_null(field_choice(direction, "OLD"));
    assert_string_equal(field_choice(direction, "IM")->label, "Import");
}

/* However many choices there are, the error stays a sentence. */
static void test_error_is_bounded(void **state)
{
    (void)state;
    static struct choice many[201];
    static char codes[200][8];
    for (unsigned i = 0; i < 200; i++) {
        codes[i][0] = 'C';
        codes[i][1] = (char)('0' + i / 100);
        codes[i][2] = (char)('0' + i / 10 % 10);
        codes[i][3] = (char)('0' + i % 10);
        many[i] = (struct choice){ .code = codes[i], .label = codes[i] };
    }
    struct field f = { .id = "many", .label = "Many", .type = &type_choice, .choices = many };
    struct value v = { 0 };
    struct error e = { 0 };
    assert_int_equal(field_parse(&f, &sample_screen, "none", &v, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "C011, …."));
    assert_null(strstr(e.text, "C012"));
    /* The width is that of the label shown; a code may be longer. */
    f.width = 2;
    assert_int_equal(field_parse(&f, &sample_screen, "C199", &v, &e), DONE);
    value_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_sheet),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_error_is_bounded),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
