/* term_signal.c - hang-up, termination, crashes, stopping and going on: the terminal is given back
 * whatever happens. */
#include "term.h"

#include <curses.h>
#include <signal.h>
#include <string.h>

#include <unistd.h>

/* A signal handler can be handed nothing, so what it needs stands here; written before the handlers
 * are installed and only read afterwards. */
static struct {
    int fd;
    struct termios modes;
    bool modes_known;
    char farewell[256]; /* puts the terminal back */
    size_t length;
    volatile sig_atomic_t hung_up, stop, gone_on;
} at_signal;

static const int fatal[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };
static const int stopping[] = { SIGTSTP, SIGCONT };
static const int ending[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };

static void on_fatal(int number)
{
    /* Nothing sensible can be done where even this fails. */
    ssize_t ignored = write(at_signal.fd, at_signal.farewell, at_signal.length);
    (void)ignored;
    if (at_signal.modes_known)
        tcsetattr(at_signal.fd, TCSANOW, &at_signal.modes);
    signal(number, SIG_DFL);
    raise(number);
}

/* The first request to end lets the screen keep the draft; a second one ends at once. */
static void on_end(int number)
{
    if (at_signal.hung_up)
        on_fatal(number);
    at_signal.hung_up = 1;
}

static void on_stop(int number)
{
    if (number == SIGTSTP)
        at_signal.stop = 1;
    else
        at_signal.gone_on = 1;
}

bool term_stop_asked(void)
{
    bool asked = at_signal.stop != 0;
    at_signal.stop = 0;
    return asked;
}

bool term_gone_on(void)
{
    bool gone_on = at_signal.gone_on != 0;
    at_signal.gone_on = 0;
    return gone_on;
}

bool term_hung_up(void)
{
    return at_signal.hung_up != 0;
}

static void remember(const char *text)
{
    if (text == NULL || text == (const char *)-1)
        return;
    size_t n = strlen(text);
    if (n >= sizeof at_signal.farewell - at_signal.length)
        return;
    memcpy(at_signal.farewell + at_signal.length, text, n);
    at_signal.length += n;
}

static void catch_with(const int *numbers, size_t count, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler };
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(numbers[i], &action, NULL);
}

/* With the default SIGTSTP a program that no shell waits for is not stopped for ever. */
void term_stop(void)
{
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    catch_with(stopping, COUNT(stopping), on_stop);
    at_signal.stop = at_signal.gone_on = 0;
}

void term_signals_on(struct terminal *t)
{
    static const char *const leaving[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
    at_signal.fd = fileno(t->out);
    at_signal.modes = t->before;
    at_signal.modes_known = t->before_known;
    at_signal.hung_up = at_signal.stop = at_signal.gone_on = 0;
    at_signal.length = 0;
    remember(t->pastes ? TERM_PASTE_OFF : NULL);
    for (size_t i = 0; i < COUNT(leaving); i++)
        remember(tigetstr(leaving[i]));
    catch_with(fatal, COUNT(fatal), on_fatal);
    catch_with(ending, COUNT(ending), on_end);
    catch_with(stopping, COUNT(stopping), on_stop);
    t->signals = true;
}

void term_signals_off(struct terminal *t)
{
    if (!t->signals)
        return;
    catch_with(fatal, COUNT(fatal), SIG_DFL);
    catch_with(ending, COUNT(ending), SIG_DFL);
    catch_with(stopping, COUNT(stopping), SIG_DFL);
    t->signals = false;
}
