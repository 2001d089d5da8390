/* Who put content into which record: for a walk over the whole history, where asking each record's
 * own history again would double the work. */
#include "people_seen.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024 };

struct contributed {
    int64_t record; /* 0: an empty slot */
    struct contribution *by;
    uint16_t count, cap;
};

struct contribution {
    uint32_t who; /* person << 16 | verb */
    uint32_t rev;
};

static uint32_t pack(size_t author, size_t verb)
{
    return (uint32_t)(author & UINT16_MAX) << 16 | (uint32_t)(verb & UINT16_MAX);
}

static struct contributed *slot_of(const struct contributions *c, int64_t record)
{
    uint64_t hash = (uint64_t)record * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        struct contributed *slot = &c->slots[i & (c->cap - 1)];
        if (slot->record == record || slot->record == 0)
            return slot;
    }
}

/* Never more than two thirds full. */
static void make_room(struct contributions *c)
{
    if (3 * (c->count + 1) <= 2 * c->cap)
        return;
    struct contributions grown = { .cap = c->cap ? 2 * c->cap : FIRST_SLOTS, .count = c->count };
    grown.slots = xcalloc(grown.cap, sizeof *grown.slots);
    for (size_t i = 0; i < c->cap; i++)
        if (c->slots[i].record)
            *slot_of(&grown, c->slots[i].record) = c->slots[i];
    free(c->slots);
    *c = grown;
}

void contributions_add(struct contributions *c, int64_t record, int64_t rev, size_t author,
                       size_t verb)
{
    if (!record)
        return;
    make_room(c);
    struct contributed *slot = slot_of(c, record);
    c->count += slot->record == 0;
    slot->record = record;
    if (slot->count == UINT16_MAX)
        return;
    if (slot->count == slot->cap) {
        slot->cap = slot->cap > UINT16_MAX / 2 ? UINT16_MAX : (uint16_t)(slot->cap * 2 + 2);
        slot->by = xreallocarray(slot->by, slot->cap, sizeof *slot->by);
    }
    slot->by[slot->count++] = (struct contribution){ pack(author, verb), (uint32_t)rev };
}

void contributions_drop(struct contributions *c, int64_t record, int64_t rev)
{
    struct contributed *slot = c->cap && record ? slot_of(c, record) : NULL;
    uint16_t kept = 0;
    for (uint16_t i = 0; slot && i < slot->count; i++)
        if (slot->by[i].rev != (uint32_t)rev)
            slot->by[kept++] = slot->by[i];
    if (slot)
        slot->count = kept;
}

bool contributions_has(const struct contributions *c, int64_t record, size_t author, size_t verb)
{
    const struct contributed *slot = c->cap && record ? slot_of(c, record) : NULL;
    for (size_t i = 0; slot && i < slot->count; i++)
        if (slot->by[i].who >> 16 == (author & UINT16_MAX) && slot->by[i].who != pack(author, verb))
            return true;
    return false;
}

void contributions_free(struct contributions *c)
{
    for (size_t i = 0; i < c->cap; i++)
        free(c->slots[i].by);
    free(c->slots);
    *c = (struct contributions){ 0 };
}
