/* list_mark.c - marks in a list: records that one step is taken on, or that are exported. */
#include "list.h"

#include <stdlib.h>

static size_t mark_at(const struct list *l, int64_t id)
{
    size_t i = 0;
    while (i < l->marked_count && l->marked[i] != id)
        i++;
    return i;
}

bool list_marked(const struct list *l, int64_t id)
{
    return mark_at(l, id) < l->marked_count;
}

static void add(struct list *l, int64_t id)
{
    l->marked = xreallocarray(l->marked, l->marked_count + 1, sizeof *l->marked);
    l->marked[l->marked_count++] = id;
}

void list_mark(struct list *l, int64_t id)
{
    size_t at = mark_at(l, id);
    if (at == l->marked_count) {
        add(l, id);
        return;
    }
    l->marked_count--;
    for (; at < l->marked_count; at++)
        l->marked[at] = l->marked[at + 1];
}

void list_mark_all(struct screen *s)
{
    struct list *l = s->own;
    bool all = true;
    for (size_t i = 0; i < l->rows.count; i++)
        all = all && list_marked(l, l->rows.items[i]->id);
    if (all) {
        l->marked_count = 0;
        return;
    }
    for (size_t i = 0; i < l->rows.count; i++)
        if (!list_marked(l, l->rows.items[i]->id))
            add(l, l->rows.items[i]->id);
    ui_say(s->ui, SAID,
           l->rows.after ? _("Marked: %zu, all that was read so far.") : _("Marked: %zu."),
           l->marked_count);
}
