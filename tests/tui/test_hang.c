/* The share hangs for a minute: every key is answered within the redraw that follows it, by what it
 * does, or by what it waits for and how to stop waiting. */
#include "../../src/actions/private.h"
#include "../../src/tui/ui.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <poll.h>
#include <unistd.h>

/* A worker that is still at the share when the screen closes is left behind, as when a desk ends
 * (worker_stop): on a busy machine that happens here, and is no leak. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return 1;
}

enum { SECOND = 1000, MINUTE = 60 * SECOND };

/* A call on the share that does not come back until it is let go. */
struct hanging {
    struct job job; /* first */
    int gate;
};

static void hang(struct job *j)
{
    char byte;
    ssize_t n = read(((struct hanging *)j)->gate, &byte, 1);
    (void)n;
}

static void came_back(struct job *j)
{
    (void)j;
}

static void settle(struct glass *g)
{
    for (int i = 0; i < 200 && g->ui->asks != NULL; i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, 2, 50);
        glass_later(g, 1);
    }
    assert_null(g->ui->asks);
}

/* The share is back, and nothing is asked of it any more: no worker is left behind. */
static void recovered(struct glass *g)
{
    for (int i = 0; i < 400 && !glass_has(g, "● basis data baik"); i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, 2, 20);
        glass_later(g, 100);
    }
    glass_expect(g, "● basis data baik");
    settle(g);
    struct session *s = g->ui->session;
    for (int i = 0; i < 400 && worker_pending(s->at_share) + worker_pending(s->at_desk) > 0; i++) {
        struct pollfd p[2] = { { .fd = session_wake_fd(s, AT_SHARE), .events = POLLIN },
                               { .fd = session_wake_fd(s, AT_DESK), .events = POLLIN } };
        poll(p, 2, 50);
        session_collect(s);
    }
}

/* It did what it does, or says that it waits; and Esc ends any waiting at once. */
static void press_and_hear(struct glass *g, const char *key)
{
    glass_press(g, key);
    if (g->ui->hold == NULL)
        return;
    glass_expect(g, "giliran");
    glass_expect(g, "Esc");
    glass_press(g, "Esc");
    if (g->ui->hold != NULL)
        print_error("%s still waits\n", key);
    assert_null(g->ui->hold);
}

static const char *const doors[] = { "", "Enter", "F2", "Ctrl-P", "F1", "F3" };
static const char *const keys[] = {
    "F1",     "Esc",    "F2",     "Esc",    "F3",     "Esc",    "F4",     "Esc",    "F5",
    "F6",     "Esc",    "F7",     "Esc",    "F8",     "Esc",    "F9",     "Esc",    "F10",
    "Esc",    "Up",     "Down",   "Left",   "Right",  "Home",   "End",    "PageUp", "PageDown",
    "Tab",    "Delete", "Insert", "Enter",  "Esc",    "Space",  "Ctrl-A", "Ctrl-B", "Esc",
    "Ctrl-D", "Ctrl-E", "Esc",    "Ctrl-F", "Esc",    "Ctrl-G", "Esc",    "Ctrl-K", "Ctrl-L",
    "Ctrl-N", "Esc",    "Ctrl-O", "Esc",    "Ctrl-P", "Esc",    "Ctrl-R", "Ctrl-S", "Ctrl-T",
    "Esc",    "Ctrl-U", "Ctrl-W", "Ctrl-X", "Ctrl-Y", "Esc",    "Ctrl-Z", "Esc",
};

static void every_key_is_answered_while_the_share_hangs(void **state)
{
    struct office *o = *state;
    for (size_t d = 0; d < COUNT(doors); d++) {
        struct hanging h = { .job = { .run = hang, .done = came_back } };
        int gate[2];
        assert_int_equal(pipe(gate), 0);
        h.gate = gate[0];
        o->threads = true;
        struct glass *g = glass_open(o, 24, 80, false);
        o->threads = false;
        settle(g);
        if (doors[d][0] != '\0')
            glass_press(g, doors[d]);
        settle(g);
        session_post(g->ui->session, AT_SHARE, &h.job);
        for (size_t i = 0; i < COUNT(keys); i++) {
            press_and_hear(g, keys[i]);
            glass_later(g, MINUTE / (int)COUNT(keys));
        }
        /* A minute has gone: what is typed still shows as it is typed. */
        glass_press(g, "Esc Esc Esc Ctrl-P");
        glass_type(g, "Uji");
        glass_expect(g, "Uji");
        assert_int_equal(write(gate[1], "x", 1), 1);
        glass_press(g, "Esc");
        recovered(g);
        glass_close(&g);
        close(gate[0]);
        close(gate[1]);
    }
}

static int with_permits(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permits(*state, 5);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_answered_while_the_share_hangs),
    };
    return cmocka_run_group_tests(tests, with_permits, office_down);
}
