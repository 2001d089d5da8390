/* What loket's own export makes of a record: restored to the letter where it is unknown here, an
 * ordinary change under revision where it is known. Columns that were taken out of the sheet, and
 * lines whose rows were, stay as they are: a sheet that was sorted or cut loses nothing here. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

static const char *cell(const struct sheet_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

/* ---- Reading ---- */

void own_take_head(struct import *im, const struct sheet_row *row)
{
    const struct layout *l = &im->layout;
    struct record *r = im->group.main.record;
    const char *state = cell(row, l->state_column), *rev = cell(row, l->rev_column);
    const struct state *known = flow_state(r->kind->flow, state);
    const char *origin = cell(row, l->origin_column);
    if (!id_parse(cell(row, l->id_column), &r->id) || r->id <= 0)
        group_complain(&im->group, row->number, "id",
                       _("This is not an id of loket. Leave it as exported; type new records in, "
                         "or import them as a log without this column."));
    if (*rev && (!integer_parse(rev, &r->rev) || r->rev < 1))
        group_complain(&im->group, row->number, "rev",
                       _("The version is not a number. Leave it as exported."));
    if (!known)
        group_complain(&im->group, row->number, "state",
                       _("This is not a state of this kind. Leave it as exported."));
    else
        r->state = known->id;
    if (*origin && !origin_parse(origin, &r->origin))
        group_complain(&im->group, row->number, "origin",
                       _("This is not an origin of records. Leave it as exported."));
}

bool own_continues(const struct import *im, const struct sheet_row *row)
{
    int64_t id = 0;
    return im->group.main.record && im->group.main.record->id &&
           id_parse(cell(row, im->layout.id_column), &id) && id == im->group.main.record->id;
}

bool own_line_is_new(struct import *im, const struct sheet_row *row)
{
    const struct kind *k = im->layout.kind;
    int64_t id = 0;
    if (!id_parse(cell(row, im->layout.line_id_column), &id))
        return true;
    for (size_t l = 0; l < line_kind_count(k); l++)
        for (size_t i = 0; i < im->group.main.record->lines[l].count; i++)
            if (im->group.main.record->lines[l].items[i].id == id) {
                group_complain(&im->group, row->number, "line_id",
                               _("This line stands twice. Empty the cell to add a further line."));
                return false;
            }
    return true;
}

/* ---- A record that is known here ---- */

/* Puts what the sheet's columns of one line kind (NULL: of the record) say over the stored. */
static void overlay_columns(const struct layout *l, const struct line_kind *line,
                            const struct value *said, struct value *kept)
{
    const struct field *fields = line ? line->fields : l->kind->fields;
    for (size_t i = 0; i < l->count; i++) {
        const struct column_map *map = &l->columns[i];
        if (!map->field || map->line != line || map->link)
            continue;
        size_t f = (size_t)(map->field - fields);
        int64_t link = kept[f].num;
        bool same_words = said[f].text && text_same(said[f].text, kept[f].text);
        bool reference = map->field->type->storage == STORED_REFERENCE;
        value_clear(&kept[f]);
        value_copy(&kept[f], &said[f]);
        if (reference && same_words && !kept[f].num)
            kept[f].num = link; /* the column of links was taken out */
    }
}

static struct line *line_with_id(struct record *r, size_t list, int64_t id)
{
    for (size_t i = 0; id && i < r->lines[list].count; i++)
        if (r->lines[list].items[i].id == id)
            return &r->lines[list].items[i];
    struct line *line = record_add_line(r, r->kind->lines[list].id);
    line->id = id;
    return line;
}

static void overlay_lines(const struct layout *l, const struct record *said, struct record *kept)
{
    for (size_t k = 0; k < line_kind_count(said->kind); k++)
        for (size_t i = 0; i < said->lines[k].count; i++) {
            const struct line *from = &said->lines[k].items[i];
            struct line *to = line_with_id(kept, k, from->id);
            to->gone = false;
            overlay_columns(l, &said->kind->lines[k], from->values, to->values);
        }
}

static enum outcome check_change(const struct record *existing, const struct record *r,
                                 const struct record *wanted, struct error *e)
{
    if (r->rev != existing->rev)
        return fail_field(e, STALE, "rev",
                          _("The file holds version %lld, the database %lld. Export again and "
                            "repeat the change there."),
                          (long long)r->rev, (long long)existing->rev);
    return check_edit(wanted, existing, e);
}

static enum outcome decide_known(struct import *im, const struct record *r, struct landing *out,
                                 struct error *e)
{
    struct record *existing = out->existing;
    out->wanted = record_copy(existing);
    overlay_columns(&im->layout, NULL, r->values, out->wanted->values);
    overlay_lines(&im->layout, r, out->wanted);
    out->fate = same_content(existing, out->wanted) ? FATE_SAME : FATE_CHANGE;
    if (strcmp(r->state, existing->state) != 0)
        return fail_field(e, REFUSED, "state",
                          _("The state changes only by steps: it is “%s” here and “%s” in "
                            "the file."),
                          existing->state, r->state);
    return out->fate == FATE_SAME ? DONE : check_change(existing, r, out->wanted, e);
}

enum outcome own_decide(struct import *im, struct landing *out, struct error *e)
{
    const struct record *r = im->group.main.record;
    enum outcome result = store_load(im->session->store, r->kind, r->id, &out->existing, e);
    if (result == DONE)
        return decide_known(im, r, out, e);
    if (result != REFUSED)
        return result;
    *e = (struct error){ 0 };
    out->fate = FATE_NEW;
    out->wanted = record_copy(r);
    return DONE;
}
