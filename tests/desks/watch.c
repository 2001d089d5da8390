/* watch.c - a desk that only looks, again and again, and sees at each look one whole state. */
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "desks/desks.h"

enum { LOOK_MS = 100, PATIENCE_MS = 60000 };

/* In one transaction: every permit at its last revision and sound pages. */
static const char *const looks[] = {
    ("SELECT count(*) FROM permit p WHERE rev <> (SELECT count(*) FROM history h WHERE h.kind = "
     "'permit' AND h.record = p.id)"),
    "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'",
    "SELECT count(*) FROM permit_item i LEFT JOIN permit p ON p.id = i.parent WHERE p.id IS NULL",
};

/* What is wrong in it, or -1 where it could not be had. */
static int number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    int n = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int(q, 0);
    if (n < 0)
        printf("%s (%d)\n", sqlite3_errmsg(db), sqlite3_extended_errcode(db));
    sqlite3_finalize(q);
    return n;
}

static int look(sqlite3 *db)
{
    int wrong = 0;
    if (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return -1;
    for (size_t i = 0; wrong == 0 && i < COUNT(looks); i++)
        wrong = number(db, looks[i]);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return wrong;
}

int desk_watch(const char *store, const char *folder)
{
    char desk[400], stop[400];
    struct error e;
    struct session *s = NULL;
    sqlite3 *db = NULL;
    int seen = 0, wrong = 0, away = 0;
    snprintf(desk, sizeof desk, "%s/desk", folder);
    snprintf(stop, sizeof stop, "%s/stop", folder);
    /* The session first: what it puts around SQLite's calls holds for the whole process. */
    const struct session_options o = { .store = store, .desk_folder = desk, .config = "" };
    if (session_open(&o, &s, &e) != DONE ||
        sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return FAULT;
    sqlite3_busy_timeout(db, PATIENCE_MS);
    while (access(stop, F_OK) != 0) {
        int found = look(db);
        seen++;
        wrong += found > 0;
        away += found < 0;
        poll(NULL, 0, LOOK_MS);
    }
    printf("%d looks, %d wrong, %d failed\n", seen, wrong, away);
    sqlite3_close(db);
    session_close(&s);
    return wrong || away;
}
