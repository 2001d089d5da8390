/* Attachments: scans and photos in a folder beside the database, each under its SHA-256, so that
 * the same file lies there once, is never overwritten, and shows when it was altered. */
#include "attach.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FOLDER_MODE = 02770, /* every desk of the group puts files there */
    FILE_MODE = 0660,
    READ_MAX = 1 << 30, /* of what lies there already, whatever the rule says today */
    MEGABYTE = 1 << 20,
    FRONT = 2, /* digits of the sum that make the folder's name */
};

/* ---- Where they lie ---- */

static void beside(const char *path, const char *name, struct buf *out)
{
    const char *slash = strrchr(path, '/');
    buf_add(out, path, slash ? (size_t)(slash - path) + 1 : 0);
    buf_printf(out, "%s-files", name);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void files_folder_of(const char *path, struct buf *out)
{
    beside(path, base_name(path), out);
}

void files_folder(const struct session *s, struct buf *out)
{
    if (s->away)
        buf_printf(out, "%s/files", buf_text(&s->folder));
    else
        files_folder_of(store_path(s->store), out);
}

/* The office's database gives the folder its name, whatever its backups are called. */
enum outcome files_folder_beside(struct session *s, const char *path, struct buf *out,
                                 struct error *e)
{
    struct buf name = { 0 };
    enum outcome result = store_meta_get(s->store, "name", &name, e);
    if (result == DONE)
        beside(path, buf_text(&name), out);
    buf_free(&name);
    return result;
}

static void file_path(const char *folder, const char *hash, struct buf *out)
{
    buf_printf(out, "%s/%.*s/%s", folder, FRONT, hash, hash + FRONT);
}

/* ---- One file ---- */

struct source {
    const struct buf *bytes;
    size_t at;
};

static size_t more(void *context, void *out, size_t room)
{
    struct source *s = context;
    size_t left = s->bytes->len - s->at, n = left < room ? left : room;
    if (n)
        memcpy(out, s->bytes->data + s->at, n);
    s->at += n;
    return n;
}

static void sum_of(const struct buf *bytes, char hash[SHA256_TEXT_LEN + 1])
{
    struct source s = { bytes, 0 };
    sha256_text(more, &s, hash);
}

/* REFUSED: it is not what it was. */
static enum outcome fetch(const char *folder, const char *hash, struct buf *out, struct error *e)
{
    char sum[SHA256_TEXT_LEN + 1];
    struct buf path = { 0 };
    file_path(folder, hash, &path);
    enum outcome result = file_read(buf_text(&path), READ_MAX, out, e);
    if (result == DONE)
        sum_of(out, sum);
    if (result == DONE && strcmp(sum, hash) != 0)
        result = fail(e, REFUSED,
                      _("The file %s was altered or damaged: its SHA-256 is another than its name. "
                        "Attach it again, or copy it there from the same folder beside a backup."),
                      buf_text(&path));
    buf_free(&path);
    return result;
}

static bool is_kept(const char *folder, const char *hash)
{
    struct buf bytes = { 0 };
    bool kept = fetch(folder, hash, &bytes, NULL) == DONE;
    buf_free(&bytes);
    return kept;
}

/* Whole, or not there at all: file_write() goes through a temporary file, fsync and rename. One
 * that was damaged is put right. */
static enum outcome keep(const char *folder, const char *hash, const struct buf *bytes,
                         struct error *e)
{
    struct buf path = { 0 }, sub = { 0 };
    if (is_kept(folder, hash))
        return DONE;
    file_path(folder, hash, &path);
    buf_printf(&sub, "%s/%.*s", folder, FRONT, hash);
    enum outcome result = folder_make(buf_text(&sub), FOLDER_MODE, e);
    if (result == DONE)
        result = file_write(buf_text(&path), bytes, FILE_MODE, e);
    buf_free(&path);
    buf_free(&sub);
    return result;
}

/* ---- Attaching ---- */

/* Names are shown and printed: no controls, no folders. */
static void make_text(const char *file, const char *hash, unsigned width, struct buf *out)
{
    struct buf name = { 0 };
    utf8_visible(base_name(file), &name);
    size_t room = width - SHA256_TEXT_LEN - 1, n = 0, taken = 0;
    const char *text = buf_text(&name);
    for (size_t step; taken < room && (step = utf8_grapheme(text + n)) > 0; taken++)
        n += step;
    buf_printf(out, "%s %.*s", hash, (int)n, text);
    buf_free(&name);
}

static enum outcome put_text(struct session *s, struct record *r, const char *path,
                             const char *file, const char *hash, struct error *e)
{
    const struct field *f = NULL;
    struct buf text = { 0 };
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    if (!record_at(r, path, &f) || !f || f->type != &type_file)
        return fail(e, MISUSED, _("“%s” takes no file. Papers of a permit do: document.1.file."),
                    path);
    make_text(file, hash, f->width, &text);
    enum outcome result = record_put(r, path, &how, buf_text(&text), e);
    buf_free(&text);
    return result;
}

enum outcome act_attach(struct session *s, struct record *r, const char *path, const char *file,
                        struct error *e)
{
    char hash[SHA256_TEXT_LEN + 1];
    int64_t most = 0;
    struct buf bytes = { 0 }, folder = { 0 };
    enum outcome result = act_rule_number(s, "attachment.max_mb", &most, e);
    if (result == DONE)
        result = file_read(file, (size_t)most * MEGABYTE, &bytes, e);
    if (result == DONE && !bytes.len)
        result = fail(e, BAD_DATA, _("The file %s is empty. Scan it again."), file);
    if (result == DONE) {
        sum_of(&bytes, hash);
        result = put_text(s, r, path, file, hash, e);
    }
    files_folder(s, &folder);
    if (result == DONE)
        result = keep(buf_text(&folder), hash, &bytes, e);
    buf_free(&folder);
    buf_free(&bytes);
    return result;
}

enum outcome act_attachment(struct session *s, const char *text, struct buf *out, struct error *e)
{
    char hash[SHA256_TEXT_LEN + 1];
    const char *name;
    struct buf folder = { 0 };
    if (!file_text_split(text, hash, &name))
        return fail(e, REFUSED, _("Nothing is attached there."));
    enum outcome result = DONE;
    if (s->away)
        files_folder(s, &folder);
    else
        result = files_folder_beside(s, store_path(s->store), &folder, e);
    if (result == DONE)
        result = fetch(buf_text(&folder), hash, out, e);
    buf_free(&folder);
    return result;
}

/* ---- Checking ---- */

struct checking {
    const char *folder;
    const struct verify_watch *watch;
    int64_t *defects;
};

static void check_one(void *context, const struct kind *k, int64_t record, const char *text)
{
    const struct checking *c = context;
    char hash[SHA256_TEXT_LEN + 1], id[ID_TEXT_LEN + 1];
    const char *name;
    struct buf bytes = { 0 }, said = { 0 };
    struct error e = { 0 };
    id_text(record, id);
    if (!file_text_split(text, hash, &name) || fetch(c->folder, hash, &bytes, &e) == DONE) {
        buf_free(&bytes);
        return;
    }
    buf_printf(&said, _("%s %s: the attachment “%s” is missing or damaged: %s"), k->id, id, name,
               e.text);
    c->watch->each(c->watch->context, buf_text(&said));
    ++*c->defects;
    buf_free(&said);
    buf_free(&bytes);
}

enum outcome act_verify_files(struct session *s, const struct verify_watch *watch, int64_t *defects,
                              struct error *e)
{
    struct buf folder = { 0 };
    enum outcome result = files_folder_beside(s, store_path(s->store), &folder, e);
    struct checking c = { buf_text(&folder), watch, defects };
    if (result == DONE)
        result = store_files(s->store, check_one, &c, e);
    buf_free(&folder);
    return result;
}

/* ---- Copying ---- */

struct copying_files {
    const char *from, *to;
    bool mend;
};

static bool is_sum(const char *front, const char *rest)
{
    static const char digits[] = "0123456789abcdef";
    return strlen(front) == FRONT && strspn(front, digits) == FRONT &&
           strlen(rest) == SHA256_TEXT_LEN - FRONT &&
           strspn(rest, digits) == SHA256_TEXT_LEN - FRONT;
}

static enum outcome copy_one(const struct copying_files *c, const char *hash, struct error *e)
{
    struct buf bytes = { 0 }, path = { 0 };
    file_path(c->to, hash, &path);
    bool there = c->mend ? is_kept(c->to, hash) : access(buf_text(&path), F_OK) == 0;
    enum outcome result = there ? DONE : fetch(c->from, hash, &bytes, e);
    if (result == DONE && !there)
        result = keep(c->to, hash, &bytes, e);
    buf_free(&bytes);
    buf_free(&path);
    return result;
}

/* Of one of the folders, named by the first digits. What is damaged is passed over: verify names
 * it, and the good ones are not left behind for it. */
static enum outcome copy_folder(const struct copying_files *c, const char *front, struct error *e)
{
    struct buf path = { 0 };
    enum outcome result = DONE;
    const struct dirent *entry;
    buf_printf(&path, "%s/%s", c->from, front);
    DIR *folder = opendir(buf_text(&path));
    while (result == DONE && folder && (entry = readdir(folder))) {
        char hash[SHA256_TEXT_LEN + 1];
        if (!is_sum(front, entry->d_name))
            continue;
        snprintf(hash, sizeof hash, "%.2s%.62s", front, entry->d_name);
        result = copy_one(c, hash, e);
        result = result == REFUSED ? DONE : result;
    }
    if (folder)
        closedir(folder);
    buf_free(&path);
    return result;
}

enum outcome files_copy(const char *from, const char *to, bool mend, struct error *e)
{
    const struct copying_files c = { from, to, mend };
    enum outcome result = DONE;
    const struct dirent *entry;
    DIR *folder = opendir(from);
    while (result == DONE && folder && (entry = readdir(folder)))
        if (strlen(entry->d_name) == FRONT && entry->d_name[0] != '.')
            result = copy_folder(&c, entry->d_name, e);
    if (folder)
        closedir(folder);
    return result;
}

/* They stay on the desk's disk: what is sent there is looked for there while the share is away. */
enum outcome files_send(struct session *s, struct error *e)
{
    struct buf own = { 0 }, shared = { 0 };
    buf_printf(&own, "%s/files", buf_text(&s->folder));
    files_folder(s, &shared);
    enum outcome result = files_copy(buf_text(&own), buf_text(&shared), false, e);
    buf_free(&own);
    buf_free(&shared);
    return result;
}
