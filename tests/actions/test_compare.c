/* Records side by side, and the history of one in sentences. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static const struct compared *row(const struct compared_list *c, const char *label)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->items[i].label, label) == 0)
            return &c->items[i];
    return NULL;
}

static void differs(const struct compared_list *c, const char *label, const char *a, const char *b)
{
    const struct compared *r = row(c, label);
    assert_non_null(r);
    assert_string_equal(r->text[0], a);
    assert_string_equal(r->text[1], b);
    assert_int_equal(r->same, strcmp(a, b) == 0);
}

static void put(struct session *s, struct record *r, const char *path, const char *text)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    if (record_put(r, path, &how, text, &e) != DONE)
        print_error("%s: %s\n", path, e.text);
    assert_string_equal(e.text, "");
}

static void change(struct session *s, int64_t id, const char *path, const char *text)
{
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    put(s, r, path, text);
    assert_int_equal(act_save(s, r, base, NULL, NULL, NULL), DONE);
    record_free(&r);
    record_free(&base);
}

static void drop_first_item(struct session *s, int64_t id)
{
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    record_live_line(r, "item", 1)->gone = true;
    assert_int_equal(act_save(s, r, base, NULL, NULL, NULL), DONE);
    record_free(&r);
    record_free(&base);
}

static void versions_are_told_apart_line_by_line(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t id = counter_permit(s);
    struct record *first = NULL, *last = NULL, *nothing = NULL;
    struct compared_list c;
    change(s, id, "seal", "SL-1");
    change(s, id, "item.2.net_quantity", "7"); /* a line more */
    drop_first_item(s, id);
    assert_int_equal(act_version(s, &kind_permit, id, 0, &nothing, NULL), DONE);
    assert_int_equal(act_version(s, &kind_permit, id, 1, &first, NULL), DONE);
    assert_int_equal(act_version(s, &kind_permit, id, 4, &last, NULL), DONE);
    struct record *beyond = NULL;
    assert_int_equal(act_version(s, &kind_permit, id, 5, &beyond, NULL), REFUSED);

    act_compare((const struct record *const[]){ first, last }, 2, &c);
    differs(&c, "Seal", "", "SL-1");
    differs(&c, "State", "draft", "draft");
    const char *was = row(&c, "Items 1 · Net")->text[0];
    assert_true(strlen(was) > 0);
    differs(&c, "Items 1 · Net", was, ""); /* the line that went is not the one that came */
    differs(&c, "Items 2 · Net", "", "7");
    size_t differing = 0;
    for (size_t i = 0; i < c.count; i++)
        differing += !c.items[i].same;
    assert_int_equal(c.differing, differing);
    assert_null(row(&c, "Container")); /* nobody filled it in */
    compared_free(&c);

    act_compare((const struct record *const[]){ nothing, first }, 2, &c);
    differs(&c, "State", "", "draft");
    compared_free(&c);
    record_free(&nothing);
    record_free(&first);
    record_free(&last);
}

static void two_records_are_compared_by_place(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t a = counter_permit(s), b = counter_permit(s);
    struct compared_list c;
    change(s, b, "item.1.net_quantity", "8");
    struct record *one = counter_load(s, "permit", a), *other = counter_load(s, "permit", b);
    act_compare((const struct record *const[]){ one, other }, 2, &c);
    assert_int_equal(c.differing, 1);
    assert_false(row(&c, "Items 1 · Net")->same);
    compared_free(&c);
    struct record *mine = record_copy(one);
    put(s, mine, "seal", "SL-2");
    act_compare((const struct record *const[]){ one, other, mine }, 3, &c);
    assert_int_equal(c.differing, 2);
    assert_string_equal(row(&c, "Seal")->text[2], "SL-2");
    compared_free(&c);
    record_free(&one);
    record_free(&other);
    record_free(&mine);
}

static void nothing_sealed_is_shown(void **state)
{
    (void)state;
    struct record *a = record_new(&kind_note), *b = record_new(&kind_note);
    struct compared_list c;
    value_set_text(record_value(a, "text"), "clear");
    value_set_text(record_value(b, "text"), "other");
    act_compare((const struct record *const[]){ a, b, a }, 3, &c);
    assert_string_equal(row(&c, "Text")->text[0], "(sealed)");
    assert_string_equal(row(&c, "Text")->text[1], "(sealed, other words)");
    assert_string_equal(row(&c, "Text")->text[2], "(sealed)");
    assert_int_equal(c.differing, 1);
    compared_free(&c);
    record_free(&a);
    record_free(&b);
}

struct told {
    struct buf words[8];
    size_t count;
};

static void take(void *context, int64_t rev, const char *words)
{
    struct told *t = context;
    (void)rev;
    if (t->count < COUNT(t->words))
        buf_puts(&t->words[t->count++], words);
}

static void has(const struct told *t, size_t at, const char *words)
{
    assert_true(at < t->count);
    if (!strstr(buf_text(&t->words[at]), words))
        print_error("not in “%s”: %s\n", buf_text(&t->words[at]), words);
    assert_non_null(strstr(buf_text(&t->words[at]), words));
}

static void history_is_told_in_sentences(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t id = counter_permit(s);
    struct told t = { .count = 0 };
    change(s, id, "seal", "SL-1");
    change(s, id, "seal", "SL-2");
    change(s, id, "seal", "");
    change(s, id, "item.2.net_quantity", "7");
    drop_first_item(s, id);
    assert_int_equal(counter_step(s, id, "submit", "why not", NULL), REFUSED);
    assert_int_equal(act_history_told(s, &kind_permit, id, 3, take, &t, NULL), DONE);
    assert_int_equal(t.count, 6); /* newest first */
    has(&t, 0, " removed Items (");
    has(&t, 1, " added Items");
    has(&t, 2, " cleared Seal (was “SL-2”)");
    has(&t, 3, " changed Seal from “SL-1” to “SL-2”");
    has(&t, 4, " filled in Seal “SL-1”");
    has(&t, 5, " made this; filled in ");
    has(&t, 5, " more; added Items (");
    for (size_t i = 0; i < t.count; i++)
        buf_free(&t.words[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_are_told_apart_line_by_line),
        cmocka_unit_test(two_records_are_compared_by_place),
        cmocka_unit_test(nothing_sealed_is_shown),
        cmocka_unit_test(history_is_told_in_sentences),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
