/* stock.c - security paper as it came: a batch of serials from one to another, and how many of them
 * were given out. Each serial given has a row of the kind sheet; what is left is the rest. */
#include "loket/records.h"

#include <stdlib.h>
#include <string.h>

static const struct choice papers[] = {
    { .code = "security", .label = N_("security paper") },
    { .code = "form", .label = N_("pre-printed form") },
    { .code = "receipt", .label = N_("receipt book") },
    { .code = NULL },
};

static enum outcome check_serial(const struct field *f, const struct value *v, struct error *e)
{
    struct serial s;
    (void)f;
    if (serial_split(v->text, &s))
        return DONE;
    return fail(e, BAD_DATA,
                _("a serial ends in one to nine digits, such as A 0001001; correct it."));
}

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Batch"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED | FIELD_INDEXED,
      .width = 80,
      .help = N_("From which serial to which.") },
    { .id = "document",
      .label = N_("Document"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED,
      .width = 120,
      .kind = "document_code",
      .help = N_("The document these sheets are for."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "dokumen", "jenis dokumen", NULL } },
    { .id = "doc",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED,
      .width = 12,
      .help = N_("Its code: sheets are taken by it.") },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it is kept."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "kantor", NULL } },
    { .id = "received_on",
      .label = N_("Received on"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("Day it came."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tanggal terima", NULL } },
    { .id = "first",
      .label = N_("First serial"),
      .type = &type_serial,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 24,
      .help = N_("As printed on the first sheet."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "seri awal", "nomor awal", NULL },
      .check = check_serial },
    { .id = "last",
      .label = N_("Last serial"),
      .type = &type_serial,
      .flags = FIELD_REQUIRED,
      .width = 24,
      .help = N_("As printed on the last sheet."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "seri akhir", "nomor akhir", NULL },
      .check = check_serial },
    { .id = "paper",
      .label = N_("Paper"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 24,
      .choices = papers,
      .initial = "security",
      .help = N_("What kind of paper it is."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "jenis kertas", NULL } },
    { .id = "supplier",
      .label = N_("Received from"),
      .type = &type_text,
      .flags = FIELD_CARRIED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("Who sent it."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "dari", NULL } },
    { .id = "delivery_note",
      .label = N_("Delivery note"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 60,
      .help = N_("Number of the letter it came with."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "surat pengantar", NULL } },
    { .id = "sheets",
      .label = N_("Sheets"),
      .type = &type_number,
      .flags = FIELD_READ_ONLY,
      .width = 9,
      .help = N_("How many came.") },
    { .id = "given",
      .label = N_("Given out"),
      .type = &type_number,
      .flags = FIELD_READ_ONLY,
      .width = 9,
      .help = N_("How many were taken since, used or void.") },
    { .id = "next",
      .label = N_("Next serial"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY,
      .width = 24,
      .help = N_("The next sheet that is taken.") },
    { .id = "spoilt_serial",
      .label = N_("Spoilt serial"),
      .type = &type_serial,
      .flags = FIELD_UNIQUE_HINT,
      .width = 24,
      .help = N_("Of a sheet that is void without having been printed on."),
      .free_until = "draft",
      .check = check_serial },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_note,
      .flags = FIELD_READ_ONLY,
      .width = 300,
      .help = N_("Why a sheet was spoilt.") },
    { .id = "notes",
      .label = N_("Notes"),
      .type = &type_note,
      .width = 500,
      .help = N_("Anything else to know.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "draft", .label = N_("draft") },
    { .id = "received", .label = N_("in stock") },
    { .id = "finished", .label = N_("used up"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* As many as one delivery brings at most; a slip in a digit asks for millions. */
enum { SHEETS_MAX = 100000 };

static bool range_holds(const struct record *r, const struct answers *a, struct error *why)
{
    struct serial first, last;
    (void)a;
    if (serial_split(record_text(r, "first"), &first) &&
        serial_split(record_text(r, "last"), &last) && serial_same_series(&first, &last) &&
        last.number >= first.number && last.number - first.number < SHEETS_MAX)
        return true;
    fail_field(why, REFUSED, "last",
               _("The last serial must have the same letters and as many digits as the first, and "
                 "come behind it, at most %d sheets on; correct the serials."),
               SHEETS_MAX);
    return false;
}

static bool range_is_new(const struct record *r, const struct answers *a, struct error *why)
{
    const char *other = answers_text(a, "stock.overlaps");
    (void)r;
    if (!*other)
        return true;
    fail_field(why, REFUSED, "first",
               _("Some of these serials came already, with the batch %s; correct the serials."),
               other);
    return false;
}

static const struct guard guard_range = { .id = "stock.range", .allow = range_holds };
static const struct guard guard_new = { .id = "stock.new", .allow = range_is_new };
static const struct guard *const may_receive[] = { &guard_range, &guard_new, NULL };

static bool may_be_spoilt(const struct record *r, const struct answers *a, struct error *why)
{
    const char *trouble = answers_text(a, "stock.spoilt_trouble");
    (void)r;
    if (!*trouble)
        return true;
    fail_field(why, REFUSED, "spoilt_serial", "%s", trouble);
    return false;
}

static const struct guard guard_spoilt = { .id = "stock.spoilt", .allow = may_be_spoilt };
static const struct guard *const may_spoil[] = { &guard_spoilt, NULL };

static const struct step steps[] = {
    { .verb = "receive",
      .label = N_("Take into stock"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "received",
      .role = ROLE_TREASURER,
      .flags = STEP_COMPLETE | STEP_SIGNED | STEP_LASTING,
      .guards = may_receive,
      .help = N_("The serials were counted and may be printed on.") },
    { .verb = "give",
      .label = N_("Give a sheet"),
      .from = (const char *const[]){ "received", NULL },
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "certificate.print_sheet", "stock.spoil", NULL },
      .help = N_("A sheet was taken for printing.") },
    { .verb = "finish",
      .label = N_("Give the last sheet"),
      .from = (const char *const[]){ "received", NULL },
      .to = "finished",
      .flags = STEP_LASTING,
      .follows = (const char *const[]){ "certificate.print_sheet", "stock.spoil", NULL },
      .help = N_("The last sheet of the batch was taken.") },
    { .verb = "spoil",
      .label = N_("Declare a sheet void"),
      .from = (const char *const[]){ "received", NULL },
      .role = ROLE_TREASURER,
      .flags = STEP_SIGNED | STEP_LASTING | STEP_REASON,
      .guards = may_spoil,
      .demands = (const char *const[]){ "spoilt_serial", NULL },
      .help = N_("A sheet that nobody printed on is damaged or missing.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "name", .min = 20, .want = 36 },      { .field = "doc", .min = 7, .want = 10 },
    { .field = "sheets", .min = 6, .want = 8 },      { .field = "given", .min = 6, .want = 8 },
    { .field = "next", .min = 10, .want = 14 },      { .field = "state", .min = 8, .want = 10 },
    { .field = "received_on", .min = 0, .want = 9 }, { .field = NULL },
};

const struct kind kind_stock = {
    .id = "stock",
    .label = N_("Batch of security paper"),
    .plural = N_("Security paper"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "-received_on",
    .title = "name",
    .natural_key = (const char *const[]){ "first", "received_on", NULL },
    .editors = (const enum role[]){ ROLE_TREASURER, ROLE_ADMIN, ROLE_NONE },
};

/* ---- Serials ---- */

bool serial_split(const char *text, struct serial *out)
{
    size_t n = strlen(text), digits = 0;
    while (digits < n && text[n - digits - 1] >= '0' && text[n - digits - 1] <= '9')
        digits++;
    if (digits == 0 || digits > SERIAL_DIGITS_MAX || n - digits > SERIAL_PREFIX_MAX)
        return false;
    memcpy(out->prefix, text, n - digits);
    out->prefix[n - digits] = '\0';
    out->digits = (int)digits;
    out->number = strtoll(text + n - digits, NULL, 10);
    return true;
}

bool serial_same_series(const struct serial *a, const struct serial *b)
{
    return a->digits == b->digits && strcmp(a->prefix, b->prefix) == 0;
}

void serial_text(const struct serial *s, struct buf *out)
{
    buf_printf(out, "%s%0*lld", s->prefix, s->digits, (long long)s->number);
}
