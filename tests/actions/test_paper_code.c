/* The codes on papers: each that a step makes holds and is found in the store whatever happens to
 * the record later; none does with any one character of it changed, nor once the record says other
 * words; a correction signs anew. */
#include "actions/case.h"
#include "actions/road.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

struct coded {
    const struct kind *kind;
    const char *field;
    const char *word; /* column that stands on the paper, in the table `in` */
    const char *in;
    const char *number; /* the field that the code is known by; NULL: the record's id */
    int64_t id;
};

static struct coded papers[] = {
    { &kind_permit, "code", "applicant", "permit", "number", 0 },
    { &kind_permit, "assignment_code", "commodity", "permit_item", "number", 0 },
    { &kind_inspection, "code", "findings", "inspection", "number", 0 },
    { &kind_bill, "code", "payer", "bill", "number", 0 },
    { &kind_certificate, "code", "consignee", "certificate", "number", 0 },
    { &kind_capture, "code", "place", "capture", "number", 0 },
    { &kind_measure, "code", "commodity", "measure_good", "number", 0 },
    { &kind_minutes, "code", "name", "minutes_witness", "number", 0 },
    { &kind_facility, "code", "commodity", "facility_product", "decree_number", 0 },
    { &kind_monitoring, "code", "findings", "monitoring", NULL, 0 },
};

static int64_t newest(struct session *s, const struct kind *k)
{
    struct query q = { .kind = k, .closed = true, .limit = 1 };
    struct page page = { 0 };
    struct error e = { 0 };
    must(act_page(s, &q, &page, &e), &e);
    assert_int_equal(page.count, 1);
    int64_t id = page.rows[0]->id;
    page_free(&page);
    return id;
}

/* A company under its second decree. */
static int64_t decreed(struct session *s)
{
    const struct assignment assessed[] = { { "assessed_on", "2026-11-02" },
                                           { "recommendation", "layak" } },
                            decree[] = { { "decree_number", "2471/Kpts/KR.020/K/11/2026" },
                                         { "decree_on", "2026-11-20" } },
                            further[] = { { "decree_number", "2523/Kpts/KR.020/K/11/2026" },
                                          { "decree_on", "2026-11-20" } };
    const struct kind *k = &kind_facility;
    struct error e = { 0 };
    staff_login(s, "operator");
    counter_make(s, "party", (const char *const[]){ "name", "PT Beku", NULL });
    int64_t id =
        counter_make(s, "facility",
                     (const char *const[]){
                         "company", "PT Beku", "commitment_on", "2026-11-01", "product.1.commodity",
                         "Ubi jalar beku", "product.1.risk", "low", "score.1.criterion", "Sanitasi",
                         "score.1.points", "4", "score.1.most", "4", NULL });
    case_takes(s, "head", k, id, "assess");
    must(case_take(s, "officer", k, id, "recommend", assessed, COUNT(assessed), &e), &e);
    must(case_take(s, "head", k, id, "designate", decree, COUNT(decree), &e), &e);
    case_takes(s, "operator", k, id, "renew");
    must(case_take(s, "head", k, id, "extend", further, COUNT(further), &e), &e);
    return id;
}

static int64_t visited(struct session *s)
{
    const struct assignment held[] = { { "held_on", "2026-11-20" },
                                       { "officer", "Fery" },
                                       { "result", "finding" },
                                       { "findings", "serangga hidup" } },
                            mending[] = { { "action", "fumigasi" }, { "action_by", "2026-12-01" } };
    struct error e = { 0 };
    staff_login(s, "officer");
    int64_t id =
        counter_make(s, "monitoring", (const char *const[]){ "facility", "PT Beku", NULL });
    must(case_take(s, "officer", &kind_monitoring, id, "hold", held, COUNT(held), &e), &e);
    must(case_take(s, "officer", &kind_monitoring, id, "follow_up", mending, COUNT(mending), &e),
         &e);
    return id;
}

/* Every paper on its way to the end: what comes later is no part of any code. */
static int up(void **state)
{
    if (staff_up(state) != 0)
        return -1;
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t permit = staff_accepted(s), minutes = case_minutes(s), capture = case_captured(s);
    road_to(s, permit, "completed");
    int64_t detention = case_in_effect(s, capture, "detention", "10");
    const struct assignment got[] = { { "received_at", "2026-11-20 08:00" },
                                      { "received_by", "Pemilik" } },
                            brought[] = { { "completed_papers", "KT-12" } };
    struct error e = { 0 };
    must(case_take(s, "officer", &kind_measure, detention, "deliver", got, COUNT(got), &e), &e);
    must(case_take(s, "officer", &kind_measure, detention, "fulfil", brought, 1, &e), &e);
    case_takes(s, "officer", &kind_minutes, minutes, "sign");
    int64_t facility = decreed(s);
    const int64_t ids[] = { permit,
                            permit,
                            newest(s, &kind_inspection),
                            newest(s, &kind_bill),
                            newest(s, &kind_certificate),
                            capture,
                            detention,
                            minutes,
                            facility,
                            visited(s) };
    for (size_t i = 0; i < COUNT(papers); i++)
        papers[i].id = ids[i];
    session_logout(s);
    return 0;
}

static char *code_of(struct session *s, const struct coded *p)
{
    struct record *r = counter_load(s, p->kind->id, p->id);
    char *code = xstrdup(record_text(r, p->field));
    record_free(&r);
    return code;
}

static void every_code_holds(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; i < COUNT(papers); i++) {
        struct code_told told;
        struct error e = { 0 };
        char *code = code_of(s, &papers[i]);
        if (act_check_code(s, code, NULL, &told, &e) != DONE)
            test_stop("%s.%s: %s", papers[i].kind->id, papers[i].field, e.text);
        assert_ptr_equal(told.compared, papers[i].kind);
        struct record *r = counter_load(s, papers[i].kind->id, papers[i].id);
        char text[ID_TEXT_LEN + 1];
        id_text(r->id, text);
        assert_string_equal(told.number,
                            papers[i].number ? record_text(r, papers[i].number) : text);
        assert_string_equal(told.state, r->state);
        record_free(&r);
        free(code);
    }
}

/* A fixed walk over the digits: each character becomes another one, in turn. */
static void any_one_character_breaks_it(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf root = { 0 };
    struct error e = { 0 };
    unsigned dice = 20261128;
    must(act_root_fingerprint(s, &root, &e), &e);
    for (size_t i = 0; i < COUNT(papers); i++) {
        struct code_told told;
        char *code = code_of(s, &papers[i]);
        for (char *at = code; *at; at++) {
            char was = *at;
            dice = dice * 1103515245U + 12345U;
            *at = digits[dice >> 16 & 31];
            if (*at == was)
                *at = was == 'A' ? 'B' : 'A';
            if (act_check_code(NULL, code, buf_text(&root), &told, &e) == DONE)
                test_stop("%s.%s: character %zu of %zu, %c to %c: %s", papers[i].kind->id,
                          papers[i].field, (size_t)(at - code), strlen(code), was, *at, code);
            *at = was;
        }
        must(act_check_code(NULL, code, buf_text(&root), &told, &e), &e);
        free(code);
    }
    buf_free(&root);
}

/* Whoever corrects signs anew: what was printed before no longer says what the store does. */
static void a_correction_signs_anew(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment sets[] = { { "place", "Gudang 7" } };
    struct code_told told;
    struct error e = { 0 };
    int64_t id = case_captured(s);
    const struct coded paper = { &kind_capture, "code", NULL, NULL, NULL, id };
    char *before = code_of(s, &paper);
    must(case_take(s, "head", &kind_capture, id, "correct", sets, 1, &e), &e);
    char *after = code_of(s, &paper);
    assert_int_equal(act_check_code(s, before, NULL, &told, &e), REFUSED);
    must(act_check_code(s, after, NULL, &told, &e), &e);
    assert_string_equal(told.signer, "head");
    free(before);
    free(after);
    session_logout(s);
}

/* The letter of a measure that waits for its decision again proves nothing. */
static void what_is_void_has_no_code(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment sets[] = { { "good.1.quantity", "5" } };
    struct error e = { 0 };
    int64_t id = case_in_effect(s, case_captured(s), "detention", "10");
    const struct coded paper = { &kind_measure, "code", NULL, NULL, NULL, id };
    staff_add(s, "second-head", "head"); /* four eyes: whoever corrected may not issue */
    must(case_take(s, "second-head", &kind_measure, id, "correct", sets, 1, &e), &e);
    char *code = code_of(s, &paper);
    assert_string_equal(code, "");
    free(code);
    case_takes(s, "head", &kind_measure, id, "issue");
    code = code_of(s, &paper);
    struct code_told told;
    must(act_check_code(s, code, NULL, &told, &e), &e);
    free(code);
    session_logout(s);
}

/* The further decree makes the code anew: its own days are under it. Behind it the file is marred.
 */
static void the_days_of_a_decree_are_under_its_code(void **state)
{
    struct counter_desk *d = *state;
    const struct coded *p = &papers[COUNT(papers) - 2];
    struct code_told told;
    struct error e = { 0 };
    assert_ptr_equal(p->kind, &kind_facility);
    char *code = code_of(d->session, p);
    must(act_check_code(d->session, code, NULL, &told, &e), &e);
    assert_string_equal(told.number, "2523/Kpts/KR.020/K/11/2026");
    staff_sql(d, "UPDATE \"facility\" SET \"decree_on\" = '2026-11-19'");
    assert_int_equal(act_check_code(d->session, code, NULL, &told, &e), REFUSED);
    free(code);
}

/* The last: the file is marred by it. */
static void other_words_in_the_store_are_told(void **state)
{
    struct counter_desk *d = *state;
    for (size_t i = 0; i < COUNT(papers); i++) {
        struct code_told told;
        struct error e = { 0 };
        char sql[200], id[40];
        bool line = strcmp(papers[i].in, papers[i].kind->id) != 0;
        char *code = code_of(d->session, &papers[i]);
        snprintf(id, sizeof id, "%lld", (long long)papers[i].id);
        snprintf(sql, sizeof sql,
                 "UPDATE \"%s\" SET \"%s\" = 'x' || coalesce(\"%s\", '') "
                 "WHERE \"%s\" = %s",
                 papers[i].in, papers[i].word, papers[i].word, line ? "parent" : "id", id);
        staff_sql(d, sql);
        if (act_check_code(d->session, code, NULL, &told, &e) != REFUSED)
            test_stop("%s: %s", sql, e.text);
        free(code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_holds),
        cmocka_unit_test(any_one_character_breaks_it),
        cmocka_unit_test(a_correction_signs_anew),
        cmocka_unit_test(what_is_void_has_no_code),
        cmocka_unit_test(the_days_of_a_decree_are_under_its_code),
        cmocka_unit_test(other_words_in_the_store_are_told),
    };
    return cmocka_run_group_tests(tests, up, staff_down);
}
