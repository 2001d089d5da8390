/* bill.c - what an applicant pays (PNBP): lines priced by tariff rows and frozen on the bill, a
 * receipt (kuitansi), the code of the billing system, and the state's number for the payment. */
#include <stdio.h>
#include <string.h>

#include "paper.h"

#include "loket/records.h"

#define AMOUNT_MAX INT64_C(999999999999999)

static bool only_digits(const char *text, size_t from, size_t to)
{
    size_t n = strspn(text, "0123456789");
    return n >= from && n <= to && text[n] == '\0';
}

/* Lengths inferred: one row of domain knowledge, checked loosely. */
static enum outcome check_billing_code(const struct field *f, const struct value *v,
                                       struct error *e)
{
    (void)f;
    if (only_digits(v->text, 15, 16))
        return DONE;
    return fail(e, BAD_DATA, _("a billing code is 15 digits; copy it from SIMPONI."));
}

static enum outcome check_ntpn(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    size_t n = strspn(v->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    if (n == 16 && v->text[n] == '\0')
        return DONE;
    return fail(e, BAD_DATA,
                _("an NTPN is 16 capital letters and digits; copy it from the proof of payment."));
}

static const struct field fields[] = {
    { .id = "number",
      .label = N_("Receipt number"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 60,
      .page = N_("Bill"),
      .help = N_("Number of the receipt (kuitansi), given when it is issued."),
      .aliases = (const char *const[]){ "no kwitansi", "nomor kuitansi", NULL } },
    { .id = "permit",
      .label = N_("Permit"),
      .type = &type_reference,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .kind = "permit",
      .help = N_("Of which permit: any part of its number."),
      .free_until = "draft" },
    { .id = "payer",
      .label = N_("Payer"),
      .type = &type_reference,
      .flags = FIELD_SEARCHED | FIELD_LOOSE,
      .width = 120,
      .kind = "party",
      .help = N_("Who pays; the permit's applicant unless said."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "wajib bayar", NULL } },
    { .id = "billed_on",
      .label = N_("Date"),
      .type = &type_date,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 11,
      .initial = "h",
      .help = N_("Tariffs in force on this day are used."),
      .free_until = "draft",
      .aliases = (const char *const[]){ "tgl kwitansi", "tanggal kuitansi", NULL } },
    { .id = "exempt",
      .label = N_("Rp0"),
      .type = &type_flag,
      .width = 5,
      .help = N_("Yes: exempt; priced by the branch of the tariff that costs nothing."),
      .free_until = "draft" },
    { .id = "exempt_reason",
      .label = N_("Why Rp0"),
      .type = &type_text,
      .width = 200,
      .help = N_("What exempts it: the article, and the letter that says so."),
      .free_until = "draft" },
    { .id = "total",
      .label = N_("Total"),
      .type = &type_money,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .decimals = 2,
      .help = N_("Sum of the charges in rupiah."),
      .aliases = (const char *const[]){ "jumlah", "total pnbp", NULL } },
    { .id = "issued_at",
      .label = N_("Issued at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("When the bill was issued.") },
    { .id = "due_at",
      .label = N_("Pay by"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_EXPIRES | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("By when it is to be paid."),
      .expires_in = (const char *const[]){ "issued", NULL } },
    { .id = "billing_code",
      .label = N_("Billing code"),
      .type = &type_serial,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 16,
      .check = check_billing_code,
      .help = N_("Code of the billing system (SIMPONI): 15 digits."),
      .free_until = "issued",
      .aliases = (const char *const[]){ "kode billing", "kode bill", NULL } },
    { .id = "ntpn",
      .label = N_("NTPN"),
      .type = &type_serial,
      .flags = FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 16,
      .check = check_ntpn,
      .help = N_("The state's number of the payment: 16 letters and digits."),
      .free_until = "issued",
      .aliases = (const char *const[]){ "ntpn", NULL } },
    { .id = "paid_on",
      .label = N_("Paid on"),
      .type = &type_date,
      .flags = FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 11,
      .help = N_("The bank's date."),
      .free_until = "issued",
      .aliases = (const char *const[]){ "tgl bayar", "tanggal bayar", NULL } },
    { .id = "bank",
      .label = N_("Bank"),
      .type = &type_text,
      .flags = FIELD_CARRIED | FIELD_SEARCHED,
      .width = 60,
      .help = N_("The bank that took the money, or EDC."),
      .free_until = "issued",
      .aliases = (const char *const[]){ "bank persepsi", NULL } },
    { .id = "released_at",
      .label = N_("Released at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("When the treasurer released the permit.") },
    { .id = "reason",
      .label = N_("Last reason"),
      .type = &type_note,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 500,
      .help = N_("The reason given at the last step that needed one.") },
    CODE_FIELD("code", N_("QR code")),
    PRINTS_FIELD,
    { .id = NULL },
};

static const struct field charge_fields[] = {
    [CHARGE_ITEM] = { .id = "item",
                      .label = N_("Item"),
                      .type = &type_number,
                      .width = 4,
                      .min = 1,
                      .max = 9999,
                      .help =
                          N_("Which item of the permit it is for; empty: the permit as a whole."),
                      .free_until = "draft" },
    [CHARGE_CLASS] = { .id = "class",
                       .label = N_("Class of goods"),
                       .type = &type_reference,
                       .width = 160,
                       .kind = "classification",
                       .help = N_("The class that leads to the tariff."),
                       .free_until = "draft" },
    [CHARGE_CODE] = { .id = "code",
                      .label = N_("Tariff code"),
                      .type = &type_text,
                      .width = 24,
                      .help = N_("As the annex numbers it; empty: by the class of the goods."),
                      .free_until = "draft" },
    [CHARGE_QUANTITY] = { .id = "quantity",
                          .label = N_("Quantity"),
                          .type = &type_number,
                          .width = 20,
                          .decimals = BILL_DECIMALS,
                          .max = INT64_C(999999999999999999),
                          .help = N_("In the tariff's unit; converted from the item's."),
                          .free_until = "draft" },
    [CHARGE_TIMES] = { .id = "times",
                       .label = N_("Times"),
                       .type = &type_number,
                       .width = 6,
                       .min = 1,
                       .max = 999999,
                       .initial = "1",
                       .help = N_("Days, hours or treatments, where the tariff counts them."),
                       .free_until = "draft" },
    [CHARGE_TARIFF] = { .id = "tariff",
                        .label = N_("Service"),
                        .type = &type_reference,
                        .flags = FIELD_READ_ONLY | FIELD_LOOSE,
                        .width = 500,
                        .kind = "tariff",
                        .help = N_("The row it is charged by, in its words as they stood.") },
    [CHARGE_UNIT] = { .id = "unit",
                      .label = N_("Unit"),
                      .type = &type_text,
                      .flags = FIELD_READ_ONLY,
                      .width = 60,
                      .help = N_("The row's unit as it stood.") },
    [CHARGE_PRICE] = { .id = "price",
                       .label = N_("Price"),
                       .type = &type_money,
                       .flags = FIELD_READ_ONLY,
                       .width = 20,
                       .decimals = 2,
                       .help = N_("Rupiah for one unit as it stood.") },
    [CHARGE_REGULATION] = { .id = "regulation",
                            .label = N_("Regulation"),
                            .type = &type_text,
                            .flags = FIELD_READ_ONLY,
                            .width = 60,
                            .help = N_("The regulation the row stands in.") },
    [CHARGE_ACCOUNT] = { .id = "account",
                         .label = N_("Account"),
                         .type = &type_text,
                         .flags = FIELD_READ_ONLY,
                         .width = 40,
                         .help = N_("Revenue account and code of the billing system.") },
    [CHARGE_AMOUNT] = { .id = "amount",
                        .label = N_("Amount"),
                        .type = &type_money,
                        .flags = FIELD_READ_ONLY,
                        .width = 20,
                        .decimals = 2,
                        .help = N_("Price times quantity times times, rounded by the rule.") },
    [CHARGE_AMOUNT + 1] = { .id = NULL },
};

static const struct line_kind lines[] = {
    { .id = "charge",
      .label = N_("Charges"),
      .fields = charge_fields,
      .columns =
          (const char *const[]){ "item", "code", "price", "quantity", "times", "amount", NULL } },
    { .id = NULL },
};

/* ---- Guards ---- */

static bool permit_waits(const struct record *r, const struct answers *a, struct error *why)
{
    if (!answers_has(a, BILL_PERMIT_STATE) || answers_number(a, BILL_PERMIT_WAITS))
        return true;
    fail_field(why, REFUSED, "permit",
               _("Permit %s is %s; it is billed once it is recommended, and only once."),
               record_text(r, "permit"), answers_text(a, BILL_PERMIT_STATE));
    return false;
}

static bool no_certificate_yet(const struct record *r, const struct answers *a, struct error *why)
{
    if (!answers_has(a, BILL_PERMIT_STATE) || answers_number(a, BILL_PERMIT_HOLDS))
        return true;
    fail_field(why, REFUSED, "permit",
               _("Permit %s is %s already, so its bill stands; replace the certificate instead."),
               record_text(r, "permit"), answers_text(a, BILL_PERMIT_STATE));
    return false;
}

static bool charge_is_priced(const struct line *l, size_t n, struct error *why)
{
    if (l->values[CHARGE_PRICE].set && l->values[CHARGE_AMOUNT].set)
        return true;
    char path[32];
    snprintf(path, sizeof path, "charge.%zu.quantity", n);
    if (!l->values[CHARGE_TARIFF].set)
        fail_field(why, REFUSED, path,
                   _("Charge %zu has no tariff; give it a class of goods or a tariff code, then "
                     "take the step “Calculate”."),
                   n);
    else
        fail_field(why, REFUSED, path,
                   _("Charge %zu has no quantity in the unit of its tariff (%s); fill it in, then "
                     "take the step “Calculate”."),
                   n, l->values[CHARGE_UNIT].text ? l->values[CHARGE_UNIT].text : "-");
    return false;
}

static bool all_priced(const struct record *r, const struct answers *a, struct error *why)
{
    size_t count = record_live_lines(r, "charge");
    (void)a;
    for (size_t i = 1; i <= count; i++)
        if (!charge_is_priced(record_live_line(r, "charge", i), i, why))
            return false;
    if (count > 0)
        return true;
    fail_field(why, REFUSED, "charge",
               _("Nothing is charged; take the step “Calculate”, or add a charge."));
    return false;
}

static bool exemption_told(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    bool free_of_charge = record_number(r, "exempt") != 0 || record_number(r, "total") == 0;
    if (!free_of_charge || record_text(r, "exempt_reason")[0] != '\0')
        return true;
    fail_field(why, REFUSED, "exempt_reason",
               _("A bill of Rp0 says why: the article, and the letter that says so; fill it in."));
    return false;
}

static bool something_to_pay(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (record_number(r, "total") > 0)
        return true;
    fail_field(why, REFUSED, "total", _("Nothing is to be paid; take the step “Release, Rp0”."));
    return false;
}

static bool nothing_to_pay(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (record_number(r, "total") == 0)
        return true;
    fail_field(why, REFUSED, "total", _("Something is to be paid; enter the payment with “Paid”."));
    return false;
}

static const struct guard waits = { .id = "bill.permit_waits", .allow = permit_waits };
static const struct guard holds = { .id = "bill.no_certificate", .allow = no_certificate_yet };
static const struct guard priced = { .id = "bill.priced", .allow = all_priced };
static const struct guard exempted = { .id = "bill.exempt", .allow = exemption_told };
static const struct guard to_pay = { .id = "bill.to_pay", .allow = something_to_pay };
static const struct guard free_of = { .id = "bill.free", .allow = nothing_to_pay };

/* ---- Flow ---- */

static const struct state states[] = {
    { .id = "draft", .label = N_("estimate") },
    { .id = "issued", .label = N_("to be paid") },
    { .id = "paid", .label = N_("paid"), .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = "void", .label = N_("void"), .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct step steps[] = {
    { .verb = "price",
      .label = N_("Calculate"),
      .from = (const char *const[]){ "draft", NULL },
      .role = ROLE_TREASURER,
      .help = N_("Makes the charges from the permit's goods and the tariffs in force.") },
    { .verb = "issue",
      .label = N_("Issue the bill"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "issued",
      .role = ROLE_TREASURER,
      .flags = STEP_COMPLETE | STEP_NUMBER | STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &waits, &priced, &exempted, NULL },
      .stamp_moment = "issued_at",
      .code = "code",
      .help = N_("Freezes the prices and gives the receipt its number.") },
    { .verb = "pay",
      .label = N_("Paid"),
      .from = (const char *const[]){ "issued", NULL },
      .to = "paid",
      .role = ROLE_TREASURER,
      .flags = STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &to_pay, NULL },
      .demands = (const char *const[]){ "billing_code", "ntpn", "paid_on", "bank", NULL },
      .stamp_moment = "released_at",
      .help = N_("The money is with the state; releases the permit.") },
    { .verb = "release",
      .label = N_("Release, Rp0"),
      .from = (const char *const[]){ "issued", NULL },
      .to = "paid",
      .role = ROLE_TREASURER,
      .flags = STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &free_of, NULL },
      .stamp_moment = "released_at",
      .help = N_("Nothing is to be paid; releases the permit.") },
    { .verb = "void",
      .label = N_("Void the bill"),
      .from = (const char *const[]){ "issued", "paid", NULL },
      .to = "void",
      .role = ROLE_TREASURER,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &holds, NULL },
      .help = N_("It no longer counts; its number stays used.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "number", .min = 11, .want = 20 },
    { .field = "permit", .min = 11, .want = 26 },
    { .field = "total", .min = 11, .want = 14 },
    { .field = "state", .min = 10, .want = 12 },
    { .field = "payer", .min = 0, .want = 24 },
    { .field = "paid_on", .min = 0, .want = 9 },
    { .field = NULL },
};

const struct kind kind_bill = {
    .id = "bill",
    .label = N_("Bill"),
    .plural = N_("Bills"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "-billed_on",
    .title = "number",
    .number = "number",
    .rule_day = "billed_on",
    .natural_key = (const char *const[]){ "number", NULL },
    .editors = (const enum role[]){ ROLE_TREASURER, ROLE_NONE },
};
