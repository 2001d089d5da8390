/* billing.c - what a permit pays: charges made from its goods, priced by the tariff rows in force
 * and frozen when the bill is issued; and what the permit does once it is billed or paid. */
#include "billing.h"

#include <stdio.h>
#include <string.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

static enum outcome permit_of(struct session *s, const struct record *r, struct record **permit,
                              struct error *e)
{
    int64_t id = record_value(r, "permit")->num;
    *permit = NULL;
    return id ? store_load(s->store, &kind_permit, id, permit, e) : DONE;
}

/* ---- Charges ---- */

static bool has_charge_of(const struct record *bill, int64_t item)
{
    for (size_t i = 1; i <= record_live_lines(bill, "charge"); i++)
        if (record_live_line(bill, "charge", i)->values[CHARGE_ITEM].num == item)
            return true;
    return false;
}

static enum outcome class_of(struct session *s, const struct record *permit,
                             const struct line *item, struct value *out, struct error *e)
{
    const struct line_kind *items = kind_line(&kind_permit, "item");
    const struct value *told = line_cell(items, item, "classification");
    if (told->num) {
        value_copy(out, told);
        return DONE;
    }
    return class_propose(s, permit, item, out, e);
}

/* One for each item that has none yet, and one for the certificate. */
static enum outcome add_charges(struct session *s, const struct pricing *p,
                                const struct record *permit, struct record *bill, struct error *e)
{
    enum outcome result = DONE;
    size_t items = record_live_lines(permit, "item");
    for (size_t i = 1; i <= items && result == DONE; i++) {
        if (has_charge_of(bill, (int64_t)i))
            continue;
        struct line *l = record_add_line(bill, "charge");
        value_set_number(&l->values[CHARGE_ITEM], (int64_t)i);
        value_set_number(&l->values[CHARGE_TIMES], 1);
        result =
            class_of(s, permit, record_live_line(permit, "item", i), &l->values[CHARGE_CLASS], e);
    }
    if (result == DONE && p->document[0] && !has_charge_of(bill, 0)) {
        struct line *l = record_add_line(bill, "charge");
        value_set_text(&l->values[CHARGE_CODE], p->document);
        value_set_number(&l->values[CHARGE_QUANTITY], BILL_ONE);
        value_set_number(&l->values[CHARGE_TIMES], 1);
    }
    return result;
}

static enum outcome code_of_class(struct session *s, struct line *charge, struct error *e)
{
    struct record *class = NULL;
    enum outcome result =
        store_load(s->store, &kind_classification, charge->values[CHARGE_CLASS].num, &class, e);
    if (result == DONE && class)
        value_set_text(&charge->values[CHARGE_CODE], record_text(class, "tariff"));
    record_free(&class);
    return result;
}

/* The row's words, price and regulation as they stand today. */
static void freeze(struct line *charge, const struct record *row)
{
    static const struct {
        int place;
        const char *field;
    } texts[] = { { CHARGE_UNIT, "unit" }, { CHARGE_REGULATION, "regulation" } };
    struct buf account = { 0 };
    for (size_t i = 0; i < COUNT(texts); i++)
        value_set_text(&charge->values[texts[i].place], record_text(row, texts[i].field));
    value_set_text(&charge->values[CHARGE_CODE], record_text(row, "code"));
    value_set_reference(&charge->values[CHARGE_TARIFF], row->id, record_text(row, "description"));
    value_set_number(&charge->values[CHARGE_PRICE], record_number(row, "price"));
    buf_printf(&account, "%s %s", record_text(row, "account"), record_text(row, "simponi"));
    value_set_text(&charge->values[CHARGE_ACCOUNT], buf_text(&account));
    buf_free(&account);
}

static void unprice(struct line *charge)
{
    static const int places[] = { CHARGE_TARIFF,     CHARGE_UNIT,    CHARGE_PRICE,
                                  CHARGE_REGULATION, CHARGE_ACCOUNT, CHARGE_AMOUNT };
    for (size_t i = 0; i < COUNT(places); i++)
        value_clear(&charge->values[places[i]]);
}

static enum outcome put_amount(const struct pricing *p, const struct record *permit,
                               struct line *charge, struct error *e)
{
    struct value *quantity = &charge->values[CHARGE_QUANTITY];
    const struct value *times = &charge->values[CHARGE_TIMES];
    size_t item = (size_t)charge->values[CHARGE_ITEM].num;
    int64_t n = 0;
    const struct line *goods = item ? record_live_line(permit, "item", item) : NULL;
    if (!quantity->set && goods && quantity_in(p, goods, charge->values[CHARGE_UNIT].text, &n))
        value_set_number(quantity, n);
    if (!quantity->set)
        return DONE;
    if (!bill_amount(charge->values[CHARGE_PRICE].num, quantity->num, times->set ? times->num : 1,
                     p->rounding, &n))
        return fail_field(e, REFUSED, "charge",
                          _("The amount of tariff %s is too large to write down; mend the "
                            "quantity."),
                          charge->values[CHARGE_CODE].text);
    value_set_number(&charge->values[CHARGE_AMOUNT], n);
    return DONE;
}

/* Leaves a charge without a price where no row is in force; the guard says so. */
static enum outcome price_one(struct session *s, const struct pricing *p,
                              const struct record *permit, struct line *charge, struct error *e)
{
    struct record *row = NULL;
    enum outcome result = DONE;
    unprice(charge);
    if (!charge->values[CHARGE_CODE].set && charge->values[CHARGE_CLASS].num)
        result = code_of_class(s, charge, e);
    if (result == DONE && charge->values[CHARGE_CODE].set)
        result = tariff_find(s, p, charge->values[CHARGE_CODE].text, &row, e);
    if (result == DONE && row) {
        freeze(charge, row);
        result = put_amount(p, permit, charge, e);
    }
    record_free(&row);
    return result;
}

static enum outcome price_all(struct session *s, const struct pricing *p,
                              const struct record *permit, struct record *bill, struct error *e)
{
    int64_t total = 0;
    enum outcome result = DONE;
    for (size_t i = 1; result == DONE && i <= record_live_lines(bill, "charge"); i++) {
        struct line *charge = record_live_line(bill, "charge", i);
        result = price_one(s, p, permit, charge, e);
        if (result == DONE &&
            __builtin_add_overflow(total, charge->values[CHARGE_AMOUNT].num, &total))
            result = fail_field(e, REFUSED, "charge",
                                _("The total is too large to write down; mend the quantities."));
    }
    value_set_number(record_value(bill, "total"), total);
    return result;
}

static enum outcome price(struct session *s, const struct record *permit, struct record *bill,
                          bool add, struct error *e)
{
    struct pricing p;
    enum outcome result = pricing_begin(s, bill, permit, &p, e);
    if (result == DONE && add)
        result = add_charges(s, &p, permit, bill, e);
    if (result == DONE)
        result = price_all(s, &p, permit, bill, e);
    pricing_end(&p);
    return result;
}

/* ---- Steps ---- */

static enum outcome put_due(struct session *s, struct record *bill, struct error *e)
{
    int64_t hours = 0;
    enum outcome result = rule_number(s, "bill.pay_hours", session_today(s), &hours, e);
    value_set_number(record_value(bill, "due_at"), session_now(s) + hours * HOUR_MS);
    return result;
}

/* Prices are taken once more when the bill is issued, and never again. */
enum outcome billing_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    struct record *permit = NULL;
    bool issue = step_is(step, "issue");
    (void)note;
    if (!issue && !step_is(step, "price"))
        return DONE;
    enum outcome result = permit_of(s, r, &permit, e);
    if (result == DONE && permit) {
        if (!record_value(r, "payer")->set)
            value_copy(record_value(r, "payer"), record_value(permit, "applicant"));
        result = price(s, permit, r, !issue, e);
    }
    if (result == DONE && issue)
        result = put_due(s, r, e);
    record_free(&permit);
    return result;
}

/* A bill typed with nothing but its permit comes with its charges. */
enum outcome billing_begin(struct session *s, struct record *r, struct error *e)
{
    static const struct step calculate = { .verb = "price" };
    return record_live_lines(r, "charge") ? DONE : billing_prepare(s, r, &calculate, "", e);
}

static bool is_one_of(const char *state, const char *a, const char *b)
{
    return strcmp(state, a) == 0 || strcmp(state, b) == 0;
}

enum outcome billing_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    struct record *permit = NULL;
    (void)step;
    enum outcome result = permit_of(s, r, &permit, e);
    if (result == DONE && permit) {
        const char *state = permit->state;
        answers_put(a, BILL_PERMIT_STATE, 0, _(flow_state(kind_permit.flow, state)->label));
        answers_put(a, BILL_PERMIT_WAITS, strcmp(state, "recommended") == 0, NULL);
        answers_put(a, BILL_PERMIT_HOLDS, is_one_of(state, "billed", "paid"), NULL);
    }
    record_free(&permit);
    return result;
}

static void note_at_permit(const struct record *bill, bool stands, struct record *permit)
{
    struct value *number = record_value(permit, "receipt_number");
    struct value *fee = record_value(permit, "fee_total");
    value_clear(number);
    value_clear(fee);
    if (!stands)
        return;
    value_set_text(number, record_text(bill, "number"));
    value_set_number(fee, record_number(bill, "total"));
}

enum outcome billing_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e)
{
    static const struct {
        const char *verb, *permit_verb;
    } deeds[] = {
        { "issue", "bill" }, { "pay", "pay" }, { "release", "pay" }, { "void", "unbill" }
    };
    struct record *permit = NULL;
    (void)before;
    for (size_t i = 0; i < COUNT(deeds); i++) {
        if (!step_is(step, deeds[i].verb))
            continue;
        enum outcome result = permit_of(s, r, &permit, e);
        if (result == DONE && permit) {
            note_at_permit(r, !step_is(step, "void"), permit);
            result = follow_step(s, r, step, permit, deeds[i].permit_verb, note, e);
        }
        record_free(&permit);
        return result;
    }
    return DONE;
}
