/* term_signal.c - hang-up, termination, crashes, stopping and going on: the terminal is given back
 * whatever happens. */
#include "term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
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
    void (*resized)(int); /* of curses */
    int bell[2];          /* a pipe: wakes whoever waits, whichever thread the signal came to */
} at_signal = { .bell = { -1, -1 } };

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

static void ring(void)
{
    int before = errno;
    ssize_t ignored = write(at_signal.bell[1], "", 1); /* full: it rings already */
    (void)ignored;
    errno = before;
}

/* The first request to end lets the screen keep the draft; a second one ends at once. */
static void on_end(int number)
{
    if (at_signal.hung_up)
        on_fatal(number);
    at_signal.hung_up = 1;
    ring();
}

static void on_stop(int number)
{
    if (number == SIGTSTP)
        at_signal.stop = 1;
    else
        at_signal.gone_on = 1;
    ring();
}

static void on_resize(int number)
{
    at_signal.resized(number);
    ring();
}

int term_signal_fd(void)
{
    return at_signal.bell[0];
}

static void drain(void)
{
    char bytes[16];
    while (read(at_signal.bell[0], bytes, sizeof bytes) > 0)
        ;
}

bool term_stop_asked(void)
{
    drain();
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

/* Curses ignores a request to stop while it paints; held back, it is heard afterwards. */
void term_paint(void)
{
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    refresh();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
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
    if (at_signal.bell[0] < 0 && pipe(at_signal.bell) == 0)
        for (int i = 0; i < 2; i++)
            fcntl(at_signal.bell[i], F_SETFL, O_NONBLOCK);
    at_signal.length = 0;
    remember(t->pastes ? TERM_PASTE_OFF : NULL);
    remember(t->mouse ? TERM_MOUSE_OFF : NULL);
    remember(t->keeps ? TERM_TITLE_BACK : NULL);
    for (size_t i = 0; i < COUNT(leaving); i++)
        remember(tigetstr(leaving[i]));
    catch_with(fatal, COUNT(fatal), on_fatal);
    catch_with(ending, COUNT(ending), on_end);
    catch_with(stopping, COUNT(stopping), on_stop);
    struct sigaction theirs;
    if (sigaction(SIGWINCH, NULL, &theirs) == 0 && theirs.sa_handler != SIG_DFL &&
        theirs.sa_handler != SIG_IGN && theirs.sa_handler != on_resize) {
        at_signal.resized = theirs.sa_handler;
        catch_with((const int[]){ SIGWINCH }, 1, on_resize);
    }
    t->signals = true;
}

void term_signals_off(struct terminal *t)
{
    if (!t->signals)
        return;
    catch_with(fatal, COUNT(fatal), SIG_DFL);
    catch_with(ending, COUNT(ending), SIG_DFL);
    catch_with(stopping, COUNT(stopping), SIG_DFL);
    catch_with((const int[]){ SIGWINCH }, 1, SIG_DFL);
    t->signals = false;
}
