/* The stand-in: a session of the same person at the same desk that reads the desk's copy and keeps
 * what is filed in the spool. Its jobs run on the desk's worker, so that a share that hangs holds
 * none of them. */
#include "away.h"
#include "people.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Who is here ---- */

static struct person *person_again(const struct person *p)
{
    if (!p)
        return NULL;
    struct person_keys *keys = person_keys_new();
    memcpy(keys, p->keys, sizeof *keys); /* locked memory to locked memory */
    struct person *copy = person_new(p->name, &keys);
    copy->root = p->root;
    copy->id = p->id;
    buf_puts(&copy->proven, buf_text(&p->proven));
    for (int m = 0; m < MANNERS; m++)
        atomic_store(&copy->held[m], atomic_load(&p->held[m]));
    memcpy(copy->as, p->as, sizeof copy->as);
    return copy;
}

void seat_put(struct session *s)
{
    if (!s->seat)
        return;
    struct person *copy = person_again(s->person);
    pthread_mutex_lock(&s->seat->lock);
    person_free(&s->seat->person);
    s->seat->person = copy;
    pthread_mutex_unlock(&s->seat->lock);
}

void seat_take(struct session *s)
{
    if (!s->seat)
        return;
    pthread_mutex_lock(&s->seat->lock);
    struct person *copy = person_again(s->seat->person);
    pthread_mutex_unlock(&s->seat->lock);
    person_free(&s->person);
    s->person = copy;
    if (s->person && person_refresh(s, s->person, NULL) == FORBIDDEN)
        person_free(&s->person);
}

bool seat_differs(const struct session *s)
{
    if (!s->seat)
        return false;
    pthread_mutex_lock(&s->seat->lock);
    const struct person *there = s->seat->person;
    bool same =
        there && s->person ? strcmp(there->name, s->person->name) == 0 : !there && !s->person;
    pthread_mutex_unlock(&s->seat->lock);
    return !same;
}

/* ---- Opening ---- */

struct session *session_like(struct session *s)
{
    struct session *t = xcalloc(1, sizeof *t);
    t->desk = s->desk;
    t->clock = s->clock;
    t->seat = s->seat;
    t->zone_minutes = s->zone_minutes;
    memcpy(t->author, s->author, sizeof t->author);
    memcpy(t->desk_name, s->desk_name, sizeof t->desk_name);
    buf_puts(&t->office, buf_text(&s->office));
    buf_puts(&t->printer, buf_text(&s->printer));
    buf_puts(&t->folder, buf_text(&s->folder));
    buf_puts(&t->path, buf_text(&s->path));
    return t;
}

void stand_in_close(struct session *s)
{
    session_free(&s->stand_in);
}

void session_free(struct session **s)
{
    struct session *t = *s;
    if (!t)
        return;
    *s = NULL;
    copying_drop(t);
    store_close(&t->store);
    person_free(&t->person);
    buf_free(&t->office);
    buf_free(&t->office_name);
    buf_free(&t->printer);
    buf_free(&t->backup);
    buf_free(&t->history);
    buf_free(&t->uuid);
    buf_free(&t->folder);
    buf_free(&t->path);
    buf_free(&t->file);
    free(t);
}

static void text_take(struct buf *to, struct buf *from)
{
    buf_free(to);
    *to = *from;
    *from = (struct buf){ 0 };
}

void session_take(struct session *s, struct session *fresh)
{
    store_close(&s->store);
    s->store = fresh->store;
    fresh->store = NULL;
    person_free(&s->person);
    s->person = fresh->person;
    fresh->person = NULL;
    s->people = fresh->people;
    s->root = fresh->root;
    s->training = fresh->training;
    atomic_store(&s->reads_only, atomic_load(&fresh->reads_only));
    s->zone_minutes = fresh->zone_minutes;
    text_take(&s->uuid, &fresh->uuid);
    text_take(&s->file, &fresh->file);
    text_take(&s->office, &fresh->office);
    text_take(&s->office_name, &fresh->office_name);
}

/* As it was named, in full: the share cannot be asked for its real place. */
static void name_file(struct session *s)
{
    char here[PATH_MAX];
    if (*buf_text(&s->path) != '/' && getcwd(here, sizeof here))
        buf_printf(&s->file, "%s/", here);
    buf_puts(&s->file, buf_text(&s->path));
}

enum outcome stand_in_open(struct session *s, struct error *e)
{
    if (s->stand_in)
        return DONE;
    s->stand_in = session_like(s);
    s->stand_in->away = true;
    name_file(s->stand_in);
    s->stand_in->main = s;
    s->stand_in->at_share = s->stand_in->at_desk = s->at_desk;
    enum outcome result = copy_read(s->stand_in, e);
    if (result == DONE)
        result = people_open(s->stand_in, e);
    if (result == DONE)
        result = session_find_office(s->stand_in, e);
    if (result == DONE)
        seat_take(s->stand_in);
    else
        stand_in_close(s);
    return result;
}

/* ---- What waits here, as records and lists show it ---- */

struct gathering {
    const struct kind *kind;
    struct page *page;
};

static void gather(void *context, const struct spooled *in)
{
    struct gathering *g = context;
    struct record *r = NULL;
    if (in->state != SPOOL_OPEN || *in->verb || strcmp(in->kind, g->kind->id) != 0 ||
        record_decode(g->kind, &in->mine, &r, NULL) != DONE)
        return;
    r->id = in->record;
    r->rev = in->base_rev;
    r->changed_at = in->made_at;
    if (r->kind->after_load)
        r->kind->after_load(r);
    for (size_t i = 0; i < g->page->count; i++)
        if (g->page->rows[i]->id == r->id) {
            record_swap(g->page->rows[i], r);
            record_free(&r);
            return;
        }
    g->page->rows = xreallocarray(g->page->rows, g->page->count + 1, sizeof *g->page->rows);
    g->page->rows[g->page->count++] = r;
}

enum outcome kept_records(struct session *s, const struct kind *k, struct page *out,
                          struct error *e)
{
    struct gathering g = { k, out };
    *out = (struct page){ 0 };
    enum outcome result = act_spool_list(s, gather, &g, e);
    out->total = (int64_t)out->count;
    return result;
}

enum outcome kept_record(struct session *s, const struct kind *k, int64_t id, struct record **out,
                         struct error *e)
{
    struct page page = { 0 };
    enum outcome result = kept_records(s, k, &page, e);
    *out = NULL;
    for (size_t i = 0; result == DONE && i < page.count; i++)
        if (page.rows[i]->id == id)
            *out = record_copy(page.rows[i]);
    page_free(&page);
    if (result == DONE && !*out)
        result = share_is_away(e);
    return result;
}
