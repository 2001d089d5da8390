/* text.c - something to read: help, history, reports. */
#include "lines.h"
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>

struct text_own {
    char *title, *text;
    struct lines lines;
    int cols, rows; /* it was wrapped for */
    size_t top;
};

static void rewrap(struct text_own *t, struct area in)
{
    t->rows = in.rows;
    if (t->cols == in.cols)
        return;
    lines_free(&t->lines);
    lines_wrap(&t->lines, t->text, in.cols > 2 ? (size_t)in.cols - 2 : 1);
    t->cols = in.cols;
}

static size_t last_top(const struct text_own *t)
{
    size_t rows = t->rows > 0 ? (size_t)t->rows : 1;
    return t->lines.count > rows ? t->lines.count - rows : 0;
}

static void text_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct text_own *t = s->own;
    char note[64];
    rewrap(t, (struct area){ 0, 0, a.rows - 2, a.cols - 2 });
    if (t->top > last_top(t))
        t->top = last_top(t);
    size_t end = t->top + (size_t)(t->rows > 0 ? t->rows : 0);
    snprintf(note, sizeof note, "%zu–%zu / %zu", t->lines.count > 0 ? t->top + 1 : 0,
             end < t->lines.count ? end : t->lines.count, t->lines.count);
    struct area in = draw_frame(c, a, true, t->title, note);
    for (int y = 0; y < in.rows && t->top + (size_t)y < t->lines.count; y++)
        draw_run(c, in.y + y, in.x + 1, in.cols - 2, PLAIN_TEXT,
                 t->lines.items[t->top + (size_t)y]);
    draw_cursor(c, in.y, in.x);
}

static void scroll(struct text_own *t, long by)
{
    if (by < 0 && t->top < (size_t)-by)
        t->top = 0;
    else
        t->top += (size_t)by;
    if (t->top > last_top(t))
        t->top = last_top(t);
}

static bool text_key(struct screen *s, const struct key *k)
{
    struct text_own *t = s->own;
    int page = t->rows > 1 ? t->rows - 1 : 1;
    switch (k->code) {
    case K_UP:
        scroll(t, -1);
        return true;
    case K_DOWN:
        scroll(t, 1);
        return true;
    case K_PAGE_UP:
        scroll(t, -page);
        return true;
    case K_PAGE_DOWN:
        scroll(t, page);
        return true;
    case K_HOME:
        t->top = 0;
        return true;
    case K_END:
        t->top = last_top(t);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        screen_close(s);
        return true;
    default:
        return k->code == K_TEXT && k->text[0] == ' ' ? (scroll(t, page), true) : false;
    }
}

static void text_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("PageDown reads on; Enter or Esc closes."));
}

static void text_close(struct screen *s)
{
    struct text_own *t = s->own;
    lines_free(&t->lines);
    free(t->title);
    free(t->text);
}

static const struct screen_class text_class = {
    .id = "text",
    .place = IN_TEXT,
    .private_size = sizeof(struct text_own),
    .overlay = true,
    .draw = text_draw,
    .key = text_key,
    .hint = text_hint,
    .close = text_close,
};

void text_open(struct ui *u, const char *title, const char *text)
{
    struct screen *s = screen_push(u, &text_class);
    struct text_own *t = s->own;
    t->title = xstrdup(title);
    t->text = xstrdup(text);
}
