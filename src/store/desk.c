/* desk.c - opens the desk's own file and keeps its number, its key and its small settings.
 *
 * desk.db lies on the desk's own disk, so it is in WAL mode; every commit is synced (FULL), for it
 * holds what was typed and not yet saved. Only its owner may read it. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "desk.h"

enum {
    DESK_APPLICATION_ID = 0x4C4B4453, /* "LKDS" */
    DESK_SCHEMA = 4,
    WAL_TRIES = 50, /* times 20 ms: two desks of one user may meet while the file is made */
    WAL_PAUSE_NS = 20 * 1000 * 1000,
};

/* `next` of the only row of desk: the first millisecond no lease has taken. */
static const char *const desk_tables[] = {
    "CREATE TABLE desk (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL,"
    " public BLOB NOT NULL, secret BLOB NOT NULL, next INTEGER NOT NULL) STRICT",
    "CREATE TABLE draft (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
    " record INTEGER NOT NULL, base_rev INTEGER NOT NULL, txn TEXT NOT NULL,"
    " saved_at INTEGER NOT NULL, title BLOB NOT NULL, body BLOB NOT NULL,"
    " base BLOB NOT NULL) STRICT",
};

/* What schema 2 added: of each shared file the newest head seen, and the office's root; settings
 * are sealed, those of before are forgotten. */
static const char *const desk_tables_2[] = {
    "DROP TABLE IF EXISTS setting",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
    ("CREATE TABLE pin (store TEXT PRIMARY KEY, seq INTEGER NOT NULL DEFAULT 0,"
     " hash BLOB NOT NULL DEFAULT x'', root BLOB) STRICT, WITHOUT ROWID"),
};

/* What schema 3 added: the spool. `place` is the order of making, and the last part of a
 * provisional number. */
static const char *const desk_tables_3[] = {
    ("CREATE TABLE spool (place INTEGER PRIMARY KEY AUTOINCREMENT, store TEXT NOT NULL,"
     " txn TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, record INTEGER NOT NULL,"
     " state INTEGER NOT NULL, kept INTEGER NOT NULL, made_at INTEGER NOT NULL,"
     " body BLOB NOT NULL, words BLOB NOT NULL) STRICT"),
    "CREATE INDEX spool_state ON spool (state, made_at)",
};

/* What schema 4 added: an intent is for one file, not for every copy of it. */
static const char *const desk_tables_4[] = {
    "ALTER TABLE spool ADD COLUMN file TEXT NOT NULL DEFAULT ''",
};

void desk_enter(struct desk *d)
{
    pthread_mutex_lock(&d->lock);
}

void desk_leave(struct desk *d)
{
    pthread_mutex_unlock(&d->lock);
}

enum outcome desk_begin(struct desk *d, struct error *e)
{
    return sql_do(&d->db, "BEGIN IMMEDIATE", e);
}

enum outcome desk_end(struct desk *d, enum outcome so_far, struct error *e)
{
    if (so_far == DONE)
        so_far = sql_do(&d->db, "COMMIT", e);
    if (so_far != DONE && !sqlite3_get_autocommit(d->db.handle))
        sql_do(&d->db, "ROLLBACK", NULL);
    return so_far;
}

/* ---- Opening ---- */

/* Makes an empty desk.db or takes the one there; closed to others either way. It is never opened
 * here once it exists: closing any descriptor of it would drop the locks of this process. */
static enum outcome file_prepare(const char *path, struct error *e)
{
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    if (stat(path, &st) != 0 || access(path, R_OK | W_OK) != 0)
        return fail(e, FAULT,
                    _("Cannot write %s, the file for drafts on this computer; let this user write "
                      "there, then start again."),
                    path);
    if (!S_ISREG(st.st_mode))
        return fail(e, FAULT, _("%s is not a file; move it away, then start again."), path);
    if ((st.st_mode & 077) != 0)
        chmod(path, 0600);
    return DONE;
}

static enum outcome handle_open(struct desk *d, const char *path, struct error *e)
{
    sqlite3 *handle = NULL;
    int rc = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    db_adopt(&d->db, handle, path);
    return rc == SQLITE_OK ? DONE : sql_fault(&d->db, rc, e);
}

static enum outcome wal_enter(struct desk *d, struct error *e)
{
    const struct timespec pause = { .tv_nsec = WAL_PAUSE_NS };
    int rc = SQLITE_BUSY;
    for (int i = 0; i < WAL_TRIES && (rc & 0xff) == SQLITE_BUSY; i++) {
        if (i > 0)
            nanosleep(&pause, NULL);
        rc = sqlite3_exec(d->db.handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK)
        return sql_fault(&d->db, rc, e);
    static const char *const settings[] = {
        "PRAGMA synchronous=FULL",
        "PRAGMA secure_delete=ON", /* a dropped draft leaves no bytes behind */
        "PRAGMA temp_store=MEMORY",
    };
    enum outcome o = DONE;
    for (size_t i = 0; i < COUNT(settings) && o == DONE; i++) {
        rc = sqlite3_exec(d->db.handle, settings[i], NULL, NULL, NULL);
        o = rc == SQLITE_OK ? DONE : sql_fault(&d->db, rc, e);
    }
    return o;
}

static enum outcome desk_fill(struct desk *d, struct error *e)
{
    struct signing_key key;
    uint16_t number;
    struct sql *q = NULL;
    signing_key_make(&key);
    random_bytes(&number, sizeof number);
    enum outcome o = sql_open(&d->db,
                              "INSERT INTO desk (one, number, public, secret, next)"
                              " VALUES (1, $1, $2, $3, 0)",
                              &q, e);
    if (o == DONE) {
        sql_int(q, 1, number);
        sql_blob(q, 2, key.public_key, sizeof key.public_key);
        sql_blob(q, 3, key.secret_key, sizeof key.secret_key);
        o = sql_run(q, e);
    }
    signing_key_wipe(&key);
    return o;
}

static enum outcome make_tables(struct desk *d, const char *const *texts, size_t count,
                                struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; i < count && o == DONE; i++)
        o = sql_do(&d->db, texts[i], e);
    return o;
}

static enum outcome set_pragma(struct desk *d, const char *name, int value, struct error *e)
{
    struct buf pragma = { 0 };
    buf_printf(&pragma, "PRAGMA %s=%d", name, value);
    enum outcome o = sql_do(&d->db, buf_text(&pragma), e);
    buf_free(&pragma);
    return o;
}

/* From an older schema to this one, step by step. */
static enum outcome desk_extend(struct desk *d, int64_t version, struct error *e)
{
    enum outcome o = DONE;
    if (version < 2)
        o = make_tables(d, desk_tables_2, COUNT(desk_tables_2), e);
    if (o == DONE && version < 3)
        o = make_tables(d, desk_tables_3, COUNT(desk_tables_3), e);
    if (o == DONE && version < 4)
        o = make_tables(d, desk_tables_4, COUNT(desk_tables_4), e);
    return o == DONE ? set_pragma(d, "user_version", DESK_SCHEMA, e) : o;
}

static enum outcome desk_create(struct desk *d, struct error *e)
{
    enum outcome o = make_tables(d, desk_tables, COUNT(desk_tables), e);
    if (o == DONE)
        o = desk_fill(d, e);
    if (o == DONE)
        o = set_pragma(d, "application_id", DESK_APPLICATION_ID, e);
    return o == DONE ? desk_extend(d, 1, e) : o;
}

/* Makes the tables of an empty file; refuses a file that is not ours or is from a later loket. */
static enum outcome desk_settle(struct desk *d, struct error *e)
{
    int64_t application = 0, version = 0, tables = 0;
    enum outcome o = desk_begin(d, e);
    if (o != DONE)
        return o;
    o = sql_number(&d->db, "PRAGMA application_id", &application, e);
    if (o == DONE)
        o = sql_number(&d->db, "PRAGMA user_version", &version, e);
    if (o == DONE)
        o = sql_number(&d->db, "SELECT count(*) FROM sqlite_master", &tables, e);
    if (o == DONE && tables == 0)
        o = desk_create(d, e);
    else if (o == DONE && application != DESK_APPLICATION_ID)
        o = fail(e, FAULT, _("%s is not loket's file for drafts; move it away, then start again."),
                 d->db.path);
    else if (o == DONE && version > DESK_SCHEMA)
        o = fail(e, FAULT, _("%s was written by a newer loket; update loket on this computer."),
                 d->db.path);
    else if (o == DONE && version < DESK_SCHEMA)
        o = desk_extend(d, version, e);
    return desk_end(d, o, e);
}

static enum outcome desk_load(struct desk *d, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o = sql_open(&d->db, "SELECT number, public, secret FROM desk", &q, e);
    if (o == DONE)
        o = sql_row(q, &row, e);
    if (o == DONE) {
        size_t public_len = 0, secret_len = 0;
        const void *public_key = row ? col_blob(q, 1, &public_len) : NULL;
        const void *secret_key = row ? col_blob(q, 2, &secret_len) : NULL;
        if (public_len == PUBLIC_KEY_BYTES && secret_len == SECRET_KEY_BYTES) {
            d->number = (uint16_t)col_int(q, 0);
            memcpy(d->key.public_key, public_key, PUBLIC_KEY_BYTES);
            memcpy(d->key.secret_key, secret_key, SECRET_KEY_BYTES);
        } else {
            o = fail(e, FAULT,
                     _("%s is damaged: this desk's key is missing; move the file away "
                       "to begin with a new one."),
                     d->db.path);
        }
    }
    sql_close(q);
    return o;
}

enum outcome desk_open(const char *folder, const struct clock *clock, struct desk **out,
                       struct error *e)
{
    *out = NULL;
    enum outcome o = identity_start(e);
    if (o == DONE)
        o = folder_make(folder, 0700, e);
    if (o != DONE)
        return o;
    struct buf path = { 0 };
    buf_printf(&path, "%s/desk.db", folder);
    struct desk *d = xcalloc(1, sizeof *d);
    pthread_mutex_init(&d->lock, NULL);
    d->clock = clock;
    o = file_prepare(buf_text(&path), e);
    if (o == DONE)
        o = handle_open(d, buf_text(&path), e);
    if (o == DONE)
        o = wal_enter(d, e);
    if (o == DONE)
        o = desk_settle(d, e);
    if (o == DONE)
        o = desk_load(d, e);
    buf_free(&path);
    if (o == DONE)
        *out = d;
    else
        desk_close(&d);
    return o;
}

void desk_allow(struct desk *d, unsigned allowed)
{
    d->allowed = allowed;
}

unsigned desk_allowed(const struct desk *d)
{
    return d->allowed;
}

void desk_close(struct desk **d)
{
    if (*d == NULL)
        return;
    db_drop(&(*d)->db);
    signing_key_wipe(&(*d)->key);
    pthread_mutex_destroy(&(*d)->lock);
    free(*d);
    *d = NULL;
}

uint16_t desk_number(const struct desk *d)
{
    return d->number;
}

const struct signing_key *desk_key(const struct desk *d)
{
    return &d->key;
}

/* ---- Settings: sealed as drafts are, for half-typed text lies among them ---- */

static enum outcome setting_put(struct desk *d, const char *key, const char *value, struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_open(&d->db,
                              value ? "INSERT INTO setting (key, value) VALUES ($1, $2)"
                                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                                    : "DELETE FROM setting WHERE key = $1",
                              &q, e);
    if (o != DONE)
        return o;
    struct buf sealed = { 0 };
    sql_str(q, 1, key);
    if (value) {
        box_bytes(&d->key, value, strlen(value), &sealed);
        sql_blob(q, 2, sealed.data, sealed.len);
    }
    o = sql_run(q, e);
    buf_free(&sealed);
    return o;
}

enum outcome desk_setting_put(struct desk *d, const char *key, const char *value, struct error *e)
{
    desk_enter(d);
    enum outcome o = setting_put(d, key, value, e);
    desk_leave(d);
    return o;
}

static enum outcome setting_get(struct desk *d, const char *key, struct buf *out, struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o = sql_open(&d->db, "SELECT value FROM setting WHERE key = $1", &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, key);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        size_t n = 0;
        const void *bytes = col_blob(q, 0, &n);
        unbox_bytes(&d->key, bytes, n, out); /* sealed under another key: as if it were not there */
    }
    sql_close(q);
    return o;
}

enum outcome desk_setting_get(struct desk *d, const char *key, struct buf *out, struct error *e)
{
    desk_enter(d);
    enum outcome o = setting_get(d, key, out, e);
    desk_leave(d);
    return o;
}
