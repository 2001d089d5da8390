/* Reading a sheet into the store: rows are gathered into records, landed in transactions of bounded
 * size, and what could not land goes back with its reason. rows = landed + rejected + set aside. */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PART_ROWS = 200,       /* share.md rule 12: source rows in one transaction */
    FILE_LIMIT = 64 << 20, /* bytes of a sheet that are read whole for its hash */
    REJECTS_MODE = 0640,
};

/* ---- Parts ---- */

static enum outcome end_part(struct import *im, struct error *e)
{
    if (!im->in_transaction || im->pending_rows < PART_ROWS)
        return DONE;
    enum outcome result = store_batch_part(im->session->store, &im->batch, im->pending_rows, e);
    if (result == DONE)
        result = store_commit(im->session->store, e);
    im->in_transaction = result != DONE;
    im->pending_rows = 0;
    return result;
}

static enum outcome end_batch(struct import *im, struct error *e)
{
    if (!im->batch_open)
        return DONE;
    im->batch.rejected = im->report->rejected;
    enum outcome result = import_open_batch(im, e);
    if (result == DONE && im->pending_rows)
        result = store_batch_part(im->session->store, &im->batch, im->pending_rows, e);
    if (result == DONE)
        result = store_batch_close(im->session->store, &im->batch, e);
    if (result == DONE)
        result = store_commit(im->session->store, e);
    im->in_transaction = im->in_transaction && result != DONE;
    return result;
}

/* ---- Rows ---- */

struct taking {
    struct import *import;
    size_t row;
};

static void complain(void *context, const struct error *e)
{
    struct taking *t = context;
    group_complain(&t->import->group, t->row, e->field, e->text);
}

static void take_row(struct import *im, const struct sheet_row *row, enum row_role role)
{
    struct taking taking = { im, row->number };
    struct reading how =
        session_reading(im->session, im->layout.own ? SPELL_CANONICAL : SPELL_SHEET);
    group_keep_row(&im->group, row);
    layout_take(&im->layout, row, role, &how, im->group.record, complain, &taking);
}

static const char *cell(const struct sheet_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

/* What only our own export says of a record: who it is and where it stands. */
static void take_own_head(struct import *im, const struct sheet_row *row)
{
    struct record *r = im->group.record;
    const char *id = cell(row, im->layout.id_column), *rev = cell(row, im->layout.rev_column);
    const char *state = cell(row, im->layout.state_column);
    const struct state *known = *state ? flow_state(r->kind->flow, state) : NULL;
    if (*id && !id_parse(id, &r->id))
        group_complain(&im->group, row->number, "id",
                       _("This is not an id of loket. Leave it as exported."));
    if (*rev && !integer_parse(rev, &r->rev))
        group_complain(&im->group, row->number, "rev",
                       _("The version is not a number. Leave it as exported."));
    if (*state && !known)
        group_complain(&im->group, row->number, "state",
                       _("This is not a state of this kind. Leave it as exported."));
    if (known)
        r->state = known->id;
    origin_parse(cell(row, im->layout.origin_column), &r->origin);
}

static bool same_own_record(const struct import *im, const struct sheet_row *row)
{
    int64_t id = 0;
    return *cell(row, im->layout.line_column) && im->group.record &&
           id_parse(cell(row, im->layout.id_column), &id) && id == im->group.record->id;
}

static void take_line_id(struct import *im, const struct sheet_row *row)
{
    const struct line_kind *k = kind_line(im->layout.kind, cell(row, im->layout.line_column));
    const char *id = cell(row, im->layout.line_id_column);
    if (!k) {
        group_complain(&im->group, row->number, "line",
                       _("This is not a line of this kind. Leave it as exported."));
        return;
    }
    struct line_list *list = &im->group.record->lines[k - im->layout.kind->lines];
    size_t before = list->count;
    take_row(im, row, ROW_IDEM);
    if (list->count == before)
        record_add_line(im->group.record, k->id); /* a line with nothing in it */
    if (*id && !id_parse(id, &list->items[list->count - 1].id))
        group_complain(&im->group, row->number, "line_id",
                       _("This is not an id of loket. Leave it as exported."));
}

static enum outcome begin_group(struct import *im, const struct sheet_row *row, struct error *e)
{
    enum outcome result = import_land(im, e);
    if (result == DONE)
        result = end_part(im, e);
    if (result != DONE)
        return result;
    im->group.record = record_new(im->layout.kind);
    take_row(im, row, ROW_DATA);
    if (im->layout.own)
        take_own_head(im, row);
    return DONE;
}

static void orphan(struct import *im, const struct sheet_row *row)
{
    im->group.record = record_new(im->layout.kind);
    group_keep_row(&im->group, row);
    group_complain(
        &im->group, row->number, "",
        _("This row continues a record, but none stands above it. Put it below its record."));
}

static enum outcome import_row(struct import *im, const struct sheet_row *row, struct error *e)
{
    enum row_role role = layout_role(&im->layout, row);
    im->report->rows++;
    if (role == ROW_NIHIL)
        im->report->nihil = true;
    if (role != ROW_DATA && role != ROW_IDEM) {
        im->report->set_aside++;
        return DONE;
    }
    if (im->layout.own && *cell(row, im->layout.line_column)) {
        if (same_own_record(im, row)) {
            take_line_id(im, row);
            return DONE;
        }
        enum outcome result = import_land(im, e);
        if (result == DONE)
            orphan(im, row);
        return result;
    }
    if (role == ROW_DATA)
        return begin_group(im, row, e);
    if (im->group.record)
        take_row(im, row, ROW_IDEM);
    else
        orphan(im, row);
    return DONE;
}

static enum outcome import_rows(struct import *im, struct sheet *sheet, struct error *e)
{
    struct sheet_row row = { 0 };
    enum outcome result = DONE;
    bool go_on = true;
    while (result == DONE && go_on && (result = sheet_next(sheet, &row, e)) == DONE && row.cells) {
        if (row.number == im->layout.header_row)
            group_keep_row(&im->heading, &row);
        result = import_row(im, &row, e);
        if (im->options->progress && im->report->rows % PART_ROWS == 0)
            go_on = im->options->progress(im->options->context, im->report->rows);
    }
    if (result == DONE)
        result = import_land(im, e);
    return result;
}

/* ---- The reject file ---- */

static enum outcome write_rejects(struct import *im, struct error *e)
{
    struct import_report *report = im->report;
    struct buf file = { 0 };
    if (!im->rejects.len || im->options->dry_run)
        return DONE;
    if (im->options->rejects)
        snprintf(report->rejects, sizeof report->rejects, "%s", im->options->rejects);
    else
        snprintf(report->rejects, sizeof report->rejects, "%s.rejects.csv", im->options->path);
    buf_puts(&file, "row,column,reason");
    for (size_t i = 0; im->heading.row_count && i < im->heading.rows[0].count; i++)
        csv_cell(im->heading.rows[0].cells[i], false, &file);
    buf_puts(&file, "\r\n");
    buf_add(&file, im->rejects.data, im->rejects.len);
    enum outcome result = file_write(report->rejects, &file, REJECTS_MODE, e);
    buf_free(&file);
    return result;
}

/* ---- The whole ---- */

static void write_notes(struct import *im, const struct sheet *sheet)
{
    const struct dialect *d = sheet_dialect(sheet);
    struct buf *notes = &im->report->notes;
    static const char *const encodings[] = { "UTF-8", "UTF-8 (BOM)", "UTF-16LE", "UTF-16BE",
                                             "Windows-1252" };
    buf_printf(notes, _("Read as %s, separated by “%s”, header in row %zu.\n"),
               encodings[d->encoding], d->delimiter == '\t' ? "TAB" : (char[]){ d->delimiter, 0 },
               im->layout.header_row);
    if (im->layout.banner.year)
        buf_printf(notes, _("Month %d of %d, %s, %s.\n"), im->layout.banner.month,
                   im->layout.banner.year, buf_text(&im->layout.banner.office),
                   buf_text(&im->layout.banner.direction));
    for (size_t i = 0; i < im->unlinked_count; i++)
        buf_printf(notes, "%s%s%s", i ? "; " : _("No record for: "), im->unlinked[i],
                   i + 1 == im->unlinked_count ? "\n" : "");
}

static enum outcome hash_source(const char *path, struct batch *b, struct error *e)
{
    struct buf bytes = { 0 };
    const char *slash = strrchr(path, '/');
    enum outcome result = file_read(path, FILE_LIMIT, &bytes, e);
    if (result == DONE)
        hash_bytes(bytes.data, bytes.len, b->source_hash);
    b->source = slash ? slash + 1 : path;
    buf_free(&bytes);
    return result;
}

static enum outcome check_kind(const struct kind *k, const struct layout *l, struct error *e)
{
    if (l->own)
        return DONE;
    for (const struct state *s = k->flow->states; s->id; s++)
        if (s->flags & STATE_BY_IMPORT)
            return DONE;
    return fail(e, REFUSED,
                _("%s has no state old logs may land in. Type them in, or restore an "
                  "export of loket."),
                _(k->plural));
}

/* What a person may do is never imported: certificates and posts are made here, one by one. */
static enum outcome check_right(struct import *im, struct error *e)
{
    const struct kind *k = im->batch.kind;
    char author[RIGHT_AUTHOR_MAX];
    im->right = (struct right){ im->layout.own ? RIGHT_RESTORE : RIGHT_IMPORT, k, NULL };
    if (im->session->people && (k == &kind_user || k == &kind_post))
        return fail(e, FORBIDDEN,
                    _("%s are not imported: what people may do is certified here, one by one. "
                      "Use `loket user add` and `loket user lend`."),
                    _(k->plural));
    return rights_may(im->session, &im->right, author, e);
}

static enum outcome run(struct import *im, struct sheet *sheet, struct error *e)
{
    enum outcome result = layout_find(sheet, im->batch.kind, &im->layout, e);
    if (result == DONE)
        result = check_kind(im->batch.kind, &im->layout, e);
    if (result == DONE)
        result = check_right(im, e);
    if (result != DONE)
        return result;
    im->report->own = im->layout.own;
    im->batch.origin = im->layout.own ? ORIGIN_RESTORED : ORIGIN_LOG;
    result = import_rows(im, sheet, e);
    if (result == DONE)
        result = end_batch(im, e);
    if (im->in_transaction)
        store_rollback(im->session->store);
    if (result == DONE)
        result = import_compare(im, e);
    if (result == DONE)
        result = write_rejects(im, e);
    write_notes(im, sheet);
    return result;
}

static void import_free(struct import *im)
{
    for (size_t i = 0; i < im->unlinked_count; i++)
        free(im->unlinked[i]);
    free(im->unlinked);
    free(im->touched);
    group_clear(&im->group);
    group_clear(&im->heading);
    buf_free(&im->rejects);
    layout_free(&im->layout);
}

enum outcome act_import(struct session *s, const struct kind *k, const struct import_options *o,
                        struct import_report *out, struct error *e)
{
    struct import im = { .session = s, .options = o, .report = out, .batch = { .kind = k } };
    struct sheet *sheet = NULL;
    enum outcome result = hash_source(o->path, &im.batch, e);
    if (result == DONE)
        result = sheet_open(o->path, &sheet, e);
    if (result == DONE)
        result = run(&im, sheet, e);
    sheet_close(&sheet);
    import_free(&im);
    return result;
}

void import_report_free(struct import_report *r)
{
    buf_free(&r->notes);
    buf_free(&r->only_here);
    buf_free(&r->only_there);
}
