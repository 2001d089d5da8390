/* What each terminal sends for its keys, fed to the decoder; and mending those nobody knows. */
#include "../../src/tui/command.h"
#include "../../src/tui/term.h"
#include "../../src/tui/term_keys.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <unistd.h>

enum { F_KEYS = 12 };

/* f: F1 to F12, NULL where the terminal keeps it to itself. rest: home, end, page up, page down,
 * insert, delete, shift-tab. From the PuTTY manual 4.4.3, console_codes(4), the VT220 programmer
 * reference and terminfo; under the TERM people have there. */
static const struct sends {
    const char *name, *term;
    const char *f[F_KEYS];
    const char *arrows[4];
    const char *rest[7];
} terminals[] = {
    { "xterm",
      "xterm-256color",
      { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033OH", "\033OF", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, ESC[n~",
      "xterm",
      { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~",
        "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, Linux",
      "xterm-256color",
      { "\033[[A", "\033[[B", "\033[[C", "\033[[D", "\033[[E", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, Xterm R6",
      "xterm",
      { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[H", "\033[F", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, VT400",
      "xterm",
      { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~",
        "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, VT100+",
      "xterm",
      { "\033OP", "\033OQ", "\033OR", "\033OS", "\033OT", "\033OU", "\033OV", "\033OW", "\033OX",
        "\033OY", "\033OZ", "\033O[" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "PuTTY, SCO",
      "xterm",
      { "\033[M", "\033[N", "\033[O", "\033[P", "\033[Q", "\033[R", "\033[S", "\033[T", "\033[U",
        "\033[V", "\033[W", "\033[X" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[H", "\033[F", "\033[I", "\033[G", "\033[L", NULL, "\033[Z" } },
    { "PuTTY, rxvt home and end",
      "putty",
      { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~",
        "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[7~", "\033[8~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "linux console",
      "linux",
      { "\033[[A", "\033[[B", "\033[[C", "\033[[D", "\033[[E", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033\t" } },
    { "linux console called xterm",
      "xterm-256color",
      { "\033[[A", "\033[[B", "\033[[C", "\033[[D", "\033[[E", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033\t" } },
    /* F1 to F5 are the machine's own; PF1 to PF4 take their places. */
    { "vt220",
      "vt220",
      { "\033OP", "\033OQ", "\033OR", "\033OS", NULL, "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", NULL, NULL } },
    { "tmux",
      "tmux-256color",
      { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "screen",
      "screen",
      { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~",
        "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033OA", "\033OB", "\033OD", "\033OC" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
    { "an unknown one, taken for xterm",
      "kotak-ajaib-9000",
      { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~",
        "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~" },
      { "\033[A", "\033[B", "\033[D", "\033[C" },
      { "\033[1~", "\033[4~", "\033[5~", "\033[6~", "\033[2~", "\033[3~", "\033[Z" } },
};
static const int arrow_codes[] = { K_UP, K_DOWN, K_LEFT, K_RIGHT };
static const int rest_codes[] = { K_HOME,   K_END,    K_PAGE_UP, K_PAGE_DOWN,
                                  K_INSERT, K_DELETE, K_BACKTAB };

/* ---- A terminal without a program behind it ---- */

struct wire {
    struct terminal t;
    struct keyboard k;
    int keys;
};

static void wire_open(struct wire *w, const char *term)
{
    int pipes[2];
    struct error e = { 0 };
    memset(w, 0, sizeof *w);
    assert_int_equal(pipe(pipes), 0);
    w->keys = pipes[1];
    w->k.known = term_key_meaning;
    struct ui_options o = { .in = fdopen(pipes[0], "r"),
                            .out = fopen("/dev/null", "w"),
                            .term = term,
                            .rows = 24,
                            .cols = 80 };
    assert_int_equal(term_open(&w->t, &o, &e), DONE);
}

static void wire_close(struct wire *w)
{
    term_close(&w->t);
    keyboard_free(&w->k);
    close(w->keys);
    fclose(w->t.in);
    fclose(w->t.out);
}

/* That what was fed is one key: no letter is left over to be typed. */
static void one_key(struct wire *w, const struct sends *from, const char *bytes, int code)
{
    struct key key = { 0 }, more;
    bool any = keyboard_next(&w->k, &key);
    if (!any || key.code != code || keyboard_next(&w->k, &more))
        print_error("%s: ESC%s is %#x, not %#x\n", from->name, bytes + 1, (unsigned)key.code,
                    (unsigned)code);
    assert_int_equal(key.code, code);
    assert_false(keyboard_next(&w->k, &more));
}

/* Once as a whole, and once as a slow line hands it over: byte by byte. Esc and Tab apart are two
 * keys, though. */
static void sent(struct wire *w, const struct sends *from, const char *bytes, int code)
{
    struct stroke s;
    ssize_t n = (ssize_t)strlen(bytes);
    assert_int_equal(write(w->keys, bytes, (size_t)n), n);
    while (term_read(&w->t, &s))
        keyboard_feed(&w->k, &s, 0);
    one_key(w, from, bytes, code);
    if (strcmp(bytes, "\033\t") == 0)
        return;
    for (const char *b = bytes; *b != '\0'; b++)
        keyboard_feed(&w->k, &(struct stroke){ .code = (unsigned char)*b }, 0);
    one_key(w, from, bytes, code);
}

static void keys_of_every_terminal_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terminals); i++) {
        const struct sends *t = &terminals[i];
        struct wire w;
        wire_open(&w, t->term);
        for (int f = 0; f < F_KEYS; f++)
            if (t->f[f] != NULL)
                sent(&w, t, t->f[f], K_F(f + 1));
        for (size_t k = 0; k < COUNT(arrow_codes); k++)
            sent(&w, t, t->arrows[k], arrow_codes[k]);
        for (size_t k = 0; k < COUNT(rest_codes); k++)
            if (t->rest[k] != NULL)
                sent(&w, t, t->rest[k], rest_codes[k]);
        wire_close(&w);
    }
}

/* Each key of the bar: by the function key itself, by Esc and its digit, by its Ctrl twin. */
static void all_of_the_bar_is_in_reach_of_every_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terminals); i++) {
        const struct sends *t = &terminals[i];
        struct wire w;
        wire_open(&w, t->term);
        for (size_t c = 0; c < command_count; c++) {
            const struct command_row *row = &command_table[c];
            char digit[] = "\0330", control[] = "A";
            int f = row->key - K_F(0);
            if (row->weight == 0 || row->key == K_ESC)
                continue;
            assert_int_not_equal(row->ctrl, 0);
            if (row->key != 0) {
                assert_in_range(f, 1, 12);
                if (f <= F_KEYS && t->f[f - 1] != NULL)
                    sent(&w, t, t->f[f - 1], row->key);
                digit[1] = key_row[f - 1];
                sent(&w, t, digit, row->key);
            }
            control[0] = (char)((row->ctrl - K_CTRL(0)) & 0x1F);
            sent(&w, t, control, row->ctrl);
        }
        sent(&w, t, "\033\033", K_ESC);
        wire_close(&w);
    }
}

/* No Ctrl key that a terminal's line or a multiplexer keeps, or that is another key by its code. */
static void twins_are_keys_of_their_own(void **state)
{
    (void)state;
    for (size_t c = 0; c < command_count; c++)
        for (const char *taken = "HIJM"; *taken != '\0'; taken++)
            assert_int_not_equal(command_table[c].ctrl, K_CTRL(*taken));
}

/* ---- loket keys ---- */

static struct glass *open_keys(struct office *o)
{
    struct glass *g = glass_open(o, 24, 80, false);
    glass_press(g, "Ctrl-P");
    glass_type(g, "Uji tombol");
    glass_press(g, "Enter");
    glass_expect(g, "Tekan F1");
    return g;
}

static void what_comes_is_told_byte_by_byte(void **state)
{
    struct glass *g = open_keys(*state);
    glass_raw(g, "\033[11~");
    glass_expect(g, "ESC [ 1 1 ~");
    glass_expect(g, "F1");
    glass_expect(g, "Tekan F2");
    glass_raw(g, "\003");
    glass_expect(g, "^C");
    glass_expect(g, "Ctrl-C");
    glass_raw(g, "é");
    glass_expect(g, "0xC3 0xA9");
    glass_press(g, "Space");
    glass_expect(g, "F2 (ketik Esc 2");
    glass_expect(g, "Ctrl-N");
    glass_expect(g, "Tekan F3");
    glass_raw(g, "\0333"); /* a digit behind Esc is the key */
    glass_expect(g, "Tekan F4");
    glass_press(g, "Esc");
    glass_expect(g, "Tekan F4");
    glass_press(g, "Esc");
    glass_expect_not(g, "Tekan F4");
    glass_raw(g, "\033OP"); /* keys are keys again */
    glass_expect(g, "Tombol di sini");
    glass_close(&g);
}

static void what_nobody_knows_is_remembered(void **state)
{
    struct office *o = *state;
    struct glass *g = open_keys(o);
    glass_raw(g, "\033[99;9~");
    glass_expect(g, "tidak dikenal");
    glass_press(g, "Enter");
    glass_expect(g, "Diingat: F1");
    glass_press(g, "Esc Esc");
    glass_raw(g, "\033[99;9~");
    glass_expect(g, "Tombol di sini");
    glass_close(&g);

    g = glass_open(o, 24, 80, false); /* the next start */
    glass_raw(g, "\033[99;9~");
    glass_expect(g, "Tombol di sini");
    glass_close(&g);

    g = glass_open_with(o, 24, 80, false, o->store, "vt220"); /* another terminal */
    glass_raw(g, "\033[99;9~");
    glass_expect_not(g, "Tombol di sini");
    glass_close(&g);

    g = open_keys(o);
    glass_press(g, "Ctrl-X Esc Esc");
    glass_close(&g);
    g = glass_open(o, 24, 80, false);
    glass_raw(g, "\033[99;9~");
    glass_expect_not(g, "Tombol di sini");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_every_terminal_are_understood),
        cmocka_unit_test(all_of_the_bar_is_in_reach_of_every_terminal),
        cmocka_unit_test(twins_are_keys_of_their_own),
        cmocka_unit_test(what_comes_is_told_byte_by_byte),
        cmocka_unit_test(what_nobody_knows_is_remembered),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
