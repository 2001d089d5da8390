/* create.c - making the shared file: all of it in one transaction, or nothing is left behind. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

/* For a group, on a local disk too: the next desk must be able to roll back this one's journal, and
 * desks of one computer are different users. Whoever works alone may shut the folder. SQLite makes
 * the journal with the mode and, in a folder with the group bit, the group of the file. */
enum { FILE_MODE = 0660, FOLDER_MODE = 02770 };

static enum outcome make_file(const char *path, bool *made, struct error *e)
{
    struct stat st;
    *made = false;
    if (lstat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode) || st.st_size != 0)
            return fail(e, REFUSED,
                        _("%s exists already. Choose another path for the new database."), path);
        return DONE;
    }
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (fd < 0)
        return fail(e, FAULT,
                    _("The database %s cannot be made. Check the permissions and the "
                      "free space of its folder."),
                    path);
    /* Mode of a umask that shuts the group out; a share that has no modes is its server's work. */
    if (fchmod(fd, FILE_MODE) != 0)
        errno = 0;
    close(fd);
    *made = true;
    return DONE;
}

/* Only the last folder: a share that is not mounted is not made up. */
static enum outcome make_folder(const char *path, struct error *e)
{
    struct stat st;
    char *folder = folder_of(path), *above = folder_of(folder);
    enum outcome o = DONE;
    if (stat(folder, &st) != 0 && errno == ENOENT && stat(above, &st) == 0) {
        o = folder_make(folder, FOLDER_MODE, e);
        if (o == DONE && chmod(folder, FOLDER_MODE) != 0)
            errno = 0; /* its server keeps no modes */
    }
    free(above);
    free(folder);
    return o;
}

static const char notice[] =
    "Berkas loket - JANGAN disentuh                 loket's files - do NOT touch\n"
    "\n"
    "Di folder ini loket menyimpan basis datanya: berkas .db dan .db-journal di sebelahnya.\n"
    "Jangan menyalin, memindahkan, menghapus, menamai ulang, atau membukanya dengan program\n"
    "lain (sqlite3, DB Browser, Excel). Kecualikan folder ini dari antivirus, sinkronisasi\n"
    "awan, dan pemulihan berkas satuan dari snapshot. Cadangan dibuat dengan `loket backup`.\n"
    "\n"
    "loket keeps its database in this folder: a .db file and the .db-journal beside it.\n"
    "Do not copy, move, delete or rename them, nor open them with another program (sqlite3,\n"
    "DB Browser, Excel). Keep virus scanners, sync clients and single-file snapshot restores\n"
    "away from this folder. Backups are made with `loket backup`.\n";

/* Whether it can be left there does not matter to the database. */
static void leave_notice(const char *path)
{
    const struct buf text = { .data = (char *)notice, .len = sizeof notice - 1 };
    struct buf beside = { 0 };
    struct stat st;
    char *folder = folder_of(path);
    buf_printf(&beside, "%s/LOKET-SHARE.txt", folder);
    if (stat(buf_text(&beside), &st) != 0)
        file_write(buf_text(&beside), &text, FILE_MODE, NULL);
    buf_free(&beside);
    free(folder);
}

/* What may only be said while the file is empty. */
static enum outcome shape(struct db *db, struct error *e)
{
    static const char *const texts[] = {
        "PRAGMA page_size = 4096",
        "PRAGMA encoding = 'UTF-8'",
        "PRAGMA auto_vacuum = NONE",
    };
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < COUNT(texts); i++)
        o = sql_do(db, texts[i], e);
    return o == DONE ? pragmas_set(db, e) : o;
}

static enum outcome stamp(struct db *db, struct error *e)
{
    char text[64];
    sqlite3_snprintf(sizeof text, text, "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    enum outcome o = sql_do(db, text, e);
    sqlite3_snprintf(sizeof text, text, "PRAGMA user_version = %d", STORE_SCHEMA);
    return o == DONE ? sql_do(db, text, e) : o;
}

/* The chain's first entry: which store this is and which desk made it. */
static enum outcome tell_birth(struct store *s, const char *uuid, struct error *e)
{
    static const unsigned char nothing[HASH_BYTES];
    struct flat_entry entry = { .key = (char *)"store_uuid",
                                .tag = type_text.tag,
                                .text = (char *)uuid };
    const struct flat none = { 0 }, is = { .items = &entry, .count = 1, .cap = 1 };
    return history_append(
        s,
        &(struct telling){
            .kind = "", .step = "create", .note = "", .was = &none, .is = &is, .digest = nothing },
        e);
}

static enum outcome fill(struct store *s, struct error *e)
{
    struct intent i = { .author = "" };
    char uuid[TXN_TEXT_LEN + 1];
    desk_new_txn(i.txn);
    desk_new_txn(uuid);
    memcpy(s->uuid, uuid, sizeof s->uuid);
    const char *const rows[][2] = {
        { "store_uuid", uuid },
        { META_NAME, base_name(s->db.path) },
        { META_MIN_WRITER, "1" },
        { META_LOCK_PROTOCOL, lock_protocol_of(s->db.watch->kind) },
        { META_EXPECTED_FS, fs_name(s->db.watch->kind) },
    };
    enum outcome o = schema_create(s, e);
    if (o == DONE)
        o = stamp(&s->db, e);
    for (size_t i = 0; o == DONE && i < COUNT(rows); i++)
        o = meta_write(s, rows[i][0], rows[i][1], e);
    if (o == DONE)
        o = txn_adopt(s, &i, e);
    if (o == DONE)
        o = tell_birth(s, uuid, e);
    return o == DONE ? store_commit(s, e) : o;
}

static enum outcome create_in(struct store *s, const char *path, enum share_kind kind,
                              struct error *e)
{
    enum outcome o = handle_open(path, kind, true, &s->db, e);
    if (o == DONE)
        s->db.watch->unhurried = true; /* nobody else knows of it */
    if (o == DONE)
        o = shape(&s->db, e);
    if (o == DONE)
        o = sql_do(&s->db, "BEGIN IMMEDIATE", e);
    return o == DONE ? fill(s, e) : o;
}

static void remove_made(const char *path)
{
    struct buf journal = { 0 };
    buf_printf(&journal, "%s-journal", path);
    unlink(buf_text(&journal));
    unlink(path);
    buf_free(&journal);
}

static enum outcome check_place(struct desk *d, const char *path, struct error *e)
{
    struct stat st;
    if ((lstat(path, &st) == 0 && st.st_size > 0) || !desk_place_known(d, path))
        return DONE; /* one that is there is refused by what it holds */
    return fail(e, REFUSED,
                _("%s is the place of a database in which this desk has worked, and which is not "
                  "there now. See whether its share is mounted and who moved or renamed it, or "
                  "put the last backup back with `loket restore FILE`; a new database takes "
                  "another name."),
                path);
}

enum outcome store_create(const char *path, const struct registry *g, struct desk *d,
                          const struct clock *clock, struct error *e)
{
    struct buf real = { 0 };
    struct share_look look = { 0 };
    bool made = false;
    struct store *s = store_new(g, d, clock);
    enum outcome o = make_folder(path, e);
    if (o == DONE)
        o = path_real(path, &real, e);
    if (o == DONE)
        o = check_place(d, buf_text(&real), e);
    if (o == DONE)
        o = share_look(buf_text(&real), desk_allowed(d), &look, e);
    if (o == DONE && look.refused.len)
        o = fail(e, REFUSED, "%s", buf_text(&look.refused));
    if (o == DONE)
        o = folder_check(buf_text(&real), e);
    if (o == DONE)
        o = make_file(buf_text(&real), &made, e);
    if (o == DONE)
        o = create_in(s, buf_text(&real), look.kind, e);
    store_close(&s);
    if (o == DONE)
        leave_notice(buf_text(&real));
    else if (made)
        remove_made(buf_text(&real));
    share_look_free(&look);
    buf_free(&real);
    return o;
}
