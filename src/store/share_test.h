/* share_test.h - what the parts of the test of a share have in common. */
#ifndef LOKET_STORE_SHARE_TEST_H
#define LOKET_STORE_SHARE_TEST_H

#include "file.h"
#include "others.h"

enum role_of_trial { TRIAL_FIRST, TRIAL_SECOND };
enum {
    TRIAL_PATIENCE_MS = 120000, /* with the other desk, once it was met */
    TRIAL_LEAVE_MS = 10000,     /* until it has heard how it ended */
};
#define TRIAL_LOCK_AT (INT64_C(1) << 40)

struct trial {
    const struct share_test *request;
    const char *folder;
    enum share_kind kind;
    enum role_of_trial role;
    int stage;
    bool met;     /* the other desk is there */
    bool foreign; /* the folder is two other desks' */
};

void trial_path(const struct trial *t, const char *name, struct buf *out);
void trial_say(const struct trial *t, const char *sentence);
/* Both desks end a stage together; what failed on either is failed on both. */
enum outcome trial_meet(struct trial *t, enum outcome mine, struct error *e);

/* ---- share_test_db.c ---- */

enum outcome trial_commits(struct trial *t, struct error *e);
enum outcome trial_deaths(struct trial *t, struct error *e);

#endif
