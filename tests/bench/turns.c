/* turns.c - twenty writers flat out on one local file: how much they get done beside as many that
 * use bare SQLite, and how evenly.
 *
 *   turns [--import] [--writers N] [--seconds S] [--rounds R] FOLDER
 *
 * Each writer files one record after another without a pause: the bare ones through the library
 * alone (PERSIST, synchronous=EXTRA, its own busy timeout), writing the same rows of the same
 * tables; loket's through its store, which also reads, judges and signs. Rounds alternate, so that
 * a disk that grows faster or slower serves both. The design wants the unluckiest at half of the
 * luckiest at least, and nine tenths of the commits.
 *
 * With --import the writers are desks that think between two saves, and every other round an import
 * runs beside them: how long a save takes, with and without it. The design wants the slowest
 * hundredth to wait no more than three times as long. */
#include "../../src/store/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS_MAX = 100, NUMBER_MAX = 48 };

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
    TEXT("applicant"),
    TEXT("address"),
    TEXT("remarks"),
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
    .flow = &flow,
    .sort = "-received_on",
    .title = "number",
    .number = "number",
};
static const struct kind *const kinds[] = { &paper, NULL };
static const struct registry registry = { .kinds = kinds };

static const struct {
    const char *path, *text;
} content[] = {
    { "received_on", "2026-11-21" },
    { "applicant", "PT Contoh Niaga Sejahtera" },
    { "address", "Jalan Pelabuhan 17, Belawan" },
    { "remarks", "diambil petugas pada pukul sepuluh" },
};

static void must(enum outcome o, const struct error *e)
{
    if (o == DONE)
        return;
    fprintf(stderr, "turns: %s\n", e->text);
    _exit(5);
}

/* ---- Through the store ---- */

static struct record *make_paper(const char *number)
{
    static const struct reading how = { .spelling = SPELL_CANONICAL, .today = 14610 };
    struct error e = { 0 };
    struct record *r = record_new(&paper);
    must(record_put(r, "number", &how, number, &e), &e);
    for (size_t i = 0; i < COUNT(content); i++)
        must(record_put(r, content[i].path, &how, content[i].text, &e), &e);
    return r;
}

static void file_paper(struct store *s, const char *number)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    struct record *r = make_paper(number);
    desk_new_txn(i.txn);
    must(store_begin(s, &i, NULL, &e), &e);
    must(store_save(s, r, &(struct change){ .step = "new" }, &e), &e);
    must(store_commit(s, &e), &e);
    record_free(&r);
}

/* ---- Bare ---- */

static const char *const bare_sql[] = {
    "BEGIN IMMEDIATE",
    "INSERT INTO txn (uuid, desk, at) VALUES (lower(hex(randomblob(16))), 7, "
    "'2026-11-21T03:00:00.000Z')",
    "INSERT INTO paper (id, rev, state, origin, batch, changed_at, number, number_tail, "
    "received_on, applicant, address, remarks) VALUES (?1, 1, 'draft', 0, 0, "
    "'2026-11-21T03:00:00.000Z', ?2, ?2, '2026-11-21', 'PT Contoh Niaga Sejahtera', "
    "'Jalan Pelabuhan 17, Belawan', 'diambil petugas pada pukul sepuluh')",
    "INSERT INTO tally (kind, state, n) VALUES ('paper', 'draft', 1) "
    "ON CONFLICT (kind, state) DO UPDATE SET n = tally.n + excluded.n",
    "INSERT INTO search (kind, text, rowid) VALUES ('paper', '_paper ' || ?2, ?1)",
    "INSERT INTO history (" HISTORY_COLUMNS ", hash, signature) SELECT max(seq) + 1, "
    "randomblob(32), lower(hex(randomblob(16))), 'desk 0007', 7, '2026-11-21T03:00:00.000Z', "
    "'paper', ?1, 1, 'new', '', x'', randomblob(190), randomblob(32), 0, randomblob(32), "
    "randomblob(32), randomblob(64) FROM history",
    "COMMIT",
};

static void bare_fault(sqlite3 *db)
{
    fprintf(stderr, "turns: bare: %s\n", sqlite3_errmsg(db));
    _exit(5);
}

struct bare {
    sqlite3 *db;
    sqlite3_stmt *stmt[COUNT(bare_sql)];
};

static void bare_open(struct bare *b, const char *path)
{
    if (sqlite3_open_v2(path, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        bare_fault(b->db);
    sqlite3_busy_timeout(b->db, 60000);
    sqlite3_exec(b->db, "PRAGMA journal_mode=PERSIST; PRAGMA synchronous=EXTRA", NULL, NULL, NULL);
    for (size_t i = 0; i < COUNT(bare_sql); i++)
        if (sqlite3_prepare_v2(b->db, bare_sql[i], -1, &b->stmt[i], NULL))
            bare_fault(b->db);
}

static void bare_file(const struct bare *b, int64_t id, const char *number)
{
    for (size_t i = 0; i < COUNT(bare_sql); i++) {
        if (sqlite3_bind_parameter_count(b->stmt[i]) > 0)
            sqlite3_bind_int64(b->stmt[i], 1, id);
        if (sqlite3_bind_parameter_count(b->stmt[i]) > 1)
            sqlite3_bind_text(b->stmt[i], 2, number, -1, SQLITE_STATIC);
        if (sqlite3_step(b->stmt[i]) != SQLITE_DONE)
            bare_fault(b->db);
        sqlite3_reset(b->stmt[i]);
    }
}

/* ---- Writers ---- */

struct round {
    const char *folder;
    char path[512];
    bool bare;
    int writers;
    double seconds;
};

static long write_bare(const struct round *r, int me, int64_t until)
{
    struct bare b;
    char number[NUMBER_MAX];
    long n = 0;
    for (bare_open(&b, r->path); wait_clock_us() < until; n++) {
        snprintf(number, sizeof number, "2026%02d%07ld", me, n);
        bare_file(&b, ((int64_t)me << 40) + n + 1, number);
    }
    return n;
}

static long write_loket(const struct round *r, int me, int64_t until)
{
    struct error e = { 0 };
    struct desk *d;
    struct store *s;
    char folder[600], number[NUMBER_MAX];
    long n = 0;
    snprintf(folder, sizeof folder, "%s/desk%d", r->folder, me);
    must(desk_open(folder, &system_clock, &d, &e), &e);
    must(store_open(r->path, &registry, d, &system_clock, &s, &e), &e);
    store_patience(s, true);
    for (; wait_clock_us() < until; n++) {
        snprintf(number, sizeof number, "2026%02d%07ld", me, n);
        file_paper(s, number);
    }
    store_close(&s);
    desk_close(&d);
    return n;
}

/* ---- Desks at work, and an import beside them ---- */

enum { THINK_US = 500000, SAVES_MAX = 1000 /* of one desk in a round */ };

static void think(unsigned *dice)
{
    struct timespec pause = { .tv_nsec = (THINK_US / 2 + rand_r(dice) % THINK_US) * 1000L };
    nanosleep(&pause, NULL);
}

static void open_desk(const struct round *r, int me, struct desk **d, struct store **s)
{
    struct error e = { 0 };
    struct beat seen;
    char folder[600];
    snprintf(folder, sizeof folder, "%s/desk%d", r->folder, me);
    must(desk_open(folder, &system_clock, d, &e), &e);
    must(store_open(r->path, &registry, *d, &system_clock, s, &e), &e);
    store_beat(*s, clock_now(&system_clock), &seen);
}

static long work(const struct round *r, int me, int64_t until, int *took_us)
{
    struct desk *d;
    struct store *s;
    char number[NUMBER_MAX];
    unsigned dice = (unsigned)me + 1;
    long n = 0;
    open_desk(r, me, &d, &s);
    for (think(&dice); n < SAVES_MAX && wait_clock_us() < until; think(&dice), n++) {
        int64_t began = wait_clock_us();
        snprintf(number, sizeof number, "2026%02d%07ld", me, n);
        file_paper(s, number);
        took_us[n] = (int)(wait_clock_us() - began);
    }
    store_close(&s);
    desk_close(&d);
    return n;
}

static long import_part(struct store *s, struct batch *b, long from)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    char number[NUMBER_MAX];
    long n = 0;
    desk_new_txn(i.txn);
    must(store_begin(s, &i, NULL, &e), &e);
    if (!b->id)
        must(store_batch_open(s, b, &e), &e);
    for (; n < 200 || n < (long)store_part_rows(s); n++) {
        snprintf(number, sizeof number, "2025%09ld", from + n);
        struct record *p = make_paper(number);
        must(store_batch_save(s, b, p, &e), &e);
        record_free(&p);
    }
    must(store_batch_part(s, b, n, &e), &e);
    must(store_commit(s, &e), &e);
    store_give_way(s);
    return n;
}

static void import(const struct round *r, int64_t until)
{
    struct desk *d;
    struct store *s;
    struct batch b = { .kind = &paper, .source = "log.csv", .origin = ORIGIN_LOG };
    long n = 0;
    open_desk(r, r->writers, &d, &s);
    store_patience(s, true);
    while (wait_clock_us() < until)
        n += import_part(s, &b, n);
    printf("  an import of %ld rows\n", n);
    fflush(stdout);
    store_close(&s);
    desk_close(&d);
}

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The time of the slowest hundredth of all saves, in microseconds. */
static int desks_at_work(const struct round *r, bool importing)
{
    struct shared {
        long n[WRITERS_MAX];
        int took[WRITERS_MAX][SAVES_MAX];
    } *sh = mmap(NULL, sizeof *sh, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int64_t until = wait_clock_us() + (int64_t)(r->seconds * 1e6);
    for (int i = 0; i <= r->writers; i++)
        if ((i < r->writers || importing) && fork() == 0) {
            if (i < r->writers)
                sh->n[i] = work(r, i, until, sh->took[i]);
            else
                import(r, until);
            _exit(0);
        }
    for (int status; wait(&status) > 0;)
        if (status)
            exit(5);
    int *all = xcalloc((size_t)WRITERS_MAX * SAVES_MAX, sizeof *all), count = 0;
    for (int i = 0; i < r->writers; i++)
        for (long k = 0; k < sh->n[i]; k++)
            all[count++] = sh->took[i][k];
    qsort(all, (size_t)count, sizeof *all, by_size);
    int p99 = count ? all[count - 1 - count / 100] : 0;
    printf("  %-14s %5d saves, half within %6d us, 99 of 100 within %7d us\n",
           importing ? "with an import" : "without", count, count ? all[count / 2] : 0, p99);
    fflush(stdout);
    free(all);
    munmap(sh, sizeof *sh);
    return p99;
}

struct score {
    double per_second, least, most; /* least and most: of a writer */
};

static struct score run(const struct round *r)
{
    long *done = mmap(NULL, sizeof(long) * WRITERS_MAX, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int64_t began = wait_clock_us(), until = began + (int64_t)(r->seconds * 1e6);
    struct score s = { .least = 1e18 };
    for (int i = 0; i < r->writers; i++)
        if (fork() == 0) {
            done[i] = r->bare ? write_bare(r, i, until) : write_loket(r, i, until);
            _exit(0);
        }
    for (int status; wait(&status) > 0;)
        if (status)
            exit(5);
    double took = (double)(wait_clock_us() - began) / 1e6;
    for (int i = 0; i < r->writers; i++) {
        s.per_second += (double)done[i] / took;
        s.least = (double)done[i] < s.least ? (double)done[i] : s.least;
        s.most = (double)done[i] > s.most ? (double)done[i] : s.most;
    }
    munmap(done, sizeof(long) * WRITERS_MAX);
    printf("  %-6s %8.0f commits/s, luckiest %6.0f, unluckiest %6.0f\n", r->bare ? "bare" : "loket",
           s.per_second, s.most, s.least);
    fflush(stdout);
    return s;
}

static void make_store(const struct round *r)
{
    struct error e = { 0 };
    struct desk *d;
    char folder[600];
    snprintf(folder, sizeof folder, "%s/desk", r->folder);
    must(desk_open(folder, &system_clock, &d, &e), &e);
    must(store_create(r->path, &registry, d, &system_clock, &e), &e);
    desk_close(&d);
}

static int beside_an_import(struct round *r, int rounds)
{
    double sum[2] = { 0 };
    printf("%d desks at work, %d times %.0f s each\n", r->writers, rounds, r->seconds);
    for (int i = 0; i < 2 * rounds; i++) {
        snprintf(r->path, sizeof r->path, "%s/import-%d-%d.db", r->folder, (int)getpid(), i);
        make_store(r);
        sum[i % 2] += desks_at_work(r, i % 2 == 1);
    }
    printf("slowest hundredth: with an import / without = %.2f   (wanted: 3 at most)\n",
           sum[0] > 0 ? sum[1] / sum[0] : 0.0);
    return 0;
}

int main(int argc, char **argv)
{
    struct round r = { .writers = 20, .seconds = 10 };
    struct error e = { 0 };
    struct score sum[2] = { 0 };
    int rounds = 3;
    bool importing = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--writers") == 0 && i + 1 < argc)
            r.writers = atoi(argv[++i]);
        else if (strcmp(argv[i], "--seconds") == 0 && i + 1 < argc)
            r.seconds = atof(argv[++i]);
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            rounds = atoi(argv[++i]);
        else if (strcmp(argv[i], "--import") == 0)
            importing = true;
        else
            r.folder = argv[i];
    }
    if (!r.folder || r.writers < 1 || r.writers > WRITERS_MAX) {
        fprintf(stderr,
                "usage: turns [--import] [--writers N] [--seconds S] [--rounds R] FOLDER\n");
        return 2;
    }
    must(identity_start(&e), &e);
    if (importing)
        return beside_an_import(&r, rounds);
    printf("%d writers flat out, %d times %.0f s each\n", r.writers, rounds, r.seconds);
    for (int i = 0; i < 2 * rounds; i++) {
        r.bare = i % 2 == 0;
        snprintf(r.path, sizeof r.path, "%s/turns-%d-%d.db", r.folder, (int)getpid(), i);
        make_store(&r);
        struct score s = run(&r);
        sum[r.bare].per_second += s.per_second;
        sum[r.bare].least += s.least;
        sum[r.bare].most += s.most;
    }
    printf("throughput: loket / bare sqlite3 = %.2f   (wanted: 0.9 and more)\n",
           sum[false].per_second / sum[true].per_second);
    printf("evenness: unluckiest / luckiest = %.2f, bare sqlite3 %.2f   (wanted: 0.5 and more)\n",
           sum[false].least / sum[false].most, sum[true].least / sum[true].most);
    return 0;
}
