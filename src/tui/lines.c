/* lines.c - lines of text. */
#include "lines.h"

#include "loket/actions.h"

#include <stdlib.h>
#include <string.h>

static void add(struct lines *l, const char *text)
{
    if (l->count == l->cap) {
        l->cap = l->cap > 0 ? l->cap * 2 : 16;
        l->items = xreallocarray(l->items, l->cap, sizeof *l->items);
    }
    l->items[l->count++] = xstrdup(text);
}

struct wrapping {
    struct lines *lines;
    size_t indent;
};

static void take(void *context, const char *line)
{
    const struct wrapping *w = context;
    struct buf text = { 0 };
    buf_pad(&text, ' ', w->indent);
    buf_puts(&text, line);
    add(w->lines, buf_text(&text));
    wipe_buf(&text);
}

/* What begins with blanks goes on below them. */
void lines_wrap(struct lines *l, const char *text, size_t cells)
{
    do {
        size_t n = strcspn(text, "\n"), indent = strspn(text, " ");
        if (indent >= cells / 2)
            indent = 0;
        char *one = xstrndup(text + indent, n - indent);
        wrap_text(one, cells - indent, take, &(struct wrapping){ l, indent });
        wipe_bytes(one, strlen(one));
        free(one);
        text += n + (text[n] == '\n');
    } while (*text != '\0');
}

int lines_draw(const struct lines *l, size_t from, struct canvas *c, struct area a, enum style s)
{
    int shown = 0;
    for (; shown < a.rows && from + (size_t)shown < l->count; shown++) {
        size_t at = from + (size_t)shown;
        bool cut = shown + 1 == a.rows && at + 1 < l->count;
        struct buf text = { 0 };
        buf_printf(&text, "%s%s", l->items[at], cut ? " …" : "");
        draw_run(c, a.y + shown, a.x, a.cols, s, buf_text(&text));
        wipe_buf(&text);
    }
    return shown;
}

void lines_free(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        wipe_bytes(l->items[i], strlen(l->items[i])); /* it may have been unsealed */
        free(l->items[i]);
    }
    free(l->items);
    *l = (struct lines){ 0 };
}
