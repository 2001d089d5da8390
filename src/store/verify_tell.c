/* verify_tell.c - what is told of a suspect entry, with the name people know it by. */
#include <string.h>

#include "verify.h"

/* ---- Names ---- */

static void record_called(struct check *c, const struct kind *k, int64_t id, struct buf *out)
{
    struct record *r = NULL;
    char text[ID_TEXT_LEN + 1];
    id_text(id, text);
    if (row_load(c->store, k, id, &r, NULL) == DONE && r) {
        struct buf name = { 0 };
        record_name(r, &name);
        buf_printf(out, "%s %s, %s", tr(k->label), excerpt(buf_text(&name)).text, text);
        buf_free(&name);
    } else {
        buf_printf(out, "%s %s", tr(k->label), text);
    }
    record_free(&r);
}

static void entry_name(struct check *c, const struct cell cells[H_COUNT], struct buf *out)
{
    struct buf about = { 0 };
    int place = verify_kind_place(c, cell_text(&cells[H_KIND]));
    if (place >= 0) {
        record_called(c, c->store->registry->kinds[place], cells[H_RECORD].number, &about);
        buf_puts(&about, ", ");
    }
    buf_printf(out, _("History entry %lld (%s%s by %s)"), (long long)cells[H_SEQ].number,
               buf_text(&about), excerpt(cell_text(&cells[H_STEP])).text,
               excerpt(cell_text(&cells[H_AUTHOR])).text);
    buf_free(&about);
}

/* ---- Reading a suspect again ---- */

void verify_original_free(struct original *o)
{
    for (size_t i = 0; i < H_COUNT; i++)
        buf_free(&o->bytes[i]);
}

static void copy_row(const struct sql *q, struct original *out)
{
    size_t n;
    const void *hash = col_blob(q, H_HASH, &n);
    memcpy(out->hash, hash, n < HASH_BYTES ? n : HASH_BYTES);
    entry_cells(q, out->cells);
    for (size_t i = 0; i < H_COUNT; i++) {
        if (out->cells[i].integer)
            continue;
        buf_add(&out->bytes[i], out->cells[i].bytes, out->cells[i].n);
        out->cells[i].bytes = buf_text(&out->bytes[i]);
    }
    out->there = true;
}

enum outcome verify_original(struct check *c, int64_t seq, struct original *out, struct error *e)
{
    struct sql *q;
    bool row;
    *out = (struct original){ 0 };
    enum outcome o = sql_open(&c->store->db,
                              "SELECT " HISTORY_COLUMNS
                              ", \"hash\", \"signature\" FROM \"history\" WHERE \"seq\" = $1",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, seq);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        copy_row(q, out);
    sql_close(q);
    return o;
}

/* ---- Sentences ---- */

static void tell_removed(struct check *c, const struct suspect *s)
{
    if (s->from == s->seq - 1)
        verify_defect(c, _("History entry %lld was removed."), (long long)s->from);
    else
        verify_defect(c, _("History entries %lld to %lld were removed."), (long long)s->from,
                      (long long)s->seq - 1);
}

/* What is told of an entry that is not what was signed. */
static void tell_altered(struct check *c, const struct suspect *s, struct original *row,
                         const char *name)
{
    struct buf what = { 0 };
    if (s->text_signed)
        verify_defect(c, _("%s: its hash was altered."), name);
    else if (verify_guess(c, row->cells, row->hash, &what))
        verify_defect(c, _("%s was altered: %s."), name, buf_text(&what));
    else if (s->hash_signed)
        verify_defect(c, _("%s was altered after it was signed."), name);
    else
        verify_defect(c, _("%s was altered or forged: neither its hash nor its signature holds."),
                      name);
    buf_free(&what);
}

static void tell_shift(struct check *c, const struct suspect *s, const char *name)
{
    verify_defect(c,
                  _("%s: before it entries were removed (%lld), and the numbers from there on "
                    "were altered."),
                  name, (long long)s->shift);
}

static void tell_moved(struct check *c, const struct suspect *s, const char *name)
{
    if (s->copied)
        verify_defect(c, _("%s was forged: it is a copy of entry %lld."), name,
                      (long long)s->written);
    else
        verify_defect(c, _("%s was moved: it was written as number %lld."), name,
                      (long long)s->written);
}

static void tell_entry(struct check *c, const struct suspect *s, struct original *row,
                       const char *name)
{
    if (s->doubts & DOUBT_NUMBER)
        verify_defect(c, _("%s was inserted before the history's beginning."), name);
    else if (s->doubts & DOUBT_SKIPPED)
        verify_defect(c, _("%s was inserted: the entry behind it follows the one before it."),
                      name);
    else if (s->written && (s->doubts & DOUBT_HASH))
        tell_moved(c, s, name);
    else if (s->doubts & DOUBT_HASH)
        tell_altered(c, s, row, name);
    else if (s->doubts & DOUBT_SIGNATURE)
        verify_defect(c, _("%s was forged: its signature does not hold."), name);
    else if (s->doubts & DOUBT_KEY)
        verify_defect(c, _("%s was forged: it is signed with another key than that desk's."), name);
    else if (s->doubts & DOUBT_PASSED)
        verify_defect(c, _("%s was replaced: the entry behind it was signed over another one."),
                      name);
    else if (s->doubts & DOUBT_SHIFT)
        tell_shift(c, s, name);
    else
        verify_defect(c, _("%s does not follow the entry before it."), name);
}

enum outcome verify_tell(struct check *c, struct suspect *s, struct error *e)
{
    struct buf name = { 0 };
    struct original row;
    if (s->doubts & DOUBT_REMOVED)
        tell_removed(c, s);
    s->doubts &= ~(unsigned)DOUBT_REMOVED;
    if (!s->doubts)
        return DONE;
    enum outcome o = verify_original(c, s->seq, &row, e);
    if (o == DONE && row.there) {
        entry_name(c, row.cells, &name);
        tell_entry(c, s, &row, buf_text(&name));
    }
    verify_original_free(&row);
    buf_free(&name);
    return o;
}
