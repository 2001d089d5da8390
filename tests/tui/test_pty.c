/* The program itself on a terminal of its own: what it leaves behind when it is hung up, stopped or
 * crashes; and what its options and the locale make of it. Skipped where LOKET names no program. */
#include "office.h"

#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { PATIENCE_MS = 20000 };

struct window {
    int master, slave; /* the slave is kept open: its modes are looked at afterwards */
    pid_t pid;
    struct buf seen;
    size_t heard; /* of that: what was awaited last and came */
    struct termios before;
};

/* What a shell with job control does: the program in a group of its own; stopped, it is continued
 * at once. A program that is no shell's job cannot be stopped. */
static void as_a_job(const char *const *argv)
{
    int status = 0;
    signal(SIGTTOU, SIG_IGN);
    pid_t pid = fork();
    setpgid(pid, pid);
    tcsetpgrp(STDIN_FILENO, pid == 0 ? getpid() : pid);
    if (pid == 0) {
        signal(SIGTTOU, SIG_DFL);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
        tcsetpgrp(STDIN_FILENO, getpid());
        (void)!write(STDOUT_FILENO, "STOPPED\n", 8);
        tcsetpgrp(STDIN_FILENO, pid);
        kill(-pid, SIGCONT);
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 126);
}

static void child(const struct office *o, int slave, const char *locale, const char *const *words,
                  bool job)
{
    const char *argv[8] = { getenv("LOKET") };
    if (argv[0] == NULL)
        _exit(127);
    for (int i = 0; words[i] != NULL && i < 6; i++)
        argv[i + 1] = words[i];
    setenv("TERM", "xterm", 1);
    setenv("LOKET_STORE", o->store, 1);
    setenv("XDG_STATE_HOME", o->folder, 1);
    setenv("XDG_CONFIG_HOME", o->folder, 1);
    setenv("LC_ALL", locale, 1);
    setenv("ASAN_OPTIONS", "detect_leaks=1", 1);
    login_tty(slave);
    if (job)
        as_a_job(argv);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

static void line_open_as(const struct office *o, struct window *l, const char *locale,
                         const char *const *words, bool job)
{
    struct winsize size = { .ws_row = 24, .ws_col = 80 };
    *l = (struct window){ 0 };
    assert_int_equal(openpty(&l->master, &l->slave, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(l->slave, &l->before), 0);
    l->pid = fork();
    assert_true(l->pid >= 0);
    if (l->pid == 0) {
        close(l->master);
        child(o, l->slave, locale, words, job);
    }
}

static void line_open(const struct office *o, struct window *l, const char *locale,
                      const char *const *words)
{
    line_open_as(o, l, locale, words, false);
}

/* Reads on until the text has come, behind what was awaited before. */
static void await(struct window *l, const char *text)
{
    struct pollfd p = { .fd = l->master, .events = POLLIN };
    const char *found;
    while ((found = strstr(buf_text(&l->seen) + l->heard, text)) == NULL) {
        char bytes[4096];
        ssize_t n = poll(&p, 1, PATIENCE_MS) > 0 ? read(l->master, bytes, sizeof bytes) : 0;
        if (n <= 0)
            test_stop("“%s” did not come; all that did: %s\n", text, buf_text(&l->seen));
        for (ssize_t i = 0; i < n; i++)
            if (bytes[i] != '\0')
                buf_putc(&l->seen, bytes[i]);
    }
    l->heard = (size_t)(found - buf_text(&l->seen));
}

static void see_anew(struct window *l)
{
    buf_reset(&l->seen);
    l->heard = 0;
}

static void type(struct window *l, const char *text)
{
    see_anew(l);
    assert_int_equal(write(l->master, text, strlen(text)), (ssize_t)strlen(text));
}

/* Its exit status, or the signal that ended it, negative; then the terminal is as it was. */
static int end(struct window *l, int signal)
{
    int status = 0;
    struct termios after;
    if (signal != 0) {
        see_anew(l);
        assert_int_equal(kill(l->pid, signal), 0);
    }
    await(l, "\033[?1049l"); /* the screen before ours */
    assert_int_equal(waitpid(l->pid, &status, 0), l->pid);
    assert_non_null(strstr(buf_text(&l->seen), "\033[?2004l"));
    if (signal != 0)
        assert_non_null(strstr(buf_text(&l->seen), "\033[23;2t")); /* the title of before */
    assert_int_equal(tcgetattr(l->slave, &after), 0);
    assert_int_equal(after.c_lflag, l->before.c_lflag);
    assert_int_equal(after.c_iflag, l->before.c_iflag);
    assert_int_equal(after.c_oflag, l->before.c_oflag);
    close(l->master);
    close(l->slave);
    buf_free(&l->seen);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static const char *const none[] = { NULL };

static void begin_permit(struct window *l)
{
    await(l, "Pekerjaan hari ini");
    type(l, "\016"); /* Ctrl-N: a new permit */
    await(l, "Nomor nasional");
    type(l, "2026.1.1203.0.K01.E.777777");
    await(l, "777777");
}

static void count(void *context, const struct draft *d)
{
    (void)d;
    ++*(int *)context;
}

static int drafts_at_the_desk(struct office *o)
{
    struct session *s = NULL;
    struct error e = { 0 };
    char desk[300];
    snprintf(desk, sizeof desk, "%s/loket", o->folder);
    struct session_options options = {
        .store = o->store, .desk_folder = desk, .config = "", .clock = &o->clock
    };
    if (session_open(&options, &s, &e) != DONE)
        test_stop("%s\n", e.text);
    int drafts = 0;
    assert_int_equal(act_draft_list(s, count, &drafts, &e), DONE);
    session_close(&s);
    return drafts;
}

static void skip_without_program(void)
{
    if (getenv("LOKET") == NULL)
        skip();
}

static void hang_up_keeps_the_draft(void **state)
{
    static const int endings[] = { SIGHUP, SIGTERM };
    skip_without_program();
    for (size_t i = 0; i < COUNT(endings); i++) {
        struct window l;
        line_open(*state, &l, "C.UTF-8", none);
        begin_permit(&l);
        assert_int_equal(end(&l, endings[i]), 0);
        assert_int_equal(drafts_at_the_desk(*state), (int)i + 1);
    }
}

static void a_crash_gives_the_terminal_back(void **state)
{
    static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE };
    skip_without_program();
    for (size_t i = 0; i < COUNT(crashes); i++) {
        struct window l;
        line_open(*state, &l, "C.UTF-8", none);
        await(&l, "Pekerjaan hari ini");
        assert_int_equal(end(&l, crashes[i]), -crashes[i]);
    }
}

/* What was typed before the last pause is on the disk already when it crashes. */
static void a_crash_keeps_what_was_typed_before_a_pause(void **state)
{
    skip_without_program();
    int before = drafts_at_the_desk(*state);
    struct window l;
    line_open(*state, &l, "C.UTF-8", none);
    begin_permit(&l);
    for (int i = 0; i < 200 && drafts_at_the_desk(*state) == before; i++)
        (void)poll(NULL, 0, 50);
    assert_int_equal(end(&l, SIGSEGV), -SIGSEGV);
    assert_int_equal(drafts_at_the_desk(*state), before + 1);
}

static void without_utf8_nothing_but_ascii_is_sent(void **state)
{
    static const char *const plain[] = { "--plain", NULL };
    skip_without_program();
    for (int i = 0; i < 2; i++) {
        struct window l;
        line_open(*state, &l, i == 0 ? "id_ID" : "C.UTF-8", i == 0 ? none : plain);
        await(&l, "Pekerjaan hari ini");
        await(&l, "F1");
        for (const char *c = buf_text(&l.seen); *c != '\0'; c++)
            assert_in_range((unsigned char)*c, 1, 0x7F);
        assert_null(strstr(buf_text(&l.seen), "\033(0")); /* nor the line-drawing set */
        type(&l, "\021");
        assert_int_equal(end(&l, 0), 0);
    }
}

static void its_words_choose_what_it_is(void **state)
{
    static const char *const guest[] = { "--guest", NULL }, *const keys[] = { "keys", NULL };
    skip_without_program();
    struct window l;
    line_open(*state, &l, "C.UTF-8", guest);
    await(&l, "Selamat datang");
    type(&l, "\0211"); /* Ctrl-Q ends nothing here */
    await(&l, "Nama pemohon");
    assert_int_equal(end(&l, SIGTERM), 0);
    line_open(*state, &l, "C.UTF-8", keys);
    await(&l, "Tekan F1");
    type(&l, "\033[11~");
    await(&l, "ESC [ 1 1 ~");
    type(&l, "\033\033\021");
    assert_int_equal(end(&l, 0), 0);
}

/* Ctrl-P, Suspend: the terminal is the shell's; fg paints all anew. */
static void suspended_and_resumed_it_is_as_before(void **state)
{
    skip_without_program();
    struct window l;
    line_open_as(*state, &l, "C.UTF-8", none, true);
    await(&l, "Pekerjaan hari ini");
    type(&l, "\020Tangguhkan");
    await(&l, "Tangguhkan");
    type(&l, "\r");
    await(&l, "\033[?1049l"); /* the terminal is the shell's */
    await(&l, "STOPPED");
    await(&l, "Pekerjaan hari ini");
    type(&l, "\021");
    assert_int_equal(end(&l, 0), 0);
}

/* kill -TSTP from elsewhere does the same; after a stop that cannot be caught all is painted too.
 */
static void stopped_from_outside_it_comes_back(void **state)
{
    static const int stops[] = { SIGTSTP, SIGSTOP };
    skip_without_program();
    for (size_t i = 0; i < COUNT(stops); i++) {
        struct window l;
        line_open_as(*state, &l, "C.UTF-8", none, true);
        await(&l, "Pekerjaan hari ini");
        see_anew(&l);
        assert_int_equal(kill(-tcgetpgrp(l.master), stops[i]), 0);
        await(&l, "STOPPED");
        if (stops[i] == SIGTSTP) /* the shell had its screen, and pastes as it likes */
            assert_non_null(strstr(buf_text(&l.seen), "\033[?2004l"));
        await(&l, "\033[?2004h");
        await(&l, "Pekerjaan hari ini");
        type(&l, "\021");
        assert_int_equal(end(&l, 0), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hang_up_keeps_the_draft),
        cmocka_unit_test(a_crash_gives_the_terminal_back),
        cmocka_unit_test(a_crash_keeps_what_was_typed_before_a_pause),
        cmocka_unit_test(without_utf8_nothing_but_ascii_is_sent),
        cmocka_unit_test(its_words_choose_what_it_is),
        cmocka_unit_test(suspended_and_resumed_it_is_as_before),
        cmocka_unit_test(stopped_from_outside_it_comes_back),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
