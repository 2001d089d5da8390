/* tamper.c - see tamper.h. */
#include "tamper.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/store/private.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static void must(enum outcome o, const struct error *e)
{
    if (o != DONE)
        fail_msg("outcome %d: %s", o, e->text);
}

/* ---- The file ---- */

static void import(struct bench *b, struct record *two)
{
    struct error e = { 0 };
    struct batch batch = { .kind = &test_thing, .source = "old.csv", .origin = ORIGIN_LOG };
    bench_begin(b);
    must(store_batch_open(b->store, &batch, &e), &e);
    for (int i = 0; i < 3; i++) {
        struct record *r = bench_record(&test_thing, "label=log", "piece.1.name=x", NULL);
        r->state = "finished";
        must(store_batch_save(b->store, &batch, r, &e), &e);
        record_free(&r);
    }
    record_put_text(two, "label", "due");
    must(store_batch_save(b->store, &batch, two, &e), &e);
    must(store_batch_part(b->store, &batch, 4, &e), &e);
    must(store_batch_close(b->store, &batch, &e), &e);
    bench_commit(b);
}

static void fill(struct bench *b)
{
    struct record *one =
        bench_record(&test_thing, "label=one", "serial=A-1", "owner=CV A", "received_on=2026-11-01",
                     "amount=1", "fragile=1", "piece.1.name=a", "piece.2.name=b", NULL);
    struct record *two = bench_record(&test_thing, "label=two", "paper.1.title=p", NULL);
    struct record *who = bench_record(&test_person, "code=S", "name=Sari", NULL);
    bench_save(b, one, "new");
    bench_save(b, two, "new");
    bench_save(b, who, "new");
    record_put_text(one, "label", "uno");
    bench_save(b, one, "edit");
    one->lines[0].items[0].gone = true;
    bench_save(b, one, "edit");
    import(b, two);
    record_free(&one);
    record_free(&two);
    record_free(&who);
}

int tamper_open(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    fill(b);
    *state = b;
    return 0;
}

int tamper_close(void **state)
{
    bench_close(*state);
    free(*state);
    return 0;
}

/* ---- What verify says ---- */

static void note(void *context, const char *text)
{
    buf_printf(context, "%s\n", text);
}

static int64_t defects_of(struct bench *b, bool backup, struct buf *said, int64_t *entries)
{
    struct error e = { 0 };
    const struct verify_judge judge = { .backup = backup };
    int64_t n = -1;
    enum language before = language_get();
    language_set(ENGLISH);
    must(store_verify_judged(b->store, &judge, note, said, entries, &n, &e), &e);
    language_set(before);
    return n;
}

int64_t tamper_defects(struct bench *b, struct buf *said, int64_t *entries)
{
    return defects_of(b, false, said, entries);
}

static void expect(struct bench *b, bool backup, int64_t count, const char *said)
{
    struct buf heard = { 0 };
    int64_t n = defects_of(b, backup, &heard, NULL);
    if (n != count || !strstr(buf_text(&heard), said))
        fail_msg("wanted %lld times, among them “%s”; heard %lld times:\n%s", (long long)count,
                 said, (long long)n, buf_text(&heard));
    buf_free(&heard);
}

void tamper_expect(struct bench *b, int64_t count, const char *said)
{
    expect(b, false, count, said);
}

void tamper_each(const struct forgery *forgeries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        void *b = NULL;
        tamper_open(&b);
        bench_forge(b, forgeries[i].sql);
        print_message("%s\n", forgeries[i].sql);
        expect(b, true, forgeries[i].count, forgeries[i].said);
        tamper_close(&b);
    }
}

/* ---- Forging with a key ---- */

static void read_previous(struct db *db, int64_t seq, unsigned char hash[HASH_BYTES])
{
    struct error e = { 0 };
    struct sql *q;
    bool row;
    size_t n;
    must(sql_open(db, "SELECT \"hash\" FROM \"history\" WHERE \"seq\" = $1", &q, &e), &e);
    sql_int(q, 1, seq - 1);
    must(sql_row(q, &row, &e), &e);
    assert_true(row);
    memcpy(hash, col_blob(q, 0, &n), HASH_BYTES);
    sql_close(q);
}

static void write_signed(struct db *db, const struct cell cells[H_COUNT],
                         const unsigned char hash[HASH_BYTES], const struct signing_key *key)
{
    struct error e = { 0 };
    struct sql *q;
    unsigned char signature[SIGNATURE_BYTES];
    sign_bytes(key, hash, HASH_BYTES, signature);
    must(sql_open(db,
                  "UPDATE \"history\" SET \"previous\" = $1, \"signer\" = $2, \"hash\" = $3, "
                  "\"signature\" = $4 WHERE \"seq\" = $5",
                  &q, &e),
         &e);
    sql_blob(q, 1, cells[H_PREVIOUS].bytes, cells[H_PREVIOUS].n);
    sql_blob(q, 2, cells[H_SIGNER].bytes, PUBLIC_KEY_BYTES);
    sql_blob(q, 3, hash, HASH_BYTES);
    sql_blob(q, 4, signature, sizeof signature);
    sql_int(q, 5, cells[H_SEQ].number);
    must(sql_run(q, &e), &e);
}

void tamper_sign(struct bench *b, int64_t seq, bool link, const struct signing_key *key)
{
    struct error e = { 0 };
    struct db *db = &b->store->db;
    struct sql *q;
    struct cell cells[H_COUNT];
    unsigned char hash[HASH_BYTES], previous[HASH_BYTES];
    bool row;
    if (link)
        read_previous(db, seq, previous);
    must(sql_open(db,
                  "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM \"history\" "
                  "WHERE \"seq\" = $1",
                  &q, &e),
         &e);
    sql_int(q, 1, seq);
    must(sql_row(q, &row, &e), &e);
    assert_true(row);
    entry_cells(q, cells);
    if (link)
        cells[H_PREVIOUS] = (struct cell){ .bytes = previous, .n = HASH_BYTES };
    cells[H_SIGNER].bytes = key->public_key;
    entry_hash(cells, hash);
    /* The columns are read from the row that is written: they are taken first. */
    unsigned char own[HASH_BYTES] = { 0 };
    memcpy(own, cells[H_PREVIOUS].bytes, cells[H_PREVIOUS].n);
    cells[H_PREVIOUS].bytes = own;
    sql_close(q);
    write_signed(db, cells, hash, key);
}

/* ---- Yesterday's file ---- */

static void copy_file(const char *from, const char *to)
{
    struct buf bytes = { 0 };
    struct error e = { 0 };
    must(file_read(from, 64 << 20, &bytes, &e), &e);
    must(file_write(to, &bytes, 0660, &e), &e);
    buf_free(&bytes);
}

void tamper_keep(struct bench *b, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    copy_file(b->path, path);
}

void tamper_put_back(struct bench *b, const char *name)
{
    char path[600], journal[600];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    snprintf(journal, sizeof journal, "%s-journal", b->path);
    copy_file(path, b->path);
    unlink(journal);
}

/* ---- Others ---- */

void other_open(struct bench *b, const char *name, struct other *out)
{
    struct error e = { 0 };
    char folder[600];
    snprintf(folder, sizeof folder, "%s/%s", b->folder, name);
    *out = (struct other){ 0 };
    must(desk_open(folder, &b->clock, &out->desk, &e), &e);
    must(store_open(b->path, &test_registry, out->desk, &b->clock, &out->store, &e), &e);
}

void other_close(struct other *o)
{
    store_close(&o->store);
    desk_close(&o->desk);
}

void store_person(struct store *s, const char *author, const struct signing_key *key)
{
    struct error e = { 0 };
    struct intent i = { .author = author, .key = key };
    const struct change c = { .step = "new", .note = "" };
    struct record *r = bench_record(&test_person, "name=n", NULL);
    desk_new_txn(i.txn);
    must(store_begin(s, &i, NULL, &e), &e);
    must(store_save(s, r, &c, &e), &e);
    must(store_commit(s, &e), &e);
    record_free(&r);
}
