/* presence.c - who is at the file (share protocol, rule 18): each process keeps a file of its own
 * in the folder beside it, writes it anew every half minute, and holds a lock on it for life. Who
 * is seen to be alive while that lock is not seen proves that locks do not reach from one host to
 * another, and then nobody may write. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "others.h"

enum {
    FOLDER_MODE = 02770,
    BEAT_MS = 30000,
    DEAD_MS = 300000, /* silent for so long, by the share's own clock */
    NAMES_TRIED = 8,  /* one process may have a file open more than once */
};
#define LIFE_AT (INT64_C(1) << 40) /* far behind all data: mandatory locks hide nothing */

static const char stop_name[] = "stop", keeper_name[] = "housekeeper";

static void path_of(const struct store *s, const char *name, struct buf *out)
{
    buf_printf(out, "%s-presence%s%s", s->db.path, *name ? "/" : "", name);
}

/* ---- The own file ---- */

static bool presence_folder(const struct store *s)
{
    struct buf path = { 0 };
    path_of(s, "", &path);
    bool made = mkdir(buf_text(&path), FOLDER_MODE) == 0;
    bool there = made || errno == EEXIST;
    if (made)
        (void)chmod(buf_text(&path), FOLDER_MODE);
    buf_free(&path);
    return there;
}

static void name_of(const struct presence *p, int n, char out[PRESENCE_NAME_MAX])
{
    snprintf(out, PRESENCE_NAME_MAX, "%s-%ld", p->host.machine, (long)getpid());
    size_t len = strlen(out);
    if (n > 0)
        snprintf(out + len, PRESENCE_NAME_MAX - len, "-%d", n);
}

/* Files of this very process are left alone: to close one would drop the lock on it. */
static bool is_ours(const struct presence *p, const char *name)
{
    char own[PRESENCE_NAME_MAX];
    name_of(p, 0, own);
    size_t n = strlen(own);
    return strncmp(name, own, n) == 0 && (name[n] == '\0' || name[n] == '-');
}

static bool is_of_host(const struct presence *p, const char *name)
{
    size_t n = strlen(p->host.machine);
    return strncmp(name, p->host.machine, n) == 0 && name[n] == '-';
}

/* The file that stops everybody stands there, empty, before anybody has to be stopped: that a name
 * is not there a desk on NFS keeps in mind for up to a minute, but what stands in a file it asks
 * each time it opens it. */
static void stop_prepare(const struct store *s)
{
    struct buf path = { 0 };
    path_of(s, stop_name, &path);
    int fd = beside_open(buf_text(&path));
    if (fd >= 0)
        close(fd);
    buf_free(&path);
}

static void join(struct store *s)
{
    struct presence *p = &s->presence;
    p->fd = -1;
    if (!*p->host.machine)
        presence_host(&p->host);
    if (!presence_folder(s))
        return;
    for (int n = 0; p->fd < 0 && n < NAMES_TRIED; n++) {
        struct buf path = { 0 };
        name_of(p, n, p->name);
        path_of(s, p->name, &path);
        p->fd = beside_make(buf_text(&path), O_EXCL);
        buf_free(&path);
    }
    stop_prepare(s);
    if (p->fd >= 0)
        (void)byte_lock(p->fd, LIFE_AT); /* before the first word: whoever reads it sees the lock */
}

static moment written_at(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return 0;
    return (moment)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
}

/* Writes it anew; what the share's clock says then is what the desk's is compared with. */
static void tell(struct store *s)
{
    struct presence *p = &s->presence;
    char text[PRESENCE_LINE];
    p->line.counter++;
    p->line.desk = desk_number(s->desk);
    snprintf(p->line.host, sizeof p->line.host, "%s", p->host.host);
    snprintf(p->line.user, sizeof p->line.user, "%s", p->host.user);
    moment before = clock_now(s->clock);
    if (!line_write(&p->line, text) || pwrite(p->fd, text, sizeof text, 0) != sizeof text ||
        fsync(p->fd) != 0)
        return;
    moment now = before + (clock_now(s->clock) - before) / 2;
    p->written_at = written_at(p->fd);
    p->clock_known = store_on_share(s);
    p->clock_off_ms = now - (p->share_clock ? clock_now(p->share_clock) : p->written_at);
}

/* ---- The others ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
    char **at;
    size_t count, cap;
};

static void names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->at[i]);
    free(n->at);
}

/* All but our own, in the order of the ring: from our own name on, and round. */
static void names_read(const struct store *s, struct names *out)
{
    struct buf path = { 0 };
    const struct dirent *entry;
    *out = (struct names){ 0 };
    path_of(s, "", &path);
    DIR *folder = opendir(buf_text(&path));
    buf_free(&path);
    while (folder && (entry = readdir(folder))) {
        const char *name = entry->d_name;
        if (*name == '.' || strcmp(name, stop_name) == 0 || strcmp(name, keeper_name) == 0 ||
            is_ours(&s->presence, name))
            continue;
        if (out->count == out->cap) {
            out->cap = out->cap ? 2 * out->cap : 64;
            out->at = xreallocarray(out->at, out->cap, sizeof *out->at);
        }
        out->at[out->count++] = xstrdup(name);
    }
    if (folder)
        closedir(folder);
    if (out->count)
        qsort(out->at, out->count, sizeof *out->at, by_name);
}

static size_t ring_start(const struct presence *p, const struct names *n)
{
    size_t i = 0;
    while (i < n->count && strcmp(n->at[i], p->name) < 0)
        i++;
    return i;
}

/* One of the others, looked at. */
struct other {
    int fd;
    bool told; /* its line could be read */
    struct presence_line line;
    bool locked;
    moment written_at;
};

static bool other_open(const struct store *s, const char *name, struct other *o)
{
    struct buf path = { 0 };
    char text[PRESENCE_LINE];
    path_of(s, name, &path);
    *o = (struct other){ .fd = open(buf_text(&path), O_RDWR | O_NOFOLLOW | O_CLOEXEC) };
    buf_free(&path);
    if (o->fd < 0)
        return false;
    ssize_t n = pread(o->fd, text, sizeof text, 0);
    o->told = n > 0 && line_read(text, (size_t)n, &o->line);
    o->locked = byte_held(o->fd, LIFE_AT, 1, NULL);
    o->written_at = written_at(o->fd);
    return true;
}

/* Silent for long, and nobody holds it: it died without a word. */
static bool is_dead(const struct store *s, const struct other *o)
{
    return !o->locked && s->presence.written_at - o->written_at > DEAD_MS &&
           byte_lock(o->fd, LIFE_AT);
}

static void remove_dead(const struct store *s, const char *name)
{
    struct buf path = { 0 };
    path_of(s, name, &path);
    unlink(buf_text(&path));
    buf_free(&path);
}

/* ---- The proof ---- */

static void stop_all(const struct store *s, const struct other *o)
{
    struct buf path = { 0 }, text = { 0 };
    path_of(s, stop_name, &path);
    int fd = beside_make(buf_text(&path), O_APPEND);
    buf_printf(&text, "%s@%s: the lock of %s@%s is not seen\n", s->presence.host.user,
               s->presence.host.host, o->line.user, o->line.host);
    if (fd >= 0) {
        (void)!write(fd, buf_text(&text), text.len);
        (void)fsync(fd);
        close(fd);
    }
    buf_free(&text);
    buf_free(&path);
}

/* It wrote after a look that did not see its lock: it lived then, and its lock did not reach us.
 * Of one that died in between nothing more is written. */
static void prove(struct store *s, const char *name, const struct other *o)
{
    struct ring *r = &s->presence.ring;
    bool same = strcmp(r->name, name) == 0;
    if (!o->told)
        return;
    if (same && r->unlocked && !o->locked && o->line.counter > r->counter)
        stop_all(s, o);
    snprintf(r->name, sizeof r->name, "%s", name);
    r->counter = o->line.counter;
    r->unlocked = !o->locked;
}

/* The next one alive on another host is ours to look at; the dead before it are cleared away. */
static void go_round(struct store *s)
{
    struct presence *p = &s->presence;
    struct names n;
    bool looked = false;
    names_read(s, &n);
    p->others = (int)n.count;
    for (size_t i = 0, from = ring_start(p, &n); i < n.count && !looked; i++) {
        const char *name = n.at[(from + i) % n.count];
        struct other o;
        if (!other_open(s, name, &o))
            continue;
        if (is_dead(s, &o)) {
            remove_dead(s, name);
            p->others--;
        } else if (!is_of_host(p, name)) {
            prove(s, name, &o);
            looked = true;
        }
        close(o.fd);
    }
    names_free(&n);
}

/* ---- Asked from outside ---- */

bool store_on_share(const struct store *s)
{
    return s->presence.on_share || s->presence.share_clock;
}

void store_share_clock(struct store *s, const struct clock *c)
{
    s->presence.share_clock = c;
}

void presence_look(struct store *s)
{
    struct buf path = { 0 };
    struct stat st;
    path_of(s, stop_name, &path);
    int fd = open(buf_text(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    s->presence.stopped = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0;
    if (fd >= 0)
        close(fd);
    buf_free(&path);
}

enum outcome presence_allow(const struct store *s, struct error *e)
{
    struct buf path = { 0 };
    if (!s->presence.stopped)
        return DONE;
    path_of(s, stop_name, &path);
    fail(e, FAULT,
         _("Locks on this share are not seen from one desk to another, so that desks would "
           "overwrite each other: nobody may write. Have the share mounted as `man loket-share` "
           "says, then remove the file %s."),
         buf_text(&path));
    buf_free(&path);
    return FAULT;
}

static bool is_due(const struct presence *p, moment now)
{
    return p->beaten_at == 0 || now - p->beaten_at >= BEAT_MS || now < p->beaten_at;
}

void store_beat(struct store *s, moment now, struct beat *out)
{
    struct presence *p = &s->presence;
    bool due = is_due(p, now);
    if (p->fd == 0)
        join(s);
    if (p->fd > 0 && (due || p->news))
        tell(s);
    p->news = false;
    if (p->fd > 0 && due) {
        stop_prepare(s); /* it may have been taken away, as the message says */
        go_round(s);
    }
    if (due)
        p->beaten_at = now;
    presence_look(s);
    *out = (struct beat){ .others = p->others,
                          .stopped = p->stopped,
                          .clock_known = p->clock_known,
                          .clock_off_ms = p->clock_off_ms };
}

bool store_stopped(const struct store *s, struct buf *why)
{
    struct error e = { 0 };
    bool stopped = presence_allow(s, &e) != DONE;
    buf_puts(why, e.text);
    return stopped;
}

void store_present(const struct store *s,
                   void (*each)(void *context, const struct present *present), void *context)
{
    struct names n;
    names_read(s, &n);
    for (size_t i = 0; i < n.count; i++) {
        struct other o;
        if (!other_open(s, n.at[i], &o))
            continue;
        close(o.fd);
        if (o.told && o.locked)
            each(context, &(struct present){ o.line.host, o.line.user, o.line.version });
    }
    names_free(&n);
}

/* ---- Bulk work ---- */

enum {
    PART_ROWS = 200,
    PART_ROWS_ALONE = 20000,
    PART_US = 4000000, /* whoever comes in the middle waits no longer, however slow the disk */
    GIVE_WAY_US = 100000,
    GIVE_WAY_TIMES = 3, /* as long as the last transaction took, at least */
};

void store_bulk(struct store *s, bool on)
{
    if (store_on_share(s))
        return;
    /* KiB; else as pragmas_set() left it. What cannot be set costs time alone. */
    sql_do(&s->db, on ? "PRAGMA cache_size = -32768" : "PRAGMA cache_size = -4096", NULL);
    sql_do(&s->db, on ? "PRAGMA cache_spill = ON" : "PRAGMA cache_spill = OFF", NULL);
}

size_t store_part_rows(struct store *s)
{
    struct presence *p = &s->presence;
    struct beat seen;
    moment now = clock_now(s->clock);
    if (is_due(p, now))
        store_beat(s, now, &seen);
    bool alone = p->fd > 0 && p->others == 0 && !p->on_share && !turn_wanted(s) &&
                 !(s->writing && wait_clock_us() - s->turn.lock_us > PART_US);
    return alone ? PART_ROWS_ALONE : PART_ROWS;
}

void store_give_way(struct store *s)
{
    bool wanted = turn_wanted(s);
    int64_t pause = s->turn.took_us * GIVE_WAY_TIMES;
    turn_drop(&s->turn);
    if (wanted || s->presence.others > 0) {
        wait_begin(&s->db);
        wait_pause(&s->db, pause > GIVE_WAY_US ? pause : GIVE_WAY_US);
    }
}

bool store_housekeeper(struct store *s)
{
    struct presence *p = &s->presence;
    struct buf path = { 0 };
    path_of(s, keeper_name, &path);
    if (p->keeper_fd == 0 && presence_folder(s))
        p->keeper_fd = beside_open(buf_text(&path));
    buf_free(&path);
    if (!p->keeper && p->keeper_fd > 0)
        p->keeper = byte_lock(p->keeper_fd, 0);
    return p->keeper;
}

void store_editing(struct store *s, const struct kind *k, int64_t id)
{
    struct presence_line *l = &s->presence.line;
    const char *kind = k && id ? k->id : "";
    if (strcmp(l->kind, kind) == 0 && l->record == id)
        return;
    snprintf(l->kind, sizeof l->kind, "%s", kind);
    l->record = id;
    s->presence.news = true;
}

/* The first of the others that `fits`, as “user@host”. */
static bool find_other(const struct store *s,
                       bool (*fits)(const struct other *o, const void *context),
                       const void *context, struct buf *who)
{
    struct names n;
    bool found = false;
    names_read(s, &n);
    for (size_t i = 0; i < n.count && !found; i++) {
        struct other o;
        if (!other_open(s, n.at[i], &o))
            continue;
        close(o.fd);
        found = o.told && o.locked && fits(&o, context);
        if (found)
            buf_printf(who, "%s@%s", o.line.user, o.line.host);
    }
    names_free(&n);
    return found;
}

static bool edits(const struct other *o, const void *context)
{
    const struct presence_line *wanted = context;
    return o->line.record == wanted->record && strcmp(o->line.kind, wanted->kind) == 0;
}

bool store_edited_by(struct store *s, const struct kind *k, int64_t id, struct buf *who)
{
    struct presence_line wanted = { .record = id };
    snprintf(wanted.kind, sizeof wanted.kind, "%s", k->id);
    return find_other(s, edits, &wanted, who);
}

static bool sits_at(const struct other *o, const void *context)
{
    return o->line.desk == *(const uint16_t *)context;
}

bool presence_of_desk(const struct store *s, uint16_t desk, struct buf *who)
{
    return find_other(s, sits_at, &desk, who);
}

void presence_close(struct store *s)
{
    struct presence *p = &s->presence;
    struct buf path = { 0 };
    if (p->fd > 0) {
        path_of(s, p->name, &path);
        unlink(buf_text(&path));
        buf_free(&path);
        close(p->fd);
    }
    if (p->keeper_fd > 0)
        close(p->keeper_fd);
    p->fd = p->keeper_fd = 0;
    p->keeper = false;
}
