/* history.c - who changed what of a record, and when: a sentence for each version, and what it
 * changed side by side. */
#include "lines.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_MOST = 6 }; /* fields told of those filled in: the rest stands side by side */

struct told {
    int64_t rev;
    char *words;
};

struct told_list {
    struct told *items;
    size_t count;
};

struct history {
    const struct kind *kind;
    int64_t id;
    char *title;
    struct told_list told; /* newest first */
    size_t cursor, top, height;
    int64_t marked; /* a version to compare with; 0: none */
};

static void told_free(struct told_list *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->items[i].words);
    free(t->items);
    *t = (struct told_list){ 0 };
}

/* ---- On the screen ---- */

static void wrap(const struct history *h, size_t i, int cols, struct lines *out)
{
    lines_wrap(out, h->told.items[i].words, cols > 8 ? (size_t)cols - 4 : 4);
}

static size_t tall(const struct history *h, size_t i, int cols)
{
    struct lines lines = { 0 };
    wrap(h, i, cols, &lines);
    size_t n = lines.count;
    lines_free(&lines);
    return n;
}

static void keep_in_sight(struct history *h, struct area in)
{
    size_t used = 0;
    h->height = in.rows > 0 ? (size_t)in.rows : 1;
    if (h->cursor < h->top)
        h->top = h->cursor;
    for (size_t i = h->top; i <= h->cursor && i < h->told.count; i++)
        used += tall(h, i, in.cols);
    for (; used > h->height && h->top < h->cursor; h->top++)
        used -= tall(h, h->top, in.cols);
}

static int draw_told(struct screen *s, struct canvas *c, struct area in, int y, size_t i)
{
    const struct history *h = s->own;
    struct lines lines = { 0 };
    wrap(h, i, in.cols, &lines);
    if (i == h->cursor) {
        draw_text(c, y, in.x, 1, STRONG, ">");
        if (s->ui->top == s)
            draw_cursor(c, y, in.x);
    }
    if (h->told.items[i].rev == h->marked)
        draw_text(c, y, in.x + 1, 1, STRONG, "x");
    for (size_t n = 0; n < lines.count && y < in.y + in.rows; n++, y++)
        draw_run(c, y, in.x + (n > 0 ? 4 : 2), in.cols - 4, PLAIN_TEXT, lines.items[n]);
    lines_free(&lines);
    return y;
}

static void history_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct history *h = s->own;
    struct buf note = { 0 };
    buf_printf(&note, "%zu / %zu", h->told.count > 0 ? h->cursor + 1 : 0, h->told.count);
    struct area in = draw_frame(c, a, s->ui->top == s, h->title, buf_text(&note));
    keep_in_sight(h, in);
    int y = in.y;
    for (size_t i = h->top; i < h->told.count && y < in.y + in.rows; i++)
        y = draw_told(s, c, in, y, i);
    buf_free(&note);
}

/* ---- Keys ---- */

static void go(struct history *h, long by)
{
    long at = (long)h->cursor + by, last = (long)h->told.count - 1;
    h->cursor = at < 0 || last < 0 ? 0 : at > last ? (size_t)last : (size_t)at;
}

/* The version under the cursor and the one before it, or the one that is marked. */
static void open_here(struct screen *s)
{
    const struct history *h = s->own;
    if (h->cursor >= h->told.count)
        return;
    int64_t rev = h->told.items[h->cursor].rev;
    int64_t other = h->marked != 0 && h->marked != rev ? h->marked : rev - 1;
    versions_open(s->ui, h->kind, h->id, other < rev ? other : rev, other < rev ? rev : other);
}

static void mark_here(struct history *h)
{
    if (h->cursor >= h->told.count)
        return;
    int64_t rev = h->told.items[h->cursor].rev;
    h->marked = h->marked == rev ? 0 : rev;
}

static bool history_key(struct screen *s, const struct key *k)
{
    struct history *h = s->own;
    long page = h->height > 4 ? (long)h->height / 2 : 1;
    switch (k->code) {
    case K_UP:
    case K_BACKTAB:
        go(h, -1);
        return true;
    case K_DOWN:
    case K_TAB:
        go(h, 1);
        return true;
    case K_PAGE_UP:
        go(h, -page);
        return true;
    case K_PAGE_DOWN:
        go(h, page);
        return true;
    case K_HOME:
        h->cursor = 0;
        return true;
    case K_END:
        go(h, (long)h->told.count);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        open_here(s);
        return true;
    case K_LEFT:
        screen_close(s);
        return true;
    case K_TEXT:
        if (strcmp(k->text, " ") != 0)
            return false;
        mark_here(h);
        return true;
    default:
        return false;
    }
}

static void history_hint(struct screen *s, struct buf *out)
{
    const struct history *h = s->own;
    if (h->marked != 0)
        buf_printf(out, _("Enter compares with version %lld; Space takes the mark off."),
                   (long long)h->marked);
    else
        buf_puts(out, _("Enter shows old and new side by side; Space marks a version to compare."));
}

static void history_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("Every version of the record, the newest first: who changed what, and when. Enter "
               "shows what a version changed, old and new side by side. Space marks a version; "
               "Enter on another one then shows what changed between the two.\n"));
}

static void history_close(struct screen *s)
{
    struct history *h = s->own;
    told_free(&h->told);
    free(h->title);
}

static const struct screen_class history_class = {
    .id = "history",
    .place = IN_HISTORY,
    .private_size = sizeof(struct history),
    .overlay = true,
    .draw = history_draw,
    .key = history_key,
    .hint = history_hint,
    .help = history_help,
    .close = history_close,
};

/* ---- Opening ---- */

struct history_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    struct told_list told;
};

static void add_told(void *context, int64_t rev, const char *words)
{
    struct told_list *t = context;
    t->items = xreallocarray(t->items, t->count + 1, sizeof *t->items);
    t->items[t->count++] = (struct told){ rev, xstrdup(words) };
}

static void work(struct ask *ask)
{
    struct history_ask *a = (struct history_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_history_told(ask->session, a->kind, a->id, TOLD_MOST, add_told, &a->told,
                                        &ask->error);
}

static void release(struct ask *ask)
{
    struct history_ask *a = (struct history_ask *)ask;
    record_free(&a->record);
    told_free(&a->told);
}

static void answer(struct ask *ask)
{
    struct history_ask *a = (struct history_ask *)ask;
    struct buf title = { 0 };
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct screen *s = screen_push(ask->ui, &history_class);
    struct history *h = s->own;
    h->kind = a->kind;
    h->id = a->id;
    h->told = a->told;
    a->told = (struct told_list){ 0 };
    buf_printf(&title, "%s ─ ", _("History"));
    record_known(a->record, &title);
    h->title = buf_take(&title);
}

void history_open(struct ui *u, const struct kind *k, int64_t id)
{
    struct history_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Reading the history"));
}
