/* choices.h - option lists that several kinds share. Codes are stored and never change. */
#ifndef LOKET_RECORDS_CHOICES_H
#define LOKET_RECORDS_CHOICES_H

#include "loket/catalogue.h"

extern const struct choice choices_field[];        /* H I T */
extern const struct choice choices_field_or_any[]; /* H I T any */
extern const struct choice choices_direction[];    /* EX IM DM DK TR RE RI ST */
extern const struct choice choices_class[];        /* A B C D: golongan */
extern const struct choice choices_form[];         /* live, seed, fresh ... */
extern const struct choice choices_purpose[];      /* planting, consumption ... */
extern const struct choice choices_era[];          /* A B C: which law and which papers */
extern const struct choice choices_era_or_any[];   /* A B C, AB where both say the same, any */
extern const struct choice choices_action[];       /* P1a P1b P2 ... P8: the quarantine actions */
extern const struct choice choices_risk[];         /* low medium high */
extern const struct choice choices_need[];         /* required conditional */
extern const struct choice choices_certainty[];    /* stated inferred: of a row of law */
extern const struct choice choices_clock_unit[];   /* days working_days */
extern const struct choice choices_clock_start[];  /* receipt act */
extern const struct choice choices_clock_paper[];  /* main supporting any */
extern const struct choice choices_coordination[]; /* none acknowledged phone ... untracked */
extern const struct choice choices_transport[];    /* sea rail road air ... */

extern const enum role roles_of_staff[]; /* every role but guest, ROLE_NONE-terminated */

/* Who of the structural supervision officers knew, and when: what the step writes down. */
/* clang-format off */
#define KNOWN_FIELDS \
    { .id = "acknowledged_by", \
      .label = N_("Known to"), \
      .type = &type_text, \
      .flags = FIELD_READ_ONLY, \
      .width = 80, \
      .help = N_("The supervision officer who acknowledged it.") }, \
    { .id = "acknowledged_nip", \
      .label = N_("NIP"), \
      .type = &type_text, \
      .flags = FIELD_READ_ONLY, \
      .width = 18, \
      .help = N_("Staff number of that officer.") }, \
    { .id = "acknowledged_at", \
      .label = N_("Known since"), \
      .type = &type_moment, \
      .flags = FIELD_READ_ONLY, \
      .width = 20, \
      .help = N_("When it was acknowledged.") }, \
    { .id = "acknowledged_note", \
      .label = N_("Note"), \
      .type = &type_text, \
      .flags = FIELD_READ_ONLY, \
      .width = 200, \
      .help = N_("What that officer noted.") }
/* clang-format on */

#endif
