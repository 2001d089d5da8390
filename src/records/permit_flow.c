/* permit_flow.c - the states and steps of a permit at the counter. The order of states decides how
 * long fields stay freely editable: “returned” stands before “accepted” because a returned
 * application is the applicant's to mend. */
#include "permit.h"

static const struct state states[] = {
    { .id = "draft", .label = N_("draft") },
    { .id = "submitted", .label = N_("submitted") },
    { .id = "incomplete", .label = N_("incomplete"), .flags = STATE_ALERT },
    { .id = "returned", .label = N_("returned"), .flags = STATE_ALERT },
    { .id = "accepted", .label = N_("accepted") },
    { .id = "assigned", .label = N_("assigned") },
    { .id = "rejected", .label = N_("rejected"), .flags = STATE_FINAL },
    { .id = "cancelled", .label = N_("cancelled"), .flags = STATE_FINAL },
    { .id = "completed", .label = N_("completed"), .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = NULL },
};

static const struct guard *const needs_all_papers[] = { &permit_papers_complete, NULL };
static const struct guard *const needs_missing_list[] = { &permit_missing_listed, NULL };
static const struct guard *const needs_single_officer[] = { &permit_decided_alone, NULL };
static const struct guard *const needs_risk_kept[] = { &permit_risk_not_lowered, NULL };

/* What officers are sent out for. */
static const char *const what_is_assigned[] = {
    "applicant", "field",          "direction",           "purpose",         "sender",
    "recipient", "origin_country", "destination_country", "conveyance_mode", "item",
    NULL
};

static const char *const at_counter[] = { "draft",    "submitted", "incomplete", "returned",
                                          "accepted", "assigned",  NULL };

static const char *const anywhere[] = { "draft",     "submitted", "incomplete", "returned",
                                        "accepted",  "assigned",  "rejected",   "cancelled",
                                        "completed", NULL };

static const struct step steps[] = {
    { .verb = "submit",
      .label = N_("Submit"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "submitted",
      .role = ROLE_OPERATOR,
      .flags = STEP_COMPLETE | STEP_RECEIPT,
      .help = N_("Files the application and prints the receipt.") },
    { .verb = "ask",
      .label = N_("Ask for papers"),
      .from = (const char *const[]){ "draft", "submitted", NULL },
      .to = "incomplete",
      .role = ROLE_OPERATOR,
      .guards = needs_missing_list,
      .demands = (const char *const[]){ "deadline_on", NULL },
      .help = N_("Lists what is missing and by when; no number is given and no clock runs.") },
    { .verb = "resubmit",
      .label = N_("Resubmit"),
      .from = (const char *const[]){ "incomplete", NULL },
      .to = "submitted",
      .role = ROLE_OPERATOR,
      .flags = STEP_COMPLETE | STEP_RECEIPT,
      .help = N_("The applicant brought what was missing.") },
    { .verb = "accept",
      .label = N_("Accept"),
      .from = (const char *const[]){ "submitted", NULL },
      .to = "accepted",
      .role = ROLE_OPERATOR,
      .flags = STEP_COMPLETE | STEP_NUMBER | STEP_RECEIPT | STEP_LASTING,
      .guards = needs_all_papers,
      .stamp_moment = "accepted_at",
      .help = N_("Papers are complete: gives the number, starts the clock, prints the receipt.") },
    { .verb = "reject",
      .label = N_("Reject"),
      .from = (const char *const[]){ "submitted", NULL },
      .to = "rejected",
      .role = ROLE_OPERATOR,
      .flags = STEP_REASON | STEP_LASTING,
      .help = N_("Turns the application down, with the reason.") },
    { .verb = "assign",
      .label = N_("Assign"),
      .from = (const char *const[]){ "accepted", NULL },
      .to = "assigned",
      .role = ROLE_COORDINATOR,
      .flags = STEP_DECISION | STEP_FOUR_EYES | STEP_SIGNED,
      .covers = what_is_assigned,
      .help = N_("Hands it to the officers who will inspect.") },
    { .verb = "return",
      .label = N_("Return to applicant"),
      .from = (const char *const[]){ "accepted", NULL },
      .to = "returned",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING | STEP_DECISION | STEP_FOUR_EYES | STEP_SIGNED,
      .guards = needs_missing_list,
      .help = N_("Sends it back with the notice to complete papers (SP-3); the clock waits.") },
    { .verb = "resubmit",
      .label = N_("Resubmit"),
      .from = (const char *const[]){ "returned", NULL },
      .to = "accepted",
      .role = ROLE_OPERATOR,
      .flags = STEP_COMPLETE | STEP_RECEIPT,
      .guards = needs_all_papers,
      .help = N_("The applicant mended what was returned; the number stays the same.") },
    { .verb = "cancel",
      .label = N_("Cancel the application"),
      .from = at_counter,
      .to = "cancelled",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING,
      .help = N_("Ends the application for good and enters it in the cancellation register.") },
    { .verb = "correct",
      .label = N_("Correct a field"),
      .from = (const char *const[]){ "accepted", "assigned", "completed", NULL },
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_CORRECTS | STEP_FOUR_EYES | STEP_SIGNED,
      .demands = (const char *const[]){ "asked_by", NULL },
      .help = N_("Changes a field past its free state; old, new and reason go into the "
                 "corrections register.") },
    { .verb = "raise_risk",
      .label = N_("Raise the risk"),
      .from = at_counter,
      .role = ROLE_OPERATOR,
      .flags = STEP_REASON,
      .guards = needs_risk_kept,
      .demands = (const char *const[]){ "risk", NULL },
      .help = N_("Sets a higher risk than proposed, with the reason.") },
    { .verb = "lower_risk",
      .label = N_("Lower the risk"),
      .from = at_counter,
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_FOUR_EYES | STEP_SIGNED,
      .demands = (const char *const[]){ "risk", NULL },
      .help = N_("Sets a lower risk than proposed; the head's decision, with the reason.") },
    { .verb = "review",
      .label = N_("Review"),
      .from = anywhere,
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_FOUR_EYES | STEP_SIGNED | STEP_REVIEW,
      .guards = needs_single_officer,
      .help = N_("Another person looked at what a single officer decided alone, and writes what "
                 "they found; due the next working day.") },
    { .verb = NULL },
};

const struct flow permit_flow = { .states = states, .steps = steps };
