#include "stage.h"

#include "people_screen.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { ROWS = 24, COLS = 80, SECOND_MS = 1000 };

/* ---- Dice that always fall the same way: numbers of desks, ids and codes stand in pictures ----
 */

static uint64_t fallen;

static uint32_t dice_random(void)
{
    enum { HIGH = 33 };
    fallen ^= fallen << 13;
    fallen ^= fallen >> 7;
    fallen ^= fallen << 17; /* xorshift64 */
    return (uint32_t)(fallen >> HIGH);
}

static void dice_fill(void *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)out)[i] = (unsigned char)dice_random();
}

static const char *dice_name(void)
{
    return "dice of the stage";
}

static struct randombytes_implementation dice = { .implementation_name = dice_name,
                                                  .random = dice_random,
                                                  .buf = dice_fill };

static void dice_shake(void)
{
    fallen = UINT64_C(0x4C4F4B4554);
    randombytes_set_implementation(&dice);
}

/* ---- The office on the shelf, in memory where there is such a disk: nothing here is to last ----
 */

static moment the_moment(void)
{
    return moment_parse("2026-11-20T03:00:00.000Z"); /* Friday, 10.00 in western Indonesia */
}

static void copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t n = 1;
    while (n > 0)
        n = sendfile(out, in, NULL, 1 << 30);
    if (in < 0 || out < 0 || n < 0)
        test_stop("%s cannot be copied to %s\n", from, to);
    close(in);
    close(out);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* to becomes what from is, with what lies in it. */
static void copy_folder(const char *from, const char *to)
{
    struct error e = { 0 };
    DIR *d = opendir(from);
    if (d == NULL || folder_make(to, 0700, &e) != DONE)
        test_stop("%s cannot be copied to %s: %s\n", from, to, e.text);
    for (const struct dirent *f = readdir(d); f != NULL; f = readdir(d)) {
        struct buf a = { 0 }, b = { 0 };
        buf_printf(&a, "%s/%s", from, f->d_name);
        buf_printf(&b, "%s/%s", to, f->d_name);
        if (f->d_name[0] == '.')
            ;
        else if (is_folder(buf_text(&a)))
            copy_folder(buf_text(&a), buf_text(&b));
        else
            copy_file(buf_text(&a), buf_text(&b));
        buf_free(&a);
        buf_free(&b);
    }
    closedir(d);
}

static void remove_folder(const char *path)
{
    char command[400];
    snprintf(command, sizeof command, "rm -rf '%s'", path);
    if (system(command) != 0)
        test_stop("%s cannot be removed\n", path);
}

static void build(struct stage *st)
{
    struct error e = { 0 };
    struct office *o = &st->office;
    char store[400], desk[400];
    snprintf(store, sizeof store, "%s/loket.db", st->shelf);
    snprintf(desk, sizeof desk, "%s/desk", st->shelf);
    struct init_options init = {
        .store = store, .desk_folder = desk, .clock = &o->clock, .demo = true
    };
    if (folder_make(st->shelf, 0700, &e) != DONE || act_init(&init, &e) != DONE)
        test_stop("the practice office: %s\n", e.text);
}

struct stage *stage_up(enum language l)
{
    struct stage *st = xcalloc(1, sizeof *st);
    struct office *o = &st->office;
    const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
    text_start();
    setenv("ESCDELAY", "1", 1); /* ms: all bytes of a key are there at once */
    setenv("TZ", "UTC", 1);
    st->language = l;
    language_set(l);
    snprintf(o->folder, sizeof o->folder, "%.150s/loket-stage-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(o->folder) == NULL)
        test_stop("no folder for the stage\n");
    snprintf(st->shelf, sizeof st->shelf, "%s/shelf", o->folder);
    snprintf(o->store, sizeof o->store, "%s/play/loket.db", o->folder);
    o->now = the_moment();
    o->clock = (struct clock){ office_clock, o };
    dice_shake();
    build(st);
    return st;
}

void stage_down(struct stage **st)
{
    remove_folder((*st)->office.folder);
    free(*st);
    *st = NULL;
}

static void take_from_shelf(struct stage *st)
{
    char play[240];
    snprintf(play, sizeof play, "%.200s/play", st->office.folder);
    remove_folder(play);
    copy_folder(st->shelf, play);
    snprintf(st->office.desk, sizeof st->office.desk, "%s/desk", play);
    st->office.now = the_moment();
    language_set(st->language);
    dice_shake();
}

/* ---- Playing ---- */

/* Up to the mark that ends it; *rest is moved behind that. Owned. */
static char *between(const char **rest, char mark)
{
    const char *end = strchr(*rest, mark);
    if (end == NULL)
        test_stop("no %c behind: %s\n", mark, *rest);
    char *text = xstrndup(*rest, (size_t)(end - *rest));
    *rest = end + 1;
    return text;
}

static void play_one(struct glass *g, const char **rest)
{
    char first = *(*rest)++;
    char *word = first == '\''  ? between(rest, '\'')
                 : first == '<' ? between(rest, '>')
                 : first == '{' ? between(rest, '}')
                                : NULL;
    if (word == NULL) {
        size_t n = strcspn(--*rest, " ");
        word = xstrndup(*rest, n);
        *rest += n;
        if (strcmp(word, "wait") == 0)
            glass_later(g, SECOND_MS);
        else
            glass_press(g, word);
    } else if (first == '\'') {
        glass_type(g, word);
    } else if (first == '<') {
        glass_menu(g, _(word));
    } else {
        glass_press(g, "Ctrl-P");
        glass_type(g, _(word));
        glass_press(g, "Enter");
    }
    free(word);
}

void stage_play(struct glass *g, const char *keys)
{
    for (keys += strspn(keys, " "); *keys != '\0'; keys += strspn(keys, " "))
        play_one(g, &keys);
}

struct glass *scene_reach(struct stage *st, const struct scene *sc, bool mono)
{
    struct office *o = &st->office;
    take_from_shelf(st);
    o->guest = sc->place == AT_GUEST;
    bool bare = sc->place == AT_NO_STORE; /* its desk's folder is named, not looked into */
    if (bare)
        snprintf(o->desk, sizeof o->desk, "/home/sari/.local/state/loket");
    struct glass *g = glass_open_with(o, ROWS, COLS, mono, bare ? "" : o->store, "xterm-256color");
    o->guest = false;
    if (sc->who != NULL && strcmp(sc->who, "operator") != 0) {
        glass_press(g, "Ctrl-V");
        people_login(g, sc->who, "demo");
    }
    if (sc->keys != NULL)
        stage_play(g, sc->keys);
    if (sc->reach != NULL)
        sc->reach(g);
    return g;
}

void scene_show(struct stage *st, const struct scene *sc, int rows, int cols, struct buf *out)
{
    struct glass *g = scene_reach(st, sc, false);
    glass_resize(g, rows, cols);
    for (int y = 0; y < rows; y++)
        buf_printf(out, "%s\n", glass_row(g, y));
    glass_close(&g);
}
