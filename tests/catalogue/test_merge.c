/* test_merge.c - three-way merge of records. */
#include "catalogue/sample.h"

#include <stdio.h>
#include <string.h>

struct seen {
    char keys[1024];
};

static const char *shown(const struct flat_entry *e)
{
    return !e ? "none" : e->text ? e->text : "number";
}

static void note(void *context, const struct conflict *c)
{
    struct seen *s = context;
    size_t n = strlen(s->keys);
    snprintf(s->keys + n, sizeof s->keys - n, "%s: %s %s %s\n", c->key, shown(c->base),
             shown(c->mine), shown(c->theirs));
}

struct three {
    struct record *base, *mine, *theirs;
    struct seen seen;
};

/* A box with two items, held by two desks at once. */
static struct three begin(void)
{
    struct three t = { .base = record_new(&sample_box) };
    sample_put(t.base, "title", "Ubi");
    sample_put(t.base, "count", "1");
    value_set_reference(record_value(t.base, "owner"), 0, "PT Toba");
    sample_line(t.base, "item", 1);
    sample_line(t.base, "item", 2);
    sample_put(t.base, "item.1.commodity", "beras");
    sample_put(t.base, "item.2.commodity", "jagung");
    t.mine = record_copy(t.base);
    t.theirs = record_copy(t.base);
    return t;
}

static void end(struct three *t)
{
    record_free(&t->base);
    record_free(&t->mine);
    record_free(&t->theirs);
}

static void merge_is(struct three *t, size_t conflicts, const char *keys)
{
    size_t n = record_merge(t->base, t->mine, t->theirs, note, &t->seen);
    if (n != conflicts || strcmp(t->seen.keys, keys) != 0)
        fail_msg("%zu conflicts: %s", n, t->seen.keys);
}

static void test_different_fields(void **state)
{
    (void)state;
    struct three t = begin();
    sample_put(t.mine, "title", "Mine");
    sample_put(t.mine, "count", "");
    sample_put(t.mine, "item.1.quantity", "5");
    sample_put(t.theirs, "direction", "EX");
    sample_put(t.theirs, "item.1.commodity", "gabah");
    merge_is(&t, 0, "");
    assert_string_equal(record_text(t.theirs, "title"), "Mine");
    assert_string_equal(record_text(t.theirs, "direction"), "EX");
    assert_false(record_value(t.theirs, "count")->set);
    assert_string_equal(record_at(t.theirs, "item.1.commodity", NULL)->text, "gabah");
    assert_int_equal(record_at(t.theirs, "item.1.quantity", NULL)->num, 5000);
    end(&t);
}

static void test_same_field(void **state)
{
    (void)state;
    struct three t = begin();
    sample_put(t.mine, "title", "Mine");
    sample_put(t.mine, "direction", "EX");
    sample_put(t.theirs, "title", "Theirs");
    merge_is(&t, 1, "title: Ubi Mine Theirs\n");
    assert_string_equal(record_text(t.theirs, "title"), "Theirs");
    assert_string_equal(record_text(t.theirs, "direction"), "EX");
    end(&t);
}

static void test_cleared_against_changed(void **state)
{
    (void)state;
    struct three t = begin();
    sample_put(t.mine, "title", "");
    sample_put(t.theirs, "title", "Theirs");
    merge_is(&t, 1, "title: Ubi none Theirs\n");
    end(&t);
}

static void test_same_change(void **state)
{
    (void)state;
    struct three t = begin();
    sample_put(t.mine, "title", "Both");
    sample_put(t.theirs, "title", "Both");
    t.mine->state = t.theirs->state = "sealed";
    record_live_line(t.mine, "item", 1)->gone = true;
    record_live_line(t.theirs, "item", 1)->gone = true;
    merge_is(&t, 0, "");
    assert_int_equal(record_live_lines(t.theirs, "item"), 1);
    end(&t);
}

static void test_states(void **state)
{
    (void)state;
    struct three t = begin();
    t.mine->state = "sent";
    t.theirs->state = "sealed";
    merge_is(&t, 1, "state: open sent sealed\n");
    assert_string_equal(t.theirs->state, "sealed");
    end(&t);
    t = begin();
    t.mine->state = "sealed";
    merge_is(&t, 0, "");
    assert_string_equal(t.theirs->state, "sealed");
    end(&t);
}

static void test_both_add_lines(void **state)
{
    (void)state;
    struct three t = begin();
    sample_line(t.mine, "item", 30);
    sample_put(t.mine, "item.3.commodity", "mine");
    sample_line(t.mine, "item", 0); /* not yet saved */
    sample_put(t.mine, "item.4.commodity", "new");
    sample_line(t.mine, "item", 0)->gone = true;
    sample_line(t.theirs, "item", 20);
    sample_put(t.theirs, "item.3.commodity", "theirs");
    merge_is(&t, 0, "");
    assert_int_equal(record_live_lines(t.theirs, "item"), 5);
    assert_int_equal(t.theirs->lines[0].count, 5);
    assert_string_equal(record_at(t.theirs, "item.3.commodity", NULL)->text, "theirs");
    assert_string_equal(record_at(t.theirs, "item.4.commodity", NULL)->text, "mine");
    assert_string_equal(record_at(t.theirs, "item.5.commodity", NULL)->text, "new");
    end(&t);
}

static void test_removed_here_untouched_there(void **state)
{
    (void)state;
    struct three t = begin();
    record_live_line(t.mine, "item", 1)->gone = true;
    sample_put(t.theirs, "item.2.quantity", "3");
    merge_is(&t, 0, "");
    assert_int_equal(record_live_lines(t.theirs, "item"), 1);
    assert_int_equal(record_at(t.theirs, "item.1.quantity", NULL)->num, 3000);
    end(&t);
}

static void test_removed_there_untouched_here(void **state)
{
    (void)state;
    struct three t = begin();
    record_live_line(t.theirs, "item", 1)->gone = true;
    sample_put(t.mine, "item.2.quantity", "3");
    merge_is(&t, 0, "");
    assert_int_equal(record_live_lines(t.theirs, "item"), 1);
    assert_int_equal(record_at(t.theirs, "item.1.quantity", NULL)->num, 3000);
    end(&t);
}

static void test_removed_here_changed_there(void **state)
{
    (void)state;
    struct three t = begin();
    record_live_line(t.mine, "item", 1)->gone = true;
    sample_put(t.theirs, "item.1.quantity", "3");
    merge_is(&t, 1, "item/0000000000001/: number none number\n");
    assert_int_equal(record_live_lines(t.theirs, "item"), 2);
    assert_string_equal(record_at(t.theirs, "item.1.commodity", NULL)->text, "beras");
    end(&t);
}

static void test_removed_there_changed_here(void **state)
{
    (void)state;
    struct three t = begin();
    sample_put(t.mine, "item.1.quantity", "3");
    sample_put(t.mine, "item.1.commodity", "gabah");
    record_live_line(t.theirs, "item", 1)->gone = true;
    merge_is(&t, 1, "item/0000000000001/: number number none\n");
    assert_int_equal(record_live_lines(t.theirs, "item"), 1);
    end(&t);
}

static void test_positions_never_conflict(void **state)
{
    (void)state;
    struct three t = begin();
    sample_line(t.base, "item", 3);
    sample_line(t.mine, "item", 3);
    sample_line(t.theirs, "item", 3);
    struct line *mine = t.mine->lines[0].items, *theirs = t.theirs->lines[0].items, kept = mine[0];
    mine[0] = mine[2];
    mine[2] = kept;
    kept = theirs[0];
    theirs[0] = theirs[1];
    theirs[1] = kept;
    merge_is(&t, 0, "");
    assert_int_equal(record_live_line(t.theirs, "item", 1)->id, 2);
    assert_int_equal(record_live_line(t.theirs, "item", 2)->id, 1);
    assert_int_equal(record_live_line(t.theirs, "item", 3)->id, 3);
    end(&t);
}

/* Text and link of a reference belong together: half of each side would be a lie. */
static void test_reference_is_one(void **state)
{
    (void)state;
    struct three t = begin();
    value_set_reference(record_value(t.mine, "owner"), 7, "PT Toba");
    value_set_reference(record_value(t.theirs, "owner"), 0, "PT Lain");
    merge_is(&t, 1, "owner: PT Toba PT Toba PT Lain\n");
    assert_int_equal(record_number(t.theirs, "owner"), 0);
    end(&t);
    t = begin();
    value_set_reference(record_value(t.mine, "owner"), 7, "PT Lain");
    merge_is(&t, 0, "");
    assert_int_equal(record_number(t.theirs, "owner"), 7);
    assert_string_equal(record_text(t.theirs, "owner"), "PT Lain");
    end(&t);
    t = begin();
    value_set_reference(record_value(t.mine, "owner"), 7, "PT Toba");
    value_set_reference(record_value(t.theirs, "owner"), 8, "PT Toba");
    merge_is(&t, 1, "owner#: none number number\n");
    end(&t);
    t = begin();
    value_set_reference(record_value(t.mine, "owner"), 7, "Satu");
    value_set_reference(record_value(t.theirs, "owner"), 8, "Dua");
    merge_is(&t, 1, "owner: PT Toba Satu Dua\n");
    end(&t);
}

/* ---- Properties over random records ---- */

static struct three random_three(struct chance *c, uint64_t mine, uint64_t theirs)
{
    struct three t = { .base = sample_record(c) };
    t.mine = record_copy(t.base);
    t.theirs = record_copy(t.base);
    while (mine-- > 0)
        sample_change(c, t.mine);
    while (theirs-- > 0)
        sample_change(c, t.theirs);
    return t;
}

static void test_one_side_only(void **state)
{
    (void)state;
    struct chance c = { 23 };
    for (int i = 0; i < 200; i++) {
        struct three t = random_three(&c, 6, 0);
        merge_is(&t, 0, "");
        assert_true(sample_same(t.mine, t.theirs));
        end(&t);
        t = random_three(&c, 0, 6);
        struct record *kept = record_copy(t.theirs);
        merge_is(&t, 0, "");
        assert_true(sample_same(kept, t.theirs));
        record_free(&kept);
        end(&t);
    }
}

static void test_both_the_same(void **state)
{
    (void)state;
    struct chance c = { 29 };
    for (int i = 0; i < 100; i++) {
        struct three t = random_three(&c, 6, 0);
        record_free(&t.theirs);
        t.theirs = record_copy(t.mine);
        merge_is(&t, 0, "");
        assert_true(sample_same(t.mine, t.theirs));
        end(&t);
    }
}

static bool is_position(const struct flat_entry *e)
{
    return e && e->tag == 'p';
}

/* Every value of the merge stands in mine or in theirs; what neither changed stays; without a
 * conflict, so does what only one changed. */
static void check_merged(const struct three *t, const struct record *theirs, size_t conflicts)
{
    struct flat base = { 0 }, mine = { 0 }, other = { 0 }, merged = { 0 };
    flat_of(t->base, &base);
    flat_of(t->mine, &mine);
    flat_of(theirs, &other);
    flat_of(t->theirs, &merged);
    for (size_t i = 0; i < merged.count; i++) {
        const struct flat_entry *e = &merged.items[i], *b = flat_find(&base, e->key);
        const struct flat_entry *m = flat_find(&mine, e->key), *o = flat_find(&other, e->key);
        if (is_position(e))
            continue;
        assert_true(flat_entry_same(e, m) || flat_entry_same(e, o));
        if (flat_entry_same(b, o) && m && conflicts == 0)
            assert_true(flat_entry_same(e, m));
        if (flat_entry_same(b, m) && o)
            assert_true(flat_entry_same(e, o));
    }
    for (size_t i = 0; i < other.count; i++) {
        const struct flat_entry *e = &other.items[i], *b = flat_find(&base, e->key);
        if (!is_position(e) && !flat_entry_same(e, b))
            assert_true(flat_entry_same(e, flat_find(&merged, e->key)));
    }
    flat_free(&base);
    flat_free(&mine);
    flat_free(&other);
    flat_free(&merged);
}

static void test_both_sides(void **state)
{
    (void)state;
    struct chance c = { 31 };
    size_t clean = 0;
    for (int i = 0; i < 400; i++) {
        struct three t = random_three(&c, 1 + chance_below(&c, 6), 1 + chance_below(&c, 6));
        struct record *theirs = record_copy(t.theirs);
        size_t conflicts = record_merge(t.base, t.mine, t.theirs, NULL, NULL);
        clean += conflicts == 0;
        check_merged(&t, theirs, conflicts);
        record_free(&theirs);
        end(&t);
    }
    /* Both outcomes were met. */
    assert_in_range(clean, 50, 350);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_different_fields),
        cmocka_unit_test(test_same_field),
        cmocka_unit_test(test_cleared_against_changed),
        cmocka_unit_test(test_same_change),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_both_add_lines),
        cmocka_unit_test(test_removed_here_untouched_there),
        cmocka_unit_test(test_removed_there_untouched_here),
        cmocka_unit_test(test_removed_here_changed_there),
        cmocka_unit_test(test_removed_there_changed_here),
        cmocka_unit_test(test_positions_never_conflict),
        cmocka_unit_test(test_reference_is_one),
        cmocka_unit_test(test_one_side_only),
        cmocka_unit_test(test_both_the_same),
        cmocka_unit_test(test_both_sides),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
