/* pass.c - a passphrase typed unseen: nothing shows, not even how long it is. */
#include "pass.h"

#include "editor.h"
#include "lines.h"
#include "popup.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PASS_COLS = 60, LABEL_CELLS = 16, LINE_MAX_CHARS = 200 };

/* ---- The secret ---- */

struct unseen *unseen_new(void)
{
    struct unseen *s = xcalloc(1, sizeof *s);
    (void)mlock(s, sizeof *s); /* where the system allows it */
    return s;
}

bool unseen_add(struct unseen *s, const char *text)
{
    size_t n = strlen(text);
    if (s->n + n > SECRET_MAX)
        return false;
    memcpy(s->bytes + s->n, text, n);
    s->n += n;
    return true;
}

bool unseen_is(const struct unseen *s, const char *text)
{
    char *copy = xstrdup(text), *trimmed = text_trim(copy);
    size_t n = strlen(trimmed);
    bool same = n > 0 && n == s->n && memcmp(trimmed, s->bytes, n) == 0;
    wipe_bytes(trimmed, n);
    free(copy);
    return same;
}

static void unseen_rub(struct unseen *s)
{
    while (s->n > 0) {
        unsigned char last = (unsigned char)s->bytes[--s->n];
        s->bytes[s->n] = 0;
        if ((last & 0xC0) != 0x80)
            return; /* that was the first byte of a character */
    }
}

void unseen_wipe(struct unseen *s)
{
    wipe_bytes(s->bytes, sizeof s->bytes);
    s->n = 0;
}

void unseen_free(struct unseen **s)
{
    if (*s == NULL)
        return;
    unseen_wipe(*s);
    (void)munlock(*s, sizeof **s);
    free(*s);
    *s = NULL;
}

/* ---- The dialog ---- */

struct pass {
    char *title, *text;
    const char *label, *demand;
    struct editor editor;
    struct unseen *secret;
    bool at_secret;
    bool covers;
    passed_fn *passed;
    given_up_fn *given_up;
    void *context;
    void (*release)(void *context);
};

static void draw_line_of(const struct pass *p, struct canvas *c, struct area in, int y)
{
    int x = in.x + 2 + LABEL_CELLS + 1, room = in.cols - LABEL_CELLS - 4;
    size_t cell = 0;
    const char *view = editor_view(&p->editor, (size_t)(room > 1 ? room : 1), &cell);
    draw_text(c, y, in.x + 2, LABEL_CELLS, p->at_secret ? PLAIN_TEXT : STRONG, _(p->label));
    draw_text(c, y, x, room, !p->at_secret && p->editor.fresh ? ENTRY_FRESH : ENTRY,
              p->at_secret ? buf_text(&p->editor.text) : view);
    if (p->at_secret)
        return;
    draw_text(c, y, in.x, 1, STRONG, ">");
    draw_cursor(c, y, x + (int)cell);
}

static void draw_secret(const struct pass *p, struct canvas *c, struct area in, int y)
{
    int x = in.x + 2 + LABEL_CELLS + 1, room = in.cols - LABEL_CELLS - 4;
    draw_text(c, y, in.x + 2, LABEL_CELLS, p->at_secret ? STRONG : PLAIN_TEXT, _("Passphrase"));
    draw_text(c, y, x, room, FAINT, _("(typed unseen)"));
    if (!p->at_secret)
        return;
    draw_text(c, y, in.x, 1, STRONG, ">");
    draw_cursor(c, y, x);
}

static void pass_draw(struct screen *s, struct canvas *c, struct area a)
{
    const struct pass *p = s->own;
    struct lines lines = { 0 };
    int cols = a.cols < PASS_COLS ? a.cols : PASS_COLS, fields = p->label != NULL ? 2 : 1;
    if (p->covers)
        draw_clear(c, a);
    lines_wrap(&lines, p->text, (size_t)(cols - 5)); /* as wide as it is drawn */
    int most = a.rows - 3 - fields;
    int shown = (int)lines.count < most ? (int)lines.count : most;
    struct area in = draw_frame(c, popup_area(a, shown + fields + 3, cols), true, p->title, "");
    lines_draw(&lines, 0, c, (struct area){ in.y, in.x + 2, shown, in.cols - 3 }, PLAIN_TEXT);
    if (p->label != NULL)
        draw_line_of(p, c, in, in.y + in.rows - 2);
    draw_secret(p, c, in, in.y + in.rows - 1);
    lines_free(&lines);
}

static bool line_is_missing(const struct pass *p)
{
    const char *text = buf_text(&p->editor.text);
    return p->label != NULL && p->demand != NULL && text[strspn(text, " ")] == '\0';
}

static void go_on(struct screen *s)
{
    struct pass *p = s->own;
    if (!p->at_secret) {
        p->at_secret = true;
        return;
    }
    if (line_is_missing(p)) {
        p->at_secret = false;
        ui_say(s->ui, SAID_BADLY, "%s", _(p->demand));
        return;
    }
    if (p->secret->n == 0) {
        ui_say(s->ui, SAID, _("Type the passphrase, then Enter; it does not show."));
        return;
    }
    struct unseen *secret = p->secret;
    char *text = xstrdup(buf_text(&p->editor.text));
    p->secret = unseen_new();
    p->passed(s, text_trim(text), secret);
    free(text);
}

/* The keyboard's own copy of what was pasted goes as well. */
static void paste(struct screen *s)
{
    struct pass *p = s->own;
    struct buf *pasted = &s->ui->keyboard.paste;
    if (!p->at_secret) {
        editor_insert(&p->editor, buf_text(pasted));
        return;
    }
    char *text = pasted->data;
    size_t n = pasted->len;
    if (text != NULL && !unseen_add(p->secret, text_trim(text)))
        term_bell(&s->ui->term);
    if (text != NULL)
        wipe_bytes(text, n);
    buf_reset(pasted);
}

static bool secret_key(struct screen *s, const struct key *k)
{
    struct pass *p = s->own;
    switch (k->code) {
    case K_TEXT:
        if (!unseen_add(p->secret, k->text))
            term_bell(&s->ui->term);
        return true;
    case K_BACKSPACE:
        unseen_rub(p->secret);
        return true;
    case K_CTRL('U'):
        unseen_wipe(p->secret);
        return true;
    default:
        return false;
    }
}

static bool pass_key(struct screen *s, const struct key *k)
{
    struct pass *p = s->own;
    switch (k->code) {
    case K_ENTER:
    case K_NEWLINE:
        go_on(s);
        return true;
    case K_UP:
    case K_BACKTAB:
        p->at_secret = p->label == NULL;
        return true;
    case K_DOWN:
    case K_TAB:
        p->at_secret = true;
        return true;
    case K_PASTE:
        paste(s);
        return true;
    default:
        return p->at_secret ? secret_key(s, k) : editor_key(&p->editor, k) != EDIT_NOT_MINE;
    }
}

static bool pass_run(struct screen *s, enum command c)
{
    const struct pass *p = s->own;
    struct ui *u = s->ui;
    given_up_fn *given_up = p->given_up;
    if (c != DO_BACK)
        return false;
    screen_close(s);
    if (given_up != NULL)
        given_up(u);
    return true;
}

static void pass_hint(struct screen *s, struct buf *out)
{
    const struct pass *p = s->own;
    if (p->at_secret)
        buf_puts(out, _("The passphrase does not show while typed. Enter goes on."));
    else if (s->ui->canvas.cols < FULL_COLS) /* a telephone has no function keys */
        buf_puts(out, _("No F keys? Esc, then 1 is F1."));
    else
        buf_puts(out, _("Enter goes to the next field."));
}

static void pass_close(struct screen *s)
{
    struct pass *p = s->own;
    editor_free(&p->editor);
    unseen_free(&p->secret);
    free(p->title);
    free(p->text);
    if (p->release != NULL)
        p->release(p->context);
}

static const struct screen_class pass_class = {
    .id = "pass",
    .place = IN_DIALOG,
    .private_size = sizeof(struct pass),
    .overlay = true,
    .draw = pass_draw,
    .key = pass_key,
    .run = pass_run,
    .hint = pass_hint,
    .close = pass_close,
};

struct screen *pass_open(struct ui *u, const struct pass_question *q)
{
    struct screen *s = screen_push(u, &pass_class);
    struct pass *p = s->own;
    p->title = xstrdup(q->title);
    p->text = xstrdup(q->text);
    p->label = q->label;
    p->demand = q->demand;
    p->passed = q->passed;
    p->given_up = q->given_up;
    p->context = q->context;
    p->release = q->release;
    p->covers = q->covers;
    p->secret = unseen_new();
    editor_set(&p->editor, q->initial != NULL ? q->initial : "", LINE_MAX_CHARS, false);
    p->at_secret = q->label == NULL || (q->initial != NULL && q->initial[0] != '\0');
    return s;
}

void *pass_context(const struct screen *s)
{
    return ((const struct pass *)s->own)->context;
}
