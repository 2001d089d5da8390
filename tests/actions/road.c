#include "road.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "actions/staff.h"

enum outcome road_analyse(struct session *s, int64_t permit, struct error *e)
{
    const struct assignment sets[] = { { "analysis", "action" },
                                       { "analysis_basis", "riwayat pemohon baik" } };
    return act_step(s,
                    &(struct step_request){ .kind = &kind_permit,
                                            .id = permit,
                                            .verb = "analyse",
                                            .sets = sets,
                                            .set_count = COUNT(sets),
                                            .spelling = SPELL_CANONICAL },
                    NULL, e);
}

static void as(struct session *s, const char *person)
{
    if (session_has_people(s))
        staff_login(s, person);
}

static struct record *to_edit(struct session *s, int64_t id, struct record **base)
{
    struct record *r = counter_load(s, "permit", id);
    *base = record_copy(r);
    return r;
}

static void save(struct session *s, struct record *r, struct record *base)
{
    struct error e = { 0 };
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
}

void road_team(struct session *s, int64_t permit)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *base, *r = to_edit(s, permit, &base);
    must(record_put(r, "officer.1.person", &how, "officer", &e), &e);
    must(record_put(r, "officer.1.part", &how, "lead", &e), &e);
    save(s, r, base);
}

static void papers_present(struct session *s, int64_t id)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *base, *r = to_edit(s, id, &base);
    for (size_t i = 1; i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        must(record_put(r, path, &how, "present", &e), &e);
    }
    save(s, r, base);
}

static void step(struct session *s, int64_t id, const char *person, const char *verb)
{
    struct error e = { 0 };
    as(s, person);
    must(counter_step(s, id, verb, NULL, &e), &e);
}

static void check_papers(struct session *s, int64_t id)
{
    struct error e = { 0 };
    as(s, "officer");
    must(
        act_step(s,
                 &(struct step_request){ .kind = &kind_permit,
                                         .id = id,
                                         .verb = "examine",
                                         .sets = &(struct assignment){ "admin_result", "continue" },
                                         .set_count = 1,
                                         .spelling = SPELL_CANONICAL },
                 NULL, &e),
        &e);
}

/* One leg, out of the state it is in. */
static void go_on(struct session *s, int64_t id, const char *from)
{
    struct error e = { 0 };
    static const struct {
        const char *from, *person, *verb;
    } legs[] = {
        { "draft", "operator", "submit" },      { "accepted", "coordinator", "assign" },
        { "examined", "officer", "recommend" }, { "recommended", "treasurer", "bill" },
        { "billed", "treasurer", "pay" },       { "paid", "officer", "issue" },
        { "issued", "operator", "complete" },
    };
    if (strcmp(from, "submitted") == 0) {
        as(s, "operator");
        papers_present(s, id);
        road_team(s, id);
        step(s, id, "operator", "accept");
        as(s, "officer");
        must(road_analyse(s, id, &e), &e);
    }
    if (strcmp(from, "assigned") == 0)
        check_papers(s, id);
    for (size_t i = 0; i < COUNT(legs); i++)
        if (strcmp(from, legs[i].from) == 0)
            step(s, id, legs[i].person, legs[i].verb);
}

void road_to(struct session *s, int64_t permit, const char *state)
{
    enum { LEGS_MAX = 12 };
    for (int i = 0; i < LEGS_MAX; i++) {
        struct record *r = counter_load(s, "permit", permit);
        char from[32];
        snprintf(from, sizeof from, "%s", r->state);
        record_free(&r);
        if (strcmp(from, state) == 0)
            return;
        go_on(s, permit, from);
    }
    fail_msg("no road to %s", state);
}
