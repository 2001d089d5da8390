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

/* ---- As sentences ---- */

/* What is said of one entry, each manner of change by itself. */
struct sentence {
    const struct record *record; /* as it is now: it knows the places of lines */
    const struct entry *entry;
    size_t most; /* fields told as filled in; 0: all */
    bool brief;  /* of what has a name of its own that alone */
    size_t filled_count;
    struct buf changed, filled, cleared, added, removed;
};

enum {
    VALUE_CELLS = 60
}; /* told of one value where not all is told: the code of a paper is long */

static void add_value(const struct sentence *t, const struct flat_entry *entry, struct buf *out)
{
    struct buf text = { 0 };
    flat_entry_format(t->record->kind, entry, SPELL_SCREEN, &text);
    if (t->most && utf8_cells(buf_text(&text)) > VALUE_CELLS)
        utf8_fit(buf_text(&text), VALUE_CELLS, out);
    else
        buf_puts(out, buf_text(&text));
    buf_free(&text);
}

static void add_quoted(const struct sentence *t, const struct flat_entry *entry, struct buf *out)
{
    buf_puts(out, "“");
    add_value(t, entry, out);
    buf_puts(out, "”");
}

/* Moments a few seconds apart read alike. */
static bool reads_alike(const struct kind *k, const struct flat_entry *a,
                        const struct flat_entry *b)
{
    struct buf x = { 0 }, y = { 0 };
    flat_entry_format(k, a, SPELL_SCREEN, &x);
    flat_entry_format(k, b, SPELL_SCREEN, &y);
    bool alike = strcmp(buf_text(&x), buf_text(&y)) == 0;
    buf_free(&x);
    buf_free(&y);
    return alike;
}

static void add_change(struct sentence *t, const char *key, const struct flat_entry *was,
                       const struct flat_entry *is)
{
    if (was && is && reads_alike(t->record->kind, was, is))
        return;
    struct buf *out = !was ? &t->filled : is ? &t->changed : &t->cleared;
    if (!was && ++t->filled_count > t->most && t->most)
        return;
    buf_puts(out, out->len ? ", " : "");
    flat_key_label(t->record, key, out);
    if (was) {
        buf_puts(out, is ? _(" from ") : _(" (was "));
        add_quoted(t, was, out);
        buf_puts(out, is ? _(" to ") : ")");
    } else {
        buf_putc(out, ' ');
    }
    if (is)
        add_quoted(t, is, out);
}

/* Bytes of "item/0ABC/" in "item/0ABC/commodity"; 0: no key of a line. */
static size_t line_part(const char *key)
{
    const char *first = strchr(key, '/'), *second = first ? strchr(first + 1, '/') : NULL;
    return second ? (size_t)(second + 1 - key) : 0;
}

static bool line_is_in(const struct flat *f, const char *key)
{
    char *line = xstrndup(key, line_part(key));
    bool there = *line && flat_find(f, line);
    free(line);
    return there;
}

/* "Commodity 2 (coffee, 500, kg)": all that one line holds. */
static void add_line(struct sentence *t, const struct flat *side, const char *line, struct buf *out)
{
    bool first = true;
    buf_puts(out, out->len ? ", " : "");
    flat_key_label(t->record, line, out);
    buf_puts(out, " (");
    for (size_t i = 0; i < side->count; i++) {
        const struct flat_entry *entry = &side->items[i];
        if (!worth_telling(entry) || !text_starts(entry->key, line))
            continue;
        buf_puts(out, first ? "" : ", ");
        add_value(t, entry, out);
        first = false;
    }
    buf_puts(out, ")");
}

/* One side's entries; those that both sides have are told with the first. */
static void add_side(struct sentence *t, const struct flat *side, const struct flat *other,
                     bool before)
{
    for (size_t i = 0; i < side->count; i++) {
        const struct flat_entry *entry = &side->items[i];
        size_t line = line_part(entry->key);
        if (line && line_is_in(side, entry->key) && !line_is_in(other, entry->key)) {
            if (!entry->key[line])
                add_line(t, side, entry->key, before ? &t->removed : &t->added);
            continue;
        }
        const struct flat_entry *there = flat_find(other, entry->key);
        if (worth_telling(entry) && (before || !there) &&
            (before || strcmp(entry->key, "state") != 0))
            add_change(t, entry->key, before ? entry : NULL, before ? there : entry);
    }
}

static void add_deed(const struct entry *entry, const struct record *r, struct buf *out)
{
    static const struct {
        const char *step, *words;
    } deeds[] = {
        { "new", N_("made this") },
        { "edit", "" },
        { "import", N_("took this in from a sheet") },
        { "print", N_("printed this") },
        { "merge", N_("merged this") },
        { "restore", N_("restored this") },
        { "share", N_("shared the seal of this") },
        { "void", N_("had the decision voided") },
    };
    if (strcmp(entry->step, "undo") == 0) {
        buf_printf(out, _("undid version %s"), buf_text(&entry->note));
        return;
    }
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (strcmp(deeds[i].step, entry->step) == 0) {
            buf_puts(out, *deeds[i].words ? _(deeds[i].words) : "");
            return;
        }
    buf_printf(out, _("took the step “%s”"), step_label(r->kind, entry->step));
}

/* how: "changed %s" */
static void join(struct buf *out, bool *first, const char *how, const struct buf *part)
{
    if (!part->len)
        return;
    buf_puts(out, *first ? " " : "; ");
    buf_printf(out, how, buf_text(part));
    *first = false;
}

static void tell_sentence(struct sentence *t, struct buf *out)
{
    struct buf deed = { 0 };
    add_side(t, &t->entry->was, &t->entry->is, true);
    add_side(t, &t->entry->is, &t->entry->was, false);
    add_deed(t->entry, t->record, &deed);
    bool first = !deed.len, whole = first || !t->brief;
    buf_printf(out, "%s%s%s", t->entry->author, first ? "" : " ", buf_text(&deed));
    if (t->most && t->filled_count > t->most)
        buf_printf(&t->filled, _(" and %zu more"), t->filled_count - t->most);
    if (whole) {
        join(out, &first, _("changed %s"), &t->changed);
        join(out, &first, _("filled in %s"), &t->filled);
        join(out, &first, _("cleared %s"), &t->cleared);
        join(out, &first, _("added %s"), &t->added);
        join(out, &first, _("removed %s"), &t->removed);
    }
    if (t->entry->note.len && strcmp(t->entry->step, "undo") != 0)
        buf_printf(out, ": %s", buf_text(&t->entry->note));
    buf_free(&deed);
    buf_free(&t->changed);
    buf_free(&t->filled);
    buf_free(&t->cleared);
    buf_free(&t->added);
    buf_free(&t->removed);
}

struct telling {
    struct session *session;
    const struct record *record;
    size_t most;
    bool brief;
    void (*each)(void *context, int64_t rev, const char *words);
    void *context;
};

static void tell_one(void *context, const struct entry *entry)
{
    struct telling *t = context;
    struct sentence sentence = {
        .record = t->record, .entry = entry, .most = t->most, .brief = t->brief
    };
    struct buf words = { 0 };
    moment_local(entry->at, session_zone(t->session), &words);
    buf_puts(&words, " · ");
    tell_sentence(&sentence, &words);
    t->each(t->context, entry->rev, buf_text(&words));
    buf_free(&words);
}

enum outcome act_history_told(struct session *s, const struct kind *k, int64_t id, size_t most,
                              void (*each)(void *context, int64_t rev, const char *words),
                              void *context, struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, k, id, &r, e);
    struct telling telling = { s, r, most, false, each, context };
    if (result == DONE)
        result = store_history(s->store, k, id, 0, tell_one, &telling, e);
    record_free(&r);
    return result;
}

static void take_words(void *context, int64_t rev, const char *words)
{
    (void)rev;
    buf_puts(context, words);
}

enum { LAST_FIELDS = 3 }; /* told of those that were filled in */

enum outcome act_last_change(struct session *s, const struct record *r, struct buf *out,
                             struct error *e)
{
    struct telling telling = { s, r, LAST_FIELDS, true, take_words, out };
    return store_history(s->store, r->kind, r->id, 1, tell_one, &telling, e);
}

static void add_told(void *context, int64_t rev, const char *words)
{
    buf_printf(context, _("%s (version %lld)\n"), words, (long long)rev);
}

enum outcome act_history(struct session *s, const struct kind *k, int64_t id, struct buf *out,
                         struct error *e)
{
    return act_history_told(s, k, id, 0, add_told, out, e);
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

enum outcome act_version(struct session *s, const struct kind *k, int64_t id, int64_t rev,
                         struct record **out, struct error *e)
{
    struct record *now = NULL;
    enum outcome result = store_load(s->store, k, id, &now, e);
    if (result == DONE && rev == 0)
        *out = record_new(k);
    else if (result == DONE)
        result = record_at_rev(s, now, rev, out, e);
    record_free(&now);
    return result;
}
