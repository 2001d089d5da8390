/* permit.h - the parts of the kind permit, one file each. */
#ifndef LOKET_RECORDS_PERMIT_H
#define LOKET_RECORDS_PERMIT_H

#include "loket/catalogue.h"

extern const struct field permit_fields[];
extern const struct line_kind permit_lines[]; /* item, document, talk, officer, pause, stage */
extern const struct choice permit_pause_reasons[];
extern const struct flow permit_flow;

/* Where line kinds stand in permit_lines. */
enum {
    PERMIT_ITEM,
    PERMIT_DOCUMENT,
    PERMIT_TALK,
    PERMIT_OFFICER,
    PERMIT_PAUSE,
    PERMIT_STAGE,
};

/* Guards (permit_guards.c). */
extern const struct guard permit_papers_complete;
extern const struct guard permit_missing_listed;
extern const struct guard permit_risk_not_lowered;
extern const struct guard permit_decided_alone;
extern const struct guard permit_in_line;
extern const struct guard permit_went_in_line;
extern const struct guard permit_no_open_measure;
extern const struct guard permit_goods_settled;
/* Of the work behind the counter (permit_work.c). */
extern const struct guard permit_analysed;
extern const struct guard permit_team_named;
extern const struct guard permit_balanced;
extern const struct guard permit_all_done;
extern const struct guard permit_reports_made;
extern const struct guard permit_calls_for_statement;
extern const struct guard permit_clock_runs;
extern const struct guard permit_clock_stands;

/* A value of a line by field id; NULL where there is none. line_kind as in permit_lines. */
const struct value *permit_line_value(const struct line *l, size_t line_kind, const char *field);
const char *permit_line_text(const struct line *l, size_t line_kind, const char *field);
/* Is this supporting paper wanted and not there? */
bool permit_paper_missing(const struct line *document);

extern const struct choice permit_papers[]; /* what permit_print can make */
void permit_print(const struct record *r, const char *paper, struct buf *out);

#endif
