/* Landing one record of a sheet. A log lands only in states marked for it and never overwrites what
 * a desk typed; loket's own export restores what this store does not know. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum { UNLINKED_LISTED = 20, NEW_LISTED = 100 };

static void import_touch(struct import *im, int64_t id)
{
    im->touched = xreallocarray(im->touched, im->touched_count + 1, sizeof *im->touched);
    im->touched[im->touched_count++] = id;
}

static bool already_listed(const struct import *im, const char *name)
{
    for (size_t i = 0; i < im->unlinked_count; i++)
        if (strcmp(im->unlinked[i], name) == 0)
            return true;
    return false;
}

static void note_values(struct import *im, const struct field *fields, const struct value *values)
{
    for (size_t f = 0; fields[f].id; f++) {
        const struct value *v = &values[f];
        if (fields[f].type->storage != STORED_REFERENCE || !v->set || v->num)
            continue;
        im->report->unlinked++;
        if (im->unlinked_count == UNLINKED_LISTED || already_listed(im, v->text))
            continue;
        im->unlinked = xreallocarray(im->unlinked, im->unlinked_count + 1, sizeof *im->unlinked);
        im->unlinked[im->unlinked_count++] = xstrdup(v->text);
    }
}

static void import_note_unlinked(struct import *im, const struct record *r)
{
    note_values(im, r->kind->fields, r->values);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                note_values(im, r->kind->lines[l].fields, r->lines[l].items[i].values);
}

/* ---- Links: what matches exactly one row; else the text stands alone ---- */

static enum outcome link_loosely(struct session *s, const struct field *fields,
                                 struct value *values, struct error *e)
{
    enum outcome result = DONE;
    for (size_t f = 0; result == DONE && fields[f].id; f++)
        if (fields[f].type->storage == STORED_REFERENCE && values[f].set && !values[f].num)
            result = act_link(s, &fields[f], values[f].text, &values[f].num, e);
    return result;
}

static enum outcome link_record(struct session *s, struct record *r, struct error *e)
{
    enum outcome result = link_loosely(s, r->kind->fields, r->values, e);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; result == DONE && i < r->lines[l].count; i++)
            result = link_loosely(s, r->kind->lines[l].fields, r->lines[l].items[i].values, e);
    return result;
}

/* ---- What a log says of a record that is here already ---- */

static enum outcome find_by(struct session *s, const struct record *r, const char *theirs,
                            const char *ours, int64_t *id, struct error *e)
{
    const struct value *v = record_value(r, ours);
    if (!v || !v->set || !record_value(r, theirs))
        return DONE;
    struct filter same = { .field = theirs, .how = IS, .value = *v };
    struct query q = {
        .kind = r->kind, .filters = &same, .filter_count = 1, .closed = true, .limit = 1
    };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count)
        *id = page.rows[0]->id;
    page_free(&page);
    return result;
}

/* By the natural key, then by either of the numbers a national report may carry. */
static enum outcome find_existing(struct session *s, const struct record *r, int64_t *id,
                                  struct error *e)
{
    static const char *const either[][2] = { { "number", "national_number" }, { "aju", "aju" } };
    enum outcome result = store_natural(s->store, r, id, e);
    for (size_t i = 0; result == DONE && !*id && i < COUNT(either); i++)
        result = find_by(s, r, either[i][0], either[i][1], id, e);
    return result;
}

static void overlay_value(const struct value *said, struct value *kept)
{
    if (!said->set || (kept->set && text_same(said->text, kept->text) && said->text))
        return;
    value_clear(kept);
    value_copy(kept, said);
}

static struct line *live_line(struct record *r, size_t list, size_t n)
{
    for (size_t i = 0; i < r->lines[list].count; i++)
        if (!r->lines[list].items[i].gone && n-- == 0)
            return &r->lines[list].items[i];
    return record_add_line(r, r->kind->lines[list].id);
}

/* The sheet's word over the stored one, field by field, lines by position. */
static void overlay(const struct record *said, struct record *kept)
{
    const struct kind *k = said->kind;
    for (size_t f = 0; k->fields[f].id; f++)
        if (!(k->fields[f].flags & FIELD_DERIVED))
            overlay_value(&said->values[f], &kept->values[f]);
    for (size_t l = 0; l < line_kind_count(k); l++)
        for (size_t i = 0; i < said->lines[l].count; i++) {
            struct line *line = live_line(kept, l, i);
            for (size_t f = 0; k->lines[l].fields[f].id; f++)
                overlay_value(&said->lines[l].items[i].values[f], &line->values[f]);
        }
}

/* What a desk typed stays as it is; the report only brings the national number it lacks. */
static void fill_national_number(const struct record *said, struct record *kept)
{
    struct value *number = record_value(kept, "national_number");
    if (number && !number->set)
        value_copy(number, record_value(said, "national_number"));
}

static bool same_content(const struct record *a, const struct record *b)
{
    struct flat x = { 0 }, y = { 0 }, was = { 0 }, is = { 0 };
    bool new_line = false;
    for (size_t l = 0; l < line_kind_count(a->kind); l++)
        for (size_t i = 0; i < b->lines[l].count; i++)
            new_line |= !b->lines[l].items[i].id && !b->lines[l].items[i].gone;
    flat_of(a, &x);
    flat_of(b, &y);
    flat_diff(&x, &y, &was, &is);
    bool same = !new_line && !was.count && !is.count;
    flat_free(&x);
    flat_free(&y);
    flat_free(&was);
    flat_free(&is);
    return same;
}

/* ---- Saving ---- */

enum outcome import_open_batch(struct import *im, struct error *e)
{
    enum outcome result = DONE;
    if (!im->in_transaction) {
        result = rights_begin(im->session, &im->right, NULL, NULL, e);
        im->in_transaction = result == DONE;
    }
    if (result == DONE && !im->batch_open) {
        result = store_batch_open(im->session->store, &im->batch, e);
        im->batch_open = result == DONE;
        im->report->batch = im->batch.id;
    }
    return result;
}

static enum outcome write_record(struct import *im, struct record *r, struct error *e)
{
    if (im->options->dry_run)
        return DONE;
    enum outcome result = import_open_batch(im, e);
    if (result == DONE)
        result = seal_record(im->session, r, e);
    if (result == DONE)
        result = store_batch_save(im->session->store, &im->batch, r, e);
    if (result == DONE)
        import_touch(im, r->id);
    return result;
}

static size_t live_lines(const struct record *r)
{
    size_t n = 0;
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        n += record_live_lines(r, r->kind->lines[l].id);
    return n;
}

/* A national report tells what the counter had not: listed, up to a bound. */
static void list_as_new(struct import *im, const struct record *r)
{
    if (im->layout.own || !im->layout.banner.year || im->report->created > NEW_LISTED)
        return;
    record_name(r, &im->report->only_there);
    buf_putc(&im->report->only_there, '\n');
}

static enum outcome land_new(struct import *im, struct record *r, struct error *e)
{
    enum outcome result = write_record(im, r, e);
    if (result != DONE)
        return result;
    im->report->created++;
    list_as_new(im, r);
    im->report->lines_created += (int64_t)live_lines(r);
    import_note_unlinked(im, r);
    return DONE;
}

/* existing: as stored; wanted: as it shall be (both read at the same version). */
static enum outcome land_change(struct import *im, const struct record *existing,
                                struct record *wanted, struct error *e)
{
    import_touch(im, existing->id);
    if (same_content(existing, wanted)) {
        im->report->unchanged++;
        return DONE;
    }
    size_t before = live_lines(existing);
    enum outcome result = write_record(im, wanted, e);
    if (result != DONE)
        return result;
    im->report->changed++;
    im->report->lines_created += (int64_t)(live_lines(wanted) - before);
    return DONE;
}

/* ---- A log ---- */

static const struct state *log_state(const struct kind *k)
{
    for (const struct state *s = k->flow->states; s->id; s++)
        if (s->flags & STATE_BY_IMPORT)
            return s;
    return NULL;
}

static void put_banner(const struct import *im, struct record *r)
{
    const struct {
        const char *field;
        const struct buf *text;
    } said[] = { { "office", &im->layout.banner.office },
                 { "field", &im->layout.banner.field },
                 { "direction", &im->layout.banner.direction } };
    for (size_t i = 0; i < COUNT(said); i++) {
        struct value *v = record_value(r, said[i].field);
        if (v && !v->set && said[i].text->len)
            value_set_text(v, buf_text(said[i].text));
    }
}

/* The document era by the day of filing; the days between eras are rule rows. */
static enum outcome put_era(struct import *im, struct record *r, struct error *e)
{
    static const char *const eras[][2] = { { "permit.era.B", "B" }, { "permit.era.C", "C" } };
    struct value *era = record_value(r, "era");
    const struct value *on = record_value(r, "received_on");
    if (!era || era->set || !on || !on->set)
        return DONE;
    value_set_text(era, "A");
    for (size_t i = 0; i < COUNT(eras); i++) {
        struct buf from = { 0 };
        day first;
        enum outcome result =
            store_rule(im->session->store, eras[i][0], "", (day)on->num, &from, e);
        if (result == DONE && day_parse_sheet(buf_text(&from), &first, NULL) == DONE &&
            on->num >= first)
            value_set_text(era, eras[i][1]);
        buf_free(&from);
        if (result != DONE)
            return result;
    }
    return DONE;
}

static enum outcome land_log(struct import *im, struct record *r, struct error *e)
{
    struct session *s = im->session;
    struct record *existing = NULL, *wanted = NULL;
    int64_t id = 0;
    enum outcome result = link_record(s, r, e);
    if (result == DONE)
        result = find_existing(s, r, &id, e);
    if (result == DONE && !id) {
        put_banner(im, r);
        result = put_era(im, r, e);
        if (result == DONE)
            result = link_record(s, r, e);
        if (r->kind->number && record_value(r, "national_number") &&
            !record_value(r, r->kind->number)->set)
            value_set_text(record_value(r, r->kind->number), record_text(r, "national_number"));
        r->state = log_state(r->kind)->id;
        return result == DONE ? land_new(im, r, e) : result;
    }
    if (result == DONE)
        result = store_load(s->store, r->kind, id, &existing, e);
    if (result == DONE) {
        wanted = record_copy(existing);
        if (existing->origin == ORIGIN_DESK)
            fill_national_number(r, wanted);
        else
            overlay(r, wanted);
        result = land_change(im, existing, wanted, e);
    }
    record_free(&existing);
    record_free(&wanted);
    return result;
}

/* ---- Our own export ---- */

static enum outcome check_own_change(const struct record *existing, const struct record *r,
                                     struct error *e)
{
    if (r->rev < existing->rev)
        return fail(e, STALE,
                    _("The file holds version %lld, the database %lld already. Export "
                      "again and repeat the change there."),
                    (long long)r->rev, (long long)existing->rev);
    if (strcmp(r->state, existing->state) != 0)
        return fail(e, REFUSED,
                    _("The state changes only by steps: it is “%s” here and “%s” in "
                      "the file."),
                    existing->state, r->state);
    return check_edit(r, existing, e);
}

static enum outcome land_own(struct import *im, struct record *r, struct error *e)
{
    struct record *existing = NULL;
    struct error absent;
    enum outcome result =
        r->id ? store_load(im->session->store, r->kind, r->id, &existing, &absent) : REFUSED;
    if (result == REFUSED)
        return land_new(im, r, e);
    if (result != DONE) {
        *e = absent;
        return result;
    }
    r->batch = existing->batch;
    if (r->rev == existing->rev || same_content(existing, r)) {
        r->rev = existing->rev;
        r->origin = existing->origin;
    }
    if (!same_content(existing, r))
        result = check_own_change(existing, r, e);
    if (result == DONE)
        result = land_change(im, existing, r, e);
    record_free(&existing);
    return result;
}

/* ---- A group ---- */

static void reject_row(struct import *im, const struct kept_row *row, const char *column,
                       const char *reason)
{
    struct buf number = { 0 };
    buf_printf(&number, "%zu", row->number);
    csv_cell(buf_text(&number), true, &im->rejects);
    csv_cell(column, false, &im->rejects);
    csv_cell(reason, false, &im->rejects);
    for (size_t i = 0; i < row->count; i++)
        csv_cell(row->cells[i], false, &im->rejects);
    buf_puts(&im->rejects, "\r\n");
    buf_free(&number);
}

/* Every row of the group goes back, each with its own complaint or the first one's. */
static void reject_group(struct import *im)
{
    struct group *g = &im->group;
    for (size_t i = 0; i < g->row_count; i++) {
        const struct complaint *c = &g->complaints[0];
        for (size_t k = 0; k < g->complaint_count; k++)
            if (g->complaints[k].row == g->rows[i].number) {
                c = &g->complaints[k];
                break;
            }
        reject_row(im, &g->rows[i], c->column, c->text);
        im->report->rejected++;
    }
}

enum outcome import_land(struct import *im, struct error *e)
{
    struct group *g = &im->group;
    struct error why = { 0 };
    enum outcome result = DONE;
    if (!g->record)
        return DONE;
    if (!g->complaint_count)
        result = im->layout.own ? land_own(im, g->record, &why) : land_log(im, g->record, &why);
    if (result == FAULT || result == FORBIDDEN) {
        *e = why;
        return result;
    }
    if (result != DONE)
        group_complain(g, g->rows[0].number, why.field, why.text);
    if (g->complaint_count)
        reject_group(im);
    im->pending_rows += (int64_t)g->row_count;
    group_clear(g);
    return DONE;
}
