/* Papers: which layout, composing it, and the form asked for - plain text here, PDF by loket-paper.
 * A paper printed before says that it is a copy; one of a practice store says so on every page. */
#include "paper.h"

#include "loket/exchange.h"

#include <stdlib.h>
#include <string.h>

/* ---- Layouts ---- */

static bool holds_on(const struct record *r, day on)
{
    const struct value *from = record_value(r, "valid_from"), *to = record_value(r, "valid_to");
    return (!from->set || from->num <= on) && (!to->set || to->num >= on);
}

static enum outcome layout_rows(struct session *s, const char *name, struct page *out,
                                struct error *e)
{
    enum { ROWS_MAX = 200 };
    struct filter same = { .field = "name",
                           .how = IS,
                           .value = { .text = (char *)name, .set = true } };
    struct query q = {
        .kind = &kind_paper_layout, .filters = &same, .filter_count = 1, .limit = ROWS_MAX
    };
    return store_page(s->store, &q, out, e);
}

/* The row of this office before one of all; of two the one that began later. */
static const struct record *best_row(struct session *s, const struct page *rows, day on)
{
    const struct record *best = NULL;
    int most = 0;
    int64_t began = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct record *r = rows->rows[i];
        const struct value *office = record_value(r, "office"),
                           *from = record_value(r, "valid_from");
        int fit = !holds_on(r, on)                             ? 0
                  : !office->set                               ? 1
                  : text_same(office->text, session_office(s)) ? 2
                                                               : 0;
        if (fit > most || (fit && fit == most && from->set && from->num > began)) {
            best = r;
            most = fit;
            began = from->set ? from->num : 0;
        }
    }
    return best;
}

static void put_offset(const struct record *row, struct buf *out)
{
    static const char *const offsets[] = { "offset_x", "offset_y" };
    if (!record_number(row, "offset_x") && !record_number(row, "offset_y"))
        return;
    buf_puts(out, "offset");
    for (size_t i = 0; i < COUNT(offsets); i++) {
        buf_puts(out, i ? " | " : " ");
        decimal_format(record_number(row, offsets[i]), 1, NUMBER_CANONICAL, out);
    }
    buf_putc(out, '\n');
}

static const struct asset *brought(const char *name)
{
    char file[2 * FIELD_ID_MAX];
    snprintf(file, sizeof file, "%s.layout", name);
    return asset_find(file);
}

/* The layout of a name in force on a day: the office's row, or the one loket brings. */
struct in_force {
    struct buf text; /* where none is found, perhaps how far to move what the kind prints itself */
    bool found;
    int64_t row; /* whose text it is; 0: loket's own */
};

static enum outcome paper_layout(struct session *s, const char *name, day on, struct in_force *out,
                                 struct error *e)
{
    struct page rows = { 0 };
    enum outcome result = layout_rows(s, name, &rows, e);
    const struct record *row = result == DONE ? best_row(s, &rows, on) : NULL;
    const struct asset *asset = brought(name);
    bool own = row && record_text(row, "text")[0];
    if (row)
        put_offset(row, &out->text);
    if (own)
        buf_puts(&out->text, record_text(row, "text"));
    else if (asset)
        buf_add(&out->text, asset->bytes, asset->len);
    out->found = own || asset;
    out->row = own ? row->id : 0;
    page_free(&rows);
    return result;
}

/* A layout of the office's that cannot be filled: which row is to be mended. */
static enum outcome name_row(const struct in_force *l, enum outcome result, struct error *e)
{
    char row[ID_TEXT_LEN + 1];
    if (result == DONE || !l->row)
        return result;
    const struct error why = *e;
    id_text(l->row, row);
    return fail(e, result,
                _("%s It is row %s of the layouts of papers: mend it there, or retire it with "
                  "`loket do paper_layout %s retire`."),
                why.text, row, row);
}

/* A paper has its own language, whatever the screen's: Indonesian unless it says otherwise. */
static void speak_as(const char *layout)
{
    char *language = layout_says(layout, "language");
    language_borrow(text_same(language, "en") ? ENGLISH : INDONESIAN);
    free(language);
}

bool act_paper_plain(const struct kind *k, const char *paper)
{
    for (const struct choice *c = k->papers; c && c->code; c++)
        if (strcmp(c->code, paper) == 0)
            return true;
    return false;
}

/* "{aju}", "{aju?-}", "{record.aju}" */
static bool layout_holds(const char *layout, const char *field)
{
    static const char of_record[] = "record.";
    size_t n = strlen(field);
    for (const char *at = strchr(layout, '{'); at; at = strchr(at, '{')) {
        at++;
        if (text_starts(at, of_record))
            at += sizeof of_record - 1;
        if (strncmp(at, field, n) == 0 && at[n] != '_' && at[n] != '.' &&
            !(at[n] >= 'a' && at[n] <= 'z'))
            return true;
    }
    return false;
}

bool act_paper_shows(const struct kind *k, const char *paper, const char *field)
{
    struct buf file = { 0 };
    buf_printf(&file, "%s.%s.layout", k->id, paper);
    const struct asset *a = asset_find(buf_text(&file));
    buf_free(&file);
    return a && layout_holds((const char *)a->bytes, field);
}

static void note_any(void *context, const char *paper, const char *label)
{
    (void)paper;
    (void)label;
    *(bool *)context = true;
}

bool act_has_paper(const struct kind *k)
{
    bool any = false;
    papers_each(k, note_any, &any);
    return any;
}

struct sought {
    const char *name;
    bool found;
};

static void seek_paper(void *context, const char *name, const char *means)
{
    struct sought *p = context;
    (void)means;
    p->found |= strcmp(name, p->name) == 0;
}

/* It is a paper without a layout, or none at all. */
static enum outcome no_layout(struct session *s, const char *name, struct error *e)
{
    struct sought plain = { .name = name };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct value v = { 0 };
    struct error why = { 0 };
    paper_names(seek_paper, &plain);
    if (plain.found)
        return fail(e, REFUSED,
                    _("“%s” is a paper that loket writes without a layout. A row of the kind "
                      "paper_layout of that name takes its place; begin it from another one: "
                      "`loket layout` lists them."),
                    name);
    field_parse(kind_field(&kind_paper_layout, "name"), &how, name, &v, &why);
    value_clear(&v);
    return fail(e, MISUSED, _("%s `loket layout` lists them all."), why.text);
}

enum outcome act_layout(struct session *s, const char *name, struct buf *out, struct error *e)
{
    struct in_force layout = { 0 };
    enum outcome result = paper_layout(s, name, session_today(s), &layout, e);
    if (result == DONE && layout.found)
        buf_puts(out, buf_text(&layout.text));
    else if (result == DONE)
        result = no_layout(s, name, e);
    buf_free(&layout.text);
    return result;
}

/* ---- Which paper ---- */

static void first_paper(void *context, const char *paper, const char *label)
{
    (void)label;
    char *out = context;
    if (!*out)
        snprintf(out, FIELD_ID_MAX, "%s", paper);
}

/* What the document's row says, for kinds that name one; else the kind's first. */
enum outcome act_paper_default(struct session *s, const struct record *r, char out[FIELD_ID_MAX],
                               struct error *e)
{
    const struct field *f = kind_field(r->kind, "document");
    struct record *row = NULL;
    enum outcome result = DONE;
    *out = '\0';
    if (f && text_same(f->kind, "document_code") && record_number(r, "document"))
        result = store_load(s->store, &kind_document_code, record_number(r, "document"), &row, e);
    if (row)
        snprintf(out, FIELD_ID_MAX, "%s", record_text(row, "layout"));
    if (!*out)
        papers_each(r->kind, first_paper, out);
    record_free(&row);
    return result;
}

/* ---- Composing ---- */

day paper_day(const struct session *s, const struct record *r)
{
    static const char *const days[] = { "issued_on", "signed_on",  "dated_on",  "day",
                                        "decree_on", "held_on",    "billed_on", "inspected_on",
                                        "issued_at", "recorded_at" };
    const char *rule = r->kind->rule_day;
    for (size_t i = 0; i <= COUNT(days); i++) {
        const char *id = i < COUNT(days) ? days[i] : rule;
        const struct field *f = id ? kind_field(r->kind, id) : NULL;
        if (!f || !record_value(r, id)->set)
            continue;
        if (f->type == &type_date)
            return (day)record_number(r, id);
        if (f->type == &type_moment)
            return moment_day(record_number(r, id), office_zone());
    }
    return session_today(s);
}

static void put_one_mark(const char *words, struct buf *out)
{
    composed_put(out, "mark", &words, 1);
}

static void put_marks(const struct session *s, enum paper_mark mark, int nth, struct buf *out)
{
    struct buf copy = { 0 };
    if (s->training)
        put_one_mark(_("TRAINING - NOT A DOCUMENT"), out);
    if (mark == MARK_PREVIEW)
        put_one_mark(_("PREVIEW"), out);
    else if (mark == MARK_DRAFT)
        put_one_mark(_("DRAFT"), out);
    else if (mark == MARK_COPY && !nth)
        put_one_mark(_("COPY"), out);
    else if (mark == MARK_COPY) {
        buf_printf(&copy, _("COPY no. %d"), nth);
        put_one_mark(buf_text(&copy), out);
    }
    buf_free(&copy);
}

/* What a kind prints by itself, as lines of a typewriter; a form feed begins a further sheet. */
static void put_plain(const char *text, struct buf *out)
{
    while (*text) {
        if (*text == '\f') {
            composed_put(out, "break", NULL, 0);
            text++;
        }
        size_t n = strcspn(text, "\n");
        char *line = xstrndup(text, n);
        composed_put(out, "pre", (const char *const *)&line, 1);
        free(line);
        text += n + (text[n] == '\n');
    }
}

static void add_paper(void *context, const char *paper, const char *label)
{
    (void)label;
    struct buf *list = context;
    buf_printf(list, "%s%s", list->len ? ", " : "", paper);
}

static enum outcome no_paper(const struct record *r, const char *paper, struct error *e)
{
    struct buf list = { 0 };
    papers_each(r->kind, add_paper, &list);
    enum outcome result =
        list.len ? fail(e, MISUSED, _("“%s” is not a paper of %s. There are: %s."), paper,
                        _(r->kind->label), buf_text(&list))
                 : fail(e, REFUSED, _("%s has no paper to print. Save it first, or print another."),
                        _(r->kind->label));
    buf_free(&list);
    return result;
}

static enum outcome compose(struct paper_source *p, const char *paper,
                            const struct in_force *layout, struct buf *out, struct error *e)
{
    struct buf text = { 0 };
    if (layout->found)
        return paper_fill(p, buf_text(&layout->text), out, e);
    enum outcome result = paper_fill(p, buf_text(&layout->text), out, e);
    if (result != DONE)
        return result;
    if (act_paper_plain(p->record->kind, paper))
        p->record->kind->print(p->record, paper, &text);
    put_plain(buf_text(&text), out);
    result = text.len ? DONE : no_paper(p->record, paper, e);
    buf_free(&text);
    return result;
}

enum outcome paper_compose(struct session *s, const struct record *r, const char *paper,
                           enum paper_mark mark, int nth, struct buf *out, struct error *e)
{
    char name[2 * FIELD_ID_MAX];
    struct in_force layout = { 0 };
    struct paper_source source = { .session = s, .record = r, .on = paper_day(s, r) };
    snprintf(name, sizeof name, "%s.%s", r->kind->id, paper);
    enum outcome result = paper_layout(s, name, source.on, &layout, e);
    if (result == DONE) {
        speak_as(buf_text(&layout.text));
        put_marks(s, mark, nth, out);
        result = compose(&source, paper, &layout, out, e);
        language_return();
        result = name_row(&layout, result, e);
    }
    paper_source_free(&source);
    buf_free(&layout.text);
    return result;
}

enum outcome paper_report(struct paper_source *p, const char *name, struct buf *out,
                          struct error *e)
{
    struct in_force layout = { 0 };
    enum outcome result = paper_layout(p->session, name, p->on, &layout, e);
    if (result == DONE && !layout.found)
        result = fail(e, MISUSED, _("There is no layout “%s”."), name);
    if (result == DONE) {
        speak_as(buf_text(&layout.text));
        put_marks(p->session, MARK_NONE, 0, out);
        result = paper_fill(p, buf_text(&layout.text), out, e);
        language_return();
        result = name_row(&layout, result, e);
    }
    paper_source_free(p);
    buf_free(&layout.text);
    return result;
}

enum outcome paper_render(const struct buf *composed, enum paper_form form, struct buf *out,
                          struct error *e)
{
    static const char *const words[] = { "pdf", "-", NULL };
    if (form == PAPER_PDF)
        return paper_make(words, composed, out, e);
    paper_text(buf_text(composed), out);
    return DONE;
}
