/* The office's root key: made once, written to a file that the office puts away, known to the store
 * by its public half only. It vouches for administrators and signs a restore. */
#include "people.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char headline[] = "loket root key 1";
static const char seal_setting[] = "root_seal";
enum { ROOT_FILE_MAX = 4096 };

/* ---- The file ---- */

static void put_key(struct buf *out, const char *label, const void *bytes, size_t n)
{
    struct buf text = { 0 };
    bytes_text(bytes, n, &text);
    buf_printf(out, "%s %s\n", label, buf_text(&text));
    wipe_buf(&text);
}

static void root_text(const char *uuid, bool training, const struct person_keys *k, struct buf *out)
{
    buf_printf(out, "%s\n", headline);
    buf_printf(out, "%s\n",
               _("# The root key of this office. Whoever holds it can make "
                 "administrators: keep it locked away, off every computer."));
    buf_printf(out, "store %s\n", uuid);
    buf_printf(out, "training %s\n", training ? "yes" : "no");
    put_key(out, "public", k->signing.public_key, sizeof k->signing.public_key);
    put_key(out, "signing", k->signing.secret_key, sizeof k->signing.secret_key);
    put_key(out, "sealing-public", k->sealing.public_key, sizeof k->sealing.public_key);
    put_key(out, "sealing", k->sealing.secret_key, sizeof k->sealing.secret_key);
}

/* The words behind "label " at the beginning of a line; "" where there is no such line. */
static void line_value(const char *text, const char *label, struct buf *out)
{
    size_t n = strlen(label);
    buf_reset(out);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, label, n) == 0 && line[n] == ' ') {
            buf_add(out, line + n + 1, strcspn(line + n + 1, " \r\n"));
            return;
        }
        if (!*line)
            return;
    }
}

static bool is_training_root(const char *text)
{
    struct buf training = { 0 };
    line_value(text, "training", &training);
    bool yes = text_starts(text, headline) && strcmp(buf_text(&training), "yes") == 0;
    buf_free(&training);
    return yes;
}

enum outcome root_file_check(const char *path, bool training, struct error *e)
{
    struct stat there;
    struct buf text = { 0 };
    if (lstat(path, &there) != 0)
        return DONE;
    /* The root of an earlier training office is worth nothing; any other file stays. */
    bool replaceable = training && S_ISREG(there.st_mode) &&
                       file_read(path, ROOT_FILE_MAX, &text, NULL) == DONE &&
                       is_training_root(buf_text(&text));
    wipe_buf(&text);
    if (replaceable)
        return DONE;
    return fail(e, REFUSED,
                _("“%s” exists already and is not overwritten: it may be the root key of an "
                  "office. Move it away, or name another file for the root key."),
                path);
}

static bool write_all(int fd, const struct buf *bytes)
{
    for (size_t at = 0; at < bytes->len;) {
        ssize_t put = write(fd, bytes->data + at, bytes->len - at);
        if (put < 0 && errno != EINTR)
            return false;
        at += put > 0 ? (size_t)put : 0;
    }
    return fsync(fd) == 0;
}

enum outcome root_file_write(const char *path, const char *uuid, bool training,
                             const struct person_keys *k, struct error *e)
{
    enum { OWNER_ONLY = 0600 };
    struct buf text = { 0 };
    enum outcome result = root_file_check(path, training, e);
    if (result != DONE)
        return result;
    unlink(path); /* a training root, or nothing */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, OWNER_ONLY);
    root_text(uuid, training, k, &text);
    bool written = fd >= 0 && write_all(fd, &text);
    if (fd >= 0)
        written = close(fd) == 0 && written;
    wipe_buf(&text);
    if (written)
        return DONE;
    if (fd >= 0)
        unlink(path);
    return fail(e, FAULT,
                _("The root key cannot be written to “%s”. Name a new file in a folder you can "
                  "write, on a medium that is put away."),
                path);
}

/* ---- Reading it back ---- */

static bool line_bytes(const char *text, const char *label, void *out, size_t n)
{
    struct buf value = { 0 };
    line_value(text, label, &value);
    bool read = text_bytes(buf_text(&value), out, n);
    wipe_buf(&value);
    return read;
}

/* The halves belong together, and the public one is the store's. */
static bool is_root(const struct person_keys *k, const unsigned char root[PUBLIC_KEY_BYTES])
{
    static const char trial[] = "loket root trial 1";
    unsigned char signature[SIGNATURE_BYTES];
    sign_bytes(&k->signing, trial, sizeof trial, signature);
    return memcmp(k->signing.public_key, root, PUBLIC_KEY_BYTES) == 0 &&
           signature_holds(root, trial, sizeof trial, signature);
}

static bool read_keys(const char *text, struct person_keys *k)
{
    return text_starts(text, headline) &&
           line_bytes(text, "public", k->signing.public_key, sizeof k->signing.public_key) &&
           line_bytes(text, "signing", k->signing.secret_key, sizeof k->signing.secret_key) &&
           line_bytes(text, "sealing-public", k->sealing.public_key,
                      sizeof k->sealing.public_key) &&
           line_bytes(text, "sealing", k->sealing.secret_key, sizeof k->sealing.secret_key);
}

enum outcome root_keys_read(struct session *s, const char *text, size_t n, struct person_keys *k,
                            struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES];
    bool found = false;
    struct buf copy = { 0 };
    enum outcome result = store_root(s->store, root, &found, e);
    if (result != DONE)
        return result;
    buf_add(&copy, text, n < ROOT_FILE_MAX ? n : ROOT_FILE_MAX);
    bool good = found && read_keys(buf_text(&copy), k) && is_root(k, root);
    wipe_buf(&copy);
    if (good)
        return DONE;
    return fail(e, FORBIDDEN,
                _("This is not the root key of this office. Give the file that was written when "
                  "the database was made (--user root --passphrase-file FILE)."));
}

/* ---- What the store knows of it ---- */

static void seal_hash(const char *uuid, const unsigned char key[SEALING_KEY_BYTES],
                      unsigned char hash[HASH_BYTES])
{
    static const char purpose[] = "loket root sealing key 1";
    const struct hash_part parts[] = { { purpose, sizeof purpose - 1 },
                                       { uuid, strlen(uuid) },
                                       { key, SEALING_KEY_BYTES } };
    hash_parts(parts, COUNT(parts), hash);
}

/* The sealing key and the root's signature over it, as one text. */
static enum outcome put_sealing_key(struct session *s, const char *uuid,
                                    const struct person_keys *k, struct error *e)
{
    unsigned char hash[HASH_BYTES], bytes[SEALING_KEY_BYTES + SIGNATURE_BYTES];
    struct buf text = { 0 };
    seal_hash(uuid, k->sealing.public_key, hash);
    memcpy(bytes, k->sealing.public_key, SEALING_KEY_BYTES);
    sign_bytes(&k->signing, hash, sizeof hash, bytes + SEALING_KEY_BYTES);
    bytes_text(bytes, sizeof bytes, &text);
    enum outcome result = store_meta_put(s->store, seal_setting, buf_text(&text), e);
    buf_free(&text);
    return result;
}

enum outcome root_install(struct session *s, const struct person_keys *k, struct error *e)
{
    struct intent intent;
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    session_intent(s, NULL, &intent);
    if (result == DONE)
        result = store_begin(s->store, &intent, NULL, e);
    if (result != DONE)
        return result;
    result = store_root_put(s->store, k->signing.public_key, e);
    if (result == DONE)
        result = put_sealing_key(s, uuid, k, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

enum outcome root_sealing_key(struct session *s, unsigned char out[SEALING_KEY_BYTES], bool *found,
                              struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES], hash[HASH_BYTES];
    unsigned char bytes[SEALING_KEY_BYTES + SIGNATURE_BYTES];
    struct buf text = { 0 };
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        result = store_root(s->store, root, found, e);
    if (result == DONE)
        result = store_meta_get(s->store, seal_setting, &text, e);
    *found = result == DONE && *found && text_bytes(buf_text(&text), bytes, sizeof bytes);
    buf_free(&text);
    if (!*found)
        return result;
    seal_hash(uuid, bytes, hash);
    *found = signature_holds(root, hash, sizeof hash, bytes + SEALING_KEY_BYTES);
    memcpy(out, bytes, SEALING_KEY_BYTES);
    return DONE;
}

enum outcome act_root_fingerprint(struct session *s, struct buf *out, struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES];
    bool found = false;
    enum outcome result = store_root(s->store, root, &found, e);
    if (result == DONE && found)
        key_fingerprint(root, out);
    return result;
}
