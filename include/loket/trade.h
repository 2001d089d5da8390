/* trade.h - the part of the actions' door that is about the trade itself: papers and their codes,
 * the counter's day, what lapses, visits, captures counted, service time. actions.h brings it. */
#ifndef LOKET_TRADE_H
#define LOKET_TRADE_H

#include "loket/actions.h"

/* ---- The code on a paper ---- */

struct code_told { /* what a code that holds says */
    char number[CODE_NUMBER_MAX + 1], signer[CODE_WORDS_MAX + 1];
    day issued_on;
    const struct kind *compared; /* its kind in the store at hand, which says the same; or NULL */
    char state[FIELD_ID_MAX];    /* of that record today; "" where not compared */
};
/* s NULL: only with the root given as its fingerprint. BAD_DATA: no code; REFUSED, in a sentence:
 * it does not hold, is another office's, or the store's record says other words. */
enum outcome act_check_code(struct session *s, const char *code, const char *root,
                            struct code_told *out, struct error *e);

/* ---- Security paper ---- */

struct stock_line {                    /* of one document, in sheets */
    char doc[16];                      /* "KT-1" */
    int64_t received_before, received; /* before the period, and in it */
    int64_t used_before, used;
    int64_t void_before, gone; /* void without having been used */
    int64_t withdrawn;         /* of the used ones, void since */
    int64_t printing;          /* taken, and nobody said how the print came out */
    int64_t left;
    struct buf serials; /* of what became void in the period */
};
struct stock_lines {
    struct stock_line *items;
    size_t count;
};
enum outcome act_stock(struct session *s, day first, day last, struct stock_lines *out,
                       struct error *e);
void stock_lines_free(struct stock_lines *l);
/* The month-end report; month as "2026-11", NULL or "": this one. */
enum outcome act_stock_report(struct session *s, const char *month, enum paper_form form,
                              struct buf *out, struct error *e);

/* ---- Closing the counter ---- */

/* The record of a day (as people write it; NULL: today): opened where it was not yet, its figures
 * computed anew while it is open. */
enum outcome act_closing(struct session *s, const char *text, struct record **out, struct error *e);

/* ---- From a number back to everything ---- */

struct traced { /* lives as long as the call back; a record, then each entry of its history */
    const struct record *record; /* NULL: an entry */
    const struct entry *entry;
    const char *step; /* of an entry, in words */
    int depth;        /* how many references away */
};
/* code: the number of a certificate, permit or sheet, or its last digits. */
enum outcome act_trace(struct session *s, const char *code,
                       void (*each)(void *context, const struct traced *t), void *context,
                       struct error *e);

/* ---- The expiry watch: whatever lapses, read from the FIELD_EXPIRES fields of open records; only
 * what people did about it is stored (the kind handling) ---- */

enum watch_state {
    WATCH_SOON,    /* within the longest lead time */
    WATCH_DUE,     /* within the shortest, its last day included */
    WATCH_LAPSED,  /* past its last day or moment */
    WATCH_HANDLED, /* somebody looked after it, and it is not to come back yet */
    WATCH_STATES
};
extern const char *const watch_state_ids[];    /* "soon"; NULL-terminated */
extern const char *const watch_state_labels[]; /* N_() */

struct watched {
    const struct kind *kind;
    const struct line_kind *lines; /* NULL: the record's own field */
    const struct field *field;
    int64_t id, line; /* id 0: what should be there and is not, such as next year's holidays */
    enum watch_state state;
    day on;       /* its last day, in the office's zone */
    moment at;    /* of a moment: when it ends; else 0 */
    int64_t days; /* left; negative: since then */
    char *name;   /* what people call the record */
    int64_t rev;  /* of the record, and when it was changed last */
    moment changed_at;
    /* Lapsed, and yet it went on: what, in words; NULL: nothing that is known of. */
    char *went_on;
    int64_t handling; /* 0: nobody looked after it */
    char *by, *how, *words;
    day until; /* NO_DAY: not before its day changes */
};
struct watch_list {
    struct watched *items; /* due, lapsed (last first), soon, handled */
    size_t count;
    size_t counts[WATCH_STATES]; /* of all, listed or not */
    bool more;                   /* there are further ones than were read or listed */
};
struct watch_query {
    unsigned states;         /* bits 1 << enum watch_state; 0: all but handled */
    const struct kind *kind; /* NULL: every kind */
    int64_t id;              /* of one record; 0: all */
    unsigned limit;          /* listed; 0: only counted */
};
enum outcome act_watch(struct session *s, const struct watch_query *q, struct watch_list *out,
                       struct error *e);
void watch_list_free(struct watch_list *l);
/* What lapses, in words: "Valid to", of a line with what it is. */
void watch_what(const struct watched *w, struct buf *out);
/* Somebody looked after it: how (a code of the kind handling), why, and until when it is out of the
 * watch, as people write a day; "": until its day changes. */
struct watch_mark {
    const char *how, *reason, *until;
    enum spelling spelling;
};
enum outcome act_watch_handle(struct session *s, const struct watched *w,
                              const struct watch_mark *m, struct error *e);
/* Proposes what lapsed, and went on nevertheless, as a capture: a draft of whoever asks, which they
 * complete and file; and marks it handled so. REFUSED where it has not lapsed. */
enum outcome act_watch_report(struct session *s, const struct watched *w, int64_t *capture,
                              struct error *e);
/* It is watched again. REFUSED where nobody looked after it. */
enum outcome act_watch_reopen(struct session *s, const struct watched *w, const char *reason,
                              struct error *e);

/* ---- Visits to companies: planned, due, who goes, and what stands against it ---- */

enum visit_conflict {
    VISIT_AWAY = 1 << 0,    /* the officer is on leave or away on orders */
    VISIT_TWICE = 1 << 1,   /* is expected elsewhere at that hour */
    VISIT_MANY = 1 << 2,    /* has more visits that day than one can make */
    VISIT_DAY_OFF = 1 << 3, /* a Saturday, Sunday or holiday */
};
struct visit {
    struct record *record; /* of the kind monitoring, without lines */
    day on;                /* planned for, or held; NO_DAY: due and not planned yet */
    day due;               /* on which it became due; NO_DAY: not by the count */
    int minute;            /* of its day at which the officer is expected; -1: during the day */
    bool open;             /* not held yet */
    bool followed;         /* held, and its samples or findings are still looked after */
    unsigned conflicts;    /* of enum visit_conflict */
    char *against;         /* those in words, or "" */
    char *place, *contact, *phone; /* of the company, or "" */
};
struct officer_load {
    int64_t id; /* 0: a name that is nobody's here */
    char *name;
    int open, week, span; /* visits planned: at all, this week, within the days asked for */
    int away;             /* of those days, on leave or away */
    bool away_today;
};
/* A company under a decree, as the count of its shipments has it today. */
struct company {
    struct record *record; /* of the kind facility */
    int count;             /* shipments since its last monitoring */
    bool soon;             /* a monitoring is due with the next one, or soon */
    char *wrong;           /* what would be said to its next certificate; "" it may go out */
};
struct schedule {
    day from, to;
    struct visit *visits; /* due ones first, then by day and hour */
    size_t count;
    struct officer_load *loads; /* officers, by name */
    size_t load_count;
    struct company *companies; /* where asked for: what is wrong first */
    size_t company_count;
    struct page duties;   /* of the kind duty, that touch those days */
    struct page breaches; /* shipments certified against the rule, newest first */
    bool more;            /* not all were read */
};
struct schedule_query {
    day from, to;        /* both included; what is open comes whatever its day */
    const char *officer; /* a name; NULL: everybody's */
    bool called_off;     /* those too, within the days asked for */
    bool companies;      /* those, too */
};
enum outcome act_schedule(struct session *s, const struct schedule_query *q, struct schedule *out,
                          struct error *e);
void schedule_free(struct schedule *sc);
/* The first and last day of the month, or of the week from Monday on, that holds a day. */
void month_span(day d, day *from, day *to);
void week_span(day d, day *from, day *to);
/* Plans a visit that is due, or moves one that is planned, as the step of its state does. */
struct visit_change {
    const struct record *record; /* as it was seen: STALE where somebody changed it */
    day on;                      /* NO_DAY: as it is; of one not planned yet the next working day */
    const char *officer;         /* NULL: as it is */
};
enum outcome act_visit(struct session *s, const struct visit_change *c, struct error *e);
/* "PT A · 11 · 8 Jun 2020 · Monitoring overdue" of such a shipment. */
void breach_words(const struct record *shipment, struct buf *out);
/* The plan of those days as iCalendar, with duties and, where no officer is named, what lapses.
 * FAULT: the program loket-paper is missing. Appends. */
enum outcome act_calendar(struct session *s, const struct schedule_query *q, struct buf *out,
                          struct error *e);

/* ---- The guest terminal ---- */

enum { GUEST_CODE_LEN = 8 };
/* What a guest types; "" where nothing. field and direction are choices of a permit. */
struct guest_application {
    const char *name, *phone, *field, *direction, *goods, *national_number;
};
struct slip {
    char number[ID_TEXT_LEN + 1], code[GUEST_CODE_LEN + 1];
};
/* A draft of a permit, of the channel “guest”. The code cannot be guessed and is kept nowhere: it
 * is drawn from what the history holds of the filing. */
enum outcome act_guest_file(struct session *s, const struct guest_application *a, struct slip *out,
                            struct error *e);
void act_guest_slip(const struct session *s, const struct slip *slip,
                    struct buf *out); /* in text */
/* How far it is, line by line, for whoever has its number and code. REFUSED says the same of a
 * wrong number and a wrong code; who asks on and on must be slowed down by the caller. */
enum outcome act_guest_state(struct session *s, const char *number, const char *code,
                             struct buf *out, struct error *e);

/* ---- Analysis: captures by where, by which route, what, how often; applications, refusals, and
 * the service time that was used ---- */

struct analysis_way {
    const char *id;    /* "place"; NULL ends the list */
    const char *about; /* N_(): what is counted */
    const char *label; /* N_(): by what */
    const char *kind;  /* NULL: captures */
    const char *day;   /* the field the period is of; NULL: that of captures */
    const char *fields[COUNT_FIELDS_MAX];
    bool by_month, by_week;
    bool repeats;  /* the same again is worth a look: owners, conveyances */
    bool unknown;  /* some of its words mean that nobody is known */
    bool refusals; /* of measures, these alone */
    bool time;     /* how much of its time the service used, of permits */
};
extern const struct analysis_way analysis_ways[];
const struct analysis_way *analysis_way(const char *id); /* NULL: there is none */
const struct kind *analysis_kind(const struct analysis_way *way);
const char *analysis_day(const struct analysis_way *way);
struct analysis_request {
    const struct analysis_way *way;
    day from, to; /* NO_DAY: open */
    const struct filter *filters;
    size_t filter_count; /* at most ANALYSIS_FILTERS; not of time */
};
enum { ANALYSIS_FILTERS = 8 };
struct analysis_used { /* of the time a service may take */
    int64_t percent;   /* on the average */
    int64_t late;      /* how many took longer */
};
struct analysis {
    struct counts counts;        /* of days: the first of each month, or week */
    struct analysis_used *times; /* of each of them; NULL: not of time */
    int64_t records;             /* in all; those that are drafts or cancelled do not count */
    day from, to;                /* as counted: weeks and time do not reach back for ever */
};
enum outcome act_analysis(struct session *s, const struct analysis_request *q, struct analysis *out,
                          struct error *e);
void analysis_free(struct analysis *a);
/* What a group is called: "Januari 2021", "PT A"; of one that says nothing "(not said)". */
void analysis_name(const struct analysis_way *way, const struct analysis *a, size_t n,
                   struct buf *out);
/* The same for other programs: "2021-01", "PT A", "". */
void analysis_value(const struct analysis_way *way, const struct analysis *a, size_t n,
                    struct buf *out);
/* What its bar is long by, and the longest: records, or percent of the time. */
int64_t analysis_weight(const struct analysis *a, size_t n);
int64_t analysis_most(const struct analysis *a);
int64_t analysis_share(const struct analysis *a, size_t n); /* tenths of a percent */
/* A bar of at most `cells` characters for the nth group beside the largest. */
void analysis_bar(const struct analysis *a, size_t n, size_t cells, struct buf *out);
/* The ways as one table, "by,value,records,share,repeat,late"; share in tenths of a percent, of
 * time the percent used. */
void analysis_csv_header(struct buf *out);
void analysis_csv(const struct analysis_way *way, const struct analysis *a, struct buf *out);

enum export_format {
    EXPORT_CSV,
    EXPORT_EXCEL,
    EXPORT_JSON,
    EXPORT_JSON_LINES,
    EXPORT_MONTH,  /* act_export_month's own */
    EXPORT_LAYOUT, /* act_export_layout's */
};
/* All rows the query names, lines included, in the order of their ids. */
enum outcome act_export(struct session *s, const struct query *q, enum export_format format,
                        FILE *out, struct error *e);

/* One cell of a list, in words for people: of a field, "state" or "changed_at". */
void act_cell(const struct session *s, const struct record *r, const char *column, struct buf *out);
/* Does it want looking after, by its state or because its time is over? Lists mark it. */
bool act_alert(const struct session *s, const struct record *r);
/* What a list shows: these columns (ids, NULL-terminated) under these headings, as CSV in the order
 * of the query; ids (may be NULL): these records of its kind, in their order, instead. */
struct export_seen {
    const struct query *query;
    const char *const *columns, *const *headings;
    const int64_t *ids;
    size_t id_count;
};
enum outcome act_export_seen(struct session *s, const struct export_seen *x, FILE *out,
                             struct error *e);

/* In a layout that imports know, "detention-report": the records the query names that the layout is
 * about. MISUSED: the kind has no such layout. */
enum outcome act_export_layout(struct session *s, const struct query *q, const char *layout,
                               FILE *out, struct error *e);

/* Permits of one month, field and direction as the former national system reported them. */
struct export_month {
    const char *period;            /* "2020-05" */
    const char *field, *direction; /* codes */
};
enum outcome act_export_month(struct session *s, const struct export_month *x, FILE *out,
                              struct error *e);

/* The pieces exports are made of, for verbs that write their own: one record as JSON (as
 * exchange.h says), one string escaped, one CSV cell with the comma before it. */
void act_json(const struct record *r, bool lines, struct buf *out);
void act_json_string(const char *text, struct buf *out);
void act_csv_cell(const char *text, bool first, struct buf *out);

/* One SELECT, as store_ask(). */
enum outcome act_sql(struct session *s, const char *text, size_t most, struct answer_table *out,
                     struct error *e);

/* ---- Service time ---- */

enum { /* what the head office asks about, as bits */
       ANOMALY_LATE = 1 << 0,
       ANOMALY_UNPAID = 1 << 1,
       ANOMALY_UNREPORTED = 1 << 2,
       ANOMALY_LATE_REPORT = 1 << 3,
       ANOMALY_OUT_OF_HOURS = 1 << 4,
       ANOMALY_LONG_PAUSE = 1 << 5,
};
struct anomaly {
    unsigned bit;
    const char *id, *words; /* words: N_() */
};
extern const struct anomaly service_anomalies[]; /* NULL id ends the list */

struct service_account {
    const struct record *permit; /* with lines: raw times; lives as long as the call back */
    const struct record *target; /* the row that holds; NULL: none does */
    moment started, stopped;     /* stopped -1: it runs still */
    moment due;                  /* -1: not while it stands, or without a target */
    int64_t length_ms, used_ms, paused_ms, day_ms; /* as the target counts; day_ms: of one day */
    unsigned anomalies;
};
/* Permits accepted from one day to another, in that order. */
enum outcome act_service_time(struct session *s, day from, day to,
                              void (*each)(void *context, const struct service_account *a),
                              void *context, struct error *e);

/* How many certificates of a field had to be replaced, cancelled or withdrawn once issued, and how
 * many of them through the office's own fault. */
struct accuracy {
    const char *field; /* code of the quarantine field; "" sums them all */
    int64_t issued, corrected, office;
};
enum { ACCURACY_ROWS = 4 }; /* animal, fish and plant, then the sum */
/* Percent of the issued that stand without a fault of the office's, times 100; 10000 of none. */
int64_t accuracy_percent(const struct accuracy *a);
/* Of the certificates issued from one day to another. */
enum outcome act_accuracy(struct session *s, day from, day to, struct accuracy out[ACCURACY_ROWS],
                          struct error *e);

/* ---- What is missing ---- */

struct missing {
    const struct record *record; /* lives as long as the call back, as all here */
    const char *path, *words;    /* the field, "" where none; what is missing, and what to do */
    enum role role;              /* who takes the step it stands in the way of */
};
/* Of the newest open records of each kind of work: first what is required and not there, else what
 * stands between it and its next step. */
enum outcome act_missing(struct session *s, void (*each)(void *context, const struct missing *m),
                         void *context, struct error *e);

#endif
