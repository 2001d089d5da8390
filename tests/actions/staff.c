#include "actions/staff.h"
#include "actions/road.h"

#include <setjmp.h>
#include <sqlite3.h>
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

void must(enum outcome result, const struct error *e)
{
    if (result != DONE)
        test_stop("%d: %s", result, e->text);
}

void staff_login(struct session *s, const char *name)
{
    struct error e = { 0 };
    must(session_login(s, name, "demo", 4, &e), &e);
}

static void add(struct session *s, const char *name, const char *roles)
{
    struct error e = { 0 };
    struct person_request q = {
        .name = name, .roles = roles, .passphrase = "demo", .n = 4, .minimal = true
    };
    if (strstr(roles, "officer"))
        q.signs_for = "H;I;T";
    must(act_user_add(s, &q, &e), &e);
    must(act_user_certify(s, name, &e), &e);
}

void staff_add(struct session *s, const char *name, const char *roles)
{
    staff_login(s, "admin");
    add(s, name, roles);
    session_logout(s);
}

static void add_all(struct session *s)
{
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
        add(s, role_id((enum role)r), role_id((enum role)r));
}

int staff_up(void **state)
{
    struct counter_desk *d = xcalloc(1, sizeof *d);
    struct error e = { 0 };
    char root[128];
    text_start();
    language_set(ENGLISH);
    snprintf(d->folder, sizeof d->folder, "/tmp/loket-staff-XXXXXX");
    if (!mkdtemp(d->folder))
        return -1;
    snprintf(d->store, sizeof d->store, "%s/loket.db", d->folder);
    snprintf(d->desk, sizeof d->desk, "%s/desk", d->folder);
    snprintf(root, sizeof root, "%s/root.key", d->folder);
    d->now = moment_parse("2026-11-20T03:00:00.000Z"); /* Friday, 10.00 in western Indonesia */
    d->clock = (struct clock){ standing, d };
    struct init_options o = { .store = d->store,
                              .desk_folder = d->desk,
                              .clock = &d->clock,
                              .admin = "first",
                              .root_file = root,
                              .passphrase = "demo",
                              .passphrase_n = 4,
                              .minimal = true };
    must(act_init(&o, &e), &e);
    struct session_options open = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock
    };
    must(session_open(&open, &d->session, &e), &e);
    staff_login(d->session, "first");
    add_all(d->session);
    counter_make(
        d->session, "rule",
        (const char *const[]){ "rule", "office.home", "value", "1203", "basis", "uji", NULL });
    session_close(&d->session); /* whose office is asked when it is opened */
    must(session_open(&open, &d->session, &e), &e);
    *state = d;
    return 0;
}

int staff_down(void **state)
{
    return counter_down(state);
}

int64_t staff_accepted(struct session *s)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    staff_login(s, "operator");
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    for (size_t i = 1; i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        must(record_put(r, path, &how, "present", &e), &e);
    }
    must(record_put(r, "officer.1.person", &how, "officer", &e), &e);
    must(record_put(r, "officer.1.part", &how, "lead", &e), &e);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    must(counter_step(s, id, "accept", NULL, &e), &e);
    staff_login(s, "officer");
    must(road_analyse(s, id, &e), &e);
    session_logout(s);
    return id;
}

void staff_put(struct session *s, const char *who, int64_t id, const char *path, const char *text)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    staff_login(s, who);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    must(record_put(r, path, &how, text, &e), &e);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
    session_logout(s);
}

void staff_root(const struct counter_desk *d, struct buf *out)
{
    enum { LIMIT = 4096 };
    char path[128];
    struct error e = { 0 };
    snprintf(path, sizeof path, "%s/root.key", d->folder);
    must(file_read(path, LIMIT, out, &e), &e);
}

void staff_sql(const struct counter_desk *d, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(d->store, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        test_stop("%s: %s", sql, why);
    assert_true(sqlite3_changes(db) > 0);
    sqlite3_close(db);
}

static void take_defect(void *context, const char *defect)
{
    buf_printf(context, "%s\n", defect);
}

int64_t staff_verify(struct session *s, struct buf *out)
{
    struct error e = { 0 };
    struct buf own = { 0 };
    int64_t defects = -1;
    must(act_verify(s, take_defect, out ? out : &own, NULL, &defects, &e), &e);
    if (!out && defects)
        print_error("%s", buf_text(&own));
    buf_free(&own);
    return defects;
}
