/* permit_stages.c - a permit's actions P1a to P8 and the pauses of its service clock, as lines:
 * what is called for, what is done, what it waits for. */
#include "permit.h"

#include <string.h>

#include "loket/records.h"

static struct value *cell(struct line *l, size_t line_kind, const char *field)
{
    return (struct value *)permit_line_value(l, line_kind, field);
}

static struct line *open_stage(const struct record *r, const char *action)
{
    const struct line_list *stages = &r->lines[PERMIT_STAGE];
    for (size_t i = 0; i < stages->count; i++) {
        struct line *l = &stages->items[i];
        if (!l->gone && !permit_line_value(l, PERMIT_STAGE, "closed_at")->set &&
            (!action || strcmp(permit_line_text(l, PERMIT_STAGE, "action"), action) == 0))
            return l;
    }
    return NULL;
}

bool permit_stage_is_open(const struct record *r, const char *action)
{
    return open_stage(r, action) != NULL;
}

void permit_stage_open(struct record *r, const char *action, moment at)
{
    if (open_stage(r, action))
        return;
    struct line *l = record_add_line(r, "stage");
    value_set_text(cell(l, PERMIT_STAGE, "action"), action);
    value_set_number(cell(l, PERMIT_STAGE, "opened_at"), at);
}

bool permit_stage_close(struct record *r, const char *action, moment at, const char *paper,
                        const char *result)
{
    struct line *l = open_stage(r, action);
    if (!l)
        return false;
    value_set_number(cell(l, PERMIT_STAGE, "closed_at"), at);
    value_set_text(cell(l, PERMIT_STAGE, "paper"), paper ? paper : "");
    value_set_text(cell(l, PERMIT_STAGE, "result"), result ? result : "");
    return true;
}

static struct line *open_pause(const struct record *r)
{
    const struct line_list *pauses = &r->lines[PERMIT_PAUSE];
    for (size_t i = 0; i < pauses->count; i++)
        if (!pauses->items[i].gone &&
            !permit_line_value(&pauses->items[i], PERMIT_PAUSE, "until")->set)
            return &pauses->items[i];
    return NULL;
}

bool permit_is_paused(const struct record *r)
{
    return open_pause(r) != NULL;
}

void permit_pause(struct record *r, const char *reason, moment at, const char *words)
{
    if (open_pause(r))
        return;
    struct line *l = record_add_line(r, "pause");
    value_set_text(cell(l, PERMIT_PAUSE, "reason"), reason);
    value_set_number(cell(l, PERMIT_PAUSE, "since"), at);
    value_set_text(cell(l, PERMIT_PAUSE, "words"), words ? words : "");
    value_set_text(record_value(r, "paused_for"), reason);
    value_set_text(record_value(r, "pause_note"), words ? words : "");
}

void permit_resume(struct record *r, const char *reason, moment at)
{
    struct line *l = open_pause(r);
    if (!l || (reason && strcmp(permit_line_text(l, PERMIT_PAUSE, "reason"), reason) != 0))
        return;
    value_set_number(cell(l, PERMIT_PAUSE, "until"), at);
    value_clear(record_value(r, "paused_for"));
    value_clear(record_value(r, "pause_note"));
}
