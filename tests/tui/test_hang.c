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
    if (g->ui->asks != NULL)
        glass_expect(g, "(all that was asked has been answered)");
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

/* The screens, and the way there; typed: into the palette. */
static const struct door {
    const char *keys, *typed;
} doors[] = { { "", NULL },
              { "Enter", NULL },
              { "Enter Enter", NULL },
              { "F2", NULL },
              { "Enter Enter F4", NULL },
              { "Enter Enter F7", NULL },
              { "Enter F7", NULL },
              { "F12", NULL },
              { "F1", NULL },
              { "F3", NULL },
              { "Ctrl-F", NULL },
              { "Ctrl-P", NULL },
              { "Ctrl-P", N_("Plan of visits") },
              { "Ctrl-P", N_("Expiry watch") },
              { "Ctrl-P", N_("Analysis of captures") },
              { "Ctrl-P", N_("Outbox") } };
static const char keys[] = "Up Down Left Right Home End PageUp PageDown Tab BackTab Space Delete "
                           "Backspace Insert Enter";

static size_t depth(const struct glass *g)
{
    size_t n = 0;
    for (const struct screen *s = g->ui->top; s != NULL; s = s->below)
        n++;
    return n;
}

/* Answered as ever; then back to the screen it was pressed on. false: it has left that one. */
static bool press_and_return(struct glass *g, const char *key, size_t at)
{
    press_and_hear(g, key);
    for (int i = 0; i < 6 && depth(g) > at; i++)
        press_and_hear(g, "Esc");
    assert_true(depth(g) <= at);
    assert_false(ui_ended(g->ui));
    return depth(g) == at;
}

/* Every key the table has for the screen that stands here, and every one that moves. */
static void press_all(struct glass *g)
{
    size_t at = depth(g);
    unsigned place = g->ui->top->class->place;
    bool here = true;
    for (size_t i = 0; here && i < command_count; i++) {
        const int codes[] = { command_table[i].key, command_table[i].ctrl };
        for (size_t c = 0; c < COUNT(codes) && here && command_table[i].places & place; c++) {
            struct buf name = { 0 };
            if (codes[c] != 0 && codes[c] != K_ESC && codes[c] != K_CTRL('Q')) {
                key_called(codes[c], &name);
                here = press_and_return(g, buf_text(&name), at);
                glass_later(g, MINUTE / 80);
            }
            buf_free(&name);
        }
    }
    char *copy = xstrdup(keys), *rest = NULL;
    for (char *name = strtok_r(copy, " ", &rest); here && name != NULL;
         name = strtok_r(NULL, " ", &rest))
        here = press_and_return(g, name, at);
    free(copy);
}

static void go(struct glass *g, const struct door *d)
{
    char *copy = xstrdup(d->keys), *rest = NULL;
    for (char *name = strtok_r(copy, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        glass_press(g, name);
        settle(g);
    }
    free(copy);
    if (d->typed == NULL)
        return;
    glass_type(g, _(d->typed));
    glass_press(g, "Enter");
    settle(g);
}

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
        go(g, &doors[d]);
        session_post(g->ui->session, AT_SHARE, &h.job);
        press_all(g);
        glass_later(g, MINUTE);
        /* A minute has gone: what is typed still shows as it is typed. */
        glass_press(g, "Esc Esc Esc Esc Esc Esc Ctrl-P");
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
