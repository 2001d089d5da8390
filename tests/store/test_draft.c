/* test_draft.c - drafts come back as they were, and nobody reads them in the file. */
#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>
#include <sqlite3.h>

struct drafts {
    char folder[256];
    moment now;
    struct clock clock;
    struct desk *desk;
};

static moment said(void *context)
{
    return ((struct drafts *)context)->now;
}

static void reopen(struct drafts *t)
{
    struct error e = { 0 };
    desk_close(&t->desk);
    if (desk_open(t->folder, &t->clock, &t->desk, &e) != DONE)
        fail_msg("%s", e.text);
}

static int drafts_open(void **state)
{
    struct drafts *t = xcalloc(1, sizeof *t);
    const char *tmp = getenv("TMPDIR");
    snprintf(t->folder, sizeof t->folder, "%s/loket-draft-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(t->folder));
    t->now = (moment)BENCH_DAY * 86400000;
    t->clock = (struct clock){ .now = said, .context = t };
    reopen(t);
    *state = t;
    return 0;
}

static int drafts_close(void **state)
{
    struct drafts *t = *state;
    desk_close(&t->desk);
    folder_remove(t->folder);
    free(t);
    return 0;
}

static void put(struct drafts *t, struct draft *d)
{
    struct error e = { 0 };
    if (desk_draft_put(t->desk, d, &e) != DONE)
        fail_msg("%s", e.text);
}

static struct draft sample(const char *title, const char *body)
{
    struct draft d = { .record = 77, .base_rev = 3 };
    snprintf(d.kind, sizeof d.kind, "thing");
    desk_new_txn(d.txn);
    buf_puts(&d.title, title);
    buf_add(&d.body, body, strlen(body) + 1); /* with a NUL inside: bytes, not text */
    buf_puts(&d.base, "BASEBYTES");
    return d;
}

static void comes_back(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct draft d = sample("Kayu manis", "BODYBYTES"), got;
    put(t, &d);
    assert_true(d.id != 0);
    assert_int_equal(d.saved_at, t->now);
    reopen(t);
    assert_int_equal(desk_draft_get(t->desk, d.id, &got, &e), DONE);
    assert_int_equal(got.id, d.id);
    assert_string_equal(got.kind, "thing");
    assert_int_equal(got.record, 77);
    assert_int_equal(got.base_rev, 3);
    assert_string_equal(got.txn, d.txn);
    assert_int_equal(got.saved_at, d.saved_at);
    assert_string_equal(buf_text(&got.title), "Kayu manis");
    assert_int_equal(got.body.len, d.body.len);
    assert_memory_equal(got.body.data, d.body.data, d.body.len);
    assert_string_equal(buf_text(&got.base), "BASEBYTES");
    draft_free(&got);
    draft_free(&d);
}

static void empty_parts_come_back_empty(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct draft d = { .kind = "thing" }, got;
    put(t, &d);
    assert_int_equal(desk_draft_get(t->desk, d.id, &got, &e), DONE);
    assert_int_equal(got.title.len + got.body.len + got.base.len, 0);
    draft_free(&got);
}

/* No file of the folder, log and all, holds the bytes. */
static void file_holds(const char *path, const char *needle, bool *found)
{
    struct buf bytes = { 0 };
    struct error e = { 0 };
    assert_int_equal(file_read(path, 16 << 20, &bytes, &e), DONE);
    size_t n = strlen(needle);
    for (size_t i = 0; i + n <= bytes.len && !*found; i++)
        *found = memcmp(bytes.data + i, needle, n) == 0;
    buf_free(&bytes);
}

static bool folder_holds(const char *folder, const char *needle)
{
    bool found = false;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *it; (it = readdir(dir)) != NULL;) {
        char path[600];
        if (it->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, it->d_name);
        file_holds(path, needle, &found);
    }
    closedir(dir);
    return found;
}

static void is_sealed(void **state)
{
    struct drafts *t = *state;
    struct draft d = sample("TITLEBYTES", "BODYBYTES");
    put(t, &d);
    assert_true(folder_holds(t->folder, d.txn)); /* the search itself works */
    assert_int_equal(desk_setting_put(t->desk, "typed", "SETTINGBYTES", NULL), DONE);
    assert_false(folder_holds(t->folder, "SETTINGBYTES"));
    assert_false(folder_holds(t->folder, "TITLEBYTES"));
    assert_false(folder_holds(t->folder, "BODYBYTES"));
    assert_false(folder_holds(t->folder, "BASEBYTES"));
    draft_free(&d);
}

static void second_save_replaces(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct draft d = sample("one", "first"), got;
    put(t, &d);
    int64_t id = d.id;
    buf_reset(&d.body);
    buf_puts(&d.body, "second");
    t->now += 5000;
    put(t, &d);
    assert_int_equal(d.id, id);
    assert_int_equal(desk_draft_get(t->desk, id, &got, &e), DONE);
    assert_string_equal(buf_text(&got.body), "second");
    assert_int_equal(got.saved_at, t->now);
    draft_free(&got);
    draft_free(&d);
}

static void dropped_draft_comes_back_when_saved_again(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct draft d = sample("one", "first"), other = sample("two", "b"), got;
    put(t, &d);
    assert_int_equal(desk_draft_drop(t->desk, d.id, &e), DONE);
    assert_int_equal(desk_draft_get(t->desk, d.id, &got, &e), REFUSED);
    assert_true(*e.text);
    put(t, &other);
    assert_int_not_equal(other.id, d.id); /* an id is not given twice */
    put(t, &d);
    assert_int_equal(desk_draft_get(t->desk, d.id, &got, &e), DONE);
    assert_string_equal(buf_text(&got.title), "one");
    draft_free(&got);
    draft_free(&d);
    draft_free(&other);
}

struct seen {
    struct drafts *t;
    char titles[200];
    size_t bodies;
};

static void see(void *context, const struct draft *d)
{
    struct seen *seen = context;
    struct error e = { 0 };
    struct draft got;
    strcat(seen->titles, buf_text(&d->title));
    strcat(seen->titles, ";");
    seen->bodies += d->body.len + d->base.len;
    /* The desk may be used from inside the list. */
    assert_int_equal(desk_draft_get(seen->t->desk, d->id, &got, &e), DONE);
    draft_free(&got);
}

static void list_is_newest_first(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct seen seen = { .t = t };
    static const char *const titles[] = { "old", "same-a", "same-b", "new" };
    static const int at[] = { 0, 10, 10, 20 };
    moment from = t->now;
    for (size_t i = 0; i < COUNT(titles); i++) {
        struct draft d = sample(titles[i], "x");
        t->now = from + at[i];
        put(t, &d);
        draft_free(&d);
    }
    assert_int_equal(desk_draft_list(t->desk, see, &seen, &e), DONE);
    assert_string_equal(seen.titles, "new;same-b;same-a;old;");
    assert_int_equal(seen.bodies, 0);
}

static void other_key_cannot_read(void **state)
{
    struct drafts *t = *state;
    struct error e = { 0 };
    struct draft d = sample("one", "first"), got;
    char path[300];
    put(t, &d);
    desk_close(&t->desk);
    struct signing_key key;
    signing_key_make(&key);
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    snprintf(path, sizeof path, "%s/desk.db", t->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_prepare_v2(db, "UPDATE desk SET public = ?1, secret = ?2", -1, &stmt, NULL);
    sqlite3_bind_blob(stmt, 1, key.public_key, PUBLIC_KEY_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 2, key.secret_key, SECRET_KEY_BYTES, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    reopen(t);
    assert_int_equal(desk_draft_get(t->desk, d.id, &got, &e), FAULT);
    assert_true(*e.text);
    assert_int_equal(got.body.len, 0);
    draft_free(&d);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, drafts_open, drafts_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(comes_back),
        EACH(empty_parts_come_back_empty),
        EACH(is_sealed),
        EACH(second_save_replaces),
        EACH(dropped_draft_comes_back_when_saved_again),
        EACH(list_is_newest_first),
        EACH(other_key_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
