/* test_permit_flow.c - the way of a permit: which step leads from where to where, and what each
 * asks for. */
#include "records/desk.h"

#include <string.h>

struct way {
    const char *from, *verb, *to; /* to NULL: stays */
};

static void test_ways(void **state)
{
    (void)state;
    static const struct way ways[] = {
        { "draft", "submit", "submitted" },
        { "draft", "ask", "incomplete" },
        { "submitted", "ask", "incomplete" },
        { "incomplete", "resubmit", "submitted" },
        { "submitted", "accept", "accepted" },
        { "submitted", "reject", "rejected" },
        { "accepted", "assign", "assigned" },
        { "accepted", "return", "returned" },
        { "returned", "resubmit", "accepted" },
        { "draft", "cancel", "cancelled" },
        { "submitted", "cancel", "cancelled" },
        { "incomplete", "cancel", "cancelled" },
        { "returned", "cancel", "cancelled" },
        { "accepted", "cancel", "cancelled" },
        { "assigned", "cancel", "cancelled" },
        { "accepted", "correct", NULL },
        { "assigned", "correct", NULL },
        { "completed", "correct", NULL },
        { "submitted", "raise_risk", NULL },
        { "submitted", "lower_risk", NULL },
        { "accepted", "analyse", NULL },
        { "assigned", "examine", "examined" },
        { "examined", "recommend", "recommended" },
        { "accepted", "recommend_inline", "recommended" },
        { "accepted", "recommend_statement", "recommended" },
        { "examined", "recommend_statement", "recommended" },
        { "examined", "settle", "settled" },
        { "recommended", "bill", "billed" },
        { "billed", "pay", "paid" },
        { "billed", "unbill", "recommended" },
        { "paid", "unbill", "recommended" },
        { "paid", "issue", "issued" },
        { "issued", "complete", "completed" },
        { "paid", "cancel", "cancelled" },
        { "assigned", "pause", NULL },
        { "billed", "resume", NULL },
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        const struct step *s = flow_step(kind_permit.flow, ways[i].verb, ways[i].from);
        if (s == NULL || !text_same(s->to, ways[i].to))
            fail_msg("%s from %s", ways[i].verb, ways[i].from);
    }
}

static void test_closed_ways(void **state)
{
    (void)state;
    static const struct way ways[] = {
        { "draft", "accept", NULL },       { "incomplete", "accept", NULL },
        { "returned", "accept", NULL },    { "submitted", "assign", NULL },
        { "accepted", "reject", NULL },    { "submitted", "return", NULL },
        { "submitted", "correct", NULL },  { "rejected", "resubmit", NULL },
        { "cancelled", "cancel", NULL },   { "completed", "cancel", NULL },
        { "rejected", "cancel", NULL },    { "completed", "raise_risk", NULL },
        { "assigned", "recommend", NULL }, { "recommended", "pay", NULL },
        { "billed", "issue", NULL },       { "issued", "cancel", NULL },
        { "issued", "unbill", NULL },      { "issued", "pause", NULL },
    };
    for (size_t i = 0; i < COUNT(ways); i++)
        if (flow_step(kind_permit.flow, ways[i].verb, ways[i].from) != NULL)
            fail_msg("%s from %s", ways[i].verb, ways[i].from);
}

/* Old logs land finished, and nowhere else. */
static void test_logs_land_completed(void **state)
{
    (void)state;
    for (const struct state *s = kind_permit.flow->states; s->id != NULL; s++)
        assert_int_equal((s->flags & STATE_BY_IMPORT) != 0, strcmp(s->id, "completed") == 0);
}

/* The number comes with acceptance only; a returned permit keeps it. What is timed is raw. */
static void test_numbering(void **state)
{
    (void)state;
    for (const struct step *s = kind_permit.flow->steps; s->verb != NULL; s++) {
        static const char *const timed[] = { "accept",    "analyse",          "assign",
                                             "recommend", "recommend_inline", "recommend_statement",
                                             "issue",     "back_enter",       "countersign" };
        bool stamped = false;
        for (size_t i = 0; i < COUNT(timed); i++)
            stamped |= strcmp(s->verb, timed[i]) == 0;
        assert_int_equal((s->flags & STEP_NUMBER) != 0, strcmp(s->verb, "accept") == 0);
        bool mends = (s->flags & STEP_RESERVED) && s->to == NULL; /* the paper's own is typed */
        assert_int_equal(s->stamp_moment != NULL, stamped && !mends);
    }
}

/* What somebody else must look at, and what waits for them. */
static void test_decisions(void **state)
{
    (void)state;
    static const struct {
        const char *verb;
        enum role role;
        bool four_eyes, waits;
    } steps[] = {
        { "submit", ROLE_OPERATOR, false, false },
        { "accept", ROLE_OPERATOR, false, false },
        { "assign", ROLE_COORDINATOR, true, true },
        { "return", ROLE_HEAD, true, true },
        { "cancel", ROLE_HEAD, false, false },
        { "correct", ROLE_HEAD, true, false },
        { "back_enter", ROLE_OPERATOR, false, false },
        { "countersign", ROLE_VERIFIER, true, true },
        { "lower_risk", ROLE_HEAD, true, false },
        { "raise_risk", ROLE_OPERATOR, false, false },
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        const struct step *s = flow_step(kind_permit.flow, steps[i].verb, NULL);
        assert_int_equal(s->role, steps[i].role);
        assert_int_equal((s->flags & STEP_FOUR_EYES) != 0, steps[i].four_eyes);
        assert_int_equal((s->flags & STEP_DECISION) != 0, steps[i].waits);
    }
}

/* ---- Each step asked both ways ---- */

struct trial {
    const char *state, *verb;
    const char *const *sets; /* what is set beside the sample permit */
    const char *note;
    const char *says; /* of the refusal, in English; NULL: allowed */
};

static void try_step(const struct trial *t)
{
    struct record *r = desk_permit();
    struct error why = { 0 };
    r->state = flow_state(kind_permit.flow, t->state)->id;
    if (t->sets != NULL)
        desk_put(r, t->sets);
    const struct step *s = flow_step(kind_permit.flow, t->verb, t->state);
    enum outcome o = step_allowed(r, s, NULL, t->note, &why);
    if (t->says == NULL && o != DONE)
        fail_msg("%s: %s", t->verb, why.text);
    if (t->says != NULL && (o != REFUSED || strstr(why.text, t->says) == NULL))
        fail_msg("%s: “%s” instead of “%s”", t->verb, why.text, t->says);
    record_free(&r);
}

static const char *const all_papers[] = { "document.2.presence", "present", NULL };
static const char *const deadline[] = { "deadline_on", "2026-11-25", NULL };
static const char *const no_papers_missing[] = { "document.2.presence", "present", "deadline_on",
                                                 "2026-11-25", NULL };
static const char *const in_words[] = {
    "document.2.presence", "present",     "deadline_on", "2026-11-25",
    "missing_papers",      "Surat kuasa", NULL
};
static const char *const asked[] = { "asked_by", "Pemohon", NULL };
static const char *const no_applicant[] = { "applicant", "", NULL };
static const char *const high[] = { "proposed_risk", "medium", "risk", "high", NULL };
static const char *const low[] = { "proposed_risk", "medium", "risk", "low", NULL };

static void test_steps_both_ways(void **state)
{
    (void)state;
    static const struct trial trials[] = {
        { "draft", "submit", NULL, NULL, NULL },
        { "draft", "submit", no_applicant, NULL, "Applicant" },
        { "draft", "ask", NULL, NULL, "To be completed by" },
        { "draft", "ask", deadline, NULL, NULL },
        { "submitted", "ask", no_papers_missing, NULL, "Nothing is listed as missing" },
        { "submitted", "ask", in_words, NULL, NULL },
        { "incomplete", "resubmit", NULL, NULL, NULL },
        { "submitted", "accept", NULL, NULL, "1 required papers are missing (Packing list)" },
        { "submitted", "accept", all_papers, NULL, NULL },
        { "submitted", "reject", NULL, NULL, "reason" },
        { "submitted", "reject", NULL, "Bukan media pembawa", NULL },
        { "accepted", "assign", NULL, NULL, NULL },
        { "accepted", "return", NULL, NULL, "reason" },
        { "accepted", "return", all_papers, "Tidak sesuai", "Nothing is listed as missing" },
        { "accepted", "return", NULL, "Tidak sesuai", NULL },
        { "returned", "resubmit", NULL, NULL, "required papers are missing" },
        { "returned", "resubmit", all_papers, NULL, NULL },
        { "draft", "cancel", NULL, NULL, "reason" },
        { "assigned", "cancel", NULL, "Permintaan pemohon", NULL },
        { "assigned", "correct", asked, " ", "reason" },
        { "completed", "correct", NULL, "Salah ketik", "Asked by" },
        { "completed", "correct", asked, "Salah ketik", NULL },
        { "submitted", "raise_risk", NULL, "Wabah", "Risk" },
        { "submitted", "raise_risk", high, NULL, "reason" },
        { "submitted", "raise_risk", high, "Wabah", NULL },
        { "submitted", "raise_risk", low, "Wabah", "only the head" },
        { "submitted", "lower_risk", low, "Sudah diuji", NULL },
        { "submitted", "lower_risk", low, NULL, "reason" },
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(trials); i++)
        try_step(&trials[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_closed_ways),
        cmocka_unit_test(test_logs_land_completed),
        cmocka_unit_test(test_numbering),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_steps_both_ways),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
