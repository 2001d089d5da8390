/* Envelopes, and the sealed fields of a record, as the files of sealing share them. */
#ifndef LOKET_ACTIONS_SEAL_H
#define LOKET_ACTIONS_SEAL_H

#include "people.h"

enum { READERS_MAX = 40 }; /* what the width of a sealed field has room for */

struct readers {
    unsigned char keys[READERS_MAX][SEALING_KEY_BYTES];
    size_t count;
};

/* Whoever may read f today: the root, and the certified holders of its role. REFUSED: nobody. */
enum outcome seal_readers(struct session *s, const struct field *f, struct readers *out,
                          struct error *e);
/* Is it sealed for exactly these? */
bool sealed_for(const struct value *v, const struct readers *readers);
/* The clear text of what stands in the shared file; false: not sealed for this key. */
bool sealed_open(const struct value *v, const struct sealing_key *k, struct buf *out);
/* Any bytes, handed from one person to others; false: a reader's key is not sound. */
bool seal_for(const struct readers *readers, const char *bytes, size_t n, struct buf *out);
bool sealed_for_me(const char *text, const struct sealing_key *k, struct buf *out);
/* Calls each for every sealed field of r that holds something, until one is not DONE. */
struct seal_visit {
    struct session *session;
    enum outcome (*each)(struct seal_visit *v, const struct field *f, struct value *value);
    struct error *error;
    bool found;
};
enum outcome seal_visit(struct seal_visit *v, const struct record *r);

#endif
