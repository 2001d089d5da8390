/* worker.c - one thread that does what is posted, in order, and a pipe that tells the caller's loop
 * when something is done. A job that hangs (a dead share) must never hang the screen: posting,
 * collecting and stopping wait for no job. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "loket/store.h"

struct queue {
    struct job *first, *last;
};

struct worker {
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock; /* around all below */
    pthread_cond_t posted;
    pthread_cond_t ended;
    struct queue todo, finished;
    size_t pending; /* posted, done() not yet called */
    bool stopping;
    bool has_ended;
    int bell[2]; /* pipe: one byte while something is finished; -1 without thread */
};

static void queue_put(struct queue *q, struct job *j)
{
    j->next = NULL;
    if (q->last)
        q->last->next = j;
    else
        q->first = j;
    q->last = j;
}

static struct job *queue_take(struct queue *q)
{
    struct job *j = q->first;
    if (j == NULL)
        return NULL;
    q->first = j->next;
    if (q->first == NULL)
        q->last = NULL;
    j->next = NULL;
    return j;
}

/* ---- The worker's thread ---- */

static void ring(struct worker *w)
{
    /* A full pipe is as good: the reader has something to wake up for. */
    while (write(w->bell[1], "", 1) < 0 && errno == EINTR)
        ;
}

static struct job *next_job(struct worker *w)
{
    while (!w->stopping && w->todo.first == NULL)
        pthread_cond_wait(&w->posted, &w->lock);
    return w->stopping ? NULL : queue_take(&w->todo);
}

static void *work(void *context)
{
    struct worker *w = context;
    struct job *j;
    pthread_mutex_lock(&w->lock);
    while ((j = next_job(w)) != NULL) {
        pthread_mutex_unlock(&w->lock);
        j->run(j);
        pthread_mutex_lock(&w->lock);
        queue_put(&w->finished, j);
        ring(w);
    }
    w->has_ended = true;
    pthread_cond_signal(&w->ended);
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* ---- The caller's side ---- */

static void cond_init_monotonic(pthread_cond_t *c)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(c, &attr);
    pthread_condattr_destroy(&attr);
}

static bool bell_make(int bell[2])
{
    if (pipe(bell) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(bell[i], F_SETFD, FD_CLOEXEC);
        fcntl(bell[i], F_SETFL, fcntl(bell[i], F_GETFL) | O_NONBLOCK);
    }
    return true;
}

/* Signals are the main thread's. */
static bool thread_make(struct worker *w)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    bool made = pthread_create(&w->thread, NULL, work, w) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return made;
}

static void bell_drop(struct worker *w)
{
    for (int i = 0; i < 2; i++)
        if (w->bell[i] >= 0)
            close(w->bell[i]);
    w->bell[0] = w->bell[1] = -1;
}

/* Where no thread can be had, the work is done all the same, inline. */
struct worker *worker_start(bool threaded)
{
    struct worker *w = xcalloc(1, sizeof *w);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->posted, NULL);
    cond_init_monotonic(&w->ended);
    w->bell[0] = w->bell[1] = -1;
    w->threaded = threaded && bell_make(w->bell);
    if (w->threaded && !thread_make(w)) {
        w->threaded = false;
        bell_drop(w);
    }
    return w;
}

void worker_post(struct worker *w, struct job *j)
{
    if (!w->threaded) {
        w->pending++;
        j->run(j);
        queue_put(&w->finished, j);
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->pending++;
    queue_put(&w->todo, j);
    pthread_cond_signal(&w->posted);
    pthread_mutex_unlock(&w->lock);
}

int worker_fd(const struct worker *w)
{
    return w->bell[0];
}

static void bell_drain(int fd)
{
    char bytes[64];
    while (fd >= 0 && read(fd, bytes, sizeof bytes) > 0)
        ;
}

/* Only what is finished now: a done() that posts inline again is collected by the next call. */
size_t worker_collect(struct worker *w)
{
    bell_drain(w->bell[0]);
    pthread_mutex_lock(&w->lock);
    struct queue finished = w->finished;
    w->finished = (struct queue){ 0 };
    pthread_mutex_unlock(&w->lock);
    struct job *j;
    size_t count = 0;
    for (; (j = queue_take(&finished)) != NULL; count++) {
        pthread_mutex_lock(&w->lock);
        w->pending--;
        pthread_mutex_unlock(&w->lock);
        j->done(j);
    }
    return count;
}

size_t worker_pending(const struct worker *w)
{
    pthread_mutex_t *lock = (pthread_mutex_t *)&w->lock;
    pthread_mutex_lock(lock);
    size_t n = w->pending;
    pthread_mutex_unlock(lock);
    return n;
}

/* Whether the thread ended within patience_ms. */
static bool wait_for_end(struct worker *w, int patience_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += patience_ms / 1000;
    until.tv_nsec += (long)(patience_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->posted);
    while (!w->has_ended && pthread_cond_timedwait(&w->ended, &w->lock, &until) == 0)
        ;
    bool ended = w->has_ended;
    pthread_mutex_unlock(&w->lock);
    return ended;
}

/* What is finished gets its done(); what was never begun stays its owner's, untouched. A thread
 * left behind keeps the worker's memory and its pipe: it may still come back to them. */
bool worker_stop(struct worker **w, int patience_ms)
{
    struct worker *it = *w;
    *w = NULL;
    if (it == NULL)
        return true;
    if (it->threaded && !wait_for_end(it, patience_ms)) {
        pthread_detach(it->thread);
        return false;
    }
    if (it->threaded)
        pthread_join(it->thread, NULL);
    worker_collect(it);
    bell_drop(it);
    pthread_cond_destroy(&it->posted);
    pthread_cond_destroy(&it->ended);
    pthread_mutex_destroy(&it->lock);
    free(it);
    return true;
}
