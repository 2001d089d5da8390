/* Saving a record: what was typed is judged, linked, merged with what others did meanwhile, and
 * written under one transaction id. */
#include "away.h"
#include "people.h"

#include <stdlib.h>
#include <string.h>

enum outcome act_link(struct session *s, const struct field *f, const char *text, int64_t *linked,
                      struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, f->kind);
    struct record *row = NULL;
    int64_t id = 0;
    *linked = 0;
    enum outcome result = k ? store_link(s->store, k, f->among, text, linked, e) : DONE;
    /* `loket new` tells the id: what has no number yet is referred to by it. */
    if (result == DONE && k && !*linked && id_parse(text, &id) &&
        store_load(s->store, k, id, &row, NULL) == DONE &&
        strcmp(row->state, state_discarded.id) != 0)
        *linked = id;
    record_free(&row);
    return result;
}

/* What was typed was a code, an alias or another case: the paper carries the row's own name. */
static enum outcome name_reference(struct session *s, const struct field *f, struct value *v,
                                   struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, f->kind);
    struct record *row = NULL;
    enum outcome result = store_load(s->store, k, v->num, &row, e);
    if (result == DONE && k->title && *record_text(row, k->title))
        value_set_reference(v, row->id, record_text(row, k->title));
    record_free(&row);
    return result;
}

static enum outcome link_value(struct session *s, const struct field *f, const struct value *old,
                               const char *path, struct value *v, struct error *e)
{
    if (f->type->storage != STORED_REFERENCE || !v->set || v->num || (old && value_same(old, v)))
        return DONE;
    if ((f->flags & FIELD_READ_ONLY) && !old) /* else a step that demands it has just set it */
        return DONE;
    if (old && old->num && text_same(old->text, v->text)) {
        v->num = old->num;
        return DONE;
    }
    enum outcome result = act_link(s, f, v->text, &v->num, e);
    if (result == DONE && v->num)
        return name_reference(s, f, v, e);
    if (result != DONE || (f->flags & FIELD_LOOSE))
        return result;
    if (s->away && (registry_find(&all_kinds, f->kind)->flags & KIND_AWAY))
        return fail_field(e, REFUSED, path,
                          _("%s: “%s” cannot be looked up while the share is away. Leave it empty "
                            "now, and fill it in when the share is back."),
                          _(f->label), v->text);
    return fail_field(e, BAD_DATA, path,
                      _("%s: “%s” is not known, or fits several. Choose it from the list, or make "
                        "it first with `loket new %s`."),
                      _(f->label), v->text, f->kind);
}

static const struct line *line_by_id(const struct record *r, size_t list, int64_t id)
{
    for (size_t i = 0; r && id && i < r->lines[list].count; i++)
        if (r->lines[list].items[i].id == id)
            return &r->lines[list].items[i];
    return NULL;
}

/* "1842" becomes the whole national number by the template in force. */
static enum outcome complete_number(struct session *s, struct record *r, const struct record *base,
                                    const struct field *f, struct error *e)
{
    enum { TAIL_MAX = 9 };
    struct value *v = record_value(r, f->id);
    const struct value *old = base ? record_value(base, f->id) : NULL;
    if (!(f->flags & FIELD_TAIL) || (f->flags & FIELD_READ_ONLY) || !v->set ||
        strlen(v->text) > TAIL_MAX || (old && value_same(old, v)))
        return DONE;
    struct buf whole = { 0 };
    enum outcome result = store_complete_number(s->store, r, f->id, v->text, &whole, e);
    if (result == DONE && whole.len)
        value_set_text(v, buf_text(&whole));
    buf_free(&whole);
    return result;
}

static enum outcome link_lines(struct session *s, struct record *r, const struct record *base,
                               size_t list, struct error *e)
{
    const struct line_kind *kind = &r->kind->lines[list];
    size_t live = 0;
    for (size_t i = 0; i < r->lines[list].count; i++) {
        struct line *line = &r->lines[list].items[i];
        if (line->gone)
            continue;
        live++;
        const struct line *old = line_by_id(base, list, line->id);
        for (size_t f = 0; kind->fields[f].id; f++) {
            char path[FIELD_ID_MAX];
            snprintf(path, sizeof path, "%s.%zu.%s", kind->id, live, kind->fields[f].id);
            enum outcome result = link_value(s, &kind->fields[f], old ? &old->values[f] : NULL,
                                             path, &line->values[f], e);
            if (result != DONE)
                return result;
        }
    }
    return DONE;
}

enum outcome link_references(struct session *s, struct record *r, const struct record *base,
                             struct error *e)
{
    const struct field *fields = r->kind->fields;
    for (size_t f = 0; fields[f].id; f++) {
        enum outcome result = link_value(s, &fields[f], base ? &base->values[f] : NULL,
                                         fields[f].id, &r->values[f], e);
        if (result != DONE)
            return result;
    }
    for (size_t f = 0; fields[f].id; f++) { /* once the office is linked: its code is in numbers */
        enum outcome result = complete_number(s, r, base, &fields[f], e);
        if (result != DONE)
            return result;
    }
    for (size_t l = 0; l < line_kind_count(r->kind); l++) {
        enum outcome result = link_lines(s, r, base, l, e);
        if (result != DONE)
            return result;
    }
    return DONE;
}

/* A step out of this state that asks for the field, or corrects any; NULL: none. */
static const struct step *step_that_changes(const struct record *base, const char *field)
{
    for (const struct step *step = base->kind->flow->steps; step && step->verb; step++) {
        bool changes = (step->flags & STEP_CORRECTS) || step_takes(step, field);
        if (changes && flow_step(base->kind->flow, step->verb, base->state) == step)
            return step;
    }
    return NULL;
}

static enum outcome not_free(const struct record *base, const struct field *f, const char *path,
                             struct error *e)
{
    const struct step *step = step_that_changes(base, f->id);
    const char *state = _(flow_state(base->kind->flow, base->state)->label);
    if (!step)
        return fail_field(e, REFUSED, path,
                          _("%s stays as it is in state “%s”: no step changes it."), _(f->label),
                          state);
    return fail_field(e, REFUSED, path,
                      _("%s can no longer be edited freely in state “%s”. Use the step “%s” (%s) "
                        "with a reason."),
                      _(f->label), state, _(step->label), step->verb);
}

/* A line that came, went or changed; was or is NULL: it is on one side only. */
static enum outcome check_line(const struct record *base, const struct line_kind *k, size_t nth,
                               const struct line *was, const struct line *is, struct error *e)
{
    static const struct value none;
    char path[FIELD_ID_MAX];
    for (size_t f = 0; k->fields[f].id; f++) {
        if (value_same(was ? &was->values[f] : &none, is ? &is->values[f] : &none) ||
            record_field_free(base, &k->fields[f]))
            continue;
        snprintf(path, sizeof path, "%s.%zu.%s", k->id, nth, k->fields[f].id);
        return not_free(base, &k->fields[f], path, e);
    }
    return DONE;
}

static const struct line *live(const struct line *line)
{
    return line && !line->gone ? line : NULL;
}

static enum outcome check_lines(const struct record *mine, const struct record *base, size_t list,
                                struct error *e)
{
    const struct line_kind *k = &mine->kind->lines[list];
    const struct line_list *is = &mine->lines[list], *was = &base->lines[list];
    enum outcome result = DONE;
    size_t nth = 0;
    for (size_t i = 0; result == DONE && i < is->count; i++)
        if (live(&is->items[i]))
            result = check_line(base, k, ++nth, live(line_by_id(base, list, is->items[i].id)),
                                &is->items[i], e);
    nth = 0;
    for (size_t i = 0; result == DONE && i < was->count; i++)
        if (live(&was->items[i]) && ++nth && !live(line_by_id(mine, list, was->items[i].id)))
            result = check_line(base, k, nth, &was->items[i], NULL, e);
    return result;
}

enum outcome check_edit(const struct record *mine, const struct record *base, struct error *e)
{
    const struct field *fields = mine->kind->fields;
    for (size_t f = 0; fields[f].id; f++) {
        if ((fields[f].flags & FIELD_DERIVED) || value_same(&mine->values[f], &base->values[f]))
            continue;
        if (fields[f].flags & FIELD_READ_ONLY)
            return fail_field(e, REFUSED, fields[f].id,
                              _("%s is set by loket or by a step and cannot be typed."),
                              _(fields[f].label));
        if (!record_field_free(base, &fields[f]))
            return not_free(base, &fields[f], fields[f].id, e);
    }
    enum outcome result = DONE;
    for (size_t l = 0; result == DONE && l < line_kind_count(mine->kind); l++)
        result = check_lines(mine, base, l, e);
    return result;
}

/* ---- Both versions in words ---- */

static const char *entry_words(const struct kind *k, const struct flat_entry *entry,
                               struct buf *out)
{
    buf_reset(out);
    if (entry)
        flat_entry_format(k, entry, SPELL_SCREEN, out);
    return out->len ? buf_text(out) : "—";
}

struct conflict_words {
    struct buf *out;
    const struct record *record;
};

static void tell_conflict(void *context, const struct conflict *c)
{
    struct conflict_words *words = context;
    struct buf mine = { 0 }, theirs = { 0 }, label = { 0 };
    flat_key_label(words->record, c->key, &label);
    buf_printf(words->out, _("%s: yours “%s”, in the file “%s”\n"), buf_text(&label),
               entry_words(words->record->kind, c->mine, &mine),
               entry_words(words->record->kind, c->theirs, &theirs));
    buf_free(&mine);
    buf_free(&theirs);
    buf_free(&label);
}

/* Calls each for every key in which two flat forms differ. */
static void each_difference(const struct flat *a, const struct flat *b,
                            void (*each)(void *, const struct conflict *), void *context)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct flat_entry *other = flat_find(b, a->items[i].key);
        if (!other || !flat_entry_same(&a->items[i], other))
            each(context, &(struct conflict){
                              .key = a->items[i].key, .mine = &a->items[i], .theirs = other });
    }
    for (size_t i = 0; i < b->count; i++)
        if (!flat_find(a, b->items[i].key))
            each(context, &(struct conflict){ .key = b->items[i].key, .theirs = &b->items[i] });
}

void tell_versions(const struct record *mine, const struct record *theirs, struct buf *out)
{
    struct flat a = { 0 }, b = { 0 };
    struct conflict_words words = { out, theirs };
    flat_of(mine, &a);
    flat_of(theirs, &b);
    each_difference(&a, &b, tell_conflict, &words);
    flat_free(&a);
    flat_free(&b);
}

/* ---- The save itself ---- */

/* What somebody else did since the version mine began from. */
static void tell_since(struct session *s, const struct record *theirs, int64_t rev, struct buf *out)
{
    struct record *old = NULL;
    struct flat before = { 0 }, now = { 0 }, was = { 0 }, is = { 0 };
    if (record_at_rev(s, theirs, rev, &old, NULL) != DONE)
        return;
    flat_of(old, &before);
    flat_of(theirs, &now);
    flat_diff(&before, &now, &was, &is);
    buf_printf(out, _("Changed in the file since version %lld:\n"), (long long)rev);
    tell_changes(theirs, &was, &is, out);
    flat_free(&before);
    flat_free(&now);
    flat_free(&was);
    flat_free(&is);
    record_free(&old);
}

static enum outcome stale(struct session *s, const struct record *mine, const struct record *theirs,
                          struct save_report *report, struct error *e)
{
    struct buf name = { 0 };
    record_known(theirs, &name);
    if (report && !report->text.len)
        tell_versions(mine, theirs, &report->text);
    if (report)
        tell_since(s, theirs, mine->rev, &report->text);
    fail(e, STALE,
         _("%s was changed by somebody else (version %lld, yours began from %lld). Nothing was "
           "saved; compare both and save again."),
         buf_text(&name), (long long)theirs->rev, (long long)mine->rev);
    buf_free(&name);
    return STALE;
}

void record_swap(struct record *a, struct record *b)
{
    struct record swap = *a;
    *a = *b;
    *b = swap;
}

bool save_is_new(const struct record *mine, const struct record *base)
{
    return !mine->rev && !base;
}

struct others {
    const struct session *session;
    int64_t since; /* version */
    bool any;
};

static void note_other(void *context, const struct entry *entry)
{
    struct others *o = context;
    o->any |= entry->rev > o->since && !entry_is_mine(o->session, entry);
}

/* A step of one's own between opening and saving moves the version, too. */
static bool others_changed(struct session *s, const struct record *r, int64_t since)
{
    struct others o = { s, since, false };
    enum outcome result = store_history(s->store, r->kind, r->id, 0, note_other, &o, NULL);
    return result != DONE || o.any;
}

/* Brings mine up to the stored version, or says STALE. *mine may be replaced. */
static enum outcome catch_up(struct session *s, struct record **mine, const struct record *base,
                             struct record *theirs, struct save_report *report, struct error *e)
{
    if (theirs->rev == (*mine)->rev)
        return DONE;
    if (!base)
        return stale(s, *mine, theirs, report, e);
    struct record *merged = record_copy(theirs);
    struct buf text = { 0 };
    struct conflict_words words = { &text, theirs };
    size_t conflicts = record_merge(base, *mine, merged, tell_conflict, &words);
    if (report) {
        report->conflicts = conflicts;
        report->merged = !conflicts && others_changed(s, theirs, (*mine)->rev);
        buf_puts(&report->text, buf_text(&text));
    }
    buf_free(&text);
    if (conflicts) {
        record_free(&merged);
        return stale(s, *mine, theirs, report, e);
    }
    record_swap(*mine, merged);
    record_free(&merged);
    return DONE;
}

/* A guest's filing says that it is one, whatever was typed. */
static void mark_guest(struct session *s, const struct right *right, struct record *mine)
{
    struct value *channel = record_value(mine, "channel");
    if (right->what == RIGHT_NEW && channel && rights_as_guest(s, right))
        value_set_text(channel, "guest");
}

/* What an edit leaves must be free in the version it lands on, too: others may have taken a step
 * since base. */
enum outcome save_within(struct session *s, struct record *mine, const struct record *base,
                         struct save_report *report, struct error *e)
{
    bool new = save_is_new(mine, base);
    struct change change = { new ? "new" : "edit", "" };
    if (new) {
        enum outcome fit = business_check(s, NULL, mine, e);
        return fit == DONE ? store_save(s->store, mine, &change, e) : fit;
    }
    struct record *theirs = NULL;
    enum outcome result = store_load(s->store, mine->kind, mine->id, &theirs, e);
    if (result == DONE && base)
        result = check_edit(mine, base, e);
    if (result == DONE)
        result = catch_up(s, &mine, base, theirs, report, e);
    if (result == DONE)
        result = check_edit(mine, theirs, e);
    if (result == DONE)
        result = business_check(s, theirs, mine, e);
    if (result == DONE)
        result = store_save(s->store, mine, &change, e);
    if (result == DONE)
        result = decision_void(s, theirs, mine, e);
    record_free(&theirs);
    return result;
}

/* A new record may not bring what only steps set; defaults stand. */
static enum outcome check_new(struct session *s, const struct record *mine, struct error *e)
{
    struct record *blank = NULL;
    enum outcome result = act_blank(s, mine->kind, &blank, e);
    if (result == DONE)
        result = check_edit(mine, blank, e);
    record_free(&blank);
    return result;
}

/* Judged and linked as far as it can be before anything is written. */
static enum outcome prepare(struct session *s, const struct right *right, struct record *mine,
                            const struct record *base, char author[RIGHT_AUTHOR_MAX],
                            struct error *e)
{
    enum outcome result = rights_may(s, right, author, e);
    if (result == DONE && right->what == RIGHT_NEW)
        result = check_new(s, mine, e);
    if (result == DONE)
        result = link_references(s, mine, base, e);
    if (result == DONE && right->what == RIGHT_NEW && business_of(mine->kind)->begin)
        result = business_of(mine->kind)->begin(s, mine, e);
    if (result == DONE && kind_saved_whole(mine->kind))
        result = record_complete(mine, e);
    if (result == DONE)
        mark_guest(s, right, mine);
    return result;
}

/* It had reached the file before: what stands there is what was saved. */
static enum outcome take_stored(struct session *s, struct record *ready, struct error *e)
{
    struct record *stored = NULL;
    enum outcome result = store_load(s->store, ready->kind, ready->id, &stored, e);
    if (result == DONE)
        record_swap(ready, stored);
    record_free(&stored);
    return result;
}

static enum outcome write_ready(struct session *s, struct record *ready, const struct record *base,
                                const char *txn, struct save_report *report, struct error *e)
{
    const struct right right = { save_is_new(ready, base) ? RIGHT_NEW : RIGHT_EDIT, ready->kind,
                                 NULL };
    bool done_before = false;
    enum outcome result = rights_begin(s, &right, txn, &done_before, e);
    if (result != DONE || done_before)
        return result == DONE ? take_stored(s, ready, e) : result;
    result = people_check(s, ready, e);
    if (result == DONE)
        result = save_within(s, ready, base, report, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

/* On this desk's disk first, then in the shared file. */
static enum outcome save_ready(struct session *s, const char *author, struct record *ready,
                               const struct record *base, const char *txn,
                               struct save_report *report, struct error *e)
{
    struct intended in = { .base = base ? record_copy(base) : NULL };
    enum outcome result = intend_save(s, author, ready, txn, &in, e);
    if (result == DONE)
        result = write_ready(s, ready, in.base, in.spooled.txn, report, e);
    if (*in.spooled.txn)
        result = intended_ended(s, &in, ready, result, report, e);
    intended_free(&in);
    return result;
}

/* The writer's own record changes only where it was saved: it may hold in clear what is sealed. */
enum outcome act_save(struct session *s, struct record *mine, const struct record *base,
                      const char *txn, struct save_report *report, struct error *e)
{
    const struct right right = { save_is_new(mine, base) ? RIGHT_NEW : RIGHT_EDIT, mine->kind,
                                 NULL };
    char author[RIGHT_AUTHOR_MAX];
    enum outcome result = prepare(s, &right, mine, base, author, e);
    if (result != DONE)
        return result;
    struct record *ready = record_copy(mine);
    if (base && seal_needed(ready))
        seal_keep_same(s, ready, base);
    result = seal_record(s, ready, e);
    if (result == DONE)
        result = save_ready(s, author, ready, base, txn, report, e);
    if (result == DONE) {
        act_wipe_clear(mine);
        record_swap(mine, ready);
    }
    act_wipe_clear(ready);
    record_free(&ready);
    return result;
}

void save_report_free(struct save_report *r)
{
    buf_free(&r->text);
}

static void put_self(const struct session *s, struct record *r)
{
    for (size_t i = 0; s->person && s->person->id && r->kind->fields[i].id; i++)
        if (r->kind->fields[i].flags & FIELD_SELF)
            value_set_reference(&r->values[i], s->person->id, s->person->name);
}

void put_home_office(struct session *s, struct record *r)
{
    const struct field *office = kind_field(r->kind, "office");
    int64_t id = 0;
    if (office && text_same(office->kind, "office") && s->office_name.len &&
        act_link(s, office, buf_text(&s->office), &id, NULL) == DONE && id)
        value_set_reference(record_value(r, "office"), id, session_office(s));
}

enum outcome act_blank(struct session *s, const struct kind *k, struct record **out,
                       struct error *e)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = record_new(k);
    (void)e;
    record_defaults(r, &how);
    put_home_office(s, r);
    put_self(s, r);
    *out = r;
    return DONE;
}

/* What the business of its kind takes over shows already, where a person may put it there. */
static void begin_early(struct session *s, struct record **r)
{
    struct record *begun = record_copy(*r);
    if (business_of(begun->kind)->begin &&
        business_of(begun->kind)->begin(s, begun, NULL) == DONE &&
        check_new(s, begun, NULL) == DONE)
        record_swap(begun, *r);
    record_free(&begun);
}

enum outcome act_blank_for(struct session *s, const struct kind *k, const struct blank_for *what,
                           struct record **out, struct error *e)
{
    enum outcome result = act_blank(s, k, out, e);
    if (result != DONE)
        return result;
    if (k->begins_with && what->choice)
        value_set_text(record_value(*out, k->begins_with), what->choice);
    if (what->field && what->root) {
        struct buf name = { 0 };
        record_name(what->root, &name);
        value_set_reference(record_value(*out, what->field->id), what->root->id, buf_text(&name));
        buf_free(&name);
        begin_early(s, out);
    }
    return DONE;
}

enum outcome act_load(struct session *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e)
{
    if (s->away && (k->flags & KIND_AWAY))
        return kept_record(s, k, id, out, e);
    return store_load(s->store, k, id, out, e);
}

enum outcome act_resolve(struct session *s, const struct kind *k, const char *ref, int64_t *id,
                         struct error *e)
{
    return store_resolve(s->store, k, ref, id, e);
}
