/* million.c - a store of a million permits, and what its lists cost in rows read.
 *
 *   million [--check] [--rows N] STORE
 *
 * Fills STORE where it is not there yet (its desk's own file goes into STORE.desk), then opens the
 * list of permits, pages, jumps to the end and filters by the last digits of a number, each as the
 * screen asks for it, and prints rows read, database steps and time; then searches for a hundred
 * things as people type them, and prints the worst. --check fails where a list read more than two
 * screens of rows, or a search more than is allowed. */
#include "loket/records.h"
#include "loket/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SCREEN_ROWS = 24, PART = 20000, MILLION = 1000000, FIRST_DAY = 14610 /* 2010-01-01 */ };

struct bench {
    struct desk *desk;
    struct store *store;
    int64_t rows;
    bool check;
    int failures;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void must(enum outcome o, const struct error *e)
{
    if (o == DONE)
        return;
    fprintf(stderr, "million: %s\n", e->text);
    exit(5);
}

/* ---- Filling ---- */

static void put(struct record *r, const char *path, const char *text)
{
    struct reading how = { .spelling = SPELL_CANONICAL, .today = FIRST_DAY };
    struct error e = { 0 };
    must(record_put(r, path, &how, text, &e), &e);
}

/* One permit a few minutes after the one before, as an office of 170 a day would have it. */
static struct record *make_permit(int64_t n)
{
    static const char *const goods[] = { "Kayu manis", "Ubi jalar", "Kopi biji", "Cengkeh" };
    char text[64];
    struct buf received = { 0 };
    struct record *r = record_new(&kind_permit);
    snprintf(text, sizeof text, "2010-T1.0-1203.0-K.1.1-%07jd", (intmax_t)n);
    put(r, "national_number", text);
    put(r, "number", text);
    day_iso(FIRST_DAY + (day)(n / 170), &received);
    put(r, "received_on", buf_text(&received));
    put(r, "channel", "online");
    put(r, "direction", "EX");
    snprintf(text, sizeof text, "PT Contoh Niaga %03jd", (intmax_t)(n % 997));
    put(r, "applicant", text);
    put(r, "item.1.commodity", goods[n % (int64_t)COUNT(goods)]);
    r->state = flow_state(kind_permit.flow, n % 100 ? "completed" : "accepted")->id;
    r->origin = ORIGIN_LOG;
    buf_free(&received);
    return r;
}

static void fill_part(struct bench *b, struct batch *batch, int64_t from, int64_t to)
{
    struct error e = { 0 };
    struct intent intent = { .author = "" };
    desk_new_txn(intent.txn);
    must(desk_lease(b->desk, (size_t)(to - from) * 2, &e), &e);
    must(store_begin(b->store, &intent, NULL, &e), &e);
    if (from == 0)
        must(store_batch_open(b->store, batch, &e), &e);
    for (int64_t n = from; n < to; n++) {
        struct record *r = make_permit(n);
        must(store_batch_save(b->store, batch, r, &e), &e);
        record_free(&r);
    }
    if (to == b->rows)
        must(store_batch_close(b->store, batch, &e), &e);
    else
        must(store_batch_part(b->store, batch, to - from, &e), &e);
    must(store_commit(b->store, &e), &e);
}

static void fill(struct bench *b, const char *path)
{
    struct batch batch = { .kind = &kind_permit, .source = "million", .origin = ORIGIN_LOG };
    int64_t began = now_us();
    for (int64_t from = 0; from < b->rows; from += PART) {
        int64_t to = from + PART < b->rows ? from + PART : b->rows;
        fill_part(b, &batch, from, to);
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "\r%jd of %jd permits", (intmax_t)to, (intmax_t)b->rows);
    }
    fprintf(stderr, "\n%s: %jd permits, filled in %jd s\n", path, (intmax_t)b->rows,
            (intmax_t)((now_us() - began) / 1000000));
}

static void open_all(struct bench *b, const char *path)
{
    struct error e = { 0 };
    char folder[4096];
    bool there = access(path, F_OK) == 0;
    snprintf(folder, sizeof folder, "%s.desk", path);
    must(identity_start(&e), &e);
    must(desk_open(folder, &system_clock, &b->desk, &e), &e);
    if (!there)
        must(store_create(path, &all_kinds, b->desk, &system_clock, &e), &e);
    must(store_open(path, &all_kinds, b->desk, &system_clock, &b->store, &e), &e);
    if (!there)
        fill(b, path);
}

/* ---- Lists ---- */

static void ask(struct bench *b, const char *what, const struct query *q, struct page *out)
{
    struct error e = { 0 };
    struct store_cost before = store_cost(b->store);
    int64_t began = now_us();
    must(store_page(b->store, q, out, &e), &e);
    int64_t took = now_us() - began;
    struct store_cost after = store_cost(b->store);
    bool over = after.rows - before.rows > 2 * SCREEN_ROWS || !out->count;
    printf("%-28s %4zu rows shown %6ju read %9ju steps %9jd us%s\n", what, out->count,
           (uintmax_t)(after.rows - before.rows), (uintmax_t)(after.steps - before.steps),
           (intmax_t)took, over && b->check ? "  MORE THAN TWO SCREENS, OR NONE" : "");
    b->failures += over;
}

static void ask_and_forget(struct bench *b, const char *what, const struct query *q)
{
    struct page page = { 0 };
    ask(b, what, q, &page);
    page_free(&page);
}

static void lists(struct bench *b, const char *sort, const char *name)
{
    struct query q = { .kind = &kind_permit, .closed = true, .sort = sort, .limit = SCREEN_ROWS };
    struct page page = { 0 };
    char what[64];
    snprintf(what, sizeof what, "first screen, by %s", name);
    ask(b, what, &q, &page);
    for (int i = 0; i < 3 && page.count; i++) {
        mark_of(&q, page.rows[page.count - 1], &q.from);
        page_free(&page);
        snprintf(what, sizeof what, "page %d, by %s", i + 2, name);
        ask(b, what, &q, &page);
    }
    page_free(&page);
    mark_free(&q.from);
    q.from = (struct mark){ 0 };
    q.backwards = true;
    snprintf(what, sizeof what, "the end, by %s", name);
    ask_and_forget(b, what, &q);
}

static void filters(struct bench *b)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%07jd", (intmax_t)(b->rows / 2 + 7));
    struct filter tail = { .field = "number", .how = ENDS };
    value_set_text(&tail.value, digits);
    struct query q = { .kind = &kind_permit,
                       .filters = &tail,
                       .filter_count = 1,
                       .closed = true,
                       .limit = SCREEN_ROWS };
    ask_and_forget(b, "last 7 digits of a number", &q);
    value_set_text(&tail.value, digits + 3);
    ask_and_forget(b, "last 4 digits of a number", &q);
    q.filter_count = 0;
    q.closed = false;
    ask_and_forget(b, "open permits", &q);
    value_clear(&tail.value);
}

/* ---- One search over all kinds, as people type ---- */

enum { ASKED = 100, FOUND_MAX = 50, ROWS_BOUND = 1000, STEPS_BOUND = 3000000 };

/* Tails of two to seven digits, words and beginnings of words, and what is in no record. */
static void typed(int i, int64_t rows, char *out, size_t n)
{
    static const char *const words[] = { "contoh", "niaga",  "pt contoh", "kayu manis", "ceng",
                                         "kop",    "ub",     "toba xyz",  "contoh 041", "ma",
                                         "2025.1", "2026/0", "0812-3" };
    int64_t at = rows / ASKED * i + 7 * i;
    if (i % 2) {
        snprintf(out, n, "%s", words[i / 2 % (int)COUNT(words)]);
        return;
    }
    char digits[24];
    snprintf(digits, sizeof digits, "%07jd", (intmax_t)at);
    snprintf(out, n, "%s", digits + 5 - i / 2 % 6);
}

static void searches(struct bench *b)
{
    char worst[3][64] = { "", "", "" };
    struct store_cost most = { 0 };
    int64_t slowest = 0;
    for (int i = 0; i < ASKED; i++) {
        struct error e = { 0 };
        struct hits hits = { 0 };
        char text[64];
        typed(i, b->rows, text, sizeof text);
        struct store_cost before = store_cost(b->store);
        int64_t began = now_us();
        must(store_find(b->store, NULL, text, FOUND_MAX, &hits, &e), &e);
        int64_t took = now_us() - began;
        struct store_cost after = store_cost(b->store);
        if (after.rows - before.rows > most.rows) {
            most.rows = after.rows - before.rows;
            snprintf(worst[0], sizeof worst[0], "%s", text);
        }
        if (after.steps - before.steps > most.steps) {
            most.steps = after.steps - before.steps;
            snprintf(worst[1], sizeof worst[1], "%s", text);
        }
        if (took > slowest) {
            slowest = took;
            snprintf(worst[2], sizeof worst[2], "%s", text);
        }
        hits_free(&hits);
    }
    bool over = most.rows > ROWS_BOUND || most.steps > STEPS_BOUND;
    printf("worst of %d searches: %ju rows read (“%s”), %ju steps (“%s”), %jd us (“%s”)%s\n", ASKED,
           (uintmax_t)most.rows, worst[0], (uintmax_t)most.steps, worst[1], (intmax_t)slowest,
           worst[2], over && b->check ? "  MORE THAN IS ALLOWED" : "");
    b->failures += over;
}

static const char *read_arguments(int argc, char **argv, struct bench *b)
{
    const char *path = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--check") == 0)
            b->check = true;
        else if (strcmp(argv[i], "--rows") == 0 && i + 1 < argc)
            b->rows = atoll(argv[++i]);
        else
            path = argv[i];
    }
    return path;
}

int main(int argc, char **argv)
{
    struct bench b = { .rows = MILLION };
    const char *path = read_arguments(argc, argv, &b);
    if (!path || b.rows < SCREEN_ROWS) {
        fprintf(stderr, "million: see the top of tests/bench/million.c for how it is used\n");
        return 2;
    }
    text_start();
    open_all(&b, path);
    lists(&b, NULL, "day received");
    lists(&b, "number", "number");
    filters(&b);
    searches(&b);
    store_close(&b.store);
    desk_close(&b.desk);
    return b.check && b.failures ? 1 : 0;
}
