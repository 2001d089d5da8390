/* The practice office's cupboard: a hundred sheets for each certificate in use. */
#include "private.h"

#include <string.h>

static enum outcome receive(struct session *s, const struct record *document, unsigned nth,
                            struct error *e)
{
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = NULL;
    struct buf first = { 0 }, last = { 0 };
    enum outcome result = act_blank(s, &kind_stock, &r, e);
    buf_printf(&first, "LAT %03u0001", nth);
    buf_printf(&last, "LAT %03u0100", nth);
    if (result == DONE) {
        value_set_reference(record_value(r, "document"), document->id,
                            record_text(document, "title"));
        result = record_put(r, "first", &how, buf_text(&first), e);
    }
    if (result == DONE)
        result = record_put(r, "last", &how, buf_text(&last), e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, e);
    if (result == DONE)
        result = act_step(
            s, &(struct step_request){ .kind = &kind_stock, .id = r->id, .verb = "receive" }, NULL,
            e);
    record_free(&r);
    buf_free(&first);
    buf_free(&last);
    return result;
}

enum outcome demo_stock(struct session *s, struct error *e)
{
    enum { CODES_MAX = 2000 };
    struct query q = { .kind = &kind_document_code, .limit = CODES_MAX };
    struct page rows = { 0 };
    unsigned nth = 0;
    enum outcome result = store_page(s->store, &q, &rows, e);
    for (size_t i = 0; result == DONE && i < rows.count; i++)
        if (strcmp(record_text(rows.rows[i], "era"), "C") == 0 &&
            record_text(rows.rows[i], "layout")[0])
            result = receive(s, rows.rows[i], ++nth, e);
    page_free(&rows);
    return result;
}
