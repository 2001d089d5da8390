/* file.h - what opening and making the shared file share. */
#ifndef LOKET_STORE_FILE_H
#define LOKET_STORE_FILE_H

#include "private.h"

/* The folder's real path and the file's own name: one file, one name on every desk. */
enum outcome path_real(const char *path, struct buf *out, struct error *e);
/* SQLite makes and renews the journal beside the file, so the folder must be writable too. */
enum outcome folder_check(const char *path, struct error *e);
/* A file of its own, not a link, not empty. */
enum outcome check_file(const char *path, struct error *e);
/* Made by a loket this one understands. */
enum outcome check_version(struct db *db, struct error *e);
enum outcome handle_open(const char *path, struct db *db, struct error *e);
enum outcome pragmas_set(struct db *db, struct error *e);
struct store *store_new(const struct registry *g, struct desk *d, const struct clock *clock);

#endif
