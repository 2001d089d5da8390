/* minutes.c - minutes (berita acara) with witnesses and method. One set may cover many measures: of
 * a day's destruction every capture and application refers to the same. */
#include <string.h>

#include "paper.h"

#include "loket/records.h"

static const struct choice subjects[] = {
    { .code = "destruction",
      .label = N_("Destruction"),
      .aliases = (const char *const[]){ "pemusnahan", NULL } },
    { .code = "detention",
      .label = N_("Detention"),
      .aliases = (const char *const[]){ "penahanan", NULL } },
    { .code = "refusal",
      .label = N_("Refusal"),
      .aliases = (const char *const[]){ "penolakan", NULL } },
    { .code = "handover",
      .label = N_("Hand-over"),
      .aliases = (const char *const[]){ "serah terima", NULL } },
    { .code = "search", .label = N_("Search for the owner") },
    { .code = "custody", .label = N_("Loss in custody") },
    { .code = "other", .label = N_("Other") },
    { .code = NULL },
};

static const struct choice methods[] = {
    { .code = "burnt", .label = N_("Burnt"), .aliases = (const char *const[]){ "dibakar", NULL } },
    { .code = "buried",
      .label = N_("Buried"),
      .aliases = (const char *const[]){ "dikubur", "ditimbun", NULL } },
    { .code = "autoclave", .label = N_("Autoclave") },
    { .code = "incinerator",
      .label = N_("Incinerator"),
      .aliases = (const char *const[]){ "insinerator", NULL } },
    { .code = "chemical", .label = N_("Chemicals") },
    { .code = "crushed", .label = N_("Crushed") },
    { .code = "other", .label = N_("Other"), .aliases = (const char *const[]){ "lainnya", NULL } },
    { .code = NULL },
};

static const struct condition of_destruction = { "subject",
                                                 (const char *const[]){ "destruction", NULL } };

static const struct field fields[] = {
    { .id = "number",
      .label = N_("Number"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 60,
      .help = N_("Number of the minutes, given when they are signed."),
      .aliases = (const char *const[]){ "nomor ba", "no ba", NULL } },
    { .id = "subject",
      .label = N_("About"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 20,
      .choices = subjects,
      .initial = "destruction",
      .help = N_("What the minutes are about."),
      .free_until = "draft" },
    { .id = "held_on",
      .label = N_("Day"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("The day it happened."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tanggal", NULL } },
    { .id = "place",
      .label = N_("Place"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_CARRIED,
      .width = 120,
      .help = N_("Where it happened."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tempat", NULL } },
    { .id = "method",
      .label = N_("Method"),
      .type = &type_choice,
      .only = &of_destruction,
      .width = 16,
      .choices = methods,
      .help = N_("How the goods were destroyed."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "cara", NULL } },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .flags = FIELD_INDEXED | FIELD_CARRIED,
      .width = 80,
      .kind = "office",
      .help = N_("The service unit that drew them up."),
      .free_until = "draft" },
    { .id = "officer",
      .label = N_("Officer"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_LOOSE | FIELD_SELF,
      .width = 80,
      .kind = "user",
      .help = N_("Who carried it out and signs."),
      .free_until = "draft" },
    { .id = "text",
      .label = N_("What happened"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 4000,
      .help = N_("In words, as the paper shall say it."),
      .free_until = "draft" },
    CODE_FIELD("code", N_("QR code")),
    PRINTS_FIELD,
    { .id = "file",
      .label = N_("Scan"),
      .type = &type_file,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 200,
      .help = N_("The signed paper, kept beside the database.") },
    { .id = NULL },
};

static const struct field witness_fields[] = {
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("Who saw it."),
      .free_until = "draft" },
    { .id = "post",
      .label = N_("Post"),
      .type = &type_text,
      .width = 80,
      .help = N_("Office, rank or number of who saw it."),
      .free_until = "draft" },
    { .id = NULL },
};

static const struct field measure_fields[] = {
    { .id = "measure",
      .label = N_("Measure"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED,
      .width = 80,
      .kind = "measure",
      .help = N_("The letter that was carried out; its goods stand in the minutes."),
      .free_until = "draft" },
    { .id = "goods",
      .label = N_("Goods"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED | FIELD_IN_CODE,
      .width = 400,
      .help = N_("What and how much, as the letter says; written when the minutes are signed.") },
    { .id = NULL },
};

static const struct line_kind lines[] = {
    { .id = "witness",
      .label = N_("Witnesses"),
      .fields = witness_fields,
      .columns = (const char *const[]){ "name", "post", NULL } },
    { .id = "measure",
      .label = N_("Measures carried out"),
      .fields = measure_fields,
      .columns = (const char *const[]){ "measure", "goods", NULL } },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "draft", .label = N_("draft") },
    { .id = "signed", .label = N_("signed") },
    { .id = "cancelled", .label = N_("cancelled"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* ---- Guards ---- */

static const struct fact witness_facts[] = { { .id = "minutes.witnesses", .op = FACT_RULE },
                                             { .id = NULL } };

static bool witnessed(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t needed = answers_number(a, "minutes.witnesses");
    bool destruction = strcmp(record_text(r, "subject"), "destruction") == 0;
    if (destruction && !record_value(r, "method")->set) {
        fail_field(why, REFUSED, "method",
                   _("How the goods were destroyed is not said; fill in "
                     "the method."));
        return false;
    }
    if ((int64_t)record_live_lines(r, "witness") >= needed)
        return true;
    fail_field(why, REFUSED, "witness", _("%zu witnesses are named, %lld are needed; add them."),
               record_live_lines(r, "witness"), (long long)needed);
    return false;
}

static bool not_ahead(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_number(r, "held_on") <= answers_number(a, "minutes.today"))
        return true;
    fail_field(why, REFUSED, "held_on", _("The day lies in the future; correct it."));
    return false;
}

static const struct fact used_facts[] = {
    { .id = "minutes.used",
      .op = FACT_COUNT,
      .kind = "measure",
      .match = (const struct fact_match[]){ { .theirs = "minutes", .ours = "id" }, { NULL, NULL } },
      .states = (const char *const[]){ "fulfilled", "closed", NULL } },
    { .id = NULL },
};

static bool not_used(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    if (answers_number(a, "minutes.used") == 0)
        return true;
    fail(why, REFUSED, _("%lld measures rest on these minutes; they cannot be cancelled."),
         (long long)answers_number(a, "minutes.used"));
    return false;
}

static const struct guard guard_witnessed = { .id = "minutes.witnessed",
                                              .facts = witness_facts,
                                              .allow = witnessed };
static const struct guard guard_not_ahead = { .id = "minutes.not_ahead", .allow = not_ahead };
static const struct guard guard_not_used = { .id = "minutes.not_used",
                                             .facts = used_facts,
                                             .allow = not_used };
static const struct guard *const guards_sign[] = { &guard_witnessed, &guard_not_ahead, NULL };
static const struct guard *const guards_cancel[] = { &guard_not_used, NULL };

static const struct step steps[] = {
    { .verb = "sign",
      .label = N_("Sign"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "signed",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE | STEP_SIGNED | STEP_NUMBER | STEP_LASTING,
      .guards = guards_sign,
      .code = "code",
      .help = N_("The minutes stand as they are, with their witnesses; gives the number.") },
    { .verb = "cancel",
      .label = N_("Cancel the minutes"),
      .from = (const char *const[]){ "signed", NULL },
      .to = "cancelled",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_SIGNED | STEP_LASTING,
      .guards = guards_cancel,
      .help = N_("Drawn up by mistake; the number is not used again.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "number", .min = 14, .want = 26 }, { .field = "subject", .min = 12, .want = 18 },
    { .field = "held_on", .min = 9, .want = 9 },  { .field = "place", .min = 14, .want = 30 },
    { .field = "state", .min = 10, .want = 12 },  { .field = NULL },
};

const struct kind kind_minutes = {
    .id = "minutes",
    .label = N_("Minutes"),
    .plural = N_("Minutes"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "-held_on",
    .title = "number",
    .number = "number",
    .rule_day = "held_on",
    .editors =
        (const enum role[]){ ROLE_OFFICER, ROLE_WASDAK, ROLE_INVESTIGATOR, ROLE_HEAD, ROLE_NONE },
};
