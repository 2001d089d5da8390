/* verify_doubt.c - doubts about entries explained: what was altered, removed, inserted, swapped or
 * forged, told once for each deed and not for each of its traces. */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

enum {
    PAIRS_MAX = 64,  /* suspects that are held against each other */
    COPIES_MAX = 16, /* searches of the whole chain for an entry's original */
};

/* ---- The list, in the order of the chain but for what was found out late ---- */

struct suspect *verify_suspect(struct check *c, int64_t seq)
{
    for (size_t i = c->suspect_count; i-- > 0 && c->suspects[i].seq + 2 >= seq;)
        if (c->suspects[i].seq == seq && !c->suspects[i].explained)
            return &c->suspects[i];
    if (c->suspect_count == SUSPECTS_MAX) {
        verify_defect(c, _("History entry %lld was altered or forged."), (long long)seq);
        return NULL;
    }
    if (c->suspect_count == c->suspect_cap) {
        c->suspect_cap = c->suspect_cap ? c->suspect_cap * 2 : 16;
        c->suspects = xreallocarray(c->suspects, c->suspect_cap, sizeof *c->suspects);
    }
    struct suspect *s = &c->suspects[c->suspect_count++];
    *s = (struct suspect){ .seq = seq };
    return s;
}

static struct suspect *find(struct check *c, int64_t seq)
{
    for (size_t i = c->explained; i < c->suspect_count; i++)
        if (c->suspects[i].seq == seq)
            return &c->suspects[i];
    return NULL;
}

/* ---- Reading a suspect again ---- */

struct original { /* an entry's row, copied */
    struct cell cells[H_COUNT];
    struct buf bytes[H_COUNT];
    unsigned char hash[HASH_BYTES];
    bool there;
};

static void original_free(struct original *o)
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

static enum outcome read_again(struct check *c, int64_t seq, struct original *out, struct error *e)
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

void verify_entry_name(struct check *c, const struct cell cells[H_COUNT], struct buf *out)
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

/* ---- Entries that stand where they were not written ---- */

static bool written_as(struct original *o, int64_t number)
{
    unsigned char hash[HASH_BYTES];
    int64_t seq = o->cells[H_SEQ].number;
    o->cells[H_SEQ].number = number;
    entry_hash(o->cells, hash);
    o->cells[H_SEQ].number = seq;
    return o->there && memcmp(hash, o->hash, HASH_BYTES) == 0;
}

static bool may_have_moved(const struct suspect *s)
{
    return (s->doubts & DOUBT_HASH) && s->hash_signed && !s->written;
}

/* Was it written under the number of another suspect, or of one that is missing? */
static void place_written(struct check *c, struct suspect *s, struct original *o)
{
    size_t count = c->suspect_count - c->explained;
    for (size_t i = 0; !s->written && i < count && i < PAIRS_MAX; i++) {
        const struct suspect *other = &c->suspects[c->explained + i];
        int64_t from = other->doubts & DOUBT_REMOVED ? other->from : other->seq;
        for (int64_t n = from; !s->written && n <= other->seq && n - from < PAIRS_MAX; n++)
            if (n != s->seq && written_as(o, n))
                s->written = n;
    }
}

/* Is there another entry with its hash? */
static enum outcome find_copied(struct check *c, struct suspect *s, struct original *o,
                                struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome r = sql_open(
        &c->store->db,
        "SELECT \"seq\" FROM \"history\" WHERE \"hash\" = $1 AND \"seq\" <> $2 LIMIT 1", &q, e);
    if (r != DONE)
        return r;
    sql_blob(q, 1, o->hash, HASH_BYTES);
    sql_int(q, 2, s->seq);
    r = sql_row(q, &row, e);
    s->copied = r == DONE && row && (s->written || written_as(o, col_int(q, 0)));
    if (s->copied)
        s->written = col_int(q, 0);
    sql_close(q);
    return r;
}

static enum outcome find_moved(struct check *c, struct error *e)
{
    enum outcome o = DONE;
    int searches = 0;
    size_t count = c->suspect_count - c->explained;
    for (size_t i = 0; o == DONE && i < count && i < PAIRS_MAX; i++) {
        struct suspect *s = &c->suspects[c->explained + i];
        struct original row;
        bool shifted = (s->doubts & DOUBT_SHIFT) && s->written;
        if (!shifted && !may_have_moved(s))
            continue;
        o = read_again(c, s->seq, &row, e);
        if (o == DONE && !shifted)
            place_written(c, s, &row);
        if (o == DONE && (shifted || !s->written) && searches++ < COPIES_MAX)
            o = find_copied(c, s, &row, e);
        original_free(&row);
    }
    return o;
}

/* ---- Deeds and their traces ---- */

/* What a swap leaves behind it at the next entry. */
static void clear_trace(struct check *c, int64_t seq)
{
    struct suspect *next = find(c, seq + 1);
    if (next && (next->doubts & ~(unsigned)DOUBT_REMOVED) == DOUBT_SHIFT && !next->explained)
        next->explained = true;
}

static void tell_swaps(struct check *c)
{
    for (size_t i = c->explained; i < c->suspect_count; i++) {
        struct suspect *a = &c->suspects[i];
        struct suspect *b = a->written && !a->explained ? find(c, a->written) : NULL;
        if (!b || b == a || b->explained || b->written != a->seq)
            continue;
        verify_defect(c, _("History entries %lld and %lld were swapped."),
                      (long long)(a->seq < b->seq ? a->seq : b->seq),
                      (long long)(a->seq < b->seq ? b->seq : a->seq));
        a->explained = b->explained = true;
        clear_trace(c, a->seq);
        clear_trace(c, b->seq);
    }
}

static bool is_missing(const struct check *c, int64_t seq)
{
    for (size_t i = c->explained; i < c->suspect_count; i++) {
        const struct suspect *s = &c->suspects[i];
        if ((s->doubts & DOUBT_REMOVED) && s->from <= seq && seq < s->seq)
            return true;
    }
    return false;
}

static struct suspect *next_shift(struct check *c, size_t at)
{
    while (++at < c->suspect_count)
        if (!c->suspects[at].explained && (c->suspects[at].doubts & DOUBT_SHIFT))
            return &c->suspects[at];
    return NULL;
}

/* One entry alone that bears another's number, not the first of many: the numbers behind it do not
 * follow from its own. */
static void settle_strangers(struct check *c)
{
    for (size_t i = c->explained; i < c->suspect_count; i++) {
        struct suspect *s = &c->suspects[i], *next = next_shift(c, i);
        if (s->explained || !(s->doubts & DOUBT_SHIFT) || !s->written)
            continue;
        bool returns = next && next->seq == s->seq + 1 && next->shift == -s->shift;
        if (!s->copied && !returns && !is_missing(c, s->written))
            continue;
        s->doubts = (s->doubts & ~(unsigned)DOUBT_SHIFT) | DOUBT_HASH;
        if (!next)
            continue;
        next->shift += s->shift;
        if (next->shift == 0)
            next->doubts &= ~(unsigned)DOUBT_SHIFT;
    }
}

/* Numbers that lag from here on: as many entries before it were put in. */
static void settle_inserted(struct check *c)
{
    for (size_t i = c->explained; i < c->suspect_count; i++) {
        struct suspect s = c->suspects[i];
        if (s.explained || !(s.doubts & DOUBT_SHIFT) || s.shift >= 0)
            continue;
        c->suspects[i].doubts &= ~(unsigned)DOUBT_SHIFT;
        for (int64_t n = s.seq + s.shift; n < s.seq; n++) {
            struct suspect *put = find(c, n);
            put = put ? put : verify_suspect(c, n);
            if (put)
                put->doubts |= DOUBT_SKIPPED;
        }
    }
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

static enum outcome tell(struct check *c, struct suspect *s, struct error *e)
{
    struct buf name = { 0 };
    struct original row;
    if (s->doubts & DOUBT_REMOVED)
        tell_removed(c, s);
    s->doubts &= ~(unsigned)DOUBT_REMOVED;
    if (!s->doubts)
        return DONE;
    enum outcome o = read_again(c, s->seq, &row, e);
    if (o == DONE && row.there) {
        verify_entry_name(c, row.cells, &name);
        tell_entry(c, s, &row, buf_text(&name));
    }
    original_free(&row);
    buf_free(&name);
    return o;
}

static int by_seq(const void *a, const void *b)
{
    int64_t left = ((const struct suspect *)a)->seq, right = ((const struct suspect *)b)->seq;
    return left < right ? -1 : left > right;
}

static void sort(struct check *c)
{
    qsort(c->suspects + c->explained, c->suspect_count - c->explained, sizeof *c->suspects, by_seq);
}

static enum outcome explain(struct check *c, struct error *e)
{
    sort(c);
    enum outcome o = find_moved(c, e);
    if (o != DONE)
        return o;
    tell_swaps(c);
    settle_strangers(c);
    settle_inserted(c);
    sort(c);
    for (size_t i = c->explained; o == DONE && i < c->suspect_count; i++)
        if (!c->suspects[i].explained)
            o = tell(c, &c->suspects[i], e);
    for (size_t i = c->explained; i < c->suspect_count; i++)
        c->suspects[i].explained = true;
    c->explained = c->suspect_count;
    return o;
}

enum outcome verify_explain(struct check *c, struct error *e)
{
    bool mine;
    if (c->explained == c->suspect_count)
        return DONE;
    enum outcome o = read_enter(c->store, &mine, e);
    if (o != DONE)
        return o;
    o = explain(c, e);
    read_leave(c->store, mine);
    return o;
}
