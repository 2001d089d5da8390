/* question.c - questions in SQL by whoever knows the tables. Only reading passes: the file is set
 * to answer only, each statement is asked what it touches, and it may take only so long, for while
 * it reads nobody in the office can save. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum {
    QUESTION_STEPS = 40000000, /* about two seconds; of a copy, which nobody waits for, no limit */
    QUESTION_BYTES = 64 << 20, /* the answer is held in memory before anything is printed */
};

/* Secret halves of keys, though wrapped, and rows as history keeps them, which hold those too. */
static const struct {
    const char *table, *column;
} hidden[] = {
    { "user", "wrapped" },       { "history", "before" },    { "history", "after" },
    { "history_row", "before" }, { "history_row", "after" },
};

static bool is_hidden(const char *table, const char *column)
{
    for (size_t i = 0; i < COUNT(hidden); i++)
        if (sqlite3_stricmp(table, hidden[i].table) == 0 &&
            sqlite3_stricmp(column, hidden[i].column) == 0)
            return true;
    return false;
}

/* SQLite's: what a statement being prepared would do. The index of words asks for data_version by
 * itself. */
static int permit(void *context, int action, const char *one, const char *two, const char *database,
                  const char *trigger)
{
    (void)context;
    (void)database;
    (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_FUNCTION: /* loading of code is off since the file was opened */
        return SQLITE_OK;
    case SQLITE_READ:
        if (sqlite3_stricmp(one, "sqlite_dbpage") == 0) /* raw pages, hidden columns too */
            return SQLITE_DENY;
        return is_hidden(one, two) ? SQLITE_IGNORE : SQLITE_OK;
    case SQLITE_PRAGMA:
        return sqlite3_stricmp(one, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

/* ---- The statement ---- */

/* Nothing but blanks, semicolons and comments behind it: a second statement is not passed over. */
static bool ends(sqlite3 *handle, const char *tail)
{
    sqlite3_stmt *next = NULL;
    bool at_end = sqlite3_prepare_v2(handle, tail, -1, &next, NULL) == SQLITE_OK && !next;
    sqlite3_finalize(next);
    return at_end;
}

static enum outcome prepare(struct store *s, const char *text, sqlite3_stmt **out, struct error *e)
{
    const char *tail = "";
    int rc = sqlite3_prepare_v2(s->db.handle, text, -1, out, &tail);
    if (rc == SQLITE_AUTH)
        return fail(e, FORBIDDEN,
                    _("Only SELECT is answered here. Records are changed with `loket set` and "
                      "`loket do`, which keep their history."));
    if (rc == SQLITE_ERROR)
        return fail(e, MISUSED,
                    _("The question cannot be understood: %s. Tables are listed by `SELECT name "
                      "FROM sqlite_schema`."),
                    sqlite3_errmsg(s->db.handle));
    if (rc != SQLITE_OK)
        return sql_fault(&s->db, rc, e);
    if (!*out)
        return fail(e, MISUSED, _("There is no question. Give one SELECT statement."));
    if (!ends(s->db.handle, tail))
        return fail(e, MISUSED, _("Only one statement is answered. Ask one after the other."));
    return DONE;
}

/* ---- The answer ---- */

static char *hex_of(const unsigned char *bytes, size_t n)
{
    struct buf text = { 0 };
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%02x", bytes[i]);
    buf_puts(&text, "");
    return buf_take(&text);
}

static void take_cell(sqlite3_stmt *q, int at, struct answer_cell *out)
{
    int type = sqlite3_column_type(q, at);
    const char *text = (const char *)sqlite3_column_text(q, at);
    out->number = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
    if (type == SQLITE_BLOB)
        out->text = hex_of(sqlite3_column_blob(q, at), (size_t)sqlite3_column_bytes(q, at));
    else if (type != SQLITE_NULL)
        out->text = xstrdup(text ? text : "");
}

static size_t take_row(sqlite3_stmt *q, struct answer_table *a)
{
    size_t bytes = 0;
    if (a->rows == a->cap) {
        a->cap = a->cap ? 2 * a->cap : 64;
        a->cells = xreallocarray(a->cells, a->cap * a->columns, sizeof *a->cells);
    }
    for (size_t i = 0; i < a->columns; i++) {
        struct answer_cell *cell = &a->cells[a->rows * a->columns + i];
        *cell = (struct answer_cell){ 0 };
        take_cell(q, (int)i, cell);
        bytes += sizeof *cell + (cell->text ? strlen(cell->text) + 1 : 0);
    }
    a->rows++;
    return bytes;
}

static void take_names(sqlite3_stmt *q, struct answer_table *a)
{
    a->columns = (size_t)sqlite3_column_count(q);
    a->names = xcalloc(a->columns, sizeof *a->names);
    for (size_t i = 0; i < a->columns; i++)
        a->names[i] = xstrdup(sqlite3_column_name(q, (int)i));
}

static enum outcome take_rows(struct store *s, sqlite3_stmt *q, size_t most, struct answer_table *a,
                              struct error *e)
{
    size_t bytes = 0;
    int rc = SQLITE_ROW;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW && a->rows < most && bytes < QUESTION_BYTES)
        bytes += take_row(q, a);
    a->more = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return DONE;
    if ((rc & 0xff) == SQLITE_INTERRUPT)
        return fail(e, REFUSED,
                    _("The answer takes too long; nobody could save meanwhile. Narrow the "
                      "question, or ask a backup: `loket --store BACKUP sql --backup ...`."));
    if ((rc & 0xff) == SQLITE_ERROR)
        return fail(e, MISUSED, _("The question cannot be answered: %s. Change it."),
                    sqlite3_errmsg(s->db.handle));
    return sql_fault(&s->db, rc, e);
}

static enum outcome answer(struct store *s, const char *text, size_t most, struct answer_table *out,
                           struct error *e)
{
    sqlite3_stmt *q = NULL;
    enum outcome o = prepare(s, text, &q, e);
    if (o == DONE) {
        take_names(q, out);
        o = take_rows(s, q, most, out, e);
    }
    sqlite3_finalize(q);
    return o;
}

enum outcome store_ask(struct store *s, const char *text, size_t most, struct answer_table *out,
                       struct error *e)
{
    *out = (struct answer_table){ 0 };
    enum outcome o = store_revive(s, e);
    if (o == DONE) /* the index of words opens itself with what would be refused later */
        o = sql_do(&s->db, "SELECT 1 FROM \"search\" LIMIT 0", e);
    if (o == DONE)
        o = sql_do(&s->db, "PRAGMA query_only = ON", e);
    if (o != DONE)
        return o;
    sqlite3_set_authorizer(s->db.handle, permit, NULL);
    db_budget(&s->db, s->copy ? 0 : QUESTION_STEPS);
    o = answer(s, text, most, out, e);
    db_budget(&s->db, 0);
    sqlite3_set_authorizer(s->db.handle, NULL, NULL);
    enum outcome back = sql_do(&s->db, "PRAGMA query_only = OFF", o == DONE ? e : NULL);
    if (o != DONE)
        answer_table_free(out);
    return o == DONE ? back : o;
}

void answer_table_free(struct answer_table *a)
{
    for (size_t i = 0; i < a->columns; i++)
        free(a->names[i]);
    for (size_t i = 0; i < a->rows * a->columns; i++)
        free(a->cells[i].text);
    free(a->names);
    free(a->cells);
    *a = (struct answer_table){ 0 };
}
