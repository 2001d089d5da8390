/* care.c - what the file is like, for who looks after it. Cheap unless it says otherwise: while
 * somebody reads the whole file nobody else saves. */
#include <string.h>
#include <sys/stat.h>

#include "desk.h"

/* Of the file beside the shared one; -1: none there. By its name, never opened: closing a
 * descriptor would drop the locks of this process. */
static int64_t bytes_beside(const struct store *s, const char *suffix)
{
    struct buf path = { 0 };
    struct stat st;
    buf_printf(&path, "%s%s", s->db.path, suffix);
    bool there = stat(buf_text(&path), &st) == 0;
    buf_free(&path);
    return there ? (int64_t)st.st_size : -1;
}

static enum outcome is_word(struct db *db, const char *question, const char *word, bool *is,
                            struct error *e)
{
    struct sql *q;
    bool row = false;
    enum outcome o = sql_open(db, question, &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, &row, e);
    *is = o == DONE && row && strcmp(col_str(q, 0), word) == 0;
    sql_close(q);
    return o;
}

enum outcome store_care(struct store *s, struct store_care *out, struct error *e)
{
    int64_t page = 0, unused = 0;
    *out = (struct store_care){ .bytes = bytes_beside(s, ""),
                                .journal_bytes = bytes_beside(s, "-journal") };
    enum outcome o = store_revive(s, e);
    if (o == DONE)
        o = is_word(&s->db, "PRAGMA journal_mode", "persist", &out->persist, e);
    if (o == DONE)
        o = sql_number(&s->db, "PRAGMA page_size", &page, e);
    if (o == DONE)
        o = sql_number(&s->db, "PRAGMA freelist_count", &unused, e);
    out->unused = page * unused;
    return o;
}

/* ---- How much was written lately ---- */

static enum outcome written_at(struct store *s, int64_t seq, moment *at, struct error *e)
{
    struct sql *q;
    bool row = false;
    enum outcome o = sql_open(&s->db, "SELECT \"at\" FROM \"history\" WHERE \"seq\" = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, seq);
    o = sql_row(q, &row, e);
    *at = o == DONE && row ? moment_parse(col_str(q, 0)) : -1;
    sql_close(q);
    return o;
}

/* Entries stand in the order of their making, but for desks whose clocks differ. */
enum outcome store_entries_since(struct store *s, moment since, int64_t *n, struct error *e)
{
    struct head head;
    enum outcome o = store_head(s, &head, e);
    int64_t low = 1, high = o == DONE ? head.seq + 1 : 1;
    while (o == DONE && low < high) {
        int64_t middle = low + (high - low) / 2;
        moment at = -1;
        o = written_at(s, middle, &at, e);
        if (at < since)
            low = middle + 1;
        else
            high = middle;
    }
    *n = o == DONE ? head.seq + 1 - low : 0;
    return o;
}

/* ---- Reading all of it ---- */

enum outcome store_quick_check(struct store *s, bool *sound, struct error *e)
{
    enum outcome o = store_revive(s, e);
    return o == DONE ? is_word(&s->db, "PRAGMA quick_check(1)", "ok", sound, e) : o;
}

enum outcome store_search_whole(struct store *s, bool *whole, struct error *e)
{
    int64_t indexed = 0, records = 0;
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = sql_number(&s->db, "SELECT count(*) FROM \"search_content\"", &indexed, e);
    if (o == DONE)
        o = sql_number(&s->db, "SELECT sum(\"n\") FROM \"tally\"", &records, e);
    read_leave(s, mine);
    *whole = indexed == records;
    return o;
}

/* ---- The desk's own file ---- */

enum outcome desk_check(struct desk *d, bool *sound, struct error *e)
{
    desk_enter(d);
    enum outcome o = is_word(&d->db, "PRAGMA quick_check(1)", "ok", sound, e);
    desk_leave(d);
    return o;
}
