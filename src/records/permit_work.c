/* permit_work.c - what must hold before a permit goes on behind the counter: analysis, team,
 * actions done, quantities in balance, the service clock. Guards are pure. */
#include "permit.h"

#include <string.h>

#include "loket/records.h"

static const struct fact analysis_facts[] = {
    { .id = "permit.assign.needs_analysis", .op = FACT_RULE },
    { .id = NULL },
};

static bool analysed(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_value(r, "analysis")->set || answers_number(a, "permit.assign.needs_analysis") == 0)
        return true;
    fail_field(why, REFUSED, "analysis",
               _("It was not analysed yet (K-2.1); take the step “Analyse” first."));
    return false;
}

const struct guard permit_analysed = { .id = "permit.analysed",
                                       .facts = analysis_facts,
                                       .allow = analysed };

static const struct fact team_facts[] = {
    { .id = "permit.assign.needs_team", .op = FACT_RULE },
    { .id = NULL },
};

static bool team_named(const struct record *r, const struct answers *a, struct error *why)
{
    unsigned leads = 0;
    const struct line_list *team = &r->lines[PERMIT_OFFICER];
    if (answers_number(a, "permit.assign.needs_team") == 0)
        return true;
    for (size_t i = 0; i < team->count; i++)
        if (!team->items[i].gone)
            leads += strcmp(permit_line_text(&team->items[i], PERMIT_OFFICER, "part"), "lead") == 0;
    if (leads > 0)
        return true;
    fail_field(why, REFUSED, "officer",
               _("No officer leads it yet; add the officers who are sent, one of them leading."));
    return false;
}

const struct guard permit_team_named = { .id = "permit.team_named",
                                         .facts = team_facts,
                                         .allow = team_named };

/* ---- What became of the goods ---- */

/* As filed: P0, and the net quantity where that is empty. */
static int64_t filed(const struct line *item)
{
    const struct value *p0 = permit_line_value(item, PERMIT_ITEM, "p0");
    return p0->set ? p0->num : permit_line_value(item, PERMIT_ITEM, "net_quantity")->num;
}

static int64_t handled(const struct line *item, const char *action)
{
    return permit_line_value(item, PERMIT_ITEM, action)->num;
}

/* Out of the country or to ashes; neither needs a certificate. Each is at most 10^15, so sums fit.
 */
static int64_t gone_for_good(const struct line *item)
{
    return handled(item, "p6") + handled(item, "p7");
}

static bool item_balances(const struct line *item, size_t n, struct error *why)
{
    static const char *const actions[] = { "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8" };
    for (size_t i = 0; i < COUNT(actions); i++) {
        if (handled(item, actions[i]) <= filed(item))
            continue;
        fail_field(why, REFUSED, "item",
                   _("Item %zu: more was handled (%s) than filed (P0); mend the quantity."), n,
                   actions[i]);
        return false;
    }
    if (gone_for_good(item) + handled(item, "p8") <= filed(item))
        return true;
    fail_field(why, REFUSED, "item",
               _("Item %zu: refused, destroyed and released (P6, P7, P8) are together more than "
                 "filed (P0); mend the quantities."),
               n);
    return false;
}

static bool balanced(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++)
        if (!item_balances(record_live_line(r, "item", i), i, why))
            return false;
    return true;
}

const struct guard permit_balanced = { .id = "permit.balanced", .allow = balanced };

static bool anything_left(const struct record *r)
{
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        const struct line *item = record_live_line(r, "item", i);
        if (filed(item) == 0 || gone_for_good(item) < filed(item))
            return true;
    }
    return record_live_lines(r, "item") == 0;
}

void permit_release_rest(struct record *r)
{
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        struct line *item = record_live_line(r, "item", i);
        struct value *p8 = (struct value *)permit_line_value(item, PERMIT_ITEM, "p8");
        if (!p8->set)
            value_set_number(p8, filed(item) - gone_for_good(item));
    }
}

void permit_file_quantities(struct record *r)
{
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++) {
        struct line *item = record_live_line(r, "item", i);
        struct value *p0 = (struct value *)permit_line_value(item, PERMIT_ITEM, "p0");
        if (!p0->set && permit_line_value(item, PERMIT_ITEM, "net_quantity")->set)
            value_set_number(p0, filed(item));
    }
}

/* P6 and P7 of a part may go on while the rest is released. */
static bool all_done(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const before[] = { "P1a", "P1b", "P2", "P3", "P4", "P5" };
    (void)a;
    for (size_t i = 0; i < COUNT(before); i++)
        if (permit_stage_is_open(r, before[i])) {
            fail_field(why, REFUSED, "stage", _("%s is still to be done; report on it first."),
                       before[i]);
            return false;
        }
    if (!permit_stage_is_open(r, "P8") || strcmp(record_text(r, "outcome"), "statement") == 0) {
        fail_field(why, REFUSED, "stage",
                   _("No report calls for a release; report one, or take another step."));
        return false;
    }
    if (anything_left(r))
        return true;
    fail_field(why, REFUSED, "item",
               _("All goods were refused or destroyed; take the step “Settle without release”."));
    return false;
}

const struct guard permit_all_done = { .id = "permit.all_done", .allow = all_done };

static const struct fact report_facts[] = {
    { .id = "permit.open_reports",
      .op = FACT_COUNT,
      .kind = "inspection",
      .match = (const struct fact_match[]){ { .theirs = "permit", .ours = "id" }, { NULL, NULL } },
      .states = (const char *const[]){ "draft", NULL } },
    { .id = NULL },
};

static bool reports_made(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    int64_t open = answers_number(a, "permit.open_reports");
    if (open == 0)
        return true;
    fail_field(why, REFUSED, "stage",
               _("%lld inspections of it are not reported yet; make or undo those reports first."),
               (long long)open);
    return false;
}

const struct guard permit_reports_made = { .id = "permit.reports_made",
                                           .facts = report_facts,
                                           .allow = reports_made };

static bool calls_for_statement(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (strcmp(record_text(r, "outcome"), "statement") == 0)
        return true;
    fail_field(why, REFUSED, "outcome",
               _("Neither analysis nor paper check calls for a statement (K-9.3); choose that "
                 "result first."));
    return false;
}

const struct guard permit_calls_for_statement = { .id = "permit.calls_for_statement",
                                                  .allow = calls_for_statement };

/* ---- The service clock ---- */

static bool clock_runs(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (!permit_is_paused(r))
        return true;
    fail_field(why, REFUSED, "paused_for",
               _("Its service clock stands already; start it again before it stops for "
                 "something else."));
    return false;
}

const struct guard permit_clock_runs = { .id = "permit.clock_runs", .allow = clock_runs };

static bool clock_stands(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (permit_is_paused(r))
        return true;
    fail_field(why, REFUSED, "paused_for", _("Its service clock runs; there is nothing to start."));
    return false;
}

const struct guard permit_clock_stands = { .id = "permit.clock_stands", .allow = clock_stands };
