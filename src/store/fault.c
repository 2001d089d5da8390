/* fault.c - what an error of SQLite means for the person at the desk: a sentence, whether the same
 * may succeed later, and whether a new handle may heal it. */
#include <errno.h>

#include "private.h"

static const struct meaning {
    int rc; /* extended ones stand before their primary */
    const char *text;
} meanings[] = {
    { SQLITE_BUSY,
      N_("Another desk keeps the database %s busy. Nothing was changed; try again in a "
         "moment.") },
    { SQLITE_LOCKED, N_("Another desk keeps the database %s busy. Nothing was changed; try again "
                        "in a moment.") },
    { SQLITE_READONLY_DBMOVED, N_("Another file took the place of the database %s. Nothing was "
                                  "changed; try again, loket opens it anew.") },
    { SQLITE_READONLY_ROLLBACK,
      N_("A desk stopped in the middle of saving in %s, and this one may only read. Start loket at "
         "a desk that may write; it puts the file in order.") },
    { SQLITE_READONLY, N_("The database %s cannot be written. Ask for write permission to the file "
                          "and its folder, then start loket again.") },
    { SQLITE_PERM, N_("The database %s may not be opened. Ask for permission to the file and its "
                      "folder.") },
    { SQLITE_AUTH, N_("The database %s may not be opened. Ask for permission to the file and its "
                      "folder.") },
    { SQLITE_FULL, N_("The disk that holds %s is full. Nothing was changed; free some space, then "
                      "try again.") },
    { SQLITE_IOERR, N_("The disk or share that holds %s failed. Check the network and the server, "
                       "then try again; what you typed is kept as a draft.") },
    { SQLITE_CORRUPT, N_("The database %s is damaged. Stop working in it and restore the last "
                         "backup.") },
    { SQLITE_NOTADB, N_("%s is not a loket database. Give the path of the right file with "
                        "--store.") },
    { SQLITE_CANTOPEN, N_("The database %s or its journal cannot be opened. Check that the share "
                          "is there and that you may read and write the file and its folder.") },
    { SQLITE_NOMEM, N_("There is not enough memory to work in %s. Close other programs, then try "
                       "again.") },
    { SQLITE_NOLFS, N_("The disk that holds %s takes no larger files. Move the database to another "
                       "disk.") },
    { SQLITE_TOOBIG, N_("A text is too long for the database %s. Shorten it.") },
    { SQLITE_PROTOCOL, N_("The share that holds %s cannot lock files. Ask whoever looks after the "
                          "server.") },
};

static const char *meaning_of(int rc)
{
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (meanings[i].rc == rc || meanings[i].rc == (rc & 0xff))
            return meanings[i].text;
    return NULL;
}

/* What the wrappers of the system calls know better than SQLite; NULL: nothing. */
static const char *meaning_of_watch(struct watch *w)
{
    int fault = w->fault;
    bool expired = w->expired;
    w->fault = 0;
    w->expired = false;
    if (expired)
        return N_("Saving in %s stood still for more than ten seconds, so another desk may have "
                  "taken over. Nothing was changed; save again.");
    if (fault == ENOLCK)
        return N_("The server that holds %s does not answer for locks (lock service down). Ask "
                  "whoever looks after it to start the service and to let it through the firewall "
                  "(nfs, rpcbind, lockd); until then nothing can be read or saved.");
    return NULL;
}

enum outcome fault_passes(enum outcome o, struct error *e)
{
    if (e)
        e->later = true;
    return o;
}

/* A quota is a full disk to whoever waits for space, but only ENOSPC is one to SQLite. */
static int cause_of(const struct db *db, int rc)
{
    if ((rc & 0xff) != SQLITE_IOERR || !db->handle)
        return rc;
    int number = sqlite3_system_errno(db->handle);
    return number == EDQUOT || number == ENOSPC || number == EFBIG ? SQLITE_FULL : rc;
}

/* Nothing is wrong with the file itself: another desk has it, or the share does not answer. */
static bool passes(const struct db *db, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return true;
    case SQLITE_IOERR:
        return rc != SQLITE_IOERR_NOMEM && rc != SQLITE_IOERR_CORRUPTFS;
    case SQLITE_CANTOPEN:
        return !db->handle || sqlite3_system_errno(db->handle) != EACCES;
    default:
        return rc == SQLITE_READONLY_DBMOVED || rc == SQLITE_READONLY_ROLLBACK;
    }
}

/* A new handle looks again at the path, the share and the file's first pages. */
static bool heals(int rc)
{
    int primary = rc & 0xff;
    return primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_CORRUPT ||
           primary == SQLITE_PROTOCOL || rc == SQLITE_READONLY_DBMOVED;
}

static enum outcome say(const struct db *db, int rc, const char *text, struct error *e)
{
    if (text) {
        char sentence[ERROR_TEXT_MAX];
        sqlite3_snprintf(sizeof sentence, sentence, tr(text), db->path);
        return fail(e, FAULT, "%s", sentence);
    }
    return fail(e, FAULT,
                _("The database %s refused what loket asked (%s). Nothing was changed; report this "
                  "sentence to whoever looks after loket."),
                db->path, db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc));
}

enum outcome sql_fault(struct db *db, int rc, struct error *e)
{
    int cause = cause_of(db, rc);
    const char *better = db->watch && heals(rc) ? meaning_of_watch(db->watch) : NULL;
    enum outcome o = say(db, cause, better ? better : meaning_of(cause), e);
    db->faulted = db->faulted || heals(cause);
    if (db->watch && passes(db, cause))
        fault_passes(o, e);
    if (e)
        e->busy = (cause & 0xff) == SQLITE_BUSY || (cause & 0xff) == SQLITE_LOCKED;
    return o;
}
