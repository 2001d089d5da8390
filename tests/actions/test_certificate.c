/* From a paid permit to the hand-over: guards, sheets, what follows, replacement, the code. */
#include "actions/road.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

/* fault NULL: nobody is asked. */
static enum outcome take_blamed(struct session *s, int64_t id, const char *verb, const char *field,
                                const char *text, const char *fault, const char *note,
                                struct error *e)
{
    const struct assignment sets[] = { { field ? field : "fault", field ? text : fault },
                                       { "fault", fault } };
    *e = (struct error){ 0 };
    return act_step(s,
                    &(struct step_request){ .kind = &kind_certificate,
                                            .id = id,
                                            .verb = verb,
                                            .sets = sets,
                                            .set_count = (field != NULL) + (fault != NULL),
                                            .spelling = SPELL_CANONICAL,
                                            .note = note },
                    NULL, e);
}

static enum outcome take(struct session *s, int64_t id, const char *verb, const char *field,
                         const char *text, const char *note, struct error *e)
{
    return take_blamed(s, id, verb, field, text, NULL, note, e);
}

static void by(struct session *s, const char *person, int64_t id, const char *verb,
               const char *field, const char *text, const char *note)
{
    struct error e;
    staff_login(s, person);
    must(take(s, id, verb, field, text, note, &e), &e);
}

static void stands(struct session *s, const char *kind, int64_t id, const char *state)
{
    struct record *r = counter_load(s, kind, id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

/* A permit in that state, its certificate a draft. */
static int64_t paid_permit(struct session *s)
{
    int64_t permit = staff_accepted(s);
    road_to(s, permit, "paid");
    return permit;
}

static int64_t issued(struct session *s, int64_t *permit)
{
    *permit = paid_permit(s);
    int64_t id = road_certificate(s, *permit);
    by(s, "officer", id, "issue", NULL, NULL, NULL);
    return id;
}

static int64_t count_sheets(struct session *s, const char *state)
{
    const char *const states[] = { state, NULL };
    struct error e = { 0 };
    struct query q = { .kind = &kind_sheet, .states = states, .limit = 2000 };
    struct page page = { 0 };
    must(act_page(s, &q, &page, &e), &e);
    int64_t n = (int64_t)page.count;
    page_free(&page);
    return n;
}

static struct record *sheet_of(struct session *s, const char *serial)
{
    struct error e = { 0 };
    int64_t id = 0;
    must(act_resolve(s, &kind_sheet, serial, &id, &e), &e);
    return counter_load(s, "sheet", id);
}

static void the_draft_is_taken_from_the_permit(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    int64_t permit = paid_permit(s);
    struct record *p = counter_load(s, "permit", permit);
    struct record *r = counter_load(s, "certificate", road_certificate(s, permit));
    assert_string_equal(record_text(r, "direction"), record_text(p, "direction"));
    assert_string_equal(record_text(r, "consignee"), record_text(p, "recipient"));
    assert_true(record_value(r, "document")->set);
    assert_int_equal(record_live_lines(r, "item"), record_live_lines(p, "item"));
    assert_string_equal(record_text(r, "goods"), record_text(p, "goods")); /* as the office says */
    assert_string_equal(record_at(r, "item.1.commodity", NULL)->text,
                        record_at(p, "item.1.commodity", NULL)->text);
    assert_int_equal(record_problems(r, NULL, NULL), 0);
    record_free(&p);
    record_free(&r);
    session_logout(s);
}

static void date_it(struct session *s, int64_t id, day on)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, "certificate", id), *base = record_copy(r);
    if (on == NO_DAY)
        value_clear(record_value(r, "issued_on"));
    else
        value_set_number(record_value(r, "issued_on"), on);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
}

/* A further draft by hand. */
static int64_t another(struct session *s, int64_t permit)
{
    struct error e = { 0 };
    struct record *p = counter_load(s, "permit", permit), *r = NULL;
    staff_login(s, "operator");
    must(act_blank(s, &kind_certificate, &r, &e), &e);
    value_set_reference(record_value(r, "permit"), permit, record_text(p, "number"));
    value_set_text(record_value(r, "place"), "Medan");
    value_set_text(record_value(r, "packages"), "10 karung");
    value_set_text(record_value(r, "conveyance"), "KM Uji");
    value_set_text(record_value(r, "entry_point"), "Sabang");
    must(act_save(s, r, NULL, NULL, NULL, &e), &e);
    int64_t id = r->id;
    record_free(&p);
    record_free(&r);
    return id;
}

static void only_who_may_and_only_once(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t unpaid = staff_accepted(s);
    staff_login(s, "operator");
    int64_t draft = road_certificate(s, unpaid);
    staff_login(s, "officer");
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "permit");
    road_to(s, unpaid, "paid");
    staff_login(s, "operator");
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), FORBIDDEN);
    staff_add(s, "halimah", "officer"); /* a functional officer of animals alone */
    staff_login(s, "admin");
    struct record *user = NULL, *base = NULL;
    int64_t id = 0;
    must(act_resolve(s, &kind_user, "halimah", &id, &e), &e);
    user = counter_load(s, "user", id);
    base = record_copy(user);
    value_set_text(record_value(user, "signs_for"), "H");
    must(act_save(s, user, base, NULL, NULL, &e), &e);
    staff_login(s, "halimah");
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "functional officer"));
    staff_login(s, "officer");
    date_it(s, draft, day_of(2099, 1, 1));
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "issued_on");
    date_it(s, draft, session_today(s) - 1); /* before the inspection */
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "inspection"));
    date_it(s, draft, NO_DAY);
    must(take(s, draft, "issue", NULL, NULL, NULL, &e), &e);
    stands(s, "permit", unpaid, "issued");
    int64_t second = another(s, unpaid);
    staff_login(s, "officer");
    assert_int_equal(take(s, second, "issue", NULL, NULL, NULL, &e), REFUSED);
    record_free(&user);
    record_free(&base);
    session_logout(s);
}

/* Goods that are detained get no certificate, however far their permit has come. */
static void not_while_a_measure_is_open(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t permit = paid_permit(s), draft = road_certificate(s, permit);
    struct record *p = counter_load(s, "permit", permit);
    staff_login(s, "officer");
    int64_t measure = counter_make(
        s, "measure",
        (const char *const[]){ "measure", "detention", "permit", record_text(p, "number"),
                               "officer", "officer", "reason.1.detention_reason", "no_papers",
                               "good.1.item", "1", "good.1.quantity", "1", NULL });
    assert_int_equal(take(s, draft, "issue", NULL, NULL, NULL, &e), REFUSED);
    assert_string_equal(e.field, "permit");
    assert_non_null(strstr(e.text, "still open"));
    staff_login(s, "head");
    must(act_step(s,
                  &(struct step_request){ .kind = &kind_measure,
                                          .id = measure,
                                          .verb = "cancel",
                                          .spelling = SPELL_CANONICAL,
                                          .note = "Papers came" },
                  NULL, &e),
         &e);
    by(s, "officer", draft, "issue", NULL, NULL, NULL);
    stands(s, "certificate", draft, "issued");
    record_free(&p);
    session_logout(s);
}

static void from_issue_to_hand_over(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    struct buf paper = { 0 };
    int64_t permit, id = issued(s, &permit);
    struct record *p = counter_load(s, "permit", permit), *r = counter_load(s, "certificate", id);
    assert_string_equal(record_text(p, "release_number"), record_text(r, "number"));
    staff_login(s, "operator");
    assert_int_equal(counter_print(s, r, "", &paper, &e), REFUSED); /* no sheet yet */
    assert_int_equal(take(s, id, "print_sheet", NULL, NULL, NULL, &e),
                     REFUSED); /* no paper at all */
    road_stock(s, record_text(r, "document"), "A 0001", "A 0003");
    by(s, "operator", id, "print_sheet", NULL, NULL, NULL);
    record_free(&r);
    r = counter_load(s, "certificate", id);
    assert_string_equal(record_text(r, "serial"), "A 0001");
    must(counter_print(s, r, "", &paper, &e), &e);
    assert_non_null(strstr(buf_text(&paper), record_text(r, "number")));
    by(s, "operator", id, "jammed", NULL, NULL, "kertas robek");
    by(s, "operator", id, "print_sheet", NULL, NULL, NULL);
    by(s, "operator", id, "printed", NULL, NULL, NULL);
    struct record *torn = sheet_of(s, "A 0001"), *good = sheet_of(s, "A 0002");
    assert_string_equal(torn->state, "void");
    assert_string_equal(record_text(torn, "reason"), "kertas robek");
    assert_string_equal(good->state, "used");
    buf_reset(&paper);
    must(counter_print(s, r, "", &paper, &e), &e); /* the record as it was at the printer */
    record_free(&r);
    r = counter_load(s, "certificate", id);
    buf_reset(&paper);
    must(counter_print(s, r, "", &paper, &e), &e);
    assert_non_null(strstr(buf_text(&paper), "COPY"));
    assert_int_equal(take(s, id, "hand_over", NULL, NULL, NULL, &e), REFUSED); /* to whom? */
    by(s, "operator", id, "hand_over", "collected_by", "Budi", NULL);
    stands(s, "permit", permit, "completed");
    record_free(&torn);
    record_free(&good);
    record_free(&p);
    record_free(&r);
    buf_free(&paper);
    session_logout(s);
}

static void lost_and_replaced(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    struct query q = { .kind = &kind_certificate, .limit = 1 };
    struct page page = { 0 };
    int64_t permit, id = issued(s, &permit);
    road_to(s, permit, "completed");
    struct record *old = counter_load(s, "certificate", id);
    by(s, "operator", id, "report_lost", "loss_letter", "LP/7/2026", "hilang di jalan");
    by(s, "head", id, "approve_replacement", NULL, NULL, NULL);
    static const char *const drafts[] = { "draft", NULL };
    struct filter same = { .field = "replaces", .how = IS };
    value_set_reference(&same.value, id, record_text(old, "number"));
    q.filters = &same;
    q.filter_count = 1;
    q.states = drafts;
    must(act_page(s, &q, &page, &e), &e);
    assert_int_equal(page.count, 1);
    int64_t fresh = page.rows[0]->id;
    by(s, "officer", fresh, "issue", NULL, NULL, NULL);
    stands(s, "certificate", id, "replaced");
    stands(s, "permit", permit, "completed");
    struct record *r = counter_load(s, "certificate", fresh);
    assert_string_not_equal(record_text(r, "number"), record_text(old, "number"));
    assert_string_equal(record_text(r, "consignee"), record_text(old, "consignee"));
    struct record *sheet = sheet_of(s, record_text(old, "serial"));
    assert_string_equal(sheet->state, "void");
    record_free(&sheet);
    record_free(&r);
    record_free(&old);
    page_free(&page);
    value_clear(&same.value);
    session_logout(s);
}

static void refused_replacement_goes_back(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t permit, id = issued(s, &permit);
    road_to(s, permit, "completed");
    staff_login(s, "operator");
    assert_int_equal(take(s, id, "ask_replacement", "original_at", "owner", "salah alamat", &e),
                     REFUSED); /* through whom? */
    must(
        take_blamed(s, id, "ask_replacement", "original_at", "owner", "office", "salah alamat", &e),
        &e);
    by(s, "head", id, "refuse_replacement", NULL, NULL, "alamat benar");
    stands(s, "certificate", id, "handed");
    staff_login(s, "head");
    assert_int_equal(take_blamed(s, id, "cancel", "original_at", "owner", "other", "batal", &e),
                     REFUSED);
    must(take_blamed(s, id, "cancel", "original_at", "office", "other", "batal", &e), &e);
    session_logout(s);
}

/* One handed over, then taken from its owner again. */
static void withdrawn_through(struct session *s, const char *fault)
{
    struct error e;
    int64_t permit, id = issued(s, &permit);
    road_to(s, permit, "completed");
    staff_login(s, "head");
    must(take_blamed(s, id, "withdraw", NULL, NULL, fault, "salah komoditas", &e), &e);
}

/* Only what the office itself got wrong counts against it, whatever else had to be replaced. */
static void accuracy_counts_the_offices_own_faults(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct accuracy before[ACCURACY_ROWS], after[ACCURACY_ROWS];
    struct error e = { 0 };
    day today = session_today(s);
    int64_t permit;
    staff_login(s, "head");
    must(act_accuracy(s, today, today, before, &e), &e);
    assert_true(before[3].issued > 0); /* by the tests above */
    assert_true(before[3].corrected > before[3].office);
    withdrawn_through(s, "office");
    withdrawn_through(s, "applicant");
    issued(s, &permit);
    must(act_accuracy(s, today, today, after, &e), &e);
    assert_int_equal(after[3].issued - before[3].issued, 3);
    assert_int_equal(after[3].corrected - before[3].corrected, 2);
    assert_int_equal(after[3].office - before[3].office, 1);
    assert_int_equal(after[0].issued + after[1].issued + after[2].issued, after[3].issued);
    must(act_accuracy(s, today + 1, today + 9, after, &e), &e);
    assert_int_equal(after[3].issued, 0);
    assert_int_equal(accuracy_percent(&after[3]), 10000);
    assert_int_equal(accuracy_percent(&(struct accuracy){ "", 3, 2, 1 }), 6666);
    session_logout(s);
}

/* What the officer reported of the treatment stands in the certificate, and nobody types it. */
static void the_treatment_is_taken_from_its_reports(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf from = { 0 }, to = { 0 };
    char ref[32];
    int64_t permit = staff_accepted(s);
    road_to(s, permit, "assigned");
    road_report(s, permit, "P1a", "continue");
    road_report(s, permit, "P1b", "treat");
    road_number(s, permit, ref);
    staff_login(s, "officer");
    moment_iso(session_now(s) - 2 * 3600000, &from);
    moment_iso(session_now(s) - 3600000, &to);
    int64_t report = counter_make(s, "inspection",
                                  (const char *const[]){ "permit",
                                                         ref,
                                                         "action",
                                                         "P4",
                                                         "started_at",
                                                         buf_text(&from),
                                                         "finished_at",
                                                         buf_text(&to),
                                                         "officer.1.person",
                                                         "officer",
                                                         "treatment_result",
                                                         "release",
                                                         "method",
                                                         "Fumigasi",
                                                         "chemical",
                                                         "CH3Br",
                                                         "concentration",
                                                         "32 g/m3",
                                                         "duration",
                                                         "24 jam, 21 C",
                                                         NULL });
    must(act_step(
             s, &(struct step_request){ .kind = &kind_inspection, .id = report, .verb = "report" },
             NULL, &e),
         &e);
    road_to(s, permit, "paid");
    struct record *r = counter_load(s, "certificate", road_certificate(s, permit));
    assert_string_equal(record_text(r, "treatment"), "Fumigasi");
    assert_string_equal(record_text(r, "chemical"), "CH3Br");
    assert_string_equal(record_text(r, "concentration"), "32 g/m3");
    assert_string_equal(record_text(r, "duration"), "24 jam, 21 C");
    assert_true(record_value(r, "treated_on")->set);
    record_free(&r);
    buf_free(&from);
    buf_free(&to);
    session_logout(s);
}

/* The second print of a report says so, and history knows both. */
static void any_paper_printed_again_is_a_copy(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t permit = staff_accepted(s);
    road_to(s, permit, "examined");
    struct filter of = { "permit", IS, { .num = permit, .set = true }, NULL };
    struct query q = {
        .kind = &kind_inspection, .filters = &of, .filter_count = 1, .closed = true, .limit = 1
    };
    struct page page = { 0 };
    struct buf first = { 0 }, second = { 0 };
    must(act_page(s, &q, &page, &e), &e);
    struct record *r = counter_load(s, "inspection", page.rows[0]->id);
    must(counter_print(s, r, "report", &first, &e), &e);
    must(counter_print(s, r, "report", &second, &e), &e);
    assert_null(strstr(buf_text(&first), "COPY"));
    assert_non_null(strstr(buf_text(&second), "SALINAN ke-1"));
    record_free(&r);
    r = counter_load(s, "inspection", page.rows[0]->id);
    assert_int_equal(record_number(r, "prints"), 2);
    record_free(&r);
    page_free(&page);
    buf_free(&first);
    buf_free(&second);
    session_logout(s);
}

static int64_t not_collected(struct session *s)
{
    struct counter all[64];
    size_t count = 0;
    struct error e = { 0 };
    must(act_counters(s, all, COUNT(all), &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        if (all[i].part == COUNT_LATE && all[i].kind == &kind_certificate)
            return all[i].n;
    return 0;
}

/* Home tells of it from the day on that the rule certificate.collect_days says: the seventh. */
static void what_nobody_collects_is_counted(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    enum { DAY = 24 * 3600 * 1000 };
    moment now = d->now;
    int64_t permit, id = issued(s, &permit);
    by(s, "operator", id, "print_sheet", NULL, NULL, NULL);
    by(s, "operator", id, "printed", NULL, NULL, NULL);
    int64_t before = not_collected(s);
    d->now += (moment)7 * DAY;
    assert_int_equal(not_collected(s), before);
    d->now += DAY;
    assert_int_equal(not_collected(s), before + 1);
    by(s, "operator", id, "hand_over", "collected_by", "Budi", NULL);
    assert_int_equal(not_collected(s), before);
    d->now = now;
    session_logout(s);
}

static void the_code_holds_and_one_digit_breaks_it(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    struct buf root = { 0 };
    struct code_told told;
    int64_t permit, id = issued(s, &permit);
    struct record *r = counter_load(s, "certificate", id);
    char *code = xstrdup(record_text(r, "code"));
    must(act_root_fingerprint(s, &root, &e), &e);
    must(act_check_code(NULL, code, buf_text(&root), &told, &e), &e);
    assert_string_equal(told.number, record_text(r, "number"));
    assert_string_equal(told.signer, "officer");
    must(act_check_code(s, code, NULL, &told, &e), &e);
    assert_true(told.compared);
    size_t n = strlen(code);
    for (size_t at = strlen("LOKET1."); at < n; at += 7) {
        char was = code[at];
        code[at] = was == 'A' ? 'B' : 'A';
        assert_int_not_equal(act_check_code(NULL, code, buf_text(&root), &told, &e), DONE);
        code[at] = was;
    }
    root.data[0] = root.data[0] == '0' ? '1' : '0'; /* another office's */
    assert_int_equal(act_check_code(NULL, code, buf_text(&root), &told, &e), REFUSED);
    struct record *base = record_copy(r);
    free(code);
    record_free(&base);
    record_free(&r);
    buf_free(&root);
    session_logout(s);
}

static void what_follows_without_its_cause_is_named(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf said = { 0 };
    int64_t permit = paid_permit(s), before = staff_verify(s, NULL);
    struct record *r = counter_load(s, "permit", permit);
    struct intent intent = { .author = "" };
    act_new_txn(intent.txn);
    must(store_begin(session_store(s), &intent, NULL, &e), &e);
    r->state = flow_state(r->kind->flow, "issued")->id;
    must(store_save(session_store(s), r, &(struct change){ "issue", "" }, &e), &e);
    must(store_commit(session_store(s), &e), &e);
    assert_int_equal(before, 0);
    assert_true(staff_verify(s, &said) > 0);
    char id[ID_TEXT_LEN + 1];
    id_text(permit, id);
    assert_non_null(strstr(buf_text(&said), id));
    record_free(&r);
    buf_free(&said);
}

/* Runs first: the chain is whole after all that the tests above did. */
static void the_chain_is_whole(void **state)
{
    struct counter_desk *d = *state;
    struct buf said = { 0 };
    int64_t defects = staff_verify(d->session, &said);
    if (defects)
        print_error("%s\n", buf_text(&said));
    assert_int_equal(defects, 0);
    assert_int_equal(count_sheets(d->session, "taken"), 0);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_draft_is_taken_from_the_permit),
        cmocka_unit_test(from_issue_to_hand_over),
        cmocka_unit_test(only_who_may_and_only_once),
        cmocka_unit_test(not_while_a_measure_is_open),
        cmocka_unit_test(lost_and_replaced),
        cmocka_unit_test(refused_replacement_goes_back),
        cmocka_unit_test(accuracy_counts_the_offices_own_faults),
        cmocka_unit_test(the_treatment_is_taken_from_its_reports),
        cmocka_unit_test(any_paper_printed_again_is_a_copy),
        cmocka_unit_test(what_nobody_collects_is_counted),
        cmocka_unit_test(the_code_holds_and_one_digit_breaks_it),
        cmocka_unit_test(the_chain_is_whole),
        cmocka_unit_test(what_follows_without_its_cause_is_named),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
