/* Work on a worker that takes its time: keys wait their turn, Esc stops the waiting, and a
 * screen that has closed hears nothing. */
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

/* A request that is done only when a byte comes through its pipe. */
struct slow {
    struct ask ask; /* first */
    int gate;
    int *answers;
};

static void work(struct ask *a)
{
    char byte;
    ssize_t n = read(((struct slow *)a)->gate, &byte, 1);
    a->outcome = n == 1 ? DONE : FAULT;
    a->error = (struct error){ .code = a->outcome, .later = n != 1 };
}

static void answer(struct ask *a)
{
    ++*((struct slow *)a)->answers;
}

static struct slow *slow_new(struct glass *g, struct screen *owner, int gate, int *answers)
{
    struct slow *s = ask_new(sizeof *s, g->ui, owner, work, answer, NULL);
    s->gate = gate;
    s->answers = answers;
    return s;
}

/* Lets it through, and waits for the worker to say so. */
static void let_through(struct glass *g, int gate)
{
    struct pollfd p = { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN };
    assert_int_equal(write(gate, "x", 1), 1);
    assert_int_equal(poll(&p, 1, 10000), 1);
    glass_later(g, 1);
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

static struct glass *open_threaded(void **state)
{
    struct office *o = *state;
    o->threads = true;
    struct glass *g = glass_open(o, 24, 80, false);
    o->threads = false;
    settle(g);
    return g;
}

/* The first screen's first two rows: what may be submitted, and what may be accepted. */
static const char first_row[] = ">   1   Permohonan draf";

static int with_two_rows(void **state)
{
    if (office_up(state) != 0)
        return -1;
    office_permit(*state, "2026.1.1203.0.K01.E.000001", "PT Toba Agro");
    office_step(*state, office_permit(*state, "2026.1.1203.0.K01.E.000002", "PT Laut Jaya"),
                "submit");
    return 0;
}

static void keys_wait_for_the_answer(void **state)
{
    int gate[2], answers = 0;
    assert_int_equal(pipe(gate), 0);
    struct glass *g = open_threaded(state);
    glass_press(g, "Tab"); /* out of the menu */
    ask_hold(&slow_new(g, NULL, gate[0], &answers)->ask, AT_SHARE, "Coba");
    glass_press(g, "Down Down Down");
    glass_expect(g, "Coba … ketikan menunggu giliran");
    glass_expect(g, "menunggu basis data");
    glass_expect(g, first_row);
    let_through(g, gate[1]);
    assert_int_equal(answers, 1);
    glass_expect_not(g, first_row); /* the keys came after all */
    glass_expect(g, "basis data baik");
    settle(g);
    glass_close(&g);
    close(gate[0]);
    close(gate[1]);
}

/* The share hangs under a save: a whole next record is typed and pasted meanwhile, and saved. */
static void a_record_is_typed_while_the_last_is_saved(void **state)
{
    int gate[2], answers = 0;
    int64_t before = office_count(*state, "party");
    assert_int_equal(pipe(gate), 0);
    struct glass *g = open_threaded(state);
    glass_menu(g, "Pihak");
    settle(g);
    glass_press(g, "F2");
    settle(g);
    ask_post(&slow_new(g, NULL, gate[0], &answers)->ask, AT_SHARE);
    glass_type(g, "CV Pertama");
    glass_press(g, "Ctrl-N"); /* waits behind what hangs */
    glass_expect(g, "Menyimpan … ketikan menunggu giliran");
    glass_type(g, "CV ");
    glass_raw(g, "\033[200~Kedua\033[201~");
    glass_type(g, " Abadi");
    glass_press(g, "Ctrl-N");
    glass_type(g, "CV Ketiga");
    assert_int_equal(office_count(*state, "party"), before);
    let_through(g, gate[1]);
    settle(g);
    glass_expect(g, "> Nama");
    glass_expect(g, "CV Ketiga");
    assert_int_equal(office_count(*state, "party"), before + 2);
    glass_press(g, "F2");
    settle(g);
    assert_int_equal(office_count(*state, "party"), before + 3);
    struct session *s = office_session(*state);
    struct hits hits = { 0 };
    assert_int_equal(act_lookup(s, &kind_party, NULL, "CV Kedua Abadi", 2, &hits, NULL), DONE);
    assert_int_equal(hits.count, 1);
    hits_free(&hits);
    session_close(&s);
    glass_close(&g);
    close(gate[0]);
    close(gate[1]);
}

static void escape_stops_waiting_not_the_work(void **state)
{
    int gate[2], answers = 0;
    assert_int_equal(pipe(gate), 0);
    struct glass *g = open_threaded(state);
    glass_press(g, "Tab");
    ask_hold(&slow_new(g, NULL, gate[0], &answers)->ask, AT_SHARE, "Coba");
    glass_press(g, "Esc");
    glass_expect(g, "berlanjut di belakang");
    glass_press(g, "Down");
    glass_expect_not(g, first_row); /* the hands are free */
    let_through(g, gate[1]);
    assert_int_equal(answers, 1);
    settle(g);
    glass_close(&g);
    close(gate[0]);
    close(gate[1]);
}

static void a_closed_screen_hears_nothing(void **state)
{
    int gate[2], answers = 0;
    assert_int_equal(pipe(gate), 0);
    struct glass *g = open_threaded(state);
    glass_press(g, "Enter");
    settle(g);
    ask_post(&slow_new(g, g->ui->top, gate[0], &answers)->ask, AT_SHARE);
    glass_press(g, "Esc");
    let_through(g, gate[1]);
    settle(g);
    assert_int_equal(answers, 0);
    glass_close(&g);
    close(gate[0]);
    close(gate[1]);
}

static void a_fault_shows_in_the_title(void **state)
{
    int gate[2], answers = 0;
    assert_int_equal(pipe(gate), 0);
    struct glass *g = open_threaded(state);
    ask_hold(&slow_new(g, NULL, gate[0], &answers)->ask, AT_SHARE, "Coba");
    close(gate[1]); /* the read ends with nothing: a fault */
    settle(g);
    glass_expect(g, "○ putus");
    glass_press(g, "F5");
    settle(g);
    glass_expect(g, "basis data baik");
    glass_close(&g);
    close(gate[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_wait_for_the_answer),
        cmocka_unit_test(a_record_is_typed_while_the_last_is_saved),
        cmocka_unit_test(escape_stops_waiting_not_the_work),
        cmocka_unit_test(a_closed_screen_hears_nothing),
        cmocka_unit_test(a_fault_shows_in_the_title),
    };
    return cmocka_run_group_tests(tests, with_two_rows, office_down);
}
