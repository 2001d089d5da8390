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
        o = verify_original(c, s->seq, &row, e);
        if (o == DONE && !shifted)
            place_written(c, s, &row);
        if (o == DONE && (shifted || !s->written) && searches++ < COPIES_MAX)
            o = find_copied(c, s, &row, e);
        verify_original_free(&row);
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

/* ---- All of them ---- */

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
            o = verify_tell(c, &c->suspects[i], e);
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
