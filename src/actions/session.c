/* A session: one person at one desk on one store. */
#include "away.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHARE_MS = 15000,   /* the share is waited for, unless the caller says so */
    PATIENCES = 4,      /* and so many times as long where the desk has no copy */
    PATIENCE_MS = 2000, /* a save in hand may end; a hung share may not hold anybody */
};

void session_folder(const struct session_options *o, struct buf *out)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (o->desk_folder)
        buf_puts(out, o->desk_folder);
    else if (state && *state)
        buf_printf(out, "%s/loket", state);
    else
        buf_printf(out, "%s/.local/state/loket", home && *home ? home : ".");
}

/* The desk's own file first, then the machine's; an explicit one stands alone. */
static enum outcome read_settings(const struct session_options *o, struct settings *out,
                                  struct error *e)
{
    if (o->config)
        return *o->config ? settings_read(o->config, out, e) : DONE;
    enum outcome result = settings_read("/etc/loket.conf", out, e);
    struct buf own = { 0 };
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    if (config && *config)
        buf_printf(&own, "%s/loket/loket.conf", config);
    else if (home && *home)
        buf_printf(&own, "%s/.config/loket/loket.conf", home);
    if (result == DONE && own.len)
        result = settings_read(own.data, out, e);
    buf_free(&own);
    return result;
}

static void choose_path(const struct session_options *o, const struct settings *c, struct buf *out)
{
    const char *environment = getenv("LOKET_STORE");
    if (o->store)
        buf_puts(out, o->store);
    else if (environment && *environment)
        buf_puts(out, environment);
    else
        buf_puts(out, buf_text(&c->store));
}

enum outcome session_store_path(const struct session_options *o, struct buf *out, struct error *e)
{
    struct settings settings = { 0 };
    enum outcome result = read_settings(o, &settings, e);
    if (result == DONE)
        choose_path(o, &settings, out);
    settings_free(&settings);
    return result;
}

enum outcome session_allowed(const struct session_options *o, unsigned *allowed, struct error *e)
{
    struct settings settings = { .allowed = o->allowed };
    enum outcome result = read_settings(o, &settings, e);
    *allowed = settings.allowed;
    settings_free(&settings);
    return result;
}

enum outcome session_mouse(const struct session_options *o, bool *on, struct error *e)
{
    struct settings settings = { 0 };
    enum outcome result = read_settings(o, &settings, e);
    *on = settings.mouse;
    settings_free(&settings);
    return result;
}

bool session_warning(const struct session *s, struct buf *out)
{
    if (!s->store)
        return false; /* it is away: the title says so */
    struct buf advice = { 0 };
    bool read_only = session_closed(s, out), advised = store_warning(s->store, &advice);
    buf_printf(out, "%s%s", read_only && advised ? " " : "", buf_text(&advice));
    buf_free(&advice);
    return read_only || advised;
}

bool session_closed(const struct session *s, struct buf *why)
{
    return store_read_only(s->store, why) || store_rolled_back(s->store, why);
}

static enum outcome office_code(struct session *s, struct error *e)
{
    if (s->office.len)
        return DONE;
    return store_rule(s->store, "office.home", "", session_today(s), &s->office, e);
}

enum outcome session_find_office(struct session *s, struct error *e)
{
    const struct kind *offices = registry_find(&all_kinds, "office");
    int64_t id = 0;
    enum outcome result = office_code(s, e);
    if (result != DONE || !s->office.len)
        return result;
    result = store_link(s->store, offices, NULL, buf_text(&s->office), &id, e);
    if (result == DONE && !id && s->office_told)
        result = fail(e, MISUSED,
                      _("“office = %s” in loket.conf is the code of no office here. Write one of "
                        "`loket list office`, or take the line out; the rule office.home says it "
                        "then."),
                      buf_text(&s->office));
    if (result != DONE || !id)
        return result;
    struct record *office = NULL;
    result = store_load(s->store, offices, id, &office, e);
    if (result != DONE)
        return result;
    buf_reset(&s->office_name);
    buf_puts(&s->office_name, record_text(office, "name"));
    if (record_value(office, "time_zone") && record_value(office, "time_zone")->set) {
        const char *zone = record_text(office, "time_zone");
        s->zone_minutes = *zone ? atoi(zone) : (int)record_number(office, "time_zone");
    }
    office_zone_set(s->zone_minutes);
    record_free(&office);
    return DONE;
}

enum outcome session_desk_open(const struct session_options *o, const struct clock *clock,
                               struct desk **out, struct error *e)
{
    struct buf folder = { 0 };
    session_folder(o, &folder);
    enum outcome result = identity_start(e);
    if (result == DONE)
        result = desk_open(buf_text(&folder), clock, out, e);
    buf_free(&folder);
    return result;
}

static enum outcome open_file(struct session *s, const char *path, enum session_copy copy,
                              struct error *e)
{
    if (copy == NO_COPY)
        return store_open(path, &all_kinds, s->desk, s->clock, &s->store, e);
    enum outcome result =
        store_open_copy(path, copy == COPY_SCRATCH, &all_kinds, s->desk, s->clock, &s->store, e);
    return result == DONE && copy == COPY_READ ? store_copy_readable(s->store, e) : result;
}

/* A practice office may be thrown away, and one that is being made is none yet. */
static void note_place(struct session *s)
{
    struct head seen;
    store_head_seen(s->store, &seen);
    if (!s->training && seen.seq > 1)
        (void)desk_place_note(s->desk, buf_text(&s->file), NULL);
}

static enum outcome open_store(struct session *s, const char *path, enum session_copy copy,
                               struct error *e)
{
    struct buf training = { 0 };
    if (!*path)
        return fail(e, MISUSED,
                    _("No database is named. Give --store PATH, set LOKET_STORE, or write "
                      "“store = PATH” into loket.conf; a new one is made by `loket init`."));
    enum outcome result = open_file(s, path, copy, e);
    if (result == DONE) {
        buf_puts(&s->file, store_path(s->store));
        result = store_meta_get(s->store, "training", &training, e);
    }
    s->training = training.len > 0;
    buf_free(&training);
    if (result == DONE)
        result = people_open(s, e);
    if (result == DONE)
        atomic_store(&s->reads_only, session_closed(s, NULL));
    if (result == DONE && copy == NO_COPY)
        note_place(s);
    return result == DONE ? session_find_office(s, e) : result;
}

/* What is counted and kept at the desk is told apart by the store's id: the desk's worker asks for
 * it, and may not ask the share. */
enum outcome session_reach(struct session *s, struct error *e)
{
    const char *uuid;
    enum outcome result = open_store(s, buf_text(&s->path), NO_COPY, e);
    return result == DONE ? store_uuid(s, &uuid, e) : result;
}

/* Without the share from the start: the screen shows what the copy says of the office. */
static enum outcome begin_away(struct session *s)
{
    if (stand_in_open(s, NULL) != DONE)
        return FAULT; /* its caller says why the share could not be opened */
    s->people = s->stand_in->people;
    s->training = s->stand_in->training;
    s->zone_minutes = s->stand_in->zone_minutes;
    buf_reset(&s->office_name);
    buf_puts(&s->office_name, buf_text(&s->stand_in->office_name));
    return DONE;
}

static void prepare(struct session *s, const struct session_options *o,
                    const struct settings *settings)
{
    s->clock = o->clock ? o->clock : &system_clock;
    s->zone_minutes = 7 * 60; /* western Indonesia until the office's row says otherwise */
    snprintf(s->author, sizeof s->author, "%s", o->author ? o->author : "");
    choose_path(o, settings, &s->path);
    session_folder(o, &s->folder);
    buf_puts(&s->office, buf_text(&settings->office));
    s->office_told = s->office.len > 0;
    buf_puts(&s->printer, buf_text(&settings->printer));
    buf_puts(&s->history, buf_text(&settings->history));
    if (settings->backup.len) /* a folder, though it is not there yet */
        buf_printf(&s->backup, "%s/", buf_text(&settings->backup));
}

static enum outcome open_going_on(struct session *s, int patience_ms, struct error *e)
{
    bool away = false;
    s->seat = xcalloc(1, sizeof *s->seat);
    pthread_mutex_init(&s->seat->lock, NULL);
    link_begin(s);
    enum outcome result = link_open(s, patience_ms, &away, e);
    if (away && begin_away(s) == DONE)
        return DONE;
    /* A desk without a copy can do nothing but wait on. */
    return link_hangs(s) ? link_open(s, PATIENCES * patience_ms, &away, e) : result;
}

static enum outcome open_all(struct session *s, const struct session_options *o, unsigned allowed,
                             struct error *e)
{
    struct error own = { 0 };
    struct error *why = e ? e : &own;
    enum outcome result = session_desk_open(o, s->clock, &s->desk, e);
    if (result != DONE)
        return result;
    desk_allow(s->desk, allowed);
    snprintf(s->desk_name, sizeof s->desk_name, "desk %04X", desk_number(s->desk));
    s->at_share = worker_start(o->threads);
    s->at_desk = worker_start(o->threads);
    if (o->goes_on)
        return open_going_on(s, o->patience_ms ? o->patience_ms : SHARE_MS, why);
    return open_store(s, buf_text(&s->path), o->copy, why);
}

enum outcome session_open(const struct session_options *o, struct session **out, struct error *e)
{
    struct session *s = xcalloc(1, sizeof *s);
    struct settings settings = { .allowed = o->allowed };
    enum outcome result = read_settings(o, &settings, e);
    prepare(s, o, &settings);
    s->keeps_copy = o->goes_on && o->threads;
    if (result == DONE)
        result = open_all(s, o, settings.allowed, e);
    if (result == DONE)
        *out = s;
    else
        session_close(&s);
    settings_free(&settings);
    return result;
}

bool session_close(struct session **sp)
{
    struct session *s = *sp;
    if (!s)
        return true;
    *sp = NULL;
    int patience_ms = link_hangs(s) ? 0 : PATIENCE_MS;
    bool left = s->at_share && !worker_stop(&s->at_share, patience_ms);
    bool desk_left = s->at_desk && !worker_stop(&s->at_desk, PATIENCE_MS);
    if (left || desk_left)
        return false;
    stand_in_close(s);
    session_logout(s);
    if (s->seat)
        pthread_mutex_destroy(&s->seat->lock);
    free(s->seat);
    link_end(s);
    struct desk *desk = s->desk;
    session_free(&s); /* the store first: what it notes at its end goes into the desk's file */
    desk_close(&desk);
    return true;
}

bool session_hold(int patience_ms)
{
    return store_hold(patience_ms);
}

void session_release(void)
{
    store_release();
}

struct store *session_store(struct session *s)
{
    return s->store;
}

struct desk *session_desk(struct session *s)
{
    return s->desk;
}

moment session_now(const struct session *s)
{
    return clock_now(s->clock);
}

day session_today(const struct session *s)
{
    return moment_day(session_now(s), s->zone_minutes);
}

int session_zone(const struct session *s)
{
    return s->zone_minutes;
}

const char *session_office(const struct session *s)
{
    return buf_text(&s->office_name);
}

const char *session_author(const struct session *s)
{
    if (s->person)
        return s->person->name;
    return *s->author && !s->people ? s->author : s->desk_name;
}

bool session_training(const struct session *s)
{
    return s->training;
}

struct reading session_reading(const struct session *s, enum spelling spelling)
{
    return (struct reading){ .spelling = spelling,
                             .today = session_today(s),
                             .zone_minutes = s->zone_minutes,
                             .typed = spelling != SPELL_SHEET,
                             .now = session_now(s) };
}

void session_post(struct session *s, enum workplace where, struct job *j)
{
    worker_post(where == AT_SHARE ? s->at_share : s->at_desk, j);
}

int session_wake_fd(const struct session *s, enum workplace where)
{
    return worker_fd(where == AT_SHARE ? s->at_share : s->at_desk);
}

size_t session_collect(struct session *s)
{
    return worker_collect(s->at_share) + worker_collect(s->at_desk);
}

void session_intent(const struct session *s, const char *txn, struct intent *out)
{
    if (txn)
        snprintf(out->txn, sizeof out->txn, "%s", txn);
    else
        desk_new_txn(out->txn);
    out->author = s->author;
    out->key = NULL;
    out->restore = false;
}
