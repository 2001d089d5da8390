/* test_root.c - the office's root key: told by the history, pinned by each desk. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

struct roots {
    struct bench *b;
    struct signing_key first, second, third;
};

static int open_bench(void **state)
{
    struct roots *r = xcalloc(1, sizeof *r);
    r->b = xcalloc(1, sizeof *r->b);
    bench_open(r->b);
    signing_key_make(&r->first);
    signing_key_make(&r->second);
    signing_key_make(&r->third);
    language_set(ENGLISH);
    *state = r;
    return 0;
}

static int close_bench(void **state)
{
    struct roots *r = *state;
    language_set(INDONESIAN);
    bench_close(r->b);
    free(r->b);
    free(r);
    return 0;
}

static enum outcome put(struct store *s, const struct signing_key *root,
                        const struct signing_key *signer, struct error *e)
{
    struct intent i = { .author = "root", .key = signer };
    desk_new_txn(i.txn);
    enum outcome o = store_begin(s, &i, NULL, e);
    if (o == DONE)
        o = store_root_put(s, root->public_key, e);
    if (o == DONE)
        return store_commit(s, e);
    store_rollback(s);
    return o;
}

static void has(struct store *s, const struct signing_key *root)
{
    struct error e = { 0 };
    unsigned char key[PUBLIC_KEY_BYTES];
    bool found = false;
    if (store_root(s, key, &found, &e) != DONE)
        fail_msg("%s", e.text);
    assert_true(found);
    assert_memory_equal(key, root->public_key, PUBLIC_KEY_BYTES);
}

static void refuses(struct store *s)
{
    struct error e = { 0 };
    unsigned char key[PUBLIC_KEY_BYTES];
    bool found = false;
    language_set(ENGLISH);
    assert_int_equal(store_root(s, key, &found, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "exchanged"));
    assert_non_null(strstr(e.text, "Do not go on"));
}

/* Straight into meta, past the history. */
static void forge_root(struct bench *b, const struct signing_key *root)
{
    struct buf sql = { 0 };
    buf_puts(&sql, "INSERT INTO meta (key, value) VALUES ('root', '");
    bytes_text(root->public_key, PUBLIC_KEY_BYTES, &sql);
    buf_puts(&sql, "') ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    bench_forge(b, buf_text(&sql));
    buf_free(&sql);
}

static void a_new_office_has_none(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    unsigned char key[PUBLIC_KEY_BYTES];
    bool found = true;
    assert_int_equal(store_root(r->b->store, key, &found, &e), DONE);
    assert_false(found);
}

static void the_first_is_put_told_and_kept(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    assert_int_equal(store_root_put(r->b->store, r->first.public_key, &e), DONE);
    has(r->b->store, &r->first);
    bench_reopen(r->b);
    has(r->b->store, &r->first);
    assert_int_equal(bench_number(r->b, "SELECT count(*) FROM history WHERE step = 'root' AND "
                                        "kind = '' AND record = 0"),
                     1);
    assert_int_equal(store_root_put(r->b->store, r->second.public_key, &e), REFUSED);
    has(r->b->store, &r->first);
    tamper_expect(r->b, 0, "");
}

static void it_may_be_put_in_a_transaction(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    assert_int_equal(put(r->b->store, &r->first, &r->first, &e), DONE);
    has(r->b->store, &r->first);
    assert_int_equal(put(r->b->store, &r->first, &r->first, &e), DONE); /* no change */
    assert_int_equal(bench_number(r->b, "SELECT count(*) FROM history WHERE step = 'root'"), 1);
}

/* What is rolled back was never there, and is not pinned. */
static void a_root_rolled_back_is_not_pinned(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    unsigned char key[PUBLIC_KEY_BYTES];
    bool found = false;
    bench_begin(r->b);
    assert_int_equal(store_root_put(r->b->store, r->first.public_key, &e), DONE);
    assert_int_equal(store_root(r->b->store, key, &found, &e), DONE);
    assert_true(found);
    store_rollback(r->b->store);
    assert_int_equal(store_root_put(r->b->store, r->second.public_key, &e), DONE);
    has(r->b->store, &r->second);
}

static void an_exchanged_root_is_refused(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    struct other o;
    assert_int_equal(store_root_put(r->b->store, r->first.public_key, &e), DONE);
    forge_root(r->b, &r->second);
    refuses(r->b->store);
    bench_reopen(r->b);
    refuses(r->b->store);
    tamper_expect(r->b, 1, "root key in the database is not the one");
    other_open(r->b, "other", &o); /* saw none before: verify finds it nevertheless */
    has(o.store, &r->second);
    other_close(&o);
    other_open(r->b, "silent", &o); /* pinned at opening, though nobody asked */
    other_close(&o);
    forge_root(r->b, &r->first);
    has(r->b->store, &r->first);
    tamper_expect(r->b, 0, "");
    other_open(r->b, "silent", &o);
    refuses(o.store);
    other_close(&o);
}

static void a_root_taken_away_or_spoiled_is_refused(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    assert_int_equal(store_root_put(r->b->store, r->first.public_key, &e), DONE);
    bench_forge(r->b, "UPDATE meta SET value = 'nonsense' WHERE key = 'root'");
    refuses(r->b->store);
    tamper_expect(r->b, 1, "root key");
    bench_forge(r->b, "DELETE FROM meta WHERE key = 'root'");
    refuses(r->b->store);
    tamper_expect(r->b, 1, "root key");
}

static void a_root_is_followed_by_whom_it_signs_for(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    struct other o, late;
    assert_int_equal(put(r->b->store, &r->first, &r->first, &e), DONE);
    other_open(r->b, "other", &o);
    has(o.store, &r->first);
    assert_int_equal(put(r->b->store, &r->second, &r->first, &e), DONE);
    assert_int_equal(put(r->b->store, &r->third, &r->second, &e), DONE);
    has(o.store, &r->third); /* two steps on */
    forge_root(r->b, &r->second);
    refuses(o.store); /* and never back */
    forge_root(r->b, &r->third);
    other_open(r->b, "late", &late);
    has(late.store, &r->third);
    tamper_expect(r->b, 0, "");
    other_close(&late);
    other_close(&o);
}

static void a_root_that_signs_for_itself_does_not_follow(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    struct other o;
    assert_int_equal(put(r->b->store, &r->first, &r->first, &e), DONE);
    other_open(r->b, "other", &o);
    assert_int_equal(put(o.store, &r->second, &r->second, &e), DONE);
    refuses(o.store);
    refuses(r->b->store);
    tamper_expect(r->b, 1, "without the signature of the one before");
    other_close(&o);
}

/* A successor whose entry was altered is none. */
static void a_forged_succession_is_refused(void **state)
{
    struct roots *r = *state;
    struct error e = { 0 };
    struct other o;
    assert_int_equal(put(r->b->store, &r->first, &r->first, &e), DONE);
    other_open(r->b, "other", &o);
    other_close(&o);
    assert_int_equal(put(r->b->store, &r->second, &r->first, &e), DONE);
    bench_forge(r->b, "UPDATE history SET note = 'x' WHERE seq = 3");
    other_open(r->b, "other", &o);
    refuses(o.store);
    other_close(&o);
    has(r->b->store, &r->second); /* it saw that with its own eyes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(a_new_office_has_none),
        T(the_first_is_put_told_and_kept),
        T(it_may_be_put_in_a_transaction),
        T(a_root_rolled_back_is_not_pinned),
        T(an_exchanged_root_is_refused),
        T(a_root_taken_away_or_spoiled_is_refused),
        T(a_root_is_followed_by_whom_it_signs_for),
        T(a_root_that_signs_for_itself_does_not_follow),
        T(a_forged_succession_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
