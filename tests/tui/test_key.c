/* Strokes become keys. */
#include "../../src/tui/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void feed(struct keyboard *k, const char *bytes, moment now)
{
    for (; *bytes != '\0'; bytes++)
        keyboard_feed(k, &(struct stroke){ .code = (unsigned char)*bytes }, now);
}

static int next_code(struct keyboard *k)
{
    struct key key;
    return keyboard_next(k, &key) ? key.code : -1;
}

static void sequences_become_keys(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int codes[4]; /* 0 ends */
    } cases[] = {
        { "a", { K_TEXT } },
        { "\r", { K_ENTER } },
        { "\n", { K_NEWLINE } },
        { "\t", { K_TAB } },
        { "\b", { K_BACKSPACE } },
        { "\177", { K_BACKSPACE } },
        { "\020", { K_CTRL('P') } },
        { "\0331", { K_F(1) } },
        { "\0330", { K_F(10) } },
        { "\033-", { K_F(11) } },
        { "\033=", { K_F(12) } },
        { "\033+", { K_ESC, K_TEXT } },
        { "\033\033", { K_ESC } },
        { "\033x", { K_ESC, K_TEXT } },
        { "\033[99;5~x", { K_TEXT } },    /* a key nobody knows is swallowed whole */
        { "\033[?1;2cx", { K_TEXT } },    /* and so is an answer of the terminal */
        { "\033[<0;12;5M", { K_CLICK } }, /* a button goes down, with Shift, and up again */
        { "\033[<4;12;5M", { K_CLICK } },
        { "\033[<0;12;5m", { 0 } },
        { "\033[<64;1;1M", { K_UP, K_UP, K_UP } },
        { "\033[<65;1;1M", { K_DOWN, K_DOWN, K_DOWN } },
        { "\033[<2;1;1M", { 0 } },
        { "\033[<;M", { 0 } },
        { "\033Ox", { 0 } },
        { "\x1c", { 0 } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct keyboard k = { 0 };
        feed(&k, cases[i].bytes, 0);
        for (size_t n = 0; n < 4 && cases[i].codes[n] != 0; n++)
            assert_int_equal(next_code(&k), cases[i].codes[n]);
        assert_int_equal(next_code(&k), -1);
        keyboard_free(&k);
    }
}

static void text_is_utf8(void **state)
{
    (void)state;
    static const struct {
        int32_t point;
        const char *text;
    } cases[] = { { 'a', "a" }, { 0xE9, "é" }, { 0x20AC, "€" }, { 0x1F33F, "🌿" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct keyboard k = { 0 };
        struct key key;
        keyboard_feed(&k, &(struct stroke){ .code = cases[i].point }, 0);
        assert_true(keyboard_next(&k, &key));
        assert_string_equal(key.text, cases[i].text);
    }
}

static void half_a_surrogate_is_nothing(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    keyboard_feed(&k, &(struct stroke){ .code = 0xD800 }, 0);
    keyboard_feed(&k, &(struct stroke){ .code = 0x110000 }, 0);
    keyboard_feed(&k, &(struct stroke){ .code = 0x85 }, 0);
    assert_int_equal(next_code(&k), -1);
}

static void escape_waits_for_a_digit(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    feed(&k, "\033", 1000);
    assert_true(keyboard_waits(&k));
    assert_int_equal(keyboard_patience(&k, 1100), ESC_PROMPT_MS - 100);
    keyboard_tick(&k, 1000 + ESC_PROMPT_MS - 1);
    assert_int_equal(next_code(&k), -1);
    keyboard_tick(&k, 1000 + ESC_PROMPT_MS);
    assert_int_equal(next_code(&k), K_ESC);
    assert_false(keyboard_waits(&k));
    assert_int_equal(keyboard_patience(&k, 5000), -1);
}

static void a_clock_set_back_does_not_hang_escape(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    feed(&k, "\033", 100000);
    assert_int_equal(keyboard_patience(&k, 5), ESC_PROMPT_MS);
    feed(&k, "\033", 5);
    assert_int_equal(next_code(&k), K_ESC);
}

static void escape_before_an_arrow_is_both(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    feed(&k, "\033", 0);
    keyboard_feed(&k, &(struct stroke){ .function = true, .code = K_UP }, 0);
    assert_int_equal(next_code(&k), K_ESC);
    assert_int_equal(next_code(&k), K_UP);
}

static void paste(struct keyboard *k, const char *text, bool ended)
{
    keyboard_feed(k, &(struct stroke){ .function = true, .code = K_PASTE_BEGIN }, 0);
    feed(k, text, 0);
    if (ended)
        keyboard_feed(k, &(struct stroke){ .function = true, .code = K_PASTE_END }, 0);
}

static void a_paste_is_one_key(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    paste(&k, "PT Toba\t12\r\033[31mx\001", true);
    assert_int_equal(next_code(&k), K_PASTE);
    assert_int_equal(next_code(&k), -1);
    assert_string_equal(buf_text(&k.paste), "PT Toba\t12\n[31mx"); /* no control character */
    paste(&k, "a\r\nb\n\nc", true);                                /* CR LF is one line end */
    assert_int_equal(next_code(&k), K_PASTE);
    assert_string_equal(buf_text(&k.paste), "a\nb\n\nc");
    keyboard_free(&k);
}

static void a_paste_without_end_ends(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    paste(&k, "abc", false);
    keyboard_tick(&k, PASTE_PATIENCE_MS);
    assert_int_equal(next_code(&k), K_PASTE);
    feed(&k, "d", 1);
    assert_int_equal(next_code(&k), K_TEXT);
    keyboard_free(&k);
}

/* ---- What a slow line tears apart ---- */

static int known(const char *sequence)
{
    static const struct {
        const char *sequence;
        int code;
    } all[] = { { "\033[[A", K_F(1) },
                { "\033[15~", K_F(5) },
                { "\033OP", K_F(1) },
                { "\033Op", K_DIGIT + '0' },
                { "\033[200~", K_PASTE_BEGIN } };
    for (size_t i = 0; i < COUNT(all); i++)
        if (strcmp(sequence, all[i].sequence) == 0)
            return all[i].code;
    return K_NONE;
}

static void torn_sequences_are_still_keys(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int code; /* -1: nothing, and nothing is typed */
    } cases[] = {
        { "\033[[A", K_F(1) }, { "\033[15~", K_F(5) }, { "\033OP", K_F(1) },
        { "\033Op", K_TEXT },  { "\033[[Z", -1 },      { "\033[1;1;1;1;1;1;1;1;1~", -1 }
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct keyboard k = { .known = known };
        moment now = 0;
        for (const char *b = cases[i].bytes; *b != '\0'; b++, now += 300) {
            keyboard_tick(&k, now); /* each byte 300 ms behind the one before */
            keyboard_feed(&k, &(struct stroke){ .code = (unsigned char)*b }, now);
        }
        assert_int_equal(next_code(&k), cases[i].code);
        assert_int_equal(next_code(&k), -1);
    }
}

static void a_torn_paste_is_one_key(void **state)
{
    (void)state;
    struct keyboard k = { .known = known };
    feed(&k, "\033[200~a\tb[201~\033c\033[201~x", 0);
    assert_int_equal(next_code(&k), K_PASTE);
    assert_string_equal(buf_text(&k.paste), "a\tb[201~c");
    assert_int_equal(next_code(&k), K_TEXT);
    feed(&k, "\033[200~\033[201~", 0); /* nothing */
    assert_int_equal(next_code(&k), K_PASTE);
    assert_string_equal(buf_text(&k.paste), "");
    keyboard_free(&k);
}

static void keypad_digits_are_typed(void **state)
{
    (void)state;
    struct keyboard k = { 0 };
    struct key key;
    keyboard_feed(&k, &(struct stroke){ .function = true, .code = K_DIGIT + '7' }, 0);
    assert_true(keyboard_next(&k, &key));
    assert_int_equal(key.code, K_TEXT);
    assert_string_equal(key.text, "7");
}

static void keys_have_names(void **state)
{
    (void)state;
    static const struct {
        int code;
        const char *name;
    } cases[] = { { K_F(10), "F10" }, { K_CTRL('Z'), "Ctrl-Z" }, { K_ESC, "Esc" }, { 0, "" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf name = { 0 };
        key_called(cases[i].code, &name);
        assert_string_equal(buf_text(&name), cases[i].name);
        buf_free(&name);
    }
}

/* A cursor stays among what there is, whatever key is pressed. */
static void keys_move_a_cursor(void **state)
{
    static const struct {
        int code;
        size_t from, count, to;
    } cases[] = {
        { K_UP, 3, 9, 2 },        { K_UP, 0, 9, 0 },        { K_DOWN, 3, 9, 4 },
        { K_DOWN, 8, 9, 8 },      { K_PAGE_UP, 7, 9, 3 },   { K_PAGE_UP, 3, 9, 0 },
        { K_PAGE_DOWN, 2, 9, 6 }, { K_PAGE_DOWN, 6, 9, 8 }, { K_HOME, 5, 9, 0 },
        { K_END, 5, 9, 8 },       { K_DOWN, 0, 0, 0 },      { K_END, 0, 0, 0 },
        { K_DOWN, 8, 3, 2 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t at = cases[i].from;
        assert_true(key_moves(&(struct key){ .code = cases[i].code }, 4, cases[i].count, &at));
        assert_int_equal(at, cases[i].to);
    }
    size_t at = 5;
    assert_false(key_moves(&(struct key){ .code = K_ENTER }, 4, 9, &at));
    assert_int_equal(at, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_move_a_cursor),
        cmocka_unit_test(sequences_become_keys),
        cmocka_unit_test(text_is_utf8),
        cmocka_unit_test(half_a_surrogate_is_nothing),
        cmocka_unit_test(escape_waits_for_a_digit),
        cmocka_unit_test(a_clock_set_back_does_not_hang_escape),
        cmocka_unit_test(escape_before_an_arrow_is_both),
        cmocka_unit_test(a_paste_is_one_key),
        cmocka_unit_test(a_paste_without_end_ends),
        cmocka_unit_test(torn_sequences_are_still_keys),
        cmocka_unit_test(a_torn_paste_is_one_key),
        cmocka_unit_test(keypad_digits_are_typed),
        cmocka_unit_test(keys_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
