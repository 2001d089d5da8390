/* search_mend.c - the words and names of all records, made again from the records, in parts between
 * which others save. */
#include "finding.h"

enum { PART_ROWS = 200 };

/* The next ids of a kind behind one. */
static enum outcome next_ids(struct store *s, const struct kind *k, int64_t behind,
                             int64_t ids[PART_ROWS], size_t *count, struct error *e)
{
    struct buf text = { 0 };
    struct sql *q = NULL;
    bool row = true;
    buf_puts(&text, "SELECT \"id\" FROM ");
    table_name(&text, k, NULL);
    buf_puts(&text, " WHERE \"id\" > $1 ORDER BY \"id\" LIMIT $2");
    *count = 0;
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, behind);
    sql_int(q, 2, PART_ROWS);
    while (o == DONE && *count < PART_ROWS && (o = sql_row(q, &row, e)) == DONE && row)
        ids[(*count)++] = col_int(q, 0);
    sql_close(q);
    return o;
}

static enum outcome put_again(struct store *s, const struct kind *k, int64_t id, struct error *e)
{
    struct record *r = NULL;
    enum outcome o = row_load(s, k, id, &r, e);
    if (o == DONE && r)
        o = search_put(s, r, false, e);
    record_free(&r);
    return o;
}

static enum outcome mend_part(struct store *s, const struct kind *k, int64_t *behind, size_t *count,
                              struct error *e)
{
    int64_t ids[PART_ROWS];
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    enum outcome o = store_begin(s, &i, NULL, e);
    if (o != DONE)
        return o;
    o = next_ids(s, k, *behind, ids, count, e);
    for (size_t n = 0; o == DONE && n < *count; n++)
        o = put_again(s, k, ids[n], e);
    if (o == DONE && *count)
        *behind = ids[*count - 1];
    if (o == DONE)
        return store_commit(s, e);
    store_rollback(s);
    return o;
}

/* In a transaction of its own. */
static enum outcome do_alone(struct store *s, const char *text, struct error *e)
{
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    enum outcome o = store_begin(s, &i, NULL, e);
    if (o != DONE)
        return o;
    s->db.watch->unhurried = true; /* it goes over all rows */
    o = sql_do(&s->db, text, e);
    if (o == DONE)
        o = store_commit(s, e);
    else
        store_rollback(s);
    s->db.watch->unhurried = false;
    return o;
}

/* Words of records that are no longer there. */
static enum outcome drop_strays(struct store *s, struct error *e)
{
    struct buf text = { 0 };
    buf_puts(&text, "DELETE FROM search WHERE ");
    for (size_t n = 0; s->registry->kinds[n]; n++) {
        buf_printf(&text, "%srowid NOT IN (SELECT \"id\" FROM ", n ? " AND " : "");
        table_name(&text, s->registry->kinds[n], NULL);
        buf_putc(&text, ')');
    }
    enum outcome o = do_alone(s, buf_text(&text), e);
    buf_free(&text);
    return o;
}

enum outcome store_search_mend(struct store *s, struct error *e)
{
    /* The index out of its rows first: a damaged one would take no other. */
    enum outcome o = do_alone(s, "INSERT INTO search (search) VALUES ('rebuild')", e);
    if (o == DONE)
        o = drop_strays(s, e);
    for (size_t n = 0; o == DONE && s->registry->kinds[n]; n++) {
        int64_t behind = 0;
        size_t count = PART_ROWS;
        while (o == DONE && count == PART_ROWS)
            o = mend_part(s, s->registry->kinds[n], &behind, &count, e);
    }
    return o;
}
