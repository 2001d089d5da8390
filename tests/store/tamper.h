/* tamper.h - a file with a little of everything in it, for forgers to try themselves on. */
#ifndef TESTS_STORE_TAMPER_H
#define TESTS_STORE_TAMPER_H

#include "office.h"

/* Seq 1 the birth, 2 thing "one", 3 thing "two", 4 a person, 5 and 6 edits of "one" (now "uno", a
 * line gone), 7 and 8 an import: three things "log", and "two" is now "due". All by the desk. */
enum { TAMPER_ENTRIES = 8 };
int tamper_open(void **state); /* cmocka's setup and teardown; *state: struct bench * */
int tamper_close(void **state);

/* What verify says, in English, a line each; how many defects. */
int64_t tamper_defects(struct bench *b, struct buf *said, int64_t *entries);
/* Fails where verify does not say exactly this many things, `said` (part of a sentence) among
 * them. */
void tamper_expect(struct bench *b, int64_t count, const char *said);

/* Raw SQL, each alone on a fresh file. That the desk saw another head is left out. */
struct forgery {
    const char *sql;
    int64_t count; /* of defects */
    const char *said;
};
void tamper_each(const struct forgery *forgeries, size_t count);

/* What a forger who knows loket does: makes the entry's link (where `link`), hash and signature
 * new, by a key of the forger's. */
void tamper_sign(struct bench *b, int64_t seq, bool link, const struct signing_key *key);

/* The file as it is now, kept beside it, and put back in its place. The store must be closed. */
void tamper_keep(struct bench *b, const char *name);
void tamper_put_back(struct bench *b, const char *name);

/* A further desk of the office, and the store as it opens it. */
struct other {
    struct desk *desk;
    struct store *store;
};
void other_open(struct bench *b, const char *name, struct other *out); /* the same name: the same */
void other_close(struct other *o);
/* A new person in the file, by whatever store, desk or key. */
void store_person(struct store *s, const char *author, const struct signing_key *key);

#endif
