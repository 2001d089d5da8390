/* test_file.c - making and opening: what is refused, with which words, and what is in force. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

enum { NOBODY = 65534 };

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    language_set(ENGLISH);
    *state = b;
    return 0;
}

/* Where somebody else can get at it: a run's own folder is shut. */
static int open_bench_in_tmp(void **state)
{
    const char *was = getenv("TMPDIR");
    char *kept = was ? xstrdup(was) : NULL;
    setenv("TMPDIR", "/tmp", 1);
    int status = open_bench(state);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
    return status;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    bench_close(*state);
    free(*state);
    return 0;
}

static void write_bytes(const char *path, const void *bytes, size_t n, long at)
{
    FILE *f = fopen(path, at ? "r+b" : "wb");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static bool refuses(struct bench *b, const char *path, enum outcome code, const char *said)
{
    struct error e = { 0 };
    struct store *s = NULL;
    enum outcome o = store_open(path, &test_registry, b->desk, &b->clock, &s, &e);
    if (o != code || s || !strstr(e.text, said))
        fail_msg("%s: wanted %d “%s”, got %d “%s”", path, code, said, o, e.text);
    assert_int_equal(e.code, code);
    return e.later;
}

static void a_new_file_is_in_force_as_the_protocol_says(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct stat st;
    char journal[320];
    static const struct {
        const char *sql;
        int64_t value;
    } cases[] = {
        { "PRAGMA page_size", 4096 },
        { "PRAGMA auto_vacuum", 0 },
        { "PRAGMA application_id", STORE_APPLICATION_ID },
        { "PRAGMA user_version", STORE_SCHEMA },
        { "PRAGMA synchronous", 3 },
        { "PRAGMA foreign_keys", 1 },
        { "PRAGMA cache_spill", 0 },
        { "PRAGMA temp_store", 2 },
        { "PRAGMA mmap_size", 0 },
        { "PRAGMA recursive_triggers", 1 },
        { "PRAGMA cell_size_check", 1 },
        { "PRAGMA journal_size_limit", 16777216 },
        { "PRAGMA cache_size", -4096 },
        { "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'persist'", 1 },
        { "SELECT count(*) FROM pragma_encoding WHERE encoding = 'UTF-8'", 1 },
        { "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' "
          "AND sql NOT LIKE '%STRICT%'",
          0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t n = -12345;
        if (sql_number(&b->store->db, cases[i].sql, &n, &e) != DONE || n != cases[i].value)
            fail_msg("%s: %lld %s", cases[i].sql, (long long)n, e.text);
    }
    snprintf(journal, sizeof journal, "%s-journal", b->path);
    assert_int_equal(stat(journal, &st), 0);
    assert_true(st.st_size > 0);
    assert_int_equal(stat(b->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
}

static void meta_is_kept(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf out = { 0 };
    assert_int_equal(store_meta_get(b->store, "store_uuid", &out, &e), DONE);
    assert_int_equal(out.len, UUID_TEXT_LEN);
    buf_reset(&out);
    assert_int_equal(store_meta_get(b->store, "nothing", &out, &e), DONE);
    assert_int_equal(out.len, 0);
    assert_int_equal(store_meta_put(b->store, "training", "1", &e), DONE);
    assert_int_equal(store_meta_put(b->store, "training", "2", &e), DONE);
    bench_begin(b);
    assert_int_equal(store_meta_put(b->store, "inside", "1", &e), DONE);
    store_rollback(b->store);
    bench_reopen(b);
    assert_int_equal(store_meta_get(b->store, "training", &out, &e), DONE);
    assert_string_equal(buf_text(&out), "2");
    buf_reset(&out);
    assert_int_equal(store_meta_get(b->store, "inside", &out, &e), DONE);
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

static void what_is_no_database_is_refused(void **state)
{
    struct bench *b = *state;
    char path[320], target[320];
    static const char text[] = "nomor;tanggal;pemohon\n1;2;3\n";
    static char zeros[8192];
    snprintf(path, sizeof path, "%s/other", b->folder);
    assert_true(refuses(b, path, FAULT, "loket init")); /* a share not mounted looks like this */
    write_bytes(path, "", 0, 0);
    assert_false(refuses(b, path, FAULT, "is empty"));
    write_bytes(path, text, sizeof text, 0);
    refuses(b, path, FAULT, "not a loket database");
    write_bytes(path, zeros, sizeof zeros, 0);
    refuses(b, path, FAULT, "not a loket database");
    unlink(path);
    refuses(b, b->folder, FAULT, "is not a file");
    snprintf(target, sizeof target, "%s/nowhere/x.db", b->folder);
    assert_true(refuses(b, target, FAULT, "cannot be reached"));
    snprintf(target, sizeof target, "%s/", b->folder);
    refuses(b, target, MISUSED, "names no file");
    assert_int_equal(symlink(b->path, path), 0);
    refuses(b, path, FAULT, "link");
    unlink(path);
    assert_int_equal(link(b->path, path), 0);
    refuses(b, path, FAULT, "link");
    unlink(path);
}

static void other_databases_and_schemas_are_refused(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *sql, *said;
    } cases[] = {
        { "PRAGMA application_id = 0", "not a loket database" },
        { "PRAGMA user_version = 99", "newer loket" },
        { "PRAGMA user_version = 0", "older loket" },
        { "PRAGMA user_version = -1", "older loket" },
    };
    store_close(&b->store);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bench_forge(b, cases[i].sql);
        refuses(b, b->path, FAULT, cases[i].said);
        bench_forge(b, "PRAGMA application_id = 1280001364; PRAGMA user_version = 1");
    }
}

static void a_write_ahead_log_is_refused(void **state)
{
    struct bench *b = *state;
    struct stat st;
    char log[320];
    store_close(&b->store);
    bench_forge(b, "PRAGMA journal_mode = WAL");
    refuses(b, b->path, FAULT, "write-ahead");
    snprintf(log, sizeof log, "%s-wal", b->path);
    assert_int_not_equal(stat(log, &st), 0); /* looking at it did not begin one */
}

static void a_damaged_file_is_said(void **state)
{
    struct bench *b = *state;
    static unsigned char junk[4096];
    memset(junk, 0xEE, sizeof junk);
    store_close(&b->store);
    write_bytes(b->path, junk, sizeof junk, 4096); /* the root page of a table */
    refuses(b, b->path, FAULT, "damaged");
}

static void a_missing_journal_is_made_again(void **state)
{
    struct bench *b = *state;
    struct stat st;
    char journal[320];
    snprintf(journal, sizeof journal, "%s-journal", b->path);
    store_close(&b->store);
    assert_int_equal(unlink(journal), 0);
    struct error e = { 0 };
    assert_int_equal(store_open(b->path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    assert_int_equal(stat(journal, &st), 0);
    assert_true(st.st_size > 0);
}

static void one_path_whatever_way_leads_to_it(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    char folder[320], path[400];
    struct store *s = NULL;
    snprintf(folder, sizeof folder, "%s/way", b->folder);
    assert_int_equal(symlink(b->folder, folder), 0); /* a mount point may differ between desks */
    snprintf(path, sizeof path, "%s/office.db", folder);
    assert_int_equal(store_open(path, &test_registry, b->desk, &b->clock, &s, &e), DONE);
    assert_string_equal(store_path(s), store_path(b->store));
    store_close(&s);
    unlink(folder);
}

static void nothing_is_made_over_something(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct stat st;
    char path[320];
    assert_int_equal(store_create(b->path, &test_registry, b->desk, &b->clock, &e), REFUSED);
    assert_non_null(strstr(e.text, "exists already"));
    snprintf(path, sizeof path, "%s/empty.db", b->folder);
    write_bytes(path, "", 0, 0);
    assert_int_equal(store_create(path, &test_registry, b->desk, &b->clock, &e), DONE);
    snprintf(path, sizeof path, "%s/nowhere/x.db", b->folder);
    assert_int_equal(store_create(path, &test_registry, b->desk, &b->clock, &e), FAULT);
    /* A registry that cannot be: nothing is left behind. */
    static const struct kind bad = { .id = "meta", .label = "Meta" };
    static const struct kind *const kinds[] = { &bad, NULL };
    static const struct registry registry = { .kinds = kinds };
    snprintf(path, sizeof path, "%s/bad.db", b->folder);
    assert_int_equal(store_create(path, &registry, b->desk, &b->clock, &e), MISUSED);
    assert_int_not_equal(stat(path, &st), 0);
}

/* Root may do anything: the child becomes somebody who may not. */
static int as_nobody(struct bench *b, int (*act)(struct bench *b))
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(NOBODY) != 0)
            _exit(99);
        _exit(act(b));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int opened_says_folder(struct bench *b)
{
    struct error e = { 0 };
    struct store *s = NULL;
    enum outcome o = store_open(b->path, &test_registry, b->desk, &b->clock, &s, &e);
    return o == FAULT && strstr(e.text, "folder") && strstr(e.text, "permission") ? 0 : 1;
}

static int made_says_folder(struct bench *b)
{
    struct error e = { 0 };
    char path[320];
    snprintf(path, sizeof path, "%s/new.db", b->folder);
    enum outcome o = store_create(path, &test_registry, b->desk, &b->clock, &e);
    return o == FAULT && strstr(e.text, "folder") && strstr(e.text, "permission") ? 0 : 1;
}

static int opened_says_file(struct bench *b)
{
    struct error e = { 0 };
    struct store *s = NULL;
    enum outcome o = store_open(b->path, &test_registry, b->desk, &b->clock, &s, &e);
    return o == FAULT && strstr(e.text, "cannot be written") ? 0 : 1;
}

static void what_may_not_be_written_is_named(void **state)
{
    struct bench *b = *state;
    char journal[320];
    store_close(&b->store);
    assert_int_equal(chmod(b->path, 0666), 0);
    assert_int_equal(chmod(b->folder, 0555), 0);
    assert_int_equal(as_nobody(b, opened_says_folder), 0);
    assert_int_equal(as_nobody(b, made_says_folder), 0);
    assert_int_equal(chmod(b->folder, 0777), 0);
    snprintf(journal, sizeof journal, "%s-journal", b->path);
    assert_int_equal(chmod(journal, 0666), 0);
    assert_int_equal(chmod(b->path, 0444), 0);
    assert_int_equal(as_nobody(b, opened_says_file), 0);
    assert_int_equal(chmod(b->path, 0660), 0);
}

/* After a fault the handle is made anew, and works. */
static void reopening_heals(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct record *r = bench_record(&test_thing, "label=x", NULL), *back = NULL;
    bench_save(b, r, "new");
    assert_int_equal(store_reopen(b->store, &e), DONE);
    assert_int_equal(store_load(b->store, &test_thing, r->id, &back, &e), DONE);
    record_free(&back);
    /* Away and back again. */
    char moved[320];
    snprintf(moved, sizeof moved, "%s/moved.db", b->folder);
    assert_int_equal(rename(b->path, moved), 0);
    assert_int_equal(store_reopen(b->store, &e), FAULT);
    assert_int_equal(store_load(b->store, &test_thing, r->id, &back, &e), FAULT);
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), FAULT);
    assert_int_equal(rename(moved, b->path), 0);
    assert_int_equal(store_load(b->store, &test_thing, r->id, &back, &e), DONE);
    record_free(&back);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(a_new_file_is_in_force_as_the_protocol_says),
        T(meta_is_kept),
        T(what_is_no_database_is_refused),
        T(other_databases_and_schemas_are_refused),
        T(a_write_ahead_log_is_refused),
        T(a_damaged_file_is_said),
        T(a_missing_journal_is_made_again),
        T(one_path_whatever_way_leads_to_it),
        T(nothing_is_made_over_something),
        cmocka_unit_test_setup_teardown(what_may_not_be_written_is_named, open_bench_in_tmp,
                                        close_bench),
        T(reopening_heals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
