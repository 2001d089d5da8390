/* register: the cancellation and the corrections register, a row for each entry or changed field.
 */
#include "private.h"

#include <string.h>

struct register_writer {
    struct call *call;
    bool any;
    bool alone; /* of single officers: also when it is to be reviewed, and whether it was */
};

enum { CELLS = 8, ALONE_CELLS = 10 };

static void put_cell(const char *name, const char *text, bool first, enum format format,
                     struct buf *out)
{
    if (format == FORMAT_JSON) {
        buf_printf(out, "%s\"%s\": ", first ? "" : ", ", name);
        act_json_string(text, out);
    } else if (format == FORMAT_CSV) {
        act_csv_cell(text, first, out);
    } else {
        buf_puts(out, first ? "" : "  ");
        utf8_visible(text, out);
    }
}

static const char *review_of(const struct call *c, const struct record *r)
{
    if (!record_value(r, "single_officer_on")->set)
        return "reviewed";
    return session_today(c->session) > record_number(r, "review_by") ? "late" : "waits";
}

static void put_row(struct register_writer *w, const char *const cells[CELLS],
                    const struct record *r)
{
    static const char *const names[ALONE_CELLS] = { "number",    "at",    "author", "reason",
                                                    "field",     "old",   "new",    "asked_by",
                                                    "review_by", "review" };
    struct buf by = { 0 };
    enum format format = w->call->format;
    struct buf line = { 0 };
    if (format == FORMAT_JSON)
        buf_puts(&line, w->any ? ",\n{" : "{");
    for (size_t i = 0; i < CELLS; i++)
        put_cell(names[i], cells[i], i == 0, format, &line);
    if (w->alone) {
        day_iso((day)record_number(r, "review_by"), &by);
        put_cell(names[CELLS], buf_text(&by), false, format, &line);
        put_cell(names[CELLS + 1], review_of(w->call, r), false, format, &line);
    }
    buf_free(&by);
    buf_puts(&line, format == FORMAT_JSON ? "}" : format == FORMAT_CSV ? "\r\n" : "\n");
    fputs(buf_text(&line), w->call->io->out);
    buf_free(&line);
    w->any = true;
}

static void side(const struct record *r, const struct flat_entry *entry, struct buf *out)
{
    if (entry)
        flat_entry_format(r->kind, entry, SPELL_SCREEN, out);
}

/* Counters and the asker himself are how the register is kept, not what was corrected. */
static bool is_bookkeeping(const char *key)
{
    static const char *const keys[] = { "corrections", "asked_by",          "reason",
                                        "state",       "single_officer_on", "review_by" };
    for (size_t i = 0; i < COUNT(keys); i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return strchr(key, '#') != NULL;
}

static void put_change(struct register_writer *w, const struct record *r, const struct entry *entry,
                       const char *key, const char *number, const char *at)
{
    struct buf label = { 0 }, was = { 0 }, is = { 0 };
    flat_key_label(r, key, &label);
    side(r, flat_find(&entry->was, key), &was);
    side(r, flat_find(&entry->is, key), &is);
    put_row(w,
            (const char *const[CELLS]){ number, at, entry->author, buf_text(&entry->note),
                                        buf_text(&label), buf_text(&was), buf_text(&is),
                                        record_text(r, "asked_by") },
            r);
    buf_free(&label);
    buf_free(&was);
    buf_free(&is);
}

static void put_entry(void *context, const struct record *r, const struct entry *entry)
{
    struct register_writer *w = context;
    struct buf name = { 0 }, at = { 0 };
    size_t changes = 0;
    record_name(r, &name);
    moment_local(entry->at, session_zone(w->call->session), &at);
    for (size_t i = 0; i < entry->was.count; i++)
        if (!is_bookkeeping(entry->was.items[i].key)) {
            put_change(w, r, entry, entry->was.items[i].key, buf_text(&name), buf_text(&at));
            changes++;
        }
    for (size_t i = 0; i < entry->is.count; i++)
        if (!is_bookkeeping(entry->is.items[i].key) &&
            !flat_find(&entry->was, entry->is.items[i].key)) {
            put_change(w, r, entry, entry->is.items[i].key, buf_text(&name), buf_text(&at));
            changes++;
        }
    if (!changes)
        put_row(w,
                (const char *const[CELLS]){ buf_text(&name), buf_text(&at), entry->author,
                                            buf_text(&entry->note), "", "", "", "" },
                r);
    buf_free(&name);
    buf_free(&at);
}

static enum outcome register_paper(struct call *c, const struct kind *k, struct error *e)
{
    struct buf paper = { 0 };
    enum outcome result = act_register_paper(c->session, k, c->words[1], call_form(c), &paper, e);
    if (result == DONE)
        result = call_deliver(c, &paper, e);
    buf_free(&paper);
    return result;
}

enum outcome verb_register(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct register_writer w = { .call = c };
    enum outcome result = call_kind(c->words[0], &k, e);
    w.alone = strcmp(c->words[1], "single-officer") == 0;
    if (result == DONE && (c->output || c->pdf))
        return register_paper(c, k, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    if (result == DONE && c->format == FORMAT_CSV)
        fprintf(c->io->out, "number,at,author,reason,field,old,new,asked_by%s\r\n",
                w.alone ? ",review_by,review" : "");
    if (result == DONE)
        result = act_register(c->session, k, c->words[1], put_entry, &w, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    return result;
}
