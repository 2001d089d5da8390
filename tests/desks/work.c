/* work.c - the work of one desk: new permits, edits of its own and of shared ones, their way
 * through submission to a number, lists, and imports. Seed and count decide each deed. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "desks/desks.h"

enum {
    TRIES_MAX = 4000, /* of one deed, while others are faster or the store is away */
    DAMAGE_MAX = 20,  /* of them where it will not be better later */
    PAUSE_MS = 200,
    IMPORT_ROWS = 450, /* three parts */
    OWN_MAX = 64       /* permits a desk keeps in mind */
};

struct labour {
    const struct desk_options *o;
    struct session *session;
    int log;
    int64_t own[OWN_MAX]; /* the newest permits it made */
    size_t owned;
    struct deed deed;
    bool again; /* it was tried before */
};

/* What came of one try. */
struct result {
    enum outcome outcome;
    int64_t record, rev;
    char mark[MARK_MAX];
    struct error e;
};

/* ---- Chance ---- */

static uint64_t chance(uint64_t seed, uint64_t n)
{
    uint64_t z = seed * 0x9E3779B97F4A7C15u + n * 0xBF58476D1CE4E5B9u + 1;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static const struct kind *permit(void)
{
    return registry_find(&all_kinds, "permit");
}

/* Like no other of any desk. */
static void mark_of_deed(const struct labour *l, char out[MARK_MAX])
{
    snprintf(out, MARK_MAX, "D%" PRIu64 "-%d", l->o->seed, l->deed.n);
}

static enum outcome put_all(struct session *s, struct record *r, const char *const *pairs,
                            struct error *e)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && pairs[i]; i += 2)
        o = record_put(r, pairs[i], &how, pairs[i + 1], e);
    return o;
}

/* What is kept at the desk is not in the file yet: it is asked for again. */
static enum outcome save(struct session *s, struct record *r, const struct record *base,
                         const char *txn, struct error *e)
{
    struct save_report report = { 0 };
    enum outcome o = act_save(s, r, base, txn, &report, e);
    if (o == DONE && report.kept) {
        o = fail(e, FAULT, "It is kept at this desk.");
        e->later = true;
    }
    save_report_free(&report);
    return o;
}

/* ---- Deeds ---- */

enum outcome deed_permit(struct session *s, const char *mark, struct record **r, struct error *e)
{
    enum outcome o = act_blank(s, permit(), r, e);
    if (o == DONE)
        o = put_all(s, *r,
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
                                           "seal",
                                           mark,
                                           "item.1.commodity",
                                           "Beras",
                                           "item.1.net_quantity",
                                           "1",
                                           "item.1.net_unit",
                                           "KGM",
                                           NULL },
                    e);
    return o == DONE ? act_checklist(s, *r, NULL, e) : o;
}

enum outcome deed_capture(struct session *s, const char *mark, struct record **r, struct error *e)
{
    static const char *const told[] = { "source",
                                        "own",
                                        "place",
                                        "Gate 2",
                                        "owner",
                                        "PT Toba Agro",
                                        "item.1.commodity",
                                        "Beras",
                                        "item.1.p0",
                                        "1",
                                        "item.1.unit",
                                        "KGM",
                                        NULL };
    enum outcome o = act_blank(s, registry_find(&all_kinds, "capture"), r, e);
    if (o == DONE)
        o = put_all(s, *r, told, e);
    return o == DONE ? put_all(s, *r, (const char *const[]){ "conveyance", mark, NULL }, e) : o;
}

static enum outcome file_permit(struct session *s, const char *mark, const char *txn,
                                struct record **r, struct error *e)
{
    enum outcome o = deed_permit(s, mark, r, e);
    return o == DONE ? save(s, *r, NULL, txn, e) : o;
}

static void do_new(struct labour *l, struct result *out)
{
    struct record *r = NULL;
    mark_of_deed(l, out->mark);
    out->outcome = file_permit(l->session, out->mark, l->deed.txn, &r, &out->e);
    if (r && !l->again) { /* else another try may have made it, under another id */
        out->record = r->id;
        out->rev = r->rev;
    }
    record_free(&r);
}

/* One more on the scales, and a voyage like no other: two desks at once differ in that, and the
 * later one has to look again. */
static enum outcome weigh(struct session *s, struct record *r, const char *mark, struct error *e)
{
    char quantity[24];
    const struct value *v = record_at(r, "item.1.net_quantity", NULL);
    snprintf(quantity, sizeof quantity, "%" PRId64, v ? v->num / 1000 + 1 : -1);
    return put_all(
        s, r, (const char *const[]){ "item.1.net_quantity", quantity, "voyage", mark, NULL }, e);
}

static enum outcome all_present(struct session *s, struct record *r, const char *mark,
                                struct error *e)
{
    enum outcome o = DONE;
    (void)mark;
    for (size_t i = 1; o == DONE && i <= record_live_lines(r, "document"); i++) {
        char path[40];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        o = put_all(s, r, (const char *const[]){ path, "present", NULL }, e);
    }
    return o;
}

static void do_edit(struct labour *l, struct result *out)
{
    struct record *r = NULL, *base = NULL;
    mark_of_deed(l, out->mark);
    out->outcome = act_load(l->session, permit(), l->deed.record, &r, &out->e);
    if (out->outcome == DONE) {
        base = record_copy(r);
        out->outcome = (strcmp(l->deed.what, "papers") == 0 ? all_present : weigh)(
            l->session, r, out->mark, &out->e);
    }
    if (out->outcome == DONE)
        out->outcome = save(l->session, r, base, l->deed.txn, &out->e);
    if (r) {
        out->record = r->id;
        out->rev = l->again ? 0 : r->rev; /* it may have been done before, and others since */
    }
    record_free(&r);
    record_free(&base);
}

static void do_step(struct labour *l, struct result *out)
{
    struct record *r = NULL;
    const struct step_request q = { .kind = permit(),
                                    .id = l->deed.record,
                                    .verb = l->deed.what,
                                    .spelling = SPELL_CANONICAL,
                                    .txn = l->deed.txn };
    out->outcome = act_step(l->session, &q, &r, &out->e);
    if (r) {
        out->record = r->id;
        out->rev = l->again ? 0 : r->rev;
        const char *number = record_text(r, "number");
        snprintf(out->mark, sizeof out->mark, "%s", *number ? number : "-");
    }
    record_free(&r);
}

static void do_list(struct labour *l, struct result *out)
{
    struct page page = { 0 };
    const struct query q = { .kind = permit(), .limit = 20 };
    mark_of_deed(l, out->mark);
    out->outcome = act_page(l->session, &q, &page, &out->e);
    page_free(&page);
}

static bool write_sheet(const char *path, const char *mark)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fputs("name,city\n", f);
    for (int i = 1; i <= IMPORT_ROWS; i++)
        fprintf(f, "Importir %s baris %d,Medan\n", mark, i);
    return fclose(f) == 0;
}

static void do_import(struct labour *l, struct result *out)
{
    char path[400];
    struct import_report report = { 0 };
    mark_of_deed(l, out->mark);
    snprintf(path, sizeof path, "%s/import-%d.csv", l->o->folder, l->deed.n);
    const struct import_options o = { .path = path };
    if (!write_sheet(path, out->mark)) {
        out->outcome = fail(&out->e, BAD_DATA, "%s cannot be written.", path);
        return;
    }
    out->outcome = act_import(l->session, registry_find(&all_kinds, "party"), &o, &report, &out->e);
    if (out->outcome == DONE && report.created + report.unchanged != IMPORT_ROWS)
        out->outcome = fail(&out->e, BAD_DATA, "Of the sheet %" PRId64 " rows were taken.",
                            report.created + report.unchanged);
    out->rev = IMPORT_ROWS;
    import_report_free(&report);
}

static const struct doing {
    const char *what;
    void (*act)(struct labour *l, struct result *out);
} doings[] = {
    { "new", do_new },     { "edit", do_edit }, { "submit", do_step },   { "papers", do_edit },
    { "accept", do_step }, { "list", do_list }, { "import", do_import },
};

/* ---- Which deed ---- */

static bool wants_papers(struct record *r)
{
    const struct value *v =
        record_live_lines(r, "document") ? record_at(r, "document.1.presence", NULL) : NULL;
    return v && !text_same(v->text, "present");
}

/* The next thing one of its own permits wants; a number is the end of it. */
static const char *next_of(struct labour *l, int64_t id)
{
    struct record *r = NULL;
    struct error e;
    const char *what = "list";
    if (act_load(l->session, permit(), id, &r, &e) != DONE)
        return what;
    if (strcmp(r->state, "draft") == 0)
        what = "submit";
    else if (strcmp(r->state, "submitted") == 0)
        what = wants_papers(r) ? "papers" : "accept";
    record_free(&r);
    return what;
}

static int64_t one_of_all(const struct labour *l, uint64_t dice)
{
    int64_t id = 0;
    id_parse(l->o->shared[dice % l->o->shared_count], &id);
    return id;
}

/* 20 new, 30 edits of shared records, 40 steps on the own ones, 7 lists, 3 imports of a hundred. */
static void choose(struct labour *l, int n)
{
    uint64_t dice = chance(l->o->seed, (uint64_t)n);
    unsigned of_100 = (unsigned)(dice % 100);
    struct deed *d = &l->deed;
    const char *what = "list";
    *d = (struct deed){ .n = n };
    dice >>= 32;
    if (of_100 < 20) {
        what = "new";
    } else if (of_100 < 50) {
        what = "edit";
        d->record = one_of_all(l, dice);
    } else if (of_100 < 90 && l->owned) {
        d->record = l->own[dice % (l->owned < OWN_MAX ? l->owned : OWN_MAX)];
        what = next_of(l, d->record);
    } else if (of_100 >= 97 && l->o->imports) {
        what = "import";
    }
    snprintf(d->what, sizeof d->what, "%s", what);
    act_new_txn(d->txn);
}

static void keep_in_mind(struct labour *l, const struct deed *d)
{
    if (strcmp(d->what, "new") == 0 && d->state == ACKNOWLEDGED && d->record)
        l->own[l->owned++ % OWN_MAX] = d->record;
}

/* ---- At work ---- */

static int now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int)(t.tv_sec % 1000000 * 1000 + t.tv_nsec / 1000000);
}

static enum outcome sit_down(struct labour *l, struct error *e)
{
    char desk[400];
    if (l->session)
        return DONE;
    snprintf(desk, sizeof desk, "%s/desk", l->o->folder);
    const struct session_options o = { .store = l->o->store, .desk_folder = desk, .config = "" };
    return session_open(&o, &l->session, e);
}

/* As a desk settles a draft: what the file holds under that transaction id is done. To act_save the
 * same id with other words would be a further change. */
static bool was_done(struct labour *l, struct result *out)
{
    bool has = false;
    if (l->again && out->outcome == DONE && strcmp(l->deed.what, "accept") != 0)
        out->outcome = store_has_txn(session_store(l->session), l->deed.txn, &has, &out->e);
    if (has)
        mark_of_deed(l, out->mark);
    return has;
}

static void try_once(struct labour *l, struct result *out)
{
    *out = (struct result){ .outcome = sit_down(l, &out->e), .mark = "-" };
    if (was_done(l, out))
        return;
    for (size_t i = 0; out->outcome == DONE && i < COUNT(doings); i++)
        if (strcmp(doings[i].what, l->deed.what) == 0) {
            doings[i].act(l, out);
            return;
        }
}

/* Until it is answered: another desk was faster (STALE), or the store is away (FAULT). */
static enum outcome carry_out(struct labour *l)
{
    struct result r = { 0 };
    int begun = now_ms();
    for (int i = 0, damaged = 0; i < TRIES_MAX && damaged < DAMAGE_MAX; i++) {
        try_once(l, &r);
        if (r.outcome != STALE && r.outcome != FAULT)
            break;
        if (r.outcome == STALE)
            continue; /* with what the other wrote */
        deeds_say(l->log, "fault %d %s", l->deed.n, r.e.text);
        l->again = true;
        damaged += !r.e.later;
        session_close(&l->session);
        poll(NULL, 0, PAUSE_MS);
    }
    if (r.outcome != DONE) {
        deeds_say(l->log, r.outcome == FAULT ? "fault %d %s" : "no %d %s", l->deed.n, r.e.text);
        return r.outcome;
    }
    l->deed.record = r.record;
    l->deed.state = ACKNOWLEDGED;
    deeds_say(l->log, "ack %d %" PRId64 " %" PRId64 " %d %s", l->deed.n, r.record, r.rev,
              now_ms() - begun, r.mark);
    return DONE;
}

/* Where it left off: 0, or the number of the deed that was tried and not answered. */
static int look_back(struct labour *l, const char *path)
{
    struct deed_list past;
    deeds_read(path, &past);
    for (size_t i = 0; i < past.count; i++)
        keep_in_mind(l, &past.items[i]);
    int last = past.count ? past.items[past.count - 1].n : 0;
    if (past.count)
        l->deed = past.items[past.count - 1];
    deeds_free(&past);
    return last;
}

int desk_work(const struct desk_options *o)
{
    char path[400];
    struct error e = { 0 };
    struct labour l = { .o = o };
    snprintf(path, sizeof path, "%s/log", o->folder);
    int n = look_back(&l, path);
    l.log = deeds_open(path);
    faults_install("loket.db");
    faults_arm(&o->fault);
    l.again = n && l.deed.state == TRIED;
    enum outcome result = l.again ? carry_out(&l) : DONE;
    while (result == DONE && n < o->ops) {
        if (sit_down(&l, &e) != DONE)
            poll(NULL, 0, PAUSE_MS);
        if (!l.session)
            continue;
        choose(&l, ++n);
        l.again = false;
        deeds_say(l.log, "try %d %s %s %" PRId64, n, l.deed.txn, l.deed.what, l.deed.record);
        result = carry_out(&l);
        keep_in_mind(&l, &l.deed);
    }
    session_close(&l.session);
    return (int)result;
}

int desk_found(const char *store, const char *folder, int records)
{
    char desk[400];
    struct error e = { 0 };
    struct session *s = NULL;
    struct record *r = NULL;
    snprintf(desk, sizeof desk, "%s/desk", folder);
    const unsigned allowed = desks_allowed();
    const struct init_options init = { .store = store, .desk_folder = desk, .allowed = allowed };
    const struct session_options open = {
        .store = store, .desk_folder = desk, .config = "", .allowed = allowed
    };
    enum outcome o = act_init(&init, &e);
    if (o == DONE)
        o = session_open(&open, &s, &e);
    if (o == DONE)
        o = act_blank(s, registry_find(&all_kinds, "party"), &r, &e);
    if (o == DONE)
        o = put_all(s, r, (const char *const[]){ "name", "PT Toba Agro", NULL }, &e);
    if (o == DONE)
        o = save(s, r, NULL, NULL, &e);
    for (int i = 0; o == DONE && i < records; i++) {
        char mark[MARK_MAX], id[ID_TEXT_LEN + 1];
        record_free(&r);
        snprintf(mark, sizeof mark, "ALL-%d", i);
        o = file_permit(s, mark, NULL, &r, &e);
        if (o == DONE) {
            id_text(r->id, id);
            printf("%s\n", id);
        }
    }
    record_free(&r);
    session_close(&s);
    if (o != DONE)
        fprintf(stderr, "%s\n", e.text);
    return (int)o;
}
