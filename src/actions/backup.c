/* Backup: a copy of the database while everybody works, which gets its name only when it was
 * checked whole; and the folder it stands in, kept to a bounded number of generations. */
#include "backup.h"

#include "attach.h"
#include <errno.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_MS = 20, SUM_MODE = 0644, SUM_LIMIT = 8192 };

/* ---- Copying ---- */

static void rest(const struct care_watch *watch)
{
    struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
    if (watch->pause)
        watch->pause(watch->context, PAUSE_MS);
    else
        nanosleep(&pause, NULL);
}

static enum outcome stopped(struct error *e)
{
    return fail(e, REFUSED, _("It was stopped before its end; nothing was changed."));
}

static enum outcome copy_pages(struct copying *copying, const struct care_watch *watch,
                               struct error *e)
{
    struct copy_state state = { .more = true };
    enum outcome result = DONE;
    while (result == DONE && state.more) {
        result = store_copy_step(copying, &state, e);
        if (result == DONE && watch->pages &&
            !watch->pages(watch->context, state.done, state.total))
            result = stopped(e);
        if (result == DONE && state.more)
            rest(watch);
    }
    return result;
}

void copy_remove(const char *path)
{
    struct buf journal = { 0 };
    buf_printf(&journal, "%s-journal", path);
    unlink(path);
    unlink(buf_text(&journal));
    buf_free(&journal);
}

enum outcome copy_out(struct store *s, const char *path, const struct care_watch *watch,
                      struct error *e)
{
    struct copying *copying = NULL;
    enum outcome result = store_copy_start(s, path, &copying, e);
    if (result != DONE)
        return result;
    result = copy_pages(copying, watch, e);
    enum outcome end = store_copy_end(&copying, result == DONE ? e : NULL);
    result = result == DONE ? end : result;
    if (result != DONE)
        copy_remove(path);
    return result;
}

/* ---- Checking ---- */

struct listening {
    const struct care_watch *watch;
    struct copy_findings *findings;
};

static void hear(void *context, const char *defect)
{
    struct listening *l = context;
    if (!l->findings->first.len)
        buf_puts(&l->findings->first, defect);
    if (l->watch->said)
        l->watch->said(l->watch->context, defect);
}

static bool entries_read(void *context, int64_t entries)
{
    const struct care_watch *watch = ((struct listening *)context)->watch;
    return !watch->entries || watch->entries(watch->context, entries);
}

enum outcome copy_check(struct session *s, const struct care_watch *watch,
                        struct copy_findings *out, struct error *e)
{
    struct listening l = { watch, out };
    struct verify_watch verify = {
        .each = hear, .progress = entries_read, .context = &l, .backup = true
    };
    enum outcome result = store_check_pages(s->store, hear, &l, &out->damage, e);
    if (result == DONE && !out->damage)
        result = act_verify_watched(s, &verify, &out->entries, &out->defects, e);
    return result;
}

/* A look at a copy made here: of the same office, by the same desk, and nothing of it is noted. */
static enum outcome check_file(struct session *s, const char *path, const struct care_watch *watch,
                               struct copy_findings *out, struct error *e)
{
    struct session copy = { .desk = s->desk, .clock = s->clock, .zone_minutes = s->zone_minutes };
    enum outcome result =
        store_open_copy(path, false, &all_kinds, s->desk, s->clock, &copy.store, e);
    if (result == DONE)
        result = people_open(&copy, e);
    if (result == DONE)
        result = copy_check(&copy, watch, out, e);
    store_close(&copy.store);
    buf_free(&copy.uuid);
    return result;
}

/* ---- The sum beside it ---- */

static size_t read_more(void *context, void *bytes, size_t room)
{
    return fread(bytes, 1, room, context);
}

enum outcome sum_file(const char *path, char out[SHA256_TEXT_LEN + 1], struct error *e)
{
    FILE *in = fopen(path, "rbe");
    if (!in)
        return file_unreadable(path, errno, e);
    sha256_text(read_more, in, out);
    int why = ferror(in) ? errno : 0; /* of a folder the first read says so */
    fclose(in);
    return why ? file_unreadable(path, why, e) : DONE;
}

static void sum_path(const char *path, struct buf *out)
{
    buf_printf(out, "%s.sha256", path);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static enum outcome write_sum(const char *path, const char *sum, struct error *e)
{
    struct buf beside = { 0 }, text = { 0 };
    sum_path(path, &beside);
    buf_printf(&text, "%s  %s\n", sum, base_name(path));
    enum outcome result = file_write(buf_text(&beside), &text, SUM_MODE, e);
    buf_free(&beside);
    buf_free(&text);
    return result;
}

enum outcome act_backup_sum(const char *path, bool *there, struct error *e)
{
    char sum[SHA256_TEXT_LEN + 1] = "";
    struct buf beside = { 0 }, text = { 0 };
    enum outcome result = DONE;
    sum_path(path, &beside);
    *there = access(buf_text(&beside), F_OK) == 0;
    if (*there)
        result = file_read(buf_text(&beside), SUM_LIMIT, &text, e);
    if (*there && result == DONE)
        result = sum_file(path, sum, e);
    if (*there && result == DONE && strncmp(buf_text(&text), sum, SHA256_TEXT_LEN) != 0)
        result = fail(e, REFUSED,
                      _("%s is not the backup it was: its SHA-256 is another than %s says. Take "
                        "an older backup."),
                      path, buf_text(&beside));
    buf_free(&beside);
    buf_free(&text);
    return result;
}

/* ---- Its name ---- */

/* "office" of "/srv/loket/office.db" */
static void stem_of(struct session *s, struct buf *out)
{
    const char *name = base_name(store_path(s->store));
    size_t n = strlen(name);
    buf_add(out, name, n > 3 && strcmp(name + n - 3, ".db") == 0 ? n - 3 : n);
}

static bool is_folder(const char *path)
{
    struct stat there;
    size_t n = strlen(path);
    return (n && path[n - 1] == '/') || (stat(path, &there) == 0 && S_ISDIR(there.st_mode));
}

static void name_in(struct session *s, const char *folder, struct buf *out)
{
    enum { SECOND = 1000, MINUTE = 60 };
    struct buf stem = { 0 };
    size_t n = strlen(folder);
    moment local = session_now(s) + (moment)s->zone_minutes * MINUTE * SECOND;
    day on = moment_day(session_now(s), s->zone_minutes);
    stem_of(s, &stem);
    buf_printf(out, "%s%s", folder, n && folder[n - 1] == '/' ? "" : "/");
    backup_name(buf_text(&stem), on, (int32_t)(local / SECOND % (24 * 60 * MINUTE)), out);
    buf_free(&stem);
}

/* ---- Rotation ---- */

struct names {
    char **items;
    size_t count, cap;
};

static void names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->items[i]);
    free(n->items);
}

static void names_read(const char *folder, struct names *out)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (out->count == out->cap) {
            out->cap = out->cap ? 2 * out->cap : 64;
            out->items = xreallocarray(out->items, out->cap, sizeof *out->items);
        }
        out->items[out->count++] = xstrdup(entry->d_name);
    }
    if (dir)
        closedir(dir);
}

static void drop(const char *folder, const char *name, size_t *dropped)
{
    struct buf path = { 0 }, sum = { 0 };
    buf_printf(&path, "%s/%s", folder, name);
    sum_path(buf_text(&path), &sum);
    *dropped += unlink(buf_text(&path)) == 0;
    unlink(buf_text(&sum));
    buf_free(&path);
    buf_free(&sum);
}

static size_t rotate(struct session *s, const char *folder)
{
    struct names names = { 0 };
    struct buf stem = { 0 };
    size_t dropped = 0;
    names_read(folder, &names);
    stem_of(s, &stem);
    bool *keep = xcalloc(names.count + 1, sizeof *keep);
    backup_rotation(buf_text(&stem), (const char *const *)names.items, names.count, keep);
    for (size_t i = 0; i < names.count; i++)
        if (!keep[i])
            drop(folder, names.items[i], &dropped);
    free(keep);
    buf_free(&stem);
    names_free(&names);
    return dropped;
}

/* ---- All of it ---- */

static enum outcome put_name(const char *from, const char *to, struct error *e)
{
    if (rename(from, to) == 0)
        return DONE;
    return fail(e, FAULT,
                _("The copy cannot be given the name %s. Check the permissions of its "
                  "folder."),
                to);
}

/* Not worth a good one's name, and yet perhaps all there is. */
static enum outcome put_aside(const char *from, const char *path,
                              const struct copy_findings *findings, struct error *e)
{
    struct buf aside = { 0 };
    buf_printf(&aside, "%s.defect", path);
    enum outcome result = put_name(from, buf_text(&aside), e);
    if (result == DONE)
        result = fail(e, REFUSED,
                      _("The copy is not sound, so it is no backup; it is kept as %s. Do not drop "
                        "older backups, and run `loket verify`. The first of %lld defects: %s"),
                      buf_text(&aside), (long long)findings->damage + (long long)findings->defects,
                      buf_text(&findings->first));
    buf_free(&aside);
    return result;
}

static enum outcome check_and_name(struct session *s, const char *temporary,
                                   const struct care_watch *watch, struct backup_report *out,
                                   struct error *e)
{
    struct copy_findings findings = { 0 };
    enum outcome result = check_file(s, temporary, watch, &findings, e);
    out->entries = findings.entries;
    if (result == DONE && (findings.damage || findings.defects))
        result = put_aside(temporary, out->path, &findings, e);
    else if (result == DONE)
        result = sum_file(temporary, out->sha256, e);
    if (result == DONE)
        result = write_sum(out->path, out->sha256, e);
    if (result == DONE)
        result = put_name(temporary, out->path, e);
    buf_free(&findings.first);
    return result;
}

/* Of all attachments what this folder has not yet. One that is damaged is no reason to have no
 * backup; verify names it. */
static enum outcome back_up_files(struct session *s, const char *path, struct error *e)
{
    struct buf from = { 0 }, to = { 0 };
    files_folder(s, &from);
    enum outcome result = files_folder_beside(s, path, &to, e);
    if (result == DONE)
        result = files_copy(buf_text(&from), buf_text(&to), false, e);
    buf_free(&from);
    buf_free(&to);
    return result;
}

static enum outcome back_up_to(struct session *s, const struct care_watch *watch,
                               struct backup_report *out, struct error *e)
{
    struct buf temporary = { 0 };
    if (access(out->path, F_OK) == 0)
        return fail(e, REFUSED, _("%s exists already. Give another name for the copy."), out->path);
    buf_printf(&temporary, "%s.partial", out->path);
    copy_remove(buf_text(&temporary)); /* of a backup that did not come to its end */
    enum outcome result = copy_out(s->store, buf_text(&temporary), watch, e);
    if (result == DONE) /* behind the rows that name them */
        result = back_up_files(s, out->path, e);
    if (result == DONE)
        result = check_and_name(s, buf_text(&temporary), watch, out, e);
    copy_remove(buf_text(&temporary));
    buf_free(&temporary);
    return result;
}

/* ---- The last one, as the database itself knows ---- */

static const char backup_setting[] = "backup"; /* "MOMENT PATH", behind a tab the computer */
enum { MOMENT_TEXT_LEN = 24 };

static void own_host(char out[64])
{
    if (gethostname(out, 63) != 0)
        *out = '\0';
    out[63] = '\0';
}

/* Where it cannot be noted the next one is. */
static void note_backup(struct session *s, const char *path)
{
    struct buf text = { 0 };
    char host[64];
    own_host(host);
    moment_iso(session_now(s), &text);
    buf_printf(&text, " %s\t%s", path, host);
    store_meta_put(s->store, backup_setting, buf_text(&text), NULL);
    buf_free(&text);
}

enum outcome act_backup_last(struct session *s, struct backup_told *out, struct error *e)
{
    struct buf text = { 0 };
    *out = (struct backup_told){ 0 };
    enum outcome result = store_meta_get(s->store, backup_setting, &text, e);
    if (text.len > MOMENT_TEXT_LEN) {
        const char *path = text.data + MOMENT_TEXT_LEN + 1, *tab = strchr(path, '\t');
        char host[64];
        own_host(host);
        buf_add(&out->path, path, tab ? (size_t)(tab - path) : strlen(path));
        snprintf(out->host, sizeof out->host, "%s", tab ? tab + 1 : "");
        out->here = tab && strcmp(out->host, host) == 0;
        text.data[MOMENT_TEXT_LEN] = '\0';
        out->at = moment_parse(text.data);
        out->known = out->at >= 0;
    }
    buf_free(&text);
    return result;
}

void backup_told_free(struct backup_told *told)
{
    buf_free(&told->path);
}

/* ---- All of it, from outside ---- */

enum outcome act_backup(struct session *s, const char *path, const struct care_watch *watch,
                        struct backup_report *out, struct error *e)
{
    static const struct care_watch nobody;
    struct buf file = { 0 }, whole = { 0 }, beside = { 0 };
    bool folder = is_folder(path);
    enum outcome result = folder ? folder_make(path, 0700, e) : DONE;
    *out = (struct backup_report){ 0 };
    if (folder)
        name_in(s, path, &file);
    else
        buf_puts(&file, path);
    if (result == DONE)
        result = backup_whole_path(buf_text(&file), &whole, e);
    if (result == DONE && whole.len >= sizeof out->path)
        result = fail(e, MISUSED, _("The path of the backup is too long; give a shorter one."));
    snprintf(out->path, sizeof out->path, "%s", buf_text(&whole));
    if (result == DONE && act_backup_beside(store_path(s->store), path, &beside))
        snprintf(out->warning, sizeof out->warning, "%s", buf_text(&beside));
    buf_free(&file);
    buf_free(&whole);
    buf_free(&beside);
    if (result == DONE)
        result = back_up_to(s, watch ? watch : &nobody, out, e);
    if (result == DONE && folder)
        out->dropped = rotate(s, path);
    if (result == DONE)
        note_backup(s, out->path);
    return result;
}
