/* calls.h - SQLite's system calls on the shared file and its journal, each held against what a
 * share does to it (share protocol, rule 15 and §3).
 *
 * SQLite keeps one table of system calls for the whole process, so what stands behind this header
 * is global: it is installed once, before the first shared file is opened, calls whatever stood in
 * the table before, and looks at no file but those that are watched. */
#ifndef LOKET_STORE_CALLS_H
#define LOKET_STORE_CALLS_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "loket/store.h"

enum {
    TRANSACTION_MS =
        10000, /* shorter than any server waits before it frees a silent desk's locks */
};

/* One database that lies on a share, or may. The threads of two stores may not share one: a file
 * is opened by one store at a time. */
struct watch {
    struct watch *next;
    char *path, *journal; /* owned; as SQLite spells them */
    int handles, files;   /* how often it is watched, and how many descriptors are open */
    enum share_kind kind;
    bool unhurried; /* the guard is off: nobody else is at work */
    bool opening;   /* SQLite is about to open it: see "Opening under SQLite's mutex" in calls.c */
    struct stat seen; /* meanwhile: the file just opened */
    /* Of the locks held now: */
    short shared;  /* F_RDLCK or F_WRLCK on SQLite's shared range, F_UNLCK: none */
    int64_t began; /* when the first write lock was had, by calls_now(); 0: none is held */
    bool barred;   /* nothing may be written before all write locks are given back */
    /* What went wrong last: */
    int fault;    /* errno of a lock that failed although no other desk holds it; 0: none */
    bool expired; /* a transaction was barred because it outlived TRANSACTION_MS */
};

/* ---- calls.c ---- */

/* path as SQLite will open it: real and absolute. Watches of one path are one. */
struct watch *calls_watch(const char *path, enum share_kind kind);
void calls_forget(struct watch **w); /* after the handle was closed; NULL is fine */
/* What was there before, as SQLite calls it. */
extern int (*calls_fcntl)(int fd, int command, ...);

/* ---- locks.c ---- */

/* Milliseconds that go on while the computer sleeps (CLOCK_BOOTTIME) are counted. */
void calls_clock_set(int64_t (*now)(void)); /* tests; NULL: the machine's again */
/* The transaction outlived its time, or holds no lock where it should: sets errno. */
bool lock_bars(struct watch *w);
/* fcntl() with F_SETLK or F_GETLK on a watched file. */
int lock_call(struct watch *w, int fd, int command, struct flock *l);

#endif
