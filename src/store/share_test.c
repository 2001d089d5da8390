/* share_test.c - do locks and writes of one desk reach another (share protocol, rule 10)? Two desks
 * find each other through a folder beside the database, count in turn in one file, commit in turn
 * to a scratch database, and then one of them dies twenty times in the middle of a commit while the
 * other looks whether anything of it is seen. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "share_test.h"

enum { FOLDER_MODE = 02770, WORD_MAX = 512, POLL_MS = 20 };

static const char *const role_names[] = { "first", "second" };
static const char gone_name[] = "second-gone";

/* ---- The folder ---- */

void trial_path(const struct trial *t, const char *name, struct buf *out)
{
    buf_printf(out, "%s/%s", t->folder, name);
}

static enum outcome folder_fault(const struct trial *t, struct error *e)
{
    return fail(e, FAULT,
                _("The folder %s beside the database cannot be written. Check that you may write "
                  "there and that its disk has room."),
                t->folder);
}

/* Whoever fails or is last takes all of it away, so that the next try begins anew. */
static void folder_clear(const struct trial *t)
{
    DIR *folder = opendir(t->folder);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        struct buf path = { 0 };
        trial_path(t, entry->d_name, &path);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlink(buf_text(&path));
        buf_free(&path);
    }
    if (folder)
        closedir(folder);
    rmdir(t->folder);
}

/* ---- Words left for the other ---- */

/* Under another name first: nobody reads half of it. */
static enum outcome word_put(const struct trial *t, const char *name, const char *text,
                             struct error *e)
{
    struct buf path = { 0 };
    const struct buf bytes = { .data = (char *)text, .len = strlen(text) };
    trial_path(t, name, &path);
    enum outcome o = file_write(buf_text(&path), &bytes, 0660, NULL);
    buf_free(&path);
    return o == DONE ? DONE : folder_fault(t, e);
}

static bool word_get(const struct trial *t, const char *name, struct buf *out)
{
    struct buf path = { 0 };
    trial_path(t, name, &path);
    bool there = access(buf_text(&path), F_OK) == 0 &&
                 file_read(buf_text(&path), WORD_MAX, out, NULL) == DONE;
    buf_free(&path);
    return there;
}

static void role_file(enum role_of_trial role, const char *what, char out[32])
{
    snprintf(out, 32, "%s-%s", role_names[role], what);
}

/* Waits for a word; what the other failed at ends it, too. */
static enum outcome word_wait(const struct trial *t, const char *name, int patience_ms,
                              struct buf *out, struct error *e)
{
    const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
    char failed[32];
    role_file(!t->role, "failed", failed);
    for (int waited = 0; waited <= patience_ms; waited += POLL_MS) {
        if (word_get(t, name, out))
            return DONE;
        if (name != gone_name && word_get(t, failed, out))
            return fail(e, REFUSED, _("On the other desk: %s"), buf_text(out));
        nanosleep(&pause, NULL);
    }
    return fail(e, REFUSED,
                _("The other desk is not heard. Type `loket share-test` on both desks within ten "
                  "minutes, for the same database; where you did, this desk does not see what the "
                  "other writes."));
}

/* Tells the other that this desk's part of the stage is done, and hears of its own. */
enum outcome trial_meet(struct trial *t, enum outcome mine, struct error *e)
{
    char name[32], stage[16];
    struct buf theirs = { 0 };
    snprintf(stage, sizeof stage, "%d", t->stage++);
    role_file(t->role, stage, name);
    enum outcome o = mine == DONE ? word_put(t, name, "ok", e) : mine;
    role_file(!t->role, stage, name);
    if (o == DONE)
        o = word_wait(t, name, TRIAL_PATIENCE_MS, &theirs, e);
    buf_free(&theirs);
    return o;
}

void trial_say(const struct trial *t, const char *sentence)
{
    if (t->request->said)
        t->request->said(t->request->context, sentence);
}

/* ---- Meeting ---- */

static bool claim(struct trial *t, enum role_of_trial role)
{
    struct buf path = { 0 };
    char name[32];
    snprintf(name, sizeof name, "%s.claim", role_names[role]);
    trial_path(t, name, &path);
    int fd = beside_make(buf_text(&path), O_EXCL);
    buf_free(&path);
    if (fd >= 0)
        close(fd);
    t->role = role;
    return fd >= 0;
}

static enum outcome take_role(struct trial *t, struct error *e)
{
    enum share_role wanted = t->request->role;
    if (wanted != SHARE_SECOND && claim(t, TRIAL_FIRST))
        return DONE;
    if (wanted != SHARE_FIRST && claim(t, TRIAL_SECOND))
        return DONE;
    if (errno != EEXIST)
        return folder_fault(t, e);
    t->foreign = true; /* two others are at it: their folder stays */
    return fail(e, REFUSED,
                _("Another test is under way beside this database, or was broken off. Wait for its "
                  "end, or remove the folder %s, then begin again on both desks."),
                t->folder);
}

/* "MACHINE HOST" of both. */
static enum outcome greet(struct trial *t, struct share_verdict *out, struct error *e)
{
    struct presence_host host = { 0 };
    struct buf own = { 0 }, other = { 0 };
    char machine[128] = "";
    presence_host(&host);
    buf_printf(&own, "%s %s", host.machine, host.host);
    trial_say(t, _("Waiting for the other desk: type `loket share-test` there, too."));
    enum outcome o = word_put(t, role_names[t->role], buf_text(&own), e);
    if (o == DONE)
        o = word_wait(t, role_names[!t->role], t->request->patience_ms, &other, e);
    if (o == DONE)
        sscanf(buf_text(&other), "%127s %64s", machine, out->host[!t->role]);
    snprintf(out->host[t->role], sizeof out->host[0], "%s", host.host);
    t->met = o == DONE;
    out->two_hosts = o == DONE && strcmp(machine, host.machine) != 0;
    out->first = t->role == TRIAL_FIRST;
    buf_free(&own);
    buf_free(&other);
    return o;
}

/* ---- Counting in one file ---- */

static void breathe(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = 1000000L }, NULL);
}

static bool lock_patiently(int fd)
{
    for (int waited = 0; waited < TRIAL_PATIENCE_MS; waited++) {
        if (byte_lock(fd, TRIAL_LOCK_AT))
            return true;
        breathe();
    }
    return false;
}

/* Under the lock: what is there, and one more, a moment apart, so that whoever comes in between
 * without a lock is found out. */
static bool count_once(int fd, int more, int64_t *n)
{
    *n = 0;
    if (!lock_patiently(fd))
        return false;
    bool good = pread(fd, n, sizeof *n, 0) >= 0;
    *n += more;
    breathe();
    good = good && (!more || pwrite(fd, n, sizeof *n, 0) == sizeof *n);
    byte_unlock(fd, TRIAL_LOCK_AT);
    return good;
}

static enum outcome count_all(const struct trial *t, int fd, struct error *e)
{
    int64_t n;
    bool good = fd >= 0;
    for (int i = 0; good && i < t->request->counts; i++)
        good = count_once(fd, 1, &n);
    return good ? DONE
                : fail(e, FAULT,
                       _("A file in %s could not be locked or written. Have the share mounted as "
                         "`man loket-share` says."),
                       t->folder);
}

static enum outcome check_count(const struct trial *t, int fd, struct error *e)
{
    int64_t n, wanted = 2 * (int64_t)t->request->counts;
    if (count_once(fd, 0, &n) && n == wanted)
        return DONE;
    return fail(e, REFUSED,
                _("Two desks counted to %lld together, and %lld stands there: locks do not reach "
                  "from one to the other. Nobody may work on this share; have it mounted as `man "
                  "loket-share` says."),
                (long long)wanted, (long long)n);
}

static enum outcome count_together(struct trial *t, struct error *e)
{
    struct buf path = { 0 };
    trial_path(t, "counter", &path);
    int fd = beside_open(buf_text(&path));
    trial_say(t, _("Counting together in one file."));
    enum outcome o = trial_meet(t, DONE, e); /* begin at the same moment */
    if (o == DONE)
        o = trial_meet(t, count_all(t, fd, e), e);
    if (o == DONE)
        o = trial_meet(t, check_count(t, fd, e), e);
    if (fd >= 0)
        close(fd);
    buf_free(&path);
    return o;
}

/* ---- All of it ---- */

static enum outcome run(struct trial *t, struct share_verdict *out, struct error *e)
{
    enum outcome o = greet(t, out, e);
    if (o == DONE)
        o = count_together(t, e);
    if (o == DONE)
        o = trial_commits(t, e);
    if (o == DONE)
        o = trial_deaths(t, e);
    return o;
}

/* Each tells how it ended and waits to hear it of the other; the first clears up once the second is
 * gone. */
static void leave(struct trial *t, const char *how, const char *why)
{
    char name[32];
    struct buf word = { 0 };
    role_file(t->role, how, name);
    word_put(t, name, why, NULL);
    if (t->met && t->role == TRIAL_SECOND) {
        role_file(TRIAL_FIRST, how, name);
        word_wait(t, name, TRIAL_LEAVE_MS, &word, NULL);
        word_put(t, gone_name, "ok", NULL);
    } else if (t->met) {
        word_wait(t, gone_name, TRIAL_LEAVE_MS, &word, NULL);
    }
    if (!t->met || t->role == TRIAL_FIRST)
        folder_clear(t);
    buf_free(&word);
}

static enum outcome prepare(struct trial *t, struct buf *folder, struct error *e)
{
    struct share_look look;
    struct buf real = { 0 };
    enum outcome o = path_real(t->request->path, &real, e);
    if (o == DONE)
        o = share_look(buf_text(&real), t->request->allowed, &look, e);
    if (o == DONE) {
        t->kind = look.kind;
        if (look.refused.len)
            o = fail(e, REFUSED, "%s", buf_text(&look.refused));
        share_look_free(&look);
    }
    buf_printf(folder, "%s-test", buf_text(&real));
    t->folder = buf_text(folder);
    buf_free(&real);
    if (o == DONE && mkdir(t->folder, FOLDER_MODE) == 0)
        (void)chmod(t->folder, FOLDER_MODE);
    return o;
}

enum outcome store_share_test(const struct share_test *request, struct share_verdict *out,
                              struct error *e)
{
    struct trial t = { .request = request };
    struct buf folder = { 0 };
    *out = (struct share_verdict){ 0 };
    enum outcome o = prepare(&t, &folder, e);
    if (o == DONE) {
        o = take_role(&t, e);
        if (o == DONE)
            o = run(&t, out, e);
        if (!t.foreign)
            leave(&t, o == DONE ? "over" : "failed", o == DONE ? "ok" : e->text);
    }
    out->kind = t.kind;
    buf_free(&folder);
    return o;
}
