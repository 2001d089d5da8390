/* paper_trial.c - may this be the layout of a paper? It is filled as if for an empty record with
 * one line of each kind, with all that stands between `if` and `end`: what would not print is
 * refused where it is written. */
#include "paper.h"

#include <string.h>

/* Reports bring names of their own: of their layouts only the blocks are judged. */
static size_t one_row(void *context)
{
    (void)context;
    return 1;
}

static bool any_cell(void *context, size_t row, const char *name, struct buf *out)
{
    (void)context, (void)row, (void)name, (void)out;
    return true;
}

static bool any_value(void *context, const char *name, struct buf *out)
{
    (void)context, (void)name, (void)out;
    return true;
}

/* The kind of "permit.application"; NULL: a report's. */
static const struct kind *kind_of(const char *name)
{
    char kind[FIELD_ID_MAX];
    snprintf(kind, sizeof kind, "%.*s", (int)strcspn(name, "."), name);
    return registry_find(&all_kinds, kind);
}

static struct record *specimen(const struct kind *k)
{
    struct record *r = record_new(k);
    for (size_t l = 0; l < line_kind_count(k); l++)
        record_add_line(r, k->lines[l].id);
    return r;
}

static enum outcome try_layout(struct session *s, const char *name, const char *layout,
                               struct error *e)
{
    const struct kind *k = kind_of(name);
    struct record *r = k ? specimen(k) : NULL;
    struct paper_source source = { .session = s,
                                   .record = r,
                                   .trial = true,
                                   .on = session_today(s),
                                   .rows = k ? NULL : one_row,
                                   .cell = k ? NULL : any_cell,
                                   .value = k ? NULL : any_value };
    struct buf out = { 0 };
    struct error why = { 0 };
    enum outcome result = paper_fill(&source, layout, &out, &why);
    if (result != DONE)
        result = fail_field(e, result == MISUSED ? BAD_DATA : result, "text", "%s", why.text);
    paper_source_free(&source);
    buf_free(&out);
    record_free(&r);
    return result;
}

enum outcome layout_check(struct session *s, const struct record *before, const struct record *r,
                          struct error *e)
{
    const struct state *state = flow_state(r->kind->flow, r->state);
    (void)before;
    if (state && (state->flags & STATE_HIDDEN))
        return DONE;
    enum outcome result = try_layout(s, record_text(r, "name"), record_text(r, "text"), e);
    return result == DONE ? dated_check(s, r, e) : result;
}

enum outcome layout_land(struct session *s, struct record *r, struct error *e)
{
    return layout_check(s, NULL, r, e);
}
