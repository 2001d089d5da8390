/* Any keys in any order: nothing breaks, nothing sticks, home is always in reach, the store stays
 * sound. Each seed has an office of its own, so that it costs the same whenever it is run.
 *
 *   LOKET_LONG   a million keys
 *   FUZZ_SEED=N FUZZ_SEEDS=N FUZZ_KEYS=N   from this seed on, so many, so many keys each */
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

enum {
    SEEDS = 4, /* one for each world */
    SEEDS_LONG = 40,
    KEYS = 1200,
    KEYS_LONG = 25000,
    SEGMENT = 500,       /* then home must be in reach */
    PROOF_EACH = 5000,   /* then the whole chain is walked */
    ESCAPES = 60,        /* no screen lies deeper */
    A_WHILE = 3000,      /* ms: an unended paste ends */
    LONG_IDLE = 1200000, /* ms: the desk locks, the guest terminal empties itself */
};

/* What office the keys fall on. */
struct world {
    const char *name;
    bool practice; /* people, and records of all kinds; else thirty permits and nobody */
    bool guest, plain;
};

static const struct world worlds[] = {
    { .name = "counter" },
    { .name = "practice", .practice = true },
    { .name = "guest", .practice = true, .guest = true },
    { .name = "ascii", .practice = true, .plain = true },
    { .name = "practice", .practice = true },
    { .name = "counter in ascii", .plain = true },
    { .name = "practice", .practice = true },
    { .name = "counter" },
};

static const char *const names[] = { "Enter",  "Enter",     "Enter",  "Tab",   "BackTab", "Up",
                                     "Down",   "Down",      "Left",   "Right", "Home",    "End",
                                     "PageUp", "PageDown",  "Insert", "Space", "Delete",  "Esc",
                                     "Esc",    "Backspace", "F1",     "F2",    "F3",      "F4",
                                     "F5",     "F6",        "F7",     "F8",    "F9",      "F10",
                                     "F11",    "F12" };
/* Nothing that makes a path to a place outside the office's own folder. */
static const char *const texts[] = {
    "t",      "ekspor", "toba", "pinang",   "12,5",      "31-2",         "h+3",
    "0001",   "kg",     "1",    "2",        "é漢",       "x y",          "ada",
    "jepang", "demo",   "2*3",  "maju.csv", "operator",  "09.30",        "-",
    "=",      "umur>3", "h",    "TPP",      "a\xCC\x81", "\xE2\x80\xAE", "head"
};
static const char *const raws[] = {
    "\033[200~a\tb\nc\033[201~", "\033[99;9~",   "\033Oz",       "\377\376",
    "\033[200~unended",          "\033\033\033", "\001\002\003", "\r\r\r\r",
    "\033OB\033OB\033OB\r",      "\t\t\t\t12\t", "\0332\0338",   "\033[<0;3;3M"
};
static const int sizes[][2] = { { 24, 80 },   { 12, 40 },  { 30, 100 }, { 8, 30 },
                                { 100, 300 }, { 24, 300 }, { 100, 40 }, { 11, 80 } };
static const char *const people[] = { "operator",  "verifier", "officer",     "coordinator",
                                      "head",      "wasdak",   "wasdak-head", "investigator",
                                      "treasurer", "admin",    "nobody" };

struct hands {
    struct office *office;
    struct glass *g;
    const struct world *world;
    unsigned seed;
};

/* Steps of xorshift: the same keys each time. */
static unsigned next(struct hands *h)
{
    h->seed ^= h->seed << 13;
    h->seed ^= h->seed >> 17;
    h->seed ^= h->seed << 5;
    return h->seed;
}

#define ANY(h, of) (of)[next(h) % COUNT(of)]

/* ---- What hands do ---- */

/* Whatever the palette leads to, by what it calls it: a command, a kind's list or its form. */
static void through_a_door(struct hands *h)
{
    size_t kinds = 0;
    struct buf door = { 0 };
    while (all_kinds.kinds[kinds] != NULL)
        kinds++;
    size_t at = next(h) % (command_count + 2 * kinds);
    const struct kind *k = at < command_count ? NULL : all_kinds.kinds[(at - command_count) / 2];
    if (k == NULL && command_table[at].command == DO_QUIT)
        return;
    if (k == NULL)
        buf_puts(&door, _(command_table[at].label));
    else if ((at - command_count) % 2 == 0)
        buf_printf(&door, _("List: %s"), _(k->plural));
    else
        buf_printf(&door, _("New: %s"), _(k->label));
    glass_press(h->g, "Ctrl-P");
    glass_type(h->g, buf_text(&door));
    glass_press(h->g, "Enter");
    buf_free(&door);
}

static void log_in(struct hands *h)
{
    glass_press(h->g, "Ctrl-V");
    glass_type(h->g, ANY(h, people));
    glass_press(h->g, "Enter");
    glass_type(h->g, next(h) % 8 == 0 ? "demi" : "demo");
    glass_press(h->g, "Enter");
}

/* All but Ctrl-Q, which would mostly end the world, and what a line ends by. */
static void control(struct hands *h)
{
    char name[] = "Ctrl-A";
    name[5] = "ABCDEFGHJKLNOPRSTUVWXYZ"[next(h) % 23];
    glass_press(h->g, name);
}

static void press_any(struct hands *h)
{
    unsigned what = next(h) % 1000;
    if (what < 25) {
        through_a_door(h);
    } else if (what < 30) {
        log_in(h);
    } else if (what < 530) {
        glass_press(h->g, ANY(h, names));
    } else if (what < 630) {
        control(h);
    } else if (what < 930) {
        glass_type(h->g, ANY(h, texts));
    } else if (what < 970) {
        glass_raw(h->g, ANY(h, raws));
    } else if (what < 980) {
        const int *size = ANY(h, sizes);
        glass_resize(h->g, size[0], size[1]);
    } else if (what < 999) {
        glass_later(h->g, A_WHILE);
    } else {
        glass_later(h->g, next(h) % 4 == 0 ? LONG_IDLE : A_WHILE);
        glass_press(h->g, next(h) % 4 == 0 ? "Ctrl-Q" : "Ctrl-L");
    }
}

/* ---- What holds whatever they do ---- */

static void open_glass(struct hands *h)
{
    h->office->guest = h->world->guest;
    h->office->plain = h->world->plain;
    h->g = glass_open(h->office, 24, 80, next(h) % 4 == 0);
}

/* Some keys leave the program, as they should: then the next person opens it. */
static void open_again(struct hands *h)
{
    if (!ui_ended(h->g->ui))
        return;
    assert_false(h->world->guest);
    glass_close(&h->g);
    open_glass(h);
}

static bool at_home(const struct hands *h)
{
    const struct ui *u = h->g->ui;
    unsigned place = h->world->guest ? IN_GUEST : IN_HOME;
    return u->top->below == NULL && u->top->class->place == place;
}

/* Esc leads there from anywhere; nothing is waited for; and keys are answered again. */
static void go_home(struct hands *h)
{
    struct glass *g = h->g;
    glass_later(g, A_WHILE);
    glass_resize(g, 24, 80);
    for (int i = 0; i < ESCAPES && !at_home(h); i++)
        glass_press(g, "Esc");
    if (!at_home(h))
        glass_expect(g, "(home)");
    assert_null(g->ui->hold);
    assert_int_equal(g->ui->held_count, 0);
    if (h->world->guest) {
        glass_press(g, "Esc");
        glass_expect(g, _("Welcome"));
        return;
    }
    glass_press(g, "Ctrl-P");
    glass_expect(g, _("What can be done here"));
    glass_press(g, "Esc");
    assert_true(at_home(h));
}

static void tell(void *context, const char *defect)
{
    (void)context;
    print_error("%s\n", defect);
}

static void expect_sound(struct office *o)
{
    struct session *s = office_session(o);
    int64_t entries = 0, defects = 0;
    struct error e = { 0 };
    assert_int_equal(act_verify(s, tell, NULL, &entries, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_true(entries > 0);
    session_close(&s);
}

/* ---- Worlds ---- */

static void write_sheet(const struct office *o)
{
    struct buf sheet = { 0 };
    char path[320];
    buf_puts(&sheet, "No Permohonan,Tanggal Permohonan,Nama Pemohon,Nama Komoditas\n"
                     "2020.1.01.E.000001,2020-05-04,PT Lama,Pinang\n"
                     "2020.1.01.E.000002,31/31/2020,CV Tua,\"Kopi\n");
    snprintf(path, sizeof path, "%s/maju.csv", o->folder);
    assert_int_equal(file_write(path, &sheet, 0644, NULL), DONE);
    buf_free(&sheet);
}

static void make_practice(struct office *o)
{
    struct error e = { 0 };
    snprintf(o->store, sizeof o->store, "%s/latihan.db", o->folder);
    struct init_options init = {
        .store = o->store, .desk_folder = o->desk, .clock = &o->clock, .demo = true
    };
    enum outcome result = act_init(&init, &e);
    if (result != DONE)
        print_error("%s\n", e.text);
    assert_int_equal(result, DONE);
}

static struct office *make_office(const struct world *w)
{
    void *state = NULL;
    assert_int_equal(office_up(&state), 0);
    struct office *o = state;
    if (w->practice)
        make_practice(o);
    else
        office_permits(o, 30);
    write_sheet(o);
    return o;
}

/* Papers and exports land in the office's folder, and no printer is found. */
static void play(const struct world *w, unsigned seed, long keys)
{
    char *path = xstrdup(getenv("PATH"));
    struct hands h = { .office = make_office(w), .world = w, .seed = seed * 2654435761U | 1U };
    print_error("%s, seed %u\n", w->name, seed); /* for whoever finds it hanging */
    assert_int_equal(chdir(h.office->folder), 0);
    setenv("HOME", h.office->folder, 1);
    setenv("PATH", h.office->folder, 1);
    open_glass(&h);
    for (long doings = 1, pressed = 0; pressed < keys; doings++) {
        h.g->pressed = 0;
        press_any(&h);
        pressed += (long)h.g->pressed;
        open_again(&h);
        if (doings % SEGMENT == 0)
            go_home(&h);
        if (doings % PROOF_EACH == 0)
            expect_sound(h.office);
    }
    go_home(&h);
    glass_close(&h.g);
    expect_sound(h.office);
    setenv("PATH", path, 1);
    free(path);
    assert_int_equal(chdir("/"), 0);
    void *state = h.office;
    assert_int_equal(office_down(&state), 0);
}

static long wish(const char *name, long otherwise)
{
    const char *said = getenv(name);
    return said != NULL ? strtol(said, NULL, 10) : otherwise;
}

static void any_keys_lead_home(void **state)
{
    bool at_length = getenv("LOKET_LONG") != NULL;
    long first = wish("FUZZ_SEED", 0), seeds = wish("FUZZ_SEEDS", at_length ? SEEDS_LONG : SEEDS);
    long keys = wish("FUZZ_KEYS", at_length ? KEYS_LONG : KEYS);
    (void)state;
    for (long i = first; i < first + seeds; i++)
        play(&worlds[i % (long)COUNT(worlds)], (unsigned)i, keys);
}

/* Also of kinds of which nothing can be typed, from whatever list they are begun. */
static void a_form_of_any_kind_opens(void **state)
{
    struct office *o = make_office(&worlds[0]);
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        struct glass *g = glass_open(o, 24, 80, false);
        form_new(g->ui, all_kinds.kinds[i], NULL, NULL, "");
        glass_later(g, 1);
        glass_press(g, "Down Tab F4 Esc F5 F8 F9 Ctrl-D Ctrl-X Ctrl-Z End Enter F2 Esc Esc Esc");
        assert_false(ui_ended(g->ui));
        glass_close(&g);
    }
    expect_sound(o);
    void *made = o;
    assert_int_equal(office_down(&made), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_keys_lead_home),
        cmocka_unit_test(a_form_of_any_kind_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
