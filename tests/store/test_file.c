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
    struct buf said = { 0 };
    assert_true(store_warning(b->store, &said));
    assert_non_null(strstr(buf_text(&said), "removed the journal"));
    buf_reset(&said);
    bench_reopen(b);
    assert_false(store_warning(b->store, &said));
    buf_free(&said);
}

/* It can be read, and says at every attempt to write why not: 0. */
static int reads_only(struct bench *b, const char *said)
{
    struct error e = { 0 };
    struct store *s = NULL;
    struct buf why = { 0 }, uuid = { 0 };
    struct intent i = { .author = "" };
    bool known = false;
    desk_new_txn(i.txn);
    int wrong = store_open(b->path, &test_registry, b->desk, &b->clock, &s, &e) != DONE    ? 1
                : !store_read_only(s, &why) || !strstr(buf_text(&why), said)               ? 2
                : store_meta_get(s, "store_uuid", &uuid, &e) != DONE || uuid.len == 0      ? 3
                : store_has_txn(s, i.txn, &known, &e) != DONE                              ? 4
                : store_begin(s, &i, NULL, &e) != FAULT || !strstr(e.text, said)           ? 5
                : store_meta_put(s, "training", "1", &e) != FAULT || !strstr(e.text, said) ? 6
                                                                                           : 0;
    if (wrong)
        fprintf(stderr, "%d: %s; %s\n", wrong, buf_text(&why), e.text);
    store_close(&s);
    buf_free(&why);
    buf_free(&uuid);
    return wrong;
}

/* Half written, and the journal that would mend it gone. */
static void a_journal_gone_from_a_broken_file_is_an_alarm(void **state)
{
    struct bench *b = *state;
    static const unsigned char junk[64] = { 13, 0xFF, 0xFF, 0xFF };
    char journal[320];
    int64_t root = bench_number(b, "SELECT rootpage FROM sqlite_master WHERE name = 'batch'");
    snprintf(journal, sizeof journal, "%s-journal", b->path);
    store_close(&b->store);
    assert_int_equal(unlink(journal), 0);
    write_bytes(b->path, junk, sizeof junk, (root - 1) * 4096);
    assert_int_equal(reads_only(b, "restore the last backup"), 0);
}

static void forge_meta(struct bench *b, const char *key, const char *value)
{
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE meta SET value = '%s' WHERE key = '%s'", value, key);
    bench_forge(b, sql);
}

/* A copy may be looked at and verified, but is not worked in. */
static void a_copy_is_read_only(void **state)
{
    struct bench *b = *state;
    struct bench copy = *b;
    char command[700];
    int64_t defects = -1;
    struct error e = { 0 };
    store_close(&b->store);
    snprintf(copy.path, sizeof copy.path, "%.250s/office-copy.db", b->folder);
    snprintf(command, sizeof command, "cp '%s' '%s'", b->path, copy.path);
    assert_int_equal(system(command), 0);
    assert_int_equal(reads_only(&copy, "copy of office.db"), 0);
    assert_int_equal(store_open(copy.path, &test_registry, b->desk, &b->clock, &b->store, &e),
                     DONE);
    assert_int_equal(store_verify(b->store, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 0);
}

/* A copy of one's own that is to take a place gets its name. */
static void a_placed_copy_is_worked_in(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct store *copy = NULL;
    char path[320], command[900];
    snprintf(path, sizeof path, "%s/kantor.db", b->folder);
    snprintf(command, sizeof command, "cp '%s' '%s'", b->path, path);
    store_close(&b->store);
    assert_int_equal(system(command), 0);
    assert_int_equal(store_open_copy(path, true, &test_registry, b->desk, &b->clock, &copy, &e),
                     DONE);
    assert_int_equal(store_place(copy, path, &e), DONE);
    store_close(&copy);
    assert_int_equal(store_open(path, &test_registry, b->desk, &b->clock, &b->store, &e), DONE);
    assert_false(store_read_only(b->store, NULL));
}

static void what_a_newer_loket_writes_is_read_only(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct intent i = { .author = "" };
    static const char *const least[] = { "2", "99999", "infinite", "" };
    desk_new_txn(i.txn);
    forge_meta(b, "min_writer", "2"); /* while we are at work */
    assert_int_equal(store_begin(b->store, &i, NULL, &e), FAULT);
    assert_non_null(strstr(e.text, "newer loket"));
    store_close(&b->store);
    for (size_t n = 0; n < COUNT(least); n++) {
        forge_meta(b, "min_writer", least[n]);
        assert_int_equal(reads_only(b, "newer loket"), 0);
    }
    forge_meta(b, "min_writer", "1");
    forge_meta(b, "lock_protocol", "smb-shim");
    assert_int_equal(reads_only(b, "another kind of share"), 0);
}

/* An older copy of a file cannot be given new columns, and is not half read. */
static void a_copy_of_an_older_loket_is_said(void **state)
{
    struct bench *b = *state;
    store_close(&b->store);
    forge_meta(b, "catalogue_digest", "00");
    forge_meta(b, "min_writer", "2");
    assert_false(refuses(b, b->path, FAULT, "brought up to date"));
}

/* A server that was restored shows another file under the same path. */
static void another_file_in_its_place_is_noticed(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct intent i = { .author = "" };
    struct change c = { .step = "new" };
    struct record *r = bench_record(&test_thing, "label=x", NULL);
    char moved[320];
    snprintf(moved, sizeof moved, "%s/moved.db", b->folder);
    assert_int_equal(rename(b->path, moved), 0);
    assert_int_equal(store_create(b->path, &test_registry, b->desk, &b->clock, &e), DONE);
    desk_new_txn(i.txn);
    enum outcome o = store_begin(b->store, &i, NULL, &e);
    if (o == DONE)
        o = store_save(b->store, r, &c, &e);
    if (o == DONE)
        o = store_commit(b->store, &e);
    else
        store_rollback(b->store);
    assert_int_equal(o, FAULT); /* not into the old one */
    assert_non_null(strstr(e.text, "took the place"));
    assert_true(e.later);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), FAULT); /* nor into the other */
    assert_non_null(strstr(e.text, "Another database"));
    assert_int_equal(rename(moved, b->path), 0);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), DONE);
    store_rollback(b->store);
    record_free(&r);
}

static void folders_are_made_for_a_group(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct stat st;
    char path[330], notice[330];
    mode_t was = umask(077);
    snprintf(path, sizeof path, "%s/kantor/loket.db", b->folder);
    assert_int_equal(store_create(path, &test_registry, b->desk, &b->clock, &e), DONE);
    umask(was);
    snprintf(notice, sizeof notice, "%s/kantor/LOKET-SHARE.txt", b->folder);
    assert_int_equal(stat(notice, &st), 0);
    assert_true(st.st_size > 500);
    snprintf(notice, sizeof notice, "%s/kantor", b->folder);
    assert_int_equal(stat(notice, &st), 0);
    assert_int_equal(st.st_mode & 07777, 02770);
    strcat(path, "-journal");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
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
    snprintf(path, sizeof path, "%s/nowhere/at/x.db", b->folder);
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
    return reads_only(b, "folder");
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
    return reads_only(b, "cannot be written");
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
        T(a_journal_gone_from_a_broken_file_is_an_alarm),
        T(a_copy_is_read_only),
        T(a_placed_copy_is_worked_in),
        T(what_a_newer_loket_writes_is_read_only),
        T(a_copy_of_an_older_loket_is_said),
        T(another_file_in_its_place_is_noticed),
        T(folders_are_made_for_a_group),
        T(one_path_whatever_way_leads_to_it),
        T(nothing_is_made_over_something),
        cmocka_unit_test_setup_teardown(what_may_not_be_written_is_named, open_bench_in_tmp,
                                        close_bench),
        T(reopening_heals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
