/* Sheets of security paper: which serial comes next, taking it, and what became of it. All inside
 * the transaction of the step, so that no serial is given twice and none is lost: the row of a
 * sheet is there before the printer begins. */
#include "private.h"

#include <string.h>

enum { BATCHES_MAX = 200 };

/* The sheet of this serial and document, if it was ever taken. */
static enum outcome find_sheet(struct session *s, const char *serial, const char *doc,
                               struct record **out, struct error *e)
{
    const struct filter same[] = {
        { .field = "serial", .how = IS, .value = { .text = (char *)serial, .set = true } },
        { .field = "doc", .how = IS, .value = { .text = (char *)doc, .set = true } },
    };
    struct query q = {
        .kind = &kind_sheet, .filters = same, .filter_count = 2, .closed = true, .limit = 1
    };
    struct page page = { 0 };
    *out = NULL;
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count)
        *out = record_copy(page.rows[0]);
    page_free(&page);
    return result;
}

static enum outcome is_taken(struct session *s, const char *serial, const char *doc, bool *taken,
                             struct error *e)
{
    struct record *sheet = NULL;
    enum outcome result = find_sheet(s, serial, doc, &sheet, e);
    *taken = sheet != NULL;
    record_free(&sheet);
    return result;
}

/* ---- Batches ---- */

static enum outcome batches(struct session *s, const char *doc, const char *const *states,
                            struct page *out, struct error *e)
{
    struct filter same = { .field = "doc",
                           .how = IS,
                           .value = { .text = (char *)doc, .set = true } };
    struct query q = { .kind = &kind_stock,
                       .filters = &same,
                       .filter_count = 1,
                       .states = states,
                       .sort = "received_on",
                       .limit = BATCHES_MAX };
    return store_page(s->store, &q, out, e);
}

static bool batch_has(const struct record *stock, const struct serial *at)
{
    struct serial first, last;
    return serial_split(record_text(stock, "first"), &first) &&
           serial_split(record_text(stock, "last"), &last) && serial_same_series(&first, at) &&
           at->number >= first.number && at->number <= last.number;
}

/* From a serial on, the first of the batch that was not taken; out stays empty: there is none. */
static enum outcome next_free(struct session *s, const struct record *stock, const char *from,
                              struct buf *out, struct error *e)
{
    struct serial at;
    bool taken = true;
    enum outcome result = DONE;
    if (!serial_split(from, &at))
        return DONE;
    for (; result == DONE && taken && batch_has(stock, &at); at.number++) {
        buf_reset(out);
        serial_text(&at, out);
        result = is_taken(s, buf_text(out), record_text(stock, "doc"), &taken, e);
    }
    if (taken)
        buf_reset(out);
    return result;
}

static const char *const in_stock[] = { "received", NULL };

/* The batch in stock that a serial belongs to; NULL: none. */
static enum outcome batch_of(struct session *s, const char *serial, const char *doc,
                             struct record **out, struct error *e)
{
    struct page page = { 0 };
    struct serial at;
    *out = NULL;
    enum outcome result = batches(s, doc, in_stock, &page, e);
    for (size_t i = 0; serial_split(serial, &at) && i < page.count && !*out; i++)
        if (batch_has(page.rows[i], &at))
            *out = record_copy(page.rows[i]);
    page_free(&page);
    return result;
}

/* ---- Choosing ---- */

static enum outcome document_code(struct session *s, const struct record *certificate,
                                  struct buf *out, struct error *e)
{
    struct record *row = NULL;
    int64_t id = record_number(certificate, "document");
    enum outcome result = id ? store_load(s->store, &kind_document_code, id, &row, e) : DONE;
    if (row)
        buf_puts(out, record_text(row, "code"));
    record_free(&row);
    return result;
}

static enum outcome choose_typed(struct session *s, const char *serial, const char *doc,
                                 struct buf *trouble, struct error *e)
{
    struct record *stock = NULL;
    bool taken = false;
    enum outcome result = is_taken(s, serial, doc, &taken, e);
    if (result == DONE)
        result = batch_of(s, serial, doc, &stock, e);
    if (taken)
        buf_printf(trouble,
                   _("The sheet %s was taken before; look it up in the list of sheets and put "
                     "another one into the printer."),
                   serial);
    else if (!stock)
        buf_printf(trouble,
                   _("No batch of %s in stock has the serial %s; correct the serial, or have the "
                     "batch taken into stock."),
                   doc, serial);
    record_free(&stock);
    return result;
}

static enum outcome choose_next(struct session *s, const char *doc, struct buf *serial,
                                struct buf *trouble, struct error *e)
{
    struct page page = { 0 };
    enum outcome result = batches(s, doc, in_stock, &page, e);
    for (size_t i = 0; result == DONE && i < page.count && !serial->len; i++)
        result = next_free(s, page.rows[i], record_text(page.rows[i], "next"), serial, e);
    if (!serial->len)
        buf_printf(trouble,
                   _("There is no security paper of %s in stock; the treasurer takes a batch into "
                     "stock (new “stock”)."),
                   doc);
    page_free(&page);
    return result;
}

enum outcome sheet_choose(struct session *s, struct record *certificate, struct buf *trouble,
                          struct error *e)
{
    struct buf doc = { 0 }, serial = { 0 };
    struct value *typed = record_value(certificate, "serial");
    enum outcome result = document_code(s, certificate, &doc, e);
    if (result == DONE && typed->set)
        result = choose_typed(s, typed->text, buf_text(&doc), trouble, e);
    else if (result == DONE)
        result = choose_next(s, buf_text(&doc), &serial, trouble, e);
    if (serial.len)
        value_set_text(typed, buf_text(&serial));
    buf_free(&doc);
    buf_free(&serial);
    return result;
}

/* ---- Taking ---- */

static enum outcome new_sheet(struct session *s, const struct record *cause, const struct step *by,
                              const struct record *stock, const char *serial, struct record **out,
                              struct error *e)
{
    struct record *sheet = record_new(&kind_sheet);
    value_set_text(record_value(sheet, "serial"), serial);
    value_set_reference(record_value(sheet, "stock"), stock->id, record_text(stock, "name"));
    value_set_text(record_value(sheet, "doc"), record_text(stock, "doc"));
    if (cause->kind == &kind_certificate)
        value_set_reference(record_value(sheet, "certificate"), cause->id,
                            record_text(cause, "number"));
    value_set_number(record_value(sheet, "taken_on"), session_today(s));
    enum outcome result = follow_new(s, cause, by, sheet, "", e);
    *out = sheet;
    return result;
}

/* The batch counts one more out, and names the next. */
static enum outcome count_out(struct session *s, const struct record *cause, const struct step *by,
                              struct record *stock, struct error *e)
{
    struct buf next = { 0 };
    struct value *given = record_value(stock, "given");
    value_set_number(given, given->num + 1);
    bool last = given->num >= record_number(stock, "sheets");
    enum outcome result = last ? DONE : next_free(s, stock, record_text(stock, "next"), &next, e);
    if (result == DONE && !last &&
        !next.len) /* a serial was taken out of turn: look from the front */
        result = next_free(s, stock, record_text(stock, "first"), &next, e);
    value_set_text(record_value(stock, "next"), buf_text(&next));
    if (result == DONE)
        result = follow_step(s, cause, by, stock, last ? "finish" : "give", "", e);
    buf_free(&next);
    return result;
}

enum outcome sheet_take(struct session *s, const struct record *certificate, const struct step *by,
                        struct error *e)
{
    struct buf doc = { 0 };
    struct record *stock = NULL, *sheet = NULL;
    const char *serial = record_text(certificate, "serial");
    enum outcome result = document_code(s, certificate, &doc, e);
    if (result == DONE)
        result = batch_of(s, serial, buf_text(&doc), &stock, e);
    if (result == DONE && !stock)
        result = fail_field(e, REFUSED, "serial",
                            _("No batch of %s in stock has the serial %s; correct the serial, or "
                              "have the batch taken into stock."),
                            buf_text(&doc), serial);
    if (result == DONE && stock)
        result = new_sheet(s, certificate, by, stock, serial, &sheet, e);
    if (result == DONE)
        result = count_out(s, certificate, by, stock, e);
    record_free(&sheet);
    record_free(&stock);
    buf_free(&doc);
    return result;
}

enum outcome sheet_end(struct session *s, const struct record *certificate, const char *serial,
                       const struct step *by, const char *verb, const char *note, struct error *e)
{
    struct record *sheet = NULL;
    struct buf doc = { 0 };
    enum outcome result = *serial ? document_code(s, certificate, &doc, e) : DONE;
    if (result == DONE && *serial)
        result = find_sheet(s, serial, buf_text(&doc), &sheet, e);
    if (sheet && flow_step(sheet->kind->flow, verb, sheet->state))
        result = follow_step(s, certificate, by, sheet, verb, note, e);
    record_free(&sheet);
    buf_free(&doc);
    return result;
}

/* ---- Batches as they come ---- */

static enum outcome fill_batch(struct session *s, struct record *r, struct error *e)
{
    struct buf name = { 0 }, doc = { 0 };
    struct serial first, last;
    enum outcome result = document_code(s, r, &doc, e);
    value_set_text(record_value(r, "doc"), buf_text(&doc));
    buf_printf(&name, "%s %s - %s", buf_text(&doc), record_text(r, "first"),
               record_text(r, "last"));
    value_set_text(record_value(r, "name"), buf_text(&name));
    if (serial_split(record_text(r, "first"), &first) &&
        serial_split(record_text(r, "last"), &last))
        value_set_number(record_value(r, "sheets"), last.number - first.number + 1);
    value_set_number(record_value(r, "given"), 0);
    value_set_text(record_value(r, "next"), record_text(r, "first"));
    buf_free(&name);
    buf_free(&doc);
    return result;
}

enum outcome stock_begin(struct session *s, struct record *r, struct error *e)
{
    return fill_batch(s, r, e);
}

enum outcome stock_prepare(struct session *s, struct record *r, const struct step *step,
                           const char *note, struct error *e)
{
    (void)note;
    return strcmp(step->verb, "receive") == 0 ? fill_batch(s, r, e) : DONE;
}

/* Another batch with one of these serials. */
static enum outcome overlaps(struct session *s, const struct record *r, struct answers *a,
                             struct error *e)
{
    static const char *const there[] = { "received", "finished", NULL };
    struct page page = { 0 };
    struct serial first, last, theirs;
    enum outcome result = batches(s, record_text(r, "doc"), there, &page, e);
    bool read = serial_split(record_text(r, "first"), &first) &&
                serial_split(record_text(r, "last"), &last);
    for (size_t i = 0; read && i < page.count; i++) {
        const struct record *other = page.rows[i];
        if (other->id != r->id && serial_split(record_text(other, "first"), &theirs) &&
            (batch_has(other, &first) || batch_has(other, &last) || batch_has(r, &theirs)))
            answers_put(a, "stock.overlaps", 0, record_text(other, "name"));
    }
    page_free(&page);
    return result;
}

static enum outcome spoilt(struct session *s, const struct record *r, struct answers *a,
                           struct error *e)
{
    const char *serial = record_text(r, "spoilt_serial");
    struct serial at;
    bool taken = false;
    enum outcome result = DONE;
    struct buf trouble = { 0 };
    if (!*serial)
        return DONE;
    result = is_taken(s, serial, record_text(r, "doc"), &taken, e);
    if (taken)
        buf_printf(&trouble,
                   _("The sheet %s was taken before; what became of it is said with its "
                     "certificate."),
                   serial);
    else if (!serial_split(serial, &at) || !batch_has(r, &at))
        buf_printf(&trouble, _("The serial %s is none of this batch; correct it."), serial);
    answers_put(a, "stock.spoilt_trouble", 0, buf_text(&trouble));
    buf_free(&trouble);
    return result;
}

enum outcome stock_answer(struct session *s, const struct record *r, const struct step *step,
                          struct answers *a, struct error *e)
{
    if (strcmp(step->verb, "receive") == 0)
        return overlaps(s, r, a, e);
    return strcmp(step->verb, "spoil") == 0 ? spoilt(s, r, a, e) : DONE;
}

enum outcome stock_follow(struct session *s, const struct record *before, const struct record *r,
                          const struct step *step, const char *note, struct error *e)
{
    (void)before;
    if (strcmp(step->verb, "spoil") != 0)
        return DONE;
    struct record *sheet = NULL, *stock = NULL;
    enum outcome result = new_sheet(s, r, step, r, record_text(r, "spoilt_serial"), &sheet, e);
    if (result == DONE)
        result = follow_step(s, r, step, sheet, "spoil", note, e);
    if (result == DONE)
        result = store_load(s->store, r->kind, r->id, &stock, e);
    if (result == DONE)
        result = count_out(s, r, step, stock, e);
    record_free(&sheet);
    record_free(&stock);
    return result;
}
