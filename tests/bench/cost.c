/* cost.c - what one saved permit does to the files, for strace to look at.
 *
 *   cost fill STORE           makes a store of some hundred permits
 *   cost save STORE SQL       saves two more; what the second one wrote goes into SQL.1 and SQL.2
 *   cost bare STORE SQL       writes the same rows with the bare library (PERSIST, EXTRA)
 *   cost list STORE           opens the list of permits
 *   cost idle STORE           what an idle desk does in ten minutes, on a clock of its own
 *
 * Between write(-1, "begin") and write(-1, "end") stands what is to be counted; what went before
 * has made the caches warm, for each in the same way. */
#include "../../src/store/private.h"

#include "loket/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PERMITS = 300, BEAT_MS = 2000, FIRST_DAY = 20600 };

static moment now_ms = (moment)FIRST_DAY * 86400000;

static moment clock_of_ours(void *context)
{
    return *(moment *)context;
}

static const struct clock our_clock = { .now = clock_of_ours, .context = &now_ms };

static void must(enum outcome o, const struct error *e)
{
    if (o == DONE)
        return;
    fprintf(stderr, "cost: %s\n", e->text);
    exit(5);
}

static void mark(const char *word)
{
    (void)!write(-1, word, strlen(word));
}

static void put(struct record *r, const char *path, const char *text)
{
    const struct reading how = { .spelling = SPELL_CANONICAL, .today = FIRST_DAY };
    struct error e = { 0 };
    must(record_put(r, path, &how, text, &e), &e);
}

static struct record *make_permit(int n)
{
    static const char *const goods[] = { "Kayu manis", "Ubi jalar", "Kopi biji", "Cengkeh" };
    char text[64];
    struct record *r = record_new(&kind_permit);
    snprintf(text, sizeof text, "2026-T1.0-1203.0-K.1.1-%07d", n);
    put(r, "national_number", text);
    put(r, "received_on", "2026-05-27");
    put(r, "channel", "online");
    put(r, "direction", "EX");
    snprintf(text, sizeof text, "PT Contoh Niaga %03d", n % 997);
    put(r, "applicant", text);
    put(r, "item.1.commodity", goods[n % (int)COUNT(goods)]);
    return r;
}

static void save(struct store *s, int n)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    struct record *r = make_permit(n);
    desk_new_txn(i.txn);
    must(store_begin(s, &i, NULL, &e), &e);
    must(store_save(s, r, &(struct change){ .step = "new" }, &e), &e);
    must(store_commit(s, &e), &e);
    record_free(&r);
}

/* ---- The same rows with the bare library ---- */

/* What the save itself wrote: neither what it read nor what the index of words did inside. */
static int note_sql(unsigned what, void *context, void *stmt, void *text)
{
    char *sql;
    if (what != SQLITE_TRACE_STMT || strncmp(text, "--", 2) == 0)
        return 0;
    if (sqlite3_stmt_readonly(stmt) || !(sql = sqlite3_expanded_sql(stmt)))
        return 0;
    if (!strstr(sql, "'main'.'") && strncmp(sql, "BEGIN", 5) != 0 && strcmp(sql, "COMMIT") != 0)
        fprintf(context, "%s;\n", sql);
    sqlite3_free(sql);
    return 0;
}

static void save_noting(struct store *s, int n, const char *path, int part)
{
    char name[4096];
    snprintf(name, sizeof name, "%s.%d", path, part);
    FILE *f = fopen(name, "w");
    if (f)
        sqlite3_trace_v2(s->db.handle, SQLITE_TRACE_STMT, note_sql, f);
    save(s, n);
    sqlite3_trace_v2(s->db.handle, 0, NULL, NULL);
    if (f)
        fclose(f);
}

static void bare_do(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return;
    fprintf(stderr, "cost: bare: %s\n", sqlite3_errmsg(db));
    exit(5);
}

static void bare_save(sqlite3 *db, const char *path, int part)
{
    char name[4096];
    struct buf sql = { 0 };
    struct error e = { 0 };
    snprintf(name, sizeof name, "%s.%d", path, part);
    must(file_read(name, 64 << 20, &sql, &e), &e);
    if (part == 2)
        mark("begin");
    bare_do(db, "BEGIN IMMEDIATE");
    bare_do(db, buf_text(&sql));
    bare_do(db, "COMMIT");
    if (part == 2)
        mark("end");
    buf_free(&sql);
}

static void bare(const char *store, const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(store, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, "unix"))
        exit(5);
    bare_do(db, "PRAGMA journal_mode=PERSIST; PRAGMA synchronous=EXTRA; PRAGMA cache_size=-4096;"
                "PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=16777216");
    bare_save(db, path, 1);
    bare_save(db, path, 2);
    sqlite3_close(db);
}

/* ---- What is counted ---- */

static void list(struct store *s)
{
    struct error e = { 0 };
    struct page p = { 0 };
    const struct query q = { .kind = &kind_permit, .closed = true, .limit = 24 };
    must(store_page(s, &q, &p, &e), &e);
    page_free(&p);
    mark("begin");
    must(store_page(s, &q, &p, &e), &e);
    mark("end");
    page_free(&p);
}

static void idle(struct store *s)
{
    struct error e = { 0 };
    struct beat seen;
    bool changed;
    for (int i = 0; i < 2; i++) { /* the first minutes make the files of this desk */
        store_beat(s, now_ms, &seen);
        must(store_changed(s, &changed, &e), &e);
        now_ms += 600000;
    }
    mark("begin");
    for (int ms = 0; ms < 600000; ms += BEAT_MS) {
        now_ms += BEAT_MS;
        store_beat(s, now_ms, &seen);
        must(store_changed(s, &changed, &e), &e);
    }
    mark("end");
}

static void fill(struct store *s)
{
    for (int n = 0; n < PERMITS; n++)
        save(s, n);
}

int main(int argc, char **argv)
{
    struct error e = { 0 };
    struct desk *d;
    struct store *s;
    char folder[4096];
    if (argc < 3)
        return 2;
    if (strcmp(argv[1], "bare") == 0 && argc == 4) {
        bare(argv[2], argv[3]);
        return 0;
    }
    snprintf(folder, sizeof folder, "%s.desk", argv[2]);
    must(identity_start(&e), &e);
    must(desk_open(folder, &our_clock, &d, &e), &e);
    if (access(argv[2], F_OK) != 0)
        must(store_create(argv[2], &all_kinds, d, &our_clock, &e), &e);
    must(store_open(argv[2], &all_kinds, d, &our_clock, &s, &e), &e);
    if (strcmp(argv[1], "fill") == 0)
        fill(s);
    else if (strcmp(argv[1], "list") == 0)
        list(s);
    else if (strcmp(argv[1], "idle") == 0)
        idle(s);
    else if (argc == 4) {
        save_noting(s, PERMITS, argv[3], 1);
        mark("begin");
        save_noting(s, PERMITS + 1, argv[3], 2);
        mark("end");
    }
    store_close(&s);
    desk_close(&d);
    return 0;
}
