/* create.c - making the shared file: all of it in one transaction, or nothing is left behind. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

enum { FILE_MODE = 0660 }; /* the next desk must be able to roll back this one's journal */

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
    enum outcome o = schema_create(s, e);
    if (o == DONE)
        o = stamp(&s->db, e);
    if (o == DONE)
        o = meta_write(s, "store_uuid", uuid, e);
    if (o == DONE)
        o = meta_write(s, "min_writer", "1", e);
    if (o == DONE)
        o = meta_write(s, "lock_protocol", "posix", e);
    if (o == DONE)
        o = txn_adopt(s, &i, e);
    if (o == DONE)
        o = tell_birth(s, uuid, e);
    return o == DONE ? store_commit(s, e) : o;
}

static enum outcome create_in(struct store *s, const char *path, struct error *e)
{
    enum outcome o = handle_open(path, &s->db, e);
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

enum outcome store_create(const char *path, const struct registry *g, struct desk *d,
                          const struct clock *clock, struct error *e)
{
    struct buf real = { 0 };
    bool made = false;
    struct store *s = store_new(g, d, clock);
    enum outcome o = path_real(path, &real, e);
    if (o == DONE)
        o = folder_check(buf_text(&real), e);
    if (o == DONE)
        o = make_file(buf_text(&real), &made, e);
    if (o == DONE)
        o = create_in(s, buf_text(&real), e);
    store_close(&s);
    if (o != DONE && made)
        remove_made(buf_text(&real));
    buf_free(&real);
    return o;
}
