/* faults.h - SQLite's system calls on one database and its journal, with a trap beneath them: at a
 * chosen call the process is killed or stopped, the call hangs, or it fails, once or from there on.
 */
#ifndef TESTS_STORE_FAULTS_H
#define TESTS_STORE_FAULTS_H

#include <stdbool.h>

/* Which calls are counted. */
enum fault_at {
    AT_ANY_CALL,    /* of the file, its journal and their folder: open, stat, lock, read, write,
                       truncate, sync, unlink */
    AT_ANY_WRITE,   /* of those: write, truncate, sync, unlink */
    AT_PAGE_WRITE,  /* a write into the database itself: the commit is under way */
    AT_RESERVED,    /* the lock that begins a write transaction was granted; not yet returned */
    AFTER_RESERVED, /* the next call behind it */
    AFTER_COMMIT,   /* every call once the journal's head was zeroed and synced: it is done, and
                       has not been told */
};

struct fault {
    enum fault_at at;
    long k;       /* the k-th such call from arming; 0: none */
    int sign;     /* a signal the process raises there (SIGKILL, SIGSTOP); 0: the call fails */
    int gate;     /* the call hangs until a byte can be read here, then goes on; 0: it does not.
                     Not in the folder, where the desk's own file may lie, too */
    int error;    /* errno of a call that fails */
    bool forever; /* every later one too: the share is gone */
    bool late;    /* it fails after it was done: only the answer was lost */
};

/* Beneath whatever wraps the calls later: once, before the first store is opened. base is the
 * database's base name, "office.db"; it must live on. Files of other names are left alone. */
void faults_install(const char *base);
void faults_arm(const struct fault *f); /* NULL: only counts */
/* From now on the journal is seen as it is at this moment, as a host sees it that caches names and
 * sizes; opened, it is what it has become. */
void faults_stale(const char *journal);
long faults_count(void); /* calls of the armed sort since arming */

#endif
