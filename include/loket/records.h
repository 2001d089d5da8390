/* records.h - the kinds of record loket knows: one file each in src/records, listed in registry.c.
 */
#ifndef LOKET_RECORDS_H
#define LOKET_RECORDS_H

#include "loket/catalogue.h"

extern const struct registry all_kinds; /* reference kinds first: the order of loading */

/* People: `user` with fields name, full_name, nip, roles (role ids joined by ';'), office,
 * sign_key, seal_key, wrapped, certificate, certified_by; `post` with person, role, office, manner
 * (definitive, plt, plh), valid_from, valid_to, basis: a role held or lent for a time. `note` is a
 * remark whose text only compliance reads; `hold` is a decision put aside for some days, `handover`
 * a draft on its way to a colleague, `handling` what was done about something that lapses. */
extern const struct kind kind_user, kind_post, kind_note, kind_hold, kind_handover, kind_handling;

extern const struct kind kind_country, kind_unit, kind_package, kind_port, kind_office,
    kind_document_code, kind_holiday, kind_rule, kind_number_template, kind_commodity,
    kind_requirement, kind_risk, kind_option, kind_article, kind_legal_clock, kind_letterhead,
    kind_paper_layout, kind_party, kind_permit, kind_minutes, kind_capture, kind_measure;

/* Certificates, and the security paper they are printed on: `stock` is a batch of serials as it
 * came, `sheet` one serial since it was taken. `closing` is a day of the counter. */
extern const struct kind kind_certificate, kind_stock, kind_sheet, kind_closing;

/* A serial as printed: "A 0001001" is the prefix "A " and the number 1001 in 7 digits. */
enum { SERIAL_PREFIX_MAX = 14, SERIAL_DIGITS_MAX = 9 };
struct serial {
    char prefix[SERIAL_PREFIX_MAX + 1];
    int digits;
    int64_t number;
};
bool serial_split(const char *text, struct serial *out); /* false: it ends in no digits */
bool serial_same_series(const struct serial *a, const struct serial *b);
void serial_text(const struct serial *s, struct buf *out);

/* Advice at filing, never a refusal: guards whose reason says that the same application may have
 * been filed already. NULL-terminated. */
extern const struct guard *const permit_advice[];

/* A permit's line `stage`: an action ("P1a" ... "P8") called for, and done once closed_at is set.
 * Open it where a result calls for it, close it where its report or paper is in; NULL: any. */
bool permit_stage_is_open(const struct record *permit, const char *action);
void permit_stage_open(struct record *permit, const char *action, moment at);
/* false: it was not called for. paper: number of what ended it; result: in words; or NULL. */
bool permit_stage_close(struct record *permit, const char *action, moment at, const char *paper,
                        const char *result);

/* A permit's line `pause`: its service clock stands, for "owner", "payment", "laboratory",
 * "isolation" or "measure". One at a time: pausing twice keeps the first. */
bool permit_is_paused(const struct record *permit);
void permit_pause(struct record *permit, const char *reason, moment at, const char *words);
/* Ends the pause for that reason; NULL: for whatever. */
void permit_resume(struct record *permit, const char *reason, moment at);

/* Two-letter directions that bring goods in (their arrival counts) or send them out. */
bool direction_is_inward(const char *direction);

#endif
