/* plan.h - the parts of the monitoring pane, for its own files only. */
#ifndef TUI_PLAN_H
#define TUI_PLAN_H

#include "screens.h"

enum plan_view {
    PLAN_AGENDA,
    PLAN_MONTH,
    PLAN_ROUTE,
    PLAN_LOAD,
    PLAN_COMPANIES,
    PLAN_BREACHES,
    PLAN_VIEWS
};
enum plan_group { PLAN_BY_DAY, PLAN_BY_COMPANY, PLAN_BY_OFFICER, PLAN_GROUPS };

/* A line of a view: something the cursor stands on; a heading; or more about the one above. */
struct plan_line {
    char *heading; /* NULL: item counts */
    bool note;     /* the heading is more about the line above */
    size_t item;   /* index among visits, officers, companies or breaches */
};

struct plan {
    struct schedule sc; /* the month of `at`, and whatever is open */
    bool loaded;
    enum plan_view view;
    enum plan_group group;
    day today, at; /* at: the day of month and route */
    char *officer; /* NULL: everybody's */
    struct plan_line *lines;
    size_t line_count;
    size_t cursor, top; /* among lines; the cursor stands on no heading */
};

/* plan.c */
const struct visit *plan_visit(const struct plan *p); /* under the cursor; NULL: none */

/* plan_lines.c: what a view lists; no curses. */
void plan_lines_make(struct plan *p);
void plan_lines_free(struct plan *p);
/* The next line with something on it, `step` further; where there is none, the cursor stays. */
void plan_step(struct plan *p, long step);
void plan_settle(struct plan *p); /* off headings, within the lines */
/* Visits of a day, and officers away on it, of whom the pane shows. */
size_t plan_visits_on(const struct plan *p, day d, bool *conflict);
size_t plan_away_on(const struct plan *p, day d);
void plan_whereabouts(const struct visit *v, struct buf *out); /* where to go, whom to ask for */

/* plan_draw.c, plan_month.c */
void plan_draw(struct screen *s, struct canvas *c, struct area a);
void plan_draw_month(struct screen *s, struct canvas *c, struct area in);
void plan_draw_visit(const struct plan *p, struct canvas *c, struct area in, int y,
                     const struct visit *v);

#endif
