/* shipment.c - one shipment of an in-line company: one certificate. Counted when it is issued; a
 * replaced certificate is the same shipment under another number, a cancelled one never was. */
#include "loket/records.h"

#include "inline.h"

/* Why a certificate should not have gone out as it did (inline_breach of records.h). */
static const struct choice choices_breach[] = {
    { .code = "unmonitored", .label = N_("Monitoring overdue") },
    { .code = "finding", .label = N_("Finding open") },
    { .code = "suspended", .label = N_("Company suspended") },
    { .code = "lapsed", .label = N_("Decree lapsed") },
    { .code = "undecreed", .label = N_("No decree yet") },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "facility",
      .label = N_("In-line company"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_CARRIED,
      .width = 120,
      .kind = "facility",
      .help = N_("Whose shipment it is."),
      .free_until = "allowed" },
    { .id = "ordinal",
      .label = N_("Shipment no."),
      .type = &type_number,
      .width = 6,
      .max = 999999,
      .help = N_("Number among the shipments of the company, as the log writes it."),
      .aliases = (const char *const[]){ "kirim ke", "pengiriman ke", NULL } },
    { .id = "certificate_number",
      .label = N_("Certificate"),
      .type = &type_serial,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 60,
      .help = N_("Number of the phytosanitary certificate."),
      .free_until = "allowed",
      .aliases = (const char *const[]){ "no pc", "nomor pc", NULL } },
    { .id = "issued_on",
      .label = N_("Issued on"),
      .type = &type_date,
      .flags = FIELD_INDEXED | FIELD_READ_ONLY,
      .width = 11,
      .help = N_("Day of the certificate: the day on which it is counted."),
      .aliases = (const char *const[]){ "tgl pc", "tanggal pc", NULL } },
    { .id = "issued_at",
      .label = N_("Issued at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY,
      .width = 18,
      .help = N_("Moment of the issue, where it was issued here.") },
    { .id = "permit",
      .label = N_("Permit"),
      .type = &type_reference,
      .flags = FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .kind = "permit",
      .help = N_("The application it was certified for."),
      .free_until = "allowed" },
    { .id = "certificate",
      .label = N_("Its record"),
      .type = &type_reference,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 60,
      .kind = "certificate",
      .help = N_("The certificate, where it was issued here.") },
    { .id = "conveyance",
      .label = N_("Conveyance"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 80,
      .help = N_("Vessel and voyage, flight or plate: certificates for one may count as one "
                 "shipment (rule inline.vessel_days)."),
      .free_until = "allowed",
      .aliases = (const char *const[]){ "alat angkut", "nama kapal", NULL } },
    { .id = "goods",
      .label = N_("Goods"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 160,
      .help = N_("What was shipped."),
      .free_until = "allowed" },
    { .id = "decree",
      .label = N_("Decree"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY,
      .width = 60,
      .help = N_("Number of the decree in force when it was issued.") },
    { .id = "counted",
      .label = N_("Count"),
      .type = &type_number,
      .flags = FIELD_READ_ONLY,
      .width = 4,
      .help = N_("Where the counter stood with it: shipments since the last monitoring.") },
    { .id = "breach",
      .label = N_("Against the rule"),
      .type = &type_choice,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 18,
      .choices = choices_breach,
      .help = N_("What spoke against the certificate when it was issued; empty: nothing.") },
    { .id = "override",
      .label = N_("Override"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 200,
      .help = N_("Why the head let it pass although the rule spoke against it.") },
    { .id = "former_numbers",
      .label = N_("Replaced"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 200,
      .help = N_("Numbers of certificates that were replaced, oldest first.") },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED,
      .width = 200,
      .help = N_("Why it was replaced or cancelled.") },
    { .id = "notes",
      .label = N_("Notes"),
      .type = &type_note,
      .flags = FIELD_SEARCHED,
      .width = 1000,
      .help = N_("Whatever the next officer should know.") },
    { .id = "source_row",
      .label = N_("Source row"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 32,
      .help = N_("The row of the sheet it came from.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "planned", .label = N_("planned") },
    { .id = "allowed", .label = N_("allowed by the head"), .flags = STATE_ALERT },
    { .id = "issued", .label = N_("certified"), .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = "dropped", .label = N_("not shipped"), .flags = STATE_FINAL },
    { .id = "cancelled", .label = N_("cancelled"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* "inline.closed" holds in words why the certificate may not follow the application; empty: it
 * may. Answered by the counter, inside the transaction of the step. */
static bool gate_open(const struct record *r, const struct answers *a, struct error *why)
{
    const char *closed = answers_text(a, "inline.closed");
    (void)r;
    if (*closed == '\0')
        return true;
    fail_field(why, REFUSED, "facility", "%s", closed);
    return false;
}

static const struct guard may_be_issued = { .id = "shipment.gate", .allow = gate_open };

static bool gate_closed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    if (*answers_text(a, "inline.closed") != '\0')
        return true;
    fail(why, REFUSED, _("Nothing speaks against the certificate; it needs no override."));
    return false;
}

static const struct guard needs_override = { .id = "shipment.override", .allow = gate_closed };

static const char *const before_issue[] = { "planned", "allowed", NULL };

static const struct step steps[] = {
    { .verb = "allow",
      .label = N_("Allow nevertheless"),
      .from = (const char *const[]){ "planned", NULL },
      .to = "allowed",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED | STEP_FOUR_EYES | STEP_COMPLETE,
      .guards = (const struct guard *const[]){ &needs_override, NULL },
      .help = N_("The head lets this one shipment pass although monitoring is overdue or the "
                 "decree does not hold, with the reason.") },
    { .verb = "issue",
      .label = N_("Certified"),
      .from = before_issue,
      .to = "issued",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE | STEP_LASTING,
      .guards = (const struct guard *const[]){ &may_be_issued, NULL },
      .demands = (const char *const[]){ "certificate_number", NULL },
      .stamp_day = "issued_on",
      .stamp_moment = "issued_at",
      .help = N_("The certificate was issued in another system: counts the shipment.") },
    { .verb = "certify",
      .label = N_("Certified here"),
      .from = before_issue,
      .to = "issued",
      .flags = STEP_LASTING,
      .guards = (const struct guard *const[]){ &may_be_issued, NULL },
      .stamp_day = "issued_on",
      .stamp_moment = "issued_at",
      .follows = (const char *const[]){ "certificate.issue", NULL },
      .help = N_("The certificate of its permit was issued: counts the shipment.") },
    { .verb = "reissue",
      .label = N_("Certificate replaced here"),
      .from = (const char *const[]){ "issued", NULL },
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "certificate.issue", NULL },
      .help = N_("Another certificate was issued in its place: it is not counted again.") },
    { .verb = "void",
      .label = N_("Certificate cancelled here"),
      .from = (const char *const[]){ "issued", NULL },
      .to = "cancelled",
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "certificate.cancel", NULL },
      .help = N_("The shipment is no longer counted.") },
    { .verb = "drop",
      .label = N_("Not shipped"),
      .from = before_issue,
      .to = "dropped",
      .role = ROLE_OFFICER,
      .flags = STEP_REASON,
      .help = N_("No certificate was issued; nothing is counted.") },
    { .verb = "unplan",
      .label = N_("Inspected after all"),
      .from = before_issue,
      .to = "dropped",
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "permit.inspect", NULL },
      .help = N_("The permit goes the way of any other.") },
    { .verb = "replace",
      .label = N_("Certificate replaced"),
      .from = (const char *const[]){ "issued", NULL },
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING,
      .demands = (const char *const[]){ "certificate_number", NULL },
      .help = N_("Another certificate stands for the same shipment: it is not counted again.") },
    { .verb = "cancel",
      .label = N_("Certificate cancelled"),
      .from = (const char *const[]){ "issued", NULL },
      .to = "cancelled",
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING,
      .help = N_("The certificate was cancelled: the shipment is no longer counted.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "facility", .min = 20, .want = 28 },
    { .field = "ordinal", .min = 3, .want = 5 },
    { .field = "certificate_number", .min = 14, .want = 28 },
    { .field = "issued_on", .min = 11, .want = 11 },
    { .field = "breach", .min = 10, .want = 18 },
    { .field = "state", .min = 0, .want = 14 },
    { .field = NULL },
};

const struct kind kind_shipment = {
    .id = "shipment",
    .label = N_("Shipment"),
    .plural = N_("Shipments"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-issued_on",
    .title = "certificate_number",
    .series = (const char *const[]){ "facility", "issued_on", NULL },
    .natural_key = (const char *const[]){ "certificate_number", NULL },
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_VERIFIER, ROLE_OFFICER, ROLE_COORDINATOR,
                                    ROLE_HEAD, ROLE_NONE },
    .follows = (const char *const[]){ "permit.recommend_inline", "certificate.issue", NULL },
};
