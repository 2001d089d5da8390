/* Landing one record of a sheet: decided first, decided again under the lock where something is to
 * be written, then written whole or sent back whole. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum { NEW_LISTED = 100, PREVIEWED = 8 };

/* ---- Comparing ---- */

static bool has_new_line(const struct record *r)
{
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].id && !r->lines[l].items[i].gone)
                return true;
    return false;
}

bool same_content(const struct record *a, const struct record *b)
{
    struct flat x = { 0 }, y = { 0 }, was = { 0 }, is = { 0 };
    if (has_new_line(a) || has_new_line(b))
        return false; /* a flat form has no place for lines without an id */
    flat_of(a, &x);
    flat_of(b, &y);
    flat_diff(&x, &y, &was, &is);
    bool same = !was.count && !is.count;
    flat_free(&x);
    flat_free(&y);
    flat_free(&was);
    flat_free(&is);
    return same;
}

/* ---- What the report says ---- */

static void touch(struct import *im, int64_t id)
{
    if (im->touched_count == im->touched_cap) {
        im->touched_cap = im->touched_cap ? im->touched_cap * 2 : 64;
        im->touched = xreallocarray(im->touched, im->touched_cap, sizeof *im->touched);
    }
    im->touched[im->touched_count++] = id;
}

static void note_unlinked(struct import *im, const struct field *fields, const struct value *values)
{
    for (size_t f = 0; fields[f].id; f++) {
        const struct value *v = &values[f];
        if (fields[f].type->storage != STORED_REFERENCE || !v->set || v->num)
            continue;
        im->report->unlinked++;
        names_add(&im->unlinked, v->text);
    }
}

static void note_names(struct import *im, const struct record *r)
{
    note_unlinked(im, r->kind->fields, r->values);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                note_unlinked(im, r->kind->lines[l].fields, r->lines[l].items[i].values);
}

static int64_t live_lines(const struct record *r)
{
    size_t n = 0;
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        n += record_live_lines(r, r->kind->lines[l].id);
    return (int64_t)n;
}

/* A national report tells what the counter had not: listed, up to a bound. */
static void list_as_new(struct import *im, const struct record *r)
{
    if (im->layout.own || !im->layout.banner.month || im->report->created > NEW_LISTED)
        return;
    record_name(r, &im->report->only_there);
    buf_putc(&im->report->only_there, '\n');
}

/* "2020.05 · 2 Mei 2020 · CV Rimba": what the kind's list shows, and a record's lines below it. */
static void preview_values(const struct record *r, struct buf *out)
{
    for (const struct column *c = r->kind->columns; c->field; c++) {
        const struct field *f = kind_field(r->kind, c->field);
        const struct value *v = f ? record_value(r, c->field) : NULL;
        if (!v || !v->set)
            continue;
        buf_puts(out, out->len ? " · " : "");
        field_format(f, v, SPELL_SCREEN, out);
    }
}

static void preview_line(const struct line_kind *k, const struct line *line, struct buf *out)
{
    size_t before = out->len;
    buf_puts(out, "\n    ");
    for (const char *const *id = k->columns; id && *id; id++) {
        const struct value *v = line_cell(k, line, *id);
        if (!v || !v->set)
            continue;
        buf_puts(out, out->len > before + 5 ? " · " : "");
        field_format(line_field(k, *id), v, SPELL_SCREEN, out);
    }
}

static void preview(struct import *im, const struct record *r)
{
    struct import_report *report = im->report;
    struct buf text = { 0 };
    if (report->created + report->changed > PREVIEWED)
        return;
    preview_values(r, &text);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                preview_line(&r->kind->lines[l], &r->lines[l].items[i], &text);
    buf_printf(&report->preview, "%s\n", buf_text(&text));
    buf_free(&text);
}

/* Work of these days is hardly over: told where it comes in as if it were. */
static bool is_recent(const struct import *im, const struct record *r)
{
    const struct value *on = r->kind->rule_day ? record_value(r, r->kind->rule_day) : NULL;
    return im->report->draft && im->state != im->report->draft && on && on->set &&
           on->num > session_today(im->session) - IMPORT_RECENT_DAYS;
}

static void count(struct import *im, const struct landing *l)
{
    struct import_report *report = im->report;
    const struct record *there = l->wanted;
    /* Where rows speak of several kinds, several rows may speak of one record. */
    bool first = !im->layout.part_count || import_first_met(im, there->id);
    if (l->fate != FATE_SAME)
        note_names(im, there);
    if (l->fate == FATE_SAME && !first)
        return;
    if (there->kind != im->asked) {
        also_count(im, l);
        return;
    }
    report->created += l->fate == FATE_NEW;
    report->recent += l->fate == FATE_NEW && is_recent(im, there);
    report->changed += l->fate == FATE_CHANGE;
    report->unchanged += l->fate == FATE_SAME;
    report->lines_created += live_lines(there) - (l->existing ? live_lines(l->existing) : 0);
    touch(im, there->id);
    if (l->fate == FATE_NEW)
        list_as_new(im, there);
    if (l->fate != FATE_SAME)
        preview(im, there);
}

/* ---- Deciding and writing ---- */

/* At the start of each transaction: the batch goes on where it stands now, since another desk may
 * have gone on with it, too; where it was ended meanwhile, or is new, one is begun. */
static enum outcome continue_batch(struct import *im, struct error *e)
{
    bool open = false;
    const bool mine = im->batch_open;
    enum outcome result = store_batch_resume(im->session->store, &im->batch, &open, e);
    if (result == DONE && !open)
        result = store_batch_open(im->session->store, &im->batch, e);
    im->resumed |= open && !mine;
    im->batch_open = result == DONE;
    im->report->batch = im->batch.id;
    return result;
}

enum outcome import_open_batch(struct import *im, struct error *e)
{
    enum outcome result = DONE;
    bool fresh = !im->in_transaction;
    if (fresh) {
        result = rights_begin(im->session, &im->right, NULL, NULL, e);
        im->in_transaction = result == DONE;
    }
    for (size_t i = 0; result == DONE && fresh && i < im->layout.part_count; i++) {
        const struct right right = { im->right.what, im->layout.parts[i].kind, NULL };
        char author[RIGHT_AUTHOR_MAX];
        result = rights_may(im->session, &right, author, e);
    }
    return result == DONE && fresh ? continue_batch(im, e) : result;
}

/* The group's records, in the order in which they are found or made. */
struct plan {
    struct making **makings;
    struct landing *landings;
    size_t count;
    bool writes; /* something is to be written */
};

static void plan_clear(struct plan *p)
{
    for (size_t i = 0; i < p->count; i++)
        landing_clear(&p->landings[i]);
    p->writes = false;
}

/* A new one has its id at once, for those behind it to refer to. */
static enum outcome decide_one(struct import *im, struct plan *p, size_t i, struct error *e)
{
    struct making *m = p->makings[i];
    struct landing *l = &p->landings[i];
    for (size_t earlier = 0; earlier < i; earlier++)
        also_link(m->record, p->landings[earlier].wanted);
    enum outcome result = im->layout.own ? own_decide(im, l, e) : log_decide(im, m, l, e);
    if (result == DONE && l->fate == FATE_NEW && !l->wanted->id && p->count > 1)
        result = desk_new_id(im->session->desk, &l->wanted->id, e);
    p->writes |= l->fate != FATE_SAME;
    return result;
}

/* Outside a transaction the first that is to be written is enough to know. */
static enum outcome decide(struct import *im, struct plan *p, struct error *e)
{
    bool reading = !im->in_transaction;
    enum outcome result = reading ? store_read_begin(im->session->store, e) : DONE;
    if (result != DONE)
        return result;
    for (size_t i = 0; result == DONE && i < p->count && !(reading && p->writes); i++)
        result = decide_one(im, p, i, e);
    if (reading)
        store_read_end(im->session->store);
    return result;
}

/* Another desk may have been quicker between the first look and the lock: decided again under it.
 */
static enum outcome decide_to_write(struct import *im, struct plan *p, struct error *e)
{
    enum outcome result = decide(im, p, e);
    if (result != DONE || !p->writes || im->in_transaction)
        return result;
    plan_clear(p);
    result = import_open_batch(im, e);
    return result == DONE ? decide(im, p, e) : result;
}

static enum outcome write_one(struct import *im, struct record *r, struct error *e)
{
    const struct business *b = business_of(r->kind);
    enum outcome result = b->land && !im->layout.own ? b->land(im->session, r, e) : DONE;
    return result == DONE ? store_batch_save(im->session->store, &im->batch, r, e) : result;
}

/* All of the group's records or none: what may refuse is asked before the first is written. */
static enum outcome write_plan(struct import *im, struct plan *p, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < p->count; i++)
        if (p->landings[i].fate != FATE_SAME)
            result = seal_record(im->session, p->landings[i].wanted, e);
    for (size_t i = 0; result == DONE && i < p->count; i++)
        if (p->landings[i].fate != FATE_SAME)
            result = write_one(im, p->landings[i].wanted, e);
    for (size_t i = 0; result == DONE && i < p->count; i++)
        count(im, &p->landings[i]);
    return result;
}

static enum outcome carry_out(struct import *im, struct error *e)
{
    struct plan p = { 0 };
    p.makings = also_in_order(im, &p.count);
    p.landings = xcalloc(p.count, sizeof *p.landings);
    enum outcome result = decide_to_write(im, &p, e);
    if (result == DONE)
        result = write_plan(im, &p, e);
    plan_clear(&p);
    free(p.makings);
    free(p.landings);
    return result;
}

/* ---- Sending back ---- */

/* Under the columns that write_rejects() adds; what the heading has is the row's own to say. */
static void reject_banner(struct import *im, size_t cells)
{
    struct banner_word words[BANNER_WORDS];
    size_t count = import_banner(im, words);
    for (size_t i = cells; count && i < im->layout.count; i++)
        csv_cell("", false, &im->rejects);
    for (size_t i = 0; i < count; i++)
        csv_cell(cells > im->layout.count ? "" : buf_text(words[i].text), false, &im->rejects);
}

enum { REASONS_MAX = 5 };

static void reject_row(struct import *im, const struct kept_row *row, const struct complaint *c)
{
    struct buf number = { 0 };
    buf_printf(&number, "%zu", row->number);
    csv_cell(buf_text(&number), true, &im->rejects);
    csv_cell(c->column, false, &im->rejects);
    csv_cell(c->text, false, &im->rejects);
    for (size_t i = 0; i < row->count; i++)
        csv_cell(row->cells[i], false, &im->rejects);
    reject_banner(im, row->count);
    buf_puts(&im->rejects, "\r\n");
    if (im->report->rejected < REASONS_MAX)
        buf_printf(&im->report->reasons, _("Row %zu: %s\n"), row->number, c->text);
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
        reject_row(im, &g->rows[i], c);
        im->report->rejected++;
    }
}

/* Rows of one record that do not stand together would overwrite each other. */
static void complain_of_twin(struct import *im)
{
    struct group *g = &im->group;
    struct error e = { 0 };
    size_t row = im->layout.own ? 0 : import_seen(im, g->main.record, g->rows[0].number);
    if (!row)
        return;
    int key = im->layout.key_column;
    fail(&e, BAD_DATA,
         _("The same record stands in row %zu already. Put its rows together, the further ones "
           "below the first."),
         row);
    group_complain(g, g->rows[0].number, key >= 0 ? im->layout.headers[key] : "", e.text);
}

enum outcome import_land(struct import *im, struct error *e)
{
    struct group *g = &im->group;
    struct error why = { 0 };
    enum outcome result = DONE;
    if (!g->main.record)
        return DONE;
    if (!im->layout.own) {
        import_name_code(im);
        import_name_row(im);
    }
    for (size_t i = 0; i < g->further_count; i++)
        import_name_further(im, &g->further[i], i);
    complain_of_twin(im);
    if (!g->complaint_count)
        result = carry_out(im, &why);
    if (result == FAULT || result == FORBIDDEN) {
        *e = why;
        return result;
    }
    if (result != DONE)
        group_complain(g, g->rows[0].number, why.field, why.text);
    if (g->complaint_count)
        reject_group(im);
    else
        im->report->landed += (int64_t)g->row_count;
    im->pending_rows += (int64_t)g->row_count;
    group_clear(g);
    return DONE;
}
