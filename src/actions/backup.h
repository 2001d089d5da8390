/* What backup and restore share. */
#ifndef LOKET_ACTIONS_BACKUP_H
#define LOKET_ACTIONS_BACKUP_H

#include "private.h"

/* "STEM-2026-11-21-103000.db" */
void backup_name(const char *stem, day on, int32_t second, struct buf *out);
/* From the root, links followed: desks and days have different working folders. Its folder is
 * there.
 */
enum outcome backup_whole_path(const char *path, struct buf *out, struct error *e);
/* Copies the store to a new file at path, in steps with pauses between them. */
enum outcome copy_out(struct store *s, const char *path, const struct care_watch *watch,
                      struct error *e);
/* Everything that can be asked of a copy that s is open on: pages, lines, history. */
struct copy_findings {
    int64_t damage;  /* the file itself */
    int64_t defects; /* it is not what its history says */
    int64_t entries;
    struct buf first; /* the first sentence */
};
enum outcome copy_check(struct session *s, const struct care_watch *watch,
                        struct copy_findings *out, struct error *e);
/* The file and its journal. */
void copy_remove(const char *path);

#endif
