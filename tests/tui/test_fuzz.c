/* Any keys in any order: nothing breaks, nothing sticks, home is always in reach. */
#include "../../src/tui/screens.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <unistd.h>

enum { KEYS = 3000, KEYS_LONG = 1000000 };

static const char *const names[] = {
    "Enter",  "Enter",  "Tab",      "BackTab", "Up",        "Down",   "Left",   "Right",  "Home",
    "End",    "PageUp", "PageDown", "Delete",  "Backspace", "Insert", "Esc",    "Esc",    "F1",
    "F2",     "F3",     "F4",       "F5",      "F6",        "F7",     "F8",     "F9",     "F10",
    "Ctrl-P", "Ctrl-D", "Ctrl-X",   "Ctrl-Z",  "Ctrl-A",    "Ctrl-U", "Ctrl-W", "Ctrl-L", "Ctrl-J"
};
static const char *const texts[] = { "t",   "ekspor", "toba", "pinang", "12,5", "31/2",
                                     "h+3", "0001",   "kg",   "1",      "2",    "é漢",
                                     "x y", "ada",    "/",    "jepang" };
/* By what the palette calls them: screens that the menu's first rows do not lead to. */
static const char *const doors[] = { "Rencana",     "Masa berlaku", "Analisis",    "Kertas",
                                     "Tangkapan",   "Serah terima", "Persetujuan", "Uji tombol",
                                     "Warna",       "Kotak keluar", "Impor",       "Yang kurang",
                                     "Tindakan 3P", "Monitoring" };
static const char *const raws[] = {
    "\033[200~a\tb\nc\033[201~", "\033[99;9~",   "\033Oz",      "\377\376",
    "\033[200~unended",          "\033\033\033", "\001\002\003"
};

/* Steps of xorshift: the same keys each time. */
static unsigned next(unsigned *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void press_any(struct glass *g, unsigned *seed)
{
    static const int sizes[][2] = { { 24, 80 }, { 12, 40 }, { 30, 100 }, { 8, 30 } };
    unsigned what = next(seed) % 100;
    if (what < 2) {
        glass_press(g, "Ctrl-P");
        glass_type(g, doors[next(seed) % COUNT(doors)]);
        glass_press(g, "Enter");
    } else if (what < 60) {
        glass_press(g, names[next(seed) % COUNT(names)]);
    } else if (what < 93) {
        glass_type(g, texts[next(seed) % COUNT(texts)]);
    } else if (what < 97) {
        glass_raw(g, raws[next(seed) % COUNT(raws)]);
    } else if (what < 98) {
        const int *size = sizes[next(seed) % COUNT(sizes)];
        glass_resize(g, size[0], size[1]);
    } else {
        glass_later(g, 3000);
    }
}

/* Some keys leave the program, as they should: then the next person opens it. */
static void open_again(struct office *o, struct glass **g)
{
    if (!ui_ended((*g)->ui))
        return;
    glass_close(g);
    *g = glass_open(o, 24, 80, false);
}

static void go_home(struct glass *g)
{
    glass_later(g, 3000); /* an unended paste ends */
    glass_resize(g, 24, 80);
    for (int i = 0; i < 400 && !glass_has(g, "Ini layar pertama"); i++)
        glass_press(g, "Esc");
    glass_expect(g, "Ini layar pertama");
    glass_expect(g, "Pekerjaan hari ini");
}

static void any_keys_lead_home(void **state)
{
    struct office *o = *state;
    const char *wanted = getenv("FUZZ_SEED"), *many = getenv("FUZZ_KEYS");
    unsigned seed = wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : 20260501;
    long keys = many != NULL                   ? strtol(many, NULL, 10)
                : getenv("LOKET_LONG") != NULL ? KEYS_LONG
                                               : KEYS;
    char *path = xstrdup(getenv("PATH"));
    assert_int_equal(chdir(o->folder), 0); /* papers printed into files land here */
    setenv("PATH", o->folder, 1);          /* and no printer is found */
    struct glass *g = glass_open(o, 24, 80, false);
    for (long i = 0; i < keys; i++) {
        press_any(g, &seed);
        open_again(o, &g);
        if (i % 500 == 499)
            go_home(g);
    }
    go_home(g);
    glass_close(&g);
    setenv("PATH", path, 1);
    free(path);
}

/* Also of kinds of which nothing can be typed, from whatever list they are begun. */
static void a_form_of_any_kind_opens(void **state)
{
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        struct glass *g = glass_open(*state, 24, 80, false);
        form_new(g->ui, all_kinds.kinds[i], NULL, NULL, "");
        glass_later(g, 1);
        glass_press(g, "Down Tab F4 Esc F5 F8 F9 Ctrl-D Ctrl-X Ctrl-Z End Enter F2 Esc Esc Esc");
        assert_false(ui_ended(g->ui));
        glass_close(&g);
    }
}

static void tell(void *context, const char *defect)
{
    (void)context;
    print_error("%s\n", defect);
}

static void the_store_is_sound_afterwards(void **state)
{
    struct session *s = office_session(*state);
    int64_t entries = 0, defects = 0;
    struct error e = { 0 };
    assert_int_equal(act_verify(s, tell, NULL, &entries, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_true(entries > 0);
    session_close(&s);
}

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, 30);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_keys_lead_home), cmocka_unit_test(the_store_is_sound_afterwards),
        cmocka_unit_test(a_form_of_any_kind_opens), /* last: it files people, and no root */
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
