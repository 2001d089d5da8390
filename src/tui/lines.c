/* lines.c - lines of text. */
#include "lines.h"

#include "draw.h"

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

static void take(void *context, const char *line)
{
    add(context, line);
}

void lines_wrap(struct lines *l, const char *text, size_t cells)
{
    wrap_text(text, cells, take, l);
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
