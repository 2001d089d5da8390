/* reserve_print.c - the blank forms of a block: one for each number that is still unused, with the
 * fields of the entry form in its order, so that whoever enters it later types straight down. */
#include "reserve.h"

#include <string.h>

#include "loket/records.h"
#include "paper.h"

/* An A4 sheet at six lines to the inch has 66, less its margins and the marks above it. */
enum { SHEET_LINES = 56, ROWS = 4, TABLE_CELLS_MIN = 4 };

/* ---- One field ---- */

static void blank_room(const struct field *f, struct buf *out)
{
    enum { ROOM = PAPER_CELLS - PAPER_LABEL_CELLS - 2 };
    if (f->type == &type_date)
        buf_puts(out, "....../....../............");
    else if (f->type == &type_moment)
        buf_puts(out, "....../....../............  ......:......");
    else if (f->type == &type_flag)
        buf_printf(out, "[_] %s  [_] %s", _("yes"), _("no"));
    else
        buf_pad(out, '.', ROOM);
}

static void choices(const struct field *f, struct buf *out)
{
    for (const struct choice *c = f->choices; c->code != NULL; c++)
        buf_printf(out, "%s[_] %s", c == f->choices ? "" : "  ", _(c->label));
}

static void blank_field(const struct field *f, struct buf *out)
{
    struct buf room = { 0 }, label = { 0 };
    if (f->choices != NULL)
        choices(f, &room);
    else
        blank_room(f, &room);
    buf_printf(&label, "%s%s", _(f->label), f->flags & FIELD_REQUIRED ? " *" : "");
    paper_pair(out, buf_text(&label), buf_text(&room));
    if (f->type == &type_note)
        paper_pair(out, " ", buf_text(&room)); /* a second row of it */
    buf_free(&room);
    buf_free(&label);
}

static bool is_asked(const struct kind *k, const struct field *f)
{
    return !(f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)) && !text_same(f->id, k->number);
}

static void section(const char *title, bool apart, struct buf *out)
{
    if (apart)
        paper_line(out, "");
    paper_line(out, title);
}

static void header_fields(const struct kind *k, struct buf *out)
{
    const char *page = NULL;
    size_t start = out->len;
    for (const struct field *f = k->fields; f->id != NULL; f++) {
        page = f->page != NULL ? f->page : page;
        if (!is_asked(k, f))
            continue;
        if (page != NULL)
            section(_(page), out->len > start, out);
        page = NULL;
        blank_field(f, out);
    }
}

/* ---- Lines: a table of the columns of their grid ---- */

static void table_row(const struct line_kind *l, size_t cells, bool labels, struct buf *out)
{
    for (size_t i = 0; l->columns[i] != NULL; i++) {
        const char *label = labels ? _(line_field(l, l->columns[i])->label) : "";
        buf_putc(out, '|');
        utf8_fit(label, cells, out);
    }
    paper_line(out, "|");
}

static void table(const struct line_kind *l, struct buf *out)
{
    size_t columns = 0;
    while (l->columns[columns] != NULL)
        columns++;
    size_t cells = columns > 0 ? (PAPER_CELLS - 1) / columns - 1 : 0;
    if (cells < TABLE_CELLS_MIN)
        return;
    section(_(l->label), true, out);
    table_row(l, cells, true, out);
    for (int i = 0; i < ROWS; i++) {
        buf_pad(out, '-', columns * (cells + 1) + 1);
        paper_line(out, "");
        table_row(l, cells, false, out);
    }
}

/* ---- What the counter adds: when it was accepted, and by whom ---- */

/* Whose goods they are: the first party the kind names. */
static const char *party_label(const struct kind *k)
{
    for (const struct field *f = k->fields; f->id != NULL; f++)
        if (f->kind != NULL && strcmp(f->kind, "party") == 0)
            return _(f->label);
    return "";
}

static void done_on_paper(const struct kind *k, struct buf *out)
{
    const struct step *step = flow_step(k->flow, "back_enter", NULL);
    section(_("Filled in by the office"), true, out);
    for (size_t i = 0; step != NULL && step->demands != NULL && step->demands[i] != NULL; i++)
        if (!text_same(step->demands[i], k->number))
            blank_field(kind_field(k, step->demands[i]), out);
    paper_line(out, "\n");
    buf_puts(out, "    ");
    utf8_fit(_("Officer"), 40, out);
    paper_line(out, party_label(k));
    paper_line(out, "\n");
    paper_line(out, "    (......................)                (......................)");
}

/* ---- Sheets ---- */

static void sheet_head(const struct record *r, const struct kind *k, const char *number,
                       unsigned sheet, struct buf *out)
{
    struct buf title = { 0 };
    if (record_text(r, "office")[0] != '\0')
        paper_center(out, record_text(r, "office"));
    buf_printf(&title, _("PAPER FORM - %s"), _(k->label));
    if (sheet > 1)
        buf_printf(&title, _(" (sheet %u)"), sheet);
    paper_center(out, buf_text(&title));
    paper_rule(out);
    paper_pair(out, _("Number"), number);
    paper_pair(out, _("Given to"), record_text(r, "given_to"));
    paper_line(out, _("What is marked * must be filled in."));
    paper_line(out, "");
    buf_free(&title);
}

/* The body, broken where a sheet is full. */
static void put_sheets(const struct record *r, const struct kind *k, const char *number,
                       const char *body, struct buf *out)
{
    unsigned sheet = 1, lines = 0;
    sheet_head(r, k, number, sheet, out);
    for (const char *at = body; *at != '\0';) {
        size_t n = strcspn(at, "\n") + 1;
        if (++lines > SHEET_LINES) {
            buf_putc(out, '\f');
            sheet_head(r, k, number, ++sheet, out);
            lines = 0;
        }
        buf_add(out, at, n);
        at += n;
    }
}

const struct choice reserve_papers[] = {
    { .code = "forms", .label = N_("Blank forms of the unused numbers") },
    { .code = NULL },
};

void reserve_print(const struct record *r, const char *paper, struct buf *out)
{
    const struct kind *k = registry_find(&all_kinds, record_text(r, "of_kind"));
    struct buf body = { 0 };
    size_t start = out->len;
    (void)paper;
    if (k == NULL)
        return;
    header_fields(k, &body);
    for (const struct line_kind *l = k->lines; l != NULL && l->id != NULL; l++)
        table(l, &body);
    done_on_paper(k, &body);
    for (size_t i = 1; i <= record_live_lines(r, "number"); i++) {
        const struct line *l = record_live_line(r, "number", i);
        if (!reserve_is_unused(l))
            continue;
        if (out->len > start)
            buf_putc(out, '\f');
        put_sheets(r, k, reserve_cell(l, RESERVE_NUMBER)->text, buf_text(&body), out);
    }
    if (out->len == start)
        paper_line(out, _("No number of this block is unused; there is no form to print."));
    buf_free(&body);
}
