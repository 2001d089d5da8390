/* Rights: every step of every kind by every role, who may edit what, guests, four eyes, rules that
 * say otherwise. */
#include "actions/staff.h"

#include "../../src/actions/private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* ---- Every step by every role ---- */

/* Records that are only in memory: who may is asked before anything else. */
static void ask_each_step(struct session *s, enum role held)
{
    for (size_t k = 0; all_kinds.kinds[k]; k++) {
        const struct kind *kind = all_kinds.kinds[k];
        struct record *r = record_new(kind);
        for (const struct step *step = kind->flow->steps; step->verb; step++)
            for (size_t f = 0; step->from[f]; f++) {
                struct error why = { 0 };
                if (step->follows)
                    continue; /* nobody's to take */
                bool may = step->role == ROLE_NONE ? held != ROLE_NONE : held == step->role;
                r->state = flow_state(kind->flow, step->from[f])->id;
                enum outcome o = act_step_allowed(s, r, step, "x", &why);
                if (step->follows) { /* nobody's */
                    assert_int_equal(o, REFUSED);
                    continue;
                }
                if (may != (o != FORBIDDEN) || (o == FORBIDDEN && !*why.text))
                    test_stop("%s %s of %s by %s: %d %s", step->verb, step->from[f], kind->id,
                              role_id(held), o, why.text);
                if (o == FORBIDDEN && held != ROLE_NONE && !strstr(why.text, role_id(step->role)))
                    test_stop("“%s” does not name %s", why.text, role_id(step->role));
            }
        record_free(&r);
    }
}

static void every_step_by_every_role(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    ask_each_step(s, ROLE_NONE); /* nobody is logged in */
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
        staff_login(s, role_id((enum role)role));
        ask_each_step(s, (enum role)role);
    }
    session_logout(s);
}

/* The same through the door that writes: refused, and nothing changed. */
static void refused_steps_write_nothing(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    int64_t id = staff_accepted(s);
    struct record *before = counter_load(s, "permit", id);
    for (int role = ROLE_NONE; role < ROLE_COUNT; role++) {
        if (role != ROLE_NONE)
            staff_login(s, role_id((enum role)role));
        for (const struct step *step = kind_permit.flow->steps; step->verb; step++) {
            struct error e = { 0 };
            if ((int)step->role == role || step->follows)
                continue;
            enum outcome want = step->follows && role != ROLE_NONE ? REFUSED : FORBIDDEN;
            if (counter_step(s, id, step->verb, "x", &e) != want)
                test_stop("%s by %s: %s", step->verb, role_id((enum role)role), e.text);
        }
    }
    session_logout(s);
    struct record *after = counter_load(s, "permit", id);
    assert_int_equal(after->rev, before->rev);
    record_free(&before);
    record_free(&after);
}

/* ---- Who edits what ---- */

struct edit {
    const char *kind;
    const char *const *pairs;
};

static const struct edit edits[] = {
    { "party", (const char *const[]){ "name", "PT Contoh", NULL } },
    { "permit", (const char *const[]){ "field", "T", NULL } },
    { "note", (const char *const[]){ "subject", "Perihal", NULL } },
    { "rule",
      (const char *const[]){ "rule", "permit.duplicate_days", "value", "1", "basis", "x", NULL } },
    { "unit", (const char *const[]){ "code", "XX", "name", "x", "symbol", "x", NULL } },
    { "post", (const char *const[]){ "person", "head", "role", "head", "basis", "x", NULL } },
    { "user", (const char *const[]){ "name", "baru", "full_name", "Baru", NULL } },
};

static bool edits_by_table(const struct kind *k, enum role role)
{
    for (const enum role *r = k->editors; r && *r != ROLE_NONE; r++)
        if (*r == role)
            return true;
    return !k->editors && role == ROLE_ADMIN;
}

static enum outcome try_new(struct session *s, const struct edit *edit, struct error *e)
{
    struct record *r = NULL;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    must(act_blank(s, registry_find(&all_kinds, edit->kind), &r, e), e);
    for (size_t i = 0; edit->pairs[i]; i += 2)
        must(record_put(r, edit->pairs[i], &how, edit->pairs[i + 1], e), e);
    enum outcome result = act_save(s, r, NULL, NULL, NULL, e);
    record_free(&r);
    return result;
}

static void every_kind_by_every_role(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
        staff_login(s, role_id((enum role)role));
        for (size_t i = 0; i < COUNT(edits); i++) {
            struct error e = { 0 };
            const struct kind *k = registry_find(&all_kinds, edits[i].kind);
            bool guest = role == ROLE_GUEST && k == &kind_permit;
            enum outcome o = try_new(s, &edits[i], &e);
            if (o != (edits_by_table(k, (enum role)role) || guest ? DONE : FORBIDDEN) &&
                !(o == REFUSED && k == &kind_user)) /* the name is taken by then */
                test_stop("new %s by %s: %d %s", k->id, role_id((enum role)role), o, e.text);
        }
    }
    session_logout(s);
}

/* A store where nobody is logged in: it is read, and guests file. */
static void guests_only_file(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct error e = { 0 };
    int64_t other = staff_accepted(s);
    for (size_t i = 0; i < COUNT(edits); i++)
        if (strcmp(edits[i].kind, "permit") != 0)
            assert_int_equal(try_new(s, &edits[i], &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "--user"));
    int64_t id = counter_make(s, "permit",
                              (const char *const[]){ "field", "T", "channel", "counter", NULL });
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    assert_string_equal(record_text(r, "channel"), "guest");
    value_set_text(record_value(r, "voyage"), "1N");
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), FORBIDDEN);
    assert_int_equal(counter_step(s, id, "submit", NULL, &e), FORBIDDEN);
    struct buf words = { 0 };
    assert_int_equal(act_undo(s, &kind_permit, id, false, &words, &e), FORBIDDEN);
    assert_int_equal(act_undo(s, &kind_permit, id, true, &words, &e), FORBIDDEN);
    struct record *paper = counter_load(s, "permit", other);
    assert_int_equal(counter_print(s, paper, "receipt", &words, &e), FORBIDDEN);
    buf_free(&words);
    record_free(&paper);
    record_free(&r);
    record_free(&base);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Sheets ---- */

static enum outcome import_sheet(struct counter_desk *d, const struct kind *k, const char *text,
                                 bool dry_run, struct error *e)
{
    char path[128];
    struct buf bytes = { 0 };
    struct import_report report = { 0 };
    snprintf(path, sizeof path, "%s/sheet.csv", d->folder);
    buf_puts(&bytes, text);
    must(file_write(path, &bytes, 0600, e), e);
    buf_free(&bytes);
    struct import_options o = { .path = path, .dry_run = dry_run };
    enum outcome result = act_import(d->session, k, &o, &report, e);
    import_report_free(&report);
    return result;
}

static enum outcome import_text(struct counter_desk *d, const struct kind *k, const char *text,
                                struct error *e)
{
    return import_sheet(d, k, text, false, e);
}

static void imports_are_the_editors(void **state)
{
    static const char log[] = "name,npwp\nPT Impor,\nPT Impor Dua,\n";
    static const char own[] = "id,rev,state,name\n0000000000001,1,active,PT Kembali\n";
    static const char people[] = "id,rev,state,name,roles\n0000000000002,1,active,maling,admin\n";
    struct counter_desk *d = *state;
    struct error e = { 0 };
    assert_int_equal(import_text(d, &kind_party, log, &e), FORBIDDEN);
    assert_int_equal(import_text(d, &kind_party, "\"no sheet", &e), FORBIDDEN); /* not even read */
    staff_login(d->session, "treasurer");
    assert_int_equal(import_text(d, &kind_party, log, &e), FORBIDDEN);
    /* Trying it out tells the same. */
    assert_int_equal(import_sheet(d, &kind_party, log, true, &e), FORBIDDEN);
    staff_login(d->session, "operator");
    must(import_text(d, &kind_party, log, &e), &e);
    assert_int_equal(import_text(d, &kind_party, own, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "admin"));
    staff_login(d->session, "admin");
    must(import_text(d, &kind_party, own, &e), &e);
    assert_int_equal(import_text(d, &kind_user, people, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "loket user add"));
    assert_int_equal(import_text(d, &kind_post, people, &e), FORBIDDEN);
    session_logout(d->session);
    assert_int_equal(staff_verify(d->session, NULL), 0);
}

/* ---- Four eyes ---- */

static void edit_field(struct session *s, int64_t id, const char *field, const char *text)
{
    struct error e = { 0 };
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    value_set_text(record_value(r, field), text);
    must(act_save(s, r, base, NULL, NULL, &e), &e);
    record_free(&r);
    record_free(&base);
}

static void nobody_decides_on_their_own(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "dua", "operator;coordinator;head");
    int64_t id = staff_accepted(s); /* typed by the operator */
    staff_login(s, "dua");
    struct record *r = counter_load(s, "permit", id);
    const struct step *assign = flow_step(kind_permit.flow, "assign", "accepted");
    must(act_step_allowed(s, r, assign, NULL, &e), &e);
    edit_field(s, id, "container", "TEMU1234567");
    assert_int_equal(act_step_allowed(s, r, assign, NULL, &e), FORBIDDEN);
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "contributed"));
    assert_int_equal(counter_step(s, id, "assign", "petugas tunggal: sendiri", &e), FORBIDDEN);
    record_free(&r);
    staff_login(s, "coordinator");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
}

/* Whoever holds every role and typed something in is kept from exactly the steps that want another
 * pair of eyes, in every state; on a record of others from none. */
static void own_records_are_for_others(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "serba", "operator;verifier;officer;coordinator;head;treasurer");
    for (int own = 0; own < 2; own++) {
        int64_t id = staff_accepted(s);
        staff_login(s, "serba");
        if (own)
            edit_field(s, id, "container", "TEMU1234567");
        struct record *r = counter_load(s, "permit", id);
        for (const struct step *step = kind_permit.flow->steps; step->verb; step++)
            for (size_t f = 0; step->from[f]; f++) {
                r->state = flow_state(kind_permit.flow, step->from[f])->id;
                bool refused = act_step_allowed(s, r, step, "x", &e) == FORBIDDEN;
                if (refused != (own && (step->flags & STEP_FOUR_EYES)))
                    test_stop("%s out of %s, own %d: %s", step->verb, r->state, own, e.text);
            }
        session_logout(s);
        record_free(&r);
    }
}

/* What was decided on another desk a moment ago counts: history is read inside the transaction. */
static void two_sessions_are_one_person(void **state)
{
    struct counter_desk *d = *state;
    struct session *here = d->session, *there = counter_second_desk(d);
    struct error e = { 0 };
    staff_add(here, "ganda", "operator;coordinator");
    int64_t id = staff_accepted(here);
    staff_login(here, "ganda");
    staff_login(there, "ganda");
    struct record *r = counter_load(here, "permit", id);
    must(act_step_allowed(here, r, flow_step(kind_permit.flow, "assign", "accepted"), NULL, &e),
         &e); /* the key was not grey */
    edit_field(there, id, "seal", "S-1");
    assert_int_equal(counter_step(here, id, "assign", NULL, &e), FORBIDDEN);
    assert_int_equal(counter_step(there, id, "assign", NULL, &e), FORBIDDEN);
    record_free(&r);
    session_close(&there);
    session_logout(here);
}

/* A role lent does not make another person. */
static void standing_in_is_no_second_pair_of_eyes(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    day today = session_today(s);
    staff_add(s, "mira", "operator");
    staff_login(s, "admin");
    must(act_user_lend(s, "mira", "coordinator", today, today, "SP-1", &e), &e);
    int64_t id = staff_accepted(s);
    staff_login(s, "mira");
    edit_field(s, id, "container", "X");
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    session_logout(s);
    id = staff_accepted(s);
    staff_login(s, "mira");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- What is part of deciding, and what was taken back ---- */

static enum outcome step_with(struct session *s, int64_t id, const char *verb, const char *path,
                              const char *text, struct error *e)
{
    struct assignment set = { path, text };
    struct step_request q = { .kind = &kind_permit,
                              .id = id,
                              .verb = verb,
                              .sets = &set,
                              .set_count = 1,
                              .spelling = SPELL_CANONICAL,
                              .note = "uji" };
    return act_step(s, &q, NULL, e);
}

static int64_t rev_of(struct session *s, int64_t id)
{
    struct record *r = counter_load(s, "permit", id);
    int64_t rev = r->rev;
    record_free(&r);
    return rev;
}

/* Who returns an application says what it lacks: one save, one version, and no contribution. */
static void a_step_asks_its_decider_for_its_own_fields(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 }, misses = { 0 };
    staff_add(s, "ketua", "coordinator;head");
    int64_t id = staff_accepted(s);
    const struct step *give_back = flow_step(kind_permit.flow, "return", "accepted");
    staff_login(s, "ketua");
    struct record *r = counter_load(s, "permit", id);
    must(act_step_ready(s, r, give_back, &misses, &e), &e);
    assert_string_equal(misses.field, "missing_papers");
    assert_int_equal(act_step_allowed(s, r, give_back, "uji", &e), REFUSED);
    record_free(&r);
    must(step_with(s, id, "return", "missing_papers", "faktur belum ditandatangani", &e), &e);
    r = counter_load(s, "permit", id);
    assert_string_equal(r->state, "returned");
    assert_string_equal(record_text(r, "missing_papers"), "faktur belum ditandatangani");
    record_free(&r);
    int64_t rev = rev_of(s, id);
    staff_login(s, "operator");
    must(counter_step(s, id, "resubmit", NULL, &e), &e);
    assert_int_equal(rev_of(s, id), rev + 1);
    staff_login(s, "ketua");
    must(counter_step(s, id, "assign", NULL, &e), &e); /* it was part of that decision */
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* Who sends a team out names it, too; the first one leads. */
static void a_team_is_named_by_the_step_that_sends_it(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = staff_accepted(s);
    staff_put(s, "operator", id, "officer.1.part", "member");
    staff_put(s, "operator", id, "officer.1.part", "");
    staff_login(s, "coordinator");
    must(step_with(s, id, "assign", "officer.2.person", "verifier", &e), &e);
    struct record *r = counter_load(s, "permit", id);
    assert_int_equal(record_live_lines(r, "officer"), 2);
    assert_string_equal(record_at(r, "officer.1.part", NULL)->text, "lead");
    assert_string_equal(record_at(r, "officer.2.part", NULL)->text, "member");
    assert_true(record_at(r, "officer.2.person", NULL)->num != 0);
    record_free(&r);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* A line that is not there yet is no way past what a step may set. */
static void a_step_adds_no_lines_of_others(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    assert_int_equal(step_with(s, id, "assign", "item.2.commodity", "jagung", &e), REFUSED);
    assert_string_equal(e.field, "item.2.commodity");
    session_logout(s);
}

static void undo(struct session *s, int64_t id)
{
    struct error e = { 0 };
    must(act_undo(s, &kind_permit, id, false, NULL, &e), &e);
}

/* What was taken back is as if it had never been typed; what was not, counts on. */
static void what_is_taken_back_does_not_count(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "balik", "operator;coordinator");
    int64_t id = staff_accepted(s);
    staff_login(s, "balik");
    edit_field(s, id, "container", "TEMU1234567");
    edit_field(s, id, "seal", "S-1");
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    undo(s, id);
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    undo(s, id);
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
}

struct judged {
    struct session *session;
    bool honest, other_content, other_version, other_author;
};

/* An undo entry, and what somebody with a program of their own might write instead. */
static void judge_undo(void *context, const struct entry *entry)
{
    struct judged *j = context;
    int64_t rev = 0;
    if (strcmp(entry->step, "undo") != 0)
        return;
    j->honest = entry_takes_back(j->session, entry, &rev) && rev == entry->rev - 1;
    struct entry forged = *entry;
    forged.is = entry->was;
    j->other_content = entry_takes_back(j->session, &forged, &rev);
    forged = *entry;
    forged.note = (struct buf){ 0 };
    buf_puts(&forged.note, "1");
    j->other_version = entry_takes_back(j->session, &forged, &rev);
    buf_free(&forged.note);
    forged = *entry;
    snprintf(forged.author, sizeof forged.author, "operator");
    j->other_author = entry_takes_back(j->session, &forged, &rev);
}

/* Only the exact inverse of one's own is no contribution. */
static void what_only_calls_itself_an_undo_counts(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct judged j = { .session = s };
    staff_add(s, "ulang", "operator");
    int64_t id = staff_accepted(s);
    staff_login(s, "ulang");
    edit_field(s, id, "container", "TEMU1234567");
    undo(s, id);
    must(store_history(s->store, &kind_permit, id, 0, judge_undo, &j, &e), &e);
    assert_true(j.honest);
    assert_false(j.other_content || j.other_version || j.other_author);
    session_logout(s);
}

/* What comes next is nothing that is somebody else's now. */
static void what_comes_next_knows_four_eyes(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf next = { 0 };
    staff_add(s, "lihat", "operator;coordinator");
    int64_t id = staff_accepted(s);
    staff_login(s, "lihat");
    struct record *r = counter_load(s, "permit", id);
    must(act_steps_offered(s, r, &next, &e), &e);
    assert_non_null(strstr(buf_text(&next), "Assign"));
    assert_null(strstr(buf_text(&next), "somebody else"));
    edit_field(s, id, "container", "TEMU1234567");
    buf_reset(&next);
    must(act_steps_offered(s, r, &next, &e), &e);
    assert_non_null(strstr(buf_text(&next), "Assign (for somebody else: you filled"));
    record_free(&r);
    buf_free(&next);
    session_logout(s);
}

static int64_t set_rule(struct session *s, const char *rule, const char *value)
{
    staff_login(s, "admin");
    int64_t id = counter_make(
        s, "rule", (const char *const[]){ "rule", rule, "value", value, "basis", "uji", NULL });
    session_logout(s);
    return id;
}

static void retire_rule(struct session *s, int64_t id)
{
    struct error e = { 0 };
    staff_login(s, "admin");
    struct step_request q = { .kind = &kind_rule, .id = id, .verb = "retire" };
    must(act_step(s, &q, NULL, &e), &e);
    session_logout(s);
}

static int64_t alone_on_home(struct session *s)
{
    enum { MOST = 64 };
    struct counter counters[MOST];
    struct error e = { 0 };
    size_t count = 0;
    must(act_counters(s, counters, MOST, &count, &e), &e);
    for (size_t i = 0; i < count; i++)
        if (strcmp(counters[i].label, "decided alone, to be reviewed") == 0)
            return counters[i].n;
    return 0;
}

/* Friday's is looked at on Monday. */
static void count_entry(void *context, const struct record *r, const struct entry *entry)
{
    enum { WESTERN = 7 * 60 };
    assert_int_equal(record_number(r, "review_by"), moment_day(entry->at, WESTERN) + 3);
    assert_true(text_starts(buf_text(&entry->note), "Petugas tunggal"));
    ++*(int *)context;
}

/* It waits for another pair of eyes until one has signed a note about it. */
static void reviewed(struct session *s, int64_t id)
{
    struct error e = { 0 };
    int listed = 0;
    assert_int_equal(alone_on_home(s), 1);
    must(act_register(s, &kind_permit, "single-officer", count_entry, &listed, &e), &e);
    assert_int_equal(listed, 1);
    staff_login(s, "tunggal");
    assert_int_equal(counter_step(s, id, "review", "Petugas tunggal: sudah", &e), FORBIDDEN);
    staff_login(s, "head");
    assert_int_equal(counter_step(s, id, "review", NULL, &e), REFUSED); /* what was found? */
    must(counter_step(s, id, "review", "Berkas cocok", &e), &e);
    assert_int_equal(counter_step(s, id, "review", "Sekali lagi", &e), REFUSED);
    session_logout(s);
    assert_int_equal(alone_on_home(s), 0);
    must(act_register(s, &kind_permit, "single-officer", count_entry, &listed, &e), &e);
    assert_int_equal(listed, 2); /* it stays in the register */
}

static void a_station_with_one_officer(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "tunggal", "operator;coordinator;head");
    int64_t rule = set_rule(s, "office.single_officer", "1");
    int64_t id = staff_accepted(s);
    staff_login(s, "tunggal");
    edit_field(s, id, "container", "X");
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "petugas tunggal"));
    assert_int_equal(counter_step(s, id, "assign", "cepat saja", &e), FORBIDDEN);
    must(counter_step(s, id, "assign", "Petugas tunggal: rekan cuti", &e), &e);
    session_logout(s);
    reviewed(s, id);
    retire_rule(s, rule);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* That an acknowledgement needs words is inferred, that a return does is law. */
static void a_reason_is_a_rule(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    const struct step *known = flow_step(kind_capture.flow, "acknowledge", NULL);
    const struct step *back = flow_step(kind_permit.flow, "return", NULL);
    assert_false(act_step_reason(s, &kind_capture, known));
    assert_true(act_step_reason(s, &kind_permit, back));
    int64_t rule = set_rule(s, "capture.acknowledge.reason", "1");
    assert_true(act_step_reason(s, &kind_capture, known));
    retire_rule(s, rule);
    assert_false(act_step_reason(s, &kind_capture, known));
}

static void four_eyes_are_a_rule(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    staff_add(s, "bebas", "operator;coordinator");
    int64_t id = staff_accepted(s);
    staff_login(s, "bebas");
    edit_field(s, id, "container", "X");
    session_logout(s);
    int64_t rule = set_rule(s, "permit.assign.four_eyes", "0");
    staff_login(s, "bebas");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    retire_rule(s, rule);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Rules about roles ---- */

static void a_rule_gives_a_step_to_others(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t rule = set_rule(s, "permit.assign.role", "verifier;officer");
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    assert_non_null(strstr(e.text, "verifier or quarantine officer (officer)"));
    staff_login(s, "verifier");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    retire_rule(s, rule);
    id = staff_accepted(s);
    staff_login(s, "verifier");
    assert_int_equal(counter_step(s, id, "assign", NULL, &e), FORBIDDEN);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0); /* judged by what held at its place */
}

static void a_rule_gives_a_kind_to_others(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    int64_t rule = set_rule(s, "party.editors", "treasurer");
    staff_login(s, "operator");
    assert_int_equal(try_new(s, &edits[0], &e), FORBIDDEN);
    staff_login(s, "treasurer");
    must(try_new(s, &edits[0], &e), &e);
    session_logout(s);
    assert_int_equal(staff_verify(s, NULL), 0);
    retire_rule(s, rule);
}

/* ---- Undo ---- */

static void undo_is_for_whoever_may_still_do_it(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct buf words = { 0 };
    staff_login(s, "operator");
    int64_t id = counter_permit(s);
    must(counter_step(s, id, "submit", NULL, &e), &e);
    staff_login(s, "head");
    assert_int_equal(act_undo(s, &kind_permit, id, false, &words, &e), REFUSED); /* not theirs */
    staff_login(s, "operator");
    must(act_undo(s, &kind_permit, id, false, &words, &e), &e);
    struct record *r = counter_load(s, "permit", id);
    assert_string_equal(r->state, "draft");
    record_free(&r);
    id = staff_accepted(s);
    staff_login(s, "coordinator");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    assert_int_equal(act_undo(s, &kind_permit, id, false, &words, &e), REFUSED); /* signed */
    session_logout(s);
    buf_free(&words);
    assert_int_equal(staff_verify(s, NULL), 0);
}

/* ---- Who signed ---- */

struct signers {
    size_t count;
    char authors[16][64];
    unsigned char keys[16][PUBLIC_KEY_BYTES];
};

static void take_signer(void *context, const struct entry *entry)
{
    struct signers *w = context;
    if (w->count == COUNT(w->authors))
        return;
    snprintf(w->authors[w->count], sizeof w->authors[0], "%s", entry->author);
    memcpy(w->keys[w->count++], entry->signer, PUBLIC_KEY_BYTES);
}

static void each_entry_is_signed_by_its_author(void **state)
{
    struct session *s = ((struct counter_desk *)*state)->session;
    struct error e = { 0 };
    struct signers w = { 0 };
    int64_t id = staff_accepted(s);
    staff_login(s, "coordinator");
    must(counter_step(s, id, "assign", NULL, &e), &e);
    session_logout(s);
    must(act_history_each(s, &kind_permit, id, take_signer, &w, &e), &e);
    assert_true(w.count > 3);
    for (size_t i = 0; i < w.count; i++) {
        unsigned char key[PUBLIC_KEY_BYTES];
        int64_t user = 0;
        static const char *const newest[] = { "coordinator", "officer" };
        assert_string_equal(w.authors[i], i < COUNT(newest) ? newest[i] : "operator");
        must(act_resolve(s, &kind_user, w.authors[i], &user, &e), &e);
        struct record *r = counter_load(s, "user", user);
        assert_true(text_bytes(record_text(r, "sign_key"), key, sizeof key));
        assert_memory_equal(key, w.keys[i], sizeof key);
        record_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_by_every_role),
        cmocka_unit_test(refused_steps_write_nothing),
        cmocka_unit_test(every_kind_by_every_role),
        cmocka_unit_test(guests_only_file),
        cmocka_unit_test(imports_are_the_editors),
        cmocka_unit_test(nobody_decides_on_their_own),
        cmocka_unit_test(own_records_are_for_others),
        cmocka_unit_test(two_sessions_are_one_person),
        cmocka_unit_test(standing_in_is_no_second_pair_of_eyes),
        cmocka_unit_test(a_station_with_one_officer),
        cmocka_unit_test(four_eyes_are_a_rule),
        cmocka_unit_test(a_reason_is_a_rule),
        cmocka_unit_test(a_step_asks_its_decider_for_its_own_fields),
        cmocka_unit_test(a_team_is_named_by_the_step_that_sends_it),
        cmocka_unit_test(a_step_adds_no_lines_of_others),
        cmocka_unit_test(what_is_taken_back_does_not_count),
        cmocka_unit_test(what_only_calls_itself_an_undo_counts),
        cmocka_unit_test(what_comes_next_knows_four_eyes),
        cmocka_unit_test(a_rule_gives_a_step_to_others),
        cmocka_unit_test(a_rule_gives_a_kind_to_others),
        cmocka_unit_test(undo_is_for_whoever_may_still_do_it),
        cmocka_unit_test(each_entry_is_signed_by_its_author),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
