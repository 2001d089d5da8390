/* office.h - an office for the tests of the screen: a store, a desk and a clock of its own. */
#ifndef TESTS_TUI_OFFICE_H
#define TESTS_TUI_OFFICE_H

#include "loket/actions.h"

struct glass;

/* One office on one disk; every test of a program shares it. */
struct office {
    char folder[200];
    char store[256], desk[256];
    moment now;
    struct clock clock;
    bool threads;        /* glasses opened now work on threads */
    int patience_ms;     /* how long they wait for a share that hangs; 0: as a desk does */
    bool guest;          /* glasses opened now are guest terminals */
    bool plain;          /* glasses opened now show ASCII alone */
    struct glass *glass; /* the one opened last, while it is open */
    const char *user;    /* named on the command line of glasses opened now; NULL: nobody */
};

/* cmocka's group fixtures: state becomes a struct office with its reference tables in it. */
moment office_clock(void *office); /* stands at office->now */
int office_up(void **state);
int office_down(void **state);
/* Makes a record from path, text pairs; ends the test where it cannot. */
int64_t office_make(struct office *o, const char *kind, const char *const *pairs);
int64_t office_permit(struct office *o, const char *national, const char *applicant);
void office_permits(struct office *o, int count); /* numbered 0001 and up, a day apart */
void office_step(struct office *o, int64_t permit, const char *verb);
int64_t office_count(struct office *o, const char *kind);
struct session *office_session(struct office *o);
struct session *office_other_session(struct office *o); /* somebody else's */

#endif
