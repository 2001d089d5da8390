/* cli.h - the command line: the same verbs as subcommands, with stable output. */
#ifndef LOKET_CLI_H
#define LOKET_CLI_H

#include "loket/base.h"

#include <stdio.h>

struct cli_io { /* tests bring their own */
    FILE *out, *err;
    const struct clock *clock;
    const char *desk_folder; /* NULL: the default */
    const char *config;      /* NULL: the default; "" none */
};
/* Runs `loket SUBCOMMAND ...`; returns the exit status. argv[0] is the program. *screen is set,
 * and nothing done, where the words ask for the full-screen program; its options are left in
 * *store (NULL: as configured). */
int cli_main(int argc, char **argv, const struct cli_io *io, bool *screen, const char **store);

#endif
