/* test_presence.c - who is at the file, and the proof that locks reach from host to host. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/others.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const int64_t life = INT64_C(1) << 40; /* the byte of the lock */

static int open_bench(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    bench_open(b);
    language_set(ENGLISH);
    snprintf(b->store->presence.host.machine, sizeof b->store->presence.host.machine, "m5");
    snprintf(b->store->presence.host.host, sizeof b->store->presence.host.host, "loket-5");
    snprintf(b->store->presence.host.user, sizeof b->store->presence.host.user, "sari");
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    language_set(INDONESIAN);
    bench_close(*state);
    free(*state);
    return 0;
}

static const char *path_of(const struct bench *b, const char *name)
{
    static char path[600];
    snprintf(path, sizeof path, "%s-presence/%s", b->path, name);
    return path;
}

static struct beat beat(struct bench *b)
{
    struct beat out;
    store_beat(b->store, b->now, &out);
    b->now += 30000;
    return out;
}

/* ---- Another desk: a process of its own that does what it is told ---- */

struct other {
    char name[100];
    pid_t pid;
    int order[2], done[2];
};

struct told { /* what it writes next */
    int64_t counter, record;
    bool lock;
};

static void must(bool good)
{
    if (!good)
        _exit(1);
}

static void obey(const struct bench *b, const struct other *o)
{
    struct told t;
    int fd = beside_make(path_of(b, o->name), 0);
    must(fd >= 0);
    while (read(o->order[0], &t, sizeof t) == sizeof t) {
        char text[PRESENCE_LINE];
        struct presence_line l = { .host = "loket-7", .user = "budi", .desk = 7, .kind = "thing" };
        l.counter = t.counter;
        l.record = t.record;
        if (t.lock)
            must(byte_lock(fd, life));
        must(line_write(&l, text) && pwrite(fd, text, sizeof text, 0) == sizeof text);
        must(write(o->done[1], "", 1) == 1);
    }
    _exit(0);
}

static void other_come(const struct bench *b, struct other *o, const char *name)
{
    (void)mkdir(path_of(b, ""), 0700);
    snprintf(o->name, sizeof o->name, "%s", name);
    assert_int_equal(pipe(o->order), 0);
    assert_int_equal(pipe(o->done), 0);
    if ((o->pid = fork()) == 0)
        obey(b, o);
}

static void other_tell(const struct other *o, struct told t)
{
    char byte;
    assert_int_equal(write(o->order[1], &t, sizeof t), sizeof t);
    assert_int_equal(read(o->done[0], &byte, 1), 1);
}

static void other_die(struct other *o)
{
    kill(o->pid, SIGKILL);
    waitpid(o->pid, NULL, 0);
    for (int i = 0; i < 2; i++) {
        close(o->order[i]);
        close(o->done[i]);
    }
}

/* ---- The own file ---- */

static void the_first_beat_makes_it_known(void **state)
{
    struct bench *b = *state;
    char name[64], text[PRESENCE_LINE];
    struct presence_line l;
    struct stat st;
    assert_int_equal(beat(b).others, 0);
    snprintf(name, sizeof name, "m5-%ld", (long)getpid());
    assert_int_equal(stat(path_of(b, name), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
    assert_int_equal(st.st_size, PRESENCE_LINE);
    /* Read through its own descriptor: to open it once more would drop its lock. */
    assert_int_equal(pread(b->store->presence.fd, text, sizeof text, 0), sizeof text);
    assert_true(line_read(text, sizeof text, &l));
    assert_string_equal(l.host, "loket-5");
    assert_string_equal(l.user, "sari");
    assert_int_equal(l.desk, desk_number(b->desk));
    assert_int_equal(l.counter, 1);
    beat(b);
    assert_int_equal(b->store->presence.line.counter, 2);
    struct beat none;
    b->now -= 29999; /* not due */
    store_beat(b->store, b->now - 1, &none);
    assert_int_equal(b->store->presence.line.counter, 2);
    bench_reopen(b); /* who leaves takes it along */
    assert_int_not_equal(stat(path_of(b, name), &st), 0);
}

static void its_lock_is_seen_by_others(void **state)
{
    struct bench *b = *state;
    char name[64];
    int status = -1;
    beat(b);
    snprintf(name, sizeof name, "m5-%ld", (long)getpid());
    pid_t child = fork();
    if (child == 0) {
        int fd = open(path_of(b, name), O_RDWR);
        _exit(fd >= 0 && byte_held(fd, life, 1, NULL) && !byte_lock(fd, life) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static void lines_are_read_back_or_not_at_all(void **state)
{
    char text[PRESENCE_LINE];
    struct presence_line l = { .counter = 3, .record = INT64_MAX, .desk = 0xFFFF }, read;
    (void)state;
    snprintf(l.host, sizeof l.host, "a\"b\\\n\x01");
    snprintf(l.kind, sizeof l.kind, "permit");
    snprintf(l.version, sizeof l.version, "%s", LOKET_VERSION);
    assert_true(line_write(&l, text));
    assert_true(line_read(text, sizeof text, &read));
    assert_memory_equal(&l, &read, sizeof l);
    for (size_t n = 0; n < 100; n++) /* half written */
        assert_false(line_read(text, n, &read));
    assert_false(line_read("[1]", 3, &read));
    assert_false(line_read("{\"counter\":0,\"record\":\"1\"}", 26, &read));
}

/* ---- The proof ---- */

/* Counters and locks as one desk sees them of another, beat by beat; does it stop everybody? */
static const struct proof {
    const char *what, *name;
    int beats;
    struct told told[4];
    bool stops;
} proofs[] = {
    { "its lock is seen", "m7-70", 3, { { 1, 0, true }, { 2, 0, false }, { 3, 0, false } }, false },
    { "alive, its lock not seen", "m7-70", 2, { { 1, 0, false }, { 2, 0, false } }, true },
    { "the lock comes late",
      "m7-70",
      3,
      { { 1, 0, false }, { 2, 0, true }, { 3, 0, true } },
      false },
    { "silent, and no lock: it died",
      "m7-70",
      3,
      { { 1, 0, false }, { 1, 0, false }, { 1, 0, false } },
      false },
    { "on this very host",
      "m5-70",
      3,
      { { 1, 0, false }, { 2, 0, false }, { 3, 0, false } },
      false },
};

static void locks_that_stay_on_their_host_stop_everybody(void **state)
{
    struct bench *b = *state;
    const struct proof *p = NULL;
    for (size_t i = 0; i < COUNT(proofs); i++) {
        struct other o;
        struct beat seen = { 0 };
        p = &proofs[i];
        other_come(b, &o, p->name);
        for (int n = 0; n < p->beats; n++) {
            other_tell(&o, p->told[n]);
            beat(b);
            seen = beat(b);
            assert_int_equal(seen.others, 1);
        }
        if (seen.stopped != p->stops)
            fail_msg("%s: %s", p->what, seen.stopped ? "stopped" : "not stopped");
        other_die(&o);
        unlink(path_of(b, p->name));
        unlink(path_of(b, "stop"));
        b->store->presence.ring = (struct ring){ 0 };
    }
}

/* All who find the proof stop: now, when they open the file, and until it is taken away. */
static void nobody_writes_against_the_proof(void **state)
{
    struct bench *b = *state;
    struct error e = { 0 };
    struct intent i = { .author = "" };
    struct stat st;
    beat(b);
    assert_int_equal(stat(path_of(b, "stop"), &st), 0); /* before it is wanted: names that are not
                                                           there are kept in mind on NFS */
    assert_int_equal(st.st_size, 0);
    int fd = open(path_of(b, "stop"), O_WRONLY | O_CLOEXEC);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
    struct beat seen;
    store_beat(b->store, b->now - 29000, &seen); /* no beat is due: it is seen all the same */
    assert_true(seen.stopped);
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), FAULT);
    assert_non_null(strstr(e.text, path_of(b, "stop")));
    bench_reopen(b);
    assert_int_equal(store_begin(b->store, &i, NULL, &e), FAULT);
    assert_int_equal(bench_number(b, "SELECT count(*) FROM thing"), 0);
    unlink(path_of(b, "stop"));
    beat(b);
    bench_begin(b);
    bench_commit(b);
    assert_int_equal(stat(path_of(b, "stop"), &st), 0);
}

static void the_next_in_the_ring_is_looked_at(void **state)
{
    struct bench *b = *state;
    struct other o[3];
    static const char *const names[] = { "m3-1", "m7-1", "m9-1" };
    for (int i = 0; i < 3; i++) {
        other_come(b, &o[i], names[i]);
        other_tell(&o[i], (struct told){ .counter = 1, .lock = true });
    }
    assert_int_equal(beat(b).others, 3);
    assert_string_equal(b->store->presence.ring.name, "m7-1");
    other_die(&o[1]);
    unlink(path_of(b, names[1]));
    beat(b);
    assert_string_equal(b->store->presence.ring.name, "m9-1");
    other_die(&o[2]);
    unlink(path_of(b, names[2]));
    beat(b); /* and round */
    assert_string_equal(b->store->presence.ring.name, "m3-1");
    other_die(&o[0]);
}

/* Who died is cleared away: after five minutes of the share's clock, and only if nobody holds it.
 */
static void the_dead_are_cleared_away(void **state)
{
    struct bench *b = *state;
    struct stat st;
    struct other o;
    for (int held = 0; held < 2; held++)
        for (int old = 0; old < 2; old++) {
            other_come(b, &o, "m7-1");
            other_tell(&o, (struct told){ .counter = 1, .lock = held });
            struct timespec then[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_nsec = UTIME_NOW } };
            if (old)
                then[1] = (struct timespec){ .tv_sec = 1000000000 };
            assert_int_equal(utimensat(AT_FDCWD, path_of(b, "m7-1"), then, 0), 0);
            beat(b);
            assert_int_equal(stat(path_of(b, "m7-1"), &st) != 0, old && !held);
            other_die(&o);
            unlink(path_of(b, "m7-1"));
        }
}

/* ---- What presence is good for besides ---- */

static void who_edits_is_told(void **state)
{
    struct bench *b = *state;
    struct other o;
    struct buf who = { 0 };
    other_come(b, &o, "m7-1");
    other_tell(&o, (struct told){ .counter = 1, .record = 42, .lock = true });
    beat(b);
    assert_false(store_edited_by(b->store, &test_thing, 43, &who));
    assert_false(store_edited_by(b->store, &test_person, 42, &who));
    assert_true(store_edited_by(b->store, &test_thing, 42, &who));
    assert_string_equal(buf_text(&who), "budi@loket-7");
    buf_reset(&who);
    assert_true(presence_of_desk(b->store, 7, &who));
    other_die(&o); /* the dead edit nothing */
    assert_false(store_edited_by(b->store, &test_thing, 42, &who));
    store_editing(b->store, &test_thing, 42); /* nor do we get in our own way */
    beat(b);
    assert_int_equal(b->store->presence.line.record, 42);
    assert_false(store_edited_by(b->store, &test_thing, 42, &who));
    buf_free(&who);
}

/* What is edited is told at once, not with the next beat that is due. */
static void editing_is_told_at_the_next_look(void **state)
{
    struct bench *b = *state;
    struct beat seen;
    beat(b);
    store_editing(b->store, &test_thing, 42);
    store_beat(b->store, b->now - 29000, &seen);
    assert_int_equal(b->store->presence.line.counter, 2);
    store_beat(b->store, b->now - 28000, &seen);
    assert_int_equal(b->store->presence.line.counter, 2);
}

static void there_is_one_housekeeper(void **state)
{
    struct bench *b = *state;
    char byte;
    int here[2];
    assert_int_equal(pipe(here), 0);
    (void)mkdir(path_of(b, ""), 0700);
    pid_t child = fork();
    if (child == 0) {
        int fd = beside_open(path_of(b, "housekeeper"));
        must(byte_lock(fd, 0) && write(here[1], "", 1) == 1);
        for (;;)
            pause();
    }
    assert_int_equal(read(here[0], &byte, 1), 1);
    assert_false(store_housekeeper(b->store));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_true(store_housekeeper(b->store)); /* the next one takes over */
    assert_true(store_housekeeper(b->store));
    close(here[0]);
    close(here[1]);
}

/* Bulk work: large parts for who is alone, small ones as soon as anybody is there or waits. */
static void bulk_work_gives_way(void **state)
{
    struct bench *b = *state;
    struct other o;
    assert_int_equal(store_part_rows(b->store), 20000);
    store_give_way(b->store);
    assert_int_equal(b->store->db.waited_ms, 0); /* to nobody */
    other_come(b, &o, "m7-1");
    other_tell(&o, (struct told){ .counter = 1, .lock = true });
    b->now += 30000;
    assert_int_equal(store_part_rows(b->store), 200);
    store_give_way(b->store);
    assert_true(b->store->db.waited_ms >= 100);
    b->store->turn.took_us = 50000;
    store_give_way(b->store);
    assert_true(b->store->db.waited_ms >= 150);
    other_die(&o);
    unlink(path_of(b, "m7-1"));
    b->now += 30000;
    assert_int_equal(store_part_rows(b->store), 20000);
    b->store->presence.on_share = true;
    assert_int_equal(store_part_rows(b->store), 200);
}

static bool spills(struct bench *b)
{
    int64_t pages = -1;
    assert_int_equal(sql_number(&b->store->db, "PRAGMA cache_spill", &pages, NULL), DONE);
    return pages != 0;
}

/* Half a transaction goes to the file before its commit on a disk of this machine alone. */
static void bulk_work_spills_here_only(void **state)
{
    struct bench *b = *state;
    assert_false(spills(b));
    store_bulk(b->store, true);
    assert_true(spills(b));
    store_bulk(b->store, false);
    assert_false(spills(b));
    b->store->presence.on_share = true;
    store_bulk(b->store, true);
    assert_false(spills(b));
}

/* On one disk, where nobody is there either: a desk that comes in the middle stands in line. */
static void bulk_work_sees_who_waits(void **state)
{
    struct bench *b = *state;
    char path[400], byte;
    int here[2];
    assert_int_equal(store_part_rows(b->store), 20000);
    snprintf(path, sizeof path, "%s-turn", b->path);
    assert_int_equal(pipe(here), 0);
    pid_t child = fork();
    if (child == 0) {
        must(byte_lock(beside_open(path), 0) && write(here[1], "", 1) == 1);
        for (;;)
            pause();
    }
    assert_int_equal(read(here[0], &byte, 1), 1);
    assert_int_equal(store_part_rows(b->store), 200);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(store_part_rows(b->store), 20000);
    for (int i = 0; i < 2; i++)
        close(here[i]);
}

static moment share_now(void *context)
{
    return *(moment *)context;
}

static void the_clocks_are_compared(void **state)
{
    struct bench *b = *state;
    moment share = b->now - 90000;
    struct clock clock = { .now = share_now, .context = &share };
    assert_false(beat(b).clock_known); /* on the desk's own disk there is but one */
    b->store->presence.share_clock = &clock;
    share = b->now - 90000;
    struct beat seen = beat(b);
    assert_true(seen.clock_known);
    assert_int_equal(seen.clock_off_ms, 90000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_beat_makes_it_known, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(its_lock_is_seen_by_others, open_bench, close_bench),
        cmocka_unit_test(lines_are_read_back_or_not_at_all),
        cmocka_unit_test_setup_teardown(locks_that_stay_on_their_host_stop_everybody, open_bench,
                                        close_bench),
        cmocka_unit_test_setup_teardown(nobody_writes_against_the_proof, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(the_next_in_the_ring_is_looked_at, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(the_dead_are_cleared_away, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(who_edits_is_told, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(editing_is_told_at_the_next_look, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(there_is_one_housekeeper, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(bulk_work_gives_way, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(bulk_work_spills_here_only, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(bulk_work_sees_who_waits, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(the_clocks_are_compared, open_bench, close_bench),
    };
    return cmocka_run_group_tests_name("presence", tests, NULL, NULL);
}
