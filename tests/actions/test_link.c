/* The share goes away and comes back: work goes on at the desk's copy, and what was kept is in the
 * file once afterwards. */
#include "../../src/actions/link.h"
#include "../../src/actions/people.h"
#include "../../src/store/mount.h"

#include "actions/staff.h"
#include "store/faults.h"
#include "store/share.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

enum { SECOND = 1000, PLACES = 40, SLICE = 100 };

/* The file and its journal move, as behind a mount that is gone. */
static void pull_away(struct counter_desk *d)
{
    char command[512];
    snprintf(command, sizeof command, "mkdir -p '%s/gone' && mv '%s' '%s-journal' '%s/gone/'",
             d->folder, d->store, d->store, d->folder);
    assert_int_equal(system(command), 0);
}

static void put_back(struct counter_desk *d)
{
    char command[512];
    snprintf(command, sizeof command, "mv '%s'/gone/* '%s/'", d->folder, d->folder);
    assert_int_equal(system(command), 0);
}

static struct session *open_going_on(struct counter_desk *d)
{
    struct session *s = NULL;
    struct error e = { 0 };
    struct session_options o = {
        .store = d->store, .desk_folder = d->desk, .config = "", .clock = &d->clock, .goes_on = true
    };
    must(session_open(&o, &s, &e), &e);
    return s;
}

/* As the screen does, on threads; a share that hangs gets a thousandth of a second. */
static struct session *open_on_threads(struct counter_desk *d, int patience_ms)
{
    struct session *s = NULL;
    struct error e = { 0 };
    struct session_options o = { .store = d->store,
                                 .desk_folder = d->desk,
                                 .config = "",
                                 .clock = &d->clock,
                                 .threads = true,
                                 .goes_on = true,
                                 .patience_ms = patience_ms };
    must(session_open(&o, &s, &e), &e);
    return s;
}

static enum link_state state_of(struct session *s)
{
    struct link_view l;
    session_link(s, &l);
    return l.state;
}

static size_t kept(struct session *s)
{
    struct link_view l;
    while (session_collect(s) > 0)
        ;
    session_link(s, &l);
    return l.kept;
}

/* Time passes, and the link is looked after. */
static void later(struct counter_desk *d, struct session *s, int ms)
{
    d->now += ms;
    session_tick(s);
    while (session_collect(s) > 0)
        session_tick(s);
}

static enum outcome file(struct session *s, struct save_report *report, int64_t *id,
                         struct error *e)
{
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    must(act_blank(s, &kind_permit, &r, e), e);
    must(record_put(r, "applicant", &how, "pt toba agro", e), e);
    must(record_put(r, "item.1.commodity", &how, "Beras", e), e);
    enum outcome result = act_save(s, r, NULL, NULL, report, e);
    *id = r->id;
    record_free(&r);
    return result;
}

static void copy_all(struct session *s)
{
    struct error e = { 0 };
    bool more = true;
    while (more)
        must(act_copy(s, &more, &e), &e);
}

static void copy_it(struct counter_desk *d)
{
    struct session *s = open_going_on(d);
    staff_login(s, "operator");
    counter_permit(s);
    copy_all(s);
    session_logout(s);
    session_close(&s);
}

/* At start without the share: log-in, look-ups, a permit filed, read back and edited; and after a
 * restart it is still there; then the share is back. */
static void a_desk_starts_without_its_share(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct save_report report = { 0 };
    struct hits hits = { 0 };
    struct page page = { 0 };
    int64_t id = 0;
    copy_it(d);
    pull_away(d);
    struct session *s = open_going_on(d), *away = session_at_work(s);
    assert_ptr_not_equal(away, s);
    assert_int_equal(state_of(s), LINK_OFFLINE);
    assert_int_equal(session_login(away, "operator", "wrong", 5, &e), FORBIDDEN);
    staff_login(away, "operator");
    assert_true(session_holds(away, ROLE_OPERATOR));
    must(act_lookup(away, &kind_party, NULL, "toba", 5, &hits, &e), &e);
    assert_int_equal(hits.count, 1);
    must(file(away, &report, &id, &e), &e);
    assert_true(report.kept);
    must(act_page(away, &(struct query){ .kind = &kind_permit, .limit = 10 }, &page, &e), &e);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0]->id, id);
    assert_string_equal(record_text(page.rows[0], "applicant"), "PT Toba Agro");
    assert_int_equal(counter_step(away, id, "submit", NULL, &e), FAULT);
    page_free(&page);
    session_close(&s);
    s = open_going_on(d);
    struct record *r = counter_load(session_at_work(s), "permit", id);
    record_free(&r);
    put_back(d);
    later(d, s, 60 * SECOND);
    assert_int_equal(state_of(s), LINK_ONLINE);
    assert_ptr_equal(session_at_work(s), s);
    assert_int_equal(kept(s), 0);
    r = counter_load(s, "permit", id);
    assert_int_equal(r->rev, 1);
    record_free(&r);
    assert_int_equal(staff_verify(s, NULL), 0);
    hits_free(&hits);
    session_close(&s);
}

static bool has_keys(struct session *s, const char *name)
{
    struct record *user = NULL;
    struct error e = { 0 };
    must(user_need(s, name, &user, &e), &e);
    bool has = record_text(user, "wrapped")[0] != '\0';
    record_free(&user);
    return has;
}

static enum outcome login(struct session *s, const char *name, struct error *e)
{
    return session_login(s, name, "demo", 4, e);
}

/* Without the share only who logged in at this desk with it may, and not for ever. */
static void who_was_not_here_does_not_log_in(void **state)
{
    enum { DAY_MS = 24 * 60 * 60 * SECOND };
    struct counter_desk *d = *state;
    struct error e = { 0 };
    copy_it(d);
    pull_away(d);
    struct session *s = open_going_on(d), *away = session_at_work(s);
    assert_int_equal(login(away, "verifier", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "has not logged in at this desk"));
    assert_int_equal(login(away, "root", &e), FAULT);
    assert_false(session_logged_in(away));
    assert_false(has_keys(away, "verifier"));
    assert_true(has_keys(away, "operator"));
    must(login(away, "operator", &e), &e);
    d->now += 31ll * DAY_MS;
    session_logout(away);
    assert_int_equal(login(away, "operator", &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "login.away_days"));
    d->now -= 31ll * DAY_MS;
    session_close(&s);
    put_back(d);
    s = open_going_on(d);
    staff_login(s, "verifier"); /* and now has been here */
    session_close(&s);
    pull_away(d);
    s = open_going_on(d);
    staff_login(session_at_work(s), "verifier");
    session_close(&s);
    put_back(d);
}

static enum outcome file_capture(struct session *s, const char *permit, int64_t *id,
                                 struct error *e)
{
    const char *const pairs[] = { "source",
                                  "own",
                                  "occurred_on",
                                  "h",
                                  "place",
                                  "Gate 2",
                                  "finder",
                                  "operator",
                                  "owner",
                                  "pt toba agro",
                                  "item.1.commodity",
                                  "Beras",
                                  "item.1.p0",
                                  "10",
                                  "item.1.unit",
                                  "KGM",
                                  "finding.1.finding",
                                  "no_papers",
                                  "article.1.article",
                                  "UU 21/2019 Pasal 88",
                                  "permit",
                                  permit };
    struct record *r = NULL;
    struct save_report report = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    must(act_blank(s, &kind_capture, &r, e), e);
    for (size_t i = 0; i < COUNT(pairs); i += 2)
        must(record_put(r, pairs[i], &how, pairs[i + 1], e), e);
    enum outcome result = act_save(s, r, NULL, NULL, &report, e);
    *id = r->id;
    record_free(&r);
    save_report_free(&report);
    return result;
}

/* All a capture refers to is in the desk's copy, but for the application. */
static void captures_are_taken_in_without_it(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct page page = { 0 };
    int64_t id = 0;
    copy_it(d);
    pull_away(d);
    struct session *s = open_going_on(d), *away = session_at_work(s);
    staff_login(away, "operator");
    assert_int_equal(file_capture(away, "2026-0001", &id, &e), REFUSED);
    assert_string_equal(e.field, "permit");
    must(file_capture(away, "", &id, &e), &e);
    session_close(&s);
    s = open_going_on(d);
    must(act_page(session_at_work(s), &(struct query){ .kind = &kind_capture, .limit = 10 }, &page,
                  &e),
         &e);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0]->id, id);
    assert_string_equal(record_text(page.rows[0], "goods"), "Beras");
    page_free(&page);
    put_back(d);
    later(d, s, 60 * SECOND);
    assert_int_equal(state_of(s), LINK_ONLINE);
    assert_int_equal(kept(s), 0);
    struct record *r = counter_load(s, "capture", id);
    static const char *const linked[] = { "finder", "owner" };
    for (size_t i = 0; i < COUNT(linked); i++)
        assert_true(record_number(r, linked[i]) != 0);
    assert_string_equal(r->state, "draft");
    record_free(&r);
    assert_int_equal(staff_verify(s, NULL), 0);
    session_close(&s);
}

/* In the middle of work: what was asked fails once, and from then on the desk answers. */
static void work_goes_on_and_comes_back(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct save_report report = { 0 };
    struct spool_report news;
    int64_t id = 0;
    copy_it(d);
    struct session *s = open_going_on(d);
    staff_login(s, "operator");
    struct error gone = { .code = FAULT, .later = true };
    pull_away(d);
    session_heard(s, FAULT, &gone);
    assert_int_equal(state_of(s), LINK_OFFLINE);
    struct session *away = session_at_work(s);
    assert_true(session_logged_in(away)); /* nobody has to log in again */
    must(file(away, &report, &id, &e), &e);
    assert_int_equal(kept(s), 0); /* counted when it is told */
    session_counted_anew(s);
    assert_int_equal(kept(s), 1);
    for (int i = 0; i < 5; i++)
        later(d, s, 60 * SECOND);
    assert_int_equal(state_of(s), LINK_OFFLINE);
    put_back(d);
    later(d, s, 60 * SECOND);
    assert_int_equal(state_of(s), LINK_ONLINE);
    session_news(s, &news);
    assert_int_equal(news.sent, 1);
    assert_true(session_logged_in(s));
    struct record *r = counter_load(s, "permit", id);
    record_free(&r);
    session_close(&s);
}

/* A turn that could not be had is no share that is away. */
static void a_busy_file_is_not_away(void **state)
{
    struct counter_desk *d = *state;
    copy_it(d);
    struct session *s = open_going_on(d);
    struct error busy = { .code = FAULT, .later = true, .busy = true };
    session_heard(s, FAULT, &busy);
    assert_int_equal(state_of(s), LINK_ONLINE);
    session_close(&s);
}

/* The tries are spaced: 1, 2, 5, 10, then 30 seconds, half more or less. */
static void tries_are_spaced(void **state)
{
    static const int most[] = { 1500, 3000, 7500, 15000, 45000, 45000 };
    static const int least[] = { 500, 1000, 2500, 5000, 15000, 15000 };
    struct counter_desk *d = *state;
    copy_it(d);
    struct session *s = open_going_on(d);
    struct error gone = { .code = FAULT, .later = true };
    pull_away(d);
    session_heard(s, FAULT, &gone);
    for (size_t i = 0; i < COUNT(most); i++) {
        int wait = session_patience(s);
        assert_in_range(wait, least[i], most[i]);
        later(d, s, wait);
    }
    put_back(d);
    session_close(&s);
}

/* What others changed since is followed, not copied anew. */
static void the_copy_follows(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct hits hits = { 0 };
    copy_it(d);
    staff_login(d->session, "operator");
    counter_make(d->session, "party", (const char *const[]){ "name", "CV Rimba Jaya", NULL });
    session_logout(d->session);
    struct session *s = open_going_on(d);
    copy_all(s);
    session_close(&s);
    pull_away(d);
    s = open_going_on(d);
    must(act_lookup(session_at_work(s), &kind_party, NULL, "rimba", 5, &hits, &e), &e);
    assert_int_equal(hits.count, 1);
    hits_free(&hits);
    put_back(d);
    session_close(&s);
}

static void until_online(struct session *s)
{
    struct pollfd bell = { .fd = session_wake_fd(s, AT_SHARE), .events = POLLIN };
    for (int i = 0; i < 200 && state_of(s) != LINK_ONLINE; i++) {
        poll(&bell, 1, 50);
        session_collect(s);
    }
    assert_int_equal(state_of(s), LINK_ONLINE);
}

/* Where the start's calls on the share hang, each in turn: the desk opens on its copy all the same,
 * and goes over once the call comes back. */
static void a_share_that_hangs_holds_no_start(void **state)
{
    struct counter_desk *d = *state;
    struct fault hang = { .at = AT_ANY_CALL };
    int gate[2];
    copy_it(d);
    assert_int_equal(pipe(gate), 0);
    hang.gate = gate[0];
    faults_arm(&hang);
    struct session *s = open_on_threads(d, 0);
    long calls = faults_count();
    session_close(&s);
    assert_true(calls > 50);
    for (hang.k = 1; hang.k <= calls; hang.k += 1 + calls / PLACES) {
        faults_arm(&hang);
        s = open_on_threads(d, 1);
        assert_int_equal(state_of(s), LINK_OFFLINE);
        assert_ptr_not_equal(session_at_work(s), s);
        assert_string_equal(session_office(s), session_office(session_at_work(s)));
        assert_int_equal(write(gate[1], "x", 1), 1);
        until_online(s);
        assert_ptr_equal(session_at_work(s), s);
        session_close(&s);
    }
    faults_arm(NULL);
    close(gate[0]);
    close(gate[1]);
}

/* How many starts from call k on end otherwise than on the desk's copy. */
static size_t starts_without_copy(struct counter_desk *d, struct fault *gone, long calls)
{
    size_t wrong = 0;
    for (gone->k = 1; gone->k <= calls; gone->k += 1 + calls / PLACES) {
        struct session *s = NULL;
        struct error e = { 0 };
        struct session_options o = { .store = d->store,
                                     .desk_folder = d->desk,
                                     .config = "",
                                     .clock = &d->clock,
                                     .goes_on = true };
        faults_arm(gone);
        bool opened = session_open(&o, &s, &e) == DONE;
        if (!opened)
            print_error("%s from call %ld on: %s\n", strerror(gone->error), gone->k, e.text);
        wrong += !opened;
        session_close(&s);
        faults_arm(NULL);
    }
    return wrong;
}

/* And where they fail, from each in turn on, with whatever a kernel says of a server that is gone.
 * The desk's own file lies elsewhere: the folder of the shared one fails, too. */
static void a_share_that_fails_holds_no_start(void **state)
{
    static const int errors[] = { EIO, EHOSTDOWN, ENOTCONN, ETIMEDOUT, ESTALE, ENXIO };
    struct counter_desk *d = *state, elsewhere = *d;
    struct fault gone = { .at = AT_ANY_CALL, .forever = true };
    char command[128];
    size_t wrong = 0;
    snprintf(elsewhere.desk, sizeof elsewhere.desk, "%s-desk", d->folder);
    copy_it(&elsewhere);
    mount_pretend(share_nfs);
    faults_arm(&gone);
    struct session *s = open_going_on(&elsewhere);
    long calls = faults_count();
    session_close(&s);
    for (size_t i = 0; i < COUNT(errors); i++) {
        gone.error = errors[i];
        wrong += starts_without_copy(&elsewhere, &gone, calls);
    }
    assert_int_equal(wrong, 0);
    mount_pretend(NULL);
    snprintf(command, sizeof command, "rm -rf '%s'", elsewhere.desk);
    assert_int_equal(system(command), 0);
}

/* Who logged in meanwhile, and what they filed, goes over with the desk. */
static void work_begins_while_the_share_hangs(void **state)
{
    struct counter_desk *d = *state;
    struct fault hang = { .at = AT_ANY_CALL, .k = 1 };
    struct save_report report = { 0 };
    struct error e = { 0 };
    int64_t id = 0;
    int gate[2];
    copy_it(d);
    assert_int_equal(pipe(gate), 0);
    hang.gate = gate[0];
    faults_arm(&hang);
    struct session *s = open_on_threads(d, 1), *away = session_at_work(s);
    staff_login(away, "operator");
    must(file(away, &report, &id, &e), &e);
    assert_true(report.kept);
    session_counted_anew(s);
    assert_int_equal(write(gate[1], "x", 1), 1);
    until_online(s);
    assert_true(session_logged_in(s));
    session_close(&s);
    faults_arm(NULL);
    s = open_going_on(d);
    staff_login(s, "operator");
    later(d, s, 1);
    struct record *r = counter_load(s, "permit", id);
    record_free(&r);
    session_close(&s);
    close(gate[0]);
    close(gate[1]);
}

static void make_parties(struct counter_desk *d, int count)
{
    char name[32];
    staff_login(d->session, "operator");
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "CV Banyak %d", i);
        counter_make(d->session, "party", (const char *const[]){ "name", name, NULL });
    }
    session_logout(d->session);
}

static size_t away_finds(struct session *s, const char *party)
{
    struct hits hits = { 0 };
    struct error e = { 0 };
    must(act_lookup(session_at_work(s), &kind_party, NULL, party, 5, &hits, &e), &e);
    size_t count = hits.count;
    hits_free(&hits);
    return count;
}

/* Filled anew or followed, no call takes more than a slice; what is filed in between is followed
 * with the next copy. */
static void the_copy_is_sliced(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct session *s = NULL;
    bool more = true;
    int slices = 0;
    make_parties(d, 2 * SLICE + SLICE / 2);
    for (int way = 0; way < 2; way++) { /* this desk follows, another one fills */
        const char *late = way ? "CV Terlambat" : "CV Di Antara";
        if (way)
            snprintf(d->desk, sizeof d->desk, "%s/third", d->folder);
        s = open_going_on(d);
        for (slices = 0, more = true; more; slices++) {
            uint64_t before = store_cost(session_store(s)).rows;
            must(act_copy(s, &more, &e), &e);
            assert_in_range(store_cost(session_store(s)).rows - before, 0, 4 * SLICE);
            if (slices == 1) {
                staff_login(d->session, "operator");
                counter_make(d->session, "party", (const char *const[]){ "name", late, NULL });
                session_logout(d->session);
            }
        }
        assert_true(slices > 3);
        copy_all(s);
        session_close(&s);
        pull_away(d);
        s = open_going_on(d);
        assert_int_equal(away_finds(s, late), 1);
        assert_int_equal(away_finds(s, "CV Banyak 249"), 1);
        put_back(d);
        session_close(&s);
    }
}

struct waiting_save {
    struct job job; /* first */
    bool done;
};

static void save_nothing(struct job *j)
{
    (void)j;
}

static void saved(struct job *j)
{
    ((struct waiting_save *)j)->done = true;
}

/* The next slice is asked for only once nobody waits for the share. */
static void a_save_waits_for_one_slice(void **state)
{
    struct counter_desk *d = *state;
    struct waiting_save save = { .job = { .run = save_nothing, .done = saved } };
    snprintf(d->desk, sizeof d->desk, "%s/fourth", d->folder);
    struct session *s = open_on_threads(d, 0);
    struct pollfd bell = { .fd = session_wake_fd(s, AT_SHARE), .events = POLLIN };
    d->now += 10 * SECOND;
    session_tick(s);
    session_post(s, AT_SHARE, &save.job);
    for (int i = 0; i < 200 && !save.done; i++) {
        session_tick(s);
        poll(&bell, 1, 50);
        session_collect(s);
    }
    assert_true(save.done);
    assert_int_equal(session_patience(s), 0); /* the copy is not at its end */
    session_close(&s);
}

static void hang(struct job *j)
{
    char byte;
    (void)!read(*(const int *)(j + 1), &byte, 1);
}

/* At a desk that is never idle the copy is made all the same, a slice every five seconds. */
static void a_busy_desk_copies_late(void **state)
{
    struct counter_desk *d = *state;
    struct {
        struct job job;
        int gate;
    } busy = { .job = { .run = hang, .done = save_nothing } };
    int gate[2];
    assert_int_equal(pipe(gate), 0);
    busy.gate = gate[0];
    struct session *s = open_on_threads(d, 0);
    session_post(s, AT_SHARE, &busy.job);
    for (int i = 0; i < 9; i++) {
        d->now += SECOND;
        atomic_fetch_add(&s->link->pulse, 1); /* rows are read */
        session_tick(s);
        assert_false(s->link->errand);
    }
    d->now += SECOND;
    atomic_fetch_add(&s->link->pulse, 1);
    session_tick(s);
    assert_true(s->link->errand);
    assert_int_equal(write(gate[1], "x", 1), 1);
    session_close(&s);
    close(gate[0]);
    close(gate[1]);
}

/* Who logs in at the desk while what was kept is being sent is still there when the share is. */
static void who_logs_in_while_it_comes_back_stays(void **state)
{
    struct counter_desk *d = *state;
    struct fault hang = { .at = AT_ANY_CALL };
    struct save_report report = { 0 };
    struct error e = { 0 };
    int64_t id = 0;
    int gate[2];
    copy_it(d);
    assert_int_equal(pipe(gate), 0);
    hang.gate = gate[0];
    faults_arm(&hang);
    struct session *s = open_on_threads(d, 0);
    hang.k = faults_count() + 1; /* behind the opening */
    session_close(&s);
    pull_away(d);
    s = open_on_threads(d, 0);
    struct session *away = session_at_work(s);
    staff_login(away, "operator");
    must(file(away, &report, &id, &e), &e);
    session_logout(away);
    put_back(d);
    faults_arm(&hang);
    d->now += 60 * SECOND;
    session_tick(s);
    assert_int_equal(state_of(s), LINK_RECOVERING);
    for (int i = 0; i < 200 && faults_count() < hang.k; i++)
        poll(NULL, 0, 10);
    assert_int_equal(faults_count(), hang.k);
    staff_login(away, "operator");
    assert_int_equal(write(gate[1], "x", 1), 1);
    until_online(s);
    for (int i = 0; i < 200 && !session_logged_in(s); i++) {
        poll(NULL, 0, 10);
        session_collect(s);
    }
    assert_true(session_logged_in(s));
    session_close(&s);
    faults_arm(NULL);
    close(gate[0]);
    close(gate[1]);
}

/* A file that is really not there is said so, where this desk never worked with it. */
static void an_unknown_file_is_still_refused(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = NULL;
    struct error e = { 0 };
    struct session_options o = { .store = "/tmp/loket-never/there.db",
                                 .desk_folder = d->desk,
                                 .config = "",
                                 .clock = &d->clock,
                                 .goes_on = true };
    assert_int_equal(session_open(&o, &s, &e), FAULT);
    assert_non_null(strstr(e.text, "loket-never"));
}

/* The desk's own disk, full: the copy's journal has no place. */
static void what_fails_at_the_desk_is_no_share_away(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    bool more = false;
    char command[700];
    struct session *s = open_going_on(d);
    copy_all(s);
    counter_permit(s);
    snprintf(command, sizeof command,
             "cd '%s' && for f in copy-*.db; do rm -f $f-journal && mkdir $f-journal; done",
             d->desk);
    assert_int_equal(system(command), 0);
    enum outcome o = DONE;
    for (more = true; more && o == DONE;)
        o = act_copy(s, &more, &e);
    assert_int_equal(o, FAULT);
    assert_false(e.later);
    session_close(&s);
    snprintf(command, sizeof command, "cd '%s' && rmdir copy-*.db-journal", d->desk);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_starts_without_its_share),
        cmocka_unit_test(who_was_not_here_does_not_log_in),
        cmocka_unit_test(captures_are_taken_in_without_it),
        cmocka_unit_test(work_goes_on_and_comes_back),
        cmocka_unit_test(a_busy_file_is_not_away),
        cmocka_unit_test(tries_are_spaced),
        cmocka_unit_test(the_copy_follows),
        cmocka_unit_test(the_copy_is_sliced),
        cmocka_unit_test(a_save_waits_for_one_slice),
        cmocka_unit_test(an_unknown_file_is_still_refused),
        cmocka_unit_test(a_share_that_hangs_holds_no_start),
        cmocka_unit_test(a_share_that_fails_holds_no_start),
        cmocka_unit_test(work_begins_while_the_share_hangs),
        cmocka_unit_test(a_busy_desk_copies_late),
        cmocka_unit_test(what_fails_at_the_desk_is_no_share_away),
        cmocka_unit_test(who_logs_in_while_it_comes_back_stays),
    };
    faults_install("loket.db");
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
