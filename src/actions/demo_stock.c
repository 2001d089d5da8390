/* The practice office's cupboard: a hundred sheets for each certificate in use. */
#include "demo.h"

#include <string.h>

static enum outcome receive(struct demo *d, const struct record *document, unsigned nth,
                            struct error *e)
{
    struct buf first = { 0 }, last = { 0 };
    int64_t id = 0;
    buf_printf(&first, "LAT %03u0001", nth);
    buf_printf(&last, "LAT %03u0100", nth);
    enum outcome result =
        demo_new(d, ROLE_TREASURER, &kind_stock,
                 (const char *const[]){ "document", record_text(document, "title"), "first",
                                        buf_text(&first), "last", buf_text(&last), NULL },
                 &id, e);
    if (result == DONE)
        result = demo_step(d, &kind_stock, id, "receive", NULL, e);
    buf_free(&first);
    buf_free(&last);
    return result;
}

enum outcome demo_stock(struct demo *d, struct error *e)
{
    enum { CODES_MAX = 2000 };
    struct query q = { .kind = &kind_document_code, .limit = CODES_MAX };
    struct page rows = { 0 };
    unsigned nth = 0;
    enum outcome result = store_page(d->session->store, &q, &rows, e);
    for (size_t i = 0; result == DONE && i < rows.count; i++)
        if (strcmp(record_text(rows.rows[i], "era"), "C") == 0 &&
            record_text(rows.rows[i], "layout")[0])
            result = receive(d, rows.rows[i], ++nth, e);
    page_free(&rows);
    return result;
}
