/* export_seen.c - a list as it is seen: its columns, its order, its words; or the marked ones. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { PART = 200 };

static bool is_watched(const struct record *r, const struct field *f)
{
    const char *const *in = f->expires_in;
    if (!in)
        return !(flow_state(r->kind->flow, r->state)->flags & (STATE_FINAL | STATE_HIDDEN));
    while (*in && strcmp(*in, r->state) != 0)
        in++;
    return *in != NULL;
}

/* A time that runs out, or a last day that the expiry watch watches. */
static bool is_over(const struct session *s, const struct record *r, size_t i)
{
    const struct field *f = &r->kind->fields[i];
    const struct value *v = &r->values[i];
    if (!v->set)
        return false;
    if (f->flags & FIELD_COUNTDOWN)
        return v->num < session_now(s);
    return (f->flags & FIELD_EXPIRES) && is_watched(r, f) &&
           v->num < (f->type == &type_date ? session_today(s) : session_now(s));
}

/* Its state asks for somebody, or its time is over: told even where the column of the time left
 * finds no room. */
bool act_alert(const struct session *s, const struct record *r)
{
    bool alert = flow_state(r->kind->flow, r->state)->flags & STATE_ALERT;
    for (size_t i = 0; !alert && r->kind->fields[i].id; i++)
        alert = is_over(s, r, i);
    return alert;
}

void act_cell(const struct session *s, const struct record *r, const char *column, struct buf *out)
{
    size_t from = out->len;
    if (r->kind->draw_row)
        r->kind->draw_row(r, column, out);
    if (out->len > from)
        return;
    if (strcmp(column, "state") == 0) {
        buf_puts(out, _(flow_state(r->kind->flow, r->state)->label));
        return;
    }
    if (strcmp(column, "changed_at") == 0) {
        moment_local(r->changed_at, session_zone(s), out);
        return;
    }
    const struct field *f = kind_field(r->kind, column);
    const struct value *v = f ? record_value(r, column) : NULL;
    if (!v || !v->set)
        return;
    if (f->flags & FIELD_COUNTDOWN)
        service_left_words(v->num, session_now(s), out);
    else if (f->type == &type_date)
        day_speak((day)v->num, session_today(s), out);
    else
        field_format(f, v, SPELL_SCREEN, out);
}

/* In a file a day is a day: "yesterday" would be wrong tomorrow. */
static void file_cell(const struct session *s, const struct record *r, const char *column,
                      struct buf *out)
{
    const struct field *f = kind_field(r->kind, column);
    const struct value *v = f ? record_value(r, column) : NULL;
    if (f && (f->type == &type_date || (f->flags & FIELD_COUNTDOWN))) {
        if (v && v->set)
            field_format(f, v, SPELL_CANONICAL, out);
        return;
    }
    act_cell(s, r, column, out);
}

static void put_row(const struct session *s, const struct export_seen *x, const struct record *r,
                    FILE *out)
{
    struct buf line = { 0 }, cell = { 0 };
    for (size_t i = 0; x->columns[i]; i++) {
        buf_reset(&cell);
        if (r)
            file_cell(s, r, x->columns[i], &cell);
        else
            buf_puts(&cell, x->headings[i]);
        act_csv_cell(buf_text(&cell), i == 0, &line);
    }
    buf_puts(&line, "\r\n");
    fputs(buf_text(&line), out);
    buf_free(&line);
    buf_free(&cell);
}

static enum outcome put_page(struct session *s, const struct export_seen *x, struct query *q,
                             bool *more, FILE *out, struct error *e)
{
    struct page page = { 0 };
    enum outcome result = store_page(s->store, q, &page, e);
    if (result != DONE)
        return result;
    for (size_t i = 0; i < page.count; i++)
        put_row(s, x, page.rows[i], out);
    *more = page.more && page.count > 0;
    mark_free(&q->from);
    if (*more)
        mark_of(q, page.rows[page.count - 1], &q->from);
    page_free(&page);
    return DONE;
}

static enum outcome put_marked(struct session *s, const struct export_seen *x, int64_t id,
                               FILE *out, struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, x->query->kind, id, &r, e);
    if (result == DONE)
        put_row(s, x, r, out);
    record_free(&r);
    return result;
}

enum outcome act_export_seen(struct session *s, const struct export_seen *x, FILE *out,
                             struct error *e)
{
    struct query q = *x->query;
    enum outcome result = DONE;
    bool more = !x->ids;
    q.limit = PART;
    q.from = (struct mark){ 0 };
    put_row(s, x, NULL, out);
    for (size_t i = 0; result == DONE && x->ids && i < x->id_count; i++)
        result = put_marked(s, x, x->ids[i], out, e);
    while (result == DONE && more)
        result = put_page(s, x, &q, &more, out, e);
    mark_free(&q.from);
    return result;
}
