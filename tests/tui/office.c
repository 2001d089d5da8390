#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

moment office_clock(void *context)
{
    return ((struct office *)context)->now;
}

int office_up(void **state)
{
    struct office *o = xcalloc(1, sizeof *o);
    struct error e = { 0 };
    const char *tmp = getenv("TMPDIR");
    text_start();
    language_set(INDONESIAN);
    setenv("ESCDELAY", "1", 1); /* ms: all bytes of a key are there at once */
    snprintf(o->folder, sizeof o->folder, "%.160s/loket-tui-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(o->folder) == NULL)
        return -1;
    snprintf(o->store, sizeof o->store, "%s/loket.db", o->folder);
    snprintf(o->desk, sizeof o->desk, "%s/desk", o->folder);
    o->now = moment_parse("2026-11-20T03:00:00.000Z"); /* Friday, 10.00 in western Indonesia */
    o->clock = (struct clock){ office_clock, o };
    struct init_options init = { .store = o->store, .desk_folder = o->desk, .clock = &o->clock };
    if (act_init(&init, &e) != DONE)
        test_stop("act_init: %s\n", e.text);
    *state = o;
    return 0;
}

int office_down(void **state)
{
    struct office *o = *state;
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", o->folder);
    int status = system(command);
    free(o);
    return status;
}

static struct session *session_of(struct office *o, const char *author)
{
    struct error e = { 0 };
    struct session *s = NULL;
    struct session_options options = { .store = o->store,
                                       .desk_folder = o->desk,
                                       .config = "",
                                       .author = author,
                                       .clock = &o->clock };
    if (session_open(&options, &s, &e) != DONE)
        test_stop("session_open: %s\n", e.text);
    return s;
}

struct session *office_session(struct office *o)
{
    return session_of(o, "sari");
}

struct session *office_other_session(struct office *o)
{
    return session_of(o, "budi");
}

int64_t office_make(struct office *o, const char *kind, const char *const *pairs)
{
    struct session *s = office_session(o);
    struct record *r = NULL;
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = act_blank(s, registry_find(&all_kinds, kind), &r, &e);
    for (size_t i = 0; result == DONE && pairs[i] != NULL; i += 2)
        result = record_put(r, pairs[i], &how, pairs[i + 1], &e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, &e);
    if (result != DONE)
        test_stop("%s: %s\n", kind, e.text);
    int64_t id = r->id;
    record_free(&r);
    session_close(&s);
    return id;
}

static void need_party(struct office *o, const char *name)
{
    struct session *s = office_session(o);
    struct hits hits = { 0 };
    assert_int_equal(act_lookup(s, &kind_party, NULL, name, 1, &hits, NULL), DONE);
    bool there = hits.count > 0;
    hits_free(&hits);
    session_close(&s);
    if (!there)
        office_make(o, "party", (const char *const[]){ "name", name, NULL });
}

int64_t office_permit(struct office *o, const char *national, const char *applicant)
{
    need_party(o, applicant);
    const char *const pairs[] = { "national_number",
                                  national,
                                  "field",
                                  "T",
                                  "direction",
                                  "EX",
                                  "applicant",
                                  applicant,
                                  "sender",
                                  applicant,
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
                                  NULL };
    return office_make(o, "permit", pairs);
}

void office_permits(struct office *o, int count)
{
    enum { DAY_MS = 86400000 };
    moment now = o->now;
    need_party(o, "PT Toba Agro");
    struct session *s = office_session(o);
    struct reading how = session_reading(s, SPELL_CANONICAL);
    for (int i = 1; i <= count; i++) {
        struct record *r = NULL;
        char number[64], day_text[16];
        struct buf iso = { 0 };
        struct error e = { 0 };
        day_iso(moment_day(now, 420) - i, &iso);
        snprintf(day_text, sizeof day_text, "%s", buf_text(&iso));
        buf_free(&iso);
        snprintf(number, sizeof number, "2026.1.1203.0.K01.E.%06d", i);
        assert_int_equal(act_blank(s, &kind_permit, &r, &e), DONE);
        assert_int_equal(record_put(r, "national_number", &how, number, &e), DONE);
        assert_int_equal(record_put(r, "received_on", &how, day_text, &e), DONE);
        assert_int_equal(record_put(r, "applicant", &how, "PT Toba Agro", &e), DONE);
        if (act_save(s, r, NULL, NULL, NULL, &e) != DONE)
            test_stop("permit %d: %s\n", i, e.text);
        record_free(&r);
    }
    session_close(&s);
}

void office_step(struct office *o, int64_t permit, const char *verb)
{
    struct session *s = office_session(o);
    struct error e = { 0 };
    struct step_request q = {
        .kind = &kind_permit, .id = permit, .verb = verb, .spelling = SPELL_CANONICAL
    };
    if (act_step(s, &q, NULL, &e) != DONE)
        test_stop("%s: %s\n", verb, e.text);
    session_close(&s);
}

int64_t office_count(struct office *o, const char *kind)
{
    struct session *s = office_session(o);
    struct query q = { .kind = registry_find(&all_kinds, kind), .closed = true, .limit = 2000 };
    struct page page = { 0 };
    assert_int_equal(act_page(s, &q, &page, NULL), DONE);
    int64_t n = (int64_t)page.count;
    page_free(&page);
    session_close(&s);
    return n;
}
