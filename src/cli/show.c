/* show: one record with its lines and history, as text or JSON. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_CELLS = 24 };

/* A sealed text is read by who holds its role; to anybody else it is only there. */
static void value_text(struct session *s, const struct field *f, const struct value *v,
                       struct buf *out)
{
    if (!(f->flags & FIELD_SEALED))
        field_format(f, v, SPELL_SCREEN, out);
    else if (act_unseal(s, f, v, out, NULL) != DONE)
        buf_puts(out, _("(sealed)"));
}

static void show_value(struct session *s, const struct field *f, const struct value *v,
                       const char *indent, struct buf *out)
{
    if (!v->set)
        return;
    struct buf text = { 0 };
    value_text(s, f, v, &text);
    buf_puts(out, indent);
    utf8_fit(_(f->label), LABEL_CELLS, out);
    buf_putc(out, ' ');
    utf8_visible(buf_text(&text), out);
    buf_putc(out, '\n');
    wipe_buf(&text);
}

static void show_lines(struct session *s, const struct record *r, size_t list, struct buf *out)
{
    const struct line_kind *k = &r->kind->lines[list];
    size_t n = 0;
    for (size_t i = 0; i < r->lines[list].count; i++) {
        const struct line *line = &r->lines[list].items[i];
        if (line->gone)
            continue;
        buf_printf(out, "\n%s %zu\n", _(k->label), ++n);
        for (size_t f = 0; k->fields[f].id; f++)
            show_value(s, &k->fields[f], &line->values[f], "  ", out);
    }
}

static void show_text(struct session *s, const struct record *r, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    struct buf name = { 0 };
    id_text(r->id, id);
    record_name(r, &name);
    buf_printf(out, _("%s %s · %s · version %lld · %s\n"), _(r->kind->label), buf_text(&name),
               _(flow_state(r->kind->flow, r->state)->label), (long long)r->rev, id);
    for (size_t f = 0; r->kind->fields[f].id; f++)
        show_value(s, &r->kind->fields[f], &r->values[f], "", out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        show_lines(s, r, l, out);
    buf_free(&name);
}

static enum outcome show_why(struct session *s, const struct record *r, struct buf *out,
                             struct error *e)
{
    struct buf why = { 0 };
    enum outcome result = act_explain(s, r, &why, e);
    if (why.len)
        buf_printf(out, "\n%s", buf_text(&why));
    buf_free(&why);
    return result;
}

/* ---- History as JSON ---- */

struct history {
    const struct record *record;
    struct buf *out;
    bool any;
};

static void put_side(const struct kind *k, const struct flat_entry *entry, struct buf *out)
{
    struct buf text = { 0 };
    if (!entry) {
        buf_puts(out, "null");
        return;
    }
    flat_entry_format(k, entry, SPELL_CANONICAL, &text);
    act_json_string(buf_text(&text), out);
    buf_free(&text);
}

static void put_change(const struct kind *k, const char *key, const struct flat_entry *was,
                       const struct flat_entry *is, bool first, struct buf *out)
{
    buf_puts(out, first ? "" : ", ");
    act_json_string(key, out);
    buf_puts(out, ": [");
    put_side(k, was, out);
    buf_puts(out, ", ");
    put_side(k, is, out);
    buf_putc(out, ']');
}

static void put_entry(void *context, const struct entry *entry)
{
    struct history *h = context;
    const struct kind *k = h->record->kind;
    bool first = true;
    buf_puts(h->out, h->any ? ",\n  {\"at\": \"" : "\n  {\"at\": \"");
    moment_iso(entry->at, h->out);
    buf_printf(h->out, "\", \"rev\": %lld, \"step\": \"%s\", \"author\": ", (long long)entry->rev,
               entry->step);
    act_json_string(entry->author, h->out);
    buf_puts(h->out, ", \"note\": ");
    act_json_string(buf_text(&entry->note), h->out);
    buf_puts(h->out, ", \"changes\": {");
    for (size_t i = 0; i < entry->was.count; i++, first = false)
        put_change(k, entry->was.items[i].key, &entry->was.items[i],
                   flat_find(&entry->is, entry->was.items[i].key), first, h->out);
    for (size_t i = 0; i < entry->is.count; i++)
        if (!flat_find(&entry->was, entry->is.items[i].key)) {
            put_change(k, entry->is.items[i].key, NULL, &entry->is.items[i], first, h->out);
            first = false;
        }
    buf_puts(h->out, "}}");
    h->any = true;
}

static enum outcome show_json(struct call *c, const struct record *r, struct buf *out,
                              struct error *e)
{
    act_json(r, true, out);
    if (!c->history) {
        buf_putc(out, '\n');
        return DONE;
    }
    while (out->len && out->data[out->len - 1] != '}')
        out->data[--out->len] = '\0';
    out->data[--out->len] = '\0'; /* the object goes on */
    buf_puts(out, ", \"history\": [");
    struct history h = { r, out, false };
    enum outcome result = act_history_each(c->session, r->kind, r->id, put_entry, &h, e);
    buf_puts(out, "]}\n");
    return result;
}

enum outcome verb_show(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL;
    struct buf out = { 0 };
    int64_t id = 0;
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE)
        result = act_load(c->session, k, id, &r, e);
    if (result == DONE && c->format == FORMAT_JSON) {
        result = show_json(c, r, &out, e);
    } else if (result == DONE) {
        show_text(c->session, r, &out);
        result = show_why(c->session, r, &out, e);
        if (result == DONE && c->history) {
            buf_putc(&out, '\n');
            result = act_history(c->session, k, id, &out, e);
        }
    }
    if (result == DONE)
        fputs(buf_text(&out), c->io->out);
    wipe_buf(&out);
    record_free(&r);
    return result;
}
