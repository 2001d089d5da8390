/* The link to the share: online, waiting, away, coming back. It is driven from the thread that
 * collects answers: by what jobs on the share ended with, by those that do not end, and by time. */
#include "link.h"
#include "people.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SECOND = 1000,
    SLOW_MS = 3 * SECOND,        /* nothing moved for so long: said in the title */
    HUNG_MS = 15 * SECOND,       /* the share does not answer: work goes on without it */
    LOOK_MS = 500,               /* between two looks at a job under way */
    STEP_MS = 50,                /* likewise, while the first screen waits for it */
    SEND_EVERY_MS = 60 * SECOND, /* what waits here, while the share is there */
    COPY_EVERY_MS = 600 * SECOND,
    COPY_FIRST_MS = 5 * SECOND,  /* after opening: the first screen comes first */
    COPY_LATEST_MS = 5 * SECOND, /* a slice gives way so long; at a desk never idle it comes then */
};

static void enter(struct session *s, enum link_state state)
{
    if (s->link->state == state)
        return;
    s->link->state = state;
    s->link->since = session_now(s);
}

/* ---- What is seen of a job under way ---- */

/* On the share's worker, twice a second while the file is another's. */
static void told_waiting(void *context, int waited_ms, const char *writer)
{
    struct link *l = context;
    atomic_fetch_add(&l->pulse, 1);
    atomic_store(&l->waited_ms, waited_ms);
    pthread_mutex_lock(&l->lock);
    snprintf(l->writer, sizeof l->writer, "%s", writer);
    pthread_mutex_unlock(&l->lock);
}

static void link_listen(struct session *s)
{
    store_on_wait(s->store, told_waiting, s->link);
    store_pulse(s->store, &s->link->pulse);
}

void link_begin(struct session *s)
{
    struct link *l = xcalloc(1, sizeof *l);
    pthread_mutex_init(&l->lock, NULL);
    s->link = l;
    l->state = LINK_OFFLINE;
    l->since = l->moved_at = session_now(s);
}

/* ---- Jobs of the link's own ---- */

enum errand { OPEN, REACH, SIT, SEND, COPY, COUNT_KEPT };

struct link_job {
    struct job job; /* first */
    struct session *session;
    struct session *fresh; /* OPEN, REACH: what takes the old one's place */
    bool away;             /* likewise: the share does not answer, or is not there */
    bool missing;          /* likewise: its folder is there, the file is not */
    enum errand errand;
    enum outcome result;
    struct error error;
    struct spool_report sent;
    struct spool_count count;
    bool more;             /* COPY: there is another slice to be copied */
    struct link_job *next; /* of those under way */
};

static void job_free(struct link *l, struct link_job *w)
{
    struct link_job **at = &l->jobs;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    session_free(&w->fresh);
    free(w);
}

/* The workers have ended: what they never began is nobody's any more. */
void link_end(struct session *s)
{
    if (!s->link)
        return;
    while (s->link->jobs)
        job_free(s->link, s->link->jobs);
    pthread_mutex_destroy(&s->link->lock);
    free(s->link);
    s->link = NULL;
}

/* Worth going on without: the share does not answer, or what lay there is not to be seen. */
static bool is_away(const struct session *s, enum outcome result, const struct error *e)
{
    return result == FAULT && !e->busy && (e->later || access(buf_text(&s->path), F_OK) != 0);
}

/* On the share's worker, once it has answered. */
static bool is_missing(const struct session *s)
{
    struct buf folder = { 0 };
    const char *path = buf_text(&s->path), *slash = strrchr(path, '/');
    buf_printf(&folder, "%.*s.", slash ? (int)(slash + 1 - path) : 0, path);
    bool missing = access(path, F_OK) != 0 && access(buf_text(&folder), X_OK) == 0;
    buf_free(&folder);
    return missing;
}

static void reach(struct link_job *w)
{
    w->result = session_reach(w->fresh, &w->error);
    w->away = is_away(w->fresh, w->result, &w->error);
    w->missing = w->away && is_missing(w->fresh);
    if (w->result == DONE)
        seat_take(w->fresh);
}

static void run(struct job *j)
{
    struct link_job *w = (struct link_job *)j;
    struct session *s = w->session;
    switch (w->errand) {
    case OPEN:
        reach(w);
        break;
    case REACH: /* always from the beginning: what was open is not trusted */
        copying_drop(s);
        store_close(&s->store);
        reach(w);
        if (w->result == DONE)
            w->result = act_spool_send(w->fresh, &w->sent, &w->error);
        break;
    case SIT:
        seat_take(s);
        break;
    case SEND:
        w->result = act_spool_send(s, &w->sent, &w->error);
        break;
    case COPY:
        w->result = act_copy(s, &w->more, &w->error);
        break;
    case COUNT_KEPT:
        w->result = act_spool_count(s, &w->count, &w->error);
        break;
    }
}

static void done(struct job *j);

static void post(struct session *s, enum errand errand)
{
    struct link_job *w = xcalloc(1, sizeof *w);
    w->job = (struct job){ .run = run, .done = done };
    w->session = errand == COUNT_KEPT ? session_at_work(s) : s;
    w->errand = errand;
    w->next = s->link->jobs;
    s->link->jobs = w;
    if (errand == OPEN || errand == REACH)
        w->fresh = session_like(s);
    if (errand == COUNT_KEPT) {
        worker_post(s->at_desk, &w->job);
        return;
    }
    s->link->errand = true;
    worker_post(s->at_share, &w->job);
}

/* 1, 2, 5, 10, then every 30 s, each by half more or less, so that desks do not come together. */
static void try_later(struct session *s)
{
    static const int waits[] = { 1, 2, 5, 10, 30 };
    struct link *l = s->link;
    uint16_t dice;
    random_bytes(&dice, sizeof dice);
    int wait = waits[l->tries < (int)COUNT(waits) ? l->tries : (int)COUNT(waits) - 1] * SECOND;
    l->tries++;
    l->next_try = session_now(s) + wait / 2 + dice % (wait + 1);
    enter(s, LINK_OFFLINE);
}

static void take_over(struct session *s, const struct link_job *w)
{
    struct link *l = s->link;
    bool first = w->errand == OPEN;
    session_take(s, w->fresh);
    link_listen(s);
    l->tries = 0;
    l->moved_at = session_now(s);
    l->next_send = session_now(s) + (first ? 0 : SEND_EVERY_MS);
    l->next_copy = session_now(s) + (first ? COPY_FIRST_MS : 0);
    enter(s, LINK_ONLINE);
    if (!seat_differs(s))
        return;
    person_free(&s->person); /* who came or went while what was kept was sent */
    post(s, SIT);
}

static void reached(struct session *s, const struct link_job *w)
{
    struct link *l = s->link;
    l->hung = false;
    l->away = w->away;
    l->missing = w->missing;
    l->reached = w->result;
    l->why = w->error;
    if (w->result == DONE)
        take_over(s, w);
    else
        try_later(s);
}

static void sent(struct session *s, const struct link_job *w)
{
    s->link->news.sent += w->sent.sent;
    s->link->news.trouble += w->sent.trouble;
    s->link->next_send = session_now(s) + SEND_EVERY_MS;
    post(s, COUNT_KEPT);
}

static void done(struct job *j)
{
    struct link_job *w = (struct link_job *)j;
    struct session *s = w->session;
    if (w->errand == COUNT_KEPT) {
        struct session *main = s->main ? s->main : s;
        main->link->count = w->count;
        job_free(main->link, w);
        return;
    }
    s->link->errand = false;
    if (w->fresh)
        reached(s, w);
    else
        session_heard(s, w->result, &w->error);
    if (w->errand == COPY)
        s->link->next_copy = session_now(s) + (w->more ? 0 : COPY_EVERY_MS);
    else if (w->errand == REACH || w->errand == SEND)
        sent(s, w);
    job_free(s->link, w);
}

/* ---- The first opening ---- */

/* What hangs at the share holds nobody: it is left where it is, and taken over when it ends. */
static bool ended_within(struct session *s, int patience_ms)
{
    struct pollfd bell = { .fd = worker_fd(s->at_share), .events = POLLIN };
    worker_collect(s->at_share);
    for (int left = patience_ms; s->link->errand && left > 0; left -= STEP_MS) {
        poll(&bell, 1, left < STEP_MS ? left : STEP_MS);
        worker_collect(s->at_share);
    }
    return !s->link->errand;
}

enum outcome link_open(struct session *s, int patience_ms, bool *away, struct error *e)
{
    struct link *l = s->link;
    if (!l->errand)
        post(s, OPEN);
    if (!ended_within(s, patience_ms)) {
        *away = l->hung = true;
        fail(e, FAULT,
             _("%s does not answer: see whether the computer that holds the share is on, and "
               "whether `ls` of its folder answers."),
             buf_text(&s->path));
        e->later = true;
        return FAULT;
    }
    *away = l->away;
    *e = l->why;
    return l->reached;
}

bool link_hangs(const struct session *s)
{
    return s->link && s->link->hung;
}

/* ---- What becomes of it ---- */

static void go_away(struct session *s, bool hung)
{
    if (s->link->state == LINK_OFFLINE || s->link->state == LINK_RECOVERING)
        return;
    enter(s, LINK_OFFLINE);
    s->link->hung = hung;
    s->link->tries = 0;
    if (stand_in_open(s, NULL) == DONE) {
        try_later(s);
        post(s, COUNT_KEPT);
    }
}

struct session *session_at_work(struct session *s)
{
    bool away = s->link && (s->link->state == LINK_OFFLINE || s->link->state == LINK_RECOVERING);
    return away && s->stand_in ? s->stand_in : s;
}

void session_heard(struct session *s, enum outcome result, const struct error *e)
{
    if (!s->link || s->link->state == LINK_RECOVERING)
        return;
    if (result == FAULT && e->later && !e->busy)
        go_away(s, false);
    else if (s->link->state == LINK_DEGRADED || (s->link->state == LINK_OFFLINE && !s->stand_in))
        enter(s, LINK_ONLINE);
}

void session_counted_anew(struct session *s)
{
    if (s->link)
        post(s, COUNT_KEPT);
}

static bool is_there(const struct session *s)
{
    return s->link->state == LINK_ONLINE || s->link->state == LINK_DEGRADED;
}

/* How long nothing has moved on the share although something is asked of it. */
static moment standing(struct session *s, moment now)
{
    struct link *l = s->link;
    uint64_t pulse = atomic_load(&l->pulse);
    if (worker_pending(s->at_share) == 0) {
        atomic_store(&l->waited_ms, 0);
        l->moved_at = now;
    } else if (pulse != l->moved) {
        l->moved_at = now;
    }
    l->moved = pulse;
    return now - l->moved_at;
}

static void watch(struct session *s, moment now)
{
    moment still = standing(s, now);
    bool slow = still > SLOW_MS || atomic_load(&s->link->waited_ms) > SLOW_MS;
    if (still > HUNG_MS)
        go_away(s, true);
    else
        enter(s, slow ? LINK_DEGRADED : LINK_ONLINE);
}

/* What hung has come back: only now can the share be opened anew. */
static void try_again(struct session *s, moment now)
{
    struct link *l = s->link;
    if (!s->stand_in || l->errand || worker_pending(s->at_share) > 0 || now < l->next_try)
        return;
    l->hung = false;
    enter(s, LINK_RECOVERING);
    post(s, REACH);
}

void session_tick(struct session *s)
{
    struct link *l = s->link;
    moment now = session_now(s);
    if (!l)
        return;
    if (!l->counted)
        post(s, COUNT_KEPT);
    l->counted = true;
    if (is_there(s))
        watch(s, now);
    if (l->state == LINK_OFFLINE)
        try_again(s, now);
    if (l->state != LINK_ONLINE || l->errand)
        return;
    bool idle = worker_pending(s->at_share) == 0;
    if (idle && now >= l->next_send && l->count.open > 0)
        post(s, SEND);
    else if (s->keeps_copy && now >= l->next_copy + (idle ? 0 : COPY_LATEST_MS))
        post(s, COPY);
}

static int until(moment when, moment now)
{
    moment left = when - now;
    return left < 0 ? 0 : left > 3600 * SECOND ? 3600 * SECOND : (int)left;
}

int session_patience(struct session *s)
{
    const struct link *l = s->link;
    moment now = session_now(s);
    if (!l)
        return -1;
    if (worker_pending(s->at_share) > 0)
        return LOOK_MS;
    if (l->state == LINK_OFFLINE)
        return s->stand_in ? until(l->next_try, now) : -1;
    int wait = s->keeps_copy ? until(l->next_copy, now) : -1;
    int send = l->count.open > 0 ? until(l->next_send, now) : -1;
    return wait < 0 ? send : send < 0 || wait < send ? wait : send;
}

void session_link(struct session *s, struct link_view *out)
{
    struct link *l = s->link;
    *out = (struct link_view){ .state = LINK_ONLINE, .why = "" };
    if (!l)
        return;
    moment now = session_now(s);
    int waited = atomic_load(&l->waited_ms);
    out->state = l->state;
    out->since = l->since;
    out->reads_only = is_there(s) && atomic_load(&s->reads_only);
    out->waited_ms = is_there(s) && now - l->moved_at > waited ? (int)(now - l->moved_at) : waited;
    out->kept = l->count.open;
    out->trouble = l->count.trouble;
    out->why = l->reached == DONE || l->away ? "" : l->why.text;
    out->missing = l->missing;
    pthread_mutex_lock(&l->lock);
    snprintf(out->writer, sizeof out->writer, "%s", l->writer);
    pthread_mutex_unlock(&l->lock);
}

void session_news(struct session *s, struct spool_report *out)
{
    *out = s->link ? s->link->news : (struct spool_report){ 0 };
    if (s->link)
        s->link->news = (struct spool_report){ 0 };
}
