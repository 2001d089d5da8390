#include "actions/case.h"

#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum outcome case_take(struct session *s, const char *who, const struct kind *k, int64_t id,
                       const char *verb, const struct assignment *sets, size_t count,
                       struct error *e)
{
    struct step_request q = { .kind = k,
                              .id = id,
                              .verb = verb,
                              .sets = sets,
                              .set_count = count,
                              .spelling = SPELL_CANONICAL,
                              .note = "uji" };
    if (who)
        staff_login(s, who);
    *e = (struct error){ 0 };
    return act_step(s, &q, NULL, e);
}

void case_takes(struct session *s, const char *who, const struct kind *k, int64_t id,
                const char *verb)
{
    struct error e = { 0 };
    if (case_take(s, who, k, id, verb, NULL, 0, &e) != DONE)
        test_stop("%s by %s: %s", verb, who, e.text);
}

int64_t case_captured(struct session *s)
{
    staff_login(s, "officer");
    int64_t id = counter_make(s, "capture",
                              (const char *const[]){ "source",
                                                     "own",
                                                     "occurred_on",
                                                     "2026-11-19",
                                                     "occurred_time",
                                                     "08.30",
                                                     "place",
                                                     "Gate 2",
                                                     "conveyance",
                                                     "KM Kelud",
                                                     "finder",
                                                     "officer",
                                                     "field",
                                                     "T",
                                                     "item.1.commodity",
                                                     "Beras",
                                                     "item.1.p0",
                                                     "1000",
                                                     "item.1.unit",
                                                     "KGM",
                                                     "finding.1.finding",
                                                     "no_papers",
                                                     NULL });
    case_takes(s, "officer", &kind_capture, id, "record");
    return id;
}

int64_t case_proposed(struct session *s, int64_t capture, const char *measure, const char *quantity)
{
    struct record *r = counter_load(s, "capture", capture);
    char number[64], reason[64];
    snprintf(number, sizeof number, "%s", record_text(r, "number"));
    record_free(&r);
    bool release = strcmp(measure, "release") == 0;
    snprintf(reason, sizeof reason, "reason.1.%s_reason", release ? "detention" : measure);
    const char *why = strcmp(measure, "destruction") == 0 ? "rotten"
                      : strcmp(measure, "refusal") == 0   ? "prohibited"
                                                          : "no_papers";
    staff_login(s, "officer");
    return counter_make(s, "measure",
                        (const char *const[]){ "measure", measure, "capture", number, "officer",
                                               "officer", "good.1.item", "1", "good.1.quantity",
                                               quantity, release ? NULL : reason, why, NULL });
}

int64_t case_in_effect(struct session *s, int64_t capture, const char *measure,
                       const char *quantity)
{
    int64_t id = case_proposed(s, capture, measure, quantity);
    if (strcmp(measure, "release") == 0) {
        case_takes(s, "officer", &kind_measure, id, "prepare");
    } else {
        case_takes(s, "officer", &kind_measure, id, "request");
        case_takes(s, "wasdak-head", &kind_measure, id, "acknowledge");
    }
    case_takes(s, "head", &kind_measure, id, "issue");
    return id;
}

int64_t case_minutes(struct session *s)
{
    staff_login(s, "officer");
    return counter_make(s, "minutes",
                        (const char *const[]){ "subject", "destruction", "held_on", "2026-11-20",
                                               "place", "Insinerator", "method", "incinerator",
                                               "officer", "officer", "witness.1.name", "A",
                                               "witness.2.name", "B", NULL });
}
