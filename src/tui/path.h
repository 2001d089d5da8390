/* path.h - names of files as people type them. */
#ifndef TUI_PATH_H
#define TUI_PATH_H

#include "loket/base.h"

/* Appends what was typed, as far on as the files there allow: "~/ma" is "~/mail.csv" where that
 * alone begins so, a folder with its slash. others: the names where several do. Returns how many
 * do. It reads a folder: call it on a worker. */
size_t path_complete(const char *typed, struct buf *out, struct buf *others);

#endif
