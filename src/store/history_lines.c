/* history_lines.c - entries of history as lines of text, to be kept on another disk: every column
 * of an entry, its hash and signature too, so that the chain can be checked without the database.
 */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>

#include "private.h"

static const char *const keys[] = {
    "seq",  "previous", "txn",    "author", "desk",   "at",    "kind",   "record", "rev",
    "step", "note",     "before", "after",  "digest", "batch", "signer", "hash",   "signature",
};
static_assert(COUNT(keys) == H_SIGNATURE + 1, "a key for each column");

/* Bytes as hexadecimal digits. */
static json_t *hex(const struct sql *q, int at)
{
    size_t n;
    struct buf text = { 0 };
    const unsigned char *bytes = col_blob(q, at, &n);
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%02x", bytes[i]);
    json_t *out = json_string(buf_text(&text));
    buf_free(&text);
    return out;
}

static json_t *column(const struct sql *q, int at)
{
    switch (sqlite3_column_type(q->stmt, at)) {
    case SQLITE_INTEGER:
        return json_integer(col_int(q, at));
    case SQLITE_TEXT:
        return json_string(col_str(q, at));
    default:
        return hex(q, at);
    }
}

static char *line_of(const struct sql *q)
{
    json_t *line = json_object();
    for (size_t i = 0; i < COUNT(keys); i++)
        json_object_set_new(line, keys[i], column(q, (int)i));
    char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(line);
    return text;
}

enum outcome store_history_lines(struct store *s, int64_t behind, int64_t most, struct buf *out,
                                 int64_t *last, struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(&s->db,
                              "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM "
                              "\"history\" WHERE \"seq\" > $1 ORDER BY \"seq\" LIMIT $2",
                              &q, e);
    *last = behind;
    if (o != DONE)
        return o;
    sql_int(q, 1, behind);
    sql_int(q, 2, most);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        char *line = line_of(q);
        buf_puts(out, line ? line : "");
        buf_putc(out, '\n');
        *last = col_int(q, H_SEQ);
        free(line);
    }
    sql_close(q);
    return o;
}
