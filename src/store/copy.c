/* copy.c - copies of the shared file: made while others work, opened without a trace at this desk,
 * and put back through SQLite, so that no desk ever sees half of one. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

enum {
    STEP_PAGES = 256, /* share protocol, rule 21 */
    RESTARTS_MAX = 3, /* then all at once: others wait a moment instead of for ever */
    COPY_MODE = 0600, /* it holds all that the database holds */
};

/* Its own handle, without what the share's asks for; locking "unix-none" where nobody else writes
 * to it, so that a medium that takes no lock is fine. */
static enum outcome open_plain(const char *path, int flags, const char *locking, struct db *db,
                               struct error *e)
{
    sqlite3 *handle = NULL;
    int rc =
        sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, locking);
    db_adopt(db, handle, path);
    if (rc == SQLITE_OK)
        return DONE;
    enum outcome o = sql_fault(db, rc, e);
    db_drop(db);
    return o;
}

/* ---- Making one ---- */

struct copying {
    struct store *from;
    struct db to;
    sqlite3_backup *backup;
    int remaining; /* pages, after the last step; -1 before the first */
    int restarts;
};

static enum outcome make_empty(const char *path, struct error *e)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, COPY_MODE);
    if (fd >= 0) {
        close(fd);
        return DONE;
    }
    if (errno == EEXIST)
        return fail(e, REFUSED, _("%s exists already. Give another name for the copy."), path);
    return fail(e, FAULT,
                _("The copy %s cannot be made. Check that its folder is there, that you may write "
                  "to it, and that its disk has room."),
                path);
}

enum outcome store_copy_start(struct store *s, const char *path, struct copying **out,
                              struct error *e)
{
    enum outcome o = make_empty(path, e);
    if (o != DONE)
        return o;
    struct copying *c = xcalloc(1, sizeof *c);
    c->from = s;
    c->remaining = -1;
    o = open_plain(path, SQLITE_OPEN_READWRITE, "unix", &c->to, e);
    if (o == DONE)
        c->backup = sqlite3_backup_init(c->to.handle, "main", s->db.handle, "main");
    if (o == DONE && !c->backup)
        o = sql_fault(&c->to, sqlite3_errcode(c->to.handle), e);
    *out = c;
    if (o != DONE)
        store_copy_end(out, NULL);
    return o;
}

/* What another desk writes meanwhile makes SQLite begin again. */
static void note_restart(struct copying *c)
{
    int remaining = sqlite3_backup_remaining(c->backup);
    c->restarts += c->remaining >= 0 && remaining >= c->remaining;
    c->remaining = remaining;
}

enum outcome store_copy_step(struct copying *c, struct copy_state *state, struct error *e)
{
    int rc = sqlite3_backup_step(c->backup, c->restarts < RESTARTS_MAX ? STEP_PAGES : -1);
    if (rc != SQLITE_OK && rc != SQLITE_DONE)
        return sql_fault(&c->from->db, rc, e);
    note_restart(c);
    *state = (struct copy_state){ .total = sqlite3_backup_pagecount(c->backup),
                                  .restarts = c->restarts,
                                  .more = rc == SQLITE_OK };
    state->done = state->total - c->remaining;
    return DONE;
}

enum outcome store_copy_end(struct copying **cp, struct error *e)
{
    struct copying *c = *cp;
    enum outcome o = DONE;
    *cp = NULL;
    if (c->backup) {
        int rc = sqlite3_backup_finish(c->backup);
        if (rc != SQLITE_OK)
            o = sql_fault(&c->to, rc, e);
    }
    db_drop(&c->to);
    free(c);
    return o;
}

/* ---- Opening one ---- */

static enum outcome name_copy(struct store *s, struct error *e)
{
    struct buf uuid = { 0 };
    enum outcome o = store_meta_get(s, "store_uuid", &uuid, e);
    sqlite3_snprintf(sizeof s->uuid, s->uuid, "%s", buf_text(&uuid));
    buf_free(&uuid);
    return o == DONE ? pin_head_get(s->desk, s->uuid, &s->seen, e) : o;
}

static enum outcome check_copy(const char *path, struct error *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return fail(e, FAULT,
                    _("There is no backup %s. See whether its disk is there, and give the path of "
                      "the file that `loket backup` made."),
                    path);
    return check_file(path, false, e);
}

enum outcome store_open_copy(const char *path, bool scratch, const struct registry *g,
                             struct desk *d, const struct clock *clock, struct store **out,
                             struct error *e)
{
    struct store *s = store_new(g, d, clock);
    s->copy = true;
    enum outcome o = check_copy(path, e);
    if (o == DONE)
        o = scratch ? open_plain(path, SQLITE_OPEN_READWRITE, "unix", &s->db, e)
                    : open_plain(path, SQLITE_OPEN_READONLY, "unix-none", &s->db, e);
    if (o == DONE)
        o = check_version(&s->db, e);
    if (o == DONE && scratch)
        o = pragmas_set(&s->db, e);
    if (o == DONE)
        o = name_copy(s, e);
    if (o == DONE && scratch)
        o = schema_extend(s, e);
    if (o != DONE)
        store_close(&s);
    *out = s;
    return o;
}

enum outcome store_place(struct store *copy, const char *path, struct error *e)
{
    struct share_look look;
    enum outcome o = share_look(path, desk_allowed(copy->desk), &look, e);
    if (o == DONE && look.refused.len)
        o = fail(e, REFUSED, "%s", buf_text(&look.refused));
    if (o == DONE)
        o = meta_alone(copy, META_NAME, base_name(path), e);
    if (o == DONE)
        o = meta_alone(copy, META_LOCK_PROTOCOL, lock_protocol_of(look.kind), e);
    if (o == DONE)
        o = meta_alone(copy, META_EXPECTED_FS, fs_name(look.kind), e);
    share_look_free(&look);
    return o;
}

const char *store_uuid_text(const struct store *s)
{
    return s->uuid;
}

/* ---- SQLite's own checks ---- */

static enum outcome each_row(struct store *s, const char *text, const char *fine,
                             void (*tell)(const struct sql *q, struct buf *out),
                             void (*each)(void *context, const char *defect), void *context,
                             int64_t *defects, struct error *e)
{
    struct sql *q;
    struct buf said = { 0 };
    bool row = true;
    enum outcome o = sql_open(&s->db, text, &q, e);
    if (o != DONE)
        return o;
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        if (fine && strcmp(col_str(q, 0), fine) == 0)
            continue;
        buf_reset(&said);
        tell(q, &said);
        each(context, buf_text(&said));
        ++*defects;
    }
    sql_close(q);
    buf_free(&said);
    return o;
}

static void tell_damage(const struct sql *q, struct buf *out)
{
    buf_printf(out, _("The database file is damaged: %s"), col_str(q, 0));
}

static void tell_orphan(const struct sql *q, struct buf *out)
{
    buf_printf(out, _("A line in “%s” belongs to no record (row %lld)."), col_str(q, 0),
               (long long)col_int(q, 1));
}

enum outcome store_check_pages(struct store *s, void (*each)(void *context, const char *defect),
                               void *context, int64_t *defects, struct error *e)
{
    *defects = 0;
    enum outcome o =
        each_row(s, "PRAGMA integrity_check(20)", "ok", tell_damage, each, context, defects, e);
    return o == DONE ? each_row(s, "PRAGMA foreign_key_check", NULL, tell_orphan, each, context,
                                defects, e)
                     : o;
}

/* ---- Putting one back ---- */

/* SQLite counts each commit in the file's header; read through its own descriptor. */
static bool read_change_counter(struct db *db, unsigned char out[4])
{
    enum { CHANGE_COUNTER = 24, LENGTH = 4 };
    sqlite3_file *file = NULL;
    return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) ==
               SQLITE_OK &&
           file->pMethods->xRead(file, out, LENGTH, CHANGE_COUNTER) == SQLITE_OK;
}

/* The counter as it was while `expected` was the file's head. */
static enum outcome counter_at(struct store *s, const struct head *expected, unsigned char out[4],
                               struct error *e)
{
    struct head now = { 0 };
    enum outcome o = store_read_begin(s, e);
    if (o != DONE)
        return o;
    o = store_head(s, &now, e);
    if (o == DONE && !read_change_counter(&s->db, out))
        o = sql_fault(&s->db, SQLITE_IOERR, e);
    store_read_end(s);
    if (o == DONE &&
        (now.seq != expected->seq || memcmp(now.hash, expected->hash, HASH_BYTES) != 0))
        o = STALE;
    return o;
}

/* The first page takes the lock that keeps everybody out until all of them stand. */
static enum outcome copy_in(struct store *s, sqlite3_backup *backup, const unsigned char before[4],
                            struct error *e)
{
    unsigned char now[4];
    int rc = sqlite3_backup_step(backup, 1);
    if (rc == SQLITE_OK && (!read_change_counter(&s->db, now) || memcmp(before, now, 4) != 0))
        return STALE;
    if (rc == SQLITE_OK)
        rc = sqlite3_backup_step(backup, -1);
    return rc == SQLITE_DONE ? DONE : sql_fault(&s->db, rc, e);
}

enum outcome store_replace(struct store *s, struct store *copy, const struct head *expected,
                           struct error *e)
{
    unsigned char counter[4];
    enum outcome o = open_allows(s, e);
    if (o == DONE)
        o = journal_keep(s, e);
    if (o == DONE)
        o = counter_at(s, expected, counter, e);
    if (o == DONE)
        o = sql_do(&s->db, "PRAGMA cache_spill = ON", e); /* it may be larger than memory */
    if (o != DONE)
        return o;
    sqlite3_backup *backup = sqlite3_backup_init(s->db.handle, "main", copy->db.handle, "main");
    if (!backup)
        return sql_fault(&s->db, sqlite3_errcode(s->db.handle), e);
    s->db.watch->unhurried = true; /* it writes the whole file */
    o = copy_in(s, backup, counter, e);
    int rc = sqlite3_backup_finish(backup);
    if (o == DONE && rc != SQLITE_OK)
        o = sql_fault(&s->db, rc, e);
    s->db.watch->unhurried = false;
    sql_do(&s->db, "PRAGMA cache_spill = OFF", NULL);
    return o;
}

/* ---- Comparing two ---- */

static enum outcome hash_at(struct store *s, int64_t seq, unsigned char hash[HASH_BYTES],
                            struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    memset(hash, 0, HASH_BYTES);
    enum outcome o = sql_open(&s->db, "SELECT \"hash\" FROM \"history\" WHERE \"seq\" = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, seq);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *bytes = col_blob(q, 0, &n);
        memcpy(hash, bytes, n < HASH_BYTES ? n : HASH_BYTES);
    }
    sql_close(q);
    return o;
}

/* Each hash covers the one before it: where two are the same, all before them are. */
enum outcome store_common(struct store *a, struct store *b, int64_t *seq, struct error *e)
{
    struct head ha, hb;
    enum outcome o = store_head(a, &ha, e);
    if (o == DONE)
        o = store_head(b, &hb, e);
    if (o != DONE)
        return o;
    int64_t low = 0, high = ha.seq < hb.seq ? ha.seq : hb.seq;
    while (o == DONE && low < high) {
        unsigned char in_a[HASH_BYTES] = { 0 }, in_b[HASH_BYTES] = { 0 };
        int64_t middle = low + (high - low + 1) / 2;
        o = hash_at(a, middle, in_a, e);
        if (o == DONE)
            o = hash_at(b, middle, in_b, e);
        if (o == DONE && memcmp(in_a, in_b, HASH_BYTES) == 0)
            low = middle;
        else
            high = middle - 1;
    }
    *seq = low;
    return o;
}

enum outcome store_history_after(struct store *s, int64_t seq,
                                 void (*each)(void *context, const struct entry *entry),
                                 void *context, struct error *e)
{
    struct sql *q;
    struct entry entry = { 0 };
    bool row = true;
    enum outcome o = sql_open(&s->db,
                              "SELECT " HISTORY_COLUMNS " FROM \"history\" WHERE \"seq\" > $1 "
                              "ORDER BY \"seq\"",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, seq);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct cell cells[H_COUNT];
        entry_cells(q, cells);
        if (entry_read(s->registry, cells, &entry, NULL) == DONE)
            each(context, &entry);
    }
    sql_close(q);
    entry_free(&entry);
    return o;
}

/* ---- A file that can no longer be opened ---- */

bool store_damaged(const char *path)
{
    sqlite3 *handle = NULL;
    struct stat there;
    if (stat(path, &there) != 0)
        return false;
    int rc = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, "unix");
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(handle,
                          "SELECT (SELECT max(seq) FROM history), (SELECT count(*) FROM meta)",
                          NULL, NULL, NULL);
    sqlite3_close(handle);
    return there.st_size == 0 || rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT || rc == SQLITE_ERROR;
}
