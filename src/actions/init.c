/* Making a database: an empty file, the reference tables, and on request a believable office. */
#include "people.h"

#include <unistd.h>

/* A database that could not be filled is of no use to anybody; nobody else has opened it yet. */
static void discard(const char *path)
{
    struct buf journal = { 0 };
    buf_printf(&journal, "%s-journal", path);
    unlink(path);
    unlink(buf_text(&journal));
    buf_free(&journal);
}

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static moment in_the_past(void *context)
{
    const struct past *past = context;
    moment now = clock_now(past->real);
    return past->at < now ? past->at : now;
}

static enum outcome fill(const struct session_options *options, const struct init_options *o,
                         struct past *past, const char *root_file, struct error *e)
{
    struct session *s = NULL;
    enum outcome result = session_open(options, &s, e);
    if (result == DONE)
        result = seed_reference_tables(s, e);
    if (result == DONE)
        result = session_find_office(s, e);
    if (result == DONE && o->demo)
        result = demo_fill(s, past, o, root_file, e);
    else if (result == DONE && o->admin)
        result = people_init(s, o, root_file, e);
    session_close(&s);
    return result;
}

static enum outcome make(const struct init_options *o, const char *root_file, struct error *e)
{
    const struct clock *clock = o->clock ? o->clock : &system_clock;
    struct past past = { .real = clock, .at = clock_now(clock) - (moment)DEMO_DAYS * DAY_MS };
    past.clock = (struct clock){ in_the_past, &past };
    if (o->demo)
        clock = &past.clock;
    struct session_options options = {
        .store = o->store,
        .desk_folder = o->desk_folder,
        .config = "",
        .clock = clock,
        .allowed = o->allowed,
    };
    struct desk *desk = NULL;
    enum outcome result = session_desk_open(&options, clock, &desk, e);
    if (result == DONE)
        desk_allow(desk, o->allowed);
    if (result == DONE)
        result = store_create(o->store, &all_kinds, desk, clock, e);
    desk_close(&desk);
    if (result != DONE)
        return result;
    result = fill(&options, o, &past, root_file, e);
    if (result != DONE)
        discard(o->store);
    return result;
}

enum outcome act_init(const struct init_options *o, struct error *e)
{
    struct buf root_file = { 0 };
    enum outcome result = DONE;
    if (o->root_file)
        buf_puts(&root_file, o->root_file);
    else if (o->demo) /* worth nothing */
        buf_printf(&root_file, "%s.root", o->store);
    else if (o->admin)
        result = fail(e, MISUSED,
                      _("Say where the root key goes, on a medium that is locked away afterwards: "
                        "--root-file FILE."));
    if (result == DONE && (o->demo || o->admin)) /* before half a minute of work */
        result = root_file_check(buf_text(&root_file), o->demo, e);
    if (result == DONE)
        result = make(o, buf_text(&root_file), e);
    buf_free(&root_file);
    return result;
}
