/* billing_tariff.c - which tariff row is in force, in which unit it counts, and how a rule rounds.
 */
#include "billing.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 200, CLASSES_MAX = 2000 };

/* ---- Rules ---- */

static enum outcome rule_text(struct session *s, const char *rule, day on, struct buf *out,
                              struct error *e)
{
    buf_reset(out);
    return store_rule(s->store, rule, buf_text(&s->office), on, out, e);
}

/* "EX=export;IM=import": what stands for the key; false: nothing does. */
static bool pair_says(const char *pairs, const char *key, char *out, size_t cap)
{
    size_t n = strlen(key);
    for (const char *p = pairs; *p; p += strcspn(p, ";"), p += *p == ';') {
        size_t length = strcspn(p, ";");
        if (length <= n || strncmp(p, key, n) != 0 || p[n] != '=')
            continue;
        snprintf(out, cap, "%.*s", (int)(length - n - 1), p + n + 1);
        return true;
    }
    return false;
}

static enum outcome read_rounding(struct session *s, struct pricing *p, struct error *e)
{
    struct buf way = { 0 };
    enum outcome result = rule_number(s, "bill.round_to", p->on, &p->rounding.to, e);
    if (result == DONE)
        result = rule_text(s, "bill.rounding", p->on, &way, e);
    p->rounding.way = text_same(buf_text(&way), "up")     ? ROUND_UP
                      : text_same(buf_text(&way), "down") ? ROUND_DOWN
                                                          : ROUND_NEAREST;
    if (p->rounding.to <= 0)
        p->rounding.to = 1;
    buf_free(&way);
    return result;
}

enum outcome pricing_begin(struct session *s, const struct record *bill,
                           const struct record *permit, struct pricing *p, struct error *e)
{
    struct buf text = { 0 };
    const struct value *on = record_value(bill, "billed_on");
    *p = (struct pricing){ .on = on->set ? (day)on->num : session_today(s),
                           .exempt = record_number(bill, "exempt") != 0 };
    enum outcome result = rule_text(s, "bill.directions", p->on, &text, e);
    if (result == DONE && !pair_says(buf_text(&text), record_text(permit, "direction"),
                                     p->direction, sizeof p->direction))
        result = fail_field(e, REFUSED, "permit",
                            _("The rule “bill.directions” says nothing of %s; add it there."),
                            record_text(permit, "direction"));
    if (result == DONE)
        result = rule_text(s, "bill.document_tariffs", p->on, &text, e);
    if (result == DONE)
        (void)pair_says(buf_text(&text), record_text(permit, "field"), p->document,
                        sizeof p->document);
    if (result == DONE)
        result = rule_text(s, "bill.exempt_branch", p->on, &text, e);
    if (result == DONE && text.len == 3) {
        p->branch = text.data[0];
        p->free_branch = text.data[2];
    }
    buf_free(&text);
    if (result == DONE)
        result = read_rounding(s, p, e);
    struct query units = { .kind = &kind_unit, .limit = CLASSES_MAX };
    return result == DONE ? store_page(s->store, &units, &p->units, e) : result;
}

void pricing_end(struct pricing *p)
{
    page_free(&p->units);
}

/* ---- Rows ---- */

static bool in_force(const struct record *row, day on)
{
    const struct value *from = record_value(row, "valid_from"), *to = record_value(row, "valid_to");
    return (!from->set || from->num <= on) && (!to->set || to->num >= on);
}

/* A row without a unit is a heading, whatever stands beside it. */
static bool for_direction(const struct record *row, const char *direction)
{
    const char *theirs = record_text(row, "direction");
    return *record_text(row, "unit") &&
           (strcmp(theirs, direction) == 0 || strcmp(theirs, "any") == 0);
}

/* Where a later regulation begins before the former is closed, the later one holds. */
static enum outcome pick(struct page *rows, const struct pricing *p, const char *code,
                         struct record **out, struct error *e)
{
    size_t best = rows->count, even = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct record *row = rows->rows[i];
        if (!in_force(row, p->on) || !for_direction(row, p->direction))
            continue;
        int64_t from = record_number(row, "valid_from");
        int64_t so_far = best < rows->count ? record_number(rows->rows[best], "valid_from") : 0;
        if (best < rows->count && from == so_far)
            even++;
        if (best == rows->count || from > so_far) {
            best = i;
            even = 0;
        }
    }
    if (even > 0)
        return fail_field(e, REFUSED, "charge",
                          _("Tariff %s has %zu rows in force for %s; close all but one."), code,
                          even + 1, p->direction);
    if (best < rows->count) {
        *out = rows->rows[best];
        rows->rows[best] = rows->rows[--rows->count];
    }
    return DONE;
}

static enum outcome find_code(struct session *s, const struct pricing *p, const char *code,
                              struct record **out, struct error *e)
{
    struct filter same = { .field = "code", .how = IS };
    struct query q = {
        .kind = &kind_tariff, .filters = &same, .filter_count = 1, .limit = ROWS_MAX
    };
    struct page rows = { 0 };
    value_set_text(&same.value, code);
    enum outcome result = store_page(s->store, &q, &rows, e);
    if (result == DONE)
        result = pick(&rows, p, code, out, e);
    value_clear(&same.value);
    page_free(&rows);
    return result;
}

enum outcome tariff_find(struct session *s, const struct pricing *p, const char *code,
                         struct record **out, struct error *e)
{
    char whole[32];
    *out = NULL;
    if (p->exempt && code[0] == p->branch)
        snprintf(whole, sizeof whole, "%c%s", p->free_branch, code + 1);
    else
        snprintf(whole, sizeof whole, "%s", code);
    enum outcome result = find_code(s, p, whole, out, e);
    if (result != DONE || *out || !p->branch)
        return result;
    snprintf(whole, sizeof whole, "%c%s", p->exempt ? p->free_branch : p->branch, code);
    return find_code(s, p, whole, out, e);
}

/* ---- Units ---- */

/* Is this one of "kg;kilo;kilograms", folded? */
static bool among(const char *list, const char *folded)
{
    bool found = false;
    for (const char *p = list; *p && !found; p += strcspn(p, ";"), p += *p == ';') {
        struct buf one = { 0 }, plain = { 0 };
        buf_printf(&one, "%.*s", (int)strcspn(p, ";"), p);
        utf8_fold(buf_text(&one), &plain);
        found = strcmp(buf_text(&plain), folded) == 0;
        buf_free(&one);
        buf_free(&plain);
    }
    return found;
}

static const struct record *unit_called(const struct pricing *p, const char *words)
{
    static const char *const names[] = { "code", "name", "symbol", "name_en", "aliases" };
    struct buf folded = { 0 };
    const struct record *found = NULL;
    utf8_fold(words, &folded);
    for (size_t i = 0; i < p->units.count && !found; i++)
        for (size_t n = 0; n < COUNT(names) && !found; n++)
            if (among(record_text(p->units.rows[i], names[n]), buf_text(&folded)))
                found = p->units.rows[i];
    buf_free(&folded);
    return found;
}

static const struct record *unit_of_id(const struct pricing *p, int64_t id)
{
    for (size_t i = 0; i < p->units.count; i++)
        if (p->units.rows[i]->id == id)
            return p->units.rows[i];
    return NULL;
}

static int64_t base_of(const struct record *unit)
{
    const struct value *base = record_value(unit, "base");
    return base->num ? base->num : unit->id;
}

static int64_t factor_of(const struct record *unit)
{
    const struct value *factor = record_value(unit, "factor_num");
    return factor->set ? factor->num : 1;
}

static bool convert(const struct record *have, const struct value *quantity,
                    const struct record *wanted, int64_t *out)
{
    enum { ITEM_DECIMALS = 3 };
    return have && base_of(have) == base_of(wanted) &&
           bill_convert(quantity->num, ITEM_DECIMALS, factor_of(have), factor_of(wanted), out);
}

static bool item_in(const struct pricing *p, const struct line *item, const struct record *wanted,
                    int64_t *out)
{
    static const struct {
        const char *quantity, *unit;
    } pairs[] = { { "net_quantity", "net_unit" },
                  { "other_quantity", "other_unit" },
                  { "gross_quantity", "gross_unit" } };
    const struct line_kind *items = kind_line(&kind_permit, "item");
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const struct value *n = line_cell(items, item, pairs[i].quantity);
        const struct value *unit = line_cell(items, item, pairs[i].unit);
        if (n->set && unit->num && convert(unit_of_id(p, unit->num), n, wanted, out))
            return true;
    }
    const struct value *packages = line_cell(items, item, "packages");
    return packages->set && convert(unit_called(p, "PK"), packages, wanted, out);
}

/* "per ekor per hari" counts heads; what is no unit of goods is how many times. */
bool quantity_in(const struct pricing *p, const struct line *item, const char *unit, int64_t *out)
{
    static const char per[] = "per ";
    struct buf plain = { 0 };
    bool found = false;
    utf8_fold(unit, &plain);
    const char *at = buf_text(&plain);
    while (!found && (at = strstr(at, per))) {
        at += strlen(per);
        const char *end = strstr(at, " per ");
        struct buf words = { 0 };
        buf_printf(&words, "%.*s", end ? (int)(end - at) : (int)strlen(at), at);
        const struct record *wanted = unit_called(p, buf_text(&words));
        found = wanted && item_in(p, item, wanted, out);
        buf_free(&words);
    }
    buf_free(&plain);
    return found;
}

/* ---- Classes ---- */

/* "2-DITANAM" is the choice its words are an alias of. */
static bool same_purpose(const char *listed, const char *purpose)
{
    const struct field *f = kind_field(&kind_permit, "purpose");
    const char *words = strchr(listed, '-');
    struct reading how = { .spelling = SPELL_SHEET };
    struct value v = { 0 };
    bool same = field_parse(f, &how, words ? words + 1 : listed, &v, NULL) == DONE && v.set &&
                text_same(v.text, purpose);
    value_clear(&v);
    return same;
}

/* How many of its conditions the row names, all of which hold; 0: it does not fit. */
static int class_fits(const struct record *row, const struct record *permit,
                      const struct line *item)
{
    const struct line_kind *items = kind_line(&kind_permit, "item");
    const char *class = record_text(row, "class"), *purpose = record_text(row, "purpose");
    struct buf form = { 0 }, name = { 0 };
    utf8_fold(record_text(row, "form"), &form);
    utf8_fold(line_cell_text(line_cell(items, item, "commodity")), &name);
    bool fits = (!*class || strcmp(class, line_cell_text(line_cell(items, item, "class"))) == 0) &&
                (!*purpose || same_purpose(purpose, record_text(permit, "purpose"))) &&
                (!form.len || strstr(buf_text(&name), buf_text(&form))) &&
                *record_text(row, "tariff");
    int weight = fits ? (*class != '\0') + (*purpose != '\0') + (form.len > 0) : 0;
    buf_free(&form);
    buf_free(&name);
    return weight;
}

enum outcome class_propose(struct session *s, const struct record *permit, const struct line *item,
                           struct value *out, struct error *e)
{
    struct filter field = { .field = "field", .how = IS };
    struct query q = {
        .kind = &kind_classification, .filters = &field, .filter_count = 1, .limit = CLASSES_MAX
    };
    struct page rows = { 0 };
    const struct record *only = NULL;
    int best = 0;
    value_set_text(&field.value, record_text(permit, "field"));
    enum outcome result = store_page(s->store, &q, &rows, e);
    for (size_t i = 0; result == DONE && i < rows.count; i++) {
        int weight = class_fits(rows.rows[i], permit, item);
        if (weight > 0 && weight >= best)
            only = weight > best ? rows.rows[i] : NULL;
        best = weight > best ? weight : best;
    }
    if (only)
        value_set_reference(out, only->id, record_text(only, "description"));
    value_clear(&field.value);
    page_free(&rows);
    return result;
}
