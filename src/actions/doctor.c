/* Doctor: which deployment this is, what is wrong with it, and what to type. It goes on as far as
 * it comes, and says so where it comes no further. */
#include "private.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { MONTH_DAYS = 30, BACKUP_HOURS = 36, HOUR_MS = 3600000, DAY_HOURS = 24, TIMES_ROOM = 3 };
enum { SECOND_MS = 1000, SHARE_MS = 15 * SECOND_MS, OPENINGS = 4, LOOK_MS = 50 };
#define DAY_MS ((moment)DAY_HOURS * HOUR_MS)

struct doctor {
    const struct doctor_request *request;
    const char *id, *label; /* of the check that runs */
    enum health worst;
    struct buf path; /* of the database */
    unsigned allowed;
    enum share_kind kind;
    struct session *session; /* NULL: it could not be opened */
    bool hangs;              /* the share does not answer */
};

static void tell(struct doctor *d, enum health health, const char *command, const char *said)
{
    struct finding f = { health, d->id, d->label, said, command };
    d->worst = health > d->worst ? health : d->worst;
    d->request->each(d->request->context, &f);
}

__attribute__((format(printf, 4, 5))) static void find(struct doctor *d, enum health health,
                                                       const char *command, const char *fmt, ...)
{
    struct buf said = { 0 };
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    utf8_visible(text, &said);
    tell(d, health, command, buf_text(&said));
    buf_free(&said);
}

/* A check that came to no end says why. */
static bool failed(struct doctor *d, enum outcome outcome, const struct error *e)
{
    if (outcome != DONE)
        tell(d, HEALTH_BAD, "", e->text);
    return outcome != DONE;
}

/* ---- Before anything is opened ---- */

static void check_program(struct doctor *d)
{
    struct error e = { 0 };
    enum outcome o = session_store_path(d->request->office, &d->path, &e);
    if (o == DONE)
        o = session_allowed(d->request->office, &d->allowed, &e);
    if (failed(d, o, &e))
        return;
    if (!d->path.len)
        find(d, HEALTH_BAD, "loket --store PATH doctor",
             _("loket %s; no database is named: neither by --store nor by LOKET_STORE nor in "
               "loket.conf."),
             LOKET_VERSION);
    else
        find(d, HEALTH_FINE, "", _("loket %s, database %s."), LOKET_VERSION, buf_text(&d->path));
}

static void tell_deployment(struct doctor *d, const struct share_look *look)
{
    if (look->kind == SHARE_LOCAL && text_same(buf_text(&look->type), "tmpfs"))
        find(d, HEALTH_NOTICE, "",
             _("The file lies in the computer's memory (%s) and is gone when it is switched off; "
               "keep an office's file on a disk."),
             buf_text(&look->place));
    else if (look->kind == SHARE_LOCAL)
        find(d, HEALTH_FINE, "",
             _("A: one computer; the file lies on its own disk (%s at %s), desks log in over SSH."),
             buf_text(&look->type), buf_text(&look->place));
    else
        find(d, HEALTH_FINE, "", _("B: a network share, %s from %s at %s (%s)."),
             buf_text(&look->type), buf_text(&look->source), buf_text(&look->place),
             buf_text(&look->options));
}

/* ---- What may hang ----
 * The first questions to the share are asked by a thread. Where no answer comes it is left behind,
 * with what it holds: the process is about to end. */

struct asked {
    struct job job; /* first */
    struct session_options office;
    char *path;
    unsigned allowed;
    struct share_look look;
    struct session *session;
    enum outcome result;
    struct error e;
    bool answered;
};

static void look_at_share(struct job *j)
{
    struct asked *a = (struct asked *)j;
    a->result = share_look(a->path, a->allowed, &a->look, &a->e);
}

static void open_store(struct job *j)
{
    struct asked *a = (struct asked *)j;
    a->result = session_open(&a->office, &a->session, &a->e);
}

static void answered(struct job *j)
{
    ((struct asked *)j)->answered = true;
}

/* NULL: no answer within so long. */
static struct asked *ask(const struct doctor *d, void (*question)(struct job *), int patience_ms)
{
    struct asked *a = xcalloc(1, sizeof *a);
    struct worker *w = worker_start(true);
    a->job = (struct job){ .run = question, .done = answered };
    a->office = *d->request->office;
    a->path = xstrdup(buf_text(&d->path));
    a->allowed = d->allowed;
    worker_post(w, &a->job);
    struct pollfd bell = { .fd = worker_fd(w), .events = POLLIN };
    worker_collect(w);
    for (int left = patience_ms; !a->answered && left > 0; left -= LOOK_MS) {
        poll(&bell, 1, left < LOOK_MS ? left : LOOK_MS);
        worker_collect(w);
    }
    return worker_stop(&w, a->answered ? SECOND_MS : 0) ? a : NULL;
}

static void asked_free(struct asked *a)
{
    share_look_free(&a->look);
    free(a->path);
    free(a);
}

static int patience_ms(const struct doctor *d)
{
    return d->request->office->patience_ms ? d->request->office->patience_ms : SHARE_MS;
}

static void check_share(struct doctor *d)
{
    if (!d->path.len)
        return;
    struct asked *a = ask(d, look_at_share, patience_ms(d));
    d->hangs = !a;
    if (!a) {
        find(d, HEALTH_BAD, "man loket-share",
             _("The share of %s has not answered for %d seconds, so nothing on it can be looked "
               "at. See whether the computer that holds it is on, and the cable is in."),
             buf_text(&d->path), patience_ms(d) / SECOND_MS);
        return;
    }
    if (!failed(d, a->result, &a->e)) {
        d->kind = a->look.kind;
        tell_deployment(d, &a->look);
        if (a->look.refused.len)
            tell(d, HEALTH_BAD, "man loket-share", buf_text(&a->look.refused));
        if (a->look.warning.len)
            tell(d, HEALTH_NOTICE, "man loket-share", buf_text(&a->look.warning));
    }
    asked_free(a);
}

static void check_desk(struct doctor *d)
{
    struct error e = { 0 };
    struct buf folder = { 0 };
    struct desk *desk = NULL;
    bool sound = false;
    session_folder(d->request->office, &folder);
    const struct clock *clock = d->request->office->clock;
    enum outcome o =
        session_desk_open(d->request->office, clock ? clock : &system_clock, &desk, &e);
    if (o == DONE)
        o = desk_check(desk, &sound, &e);
    if (!failed(d, o, &e) && sound)
        find(d, HEALTH_FINE, "", _("Drafts and what waits to be sent: %s/desk.db, desk %04X."),
             buf_text(&folder), desk_number(desk));
    else if (o == DONE)
        find(d, HEALTH_BAD, "",
             _("%s/desk.db is damaged. Drafts in it may be lost: put it aside under another name; "
               "loket makes a new one."),
             buf_text(&folder));
    desk_close(&desk);
    buf_free(&folder);
}

/* ---- The file ---- */

/* Opened on a thread; then it is this one's. An opening may read all of the file. */
static bool open_session(struct doctor *d)
{
    struct asked *a = ask(d, open_store, OPENINGS * patience_ms(d));
    d->hangs = !a;
    if (!a) {
        find(d, HEALTH_BAD, "man loket-share",
             _("Opening %s has not ended after %d seconds: its share takes no lock or gives no "
               "page, or the whole file is being read because its journal had gone. Restart the "
               "share's service and look again."),
             buf_text(&d->path), OPENINGS * patience_ms(d) / SECOND_MS);
        return false;
    }
    d->session = a->session;
    bool opened = !failed(d, a->result, &a->e);
    asked_free(a);
    return opened;
}

static void check_store(struct doctor *d)
{
    struct buf why = { 0 };
    if (!d->path.len || d->hangs || !open_session(d))
        return;
    struct store *s = d->session->store;
    if (store_read_only(s, &why))
        tell(d, HEALTH_BAD, "", buf_text(&why));
    else
        find(d, HEALTH_FINE, "", _("It opens for reading and writing; its id is %.8s."),
             store_uuid_text(s));
    buf_reset(&why);
    if (store_warning(s, &why))
        tell(d, HEALTH_NOTICE, "", buf_text(&why));
    buf_reset(&why);
    if (store_rolled_back(s, &why))
        tell(d, HEALTH_BAD, "man loket-security", buf_text(&why));
    buf_free(&why);
}

/* Mebibytes with one decimal, as people in the reader's language write them. */
static void megabytes(int64_t bytes, struct buf *out)
{
    decimal_format(bytes * 10 / (1 << 20), 1, NUMBER_LOCAL, out);
    buf_puts(out, " MB");
}

static void check_journal(struct doctor *d)
{
    struct store_care care;
    struct error e = { 0 };
    if (failed(d, store_care(d->session->store, &care, &e), &e))
        return;
    if (care.journal_bytes <= 0)
        find(d, HEALTH_BAD, "man loket-share",
             _("The journal %s-journal is not there. Do not save anything; find out which program "
               "takes it away."),
             buf_text(&d->path));
    else if (!care.persist && !store_read_only(d->session->store, NULL))
        find(d, HEALTH_BAD, "man loket-share",
             _("The journal is not kept in place (PERSIST), so that other desks may miss a save "
               "that was broken off."));
    else
        find(d, HEALTH_FINE, "", _("It is there and kept in place (PERSIST)."));
}

static void check_room(struct doctor *d, int64_t bytes)
{
    struct statvfs disk;
    struct buf room = { 0 };
    if (statvfs(buf_text(&d->path), &disk) != 0)
        return;
    int64_t left = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    megabytes(left, &room);
    if (left / TIMES_ROOM < bytes)
        find(d, HEALTH_NOTICE, "", _("Only %s are left on its disk; make room there."),
             buf_text(&room));
    buf_free(&room);
}

static void check_size(struct doctor *d)
{
    struct store_care care;
    struct head head;
    struct error e = { 0 };
    struct buf size = { 0 }, growth = { 0 };
    int64_t lately = 0;
    struct store *s = d->session->store;
    enum outcome o = store_care(s, &care, &e);
    if (o == DONE)
        o = store_head(s, &head, &e);
    if (o == DONE)
        o = store_entries_since(s, session_now(d->session) - MONTH_DAYS * DAY_MS, &lately, &e);
    if (failed(d, o, &e))
        return;
    megabytes(care.bytes, &size);
    megabytes(head.seq ? care.bytes / head.seq * lately : 0, &growth);
    find(d, HEALTH_FINE, "",
         _("%s, %lld entries of history; in the last 30 days %lld entries, about %s."),
         buf_text(&size), (long long)head.seq, (long long)lately, buf_text(&growth));
    check_room(d, care.bytes);
    buf_free(&size);
    buf_free(&growth);
}

/* ---- Who is there ---- */

struct crowd {
    struct buf names;
    size_t count, strange; /* strange: with another version of loket */
};

static void meet(void *context, const struct present *p)
{
    struct crowd *c = context;
    buf_printf(&c->names, "%s%s@%s (%s)", c->count++ ? ", " : "", p->user, p->host, p->version);
    c->strange += !text_same(p->version, LOKET_VERSION);
}

static void check_presence(struct doctor *d)
{
    struct crowd c = { 0 };
    struct buf why = { 0 };
    struct beat beat;
    store_beat(d->session->store, session_now(d->session), &beat);
    if (store_stopped(d->session->store, &why))
        tell(d, HEALTH_BAD, "man loket-share", buf_text(&why));
    store_present(d->session->store, meet, &c);
    if (c.strange)
        find(d, HEALTH_NOTICE, "",
             _("Not every desk has version %s of loket: %s. Update the older ones."), LOKET_VERSION,
             buf_text(&c.names));
    else if (c.count)
        find(d, HEALTH_FINE, "", _("At work now: %s."), buf_text(&c.names));
    else
        find(d, HEALTH_FINE, "", _("Nobody else is at work now."));
    buf_free(&c.names);
    buf_free(&why);
}

static void check_locks(struct doctor *d)
{
    struct buf proof = { 0 };
    struct error e = { 0 };
    if (d->kind == SHARE_LOCAL ||
        failed(d, store_meta_get(d->session->store, SHARE_TEST_SETTING, &proof, &e), &e))
        return;
    if (proof.len)
        find(d, HEALTH_FINE, "", _("Two desks have tested the share: %s."), buf_text(&proof));
    else
        find(d, HEALTH_NOTICE, "loket share-test",
             _("No two desks have tested yet whether the locks of one are seen by the other; do it "
               "on both at the same time."));
    buf_free(&proof);
}

/* A read takes about 15 answers of the share, a save 14 times as many (`make bench` counts them);
 * from 20 ms for each on, desks wait for one another in vain. */
static void check_speed(struct doctor *d)
{
    enum { TRIES = 3, SLOW_READ_MS = 15 * 20, READS_OF_A_SAVE = 14 };
    struct head head;
    struct error e = { 0 };
    moment least = INT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        moment before = session_now(d->session);
        if (failed(d, store_head(d->session->store, &head, &e), &e))
            return;
        moment took = session_now(d->session) - before;
        least = took >= 0 && took < least ? took : least;
    }
    if (least < SLOW_READ_MS)
        find(d, HEALTH_FINE, "", _("The file answers a question in %lld ms."), (long long)least);
    else
        find(d, HEALTH_NOTICE, "man loket-share",
             _("The file takes %lld ms for a question, so a save takes about %lld seconds: this "
               "network is too slow for a share. Have it mended, or let all desks work on one "
               "computer (deployment A)."),
             (long long)least, (long long)(least * READS_OF_A_SAVE / SECOND_MS));
}

/* Steps with a legal clock are refused from ten minutes on. */
static void check_clock(struct doctor *d)
{
    enum { SAID_S = 60, REFUSED_S = 600 };
    struct beat beat;
    store_beat(d->session->store, session_now(d->session), &beat);
    long long off = (long long)(beat.clock_off_ms / SECOND_MS);
    if (!beat.clock_known)
        return;
    if (llabs(off) <= SAID_S)
        find(d, HEALTH_FINE, "", _("This computer's clock and the share's agree."));
    else
        find(d, llabs(off) > REFUSED_S ? HEALTH_BAD : HEALTH_NOTICE, "timedatectl set-ntp true",
             _("This computer's clock and the share's differ by %lld seconds; have both set."),
             llabs(off));
}

/* ---- Care taken ---- */

/* Where the last one lies and whether it lies there still, as far as this computer can see. */
static void check_place(struct doctor *d, const struct backup_told *told, const char *at)
{
    const char *path = buf_text(&told->path);
    int64_t hours = (session_now(d->session) - told->at) / HOUR_MS;
    struct buf why = { 0 };
    if (*told->host && !told->here)
        find(d, hours > BACKUP_HOURS ? HEALTH_NOTICE : HEALTH_FINE, "",
             _("The last one: %s, %s of the computer %s; look there whether it still is."), at,
             path, told->host);
    else if (access(path, R_OK) != 0)
        find(d, HEALTH_BAD, "loket backup FOLDER/",
             _("The last one, of %s, is gone: %s cannot be read here. Make another one."), at,
             path);
    else if (act_backup_beside(buf_text(&d->path), path, &why))
        tell(d, HEALTH_BAD, "loket backup FOLDER/", buf_text(&why));
    else if (hours > BACKUP_HOURS)
        find(d, HEALTH_NOTICE, "loket backup FOLDER/", _("The last one is %lld days old: %s, %s."),
             (long long)(hours / DAY_HOURS), at, path);
    else
        find(d, HEALTH_FINE, "", _("The last one: %s, %s."), at, path);
    buf_free(&why);
}

/* The folder of loket.conf, which the daily backup of this desk goes to. */
static void check_folder(struct doctor *d)
{
    struct buf why = { 0 };
    const char *folder = buf_text(&d->session->backup);
    if (*folder && act_backup_beside(buf_text(&d->path), folder, &why))
        find(d, HEALTH_BAD, "man loket.conf", _("backup in loket.conf: %s"), buf_text(&why));
    buf_free(&why);
}

static void check_backup(struct doctor *d)
{
    struct backup_told told = { 0 };
    struct error e = { 0 };
    struct buf at = { 0 };
    check_folder(d);
    if (failed(d, act_backup_last(d->session, &told, &e), &e))
        return;
    struct buf trouble = { 0 };
    if (act_housekeeper_trouble(d->session, &trouble))
        tell(d, HEALTH_BAD, "", buf_text(&trouble));
    buf_free(&trouble);
    moment_local(told.at, session_zone(d->session), &at);
    if (!told.known)
        find(d, HEALTH_NOTICE, "loket backup FOLDER/",
             _("There is no backup yet; choose a folder on another disk."));
    else
        check_place(d, &told, buf_text(&at));
    backup_told_free(&told);
    buf_free(&at);
}

/* ---- Rules ---- */

struct ruled {
    struct doctor *doctor;
    size_t rows, bad;
};

static enum outcome judge_rule(void *context, const struct record *r, struct error *e)
{
    struct ruled *w = context;
    struct error why = { 0 };
    char id[ID_TEXT_LEN + 1];
    (void)e;
    w->rows++;
    enum outcome result = record_complete(r, &why);
    if (result == DONE)
        result = business_check(w->doctor->session, r, r, &why);
    if (result == DONE)
        return DONE;
    w->bad++;
    id_text(r->id, id);
    struct buf command = { 0 };
    buf_printf(&command, "loket set %s %s FIELD=VALUE", r->kind->id, id);
    find(w->doctor, HEALTH_BAD, buf_text(&command), _("%s, row %s: %s"),
         record_text(r, r->kind->title), id, why.text);
    buf_free(&command);
    return DONE;
}

/* Rows of before they were judged when they are kept: of rules, and of layouts. */
static void check_rules(struct doctor *d)
{
    const struct kind *const kinds[] = { &kind_rule, &kind_paper_layout };
    struct ruled w = { .doctor = d };
    struct error e = { 0 };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct query q = { .kind = kinds[i] };
        if (failed(d, records_each(d->session, &q, judge_rule, &w, &e), &e))
            return;
    }
    if (!w.bad)
        find(d, HEALTH_FINE, "", _("%zu rows of rules and layouts, all of them sound."), w.rows);
}

/* Where `loket init` puts the office's root key unless told otherwise, and where none must lie. */
static void check_root_file(struct doctor *d)
{
    const char *store = buf_text(&d->path), *slash = strrchr(store, '/'), *home = getenv("HOME");
    struct buf at_home = { 0 }, beside = { 0 };
    buf_printf(&at_home, "%s/%s.root", home ? home : "", slash ? slash + 1 : store);
    buf_printf(&beside, "%s.root", store);
    const char *const places[] = { buf_text(&at_home), buf_text(&beside) };
    size_t count = strcmp(places[0], places[1]) == 0 ? 1 : COUNT(places);
    for (size_t i = 0; !d->session->training && i < count; i++)
        if (access(places[i], F_OK) == 0)
            find(d, HEALTH_NOTICE, "man loket-security",
                 _("The office's root key still lies in %s: move it to a medium that is locked "
                   "away; whoever holds it can make administrators."),
                 places[i]);
    buf_free(&at_home);
    buf_free(&beside);
}

static void check_root(struct doctor *d)
{
    struct error e = { 0 };
    struct buf root = { 0 };
    if (!failed(d, act_root_fingerprint(d->session, &root, &e), &e)) {
        if (root.len)
            check_root_file(d);
        if (root.len)
            find(d, HEALTH_FINE, "", _("Fingerprint %s; it must be the one on the office's paper."),
                 buf_text(&root));
        else
            find(d, HEALTH_NOTICE, "man loket-security",
                 _("This database has no root key and no people: everybody may do everything."));
    }
    buf_free(&root);
}

static void hash_begin(const unsigned char hash[HASH_BYTES], char out[17])
{
    for (size_t i = 0; i < 8; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

static void check_head(struct doctor *d)
{
    struct head file, seen;
    struct error e = { 0 };
    char hash[17];
    if (failed(d, store_head(d->session->store, &file, &e), &e))
        return;
    store_head_seen(d->session->store, &seen);
    hash_begin(file.hash, hash);
    find(d, HEALTH_FINE, "", _("Entry %lld, %s; this desk has seen entry %lld."),
         (long long)file.seq, hash, (long long)seen.seq);
}

struct elsewhere {
    const struct session *session;
    size_t count;
};

static void count_elsewhere(void *context, const struct spooled *in)
{
    struct elsewhere *w = context;
    w->count += in->state == SPOOL_OPEN && act_spool_elsewhere(w->session, in);
}

static void check_spool(struct doctor *d)
{
    struct spool_count n = { 0 };
    struct elsewhere other = { .session = d->session };
    struct error e = { 0 };
    enum outcome o = act_spool_count(d->session, &n, &e);
    if (o == DONE)
        o = act_spool_list(d->session, count_elsewhere, &other, &e);
    if (failed(d, o, &e))
        return;
    if (other.count)
        find(d, HEALTH_NOTICE, "loket spool list",
             _("%zu saves made at this desk are for another file than this one."), other.count);
    n.open -= other.count;
    if (n.trouble)
        find(d, HEALTH_NOTICE, "loket spool list",
             _("%zu saves made at this desk could not be taken in and wait for a decision."),
             n.trouble);
    if (n.open)
        find(d, HEALTH_NOTICE, "loket spool send", _("%zu saves wait at this desk to be sent."),
             n.open);
    if (!n.trouble && !n.open && !other.count)
        find(d, HEALTH_FINE, "", _("Nothing waits at this desk."));
}

/* ---- What reads the whole file, while nobody saves ---- */

static void check_pages(struct doctor *d)
{
    struct error e = { 0 };
    bool sound = false;
    if (!d->request->whole || failed(d, store_quick_check(d->session->store, &sound, &e), &e))
        return;
    if (sound)
        find(d, HEALTH_FINE, "", _("Every page of the file is in order."));
    else
        find(d, HEALTH_BAD, "loket restore FILE --drill",
             _("The file is damaged. Let nobody save; take the newest backup that passes the "
               "drill."));
}

static void check_search(struct doctor *d)
{
    struct error e = { 0 };
    bool whole = false;
    struct store *s = d->session->store;
    if (!d->request->whole && !d->request->mend)
        return;
    enum outcome o = d->request->mend ? store_search_mend(s, &e) : DONE;
    if (o == DONE)
        o = store_search_whole(s, &whole, &e);
    if (failed(d, o, &e))
        return;
    if (!whole)
        find(d, HEALTH_NOTICE, "loket doctor --mend",
             _("The index of words does not hold every record; searching misses some."));
    else
        find(d, HEALTH_FINE, "",
             d->request->mend ? _("The index of words was made anew.")
                              : _("The index of words holds every record."));
}

/* ---- All of it ---- */

static const struct check {
    const char *id, *label;
    void (*run)(struct doctor *d);
    bool open; /* asks the open file */
} checks[] = {
    { "program", N_("Program"), check_program, false },
    { "share", N_("Deployment"), check_share, false },
    { "desk", N_("This desk"), check_desk, false },
    { "store", N_("Database"), check_store, false },
    { "journal", N_("Journal"), check_journal, true },
    { "presence", N_("At work"), check_presence, true },
    { "locks", N_("Share test"), check_locks, true },
    { "speed", N_("Speed"), check_speed, true },
    { "clock", N_("Clock"), check_clock, true },
    { "size", N_("Size"), check_size, true },
    { "backup", N_("Backup"), check_backup, true },
    { "rules", N_("Rules"), check_rules, true },
    { "root", N_("Root key"), check_root, true },
    { "head", N_("History"), check_head, true },
    { "spool", N_("To be sent"), check_spool, true },
    { "pages", N_("Pages"), check_pages, true },
    { "search", N_("Search"), check_search, true },
};

enum health act_doctor(const struct doctor_request *request)
{
    struct doctor d = { .request = request };
    for (size_t i = 0; i < COUNT(checks); i++) {
        d.id = checks[i].id;
        d.label = _(checks[i].label);
        if (!checks[i].open || d.session)
            checks[i].run(&d);
    }
    session_close(&d.session);
    buf_free(&d.path);
    return d.worst;
}
