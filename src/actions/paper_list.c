/* Registers as papers: a list with its columns across the page, and what was cancelled, replaced or
 * withdrawn with its reason, in the office's layout. */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 2000 }; /* of one paper; a longer list is exported instead */

struct rows {
    struct session *session;
    struct record **items;
    struct buf *at, *author, *reason; /* of a register: of the entry */
    size_t count, cap;
    const char *title;
    bool more;
};

static size_t row_count(void *context)
{
    return ((struct rows *)context)->count;
}

static void add_row(struct rows *w, const struct record *r, const struct entry *entry)
{
    if (w->count == ROWS_MAX) {
        w->more = true;
        return;
    }
    if (w->count == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 64;
        w->items = xreallocarray(w->items, w->cap, sizeof *w->items);
        w->at = xreallocarray(w->at, w->cap, sizeof *w->at);
        w->author = xreallocarray(w->author, w->cap, sizeof *w->author);
        w->reason = xreallocarray(w->reason, w->cap, sizeof *w->reason);
    }
    struct buf at = { 0 }, author = { 0 }, reason = { 0 };
    if (entry) {
        moment_local(entry->at, session_zone(w->session), &at);
        buf_puts(&author, entry->author);
        buf_puts(&reason, buf_text(&entry->note));
    }
    w->at[w->count] = at;
    w->author[w->count] = author;
    w->reason[w->count] = reason;
    w->items[w->count++] = record_copy(r);
}

static void rows_free(struct rows *w)
{
    for (size_t i = 0; i < w->count; i++) {
        record_free(&w->items[i]);
        buf_free(&w->at[i]);
        buf_free(&w->author[i]);
        buf_free(&w->reason[i]);
    }
    free(w->items);
    free(w->at);
    free(w->author);
    free(w->reason);
}

static bool draw_cell(const struct record *r, const char *name, struct buf *out)
{
    size_t start = out->len;
    if (r->kind->draw_row)
        r->kind->draw_row(r, name, out);
    return out->len > start;
}

/* A name of a row is its record's, walked as any; of a register also at, author and reason. */
static bool row_cell(void *context, size_t row, const char *name, struct buf *out)
{
    struct rows *w = context;
    const struct {
        const char *name;
        const struct buf *text;
    } own[] = { { "at", &w->at[row] },
                { "author", &w->author[row] },
                { "reason", &w->reason[row] } };
    struct paper_source p = { .session = w->session, .record = w->items[row], .short_days = true };
    for (size_t i = 0; i < COUNT(own); i++)
        if (strcmp(own[i].name, name) == 0 && own[i].text->len) {
            buf_puts(out, buf_text(own[i].text));
            return true;
        }
    if (strcmp(name, "changed_at") == 0) {
        moment_local(w->items[row]->changed_at, session_zone(w->session), out);
        return true;
    }
    bool known =
        draw_cell(w->items[row], name, out) || paper_value(&p, NULL, NULL, name, out, NULL) == DONE;
    paper_source_free(&p);
    return known;
}

static bool row_value(void *context, const char *name, struct buf *out)
{
    const struct rows *w = context;
    if (strcmp(name, "title") == 0)
        buf_puts(out, w->title);
    else if (strcmp(name, "count") == 0)
        buf_printf(out, "%zu%s", w->count, w->more ? "+" : "");
    else
        return false;
    return true;
}

/* ---- Any list ---- */

static const char *column_label(const struct kind *k, const char *column)
{
    const struct field *f = kind_field(k, column);
    if (f)
        return _(f->label);
    return strcmp(column, "state") == 0 ? _("State") : _("Changed");
}

/* A layout out of the kind's columns. */
enum { CELL_MARGIN = 4 }; /* so that what just fits the screen does not wrap */

static void list_layout(const struct kind *k, struct buf *out)
{
    struct buf row = { 0 };
    buf_puts(out, "page A4 landscape\nsize 8.5\nhead\ntitle {title^}\nsubtitle {today} · {count}\n"
                  "table rows | 8> No.");
    buf_puts(&row, "row {nth}");
    for (const struct column *c = k->columns; c->field; c++) {
        const struct field *f = kind_field(k, c->field);
        buf_printf(out, " | %u%s %s", c->want + CELL_MARGIN, f && f->type->right ? ">" : "",
                   column_label(k, c->field));
        buf_printf(&row, " | {%s?-}", c->field);
    }
    buf_printf(out, "\n%s\n", buf_text(&row));
    buf_free(&row);
}

static enum outcome take_row(void *context, const struct record *r, struct error *e)
{
    (void)e;
    add_row(context, r, NULL);
    return DONE;
}

static enum outcome render_rows(struct rows *w, const char *layout, bool by_name,
                                enum paper_form form, struct buf *out, struct error *e)
{
    struct paper_source source = { .session = w->session,
                                   .on = session_today(w->session),
                                   .rows = row_count,
                                   .cell = row_cell,
                                   .value = row_value,
                                   .context = w };
    struct buf composed = { 0 };
    enum outcome result = by_name ? paper_report(&source, layout, &composed, e)
                                  : paper_fill(&source, layout, &composed, e);
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    paper_source_free(&source);
    buf_free(&composed);
    return result;
}

enum outcome act_list_paper(struct session *s, struct query *q, enum paper_form form,
                            struct buf *out, struct error *e)
{
    struct rows w = { .session = s, .title = _(q->kind->plural) };
    struct buf layout = { 0 };
    enum outcome result = records_each(s, q, take_row, &w, e);
    if (s->training)
        buf_printf(&layout, "mark %s\n", _("TRAINING - NOT A DOCUMENT"));
    list_layout(q->kind, &layout);
    if (result == DONE)
        result = render_rows(&w, buf_text(&layout), false, form, out, e);
    rows_free(&w);
    buf_free(&layout);
    return result;
}

/* ---- Registers ---- */

static void take_entry(void *context, const struct record *r, const struct entry *entry)
{
    add_row(context, r, entry);
}

/* The layout of a kind's register, "report.certificate_cancel"; that of all where there is none. */
static void register_layout(const struct kind *k, const char *verb, struct buf *out)
{
    struct buf file = { 0 };
    buf_printf(&file, "report.%s_%s.layout", k->id, verb);
    bool own = asset_find(buf_text(&file)) != NULL;
    buf_free(&file);
    if (own)
        buf_printf(out, "report.%s_%s", k->id, verb);
    else
        buf_puts(out, "report.register");
}

enum outcome act_register_paper(struct session *s, const struct kind *k, const char *verb,
                                enum paper_form form, struct buf *out, struct error *e)
{
    struct buf title = { 0 }, layout = { 0 };
    buf_printf(&title, "%s · %s", _(k->plural), verb);
    struct rows w = { .session = s, .title = buf_text(&title) };
    enum outcome result = act_register(s, k, verb, take_entry, &w, e);
    register_layout(k, verb, &layout);
    if (result == DONE)
        result = render_rows(&w, buf_text(&layout), true, form, out, e);
    rows_free(&w);
    buf_free(&title);
    buf_free(&layout);
    return result;
}
