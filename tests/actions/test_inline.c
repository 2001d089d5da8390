/* In-line inspection: whatever comes, in whatever order and from whichever desk, no sixth
 * certificate follows five unmonitored ones unless the head allows it, and none is kept back that
 * is covered. A slow model beside says what should be. */
#include "road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

/* ---- Deeds ---- */

static enum outcome take(struct session *s, const struct kind *k, int64_t id, const char *verb,
                         const char *note, const char *const *pairs, struct error *e)
{
    struct assignment sets[6];
    struct step_request q = {
        .kind = k, .id = id, .verb = verb, .note = note, .sets = sets, .spelling = SPELL_CANONICAL
    };
    for (; pairs && pairs[0]; pairs += 2)
        sets[q.set_count++] = (struct assignment){ pairs[0], pairs[1] };
    *e = (struct error){ 0 };
    return act_step(s, &q, NULL, e);
}

static void must(struct session *s, const struct kind *k, int64_t id, const char *verb,
                 const char *note, const char *const *pairs)
{
    struct error e;
    if (take(s, k, id, verb, note, pairs, &e) != DONE)
        test_stop("%s %s: %s\n", k->id, verb, e.text);
}

#define WITH(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void iso(day on, char out[16])
{
    struct buf b = { 0 };
    day_iso(on, &b);
    snprintf(out, 16, "%s", buf_text(&b));
    buf_free(&b);
}

static void designate(struct session *s, int64_t id, int decree)
{
    char number[32], today[16];
    iso(session_today(s), today);
    snprintf(number, sizeof number, "%d/Kpts/OT.080", decree);
    must(s, &kind_facility, id, "assess", NULL, WITH("commitment_on", today));
    must(s, &kind_facility, id, "recommend", NULL,
         WITH("assessed_on", today, "recommendation", "layak"));
    must(s, &kind_facility, id, "designate", NULL,
         WITH("decree_number", number, "decree_on", today));
}

static int64_t company(struct session *s, const char *name, int decree)
{
    counter_make(s, "party", WITH("name", name));
    int64_t id = counter_make(s, "facility",
                              WITH("company", name, "product.1.commodity", "Ubi jalar beku",
                                   "product.1.risk", "low", "score.1.criterion", "Sanitasi",
                                   "score.1.points", "4", "score.1.most", "4"));
    designate(s, id, decree);
    return id;
}

static void name_of(struct session *s, int64_t facility, char out[64])
{
    struct record *r = counter_load(s, "facility", facility);
    snprintf(out, 64, "%s", record_text(r, "company"));
    record_free(&r);
}

static int64_t shipment_of(struct session *s, int64_t facility, const char *vessel)
{
    static int n;
    char name[64], number[32];
    name_of(s, facility, name);
    snprintf(number, sizeof number, "2026.11.%06d", ++n);
    return counter_make(s, "shipment",
                        WITH("facility", name, "certificate_number", number, "conveyance", vessel));
}

/* A certificate for it: DONE, or REFUSED with the reason. *id: the shipment. */
static enum outcome certify(struct session *s, int64_t facility, int64_t *id, struct error *e)
{
    *id = shipment_of(s, facility, "");
    return take(s, &kind_shipment, *id, "issue", NULL, NULL, e);
}

static void certified(struct session *s, int64_t facility, int count)
{
    struct error e;
    int64_t id;
    for (int i = 0; i < count; i++)
        if (certify(s, facility, &id, &e) != DONE)
            test_stop("%d: %s\n", i + 1, e.text);
}

static int64_t visit(struct session *s, int64_t facility, const char *manner)
{
    char name[64];
    name_of(s, facility, name);
    return counter_make(s, "monitoring", WITH("facility", name, "manner", manner));
}

static void hold(struct session *s, int64_t id, day on, bool finding)
{
    char held[16];
    iso(on, held);
    must(s, &kind_monitoring, id, "hold", NULL,
         WITH("held_on", held, "officer", "Fery", "result", finding ? "finding" : "clean",
              "findings", finding ? "serangga hidup" : "Nihil"));
}

/* Monitorings by the count that wait. */
static size_t due(struct session *s, int64_t facility, int64_t *id)
{
    struct filter of = { .field = "facility",
                         .how = IS,
                         .value = { .num = facility, .text = "", .set = true } };
    struct query q = { .kind = &kind_monitoring,
                       .filters = &of,
                       .filter_count = 1,
                       .states = (const char *const[]){ "due", "scheduled", NULL } };
    struct page page = { 0 };
    size_t n = 0;
    assert_int_equal(act_page(s, &q, &page, NULL), DONE);
    for (size_t i = 0; i < page.count; i++)
        if (text_same(record_text(page.rows[i], "manner"), "regular")) {
            *id = page.rows[i]->id;
            n++;
        }
    page_free(&page);
    return n;
}

static void chain(struct session *s)
{
    int64_t entries = 0, defects = 0;
    assert_int_equal(act_verify(s, NULL, NULL, &entries, &defects, NULL), DONE);
    assert_int_equal(defects, 0);
}

static void state_is(struct session *s, const char *kind, int64_t id, const char *state)
{
    struct record *r = counter_load(s, kind, id);
    assert_string_equal(r->state, state);
    record_free(&r);
}

/* ---- By example ---- */

static void only_low_risk_with_enough_points_is_recommended(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e;
    char today[16];
    iso(session_today(s), today);
    counter_make(s, "party", WITH("name", "PT Nilai"));
    int64_t id = counter_make(s, "facility", WITH("company", "PT Nilai"));
    assert_int_equal(take(s, &kind_facility, id, "assess", NULL, WITH("commitment_on", today), &e),
                     REFUSED); /* no goods */
    id = counter_make(
        s, "facility",
        WITH("company", "PT Nilai", "product.1.commodity", "Manggis", "product.1.risk", "medium"));
    assert_int_equal(take(s, &kind_facility, id, "assess", NULL, NULL, &e), REFUSED);
    must(s, &kind_facility, id, "assess", NULL, WITH("commitment_on", today));
    const char *const *report = WITH("assessed_on", today, "recommendation", "layak");
    static const struct {
        const char *path, *text, *names; /* what is set before, and the field that is named then */
    } ways[] = {
        { "place", "Rumah kemas", "score" },
        { "score.1.criterion", "Sanitasi", "score.1.points" },
        { "score.1.points", "27", "score.1.most" },
        { "score.1.most", "40", "score" },
        { "score.1.points", "28", "product" },
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct record *r = counter_load(s, "facility", id), *base = record_copy(r);
        const struct reading how = session_reading(s, SPELL_CANONICAL);
        assert_int_equal(record_put(r, ways[i].path, &how, ways[i].text, &e), DONE);
        assert_int_equal(act_save(s, r, base, NULL, NULL, &e), DONE);
        assert_int_equal(take(s, &kind_facility, id, "recommend", NULL, report, &e), REFUSED);
        assert_string_equal(e.field, ways[i].names);
        record_free(&r);
        record_free(&base);
    }
    struct record *r = counter_load(s, "facility", id), *base = record_copy(r);
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    assert_int_equal(record_put(r, "product.1.risk", &how, "low", &e), DONE);
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), DONE);
    must(s, &kind_facility, id, "recommend", NULL, report);
    record_free(&r);
    record_free(&base);
}

static void the_sixth_waits_for_the_monitoring(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t facility = company(s, "PT Lima", 501), id, monitoring = 0;
    certified(s, facility, 4);
    assert_int_equal(due(s, facility, &monitoring), 0);
    certified(s, facility, 1);
    assert_int_equal(due(s, facility, &monitoring), 1);
    d->now += HOUR_MS;
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    assert_non_null(strstr(e.text, "5"));
    state_is(s, "shipment", id, "planned");
    assert_int_equal(take(s, &kind_shipment, id, "allow", "", NULL, &e), REFUSED);
    must(s, &kind_shipment, id, "allow", "kapal berangkat hari ini", NULL);
    must(s, &kind_shipment, id, "issue", NULL, NULL);
    struct record *r = counter_load(s, "shipment", id);
    assert_string_equal(record_text(r, "breach"), "unmonitored");
    assert_string_equal(record_text(r, "override"), "kapal berangkat hari ini");
    assert_int_equal(record_number(r, "counted"), 6);
    record_free(&r);
    assert_int_equal(due(s, facility, &monitoring), 1); /* one is enough */
    d->now += HOUR_MS;
    hold(s, monitoring, session_today(s), false);
    d->now += HOUR_MS;
    certified(s, facility, 5);
    assert_int_equal(due(s, facility, &monitoring), 1);
    /* Nothing speaks against the first of the next: no override is to be had. */
    facility = company(s, "PT Enam", 502);
    id = shipment_of(s, facility, "");
    assert_int_equal(take(s, &kind_shipment, id, "allow", "begitulah", NULL, &e), REFUSED);
}

static void replaced_and_cancelled_do_not_count_twice(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t facility = company(s, "PT Ganti", 503), id;
    certified(s, facility, 4);
    assert_int_equal(certify(s, facility, &id, &e), DONE);
    must(s, &kind_shipment, id, "replace", "salah nama", WITH("certificate_number", "GANTI.1"));
    struct record *r = counter_load(s, "shipment", id);
    assert_true(text_starts(record_text(r, "former_numbers"), "2026.11."));
    assert_string_equal(record_text(r, "certificate_number"), "GANTI.1");
    record_free(&r);
    int64_t sixth;
    assert_int_equal(certify(s, facility, &sixth, &e), REFUSED);
    must(s, &kind_shipment, id, "cancel", "batal kirim", NULL);
    must(s, &kind_shipment, sixth, "issue", NULL, NULL); /* it is the fifth now */
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
}

static void a_finding_suspends(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    char today[16];
    iso(session_today(s), today);
    int64_t facility = company(s, "PT Temuan", 504), id, monitoring = visit(s, facility, "ad_hoc");
    hold(s, monitoring, session_today(s), true);
    state_is(s, "facility", facility, "suspended");
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    assert_int_equal(take(s, &kind_facility, facility, "reinstate", "sudah baik", NULL, &e), DONE);
    assert_int_equal(take(s, &kind_shipment, id, "issue", NULL, NULL, &e), REFUSED); /* held */
    must(s, &kind_monitoring, monitoring, "follow_up", NULL,
         WITH("action", "fumigasi gudang", "action_by", today));
    must(s, &kind_monitoring, monitoring, "close", NULL, WITH("verified_on", today));
    must(s, &kind_shipment, id, "issue", NULL, NULL);

    monitoring = visit(s, facility, "ad_hoc"); /* again: revocation is proposed */
    hold(s, monitoring, session_today(s), true);
    struct record *r = counter_load(s, "facility", facility);
    assert_true(record_value(r, "revocation_proposed_on")->set);
    assert_string_equal(r->state, "suspended");
    record_free(&r);
    must(s, &kind_facility, facility, "revoke", "dua temuan", NULL);
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
}

static void a_decree_lapses_by_its_day(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    char today[16];
    int64_t facility = company(s, "PT Lewat", 505), id, away;
    moment before = d->now;
    struct record *r = counter_load(s, "facility", facility);
    day last = (day)record_number(r, "decree_to");
    assert_int_equal(last, day_add_months(session_today(s), 3));
    record_free(&r);
    d->now += (last - session_today(s)) * DAY_MS;
    certified(s, facility, 1);
    assert_int_equal(take(s, &kind_facility, facility, "lapse", NULL, NULL, &e), REFUSED);
    d->now += DAY_MS;
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    assert_non_null(strstr(e.text, "505/Kpts"));
    assert_int_equal(take(s, &kind_facility, facility, "renew", NULL, NULL, &e), REFUSED);
    must(s, &kind_shipment, id, "allow", "SK baru sedang diteken", NULL);
    must(s, &kind_shipment, id, "issue", NULL, NULL);
    r = counter_load(s, "shipment", id);
    assert_string_equal(record_text(r, "breach"), "lapsed");
    record_free(&r);
    must(s, &kind_facility, facility, "lapse", NULL, NULL);
    must(s, &kind_facility, facility, "reapply", NULL, NULL);
    assert_int_equal(certify(s, facility, &away, &e), REFUSED); /* no decree holds */
    d->now += DAY_MS;
    designate(s, facility, 506);
    certified(s, facility, 5); /* a new count */

    iso(session_today(s), today);
    must(s, &kind_facility, facility, "renew", NULL, NULL);
    assert_int_equal(take(s, &kind_facility, facility, "extend", NULL,
                          WITH("decree_number", "506/Kpts/OT.080", "decree_on", today), &e),
                     REFUSED); /* has that number already */
    must(s, &kind_facility, facility, "extend", NULL,
         WITH("decree_number", "507/Kpts/OT.080", "decree_on", today));
    assert_int_equal(certify(s, facility, &id, &e), REFUSED); /* the count goes on */
    r = counter_load(s, "facility", facility);
    assert_int_equal(record_live_lines(r, "decision"), 4); /* first, lapse, first, extension */
    record_free(&r);
    d->now = before;
}

static void a_correction_stays_beside_what_it_mends(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    char before[16];
    int64_t facility = company(s, "PT Ralat", 520);
    iso(session_today(s) - 5, before);
    certified(s, facility, 2);
    must(s, &kind_facility, facility, "correct", "salah ketik", WITH("decree_on", before));
    must(s, &kind_facility, facility, "correct", "pindah", WITH("place", "Gudang 2"));
    struct record *r = counter_load(s, "facility", facility);
    assert_int_equal(record_number(r, "decree_to"), day_add_months(session_today(s) - 5, 3));
    assert_int_equal(record_live_lines(r, "decision"), 2); /* the second said nothing of it */
    assert_string_equal(record_at(r, "decision.2.manner", NULL)->text, "correction");
    record_free(&r);
    certified(s, facility, 3); /* the count goes on */
    int64_t id;
    struct error e;
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    /* Other goods are another decree: what was signed no longer stands. */
    must(s, &kind_facility, facility, "correct", "salah barang",
         WITH("product.1.commodity", "Kopi"));
    state_is(s, "facility", facility, "recommended");
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
}

static void two_desks_at_once(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session, *other = counter_second_desk(d);
    struct error e;
    int64_t facility = company(s, "PT Dua Meja", 508);
    certified(s, facility, 4);
    int64_t here = shipment_of(s, facility, ""), there = shipment_of(other, facility, "");
    struct record *r = counter_load(s, "shipment", here);
    const struct step *issue = flow_step(kind_shipment.flow, "issue", "planned");
    assert_int_equal(act_step_allowed(s, r, issue, NULL, &e), DONE);
    must(other, &kind_shipment, there, "issue", NULL, NULL);
    assert_int_equal(act_step_allowed(s, r, issue, NULL, &e), REFUSED);
    assert_int_equal(take(s, &kind_shipment, here, "issue", NULL, NULL, &e), REFUSED);
    record_free(&r);
    session_close(&other);
}

static void a_rule_changes_from_its_day_only(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    char from[16], to[16];
    moment before = d->now;
    int64_t facility = company(s, "PT Aturan", 509), id, other = company(s, "PT Lama", 510);
    iso(session_today(s) + 2, from);
    iso(session_today(s) + 5, to);
    counter_make(s, "rule",
                 WITH("rule", "inline.shipments", "value", "3", "valid_from", from, "valid_to", to,
                      "basis", "uji"));
    certified(s, other, 5);
    certified(s, facility, 2);
    d->now += DAY_MS;
    certified(s, facility, 1);
    d->now += DAY_MS; /* one for three, from today */
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    assert_int_equal(certify(s, other, &id, &e), REFUSED);
    id = visit(s, facility, "regular");
    hold(s, id, session_today(s), false);
    d->now += HOUR_MS;
    certified(s, facility, 3);
    assert_int_equal(due(s, facility, &id), 1);
    assert_int_equal(certify(s, facility, &id, &e), REFUSED);
    d->now = before;
    assert_int_equal(certify(s, other, &id, &e), REFUSED); /* five, as before */
}

static void one_vessel_is_one_shipment(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e;
    int64_t facility = company(s, "PT Kapal", 511);
    char today[16];
    iso(session_today(s), today);
    counter_make(s, "rule",
                 WITH("rule", "inline.vessel_days", "value", "1", "valid_from", today, "valid_to",
                      today, "basis", "uji"));
    certified(s, facility, 4);
    for (int i = 0; i < 3; i++)
        must(s, &kind_shipment, shipment_of(s, facility, "KM Sinabung V.12"), "issue", NULL, NULL);
    assert_int_equal(
        take(s, &kind_shipment, shipment_of(s, facility, "KM Kelud"), "issue", NULL, NULL, &e),
        REFUSED);
    d->now += DAY_MS; /* each counts again */
    assert_int_equal(take(s, &kind_shipment, shipment_of(s, facility, "KM Sinabung V.12"), "issue",
                          NULL, NULL, &e),
                     REFUSED);
}

/* ---- Permits ---- */

static int64_t shipment_of_permit(struct session *s, int64_t permit, char state[32])
{
    struct filter of = { .field = "permit",
                         .how = IS,
                         .value = { .num = permit, .text = "", .set = true } };
    struct query q = {
        .kind = &kind_shipment, .filters = &of, .filter_count = 1, .closed = true, .sort = "-id"
    };
    struct page page = { 0 };
    assert_int_equal(act_page(s, &q, &page, NULL), DONE);
    int64_t id = page.count ? page.rows[0]->id : 0;
    snprintf(state, 32, "%s", page.count ? page.rows[0]->state : "");
    page_free(&page);
    return id;
}

static void a_covered_permit_needs_no_inspection(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char now[32];
    int64_t permit = counter_permit(s), second = counter_permit(s), last = counter_permit(s);
    road_to(s, permit, "accepted");
    road_to(s, second, "accepted");
    road_to(s, last, "accepted");
    assert_int_equal(counter_step(s, permit, "recommend_inline", NULL, &e), REFUSED);
    int64_t facility = counter_make(s, "facility",
                                    WITH("company", "PT Toba Agro", "product.1.commodity", "Beras",
                                         "product.1.risk", "low", "score.1.criterion", "Sanitasi",
                                         "score.1.points", "4", "score.1.most", "4"));
    designate(s, facility, 700);
    if (counter_step(s, permit, "recommend_inline", NULL, &e) != DONE)
        test_stop("%s\n", e.text);
    state_is(s, "permit", permit, "recommended");
    int64_t shipment = shipment_of_permit(s, permit, now);
    assert_string_equal(now, "planned");
    must(s, &kind_shipment, shipment, "issue", NULL, WITH("certificate_number", "PC.700.1"));

    /* The fifth was planned while the sixth was certified: it goes the way of any other. */
    certified(s, facility, 3);
    assert_int_equal(counter_step(s, second, "recommend_inline", NULL, &e), DONE);
    certified(s, facility, 1);
    shipment = shipment_of_permit(s, second, now);
    assert_int_equal(take(s, &kind_shipment, shipment, "issue", NULL,
                          WITH("certificate_number", "PC.700.2"), &e),
                     REFUSED);
    assert_int_equal(counter_step(s, second, "inspect", "monitoring lewat tempo", &e), DONE);
    state_is(s, "permit", second, "accepted");
    shipment_of_permit(s, second, now);
    assert_string_equal(now, "dropped");
    assert_int_equal(counter_step(s, second, "recommend_inline", NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "5"));

    /* Or the head allows one. */
    struct record *r = record_new(&kind_shipment), *p = counter_load(s, "permit", last);
    value_set_reference(record_value(r, "facility"), facility, "PT Toba Agro");
    value_set_reference(record_value(r, "permit"), last, record_text(p, "number"));
    assert_int_equal(act_save(s, r, NULL, NULL, NULL, &e), DONE);
    must(s, &kind_shipment, r->id, "allow", "kapal menunggu", NULL);
    assert_int_equal(counter_step(s, last, "recommend_inline", NULL, &e), DONE);
    assert_true(shipment_of_permit(s, last, now) == r->id);
    assert_string_equal(now, "allowed");
    record_free(&r);
    record_free(&p);
}

static void a_certificate_is_a_shipment(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char now[32];
    int64_t facility = 0;
    assert_int_equal(act_resolve(s, &kind_facility, "700/Kpts/OT.080", &facility, &e), DONE);
    int64_t monitoring = visit(s, facility, "regular"), permit = counter_permit(s);
    hold(s, monitoring, session_today(s), false);
    d->now += HOUR_MS;
    road_to(s, permit, "accepted");
    assert_int_equal(counter_step(s, permit, "recommend_inline", NULL, &e), DONE);
    road_to(s, permit, "paid");
    int64_t certificate = road_certificate(s, permit);
    must(s, &kind_certificate, certificate, "issue", NULL, NULL);
    struct record *c = counter_load(s, "certificate", certificate);
    struct record *r = counter_load(s, "shipment", shipment_of_permit(s, permit, now));
    assert_string_equal(now, "issued");
    assert_string_equal(record_text(r, "certificate_number"), record_text(c, "number"));
    assert_true(record_number(r, "certificate") == certificate);
    assert_int_equal(record_number(r, "counted"), 1);
    record_free(&c);
    record_free(&r);
    must(s, &kind_certificate, certificate, "cancel", "salah alamat", NULL);
    shipment_of_permit(s, permit, now);
    assert_string_equal(now, "cancelled");

    /* Closed between the recommendation and the issue: the count is taken at the issue. */
    permit = counter_permit(s);
    road_to(s, permit, "accepted");
    assert_int_equal(counter_step(s, permit, "recommend_inline", NULL, &e), DONE);
    road_to(s, permit, "paid");
    certified(s, facility, 5);
    certificate = road_certificate(s, permit);
    assert_int_equal(take(s, &kind_certificate, certificate, "issue", NULL, NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, "5"));
    int64_t shipment = shipment_of_permit(s, permit, now);
    assert_string_equal(now, "planned");
    must(s, &kind_shipment, shipment, "allow", "kapal menunggu", NULL);
    must(s, &kind_certificate, certificate, "issue", NULL, NULL);
    assert_int_equal(due(s, facility, &monitoring), 1);
    r = counter_load(s, "shipment", shipment);
    assert_string_equal(record_text(r, "breach"), "unmonitored");
    record_free(&r);
    chain(s);
}

static void a_replaced_certificate_is_the_same_shipment(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    char now[32];
    int64_t facility = 0, monitoring = 0, permit = counter_permit(s);
    assert_int_equal(act_resolve(s, &kind_facility, "700/Kpts/OT.080", &facility, &e), DONE);
    assert_int_equal(due(s, facility, &monitoring), 1);
    d->now += HOUR_MS;
    hold(s, monitoring, session_today(s), false);
    d->now += HOUR_MS;
    road_to(s, permit, "accepted");
    assert_int_equal(counter_step(s, permit, "recommend_inline", NULL, &e), DONE);
    road_to(s, permit, "paid");
    int64_t old = road_certificate(s, permit);
    must(s, &kind_certificate, old, "issue", NULL, NULL);
    road_to(s, permit, "completed");
    certified(s, facility, 4); /* the fifth: whatever comes now has to wait */
    must(s, &kind_certificate, old, "report_lost", "hilang di jalan",
         WITH("loss_letter", "LP/7/2026"));
    must(s, &kind_certificate, old, "approve_replacement", NULL, NULL);
    struct record *c = counter_load(s, "certificate", old);
    struct filter same = { .field = "replaces",
                           .how = IS,
                           .value = { .num = old, .text = "", .set = true } };
    struct query q = { .kind = &kind_certificate, .filters = &same, .filter_count = 1 };
    struct page page = { 0 };
    assert_int_equal(act_page(s, &q, &page, &e), DONE);
    assert_int_equal(page.count, 1);
    int64_t fresh = page.rows[0]->id, shipment = shipment_of_permit(s, permit, now);
    page_free(&page);
    must(s, &kind_certificate, fresh, "issue", NULL, NULL);
    struct record *r = counter_load(s, "shipment", shipment);
    assert_string_equal(r->state, "issued");
    assert_true(record_number(r, "certificate") == fresh);
    assert_string_equal(record_text(r, "former_numbers"), record_text(c, "number"));
    assert_int_equal(record_number(r, "counted"), 1);
    assert_int_equal(certify(s, facility, &shipment, &e), REFUSED); /* still five, not six */
    assert_non_null(strstr(e.text, "5"));
    record_free(&r);
    record_free(&c);
    chain(s);
}

static void one_uncovered_commodity_sends_it_all_to_inspection(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t permit = counter_permit(s);
    struct record *r = counter_load(s, "permit", permit), *base = record_copy(r);
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    assert_int_equal(record_put(r, "item.2.commodity", &how, "Kayu Manis", &e), DONE);
    assert_int_equal(record_put(r, "item.2.net_quantity", &how, "10", &e), DONE);
    assert_int_equal(record_put(r, "item.2.net_unit", &how, "KGM", &e), DONE);
    if (act_save(s, r, base, NULL, NULL, &e) != DONE)
        test_stop("%s\n", e.text);
    road_to(s, permit, "accepted");
    assert_int_equal(counter_step(s, permit, "recommend_inline", NULL, &e), REFUSED);
    assert_non_null(strstr(e.text, record_at(r, "item.2.commodity", NULL)->text));
    assert_non_null(strstr(e.text, "700/Kpts"));
    record_free(&r);
    record_free(&base);
}

/* ---- At random, beside a model ---- */

enum { SHIPS_MAX = 600, VISITS_MAX = 200, DECREES_MAX = 100 };
struct model {
    struct {
        moment at;
        bool gone;
        int64_t id;
    } ships[SHIPS_MAX];
    struct {
        moment at;
        bool counts, open;
        int64_t id;
    } visits[VISITS_MAX];
    struct {
        day on, to;
        bool anew;
    } decrees[DECREES_MAX];
    size_t ship_count, visit_count, decree_count;
    bool suspended, lapsed;
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % below;
}

static moment morning(const struct session *s, day on)
{
    return (moment)on * DAY_MS - session_zone(s) * INT64_C(60000);
}

/* Every certificate since whatever last began the count anew. */
static int model_count(const struct session *s, const struct model *m)
{
    moment from = INT64_MIN;
    int n = 0;
    for (size_t i = 0; i < m->decree_count; i++)
        if (m->decrees[i].anew && morning(s, m->decrees[i].on) > from)
            from = morning(s, m->decrees[i].on);
    for (size_t i = 0; i < m->visit_count; i++)
        if (m->visits[i].counts && m->visits[i].at > from)
            from = m->visits[i].at;
    for (size_t i = 0; i < m->ship_count; i++)
        n += !m->ships[i].gone && m->ships[i].at >= from;
    return n;
}

static bool model_decreed(const struct session *s, const struct model *m)
{
    for (size_t i = 0; i < m->decree_count; i++)
        if (m->decrees[i].on <= session_today(s) && session_today(s) <= m->decrees[i].to)
            return !m->lapsed;
    return false;
}

static bool model_open_finding(const struct model *m)
{
    for (size_t i = 0; i < m->visit_count; i++)
        if (m->visits[i].open)
            return true;
    return false;
}

static const char *model_breach(const struct session *s, const struct model *m)
{
    if (!model_decreed(s, m))
        return "lapsed";
    if (m->suspended)
        return "suspended";
    if (model_open_finding(m))
        return "finding";
    return model_count(s, m) >= 5 ? "unmonitored" : "";
}

static void random_shipment(struct session *s, struct model *m, int64_t facility, uint64_t *seed)
{
    struct error e;
    int64_t id;
    const char *breach = model_breach(s, m);
    int before = model_count(s, m);
    enum outcome result = certify(s, facility, &id, &e);
    if ((result == DONE) != (*breach == '\0'))
        test_stop("count %d, “%s” expected: %d %s\n", before, breach, result, e.text);
    if (result != DONE && draw(seed, 4)) {
        must(s, &kind_shipment, id, "drop", "tidak jadi", NULL);
        return;
    }
    if (result != DONE) {
        must(s, &kind_shipment, id, "allow", "mendesak", NULL);
        must(s, &kind_shipment, id, "issue", NULL, NULL);
    }
    assert_true(m->ship_count < SHIPS_MAX);
    m->ships[m->ship_count].at = session_now(s);
    m->ships[m->ship_count++].id = id;
    struct record *r = counter_load(s, "shipment", id);
    assert_int_equal(record_number(r, "counted"), before + 1);
    if (!m->lapsed) /* then it is “undecreed” */
        assert_string_equal(record_text(r, "breach"), breach);
    assert_int_equal(*record_text(r, "override") != '\0', *breach != '\0');
    record_free(&r);
    int64_t waits;
    if (before + 1 >= 5)
        assert_int_equal(due(s, facility, &waits), 1);
}

static void random_visit(struct session *s, struct model *m, int64_t facility, uint64_t *seed)
{
    int64_t id = 0;
    bool regular = due(s, facility, &id) > 0;
    bool finding = draw(seed, 6) == 0;
    day on = session_today(s) - (day)draw(seed, 3);
    if (!regular)
        id = visit(s, facility, draw(seed, 2) ? "ad_hoc" : "regular");
    struct record *r = counter_load(s, "monitoring", id);
    regular = text_same(record_text(r, "manner"), "regular");
    record_free(&r);
    hold(s, id, on, finding);
    assert_true(m->visit_count < VISITS_MAX);
    m->visits[m->visit_count].at = on == session_today(s) ? session_now(s) : morning(s, on + 1) - 1;
    m->visits[m->visit_count].counts = regular;
    m->visits[m->visit_count].open = finding;
    m->visits[m->visit_count++].id = id;
    m->suspended = m->suspended || (finding && !m->lapsed);
}

static void random_change(struct session *s, struct model *m, uint64_t *seed)
{
    char number[40];
    if (!m->ship_count)
        return;
    size_t i = draw(seed, (uint32_t)m->ship_count);
    if (m->ships[i].gone)
        return;
    snprintf(number, sizeof number, "G.%zu.%u", i, draw(seed, 1000000));
    if (draw(seed, 2)) {
        must(s, &kind_shipment, m->ships[i].id, "replace", "salah cetak",
             WITH("certificate_number", number));
    } else {
        must(s, &kind_shipment, m->ships[i].id, "cancel", "batal", NULL);
        m->ships[i].gone = true;
    }
}

static void mend_findings(struct session *s, struct model *m)
{
    char today[16];
    iso(session_today(s), today);
    for (size_t i = 0; i < m->visit_count; i++)
        if (m->visits[i].open) {
            must(s, &kind_monitoring, m->visits[i].id, "follow_up", NULL,
                 WITH("action", "dibersihkan", "action_by", today));
            must(s, &kind_monitoring, m->visits[i].id, "close", NULL, WITH("verified_on", today));
            m->visits[i].open = false;
        }
}

static void add_decree(struct session *s, struct model *m, bool anew)
{
    assert_true(m->decree_count < DECREES_MAX);
    m->decrees[m->decree_count].on = session_today(s);
    m->decrees[m->decree_count].to = day_add_months(session_today(s), 3);
    m->decrees[m->decree_count++].anew = anew;
}

static void random_decision(struct session *s, struct model *m, int64_t facility, uint64_t *seed)
{
    char number[32], today[16];
    static int decree = 1000;
    iso(session_today(s), today);
    snprintf(number, sizeof number, "%d/Kpts/OT.080", ++decree);
    bool decreed = model_decreed(s, m);
    if (m->lapsed || (!decreed && draw(seed, 2))) {
        if (!m->lapsed)
            must(s, &kind_facility, facility, "lapse", NULL, NULL);
        must(s, &kind_facility, facility, "reapply", NULL, NULL);
        designate(s, facility, decree);
        add_decree(s, m, true);
        m->suspended = m->lapsed = false;
    } else if (!decreed) {
        must(s, &kind_facility, facility, "lapse", NULL, NULL);
        m->lapsed = true;
    } else if (m->suspended) {
        mend_findings(s, m);
        must(s, &kind_facility, facility, "reinstate", "sudah baik", NULL);
        m->suspended = false;
    } else if (draw(seed, 4) == 0) {
        must(s, &kind_facility, facility, "suspend", "diperiksa", NULL);
        m->suspended = true;
    } else {
        mend_findings(s, m);
        must(s, &kind_facility, facility, "renew", NULL, NULL);
        must(s, &kind_facility, facility, "extend", NULL,
             WITH("decree_number", number, "decree_on", today));
        add_decree(s, m, false);
    }
}

static void whatever_comes(void **state)
{
    struct counter_desk *d = *state;
    struct session *desks[2] = { d->session, counter_second_desk(d) };
    struct model *m = calloc(1, sizeof *m);
    uint64_t seed = 2471;
    assert_non_null(m);
    d->now += 10 * DAY_MS;
    int64_t facility = company(d->session, "PT Acak", 600);
    add_decree(d->session, m, true);
    for (int i = 0; i < 320; i++) {
        struct session *s = desks[draw(&seed, 2)];
        d->now += HOUR_MS + draw(&seed, 40) * HOUR_MS;
        uint32_t what = draw(&seed, 20);
        if (what < 13)
            random_shipment(s, m, facility, &seed);
        else if (what < 16)
            random_visit(s, m, facility, &seed);
        else if (what < 18)
            random_change(s, m, &seed);
        else
            random_decision(s, m, facility, &seed);
    }
    assert_true(m->ship_count > 60 && m->visit_count > 20 && m->decree_count > 3);
    chain(d->session);
    session_close(&desks[1]);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_low_risk_with_enough_points_is_recommended),
        cmocka_unit_test(the_sixth_waits_for_the_monitoring),
        cmocka_unit_test(replaced_and_cancelled_do_not_count_twice),
        cmocka_unit_test(a_finding_suspends),
        cmocka_unit_test(a_decree_lapses_by_its_day),
        cmocka_unit_test(a_correction_stays_beside_what_it_mends),
        cmocka_unit_test(two_desks_at_once),
        cmocka_unit_test(a_rule_changes_from_its_day_only),
        cmocka_unit_test(one_vessel_is_one_shipment),
        cmocka_unit_test(a_covered_permit_needs_no_inspection),
        cmocka_unit_test(a_certificate_is_a_shipment),
        cmocka_unit_test(a_replaced_certificate_is_the_same_shipment),
        cmocka_unit_test(one_uncovered_commodity_sends_it_all_to_inspection),
        cmocka_unit_test(whatever_comes),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
