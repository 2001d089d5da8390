/* The risk the dated rows propose: commodity or class × form × purpose × country × direction, the
 * most specific row wins; over several items, the highest. A proposal, never a decision. */
#include "private.h"

#include <string.h>

enum { RISK_ROWS_MAX = 2000 };

struct goods { /* one item of a record, as the rows see it */
    const struct record *record;
    const struct value *commodity, *class, *form;
};

/* Adds 1 to *weight where the row's column is filled and fits; false where it does not. */
static bool weigh(const char *wanted, const char *have, int *weight)
{
    if (!*wanted)
        return true;
    (*weight)++;
    return strcmp(wanted, have) == 0;
}

static bool weigh_reference(const struct value *wanted, const struct value *have, int *weight)
{
    if (!wanted || !wanted->set)
        return true;
    (*weight)++;
    if (!have || !have->set)
        return false;
    return wanted->num ? wanted->num == have->num : text_same(wanted->text, have->text);
}

/* -1: the row does not fit; else how specific it is. A named commodity outweighs all else. */
static int row_weight(const struct record *row, const struct goods *g)
{
    enum { NAMED = 10 };
    const struct record *r = g->record;
    const char *country =
        direction_is_inward(record_text(r, "direction")) ? "origin_country" : "destination_country";
    int weight = 0, named = 0;
    if (!weigh_reference(record_value(row, "commodity"), g->commodity, &named) ||
        !weigh(record_text(row, "commodity_class"), line_cell_text(g->class), &weight) ||
        !weigh(record_text(row, "form"), line_cell_text(g->form), &weight) ||
        !weigh(record_text(row, "field"), record_text(r, "field"), &weight) ||
        !weigh(record_text(row, "purpose"), record_text(r, "purpose"), &weight) ||
        !weigh(record_text(row, "direction"), record_text(r, "direction"), &weight) ||
        !weigh_reference(record_value(row, "country"), record_value(r, country), &weight))
        return -1;
    return weight + NAMED * named;
}

static int level_rank(const char *level)
{
    return strcmp(level, "high") == 0 ? 3 : strcmp(level, "medium") == 0 ? 2 : *level ? 1 : 0;
}

static const struct record *best_row(const struct page *rows, const struct goods *g)
{
    const struct record *best = NULL;
    int most = -1;
    for (size_t i = 0; i < rows->count; i++) {
        int weight = row_weight(rows->rows[i], g);
        if (weight > most) {
            most = weight;
            best = rows->rows[i];
        }
    }
    return best;
}

const struct record *propose_risk(const struct page *rows, const struct record *r)
{
    const struct line_kind *items = kind_line(r->kind, "item");
    const struct line_list *list = &r->lines[items - r->kind->lines];
    const struct record *highest = NULL;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].gone)
            continue;
        struct goods g = { r, line_cell(items, &list->items[i], "commodity"),
                           line_cell(items, &list->items[i], "class"),
                           line_cell(items, &list->items[i], "form") };
        const struct record *row = best_row(rows, &g);
        if (row && (!highest || level_rank(record_text(row, "level")) >
                                    level_rank(record_text(highest, "level"))))
            highest = row;
    }
    return highest;
}

enum outcome risk_rows(struct session *s, day on, struct page *out, struct error *e)
{
    struct query q = { .kind = registry_find(&all_kinds, "risk"), .limit = RISK_ROWS_MAX };
    enum outcome result = store_page(s->store, &q, out, e);
    size_t kept = 0;
    for (size_t i = 0; result == DONE && i < out->count; i++) {
        const struct value *from = record_value(out->rows[i], "valid_from");
        const struct value *to = record_value(out->rows[i], "valid_to");
        if ((from && from->set && from->num > on) || (to && to->set && to->num < on))
            record_free(&out->rows[i]);
        else
            out->rows[kept++] = out->rows[i];
    }
    if (result == DONE)
        out->count = kept;
    return result;
}

enum outcome advise_risk(struct session *s, const struct record *r, struct remarks *out,
                         struct error *e)
{
    struct page rows = { 0 };
    const struct value *received = record_value(r, "received_on");
    day on = received->set ? (day)received->num : session_today(s);
    enum outcome result = risk_rows(s, on, &rows, e);
    const struct record *row = result == DONE ? propose_risk(&rows, r) : NULL;
    const char *stands = record_text(r, "risk");
    if (row && strcmp(record_text(row, "level"), stands) != 0) {
        struct buf text = { 0 }, level = { 0 };
        field_format(kind_field(row->kind, "level"), record_value(row, "level"), SPELL_SCREEN,
                     &level);
        buf_printf(&text, _("The risk rows propose “%s” (%s)."), buf_text(&level),
                   record_text(row, "basis"));
        add_remark(out, false, "risk", buf_text(&text));
        buf_free(&text);
        buf_free(&level);
    }
    page_free(&rows);
    return result;
}
