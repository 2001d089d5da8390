/* pty.c - runs a full-screen program on a pseudo-terminal of 80 x 24 and measures it from outside:
 * time to its first full screen, time and bytes each key costs, resident memory.
 *
 *   pty [-q MS] [-n TIMES] [-p KEYS]... [-k NAME=KEYS]... [-i SECONDS] [-s] -- COMMAND
 * [ARGUMENT]...
 *
 *   -q  the program has answered once it wrote nothing for MS milliseconds (150)
 *   -n  press each measured key this often (30)
 *   -p  keys pressed and waited for before measuring, each once, timed as "step"
 *   -k  a key to measure, under a name; \e is escape, \r return, \b backspace; behind a | what
 * takes it back, pressed after each without being measured -i  presses nothing for so long after
 * the last key, and counts what comes all the same -s  shows the screen after that
 *
 * Prints, with tabs between: "start FIRST LAST BYTES", "step ...", "key NAME FIRST LAST BYTES" with
 * medians, "idle SECONDS BYTES", and "memory KIB". FIRST and LAST are microseconds to the first and
 * the last byte. The silence that ends an answer is not counted in it; a key that changes nothing
 * is left out. */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { ROWS = 24, COLS = 80, KEYS_MAX = 16, TIMES_MAX = 1000 };
enum { PATIENCE_MS = 20000, KEY_PATIENCE_MS = 1000 };

struct key {
    const char *name;
    char bytes[64];
    size_t len;
    const char *back; /* takes it back, or NULL */
};

struct options {
    int quiet_ms;
    int times;
    int idle_s;
    bool show;
    struct key steps[KEYS_MAX], keys[KEYS_MAX];
    size_t step_count, key_count;
};

struct program {
    pid_t pid;
    int fd;
    VTerm *terminal; /* answers what programs ask a terminal, and keeps the screen */
    VTermScreen *screen;
};

struct answer {
    int64_t first, last; /* microseconds since the question */
    int64_t bytes;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *sentence)
{
    fprintf(stderr, "pty: %s\n", sentence);
    exit(5);
}

/* ---- Options ---- */

static void read_key(const char *name, const char *text, struct key *k)
{
    k->name = name;
    for (; *text && *text != '|' && k->len < sizeof k->bytes; text++) {
        char c = *text;
        if (c == '\\' && text[1]) {
            text++;
            c = *text == 'e'   ? '\033'
                : *text == 'r' ? '\r'
                : *text == 't' ? '\t'
                : *text == 'b' ? '\177'
                               : *text;
        }
        k->bytes[k->len++] = c;
    }
    k->back = *text == '|' ? text + 1 : NULL;
}

static void add_named_key(char *text, struct options *o)
{
    char *equals = strchr(text, '=');
    if (!equals || o->key_count == KEYS_MAX)
        die("-k wants NAME=KEYS, at most 16 times");
    *equals = '\0';
    read_key(text, equals + 1, &o->keys[o->key_count++]);
}

static void read_options(int argc, char **argv, struct options *o)
{
    int c;
    while ((c = getopt(argc, argv, "q:n:p:k:i:s")) != -1) {
        if (c == 'q')
            o->quiet_ms = atoi(optarg);
        else if (c == 'n')
            o->times = atoi(optarg);
        else if (c == 'i')
            o->idle_s = atoi(optarg);
        else if (c == 'p' && o->step_count < KEYS_MAX)
            read_key("step", optarg, &o->steps[o->step_count++]);
        else if (c == 'k')
            add_named_key(optarg, o);
        else if (c == 's')
            o->show = true;
        else
            die("see the top of tests/bench/pty.c for its options");
    }
    if (optind >= argc || o->times < 1 || o->times > TIMES_MAX)
        die("which command? see the top of tests/bench/pty.c");
}

/* ---- The program on its terminal ---- */

static void start(struct program *p, char **command)
{
    struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
    p->pid = forkpty(&p->fd, NULL, NULL, &size);
    if (p->pid < 0)
        die("no pseudo-terminal can be had");
    if (p->pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    p->terminal = vterm_new(ROWS, COLS);
    vterm_set_utf8(p->terminal, 1);
    p->screen = vterm_obtain_screen(p->terminal);
    vterm_screen_enable_altscreen(p->screen, 1);
    vterm_screen_reset(p->screen, 1);
}

/* Reads what there is; 0 where the program has ended. Answers the terminal's questions. */
static size_t take(struct program *p)
{
    char bytes[65536];
    ssize_t n = read(p->fd, bytes, sizeof bytes);
    if (n <= 0)
        return 0;
    vterm_input_write(p->terminal, bytes, (size_t)n);
    size_t reply = vterm_output_read(p->terminal, bytes, sizeof bytes);
    if (reply && write(p->fd, bytes, reply) < 0)
        return 0;
    return (size_t)n;
}

/* Waits until the program answered and then stayed silent; first is -1 where it did not answer. */
static struct answer settle(struct program *p, int64_t asked, int patience_ms, int quiet_ms)
{
    struct answer a = { .first = -1 };
    struct pollfd wait = { .fd = p->fd, .events = POLLIN };
    while (poll(&wait, 1, a.first < 0 ? patience_ms : quiet_ms) > 0) {
        size_t n = take(p);
        if (!n)
            die("the program ended before it was done with");
        a.last = now_us() - asked;
        if (a.first < 0)
            a.first = a.last;
        a.bytes += (int64_t)n;
    }
    return a;
}

static struct answer press(struct program *p, const struct key *k, int patience_ms, int quiet_ms)
{
    int64_t asked = now_us();
    if (write(p->fd, k->bytes, k->len) != (ssize_t)k->len)
        die("the program takes no keys");
    return settle(p, asked, patience_ms, quiet_ms);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int64_t median(int64_t *list, int n)
{
    qsort(list, (size_t)n, sizeof *list, by_number);
    return list[n / 2];
}

static void take_back(struct program *p, const struct key *k, int quiet_ms)
{
    struct key back = { .name = k->name };
    if (!k->back)
        return;
    read_key(k->name, k->back, &back);
    press(p, &back, quiet_ms, quiet_ms);
}

static void measure(struct program *p, const struct key *k, const struct options *o)
{
    static int64_t first[TIMES_MAX], last[TIMES_MAX], bytes[TIMES_MAX];
    int n = 0;
    for (int i = 0; i < o->times; i++) {
        struct answer a = press(p, k, KEY_PATIENCE_MS, o->quiet_ms);
        take_back(p, k, o->quiet_ms);
        if (a.first < 0)
            continue;
        first[n] = a.first;
        last[n] = a.last;
        bytes[n++] = a.bytes;
    }
    if (n)
        printf("key\t%s\t%jd\t%jd\t%jd\n", k->name, (intmax_t)median(first, n),
               (intmax_t)median(last, n), (intmax_t)median(bytes, n));
}

static void measure_idle(struct program *p, int seconds)
{
    int64_t end = now_us() + (int64_t)seconds * 1000000, bytes = 0;
    struct pollfd wait = { .fd = p->fd, .events = POLLIN };
    for (int64_t left = end - now_us(); left > 0; left = end - now_us()) {
        if (poll(&wait, 1, (int)(left / 1000) + 1) <= 0)
            continue;
        size_t n = take(p);
        if (!n)
            die("the program ended while nothing was pressed");
        bytes += (int64_t)n;
    }
    printf("idle\t%d\t%jd\n", seconds, (intmax_t)bytes);
}

static void show_answer(const char *what, struct answer a)
{
    if (a.first < 0)
        die("the program showed nothing within 20 seconds");
    printf("%s\t%jd\t%jd\t%jd\n", what, (intmax_t)a.first, (intmax_t)a.last, (intmax_t)a.bytes);
}

static void show_memory(pid_t pid)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmRSS:", 6) == 0)
            printf("memory\t%d\n", atoi(line + 6));
    if (status)
        fclose(status);
}

static void show_screen(struct program *p)
{
    char text[COLS * 8];
    for (int row = 0; row < ROWS; row++) {
        VTermRect line = { .start_row = row, .end_row = row + 1, .start_col = 0, .end_col = COLS };
        size_t n = vterm_screen_get_text(p->screen, text, sizeof text, line);
        printf("%.*s\n", (int)n, text);
    }
}

static void stop(struct program *p)
{
    kill(p->pid, SIGHUP);
    close(p->fd);
    for (int tries = 0; tries < 200 && waitpid(p->pid, NULL, WNOHANG) == 0; tries++)
        poll(NULL, 0, 10);
    kill(p->pid, SIGKILL);
    vterm_free(p->terminal);
}

int main(int argc, char **argv)
{
    struct options o = { .quiet_ms = 150, .times = 30 };
    struct program p = { 0 };
    read_options(argc, argv, &o);
    int64_t asked = now_us();
    start(&p, argv + optind);
    show_answer("start", settle(&p, asked, PATIENCE_MS, o.quiet_ms * 2));
    for (size_t i = 0; i < o.step_count; i++)
        show_answer("step", press(&p, &o.steps[i], PATIENCE_MS, o.quiet_ms));
    for (size_t i = 0; i < o.key_count; i++)
        measure(&p, &o.keys[i], &o);
    if (o.idle_s > 0)
        measure_idle(&p, o.idle_s);
    show_memory(p.pid);
    if (o.show)
        show_screen(&p);
    stop(&p);
    return 0;
}
