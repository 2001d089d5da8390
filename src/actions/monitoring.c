/* What the office adds when a monitoring takes a step: whether the count starts anew with it, and
 * the company's suspension where something was found. */
#include "inline.h"

#include <stdlib.h>
#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

enum outcome monitoring_answer(struct session *s, const struct record *r, const struct step *step,
                               struct answers *a, struct error *e)
{
    (void)r;
    (void)step;
    (void)e;
    answers_put(a, "monitoring.today", session_today(s), NULL);
    return DONE;
}

/* ---- Its place in the count, by the rules of its day ---- */

static void place(struct session *s, struct record *r, struct inline_data *d)
{
    struct inline_monitoring *m = &d->monitorings[d->c.monitoring_count++];
    size_t most = d->c.decree_count + d->c.shipment_count + d->c.monitoring_count;
    struct inline_line *lines = xcalloc(most, sizeof *lines);
    int count;
    inline_take_monitoring(s, r, m);
    m->decided = false;
    size_t n = inline_count(&d->c, lines, &count);
    for (size_t i = 0; i < n; i++)
        if (lines[i].what == INLINE_MONITORING && lines[i].index == d->c.monitoring_count - 1) {
            value_set_number(record_value(r, "counts"), lines[i].counts);
            value_set_number(record_value(r, "carried"), lines[i].count);
        }
    free(lines);
}

enum outcome monitoring_place(struct session *s, struct record *r, struct error *e)
{
    struct record *facility = NULL;
    struct inline_data d = { 0 };
    struct inline_scope scope = { .until = (day)record_number(r, "held_on"), .but = r->id };
    enum outcome result = DONE;
    if (!record_value(r, "held_on")->set || !record_number(r, "facility"))
        return DONE; /* the step demands them, and is refused */
    result = store_load(s->store, &kind_facility, record_number(r, "facility"), &facility, e);
    scope.facility = facility;
    if (result == DONE)
        result = inline_load(s, &scope, &d, e);
    if (result == DONE)
        place(s, r, &d);
    inline_data_free(&d);
    record_free(&facility);
    return result;
}

enum outcome monitoring_prepare(struct session *s, struct record *r, const struct step *step,
                                const char *note, struct error *e)
{
    (void)note;
    if (step_is(step, "hold")) /* as the step itself will stamp it */
        value_set_number(record_value(r, "held_at"), session_now(s));
    return step_is(step, "hold") || step_is(step, "correct") ? monitoring_place(s, r, e) : DONE;
}

/* ---- A finding ---- */

/* Monitorings with findings since the company was designated. */
static enum outcome findings_since(struct session *s, const struct record *facility, int64_t *n,
                                   struct error *e)
{
    day from = 0;
    for (size_t i = 1; i <= record_live_lines(facility, "decision"); i++) {
        const struct line_kind *k = kind_line(&kind_facility, "decision");
        const struct line *line = record_live_line((struct record *)facility, "decision", i);
        if (strcmp(line_cell_text(line_cell(k, line, "manner")), "first") == 0)
            from = (day)line_cell(k, line, "on")->num;
    }
    struct filter filters[] = {
        { .field = "facility",
          .how = IS,
          .value = { .num = facility->id, .text = "", .set = true } },
        { .field = "held_on", .how = AT_LEAST, .value = { .num = from, .set = true } },
        { .field = "result", .how = IS, .value = { .text = "finding", .set = true } },
    };
    struct page page = { 0 };
    struct query q = { .kind = &kind_monitoring,
                       .filters = filters,
                       .filter_count = COUNT(filters),
                       .closed = true,
                       .sort = "-held_on" };
    enum outcome result = store_page(s->store, &q, &page, e);
    *n = (int64_t)page.count;
    page_free(&page);
    return result;
}

static enum outcome propose_revocation(struct session *s, struct record *facility, day on,
                                       struct error *e)
{
    int64_t most = 0, found = 0;
    enum outcome result = rule_number(s, "inline.findings_to_revoke", on, &most, e);
    if (result == DONE && most > 0)
        result = findings_since(s, facility, &found, e);
    if (result == DONE && most > 0 && found >= most)
        value_set_number(record_value(facility, "revocation_proposed_on"), session_today(s));
    return result;
}

enum { NOTE_MAX = 160 }; /* cells of the finding that the company's record keeps */

static enum outcome suspend(struct session *s, const struct record *r, const struct step *step,
                            struct record *facility, struct error *e)
{
    struct buf words = { 0 };
    utf8_fit(record_text(r, "findings"), NOTE_MAX, &words);
    for (size_t i = 0; i < words.len; i++)
        if (words.data[i] == '\n')
            words.data[i] = ' ';
    enum outcome result = propose_revocation(s, facility, (day)record_number(r, "held_on"), e);
    if (result == DONE)
        result = follow_step(s, r, step, facility, "finding", buf_text(&words), e);
    buf_free(&words);
    return result;
}

enum outcome monitoring_follow(struct session *s, const struct record *before,
                               const struct record *r, const struct step *step, const char *note,
                               struct error *e)
{
    struct record *facility = NULL;
    int64_t suspends = 0;
    (void)before;
    (void)note;
    if (!step_is(step, "hold") || !text_same(record_text(r, "result"), "finding"))
        return DONE;
    enum outcome result =
        rule_number(s, "inline.finding_suspends", (day)record_number(r, "held_on"), &suspends, e);
    if (result == DONE && suspends)
        result = store_load(s->store, &kind_facility, record_number(r, "facility"), &facility, e);
    if (result == DONE && facility && flow_step(facility->kind->flow, "finding", facility->state))
        result = suspend(s, r, step, facility, e);
    record_free(&facility);
    return result;
}
