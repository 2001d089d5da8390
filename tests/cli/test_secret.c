/* Passphrases at a terminal: never shown, typed twice where they are new, mended with Backspace,
 * given up with Ctrl-C; the terminal is left as it was. */
#include "cli/caller.h"

#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* What is asked, and what is typed once it is. */
struct turn {
    const char *asked, *typed;
};

struct terminal {
    int master, slave, told[2]; /* told: the program's standard error */
    struct buf screen;          /* what the terminal showed */
};

static void terminal_open(struct terminal *t)
{
    *t = (struct terminal){ 0 };
    assert_int_equal(openpty(&t->master, &t->slave, NULL, NULL, NULL), 0);
    assert_int_equal(pipe(t->told), 0);
}

static void terminal_close(struct terminal *t)
{
    close(t->master);
    close(t->slave);
    close(t->told[0]);
    buf_free(&t->screen);
}

/* Reads what the program tells until it has told `asked`. */
static void wait_for(struct terminal *t, const char *asked)
{
    struct buf told = { 0 };
    char c;
    while (!strstr(buf_text(&told), asked)) {
        if (read(t->told[0], &c, 1) != 1)
            test_stop("not asked for “%s”: %s", asked, buf_text(&told));
        buf_putc(&told, c);
    }
    buf_free(&told);
}

/* Both lie in the test, so that the child has nothing to free. */
static _Noreturn void child(struct desk *d, struct terminal *t, const char *const *words)
{
    dup2(t->slave, STDIN_FILENO);
    dup2(t->told[1], STDERR_FILENO);
    int status = run(d, words);
    fflush(stderr);
    _exit(status);
}

/* Runs the words in a child at a terminal; its exit status. */
static int at_terminal(struct desk *d, struct terminal *t, const char *const *words,
                       const struct turn *turns)
{
    struct termios before, after;
    int status = 0;
    terminal_open(t);
    tcgetattr(t->slave, &before);
    fflush(NULL);
    pid_t p = fork();
    if (p == 0)
        child(d, t, words);
    close(t->told[1]);
    for (; turns->asked; turns++) {
        wait_for(t, turns->asked);
        assert_int_equal(write(t->master, turns->typed, strlen(turns->typed)),
                         (ssize_t)strlen(turns->typed));
    }
    assert_int_equal(waitpid(p, &status, 0), p);
    tcgetattr(t->slave, &after);
    assert_int_equal(before.c_lflag, after.c_lflag);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* What the terminal echoed; a mark from the other side ends the reading. */
static const char *shown(struct terminal *t)
{
    static const char mark = '#';
    char c = 0;
    assert_int_equal(write(t->slave, &mark, 1), 1);
    while (c != mark && read(t->master, &c, 1) == 1)
        buf_putc(&t->screen, c);
    return buf_text(&t->screen);
}

static int up(void **state)
{
    struct desk *d = desk_here();
    *state = d;
    return RUN(d, "init", "--demo");
}

static int down(void **state)
{
    return desk_gone(*state);
}

static void asks_and_shows_nothing(void **state)
{
    static const struct {
        const char *typed;
        int status;
    } cases[] = {
        { "demo\n", 0 },
        { "demX\177o\n", 0 },        /* mended */
        { "dem\303\251\177o\n", 0 }, /* a whole character is taken back */
        { "\177\177demo\n", 0 },     /* nothing to take back */
        { "wrong\025demo\n", 0 },    /* begun anew */
        { "wrong\n", FORBIDDEN },    /* and later forgiven */
        { "demo\003", REFUSED },     /* Ctrl-C */
    };
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct terminal t;
        const struct turn turns[] = { { "Passphrase: ", cases[i].typed }, { NULL, NULL } };
        int status = at_terminal(
            d, &t, (const char *const[]){ "--user", "operator", "user", "list", NULL }, turns);
        if (status != cases[i].status)
            test_stop("case %zu: %d", i, status);
        assert_string_equal(shown(&t), "#");
        terminal_close(&t);
    }
}

static void a_new_one_is_typed_twice(void **state)
{
    struct desk *d = *state;
    char file[128];
    desk_file(d, "demo", "demo", file);
    const char *const words[] = { "--user", "admin", "--passphrase-file", file, "user",
                                  "add",    "sari",  "role=operator",     NULL };
    static const struct turn differ[] = { { "New passphrase: ", "tiga lumba\n" },
                                          { "Once more: ", "tiga lumbu\n" },
                                          { NULL, NULL } };
    static const struct turn same[] = { { "New passphrase: ", "tiga lumba\n" },
                                        { "Once more: ", "tiga lumba\n" },
                                        { NULL, NULL } };
    struct terminal t;
    assert_int_equal(at_terminal(d, &t, words, differ), BAD_DATA);
    assert_string_equal(shown(&t), "#");
    terminal_close(&t);
    assert_int_equal(at_terminal(d, &t, words, same), 0);
    assert_string_equal(shown(&t), "#");
    terminal_close(&t);
    assert_int_equal(RUN(d, "user", "list", "state=requested", "--format", "json"), 0);
    assert_non_null(strstr(d->out, "\"sari\""));
}

static void changing_asks_for_the_old_one_once(void **state)
{
    static const struct turn turns[] = { { "Passphrase: ", "demo\n" },
                                         { "New passphrase: ", "lima kambing\n" },
                                         { "Once more: ", "lima kambing\n" },
                                         { NULL, NULL } };
    struct desk *d = *state;
    struct terminal t;
    char file[128];
    assert_int_equal(
        at_terminal(d, &t,
                    (const char *const[]){ "--user", "verifier", "user", "passphrase", NULL },
                    turns),
        0);
    terminal_close(&t);
    desk_file(d, "new", "lima kambing", file);
    assert_int_equal(RUN(d, "--user", "verifier", "--passphrase-file", file, "user", "list"), 0);
}

static void without_terminal_a_file_is_named(void **state)
{
    struct desk *d = *state;
    int none[2];
    assert_int_equal(pipe(none), 0);
    int kept = dup(STDIN_FILENO);
    dup2(none[0], STDIN_FILENO);
    assert_int_equal(RUN(d, "--user", "operator", "user", "list"), MISUSED);
    assert_non_null(strstr(d->err, "--passphrase-file"));
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(none[0]);
    close(none[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_and_shows_nothing),
        cmocka_unit_test(a_new_one_is_typed_twice),
        cmocka_unit_test(changing_asks_for_the_old_one_once),
        cmocka_unit_test(without_terminal_a_file_is_named),
    };
    return cmocka_run_group_tests(tests, up, down);
}
