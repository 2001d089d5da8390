/* party.c - everybody a permit names: applicants, proxies, senders, recipients. A party merged into
 * another keeps its name, so that a search for the old name still finds it. */
#include "loket/records.h"

static const struct choice types[] = {
    { .code = "company",
      .label = N_("Company"),
      .aliases =
          (const char *const[]){ "perusahaan", "badan usaha", "pt", "cv", "koperasi", NULL } },
    { .code = "person",
      .label = N_("Person"),
      .aliases = (const char *const[]){ "perorangan", "pribadi", "orang", NULL } },
    { .code = "government",
      .label = N_("Government body"),
      .aliases = (const char *const[]){ "pemerintah", "instansi", "instansi pemerintah", NULL } },
    { .code = "other", .label = N_("Other"), .aliases = (const char *const[]){ "lainnya", NULL } },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 120,
      .page = N_("Identity"),
      .help = N_("As on the registration, with PT, CV or the like in front."),
      .aliases = (const char *const[]){ "nama", "nama perusahaan", "perusahaan", NULL } },
    { .id = "type",
      .label = N_("Type"),
      .type = &type_choice,
      .flags = FIELD_INDEXED,
      .width = 18,
      .choices = types,
      .initial = "company",
      .help = N_("Company, person, government body or other."),
      .aliases = (const char *const[]){ "jenis", "jenis pengguna jasa", NULL } },
    { .id = "npwp",
      .label = N_("NPWP"),
      .type = &type_npwp,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 24,
      .help = N_("Tax number of 15 or 16 digits; dots may be left out."),
      .aliases = (const char *const[]){ "npwp", NULL } },
    { .id = "nitku",
      .label = N_("NITKU"),
      .type = &type_nitku,
      .flags = FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 28,
      .help = N_("Place-of-business number of 22 digits."),
      .aliases = (const char *const[]){ "nitku", NULL } },
    { .id = "nik",
      .label = N_("NIK"),
      .type = &type_nik,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("Number of the identity card, 16 digits."),
      .aliases = (const char *const[]){ "nik", "ktp", "no ktp", NULL } },
    { .id = "passport",
      .label = N_("Passport"),
      .type = &type_serial,
      .flags = FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("Passport number of a foreign person."),
      .aliases = (const char *const[]){ "paspor", "no paspor", NULL } },
    { .id = "phone",
      .label = N_("Phone"),
      .type = &type_phone,
      .flags = FIELD_SEARCHED,
      .width = 24,
      .page = N_("Contact"),
      .help = N_("Number that answers in office hours."),
      .aliases = (const char *const[]){ "telepon", "telp", "no hp", "hp", NULL } },
    { .id = "email",
      .label = N_("E-mail"),
      .type = &type_email,
      .flags = FIELD_SEARCHED,
      .width = 80,
      .help = N_("Address that is read."),
      .aliases = (const char *const[]){ "e mail", "surel", "email", NULL } },
    { .id = "address",
      .label = N_("Address"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 300,
      .help = N_("Street, number, village and district."),
      .aliases = (const char *const[]){ "alamat", NULL } },
    { .id = "city",
      .label = N_("City"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 60,
      .help = N_("City or regency."),
      .aliases = (const char *const[]){ "kota", "kabupaten", "kota kabupaten", NULL } },
    { .id = "country",
      .label = N_("Country"),
      .type = &type_reference,
      .width = 40,
      .kind = "country",
      .help = N_("Country of the address; empty: Indonesia."),
      .aliases = (const char *const[]){ "negara", NULL } },
    { .id = "aliases",
      .label = N_("Other names"),
      .type = &type_text,
      .flags = FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 300,
      .page = N_("At the counter"),
      .help = N_("Other names sheets use for it, separated by semicolons."),
      .aliases = (const char *const[]){ "alias", "nama lain", NULL } },
    { .id = "is_proxy",
      .label = N_("Proxy"),
      .type = &type_flag,
      .width = 5,
      .help = N_("Files for others: customs broker (PPJK) or forwarder."),
      .aliases = (const char *const[]){ "kuasa", "ppjk", NULL } },
    { .id = "proxy_for",
      .label = N_("Files for"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 200,
      .help = N_("Whom this proxy files for, separated by semicolons."),
      .aliases = (const char *const[]){ "kuasa dari", NULL } },
    { .id = "is_guest",
      .label = N_("Guest"),
      .type = &type_flag,
      .width = 5,
      .help = N_("Comes once or seldom and has no account in the national system."),
      .aliases = (const char *const[]){ "tamu", NULL } },
    { .id = "merged_into",
      .label = N_("Merged into"),
      .type = &type_reference,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 120,
      .kind = "party",
      .help = N_("The party that goes on; set by merging."),
      .aliases = NULL },
    { .id = "notes",
      .label = N_("Notes"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 1000,
      .help = N_("Whatever the next clerk should know."),
      .aliases = (const char *const[]){ "catatan", "keterangan", NULL } },
    { .id = NULL },
};

/* No sheet aliases here: a log's "alamat" is the party's own address. */
static const struct field place_fields[] = {
    { .id = "label",
      .label = N_("Called"),
      .type = &type_text,
      .width = 30,
      .help = N_("Warehouse, branch, factory and so on.") },
    { .id = "address",
      .label = N_("Address"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 200,
      .help = N_("Street, number, village and district.") },
    { .id = "city",
      .label = N_("City"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 60,
      .help = N_("City or regency.") },
    { .id = "country",
      .label = N_("Country"),
      .type = &type_reference,
      .width = 40,
      .kind = "country",
      .help = N_("Country of the address; empty: Indonesia.") },
    { .id = NULL },
};

static const struct line_kind lines[] = {
    { .id = "place",
      .label = N_("Further addresses"),
      .fields = place_fields,
      .columns = (const char *const[]){ "label", "address", "city", NULL } },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "active", .label = N_("in use"), .flags = STATE_BY_IMPORT },
    { .id = "merged", .label = N_("merged"), .flags = STATE_FINAL | STATE_HIDDEN },
    { .id = "retired", .label = N_("retired"), .flags = STATE_FINAL | STATE_HIDDEN },
    { .id = NULL },
};

static bool merges_into_another(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    int64_t target = record_number(r, "merged_into");
    if (r->id == 0 || target != r->id)
        return true;
    fail_field(why, REFUSED, "merged_into",
               _("A party cannot be merged into itself; choose the other one."));
    return false;
}

static bool nothing_merged_into_it(const struct record *r, const struct answers *a,
                                   struct error *why)
{
    (void)r;
    int64_t merged = answers_number(a, "merged_here");
    if (merged == 0)
        return true;
    fail(why, REFUSED, _("%lld merged parties lead to this one; un-merge them first."),
         (long long)merged);
    return false;
}

static const struct fact merged_here[] = {
    { .id = "merged_here",
      .op = FACT_COUNT,
      .kind = "party",
      .match =
          (const struct fact_match[]){ { .theirs = "merged_into", .ours = "id" }, { NULL, NULL } },
      .states = (const char *const[]){ "merged", NULL } },
    { .id = NULL },
};

static const struct guard guard_other = { .id = "party.other", .allow = merges_into_another };
static const struct guard guard_end = { .id = "party.end",
                                        .facts = merged_here,
                                        .allow = nothing_merged_into_it };

static const struct step steps[] = {
    { .verb = "merge",
      .label = N_("Merge"),
      .from = (const char *const[]){ "active", NULL },
      .to = "merged",
      .role = ROLE_OPERATOR,
      .guards = (const struct guard *const[]){ &guard_other, &guard_end, NULL },
      .demands = (const char *const[]){ "merged_into", NULL },
      .help = N_("Two rows are the same party: this name leads to the other one from now on.") },
    { .verb = "unmerge",
      .label = N_("Un-merge"),
      .from = (const char *const[]){ "merged", NULL },
      .to = "active",
      .role = ROLE_OPERATOR,
      .help = N_("They were two parties after all: this one stands on its own again.") },
    { .verb = "retire",
      .label = N_("Retire"),
      .from = (const char *const[]){ "active", NULL },
      .to = "retired",
      .role = ROLE_OPERATOR,
      .guards = (const struct guard *const[]){ &guard_end, NULL },
      .help = N_("Takes the row out of look-ups; what refers to it keeps its text.") },
    { .verb = "reinstate",
      .label = N_("Reinstate"),
      .from = (const char *const[]){ "retired", NULL },
      .to = "active",
      .role = ROLE_OPERATOR,
      .help = N_("Brings a retired row back into look-ups.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "name", .min = 24, .want = 40 }, { .field = "npwp", .min = 16, .want = 22 },
    { .field = "city", .min = 0, .want = 18 },  { .field = "phone", .min = 0, .want = 16 },
    { .field = "type", .min = 0, .want = 12 },  { .field = NULL },
};

const struct kind kind_party = {
    .id = "party",
    .label = N_("Party"),
    .plural = N_("Parties"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .natural_key = (const char *const[]){ "npwp", "name", NULL },
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_VERIFIER, ROLE_OFFICER, ROLE_COORDINATOR,
                                    ROLE_HEAD, ROLE_NONE },
    .lookup = (const char *const[]){ "aliases", "npwp", "phone", NULL },
};
