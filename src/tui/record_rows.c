/* record_rows.c - a record as rows of text. */
#include "record_rows.h"

#include "draw.h"
#include "lines.h"

#include <stdlib.h>
#include <string.h>

enum { MACHINE_WORD = 50 };

static struct view_row *add(struct view_rows *v, enum view_row_kind kind, const char *label,
                            const char *text)
{
    if (v->count == v->cap) {
        v->cap = v->cap > 0 ? v->cap * 2 : 64;
        v->items = xreallocarray(v->items, v->cap, sizeof *v->items);
    }
    struct view_row *row = &v->items[v->count++];
    *row = (struct view_row){ .kind = kind, .label = xstrdup(label), .text = xstrdup(text) };
    return row;
}

void view_rows_free(struct view_rows *v)
{
    for (size_t i = 0; i < v->count; i++) {
        free(v->items[i].label);
        wipe_bytes(v->items[i].text, strlen(v->items[i].text)); /* it may have been unsealed */
        free(v->items[i].text);
    }
    free(v->items);
    *v = (struct view_rows){ 0 };
}

/* Not where a text goes on that took more than one row. */
static bool begins(const struct view_row *row)
{
    return (row->kind != ROW_FIELD && row->kind != ROW_REMARK) || row->label[0] != '\0';
}

size_t view_rows_item(const struct view_rows *v, size_t row)
{
    size_t n = 0;
    for (size_t i = 0; i <= row && i < v->count; i++)
        n += begins(&v->items[i]);
    return n;
}

size_t view_rows_at(const struct view_rows *v, size_t item)
{
    for (size_t i = 0; i < v->count; i++)
        if (begins(&v->items[i]) && --item == 0)
            return i;
    return 0;
}

/* A label and its text, over as many rows as it takes. */
static void add_wrapped(struct view_rows *v, enum view_row_kind kind, const char *label,
                        const char *text, size_t cells, const struct kind *leads_to, int64_t id)
{
    struct lines lines = { 0 };
    lines_wrap(&lines, text, cells > 1 ? cells : 1);
    for (size_t i = 0; i < lines.count; i++) {
        struct view_row *row = add(v, kind, i == 0 ? label : "", lines.items[i]);
        row->leads_to = leads_to;
        row->id = id;
    }
    lines_free(&lines);
}

static void field_text(const struct field *fields, const struct value *values, size_t i,
                       struct buf *out)
{
    if ((fields[i].flags & FIELD_SEALED) && act_sealed(&values[i]))
        buf_printf(out, _("(sealed for the %s)"), _(role_label(fields[i].sealed_to)));
    else
        field_format(&fields[i], &values[i], SPELL_SCREEN, out);
    for (size_t u = 0; fields[i].unit != NULL && fields[u].id != NULL; u++)
        if (strcmp(fields[u].id, fields[i].unit) == 0 && values[u].set) {
            buf_putc(out, ' ');
            field_format(&fields[u], &values[u], SPELL_SCREEN, out);
        }
}

/* ---- Fields ---- */

/* A key or a code, one word longer than any number that people write: its beginning will do. */
static bool is_for_machines(const struct buf *text, size_t cells)
{
    return text->len > MACHINE_WORD && text->len > cells &&
           strcspn(buf_text(text), " ") == text->len;
}

static void add_field(struct view_rows *v, const struct record *r, size_t i, size_t cells)
{
    const struct field *f = &r->kind->fields[i];
    const struct value *value = &r->values[i];
    struct buf text = { 0 };
    bool reference = f->type->storage == STORED_REFERENCE;
    field_text(r->kind->fields, r->values, i, &text);
    if (reference && value->num == 0)
        buf_puts(&text, _("  (not linked)"));
    const struct kind *to =
        reference && value->num != 0 ? registry_find(&all_kinds, f->kind) : NULL;
    if (is_for_machines(&text, cells)) {
        struct buf cut = { 0 };
        utf8_fit(buf_text(&text), cells, &cut);
        add(v, ROW_FIELD, _(f->label), buf_text(&cut));
        wipe_buf(&cut);
    } else {
        add_wrapped(v, ROW_FIELD, _(f->label), buf_text(&text), cells, to, value->num);
    }
    wipe_buf(&text);
}

static void add_fields(struct view_rows *v, const struct record *r, size_t cells)
{
    const char *page = NULL;
    for (size_t i = 0; r->kind->fields[i].id != NULL; i++) {
        if (r->kind->fields[i].page != NULL)
            page = r->kind->fields[i].page;
        if (!r->values[i].set)
            continue;
        if (page != NULL) {
            if (v->count > 0)
                add(v, ROW_SPACE, "", "");
            add(v, ROW_PAGE, "", _(page));
            page = NULL;
        }
        add_field(v, r, i, cells);
    }
}

/* ---- Lines, as small tables ---- */

enum { TABLE_COLUMNS = 16 };

struct table {
    const struct line_kind *kind;
    size_t fields[TABLE_COLUMNS]; /* indexes of the fields shown */
    size_t width[TABLE_COLUMNS];
    size_t count;
};

static size_t field_index(const struct field *fields, const char *id)
{
    size_t i = 0;
    while (fields[i].id != NULL && strcmp(fields[i].id, id) != 0)
        i++;
    return i;
}

static size_t cell_width(const struct line_kind *k, const struct line *l, size_t field)
{
    struct buf text = { 0 };
    if (l->values[field].set)
        field_format(&k->fields[field], &l->values[field], SPELL_SCREEN, &text);
    size_t n = utf8_cells(buf_text(&text));
    buf_free(&text);
    return n;
}

static void table_measure(struct table *t, const struct line_list *list)
{
    for (size_t c = 0; t->kind->columns[c] != NULL && t->count < TABLE_COLUMNS; c++) {
        size_t f = field_index(t->kind->fields, t->kind->columns[c]);
        size_t widest = 0;
        for (size_t i = 0; i < list->count; i++) {
            size_t n = list->items[i].gone ? 0 : cell_width(t->kind, &list->items[i], f);
            widest = n > widest ? n : widest;
        }
        if (widest == 0)
            continue;
        size_t label = utf8_cells(_(t->kind->fields[f].label));
        t->fields[t->count] = f;
        t->width[t->count++] = widest > label ? widest : label;
    }
}

/* Takes from the widest column until the row fits. */
static void table_squeeze(struct table *t, size_t cells)
{
    for (;;) {
        size_t sum = t->count > 0 ? t->count - 1 : 0, widest = 0;
        for (size_t c = 0; c < t->count; c++) {
            sum += t->width[c];
            if (t->width[c] > t->width[widest])
                widest = c;
        }
        if (sum <= cells || t->count == 0 || t->width[widest] <= 4)
            return;
        t->width[widest]--;
    }
}

static void table_cell(const struct table *t, size_t c, const char *text, struct buf *out)
{
    const struct field *f = &t->kind->fields[t->fields[c]];
    size_t n = utf8_cells(text);
    if (c > 0)
        buf_putc(out, ' ');
    if (f->type->right && n < t->width[c])
        buf_pad(out, ' ', t->width[c] - n);
    size_t cells = f->type->right && n < t->width[c] ? n : t->width[c];
    if (f->type == &type_serial)
        fit_tail(text, cells, out);
    else
        utf8_fit(text, cells, out);
}

static void table_head(struct view_rows *v, const struct table *t)
{
    struct buf text = { 0 };
    for (size_t c = 0; c < t->count; c++)
        table_cell(t, c, _(t->kind->fields[t->fields[c]].label), &text);
    add(v, ROW_HEAD, "", buf_text(&text));
    buf_free(&text);
}

static void table_line(struct view_rows *v, const struct table *t, const struct line *l,
                       size_t line_kind, size_t at)
{
    struct buf text = { 0 };
    for (size_t c = 0; c < t->count; c++) {
        struct buf cell = { 0 };
        if (l->values[t->fields[c]].set)
            field_format(&t->kind->fields[t->fields[c]], &l->values[t->fields[c]], SPELL_SCREEN,
                         &cell);
        table_cell(t, c, buf_text(&cell), &text);
        buf_free(&cell);
    }
    struct view_row *row = add(v, ROW_LINE, "", buf_text(&text));
    row->line_kind = line_kind;
    row->line = at;
    buf_free(&text);
}

static void add_lines(struct view_rows *v, const struct record *r, size_t line_kind, size_t cells)
{
    const struct line_list *list = &r->lines[line_kind];
    struct table t = { .kind = &r->kind->lines[line_kind] };
    size_t live = record_live_lines(r, t.kind->id);
    if (live == 0)
        return;
    struct buf title = { 0 };
    buf_printf(&title, "%s (%zu)", _(t.kind->label), live);
    add(v, ROW_SPACE, "", "");
    add(v, ROW_PAGE, "", buf_text(&title));
    buf_free(&title);
    table_measure(&t, list);
    table_squeeze(&t, cells);
    table_head(v, &t);
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].gone)
            table_line(v, &t, &list->items[i], line_kind, i);
}

void record_line_text(const struct record *r, size_t line_kind, size_t line, struct buf *out)
{
    const struct line_kind *k = &r->kind->lines[line_kind];
    const struct line *l = &r->lines[line_kind].items[line];
    for (size_t i = 0; k->fields[i].id != NULL; i++) {
        struct buf text = { 0 };
        if (!l->values[i].set)
            continue;
        field_text(k->fields, l->values, i, &text);
        buf_printf(out, "%s: %s\n", _(k->fields[i].label), buf_text(&text));
        buf_free(&text);
    }
}

/* ---- What refers to it ---- */

/* "K.6.1-000012 · Penahanan · berlaku · 12 Jan 2026": its list's columns but for what is plain. */
static void related_text(const struct related_group *g, const struct record *r, struct buf *out)
{
    record_known(r, out);
    for (const struct column *c = r->kind->columns; c->field != NULL; c++) {
        const struct field *f = kind_field(r->kind, c->field);
        struct buf cell = { 0 };
        bool plain = f == g->field || (r->kind->title && strcmp(c->field, r->kind->title) == 0) ||
                     (r->kind->number && strcmp(c->field, r->kind->number) == 0);
        if (f == NULL && strcmp(c->field, "state") == 0)
            buf_puts(&cell, _(flow_state(r->kind->flow, r->state)->label));
        else if (f != NULL && !plain && record_value(r, c->field)->set)
            field_format(f, record_value(r, c->field), SPELL_SCREEN, &cell);
        if (cell.len > 0)
            buf_printf(out, " · %s", buf_text(&cell));
        buf_free(&cell);
    }
}

static void add_related_row(struct view_rows *v, const struct related_group *g,
                            const struct record *r, size_t cells)
{
    struct buf text = { 0 }, cut = { 0 };
    related_text(g, r, &text);
    utf8_fit(buf_text(&text), cells, &cut);
    struct view_row *row = add(v, ROW_RELATED, "", buf_text(&cut));
    row->leads_to = g->kind;
    row->id = r->id;
    buf_free(&text);
    buf_free(&cut);
}

/* Of kinds that refer in several ways, such as a sender and a recipient, each has its heading. */
static void add_related(struct view_rows *v, const struct related *related, size_t cells)
{
    for (size_t i = 0; i < related->count; i++) {
        const struct related_group *g = &related->groups[i];
        struct buf title = { 0 };
        bool alone = (i == 0 || related->groups[i - 1].kind != g->kind) &&
                     (i + 1 == related->count || related->groups[i + 1].kind != g->kind);
        buf_puts(&title, _(g->kind->plural));
        if (!alone)
            buf_printf(&title, " · %s", _(g->field->label));
        if (!g->more)
            buf_printf(&title, " (%zu)", g->count);
        add(v, ROW_SPACE, "", "");
        add(v, ROW_PAGE, "", buf_text(&title))->by = g->field;
        for (size_t n = 0; n < g->count; n++)
            add_related_row(v, g, g->rows[n], cells);
        if (g->more) {
            struct view_row *all = add(v, ROW_RELATED, "", _("… all of them"));
            all->leads_to = g->kind;
            all->by = g->field;
        }
        buf_free(&title);
    }
}

/* ---- The whole ---- */

static void add_remarks(struct view_rows *v, const struct record *r, const struct remarks *m,
                        size_t cells)
{
    if (m->count == 0)
        return;
    add(v, ROW_SPACE, "", "");
    add(v, ROW_PAGE, "", _("To watch"));
    for (size_t i = 0; i < m->count; i++)
        add_wrapped(v, ROW_REMARK, m->items[i].problem ? "!" : "·", buf_text(&m->items[i].text),
                    cells, m->items[i].like != 0 ? r->kind : NULL, m->items[i].like);
}

/* "2 hours left (1 Dec 2026 16.00)", or what it waits for while the clock stands. */
static void add_time_left(struct view_rows *v, const struct record *r, moment now, size_t cells)
{
    if (now == 0 || (flow_state(r->kind->flow, r->state)->flags & STATE_FINAL))
        return;
    for (size_t i = 0; r->kind->fields[i].id != NULL; i++) {
        const struct field *f = &r->kind->fields[i];
        struct buf text = { 0 };
        if (!(f->flags & FIELD_COUNTDOWN))
            continue;
        if (r->kind->draw_row != NULL)
            r->kind->draw_row(r, f->id, &text);
        if (text.len == 0 && r->values[i].set) {
            service_left_words(r->values[i].num, now, &text);
            buf_puts(&text, " (");
            field_format(f, &r->values[i], SPELL_SCREEN, &text);
            buf_puts(&text, ")");
        }
        if (text.len > 0)
            add_wrapped(v, ROW_FIELD, _(f->label), buf_text(&text), cells, NULL, 0);
        buf_free(&text);
    }
}

static void add_state(struct view_rows *v, const struct record *r, const struct view_facts *facts,
                      size_t cells)
{
    add(v, ROW_FIELD, _("State"), _(flow_state(r->kind->flow, r->state)->label));
    add_time_left(v, r, facts->now, cells);
    if (facts->steps.len > 0)
        add_wrapped(v, ROW_FIELD, _("Next (F6)"), buf_text(&facts->steps), cells, NULL, 0);
    if (facts->asked.len > 0)
        add_wrapped(v, ROW_FIELD, _("Passed on by"), buf_text(&facts->asked), cells, NULL, 0);
    if (facts->last.len > 0)
        add_wrapped(v, ROW_FIELD, _("Last change"), buf_text(&facts->last), cells, NULL, 0);
}

static void add_origin(struct view_rows *v, const struct record *r, int zone_minutes)
{
    struct buf text = { 0 };
    moment_local(r->changed_at, zone_minutes, &text);
    buf_printf(&text, _(", version %lld"), (long long)r->rev);
    if (r->origin == ORIGIN_LOG)
        buf_puts(&text, _(" · imported history"));
    else if (r->origin == ORIGIN_RESTORED)
        buf_puts(&text, _(" · decided elsewhere"));
    add(v, ROW_SPACE, "", "");
    add(v, ROW_FIELD, _("Changed"), buf_text(&text));
    buf_free(&text);
}

void view_facts_free(struct view_facts *f)
{
    remarks_free(&f->remarks);
    buf_free(&f->asked);
    buf_free(&f->steps);
    buf_free(&f->last);
    related_free(&f->related);
}

void record_rows(const struct record *r, const struct view_facts *facts, int zone_minutes,
                 size_t cells, size_t label, struct view_rows *out)
{
    size_t room = cells > label + 2 ? cells - label - 2 : 1;
    add_state(out, r, facts, room);
    add_fields(out, r, room);
    for (size_t i = 0; i < line_kind_count(r->kind); i++)
        add_lines(out, r, i, cells);
    if (r->kind->form_extra != NULL) {
        struct buf extra = { 0 };
        r->kind->form_extra(r, &extra);
        add(out, ROW_SPACE, "", "");
        add_wrapped(out, ROW_REMARK, "·", buf_text(&extra), room, NULL, 0);
        buf_free(&extra);
    }
    add_remarks(out, r, &facts->remarks, room);
    add_related(out, &facts->related, cells);
    add_origin(out, r, zone_minutes);
}
