/* desks.h - one desk at work on a shared file, the log of what it was told, and the judge who
 * holds the logs of all desks against the file. */
#ifndef TESTS_DESKS_DESKS_H
#define TESTS_DESKS_DESKS_H

#include <stdint.h>

#include "loket/actions.h"
#include "store/faults.h"

/* ---- The log: one line for each deed begun, one for what became of it ----
 *
 *   try N TXN WHAT RECORD     about to be asked for under that transaction id
 *   ack N RECORD REV MS MARK  acknowledged, after so many milliseconds; of a step MARK is the
 *                             number it gave
 *   no N SENTENCE             refused by a rule
 * Lines go straight to the disk: what stands there was said. */

enum deed_state { TRIED, ACKNOWLEDGED, DECLINED };
enum { WHAT_MAX = 8, MARK_MAX = 48 };

struct deed {
    int n;
    char txn[TXN_TEXT_LEN + 1];
    char what[WHAT_MAX]; /* new, capture, edit, submit, papers, accept, list, import */
    int64_t record;      /* 0: of an answer that only said it was done before */
    int64_t rev;
    int ms;
    enum deed_state state;
    char mark[MARK_MAX];
};
struct deed_list {
    struct deed *items;
    size_t count;
};

/* All deeds of a log in order; none where there is no such file. A line cut short is left out. */
void deeds_read(const char *path, struct deed_list *out);
void deeds_free(struct deed_list *l);
int deeds_open(const char *path); /* for appending; ends the program where it cannot */
void deeds_say(int log, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- A desk ---- */

struct desk_options {
    const char *store;
    const char *folder; /* the desk's own: desk/, log, sheets to import */
    uint64_t seed;      /* decides every deed */
    int ops;            /* deeds it has done in the end, those of earlier lives included */
    bool imports;
    const char *const *shared; /* text of the ids of records that all desks edit */
    size_t shared_count;
    struct fault fault; /* what befalls it */
};
/* Makes the database and the records all desks edit; prints their ids. Exit status. */
int desk_found(const char *store, const char *folder, int records);
/* Resumes where the log ends: what was tried and not answered is asked for again under the same
 * transaction id. Exit status: 0 done, 5 the store could not be had. */
int desk_work(const struct desk_options *o);

/* Sits at a desk as the screen does, on workers, with its beat, its copy and its spool: files a
 * permit each second for so many seconds, and ends once all of them are in the file. Exit status:
 * 0; 1 they are not; 5 everybody was stopped, locks do not reach the others. Says when what
 * happened. */
int desk_sit(const struct desk_options *o, int seconds);

/* A new permit, not yet saved; mark stands in its seal. */
enum outcome deed_permit(struct session *s, const char *mark, struct record **r, struct error *e);
enum outcome deed_capture(struct session *s, const char *mark, struct record **r, struct error *e);

/* Looks at the file until FOLDER/stop is there; prints how often, and what was wrong. 0: nothing.
 */
int desk_watch(const char *store, const char *folder);

/* ---- The judge ---- */

/* Prints what is wrong, and a line of figures; 0: nothing is. */
int judge(const char *store, const char *folder, const char *const *logs, size_t count);

/* The subcommands of the driver: found, work, sit, watch, judge. */
int desks_main(int argc, char **argv);
/* Of enum share_allowed: what DESKS_ANY_SHARE in the environment lets found and sit do. */
unsigned desks_allowed(void);

#endif
