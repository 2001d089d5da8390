/* verify.c - does the file say what its history says? The chain is walked in slices, so that no
 * desk waits for it; then every present row is held against its last entry. */
#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Telling ---- */

void verify_defect(struct check *c, const char *fmt, ...)
{
    char text[2 * ERROR_TEXT_MAX];
    va_list list;
    va_start(list, fmt);
    vsnprintf(text, sizeof text, fmt, list);
    va_end(list);
    c->defects++;
    if (c->each)
        c->each(c->context, text);
}

void verify_said(struct check *c, struct buf *said)
{
    if (said->len)
        verify_defect(c, "%s", buf_text(said));
    buf_free(said);
}

int verify_kind_place(const struct check *c, const char *kind)
{
    const struct kind *const *kinds = c->store->registry->kinds;
    for (int i = 0; kinds[i]; i++)
        if (strcmp(kinds[i]->id, kind) == 0)
            return i;
    return -1;
}

/* ---- The file itself ---- */

/* What the chain's first entry says of the store; nothing where it cannot be read. *there false:
 * it was removed, which is told already. */
static enum outcome read_birth(struct check *c, struct flat *is, bool *there, struct error *e)
{
    struct sql *q;
    size_t n;
    enum outcome o =
        sql_open(&c->store->db, "SELECT \"after\" FROM \"history\" WHERE \"seq\" = 1", &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, there, e);
    if (o == DONE && *there) {
        const void *bytes = col_blob(q, 0, &n);
        if (flat_decode(bytes, n, is, NULL) != DONE)
            flat_free(is);
    }
    sql_close(q);
    return o;
}

/* The chain's first entry names the store; a chain moved into another file shows. */
static enum outcome check_birth(struct check *c, struct error *e)
{
    struct flat is = { 0 };
    struct buf uuid = { 0 };
    bool there = false;
    enum outcome o = read_birth(c, &is, &there, e);
    if (o == DONE)
        o = store_meta_get(c->store, "store_uuid", &uuid, e);
    const struct flat_entry *told = flat_find(&is, "store_uuid");
    if (o == DONE && there && (!told || !text_same(told->text, buf_text(&uuid))))
        verify_defect(
            c, _("The history does not belong to this database: its first entry names another "
                 "one."));
    flat_free(&is);
    buf_free(&uuid);
    return o;
}

static enum outcome check_root(struct check *c, struct error *e)
{
    struct buf told = { 0 }, text = { 0 };
    enum outcome o = store_meta_get(c->store, "root", &text, e);
    if (c->has_root)
        bytes_text(c->root, sizeof c->root, &told);
    if (o == DONE && !text_same(buf_text(&told), buf_text(&text)))
        verify_defect(c, _("The office's root key in the database is not the one its history tells "
                           "of: it was altered."));
    buf_free(&told);
    buf_free(&text);
    return o;
}

static enum outcome check_head(struct check *c, struct error *e)
{
    struct buf why = { 0 };
    enum outcome o = heads_check(c->store, e);
    if (o == DONE && !c->judge->backup && !store_unconfirmed(c->store) &&
        store_rolled_back(c->store, &why))
        verify_defect(c, "%s", buf_text(&why));
    buf_free(&why);
    return o;
}

/* ---- All of it ---- */

static enum outcome check_all(struct check *c, struct error *e)
{
    enum outcome o = check_head(c, e);
    if (o == DONE)
        o = verify_chain(c, e);
    if (o == DONE && !c->stopped)
        o = verify_explain(c, e);
    if (o == DONE && !c->stopped)
        o = check_birth(c, e);
    if (o == DONE && !c->stopped)
        o = verify_orphan_parts(c, e);
    if (o == DONE && !c->stopped)
        o = verify_rows(c, e);
    if (o == DONE && !c->stopped)
        o = verify_explain(c, e); /* of what other desks wrote meanwhile */
    if (o == DONE && !c->stopped)
        o = check_root(c, e);
    if (o == DONE && c->stopped)
        o = fail(e, REFUSED,
                 _("The check was stopped before its end: nothing is known of the rest. Run "
                   "`loket verify` again."));
    return o;
}

static void check_free(struct check *c)
{
    free(c->suspects);
    free(c->desks);
    free(c->writers);
    lasts_free(&c->lasts);
    entry_free(&c->entry);
}

enum outcome store_verify_judged(struct store *s, const struct verify_judge *judge,
                                 void (*each)(void *context, const char *defect), void *context,
                                 int64_t *entries, int64_t *defects, struct error *e)
{
    static const struct verify_judge nobody;
    struct check c = {
        .store = s, .each = each, .context = context, .judge = judge ? judge : &nobody
    };
    enum outcome o = check_all(&c, e);
    check_free(&c);
    if (entries)
        *entries = c.entries;
    if (defects)
        *defects = c.defects;
    return o;
}

enum outcome store_verify(struct store *s, void (*each)(void *context, const char *defect),
                          void *context, int64_t *entries, int64_t *defects, struct error *e)
{
    return store_verify_judged(s, NULL, each, context, entries, defects, e);
}
