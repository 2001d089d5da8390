/* Typing into one field. */
#include "../../src/tui/editor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail

/* Keys as a string: letters type themselves, the rest stands for a key. */
static const struct {
    char sign;
    int code;
} signs[] = { { '<', K_LEFT },      { '>', K_RIGHT },      { '{', K_HOME },
              { '}', K_END },       { '#', K_DELETE },     { '~', K_BACKSPACE },
              { '[', K_WORD_LEFT }, { ']', K_WORD_RIGHT }, { '!', K_CTRL('U') },
              { '@', K_CTRL('W') }, { '|', K_NEWLINE },    { '^', K_UP },
              { '_', K_DOWN } };

static void press(struct editor *e, const char *keys)
{
    while (*keys != '\0') {
        struct key k = { .code = K_TEXT };
        size_t n = utf8_grapheme(keys);
        for (size_t i = 0; i < COUNT(signs); i++)
            if (*keys == signs[i].sign)
                k.code = signs[i].code;
        if (k.code == K_TEXT)
            snprintf(k.text, sizeof k.text, "%.*s", (int)n, keys);
        editor_key(e, &k);
        keys += n;
    }
}

static void keys_change_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *start, *keys, *text;
        size_t at;
        bool lines;
    } cases[] = {
        { "", "abc", "abc", 3, false },
        { "", "abc<<X", "aXbc", 2, false },
        { "", "abc~", "ab", 2, false },
        { "", "abc{#", "bc", 0, false },
        { "", "abc<<<<X", "Xabc", 1, false },
        { "lama", "b", "b", 1, false },      /* the first letter replaces */
        { "lama", ">b", "lamab", 5, false }, /* unless somebody moved first */
        { "lama", "~", "lam", 3, false },
        { "satu dua", "}@", "satu ", 5, false },
        { "satu dua", "}[X", "satu Xdua", 6, false },
        { "satu dua", "{]X", "satu Xdua", 6, false },
        { "satu", "!x", "x", 1, false },
        { "", "e\xCC\x81x", "éx", 3, false }, /* an accent stays on its letter */
        { "", "e\xCC\x81~", "", 0, false },
        { "", "ab|c", "abc", 3, false }, /* only a note has lines */
        { "", "ab|c", "ab\nc", 4, true },
        { "", "ab|cd^X", "abX\ncd", 3, true },
        { "", "abcd|e^{_}X", "abcd\neX", 7, true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct editor e = { 0 };
        editor_set(&e, cases[i].start, 0, cases[i].lines);
        press(&e, cases[i].keys);
        assert_string_equal(buf_text(&e.text), cases[i].text);
        assert_int_equal(e.at, cases[i].at);
        editor_free(&e);
    }
}

static void a_full_field_takes_no_more(void **state)
{
    (void)state;
    struct editor e = { 0 };
    editor_set(&e, "", 3, false);
    press(&e, "é12");
    assert_true(editor_is_full(&e));
    assert_int_equal(editor_insert(&e, "4"), EDIT_FULL);
    assert_string_equal(buf_text(&e.text), "é12");
    editor_free(&e);
}

static void controls_are_not_taken(void **state)
{
    (void)state;
    struct editor e = { 0 };
    editor_set(&e, "", 0, false);
    assert_int_equal(editor_insert(&e, "\001\xE2\x80\xAE"), EDIT_FULL); /* control, bidi override */
    assert_int_equal(editor_insert(&e, "a\tb\nc"), EDIT_CHANGED);
    assert_string_equal(buf_text(&e.text), "a b c");
    editor_free(&e);
}

static void the_view_follows_the_cursor(void **state)
{
    (void)state;
    struct editor e = { 0 };
    size_t cell;
    editor_set(&e, "0123456789", 0, false);
    assert_string_equal(editor_view(&e, 5, &cell), "0123456789"); /* just come to */
    assert_int_equal(cell, 4);
    press(&e, "}");
    assert_string_equal(editor_view(&e, 5, &cell), "6789");
    assert_int_equal(cell, 4);
    press(&e, "{");
    assert_string_equal(editor_view(&e, 5, &cell), "0123456789");
    assert_int_equal(cell, 0);
    editor_free(&e);
}

static void the_view_of_a_note_is_its_line(void **state)
{
    (void)state;
    struct editor e = { 0 };
    size_t cell;
    editor_set(&e, "satu\ndua", 0, true);
    assert_string_equal(editor_view(&e, 20, &cell), "dua");
    assert_int_equal(cell, 3);
    assert_int_equal(editor_line(&e), 1);
    editor_free(&e);
}

static void arrows_at_the_edge_are_for_the_form(void **state)
{
    (void)state;
    struct editor e = { 0 };
    editor_set(&e, "a\nb", 0, true);
    assert_int_equal(editor_key(&e, &(struct key){ .code = K_DOWN }), EDIT_NOT_MINE);
    assert_int_equal(editor_key(&e, &(struct key){ .code = K_UP }), EDIT_MOVED);
    assert_int_equal(editor_key(&e, &(struct key){ .code = K_UP }), EDIT_NOT_MINE);
    assert_int_equal(editor_key(&e, &(struct key){ .code = K_TAB }), EDIT_NOT_MINE);
    editor_free(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_change_the_text),
        cmocka_unit_test(a_full_field_takes_no_more),
        cmocka_unit_test(controls_are_not_taken),
        cmocka_unit_test(the_view_follows_the_cursor),
        cmocka_unit_test(the_view_of_a_note_is_its_line),
        cmocka_unit_test(arrows_at_the_edge_are_for_the_form),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
