/* Who is logged in, what they hold, and who vouches for it. */
#ifndef LOKET_ACTIONS_PEOPLE_H
#define LOKET_ACTIONS_PEOPLE_H

#include "private.h"

#include <stdatomic.h>

enum { PERSON_NAME_MAX = 40, AUTHOR_MAX = 64 };

/* One bit for each role. */
#define ROLE_BIT(role) (1u << (role))
#define ALL_ROLES (~0u)

/* How a role is held: as one's own (also by a definitive post), or standing in. */
enum manner { OWN, PLT, PLH, MANNERS };

/* New keys, or the same ones wrapped anew, as they stand in the row. */
struct key_change {
    struct buf sign_key, seal_key, wrapped;
};
void key_change_put(struct record *user, const struct key_change *c);

struct person {
    char name[PERSON_NAME_MAX];
    bool absent; /* signed an intent at this desk, and is not here: the keys are public halves */
    bool root;   /* the office's root key itself, for its few occasions */
    int64_t id;  /* of the user row */
    struct person_keys *keys;
    struct buf proven; /* the row as its certificate was last proven */
    /* Read by the screen while a worker refreshes them. */
    _Atomic unsigned held[MANNERS];
    char as[MANNERS][ROLE_COUNT][AUTHOR_MAX]; /* how history names the person in a role */
};

struct person *person_new(const char *name, struct person_keys **keys); /* takes the keys */
void person_free(struct person **p);
/* The person who signed an intent with this key, as they stand today. FORBIDDEN: they may no longer
 * write, or have other keys now. */
enum outcome person_absent(struct session *s, const char *author,
                           const unsigned char signer[PUBLIC_KEY_BYTES], struct person **out,
                           struct error *e);
/* Bits of "operator;verifier"; what is no role is passed over. */
unsigned roles_parse(const char *text);
/* Reads the person's row and posts again: FORBIDDEN where they may no longer write. */
enum outcome person_refresh(struct session *s, struct person *p, struct error *e);

/* Is `called` who is logged in, or a role they hold today? */
bool session_is(const struct session *s, const char *called);

/* Bits of the roles that read a sealed field of this kind. */
unsigned sealed_roles(const struct kind *k);

/* ---- people.c ---- */

/* REFUSED: a database without a root key has nobody who could vouch for people. */
enum outcome people_no_root(struct error *e);

/* ---- people_find.c: rows of people ---- */

/* A copy of the row of this name in one of the states (NULL-terminated); *out NULL: none. */
enum outcome user_find(struct session *s, const char *name, const char *const *states,
                       struct record **out, struct error *e);
/* REFUSED where there is no such row. */
enum outcome user_need(struct session *s, const char *name, struct record **out, struct error *e);
/* All active people. */
enum outcome users_active(struct session *s, struct page *out, struct error *e);

/* ---- people_here.c: who logged in at this desk ---- */

/* Notes that p logged in here just now, the share being there. */
void person_is_here(struct session *s, const struct person *p);
bool person_was_here(struct session *s, int64_t user);
/* For a log-in without the share. FORBIDDEN: this person never logged in here, or too long ago;
 * FAULT: nothing of the root's is done at a desk alone. A name that nobody has is let through. */
enum outcome person_may_be_away(struct session *s, const char *name, struct error *e);

/* ---- people_certificate.c: who vouches for a person's name, roles and keys ---- */

/* Puts certificate and certified_by into user, signed with key. */
void certificate_sign(const char *uuid, struct record *user, const char *by,
                      const struct signing_key *key);
bool certificate_signed(const char *uuid, const struct record *user,
                        const unsigned char key[PUBLIC_KEY_BYTES]);
/* Is there a line of certificates from the root to this person? FORBIDDEN, saying where not. */
enum outcome certificate_holds(struct session *s, const struct record *user, struct error *e);
/* That line, `user` first: at most CODE_LINKS_MAX links. */
enum outcome certificate_line(struct session *s, const struct record *user, struct code_link *links,
                              size_t *count, struct error *e);
/* Does the line that vouches for `user` pass through the person named? */
enum outcome certificate_passes(struct session *s, const struct record *user, const char *name,
                                bool *passes, struct error *e);
/* The store's own id, which every certificate names. */
enum outcome store_uuid(struct session *s, const char **out, struct error *e);

/* ---- people_root.c: the office's root key and its file ---- */

enum outcome root_file_write(const char *path, const char *uuid, bool training,
                             const struct person_keys *k, struct error *e);
/* FORBIDDEN: not the text of this office's root file. */
enum outcome root_keys_read(struct session *s, const char *text, size_t n, struct person_keys *k,
                            struct error *e);
/* Is there a file already that may not be replaced? */
enum outcome root_file_check(const char *path, bool training, struct error *e);
/* Tells the store its root; once in its life. */
enum outcome root_install(struct session *s, const struct person_keys *k, struct error *e);
/* The root's sealing key, proven by the root's signature; *found false: none. */
enum outcome root_sealing_key(struct session *s, unsigned char out[SEALING_KEY_BYTES], bool *found,
                              struct error *e);

/* ---- people_restore.c: who may give up what a file has lost ---- */

/* The judge of restores: signed by the root, or by two administrators. context: the session. */
bool restore_enough(void *context, struct store *store, const struct entry *entry);
/* May who is logged in sign one? *alone: nobody else has to. */
enum outcome restore_may_sign(const struct session *s, bool *alone, struct error *e);

/* ---- people_login.c ---- */

/* Somebody with their keys, who is not thereby logged in; nothing is charged for a wrong
 * passphrase (FORBIDDEN). */
enum outcome person_open(struct session *s, const char *name, const char *passphrase, size_t n,
                         struct person **out, struct error *e);
/* FORBIDDEN: not the passphrase of who is logged in; it counts as a failed login. */
enum outcome person_check_passphrase(struct session *s, const char *passphrase, size_t n,
                                     struct error *e);
/* Root with keys in hand: while a database is being made. Takes the keys. */
void session_become_root(struct session *s, struct person_keys **keys);

#endif
