/* prompt.c - one line to type, just above the bar, what is behind it still in sight. */
#include "echo.h"
#include "editor.h"
#include "path.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

static const struct screen_class prompt_class;

struct prompt_own {
    struct editor editor;
    char *label, *hint;
    const struct field *field; /* what is typed is one of its kind; or NULL */
    struct screen *owner;
    bool file; /* it is a file's name */
    typed_fn *done, *changed, *other;
    void *context;
    void (*release)(void *context);
};

enum { ECHO_CELLS = 26 };

/* On a small screen what is typed needs the room more. */
static int echo_cells(const struct prompt_own *p, int cols)
{
    return p->field == NULL ? 0 : cols < FULL_COLS ? cols / 3 : ECHO_CELLS;
}

static void draw_echo(struct screen *s, struct canvas *c, int y)
{
    const struct prompt_own *p = s->own;
    int cells = echo_cells(p, c->cols);
    struct buf echo = { 0 };
    echo_text(s->ui, p->field, buf_text(&p->editor.text), &echo);
    draw_right(c, y, c->cols - cells - 1, cells, FAINT, buf_text(&echo));
    buf_free(&echo);
}

static void prompt_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct prompt_own *p = s->own;
    int y = a.y + a.rows - 2, x = 1, label = (int)utf8_cells(p->label);
    int room = a.cols - label - 5 - echo_cells(p, a.cols);
    size_t cell = 0;
    const char *view = editor_view(&p->editor, (size_t)(room > 1 ? room : 1), &cell);
    draw_line(c, y - 1, 0, a.cols);
    draw_clear(c, (struct area){ y, 0, 2, a.cols });
    x += draw_run(c, y, x, a.cols / 2, STRONG, p->label) + 1;
    draw_text(c, y, x, room, p->editor.fresh ? ENTRY_FRESH : ENTRY, view);
    draw_parts(c, y + 1, 1, a.cols - 2, FAINT, p->hint);
    if (p->field != NULL)
        draw_echo(s, c, y);
    draw_cursor(c, y, x + (int)cell);
}

static void own_free(struct prompt_own *p)
{
    editor_free(&p->editor);
    free(p->label);
    free(p->hint);
    if (p->release != NULL)
        p->release(p->context);
}

/* ---- Names of files ---- */

struct complete_ask {
    struct ask ask; /* first */
    char *typed;
    struct buf whole, others;
    size_t count;
};

static void complete_work(struct ask *ask)
{
    struct complete_ask *a = (struct complete_ask *)ask;
    a->count = path_complete(a->typed, &a->whole, &a->others);
    ask->outcome = DONE;
}

static void complete_release(struct ask *ask)
{
    struct complete_ask *a = (struct complete_ask *)ask;
    free(a->typed);
    buf_free(&a->whole);
    buf_free(&a->others);
}

/* Typing has gone on meanwhile: then it is too late. */
static void completed(struct ask *ask)
{
    const struct complete_ask *a = (const struct complete_ask *)ask;
    struct prompt_own *p = ask->owner->own;
    if (strcmp(buf_text(&p->editor.text), a->typed) != 0)
        return;
    if (a->count == 0)
        ui_say(ask->ui, SAID, _("No file there begins so."));
    else if (a->others.len > 0)
        ui_say(ask->ui, SAID, "%s", buf_text(&a->others));
    editor_set(&p->editor, buf_text(&a->whole), 0, false);
    p->editor.fresh = false;
}

static void complete(struct screen *s)
{
    const struct prompt_own *p = s->own;
    struct complete_ask *a =
        ask_new(sizeof *a, s->ui, s, complete_work, completed, complete_release);
    a->typed = xstrdup(buf_text(&p->editor.text));
    ask_post(&a->ask, AT_DESK);
}

/* ---- Keys ---- */

/* The prompt closes before its text is used: what is done with it may open other screens. Where
 * the text cannot be used it opens again as it was. */
static void finish(struct screen *s, bool other)
{
    struct ui *u = s->ui;
    struct prompt_own p = *(struct prompt_own *)s->own;
    *(struct prompt_own *)s->own = (struct prompt_own){ 0 };
    screen_close(s);
    char *text = xstrdup(buf_text(&p.editor.text));
    bool done = (other ? p.other : p.done)(u, p.owner, p.context, text_trim(text));
    free(text);
    if (done) {
        own_free(&p);
        return;
    }
    struct screen *again = screen_push(u, &prompt_class);
    *(struct prompt_own *)again->own = p;
}

static bool prompt_key(struct screen *s, const struct key *k)
{
    struct prompt_own *p = s->own;
    enum edited edited;
    bool other = p->other != NULL && (k->code == K_F(4) || k->code == K_CTRL('O'));
    if (k->code == K_TAB && p->file) {
        complete(s);
        return true;
    }
    if (k->code == K_ENTER || k->code == K_NEWLINE || other) {
        finish(s, other);
        return true;
    }
    if (k->code == K_PASTE)
        edited = editor_insert(&p->editor, buf_text(&s->ui->keyboard.paste));
    else
        edited = editor_key(&p->editor, k);
    if (edited == EDIT_CHANGED && p->changed != NULL)
        p->changed(s->ui, p->owner, p->context, buf_text(&p->editor.text));
    return edited != EDIT_NOT_MINE;
}

static void prompt_help(struct screen *s, struct buf *out)
{
    struct prompt_own *p = s->own;
    buf_printf(out, "%s %s\n%s\n", p->label, _("— type it, then Enter."), p->hint);
    if (p->file)
        buf_puts(out, _("Tab completes the file's name, “~/” is your own folder.\n"));
}

static void prompt_close(struct screen *s)
{
    own_free(s->own);
}

static const struct screen_class prompt_class = {
    .id = "prompt",
    .place = IN_DIALOG,
    .private_size = sizeof(struct prompt_own),
    .overlay = true,
    .message_rows = 2, /* its hint, but never what is typed */
    .draw = prompt_draw,
    .key = prompt_key,
    .help = prompt_help,
    .close = prompt_close,
};

void prompt_open(struct ui *u, const struct prompt *from)
{
    struct screen *s = screen_push(u, &prompt_class);
    struct prompt_own *p = s->own;
    editor_set(&p->editor, from->initial != NULL ? from->initial : "", 0, false);
    p->editor.fresh &= !from->again;
    p->label = xstrdup(from->label);
    p->hint = xstrdup(from->hint != NULL ? from->hint : "");
    p->field = from->field;
    p->owner = from->owner;
    p->done = from->done;
    p->changed = from->changed;
    p->other = from->other;
    p->file = from->file;
    p->context = from->context;
    p->release = from->release;
}
