/* sit.c - a desk as somebody sits at it: what the screen does with its session, without a screen. A
 * share that goes away under it must cost nothing that was filed, and file nothing twice. */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "desks/desks.h"

enum {
    LOOK_MS = 200,
    FILE_EVERY_MS = 1000,
    BEAT_EVERY_MS = 2000,
    PATIENCE_MS = 2500,
    UNDER_WAY_MAX = 4, /* what hangs is not added to for ever */
    SETTLE_MS = 300000,
};

struct seat_here {
    const struct desk_options *o;
    struct session *session;
    int log, n;
    int under_way[2]; /* at the share; at the desk, while it is away */
    int filed, kept;
    int64_t begun, file_at, beat_at;
    bool beating, stopped;
    enum link_state link;
};

struct filing {
    struct job job; /* first */
    struct seat_here *seat;
    struct session *session; /* who answers: the session, or its stand-in */
    char txn[TXN_TEXT_LEN + 1], mark[MARK_MAX];
    int n;
    bool capture; /* else a permit */
    int64_t asked, id;
    enum outcome outcome;
    bool kept, stopped;
    struct error e;
};

struct beating {
    struct job job; /* first */
    struct seat_here *seat;
    struct tick tick;
    enum outcome outcome;
    struct error e;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void say(const struct seat_here *s, const char *what)
{
    printf("%" PRId64 " s: %s\n", (now_ms() - s->begun) / 1000, what);
    fflush(stdout);
}

/* ---- Filing ---- */

static bool is_stopped(const struct session *s)
{
    struct buf why = { 0 };
    struct store *store = session_store((struct session *)s);
    bool is = store && store_stopped(store, &why);
    buf_free(&why);
    return is;
}

static void file_it(struct job *j)
{
    struct filing *f = (struct filing *)j;
    struct record *r = NULL;
    struct save_report report = { 0 };
    f->outcome = (f->capture ? deed_capture : deed_permit)(f->session, f->mark, &r, &f->e);
    if (f->outcome == DONE)
        f->outcome = act_save(f->session, r, NULL, f->txn, &report, &f->e);
    f->kept = report.kept;
    f->id = r ? r->id : 0;
    f->stopped = is_stopped(f->session);
    save_report_free(&report);
    record_free(&r);
}

static void filed(struct job *j)
{
    struct filing *f = (struct filing *)j;
    struct seat_here *s = f->seat;
    s->under_way[f->session != s->session]--;
    s->stopped |= f->stopped;
    if (f->session == s->session)
        session_heard(s->session, f->outcome, &f->e);
    if (f->outcome == DONE) {
        s->filed++;
        s->kept += f->kept;
        deeds_say(s->log, "ack %d %" PRId64 " 0 %d %s", f->n, f->id, (int)(now_ms() - f->asked),
                  f->mark);
        session_counted_anew(s->session);
    } else {
        deeds_say(s->log, "fault %d %s", f->n, f->e.text);
    }
    free(f);
}

static void file_one(struct seat_here *s)
{
    struct filing *f = xcalloc(1, sizeof *f);
    f->job = (struct job){ .run = file_it, .done = filed };
    f->seat = s;
    f->session = session_at_work(s->session);
    f->n = ++s->n;
    f->asked = now_ms();
    act_new_txn(f->txn);
    snprintf(f->mark, sizeof f->mark, "D%" PRIu64 "-%d", s->o->seed, f->n);
    f->capture = f->n % 2 == 0;
    deeds_say(s->log, "try %d %s %s 0", f->n, f->txn, f->capture ? "capture" : "new");
    s->under_way[f->session != s->session]++;
    session_post(f->session, AT_SHARE, &f->job);
}

/* ---- The beat ---- */

static void beat(struct job *j)
{
    struct beating *b = (struct beating *)j;
    b->outcome = act_tick(b->seat->session, NULL, 0, &b->tick, &b->e);
}

static void beaten(struct job *j)
{
    struct beating *b = (struct beating *)j;
    struct seat_here *s = b->seat;
    s->beating = false;
    s->stopped |= is_stopped(s->session);
    session_heard(s->session, b->outcome, &b->e);
    buf_free(&b->tick.trouble);
    free(b);
}

static void beat_once(struct seat_here *s)
{
    if (s->beating || session_at_work(s->session) != s->session)
        return;
    struct beating *b = xcalloc(1, sizeof *b);
    b->job = (struct job){ .run = beat, .done = beaten };
    b->seat = s;
    s->beating = true;
    session_post(s->session, AT_SHARE, &b->job);
}

/* ---- What befalls it ---- */

static volatile sig_atomic_t told;

static void be_told(int signal)
{
    (void)signal;
    told = 1;
}

struct arming {
    struct job job; /* first */
    struct fault fault;
};

static void arm(struct job *j)
{
    faults_arm(&((struct arming *)j)->fault);
}

static void armed(struct job *j)
{
    free(j);
}

/* Between two jobs of the worker whose calls are counted. */
static void arm_if_told(const struct seat_here *s)
{
    if (!told)
        return;
    told = 0;
    struct arming *a = xcalloc(1, sizeof *a);
    *a = (struct arming){ .job = { .run = arm, .done = armed }, .fault = s->o->fault };
    session_post(s->session, AT_SHARE, &a->job);
}

/* ---- At the desk ---- */

static void say_link(struct seat_here *s)
{
    static const char *const words[] = { "online", "waiting", "away", "coming back" };
    struct link_view l;
    session_link(s->session, &l);
    if (l.state != s->link)
        say(s, words[l.state]);
    s->link = l.state;
}

static void look(struct seat_here *s)
{
    struct pollfd bells[] = {
        { .fd = session_wake_fd(s->session, AT_SHARE), .events = POLLIN },
        { .fd = session_wake_fd(s->session, AT_DESK), .events = POLLIN },
    };
    poll(bells, COUNT(bells), LOOK_MS);
    session_collect(s->session);
    session_tick(s->session);
    say_link(s);
}

static bool is_settled(struct seat_here *s)
{
    struct link_view l;
    session_link(s->session, &l);
    return s->under_way[0] + s->under_way[1] == 0 && !s->beating && l.state == LINK_ONLINE &&
           l.kept == 0;
}

static int stay(struct seat_here *s, int64_t until)
{
    while (!s->stopped && (now_ms() < until || !is_settled(s)) && now_ms() < until + SETTLE_MS) {
        look(s);
        arm_if_told(s);
        int *under_way = &s->under_way[session_at_work(s->session) != s->session];
        if (now_ms() < until && now_ms() >= s->file_at && *under_way < UNDER_WAY_MAX) {
            s->file_at = now_ms() + FILE_EVERY_MS;
            file_one(s);
        }
        if (now_ms() >= s->beat_at) {
            s->beat_at = now_ms() + BEAT_EVERY_MS;
            beat_once(s);
        }
    }
    return s->stopped ? FAULT : is_settled(s) ? DONE : REFUSED;
}

int desk_sit(const struct desk_options *o, int seconds)
{
    char path[400], desk[400];
    struct error e = { 0 };
    struct seat_here s = { .o = o, .begun = now_ms() };
    snprintf(path, sizeof path, "%s/log", o->folder);
    snprintf(desk, sizeof desk, "%s/desk", o->folder);
    s.log = deeds_open(path);
    faults_install("loket.db");
    const struct session_options options = { .store = o->store,
                                             .desk_folder = desk,
                                             .config = "",
                                             .threads = true,
                                             .goes_on = true,
                                             .patience_ms = PATIENCE_MS,
                                             .allowed = desks_allowed() };
    if (session_open(&options, &s.session, &e) != DONE) {
        fprintf(stderr, "%s\n", e.text);
        return FAULT;
    }
    signal(SIGUSR1, be_told);
    int result = stay(&s, s.begun + (int64_t)seconds * 1000);
    if (s.stopped)
        say(&s, "everybody is stopped: locks do not reach the others");
    printf("%d filed, %d of them kept here first, %d asked\n", s.filed, s.kept, s.n);
    session_close(&s.session);
    return result;
}
