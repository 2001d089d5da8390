/* Undo: the inverse of the last changes of whoever is here, each written as a new entry. What has
 * left the office (a number, a paper) is not undone but answered by a step. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { UNDONE_MAX = 64 };

struct search {
    struct session *session;
    int64_t undone[UNDONE_MAX]; /* versions earlier undos took back */
    size_t undone_count;
    bool found;
    int64_t rev;
    moment at;
    char step[FIELD_ID_MAX];
    struct flat was, is;
};

static bool is_undone(const struct search *w, int64_t rev)
{
    for (size_t i = 0; i < w->undone_count; i++)
        if (w->undone[i] == rev)
            return true;
    return false;
}

bool entry_is_mine(const struct session *s, const struct entry *entry)
{
    const char *me = session_author(s);
    if (s->person || (*s->author && !s->people))
        return author_name(entry->author) == strlen(me) && text_starts(entry->author, me);
    return entry->desk == desk_number(s->desk);
}

static void flat_clone(const struct flat *from, struct flat *to)
{
    struct buf bytes = { 0 };
    flat_encode(from, &bytes);
    flat_decode(bytes.data, bytes.len, to, NULL);
    buf_free(&bytes);
}

/* An undo's note is the number of the version it took back. */
static void consider(void *context, const struct entry *entry)
{
    struct search *w = context;
    int64_t rev;
    if (w->found)
        return;
    if (strcmp(entry->step, "undo") == 0) {
        if (w->undone_count < UNDONE_MAX && integer_parse(buf_text(&entry->note), &rev))
            w->undone[w->undone_count++] = rev;
        return;
    }
    if (is_undone(w, entry->rev) || !entry_is_mine(w->session, entry))
        return;
    w->found = true;
    w->rev = entry->rev;
    w->at = entry->at;
    snprintf(w->step, sizeof w->step, "%s", entry->step);
    flat_clone(&entry->was, &w->was);
    flat_clone(&entry->is, &w->is);
}

struct taken_back {
    const struct entry *undo;
    int64_t rev;
    bool exactly;
};

static bool flat_same(const struct flat *a, const struct flat *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->items[i].key, b->items[i].key) == 0 &&
               flat_entry_same(&a->items[i], &b->items[i]);
    return same;
}

static void compare(void *context, const struct entry *entry)
{
    struct taken_back *t = context;
    size_t n = author_name(entry->author);
    if (entry->rev == t->rev)
        t->exactly = n == author_name(t->undo->author) &&
                     strncmp(entry->author, t->undo->author, n) == 0 &&
                     flat_same(&entry->is, &t->undo->was) && flat_same(&entry->was, &t->undo->is);
}

bool entry_takes_back(struct session *s, const struct entry *entry, int64_t *rev)
{
    struct taken_back t = { .undo = entry };
    if (!entry->kind || strcmp(entry->step, "undo") != 0 ||
        !integer_parse(buf_text(&entry->note), &t.rev) || t.rev >= entry->rev)
        return false;
    *rev = t.rev;
    return store_history(s->store, entry->kind, entry->record, 0, compare, &t, NULL) == DONE &&
           t.exactly;
}

static enum outcome check_lasting(const struct kind *k, const struct search *w, struct error *e)
{
    /* Without people nobody signed anything for themselves. */
    unsigned lasting = STEP_LASTING | STEP_NUMBER | (w->session->people ? STEP_SIGNED : 0);
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, w->step) == 0 && ((s->flags & lasting) || s->follows))
            return fail(e, REFUSED,
                        _("“%s” has left the office (a number or a paper was given) and is not "
                          "undone. Answer it by a step: return, correct or cancel."),
                        _(s->label));
    if (strcmp(w->step, "void") == 0)
        return fail(e, REFUSED,
                    _("What was signed has changed, so the decision waits to be taken anew; that "
                      "is not undone."));
    if (strcmp(w->step, "print") == 0 || strcmp(w->step, "import") == 0)
        return fail(e, REFUSED,
                    _("A print or an import is not undone here. Import the right sheet again."));
    return DONE;
}

/* What was set must still stand, or somebody else's work would be lost. */
static enum outcome check_standing(const struct record *r, const struct search *w, struct error *e)
{
    struct flat now = { 0 };
    enum outcome result = DONE;
    flat_of(r, &now);
    for (size_t i = 0; result == DONE && i < w->is.count + w->was.count; i++) {
        const char *key = i < w->is.count ? w->is.items[i].key : w->was.items[i - w->is.count].key;
        const struct flat_entry *is = flat_find(&w->is, key), *present = flat_find(&now, key);
        bool same = is && present ? flat_entry_same(is, present) : is == present;
        if (!same) {
            struct buf label = { 0 };
            flat_key_label(r, key, &label);
            result = fail(e, REFUSED,
                          _("%s was changed again since; undoing would lose that. Edit it by "
                            "hand."),
                          buf_text(&label));
            buf_free(&label);
        }
    }
    flat_free(&now);
    return result;
}

static enum outcome find_change(struct session *s, const struct record *r, struct search *w,
                                struct error *e)
{
    enum outcome result = store_history(s->store, r->kind, r->id, 0, consider, w, e);
    if (result != DONE)
        return result;
    if (!w->found)
        return fail(e, REFUSED, _("There is nothing of yours to undo on this record."));
    result = check_lasting(r->kind, w, e);
    return result == DONE ? check_standing(r, w, e) : result;
}

static enum outcome take_back(struct session *s, struct record *r, const struct search *w,
                              struct error *e)
{
    struct record *before = record_copy(r);
    char note[24];
    enum outcome result = DONE;
    snprintf(note, sizeof note, "%lld", (long long)w->rev);
    if (w->rev == 1)
        r->state = state_discarded.id;
    else
        result = flat_apply(r, &w->is, &w->was, e);
    if (result == DONE)
        result = business_check(s, before, r, e);
    if (result == DONE)
        result = store_save(s->store, r, &(struct change){ "undo", note }, e);
    if (result == DONE)
        result = decision_void(s, before, r, e);
    record_free(&before);
    return result;
}

static void tell(const struct record *r, const struct search *w, struct buf *words)
{
    if (w->rev == 1)
        buf_printf(words, _("The new record is discarded.\n"));
    else
        tell_changes(r, &w->is, &w->was, words);
}

static void search_free(struct search *w)
{
    flat_free(&w->was);
    flat_free(&w->is);
}

/* Whoever may take a step may take it back; all else is editing. */
static struct right right_to(const struct kind *k, const struct search *w)
{
    const struct step *step = flow_step(k->flow, w->step, NULL);
    return (struct right){ step ? RIGHT_STEP : RIGHT_EDIT, k, step };
}

/* Loads the record, finds the change and says what undoing it would do. */
static enum outcome look(struct session *s, const struct kind *k, int64_t id, struct search *w,
                         struct record **r, struct buf *words, struct error *e)
{
    enum outcome result = store_load(s->store, k, id, r, e);
    if (result == DONE)
        result = find_change(s, *r, w, e);
    if (result == DONE && words)
        tell(*r, w, words);
    return result;
}

/* What it would do, and whether who is here may. */
static enum outcome look_first(struct session *s, const struct kind *k, int64_t id,
                               struct right *right, struct buf *words, struct error *e)
{
    struct search w = { .session = s };
    struct record *r = NULL;
    char author[RIGHT_AUTHOR_MAX];
    *right = (struct right){ RIGHT_EDIT, k, NULL };
    if (s->people && !s->person)
        return rights_may(s, right, author, e);
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = look(s, k, id, &w, &r, words, e);
    *right = right_to(k, &w);
    if (result == DONE)
        result = rights_may(s, right, author, e);
    store_read_end(s->store);
    record_free(&r);
    search_free(&w);
    return result;
}

enum outcome act_undo(struct session *s, const struct kind *k, int64_t id, bool dry_run,
                      struct buf *words, struct error *e)
{
    struct record *r = NULL;
    struct search w = { .session = s };
    struct right right;
    enum outcome result = look_first(s, k, id, &right, words, e);
    if (result != DONE || dry_run)
        return result;
    result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = look(s, k, id, &w, &r, NULL, e);
    if (result == DONE)
        result = take_back(s, r, &w, e);
    if (result == DONE)
        result = store_commit(s->store, e);
    else
        store_rollback(s->store);
    record_free(&r);
    search_free(&w);
    return result;
}

/* ---- Many ---- */

void undo_list_free(struct undo_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        buf_free(&l->items[i].words);
    *l = (struct undo_list){ 0 };
}

/* The next change behind those already listed, which r no longer holds; then it holds that neither.
 */
static enum outcome list_next(struct session *s, struct record *r, struct undo_list *out,
                              struct error *e)
{
    struct search w = { .session = s };
    char author[RIGHT_AUTHOR_MAX];
    for (size_t i = 0; i < out->count; i++)
        w.undone[w.undone_count++] = out->items[i].rev;
    enum outcome result = find_change(s, r, &w, e);
    struct right right = right_to(r->kind, &w);
    if (result == DONE)
        result = rights_may(s, &right, author, e);
    if (result == DONE) {
        struct undo_step *step = &out->items[out->count];
        *step = (struct undo_step){ .rev = w.rev, .at = w.at };
        snprintf(step->label, sizeof step->label, "%s", step_label(r->kind, w.step));
        tell(r, &w, &step->words);
        out->count++;
        if (w.rev > 1)
            result = flat_apply(r, &w.is, &w.was, e);
    }
    search_free(&w);
    return result;
}

static enum outcome list_all(struct session *s, struct record *r, struct undo_list *out,
                             struct error *e)
{
    enum outcome result = DONE;
    while (result == DONE && out->count < UNDO_STEPS_MAX &&
           (out->count == 0 || out->items[out->count - 1].rev > 1))
        result = list_next(s, r, out, e);
    if (result == FAULT || out->count == 0)
        return result;
    if (result != DONE)
        snprintf(out->stop, sizeof out->stop, "%s", e->text);
    return DONE;
}

enum outcome act_undo_list(struct session *s, const struct kind *k, int64_t id,
                           struct undo_list *out, struct error *e)
{
    struct record *r = NULL;
    struct error why = { 0 };
    *out = (struct undo_list){ 0 };
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = store_load(s->store, k, id, &r, &why);
    if (result == DONE)
        result = list_all(s, r, out, &why);
    store_read_end(s->store);
    record_free(&r);
    if (result != DONE) {
        if (e)
            *e = why;
        undo_list_free(out);
    }
    return result;
}

enum outcome act_undo_many(struct session *s, const struct kind *k, int64_t id, size_t count,
                           size_t *done, struct error *e)
{
    enum outcome result = DONE;
    for (*done = 0; result == DONE && *done < count; *done += result == DONE)
        result = act_undo(s, k, id, false, NULL, e);
    return result;
}
