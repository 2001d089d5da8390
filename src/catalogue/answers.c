/* answers.c - facts answered, for guards to read. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

struct answer {
    char *fact;
    int64_t number;
    char *text; /* NULL: none */
};

struct answers {
    struct answer *items;
    size_t count, cap;
};

struct answers *answers_new(void)
{
    return xcalloc(1, sizeof(struct answers));
}

void answers_free(struct answers **a)
{
    if (!a || !*a)
        return;
    for (size_t i = 0; i < (*a)->count; i++) {
        free((*a)->items[i].fact);
        free((*a)->items[i].text);
    }
    free((*a)->items);
    free(*a);
    *a = NULL;
}

static struct answer *find(const struct answers *a, const char *fact)
{
    for (size_t i = 0; a && i < a->count; i++)
        if (strcmp(a->items[i].fact, fact) == 0)
            return &a->items[i];
    return NULL;
}

static struct answer *add(struct answers *a, const char *fact)
{
    if (a->count == a->cap) {
        a->cap = a->cap ? a->cap * 2 : 8;
        a->items = xreallocarray(a->items, a->cap, sizeof *a->items);
    }
    struct answer *item = &a->items[a->count++];
    *item = (struct answer){ .fact = xstrdup(fact) };
    return item;
}

void answers_put(struct answers *a, const char *fact, int64_t number, const char *text)
{
    struct answer *item = find(a, fact);
    if (!item)
        item = add(a, fact);
    char *copy = text ? xstrdup(text) : NULL;
    free(item->text);
    item->text = copy;
    item->number = number;
}

bool answers_has(const struct answers *a, const char *fact)
{
    return find(a, fact) != NULL;
}

int64_t answers_number(const struct answers *a, const char *fact)
{
    const struct answer *item = find(a, fact);
    return item ? item->number : 0;
}

const char *answers_text(const struct answers *a, const char *fact)
{
    const struct answer *item = find(a, fact);
    return item && item->text ? item->text : "";
}
