/* crowd.c - see crowd.h. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "store/crowd.h"

#include <cmocka.h>
#include <sqlite3.h>

int64_t crowd_id(int i)
{
    return id_make((moment)(BENCH_DAY - 2300) * 86400000 + i * 1000, 7, 0);
}

static const char *state_of(int i)
{
    return i % 20 == 5 ? "submitted" : i % 100 == 50 ? "shelved" : "finished";
}

static void reversed(const char *text, char *out)
{
    for (size_t i = strlen(text); i-- > 0;)
        if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", text[i]))
            *out++ = text[i];
    *out = '\0';
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    return stmt;
}

static void bind(sqlite3_stmt *stmt, int at, const char *text)
{
    sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT);
}

static void insert(sqlite3_stmt *stmt)
{
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
}

static void add_row(sqlite3_stmt *stmt, int i)
{
    char number[32], serial[32], label[32], tail[32];
    struct buf received = { 0 };
    snprintf(number, sizeof number, "2026-%06d", i);
    snprintf(serial, sizeof serial, "AJU.%d.X", i);
    snprintf(label, sizeof label, "Barang %d", i % 1000);
    day_iso(BENCH_DAY - 2300 + i / 10, &received);
    sqlite3_bind_int64(stmt, 1, crowd_id(i));
    bind(stmt, 2, state_of(i));
    bind(stmt, 3, label);
    bind(stmt, 4, number);
    reversed(number, tail);
    bind(stmt, 5, tail);
    sqlite3_bind_int64(stmt, 6, i % 97);
    bind(stmt, 7, buf_text(&received));
    bind(stmt, 8, serial);
    reversed(serial, tail);
    bind(stmt, 9, tail);
    if (i % 10 == 3)
        bind(stmt, 10, "IM");
    if (i % 400 == 7)
        bind(stmt, 11, "langka");
    insert(stmt);
    buf_free(&received);
}

static void add_words(sqlite3_stmt *stmt, int i)
{
    char text[100];
    snprintf(text, sizeof text, "_thing %06d 2026 aju barang %s%d", i,
             i % 400 == 7 ? "langka " : "", i % 1000);
    sqlite3_bind_int64(stmt, 1, crowd_id(i));
    bind(stmt, 2, text);
    insert(stmt);
}

static void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

void crowd_fill(struct bench *b, int rows)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(b->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    execute(db, "PRAGMA journal_mode=PERSIST; PRAGMA synchronous=OFF; BEGIN IMMEDIATE");
    sqlite3_stmt *row = prepare(
        db, "INSERT INTO thing (id, rev, state, origin, batch, changed_at, label, number,"
            " number_tail, price, received_on, serial, serial_tail, direction, remark)"
            " VALUES (?1, 1, ?2, 0, 0, '2026-01-01T00:00:00.000Z', ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
            " ?10, ?11)");
    sqlite3_stmt *words =
        prepare(db, "INSERT INTO search (rowid, kind, text) VALUES (?1, 'thing', ?2)");
    for (int i = 0; i < rows; i++) {
        add_row(row, i);
        add_words(words, i);
    }
    sqlite3_finalize(row);
    sqlite3_finalize(words);
    execute(db, "DELETE FROM tally WHERE kind = 'thing';"
                "INSERT INTO tally (kind, state, n)"
                " SELECT 'thing', state, count(*) FROM thing GROUP BY state; COMMIT");
    sqlite3_close(db);
}
