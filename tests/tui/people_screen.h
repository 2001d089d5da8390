/* people_screen.h - an office with people on the screen: the staff of tests/actions. */
#ifndef TESTS_PEOPLE_SCREEN_H
#define TESTS_PEOPLE_SCREEN_H

#include "actions/staff.h"
#include "screen.h"

struct people_office {
    struct counter_desk *desk; /* where things happen elsewhere; nobody is logged in there */
    struct office office;      /* the same store from the desk under test */
};

int people_up(void **state);
int people_down(void **state);
struct glass *people_glass(struct people_office *o, int rows, int cols);
/* Types both into the dialog that stands open. */
void people_login(struct glass *g, const char *name, const char *passphrase);
/* A decision, called as its step, asks for the passphrase: types it. */
void people_sign(struct glass *g, const char *step);

#endif
