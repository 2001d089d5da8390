/* file.h - what opening and making the shared file share. */
#ifndef LOKET_STORE_FILE_H
#define LOKET_STORE_FILE_H

#include "private.h"

/* The folder's real path and the file's own name: one file, one name on every desk. */
enum outcome path_real(const char *path, struct buf *out, struct error *e);
const char *base_name(const char *path);
char *folder_of(const char *path); /* the caller's */
enum outcome folder_away(const char *folder, struct error *e);
/* SQLite makes and renews the journal beside the file, so the folder must be writable too. */
enum outcome folder_check(const char *path, struct error *e);
/* It is there, a file, not empty, and has one name. missed: where it is not, an office's lay. */
enum outcome check_file(const char *path, bool missed, struct error *e);
/* kind: what it lies on. */
enum outcome handle_open(const char *path, enum share_kind kind, bool writable, struct db *db,
                         struct error *e);
/* It is a database in rollback mode. */
enum outcome check_header(struct db *db, struct error *e);
/* It is loket's, in a schema that this loket knows. */
enum outcome check_version(struct db *db, struct error *e);
/* REFUSED where a setting does not come into force. */
enum outcome pragmas_set(struct db *db, struct error *e);
struct store *store_new(const struct registry *g, struct desk *d, const struct clock *clock);

/* ---- What meta says of the file's place ---- */

#define META_NAME "name"                            /* its base name */
#define META_LOCK_PROTOCOL "lock_protocol"          /* how every desk locks it */
#define META_EXPECTED_FS "expected_fs"              /* what it was made on */
#define META_MIN_WRITER "min_writer"                /* the least STORE_WRITER that may write */
const char *lock_protocol_of(enum share_kind kind); /* "posix" or "smb-shim" */
const char *fs_name(enum share_kind kind);          /* "local", "nfs", "smb", "other" */

#endif
