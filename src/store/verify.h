/* verify.h - what the files of verify share.
 *
 * The chain is read once, from its beginning, in slices; each entry costs its hash, its signature
 * and a place in memory. Doubts are gathered on the way and explained behind it, when what stands
 * around them is known. Then each kind's rows are read once and held against memory. */
#ifndef LOKET_STORE_VERIFY_H
#define LOKET_STORE_VERIFY_H

#include "private.h"

enum {
    SLICE = 500,         /* entries or rows read in one transaction */
    SUSPECTS_MAX = 1000, /* explained one by one; further ones are only named */
};

/* ---- verify_last.c: what the history says last of each record, in memory ---- */

struct last {
    int64_t record, rev;
    moment at;
    unsigned char digest[HASH_BYTES];
    uint16_t kind; /* its place in the registry */
    bool seen;     /* its row was */
};

struct lasts {
    struct last *items;
    size_t count, cap;
    uint32_t *slots; /* open addressing: place in items, from 1; 0: free */
    size_t slot_count;
    uint64_t salt; /* so that no file is made to be slow */
};
struct last *lasts_find(const struct lasts *l, uint16_t kind, int64_t record); /* NULL: none */
/* Takes it where it is not older than the one there. */
void lasts_put(struct lasts *l, const struct last *last);
void lasts_free(struct lasts *l);

/* ---- Doubts about entries ---- */

enum doubt {
    DOUBT_NUMBER = 1 << 0,    /* it stands before the chain's first place */
    DOUBT_REMOVED = 1 << 1,   /* `from` to `seq` - 1 are missing; nothing about the entry itself */
    DOUBT_LINK = 1 << 2,      /* it names another entry before it */
    DOUBT_HASH = 1 << 3,      /* its hash is not of what it says */
    DOUBT_SIGNATURE = 1 << 4, /* it holds neither for its hash nor for what it says */
    DOUBT_KEY = 1 << 5,       /* it is a desk's, but not by that desk's key */
    DOUBT_PASSED = 1 << 6,    /* a sound entry behind it names another before itself */
    DOUBT_SKIPPED = 1 << 7,   /* and that one is the entry before this one */
    DOUBT_SHIFT = 1 << 8,     /* from here on the numbers are off by `shift` more than before */
};

struct suspect {
    int64_t seq;
    unsigned doubts;
    bool hash_signed; /* the signature holds for the hash as it stands, whatever the entry says */
    bool text_signed; /* and for what the entry says, whatever the hash */
    int64_t from;
    int64_t shift;
    int64_t written; /* the number it was written under; 0: its own or not known */
    bool copied;     /* the entry of that number is there, too */
    bool explained;
};

/* An entry as the next one may name it. */
struct link {
    int64_t seq;
    bool text_signed;
    unsigned char stored[HASH_BYTES], computed[HASH_BYTES];
};

/* The key a desk signs with, as its first entry says. */
struct desk_signer {
    int64_t desk;
    unsigned char key[PUBLIC_KEY_BYTES];
};

/* Who last signed with a key. */
struct writer {
    unsigned char key[PUBLIC_KEY_BYTES];
    char author[64];
    int64_t desk;
};

struct check {
    struct store *store;
    void (*each)(void *context, const char *defect);
    void *context;
    const struct verify_judge *judge; /* never NULL */
    int64_t entries, defects;
    bool stopped;
    struct entry entry;          /* the one being read; kept for its memory */
    struct link previous, older; /* the last entry read and the one before */
    int64_t shift;               /* written number less number, of the run being read */
    struct suspect *suspects;
    size_t suspect_count, suspect_cap, explained;
    struct desk_signer *desks;
    size_t desk_count, desk_cap;
    struct writer *writers;
    size_t writer_count, writer_cap;
    struct lasts lasts;
    bool has_root;
    unsigned char root[PUBLIC_KEY_BYTES]; /* as the history tells it */
};

/* Tells of one defect. */
void verify_defect(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Hands a judge's sentence on, where there is one; empties it. */
void verify_said(struct check *c, struct buf *said);
/* Its place in the registry; -1: unknown. */
int verify_kind_place(const struct check *c, const char *kind);

/* ---- verify_chain.c ---- */

/* Reads on to the chain's end; inside a read transaction where there is one, else in slices. */
enum outcome verify_chain(struct check *c, struct error *e);

/* ---- verify_part.c ---- */

/* The rows of the part of an import that c->entry tells of; digest as the entry says. */
enum outcome verify_part(struct check *c, const struct cell *digest, struct error *e);
/* Rows of no part. */
enum outcome verify_orphan_parts(struct check *c, struct error *e);

/* ---- verify_doubt.c ---- */

/* The suspect of this seq, made where it is not there; NULL: there are too many. */
struct suspect *verify_suspect(struct check *c, int64_t seq);
/* Settles and tells all that is suspected since the last call. */
enum outcome verify_explain(struct check *c, struct error *e);
/* ---- verify_tell.c ---- */

/* A suspect's row, copied. *out is overwritten; there false: it is gone by now. */
struct original {
    struct cell cells[H_COUNT];
    struct buf bytes[H_COUNT];
    unsigned char hash[HASH_BYTES];
    bool there;
};
enum outcome verify_original(struct check *c, int64_t seq, struct original *out, struct error *e);
void verify_original_free(struct original *o);
/* Tells of one suspect whose doubts are settled. */
enum outcome verify_tell(struct check *c, struct suspect *s, struct error *e);

/* ---- verify_guess.c ---- */

/* Which column, put back to what it may have been, makes the entry's hash hold again? Appends what
 * was altered, in words; false: not found. */
bool verify_guess(struct check *c, struct cell cells[H_COUNT], const unsigned char hash[HASH_BYTES],
                  struct buf *out);

/* ---- verify_rows.c ---- */

enum outcome verify_rows(struct check *c, struct error *e);

/* ---- verify_differ.c ---- */

/* Appends which fields of r are not what its history says, in words; nothing where it does not
 * tell. */
enum outcome verify_differ(struct check *c, const struct record *r, const struct last *last,
                           struct buf *out, struct error *e);

#endif
