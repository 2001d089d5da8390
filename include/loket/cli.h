/* cli.h - the command line: the same verbs as subcommands, with stable output. */
#ifndef LOKET_CLI_H
#define LOKET_CLI_H

#include "loket/base.h"

#include <stdio.h>

struct cli_io { /* tests bring their own */
    FILE *out, *err;
    bool ascii; /* what is said is for a terminal that knows no UTF-8 */
    const struct clock *clock;
    const char *desk_folder; /* NULL: the default */
    const char *config;      /* NULL: the default; "" none */
    int patience_ms;         /* how long a share is waited for that does not answer; 0: 15 s */
};
/* What the words say where they ask for the full-screen program; they point into the words or the
 * environment. */
struct cli_screen {
    bool wanted;
    const char *store; /* NULL: as configured */
    const char *user;  /* whose name stands in the log-in; NULL: nobody's */
    bool plain;        /* ASCII alone */
    bool guest;        /* for visitors */
    bool keys;         /* to test what the terminal's keys send */
};
/* Runs `loket SUBCOMMAND ...`; returns the exit status. argv[0] is the program. Where the screen is
 * wanted nothing is done. */
int cli_main(int argc, char **argv, const struct cli_io *io, struct cli_screen *screen);

#endif
