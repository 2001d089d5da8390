/* turn.c - the line at the file. SQLite keeps none: a desk that writes without a pause nearly
 * always finds the file free again before those who wait look at it, so that one gets everything.
 *
 * The line is a file of nothing but locks. Byte 0 is the turn, bytes 1, 2, ... are the places
 * behind it. Who comes takes the byte behind the last one held; who waits takes the byte before
 * its own once it is free. Whoever dies leaves a gap that those behind close. A turn is a hint
 * (share protocol, rule 16): SQLite's own lock decides, and after two seconds it is tried without.
 */
#include <string.h>
#include <unistd.h>

#include "others.h"

enum {
    PLACES = 64,
    QUANTUM_US = 50000,     /* a turn may be several commits, for as long as this */
    OVERSTAYED_US = 200000, /* whoever is next no longer waits for a turn in use */
    PATIENCE_US = 2000000,  /* nobody waits for a turn longer */
    STRAIGHT_US = 20000,    /* from a commit to the next beginning: one piece of work */
    LOOK_US = 1000,         /* between two looks of whoever is next */
    LOOKS_FAR = 10,         /* places farther back look no more seldom than the tenth */
    LOOK_COST = 20,         /* a look takes at most a twentieth of the time, on a share too */
};

void turn_close(struct turn *t)
{
    if (t->fd > 0)
        close(t->fd);
    *t = (struct turn){ 0 };
}

static bool has_line(struct store *s)
{
    struct turn *t = &s->turn;
    if (t->fd == 0) {
        struct buf path = { 0 };
        buf_printf(&path, "%s-turn", s->db.path);
        t->fd = beside_open(buf_text(&path));
        buf_free(&path);
    }
    return t->fd > 0;
}

/* Behind the last one; false: the line is full, or cannot be had. */
static bool join(struct turn *t)
{
    int64_t at = 0, held;
    for (int tries = 0; at < PLACES && tries < 2 * PLACES; tries++) {
        if (byte_held(t->fd, at, PLACES - at, &held)) {
            at = held + 1;
        } else if (byte_lock(t->fd, at)) {
            t->place = (int)at;
            t->in_line = true;
            return true;
        }
    }
    return false;
}

static bool step_up(struct turn *t)
{
    if (!byte_lock(t->fd, t->place - 1))
        return false;
    byte_unlock(t->fd, t->place--);
    return true;
}

/* How long until the next look: those far back look seldom, and nobody looks all the time. */
static int64_t pause_us(const struct turn *t, int64_t cost_us)
{
    int64_t base = cost_us * LOOK_COST > LOOK_US ? cost_us * LOOK_COST : LOOK_US;
    return base * (t->place < LOOKS_FAR ? t->place : LOOKS_FAR);
}

static void wait_in_line(struct store *s)
{
    struct turn *t = &s->turn;
    int64_t began = wait_clock_us(), next_since = 0;
    while (t->place > 0) {
        int64_t now = wait_clock_us();
        if (step_up(t))
            continue;
        if (t->place == 1 && next_since == 0)
            next_since = now;
        if (now - began > PATIENCE_US || (next_since && now - next_since > OVERSTAYED_US))
            return; /* it keeps its place: those behind are still behind */
        wait_pause(&s->db, pause_us(t, wait_clock_us() - now));
    }
}

static void take(struct store *s)
{
    struct turn *t = &s->turn;
    s->db.in_line = true;
    wait_begin(&s->db);
    if (!t->in_line && has_line(s) && join(t))
        wait_in_line(s);
    t->began_us = wait_clock_us();
}

bool turn_wanted(struct store *s)
{
    return has_line(s) && byte_held(s->turn.fd, 0, PLACES, NULL);
}

/* Those who come straight from their last commit go behind those who wait. */
static bool must_queue(struct store *s)
{
    struct turn *t = &s->turn;
    int64_t now = wait_clock_us();
    t->straight = t->ended_us && now - t->ended_us < STRAIGHT_US;
    if (t->in_line && !t->straight)
        turn_drop(t);
    return t->straight && !t->in_line && turn_wanted(s);
}

static enum outcome begin_at_once(struct store *s, bool *taken, struct error *e)
{
    s->db.at_once = true;
    enum outcome o = sql_do(&s->db, "BEGIN IMMEDIATE", e);
    *taken = o != DONE && (sqlite3_errcode(s->db.handle) & 0xff) == SQLITE_BUSY;
    s->db.at_once = false;
    return o;
}

enum outcome turn_begin(struct store *s, struct error *e)
{
    bool wait = must_queue(s);
    enum outcome o = DONE;
    if (!wait)
        o = begin_at_once(s, &wait, e);
    if (wait) {
        take(s);
        o = sql_do(&s->db, "BEGIN IMMEDIATE", e);
        s->db.in_line = false;
    }
    s->turn.lock_us = wait_clock_us();
    if (o != DONE)
        turn_drop(&s->turn);
    return o;
}

void turn_drop(struct turn *t)
{
    if (t->in_line)
        byte_unlock(t->fd, t->place);
    t->in_line = false;
}

void turn_end(struct store *s)
{
    struct turn *t = &s->turn;
    t->ended_us = wait_clock_us();
    t->took_us = t->ended_us - t->lock_us;
    int64_t quantum = t->quantum_us ? t->quantum_us : QUANTUM_US;
    if (!t->straight || t->ended_us - t->began_us > quantum)
        turn_drop(t);
}
