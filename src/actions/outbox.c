/* What waits at this desk: looking at it, and ending what could not be sent. */
#include "people.h"

#include <stdlib.h>
#include <string.h>

/* The uuid is known without the share: to a session away from the copy it works on. */
enum outcome act_spool_list(struct session *s,
                            void (*each)(void *context, const struct spooled *in), void *context,
                            struct error *e)
{
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    return result == DONE ? desk_spool_list(s->desk, uuid, each, context, e) : result;
}

enum outcome act_spool_count(struct session *s, struct spool_count *out, struct error *e)
{
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    return result == DONE ? desk_spool_count(s->desk, uuid, out, e) : result;
}

/* ---- One of them ---- */

struct choosing {
    const struct session *session;
    const char *ref;
    char txn[TXN_TEXT_LEN + 1];
};

static void choose(void *context, const struct spooled *in)
{
    struct choosing *w = context;
    char name[PROVISIONAL_MAX];
    act_provisional(w->session, in->place, name);
    const char *tail = strrchr(name, '-') + 1;
    if (strcmp(w->ref, name) == 0 || strcmp(w->ref, tail) == 0 || strcmp(w->ref, in->txn) == 0)
        memcpy(w->txn, in->txn, sizeof w->txn);
}

enum outcome act_spool_get(struct session *s, const char *ref, struct spooled *out, struct error *e)
{
    struct choosing w = { .session = s, .ref = ref };
    bool found = false;
    *out = (struct spooled){ 0 };
    enum outcome result = act_spool_list(s, choose, &w, e);
    if (result == DONE && *w.txn)
        result = desk_spool_get(s->desk, w.txn, out, &found, e);
    if (result == DONE && !found)
        result = fail(e, REFUSED,
                      _("Nothing called “%s” waits at this desk. `loket spool list` shows what "
                        "does."),
                      ref);
    return result;
}

void act_spool_free(struct spooled *in)
{
    spooled_free(in);
}

enum outcome act_spool_record(struct session *s, const struct spooled *in, struct record **out,
                              struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, in->kind);
    (void)s;
    *out = NULL;
    if (!k || *in->verb)
        return fail(e, REFUSED, _("This is a step, not a record. Look at the record it was for."));
    enum outcome result = record_decode(k, &in->mine, out, e);
    if (result == DONE) {
        (*out)->id = in->record;
        (*out)->rev = in->base_rev;
    }
    return result;
}

/* The stored record; *out NULL where it is not there, or cannot be asked for now. */
static void stored(struct session *s, const struct spooled *in, struct record **out)
{
    const struct kind *k = registry_find(&all_kinds, in->kind);
    *out = NULL;
    if (!s->away && k && store_load(s->store, k, in->record, out, NULL) != DONE)
        *out = NULL;
}

static void tell_record(const struct record *r, struct buf *out)
{
    struct flat none = { 0 }, all = { 0 };
    flat_of(r, &all);
    tell_changes(r, &none, &all, out);
    flat_free(&all);
}

enum outcome act_spool_versions(struct session *s, const struct spooled *in, struct buf *out,
                                struct error *e)
{
    struct record *mine = NULL, *theirs = NULL;
    enum outcome result = act_spool_record(s, in, &mine, e);
    if (result != DONE)
        return result;
    stored(s, in, &theirs);
    if (in->words.len)
        buf_printf(out, "%s\n\n", buf_text(&in->words));
    if (theirs)
        tell_versions(mine, theirs, out);
    else
        tell_record(mine, out);
    record_free(&mine);
    record_free(&theirs);
    return DONE;
}

/* ---- Ending one ---- */

/* Its author, or who answers for the office. */
static enum outcome may_settle(struct session *s, const struct spooled *in, struct error *e)
{
    size_t n = author_name(in->author);
    if (!s->people || session_holds(s, ROLE_HEAD) || session_holds(s, ROLE_ADMIN) ||
        session_holds(s, ROLE_COORDINATOR))
        return DONE;
    if (s->person && *in->author && strlen(s->person->name) == n &&
        strncmp(s->person->name, in->author, n) == 0)
        return DONE;
    return fail(
        e, FORBIDDEN,
        _("This was kept by %s. They, a coordinator, a head or an administrator decide what "
          "becomes of it: log in as one of them."),
        *in->author ? in->author : _("a guest"));
}

/* What the keeper changed since base, over what stands in the file. */
static enum outcome mine_wins(const struct spooled *in, const struct record *mine,
                              struct record *over, struct error *e)
{
    struct record *base = NULL;
    struct flat before = { 0 }, after = { 0 }, was = { 0 }, is = { 0 };
    enum outcome result = in->base.len ? record_decode(mine->kind, &in->base, &base, e) : DONE;
    if (base)
        flat_of(base, &before);
    flat_of(mine, &after);
    flat_diff(&before, &after, &was, &is);
    if (result == DONE)
        result = flat_apply(over, &was, &is, e);
    flat_free(&before);
    flat_free(&after);
    flat_free(&was);
    flat_free(&is);
    record_free(&base);
    return result;
}

/* As an edit, or a new record, of who decides: their rights, their signature. */
static enum outcome write_mine(struct session *s, const struct spooled *in, struct error *e)
{
    struct record *mine = NULL, *theirs = NULL, *over = NULL;
    struct save_report report = { 0 };
    enum outcome result = act_spool_record(s, in, &mine, e);
    if (result == DONE)
        stored(s, in, &theirs);
    if (result == DONE && mine && theirs) {
        over = record_copy(theirs);
        result = mine_wins(in, mine, over, e);
    }
    if (result == DONE)
        result = act_save(s, over ? over : mine, theirs, NULL, &report, e);
    if (result == DONE && report.kept)
        result = fail(e, FAULT, _("The share is away again. Decide when it is back."));
    save_report_free(&report);
    record_free(&mine);
    record_free(&theirs);
    record_free(&over);
    return result;
}

/* Who decided what, and why: kept with it for as long as what is done is kept. */
static enum outcome end(struct session *s, const struct spooled *in, enum spool_choice choice,
                        const char *reason, struct error *e)
{
    static const char *const names[] = { "mine", "theirs", "drop" };
    struct buf words = { 0 };
    buf_printf(&words, "%s: %s: %s", session_author(s), names[choice], reason);
    enum outcome result = desk_spool_mark(s->desk, in->txn, SPOOL_DONE, buf_text(&words), e);
    buf_free(&words);
    return result;
}

enum outcome act_spool_settle(struct session *s, const char *txn, enum spool_choice choice,
                              const char *reason, struct error *e)
{
    struct spooled in = { 0 };
    enum outcome result = act_spool_get(s, txn, &in, e);
    if (result == DONE)
        result = may_settle(s, &in, e);
    if (result == DONE && !(reason && *reason))
        result = fail(e, REFUSED, _("Say why: it is kept with what becomes of it."));
    if (result == DONE && choice == SPOOL_MINE)
        result = write_mine(s, &in, e);
    if (result == DONE)
        result = end(s, &in, choice, reason, e);
    spooled_free(&in);
    return result;
}
