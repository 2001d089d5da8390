/* verify_last.c - what the history says last of each record, found by kind and id. */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

enum { SLOTS_FIRST = 1024 }; /* a power of two, as all sizes after it */

/* The finalizer of splitmix64. */
static size_t slot_of(const struct lasts *l, uint16_t kind, int64_t record)
{
    uint64_t x = (uint64_t)record ^ l->salt ^ ((uint64_t)kind << 48);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return (size_t)(x ^ x >> 31) & (l->slot_count - 1);
}

/* The slot that holds it, or the free one where it belongs. */
static size_t probe(const struct lasts *l, uint16_t kind, int64_t record)
{
    size_t at = slot_of(l, kind, record);
    for (; l->slots[at]; at = (at + 1) & (l->slot_count - 1)) {
        const struct last *item = &l->items[l->slots[at] - 1];
        if (item->record == record && item->kind == kind)
            break;
    }
    return at;
}

static void grow(struct lasts *l)
{
    if (!l->slot_count)
        random_bytes(&l->salt, sizeof l->salt);
    l->slot_count = l->slot_count ? 2 * l->slot_count : SLOTS_FIRST;
    free(l->slots);
    l->slots = xcalloc(l->slot_count, sizeof *l->slots);
    for (size_t i = 0; i < l->count; i++)
        l->slots[probe(l, l->items[i].kind, l->items[i].record)] = (uint32_t)i + 1;
}

struct last *lasts_find(const struct lasts *l, uint16_t kind, int64_t record)
{
    if (!l->slot_count)
        return NULL;
    uint32_t place = l->slots[probe(l, kind, record)];
    return place ? &l->items[place - 1] : NULL;
}

void lasts_put(struct lasts *l, const struct last *last)
{
    if (4 * (l->count + 1) > 3 * l->slot_count)
        grow(l);
    size_t at = probe(l, last->kind, last->record);
    if (l->slots[at]) {
        struct last *item = &l->items[l->slots[at] - 1];
        if (last->rev >= item->rev)
            *item = *last;
        return;
    }
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap + l->cap / 2 : SLOTS_FIRST;
        l->items = xreallocarray(l->items, l->cap, sizeof *l->items);
    }
    l->items[l->count++] = *last;
    l->slots[at] = (uint32_t)l->count;
}

void lasts_free(struct lasts *l)
{
    free(l->items);
    free(l->slots);
    *l = (struct lasts){ 0 };
}
