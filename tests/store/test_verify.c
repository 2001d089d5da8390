/* test_verify.c - a sound file has no defects; judges, progress and backups. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static void a_sound_file_has_no_defects(void **state)
{
    struct buf said = { 0 };
    int64_t entries = 0;
    int64_t n = tamper_defects(*state, &said, &entries);
    assert_string_equal(buf_text(&said), "");
    assert_int_equal(n, 0);
    assert_int_equal(entries, TAMPER_ENTRIES);
    buf_free(&said);
}

static const struct forgery of_the_file[] = {
    { "UPDATE meta SET value = 'forged' WHERE key = 'store_uuid'", 1, "names another one" },
    { "DELETE FROM meta WHERE key = 'store_uuid'", 1, "names another one" },
    { "INSERT INTO meta VALUES ('root', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')", 1,
      "root key" },
};

static void what_is_forged_about_the_file_is_named(void **state)
{
    (void)state;
    tamper_each(of_the_file, COUNT(of_the_file));
}

/* More entries and rows than one slice holds. */
static void long_files_are_walked_whole(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct buf said = { 0 };
    const struct change c = { .step = "new" };
    int64_t entries = 0;
    bench_begin(b);
    for (int i = 0; i < 1100; i++) {
        struct record *r = bench_record(&test_thing, "label=n", "piece.1.name=a", NULL);
        assert_int_equal(store_save(b->store, r, &c, &e), DONE);
        record_free(&r);
    }
    bench_commit(b);
    assert_int_equal(tamper_defects(b, &said, &entries), 0);
    assert_int_equal(entries, TAMPER_ENTRIES + 1100);
    bench_forge(b, "UPDATE thing SET label = 'm' WHERE id = (SELECT max(id) FROM thing)");
    bench_forge(b, "UPDATE thing_piece SET name = 'm' WHERE id = (SELECT max(id) FROM "
                   "thing_piece WHERE parent < (SELECT max(id) FROM thing))");
    bench_forge(b, "UPDATE history SET note = 'm' WHERE seq = 1100");
    assert_int_equal(tamper_defects(b, &said, NULL), 3);
    buf_free(&said);
}

/* ---- Judges ---- */

struct court {
    struct bench *b;
    int64_t last, rows, sound;
    struct buf said;
    const char *against; /* an author */
    int64_t stop_at, progress;
};

static void judge(void *context, const struct entry *entry, struct buf *defect)
{
    struct court *c = context;
    assert_int_equal(entry->seq, c->last + 1);
    c->last = entry->seq;
    c->sound += entry->sound;
    buf_printf(&c->said, "%lld %s %s %zu>%zu\n", (long long)entry->seq,
               entry->kind ? entry->kind->id : "-", entry->step, entry->was.count, entry->is.count);
    if (c->against && strcmp(entry->author, c->against) == 0)
        buf_printf(defect, "Entry %lld: not by this person.", (long long)entry->seq);
}

static void judge_row(void *context, const struct entry *entry, struct buf *defect)
{
    struct court *c = context;
    (void)defect;
    assert_int_equal(entry->seq, c->last); /* behind its part's entry */
    assert_ptr_equal(entry->kind, &test_thing);
    assert_string_equal(entry->step, "import");
    assert_true(entry->batch != 0);
    assert_memory_equal(entry->signer, desk_key(c->b->desk)->public_key, PUBLIC_KEY_BYTES);
    c->rows++;
    buf_printf(&c->said, "  row rev %lld %zu>%zu\n", (long long)entry->rev, entry->was.count,
               entry->is.count);
}

static bool progress(void *context, int64_t entries)
{
    struct court *c = context;
    assert_true(entries >= c->progress);
    c->progress = entries;
    return !c->stop_at || entries < c->stop_at;
}

static enum outcome in_court(struct court *c, int64_t *defects, struct error *e)
{
    const struct verify_judge j = {
        .judge = judge, .row = judge_row, .progress = progress, .context = c
    };
    return store_verify_judged(c->b->store, &j, NULL, NULL, NULL, defects, e);
}

static void a_judge_hears_each_entry_in_order(void **state)
{
    struct court c = { .b = *state };
    struct error e = { 0 };
    int64_t defects = -1;
    assert_int_equal(in_court(&c, &defects, &e), DONE);
    assert_int_equal(defects, 0);
    assert_int_equal(c.last, TAMPER_ENTRIES);
    assert_int_equal(c.sound, TAMPER_ENTRIES);
    assert_int_equal(c.progress, TAMPER_ENTRIES);
    assert_int_equal(c.rows, 4);
    const char *expected = "1 - create 0>1\n"
                           "2 thing new 0>11\n"
                           "3 thing new 0>4\n"
                           "4 person new 0>3\n"
                           "5 thing edit 1>1\n"
                           "6 thing edit 3>1\n"
                           "7 - import 0>8\n"
                           "  row rev 1 0>0\n"
                           "  row rev 1 0>0\n"
                           "  row rev 1 0>0\n"
                           "  row rev 2 1>1\n"
                           "8 - import 0>11\n";
    assert_string_equal(buf_text(&c.said), expected);
    buf_free(&c.said);
}

static void a_judges_sentence_is_a_defect(void **state)
{
    struct bench *b = *state;
    struct court c = { .b = b, .against = "sari" };
    struct error e = { 0 };
    struct signing_key key;
    int64_t defects = -1;
    signing_key_make(&key);
    store_person(b->store, "sari", &key);
    store_person(b->store, "", NULL);
    store_person(b->store, "sari", &key);
    assert_int_equal(in_court(&c, &defects, &e), DONE);
    assert_int_equal(defects, 2);
    buf_free(&c.said);
}

static void a_judge_is_told_what_is_not_sound(void **state)
{
    struct court c = { .b = *state };
    struct error e = { 0 };
    int64_t defects = -1;
    bench_forge(c.b, "UPDATE history SET note = 'forged' WHERE seq = 3");
    bench_forge(c.b, "UPDATE history SET after = x'77' WHERE seq = 5"); /* not even heard */
    bench_forge(c.b, "UPDATE history SET seq = 5 WHERE seq = 5");
    const struct verify_judge j = { .judge = NULL, .progress = progress, .context = &c };
    assert_int_equal(store_verify_judged(c.b->store, &j, NULL, NULL, NULL, &defects, &e), DONE);
    assert_int_equal(defects, 2);
    bench_forge(c.b, "DELETE FROM history WHERE seq >= 5");
    c.progress = 0;
    assert_int_equal(in_court(&c, &defects, &e), DONE);
    assert_int_equal(c.last, 4);
    assert_int_equal(c.sound, 3);
    buf_free(&c.said);
}

/* A key of their own signs what people do; without a judge nobody says whose it must be. */
static void people_sign_with_their_own_keys(void **state)
{
    struct bench *b = *state;
    struct signing_key first, second;
    signing_key_make(&first);
    signing_key_make(&second);
    store_person(b->store, "sari", &first);
    store_person(b->store, "budi", &second);
    store_person(b->store, "sari", &second);
    store_person(b->store, "sari", NULL);
    tamper_expect(b, 0, "");
}

static void it_stops_when_told_to(void **state)
{
    struct court c = { .b = *state, .stop_at = 1 };
    struct error e = { 0 };
    assert_int_equal(in_court(&c, NULL, &e), REFUSED);
    assert_true(e.text[0] != '\0');
    buf_free(&c.said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        T(a_sound_file_has_no_defects),
        cmocka_unit_test(what_is_forged_about_the_file_is_named),
        T(long_files_are_walked_whole),
        T(a_judge_hears_each_entry_in_order),
        T(a_judges_sentence_is_a_defect),
        T(a_judge_is_told_what_is_not_sound),
        T(people_sign_with_their_own_keys),
        T(it_stops_when_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
