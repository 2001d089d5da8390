/* diff: two records of a kind, or two versions of one, side by side: what differs. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_CELLS = 28 };

/* "REF", "REF@VERSION". */
static enum outcome load_side(struct call *c, const struct kind *k, const char *word,
                              struct record **out, struct error *e)
{
    char *ref = xstrdup(word);
    char *at = strrchr(ref, '@');
    int64_t id = 0, rev = 0;
    bool version = at != NULL && integer_parse(at + 1, &rev);
    if (version)
        *at = '\0';
    enum outcome result = act_resolve(c->session, k, ref, &id, e);
    if (result == DONE && version)
        result = act_version(c->session, k, id, rev, out, e);
    else if (result == DONE)
        result = act_load(c->session, k, id, out, e);
    free(ref);
    return result;
}

static void write_json(const struct compared *c, bool first, struct buf *out)
{
    buf_puts(out, first ? "\n  {\"label\": " : ",\n  {\"label\": ");
    act_json_string(c->label, out);
    buf_puts(out, ", \"values\": [");
    act_json_string(c->text[0], out);
    buf_puts(out, ", ");
    act_json_string(c->text[1], out);
    buf_puts(out, "]}");
}

static void write_text(const struct compared *c, struct buf *out)
{
    utf8_fit(c->label, LABEL_CELLS, out);
    for (size_t i = 0; i < 2; i++) {
        buf_puts(out, i == 0 ? " " : " → ");
        utf8_visible(c->text[i][0] != '\0' ? c->text[i] : "—", out);
    }
    buf_putc(out, '\n');
}

static void write_all(const struct call *c, const struct compared_list *what, struct buf *out)
{
    bool json = c->format == FORMAT_JSON, first = true;
    buf_puts(out, json ? "[" : "");
    for (size_t i = 0; i < what->count; i++) {
        if (what->items[i].same)
            continue;
        if (json)
            write_json(&what->items[i], first, out);
        else
            write_text(&what->items[i], out);
        first = false;
    }
    buf_puts(out, json ? "]\n" : "");
}

enum outcome verb_diff(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *sides[2] = { NULL, NULL };
    struct compared_list what = { 0 };
    struct buf out = { 0 };
    enum outcome result = call_kind(c->words[0], &k, e);
    for (int i = 0; i < 2 && result == DONE; i++)
        result = load_side(c, k, c->words[i + 1], &sides[i], e);
    if (result == DONE) {
        act_compare((const struct record *const[]){ sides[0], sides[1] }, 2, &what);
        write_all(c, &what, &out);
        fputs(buf_text(&out), c->io->out);
    }
    compared_free(&what);
    buf_free(&out);
    record_free(&sides[0]);
    record_free(&sides[1]);
    return result;
}
