/* Export: every row a query names, lines included, in the order of their ids. */
#include "private.h"

#include "loket/exchange.h"

#include <string.h>

enum { PAGE_ROWS = 200 };

struct exporting {
    struct session *session;
    enum export_format format;
    const struct month_report *month; /* of EXPORT_MONTH */
    struct layout_export *layout;     /* of EXPORT_LAYOUT */
    FILE *out;
    int64_t written;
};

static enum outcome write_bytes(struct exporting *w, const struct buf *text, struct error *e)
{
    if (text->len && fwrite(text->data, 1, text->len, w->out) != text->len)
        return fail(e, FAULT, _("The export could not be written whole. Is the disk full?"));
    return DONE;
}

static enum csv_style style_of(enum export_format format)
{
    return format == EXPORT_EXCEL ? CSV_EXCEL : CSV_PLAIN;
}

static enum outcome put_record(const struct exporting *w, const struct record *r, struct buf *out,
                               struct error *e)
{
    switch (w->format) {
    case EXPORT_CSV:
    case EXPORT_EXCEL:
        record_csv(r, style_of(w->format), out);
        break;
    case EXPORT_JSON:
        buf_puts(out, w->written ? ",\n" : "");
        record_json(r, true, out);
        break;
    case EXPORT_JSON_LINES:
        record_json(r, true, out);
        buf_putc(out, '\n');
        break;
    case EXPORT_MONTH:
        month_csv(r, w->month, w->written + 1, out);
        break;
    case EXPORT_LAYOUT:
        return layout_export_put(w->session, w->layout, r, out, e);
    }
    return DONE;
}

static enum outcome write_record(struct exporting *w, const struct kind *k, int64_t id,
                                 struct error *e)
{
    struct record *r = NULL;
    struct buf text = { 0 };
    enum outcome result = store_load(w->session->store, k, id, &r, e);
    if (result == DONE)
        result = put_record(w, r, &text, e);
    if (result == DONE)
        result = write_bytes(w, &text, e);
    w->written++;
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

static void put_head(const struct exporting *w, const struct kind *k, struct buf *out)
{
    switch (w->format) {
    case EXPORT_CSV:
    case EXPORT_EXCEL:
        record_csv_header(k, style_of(w->format), out);
        break;
    case EXPORT_JSON:
        buf_putc(out, '[');
        break;
    case EXPORT_JSON_LINES:
        break;
    case EXPORT_MONTH:
        month_csv_header(k, w->month, out);
        break;
    case EXPORT_LAYOUT:
        layout_csv_header(w->layout->map, out);
        break;
    }
}

static enum outcome write_all(struct exporting *w, const struct query *q, struct error *e)
{
    if (w->session->away && (q->kind->flags & KIND_AWAY))
        return share_is_away(e);
    struct query by_id = *q;
    struct mark mark = { 0 };
    struct buf head = { 0 };
    bool more = true;
    by_id.sort = "id";
    by_id.limit = PAGE_ROWS;
    put_head(w, q->kind, &head);
    enum outcome result = write_bytes(w, &head, e);
    while (more && result == DONE)
        result = write_page(w, &by_id, &mark, &more, e);
    if (result == DONE && w->format == EXPORT_JSON)
        result = write_text(w, "]\n", e);
    if (result == DONE && fflush(w->out) != 0)
        result = fail(e, FAULT, _("The export could not be written whole. Is the disk full?"));
    mark_free(&mark);
    buf_free(&head);
    return result;
}

enum outcome act_export(struct session *s, const struct query *q, enum export_format format,
                        FILE *out, struct error *e)
{
    struct exporting w = { .session = s, .format = format, .out = out };
    return write_all(&w, q, e);
}

/* ---- A layout that imports know ---- */

enum { FILTERS_MAX = 24 };

enum outcome act_export_layout(struct session *s, const struct query *q, const char *layout,
                               FILE *out, struct error *e)
{
    struct layout_export x;
    struct filter filters[FILTERS_MAX];
    struct exporting w = { .session = s, .format = EXPORT_LAYOUT, .layout = &x, .out = out };
    enum outcome result = layout_export_open(q->kind, layout, &x, e);
    if (result == DONE && q->filter_count > FILTERS_MAX)
        result =
            fail(e, MISUSED, _("At most %d filters can be set at once; use fewer."), FILTERS_MAX);
    if (result == DONE) {
        struct query all = *q;
        for (size_t i = 0; i < q->filter_count; i++)
            filters[i] = q->filters[i];
        all.filters = filters;
        all.filter_count +=
            layout_export_filters(&x, filters + q->filter_count, FILTERS_MAX - q->filter_count);
        all.closed = true;
        result = write_all(&w, &all, e);
    }
    layout_export_close(&x);
    return result;
}

/* ---- A month of the former national system ---- */

/* The first and the last day of "2020-05". */
static bool month_days(const char *period, struct month_report *m, day days[2])
{
    struct buf text = { 0 };
    int mday;
    buf_printf(&text, "%s-01", period);
    bool good = strlen(period) == 7 && period[4] == '-' &&
                day_parse_sheet(buf_text(&text), false, &days[0], NULL) == DONE;
    buf_free(&text);
    if (!good)
        return false;
    day_split(days[0], &m->year, &m->month, &mday);
    days[1] = m->month == 12 ? day_of(m->year + 1, 1, 1) - 1 : day_of(m->year, m->month + 1, 1) - 1;
    return true;
}

static struct filter choice_filter(const char *field, const char *code)
{
    return (
        struct filter){ .field = field, .how = IS, .value = { .text = (char *)code, .set = true } };
}

static enum outcome check_codes(const struct export_month *x, struct error *e)
{
    const struct field *field = kind_field(&kind_permit, "field");
    const struct field *direction = kind_field(&kind_permit, "direction");
    if (!x->field || !field_choice(field, x->field))
        return fail(e, MISUSED,
                    _("A month is of one quarantine field: say field=T, field=H or "
                      "field=I."));
    if (!x->direction || !field_choice(direction, x->direction))
        return fail(e, MISUSED,
                    _("A month is of one direction: say direction=EX, IM, DM or "
                      "another of loket-catalogue(7)."));
    return DONE;
}

enum outcome act_export_month(struct session *s, const struct export_month *x, FILE *out,
                              struct error *e)
{
    struct month_report month = { .office = session_office(s),
                                  .field = x->field,
                                  .direction = x->direction };
    day days[2];
    enum outcome result = check_codes(x, e);
    if (result != DONE)
        return result;
    if (!x->period || !month_days(x->period, &month, days))
        return fail(e, MISUSED, _("Which month? Say it as period=2020-05."));
    const struct filter filters[] = {
        { .field = "received_on", .how = AT_LEAST, .value = { .num = days[0], .set = true } },
        { .field = "received_on", .how = AT_MOST, .value = { .num = days[1], .set = true } },
        choice_filter("field", x->field),
        choice_filter("direction", x->direction),
    };
    const struct query q = {
        .kind = &kind_permit, .filters = filters, .filter_count = COUNT(filters), .closed = true
    };
    struct exporting w = { .session = s, .format = EXPORT_MONTH, .month = &month, .out = out };
    return write_all(&w, &q, e);
}
