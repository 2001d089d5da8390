/* verify_differ.c - which fields of a row are not what its history says: for each key the newest
 * entry that speaks of it has the last word. */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

enum { FIELDS_TOLD_MAX = 8 };

/* What the history says of a key. */
struct said {
    char *key;
    bool present;
    char tag;
    int64_t num;
    char *text;
};

struct story {
    struct said *items; /* in the order of being heard: newest first */
    size_t count, cap;
    bool whole;  /* the entry that made the record told all of it */
    size_t sure; /* of the items; behind them what the row of an import that made the record is
                  * thought to have said, for the history keeps no copy of it */
};

static struct said *story_find(const struct story *s, const char *key)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->items[i].key, key) == 0)
            return &s->items[i];
    return NULL;
}

static void story_add(struct story *s, const struct flat_entry *e, bool present)
{
    if (story_find(s, e->key))
        return;
    if (s->count == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 32;
        s->items = xreallocarray(s->items, s->cap, sizeof *s->items);
    }
    s->items[s->count++] = (struct said){ .key = xstrdup(e->key),
                                          .present = present,
                                          .tag = e->tag,
                                          .num = e->num,
                                          .text = e->text ? xstrdup(e->text) : NULL };
}

static void story_free(struct story *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->items[i].key);
        free(s->items[i].text);
    }
    free(s->items);
}

/* Only the last entry heard, the oldest, can have made the record. */
static void hear(void *context, const struct entry *entry)
{
    struct story *s = context;
    bool made = entry->was.count == 0 && entry->rev <= 1 && !entry->batch;
    s->sure = s->count;
    for (size_t i = 0; i < entry->is.count; i++)
        story_add(s, &entry->is.items[i], true);
    for (size_t i = 0; i < entry->was.count; i++)
        story_add(s, &entry->was.items[i], false);
    s->whole = made;
    if (!entry->batch || entry->was.count)
        s->sure = s->count;
}

/* ---- In words ---- */

static void add_value(const struct kind *k, const struct flat_entry *e, struct buf *out)
{
    struct buf text = { 0 };
    if (e)
        flat_entry_format(k, e, SPELL_SCREEN, &text);
    buf_puts(out, excerpt(buf_text(&text)).text);
    buf_free(&text);
}

static void tell(const struct record *r, const char *key, const struct flat_entry *should,
                 const struct flat_entry *is, size_t *told, struct buf *out)
{
    struct buf label = { 0 }, here = { 0 }, there = { 0 };
    if ((*told)++ < FIELDS_TOLD_MAX) {
        flat_key_label(r, key, &label);
        add_value(r->kind, should, &there);
        add_value(r->kind, is, &here);
        buf_puts(out, out->len ? "; " : "");
        buf_printf(out, _("“%s” is “%s”, in the history “%s”"), excerpt(buf_text(&label)).text,
                   buf_text(&here), buf_text(&there));
    } else if (*told == FIELDS_TOLD_MAX + 1) {
        buf_puts(out, "; …");
    }
    buf_free(&label);
    buf_free(&here);
    buf_free(&there);
}

static size_t compare(const struct record *r, const struct flat *now, const struct story *story,
                      struct buf *out)
{
    size_t told = 0;
    for (size_t i = story->sure; i-- > 0;) {
        const struct said *said = &story->items[i];
        const struct flat_entry should = {
            .key = said->key, .tag = said->tag, .num = said->num, .text = said->text
        };
        const struct flat_entry *is = flat_find(now, said->key);
        bool same = said->present ? is && flat_entry_same(&should, is) : !is;
        if (!same)
            tell(r, said->key, said->present ? &should : NULL, is, &told, out);
    }
    for (size_t i = 0; story->whole && i < now->count; i++)
        if (!story_find(story, now->items[i].key))
            tell(r, now->items[i].key, NULL, &now->items[i], &told, out);
    return told;
}

enum outcome verify_differ(struct check *c, const struct record *r, const struct last *last,
                           struct buf *out, struct error *e)
{
    struct story story = { 0 };
    struct flat now = { 0 };
    enum outcome o = store_history(c->store, r->kind, r->id, 0, hear, &story, e);
    flat_of(r, &now);
    if (o != DONE && o != FAULT)
        o = DONE; /* an entry that cannot be read is told of as such */
    else if (o == DONE && compare(r, &now, &story, out) == 0 && last->at != r->changed_at)
        buf_puts(out, _("its time of change"));
    else if (o == DONE && !out->len && story.whole)
        buf_puts(out, _("its origin or its import"));
    flat_free(&now);
    story_free(&story);
    return o;
}
