/* verify_part.c - the rows of an import against the entry of their part. */
#include <string.h>

#include "verify.h"

static bool same_bytes(const void *a, size_t n, const void *b, size_t m)
{
    return n == m && memcmp(a, b, n) == 0;
}

/* The columns of a row of history_row, as row_of() reads them. */
static const char rows_of_part[] =
    "SELECT \"kind\", \"record\", \"rev\", \"digest\", \"before\", \"after\" "
    "FROM \"history_row\" WHERE \"batch\" = $1 AND \"part\" = $2 ORDER BY \"position\"";

static struct part_row row_of(const struct sql *q)
{
    struct part_row r = { .kind = col_str(q, 0), .record = col_int(q, 1), .rev = col_int(q, 2) };
    r.digest = col_blob(q, 3, &r.digest_size);
    r.before = col_blob(q, 4, &r.before_size);
    r.after = col_blob(q, 5, &r.after_size);
    return r;
}

/* Whole words of a text that has a blank between them. */
static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = text; n && (at = strstr(at, word)); at++)
        if ((at == text || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return true;
    return false;
}

/* A row's kind is one the part names: the judge of the part knows no other. */
static int kind_of_row(struct check *c, const struct part_row *row)
{
    int place = verify_kind_place(c, row->kind);
    const struct flat_entry *said = flat_find(&c->entry.is, "kind");
    const struct flat_entry *also = flat_find(&c->entry.is, "also");
    bool named = !said || text_same(said->text, row->kind) ||
                 (also && also->text && has_word(also->text, row->kind));
    if (place < 0 || !named)
        verify_defect(c,
                      _("History entry %lld: this part of an import has a row of the kind “%s”, "
                        "which is not its own."),
                      (long long)c->entry.seq, excerpt(row->kind).text);
    return place;
}

static void note_last(struct check *c, const struct part_row *row, int kind)
{
    struct last last = {
        .record = row->record, .rev = row->rev, .at = c->entry.at, .kind = (uint16_t)kind
    };
    if (row->digest_size == HASH_BYTES)
        memcpy(last.digest, row->digest, HASH_BYTES);
    lasts_put(&c->lasts, &last);
}

static void ask_judge(struct check *c, const struct part_row *row, const struct kind *k)
{
    struct buf said = { 0 };
    struct entry entry = c->entry; /* its note stays the part's */
    entry.kind = k;
    entry.record = row->record;
    entry.rev = row->rev;
    entry.was = entry.is = (struct flat){ 0 };
    if (row->digest_size == HASH_BYTES)
        memcpy(entry.digest, row->digest, HASH_BYTES);
    /* What cannot be decoded is not in the part's digest, or whoever signed that answers for it. */
    bool read =
        (!row->before_size ||
         flat_decode(row->before, row->before_size, &entry.was, NULL) == DONE) &&
        (!row->after_size || flat_decode(row->after, row->after_size, &entry.is, NULL) == DONE);
    if (read)
        c->judge->row(c->judge->context, &entry, &said);
    else
        verify_defect(c, _("History entry %lld: a row of this part of an import cannot be read."),
                      (long long)entry.seq);
    flat_free(&entry.was);
    flat_free(&entry.is);
    verify_said(c, &said);
}

static enum outcome read_rows(struct check *c, unsigned char digest[HASH_BYTES], struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(&c->store->db, rows_of_part, &q, e);
    if (o != DONE)
        return o;
    memset(digest, 0, HASH_BYTES);
    sql_int(q, 1, c->entry.record);
    sql_int(q, 2, c->entry.rev);
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct part_row r = row_of(q);
        int kind = kind_of_row(c, &r);
        part_hash(digest, &r);
        if (kind >= 0)
            note_last(c, &r, kind);
        if (kind >= 0 && c->judge->row)
            ask_judge(c, &r, c->store->registry->kinds[kind]);
    }
    sql_close(q);
    return o;
}

enum outcome verify_part(struct check *c, const struct cell *digest, struct error *e)
{
    unsigned char running[HASH_BYTES];
    enum outcome o = read_rows(c, running, e);
    if (o == DONE && !same_bytes(digest->bytes, digest->n, running, HASH_BYTES))
        verify_defect(c,
                      _("History entry %lld: rows of this part of an import were altered, "
                        "removed or inserted."),
                      (long long)c->entry.seq);
    return o;
}

enum outcome verify_orphan_parts(struct check *c, struct error *e)
{
    int64_t orphans = 0;
    enum outcome o =
        sql_number(&c->store->db,
                   "SELECT count(*) FROM (SELECT DISTINCT \"batch\", \"part\" FROM "
                   "\"history_row\") r WHERE NOT EXISTS (SELECT 1 FROM \"history\" h WHERE "
                   "h.\"record\" = r.\"batch\" AND h.\"rev\" = r.\"part\" AND h.\"kind\" = '' "
                   "AND h.\"batch\" = r.\"batch\")",
                   &orphans, e);
    if (o == DONE && orphans)
        verify_defect(c, _("%lld parts of imports have rows but no entry in the history."),
                      (long long)orphans);
    return o;
}
