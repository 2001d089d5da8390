/* wait.c - waiting for a file that other desks have: short pauses up to a deadline, and a word to
 * whoever looks on (share protocol, rule 16). */
#include <time.h>

#include "private.h"

enum { WORD_AFTER_MS = 1000, WORD_EVERY_MS = 500 };

int64_t wait_clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* A small generator (xorshift64): waits only have to differ between desks. */
static unsigned dice(struct db *db, unsigned sides)
{
    db->jitter ^= db->jitter << 13;
    db->jitter ^= db->jitter >> 7;
    db->jitter ^= db->jitter << 17;
    return (unsigned)(db->jitter % sides);
}

/* min(10 ms x 1.6^n, 120 ms) x U(0.5 .. 1.5). */
static int busy_wait_ms(struct db *db, int tries)
{
    static const int waits[] = { 10, 16, 26, 41, 66, 105, 120 };
    int wait = waits[tries < (int)COUNT(waits) ? tries : (int)COUNT(waits) - 1];
    return wait / 2 + (int)dice(db, (unsigned)wait + 1);
}

void wait_begin(struct db *db)
{
    db->wait_began_us = wait_clock_us();
    db->waited_ms = 0;
    db->told_ms = WORD_AFTER_MS - WORD_EVERY_MS;
}

void wait_pause(struct db *db, int64_t us)
{
    struct timespec pause = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L };
    nanosleep(&pause, NULL);
    db->waited_ms = (int)((wait_clock_us() - db->wait_began_us) / 1000);
    if (db->told && db->waited_ms >= db->told_ms + WORD_EVERY_MS) {
        db->told_ms = db->waited_ms;
        db->told(db->told_to, db->waited_ms);
    }
}

/* What SQLite calls where it finds the file locked; 0 ends the waiting. */
static int busy(void *context, int tries)
{
    struct db *db = context;
    if (db->at_once)
        return 0;
    if (tries == 0 && !db->in_line)
        wait_begin(db);
    if (db->waited_ms >= db->patience_ms)
        return 0;
    wait_pause(db, busy_wait_ms(db, tries) * INT64_C(1000));
    return 1;
}

void wait_adopt(struct db *db)
{
    random_bytes(&db->jitter, sizeof db->jitter);
    db->jitter |= 1;
    if (db->handle)
        sqlite3_busy_handler(db->handle, busy, db);
}
