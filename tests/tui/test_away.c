/* The share goes away under somebody's hands: every key is taken, what is filed waits at the desk,
 * and after a restart it is all there. */
#include "../../src/store/private.h"
#include "../../src/tui/ui.h"

#include "screen.h"
#include "store/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

#include <poll.h>
#include <unistd.h>

enum { SECOND = 1000 };

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

/* Something is asked of whoever answers now: not what hangs at the share. */
static bool is_asking(const struct glass *g)
{
    const struct session *now = session_at_work(g->ui->session);
    for (const struct ask *a = g->ui->asks; a != NULL; a = a->next)
        if (a->session == now)
            return true;
    return false;
}

static void settle(struct glass *g)
{
    for (int i = 0; i < 200 && is_asking(g); i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, 2, 50);
        glass_later(g, 1);
    }
    assert_false(is_asking(g));
}

/* With a copy of the look-up tables at the desk, as every desk has it after some minutes. */
static void copy(struct office *o)
{
    struct error e = { 0 };
    struct session *s = office_session(o);
    for (bool more = true; more;)
        assert_int_equal(act_copy(s, &more, &e), DONE);
    session_close(&s);
}

static struct glass *open_threaded(struct office *o)
{
    o->threads = true;
    struct glass *g = glass_open(o, 24, 80, false);
    o->threads = false;
    settle(g);
    return g;
}

static void pull_away(struct office *o)
{
    char command[1200];
    snprintf(command, sizeof command, "mkdir -p '%s/gone' && mv '%s' '%s-journal' '%s/gone/'",
             o->folder, o->store, o->store, o->folder);
    assert_int_equal(system(command), 0);
}

static void put_back(struct office *o)
{
    char command[700];
    snprintf(command, sizeof command, "mv '%s'/gone/* '%s/'", o->folder, o->folder);
    assert_int_equal(system(command), 0);
}

static void wait_for(struct glass *g, const char *text)
{
    for (int i = 0; i < 200 && !glass_has(g, text); i++) {
        struct pollfd p[2] = {
            { .fd = session_wake_fd(g->ui->session, AT_SHARE), .events = POLLIN },
            { .fd = session_wake_fd(g->ui->session, AT_DESK), .events = POLLIN },
        };
        poll(p, 2, 20);
        glass_later(g, 100);
    }
    glass_expect(g, text);
}

/* The first field of text that a new permit asks for, typed into and filed. */
static void keys_are_taken_while_the_share_hangs(void **state)
{
    struct office *o = *state;
    struct hanging h = { .job = { .run = hang, .done = came_back } };
    int gate[2];
    assert_int_equal(pipe(gate), 0);
    h.gate = gate[0];
    office_permit(o, "2026.1.1203.0.K01.E.000001", "PT Toba Agro");
    copy(o);
    struct glass *g = open_threaded(o);
    glass_expect(g, "● basis data baik");
    glass_press(g, "F2");
    settle(g);
    session_post(g->ui->session, AT_SHARE, &h.job);
    glass_later(g, 1);
    glass_type(g, "2026.1.1203.0.K01.E.000002");
    glass_expect(g, "000002");
    glass_later(g, 5 * SECOND);
    glass_expect(g, "◐ menunggu");
    glass_later(g, 20 * SECOND);
    glass_expect(g, "○ putus");
    glass_type(g, "9");
    glass_expect(g, "0000029");
    glass_press(g, "Backspace");
    settle(g);
    glass_press(g, "Ctrl-S");
    settle(g);
    wait_for(g, "S-");
    wait_for(g, "1 tersimpan di meja ini");
    assert_int_equal(write(gate[1], "x", 1), 1); /* it comes back, and so does the share */
    wait_for(g, "● basis data baik");
    settle(g);
    glass_close(&g);
    close(gate[0]);
    close(gate[1]);
    assert_int_equal(office_count(o, "permit"), 2);
}

/* As after a mount for reading only, or a restore that one administrator signed. */
static void a_file_nobody_may_write_is_not_called_good(void **state)
{
    struct office *o = *state;
    struct glass *g = glass_open(o, 24, 80, false);
    struct store *file = session_store(g->ui->session);
    glass_expect(g, "● basis data baik");
    buf_puts(&file->read_only, "Folder ini tidak dapat ditulisi.");
    glass_later(g, 5 * SECOND);
    glass_expect(g, "◐ basis data: hanya dibaca");
    glass_expect(g, "Folder ini tidak dapat ditulisi.");
    buf_free(&file->read_only);
    glass_later(g, 5 * SECOND);
    glass_expect(g, "● basis data baik");
    file->footing = FOOTING_UNCONFIRMED;
    glass_later(g, 5 * SECOND);
    glass_expect(g, "◐ basis data: hanya dibaca");
    glass_expect(g, "restore --confirm");
    file->footing = FOOTING_SOUND;
    glass_close(&g);
}

static void what_was_said_while_away_goes_when_it_is_back(void **state)
{
    struct office *o = *state;
    struct error e = { .code = FAULT, .later = true };
    copy(o);
    struct glass *g = open_threaded(o);
    glass_expect(g, "● basis data baik");
    session_heard(g->ui->session, FAULT, &e); /* as a job on the share ends */
    glass_later(g, 1);
    glass_expect(g, "○ putus");
    glass_expect(g, "Folder bersama tidak menjawab");
    wait_for(g, "● basis data baik");
    glass_expect_not(g, "tidak menjawab");
    glass_expect(g, "tersambung lagi");
    glass_close(&g);
}

/* On a disk of one's own, too: there is no share that could answer. */
static void a_missing_file_is_said_to_be_missing(void **state)
{
    struct office *o = *state;
    pull_away(o);
    struct glass *g = open_threaded(o);
    glass_expect(g, "○ putus");
    glass_expect(g, "Basis data tidak ada di tempatnya");
    glass_expect_not(g, "tidak menjawab");
    glass_expect_not(g, "loket init");
    put_back(o);
    wait_for(g, "● basis data baik");
    glass_close(&g);
}

static void a_restart_without_the_share_has_it_all(void **state)
{
    struct office *o = *state;
    int64_t before = office_count(o, "permit");
    copy(o);
    pull_away(o);
    struct glass *g = glass_open(o, 24, 80, false);
    glass_expect(g, "○ putus, 0 tersimpan");
    glass_press(g, "F2");
    glass_type(g, "2026.1.1203.0.K01.E.000003");
    glass_press(g, "Ctrl-S");
    glass_expect(g, "S-");
    glass_press(g, "Esc F2");
    glass_type(g, "2026.1.1203.0.K01.E.000004"); /* and left as a draft */
    glass_later(g, 3 * SECOND);
    glass_close(&g);
    g = glass_open(o, 24, 80, true); /* and without colour */
    glass_later(g, 100);
    glass_expect(g, "○ putus, 1 tersimpan");
    glass_expect(g, "Ketikan belum disimpan"); /* at home */
    put_back(o);
    glass_later(g, 60 * SECOND);
    glass_later(g, 1);
    glass_expect(g, "● basis data baik");
    glass_close(&g);
    assert_int_equal(office_count(o, "permit"), before + 1);
}

/* A capture typed without the share, filed under a provisional number, there after a restart. */
static void captures_are_typed_without_the_share(void **state)
{
    struct office *o = *state;
    int64_t before = office_count(o, "capture");
    copy(o);
    pull_away(o);
    struct glass *g = glass_open(o, 24, 80, false);
    glass_menu(g, "Tangkapan");
    glass_press(g, "F2 Enter"); /* by own officers */
    glass_type(g, "N-0077");
    glass_press(g, "Ctrl-S");
    glass_expect(g, "S-");
    glass_close(&g);
    g = glass_open(o, 24, 80, false);
    glass_later(g, 100);
    glass_expect(g, "○ putus, 1 tersimpan");
    glass_menu(g, "Tangkapan");
    glass_press(g, "Enter");
    glass_expect(g, "N-0077");
    put_back(o);
    glass_later(g, 60 * SECOND);
    glass_later(g, 1);
    glass_expect(g, "● basis data baik");
    glass_close(&g);
    assert_int_equal(office_count(o, "capture"), before + 1);
}

/* A share that hangs before anything of it was seen: the first screen comes all the same, on the
 * desk's copy, and goes over to the share when it answers. */
static void the_first_screen_does_not_wait_for_the_share(void **state)
{
    struct office *o = *state;
    int64_t before = office_count(o, "permit");
    int gate[2];
    copy(o);
    assert_int_equal(pipe(gate), 0);
    faults_arm(&(struct fault){ .at = AT_ANY_CALL, .k = 1, .gate = gate[0] });
    o->patience_ms = 1;
    struct glass *g = open_threaded(o);
    o->patience_ms = 0;
    glass_later(g, 1);
    settle(g);
    glass_expect(g, "○ putus, 0 tersimpan");
    glass_press(g, "F2");
    settle(g);
    glass_type(g, "2026.1.1203.0.K01.E.000006");
    glass_press(g, "Ctrl-S");
    settle(g);
    wait_for(g, "1 tersimpan di meja ini");
    glass_later(g, 60 * SECOND);
    glass_expect(g, "○ putus");
    assert_int_equal(write(gate[1], "x", 1), 1);
    wait_for(g, "● basis data baik");
    wait_for(g, "sudah masuk basis data: 1");
    glass_close(&g);
    faults_arm(NULL);
    close(gate[0]);
    close(gate[1]);
    assert_int_equal(office_count(o, "permit"), before + 1);
}

/* Ctrl-P Outbox: what waits is shown, and thrown away with a reason. */
static void the_outbox_shows_what_waits(void **state)
{
    struct office *o = *state;
    copy(o);
    int64_t before = office_count(o, "permit");
    pull_away(o);
    struct glass *g = glass_open(o, 24, 80, false);
    glass_press(g, "F2");
    glass_type(g, "2026.1.1203.0.K01.E.000005");
    glass_press(g, "Ctrl-S Esc Ctrl-P");
    glass_type(g, "antrean");
    glass_press(g, "Enter");
    glass_expect(g, "Antrean");
    glass_expect(g, "menunggu dikirim");
    glass_press(g, "Enter");
    glass_expect(g, "000005");
    glass_expect(g, "Buang");
    glass_press(g, "Down Down Down Enter");
    glass_expect(g, "Alasan");
    glass_type(g, "salah ketik");
    glass_press(g, "Enter");
    glass_expect(g, "Sudah diputuskan");
    glass_later(g, 1);
    glass_expect(g, "○ putus, 0 tersimpan");
    put_back(o);
    glass_later(g, 60 * SECOND);
    glass_close(&g);
    assert_int_equal(office_count(o, "permit"), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_nobody_may_write_is_not_called_good),
        cmocka_unit_test(what_was_said_while_away_goes_when_it_is_back),
        cmocka_unit_test(a_missing_file_is_said_to_be_missing),
        cmocka_unit_test(keys_are_taken_while_the_share_hangs),
        cmocka_unit_test(a_restart_without_the_share_has_it_all),
        cmocka_unit_test(captures_are_typed_without_the_share),
        cmocka_unit_test(the_first_screen_does_not_wait_for_the_share),
        cmocka_unit_test(the_outbox_shows_what_waits),
    };
    faults_install("loket.db");
    return cmocka_run_group_tests(tests, office_up, office_down);
}
