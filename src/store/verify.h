/* verify.h - what the files of verify share. */
#ifndef LOKET_STORE_VERIFY_H
#define LOKET_STORE_VERIFY_H

#include "private.h"

enum { SLICE = 500 }; /* entries or rows read in one transaction */

/* The key a desk signs with, as its first entry says. */
struct signer {
    int64_t desk;
    unsigned char key[PUBLIC_KEY_BYTES];
};

struct check {
    struct store *store;
    void (*each)(void *context, const char *defect);
    void *context;
    const struct verify_judge *judge; /* NULL: none */
    struct entry entry;               /* the one being judged */
    int64_t entries, defects;
    int64_t seq; /* the last entry read */
    unsigned char hash[HASH_BYTES];
    struct signer *signers;
    size_t signer_count, signer_cap;
};

/* Tells of one defect. */
void verify_defect(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* verify_rows.c: a kind's rows against their last entries. */
enum outcome verify_kind(struct check *c, const struct kind *k, struct error *e);
/* A defect where the record an entry tells of is not in the file. */
enum outcome verify_there(struct check *c, const char *kind, int64_t record, struct error *e);

#endif
