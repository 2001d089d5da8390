/* Restore: a backup is checked on a scratch copy at this desk, the entry that gives up what it does
 * not hold is signed there, and the whole is put into the live file in one transaction: every desk
 * sees the old file or the new one with its entry, never anything between. */
#include "attach.h"
#include "backup.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOST_NAMES = 20,
    TRIES = 3,
    OFFICE_MODE = 0660, /* as a new database has it */
};

struct restore {
    const struct restore_request *q;
    const struct care_watch *watch;
    struct restore_report *out;
    struct session *scratch; /* on the scratch copy */
    struct buf scratch_path;
    struct session *office; /* on the live file; NULL: there is none that can be read */
    struct buf office_path;
    struct head abandoned;
};

void restore_report_free(struct restore_report *r)
{
    buf_free(&r->lost_names);
}

static void say(const struct restore *r, const char *sentence)
{
    if (r->watch->said)
        r->watch->said(r->watch->context, sentence);
}

/* ---- The scratch copy ---- */

static void name_scratch(struct restore *r)
{
    char unique[TXN_TEXT_LEN + 1];
    act_new_txn(unique);
    session_folder(r->q->office, &r->scratch_path);
    buf_printf(&r->scratch_path, "/restore-%.8s.db", unique);
}

static enum outcome open_copy(const struct restore *r, const char *path, enum session_copy copy,
                              struct session **out, struct error *e)
{
    struct session_options o = *r->q->office;
    o.store = path;
    o.copy = copy;
    o.threads = false;
    return session_open(&o, out, e);
}

static enum outcome make_scratch(struct restore *r, struct error *e)
{
    struct session_options o = *r->q->office;
    struct store *backup = NULL;
    struct desk *desk = NULL;
    const struct clock *clock = o.clock ? o.clock : &system_clock;
    enum outcome result = session_desk_open(&o, clock, &desk, e);
    name_scratch(r);
    if (result == DONE)
        result = store_open_copy(r->q->file, false, &all_kinds, desk, clock, &backup, e);
    if (result == DONE)
        result = copy_out(backup, buf_text(&r->scratch_path), r->watch, e);
    store_close(&backup);
    desk_close(&desk);
    return result == DONE ? open_copy(r, buf_text(&r->scratch_path), COPY_SCRATCH, &r->scratch, e)
                          : result;
}

/* The root may put back what a check finds fault with: it may be all that is left. */
static enum outcome check_scratch(struct restore *r, struct error *e)
{
    struct copy_findings found = { 0 };
    bool by_root = r->q->name && strcmp(r->q->name, "root") == 0;
    enum outcome result = copy_check(r->scratch, r->watch, &found, e);
    r->out->entries = found.entries;
    if (result == DONE && found.damage)
        result = fail(e, REFUSED, _("The backup %s is damaged: %s Take an older one."), r->q->file,
                      buf_text(&found.first));
    else if (result == DONE && found.defects && !by_root)
        result = fail(e, REFUSED,
                      _("The backup %s is not what its history says (%lld defects). Take an older "
                        "one; only who keeps the root key may put this one back."),
                      r->q->file, (long long)found.defects);
    buf_free(&found.first);
    return result;
}

/* ---- The live file ---- */

static enum outcome open_office(struct restore *r, struct error *e)
{
    enum outcome result = session_store_path(r->q->office, &r->office_path, e);
    if (result != DONE)
        return result;
    if (!r->office_path.len)
        return fail(e, MISUSED,
                    _("Say which database is to be restored: loket --store PATH "
                      "restore FILE."));
    const char *path = buf_text(&r->office_path);
    if (access(path, F_OK) != 0 || store_damaged(path))
        return DONE;
    return open_copy(r, path, NO_COPY, &r->office, e);
}

/* The newest head anybody may have seen: the file's own, or what this desk saw of it before. */
static enum outcome find_abandoned(struct restore *r, struct error *e)
{
    struct head file = { 0 };
    store_head_seen(r->scratch->store, &r->abandoned);
    if (!r->office)
        return DONE;
    if (strcmp(store_uuid_text(r->office->store), store_uuid_text(r->scratch->store)) != 0)
        return fail(e, REFUSED,
                    _("%s is a backup of another database than %s. Give the path of the right one "
                      "with --store."),
                    r->q->file, buf_text(&r->office_path));
    enum outcome result = store_head(r->office->store, &file, e);
    if (result == DONE && file.seq >= r->abandoned.seq)
        r->abandoned = file;
    return result;
}

/* ---- What is lost ---- */

struct losing {
    struct restore *restore;
    int64_t *records; /* each once */
    size_t count, cap;
};

static bool is_known(const struct losing *l, int64_t record)
{
    for (size_t i = l->count; i-- > 0;)
        if (l->records[i] == record)
            return true;
    return false;
}

static void name_lost(struct losing *l, const struct entry *entry)
{
    struct record *r = NULL;
    struct buf *out = &l->restore->out->lost_names;
    if (l->count > LOST_NAMES ||
        store_load(l->restore->office->store, entry->kind, entry->record, &r, NULL) != DONE)
        return;
    buf_printf(out, "%s ", _(entry->kind->label));
    record_name(r, out);
    buf_putc(out, '\n');
    record_free(&r);
}

static void lose(void *context, const struct entry *entry)
{
    struct losing *l = context;
    l->restore->out->lost++;
    if (!entry->kind || is_known(l, entry->record))
        return;
    if (l->count == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 64;
        l->records = xreallocarray(l->records, l->cap, sizeof *l->records);
    }
    l->records[l->count++] = entry->record;
    name_lost(l, entry);
}

static enum outcome count_lost(struct restore *r, struct error *e)
{
    struct losing l = { .restore = r };
    int64_t common = 0;
    if (!r->office)
        return DONE;
    enum outcome result = store_common(r->office->store, r->scratch->store, &common, e);
    if (result == DONE)
        result = store_history_after(r->office->store, common, lose, &l, e);
    r->out->records = (int64_t)l.count;
    free(l.records);
    return result;
}

/* ---- Signing ---- */

/* Restores that are not signed by enough yet. */
struct open_restores {
    struct session *session;
    struct head heads[2 * TRIES];
    size_t count;
    bool mine; /* who is here signed one of them */
};

static void take_open(void *context, const struct entry *entry)
{
    struct open_restores *l = context;
    struct head head;
    if (l->count == COUNT(l->heads) || !restore_gives_up(entry, &head) ||
        restore_enough(l->session, l->session->store, entry))
        return;
    l->mine |= l->session->person && strcmp(entry->author, l->session->person->name) == 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->heads[i].seq == head.seq && !memcmp(l->heads[i].hash, head.hash, HASH_BYTES))
            return;
    l->heads[l->count++] = head;
}

static enum outcome begin(struct session *s, struct error *e)
{
    struct intent intent;
    session_intent(s, NULL, &intent);
    intent.restore = true;
    if (s->person) {
        intent.author = s->person->name;
        intent.key = &s->person->keys->signing;
    }
    return store_begin(s->store, &intent, NULL, e);
}

/* One entry for each head; what they say together decides, inside the same transaction. */
static enum outcome tell(struct session *s, const struct head *heads, size_t count, bool alone,
                         bool *enough, struct error *e)
{
    struct open_restores still = { .session = s };
    enum outcome result = begin(s, e);
    if (result != DONE)
        return result;
    for (size_t i = 0; result == DONE && i < count; i++)
        result = store_tell_restore(s->store, &heads[i], e);
    if (result == DONE && !alone)
        result = store_restores(s->store, take_open, &still, e);
    *enough = alone || !still.count;
    if (result == DONE)
        result = store_confirm_restore(s->store, *enough, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

static enum outcome log_in(struct restore *r, struct error *e)
{
    const struct restore_request *q = r->q;
    struct error why = { 0 };
    if (!session_has_people(r->scratch) || !q->name)
        return DONE;
    enum outcome result = session_login(r->scratch, q->name, q->passphrase, q->passphrase_n, &why);
    if (result == DONE)
        return DONE;
    return fail(e, result, _("%s (People and passphrases are those of the backup.)"), why.text);
}

static enum outcome sign(struct restore *r, struct error *e)
{
    bool alone = false, enough = false;
    struct head own = { 0 };
    enum outcome result = log_in(r, e);
    if (result == DONE)
        result = restore_may_sign(r->scratch, &alone, e);
    if (result == DONE && !r->abandoned.seq)
        result = store_head(r->scratch->store, &own, e);
    if (result == DONE)
        result = tell(r->scratch, r->abandoned.seq ? &r->abandoned : &own, 1, alone, &enough, e);
    r->out->unconfirmed = !enough;
    return result;
}

/* ---- Putting it in place ---- */

/* Somebody may save between the look at the live head and the lock: then that is given up too. */
static enum outcome replace(struct restore *r, struct error *e)
{
    enum outcome result = STALE;
    bool enough;
    for (int i = 0; result == STALE && i < TRIES; i++) {
        struct head live;
        result = store_head(r->office->store, &live, e);
        if (result == DONE && live.seq > r->abandoned.seq) {
            r->abandoned = live;
            result = tell(r->scratch, &live, 1, !r->out->unconfirmed, &enough, e);
        }
        if (result == DONE)
            result = store_replace(r->office->store, r->scratch->store, &live, e);
    }
    if (result == STALE)
        result = fail(e, STALE,
                      _("Others save all the time. Ask them to stop for a minute, then restore "
                        "again; nothing was changed."));
    return result;
}

static void name_aside(struct restore *r)
{
    char stamp[32];
    moment now = session_now(r->scratch);
    struct buf iso = { 0 };
    moment_iso(now, &iso);
    snprintf(stamp, sizeof stamp, "%.19s", buf_text(&iso));
    for (char *at = stamp; *at; at++)
        if (*at == ':')
            *at = '.';
    snprintf(r->out->aside, sizeof r->out->aside, "%s.damaged-%s", buf_text(&r->office_path),
             stamp);
    buf_free(&iso);
}

/* With its journal, which may be what mends it. */
static enum outcome move_aside(struct restore *r, struct error *e)
{
    struct buf journal = { 0 }, kept = { 0 };
    const char *path = buf_text(&r->office_path);
    enum outcome result = DONE;
    if (access(path, F_OK) != 0)
        return DONE;
    name_aside(r);
    buf_printf(&journal, "%s-journal", path);
    buf_printf(&kept, "%s-journal", r->out->aside);
    if (access(r->out->aside, F_OK) == 0 || rename(path, r->out->aside) != 0)
        result = fail(e, FAULT,
                      _("The damaged file cannot be put aside as %s. Check the permissions of its "
                        "folder."),
                      r->out->aside);
    else
        rename(buf_text(&journal), buf_text(&kept));
    buf_free(&journal);
    buf_free(&kept);
    return result;
}

static enum outcome put_in_place(const char *from, const char *to, struct error *e)
{
    if (chmod(from, OFFICE_MODE) == 0 && rename(from, to) == 0)
        return DONE;
    return fail(e, FAULT,
                _("The restored database cannot be given the name %s. Check the permissions of "
                  "its folder."),
                to);
}

static enum outcome put_new(struct restore *r, struct error *e)
{
    struct buf temporary = { 0 };
    buf_printf(&temporary, "%s.restored", buf_text(&r->office_path));
    copy_remove(buf_text(&temporary));
    enum outcome result = copy_out(r->scratch->store, buf_text(&temporary), r->watch, e);
    if (result == DONE)
        result = move_aside(r, e);
    if (result == DONE)
        result = put_in_place(buf_text(&temporary), buf_text(&r->office_path), e);
    copy_remove(buf_text(&temporary));
    buf_free(&temporary);
    return result;
}

/* Before the rows that name them. */
static enum outcome put_files(const struct restore *r, struct error *e)
{
    struct buf from = { 0 }, to = { 0 };
    enum outcome result = files_folder_beside(r->scratch, r->q->file, &from, e);
    if (result == DONE)
        files_folder_of(buf_text(&r->office_path), &to);
    if (result == DONE)
        result = files_copy(buf_text(&from), buf_text(&to), true, e);
    buf_free(&from);
    buf_free(&to);
    return result;
}

/* This desk goes on from the restored file at once, where that is enough. */
static enum outcome put(struct restore *r, struct error *e)
{
    struct session *again = NULL;
    enum outcome result = put_files(r, e);
    if (result == DONE)
        result = store_place(r->scratch->store, buf_text(&r->office_path), e);
    if (result == DONE)
        result = r->office ? replace(r, e) : put_new(r, e);
    session_close(&r->office);
    if (result == DONE)
        result = open_copy(r, buf_text(&r->office_path), NO_COPY, &again, e);
    session_close(&again);
    return result;
}

/* ---- All of it ---- */

static enum outcome run(struct restore *r, struct error *e)
{
    bool sum = false;
    enum outcome result = act_backup_sum(r->q->file, &sum, e);
    if (result == DONE && !sum && access(r->q->file, F_OK) == 0)
        say(r, _("There is no SHA-256 beside the backup; only its content is checked."));
    if (result == DONE)
        result = make_scratch(r, e);
    if (result == DONE)
        result = check_scratch(r, e);
    if (result == DONE)
        result = open_office(r, e);
    if (result == DONE)
        result = find_abandoned(r, e);
    if (result == DONE)
        result = count_lost(r, e);
    if (result == DONE && r->q->drill && !r->q->name)
        return DONE;
    if (result == DONE)
        result = sign(r, e);
    return result == DONE && !r->q->drill ? put(r, e) : result;
}

enum outcome act_restore(const struct restore_request *q, const struct care_watch *watch,
                         struct restore_report *out, struct error *e)
{
    static const struct care_watch nobody;
    struct restore r = { .q = q, .watch = watch ? watch : &nobody, .out = out };
    *out = (struct restore_report){ 0 };
    enum outcome result = run(&r, e);
    session_close(&r.office);
    session_close(&r.scratch);
    if (r.scratch_path.len)
        copy_remove(buf_text(&r.scratch_path));
    buf_free(&r.scratch_path);
    buf_free(&r.office_path);
    return result;
}

/* ---- The second signature ---- */

/* A file put back by hand: what this desk saw last is given up. */
static enum outcome take_seen(struct open_restores *l, struct error *e)
{
    if (!store_rolled_back(l->session->store, NULL))
        return fail(e, REFUSED,
                    _("There is nothing to confirm: the file is not one that was put back."));
    store_head_seen(l->session->store, &l->heads[l->count++]);
    return DONE;
}

enum outcome act_restore_confirm(struct session *s, bool *enough, struct error *e)
{
    struct open_restores open = { .session = s };
    bool alone = false;
    enum outcome result = restore_may_sign(s, &alone, e);
    if (result == DONE && s->person)
        result = person_refresh(s, s->person, e);
    if (result == DONE)
        result = store_restores(s->store, take_open, &open, e);
    if (result == DONE && !store_unconfirmed(s->store) && !open.mine)
        result = open.count ? DONE : take_seen(&open, e);
    if (result == DONE && open.mine && !alone)
        result = fail(e, FORBIDDEN,
                      _("You signed this restore yourself. Another administrator has to confirm "
                        "it, or who keeps the root key."));
    return result == DONE ? tell(s, open.heads, open.count, alone, enough, e) : result;
}
