/* History in readable sentences, and the record as it was. */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell_entry(const struct record *r, const char *key, const struct flat_entry *was,
                       const struct flat_entry *is, struct buf *out)
{
    struct buf label = { 0 };
    flat_key_label(r, key, &label);
    buf_printf(out, "  %s: ", buf_text(&label));
    if (was)
        flat_entry_format(r->kind, was, SPELL_SCREEN, out);
    else
        buf_puts(out, "—");
    buf_puts(out, " → ");
    if (is)
        flat_entry_format(r->kind, is, SPELL_SCREEN, out);
    else
        buf_puts(out, "—");
    buf_putc(out, '\n');
    buf_free(&label);
}

/* Links follow their text; positions say nothing to people. */
static bool worth_telling(const struct flat_entry *entry)
{
    return entry->tag != 'r' && entry->tag != 'p';
}

void tell_changes(const struct record *r, const struct flat *was, const struct flat *is,
                  struct buf *out)
{
    for (size_t i = 0; i < was->count; i++)
        if (worth_telling(&was->items[i]))
            tell_entry(r, was->items[i].key, &was->items[i], flat_find(is, was->items[i].key), out);
    for (size_t i = 0; i < is->count; i++)
        if (worth_telling(&is->items[i]) && !flat_find(was, is->items[i].key))
            tell_entry(r, is->items[i].key, NULL, &is->items[i], out);
}

const char *step_label(const struct kind *k, const char *verb)
{
    static const struct {
        const char *step, *label;
    } common[] = {
        { "new", N_("made") },         { "edit", N_("edited") },  { "undo", N_("undone") },
        { "import", N_("imported") },  { "merge", N_("merged") }, { "print", N_("printed") },
        { "restore", N_("restored") }, { "share", N_("shared") }, { "void", N_("decision voided") },
    };
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, verb) == 0)
            return _(s->label);
    for (size_t i = 0; i < COUNT(common); i++)
        if (strcmp(common[i].step, verb) == 0)
            return _(common[i].label);
    return verb;
}

struct telling {
    struct session *session;
    const struct record *record;
    struct buf *out;
};

static void tell_one(void *context, const struct entry *entry)
{
    struct telling *t = context;
    moment_local(entry->at, session_zone(t->session), t->out);
    buf_printf(t->out, _(" · %s · %s (version %lld)"), entry->author,
               step_label(t->record->kind, entry->step), (long long)entry->rev);
    if (entry->note.len)
        buf_printf(t->out, ": %s", buf_text(&entry->note));
    buf_putc(t->out, '\n');
    tell_changes(t->record, &entry->was, &entry->is, t->out);
}

enum outcome act_history(struct session *s, const struct kind *k, int64_t id, struct buf *out,
                         struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, k, id, &r, e);
    struct telling telling = { s, r, out };
    if (result == DONE)
        result = store_history(s->store, k, id, 0, tell_one, &telling, e);
    record_free(&r);
    return result;
}

enum outcome act_history_each(struct session *s, const struct kind *k, int64_t id,
                              void (*each)(void *context, const struct entry *entry), void *context,
                              struct error *e)
{
    return store_history(s->store, k, id, 0, each, context, e);
}

/* ---- An earlier version ---- */

struct rewinding {
    struct record *record;
    int64_t rev;
    enum outcome result;
    struct error *error;
};

static void rewind_one(void *context, const struct entry *entry)
{
    struct rewinding *w = context;
    if (w->result != DONE || entry->rev <= w->rev)
        return;
    w->result = flat_apply(w->record, &entry->is, &entry->was, w->error);
}

enum outcome record_at_rev(struct session *s, const struct record *now, int64_t rev,
                           struct record **out, struct error *e)
{
    if (rev < 1 || rev > now->rev)
        return fail(e, REFUSED, _("There is no version %lld; the newest is %lld."), (long long)rev,
                    (long long)now->rev);
    struct rewinding w = { record_copy(now), rev, DONE, e };
    enum outcome result = store_history(s->store, now->kind, now->id, 0, rewind_one, &w, e);
    if (result == DONE)
        result = w.result;
    if (result != DONE) {
        record_free(&w.record);
        return result;
    }
    w.record->rev = rev;
    *out = w.record;
    return DONE;
}
