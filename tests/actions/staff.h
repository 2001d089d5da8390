/* An office with people for tests, Belawan (1203): one for each role, named as the role, with the
 * passphrase "demo"; "first" is the administrator the root certified, and certified everybody else.
 */
#ifndef TESTS_STAFF_H
#define TESTS_STAFF_H

#include "actions/counter.h"

/* cmocka group fixtures; *state is a struct counter_desk whose session nobody is logged in to. */
int staff_up(void **state);
int staff_down(void **state);
/* Logs in, or ends the test. */
void staff_login(struct session *s, const char *name);
/* Somebody with these roles ("operator;coordinator"), certified; logs the session out. */
void staff_add(struct session *s, const char *name, const char *roles);
/* A permit typed and accepted by the operator, all papers present, and analysed by the officer;
 * logs the session out. */
int64_t staff_accepted(struct session *s);
/* One field of a permit, by whoever; nobody is logged in afterwards. */
void staff_put(struct session *s, const char *who, int64_t id, const char *path, const char *text);
/* The root's file, as text. */
void staff_root(const struct counter_desk *d, struct buf *out);
/* Runs SQL on the file behind loket's back. */
void staff_sql(const struct counter_desk *d, const char *sql);
/* Walks everything; how many defects, their sentences in out (may be NULL). */
int64_t staff_verify(struct session *s, struct buf *out);
/* Ends the test unless the outcome is DONE. */
void must(enum outcome result, const struct error *e);

#endif
