/* Reading a sheet into the store: rows are gathered into records, landed in transactions of bounded
 * size, and what could not land goes back with its reason. rows = landed + rejected + set aside. */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROGRESS_ROWS = 200, /* between two calls of progress; no part is smaller */
    REJECTS_MODE = 0640,
};

/* ---- Parts ---- */

/* A trial gives its part back; whatever stood in it is decided again where it is met again. */
static void give_back(struct import *im)
{
    store_rollback(im->session->store);
    im->in_transaction = im->batch_open = false;
    im->pending_rows = 0;
}

static enum outcome commit(struct import *im, struct error *e)
{
    enum outcome result = store_commit(im->session->store, e);
    if (result != DONE)
        return result;
    im->in_transaction = false;
    store_give_way(im->session->store);
    return DONE;
}

/* Asked again with each record: whoever comes in the middle does not wait for the rest. */
static bool part_is_full(const struct import *im)
{
    return im->pending_rows >= PROGRESS_ROWS &&
           im->pending_rows >= (int64_t)store_part_rows(im->session->store);
}

static enum outcome end_part(struct import *im, struct error *e)
{
    if (!im->in_transaction || !part_is_full(im))
        return DONE;
    enum outcome result = store_batch_part(im->session->store, &im->batch, im->pending_rows, e);
    if (result == DONE && im->options->dry_run)
        give_back(im);
    else if (result == DONE)
        result = commit(im, e);
    im->pending_rows = 0;
    return result;
}

/* What was stopped is not closed: the same sheet goes on with it. */
static enum outcome end_stopped(struct import *im, struct error *e)
{
    if (!im->in_transaction || im->options->dry_run)
        return DONE;
    enum outcome result = store_batch_part(im->session->store, &im->batch, im->pending_rows, e);
    return result == DONE ? commit(im, e) : result;
}

static enum outcome end_batch(struct import *im, struct error *e)
{
    if (!im->batch_open)
        return DONE;
    if (im->stopped)
        return end_stopped(im, e);
    enum outcome result = import_open_batch(im, e);
    im->batch.rejected = im->report->rejected;
    if (result == DONE && im->pending_rows)
        result = store_batch_part(im->session->store, &im->batch, im->pending_rows, e);
    if (result == DONE)
        result = store_batch_close(im->session->store, &im->batch, e);
    if (result == DONE && im->options->dry_run)
        give_back(im);
    else if (result == DONE)
        result = commit(im, e);
    return result;
}

/* ---- Rows ---- */

struct taking {
    struct import *import;
    size_t row;
};

/* Taken, but as words. */
static void flag(struct import *im, size_t row, const struct error *e)
{
    struct buf text = { 0 };
    buf_printf(&text, _("row %zu: %s"), row, e->text);
    im->report->flagged++;
    names_add(&im->flagged, buf_text(&text));
    buf_free(&text);
}

static void complain(void *context, const struct error *e)
{
    struct taking *t = context;
    if (e->code == DONE) {
        flag(t->import, t->row, e);
        return;
    }
    group_complain(&t->import->group, t->row, e->field, e->text);
}

/* What goes back where it cannot land: of a log with what "idem" means, since the row above may not
 * come with it; of our own export as it stands. */
static void keep_row(struct import *im, const struct sheet_row *row)
{
    group_keep_row(&im->group, im->layout.own ? &im->source : row);
}

static void take_row(struct import *im, const struct sheet_row *row, enum row_role role)
{
    struct taking taking = { im, row->number };
    struct reading how =
        session_reading(im->session, im->layout.own ? SPELL_CANONICAL : SPELL_SHEET);
    how.typed = false;
    keep_row(im, row);
    layout_take(&im->layout, row, role, &how, im->group.main.record, complain, &taking);
    also_take(im, row, role, &how, complain, &taking);
}

static bool is_key(const struct kind *k, const struct field *f)
{
    for (const char *const *id = k->natural_key; id && *id; id++)
        if (strcmp(*id, f->id) == 0)
            return true;
    return false;
}

static enum outcome begin_group(struct import *im, const struct sheet_row *row, struct error *e)
{
    enum outcome result = import_land(im, e);
    if (result == DONE)
        result = end_part(im, e);
    if (result != DONE)
        return result;
    im->group.main = (struct making){ &im->layout, record_new(im->layout.kind) };
    take_row(im, row, ROW_DATA);
    if (im->layout.own)
        own_take_head(im, row);
    return DONE;
}

static void orphan(struct import *im, const struct sheet_row *row)
{
    im->group.main = (struct making){ &im->layout, record_new(im->layout.kind) };
    keep_row(im, row);
    group_complain(
        &im->group, row->number, "",
        _("This row continues a record, but none stands above it. Put it below its record."));
}

/* The row below says the same key again instead of IDEM: a further line of the same record. */
static bool repeats_key(const struct import *im, const struct sheet_row *row)
{
    const struct layout *l = &im->layout;
    if (!im->group.main.record || !im->group.row_count || !line_kind_count(l->kind))
        return false;
    const struct kept_row *first = &im->group.rows[0];
    bool filled = false;
    for (size_t i = 0; i < l->count && i < row->count; i++) {
        const struct column_map *map = &l->columns[i];
        if (!map->field || map->line || map->link || !is_key(l->kind, map->field))
            continue;
        if (i >= first->count || strcmp(row->cells[i], first->cells[i]) != 0)
            return false;
        filled |= row->cells[i][0] != '\0';
    }
    return filled;
}

static enum outcome log_row(struct import *im, const struct sheet_row *row, enum row_role role,
                            struct error *e)
{
    if (role == ROW_DATA && !repeats_key(im, row))
        return begin_group(im, row, e);
    if (im->group.main.record)
        take_row(im, row, ROW_IDEM);
    else
        orphan(im, row);
    return DONE;
}

static enum outcome own_row(struct import *im, const struct sheet_row *row, enum row_role role,
                            struct error *e)
{
    if (role == ROW_DATA)
        return begin_group(im, row, e);
    if (own_continues(im, row)) {
        if (own_line_is_new(im, row))
            take_row(im, row, ROW_IDEM);
        else
            keep_row(im, row);
        return DONE;
    }
    enum outcome result = import_land(im, e);
    if (result == DONE)
        orphan(im, row);
    return result;
}

static enum outcome import_row(struct import *im, struct sheet_row *row, struct error *e)
{
    enum row_role role = layout_role(&im->layout, row);
    im->source = *row;
    layout_complete(&im->layout, row, role);
    im->report->rows++;
    if (role == ROW_NIHIL)
        im->report->nihil = true;
    if (role != ROW_DATA && role != ROW_IDEM) {
        im->report->set_aside++;
        return DONE;
    }
    return im->layout.own ? own_row(im, row, role, e) : log_row(im, row, role, e);
}

/* A row past the limits of sheets. Nobody can tell whose it is: the record above goes back with
 * it. */
static void unreadable_row(struct import *im, const char *reason)
{
    const struct sheet_row row = { .number = (size_t)++im->report->rows };
    if (!im->group.main.record)
        im->group.main = (struct making){ &im->layout, record_new(im->layout.kind) };
    group_keep_row(&im->group, &row);
    group_complain(&im->group, row.number, "", reason);
}

static enum outcome next_row(struct import *im, struct sheet *sheet, bool *end, struct error *e)
{
    struct sheet_row row = { 0 };
    enum outcome result = sheet_next(sheet, &row, e);
    if (result == BAD_DATA) {
        unreadable_row(im, e->text);
        return DONE;
    }
    *end = result == DONE && !row.cells;
    if (result != DONE || *end)
        return result;
    if (row.number == im->layout.header_row)
        group_keep_row(&im->heading, &row);
    return import_row(im, &row, e);
}

static enum outcome import_rows(struct import *im, struct sheet *sheet, struct error *e)
{
    struct import_report *report = im->report;
    enum outcome result = DONE;
    bool end = false;
    while (result == DONE && !end && !im->stopped) {
        result = next_row(im, sheet, &end, e);
        if (im->options->progress && !end && report->rows % PROGRESS_ROWS == 0)
            im->stopped = !im->options->progress(im->options->context, report->rows);
    }
    if (result == DONE)
        result = import_land(im, e);
    if (report->rows == report->set_aside && !im->layout.own && !im->stopped)
        report->nihil = true; /* a month's sheet without a row says so too */
    return result;
}

/* ---- The reject file ---- */

/* What the banner says of every row stands in columns of its own, so that the rows mean the same
 * when they come again without it. */
static void banner_headers(const struct import *im, struct buf *file)
{
    struct banner_word words[BANNER_WORDS];
    size_t count = import_banner(im, words);
    for (size_t i = 0; i < count; i++)
        csv_cell(words[i].field, false, file);
}

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
    banner_headers(im, &file);
    buf_puts(&file, "\r\n");
    buf_add(&file, im->rejects.data, im->rejects.len);
    struct error why = { 0 };
    enum outcome result = file_write(report->rejects, &file, REJECTS_MODE, &why);
    buf_free(&file);
    if (result != DONE)
        fail(e, result,
             _("%s All rows that could land have landed; name another reject file and import again "
               "to get the others."),
             why.text);
    return result;
}

/* ---- The whole ---- */

static void list_names(const struct names *n, const char *label, struct buf *out)
{
    for (size_t i = 0; i < n->count; i++)
        buf_printf(out, "%s%s", i ? "; " : label, n->items[i]);
    if (n->count)
        buf_puts(out, n->more ? "; …\n" : "\n");
}

static bool is_taken(const struct layout *l, size_t column)
{
    bool taken = l->columns[column].field != NULL;
    for (size_t i = 0; i < l->part_count; i++)
        taken |= l->parts[i].columns[column].field || l->parts[i].columns[column].when;
    return taken;
}

/* Columns that are no field. */
static void list_left_out(const struct layout *l, struct buf *notes)
{
    struct names out = { 0 };
    for (size_t i = 0; i < l->count; i++)
        if (!is_taken(l, i) && *l->headers[i] && !l->own)
            names_add(&out, l->headers[i]);
    list_names(&out, _("Columns left out: "), notes);
    names_free(&out);
}

/* The layouts that come with loket (data/layouts.map) are called in the reader's language, those an
 * office wrote as it calls them. */
static const char *layout_called(const char *name)
{
    static const char *const brought[] = {
        N_("Counter register"),  N_("Plant commodities"),
        N_("Supporting papers"), N_("Packages"),
        N_("Service units"),     N_("Units"),
        N_("In-line log"),       N_("Captures register"),
        N_("Detention report"),  N_("Reasons and results"),
        N_("Assignments"),       N_("PNBP tariffs"),
        N_("Animal classes"),    N_("Plant classes"),
    };
    for (size_t i = 0; i < COUNT(brought); i++)
        if (strcmp(name, brought[i]) == 0)
            return _(brought[i]);
    return name;
}

/* "EX" as the label of its choice. */
static const char *direction_called(const char *code)
{
    const struct choice *c = field_choice(kind_field(&kind_permit, "direction"), code);
    return c != NULL ? _(c->label) : code;
}

static void write_notes(struct import *im, const struct sheet *sheet)
{
    const struct dialect *d = sheet_dialect(sheet);
    struct buf *notes = &im->report->notes;
    if (im->layout.map && *im->layout.map->name)
        buf_printf(notes, _("Layout: %s.\n"), layout_called(im->layout.map->name));
    buf_printf(notes, _("Read as %s, separated by “%s”, header in row %zu.\n"),
               encoding_name(d->encoding), d->delimiter[0] == '\t' ? "TAB" : d->delimiter,
               im->layout.header_row);
    if (im->layout.banner.year && im->layout.banner.month)
        buf_printf(notes, _("Month %d of %d, %s, %s.\n"), im->layout.banner.month,
                   im->layout.banner.year, buf_text(&im->layout.banner.office),
                   direction_called(buf_text(&im->layout.banner.direction)));
    list_names(&im->unlinked, _("No record for: "), notes);
    list_names(&im->flagged, _("Kept as words in the notes: "), notes);
    list_names(&im->kept, _("Edited here since, and kept so: "), notes);
    list_left_out(&im->layout, notes);
    if (im->resumed)
        buf_puts(notes, _("Went on with an import of this sheet that had not come to its end.\n"));
    if (im->stopped)
        buf_printf(notes, _("Stopped after row %lld. Import the sheet again to go on.\n"),
                   (long long)im->report->rows);
}

/* A sheet may be larger than memory: it is read once for its sum, and again for its rows. */
static enum outcome open_source(const char *path, struct batch *b, struct sheet **out,
                                struct error *e)
{
    const char *slash = strrchr(path, '/');
    char sum[SHA256_TEXT_LEN + 1];
    enum outcome result = sum_file(path, sum, e);
    b->source = slash ? slash + 1 : path;
    for (size_t i = 0; result == DONE && i < HASH_BYTES; i++)
        b->source_hash[i] =
            (unsigned char)strtoul((char[]){ sum[2 * i], sum[2 * i + 1], 0 }, NULL, 16);
    return result == DONE ? sheet_open(path, out, e) : result;
}

static enum outcome takes_logs(const struct kind *k, struct error *e)
{
    for (const struct state *s = k->flow->states; s->id; s++)
        if (s->flags & STATE_BY_IMPORT)
            return DONE;
    return fail(e, REFUSED,
                _("%s has no state old logs may land in. Type them in, or restore an "
                  "export of loket."),
                _(k->plural));
}

/* What a person may do is never imported: certificates and posts are made here, one by one. */
static enum outcome may_import_kind(struct import *im, const struct kind *k, struct error *e)
{
    char author[RIGHT_AUTHOR_MAX];
    const struct right right = { im->layout.own ? RIGHT_RESTORE : RIGHT_IMPORT, k, NULL };
    enum outcome result = im->layout.own ? DONE : takes_logs(k, e);
    if (result == DONE && im->session->people && (k == &kind_user || k == &kind_post))
        result = fail(e, FORBIDDEN,
                      _("%s are not imported: what people may do is certified here, one by one. "
                        "Use `loket user add` and `loket user lend`."),
                      _(k->plural));
    return result == DONE ? rights_may(im->session, &right, author, e) : result;
}

/* Every kind the sheet's rows speak of. */
static enum outcome check_kinds(struct import *im, struct error *e)
{
    const struct layout *l = &im->layout;
    enum outcome result = may_import_kind(im, l->kind, e);
    for (size_t i = 0; result == DONE && i < l->part_count; i++) {
        result = may_import_kind(im, l->parts[i].kind, e);
        if (!i || l->parts[i].kind != l->parts[i - 1].kind)
            buf_printf(&im->also, "%s%s", i ? " " : "", l->parts[i].kind->id);
    }
    im->batch.kind = l->kind;
    im->batch.also = buf_text(&im->also);
    im->right = (struct right){ l->own ? RIGHT_RESTORE : RIGHT_IMPORT, l->kind, NULL };
    return result;
}

static enum outcome run(struct import *im, struct sheet *sheet, struct error *e)
{
    struct hints hints;
    enum outcome result = import_maps(im, &hints, e);
    if (result == DONE)
        result = layout_find(sheet, im->asked, &hints, &im->layout, e);
    if (result == DONE)
        result = check_kinds(im, e);
    if (result == DONE)
        result = import_state(im, e);
    if (result == DONE)
        result = import_doubts(im, e);
    if (result != DONE)
        return result;
    store_patience(im->session->store, true);
    store_bulk(im->session->store, true);
    im->report->own = im->layout.own;
    im->batch.origin = im->layout.own ? ORIGIN_RESTORED : ORIGIN_LOG;
    result = import_rows(im, sheet, e);
    if (result == DONE)
        result = end_batch(im, e);
    if (im->in_transaction)
        give_back(im);
    store_bulk(im->session->store, false);
    store_patience(im->session->store, false);
    if (im->options->dry_run)
        im->report->batch = 0;
    if (result == DONE)
        result = import_compare(im, e);
    if (result == DONE)
        result = write_rejects(im, e);
    if (result == DONE)
        result = import_remember(im, e);
    import_strangers(im);
    write_notes(im, sheet);
    return result;
}

static void import_free(struct import *im)
{
    names_free(&im->unlinked);
    names_free(&im->kept);
    names_free(&im->flagged);
    import_find_free(im);
    free(im->touched);
    group_clear(&im->group);
    group_clear(&im->heading);
    buf_free(&im->rejects);
    buf_free(&im->also);
    layout_free(&im->layout);
    map_book_free(&im->given);
    map_book_free(&im->known);
}

/* Asked again inside each transaction; here so that nothing is read for who may not. Which of the
 * two rights it takes is known only from the sheet. */
static enum outcome may_import(struct session *s, const struct kind *k, struct error *e)
{
    const struct right editor = { RIGHT_IMPORT, k, NULL }, restorer = { RIGHT_RESTORE, k, NULL };
    char author[RIGHT_AUTHOR_MAX];
    enum outcome result = rights_may(s, &editor, author, e);
    if (result == FORBIDDEN && rights_may(s, &restorer, author, NULL) == DONE)
        result = DONE;
    return result;
}

enum outcome act_import(struct session *s, const struct kind *k, const struct import_options *o,
                        struct import_report *out, struct error *e)
{
    struct import im = {
        .session = s, .options = o, .report = out, .batch = { .kind = k }, .asked = k
    };
    struct sheet *sheet = NULL;
    enum outcome result = may_import(s, k, e);
    if (result == DONE)
        result = open_source(o->path, &im.batch, &sheet, e);
    if (result == DONE)
        result = run(&im, sheet, e);
    sheet_close(&sheet);
    import_free(&im);
    return result;
}

void import_report_free(struct import_report *r)
{
    for (size_t i = 0; i < r->question_count; i++) {
        free(r->questions[i].header);
        free(r->questions[i].examples);
    }
    free(r->questions);
    buf_free(&r->strangers);
    buf_free(&r->preview);
    buf_free(&r->reasons);
    buf_free(&r->notes);
    buf_free(&r->only_here);
    buf_free(&r->only_there);
}
