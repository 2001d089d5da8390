#include "counter.h"
#include "../../src/actions/private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static moment standing(void *context)
{
    return ((struct counter_desk *)context)->now;
}

static void open_session(struct counter_desk *d, const char *desk, struct session **out)
{
    struct error e = { 0 };
    struct session_options o = {
        .store = d->store, .desk_folder = desk, .config = "", .clock = &d->clock
    };
    if (session_open(&o, out, &e) != DONE)
        test_stop("session_open: %s", e.text);
}

int counter_up(void **state)
{
    struct counter_desk *d = xcalloc(1, sizeof *d);
    struct error e = { 0 };
    text_start();
    language_set(ENGLISH);
    snprintf(d->folder, sizeof d->folder, "/tmp/loket-counter-XXXXXX");
    if (!mkdtemp(d->folder))
        return -1;
    snprintf(d->store, sizeof d->store, "%s/loket.db", d->folder);
    snprintf(d->desk, sizeof d->desk, "%s/desk", d->folder);
    d->now = moment_parse("2026-11-20T03:00:00.000Z"); /* Friday, 10.00 in western Indonesia */
    d->clock = (struct clock){ standing, d };
    struct init_options o = { .store = d->store, .desk_folder = d->desk, .clock = &d->clock };
    if (act_init(&o, &e) != DONE)
        test_stop("act_init: %s", e.text);
    open_session(d, d->desk, &d->session);
    *state = d;
    return 0;
}

int counter_down(void **state)
{
    struct counter_desk *d = *state;
    char command[128];
    session_close(&d->session);
    snprintf(command, sizeof command, "rm -rf '%s'", d->folder);
    int status = system(command);
    free(d);
    return status;
}

struct session *counter_second_desk(struct counter_desk *d)
{
    char desk[128];
    struct session *s = NULL;
    snprintf(desk, sizeof desk, "%s/second", d->folder);
    open_session(d, desk, &s);
    return s;
}

int64_t counter_make(struct session *s, const char *kind, const char *const *pairs)
{
    struct record *r = NULL;
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = act_blank(s, registry_find(&all_kinds, kind), &r, &e);
    for (size_t i = 0; result == DONE && pairs[i]; i += 2)
        result = record_put(r, pairs[i], &how, pairs[i + 1], &e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, &e);
    if (result != DONE)
        test_stop("%s: %s", kind, e.text);
    int64_t id = r->id;
    record_free(&r);
    return id;
}

int64_t counter_put(struct session *s, const char *kind, const char *const *pairs)
{
    const struct kind *k = registry_find(&all_kinds, kind);
    struct record *r = record_new(k);
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct intent intent;
    struct change change = { "new", "" };
    struct error e = { 0 };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && pairs[i]; i += 2)
        if (kind_field(k, pairs[i])->names) /* only such are judged as they are read */
            value_set_text(record_value(r, pairs[i]), pairs[i + 1]);
        else
            result = record_put(r, pairs[i], &how, pairs[i + 1], &e);
    session_intent(s, NULL, &intent);
    if (result == DONE)
        result = store_begin(session_store(s), &intent, NULL, &e);
    if (result == DONE)
        result = store_save(session_store(s), r, &change, &e);
    if (result == DONE)
        result = store_commit(session_store(s), &e);
    if (result != DONE)
        test_stop("%s: %s", kind, e.text);
    int64_t id = r->id;
    record_free(&r);
    return id;
}

int64_t counter_permit(struct session *s)
{
    const struct kind *party = registry_find(&all_kinds, "party");
    struct hits hits = { 0 };
    assert_int_equal(act_lookup(s, party, NULL, "PT Toba Agro", 1, &hits, NULL), DONE);
    if (!hits.count)
        counter_make(s, "party", (const char *const[]){ "name", "PT Toba Agro", NULL });
    hits_free(&hits);
    return counter_make(s, "permit",
                        (const char *const[]){ "field",
                                               "T",
                                               "direction",
                                               "EX",
                                               "applicant",
                                               "PT Toba Agro",
                                               "sender",
                                               "PT Toba Agro",
                                               "recipient",
                                               "Minato Foods",
                                               "origin_country",
                                               "ID",
                                               "destination_country",
                                               "JP",
                                               "conveyance_mode",
                                               "sea",
                                               "item.1.commodity",
                                               "Beras",
                                               "item.1.net_quantity",
                                               "1250.5",
                                               "item.1.net_unit",
                                               "KGM",
                                               NULL });
}

struct record *counter_load(struct session *s, const char *kind, int64_t id)
{
    struct record *r = NULL;
    struct error e = { 0 };
    if (act_load(s, registry_find(&all_kinds, kind), id, &r, &e) != DONE)
        test_stop("%s: %s", kind, e.text);
    return r;
}

static enum outcome keep(void *context, const struct buf *paper, struct error *e)
{
    (void)e;
    buf_add(context, buf_text(paper), paper->len);
    return DONE;
}

enum outcome counter_print(struct session *s, const struct record *r, const char *paper,
                           struct buf *out, struct error *e)
{
    return act_print(s, r, paper, PAPER_TEXT, keep, out, e);
}

enum outcome counter_step(struct session *s, int64_t permit, const char *verb, const char *note,
                          struct error *e)
{
    return act_step(s,
                    &(struct step_request){ .kind = registry_find(&all_kinds, "permit"),
                                            .id = permit,
                                            .verb = verb,
                                            .spelling = SPELL_CANONICAL,
                                            .note = note },
                    NULL, e);
}
