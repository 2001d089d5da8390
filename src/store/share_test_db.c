/* share_test_db.c - two desks at a scratch database: commits in turn, and a desk that dies in the
 * middle of one. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "share_test.h"

enum { PAGE_ROWS = 40 };

static enum outcome scratch_open(const struct trial *t, struct db *db, struct error *e)
{
    struct buf path = { 0 };
    trial_path(t, "scratch.db", &path);
    enum outcome o = handle_open(buf_text(&path), t->kind, true, db, e);
    buf_free(&path);
    if (o != DONE)
        return o;
    db->patience_ms = PATIENCE_BATCH_MS;
    return pragmas_set(db, e);
}

/* Rows of nearly a page each: to change them all writes many pages. */
static enum outcome scratch_make(const struct trial *t, struct error *e)
{
    static const char *const texts[] = {
        "BEGIN IMMEDIATE",
        "CREATE TABLE counter (n INTEGER NOT NULL) STRICT",
        "INSERT INTO counter VALUES (0)",
        "CREATE TABLE told (role INTEGER NOT NULL, i INTEGER NOT NULL, PRIMARY KEY (role, i)) "
        "STRICT",
        "CREATE TABLE page (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, filler BLOB NOT NULL) "
        "STRICT",
        "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 40) "
        "INSERT INTO page SELECT i, 0, randomblob(3000) FROM r",
        "COMMIT",
    };
    struct buf path = { 0 };
    struct db db = { 0 };
    trial_path(t, "scratch.db", &path);
    int fd = beside_make(buf_text(&path), O_EXCL);
    buf_free(&path);
    if (fd >= 0)
        close(fd);
    enum outcome o = scratch_open(t, &db, e);
    for (size_t i = 0; o == DONE && i < COUNT(texts); i++)
        o = sql_do(&db, texts[i], e);
    db_drop(&db);
    return o;
}

/* ---- Commits in turn ---- */

static enum outcome commit_once(const struct trial *t, struct db *db, int i, struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_do(db, "BEGIN IMMEDIATE", e);
    if (o == DONE)
        o = sql_do(db, "UPDATE counter SET n = n + 1", e);
    if (o == DONE)
        o = sql_open(db, "INSERT INTO told VALUES ($1, $2)", &q, e);
    if (o == DONE) {
        sql_int(q, 1, t->role);
        sql_int(q, 2, i);
        o = sql_run(q, e);
    }
    if (o == DONE)
        o = sql_do(db, "COMMIT", e);
    if (o != DONE && !sqlite3_get_autocommit(db->handle))
        sql_do(db, "ROLLBACK", NULL);
    return o;
}

static enum outcome commit_all(const struct trial *t, struct error *e)
{
    struct db db = { 0 };
    enum outcome o = scratch_open(t, &db, e);
    for (int i = 0; o == DONE && i < t->request->commits; i++)
        o = commit_once(t, &db, i, e);
    db_drop(&db);
    return o;
}

static enum outcome lost(struct error *e)
{
    return fail(e, REFUSED,
                _("What two desks wrote to a database is not what stands in it: writes are lost. "
                  "Nobody may work on this share; have it mounted as `man loket-share` says."));
}

static enum outcome is_intact(struct db *db, struct error *e)
{
    int64_t good = 0;
    enum outcome o =
        sql_number(db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check(1)", &good, e);
    return o == DONE && !good ? lost(e) : o;
}

static enum outcome check_commits(const struct trial *t, struct error *e)
{
    struct db db = { 0 };
    int64_t n = 0, told = 0, wanted = 2 * (int64_t)t->request->commits;
    enum outcome o = scratch_open(t, &db, e);
    if (o == DONE)
        o = sql_number(&db, "SELECT n FROM counter", &n, e);
    if (o == DONE)
        o = sql_number(&db, "SELECT count(*) FROM told", &told, e);
    if (o == DONE && (n != wanted || told != wanted))
        o = lost(e);
    if (o == DONE)
        o = is_intact(&db, e);
    db_drop(&db);
    return o;
}

enum outcome trial_commits(struct trial *t, struct error *e)
{
    trial_say(t, _("Writing together to a scratch database."));
    enum outcome o = trial_meet(t, t->role == TRIAL_FIRST ? scratch_make(t, e) : DONE, e);
    if (o == DONE)
        o = trial_meet(t, commit_all(t, e), e);
    if (o == DONE)
        o = trial_meet(t, check_commits(t, e), e);
    return o;
}

/* ---- A desk that dies ---- */

/* In the child only: SQLite's calls are counted, and before the fatal one everything ends. */
static struct {
    ssize_t (*write)(int, const void *, size_t, off_t);
    int64_t calls, fatal; /* fatal 0: only counted */
} death;

static ssize_t deadly_write(int fd, const void *bytes, size_t n, off_t at)
{
    if (++death.calls == death.fatal)
        raise(SIGKILL);
    return death.write(fd, bytes, n, at);
}

static void arm(int64_t fatal)
{
    static const char *const names[] = { "pwrite", "pwrite64" };
    sqlite3_vfs *vfs = sqlite3_vfs_find("unix");
    death.calls = 0;
    death.fatal = fatal;
    for (size_t i = 0; i < COUNT(names); i++) {
        sqlite3_syscall_ptr now = vfs->xGetSystemCall(vfs, names[i]);
        if (!now)
            continue;
        death.write = (ssize_t(*)(int, const void *, size_t, off_t))now;
        vfs->xSetSystemCall(vfs, names[i], (sqlite3_syscall_ptr)deadly_write);
    }
}

/* Changes every page, and does not come to its end where a call is fatal. */
static enum outcome change_all(const struct trial *t, int64_t fatal)
{
    struct db db = { 0 };
    enum outcome o = scratch_open(t, &db, NULL);
    arm(fatal);
    if (o == DONE)
        o = sql_do(&db, "BEGIN IMMEDIATE", NULL);
    if (o == DONE)
        o = sql_do(&db, "UPDATE page SET n = n + 1, filler = randomblob(3000)", NULL);
    if (o == DONE)
        o = sql_do(&db, "COMMIT", NULL);
    return o;
}

/* A process of its own changes all; *calls: how many writes that took, where it lived. No handle is
 * open here meanwhile. */
static bool child_changes(const struct trial *t, int64_t fatal, int64_t *calls)
{
    int pipe_fd[2], status = 0;
    *calls = 0;
    if (pipe(pipe_fd) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        bool good =
            change_all(t, fatal) == DONE && write(pipe_fd[1], &death.calls, sizeof death.calls) > 0;
        _exit(good ? 0 : 1);
    }
    close(pipe_fd[1]);
    bool told = child > 0 && read(pipe_fd[0], calls, sizeof *calls) == sizeof *calls;
    close(pipe_fd[0]);
    if (child > 0)
        waitpid(child, &status, 0);
    return fatal ? child > 0 && WIFSIGNALED(status) : told;
}

static enum outcome no_child(struct error *e)
{
    return fail(e, FAULT,
                _("The second half of the test could not be done on this computer. Close other "
                  "programs and begin again on both desks."));
}

/* All rows changed as often as they should be, and nothing else. */
static enum outcome check_pages(const struct trial *t, int64_t wanted, struct error *e)
{
    struct db db = { 0 };
    int64_t low = -1, high = -1, rows = 0;
    enum outcome o = scratch_open(t, &db, e);
    if (o == DONE)
        o = sql_number(&db, "SELECT min(n) FROM page", &low, e);
    if (o == DONE)
        o = sql_number(&db, "SELECT max(n) FROM page", &high, e);
    if (o == DONE)
        o = sql_number(&db, "SELECT count(*) FROM page", &rows, e);
    if (o == DONE && (low != wanted || high != wanted || rows != PAGE_ROWS))
        o = lost(e);
    if (o == DONE)
        o = is_intact(&db, e);
    db_drop(&db);
    return o;
}

/* The first dies at places all over the commit; the second looks. */
static enum outcome die_once(struct trial *t, int64_t fatal, struct error *e)
{
    int64_t calls;
    bool died = t->role == TRIAL_SECOND || child_changes(t, fatal, &calls);
    enum outcome o = trial_meet(t, died ? DONE : no_child(e), e);
    if (o == DONE && t->role == TRIAL_SECOND)
        o = check_pages(t, 1, e);
    return trial_meet(t, o, e);
}

enum outcome trial_deaths(struct trial *t, struct error *e)
{
    int64_t calls = 0;
    trial_say(t, _("One desk now breaks off its saves, and the other looks what is seen of them."));
    bool counted = t->role == TRIAL_SECOND || child_changes(t, 0, &calls);
    enum outcome o = trial_meet(t, counted ? DONE : no_child(e), e);
    for (int i = 0; o == DONE && i < t->request->deaths; i++)
        o = die_once(t, 1 + calls * i / t->request->deaths, e);
    return o == DONE ? trial_meet(t, check_pages(t, 1, e), e) : o;
}
