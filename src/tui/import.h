/* import.h - what the files of the import on the screen share. */
#ifndef TUI_IMPORT_H
#define TUI_IMPORT_H

#include "screens.h"

#include <stdatomic.h>

/* One reading of a sheet, dry or in earnest. */
struct import_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    char *path;
    struct buf answers; /* to what the sheet leaves open, as a mapping */
    const char *state;  /* as which new records come in, of the flow; NULL: as logs do */
    bool dry_run;
    moment begun;
    int64_t expected;        /* rows that a dry run counted; 0: not known yet */
    atomic_llong rows;       /* read so far: the worker counts, the screen shows */
    atomic_bool stop;        /* the screen asks, the worker obeys */
    struct screen *progress; /* shows it; NULL once closed */
    struct import_report report;
};

/* import.c: the prompt for the path of a sheet; typed: what of it was typed before, or "". */
void import_ask_path(struct ui *u, const struct kind *k, const char *typed);

/* import_kind.c: another kind, then the path again. */
void import_kind_open(struct ui *u, const struct kind *k, const char *path);

/* import_report.c */
void import_report_text(const struct import_ask *a, struct buf *out);

/* import_progress.c: a pop-up that tells how far it is; Esc stops the reading. */
void import_progress_open(struct ui *u, struct import_ask *a);

#endif
