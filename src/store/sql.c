/* sql.c - an SQLite handle with its statements: prepared once, lent out, counted. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* ---- The handle ---- */

void db_adopt(struct db *db, sqlite3 *handle, const char *path)
{
    *db = (struct db){ .handle = handle, .path = xstrdup(path), .patience_ms = PATIENCE_MS };
    if (handle)
        sqlite3_extended_result_codes(handle, 1);
    wait_adopt(db);
}

static void forget(struct sql *q)
{
    sqlite3_finalize(q->stmt);
    free(q->text);
    free(q);
}

static void forget_all(struct db *db)
{
    for (size_t i = 0; i < SQL_SLOTS; i++) {
        for (struct sql *q = db->cache[i], *next; q; q = next) {
            next = q->next;
            forget(q);
        }
        db->cache[i] = NULL;
    }
}

void db_drop(struct db *db)
{
    forget_all(db);
    sqlite3_close_v2(db->handle);
    calls_forget(&db->watch);
    free(db->path);
    *db = (struct db){ 0 };
}

/* ---- The step budget ---- */

enum { BUDGET_GRAIN = 500 }; /* VM steps between two looks at the budget */

static int spend(void *context)
{
    struct db *db = context;
    if (db->budget <= BUDGET_GRAIN) {
        db->budget = 1; /* spent, and still a limit */
        return 1;
    }
    db->budget -= BUDGET_GRAIN;
    return 0;
}

void db_budget(struct db *db, uint64_t steps)
{
    db->budget = steps;
    sqlite3_progress_handler(db->handle, steps ? BUDGET_GRAIN : 0, steps ? spend : NULL, db);
}

/* ---- Statements ---- */

enum { SQL_SLOT_DEPTH = 6 };

static unsigned slot_of(const char *text)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *p = text; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    return hash % SQL_SLOTS;
}

static struct sql *find_free(struct db *db, unsigned slot, const char *text)
{
    for (struct sql *q = db->cache[slot]; q; q = q->next)
        if (!q->taken && strcmp(q->text, text) == 0)
            return q;
    return NULL;
}

/* Filters come in many shapes: a slot keeps its newest few statements. */
static void make_room(struct db *db, unsigned slot)
{
    struct sql **last = NULL;
    size_t count = 0;
    for (struct sql **at = &db->cache[slot]; *at; at = &(*at)->next, count++)
        if (!(*at)->taken)
            last = at;
    if (count < SQL_SLOT_DEPTH || !last)
        return;
    struct sql *oldest = *last;
    *last = oldest->next;
    forget(oldest);
}

enum outcome sql_open(struct db *db, const char *text, struct sql **out, struct error *e)
{
    unsigned slot = slot_of(text);
    struct sql *q = find_free(db, slot, text);
    *out = NULL;
    if (!q) {
        sqlite3_stmt *stmt = NULL;
        int rc = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
        if (rc != SQLITE_OK) {
            sql_fault(db, rc, e);
            return FAULT;
        }
        make_room(db, slot);
        q = xcalloc(1, sizeof *q);
        *q = (struct sql){ .stmt = stmt, .db = db, .next = db->cache[slot], .text = xstrdup(text) };
        db->cache[slot] = q;
    }
    q->taken = true;
    q->cut = false;
    *out = q;
    return DONE;
}

void sql_int(struct sql *q, int at, int64_t n)
{
    sqlite3_bind_int64(q->stmt, at, n);
}

void sql_str(struct sql *q, int at, const char *text)
{
    sqlite3_bind_text(q->stmt, at, text, -1, SQLITE_TRANSIENT);
}

void sql_str_static(struct sql *q, int at, const char *text)
{
    sqlite3_bind_text(q->stmt, at, text, -1, SQLITE_STATIC);
}

void sql_blob(struct sql *q, int at, const void *bytes, size_t n)
{
    sqlite3_bind_blob64(q->stmt, at, bytes ? bytes : "", n, SQLITE_STATIC);
}

void sql_null(struct sql *q, int at)
{
    sqlite3_bind_null(q->stmt, at);
}

enum outcome sql_row(struct sql *q, bool *row, struct error *e)
{
    *row = false;
    int rc = sqlite3_step(q->stmt);
    if (q->db->pulse)
        atomic_fetch_add(q->db->pulse, 1);
    if (rc == SQLITE_ROW) {
        q->db->cost.rows++;
        *row = true;
        return DONE;
    }
    if (rc == SQLITE_DONE)
        return DONE;
    if ((rc & 0xff) == SQLITE_INTERRUPT && q->db->budget) {
        q->cut = true;
        return DONE;
    }
    return sql_fault(q->db, rc, e);
}

void sql_close(struct sql *q)
{
    if (!q)
        return;
    sqlite3_reset(q->stmt);
    sqlite3_clear_bindings(q->stmt);
    q->db->cost.steps += (uint64_t)sqlite3_stmt_status(q->stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
    q->taken = false;
}

enum outcome sql_run(struct sql *q, struct error *e)
{
    bool row = true;
    enum outcome o = DONE;
    while (o == DONE && row)
        o = sql_row(q, &row, e);
    sql_close(q);
    return o;
}

enum outcome sql_do(struct db *db, const char *text, struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(db, text, &q, e);
    return o == DONE ? sql_run(q, e) : o;
}

enum outcome sql_number(struct db *db, const char *text, int64_t *n, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o = sql_open(db, text, &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        *n = col_int(q, 0);
    sql_close(q);
    return o;
}

/* ---- Columns ---- */

int64_t col_int(const struct sql *q, int at)
{
    return sqlite3_column_int64(q->stmt, at);
}

const char *col_str(const struct sql *q, int at)
{
    const unsigned char *text = sqlite3_column_text(q->stmt, at);
    return text ? (const char *)text : "";
}

const void *col_blob(const struct sql *q, int at, size_t *n)
{
    const void *bytes = sqlite3_column_blob(q->stmt, at);
    *n = (size_t)sqlite3_column_bytes(q->stmt, at);
    return bytes ? bytes : "";
}

bool col_null(const struct sql *q, int at)
{
    return sqlite3_column_type(q->stmt, at) == SQLITE_NULL;
}

/* ---- Building SQL text ---- */

void sql_name(struct buf *b, const char *name)
{
    buf_putc(b, '"');
    for (const char *p = name; *p; p++) {
        if (*p == '"')
            buf_putc(b, '"');
        buf_putc(b, *p);
    }
    buf_putc(b, '"');
}

void sql_places(struct buf *b, size_t from, size_t to)
{
    for (size_t i = from; i <= to; i++)
        buf_printf(b, "%s$%zu", i == from ? "" : ", ", i);
}
