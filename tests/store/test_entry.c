/* test_entry.c - an entry out of its row: what it says, and whether that was signed. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/private.h"
#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

/* Reads entry 5, the edit from "one" to "uno". */
static bool read_five(struct bench *b, struct entry *out, enum outcome *o)
{
    struct error e = { 0 };
    struct sql *q;
    struct cell cells[H_COUNT];
    bool row;
    assert_int_equal(sql_open(&b->store->db,
                              "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM "
                              "\"history\" WHERE \"seq\" = 5",
                              &q, &e),
                     DONE);
    assert_int_equal(sql_row(q, &row, &e), DONE);
    assert_true(row);
    entry_cells(q, cells);
    *o = entry_read(&test_registry, cells, out, &e);
    bool holds = entry_holds(q, cells);
    sql_close(q);
    return holds;
}

static void an_entry_says_what_was_written(void **state)
{
    struct bench *b = *state;
    struct entry entry = { 0 };
    enum outcome o;
    char name[DESK_NAME_MAX];
    for (int twice = 0; twice < 2; twice++) { /* its memory serves again */
        assert_true(read_five(b, &entry, &o));
        assert_int_equal(o, DONE);
        assert_int_equal(entry.seq, 5);
        assert_ptr_equal(entry.kind, &test_thing);
        assert_int_equal(entry.rev, 2);
        assert_int_equal(entry.desk, desk_number(b->desk));
        assert_int_equal(entry.at, b->now);
        assert_int_equal(entry.batch, 0);
        assert_string_equal(entry.step, "edit");
        assert_string_equal(buf_text(&entry.note), "");
        assert_int_equal(entry.was.count, 1);
        assert_string_equal(entry.was.items[0].text, "one");
        assert_string_equal(entry.is.items[0].text, "uno");
        assert_memory_equal(entry.signer, desk_key(b->desk)->public_key, PUBLIC_KEY_BYTES);
        desk_name(desk_number(b->desk), name);
        assert_string_equal(entry.author, name);
        assert_false(entry.sound);
    }
    entry_free(&entry);
}

/* Texts with a NUL in them, keys of a wrong length, flats that are none: read as far as they go,
 * and never taken for signed. */
static void spoiled_entries_do_not_hold(void **state)
{
    static const char *const deeds[] = {
        "UPDATE history SET author = 'a' || char(0) || 'b' WHERE seq = 5",
        "UPDATE history SET note = char(0) WHERE seq = 5",
        "UPDATE history SET author = hex(randomblob(5000)) WHERE seq = 5",
        "UPDATE history SET signer = x'00' WHERE seq = 5",
        "UPDATE history SET digest = randomblob(99) WHERE seq = 5",
        "UPDATE history SET signature = randomblob(65) WHERE seq = 5",
        "UPDATE history SET hash = substr(hash, 1, 31) WHERE seq = 5",
        "UPDATE history SET desk = 9999999999 WHERE seq = 5",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(deeds); i++) {
        void *b = NULL;
        struct entry entry = { 0 };
        enum outcome o;
        tamper_open(&b);
        bench_forge(b, deeds[i]);
        assert_false(read_five(b, &entry, &o));
        assert_int_equal(o, DONE);
        entry_free(&entry);
        tamper_close(&b);
    }
}

static void what_cannot_be_decoded_is_said(void **state)
{
    struct bench *b = *state;
    struct entry entry = { 0 };
    enum outcome o;
    bench_forge(b, "UPDATE history SET after = x'0102' WHERE seq = 5");
    assert_false(read_five(b, &entry, &o));
    assert_int_equal(o, BAD_DATA);
    entry_free(&entry);
}

static void desks_have_names_of_their_own(void **state)
{
    static const struct {
        const char *author;
        bool desk;
    } names[] = {
        { "desk 0000", true },   { "desk 00AB", true },  { "desk FFFF", true },
        { "", false },           { "desk", false },      { "desk 00ab", false },
        { "desk 00AB ", false }, { "desk 00A", false },  { "desk 00AG", false },
        { "Desk 00AB", false },  { "desk  0AB", false }, { "sari", false },
    };
    char name[DESK_NAME_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(is_desk_name(names[i].author), names[i].desk);
    desk_name(0xAB, name);
    assert_string_equal(name, "desk 00AB");
    desk_name(UINT16_MAX, name);
    assert_true(is_desk_name(name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        T(an_entry_says_what_was_written),
        cmocka_unit_test(spoiled_entries_do_not_hold),
        T(what_cannot_be_decoded_is_said),
        cmocka_unit_test(desks_have_names_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
