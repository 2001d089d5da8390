/* form_conflict.c - somebody else saved first and both changed the same: both versions are shown,
 * and the person chooses; nothing wins silently. */
#include "form.h"

#include <stdlib.h>
#include <string.h>

struct conflict_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    bool mine_wins;
    char *both; /* what the question says, to ask it again behind the versions; NULL */
    struct record *theirs;
};

static void work(struct ask *ask)
{
    struct conflict_ask *a = (struct conflict_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->theirs, &ask->error);
}

static void release(struct ask *ask)
{
    record_free(&((struct conflict_ask *)ask)->theirs);
    free(((struct conflict_ask *)ask)->both);
}

/* The conflicting entries of both sides, copied: a conflict lives no longer than its call. */
struct sides {
    struct flat theirs, mine;
};

static void add_entry(struct flat *f, const struct flat_entry *e)
{
    f->items = xreallocarray(f->items, f->count + 1, sizeof *f->items);
    f->items[f->count] = *e;
    f->items[f->count].key = xstrdup(e->key);
    f->items[f->count++].text = e->text != NULL ? xstrdup(e->text) : NULL;
}

static void note_conflict(void *context, const struct conflict *c)
{
    struct sides *s = context;
    size_t n = strlen(c->key);
    if (n > 0 && c->key[n - 1] == '/' && c->theirs == NULL)
        return; /* a line they took out cannot be typed back from its key alone */
    if (c->theirs != NULL)
        add_entry(&s->theirs, c->theirs);
    if (c->mine != NULL)
        add_entry(&s->mine, c->mine);
}

static enum outcome merge(struct form *f, struct record *theirs, bool mine_wins, struct error *e)
{
    struct sides sides = { 0 };
    struct record *merged = record_copy(theirs);
    enum outcome result = DONE;
    record_merge(f->base, f->record, merged, note_conflict, &sides);
    if (mine_wins)
        result = flat_apply(merged, &sides.theirs, &sides.mine, e);
    flat_free(&sides.theirs);
    flat_free(&sides.mine);
    if (result != DONE) {
        record_free(&merged);
        return result;
    }
    form_forget(&f->record);
    record_free(&f->base);
    f->record = merged;
    f->base = record_copy(theirs);
    return DONE;
}

static void merged(struct ask *ask)
{
    struct conflict_ask *a = (struct conflict_ask *)ask;
    struct screen *s = ask->owner;
    struct form *f = s->own;
    if (ask->outcome == DONE)
        ask->outcome = merge(f, a->theirs, a->mine_wins, &ask->error);
    if (ask->outcome != DONE) {
        ui_fail(s->ui, &ask->error);
        return;
    }
    while (f->undo_count > 0) /* they began from another version */
        form_forget(&f->undo[--f->undo_count]);
    form_slots_make(s);
    form_come(s);
    form_changed(s);
    ui_say(s->ui, SAID,
           a->mine_wins ? _("Your values stand, theirs elsewhere. Look it over; F2 saves.")
                        : _("Their values stand where both changed. Look it over; F2 "
                            "saves the rest of yours."));
}

/* ---- Side by side ---- */

/* What it was, theirs and mine; behind it the question stands again. */
static void shown(struct ask *ask)
{
    struct conflict_ask *a = (struct conflict_ask *)ask;
    struct screen *s = ask->owner;
    const struct form *f = s->own;
    struct compared_list what = { 0 };
    if (ask->outcome != DONE) {
        ui_fail(s->ui, &ask->error);
        return;
    }
    act_compare((const struct record *const[]){ f->base, a->theirs, f->record }, 3, &what);
    form_conflict(s, a->both);
    differences_open(s->ui, _("Both changed it"),
                     (const char *const[]){ _("before"), _("theirs"), _("mine") }, &what);
}

enum { TAKE_THEIRS, TAKE_MINE, SIDE_BY_SIDE };

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    struct form *f = owner->own;
    if (which != TAKE_THEIRS && which != TAKE_MINE && which != SIDE_BY_SIDE)
        return;
    struct conflict_ask *a =
        ask_new(sizeof *a, u, owner, work, which == SIDE_BY_SIDE ? shown : merged, release);
    a->kind = f->kind;
    a->id = f->record->id;
    a->mine_wins = which == TAKE_MINE;
    a->both = xstrdup(context);
    ask_hold(&a->ask, AT_SHARE, _("Reading the other version"));
}

void form_conflict(struct screen *s, const char *both)
{
    struct buf text = { 0 };
    buf_puts(&text,
             _("Somebody saved this record after you opened it, and changed the same fields. "
               "Nothing was saved yet.\n"));
    buf_puts(&text, both);
    dialog_open(s->ui, &(struct question){
                           .title = _("Both changed it"),
                           .text = buf_text(&text),
                           .answers = (const char *const[]){ _("Take theirs where both changed"),
                                                             _("Take mine where both changed"),
                                                             _("Show them side by side"),
                                                             _("Back to the form"), NULL },
                           .owner = s,
                           .answered = answered,
                           .context = xstrdup(both),
                           .release = free,
                           .alarm = true,
                       });
    ui_alarm(s->ui);
    buf_free(&text);
}
