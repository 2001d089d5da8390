/* A holiday decreed late: every open term is counted anew by the holidays as they stand, and what
 * moved is listed in the holiday's row. */
#include "legal_term.h"

#include <string.h>

enum {
    OPEN_MOST = 2000, /* open terms one office has at once, generously */
    LIST_MAX = 3900   /* bytes of the list, within the field's width */
};

static bool is_apply(const struct step *step)
{
    return strcmp(step->verb, "apply") == 0;
}

static enum outcome open_terms(struct session *s, struct page *out, struct error *e)
{
    static const char *const running[] = { "in_effect", NULL };
    const struct query q = { .kind = &kind_measure, .states = running, .limit = OPEN_MOST };
    return store_page(s->store, &q, out, e);
}

/* Its last day by the rows of today; *due is what stands where nothing moves. */
static enum outcome due_now(struct session *s, const struct record *measure, day *due,
                            struct error *e)
{
    const struct value *on = record_value(measure, "due_on");
    enum outcome result = on->set ? term_due(s, measure, due, e) : DONE;
    if (!on->set || *due == NO_DAY)
        *due = on->set ? (day)on->num : NO_DAY;
    return result;
}

/* "K.6.1-001/1203/11/2026: 3 Des 2026 → 4 Des 2026" */
static void list(const struct record *measure, day due, struct buf *out)
{
    struct buf name = { 0 }, was = { 0 }, is = { 0 };
    record_name(measure, &name);
    day_local((day)record_number(measure, "due_on"), &was);
    day_local(due, &is);
    if (out->len < LIST_MAX - name.len - was.len - is.len)
        buf_printf(out, "%s: %s → %s\n", buf_text(&name), buf_text(&was), buf_text(&is));
    buf_free(&name);
    buf_free(&was);
    buf_free(&is);
}

enum outcome holiday_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    struct page open = { 0 };
    struct buf text = { 0 };
    (void)note;
    if (!is_apply(step))
        return DONE;
    enum outcome result = open_terms(s, &open, e);
    for (size_t i = 0; result == DONE && i < open.count; i++) {
        day due = NO_DAY;
        result = due_now(s, open.rows[i], &due, e);
        if (result == DONE && due != NO_DAY && due != record_number(open.rows[i], "due_on"))
            list(open.rows[i], due, &text);
    }
    if (result == DONE)
        value_set_text(record_value(r, "moved"), text.len ? buf_text(&text) : _("nothing moved"));
    page_free(&open);
    buf_free(&text);
    return result;
}

static enum outcome move(struct session *s, const struct record *holiday, const struct step *step,
                         const struct record *row, struct error *e)
{
    struct record *measure = NULL;
    day due = NO_DAY;
    enum outcome result = due_now(s, row, &due, e);
    if (result != DONE || due == NO_DAY || due == record_number(row, "due_on"))
        return result;
    result = store_load(s->store, row->kind, row->id, &measure, e);
    if (result == DONE)
        result =
            follow_step(s, holiday, step, measure, "recompute", record_text(holiday, "name"), e);
    record_free(&measure);
    return result;
}

enum outcome holiday_follow(struct session *s, const struct record *before, const struct record *r,
                            const struct step *step, const char *note, struct error *e)
{
    struct page open = { 0 };
    enum outcome result = is_apply(step) ? open_terms(s, &open, e) : DONE;
    (void)before;
    (void)note;
    for (size_t i = 0; result == DONE && i < open.count; i++)
        result = move(s, r, step, open.rows[i], e);
    page_free(&open);
    return result;
}
