/* verify_guess.c - an entry that was altered keeps the hash it was signed with: whichever value
 * makes it hold again was there before. */
#include <string.h>

#include "verify.h"

enum { REVISIONS_MAX = 1000 };

struct guess {
    struct check *c;
    struct cell *cells;
    const unsigned char *hash;
    enum history_column found; /* H_COUNT: none yet */
    struct buf was;            /* its value, where it can be read */
};

/* Does the hash hold with this value there? What was found stays in g->was. */
static bool holds(struct guess *g, enum history_column column, struct cell value)
{
    unsigned char hash[HASH_BYTES];
    struct cell now = g->cells[column];
    g->cells[column] = value;
    entry_hash(g->cells, hash);
    g->cells[column] = now;
    if (memcmp(hash, g->hash, HASH_BYTES) != 0)
        return false;
    g->found = column;
    return true;
}

static bool text_holds(struct guess *g, enum history_column column, const char *text)
{
    if (!holds(g, column, (struct cell){ .bytes = text, .n = strlen(text) }))
        return false;
    buf_puts(&g->was, text);
    return true;
}

static bool number_holds(struct guess *g, enum history_column column, int64_t number)
{
    if (!holds(g, column, (struct cell){ .integer = true, .number = number }))
        return false;
    buf_printf(&g->was, "%lld", (long long)number);
    return true;
}

/* ---- Candidates ---- */

static bool by_writer(struct guess *g)
{
    bool found = false;
    for (size_t i = 0; !found && i < g->c->writer_count; i++) {
        const struct writer *w = &g->c->writers[i];
        found = text_holds(g, H_AUTHOR, w->author) ||
                holds(g, H_DESK, (struct cell){ .integer = true, .number = w->desk }) ||
                holds(g, H_SIGNER, (struct cell){ .bytes = w->key, .n = PUBLIC_KEY_BYTES });
    }
    return found;
}

static bool by_step(struct guess *g)
{
    static const char *const usual[] = { "new", "edit", "undo", "import", "restore" };
    const struct kind *const *kinds = g->c->store->registry->kinds;
    bool found = false;
    for (size_t i = 0; !found && i < COUNT(usual); i++)
        found = text_holds(g, H_STEP, usual[i]);
    for (size_t k = 0; !found && kinds[k]; k++) {
        const struct step *steps = kinds[k]->flow ? kinds[k]->flow->steps : NULL;
        for (; !found && steps && steps->verb; steps++)
            found = text_holds(g, H_STEP, steps->verb);
    }
    return found;
}

static bool by_kind(struct guess *g)
{
    const struct kind *const *kinds = g->c->store->registry->kinds;
    bool found = false;
    for (size_t k = 0; !found && kinds[k]; k++)
        found = text_holds(g, H_KIND, kinds[k]->id);
    return found;
}

static bool by_number(struct guess *g)
{
    bool found = holds(g, H_BATCH, (struct cell){ .integer = true }) || text_holds(g, H_NOTE, "");
    for (int64_t rev = 0; !found && rev <= REVISIONS_MAX; rev++)
        found = number_holds(g, H_REV, rev);
    return found;
}

/* The transaction knows its moment; an entry before it its hash. */
static bool by_row(struct guess *g, const char *text, enum history_column column)
{
    struct sql *q;
    bool row, found = false;
    size_t n;
    if (sql_open(&g->c->store->db, text, &q, NULL) != DONE)
        return false;
    if (column == H_AT)
        sql_str(q, 1, cell_text(&g->cells[H_TXN]));
    else
        sql_int(q, 1, g->cells[H_SEQ].number - 1);
    if (sql_row(q, &row, NULL) == DONE && row) {
        if (column == H_AT)
            found = text_holds(g, H_AT, col_str(q, 0));
        else {
            const void *bytes = col_blob(q, 0, &n);
            found = holds(g, H_PREVIOUS, (struct cell){ .bytes = bytes, .n = n });
        }
    }
    sql_close(q);
    return found;
}

/* ---- In words ---- */

static const char *column_label(enum history_column column)
{
    switch (column) {
    case H_PREVIOUS:
        return N_("its link to the entry before it");
    case H_AUTHOR:
        return N_("its author");
    case H_DESK:
        return N_("its desk");
    case H_AT:
        return N_("its time");
    case H_KIND:
        return N_("its kind of record");
    case H_REV:
        return N_("its revision");
    case H_STEP:
        return N_("its step");
    case H_NOTE:
        return N_("its note");
    case H_BATCH:
        return N_("its import");
    case H_SIGNER:
        return N_("its signer's key");
    default:
        return N_("what it says");
    }
}

bool verify_guess(struct check *c, struct cell cells[H_COUNT], const unsigned char hash[HASH_BYTES],
                  struct buf *out)
{
    struct guess g = { .c = c, .cells = cells, .hash = hash, .found = H_COUNT };
    bool found = by_writer(&g) || by_step(&g) || by_kind(&g) || by_number(&g) ||
                 by_row(&g, "SELECT \"at\" FROM \"txn\" WHERE \"uuid\" = $1", H_AT) ||
                 by_row(&g, "SELECT \"hash\" FROM \"history\" WHERE \"seq\" = $1", H_PREVIOUS);
    if (found && g.was.len)
        buf_printf(out, _("%s, which was “%s”"), tr(column_label(g.found)),
                   excerpt(buf_text(&g.was)).text);
    else if (found)
        buf_puts(out, tr(column_label(g.found)));
    buf_free(&g.was);
    return found;
}
