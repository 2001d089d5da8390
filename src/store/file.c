/* file.c - the shared file's path, its handle and settings, and the rows about itself. No setting
 * is trusted before it was read back. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "others.h"

/* ---- Paths ---- */

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash ? xstrdup(".") : xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

enum outcome folder_away(const char *folder, struct error *e)
{
    return fault_passes(fail(e, FAULT,
                             _("The folder %s cannot be reached. Check the path and that the "
                               "share is mounted."),
                             folder),
                        e);
}

enum outcome path_real(const char *path, struct buf *out, struct error *e)
{
    const char *name = base_name(path);
    char *folder = folder_of(path);
    char *real = realpath(folder, NULL);
    enum outcome o = DONE;
    if (!*name)
        o = fail(e, MISUSED, _("“%s” names no file. Give the path of the database file."), path);
    else if (!real)
        o = folder_away(folder, e);
    else
        buf_printf(out, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/", name);
    free(real);
    free(folder);
    return o;
}

enum outcome folder_check(const char *path, struct error *e)
{
    char *folder = folder_of(path);
    enum outcome o = DONE;
    if (access(folder, W_OK | X_OK) != 0)
        o = errno != EACCES && errno != EROFS
                ? folder_away(folder, e)
                : fail(e, FAULT,
                       _("The folder %s cannot be written. Ask for write permission to it, or give "
                         "another place with --store."),
                       folder);
    free(folder);
    return o;
}

/* Where a share is not mounted, its empty mount point is seen. A new database in the place of one
 * that was moved would be a second office. */
static enum outcome is_missing(const char *path, bool missed, struct error *e)
{
    return fault_passes(
        fail(e, FAULT,
             missed ? _("The database %s, in which this desk has worked, is not there. See whether "
                        "its share is mounted and who moved or renamed it, or put the last backup "
                        "back with `loket restore FILE`.")
                    : _("There is no database %s. Make one with `loket init`, or give the right "
                        "path with --store."),
             path),
        e);
}

enum outcome check_file(const char *path, bool missed, struct error *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return is_missing(path, missed, e);
    if (lstat(path, &st) != 0)
        return fault_passes(fail(e, FAULT,
                                 _("The database %s cannot be reached. Check that the share is "
                                   "there and that you may enter its folder."),
                                 path),
                            e);
    if (S_ISLNK(st.st_mode) || (S_ISREG(st.st_mode) && st.st_nlink != 1))
        return fail(e, FAULT,
                    _("%s is a link to a database. Every desk must open it under one "
                      "name: give the path of the file itself."),
                    path);
    if (!S_ISREG(st.st_mode))
        return fail(e, FAULT,
                    _("%s is not a file. Give the path of the database file with "
                      "--store."),
                    path);
    if (st.st_size == 0)
        return fail(e, FAULT,
                    missed ? _("The database %s, in which this desk has worked, is an empty file "
                               "now. Put the last backup back with `loket restore FILE`.")
                           : _("The file %s is empty. Make a database of it with `loket init`."),
                    path);
    return DONE;
}

/* ---- The handle ---- */

enum outcome handle_open(const char *path, enum share_kind kind, bool writable, struct db *db,
                         struct error *e)
{
    sqlite3 *handle = NULL;
    struct watch *watch = calls_watch(path, kind);
    watch->opening = true;
    int rc = sqlite3_open_v2(path, &handle,
                             (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                                 SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
                             "unix");
    watch->opening = false;
    db_adopt(db, handle, path);
    db->watch = watch;
    if (rc != SQLITE_OK) {
        enum outcome o = sql_fault(db, rc, e);
        db_drop(db);
        return o;
    }
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    return DONE;
}

/* The first bytes through SQLite's own descriptor: opening the file a second time would drop the
 * locks of this process, and asking SQLite would already begin to use a log. */
enum outcome check_header(struct db *db, struct error *e)
{
    enum { MAGIC = 16, WRITE_VERSION = 18, READ_VERSION = 19, HEADER = 100 };
    unsigned char header[HEADER];
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK)
        rc = file->pMethods->xRead(file, header, HEADER, 0);
    if (rc == SQLITE_IOERR_SHORT_READ)
        return sql_fault(db, SQLITE_NOTADB, e);
    if (rc != SQLITE_OK)
        return sql_fault(db, rc, e);
    if (memcmp(header, "SQLite format 3", MAGIC) != 0)
        return sql_fault(db, SQLITE_NOTADB, e);
    if (header[WRITE_VERSION] != 1 || header[READ_VERSION] != 1)
        return fail(e, FAULT,
                    _("Another program has switched the database %s to write-ahead logging, which "
                      "loses data on a share. Close that program, and have whoever used it switch "
                      "the logging off in it again; where nobody can, put the newest backup in "
                      "its place with `loket restore`."),
                    db->path);
    return DONE;
}

enum outcome check_version(struct db *db, struct error *e)
{
    int64_t application = 0, version = 0;
    enum outcome o = sql_number(db, "PRAGMA application_id", &application, e);
    if (o == DONE)
        o = sql_number(db, "PRAGMA user_version", &version, e);
    if (o != DONE)
        return o;
    if (application != STORE_APPLICATION_ID)
        return sql_fault(db, SQLITE_NOTADB, e);
    if (version > STORE_SCHEMA)
        return fail(e, FAULT,
                    _("The database %s was made by a newer loket (schema %d; this one "
                      "knows %d). Update loket on this desk."),
                    db->path, (int)version, STORE_SCHEMA);
    if (version < STORE_SCHEMA_OLDEST)
        return fail(e, FAULT,
                    _("The database %s was made by an older loket (schema %d; this one "
                      "knows %d and later). Export it with that loket and import it "
                      "into a new database."),
                    db->path, (int)version, STORE_SCHEMA_OLDEST);
    return DONE;
}

/* Share protocol, rule 9: each set, read back and compared. */
static const struct pragma {
    const char *name, *value, *read;
} pragmas[] = {
    { "locking_mode", "NORMAL", "normal" },
    { "journal_mode", "PERSIST", "persist" },
    { "journal_size_limit", "16777216", "16777216" },
    { "synchronous", "EXTRA", "3" },
    { "mmap_size", "0", "0" },
    { "cache_size", "-4096", "-4096" },
    { "cache_spill", "OFF", "0" },
    { "temp_store", "MEMORY", "2" },
    { "foreign_keys", "ON", "1" },
    { "recursive_triggers", "ON", "1" },
    { "cell_size_check", "ON", "1" },
};

static enum outcome set_pragma(struct db *db, const struct pragma *p, struct error *e)
{
    char text[80];
    struct sql *q;
    bool row;
    sqlite3_snprintf(sizeof text, text, "PRAGMA %s = %s", p->name, p->value);
    enum outcome o = sql_do(db, text, e);
    if (o != DONE)
        return o;
    sqlite3_snprintf(sizeof text, text, "PRAGMA %s", p->name);
    if ((o = sql_open(db, text, &q, e)) != DONE)
        return o;
    o = sql_row(q, &row, e);
    if (o == DONE && !(row && strcmp(col_str(q, 0), p->read) == 0))
        o = fail(e, REFUSED,
                 _("The database %s does not work with the setting %s=%s that keeps it safe (it "
                   "has “%s”). Ask whoever looks after the server."),
                 db->path, p->name, p->value, col_str(q, 0));
    sql_close(q);
    return o;
}

enum outcome pragmas_set(struct db *db, struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < COUNT(pragmas); i++)
        o = set_pragma(db, &pragmas[i], e);
    return o;
}

/* ---- Meta ---- */

enum outcome store_meta_get(struct store *s, const char *key, struct buf *out, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o = sql_open(&s->db, "SELECT \"value\" FROM \"meta\" WHERE \"key\" = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, key);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        buf_puts(out, col_str(q, 0));
    sql_close(q);
    return o;
}

enum outcome meta_write(struct store *s, const char *key, const char *value, struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(&s->db,
                              "INSERT INTO \"meta\" (\"key\", \"value\") VALUES ($1, $2) "
                              "ON CONFLICT (\"key\") DO UPDATE SET \"value\" = excluded.\"value\"",
                              &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, key);
    sql_str(q, 2, value);
    return sql_run(q, e);
}

enum outcome meta_alone(struct store *s, const char *key, const char *value, struct error *e)
{
    enum outcome o = sql_do(&s->db, "BEGIN IMMEDIATE", e);
    if (o != DONE)
        return o;
    o = meta_write(s, key, value, e);
    if (o == DONE)
        o = sql_do(&s->db, "COMMIT", e);
    if (o != DONE)
        sql_do(&s->db, "ROLLBACK", NULL);
    else
        bell_ring_alone(s);
    return o;
}

enum outcome store_meta_put(struct store *s, const char *key, const char *value, struct error *e)
{
    enum outcome o = open_allows(s, e);
    if (o == DONE)
        o = heads_allow(s, e);
    if (o != DONE)
        return o;
    return s->writing ? meta_write(s, key, value, e) : meta_alone(s, key, value, e);
}

enum outcome store_hurry(struct store *s, bool on, struct error *e)
{
    return on ? sql_do(&s->db, "PRAGMA synchronous = OFF", e) : pragmas_set(&s->db, e);
}
