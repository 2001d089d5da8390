/* test_spool.c - what was decided at a desk stays on its disk until it is known to be in the file:
 * in order, sealed, once, and not for ever. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/desk.h"
#include "office.h"

#include <cmocka.h>

enum { DAY_MS = 86400000 };

static const char here[] = "0123456789abcdef0123456789abcdef";

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    struct bench *b = *state;
    bench_close(b);
    free(b);
    return 0;
}

static void done(enum outcome o, const struct error *e)
{
    if (o != DONE)
        fail_msg("%s", e->text);
}

static struct spooled sample(struct bench *b, const char *words)
{
    struct spooled in = { .record = 77, .base_rev = 3, .kept = true, .made_at = b->now };
    unsigned char hash[HASH_BYTES];
    snprintf(in.store, sizeof in.store, "%s", here);
    snprintf(in.kind, sizeof in.kind, "thing");
    snprintf(in.author, sizeof in.author, "sari");
    desk_new_txn(in.txn);
    buf_add(&in.mine, words, strlen(words) + 1); /* with a NUL inside: bytes, not text */
    buf_puts(&in.base, "BASEBYTES");
    buf_puts(&in.note, "NOTEBYTES");
    memcpy(in.signer, desk_key(b->desk)->public_key, sizeof in.signer);
    spooled_digest(&in, hash);
    sign_bytes(desk_key(b->desk), hash, sizeof hash, in.signature);
    return in;
}

static void put(struct bench *b, struct spooled *in)
{
    struct error e = { 0 };
    done(desk_spool_put(b->desk, in, &e), &e);
}

static void desk_again(struct bench *b)
{
    struct error e = { 0 };
    char folder[300];
    snprintf(folder, sizeof folder, "%s/desk", b->folder);
    store_close(&b->store);
    desk_close(&b->desk);
    done(desk_open(folder, &b->clock, &b->desk, &e), &e);
}

struct seen {
    char words[400];
    size_t count;
};

static void look(void *context, const struct spooled *in)
{
    struct seen *s = context;
    size_t n = strlen(s->words);
    s->count++;
    snprintf(s->words + n, sizeof s->words - n, "%s%s", n ? " " : "", buf_text(&in->mine));
}

static struct seen list(struct bench *b)
{
    struct seen s = { 0 };
    struct error e = { 0 };
    done(desk_spool_list(b->desk, here, look, &s, &e), &e);
    return s;
}

static void comes_back_as_it_was_signed(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in = sample(b, "MINEBYTES"), got;
    unsigned char hash[HASH_BYTES];
    bool found = false;
    put(b, &in);
    desk_again(b);
    done(desk_spool_get(b->desk, in.txn, &got, &found, &e), &e);
    assert_true(found);
    assert_int_equal(got.place, in.place);
    assert_int_equal(got.record, 77);
    assert_int_equal(got.state, SPOOL_OPEN);
    assert_true(got.kept);
    assert_string_equal(got.author, "sari");
    assert_int_equal(got.mine.len, in.mine.len);
    spooled_digest(&got, hash);
    assert_true(signature_holds(desk_key(b->desk)->public_key, hash, sizeof hash, got.signature));
    got.base_rev++;
    spooled_digest(&got, hash);
    assert_false(signature_holds(desk_key(b->desk)->public_key, hash, sizeof hash, got.signature));
    spooled_free(&got);
    spooled_free(&in);
}

static void stands_in_order_until_it_is_done(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in[3] = { sample(b, "one"), sample(b, "two"), sample(b, "three") };
    struct spool_count count;
    for (int i = 0; i < 3; i++)
        put(b, &in[i]);
    assert_string_equal(list(b).words, "one two three");
    done(desk_spool_mark(b->desk, in[1].txn, SPOOL_DONE, NULL, &e), &e);
    done(desk_spool_mark(b->desk, in[0].txn, SPOOL_CONFLICT, "WORDSBYTES", &e), &e);
    assert_string_equal(list(b).words, "one three");
    done(desk_spool_count(b->desk, here, &count, &e), &e);
    assert_int_equal(count.open, 1);
    assert_int_equal(count.trouble, 1);
    done(desk_spool_drop(b->desk, in[0].txn, &e), &e);
    assert_string_equal(list(b).words, "three");
    for (int i = 0; i < 3; i++)
        spooled_free(&in[i]);
}

static void one_transaction_stands_there_once(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in = sample(b, "one"), twice = sample(b, "other");
    memcpy(twice.txn, in.txn, sizeof in.txn);
    put(b, &in);
    assert_int_equal(desk_spool_put(b->desk, &twice, &e), REFUSED);
    assert_string_equal(list(b).words, "one");
    spooled_free(&in);
    spooled_free(&twice);
}

/* A mark that comes late (a conflict seen by another process) does not undo it. */
static void what_is_done_stays_done(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in = sample(b, "one");
    put(b, &in);
    done(desk_spool_mark(b->desk, in.txn, SPOOL_DONE, NULL, &e), &e);
    done(desk_spool_mark(b->desk, in.txn, SPOOL_CONFLICT, "late", &e), &e);
    assert_int_equal(list(b).count, 0);
    spooled_free(&in);
}

static void another_file_has_its_own(void **state)
{
    struct bench *b = *state;
    struct spooled in = sample(b, "elsewhere");
    in.store[0] = 'f';
    put(b, &in);
    assert_int_equal(list(b).count, 0);
    spooled_free(&in);
}

static bool file_holds(struct bench *b, const char *name, const char *needle)
{
    struct buf bytes = { 0 };
    struct error e = { 0 };
    char path[400];
    bool found = false;
    snprintf(path, sizeof path, "%s/desk/%s", b->folder, name);
    done(file_read(path, 16 << 20, &bytes, &e), &e);
    for (size_t i = 0; i + strlen(needle) <= bytes.len && !found; i++)
        found = memcmp(bytes.data + i, needle, strlen(needle)) == 0;
    buf_free(&bytes);
    return found;
}

static void is_sealed(void **state)
{
    struct bench *b = *state;
    struct spooled in = sample(b, "MINEBYTES");
    put(b, &in);
    done(desk_spool_mark(b->desk, in.txn, SPOOL_CONFLICT, "WORDSBYTES", NULL), NULL);
    assert_true(file_holds(b, "desk.db-wal", in.txn)); /* the search itself works */
    static const char *const secrets[] = { "MINEBYTES", "BASEBYTES", "NOTEBYTES", "WORDSBYTES",
                                           "sari" };
    for (size_t i = 0; i < COUNT(secrets); i++)
        assert_false(file_holds(b, "desk.db-wal", secrets[i]));
    spooled_free(&in);
}

static int64_t rows(struct bench *b)
{
    int64_t n = -1;
    struct error e = { 0 };
    done(sql_number(&b->desk->db, "SELECT count(*) FROM spool", &n, &e), &e);
    return n;
}

/* Ninety days after it was made; what is not done is never forgotten. */
static void what_is_done_is_forgotten(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in[3] = { sample(b, "done"), sample(b, "open"), sample(b, "new") };
    put(b, &in[0]);
    put(b, &in[1]);
    done(desk_spool_mark(b->desk, in[0].txn, SPOOL_DONE, NULL, &e), &e);
    b->now += (moment)90 * DAY_MS;
    put(b, &in[2]);
    assert_int_equal(rows(b), 3);
    done(desk_spool_drop(b->desk, in[2].txn, &e), &e);
    b->now += 1;
    put(b, &in[2]);
    assert_int_equal(rows(b), 2);
    assert_string_equal(list(b).words, "open new");
    for (int i = 0; i < 3; i++)
        spooled_free(&in[i]);
}

/* However many a day makes, the newest 20,000 done ones are kept. */
static void done_ones_are_bounded(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct spooled in = sample(b, "last");
    done(sql_do(&b->desk->db,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)"
                " INSERT INTO spool (store, txn, kind, record, state, kept, made_at, body, words)"
                " SELECT 's', 't' || i, 'thing', i, 1, 0, 9000000000000, x'', x'' FROM n",
                &e),
         &e);
    put(b, &in);
    assert_int_equal(rows(b), 20001);
    spooled_free(&in);
}

static void keeping_is_synced_and_marking_leaves_it_so(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    int64_t synchronous = -1;
    struct spooled in = sample(b, "one");
    put(b, &in);
    done(desk_spool_mark(b->desk, in.txn, SPOOL_DONE, NULL, &e), &e);
    done(sql_number(&b->desk->db, "PRAGMA synchronous", &synchronous, &e), &e);
    assert_int_equal(synchronous, 2);
    spooled_free(&in);
}

/* A desk.db of the second schema keeps its drafts and gets a spool. */
static void an_older_desk_learns_to_spool(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct draft d = { .kind = "thing" }, got;
    struct spooled in = sample(b, "one");
    done(desk_draft_put(b->desk, &d, &e), &e);
    done(sql_do(&b->desk->db, "DROP TABLE spool", &e), &e);
    done(sql_do(&b->desk->db, "PRAGMA user_version = 2", &e), &e);
    desk_again(b);
    put(b, &in);
    assert_string_equal(list(b).words, "one");
    done(desk_draft_get(b->desk, d.id, &got, &e), &e);
    draft_free(&got);
    spooled_free(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
        T(comes_back_as_it_was_signed),
        T(stands_in_order_until_it_is_done),
        T(one_transaction_stands_there_once),
        T(what_is_done_stays_done),
        T(another_file_has_its_own),
        T(is_sealed),
        T(what_is_done_is_forgotten),
        T(done_ones_are_bounded),
        T(keeping_is_synced_and_marking_leaves_it_so),
        T(an_older_desk_learns_to_spool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
