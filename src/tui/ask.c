/* ask.c - work the screen asks a worker for. */
#include "ask.h"

#include "ui.h"

#include <stdlib.h>

static void run_job(struct job *j)
{
    struct ask *a = (struct ask *)j;
    a->work(a);
}

static void unlink_ask(struct ask *a)
{
    struct ask **at = &a->ui->asks;
    while (*at != a)
        at = &(*at)->next;
    *at = a->next;
}

static void job_done(struct job *j)
{
    struct ask *a = (struct ask *)j;
    struct ui *u = a->ui;
    unlink_ask(a);
    u->stirred = true;
    if (a->where == AT_SHARE && a->session == u->session)
        session_heard(u->session, a->outcome, &a->error);
    a->awaited = u->hold == a;
    if (a->awaited)
        u->hold = NULL;
    if (!a->orphan && a->answer != NULL)
        a->answer(a);
    if (a->release != NULL)
        a->release(a);
    free(a);
}

void ask_drop_all(struct ui *u)
{
    while (u->asks != NULL) {
        struct ask *a = u->asks;
        u->asks = a->next;
        if (a->release != NULL)
            a->release(a);
        free(a);
    }
}

void *ask_new(size_t size, struct ui *u, struct screen *owner, void (*work)(struct ask *),
              void (*answer)(struct ask *), void (*release)(struct ask *))
{
    struct ask *a = xcalloc(1, size);
    a->job = (struct job){ .run = run_job, .done = job_done };
    a->ui = u;
    a->owner = owner;
    a->work = work;
    a->answer = answer;
    a->release = release;
    return a;
}

void ask_post(struct ask *a, enum workplace where)
{
    a->where = where;
    a->session = session_at_work(a->ui->session);
    a->next = a->ui->asks;
    a->ui->asks = a;
    session_post(a->session, where, &a->job);
}

void ask_hold(struct ask *a, enum workplace where, const char *doing)
{
    a->ui->hold = a;
    a->ui->doing = doing;
    ask_post(a, where);
}

void ask_forget(struct ui *u, const struct screen *owner)
{
    for (struct ask *a = u->asks; a != NULL; a = a->next) {
        if (a->owner != owner)
            continue;
        a->orphan = true;
        a->owner = NULL;
        if (u->hold == a)
            u->hold = NULL;
    }
}
