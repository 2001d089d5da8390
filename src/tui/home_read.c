/* home_read.c - what the first screen asks for: counts, what lapses, what was handed over, drafts.
 */
#include "home.h"

#include "draft_note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void draft_clear(struct draft_item *i)
{
    free(i->title);
    free(i->about);
    free(i->by);
    free(i->from);
}

void drafts_clear(struct drafts *d)
{
    for (size_t i = 0; i < d->count; i++)
        draft_clear(&d->items[i]);
    d->count = 0;
}

/* ---- What is asked for ---- */

struct home_ask {
    struct ask ask; /* first */
    struct counter counters[COUNTERS_MAX];
    size_t count;
    struct open_count open[OPEN_KINDS_MAX];
    size_t open_count;
    struct drafts drafts; /* of the desk; or what was handed here */
    size_t handed;
    size_t watch[WATCH_STATES];
    int64_t intake[INTAKE_DAYS];
    char *watch_first[WATCH_STATES]; /* what lapses first of each state */
    struct error watch_error; /* why that is not known: a rule is wrong, and the rest is shown */
};

static void take_handed(struct drafts *d, const struct duty *h)
{
    if (d->count == DRAFTS_MAX)
        return;
    d->items[d->count++] = (struct draft_item){ .id = h->id,
                                                .title = xstrdup(h->about),
                                                .about = xstrdup(h->words),
                                                .from = xstrdup(h->from) };
}

/* Held decisions that were handed over are counted; they stand among the approvals. */
static void handed_work(struct home_ask *a)
{
    struct duty_list duties = { 0 };
    a->ask.outcome = act_duties(a->ask.session, &duties, &a->ask.error);
    for (size_t i = 0; i < duties.count; i++) {
        a->handed += duties.items[i].from != NULL;
        if (duties.items[i].what == DUTY_HANDED)
            take_handed(&a->drafts, &duties.items[i]);
    }
    duty_list_free(&duties);
}

enum { WATCH_READ = 40 };

/* "Company: decree until 12 Dec 2026": what it is, and when. */
static char *watched_text(const struct session *s, const struct watched *w)
{
    struct buf text = { 0 };
    buf_printf(&text, "%s, ", w->name);
    watch_what(w, &text);
    buf_putc(&text, ' ');
    if (w->at != 0)
        moment_local(w->at, session_zone(s), &text);
    else
        day_local(w->on, &text);
    return buf_take(&text);
}

static void watch_work(struct home_ask *a)
{
    struct watch_list list = { 0 };
    const struct watch_query q = { .limit = WATCH_READ };
    (void)act_watch(a->ask.session, &q, &list, &a->watch_error);
    memcpy(a->watch, list.counts, sizeof a->watch);
    for (size_t i = 0; i < list.count; i++) {
        char **first = &a->watch_first[list.items[i].state];
        if (*first == NULL)
            *first = watched_text(a->ask.session, &list.items[i]);
    }
    watch_list_free(&list);
}

static void count_work(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    ask->outcome = act_drafts_settle(ask->session, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome =
            act_counters(ask->session, a->counters, COUNTERS_MAX, &a->count, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_open_counts(ask->session, a->open, &a->open_count, &ask->error);
    if (ask->outcome == DONE)
        handed_work(a);
    if (ask->outcome == DONE)
        watch_work(a);
    if (ask->outcome == DONE)
        ask->outcome = act_intake(ask->session, a->intake, &ask->error);
}

static void take_draft(void *context, const struct draft *draft)
{
    struct drafts *d = context;
    if (d->count == DRAFTS_MAX)
        return;
    struct draft_item *i = &d->items[d->count++];
    *i = (struct draft_item){ .id = draft->id,
                              .record = draft->record,
                              .saved_at = draft->saved_at,
                              .title = xstrdup(buf_text(&draft->title)) };
    snprintf(i->kind, sizeof i->kind, "%s", draft->kind);
}

static void take_about(void *context, const char *mark, const char *text)
{
    struct draft_item *i = context;
    if (strcmp(mark, NOTE_ABOUT) == 0 && i->about == NULL)
        i->about = xstrdup(text);
    if (strcmp(mark, NOTE_BY) == 0 && i->by == NULL)
        i->by = xstrdup(text);
}

static void drafts_work(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    ask->outcome = act_draft_list(ask->session, take_draft, &a->drafts, &ask->error);
    for (size_t i = 0; ask->outcome == DONE && i < a->drafts.count; i++) {
        struct buf note = { 0 };
        act_draft_note_get(ask->session, a->drafts.items[i].id, &note);
        draft_note_each(buf_text(&note), take_about, &a->drafts.items[i]);
        buf_free(&note);
    }
}

static void release(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    drafts_clear(&a->drafts);
    for (size_t i = 0; i < WATCH_STATES; i++)
        free(a->watch_first[i]);
}

/* What others typed at this desk is theirs to go on with, and nobody's who is not logged in; whose
 * it is may not be known. */
static void leave_out_others(struct drafts *d, const struct ui *u)
{
    bool told = u->person[0] != '\0' || session_has_people(u->session);
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct draft_item *item = &d->items[i];
        if (told && item->by != NULL && strcmp(item->by, u->person) != 0)
            draft_clear(item);
        else
            d->items[kept++] = *item;
    }
    d->count = kept;
}

static void drafts_answer(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    struct home *h = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    const struct home_key key = home_key_here(ask->owner);
    leave_out_others(&a->drafts, ask->ui);
    drafts_clear(&h->drafts);
    h->drafts = h->handed;
    h->handed.count = 0;
    while (a->drafts.count > 0 && h->drafts.count + a->drafts.count > DRAFTS_MAX)
        a->drafts.count--;
    memcpy(h->drafts.items + h->drafts.count, a->drafts.items,
           a->drafts.count * sizeof *a->drafts.items);
    h->drafts.count += a->drafts.count;
    a->drafts.count = 0;
    home_seek(ask->owner, &key);
}

void home_ask_drafts(struct screen *s)
{
    struct home_ask *a = ask_new(sizeof *a, s->ui, s, drafts_work, drafts_answer, release);
    ask_post(&a->ask, AT_DESK);
}

static void take_counts(struct home_ask *a, struct home *h)
{
    struct ui *u = a->ask.ui;
    memcpy(u->counters, a->counters, sizeof a->counters);
    u->counter_count = a->count;
    memcpy(u->open, a->open, sizeof a->open);
    u->open_count = a->open_count;
    u->handed = a->handed;
    memcpy(u->watch, a->watch, sizeof a->watch);
    memcpy(h->intake, a->intake, sizeof h->intake);
    for (size_t i = 0; i < WATCH_STATES; i++) {
        free(h->watch_first[i]);
        h->watch_first[i] = a->watch_first[i];
        a->watch_first[i] = NULL;
    }
    drafts_clear(&h->handed);
    h->handed = a->drafts;
    a->drafts.count = 0;
}

static void count_answer(struct ask *ask)
{
    struct home_ask *a = (struct home_ask *)ask;
    struct home *h = ask->owner->own;
    const struct home_key key = home_key_here(ask->owner);
    const bool same = h->loaded && strcmp(h->person, ask->ui->person) == 0;
    h->loaded = true;
    snprintf(h->person, sizeof h->person, "%s", ask->ui->person);
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
    } else {
        take_counts(a, h);
        h->cursor = same ? h->cursor : 0; /* another person's day begins at its top */
        if (same)
            home_seek(ask->owner, &key);
        if (a->watch_error.text[0] != '\0')
            ui_fail(ask->ui, &a->watch_error);
    }
    home_ask_drafts(ask->owner); /* after the settling, so that none shows that is done */
}

void home_refresh(struct screen *s)
{
    struct home *h = s->own;
    struct home_ask *a = ask_new(sizeof *a, s->ui, s, count_work, count_answer, release);
    h->saves = s->ui->saves;
    ask_post(&a->ask, AT_SHARE);
    approvals_count(s->ui);
}
