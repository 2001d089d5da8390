/* Export: every row a query names, lines included, in the order of their ids. */
#include "private.h"

#include "loket/exchange.h"

enum { PAGE_ROWS = 200 };

struct exporting {
    struct session *session;
    enum export_format format;
    FILE *out;
    bool any;
};

static enum outcome write_bytes(struct exporting *w, const struct buf *text, struct error *e)
{
    if (text->len && fwrite(text->data, 1, text->len, w->out) != text->len)
        return fail(e, FAULT, _("The export could not be written whole. Is the disk full?"));
    return DONE;
}

static enum outcome write_record(struct exporting *w, const struct kind *k, int64_t id,
                                 struct error *e)
{
    struct record *r = NULL;
    struct buf text = { 0 };
    enum outcome result = store_load(w->session->store, k, id, &r, e);
    if (result == DONE && w->format == EXPORT_CSV) {
        record_csv(r, &text);
    } else if (result == DONE) {
        buf_puts(&text, w->any ? ",\n" : "");
        record_json(r, true, &text);
    }
    if (result == DONE)
        result = write_bytes(w, &text, e);
    w->any = true;
    buf_free(&text);
    record_free(&r);
    return result;
}

/* One read transaction for each page and its lines: a consistent slice, and no lock for long. */
static enum outcome write_page(struct exporting *w, struct query *q, struct mark *mark, bool *more,
                               struct error *e)
{
    struct page page = { 0 };
    enum outcome result = store_read_begin(w->session->store, e);
    if (result != DONE)
        return result;
    q->from = *mark;
    result = store_page(w->session->store, q, &page, e);
    if (result == DONE && page.cut && !page.count)
        result = fail(e, REFUSED,
                      _("These filters leave too few of too many rows to be searched through. "
                        "Narrow the list down by a number, a day or a state."));
    for (size_t i = 0; result == DONE && i < page.count; i++)
        result = write_record(w, q->kind, page.rows[i]->id, e);
    store_read_end(w->session->store);
    mark_free(mark);
    if (page.count)
        mark_of(q, page.rows[page.count - 1], mark);
    *more = page.more && page.count;
    page_free(&page);
    return result;
}

static enum outcome write_text(struct exporting *w, const char *text, struct error *e)
{
    struct buf b = { 0 };
    buf_puts(&b, text);
    enum outcome result = write_bytes(w, &b, e);
    buf_free(&b);
    return result;
}

enum outcome act_export(struct session *s, const struct query *q, enum export_format format,
                        FILE *out, struct error *e)
{
    struct exporting w = { s, format, out, false };
    struct query by_id = *q;
    struct mark mark = { 0 };
    struct buf head = { 0 };
    bool more = true;
    by_id.sort = "id";
    by_id.limit = PAGE_ROWS;
    if (format == EXPORT_CSV)
        record_csv_header(q->kind, &head);
    else
        buf_putc(&head, '[');
    enum outcome result = write_bytes(&w, &head, e);
    while (more && result == DONE)
        result = write_page(&w, &by_id, &mark, &more, e);
    if (result == DONE && format == EXPORT_JSON)
        result = write_text(&w, "]\n", e);
    if (result == DONE && fflush(out) != 0)
        result = fail(e, FAULT, _("The export could not be written whole. Is the disk full?"));
    mark_free(&mark);
    buf_free(&head);
    return result;
}
