/* abort.h - jobs of a desk that a test breaks off, and what must be so afterwards. */
#ifndef TESTS_STORE_ABORT_H
#define TESTS_STORE_ABORT_H

#include "store/office.h"

/* One transaction under an id, after which the thing `id` bears that id as its label and one
 * revision more. Returns 0 where it was done. */
typedef int job(struct bench *b, struct store *s, const char *txn, int64_t id);
int job_edit(struct bench *b, struct store *s, const char *txn, int64_t id); /* row and lines */
int job_step(struct bench *b, struct store *s, const char *txn, int64_t id); /* takes a number */
/* A part of an import: thirty new records and a changed one. */
int job_import(struct bench *b, struct store *s, const char *txn, int64_t id);

/* Opens a bench that gives numbers to things and holds one; its id. */
int64_t abort_begin(struct bench *b);
void abort_close(struct bench *b); /* desk and store, as a process leaves them */
void abort_open(struct bench *b);  /* and anew */

/* The thing is as it was (revision, label) or as the job makes it, whole; and the file knows which
 * by the transaction's id. True: the job was done. */
bool abort_old_or_new(struct bench *b, int64_t id, int64_t rev, const char *label, const char *txn);
/* The chain is whole and the file sound. */
void abort_sound(struct bench *b);

#endif
