/* verify_chain.c - reads the chain from its beginning: numbers, links, hashes, signatures. What is
 * wrong is noted here and explained in verify_doubt.c. */
#include <stdlib.h>
#include <string.h>

#include "verify.h"

enum { SHIFT_MOST = 16 }; /* how far numbers may be off for a run to be recognised at once */

static bool cell_is(const struct cell *cell, const char *text)
{
    return cell->n == strlen(text) && memcmp(cell->bytes, text, cell->n) == 0;
}

/* ---- Who signs ---- */

/* A desk keeps its key: an entry in its name with another key is not its own. */
static bool desk_signs(struct check *c, int64_t desk, const unsigned char *key)
{
    for (size_t i = 0; i < c->desk_count; i++)
        if (c->desks[i].desk == desk)
            return memcmp(c->desks[i].key, key, PUBLIC_KEY_BYTES) == 0;
    if (c->desk_count == c->desk_cap) {
        c->desk_cap = c->desk_cap ? c->desk_cap * 2 : 8;
        c->desks = xreallocarray(c->desks, c->desk_cap, sizeof *c->desks);
    }
    struct desk_signer *s = &c->desks[c->desk_count++];
    s->desk = desk;
    memcpy(s->key, key, PUBLIC_KEY_BYTES);
    return true;
}

/* What desks sign bears a desk's name, which must be that of its number. Who else signs is the
 * judge's business. */
static bool signer_fits(struct check *c, const struct cell cells[H_COUNT])
{
    char name[DESK_NAME_MAX];
    const char *author = cell_text(&cells[H_AUTHOR]);
    if (!is_desk_name(author))
        return true;
    desk_name((uint16_t)cells[H_DESK].number, name);
    return strcmp(author, name) == 0 && desk_signs(c, cells[H_DESK].number, cells[H_SIGNER].bytes);
}

/* The last writer stands first: most entries are by whoever made the one before. */
static void note_writer(struct check *c, const struct cell cells[H_COUNT])
{
    size_t i = 0;
    const unsigned char *key = cells[H_SIGNER].bytes;
    while (i < c->writer_count && memcmp(c->writers[i].key, key, PUBLIC_KEY_BYTES) != 0)
        i++;
    if (i == c->writer_cap) {
        c->writer_cap = c->writer_cap ? c->writer_cap * 2 : 8;
        c->writers = xreallocarray(c->writers, c->writer_cap, sizeof *c->writers);
    }
    c->writer_count += i == c->writer_count;
    struct writer *w = c->writers;
    memmove(w + 1, w, i * sizeof *w);
    memcpy(w->key, key, PUBLIC_KEY_BYTES);
    sqlite3_snprintf(sizeof w->author, w->author, "%s", cell_text(&cells[H_AUTHOR]));
    w->desk = cells[H_DESK].number;
}

/* ---- One entry ---- */

/* What was found out about an entry by itself. */
struct look {
    struct link link;
    unsigned doubts;
    bool hash_signed;
    int64_t shift; /* written number less number; 0 where its hash does not tell */
};

/* Does the stored hash hold for a number that is a little off? */
static int64_t find_shift(const struct check *c, struct cell cells[H_COUNT],
                          const unsigned char stored[HASH_BYTES])
{
    unsigned char hash[HASH_BYTES];
    int64_t seq = cells[H_SEQ].number, found = 0;
    for (int64_t i = 0; !found && i <= 2 * SHIFT_MOST; i++) {
        int64_t shift = i == 0 ? c->shift : i % 2 ? (i + 1) / 2 : -(i / 2);
        cells[H_SEQ].number = seq + shift;
        entry_hash(cells, hash);
        found = memcmp(hash, stored, HASH_BYTES) == 0 ? shift : 0;
    }
    cells[H_SEQ].number = seq;
    return found;
}

static void look_at_signature(struct check *c, const struct sql *q, struct cell cells[H_COUNT],
                              bool hash_holds, struct look *out)
{
    size_t n;
    const unsigned char *key = cells[H_SIGNER].bytes, *signature = col_blob(q, H_SIGNATURE, &n);
    if (n != SIGNATURE_BYTES || cells[H_SIGNER].n != PUBLIC_KEY_BYTES) {
        out->doubts |= DOUBT_SIGNATURE;
        return;
    }
    struct link *l = &out->link;
    l->text_signed = signature_holds(key, l->computed, HASH_BYTES, signature);
    out->hash_signed =
        hash_holds ? l->text_signed : signature_holds(key, l->stored, HASH_BYTES, signature);
    if (!l->text_signed && !out->hash_signed)
        out->doubts |= DOUBT_SIGNATURE;
    else if (!signer_fits(c, cells))
        out->doubts |= DOUBT_KEY;
}

static void look_at(struct check *c, const struct sql *q, struct cell cells[H_COUNT],
                    struct look *out)
{
    size_t n;
    const void *stored = col_blob(q, H_HASH, &n);
    *out = (struct look){ .link.seq = cells[H_SEQ].number };
    memcpy(out->link.stored, stored, n < HASH_BYTES ? n : HASH_BYTES);
    entry_hash(cells, out->link.computed);
    bool holds = n == HASH_BYTES && memcmp(stored, out->link.computed, HASH_BYTES) == 0;
    look_at_signature(c, q, cells, holds, out);
    if (!holds && out->hash_signed)
        out->shift = find_shift(c, cells, out->link.stored);
    if (!holds && !out->shift)
        out->doubts |= DOUBT_HASH;
}

/* ---- Between entries ---- */

static bool names(const struct cell *previous, const struct link *l)
{
    return previous->n == HASH_BYTES &&
           (memcmp(previous->bytes, l->stored, HASH_BYTES) == 0 ||
            (l->text_signed && memcmp(previous->bytes, l->computed, HASH_BYTES) == 0));
}

static void suspect(struct check *c, int64_t seq, unsigned doubts)
{
    struct suspect *s = verify_suspect(c, seq);
    if (s)
        s->doubts |= doubts;
}

/* A sound entry names another than the one before it: that one is to blame, unless the numbers
 * tell that some were put in or taken out. */
static void blame(struct check *c, const struct cell *previous, struct look *look)
{
    if (look->shift != c->shift) {
        struct suspect *s = verify_suspect(c, look->link.seq);
        if (s) {
            s->doubts |= DOUBT_SHIFT;
            s->shift = look->shift - c->shift;
            s->written = look->shift ? look->link.seq + look->shift : 0;
        }
    } else if (c->previous.seq == 0) {
        look->doubts |= DOUBT_LINK;
    } else {
        bool skipped = c->older.seq && names(previous, &c->older);
        suspect(c, c->previous.seq, skipped ? DOUBT_PASSED | DOUBT_SKIPPED : DOUBT_PASSED);
    }
}

static void look_back(struct check *c, const struct cell *previous, struct look *look)
{
    int64_t seq = look->link.seq;
    if (seq != c->previous.seq + 1) {
        struct suspect *s = verify_suspect(c, seq);
        if (s) {
            s->doubts |= DOUBT_REMOVED;
            s->from = c->previous.seq + 1;
        }
    } else if (!names(previous, &c->previous)) {
        if (look->doubts)
            look->doubts |= DOUBT_LINK;
        else
            blame(c, previous, look);
    }
    if (!(look->doubts & (DOUBT_HASH | DOUBT_SIGNATURE)))
        c->shift = look->shift;
}

static void keep_doubts(struct check *c, const struct look *look)
{
    if (!look->doubts)
        return;
    struct suspect *s = verify_suspect(c, look->link.seq);
    if (!s)
        return;
    s->doubts |= look->doubts;
    s->hash_signed = look->hash_signed;
    s->text_signed = look->link.text_signed;
}

/* ---- What an entry says ---- */

static void note_root(struct check *c)
{
    unsigned char root[PUBLIC_KEY_BYTES];
    if (!c->entry.sound || !root_told(&c->entry, root))
        return;
    if (c->has_root && memcmp(c->entry.signer, c->root, sizeof c->root) != 0)
        verify_defect(c,
                      _("History entry %lld puts another root key in the office's place without "
                        "the signature of the one before."),
                      (long long)c->entry.seq);
    c->has_root = true;
    memcpy(c->root, root, sizeof c->root);
}

static void note_last(struct check *c, const struct cell cells[H_COUNT], bool sound)
{
    int place = verify_kind_place(c, cell_text(&cells[H_KIND]));
    if (place < 0) {
        if (sound)
            verify_defect(c,
                          _("History entry %lld tells of a record of the kind “%s”, which this "
                            "database has none of."),
                          (long long)cells[H_SEQ].number, excerpt(cell_text(&cells[H_KIND])).text);
        return;
    }
    struct last last = { .record = cells[H_RECORD].number,
                         .rev = cells[H_REV].number,
                         .kind = (uint16_t)place };
    last.at = moment_parse(cell_text(&cells[H_AT]));
    if (cells[H_DIGEST].n == HASH_BYTES)
        memcpy(last.digest, cells[H_DIGEST].bytes, HASH_BYTES);
    lasts_put(&c->lasts, &last);
}

static void ask_judge(struct check *c)
{
    struct buf said = { 0 };
    if (c->judge->judge)
        c->judge->judge(c->judge->context, &c->entry, &said);
    verify_said(c, &said);
}

/* Only entries that somebody asks about are taken apart. */
static enum outcome read_on(struct check *c, const struct cell cells[H_COUNT], bool sound,
                            struct error *e)
{
    bool file = cells[H_KIND].n == 0, part = file && cells[H_BATCH].number != 0;
    bool root = file && cell_is(&cells[H_STEP], "root");
    if (!file)
        note_last(c, cells, sound);
    if (!c->judge->judge && !part && !root)
        return DONE;
    if (entry_read(c->store->registry, cells, &c->entry, NULL) != DONE) {
        if (sound)
            verify_defect(c,
                          _("History entry %lld cannot be read: what it says was not written by "
                            "loket."),
                          (long long)cells[H_SEQ].number);
        return part ? verify_part(c, &cells[H_DIGEST], e) : DONE;
    }
    c->entry.sound = sound;
    if (file || c->entry.kind)
        ask_judge(c);
    if (root)
        note_root(c);
    return part ? verify_part(c, &cells[H_DIGEST], e) : DONE;
}

static enum outcome check_entry(struct check *c, const struct sql *q, struct error *e)
{
    struct cell cells[H_COUNT];
    struct look look;
    entry_cells(q, cells);
    c->entries++;
    if (cells[H_SEQ].number < 1) {
        suspect(c, cells[H_SEQ].number, DOUBT_NUMBER);
        return DONE;
    }
    look_at(c, q, cells, &look);
    look_back(c, &cells[H_PREVIOUS], &look);
    keep_doubts(c, &look);
    if (!look.doubts)
        note_writer(c, cells);
    c->older = c->previous;
    c->previous = look.link;
    return read_on(c, cells, !look.doubts, e);
}

/* ---- All of them ---- */

static enum outcome chain_slice(struct check *c, bool *more, struct error *e)
{
    struct sql *q;
    bool row = true;
    int read = 0;
    enum outcome o = sql_open(&c->store->db,
                              "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" "
                              "FROM \"history\" WHERE \"seq\" >= $1 ORDER BY \"seq\" LIMIT $2",
                              &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, c->entries ? c->previous.seq + 1 : INT64_MIN);
    sql_int(q, 2, SLICE);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        o = check_entry(c, q, e);
        read++;
    }
    sql_close(q);
    *more = read == SLICE;
    return o;
}

enum outcome verify_chain(struct check *c, struct error *e)
{
    bool more = true, mine;
    enum outcome o = DONE;
    while (o == DONE && more && !c->stopped) {
        if ((o = read_enter(c->store, &mine, e)) != DONE)
            return o;
        o = chain_slice(c, &more, e);
        read_leave(c->store, mine);
        if (mine && c->judge->progress && !c->judge->progress(c->judge->context, c->entries))
            c->stopped = true;
    }
    return o;
}
