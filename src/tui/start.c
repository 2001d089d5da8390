/* start.c - the first start: no database is configured. A demo can be made, or found again. */
#include "lines.h"
#include "screens.h"

#include <stdlib.h>
#include <unistd.h>

struct start {
    bool making; /* the notice has been drawn: go ahead at the next tick */
    char *path;
};

/* Beside the desk's own file, where nobody else's work lies. */
static char *demo_path(const struct ui *u)
{
    struct buf path = { 0 };
    const char *folder = u->session_options.desk_folder, *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (folder != NULL)
        buf_puts(&path, folder);
    else if (state != NULL && state[0] != '\0')
        buf_printf(&path, "%s/loket", state);
    else
        buf_printf(&path, "%s/.local/state/loket", home != NULL ? home : ".");
    buf_puts(&path, "/latihan.db");
    return buf_take(&path);
}

static void open_demo(struct ui *u, const char *path)
{
    struct error e = { 0 };
    struct init_options o = { .store = path,
                              .desk_folder = u->session_options.desk_folder,
                              .clock = u->session_options.clock,
                              .demo = true };
    bool there = access(path, F_OK) == 0;
    enum outcome result = there ? DONE : act_init(&o, &e);
    if (result != DONE)
        unlink(path); /* half a practice office is of no use */
    char *store = xstrdup(path);
    u->session_options.store = store;
    if (result == DONE)
        result = session_open(&u->session_options, &u->session, &e);
    if (result != DONE) {
        u->session_options.store = NULL;
        free(store);
        ui_fail(u, &e);
        return;
    }
    u->store = store;
    ui_enter(u);
}

static void start_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct start *t = s->own;
    struct lines lines = { 0 };
    struct area in = draw_frame(c, a, true, _("First start"), "");
    struct buf text = { 0 };
    if (t->making)
        buf_puts(&text, _("Making a practice office: two years of permits, parties and open work. "
                          "This takes a moment …"));
    else
        buf_printf(&text,
                   _("Welcome. No database is configured on this desk yet.\n\n"
                     "Enter   opens a practice office, filled with believable work. Nothing in it "
                     "is real; every screen says TRAINING.\n"
                     "Ctrl-Q  leaves. To make the office's own database, with you as who "
                     "lets others in, run\n"
                     "          loket init --store PATH --admin NAME\n"
                     "        and write “store = PATH” into ~/.config/loket/loket.conf.\n\n"
                     "The practice office lies in %s"),
                   t->path);
    lines_wrap(&lines, buf_text(&text), (size_t)(in.cols > 4 ? in.cols - 4 : 1));
    lines_draw(&lines, 0, c, (struct area){ in.y + 1, in.x + 2, in.rows - 1, in.cols - 4 },
               PLAIN_TEXT);
    size_t greeting = 0;
    while (greeting < lines.count && lines.items[greeting][0] != '\0')
        greeting++;
    draw_cursor(c, in.y + 1 + (int)greeting + 1, in.x + 2); /* on what Enter does */
    lines_free(&lines);
    buf_free(&text);
}

static bool start_key(struct screen *s, const struct key *k)
{
    struct start *t = s->own;
    if (k->code != K_ENTER && k->code != K_NEWLINE)
        return false;
    t->making = true;
    return true;
}

static bool start_run(struct screen *s, enum command c)
{
    if (c != DO_BACK)
        return false;
    s->ui->ended = true;
    return true;
}

static int start_patience(struct screen *s, moment now)
{
    (void)now;
    return ((const struct start *)s->own)->making ? 0 : -1;
}

static void start_tick(struct screen *s, moment now)
{
    (void)now;
    struct start *t = s->own;
    struct ui *u = s->ui;
    frame_draw(u); /* the notice, before the work that shows nothing */
    t->making = false;
    char *path = xstrdup(t->path);
    open_demo(u, path);
    free(path);
}

static void start_close(struct screen *s)
{
    struct start *t = s->own;
    free(t->path);
}

static const struct screen_class start_class = {
    .id = "start",
    .place = IN_START,
    .private_size = sizeof(struct start),
    .draw = start_draw,
    .key = start_key,
    .run = start_run,
    .patience = start_patience,
    .tick = start_tick,
    .close = start_close,
};

void start_open(struct ui *u)
{
    struct screen *s = screen_push(u, &start_class);
    ((struct start *)s->own)->path = demo_path(u);
}
