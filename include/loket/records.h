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

/* In-line inspection: a company under decree, its shipments, the monitorings; and who is where. */
extern const struct kind kind_facility, kind_shipment, kind_monitoring, kind_duty;

/* ---- The count of in-line shipments (inline_count.c) ---- */

/* What the rules inline.* say from a day on. */
struct inline_rules {
    day from;
    int shipments;   /* for each so many one monitoring is due */
    int grace;       /* so many more may go out while it is due */
    int warn_before; /* so many before it is due the office is warned */
    int vessel_days; /* certificates for one conveyance within so many days are one; 0: never */
    bool ad_hoc_counts, fixed_blocks, any_of_block, carry_over, finding_suspends;
};
struct inline_decree {
    const char *number;
    day on, to; /* first and last day it holds */
    moment at;
    bool extends; /* not a designation anew */
};
struct inline_shipment {
    const char *number, *conveyance; /* of the certificate; NULL or "": not known */
    day on;
    moment at;
    int64_t ordinal; /* order within a moment */
    bool gone;       /* its certificate was cancelled */
};
struct inline_monitoring {
    day on;
    moment at;
    bool ad_hoc, finding;
    day mended;   /* NO_DAY: not yet */
    bool decided; /* what it does to the count was decided when it was held: */
    bool counts;  /* the count starts anew, */
    int carried;  /* at this */
};
struct inline_case {
    const struct inline_rules
        *rules; /* by day, at least one; the first holds before its day, too */
    const struct inline_decree *decrees; /* in the order they were made, corrections taken in */
    const struct inline_shipment *shipments;
    const struct inline_monitoring *monitorings;
    size_t rule_count, decree_count, shipment_count, monitoring_count;
};

/* What speaks against a certificate, gravest first. */
enum inline_breach {
    INLINE_FINE,
    INLINE_UNDECREED, /* there is no decree yet */
    INLINE_LAPSED,
    INLINE_SUSPENDED,
    INLINE_FINDING, /* something was found and is not seen to be mended */
    INLINE_UNMONITORED,
};
const char *inline_breach_code(enum inline_breach b); /* of shipment.breach; "": INLINE_FINE */
enum inline_breach inline_breach_of(const char *code);

enum inline_what { INLINE_DECREE, INLINE_SHIPMENT, INLINE_MONITORING };
enum inline_why {
    INLINE_COUNTED,
    INLINE_CANCELLED,
    INLINE_SAME_VESSEL,
    INLINE_BEGINS_ANEW,
    INLINE_GOES_ON,     /* an extension: the count is carried over */
    INLINE_AD_HOC,      /* ad hoc, which does not count */
    INLINE_NOT_DUE,     /* held before it was due, which does not count */
    INLINE_BLOCK_DONE,  /* its block has its monitoring already */
    INLINE_NOT_DECIDED, /* was decided not to count when it was held */
};
struct inline_line {
    enum inline_what what;
    size_t index; /* among the case's */
    day on;
    int count; /* afterwards; below 0: so many more belong to a block that has its monitoring */
    enum inline_why why;
    bool counts; /* of a monitoring */
    enum inline_breach
        breach; /* of a shipment, but INLINE_SUSPENDED, which a record's state says */
};
/* Fills out, which has room for every decree, shipment and monitoring of the case, in order of
 * time; how many. Shipments and monitorings may begin at the last monitoring that was decided to
 * count (shipments vessel_days before it): what lies before changes nothing. *count: as it stands
 * in the end. */
size_t inline_count(const struct inline_case *c, struct inline_line *out, int *count);
const struct inline_rules *inline_rules_on(const struct inline_case *c, day on);
/* The decree in force on a day; NULL: none. *before: one was made by then. */
const struct inline_decree *inline_decree_on(const struct inline_case *c, day on, bool *before);
/* "6. certificate 2020...: count 1", one line of the explanation. */
void inline_explain(const struct inline_case *c, const struct inline_line *line, struct buf *out);
/* Why no certificate follows the application now, and what to do; nothing for INLINE_FINE. */
void inline_refuse(const struct inline_case *c, enum inline_breach b, int count, day on,
                   struct buf *out);
/* A block of official numbers reserved for paper (`reserve`): its lines are the numbers. */
extern const struct kind kind_reserve;
enum reserve_cell {
    RESERVE_NUMBER,
    RESERVE_USE,
    RESERVE_RECORD,
    RESERVE_SETTLED_AT,
    RESERVE_REASON
};
struct value *reserve_cell(const struct line *number, enum reserve_cell cell);
bool reserve_is_unused(const struct line *number);
size_t reserve_unused(const struct record *block);
/* The number typed whole, or by its last digits; NULL: none. *fits: how many it may mean. */
struct line *reserve_number(const struct record *block, const char *typed, size_t *fits);
/* Behind the counter: `inspection` is one report of officers on a permit's goods; `tariff` and
 * `classification` are what services cost and for which goods; `bill` is what a permit pays. */
extern const struct kind kind_inspection, kind_tariff, kind_classification, kind_bill,
    kind_service_target;

/* Advice at filing, never a refusal: guards whose reason says that the same application may have
 * been filed already, or what hardly is meant so. NULL-terminated. */
extern const struct guard *const permit_advice[], *const capture_advice[];

/* A permit's line `stage`: an action ("P1a" ... "P8") called for, and done once closed_at is set.
 * Open it where a result calls for it, close it where its report or paper is in; NULL: any. */
bool permit_stage_is_open(const struct record *r, const char *action);
void permit_stage_open(struct record *r, const char *action, moment at);
/* false: it was not called for. paper: number of what ended it; result: in words; or NULL. */
bool permit_stage_close(struct record *r, const char *action, moment at, const char *paper,
                        const char *result);

/* Quantities of a permit's items: P0 as filed, where it is empty; P8 what is neither refused nor
 * destroyed, where it is empty. */
void permit_file_quantities(struct record *r);
void permit_release_rest(struct record *r);

/* A permit's line `pause`: its service clock stands, for "owner", "payment", "laboratory",
 * "isolation" or "measure". One at a time: pausing twice keeps the first. */
bool permit_is_paused(const struct record *r);
void permit_pause(struct record *r, const char *reason, moment at, const char *words);
/* Ends the pause for that reason; NULL: for whatever. */
void permit_resume(struct record *r, const char *reason, moment at);

/* Of an action ("P1b"): the field its result stands in, and the field of a permit's items that
 * takes its quantities (NULL: none). */
const char *inspection_result_field(const char *action);
const char *inspection_quantity_field(const char *action);
/* What guards of an inspection ask the room of actions: its permit's state in words, whether that
 * calls for the action, and how many items it has. */
#define INSPECTION_PERMIT_STATE "inspection.permit_state"
#define INSPECTION_CALLED_FOR "inspection.called_for"
#define INSPECTION_ITEMS "inspection.items"
/* An option that calls for a statement (K-9.3) instead of an action. */
#define OPTION_STATEMENT "statement"

/* What guards of a bill ask: its permit's state in words, whether it waits for a bill, and whether
 * it has no certificate yet. */
#define BILL_PERMIT_STATE "bill.permit_state"
#define BILL_PERMIT_WAITS "bill.permit_waits"
#define BILL_PERMIT_HOLDS "bill.permit_holds"

/* The place of each field in a bill's line `charge`. */
enum {
    CHARGE_ITEM,
    CHARGE_CLASS,
    CHARGE_CODE,
    CHARGE_QUANTITY,
    CHARGE_TIMES,
    CHARGE_TARIFF,
    CHARGE_UNIT,
    CHARGE_PRICE,
    CHARGE_REGULATION,
    CHARGE_ACCOUNT,
    CHARGE_AMOUNT,
};

/* Quantities on a bill have six decimals: a gram of what is charged by the ton. */
enum { BILL_DECIMALS = 6, BILL_ONE = 1000000 };
/* A quantity (with its decimals) in a unit that `from` of the base make, in one that `to` make;
 * half a millionth goes up. false: it does not fit. */
bool bill_convert(int64_t quantity, unsigned decimals, int64_t from, int64_t to, int64_t *out);
struct rounding {
    enum { ROUND_NEAREST, ROUND_UP, ROUND_DOWN } way;
    int64_t to; /* whole rupiah */
};
/* Price (hundredths of a rupiah) by quantity (millionths) by times, rounded. false: too large. */
bool bill_amount(int64_t price, int64_t quantity, int64_t times, struct rounding how, int64_t *out);

/* Two-letter directions that bring goods in (their arrival counts) or send them out. */
bool direction_is_inward(const char *direction);

/* ---- Papers (paper_layout.c) ---- */

/* The papers of a kind, the one printed where none is named first: what it prints by itself, then
 * the layouts that loket brings for it. Name, and what people call it (a layout's block `label`).
 */
void papers_each(const struct kind *k, name_fn *each, void *context);
/* Every paper and report that may have a layout, as "KIND.PAPER". */
void paper_names(name_fn *each, void *context);
/* What stands behind a keyword that is read before a layout is filled: "label Surat tugas". NULL
 * where it has no such line; the caller's to free. */
char *layout_says(const char *layout, const char *keyword);

#endif
