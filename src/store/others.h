/* others.h - what the desks at one file tell each other beside it: the line for a turn, the bell,
 * and who is there. None of it is ever needed to keep the file right: SQLite's own lock decides,
 * and where one of these files cannot be had the work goes on without it. */
#ifndef LOKET_STORE_OTHERS_H
#define LOKET_STORE_OTHERS_H

#include "private.h"

/* ---- beside.c: files beside the shared one, and locks on single bytes of them ---- */

/* A descriptor, or -1. Closing one drops every lock this process has on that file. */
int beside_make(const char *path, int flags);
int beside_open(const char *path);  /* makes it where it is missing */
bool byte_lock(int fd, int64_t at); /* does not wait */
void byte_unlock(int fd, int64_t at);
/* Does another process hold one of n bytes? *at (may be NULL): one that is held. */
bool byte_held(int fd, int64_t from, int64_t n, int64_t *at);

/* ---- turn.c: the line ---- */

/* Opens a write transaction, in turn where others stand in line. */
enum outcome turn_begin(struct store *s, struct error *e);
/* The transaction is over: the turn is handed on, unless much more is to come at once. */
void turn_end(struct store *s);
bool turn_wanted(struct store *s); /* does anybody else stand in line? */
void turn_drop(struct turn *t);    /* hands it on whatever is to come */
void turn_close(struct turn *t);

/* ---- bell.c: "somebody has written" ---- */

/* After a commit of this desk, best effort. txn: its id, which no other has. */
void bell_ring(struct store *s, const char *txn);
void bell_ring_alone(struct store *s); /* of a transaction without an id */
/* Whether it was rung since it was last asked. */
bool bell_moved(struct store *s);
/* The desk that rang it last, by its number; false: not known. */
bool bell_writer(const struct store *s, uint16_t *desk);

/* ---- presence_line.c ---- */

void presence_host(struct presence_host *out);
bool line_write(const struct presence_line *l, char out[PRESENCE_LINE]);
bool line_read(const char *text, size_t n, struct presence_line *out);

/* ---- presence.c ---- */

/* Is there a proof that locks do not hold? */
void presence_look(struct store *s);
/* FAULT where there is one. */
enum outcome presence_allow(const struct store *s, struct error *e);
/* Appends who sits at a desk, as “user@host”. */
bool presence_of_desk(const struct store *s, uint16_t desk, struct buf *who);
void presence_close(struct store *s);

#endif
