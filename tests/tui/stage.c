#include "../../src/store/desk.h"
#include "../../src/tui/screens.h"

#include "people_screen.h"
#include "props.h"
#include "shelf.h"
#include "stage.h"
#include "store/office.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { ROWS = 24, COLS = 80, SECOND_MS = 1000, WAITS_MAX = 200, WAIT_MS = 50, ROWS_MAX = 200 };

/* ---- The office on the shelf ---- */

static moment the_moment(void)
{
    return moment_parse("2026-11-20T03:00:00.000Z"); /* Friday, 10.00 in western Indonesia */
}

/* Every desk has a copy of the look-up tables after some minutes. */
static void copy_tables(struct session *s)
{
    struct error e = { 0 };
    for (bool more = true; more;)
        must(act_copy(s, &more, &e), &e);
}

static void build(struct stage *st)
{
    struct error e = { 0 };
    struct office *o = &st->office;
    struct init_options init = {
        .store = o->store, .desk_folder = o->desk, .clock = &o->clock, .demo = true
    };
    must(folder_make(st->play, 0700, &e), &e);
    must(act_init(&init, &e), &e);
    props_lay_out(st->play);
    struct session *s = office_session(o);
    staff_login(s, "operator"); /* known here from now on: the share may go away */
    copy_tables(s);
    session_close(&s);
    shelf_same(st->play, st->shelf);
}

struct stage *stage_up(enum language l)
{
    struct stage *st = xcalloc(1, sizeof *st);
    struct office *o = &st->office;
    const char *tmp = getenv("TMPDIR");
    text_start();
    setenv("ESCDELAY", "1", 1); /* ms: all bytes of a key are there at once */
    setenv("TZ", "UTC", 1);
    st->language = l;
    language_set(l);
    snprintf(o->folder, sizeof o->folder, "%.150s/loket-stage-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(o->folder) == NULL)
        test_stop("no folder for the stage\n");
    snprintf(st->shelf, sizeof st->shelf, "%.180s/shelf", o->folder);
    snprintf(st->play, sizeof st->play, "%.180s/play", o->folder);
    snprintf(o->store, sizeof o->store, "%s/loket.db", st->play);
    snprintf(o->desk, sizeof o->desk, "%s/desk", st->play);
    setenv("HOME", st->play, 1); /* files are named from "~/" there */
    o->now = the_moment();
    o->clock = (struct clock){ office_clock, o };
    dice_shake();
    build(st);
    return st;
}

void stage_down(struct stage **st)
{
    folder_remove((*st)->office.folder);
    free(*st);
    *st = NULL;
}

static void take_from_shelf(struct stage *st)
{
    shelf_same(st->shelf, st->play);
    snprintf(st->office.desk, sizeof st->office.desk, "%s/desk", st->play);
    st->office.now = the_moment();
    language_set(st->language);
    dice_shake();
}

/* ---- Playing ---- */

static const char escape[] = "escape";

static struct stage *of(struct glass *g)
{
    return (struct stage *)g->office;
}

/* What may still be asked is answered: only where the share hangs does anything work on threads. */
static void settle(struct glass *g)
{
    for (int i = 0; i < WAITS_MAX && g->ui->asks != NULL; i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, COUNT(p), WAIT_MS);
        glass_later(g, 1);
    }
}

/* A call on the share that does not come back until it is let go. */
struct hanging {
    struct job job; /* first */
    int gate[2];    /* a byte into [1] lets it go */
};

static void hang(struct job *j)
{
    char byte;
    ssize_t n = read(((struct hanging *)j)->gate[0], &byte, 1);
    (void)n;
}

static void came_back(struct job *j)
{
    (void)j;
}

static void hang_share(struct stage *st, struct glass *g)
{
    st->hanging = xcalloc(1, sizeof *st->hanging);
    st->hanging->job = (struct job){ .run = hang, .done = came_back };
    if (pipe(st->hanging->gate) != 0)
        test_stop("no pipe\n");
    session_post(g->ui->session, AT_SHARE, &st->hanging->job);
    glass_later(g, 1);
}

static void let_go(struct stage *st, struct glass *g)
{
    if (st->hanging == NULL)
        return;
    if (write(st->hanging->gate[1], "x", 1) != 1)
        test_stop("it hangs for ever\n");
    settle(g);
    close(st->hanging->gate[0]);
    close(st->hanging->gate[1]);
    free(st->hanging);
    st->hanging = NULL;
}

/* From another desk: FIELD=TEXT of the permit that is on the screen here. */
static void colleague(struct glass *g, const char *change)
{
    struct error e = { 0 };
    struct session *s = office_session(g->office);
    struct record *r = NULL;
    const struct record *shown = ui_record(g->ui);
    const struct kind *k = shown != NULL ? shown->kind : NULL;
    int64_t id = shown != NULL ? shown->id : 0;
    char *field = xstrndup(change, strcspn(change, "="));
    struct reading how = session_reading(s, SPELL_CANONICAL);
    if (shown == NULL)
        form_editing(g->ui, &k, &id);
    staff_login(s, "verifier");
    must(act_load(s, k, id, &r, &e), &e);
    struct record *base = record_copy(r);
    must(record_put(r, field, &how, strchr(change, '=') + 1, &e), &e);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&base);
    record_free(&r);
    session_close(&s);
    free(field);
}

static void log_in(struct glass *g, const char *name)
{
    if (strcmp(g->ui->top->class->id, "pass") != 0)
        glass_press(g, "Ctrl-V");
    people_login(g, name, "demo");
}

/* In the palette, which takes what fits best. */
static void from_palette(struct glass *g, const char *label)
{
    glass_press(g, "Ctrl-P");
    glass_type(g, label);
    glass_press(g, "Enter");
}

/* To the row on which that stands. */
static void down_to(struct glass *g, const char *text)
{
    int y, x;
    for (int n = 0; n < ROWS_MAX; n++) {
        glass_cursor(g, &y, &x);
        if (strstr(glass_row(g, y), text) != NULL)
            return;
        glass_press(g, "Down");
    }
    test_stop("no row has %s\n", text);
}

/* The menu cuts long names. */
static void from_menu(struct glass *g, const char *label)
{
    char start[MENU_COLS];
    snprintf(start, sizeof start, "%.12s", label);
    glass_menu(g, start);
}

/* What stands behind the n-th colon of the slip that is shown, one to a row. */
static void read_slip(struct glass *g, int nth, char *out, size_t room)
{
    for (int y = 2; y < g->rows; y++) {
        const char *row = glass_row(g, y), *at = strstr(row, ": ");
        if (at != NULL && nth-- == 0) {
            snprintf(out, room, "%.*s", (int)strcspn(at + 2, "│"), at + 2);
            return;
        }
    }
    test_stop("no slip on the screen\n");
}

/* A visitor comes back with it. */
static void ask_after(struct glass *g)
{
    char number[64], code[64];
    read_slip(g, 0, number, sizeof number);
    read_slip(g, 1, code, sizeof code);
    glass_press(g, "Enter");
    glass_type(g, "2");
    glass_type(g, number);
    glass_press(g, "Enter");
    glass_type(g, code);
    glass_press(g, "Enter");
}

static void fill_desk(struct glass *g)
{
    struct error e = { 0 };
    assert_int_equal(sql_do(&session_desk(g->ui->session)->db,
                            "CREATE TEMP TRIGGER no_room BEFORE INSERT ON draft"
                            " BEGIN SELECT RAISE(FAIL, 'no room'); END",
                            &e),
                     DONE);
}

/* A word without marks around it. */
static void play_word(struct glass *g, const char *word)
{
    static const char change[] = "colleague:", wait[] = "wait:";
    if (word[0] == '@')
        log_in(g, word + 1);
    else if (text_starts(word, wait))
        glass_later(g, SECOND_MS * atoi(word + strlen(wait)));
    else if (text_starts(word, change))
        colleague(g, word + strlen(change));
    else if (strcmp(word, "hang") == 0)
        hang_share(of(g), g);
    else if (strcmp(word, "full") == 0)
        fill_desk(g);
    else if (strcmp(word, "slip") == 0)
        ask_after(g);
    else if (strcmp(word, escape) != 0) /* whose turn comes with the size */
        glass_press(g, word);
}

/* Up to the mark that ends it; *rest is moved behind that. Owned. */
static char *take(const char **rest, const char *marks)
{
    size_t n = strcspn(*rest, marks);
    char *text = xstrndup(*rest, n);
    *rest += n + ((*rest)[n] != '\0');
    return text;
}

void stage_play(struct glass *g, const char *keys)
{
    for (keys += strspn(keys, " "); *keys != '\0'; keys += strspn(keys, " ")) {
        static const char opening[] = "'`<{[", *const closing[] = { "'", "`", ">", "}", "]" };
        const char *mark = strchr(opening, *keys);
        keys += mark != NULL;
        char *word = take(&keys, mark != NULL ? closing[mark - opening] : " ");
        if (mark == NULL)
            play_word(g, word);
        else if (*mark == '<')
            from_menu(g, _(word));
        else if (*mark == '{')
            from_palette(g, _(word));
        else if (*mark == '[')
            down_to(g, word);
        else
            glass_type(g, *mark == '`' ? _(word) : word);
        if (of(g)->threads && of(g)->hanging == NULL)
            settle(g);
        free(word);
    }
}

/* The journal, and where the share is away the database too. */
static void take_away(const struct office *o, bool database)
{
    char journal[300];
    snprintf(journal, sizeof journal, "%s-journal", o->store);
    if (unlink(journal) != 0 || (database && unlink(o->store) != 0))
        test_stop("%s cannot be taken away\n", o->store);
}

void scene_leave(struct glass **g)
{
    let_go(of(*g), *g);
    glass_close(g);
}

struct glass *scene_reach(struct stage *st, const struct scene *sc)
{
    struct office *o = &st->office;
    bool bare = sc->place == NO_STORE; /* its desk's folder is named, not looked into */
    if (o->glass != NULL)              /* a test ended in its midst */
        scene_leave(&o->glass);
    take_from_shelf(st);
    if (bare)
        snprintf(o->desk, sizeof o->desk, "/home/sari/.local/state/loket");
    if (sc->place == CUT_OFF || sc->place == TIDIED)
        take_away(o, sc->place == CUT_OFF);
    o->guest = sc->place == FOR_GUESTS;
    st->threads = o->threads = sc->place == HUNG;
    struct glass *g = glass_open_with(o, ROWS, COLS, false, bare ? "" : o->store, "xterm-256color");
    o->guest = o->threads = false;
    if (st->threads)
        settle(g);
    stage_play(g, sc->keys);
    return g;
}

void scene_theme(struct glass *g, enum theme theme)
{
    draw_prepare(&g->ui->canvas, theme);
    g->ui->stirred = true;
    glass_later(g, 0);
}

void scene_size(struct glass *g, const struct scene *sc, int rows, int cols)
{
    glass_resize(g, rows, cols);
    if (strcmp(sc->keys, escape) != 0)
        return;
    glass_later(g, SECOND_MS);
    glass_press(g, "Down Up"); /* a resize ends the wait for a digit, and Esc was pressed */
    glass_raw(g, "\033");
}

void scene_show(struct stage *st, const struct scene *sc, int rows, int cols, struct buf *out)
{
    struct glass *g = scene_reach(st, sc);
    scene_size(g, sc, rows, cols);
    for (int y = 0; y < rows; y++)
        buf_printf(out, "%s\n", glass_row(g, y));
    scene_leave(&g);
}
