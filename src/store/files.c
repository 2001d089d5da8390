/* files.c - which files beside the database its records name. */
#include "private.h"

enum { SLICE = 500 }; /* rows read while nobody saves */

struct naming {
    void (*each)(void *context, const struct kind *k, int64_t record, const char *text);
    void *context;
};

/* The next rows behind one; *behind moves on. */
static enum outcome slice(struct store *s, const char *text, const struct kind *k,
                          const struct naming *n, int64_t *behind, bool *more, struct error *e)
{
    struct sql *q;
    bool row = true;
    int count = 0;
    enum outcome o = sql_open(&s->db, text, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, *behind);
    sql_int(q, 2, SLICE);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        *behind = col_int(q, 0);
        count++;
        if (!col_null(q, 2))
            n->each(n->context, k, col_int(q, 1), col_str(q, 2));
    }
    sql_close(q);
    *more = count == SLICE;
    return o;
}

/* line NULL: the record's own field. */
static enum outcome read_field(struct store *s, const struct kind *k, const struct line_kind *line,
                               const struct field *f, const struct naming *n, struct error *e)
{
    struct buf text = { 0 };
    int64_t behind = 0;
    bool more = true;
    enum outcome o = DONE;
    buf_printf(&text, "SELECT \"id\", \"%s\", ", line ? "parent" : "id");
    column_name(&text, f, "");
    buf_puts(&text, " FROM ");
    table_name(&text, k, line);
    buf_printf(&text, " WHERE \"id\" > $1%s ORDER BY \"id\" LIMIT $2",
               line ? " AND NOT \"gone\"" : "");
    while (o == DONE && more)
        o = slice(s, buf_text(&text), k, n, &behind, &more, e);
    buf_free(&text);
    return o;
}

static enum outcome read_fields(struct store *s, const struct kind *k, const struct line_kind *line,
                                const struct naming *n, struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = line ? line->fields : k->fields; o == DONE && f->id; f++)
        if (f->type == &type_file)
            o = read_field(s, k, line, f, n, e);
    return o;
}

enum outcome store_files(struct store *s,
                         void (*each)(void *context, const struct kind *k, int64_t record,
                                      const char *text),
                         void *context, struct error *e)
{
    const struct naming n = { each, context };
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && s->registry->kinds[i]; i++) {
        const struct kind *k = s->registry->kinds[i];
        o = read_fields(s, k, NULL, &n, e);
        for (size_t l = 0; o == DONE && l < line_kind_count(k); l++)
            o = read_fields(s, k, &k->lines[l], &n, e);
    }
    return o;
}
