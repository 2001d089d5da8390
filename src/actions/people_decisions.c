/* Which decision stands on which record, for a walk over the whole history: what changes a field it
 * was signed over must be followed at once by the entry that makes it void. */
#include "people_seen.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

struct decided {
    int64_t record;          /* 0: an empty slot */
    const struct step *step; /* the decision that brought it where it stands; NULL: none did */
};

static struct decided *slot_of(const struct decisions *d, int64_t record)
{
    uint64_t hash = (uint64_t)record * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        struct decided *slot = &d->slots[i & (d->cap - 1)];
        if (slot->record == record || slot->record == 0)
            return slot;
    }
}

/* Never more than two thirds full. */
static void make_room(struct decisions *d)
{
    if (3 * (d->count + 1) <= 2 * d->cap)
        return;
    struct decisions grown = { .cap = d->cap ? 2 * d->cap : FIRST_SLOTS, .count = d->count };
    grown.slots = xcalloc(grown.cap, sizeof *grown.slots);
    for (size_t i = 0; i < d->cap; i++)
        if (d->slots[i].record)
            *slot_of(&grown, d->slots[i].record) = d->slots[i];
    free(d->slots);
    *d = grown;
}

void decisions_note(struct decisions *d, int64_t record, const struct step *step)
{
    struct decided *slot = d->cap ? slot_of(d, record) : NULL;
    if (!step && (!slot || !slot->record))
        return;
    make_room(d);
    slot = slot_of(d, record);
    d->count += slot->record == 0;
    *slot = (struct decided){ record, step };
}

const struct step *decisions_standing(const struct decisions *d, int64_t record)
{
    return d->cap ? slot_of(d, record)->step : NULL;
}

void decisions_free(struct decisions *d)
{
    free(d->slots);
    *d = (struct decisions){ 0 };
}

/* What makes a decision void where it touches what was signed. */
static bool may_touch(const struct entry *entry)
{
    if (strcmp(entry->step, "edit") == 0 || strcmp(entry->step, "undo") == 0)
        return true;
    for (const struct step *s = entry->kind->flow->steps; s && s->verb; s++)
        if ((s->flags & STEP_CORRECTS) && strcmp(s->verb, entry->step) == 0)
            return true;
    return false;
}

bool entry_touches(const struct entry *entry, const struct step *decision)
{
    struct record *decided = record_new(entry->kind);
    const struct flat *const sides[] = { &entry->was, &entry->is };
    bool touches = false;
    decided->state = flow_state(entry->kind->flow, decision->to)->id;
    for (size_t i = 0; may_touch(entry) && !touches && i < COUNT(sides); i++)
        for (size_t k = 0; !touches && k < sides[i]->count; k++)
            touches = decision_covers(decision, decided, sides[i]->items[k].key);
    record_free(&decided);
    return touches;
}

const struct step *entry_decides(const struct entry *entry)
{
    const struct flat_entry *from = flat_find(&entry->was, "state");
    const struct flat_entry *to = flat_find(&entry->is, "state");
    const struct step *step =
        from && to ? flow_step(entry->kind->flow, entry->step, from->text) : NULL;
    return step && (step->flags & STEP_DECISION) && step->to && text_same(to->text, step->to)
               ? step
               : NULL;
}
