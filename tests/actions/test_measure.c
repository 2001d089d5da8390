/* Measures: nothing takes effect without its coordination on record, the outcomes of all measures
 * never pass what was found whatever two desks do at once, a lapse only proposes, a late decree
 * moves open terms, and what did not follow is named. */
#include "../../src/actions/goods.h"
#include "actions/case.h"
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static const struct assignment nothing[1];

static void stands(struct session *s, const struct kind *k, int64_t id, const char *state)
{
    struct record *r = counter_load(s, k->id, id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

static void received(struct session *s, int64_t id, const char *at)
{
    const struct assignment sets[] = { { "received_at", at }, { "received_by", "Pemilik" } };
    struct error e = { 0 };
    must(case_take(s, "officer", &kind_measure, id, "deliver", sets, COUNT(sets), &e), &e);
}

static void set_rule(struct session *s, const char *rule, const char *value, int64_t *id)
{
    staff_login(s, "admin");
    *id = counter_make(s, "rule",
                       (const char *const[]){ "rule", rule, "value", value, "basis", "uji", NULL });
}

/* What is made for a capture knows it: who, whose, and of each of its goods what is left. */
static void a_measure_begins_with_what_is_known(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = case_captured(s);
    struct record *capture = counter_load(s, "capture", id), *r = NULL;
    const struct blank_for what = { .choice = "destruction",
                                    .field = kind_field(&kind_measure, "capture"),
                                    .root = capture };
    staff_login(s, "officer");
    must(act_blank_for(s, &kind_measure, &what, &r, &e), &e);
    assert_string_equal(record_text(r, "measure"), "destruction");
    assert_string_equal(record_text(r, "capture"), record_text(capture, "number"));
    assert_string_equal(record_text(r, "root_number"), record_text(capture, "number"));
    assert_string_equal(record_text(r, "officer"), "officer");
    assert_int_equal(record_live_lines(r, "good"), 1);
    const struct field *f = NULL;
    assert_int_equal(record_at(r, "good.1.quantity", &f)->num, CASE_FOUND * 1000);
    assert_true(act_may_make(s, &kind_measure));
    staff_login(s, "operator");
    assert_false(act_may_make(s, &kind_measure));
    session_logout(s);
    record_free(&capture);
    record_free(&r);
}

/* ---- Coordination ---- */

/* From every state before it, by every way in: the letter stays unsigned. */
static void nothing_without_coordination(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment urgent[] = { { "urgency", "Busuk" } };
    static const char *const measures[] = { "detention", "refusal", "destruction" };
    struct error e = { 0 };
    int64_t lk = case_captured(s);
    for (size_t i = 0; i < COUNT(measures); i++) {
        int64_t id = case_proposed(s, lk, measures[i], "10");
        assert_int_equal(case_take(s, "head", &kind_measure, id, "issue", nothing, 0, &e), REFUSED);
        assert_int_equal(case_take(s, "officer", &kind_measure, id, "prepare", nothing, 0, &e),
                         REFUSED);
        case_takes(s, "officer", &kind_measure, id, "request");
        assert_int_equal(case_take(s, "head", &kind_measure, id, "issue", nothing, 0, &e), REFUSED);
        assert_int_equal(case_take(s, "officer", &kind_measure, id, "act_first", urgent, 1, &e),
                         REFUSED);
        assert_non_null(strstr(e.text, "does not act before coordination"));
        stands(s, &kind_measure, id, "waiting");
        case_takes(s, "wasdak-head", &kind_measure, id, "acknowledge");
        struct record *r = counter_load(s, "measure", id);
        assert_string_equal(record_text(r, "coordination"), "acknowledged");
        assert_string_equal(record_text(r, "acknowledged_by"), "wasdak-head");
        assert_string_equal(record_text(r, "acknowledged_note"), "uji");
        assert_true(record_value(r, "acknowledged_at")->set);
        record_free(&r);
        case_takes(s, "head", &kind_measure, id, "issue");
    }
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* There is no step that says no. */
static void it_is_no_veto(void **state)
{
    (void)state;
    for (const struct step *step = kind_measure.flow->steps; step->verb; step++)
        if (step->role == ROLE_WASDAK_HEAD)
            assert_true(strcmp(step->verb, "acknowledge") == 0 ||
                        strcmp(step->verb, "confirm") == 0);
    assert_non_null(
        strstr(flow_step(kind_measure.flow, "acknowledge", NULL)->help, "cannot be refused"));
}

static void by_phone_and_confirmed_by_that_official(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment wrong[] = { { "coordinated_with", "head" },
                                        { "coordinated_at", "2026-11-20T02:00:00.000Z" } };
    const struct assignment ahead[] = { { "coordinated_with", "wasdak-head" },
                                        { "coordinated_at", "2026-11-21T02:00:00.000Z" } };
    const struct assignment call[] = { { "coordinated_with", "wasdak-head" },
                                       { "coordinated_at", "2026-11-20T02:00:00.000Z" } };
    const struct assignment papers[] = { { "completed_papers", "KT-3" } };
    struct error e = { 0 };
    staff_add(s, "lain", "wasdak-head");
    int64_t id = case_proposed(s, case_captured(s), "detention", "10");
    case_takes(s, "officer", &kind_measure, id, "request");
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "phone", nothing, 0, &e), REFUSED);
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "phone", wrong, 2, &e), REFUSED);
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "phone", ahead, 2, &e), REFUSED);
    must(case_take(s, "officer", &kind_measure, id, "phone", call, 2, &e), &e);
    case_takes(s, "head", &kind_measure, id, "issue");
    received(s, id, "2026-11-20T02:30:00.000Z");
    must(case_take(s, "officer", &kind_measure, id, "fulfil", papers, 1, &e), &e);
    staff_add(s, "kepala2", "head");
    assert_int_equal(case_take(s, "kepala2", &kind_measure, id, "close", nothing, 0, &e), REFUSED);
    assert_string_equal(e.field, "coordination");
    assert_int_equal(case_take(s, "lain", &kind_measure, id, "confirm", nothing, 0, &e), REFUSED);
    assert_non_null(strstr(e.text, "wasdak-head"));
    case_takes(s, "wasdak-head", &kind_measure, id, "confirm");
    assert_int_equal(case_take(s, "wasdak-head", &kind_measure, id, "confirm", nothing, 0, &e),
                     REFUSED);
    case_takes(s, "kepala2", &kind_measure, id, "close");
    session_logout(s);
}

static void acting_first_is_the_offices_rule(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment urgent[] = { { "urgency", "Busuk, mencemari" } };
    struct error e = { 0 };
    int64_t lk = case_captured(s), rule;
    int64_t first = case_proposed(s, lk, "destruction", "10"),
            late = case_proposed(s, lk, "refusal", "10");
    case_takes(s, "officer", &kind_measure, first, "request");
    case_takes(s, "officer", &kind_measure, late, "request");
    set_rule(s, "measure.act_first", "1", &rule);
    assert_int_equal(case_take(s, "officer", &kind_measure, first, "act_first", nothing, 0, &e),
                     REFUSED); /* no urgency recorded */
    must(case_take(s, "officer", &kind_measure, first, "act_first", urgent, 1, &e), &e);
    must(case_take(s, "officer", &kind_measure, late, "act_first", urgent, 1, &e), &e);
    case_takes(s, "head", &kind_measure, first, "issue");
    case_takes(s, "admin", &kind_rule, rule, "retire");
    assert_int_equal(case_take(s, "head", &kind_measure, late, "issue", nothing, 0, &e), REFUSED);
    case_takes(s, "wasdak-head", &kind_measure, late, "confirm");
    case_takes(s, "head", &kind_measure, late, "issue");
    struct record *r = counter_load(s, "measure", first);
    assert_string_equal(record_text(r, "coordination"), "urgent");
    record_free(&r);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* Two desks: what was acknowledged a moment ago is acknowledged no longer once the goods change. */
static void two_desks_at_once(void **state)
{
    struct counter_desk *d = *state;
    struct session *here = d->session, *there = counter_second_desk(d);
    const struct assignment more[] = { { "good.1.quantity", "500" } };
    struct error e = { 0 };
    staff_add(here, "kepala3", "head");
    int64_t id = case_proposed(here, case_captured(here), "detention", "10");
    case_takes(here, "officer", &kind_measure, id, "request");
    case_takes(here, "wasdak-head", &kind_measure, id, "acknowledge");
    staff_login(there, "head");
    struct record *seen = counter_load(there, "measure", id);
    assert_string_equal(seen->state, "ready");
    must(case_take(here, "kepala3", &kind_measure, id, "correct", more, 1, &e), &e);
    stands(here, &kind_measure, id, "waiting");
    struct step_request q = {
        .kind = &kind_measure, .id = id, .rev = seen->rev, .verb = "issue", .note = "uji"
    };
    assert_int_equal(act_step(there, &q, NULL, &e), STALE);
    q.rev = 0;
    assert_int_equal(act_step(there, &q, NULL, &e), REFUSED);
    stands(there, &kind_measure, id, "waiting");
    /* Acknowledged at one desk, taken back at the other: the second finds it decided. */
    staff_login(there, "wasdak-head");
    case_takes(there, NULL, &kind_measure, id, "acknowledge");
    assert_int_equal(case_take(here, "officer", &kind_measure, id, "take_back", nothing, 0, &e),
                     REFUSED);
    record_free(&seen);
    session_close(&there);
    session_logout(here);
    assert_int_equal(staff_verify(here, NULL), 0);
}

static void imported_ones_stay_history(void **state)
{
    static const char sheet[] =
        "Tindakan,No. Dokumen,No. P5,Tgl P5,Petugas,Alasan,Komoditas,volume P0,volume P5,satuan\n"
        "penahanan,2026-T2.0-7101.0-K.1.1-000001,2026-T2.0-7101.0-K.6.1-000001,"
        "2026-01-10 07:59:00,PETUGAS A,Tidak dilaporkan,CABE KERING,\"1,000\",\"0,250\",kg\n";
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    struct buf bytes = { 0 };
    struct import_report report = { 0 };
    char path[128];
    int64_t id = 0;
    snprintf(path, sizeof path, "%s/sheet.csv", d->folder);
    buf_puts(&bytes, sheet);
    must(file_write(path, &bytes, 0600, &e), &e);
    staff_login(s, "officer");
    struct import_options o = { .path = path };
    must(act_import(s, &kind_measure, &o, &report, &e), &e);
    assert_int_equal(report.created, 1);
    must(act_resolve(s, &kind_measure, "2026-T2.0-7101.0-K.6.1-000001", &id, &e), &e);
    stands(s, &kind_measure, id, "history");
    struct record *r = counter_load(s, "measure", id);
    assert_string_not_equal(record_text(r, "coordination"), "acknowledged");
    assert_string_equal(_(flow_state(r->kind->flow, r->state)->label),
                        "history, coordination not on record");
    record_free(&r);
    static const char *const verbs[] = { "issue", "acknowledge", "confirm", "phone",
                                         "close", "deliver",     "fulfil" };
    for (size_t i = 0; i < COUNT(verbs); i++) {
        const struct step *step = flow_step(kind_measure.flow, verbs[i], NULL);
        assert_int_equal(
            case_take(s, role_id(step->role), &kind_measure, id, verbs[i], nothing, 0, &e),
            REFUSED);
    }
    /* Named with its capture and a reason of the list it goes on, but only to wait. */
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "resume", nothing, 0, &e), REFUSED);
    r = counter_load(s, "capture", case_captured(s));
    const struct assignment links[] = { { "capture", record_text(r, "number") },
                                        { "good.1.item", "1" },
                                        { "reason.1.detention_reason", "unreported" } };
    must(case_take(s, "head", &kind_measure, id, "correct", links, COUNT(links), &e), &e);
    case_takes(s, "officer", &kind_measure, id, "resume");
    stands(s, &kind_measure, id, "waiting");
    assert_int_equal(case_take(s, "head", &kind_measure, id, "issue", nothing, 0, &e), REFUSED);
    record_free(&r);
    import_report_free(&report);
    buf_free(&bytes);
    session_logout(s);
}

/* What a step demands is typed on the spot; what nothing typed could mend greys its key. */
static void keys_of_a_detention(void **state)
{
    static const struct {
        const char *verb, *field;
    } cases[] = { { "deliver", "" },        { "depart", "measure" },     { "destroy", "measure" },
                  { "release", "measure" }, { "extend", "received_at" }, { "lapse", "due_on" } };
    struct session *s = ((struct counter_desk *)*state)->session;
    struct record *r =
        counter_load(s, "measure", case_in_effect(s, case_captured(s), "detention", "10"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error why = { 0 };
        enum outcome o =
            act_step_ready(s, r, flow_step(r->kind->flow, cases[i].verb, r->state), NULL, &why);
        assert_int_equal(o, *cases[i].field ? REFUSED : DONE);
        assert_string_equal(why.field, cases[i].field);
    }
    record_free(&r);
    session_logout(s);
}

/* ---- The balance ---- */

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *d, unsigned sides)
{
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return (unsigned)((d->state * UINT64_C(2685821657736338717)) >> 33) % sides;
}

enum { MEASURES = 4, DEALS = 160 };

static int64_t recorded(struct session *s, const int64_t ids[MEASURES])
{
    int64_t sum = 0;
    for (size_t m = 0; m < MEASURES; m++) {
        struct record *r = counter_load(s, "measure", ids[m]);
        for (size_t i = 1; i <= record_live_lines(r, "outcome"); i++)
            sum += line_cell(kind_line(r->kind, "outcome"), record_live_line(r, "outcome", i),
                             "quantity")
                       ->num;
        record_free(&r);
    }
    return sum;
}

static void add_outcome(struct session *s, struct record *r, const char *outcome, unsigned kg)
{
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    char path[64], quantity[32];
    size_t nth = record_live_lines(r, "outcome") + 1;
    const char *const pairs[][2] = {
        { "item", "1" }, { "outcome", outcome }, { "quantity", quantity }, { "on", "2026-11-20" }
    };
    snprintf(quantity, sizeof quantity, "%u.%03u", kg, kg % 7 * 100);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        snprintf(path, sizeof path, "outcome.%zu.%s", nth, pairs[i][0]);
        must(record_put(r, path, &how, pairs[i][1], &e), &e);
    }
}

/* Random parts at two desks, half of them from what was read long ago. */
static void the_balance_never_breaks(void **state)
{
    static const char *const names[MEASURES] = { "detention", "refusal", "destruction", "release" };
    static const char *const outcomes[MEASURES] = { "agency", "refused", "destroyed", "released" };
    struct counter_desk *d = *state;
    struct session *desks[2] = { d->session, counter_second_desk(d) };
    struct record *kept[2][MEASURES] = { 0 };
    struct dice dice = { UINT64_C(20261120) };
    int64_t ids[MEASURES], lk = case_captured(desks[0]);
    size_t done = 0, refused = 0;
    for (size_t m = 0; m < MEASURES; m++)
        ids[m] = case_in_effect(desks[0], lk, names[m], "1000");
    staff_login(desks[0], "officer");
    staff_login(desks[1], "officer");
    for (size_t deal = 0; deal < DEALS; deal++) {
        size_t at = roll(&dice, 2), m = roll(&dice, MEASURES);
        struct error e = { 0 };
        if (!kept[at][m] || roll(&dice, 2)) {
            record_free(&kept[at][m]);
            kept[at][m] = counter_load(desks[at], "measure", ids[m]);
        }
        struct record *base = record_copy(kept[at][m]), *r = record_copy(base);
        struct line *last = record_live_line(r, "outcome", record_live_lines(r, "outcome"));
        if (last && roll(&dice, 4) == 0)
            last->gone = true;
        else
            add_outcome(desks[at], r, outcomes[m], 1 + roll(&dice, 180));
        enum outcome o = act_save(desks[at], r, base, NULL, NULL, &e);
        if (o != DONE && o != REFUSED && o != STALE)
            test_stop("deal %zu: %d %s", deal, o, e.text);
        done += o == DONE;
        refused += o == REFUSED;
        int64_t sum = recorded(desks[at], ids);
        if (sum > (int64_t)CASE_FOUND * 1000)
            test_stop("deal %zu: %lld of %d", deal, (long long)sum, CASE_FOUND);
        record_free(&r);
        record_free(&base);
    }
    assert_true(done > 20);
    assert_true(refused > 20);
    for (size_t i = 0; i < 2 * MEASURES; i++)
        record_free(&kept[i / MEASURES][i % MEASURES]);
    session_close(&desks[1]);
    session_logout(desks[0]);
    assert_int_equal(staff_verify(desks[0], NULL), 0);
}

static void what_was_found_stays_on_the_list(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t lk = case_captured(s), id = case_in_effect(s, lk, "release", "600");
    staff_login(s, "officer");
    struct record *r = counter_load(s, "measure", id), *base = record_copy(r);
    add_outcome(s, r, "released", 600);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    const struct assignment less[] = { { "item.1.p0", "599" } };
    const struct assignment just[] = { { "item.1.p0", "600.5" } };
    assert_int_equal(case_take(s, "head", &kind_capture, lk, "correct", less, 1, &e), REFUSED);
    assert_non_null(strstr(e.text, "600"));
    must(case_take(s, "head", &kind_capture, lk, "correct", just, 1, &e), &e);
    session_logout(s);
}

static void holds(struct session *s, const char *kind, int64_t id, const char *path, int64_t num)
{
    const struct field *f = NULL;
    struct record *r = counter_load(s, kind, id);
    const struct value *v = record_at(r, path, &f);
    assert_int_equal(v && v->set ? v->num : 0, num);
    record_free(&r);
}

/* The report of goods says what the measures say, whatever was typed. */
static void quantities_follow_the_measures(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t lk = case_captured(s), first = case_in_effect(s, lk, "detention", "250");
    holds(s, "capture", lk, "item.1.p5", 250000);
    case_in_effect(s, lk, "detention", "100.5");
    holds(s, "capture", lk, "item.1.p5", 350500);
    case_in_effect(s, lk, "release", "40");
    holds(s, "capture", lk, "item.1.p8", 40000);
    case_takes(s, "head", &kind_measure, first, "cancel");
    holds(s, "capture", lk, "item.1.p5", 100500);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- What follows ---- */

static int64_t next_of(struct session *s, int64_t id)
{
    struct page page = { 0 };
    struct error e = { 0 };
    const struct filter of = { .field = "previous",
                               .how = IS,
                               .value = { .num = id, .text = (char *)"", .set = true } };
    const struct query q = {
        .kind = &kind_measure, .filters = &of, .filter_count = 1, .closed = true, .limit = 10
    };
    must(act_page(s, &q, &page, &e), &e);
    assert_int_equal(page.count, 1);
    int64_t found = page.rows[0]->id;
    page_free(&page);
    return found;
}

static void a_lapse_only_proposes(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    moment now = d->now;
    int64_t id = case_in_effect(s, case_captured(s), "detention", "10");
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "lapse", nothing, 0, &e), REFUSED);
    received(s, id, "2026-11-20T02:30:00.000Z");
    d->now = moment_parse("2026-11-25T16:59:00.000Z"); /* the last minute of the third day */
    assert_int_equal(case_take(s, "officer", &kind_measure, id, "lapse", nothing, 0, &e), REFUSED);
    d->now = moment_parse("2026-11-25T17:01:00.000Z");
    case_takes(s, "officer", &kind_measure, id, "lapse");
    int64_t next = next_of(s, id);
    struct record *r = counter_load(s, "measure", next);
    assert_string_equal(r->state, "proposed");
    assert_string_equal(record_text(r, "measure"), "refusal");
    assert_string_equal(record_text(r, "number"), "");
    record_free(&r);
    assert_int_equal(case_take(s, "head", &kind_measure, next, "issue", nothing, 0, &e), REFUSED);
    case_takes(s, "officer", &kind_measure, next, "request");
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    d->now = now;
}

/* ---- What the home screen says waits ---- */

static int64_t counted(struct session *s, const char *kind, const char *label)
{
    struct counter all[64];
    size_t count = 0;
    struct error e = { 0 };
    must(act_counters(s, all, COUNT(all), &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].kind->id, kind) == 0 && strcmp(all[i].label, label) == 0)
            return all[i].n;
    return 0;
}

static void explained(struct session *s, const char *kind, int64_t id, const char *words)
{
    struct record *r = counter_load(s, kind, id);
    struct buf text = { 0 };
    struct error e = { 0 };
    must(act_explain(s, r, &text, &e), &e);
    if (!strstr(buf_text(&text), words))
        test_stop("%s", buf_text(&text));
    buf_free(&text);
    record_free(&r);
}

/* The record tells what became of the goods and how long the terms run. */
static void the_balance_is_told(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    moment now = d->now;
    int64_t capture = case_captured(s);
    explained(s, "capture", capture, "1. Beras: 0 out of 1.000 kg settled, 1.000 open\n");
    int64_t id = case_in_effect(s, capture, "detention", "10");
    explained(s, "capture", capture, ": its term runs once the letter is received\n");
    received(s, id, "2026-11-20T02:30:00.000Z");
    d->now = moment_parse("2026-11-23T03:00:00.000Z");
    explained(s, "capture", capture, ": 2 days left, until 25 Nov 2026\n");
    d->now = moment_parse("2026-11-25T03:00:00.000Z");
    explained(s, "measure", id, ": the last day is today\n");
    d->now = now;
}

/* One term, seen from each of its days; other tests' measures stand in `before`. */
static void what_waits_is_counted(void **state)
{
    static const struct {
        const char *at, *label;
    } days[] = {
        { "2026-11-23T03:00:00.000Z", "due within two days" },
        { "2026-11-24T03:00:00.000Z", "due within two days" },
        { "2026-11-25T03:00:00.000Z", "due today" },
        { "2026-11-26T03:00:00.000Z", "past the last day" },
    };
    struct counter_desk *d = *state;
    struct session *s = d->session;
    moment now = d->now;
    int64_t before[COUNT(days)];
    for (size_t i = 0; i < COUNT(days); i++) {
        d->now = moment_parse(days[i].at);
        before[i] = counted(s, "measure", days[i].label);
    }
    d->now = now;
    int64_t silent = counted(s, "capture", "without the owner's statement");
    int64_t id = case_in_effect(s, case_captured(s), "detention", "10");
    received(s, id, "2026-11-20T02:30:00.000Z");
    assert_int_equal(counted(s, "capture", "without the owner's statement"), silent + 1);
    for (size_t i = 0; i < COUNT(days); i++) {
        d->now = moment_parse(days[i].at);
        assert_int_equal(counted(s, "measure", days[i].label), before[i] + 1);
    }
    explained(s, "measure", id, "1 days past its last day, 25 Nov 2026");
    int64_t lapsed = counted(s, "measure", "term lapsed");
    case_takes(s, "officer", &kind_measure, id, "lapse");
    assert_int_equal(counted(s, "measure", "term lapsed"), lapsed + 1);
    assert_int_equal(counted(s, "measure", "past the last day"), before[COUNT(days) - 1]);
    d->now = now;
}

/* What was agreed by phone stays on the home screen until that official confirmed it. */
static void calls_wait_to_be_confirmed(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct assignment call[] = { { "coordinated_with", "wasdak-head" },
                                       { "coordinated_at", "2026-11-20T02:00:00.000Z" } };
    struct error e = { 0 };
    int64_t before = counted(s, "measure", "by phone, to be confirmed");
    int64_t id = case_proposed(s, case_captured(s), "refusal", "10");
    case_takes(s, "officer", &kind_measure, id, "request");
    must(case_take(s, "officer", &kind_measure, id, "phone", call, COUNT(call), &e), &e);
    assert_int_equal(counted(s, "measure", "by phone, to be confirmed"), before + 1);
    case_takes(s, "head", &kind_measure, id, "issue");
    assert_int_equal(counted(s, "measure", "by phone, to be confirmed"), before + 1);
    case_takes(s, "wasdak-head", &kind_measure, id, "confirm");
    assert_int_equal(counted(s, "measure", "by phone, to be confirmed"), before);
    session_logout(s);
}

/* 31 December was a working day until a late decree: a term over it moves. */
static void a_late_decree_moves_open_terms(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    moment now = d->now;
    d->now = moment_parse("2026-12-30T03:00:00.000Z");
    int64_t id = case_in_effect(s, case_captured(s), "detention", "10");
    received(s, id, "2026-12-30T02:00:00.000Z");
    struct record *r = counter_load(s, "measure", id);
    assert_int_equal(record_number(r, "due_on"), day_of(2027, 1, 5));
    record_free(&r);
    staff_login(s, "admin");
    int64_t holiday = counter_make(
        s, "holiday", (const char *const[]){ "day", "2026-12-31", "name", "Cuti bersama", NULL });
    case_takes(s, "admin", &kind_holiday, holiday, "apply");
    r = counter_load(s, "measure", id);
    assert_int_equal(record_number(r, "due_on"), day_of(2027, 1, 6));
    assert_int_equal(record_number(r, "due_before"), day_of(2027, 1, 5));
    struct record *row = counter_load(s, "holiday", holiday);
    assert_non_null(strstr(record_text(row, "moved"), record_text(r, "number")));
    record_free(&row);
    record_free(&r);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    d->now = now;
}

/* ---- Applications ---- */

static void goods_of_an_application(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t permit = staff_accepted(s);
    struct record *r = counter_load(s, "permit", permit);
    char number[64];
    snprintf(number, sizeof number, "%s", record_text(r, "number"));
    record_free(&r);
    staff_login(s, "officer");
    int64_t id =
        counter_make(s, "measure",
                     (const char *const[]){ "measure", "detention", "permit", number, "officer",
                                            "officer", "good.1.item", "1", "good.1.quantity", "100",
                                            "reason.1.detention_reason", "no_papers", NULL });
    assert_int_equal(case_take(s, "head", &kind_permit, permit, "cancel", nothing, 0, &e), REFUSED);
    assert_non_null(strstr(e.text, "still open"));
    case_takes(s, "officer", &kind_measure, id, "request");
    case_takes(s, "wasdak-head", &kind_measure, id, "acknowledge");
    case_takes(s, "head", &kind_measure, id, "issue");
    r = counter_load(s, "permit", permit);
    assert_true(permit_stage_is_open(r, "P5"));
    assert_string_equal(record_text(r, "paused_for"), "measure");
    record_free(&r);
    case_takes(s, "head", &kind_measure, id, "cancel");
    r = counter_load(s, "permit", permit);
    assert_false(permit_stage_is_open(r, "P5"));
    assert_string_equal(record_text(r, "paused_for"), "");
    record_free(&r);
    case_takes(s, "head", &kind_permit, permit, "cancel");
    session_logout(s);
}

static void an_application_becomes_a_capture(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct page page = { 0 };
    int64_t permit = staff_accepted(s);
    case_takes(s, "officer", &kind_permit, permit, "capture");
    const struct filter of = { .field = "permit",
                               .how = IS,
                               .value = { .num = permit, .text = (char *)"", .set = true } };
    const struct query q = {
        .kind = &kind_capture, .filters = &of, .filter_count = 1, .limit = 10
    };
    must(act_page(s, &q, &page, &e), &e);
    assert_int_equal(page.count, 1);
    struct record *r = counter_load(s, "capture", page.rows[0]->id);
    assert_string_equal(r->state, "draft");
    assert_int_equal(record_live_lines(r, "item"), 1);
    assert_string_equal(record_text(r, "chronology"), "uji");
    record_free(&r);
    page_free(&page);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Numbers ---- */

static void a_cancelled_number_is_not_given_again(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t lk = case_captured(s), first = case_in_effect(s, lk, "detention", "10");
    case_takes(s, "head", &kind_measure, first, "cancel");
    int64_t second = case_in_effect(s, lk, "detention", "10");
    struct record *a = counter_load(s, "measure", first), *b = counter_load(s, "measure", second);
    char expected[96];
    snprintf(expected, sizeof expected, "%s/2", record_text(a, "number"));
    assert_string_equal(record_text(b, "number"), expected);
    assert_int_equal(strncmp(record_text(a, "number"), "K.6.1-", 6), 0);
    record_free(&a);
    record_free(&b);
    session_logout(s);
}

static void follow_up_numbers(void **state)
{
    static const struct {
        const char *root, *measure, *number;
    } cases[] = {
        { "2026-T2.0-7101.0-K.1.1-000007", "detention", "2026-T2.0-7101.0-K.6.1-000007" },
        { "2026-T2.0-7101.0-K.1.1-000008", "refusal", "2026-T2.0-7101.0-K.7.1-000008" },
        { "2026-H4.0-7103.0-K.1.5-000039", "destruction", "2026-H4.0-7103.0-K.8.1-000039" },
        { "2026-H4.0-7103.0-K.1.5-000040", "release", "2026-H4.0-7103.0-K.9.2-000040" },
        { "2026-0412", "detention", "2026-0412-K.6.1" }, /* no such segment: behind it */
    };
    struct session *s = ((struct counter_desk *)*state)->session;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t lk = case_captured(s);
        struct error e = { 0 };
        struct record *r = counter_load(s, "capture", lk), *base = record_copy(r);
        value_set_text(record_value(r, "national_number"), cases[i].root);
        must(act_save(s, r, base, NULL, NULL, &e), &e);
        record_free(&r);
        record_free(&base);
        r = counter_load(s, "measure", case_in_effect(s, lk, cases[i].measure, "10"));
        assert_string_equal(record_text(r, "number"), cases[i].number);
        assert_string_equal(record_text(r, "root_number"), cases[i].root);
        record_free(&r);
    }
    session_logout(s);
}

/* One set of destruction minutes, two captures. */
static void one_set_of_minutes_covers_many(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t ids[2];
    for (size_t i = 0; i < COUNT(ids); i++)
        ids[i] = case_in_effect(s, case_captured(s), "destruction", "1000");
    int64_t minutes = case_minutes(s);
    for (size_t i = 0; i < COUNT(ids); i++) {
        struct record *r = counter_load(s, "measure", ids[i]), *base = record_copy(r);
        add_outcome(s, r, "destroyed", 994); /* 994 and nothing behind the comma */
        must(act_save(s, r, base, NULL, NULL, &e), &e);
        record_free(&r);
        record_free(&base);
    }
    struct record *draft = counter_load(s, "minutes", minutes), *drawn = record_copy(draft);
    struct reading how = session_reading(s, SPELL_CANONICAL);
    for (size_t i = 0; i < COUNT(ids); i++) { /* which letters they carry out */
        struct record *measure = counter_load(s, "measure", ids[i]);
        char path[40];
        snprintf(path, sizeof path, "measure.%zu.measure", i + 1);
        must(record_put(draft, path, &how, record_text(measure, "number"), &e), &e);
        record_free(&measure);
    }
    must(act_save(s, draft, drawn, NULL, NULL, &e), &e);
    record_free(&draft);
    record_free(&drawn);
    case_takes(s, "officer", &kind_minutes, minutes, "sign");
    struct record *m = counter_load(s, "minutes", minutes);
    const struct assignment with[] = { { "minutes", record_text(m, "number") } };
    for (size_t i = 0; i < COUNT(ids); i++) {
        must(case_take(s, "officer", &kind_measure, ids[i], "destroy", with, 1, &e), &e);
        stands(s, &kind_measure, ids[i], "fulfilled");
        assert_int_equal(case_take(s, "head", &kind_measure, ids[i], "close", nothing, 0, &e),
                         REFUSED); /* six kilos are missing */
        assert_string_equal(e.field, "outcome");
    }
    assert_string_equal(record_at(m, "measure.2.goods", NULL)->text, "Beras 1.000 kg");
    assert_int_equal(case_take(s, "head", &kind_minutes, minutes, "cancel", nothing, 0, &e),
                     REFUSED);
    record_free(&m);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* Where nobody said what became of the goods, the step that ends the measure says it of all. */
static void the_end_is_that_of_all_goods(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    static const struct {
        const char *measure, *verb, *outcome;
        struct assignment sets[2];
        size_t count;
    } cases[] = {
        { "refusal",
          "depart",
          "refused",
          { { "departed_on", "2026-11-19" }, { "departure_proof", "BL 7" } },
          2 },
        { "release", "release", "released", { { NULL, NULL } }, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        int64_t id = case_in_effect(s, case_captured(s), cases[i].measure, "400");
        must(case_take(s, "officer", &kind_measure, id, cases[i].verb, cases[i].sets,
                       cases[i].count, &e),
             &e);
        struct record *r = counter_load(s, "measure", id);
        assert_int_equal(record_live_lines(r, "outcome"), 1);
        holds(s, "measure", id, "outcome.1.quantity", 400000);
        assert_string_equal(record_at(r, "outcome.1.outcome", NULL)->text, cases[i].outcome);
        holds(s, "measure", id, "outcome.1.on",
              cases[i].count ? day_of(2026, 11, 19) : session_today(s));
        record_free(&r);
        case_takes(s, "head", &kind_measure, id, "close");
    }
    session_logout(s);
}

/* ---- Forged: the last, for the file is marred ---- */

/* A measure that says it follows, written by who may not make one; and a last day that moved though
 * no decree was applied. */
static void forged_follow_ups_are_named(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf said = { 0 };
    int64_t id = case_in_effect(s, case_captured(s), "detention", "10");
    received(s, id, "2026-11-20T02:30:00.000Z");
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    const struct right edit = { RIGHT_EDIT, &kind_permit, NULL };
    staff_login(s, "operator"); /* who may neither make a measure nor apply a decree */
    struct record *r = counter_load(s, "measure", id);
    value_set_number(record_value(r, "due_on"), record_number(r, "due_on") + 30);
    must(rights_begin(s, &edit, NULL, NULL, &e), &e);
    must(store_save(s->store, r, &(struct change){ "recompute", "" }, &e), &e);
    must(store_commit(s->store, &e), &e);
    record_free(&r);
    session_logout(s);
    assert_int_equal(staff_verify(s, &said), 1);
    assert_non_null(strstr(buf_text(&said), "recompute"));
    buf_reset(&said);
    staff_login(s, "operator");
    r = record_new(&kind_measure);
    value_set_text(record_value(r, "measure"), "refusal");
    must(rights_begin(s, &edit, NULL, NULL, &e), &e);
    must(store_save(s->store, r, &(struct change){ "new", "" }, &e), &e);
    must(store_commit(s->store, &e), &e);
    record_free(&r);
    session_logout(s);
    assert_int_equal(staff_verify(s, &said), 2);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measure_begins_with_what_is_known),
        cmocka_unit_test(nothing_without_coordination),
        cmocka_unit_test(it_is_no_veto),
        cmocka_unit_test(by_phone_and_confirmed_by_that_official),
        cmocka_unit_test(acting_first_is_the_offices_rule),
        cmocka_unit_test(two_desks_at_once),
        cmocka_unit_test(imported_ones_stay_history),
        cmocka_unit_test(keys_of_a_detention),
        cmocka_unit_test(the_balance_never_breaks),
        cmocka_unit_test(what_was_found_stays_on_the_list),
        cmocka_unit_test(quantities_follow_the_measures),
        cmocka_unit_test(a_lapse_only_proposes),
        cmocka_unit_test(what_waits_is_counted),
        cmocka_unit_test(calls_wait_to_be_confirmed),
        cmocka_unit_test(the_balance_is_told),
        cmocka_unit_test(a_late_decree_moves_open_terms),
        cmocka_unit_test(goods_of_an_application),
        cmocka_unit_test(an_application_becomes_a_capture),
        cmocka_unit_test(a_cancelled_number_is_not_given_again),
        cmocka_unit_test(follow_up_numbers),
        cmocka_unit_test(one_set_of_minutes_covers_many),
        cmocka_unit_test(the_end_is_that_of_all_goods),
        cmocka_unit_test(forged_follow_ups_are_named), /* the last: the file is marred */
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
