/* Calls of the command line as a script makes them, at a desk of its own. */
#ifndef TESTS_CALLER_H
#define TESTS_CALLER_H

#include "loket/cli.h"

struct desk {
    char folder[64], store[96], desk[96];
    struct clock clock; /* stands at Friday, 20 November 2026, 10.00 in western Indonesia */
    int patience_ms;    /* with a share that hangs; 0: as the program */
    char *out, *err;    /* of the last call */
};

/* One call: words up to NULL, behind `loket --store S --lang en`; its exit status. */
int run(struct desk *d, const char *const *words);
#define RUN(d, ...) run(d, (const char *const[]){ __VA_ARGS__, NULL })

/* A folder of its own, and no database yet. */
struct desk *desk_here(void);
/* Removes the folder and frees d; 0 where all is gone. */
int desk_gone(struct desk *d);

/* Writes text to the file of this name in the desk's folder, readable by its owner only. */
void desk_file(const struct desk *d, const char *name, const char *text, char path[128]);
/* How often text stands in the output of the last call. */
int times_in(const char *out, const char *text);

#endif
