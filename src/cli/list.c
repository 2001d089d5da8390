/* list, find: many records, page by page, so that memory stays the same at any size. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_ROWS = 500 };

/* What one format does with rows. */
struct writer {
    struct call *call;
    const struct kind *kind;
    long long written;
};

static void column_text(const struct record *r, const char *column, moment now, struct buf *out)
{
    if (strcmp(column, "state") == 0) {
        buf_puts(out, _(flow_state(r->kind->flow, r->state)->label));
        return;
    }
    const struct field *f = kind_field(r->kind, column);
    size_t before = out->len;
    if (r->kind->draw_row)
        r->kind->draw_row(r, column, out);
    if (!f || out->len > before || !record_value(r, column)->set)
        return;
    if (f->flags & FIELD_COUNTDOWN)
        service_left_words(record_value(r, column)->num, now, out);
    else
        field_format(f, record_value(r, column), SPELL_SCREEN, out);
}

static void write_table_header(struct writer *w)
{
    struct buf line = { 0 };
    utf8_fit(_("Id"), ID_TEXT_LEN, &line);
    for (const struct column *c = w->kind->columns; c->field; c++) {
        const struct field *f = kind_field(w->kind, c->field);
        buf_puts(&line, "  ");
        utf8_fit(f ? _(f->label) : _("State"), c->want, &line);
    }
    fprintf(w->call->io->out, "%s\n", buf_text(&line));
    buf_free(&line);
}

static void write_table_row(struct writer *w, const struct record *r)
{
    struct buf line = { 0 }, cell = { 0 };
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_puts(&line, id);
    for (const struct column *c = w->kind->columns; c->field; c++) {
        buf_reset(&cell);
        column_text(r, c->field, session_now(w->call->session), &cell);
        buf_puts(&line, "  ");
        utf8_fit(buf_text(&cell), c->want, &line);
    }
    fprintf(w->call->io->out, "%s\n", buf_text(&line));
    buf_free(&line);
    buf_free(&cell);
}

static void write_csv_header(struct writer *w)
{
    struct buf line = { 0 };
    act_csv_cell("id", true, &line);
    act_csv_cell("rev", false, &line);
    act_csv_cell("state", false, &line);
    for (const struct field *f = w->kind->fields; f->id; f++)
        act_csv_cell(f->id, false, &line);
    fprintf(w->call->io->out, "%s\r\n", buf_text(&line));
    buf_free(&line);
}

static void write_csv_row(struct writer *w, const struct record *r)
{
    struct buf line = { 0 }, cell = { 0 };
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    buf_printf(&line, "%s,%lld,%s", id, (long long)r->rev, r->state);
    for (size_t i = 0; r->kind->fields[i].id; i++) {
        buf_reset(&cell);
        if (r->values[i].set)
            field_format(&r->kind->fields[i], &r->values[i], SPELL_CANONICAL, &cell);
        act_csv_cell(buf_text(&cell), false, &line);
    }
    fprintf(w->call->io->out, "%s\r\n", buf_text(&line));
    buf_free(&line);
    buf_free(&cell);
}

static void write_json_row(struct writer *w, const struct record *r)
{
    struct buf text = { 0 };
    act_json(r, false, &text);
    fprintf(w->call->io->out, "%s%s", w->written ? ",\n" : "", buf_text(&text));
    buf_free(&text);
}

static void write_row(struct writer *w, const struct record *r)
{
    switch (w->call->format) {
    case FORMAT_JSON:
        write_json_row(w, r);
        break;
    case FORMAT_CSV:
        write_csv_row(w, r);
        break;
    case FORMAT_TEXT:
        write_table_row(w, r);
        break;
    }
    w->written++;
}

static void write_start(struct writer *w)
{
    switch (w->call->format) {
    case FORMAT_JSON:
        fputc('[', w->call->io->out);
        break;
    case FORMAT_CSV:
        write_csv_header(w);
        break;
    case FORMAT_TEXT:
        write_table_header(w);
        break;
    }
}

static void note_page(struct writer *w, const struct page *page)
{
    if (page->cut)
        fprintf(w->call->io->err, "%s\n", _("loket: the search was cut short; narrow it down."));
    if (page->unsorted)
        fprintf(w->call->io->err, "%s\n",
                _("loket: too many rows to sort by this field; narrow it down."));
}

/* Writes all pages, up to the limit. */
static enum outcome write_pages(struct writer *w, struct query *q, struct error *e)
{
    struct mark mark = { 0 };
    bool more = true;
    enum outcome result = DONE;
    long long limit = w->call->limit;
    while (more && result == DONE && (!limit || w->written < limit)) {
        struct page page = { 0 };
        long long left = limit ? limit - w->written : PAGE_ROWS;
        q->limit = left < PAGE_ROWS ? (unsigned)left : PAGE_ROWS;
        q->from = mark;
        result = act_page(w->call->session, q, &page, e);
        if (result == DONE && w->written == 0)
            write_start(w);
        for (size_t i = 0; i < page.count; i++)
            write_row(w, page.rows[i]);
        mark_free(&mark);
        if (page.count)
            mark_of(q, page.rows[page.count - 1], &mark);
        more = page.more && page.count && !page.cut;
        note_page(w, &page);
        page_free(&page);
    }
    mark_free(&mark);
    return result;
}

static enum outcome list_paper(struct call *c, struct query *q, struct error *e)
{
    struct buf paper = { 0 };
    enum outcome result = act_list_paper(c->session, q, PAPER_PDF, &paper, e);
    if (result == DONE)
        result = call_deliver(c, &paper, e);
    buf_free(&paper);
    return result;
}

enum outcome verb_list(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct filter_list filters = { 0 };
    struct query q;
    if (strcmp(c->words[0], "watch") == 0)
        return list_watch(c, e);
    enum outcome result = call_kind(c->words[0], &k, e);
    struct writer w = { c, k, 0 };
    if (result == DONE)
        result = call_query(c, k, 1, &filters, &q, e);
    if (result == DONE && call_form(c) == PAPER_PDF) {
        result = list_paper(c, &q, e);
        filter_list_free(&filters);
        return result;
    }
    if (result == DONE)
        result = write_pages(&w, &q, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    filter_list_free(&filters);
    return result;
}

static void write_hit(struct call *c, const struct hit *h, bool first)
{
    char id[ID_TEXT_LEN + 1];
    struct buf line = { 0 };
    id_text(h->id, id);
    if (c->format == FORMAT_JSON) {
        buf_printf(&line, "%s{\"id\": \"%s\", \"kind\": \"%s\", \"name\": ", first ? "" : ",\n", id,
                   h->kind->id);
        act_json_string(buf_text(&h->name), &line);
        buf_puts(&line, ", \"text\": ");
        act_json_string(buf_text(&h->text), &line);
        buf_putc(&line, '}');
    } else {
        buf_printf(&line, "%s  %-10s  ", id, h->kind->id);
        utf8_fit(buf_text(&h->name), 30, &line);
        buf_printf(&line, "  ");
        utf8_visible(buf_text(&h->text), &line);
        buf_putc(&line, '\n');
    }
    fputs(buf_text(&line), c->io->out);
    buf_free(&line);
}

enum outcome verb_find(struct call *c, struct error *e)
{
    enum { HITS = 50 };
    struct hits hits = { 0 };
    struct buf text = { 0 };
    for (int i = 0; i < c->word_count; i++)
        buf_printf(&text, "%s%s", i ? " " : "", c->words[i]);
    enum outcome result =
        act_find(c->session, NULL, buf_text(&text), c->limit ? (unsigned)c->limit : HITS, &hits, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    for (size_t i = 0; result == DONE && i < hits.count; i++)
        write_hit(c, &hits.items[i], i == 0);
    if (result == DONE && c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    hits_free(&hits);
    buf_free(&text);
    return result;
}
