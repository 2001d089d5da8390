/* rule.c - what law or office may change: dated values that guards, numbering and clocks read. A
 * row overrides the default of the same id in the registry for its office and time; an empty
 * office means every office. */
#include "loket/records.h"
#include "reference_flow.h"

struct naming {
    name_fn *each;
    void *context;
};

static void name_rule(void *context, const struct rule_default *rule)
{
    const struct naming *n = context;
    struct buf means = { 0 };
    buf_puts(&means, _(rule->help));
    if (*rule->value)
        buf_printf(&means, _(" Without a row: %s%s%s."), rule->value, rule->unit ? " " : "",
                   rule->unit ? _(rule->unit) : "");
    n->each(n->context, rule->id, buf_text(&means));
    buf_free(&means);
}

static void name_rules(name_fn *each, void *context)
{
    rules_each(&all_kinds, name_rule, &(struct naming){ each, context });
}

static const struct field fields[] = {
    { .id = "rule",
      .label = N_("Rule"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .names = name_rules,
      .help = N_("Id of the rule, such as permit.duplicate_days; F4 and loket-catalogue(7) list "
                 "them."),
      .aliases = (const char *const[]){ "aturan", NULL } },
    { .id = "value",
      .label = N_("Value"),
      .type = &type_text,
      .flags = FIELD_REQUIRED,
      .width = 80,
      .help = N_("What holds from that day: a number, a code or yes/no."),
      .aliases = (const char *const[]){ "nilai", NULL } },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it holds; empty: everywhere."),
      .aliases = (const char *const[]){ "kantor", "satpel", NULL } },
    { .id = "valid_from",
      .label = N_("Valid from"),
      .type = &type_date,
      .flags = FIELD_INDEXED,
      .width = 11,
      .help = N_("First day it holds; empty: always did. Of two rows the later one holds."),
      .aliases = (const char *const[]){ "berlaku dari", "berlaku sejak", NULL } },
    { .id = "valid_to",
      .label = N_("Valid to"),
      .type = &type_date,
      .width = 11,
      .help = N_("Last day it holds; empty: still does."),
      .aliases = (const char *const[]){ "berlaku sampai", NULL } },
    { .id = "basis",
      .label = N_("Basis"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 160,
      .help = N_("The law or decision it rests on."),
      .aliases = (const char *const[]){ "dasar", "dasar hukum", NULL } },
    { .id = NULL },
};

static const struct column columns[] = {
    { .field = "rule", .min = 22, .want = 34 },    { .field = "value", .min = 8, .want = 14 },
    { .field = "office", .min = 0, .want = 20 },   { .field = "valid_from", .min = 11, .want = 11 },
    { .field = "valid_to", .min = 0, .want = 11 }, { .field = NULL },
};

const struct kind kind_rule = {
    .id = "rule",
    .label = N_("Rule"),
    .plural = N_("Rules"),
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "rule",
    .title = "rule",
    .natural_key = (const char *const[]){ "rule", "office", "valid_from", NULL },
};
