/* inspect.c - reports of officers: whether the permit calls for one, when it was due, and what the
 * permit does with its result. */
#include "private.h"

#include <stdio.h>
#include <string.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static bool is_report(const struct step *step)
{
    return strcmp(step->verb, "report") == 0;
}

/* K-2.2: the report is due within hours of the task. */
enum outcome inspect_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    (void)note;
    int64_t hours = 0;
    const struct value *finished = record_value(r, "finished_at");
    if (!is_report(step) || !finished->set)
        return DONE;
    day on = moment_day(finished->num, s->zone_minutes);
    enum outcome result = rule_number(s, "inspection.report_hours", on, &hours, e);
    value_set_number(record_value(r, "inspected_on"), on);
    value_set_number(record_value(r, "report_due_at"), finished->num + hours * HOUR_MS);
    value_set_text(record_value(r, "reported_by"), session_author(s));
    return result;
}

/* NULL where none is linked. */
static enum outcome permit_of(struct session *s, const struct record *r, struct record **permit,
                              struct error *e)
{
    int64_t id = record_value(r, "permit")->num;
    *permit = NULL;
    return id ? store_load(s->store, &kind_permit, id, permit, e) : DONE;
}

enum outcome inspect_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    struct record *permit = NULL;
    if (!is_report(step))
        return DONE;
    enum outcome result = permit_of(s, r, &permit, e);
    if (result == DONE && permit) {
        bool under_way =
            strcmp(permit->state, "assigned") == 0 || strcmp(permit->state, "examined") == 0;
        const struct state *state = flow_state(kind_permit.flow, permit->state);
        answers_put(a, INSPECTION_PERMIT_STATE, 0, _(state->label));
        answers_put(a, INSPECTION_CALLED_FOR,
                    under_way && permit_stage_is_open(permit, record_text(r, "action")), NULL);
        answers_put(a, INSPECTION_ITEMS, (int64_t)record_live_lines(permit, "item"), NULL);
    }
    record_free(&permit);
    return result;
}

/* The action an option of a list calls for, opened at the permit; "" where it calls for none. */
enum outcome call_for_next(struct session *s, struct record *permit, const struct value *option,
                           struct error *e)
{
    struct record *row = NULL;
    enum outcome result =
        option->num ? store_load(s->store, &kind_option, option->num, &row, e) : DONE;
    const char *next = row ? record_text(row, "next") : "";
    bool statement = strcmp(next, OPTION_STATEMENT) == 0;
    if (*next)
        permit_stage_open(permit, statement ? "P8" : next, session_now(s));
    if (statement || strcmp(next, "P8") == 0)
        value_set_text(record_value(permit, "outcome"), statement ? "statement" : "release");
    record_free(&row);
    return result;
}

/* "item.2.p1" of the permit from the line “2: 500” of the report. */
static enum outcome put_quantities(const struct record *r, struct record *permit, struct error *e)
{
    const char *field = inspection_quantity_field(record_text(r, "action"));
    for (size_t i = 1; field && i <= record_live_lines(r, "goods"); i++) {
        const struct line *goods = record_live_line(r, "goods", i);
        char path[48];
        snprintf(path, sizeof path, "item.%lld.%s", (long long)goods->values[0].num, field);
        struct value *to = record_at(permit, path, NULL);
        if (!to)
            return fail(e, REFUSED, _("The permit has no item %lld; mend the report."),
                        (long long)goods->values[0].num);
        value_set_number(to, goods->values[1].num);
    }
    return DONE;
}

enum outcome inspect_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e)
{
    struct record *permit = NULL;
    (void)before;
    (void)note;
    if (!is_report(step))
        return DONE;
    const char *action = record_text(r, "action");
    const struct value *found = record_value(r, inspection_result_field(action));
    enum outcome result = permit_of(s, r, &permit, e);
    if (result == DONE && !permit)
        return DONE;
    if (result == DONE) {
        (void)permit_stage_close(permit, action, session_now(s), record_text(r, "number"),
                                 found->text);
        result = call_for_next(s, permit, found, e);
    }
    if (result == DONE && strcmp(action, "P1a") == 0) {
        struct value *admin = record_value(permit, "admin_result");
        value_clear(admin);
        value_copy(admin, found);
    }
    if (result == DONE)
        result = put_quantities(r, permit, e);
    if (result == DONE)
        result = follow_step(s, r, step, permit, "examine", NULL, e);
    record_free(&permit);
    return result;
}
