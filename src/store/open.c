/* open.c - opening the shared file, in the order of the share protocol (rules 5 to 9): nothing is
 * written before everything was looked at. What speaks against writing leaves the file open for
 * reading, with the reason; what speaks against reading is an error. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "others.h"

const char *lock_protocol_of(enum share_kind kind)
{
    return kind == SHARE_SMB ? "smb-shim" : "posix";
}

const char *fs_name(enum share_kind kind)
{
    static const char *const names[] = { "local", "nfs", "smb", "other" };
    return names[kind];
}

/* ---- For reading only ---- */

bool store_read_only(const struct store *s, struct buf *why)
{
    if (why && s->read_only.len)
        buf_puts(why, buf_text(&s->read_only));
    return s->read_only.len > 0;
}

enum outcome open_allows(const struct store *s, struct error *e)
{
    return s->read_only.len ? fail(e, FAULT, "%s", buf_text(&s->read_only)) : DONE;
}

bool store_warning(const struct store *s, struct buf *out)
{
    buf_puts(out, buf_text(&s->warning));
    return s->warning.len > 0;
}

static void warn(struct store *s, const char *sentence)
{
    buf_printf(&s->warning, "%s%s", s->warning.len ? " " : "", sentence);
}

/* A check that failed for good shuts the file for writing; the first reason stands. What may pass
 * is no reason, and ends the opening. */
static enum outcome object(struct store *s, enum outcome o, const struct error *why)
{
    if (o == DONE || why->later)
        return o;
    if (!s->read_only.len)
        buf_puts(&s->read_only, why->text);
    return DONE;
}

/* ---- Checks that may speak against writing ---- */

static enum outcome check_share(struct store *s, const char *path, struct share_look *look,
                                struct error *e)
{
    enum outcome o = share_look(path, desk_allowed(s->desk), look, e);
    if (o != DONE)
        return o;
    if (look->warning.len)
        warn(s, buf_text(&look->warning));
    buf_puts(&s->read_only, buf_text(&look->refused));
    return DONE;
}

static enum outcome meta_text(struct store *s, const char *key, struct buf *out, struct error *e)
{
    buf_reset(out);
    return store_meta_get(s, key, out, e);
}

/* A copy has the same journal name nowhere: two desks would each work in their own. */
static enum outcome check_name(struct store *s, struct error *e)
{
    struct buf name = { 0 };
    const char *here = base_name(s->db.path);
    enum outcome o = meta_text(s, META_NAME, &name, e);
    if (o == DONE && !text_same(buf_text(&name), here))
        o = fail(e, REFUSED,
                 _("%s is a copy of %s under another name, open for reading only so that nobody "
                   "works in two files. Open %s, or give the copy that name."),
                 s->db.path, buf_text(&name), buf_text(&name));
    buf_free(&name);
    return o;
}

static enum outcome check_protocol(struct store *s, enum share_kind kind, struct error *e)
{
    struct buf protocol = { 0 }, made_on = { 0 };
    enum outcome o = meta_text(s, META_LOCK_PROTOCOL, &protocol, e);
    if (o == DONE)
        o = meta_text(s, META_EXPECTED_FS, &made_on, e);
    if (o == DONE && !text_same(buf_text(&protocol), lock_protocol_of(kind)))
        o = fail(e, REFUSED,
                 _("%s was made for another kind of share (%s, here it is %s) and all desks must "
                   "lock it alike, so it is open for reading only. Mount the share as the other "
                   "desks do, or make a database here with `loket restore`."),
                 s->db.path, buf_text(&made_on), fs_name(kind));
    buf_free(&protocol);
    buf_free(&made_on);
    return o;
}

enum outcome writer_allows(struct store *s, struct error *e)
{
    struct buf text = { 0 };
    int64_t least = INT64_MAX; /* what is no number retires the file */
    enum outcome o = meta_text(s, META_MIN_WRITER, &text, e);
    integer_parse(buf_text(&text), &least);
    buf_free(&text);
    if (o == DONE && least > STORE_WRITER)
        o = fail(e, FAULT,
                 _("A newer loket has taken over the database %s; this one may only read it. "
                   "Update loket on this desk, then start it again."),
                 s->db.path);
    return o;
}

/* What can be asked only of an open file. */
static enum outcome check_inside(struct store *s, enum share_kind kind, struct error *e)
{
    enum outcome o = object(s, writer_allows(s, e), e);
    if (o == DONE)
        o = object(s, check_name(s, e), e);
    if (o == DONE)
        o = object(s, check_protocol(s, kind, e), e);
    return o == DONE ? object(s, pragmas_set(&s->db, e), e) : o;
}

/* ---- The journal ---- */

/* Whether the file was left half written when its journal vanished. Reads all of it. */
static enum outcome check_pages(struct store *s, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o = sql_open(&s->db, "PRAGMA quick_check(1)", &q, e);
    if (o != DONE)
        return o;
    o = sql_row(q, &row, e);
    if (o == DONE && !(row && strcmp(col_str(q, 0), "ok") == 0))
        o = sql_fault(&s->db, SQLITE_CORRUPT, e);
    sql_close(q);
    return o;
}

static bool journal_stands(const struct store *s)
{
    struct buf journal = { 0 };
    struct stat st;
    buf_printf(&journal, "%s-journal", s->db.path);
    bool stands = stat(buf_text(&journal), &st) == 0 ? st.st_size > 0 : errno != ENOENT;
    buf_free(&journal);
    return stands;
}

/* A desk that sees the journal appear late would not roll back a dead desk's half commit (share
 * protocol §3.1). */
enum outcome journal_keep(struct store *s, struct error *e)
{
    if (journal_stands(s))
        return DONE;
    enum outcome o = check_pages(s, e);
    if (o != DONE)
        return o;
    warn(s, _("Another program has removed the journal beside the database; loket made it again "
              "and found nothing missing. Read the file with `loket sql` only, and keep sync and "
              "virus programs away from its folder."));
    char different[TXN_TEXT_LEN + 1]; /* SQLite would not write what is there already */
    desk_new_txn(different);
    return meta_alone(s, "journal", different, e);
}

/* ---- The order ---- */

static enum outcome open_handle(struct store *s, const char *path, enum share_kind kind,
                                struct error *e)
{
    enum outcome o = object(s, folder_check(path, e), e);
    if (o == DONE)
        o = handle_open(path, kind, !s->read_only.len, &s->db, e);
    if (o == DONE)
        o = check_header(&s->db, e);
    if (o == DONE && sqlite3_db_readonly(s->db.handle, "main") == 1)
        o = object(s, sql_fault(&s->db, SQLITE_READONLY, e), e);
    if (o == DONE)
        o = check_version(&s->db, e);
    return o == DONE ? check_inside(s, kind, e) : o;
}

static enum outcome open_for_writing(struct store *s, struct error *e)
{
    enum outcome o = DONE;
    if (!store_rolled_back(s, NULL))
        o = object(s, journal_keep(s, e), e);
    if (o == DONE && s->read_only.len == 0) {
        s->db.watch->unhurried = true; /* an index over all rows takes its time */
        o = schema_extend(s, e);
        s->db.watch->unhurried = false;
    }
    return o;
}

static enum outcome open_file(struct store *s, const char *path, struct error *e)
{
    struct share_look look;
    buf_reset(&s->read_only);
    buf_reset(&s->warning);
    enum outcome o = check_file(path, desk_place_known(s->desk, path), e);
    if (o != DONE)
        return o;
    o = check_share(s, path, &look, e);
    if (o == DONE)
        o = open_handle(s, path, look.kind, e);
    s->presence.on_share = look.kind != SHARE_LOCAL;
    share_look_free(&look);
    if (o == DONE)
        o = heads_open(s, e);
    if (o == DONE)
        o = s->read_only.len ? schema_fits(s, e) : open_for_writing(s, e);
    presence_look(s);
    bell_moved(s); /* rung from here on, it tells of something new */
    s->version_asked = clock_now(s->clock);
    if (o == DONE)
        o = sql_number(&s->db, "PRAGMA data_version", &s->data_version, e);
    s->db.faulted = false;
    return o;
}

static enum outcome open_checked(struct store *s, const char *path, struct error *e)
{
    struct error why = { 0 };
    s->opening = true;
    enum outcome o = open_file(s, path, &why);
    s->opening = false;
    if (o != DONE && e)
        *e = why;
    return o;
}

/* ---- The door ---- */

struct store *store_new(const struct registry *g, struct desk *d, const struct clock *clock)
{
    struct store *s = xcalloc(1, sizeof *s);
    s->registry = g;
    s->desk = d;
    s->clock = clock;
    return s;
}

enum outcome store_open(const char *path, const struct registry *g, struct desk *d,
                        const struct clock *clock, struct store **out, struct error *e)
{
    struct buf real = { 0 };
    struct store *s = store_new(g, d, clock);
    enum outcome o = path_real(path, &real, e);
    *out = NULL;
    if (o == DONE)
        o = open_checked(s, buf_text(&real), e);
    buf_free(&real);
    if (o == DONE)
        *out = s;
    else
        store_close(&s);
    return o;
}

/* A server that was restored or exports another folder may show another office's file. */
static enum outcome same_store(const struct store *s, const char *uuid, struct error *e)
{
    if (!*uuid || text_same(uuid, s->uuid))
        return DONE;
    return fail(e, FAULT,
                _("Another database lies at %s than when loket was started. Ask whoever looks "
                  "after the server, then start loket again."),
                s->db.path);
}

enum outcome store_reopen(struct store *s, struct error *e)
{
    char *path = xstrdup(s->db.path), uuid[UUID_TEXT_LEN + 1];
    struct store_cost cost = s->db.cost;
    int patience = s->db.patience_ms;
    void (*told)(void *, int) = s->db.told;
    _Atomic uint64_t *pulse = s->db.pulse;
    memcpy(uuid, s->uuid, sizeof uuid);
    db_drop(&s->db);
    enum outcome o = open_checked(s, path, e);
    if (o == DONE)
        o = same_store(s, uuid, e);
    if (o != DONE) {
        db_drop(&s->db);
        db_adopt(&s->db, NULL, path);
        memcpy(s->uuid, uuid, sizeof uuid);
    }
    free(path);
    s->db.cost = cost;
    s->db.patience_ms = patience;
    s->db.told = told;
    s->db.told_to = s;
    s->version_asked = 0;
    s->db.pulse = pulse;
    s->data_version = -1; /* who knows what others did meanwhile */
    s->reading = 0;
    s->writing = false;
    return o;
}

/* What fails while it is being opened is not opened anew within: the opening fails. */
enum outcome store_revive(struct store *s, struct error *e)
{
    if (s->opening)
        return DONE;
    if (!s->db.handle)
        return store_reopen(s, e);
    bool at_work = s->reading || s->writing || !sqlite3_get_autocommit(s->db.handle);
    return s->db.faulted && !at_work ? store_reopen(s, e) : DONE;
}

void store_close(struct store **s)
{
    if (!*s)
        return;
    if ((*s)->db.handle)
        store_rollback(*s);
    turn_close(&(*s)->turn);
    presence_close(*s);
    plans_free(&(*s)->plans);
    db_drop(&(*s)->db);
    buf_free(&(*s)->read_only);
    buf_free(&(*s)->warning);
    free(*s);
    *s = NULL;
}

static void tell_wait(void *to, int waited_ms)
{
    struct store *s = to;
    uint16_t desk;
    char name[DESK_NAME_MAX] = "";
    struct buf who = { 0 };
    if (bell_writer(s, &desk) && !presence_of_desk(s, desk, &who)) {
        desk_name(desk, name);
        buf_puts(&who, name);
    }
    s->on_wait(s->on_wait_context, waited_ms, buf_text(&who));
    buf_free(&who);
}

void store_on_wait(struct store *s, void (*told)(void *context, int waited_ms, const char *writer),
                   void *context)
{
    s->on_wait = told;
    s->on_wait_context = context;
    s->db.told = told ? tell_wait : NULL;
    s->db.told_to = s;
}

void store_patience(struct store *s, bool batch)
{
    s->db.patience_ms = batch ? PATIENCE_BATCH_MS : PATIENCE_MS;
}

const struct registry *store_registry(const struct store *s)
{
    return s->registry;
}

const char *store_path(const struct store *s)
{
    return s->db.path;
}

void store_pulse(struct store *s, _Atomic uint64_t *pulse)
{
    s->db.pulse = pulse;
}

struct store_cost store_cost(const struct store *s)
{
    return s->db.cost;
}
