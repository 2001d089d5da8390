/* measure_flow.c - the states and steps of a measure (domain §15.3). Before detention, refusal or
 * destruction takes effect the structural supervision officer's knowledge is on record:
 * acknowledged here, by phone, or - only where the office's rule says so - afterwards. It is no
 * veto: there is no step that refuses it. */
#include "measure.h"

static const struct state states[] = {
    { .id = "proposed", .label = N_("proposed") },
    { .id = "waiting", .label = N_("waits for coordination"), .flags = STATE_ALERT },
    { .id = "ready", .label = N_("ready to be issued") },
    { .id = "in_effect", .label = N_("in effect") },
    { .id = "extended", .label = N_("extended") },
    { .id = "lapsed", .label = N_("term lapsed"), .flags = STATE_ALERT },
    { .id = "fulfilled", .label = N_("fulfilled") },
    { .id = "closed", .label = N_("closed"), .flags = STATE_FINAL },
    { .id = "history",
      .label = N_("history, coordination not on record"),
      .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = "cancelled", .label = N_("cancelled"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* What the supervision officer knew and the head signed. */
static const char *const what_is_decided[] = { "measure", "capture", "permit", "root_number",
                                               "reason",  "good",    NULL };

static const char *const running[] = { "in_effect", "extended", NULL };
static const char *const coordinated_later[] = { "ready",     "in_effect", "extended",
                                                 "fulfilled", "lapsed",    NULL };
static const char *const not_executed[] = { "proposed",  "waiting",  "ready",
                                            "in_effect", "extended", NULL };
static const char *const behind_proposal[] = { "waiting",  "ready",   "in_effect",
                                               "extended", "lapsed",  "fulfilled",
                                               "closed",   "history", NULL };

static const struct condition detention = { "measure", (const char *const[]){ "detention", NULL } };
static const struct condition refusal = { "measure", (const char *const[]){ "refusal", NULL } };
static const struct condition destruction = { "measure",
                                              (const char *const[]){ "destruction", NULL } };
static const struct condition release = { "measure", (const char *const[]){ "release", NULL } };
/* A release is none of the three measures and needs no coordination. */
static const struct condition three_measures = {
    "measure", (const char *const[]){ "detention", "refusal", "destruction", NULL }
};

static const struct guard *const guards_request[] = { &measure_root, &measure_reasons, NULL };
static const struct guard *const guards_prepare[] = { &measure_root, NULL };
static const struct guard *const guards_phone[] = { &measure_phoned, NULL };
static const struct guard *const guards_first[] = { &measure_first_allowed, NULL };
static const struct guard *const guards_issue[] = { &measure_coordinated, &measure_root, NULL };
static const struct guard *const guards_confirm[] = { &measure_to_confirm, NULL };
static const struct guard *const guards_deliver[] = { &measure_not_received, &measure_receipt,
                                                      NULL };
static const struct guard *const guards_ask[] = { &measure_received, &measure_extension_asked,
                                                  NULL };
static const struct guard *const guards_extend[] = { &measure_received, &measure_extension_asked,
                                                     &measure_extension, NULL };
static const struct guard *const guards_fulfil[] = { &measure_received, NULL };
static const struct guard *const guards_depart[] = { &measure_departed, NULL };
static const struct guard *const guards_destroy[] = { &measure_minutes, NULL };
static const struct guard *const guards_lapse[] = { &measure_overdue, NULL };
static const struct guard *const guards_close[] = { &measure_confirmed, &measure_notified,
                                                    &measure_settled, NULL };
static const struct guard *const guards_cancel[] = { &measure_not_executed, NULL };

static const struct step steps[] = {
    { .verb = "request",
      .label = N_("Ask for coordination"),
      .from = (const char *const[]){ "proposed", NULL },
      .to = "waiting",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE,
      .only = &three_measures,
      .guards = guards_request,
      .help = N_("Tells the structural supervision officer of the measure that is proposed.") },
    { .verb = "prepare",
      .label = N_("Prepare the release"),
      .from = (const char *const[]){ "proposed", NULL },
      .to = "ready",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE,
      .only = &release,
      .guards = guards_prepare,
      .help = N_("A release is none of the three measures and needs no coordination.") },
    { .verb = "take_back",
      .label = N_("Take back"),
      .from = (const char *const[]){ "waiting", NULL },
      .to = "proposed",
      .role = ROLE_OFFICER,
      .help = N_("The proposal is to be mended before it is known to anybody.") },
    { .verb = "acknowledge",
      .label = N_("Acknowledge"),
      .from = (const char *const[]){ "waiting", NULL },
      .to = "ready",
      .role = ROLE_WASDAK_HEAD,
      .flags = STEP_DECISION | STEP_FOUR_EYES | STEP_SIGNED | STEP_LASTING,
      .covers = what_is_decided,
      .stamp_moment = "acknowledged_at",
      .help = N_("The structural supervision officer knows of it. It is no permission: the "
                 "officer's authority is not reduced, and it cannot be refused.") },
    { .verb = "phone",
      .label = N_("Coordinated by phone"),
      .from = (const char *const[]){ "waiting", NULL },
      .to = "ready",
      .role = ROLE_OFFICER,
      .flags = STEP_SIGNED | STEP_LASTING,
      .guards = guards_phone,
      .demands = (const char *const[]){ "coordinated_with", "coordinated_at", NULL },
      .help = N_("With whom and when it was spoken; that officer confirms it later.") },
    { .verb = "act_first",
      .label = N_("Act first"),
      .from = (const char *const[]){ "waiting", NULL },
      .to = "ready",
      .role = ROLE_OFFICER,
      .flags = STEP_SIGNED | STEP_LASTING,
      .guards = guards_first,
      .demands = (const char *const[]){ "urgency", NULL },
      .help = N_("Only where the office's rule measure.act_first is 1: the urgency is recorded, "
                 "the supervision officer confirms it afterwards.") },
    { .verb = "issue",
      .label = N_("Issue"),
      .from = (const char *const[]){ "ready", NULL },
      .to = "in_effect",
      .role = ROLE_HEAD,
      .flags = STEP_DECISION | STEP_FOUR_EYES | STEP_SIGNED | STEP_NUMBER | STEP_LASTING,
      .guards = guards_issue,
      .covers = what_is_decided,
      .stamp_moment = "issued_at",
      .code = "code",
      .help = N_("Signs the letter and gives its number: the measure takes effect.") },
    { .verb = "deliver",
      .label = N_("Letter received"),
      .from = running,
      .role = ROLE_OFFICER,
      .flags = STEP_LASTING,
      .guards = guards_deliver,
      .demands = (const char *const[]){ "received_at", "received_by", NULL },
      .help = N_("The owner has the letter: the term begins, the last day is computed.") },
    { .verb = "confirm",
      .label = N_("Confirm coordination"),
      .from = coordinated_later,
      .role = ROLE_WASDAK_HEAD,
      .flags = STEP_FOUR_EYES | STEP_SIGNED | STEP_LASTING,
      .guards = guards_confirm,
      .stamp_moment = "acknowledged_at",
      .help = N_("The supervision officer spoken with confirms what was recorded.") },
    { .verb = "ask_extension",
      .label = N_("Extension asked"),
      .from = running,
      .role = ROLE_OFFICER,
      .guards = guards_ask,
      .demands = (const char *const[]){ "extension_asked_on", "extension_reason", NULL },
      .help = N_("Records the owner's request for more time.") },
    { .verb = "extend",
      .label = N_("Extend"),
      .from = running,
      .to = "extended",
      .role = ROLE_HEAD,
      .flags = STEP_FOUR_EYES | STEP_SIGNED | STEP_LASTING,
      .guards = guards_extend,
      .demands = (const char *const[]){ "extended_to", NULL },
      .help = N_("Grants the owner's request: a new last day.") },
    { .verb = "fulfil",
      .label = N_("Papers brought"),
      .from = running,
      .to = "fulfilled",
      .role = ROLE_OFFICER,
      .only = &detention,
      .guards = guards_fulfil,
      .demands = (const char *const[]){ "completed_papers", NULL },
      .help = N_("The owner completed the papers: the detention ends, work goes on.") },
    { .verb = "depart",
      .label = N_("Goods left"),
      .from = running,
      .to = "fulfilled",
      .role = ROLE_OFFICER,
      .only = &refusal,
      .guards = guards_depart,
      .demands = (const char *const[]){ "departed_on", "departure_proof", NULL },
      .help =
          N_("The refused goods left, with proof: all of them, unless their outcome says less.") },
    { .verb = "destroy",
      .label = N_("Destroyed"),
      .from = running,
      .to = "fulfilled",
      .role = ROLE_OFFICER,
      .flags = STEP_LASTING,
      .only = &destruction,
      .guards = guards_destroy,
      .demands = (const char *const[]){ "minutes", NULL },
      .help = N_("Destroyed before witnesses, the minutes are signed: all of it, unless the "
                 "outcome of the goods says less.") },
    { .verb = "release",
      .label = N_("Released"),
      .from = running,
      .to = "fulfilled",
      .role = ROLE_OFFICER,
      .only = &release,
      .help = N_("The goods went to who may have them: all of them, unless their outcome says "
                 "less.") },
    { .verb = "lapse",
      .label = N_("Lapsed"),
      .from = running,
      .to = "lapsed",
      .role = ROLE_OFFICER,
      .flags = STEP_LASTING,
      .guards = guards_lapse,
      .help = N_("The term passed without result: the next measure is proposed, and only "
                 "proposed.") },
    { .verb = "recompute",
      .label = N_("Due date recomputed"),
      .from = (const char *const[]){ "in_effect", NULL },
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "holiday.apply", NULL },
      .help = N_("A late decree changed the holidays within the term.") },
    { .verb = "close",
      .label = N_("Close"),
      .from = (const char *const[]){ "fulfilled", "lapsed", NULL },
      .to = "closed",
      .role = ROLE_HEAD,
      .flags = STEP_FOUR_EYES | STEP_SIGNED | STEP_LASTING,
      .guards = guards_close,
      .help = N_("All its goods have an outcome, coordination is confirmed, NNC is sent.") },
    { .verb = "resume",
      .label = N_("Resume"),
      .from = (const char *const[]){ "history", NULL },
      .to = "waiting",
      .role = ROLE_OFFICER,
      .flags = STEP_REASON,
      .only = &three_measures,
      .guards = guards_request,
      .help = N_("Takes an imported measure up again; it waits for coordination first.") },
    { .verb = "cancel",
      .label = N_("Cancel the measure"),
      .from = not_executed,
      .to = "cancelled",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_FOUR_EYES | STEP_SIGNED | STEP_LASTING,
      .guards = guards_cancel,
      .help = N_("Before anything was carried out; its number is not used again.") },
    { .verb = "correct",
      .label = N_("Correct a field"),
      .from = behind_proposal,
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_CORRECTS | STEP_FOUR_EYES | STEP_SIGNED,
      .help = N_("Changes a field past its free state, with the reason.") },
    { .verb = NULL },
};

const struct flow measure_flow = { .states = states, .steps = steps };
