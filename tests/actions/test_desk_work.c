/* Drafts, earlier versions, papers, filters, remarks. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static void draft_comes_back_whole(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *typed = NULL, *back = NULL, *base = NULL;
    struct draft d = { 0 }, again = { 0 };
    act_blank(s, &kind_permit, &typed, NULL);
    record_put(typed, "item.1.commodity", &how, "half a na", NULL);
    record_put(typed, "item.2.net_quantity", &how, "7", NULL);
    record_put(typed, "notes", &how, "typed in a hurry", NULL);
    assert_int_equal(act_draft_keep(s, &d, typed, NULL, NULL), DONE);
    assert_int_equal(act_draft_open(s, d.id, &again, &back, &base, NULL), DONE);
    struct value *v = record_at(back, "item.2.net_quantity", NULL);
    assert_non_null(v);
    assert_int_equal(v->num, 7000);
    assert_string_equal(record_text(back, "notes"), "typed in a hurry");
    assert_null(base);
    record_free(&typed);
    record_free(&back);
    draft_free(&d);
    draft_free(&again);
}

static void count_one(void *context, const struct draft *d)
{
    (void)d;
    ++*(int *)context;
}

static int drafts(struct session *s)
{
    int n = 0;
    assert_int_equal(desk_draft_list(session_desk(s), count_one, &n, NULL), DONE);
    return n;
}

static void saved_draft_settles(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *typed = NULL;
    struct draft d = { 0 };
    int before = drafts(s);
    act_blank(s, &kind_party, &typed, NULL);
    record_put(typed, "name", &how, "UD Draf", NULL);
    assert_int_equal(act_draft_keep(s, &d, typed, NULL, NULL), DONE);
    assert_int_equal(act_drafts_settle(s, NULL), DONE);
    assert_int_equal(drafts(s), before + 1); /* not saved yet: it stays */
    assert_int_equal(act_save(s, typed, NULL, d.txn, NULL, NULL), DONE);
    assert_int_equal(act_drafts_settle(s, NULL), DONE);
    assert_int_equal(drafts(s), before);
    record_free(&typed);
    draft_free(&d);
}

static void receipt_is_marked_when_printed_again(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf first = { 0 }, second = { 0 };
    int64_t id = counter_permit(s);
    assert_int_equal(counter_step(s, id, "submit", NULL, &e), DONE);
    struct record *r = counter_load(s, "permit", id);
    if (counter_print(s, r, "receipt", &first, &e) != DONE)
        test_stop("%s", e.text);
    assert_int_equal(counter_print(s, r, "receipt", &second, &e), DONE);
    assert_null(strstr(buf_text(&first), "SALINAN"));
    assert_non_null(strstr(buf_text(&second), "SALINAN ke-1"));
    assert_non_null(strstr(buf_text(&first), "PT Toba Agro"));
    assert_int_equal(counter_print(s, r, "poem", &second, &e), MISUSED);
    buf_free(&first);
    buf_free(&second);
    record_free(&r);
}

static void same_filing_is_shown(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    for (int i = 0; i < 2; i++) {
        struct remarks remarks = { 0 };
        bool warned = false;
        struct record *r = NULL;
        act_blank(s, &kind_permit, &r, NULL);
        record_put(r, "aju", &how, "AJU-778", NULL);
        assert_int_equal(act_remarks(s, r, &remarks, NULL), DONE);
        for (size_t k = 0; k < remarks.count; k++)
            warned |= !remarks.items[k].problem && strcmp(remarks.items[k].path, "aju") == 0;
        assert_int_equal(warned, i == 1);
        assert_int_equal(act_save(s, r, NULL, NULL, NULL, NULL), DONE);
        remarks_free(&remarks);
        record_free(&r);
    }
}

static void look_alikes_are_named(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct hits hits = { 0 };
    struct record *r = NULL;
    counter_make(s, "party", (const char *const[]){ "name", "CV Rimba Kayu Jaya", NULL });
    counter_make(s, "party", (const char *const[]){ "name", "CV Laut Biru", NULL });
    act_blank(s, &kind_party, &r, NULL);
    record_put(r, "name", &how, "CV. Rimba Kayu Djaya", NULL);
    assert_int_equal(act_look_alikes(s, r, &hits, NULL), DONE);
    assert_int_equal(hits.count, 1);
    assert_string_equal(buf_text(&hits.items[0].name), "CV Rimba Kayu Jaya");
    hits_free(&hits);
    record_free(&r);
}

static void merged_party_is_found_by_its_old_name(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct hits hits = { 0 };
    int64_t old = counter_make(s, "party", (const char *const[]){ "name", "PT Nama Lama", NULL });
    counter_make(s, "party", (const char *const[]){ "name", "PT Nama Baru", NULL });
    struct step_request merge = { .kind = &kind_party,
                                  .id = old,
                                  .verb = "merge",
                                  .sets = &(struct assignment){ "merged_into", "PT Nama Baru" },
                                  .set_count = 1,
                                  .spelling = SPELL_CANONICAL,
                                  .note = "one company" };
    if (act_step(s, &merge, NULL, &e) != DONE)
        test_stop("%s", e.text);
    assert_int_equal(act_find(s, &kind_party, "nama lama", 5, &hits, NULL), DONE);
    assert_true(hits.count >= 1);
    hits_free(&hits);
    merge.verb = "unmerge";
    merge.set_count = 0;
    if (act_step(s, &merge, NULL, &e) != DONE)
        test_stop("%s", e.text);
    struct record *r = counter_load(s, "party", old);
    assert_string_equal(r->state, "active");
    record_free(&r);
}

static void national_number_by_its_tail(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    int64_t id = counter_permit(s);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    record_put(r, "office", &how, "1203", NULL);
    record_put(r, "national_number", &how, "1842", NULL);
    if (act_save(s, r, base, NULL, NULL, &e) != DONE)
        test_stop("%s", e.text);
    assert_string_equal(record_text(r, "national_number"), "2026-T1.0-1203.0-K.1.1-001842");
    record_free(&base);
    base = record_copy(r);
    record_put(r, "national_number", &how, "X-77", NULL); /* pasted whole: stays as it is */
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), DONE);
    assert_string_equal(record_text(r, "national_number"), "X-77");
    record_free(&r);
    record_free(&base);
}

static void count_row(void *context, const struct record *r, const struct entry *entry)
{
    (void)r;
    assert_string_equal(buf_text(&entry->note), "the owner asked");
    ++*(int *)context;
}

static void cancellations_are_a_register(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int rows = 0;
    assert_int_equal(act_register(s, &kind_permit, "cancel", count_row, &rows, &e), DONE);
    assert_int_equal(rows, 0);
    int64_t id = counter_permit(s);
    if (counter_step(s, id, "cancel", "the owner asked", &e) != DONE)
        test_stop("%s", e.text);
    assert_int_equal(act_register(s, &kind_permit, "cancel", count_row, &rows, &e), DONE);
    assert_int_equal(rows, 1);
    assert_int_equal(act_register(s, &kind_permit, "dance", count_row, &rows, &e), MISUSED);
}

static void filters_read_as_people_write(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct filter_list l = { 0 };
    struct error e = { 0 };
    assert_int_equal(
        act_filter(s, &kind_permit, "received_on>=2026-11-01", SPELL_CANONICAL, &l, &e), DONE);
    assert_int_equal(l.items[0].how, AT_LEAST);
    assert_int_equal(l.items[0].value.num, day_of(2026, 11, 1));
    assert_int_equal(
        act_filter(s, &kind_permit, "state=accepted, assigned", SPELL_CANONICAL, &l, &e), DONE);
    assert_int_equal(l.state_count, 2);
    assert_int_equal(act_filter(s, &kind_permit, "number:42", SPELL_CANONICAL, &l, &e), DONE);
    assert_int_equal(l.items[1].how, ENDS);
    assert_int_equal(act_filter(s, &kind_permit, "=x", SPELL_CANONICAL, &l, &e), MISUSED);
    filter_list_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draft_comes_back_whole),
        cmocka_unit_test(saved_draft_settles),
        cmocka_unit_test(receipt_is_marked_when_printed_again),
        cmocka_unit_test(same_filing_is_shown),
        cmocka_unit_test(look_alikes_are_named),
        cmocka_unit_test(merged_party_is_found_by_its_old_name),
        cmocka_unit_test(national_number_by_its_tail),
        cmocka_unit_test(cancellations_are_a_register),
        cmocka_unit_test(filters_read_as_people_write),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
