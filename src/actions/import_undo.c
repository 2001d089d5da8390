/* Taking an import back: each of its records that nobody changed since becomes what it was before,
 * a new one is discarded. What somebody worked on since stays, and is told. Whoever brought it in
 * may, for some days; anybody else, and later, it takes a right of its own. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

enum { PART_RECORDS = 200, KEPT_LISTED = 100, BATCHES_LISTED = 20, BATCHES_READ = 500 };

struct taking_back {
    struct session *session;
    struct batch batch;
    struct right right;
    const struct kind *allowed; /* the last kind of which it was asked */
    bool dry_run;
    struct undo_report *report;
};

static void list_kept(struct taking_back *t, const struct record *r)
{
    if (++t->report->kept > KEPT_LISTED)
        return;
    record_name(r, &t->report->names);
    buf_putc(&t->report->names, '\n');
}

/* What the record shall be; NULL in *back: it stays. */
static enum outcome find_before(struct taking_back *t, const struct batch_row *row,
                                struct record *now, struct record **back, struct error *e)
{
    if (strcmp(now->state, state_discarded.id) == 0)
        return DONE; /* taken back before */
    if (now->rev != row->rev) {
        list_kept(t, now);
        return DONE;
    }
    if (row->created) {
        *back = record_copy(now);
        (*back)->state = state_discarded.id;
        return DONE;
    }
    enum outcome result = record_at_rev(t->session, now, row->rev - 1, back, e);
    if (result == DONE)
        (*back)->rev = now->rev;
    return result;
}

/* An undo's note is the number of the version it took back. */
static enum outcome save_back(struct taking_back *t, const struct batch_row *row, struct record *r,
                              struct error *e)
{
    char note[24];
    snprintf(note, sizeof note, "%lld", (long long)row->rev);
    t->report->undone++;
    if (t->dry_run)
        return DONE;
    return store_save(t->session->store, r, &(struct change){ "undo", note }, e);
}

/* A sheet's rows may have been records of several kinds. */
static enum outcome may_take_back(struct taking_back *t, const struct kind *k, struct error *e)
{
    const struct right right = { t->right.what, k, NULL };
    char author[RIGHT_AUTHOR_MAX];
    enum outcome result = k == t->allowed ? DONE : rights_may(t->session, &right, author, e);
    t->allowed = k;
    return result;
}

static enum outcome take_back(struct taking_back *t, const struct batch_row *row, struct error *e)
{
    struct record *now = NULL, *back = NULL;
    if (!row->kind)
        return DONE; /* a kind this version no longer has */
    enum outcome result = may_take_back(t, row->kind, e);
    if (result == DONE)
        result = store_load(t->session->store, row->kind, row->record, &now, e);
    if (result == DONE)
        result = find_before(t, row, now, &back, e);
    if (result == DONE && back)
        result = save_back(t, row, back, e);
    record_free(&now);
    record_free(&back);
    return result;
}

static enum outcome begin(struct taking_back *t, struct error *e)
{
    return t->dry_run ? store_read_begin(t->session->store, e)
                      : rights_begin(t->session, &t->right, NULL, NULL, e);
}

static enum outcome end(struct taking_back *t, enum outcome result, struct error *e)
{
    struct store *s = t->session->store;
    if (t->dry_run)
        store_read_end(s);
    else if (result == DONE)
        result = store_commit(s, e);
    else
        store_rollback(s);
    return result;
}

/* One transaction of so many records; *behind goes on. */
static enum outcome take_back_some(struct taking_back *t, struct batch_row *behind, bool *more,
                                   struct error *e)
{
    struct batch_row rows[PART_RECORDS];
    size_t count = 0;
    enum outcome result = begin(t, e);
    if (result != DONE)
        return result;
    result = store_batch_rows(t->session->store, t->batch.id, behind, rows, COUNT(rows), &count, e);
    for (size_t i = 0; result == DONE && i < count; i++)
        result = take_back(t, &rows[i], e);
    if (count)
        *behind = rows[count - 1];
    *more = count == COUNT(rows);
    return end(t, result, e);
}

/* ---- Whose it is ---- */

static bool is_by(const char *author, const char *me)
{
    return author_name(author) == strlen(me) && text_starts(author, me);
}

/* Where nobody logs in, all is the desk's. */
static bool is_own(const struct session *s, const struct batch *b)
{
    const char *me = session_author(s);
    return !s->people || (s->person && is_by(b->first_by, me) && is_by(b->last_by, me));
}

/* The last moment at which an import of one's own is too long ago to be taken back alone. */
static enum outcome find_too_old(struct session *s, moment *out, struct error *e)
{
    int64_t days = 0;
    enum outcome result = rule_number(s, "import.undo_days", session_today(s), &days, e);
    *out = session_now(s) - days * DAY_MS;
    return result;
}

static enum outcome forbid(struct taking_back *t, bool own, const struct error *why,
                           struct error *e)
{
    const struct batch *b = &t->batch;
    struct buf at = { 0 };
    moment_local(b->at, session_zone(t->session), &at);
    if (own)
        fail(e, FORBIDDEN, _("You brought this in on %s, which is too long ago. %s"), buf_text(&at),
             why->text);
    else
        fail(e, FORBIDDEN, _("This was brought in by %s on %s, and is not yours. %s"), b->first_by,
             buf_text(&at), why->text);
    buf_free(&at);
    return FORBIDDEN;
}

/* Which right it takes. */
static enum outcome find_right(struct taking_back *t, struct error *e)
{
    struct session *s = t->session;
    char author[RIGHT_AUTHOR_MAX];
    struct error why = { 0 };
    moment too_old = 0;
    bool own = is_own(s, &t->batch);
    enum outcome result = find_too_old(s, &too_old, e);
    if (result != DONE)
        return result;
    t->report->beyond = s->people && (!own || t->batch.at < too_old);
    t->right = (struct right){ t->report->beyond                    ? RIGHT_TAKE_BACK
                               : t->batch.origin == ORIGIN_RESTORED ? RIGHT_RESTORE
                                                                    : RIGHT_IMPORT,
                               t->batch.kind, NULL };
    if (!t->report->beyond || !s->person)
        return rights_may(s, &t->right, author, e);
    result = rights_may(s, &t->right, author, &why);
    return result == FORBIDDEN ? forbid(t, own, &why, e) : result;
}

enum outcome act_import_undo(struct session *s, int64_t batch, bool dry_run,
                             struct undo_report *out, struct error *e)
{
    struct taking_back t = { .session = s, .dry_run = dry_run, .report = out };
    struct batch_row behind = { 0 };
    bool more = true;
    enum outcome result = store_batch_load(s->store, batch, &t.batch, e);
    if (result == DONE)
        result = find_right(&t, e);
    while (result == DONE && more)
        result = take_back_some(&t, &behind, &more, e);
    return result;
}

void undo_report_free(struct undo_report *r)
{
    buf_free(&r->names);
}

/* ---- The last imports ---- */

struct listing {
    struct session *session;
    bool all; /* who is here may take back others', too */
    moment too_old;
    size_t told;
    void (*each)(void *context, const struct import_told *told);
    void *context;
};

static void tell(void *context, const struct batch_told *told)
{
    struct listing *l = context;
    const struct batch *b = &told->batch;
    bool own = is_own(l->session, b), mine = own && (!l->session->people || b->at >= l->too_old);
    if (!(mine || l->all) || l->told == BATCHES_LISTED)
        return;
    l->told++;
    l->each(l->context, &(struct import_told){ .batch = b->id,
                                               .kind = b->kind,
                                               .source = b->source,
                                               .by = b->first_by,
                                               .own = own,
                                               .at = b->at,
                                               .created = b->created,
                                               .changed = b->changed,
                                               .rejected = b->rejected,
                                               .whole = told->closed });
}

enum outcome act_import_list(struct session *s,
                             void (*each)(void *context, const struct import_told *told),
                             void *context, struct error *e)
{
    struct listing l = { .session = s, .each = each, .context = context };
    char author[RIGHT_AUTHOR_MAX];
    const struct right any = { RIGHT_TAKE_BACK, &kind_permit, NULL };
    enum outcome result = find_too_old(s, &l.too_old, e);
    l.all = rights_may(s, &any, author, NULL) == DONE;
    return result == DONE ? store_batch_list(s->store, BATCHES_READ, tell, &l, e) : result;
}
