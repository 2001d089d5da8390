/* permit_work.c - what must hold before a permit goes on behind the counter: analysis, team, the
 * service clock. Guards are pure. */
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
