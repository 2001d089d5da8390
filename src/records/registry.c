/* registry.c - the list of kinds, and the defaults of rules that law or office may change by rows
 * of the kind rule. */
#include "loket/records.h"

static const struct kind *const kinds[] = {
    &kind_country,   &kind_unit,        &kind_package,
    &kind_port,      &kind_office,      &kind_document_code,
    &kind_holiday,   &kind_rule,        &kind_number_template,
    &kind_commodity, &kind_requirement, &kind_risk,
    &kind_user,      &kind_post,        &kind_party,
    &kind_permit,    &kind_note,        NULL,
};

static const struct rule_default rules[] = {
    { .id = "office.home",
      .value = "",
      .help = N_("Code of the office this store belongs to, such as 1203.") },
    { .id = "number.direction_digits",
      .value = "EX=1;IM=2;DK=3;DM=4",
      .help = N_("Digit of each direction in national numbers; the digit of DK is inferred.") },
    { .id = "permit.duplicate_days",
      .value = "3",
      .help = N_("Days within which the same applicant and conveyance look like the same "
                 "application.") },
    { .id = "permit.incomplete_days",
      .value = "3",
      .help =
          N_("Working days an applicant has to bring missing papers; UU 21/2019 article 44(3).") },
    { .id = "permit.promise_days.low",
      .value = "1",
      .help = N_("Working days promised for low risk; the office's service standard.") },
    { .id = "permit.promise_days.medium",
      .value = "3",
      .help = N_("Working days promised for medium risk; the office's service standard.") },
    { .id = "permit.promise_days.high",
      .value = "21",
      .help = N_("Working days promised for high risk; the office's service standard.") },
    { .id = "permit.era.B",
      .value = "2019-10-18",
      .help = N_("First day of document era B: UU 21/2019 in force.") },
    { .id = "permit.era.C",
      .value = "2023-07-20",
      .help = N_("First day of document era C: Barantin, Perpres 45/2023.") },
    { .id = "permit.list_without_national",
      .value = "1",
      .help = N_("1: accepted permits without a national number are listed on the home screen.") },
    { .id = "permit.assign.four_eyes",
      .value = "1",
      .help = N_("1: who contributed to a permit does not assign it.") },
    { .id = "permit.return.four_eyes",
      .value = "1",
      .help = N_("1: who contributed to a permit does not return it.") },
    { .id = "permit.lower_risk.four_eyes",
      .value = "1",
      .help = N_("1: who contributed to a permit does not lower its risk.") },
    { .id = "permit.correct.four_eyes",
      .value = "1",
      .help = N_("1: who contributed to a permit does not correct it past its free state.") },
    { .id = "office.single_officer",
      .value = "0",
      .help = N_("1: one officer may decide alone with a reason that begins “petugas tunggal”.") },
    { .id = "session.idle_minutes",
      .value = "15",
      .help = N_("Minutes without a key after which a desk locks itself; 0: never.") },
    { .id = NULL },
};

const struct registry all_kinds = { .kinds = kinds, .rules = rules };
