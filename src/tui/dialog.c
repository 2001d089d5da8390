/* dialog.c - a question with a few answers. Only what cannot be undone asks one. */
#include "lines.h"
#include "popup.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { DIALOG_COLS = 68, ANSWERS_MAX = 8 };

struct dialog_own {
    char *title, *text;
    char *answers[ANSWERS_MAX];
    size_t count, cursor, top;
    struct screen *owner;
    answered_fn *answered;
    void *context;
    void (*release)(void *context);
    bool alarm;
};

static void draw_answers(struct dialog_own *d, struct canvas *c, struct area in, int y)
{
    for (size_t i = 0; i < d->count && y < in.y + in.rows; i++, y++) {
        char key[4] = { (char)('1' + i), ' ', '\0' };
        draw_run(c, y, in.x + 3, 2, FAINT, key);
        draw_run(c, y, in.x + 5, in.cols - 6, i == d->cursor ? STRONG : PLAIN_TEXT, d->answers[i]);
        if (i != d->cursor)
            continue;
        draw_text(c, y, in.x + 1, 1, STRONG, ">");
        draw_cursor(c, y, in.x + 1);
    }
}

static void dialog_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct dialog_own *d = s->own;
    struct lines lines = { 0 };
    int cols = a.cols < DIALOG_COLS ? a.cols : DIALOG_COLS;
    lines_wrap(&lines, d->text, (size_t)(cols - 4 > 1 ? cols - 4 : 1));
    int most = a.rows - 3 - (int)d->count;
    int shown = (int)lines.count < most ? (int)lines.count : most > 0 ? most : 0;
    size_t last = lines.count > (size_t)shown ? lines.count - (size_t)shown : 0;
    d->top = d->top > last ? last : d->top;
    struct area in = draw_frame(c, popup_area(a, shown + (int)d->count + 3, cols), true, d->title,
                                last == 0            ? ""
                                : a.cols < FULL_COLS ? "PageDown"
                                                     : _("PageDown: more"));
    for (int y = 0; y < shown; y++)
        draw_run(c, in.y + y, in.x + 1, in.cols - 2, d->alarm && y == 0 ? ALERT : PLAIN_TEXT,
                 lines.items[d->top + (size_t)y]);
    draw_answers(d, c, in, in.y + in.rows - (int)d->count);
    lines_free(&lines);
}

static void answer(struct screen *s, int which)
{
    struct dialog_own *d = s->own;
    struct ui *u = s->ui;
    answered_fn *answered = d->answered;
    struct screen *owner = d->owner;
    void *context = d->context;
    void (*release)(void *) = d->release;
    d->release = NULL;
    screen_close(s);
    if (answered != NULL)
        answered(u, owner, context, which);
    if (release != NULL)
        release(context);
}

static bool dialog_key(struct screen *s, const struct key *k)
{
    struct dialog_own *d = s->own;
    if (k->code == K_UP && d->cursor > 0)
        d->cursor--;
    else if ((k->code == K_DOWN || k->code == K_TAB) && d->cursor + 1 < d->count)
        d->cursor++;
    else if (k->code == K_PAGE_DOWN)
        d->top += 5;
    else if (k->code == K_PAGE_UP)
        d->top = d->top > 5 ? d->top - 5 : 0;
    else if (k->code == K_ENTER || k->code == K_NEWLINE)
        answer(s, (int)d->cursor);
    else if (k->code == K_TEXT && k->text[0] >= '1' && k->text[0] < '1' + (char)d->count)
        answer(s, k->text[0] - '1');
    else
        return false;
    return true;
}

static bool dialog_run(struct screen *s, enum command c)
{
    if (c != DO_BACK)
        return false;
    answer(s, -1);
    return true;
}

static void dialog_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter takes the marked answer, its digit any; Esc takes none."));
}

static void dialog_close(struct screen *s)
{
    struct dialog_own *d = s->own;
    for (size_t i = 0; i < d->count; i++)
        free(d->answers[i]);
    free(d->title);
    free(d->text);
    if (d->release != NULL)
        d->release(d->context);
}

static const struct screen_class dialog_class = {
    .id = "dialog",
    .place = IN_DIALOG,
    .private_size = sizeof(struct dialog_own),
    .overlay = true,
    .draw = dialog_draw,
    .key = dialog_key,
    .run = dialog_run,
    .hint = dialog_hint,
    .close = dialog_close,
};

void dialog_open(struct ui *u, const struct question *q)
{
    struct screen *s = screen_push(u, &dialog_class);
    struct dialog_own *d = s->own;
    d->title = xstrdup(q->title);
    d->text = xstrdup(q->text);
    while (d->count < ANSWERS_MAX && q->answers[d->count] != NULL) {
        d->answers[d->count] = xstrdup(q->answers[d->count]);
        d->count++;
    }
    d->cursor = q->marked;
    d->owner = q->owner;
    d->answered = q->answered;
    d->context = q->context;
    d->release = q->release;
    d->alarm = q->alarm;
}
