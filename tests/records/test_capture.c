/* test_capture.c - the steps of captures, measures and minutes: every one from every wrong state,
 * and each guard both ways, by missing content and by wrong dates. */
#include "records/desk.h"

#include <string.h>

static const struct kind *const kinds[] = { &kind_capture, &kind_measure, &kind_minutes };

/* May it be taken, as far as the record and these facts say; the sentence, "" where it may. */
static const char *says(const struct record *r, const struct step *step, const struct answers *a)
{
    static struct error why;
    why = (struct error){ 0 };
    enum outcome o = step_allowed(r, step, a, "uji", &why);
    assert_int_equal(o == DONE, why.text[0] == '\0');
    return why.text;
}

static struct answers *facts(const char *const *pairs)
{
    struct answers *a = answers_new();
    answers_put(a, "capture.today", DESK_TODAY, NULL);
    answers_put(a, "measure.today", DESK_TODAY, NULL);
    answers_put(a, "minutes.today", DESK_TODAY, NULL);
    answers_put(a, "measure.now", ((int64_t)DESK_TODAY + 1) * 24 * 3600 * 1000, NULL);
    answers_put(a, "minutes.witnesses", 2, NULL);
    answers_put(a, "measure.root", 0, "open");
    for (size_t i = 0; pairs && pairs[i]; i += 2) {
        int64_t number = 0;
        bool is_number = integer_parse(pairs[i + 1], &number);
        answers_put(a, pairs[i], number, is_number ? NULL : pairs[i + 1]);
    }
    return a;
}

static bool leads_out(const struct step *step, const char *state)
{
    for (size_t i = 0; step->from[i]; i++)
        if (strcmp(step->from[i], state) == 0)
            return true;
    return false;
}

static void test_wrong_states(void **state)
{
    (void)state;
    language_set(ENGLISH);
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (const struct step *step = kinds[k]->flow->steps; step->verb; step++)
            for (const struct state *st = kinds[k]->flow->states; st->id; st++) {
                struct record *r = record_new(kinds[k]);
                struct answers *a = facts(NULL);
                r->state = st->id;
                if (!leads_out(step, st->id) && !strstr(says(r, step, a), "is a step out of"))
                    fail_msg("%s of %s out of %s", step->verb, kinds[k]->id, st->id);
                answers_free(&a);
                record_free(&r);
            }
}

/* ---- Guards ---- */

#define OWN                                                                                        \
    "source", "own", "occurred_on", "2026-11-20", "occurred_time", "08.30", "place", "Gate 2",     \
        "conveyance", "KM Kelud", "finder", "officer", "item.1.commodity", "Beras", "item.1.p0",   \
        "10", "item.1.unit", "kg", "finding.1.finding", "x"
#define AGENCY                                                                                     \
    "source", "agency", "occurred_on", "2026-11-01", "place", "Belawan", "finder", "officer",      \
        "item.1.commodity", "Beras", "item.1.p0", "10", "item.1.unit", "kg", "finding.1.finding",  \
        "x", "agency", "Lanal", "handover_number", "BA-1"
#define EVIDENCE                                                                                   \
    "evidence.1.name", "karung", "evidence.1.seal", "S-1", "evidence.1.place", "Gudang",           \
        "evidence.1.custodian", "Andini"
#define PAPER(n, paper, on)                                                                        \
    "case_paper." n ".paper", paper, "case_paper." n ".number", "N-" n,                            \
        "case_paper." n ".issued_on", on
#define MEASURE(measure)                                                                           \
    "measure", measure, "proposed_on", "2026-11-20", "officer", "officer", "good.1.item", "1",     \
        "good.1.quantity", "10"

static const struct guard_case {
    const struct kind *kind;
    const char *verb, *from, *says; /* "" allowed */
    const char *const *fields, *const *facts;
} cases[] = {
    { &kind_capture, "record", "draft", "", (const char *const[]){ OWN, NULL }, NULL },
    { &kind_capture, "record", "draft", "“Time”: empty",
      (const char *const[]){ OWN, "occurred_time", "", NULL }, NULL },
    { &kind_capture, "record", "draft", "“Conveyance”: empty",
      (const char *const[]){ OWN, "conveyance", "", NULL }, NULL },
    { &kind_capture, "record", "draft", "“Day” lies in the future",
      (const char *const[]){ OWN, "occurred_on", "2026-11-22", NULL }, NULL },
    { &kind_capture, "record", "draft",
      "only for Captured by: Quarantine officers; here it is: Another agency",
      (const char *const[]){ AGENCY, "handover_admin_on", "2026-11-02", "handover_physical_on",
                             "2026-11-03", NULL },
      NULL },
    { &kind_capture, "take_over", "draft", "only for Captured by: Another agency",
      (const char *const[]){ OWN, NULL }, NULL },
    { &kind_capture, "take_over", "draft", "",
      (const char *const[]){ AGENCY, "handover_admin_on", "2026-11-02", "handover_physical_on",
                             "2026-11-20", NULL },
      NULL },
    { &kind_capture, "take_over", "draft", "Papers handed over: must be filled in",
      (const char *const[]){ AGENCY, "handover_physical_on", "2026-11-20", NULL }, NULL },
    { &kind_capture, "take_over", "draft", "Goods handed over: must be filled in",
      (const char *const[]){ AGENCY, "handover_admin_on", "2026-11-20", NULL }, NULL },
    { &kind_capture, "take_over", "draft", "“Goods handed over” lies in the future",
      (const char *const[]){ AGENCY, "handover_admin_on", "2026-11-02", "handover_physical_on",
                             "2026-11-22", NULL },
      NULL },
    { &kind_capture, "take_over", "draft", "before the day of the incident",
      (const char *const[]){ AGENCY, "handover_admin_on", "2026-11-02", "handover_physical_on",
                             "2026-10-31", NULL },
      NULL },
    { &kind_capture, "secure", "recorded", "No evidence", NULL, NULL },
    { &kind_capture, "secure", "recorded", "Evidence 1 has no “Custodian”",
      (const char *const[]){ EVIDENCE, "evidence.1.custodian", "", NULL }, NULL },
    { &kind_capture, "secure", "recorded", "Evidence 1 has no “Seal”",
      (const char *const[]){ EVIDENCE, "evidence.1.seal", "", NULL }, NULL },
    { &kind_capture, "secure", "recorded", "", (const char *const[]){ EVIDENCE, NULL }, NULL },
    { &kind_capture, "owner_missing", "secured", "said to be known", NULL, NULL },
    { &kind_capture, "owner_missing", "secured", "“Search minutes”, “Searched on”: empty",
      (const char *const[]){ "owner_known", "unknown", NULL }, NULL },
    { &kind_capture, "owner_missing", "secured", "before the incident",
      (const char *const[]){ "owner_known", "unknown", "occurred_on", "2026-11-10",
                             "search_minutes", "BA", "search_on", "2026-11-09", NULL },
      NULL },
    { &kind_capture, "owner_missing", "secured", "lies in the future",
      (const char *const[]){ "owner_known", "unknown", "occurred_on", "2026-11-10",
                             "search_minutes", "BA", "search_on", "2026-11-22", NULL },
      NULL },
    { &kind_capture, "owner_missing", "recorded", "",
      (const char *const[]){ "owner_known", "unknown", "occurred_on", "2026-11-10",
                             "search_minutes", "BA", "search_on", "2026-11-11", NULL },
      NULL },
    { &kind_capture, "state", "secured", "neither a statement",
      (const char *const[]){ EVIDENCE, "statement_on", "2026-11-20", NULL }, NULL },
    { &kind_capture, "state", "secured", "Stated on: needed for",
      (const char *const[]){ EVIDENCE, "statement", "x", NULL }, NULL },
    { &kind_capture, "state", "secured", "before the incident",
      (const char *const[]){ EVIDENCE, "occurred_on", "2026-11-10", "statement", "x",
                             "statement_on", "2026-11-09", NULL },
      NULL },
    { &kind_capture, "state", "owner_missing", "",
      (const char *const[]){ EVIDENCE, "no_statement", "x", "statement_on", "2026-11-21", NULL },
      NULL },
    { &kind_capture, "non_yustisia", "acknowledged", "has not acknowledged", NULL, NULL },
    { &kind_capture, "non_yustisia", "acknowledged", "",
      (const char *const[]){ "coordination", "acknowledged", NULL }, NULL },
    { &kind_capture, "pro_yustisia", "acknowledged", "“Case conference”, “Conference on”: empty",
      (const char *const[]){ "coordination", "acknowledged", NULL }, NULL },
    { &kind_capture, "pro_yustisia", "acknowledged", "“Conference on” lies in the future",
      (const char *const[]){ "coordination", "acknowledged", "conference_number", "GP",
                             "conference_on", "2026-11-22", NULL },
      NULL },
    { &kind_capture, "pro_yustisia", "acknowledged", "“Investigation order” is not among",
      (const char *const[]){ "coordination", "acknowledged", "conference_number", "GP",
                             "conference_on", "2026-11-20", NULL },
      NULL },
    { &kind_capture, "pro_yustisia", "acknowledged", "",
      (const char *const[]){ "coordination", "acknowledged", "conference_number", "GP",
                             "conference_on", "2026-11-20",
                             PAPER("1", "investigation_order", "2026-11-20"), NULL },
      NULL },
    { &kind_capture, "send_file", "pro_yustisia", "(SPDP)” is not among",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "file", "2026-11-12"), NULL },
      NULL },
    { &kind_capture, "send_file", "pro_yustisia", "is dated before “Investigation order”",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "spdp", "2026-11-09"), PAPER("3", "file", "2026-11-12"),
                             NULL },
      NULL },
    { &kind_capture, "send_file", "pro_yustisia", "The date of “Case file sent” lies in the future",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "spdp", "2026-11-11"), PAPER("3", "file", "2026-11-22"),
                             NULL },
      NULL },
    { &kind_capture, "send_file", "pro_yustisia", "",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "spdp", "2026-11-11"), PAPER("3", "file", "2026-11-12"),
                             NULL },
      NULL },
    { &kind_capture, "return_file", "file_sent", "(P-19)” is not among",
      (const char *const[]){ PAPER("1", "file", "2026-11-12"), NULL }, NULL },
    { &kind_capture, "return_file", "file_sent", "is dated before “Case file sent”",
      (const char *const[]){ PAPER("1", "file", "2026-11-12"), PAPER("2", "p19", "2026-11-11"),
                             NULL },
      NULL },
    { &kind_capture, "return_file", "file_sent", "",
      (const char *const[]){ PAPER("1", "file", "2026-11-12"), PAPER("2", "p19", "2026-11-13"),
                             NULL },
      NULL },
    { &kind_capture, "send_file", "file_returned", "one more “Case file sent”",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "spdp", "2026-11-11"), PAPER("3", "file", "2026-11-12"),
                             PAPER("4", "p19", "2026-11-13"), NULL },
      NULL },
    { &kind_capture, "send_file", "file_returned", "",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-10"),
                             PAPER("2", "spdp", "2026-11-11"), PAPER("3", "file", "2026-11-12"),
                             PAPER("4", "p19", "2026-11-13"), PAPER("5", "file", "2026-11-14"),
                             NULL },
      NULL },
    { &kind_capture, "complete_file", "file_sent", "(P-21)” is not among",
      (const char *const[]){ PAPER("1", "file", "2026-11-12"), NULL }, NULL },
    { &kind_capture, "complete_file", "file_sent", "",
      (const char *const[]){ PAPER("1", "file", "2026-11-12"), PAPER("2", "p21", "2026-11-13"),
                             NULL },
      NULL },
    { &kind_capture, "hand_over", "file_complete", "Evidence 1 has no movement",
      (const char *const[]){ EVIDENCE, PAPER("1", "p21", "2026-11-12"),
                             PAPER("2", "stage_two", "2026-11-13"), NULL },
      NULL },
    { &kind_capture, "hand_over", "file_complete", "",
      (const char *const[]){ EVIDENCE, PAPER("1", "p21", "2026-11-12"),
                             PAPER("2", "stage_two", "2026-11-13"), "movement.1.evidence", "1",
                             "movement.1.purpose", "prosecutor", "movement.1.to_whom", "Kejari",
                             NULL },
      NULL },
    { &kind_capture, "hand_over", "file_complete", "To whom suspect and evidence",
      (const char *const[]){ EVIDENCE, PAPER("1", "p21", "2026-11-12"),
                             PAPER("2", "stage_two", "2026-11-13"), "movement.1.evidence", "1",
                             "movement.1.purpose", "prosecutor", NULL },
      (const char *const[]){ "capture.handed_to", "1", NULL } },
    { &kind_capture, "hand_over", "file_complete", "",
      (const char *const[]){ EVIDENCE, PAPER("1", "p21", "2026-11-12"),
                             PAPER("2", "stage_two", "2026-11-13"), "movement.1.evidence", "1",
                             "movement.1.purpose", "prosecutor", "handed_to", "Jaksa Rahman",
                             NULL },
      (const char *const[]){ "capture.handed_to", "1", NULL } },
    { &kind_capture, "stop", "file_returned", "(SP3)” is not among", NULL, NULL },
    { &kind_capture, "stop", "file_returned", "",
      (const char *const[]){ PAPER("1", "investigation_order", "2026-11-12"),
                             PAPER("2", "sp3", "2026-11-13"), NULL },
      NULL },
    { &kind_capture, "close", "non_yustisia", "measures of this capture are still open", NULL,
      (const char *const[]){ "capture.open_measures", "2", NULL } },
    { &kind_capture, "close", "non_yustisia", "Goods 3 are not all accounted for", NULL,
      (const char *const[]){ "capture.unbalanced", "3", NULL } },
    { &kind_capture, "close", "non_yustisia", "", NULL, NULL },
    { &kind_capture, "close", "handed_over", "“Closing of the case” is not among", NULL, NULL },
    { &kind_capture, "cancel", "secured", "carried out", NULL,
      (const char *const[]){ "capture.live_measures", "1", NULL } },
    { &kind_capture, "cancel", "secured", "", NULL, NULL },

    { &kind_measure, "request", "proposed", "belongs to nothing",
      (const char *const[]){ MEASURE("detention"), NULL }, NULL },
    { &kind_measure, "request", "proposed", "not to both",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "permit", "P-1", NULL },
      NULL },
    { &kind_measure, "request", "proposed", "is a draft",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", NULL },
      (const char *const[]){ "measure.root", "draft", NULL } },
    { &kind_measure, "request", "proposed", "has ended",
      (const char *const[]){ MEASURE("detention"), "permit", "P-1", NULL },
      (const char *const[]){ "measure.root", "closed", NULL } },
    { &kind_measure, "request", "proposed", "have not arrived",
      (const char *const[]){ MEASURE("detention"), "permit", "P-1", NULL },
      (const char *const[]){ "measure.root", "not_arrived", NULL } },
    { &kind_measure, "request", "proposed", "No reason",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", NULL }, NULL },
    { &kind_measure, "request", "proposed", "not from the list of this measure",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "reason.1.words", "x", NULL },
      NULL },
    { &kind_measure, "request", "proposed", "only for Measure: Detention, Refusal, Destruction",
      (const char *const[]){ MEASURE("release"), "capture", "LK-1", NULL }, NULL },
    { &kind_measure, "prepare", "proposed", "only for Measure: Release of goods",
      (const char *const[]){ MEASURE("refusal"), "capture", "LK-1", NULL }, NULL },
    { &kind_measure, "prepare", "proposed", "",
      (const char *const[]){ MEASURE("release"), "capture", "LK-1", NULL }, NULL },
    { &kind_measure, "act_first", "waiting", "does not act before coordination",
      (const char *const[]){ "urgency", "x", NULL }, NULL },
    { &kind_measure, "act_first", "waiting", "", (const char *const[]){ "urgency", "x", NULL },
      (const char *const[]){ "measure.act_first", "1", NULL } },
    { &kind_measure, "issue", "ready", "not on record",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", NULL }, NULL },
    { &kind_measure, "issue", "ready", "not on record",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "coordination", "untracked",
                             NULL },
      NULL },
    { &kind_measure, "issue", "ready", "not on record",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "coordination", "not_needed",
                             NULL },
      NULL },
    { &kind_measure, "issue", "ready", "does not act before",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "coordination", "urgent",
                             NULL },
      NULL },
    { &kind_measure, "issue", "ready", "",
      (const char *const[]){ MEASURE("detention"), "capture", "LK-1", "coordination", "phone",
                             NULL },
      NULL },
    { &kind_measure, "deliver", "in_effect", "lies in the future",
      (const char *const[]){ "received_by", "x", "received_at", "2026-11-23T00:00:00.000Z", NULL },
      NULL },
    { &kind_measure, "deliver", "in_effect", "before it was issued",
      (const char *const[]){ "received_by", "x", "received_at", "2026-11-19T03:00:00.000Z",
                             "issued_at", "2026-11-20T03:00:00.000Z", NULL },
      NULL },
    { &kind_measure, "deliver", "in_effect", "received already",
      (const char *const[]){ "received_by", "x", "received_at", "2026-11-20T03:00:00.000Z",
                             "due_on", "2026-11-25", NULL },
      NULL },
    { &kind_measure, "deliver", "in_effect", "",
      (const char *const[]){ "received_by", "x", "received_at", "2026-11-20T01:00:00.000Z",
                             "issued_at", "2026-11-20T03:00:00.000Z", NULL },
      NULL },
    { &kind_measure, "extend", "in_effect", "has not asked",
      (const char *const[]){ "received_at", "2026-11-20T03:00:00.000Z", "due_on", "2026-11-25",
                             "extended_to", "2026-11-30", NULL },
      NULL },
    { &kind_measure, "extend", "in_effect", "came after the last day",
      (const char *const[]){ "received_at", "2026-11-10T03:00:00.000Z", "due_on", "2026-11-13",
                             "extension_asked_on", "2026-11-14", "extended_to", "2026-11-30",
                             NULL },
      NULL },
    { &kind_measure, "extend", "in_effect", "not behind the old one",
      (const char *const[]){ "received_at", "2026-11-20T03:00:00.000Z", "due_on", "2026-11-25",
                             "extension_asked_on", "2026-11-21", "extended_to", "2026-11-25",
                             NULL },
      NULL },
    { &kind_measure, "extend", "in_effect", "",
      (const char *const[]){ "received_at", "2026-11-20T03:00:00.000Z", "due_on", "2026-11-25",
                             "extension_asked_on", "2026-11-21", "extended_to", "2026-11-26",
                             NULL },
      NULL },
    { &kind_measure, "lapse", "in_effect", "No term runs", NULL, NULL },
    { &kind_measure, "lapse", "in_effect", "runs until 21 Nov 2026",
      (const char *const[]){ "due_on", "2026-11-21", NULL }, NULL },
    { &kind_measure, "lapse", "extended", "", (const char *const[]){ "due_on", "2026-11-20", NULL },
      NULL },
    { &kind_measure, "fulfil", "in_effect", "is only for Measure: Detention; here it is: Refusal",
      (const char *const[]){ "measure", "refusal", "completed_papers", "x", NULL }, NULL },
    { &kind_measure, "fulfil", "in_effect", "not received yet",
      (const char *const[]){ "measure", "detention", "completed_papers", "x", NULL }, NULL },
    { &kind_measure, "depart", "in_effect", "is only for Measure: Refusal",
      (const char *const[]){ "measure", "detention", "departed_on", "2026-11-20", "departure_proof",
                             "BL", NULL },
      NULL },
    { &kind_measure, "depart", "in_effect", "lies in the future",
      (const char *const[]){ "measure", "refusal", "departed_on", "2026-11-22", "departure_proof",
                             "BL", NULL },
      NULL },
    { &kind_measure, "depart", "in_effect", "",
      (const char *const[]){ "measure", "refusal", "departed_on", "2026-11-20", "departure_proof",
                             "BL", NULL },
      NULL },
    { &kind_measure, "destroy", "in_effect", "is only for Measure: Destruction",
      (const char *const[]){ "measure", "refusal", "minutes", "BA", NULL }, NULL },
    { &kind_measure, "destroy", "in_effect", "not signed yet",
      (const char *const[]){ "measure", "destruction", "minutes", "BA", NULL }, NULL },
    { &kind_measure, "destroy", "in_effect", "",
      (const char *const[]){ "measure", "destruction", "minutes", "BA", NULL },
      (const char *const[]){ "measure.minutes_signed", "1", NULL } },
    { &kind_measure, "release", "in_effect", "is only for Measure: Release of goods",
      (const char *const[]){ "measure", "refusal", NULL }, NULL },
    { &kind_measure, "close", "fulfilled", "not confirmed",
      (const char *const[]){ "coordination", "phone", NULL }, NULL },
    { &kind_measure, "close", "fulfilled", "(NNC)",
      (const char *const[]){ "measure", "refusal", "direction", "IM", "coordination",
                             "acknowledged", NULL },
      NULL },
    { &kind_measure, "close", "lapsed", "Goods 1 are not all",
      (const char *const[]){ "measure", "detention", "coordination", "acknowledged", NULL },
      (const char *const[]){ "measure.unsettled", "1", NULL } },
    { &kind_measure, "close", "fulfilled", "",
      (const char *const[]){ "measure", "refusal", "direction", "IM", "coordination",
                             "acknowledged", "nnc_number", "NNC-1", "nnc_on", "2026-11-20", NULL },
      NULL },
    { &kind_measure, "cancel", "in_effect", "carried out already",
      (const char *const[]){ "outcome.1.item", "1", NULL }, NULL },
    { &kind_measure, "cancel", "in_effect", "", NULL, NULL },

    { &kind_minutes, "sign", "draft", "1 witnesses are named, 2 are needed",
      (const char *const[]){ "subject", "handover", "held_on", "2026-11-20", "place", "x",
                             "officer", "x", "witness.1.name", "A", NULL },
      NULL },
    { &kind_minutes, "sign", "draft", "the method",
      (const char *const[]){ "subject", "destruction", "held_on", "2026-11-20", "place", "x",
                             "officer", "x", "witness.1.name", "A", "witness.2.name", "B", NULL },
      NULL },
    { &kind_minutes, "sign", "draft", "lies in the future",
      (const char *const[]){ "subject", "handover", "held_on", "2026-11-22", "place", "x",
                             "officer", "x", "witness.1.name", "A", "witness.2.name", "B", NULL },
      NULL },
    { &kind_minutes, "sign", "draft", "",
      (const char *const[]){ "subject", "destruction", "held_on", "2026-11-20", "place", "x",
                             "method", "burnt", "officer", "x", "witness.1.name", "A",
                             "witness.2.name", "B", NULL },
      NULL },
    { &kind_minutes, "cancel", "signed", "2 measures rest on these", NULL,
      (const char *const[]){ "minutes.used", "2", NULL } },
};

static void test_guards(void **state)
{
    (void)state;
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct guard_case *c = &cases[i];
        struct record *r = record_new(c->kind);
        struct answers *a = facts(c->facts);
        if (c->fields)
            desk_put(r, c->fields);
        r->state = flow_state(c->kind->flow, c->from)->id;
        const char *said = says(r, flow_step(c->kind->flow, c->verb, c->from), a);
        if (*c->says ? !strstr(said, c->says) : *said)
            fail_msg("%zu: %s of %s out of %s says “%s”, not “%s”", i, c->verb, c->kind->id,
                     c->from, said, c->says);
        answers_free(&a);
        record_free(&r);
    }
}

/* "SP-3" asks for papers, "SP3" stops an investigation: neither stands without its words. */
static void test_sp3_carries_words(void **state)
{
    (void)state;
    language_set(INDONESIAN);
    const struct state *stopped = flow_state(kind_capture.flow, "stopped");
    assert_non_null(strstr(_(stopped->label), "penyidikan dihentikan (SP3)"));
    assert_non_null(
        strstr(_(flow_step(kind_capture.flow, "stop", NULL)->label), "Hentikan penyidikan (SP3)"));
    language_set(ENGLISH);
}

/* What registers write for nobody is advised against where the owner is said to be known. */
static void test_nameless_owner(void **state)
{
    (void)state;
    static const struct {
        const char *owner, *known;
        bool advised;
    } cases[] = {
        { "NN", "known", true },
        { "no-name", "known", true },
        { "Tidak diketahui", "known", true },
        { "Simanjuntak", "known", false },
        { "NN", "unknown", false },
        { "", "known", false },
        { "NN", "", false }, /* a register of old says nothing of it */
    };
    const struct guard *advice = capture_advice[0];
    assert_string_equal(advice->id, "capture.nameless_owner");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&kind_capture);
        struct answers *a = answers_new();
        struct error why = { 0 };
        answers_put(a, "capture.unknown_owner", 0, "nn;no name;tidak diketahui");
        desk_put(r, (const char *const[]){ "owner_known", cases[i].known, NULL });
        value_set_reference(record_value(r, "owner"), 0, cases[i].owner);
        assert_int_equal(!advice->allow(r, a, &why), cases[i].advised);
        assert_string_equal(why.field, cases[i].advised ? "owner_known" : "");
        answers_free(&a);
        record_free(&r);
    }
}

/* The same day and place, and the same hour or owner: it may be there already. */
static void test_told_once(void **state)
{
    (void)state;
    static const struct {
        int64_t same_time, same_owner;
        const char *field;
    } cases[] = {
        { 0, 0, "" }, { 1, 0, "occurred_time" }, { 0, 2, "owner" }, { 1, 1, "occurred_time" }
    };
    const struct guard *advice = capture_advice[1];
    assert_string_equal(advice->id, "capture.told_once");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record *r = record_new(&kind_capture);
        struct answers *a = answers_new();
        struct error why = { 0 };
        answers_put(a, "capture.same_time", cases[i].same_time, NULL);
        answers_put(a, "capture.same_owner", cases[i].same_owner, NULL);
        assert_int_equal(advice->allow(r, a, &why), cases[i].field[0] == '\0');
        assert_string_equal(why.field, cases[i].field);
        answers_free(&a);
        record_free(&r);
    }
}

static void test_seeds(void **state)
{
    (void)state;
    struct seeds articles, clocks;
    seeds_read("article.csv", &kind_article, &articles);
    seeds_read("legal_clock.csv", &kind_legal_clock, &clocks);
    assert_int_equal(articles.count, 10);
    assert_int_equal(clocks.count, 6);
    for (size_t i = 0; i < clocks.count; i++)
        if (!record_value(clocks.rows[i], "valid_to")->set) {
            assert_int_equal(record_number(clocks.rows[i], "length"), 3);
            assert_string_equal(record_text(clocks.rows[i], "unit"), "working_days");
            assert_string_equal(record_text(clocks.rows[i], "start"), "receipt");
        }
    seeds_free(&articles);
    seeds_free(&clocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_states),      cmocka_unit_test(test_guards),
        cmocka_unit_test(test_sp3_carries_words), cmocka_unit_test(test_nameless_owner),
        cmocka_unit_test(test_told_once),         cmocka_unit_test(test_seeds),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
