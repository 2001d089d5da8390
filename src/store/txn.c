/* txn.c - transactions: one writer at a time, each transaction known by its id, exactly once. */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "others.h"

/* ---- The gate: every transaction passes it, none while the process is to be stopped ---- */

static pthread_rwlock_t gate = PTHREAD_RWLOCK_INITIALIZER; /* a process is stopped as a whole */

bool store_hold(int patience_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += patience_ms / 1000;
    until.tv_nsec += patience_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    return pthread_rwlock_timedwrlock(&gate, &until) == 0;
}

void store_release(void)
{
    pthread_rwlock_unlock(&gate);
}

/* ---- Reading ---- */

enum outcome read_enter(struct store *s, bool *mine, struct error *e)
{
    enum outcome o = store_revive(s, e);
    *mine = o == DONE && sqlite3_get_autocommit(s->db.handle);
    if (!*mine)
        return o;
    pthread_rwlock_rdlock(&gate);
    o = sql_do(&s->db, "BEGIN", e);
    *mine = o == DONE;
    if (!*mine)
        pthread_rwlock_unlock(&gate);
    return o;
}

void read_leave(struct store *s, bool mine)
{
    if (!mine)
        return;
    if (sql_do(&s->db, "COMMIT", NULL) != DONE)
        sql_do(&s->db, "ROLLBACK", NULL);
    pthread_rwlock_unlock(&gate);
}

enum outcome store_read_begin(struct store *s, struct error *e)
{
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o == DONE && s->reading++ == 0)
        s->reading_began = mine;
    return o;
}

void store_read_end(struct store *s)
{
    if (s->reading > 0 && --s->reading == 0)
        read_leave(s, s->reading_began);
}

enum { VERSION_EVERY_MS = 600000 }; /* for a bell that was lost */

enum outcome store_changed(struct store *s, bool *changed, struct error *e)
{
    *changed = false;
    enum outcome o = store_revive(s, e);
    int64_t version = s->data_version;
    if (o != DONE)
        return o;
    moment now = clock_now(s->clock);
    if (!bell_moved(s) && now - s->version_asked < VERSION_EVERY_MS && now >= s->version_asked)
        return DONE;
    s->version_asked = now;
    o = sql_number(&s->db, "PRAGMA data_version", &version, e);
    *changed = version != s->data_version;
    s->data_version = version;
    if (*changed && !s->writing && heads_check(s, NULL) == DONE && s->footing == FOOTING_SOUND)
        heads_note(s);
    return o;
}

/* ---- Writing ---- */

/* Between BEGIN and COMMIT a process that is stopped keeps the file from every desk, and one that
 * ends leaves work for the next: both wait for the moment it takes. */
static void hold_signals(struct store *s)
{
    sigset_t some;
    sigemptyset(&some);
    sigaddset(&some, SIGTSTP);
    sigaddset(&some, SIGINT);
    sigaddset(&some, SIGHUP);
    sigaddset(&some, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &some, &s->signals);
    s->signals_held = true;
}

static void release_signals(struct store *s)
{
    if (!s->signals_held)
        return;
    s->signals_held = false;
    pthread_rwlock_unlock(&gate);
    pthread_sigmask(SIG_SETMASK, &s->signals, NULL);
}

enum outcome must_write(const struct store *s, struct error *e)
{
    if (s->writing)
        return heads_allow(s, e);
    return fail(e, MISUSED,
                _("Nothing can be written outside a transaction: report this sentence "
                  "to whoever looks after loket."));
}

static enum outcome check_intent(const struct store *s, const struct intent *i, struct error *e)
{
    if (s->writing || s->reading)
        return fail(e, MISUSED,
                    _("A transaction is under way already: report this sentence to "
                      "whoever looks after loket."));
    if (strnlen(i->txn, sizeof i->txn) != TXN_TEXT_LEN ||
        strspn(i->txn, "0123456789abcdef") != TXN_TEXT_LEN)
        return fail(e, MISUSED,
                    _("A transaction id has 32 hexadecimal digits: report this "
                      "sentence to whoever looks after loket."));
    if (i->author && strlen(i->author) >= sizeof s->author)
        return fail(e, BAD_DATA, _("The name “%s” is too long: a name has at most 63 bytes."),
                    i->author);
    if (i->key && !(i->author && *i->author))
        return fail(e, MISUSED,
                    _("A key signs for nobody: report this sentence to whoever looks after "
                      "loket."));
    if (i->author && is_desk_name(i->author))
        return fail(e, BAD_DATA,
                    _("The name “%s” is a desk's, not a person's. Choose another name."),
                    i->author);
    return DONE;
}

/* Is this transaction in the file? */
static enum outcome txn_known(struct store *s, const char *txn, bool *known, struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(&s->db, "SELECT 1 FROM \"txn\" WHERE \"uuid\" = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, txn);
    o = sql_row(q, known, e);
    sql_close(q);
    return o;
}

static enum outcome txn_insert(struct store *s, struct error *e)
{
    struct sql *q;
    struct buf at = { 0 };
    enum outcome o = sql_open(
        &s->db, "INSERT INTO \"txn\" (\"uuid\", \"desk\", \"at\") VALUES ($1, $2, $3)", &q, e);
    if (o != DONE)
        return o;
    moment_iso(s->at, &at);
    sql_str(q, 1, s->txn);
    sql_int(q, 2, desk_number(s->desk));
    sql_str(q, 3, buf_text(&at));
    buf_free(&at);
    return sql_run(q, e);
}

enum outcome txn_adopt(struct store *s, const struct intent *i, struct error *e)
{
    memcpy(s->txn, i->txn, sizeof s->txn);
    s->unsure = false;
    if (i->author && *i->author)
        sqlite3_snprintf(sizeof s->author, s->author, "%s", i->author);
    else
        desk_name(desk_number(s->desk), s->author);
    s->key = i->key ? i->key : desk_key(s->desk);
    s->at = clock_now(s->clock);
    s->head_known = false;
    s->part_position = 0;
    s->restore_told = s->root_told = false;
    s->writing = true;
    return txn_insert(s, e);
}

enum outcome store_begin(struct store *s, const struct intent *i, bool *done_before,
                         struct error *e)
{
    bool known = false;
    if (done_before)
        *done_before = false;
    enum outcome o = check_intent(s, i, e);
    if (o == DONE)
        o = store_revive(s, e);
    if (o == DONE)
        o = open_allows(s, e);
    if (o == DONE)
        o = presence_allow(s, e);
    if (o == DONE && i->restore && store_rolled_back(s, NULL))
        o = journal_keep(s, e); /* opening it did not, for it is not to be written */
    if (o != DONE)
        return o;
    pthread_rwlock_rdlock(&gate);
    o = turn_begin(s, e);
    if (o != DONE) {
        pthread_rwlock_unlock(&gate);
        return o;
    }
    hold_signals(s);
    o = txn_known(s, i->txn, &known, e);
    if (o == DONE && !known)
        o = writer_allows(s, e);
    if (o == DONE && !known)
        o = heads_check(s, e);
    if (o == DONE && !known && !i->restore)
        o = heads_allow(s, e);
    if (o == DONE && !known)
        o = txn_adopt(s, i, e);
    if (o == DONE && !known)
        return DONE;
    store_rollback(s);
    if (o != DONE || done_before) {
        if (o == DONE)
            *done_before = true;
        return o;
    }
    return fail(e, REFUSED, _("This was saved before; it is not saved again."));
}

enum outcome store_has_txn(struct store *s, const char *txn, bool *has, struct error *e)
{
    enum outcome o = store_revive(s, e);
    return o == DONE ? txn_known(s, txn, has, e) : o;
}

void store_rollback(struct store *s)
{
    s->writing = false;
    s->head_known = false;
    s->part_position = 0;
    s->restore_told = s->root_told = false;
    s->key = NULL;
    if (s->db.handle && !sqlite3_get_autocommit(s->db.handle))
        sql_do(&s->db, "ROLLBACK", NULL);
    turn_end(s);
    release_signals(s);
}

/* A fault at COMMIT does not say whether the transaction is in the file: the file does. A full
 * disk, too: where there was no room to end the journal either, the handle stays at odds. */
static enum outcome settle(struct store *s, struct error *e)
{
    struct error ignored;
    bool known = false;
    s->unsure = store_reopen(s, &ignored) != DONE || txn_known(s, s->txn, &known, &ignored) != DONE;
    if (s->unsure)
        return fault_passes(fail(e, FAULT,
                                 _("The disk or share that holds %s failed while saving; whether "
                                   "it was saved shows when the share is back."),
                                 s->db.path),
                            e);
    return known ? DONE : FAULT; /* e holds the fault itself */
}

bool store_unsure(const struct store *s, const char *txn)
{
    return s->unsure && text_same(s->txn, txn);
}

/* The file holds it: whatever the desk cannot note now it notes later. */
static void committed(struct store *s)
{
    bool restored = s->restore_told, rooted = s->root_told;
    s->writing = false;
    s->restore_told = s->root_told = false;
    s->key = NULL;
    turn_end(s);
    bell_ring(s, s->txn);
    if (!restored || heads_check(s, NULL) == DONE)
        heads_note_own(s);
    s->head_known = false;
    if (rooted)
        root_pin(s);
    release_signals(s);
    s->turn.ended_us = wait_clock_us();
}

enum outcome store_commit(struct store *s, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o = must_write(s, e);
    if (o == DONE && s->part_position != 0)
        o = fail(e, MISUSED,
                 _("A part of an import was not told in the history: report this "
                   "sentence to whoever looks after loket."));
    if (o != DONE) {
        store_rollback(s);
        return o;
    }
    o = sql_open(&s->db, "COMMIT", &q, e);
    int rc = SQLITE_OK;
    if (o == DONE) {
        o = sql_row(q, &row, e);
        rc = sqlite3_extended_errcode(s->db.handle);
        sql_close(q);
    }
    if (o == DONE) {
        committed(s);
        return DONE;
    }
    store_rollback(s);
    return (rc & 0xff) == SQLITE_BUSY ? o : settle(s, e);
}
