/* verify.c - what verify costs beside the bare checks it must make.
 *
 *   verify [--entries N] STORE
 *
 * Fills STORE with N history entries (100000) where it is not there yet: records of twenty fields
 * and two lines, each made and then changed, all signed (its desk's own file goes into
 * STORE.desk). Then it verifies the file, without a judge and with one that reads every entry, and
 * beside that hashes the same entries and checks their signatures, all of them in memory. Prints
 * the times and their ratio; the design wants it at or below 1.5. */
#include "../../src/store/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PART = 1000, ENTRIES = 100000, CHANGES = 2 /* for each record made */ };

/* ---- A kind of record about as large as a permit ---- */

#define TEXT(name)                                                                                 \
    {                                                                                              \
        .id = (name), .label = (name), .type = &type_text, .width = 60                             \
    }

static const struct field fields[] = {
    { .id = "number",
      .label = "Number",
      .type = &type_serial,
      .width = 40,
      .flags = FIELD_INDEXED | FIELD_TAIL | FIELD_SEARCHED },
    { .id = "received_on",
      .label = "Received",
      .type = &type_date,
      .width = 11,
      .flags = FIELD_INDEXED },
    { .id = "amount", .label = "Amount", .type = &type_number, .decimals = 3, .width = 15 },
    { .id = "price", .label = "Price", .type = &type_money, .decimals = 2, .width = 15 },
    TEXT("applicant"),
    TEXT("address"),
    TEXT("consignee"),
    TEXT("country"),
    TEXT("port"),
    TEXT("vessel"),
    TEXT("purpose"),
    TEXT("packing"),
    TEXT("officer"),
    TEXT("office"),
    TEXT("place"),
    TEXT("remarks"),
    TEXT("reference"),
    TEXT("channel"),
    TEXT("direction"),
    TEXT("status"),
    { 0 },
};

static const struct field item_fields[] = {
    TEXT("commodity"),
    { .id = "weight", .label = "Weight", .type = &type_number, .decimals = 3, .width = 15 },
    { 0 },
};

static const struct line_kind items[] = {
    { .id = "item", .label = "Items", .fields = item_fields },
    { 0 },
};

static const struct state states[] = { { .id = "draft", .label = "Draft" }, { 0 } };
static const struct step steps[] = { { 0 } };
static const struct flow flow = { .states = states, .steps = steps };

static const struct kind paper = {
    .id = "paper",
    .label = "Paper",
    .plural = "Papers",
    .fields = fields,
    .lines = items,
    .flow = &flow,
    .sort = "-received_on",
    .title = "number",
    .number = "number",
};

static const struct kind *const kinds[] = { &paper, NULL };
static const struct registry registry = { .kinds = kinds };

/* ---- Filling ---- */

/* Of the processor: other programs on the machine do not count. */
static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void must(enum outcome o, const struct error *e)
{
    if (o == DONE)
        return;
    fprintf(stderr, "verify: %s\n", e->text);
    exit(5);
}

static void put(struct record *r, const char *path, const char *text)
{
    const struct reading how = { .spelling = SPELL_CANONICAL, .today = 14610 };
    struct error e = { 0 };
    must(record_put(r, path, &how, text, &e), &e);
}

static struct record *make_paper(int64_t n)
{
    char text[64];
    struct record *r = record_new(&paper);
    snprintf(text, sizeof text, "2026-T1.0-1203.0-K.1.1-%07jd", (intmax_t)n);
    put(r, "number", text);
    put(r, "received_on", "2026-11-21");
    put(r, "amount", "1250.5");
    put(r, "price", "175000");
    for (const struct field *f = fields + 4; f->id; f++) {
        snprintf(text, sizeof text, "%s number %jd", f->id, (intmax_t)(n % 997));
        put(r, f->id, text);
    }
    put(r, "item.1.commodity", "Kayu manis");
    put(r, "item.1.weight", "12.5");
    put(r, "item.2.commodity", "Ubi jalar");
    put(r, "item.2.weight", "800");
    return r;
}

static void save(struct store *s, struct record *r, const char *step)
{
    struct error e = { 0 };
    const struct change c = { .step = step, .note = "" };
    must(store_save(s, r, &c, &e), &e);
}

static void fill(struct store *s, int64_t entries)
{
    struct error e = { 0 };
    struct record *r = NULL;
    char text[32];
    for (int64_t n = 1; n < entries; n++) { /* the first one is the store's own */
        if (n % PART == 1) {
            struct intent i = { .author = "" };
            desk_new_txn(i.txn);
            must(store_begin(s, &i, NULL, &e), &e);
        }
        if ((n - 1) % (1 + CHANGES) == 0) {
            record_free(&r);
            r = make_paper(n);
            save(s, r, "new");
        } else {
            snprintf(text, sizeof text, "changed %jd", (intmax_t)n);
            put(r, n % 2 ? "remarks" : "vessel", text);
            save(s, r, "edit");
        }
        if (n % PART == 0 || n + 1 == entries)
            must(store_commit(s, &e), &e);
    }
    record_free(&r);
}

/* ---- The bare checks ---- */

struct bare {
    struct cell cells[H_COUNT];
    unsigned char hash[HASH_BYTES], signature[SIGNATURE_BYTES];
};

static void copy_entry(const struct sql *q, struct bare *out)
{
    size_t n;
    entry_cells(q, out->cells);
    for (size_t i = 0; i < H_COUNT; i++) {
        struct cell *cell = &out->cells[i];
        if (cell->integer || !cell->n)
            continue;
        void *bytes = xcalloc(1, cell->n);
        memcpy(bytes, cell->bytes, cell->n);
        cell->bytes = bytes;
    }
    memcpy(out->hash, col_blob(q, H_HASH, &n), HASH_BYTES);
    memcpy(out->signature, col_blob(q, H_SIGNATURE, &n), SIGNATURE_BYTES);
}

static struct bare *read_entries(struct store *s, int64_t *count)
{
    struct error e = { 0 };
    struct sql *q;
    bool row = true;
    struct bare *all;
    *count = 0;
    must(sql_number(&s->db, "SELECT count(*) FROM \"history\"", count, &e), &e);
    all = xcalloc((size_t)*count, sizeof *all);
    must(sql_open(&s->db,
                  "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM \"history\" "
                  "ORDER BY \"seq\"",
                  &q, &e),
         &e);
    for (int64_t i = 0; i < *count; i++) {
        must(sql_row(q, &row, &e), &e);
        copy_entry(q, &all[i]);
    }
    sql_close(q);
    return all;
}

static void free_entries(struct bare *all, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        for (size_t k = 0; k < H_COUNT; k++)
            if (!all[i].cells[k].integer && all[i].cells[k].n)
                free((void *)all[i].cells[k].bytes);
    free(all);
}

static int64_t check_bare(const struct bare *all, int64_t count)
{
    int64_t began = now_us();
    for (int64_t i = 0; i < count; i++) {
        unsigned char hash[HASH_BYTES];
        entry_hash(all[i].cells, hash);
        if (memcmp(hash, all[i].hash, HASH_BYTES) != 0 ||
            !signature_holds(all[i].cells[H_SIGNER].bytes, hash, HASH_BYTES, all[i].signature)) {
            fprintf(stderr, "verify: entry %jd does not hold\n", (intmax_t)i + 1);
            exit(5);
        }
    }
    return now_us() - began;
}

/* ---- Verify ---- */

static void judge(void *context, const struct entry *entry, struct buf *defect)
{
    (void)defect;
    *(size_t *)context += entry->is.count;
}

static void say(void *context, const char *defect)
{
    (void)context;
    fprintf(stderr, "verify: %s\n", defect);
}

static int64_t check_file(struct store *s, bool judged, int64_t count)
{
    struct error e = { 0 };
    size_t read = 0;
    const struct verify_judge j = { .judge = judge, .context = &read };
    int64_t entries = 0, defects = -1, began = now_us();
    must(store_verify_judged(s, judged ? &j : NULL, say, NULL, &entries, &defects, &e), &e);
    int64_t took = now_us() - began;
    if (entries != count || defects != 0)
        exit(5);
    return took;
}

static void compare(struct store *s)
{
    int64_t count;
    struct bare *all = read_entries(s, &count);
    int64_t bare = check_bare(all, count);
    free_entries(all, count);
    printf("%-36s %9jd us for %jd entries\n", "hashes and signatures alone", (intmax_t)bare,
           (intmax_t)count);
    for (int judged = 0; judged < 2; judged++) {
        int64_t took = check_file(s, judged, count);
        printf("%-36s %9jd us   verify / bare = %jd.%02jd\n",
               judged ? "verify, with a judge" : "verify", (intmax_t)took, (intmax_t)(took / bare),
               (intmax_t)(took % bare * 100 / bare));
    }
}

int main(int argc, char **argv)
{
    struct error e = { 0 };
    struct desk *d = NULL;
    struct store *s = NULL;
    int64_t entries = ENTRIES;
    int at = 1;
    char folder[4096];
    if (at + 1 < argc && strcmp(argv[at], "--entries") == 0) {
        if (!integer_parse(argv[at + 1], &entries) || entries < 2)
            entries = 0;
        at += 2;
    }
    if (at + 1 != argc || !entries) {
        fprintf(stderr, "Usage: verify [--entries N] STORE\n");
        return 2;
    }
    bool there = access(argv[at], F_OK) == 0;
    snprintf(folder, sizeof folder, "%s.desk", argv[at]);
    must(identity_start(&e), &e);
    must(desk_open(folder, &system_clock, &d, &e), &e);
    if (!there)
        must(store_create(argv[at], &registry, d, &system_clock, &e), &e);
    must(store_open(argv[at], &registry, d, &system_clock, &s, &e), &e);
    if (!there)
        fill(s, entries);
    compare(s);
    store_close(&s);
    desk_close(&d);
    return 0;
}
