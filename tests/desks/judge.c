/* judge.c - the logs of all desks held against the file: nothing acknowledged is missing, nothing
 * is there twice, nobody's version was overwritten, numbers have no gaps, the chain is whole. */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desks/desks.h"

struct court {
    sqlite3 *db;
    int wrong;
};

/* Each counts what must not be; deed is what the logs say, told what the history says. */
static const struct charge {
    const char *what;
    const char *sql;
} charges[] = {
    { "acknowledged saves are not in the history",
      "SELECT count(*) FROM deed d WHERE state = 1 AND what NOT IN ('list', 'import') AND NOT "
      "EXISTS (SELECT 1 FROM told WHERE txn = d.txn AND (d.record = 0 OR record = d.record) AND "
      "(d.rev = 0 OR rev = d.rev))" },
    { "deeds were declined", "SELECT count(*) FROM deed WHERE state = 2" },
    { "acknowledgements share one revision of a record",
      "SELECT count(*) FROM (SELECT 1 FROM deed WHERE state = 1 AND rev > 0 AND what <> 'import' "
      "GROUP BY record, rev HAVING count(*) > 1)" },
    { "revisions stand in the history twice",
      "SELECT count(*) FROM (SELECT 1 FROM told WHERE kind <> '' AND rev > 0 GROUP BY kind, "
      "record, rev HAVING count(*) > 1)" },
    { "transactions were applied to a record twice",
      "SELECT count(*) FROM (SELECT 1 FROM told WHERE kind <> '' AND record <> 0 GROUP BY txn, "
      "kind, record HAVING count(*) > 1)" },
    { "permits do not stand at their last revision, or one is missing before it",
      "SELECT count(*) FROM permit p WHERE rev <> (SELECT max(rev) FROM told t WHERE t.kind = "
      "'permit' AND t.record = p.id) OR rev <> (SELECT count(*) FROM told t WHERE t.kind = "
      "'permit' AND t.record = p.id)" },
    { "filed permits are missing",
      "SELECT count(*) FROM deed d WHERE what = 'new' AND state = 1 AND (SELECT count(*) FROM told "
      "t JOIN permit p ON p.id = t.record WHERE t.txn = d.txn AND t.kind = 'permit') <> 1" },
    { "filed captures are missing, or there twice",
      "SELECT count(*) FROM deed d WHERE what = 'capture' AND state = 1 AND (SELECT count(*) FROM "
      "told t JOIN capture c ON c.id = t.record WHERE t.txn = d.txn AND t.kind = 'capture') <> 1 "
      "OR "
      "what = 'capture' AND (SELECT count(*) FROM capture WHERE conveyance = d.mark AND d.mark <> "
      "'') > 1" },
    { "permits were filed twice",
      "SELECT count(*) FROM (SELECT 1 FROM permit WHERE seal <> '' GROUP BY seal HAVING count(*) "
      "> 1)" },
    { "permits are there that no desk filed",
      "SELECT count(*) FROM permit p WHERE seal NOT LIKE 'ALL-%' AND NOT EXISTS (SELECT 1 FROM "
      "told t JOIN deed d ON d.txn = t.txn WHERE t.record = p.id AND t.rev = 1)" },
    { "scales do not show the sum of what was weighed",
      "SELECT count(*) FROM permit p JOIN permit_item i ON i.parent = p.id WHERE "
      "i.net_quantity / 1000 - 1 NOT BETWEEN (SELECT count(*) FROM deed d JOIN told t ON t.txn = "
      "d.txn WHERE d.what = 'edit' AND d.state = 1 AND t.record = p.id) AND (SELECT count(*) FROM "
      "deed d JOIN told t ON t.txn = d.txn WHERE d.what = 'edit' AND t.record = p.id)" },
    { "numbers have a gap or are there twice",
      "SELECT count(*) FROM (SELECT 1 FROM permit WHERE number <> '' GROUP BY substr(number, 1, 5) "
      "HAVING max(substr(number, 6) + 0) <> count(*) OR count(DISTINCT number) <> count(*))" },
    { "numbers are not the ones that were acknowledged",
      "SELECT count(*) FROM deed d JOIN permit p ON p.id = d.record WHERE d.what = 'accept' AND "
      "d.state = 1 AND d.mark <> p.number" },
    { "imported rows are missing or doubled",
      "SELECT count(*) FROM deed d WHERE what = 'import' AND state = 1 AND (SELECT count(*) FROM "
      "party WHERE name LIKE 'Importir ' || d.mark || ' baris %') <> d.rev" },
    { "imported rows are there twice",
      "SELECT count(*) FROM (SELECT 1 FROM party GROUP BY name HAVING count(*) > 1)" },
    { "faults of the file", "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> "
                            "'ok'" },
    { "rows refer to none", "SELECT count(*) FROM pragma_foreign_key_check" },
};

static void guilty(struct court *c, int64_t n, const char *what)
{
    if (n == 0)
        return;
    printf("wrong: %" PRId64 " %s\n", n, what);
    c->wrong++;
}

static sqlite3_stmt *ask(struct court *c, const char *sql)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(c->db, sql, -1, &q, NULL) != SQLITE_OK)
        printf("%s: %s\n", sql, sqlite3_errmsg(c->db));
    return q;
}

static int64_t number(struct court *c, const char *sql)
{
    sqlite3_stmt *q = ask(c, sql);
    int64_t n = q && sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
    sqlite3_finalize(q);
    return n;
}

static void take_log(struct court *c, const char *path)
{
    struct deed_list log;
    deeds_read(path, &log);
    sqlite3_stmt *q = ask(c, "INSERT INTO deed VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; q && i < log.count; i++) {
        const struct deed *d = &log.items[i];
        sqlite3_bind_text(q, 1, d->txn, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 2, d->what, -1, SQLITE_STATIC);
        sqlite3_bind_int(q, 3, (int)d->state);
        sqlite3_bind_int64(q, 4, d->record);
        sqlite3_bind_int64(q, 5, d->rev);
        sqlite3_bind_int(q, 6, d->ms);
        sqlite3_bind_text(q, 7, d->mark, -1, SQLITE_STATIC);
        if (sqlite3_step(q) != SQLITE_DONE)
            guilty(c, 1, sqlite3_errmsg(c->db));
        sqlite3_reset(q);
    }
    sqlite3_finalize(q);
    deeds_free(&log);
}

static void gather(struct court *c, const char *const *logs, size_t count)
{
    static const char *const tables =
        "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE deed (txn, what, state, record, rev, ms, "
        "mark); CREATE TEMP TABLE told AS SELECT txn, kind, record, rev, step FROM history; CREATE "
        "INDEX temp.told_txn ON told (txn); CREATE INDEX temp.told_record ON told (record)";
    char *why = NULL;
    if (sqlite3_exec(c->db, tables, NULL, NULL, &why) != SQLITE_OK)
        guilty(c, 1, why);
    sqlite3_free(why);
    for (size_t i = 0; i < count; i++)
        take_log(c, logs[i]);
    sqlite3_exec(c->db, "CREATE INDEX temp.deed_txn ON deed (txn)", NULL, NULL, NULL);
}

static void figures(struct court *c)
{
    static const char *const latency =
        "SELECT coalesce((SELECT ms FROM deed WHERE state = 1 AND what NOT IN ('list', 'import') "
        "ORDER BY ms LIMIT 1 OFFSET (SELECT count(*) FROM deed WHERE state = 1 AND what NOT IN "
        "('list', 'import')) * %d / 100), -1)";
    char p50[400], p95[400];
    snprintf(p50, sizeof p50, latency, 50);
    snprintf(p95, sizeof p95, latency, 95);
    printf("acknowledged %" PRId64 " (saves %" PRId64 ", imports %" PRId64 "), unanswered %" PRId64
           ", numbers %" PRId64 ", entries %" PRId64 "; a save took p50 %" PRId64 ", p95 %" PRId64
           ", at most %" PRId64 " ms\n",
           number(c, "SELECT count(*) FROM deed WHERE state = 1"),
           number(c, "SELECT count(*) FROM deed WHERE state = 1 AND what NOT IN ('list', "
                     "'import')"),
           number(c, "SELECT count(*) FROM deed WHERE state = 1 AND what = 'import'"),
           number(c, "SELECT count(*) FROM deed WHERE state = 0"),
           number(c, "SELECT count(*) FROM permit WHERE number <> ''"),
           number(c, "SELECT count(*) FROM told"), number(c, p50), number(c, p95),
           number(c, "SELECT coalesce(max(ms), 0) FROM deed WHERE state = 1 AND what NOT IN "
                     "('list', 'import')"));
}

static void heard(void *context, const char *defect)
{
    (void)context;
    printf("wrong: %s\n", defect);
}

/* Opening it first rolls back what a dead desk left. */
static enum outcome verify(const char *store, const char *folder, int64_t *defects, struct error *e)
{
    char desk[400];
    struct session *s = NULL;
    snprintf(desk, sizeof desk, "%s/desk", folder);
    const struct session_options o = { .store = store, .desk_folder = desk, .config = "" };
    enum outcome result = session_open(&o, &s, e);
    if (result == DONE)
        result = act_verify(s, heard, NULL, NULL, defects, e);
    session_close(&s);
    return result;
}

int judge(const char *store, const char *folder, const char *const *logs, size_t count)
{
    struct court c = { 0 };
    struct error e = { 0 };
    int64_t defects = -1;
    if (verify(store, folder, &defects, &e) != DONE || defects != 0) {
        printf("wrong: %" PRId64 " defects of the chain. %s\n", defects, e.text);
        c.wrong++;
    }
    if (sqlite3_open_v2(store, &c.db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        guilty(&c, 1, sqlite3_errmsg(c.db));
    gather(&c, logs, count);
    for (size_t i = 0; c.wrong == 0 && i < COUNT(charges); i++)
        guilty(&c, number(&c, charges[i].sql), charges[i].what);
    if (c.wrong == 0)
        figures(&c);
    sqlite3_close(c.db);
    return c.wrong != 0;
}
