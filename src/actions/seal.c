/* Sealed fields: text that only the holders of a role read. In records, files, drafts, lists and
 * history stands an envelope: the text boxed under a key of its own, and that key sealed for each
 * reader and for the office's root, which the office puts away.
 *
 * Envelope, as URL-safe base64: 4 bytes magic, 1 byte number of readers, for each reader the public
 * sealing key (32), 2 bytes length (big end first) and the sealed key; then the box. */
#include "seal.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAGIC_BYTES = 4,
    READER_HEAD = SEALING_KEY_BYTES + 2,
};

/* In the shared file, and in a draft, which only its writer opens. */
static const char magic_shared[MAGIC_BYTES + 1] = "LKS1", magic_draft[MAGIC_BYTES + 1] = "LKD1",
                                             magic_handed[MAGIC_BYTES + 1] =
                                                 "LKH1"; /* a draft on its way to somebody */

/* ---- Envelopes ---- */

static bool put_reader(const unsigned char key[SEALING_KEY_BYTES], const struct signing_key *secret,
                       struct buf *out)
{
    struct buf sealed = { 0 };
    bool done = seal_bytes(key, secret, sizeof *secret, &sealed);
    if (done) {
        buf_add(out, key, SEALING_KEY_BYTES);
        buf_putc(out, (char)(sealed.len >> 8));
        buf_putc(out, (char)(sealed.len & 0xff));
        buf_add(out, sealed.data, sealed.len);
    }
    buf_free(&sealed);
    return done;
}

static bool envelope_make(const char *magic, const struct readers *readers, const char *text,
                          size_t n, struct buf *out)
{
    struct signing_key secret;
    struct buf bytes = { 0 };
    bool done = readers->count > 0;
    signing_key_make(&secret);
    buf_add(&bytes, magic, MAGIC_BYTES);
    buf_putc(&bytes, (char)readers->count);
    for (size_t i = 0; done && i < readers->count; i++)
        done = put_reader(readers->keys[i], &secret, &bytes);
    if (done) {
        box_bytes(&secret, text, n, &bytes);
        bytes_text(bytes.data, bytes.len, out);
    }
    signing_key_wipe(&secret);
    buf_free(&bytes);
    return done;
}

/* Where the box begins, or 0: that is no envelope. *mine: the key sealed for this reader. */
static size_t envelope_walk(const struct buf *bytes, const char *magic, const unsigned char *reader,
                            const unsigned char **mine, size_t *mine_n)
{
    const unsigned char *p = (const unsigned char *)bytes->data;
    if (bytes->len <= MAGIC_BYTES || memcmp(p, magic, MAGIC_BYTES) != 0)
        return 0;
    size_t count = p[MAGIC_BYTES], at = MAGIC_BYTES + 1;
    for (size_t i = 0; i < count; i++) {
        if (bytes->len - at < READER_HEAD)
            return 0;
        size_t n = (size_t)p[at + SEALING_KEY_BYTES] << 8 | p[at + SEALING_KEY_BYTES + 1];
        if (bytes->len - at - READER_HEAD < n)
            return 0;
        if (reader && memcmp(p + at, reader, SEALING_KEY_BYTES) == 0) {
            *mine = p + at + READER_HEAD;
            *mine_n = n;
        }
        at += READER_HEAD + n;
    }
    return count && bytes->len > at ? at : 0;
}

static bool is_envelope(const char *text, const char *magic)
{
    struct buf bytes = { 0 };
    bool is = text_bytes_any(text, &bytes) && envelope_walk(&bytes, magic, NULL, NULL, NULL) > 0;
    buf_free(&bytes);
    return is;
}

static bool open_box(const struct sealing_key *k, const unsigned char *mine, size_t mine_n,
                     const char *box, size_t box_n, struct buf *out)
{
    struct buf key = { 0 };
    struct signing_key secret;
    bool opened = unseal_bytes(k, mine, mine_n, &key) && key.len == sizeof secret;
    if (opened) {
        memcpy(&secret, key.data, sizeof secret);
        opened = unbox_bytes(&secret, box, box_n, out);
        signing_key_wipe(&secret);
    }
    wipe_buf(&key);
    return opened;
}

static bool envelope_open(const char *magic, const char *text, const struct sealing_key *k,
                          struct buf *out)
{
    struct buf bytes = { 0 };
    const unsigned char *mine = NULL;
    size_t mine_n = 0, box = 0;
    if (text_bytes_any(text, &bytes))
        box = envelope_walk(&bytes, magic, k->public_key, &mine, &mine_n);
    bool opened = box && mine && open_box(k, mine, mine_n, bytes.data + box, bytes.len - box, out);
    buf_free(&bytes);
    return opened;
}

/* ---- The sealed fields of a record ---- */

static enum outcome visit_values(struct seal_visit *v, const struct field *fields,
                                 struct value *values)
{
    enum outcome result = DONE;
    for (size_t f = 0; result == DONE && fields[f].id; f++)
        if ((fields[f].flags & FIELD_SEALED) && values[f].set && values[f].text)
            result = v->each(v, &fields[f], &values[f]);
    return result;
}

enum outcome seal_visit(struct seal_visit *v, const struct record *r)
{
    enum outcome result = visit_values(v, r->kind->fields, r->values);
    for (size_t l = 0; result == DONE && l < line_kind_count(r->kind); l++)
        for (size_t i = 0; result == DONE && i < r->lines[l].count; i++)
            result = visit_values(v, r->kind->lines[l].fields, r->lines[l].items[i].values);
    return result;
}

static void replace_text(struct value *v, const char *text)
{
    wipe_bytes(v->text, strlen(v->text));
    value_set_text(v, text);
}

static bool is_shared(const struct value *v)
{
    return v->set && v->text && is_envelope(v->text, magic_shared);
}

bool act_sealed(const struct value *v)
{
    return is_shared(v) || (v->set && v->text && is_envelope(v->text, magic_draft));
}

bool sealed_open(const struct value *v, const struct sealing_key *k, struct buf *out)
{
    return is_shared(v) && envelope_open(magic_shared, v->text, k, out);
}

bool seal_for(const struct readers *readers, const char *bytes, size_t n, struct buf *out)
{
    return envelope_make(magic_handed, readers, bytes, n, out);
}

bool sealed_for_me(const char *text, const struct sealing_key *k, struct buf *out)
{
    return envelope_open(magic_handed, text, k, out);
}

static enum outcome note_clear(struct seal_visit *v, const struct field *f, struct value *value)
{
    (void)f;
    v->found = v->found || !is_shared(value);
    return DONE;
}

bool seal_needed(const struct record *r)
{
    struct seal_visit v = { .each = note_clear };
    seal_visit(&v, r);
    return v.found;
}

static enum outcome wipe_clear(struct seal_visit *v, const struct field *f, struct value *value)
{
    (void)v;
    (void)f;
    if (!act_sealed(value))
        replace_text(value, "");
    return DONE;
}

void act_wipe_clear(struct record *r)
{
    struct seal_visit v = { .each = wipe_clear };
    seal_visit(&v, r);
}

bool sealed_for(const struct value *v, const struct readers *readers)
{
    struct buf bytes = { 0 };
    const unsigned char *key = NULL;
    size_t n = 0;
    bool same = text_bytes_any(v->text, &bytes) &&
                envelope_walk(&bytes, magic_shared, NULL, NULL, NULL) > 0 &&
                (unsigned char)bytes.data[MAGIC_BYTES] == readers->count;
    for (size_t i = 0; same && i < readers->count; i++, key = NULL) {
        envelope_walk(&bytes, magic_shared, readers->keys[i], &key, &n);
        same = key != NULL;
    }
    buf_free(&bytes);
    return same;
}

/* ---- For the holders of a role ---- */

static void add_reader(struct readers *out, const unsigned char key[SEALING_KEY_BYTES])
{
    if (out->count < READERS_MAX)
        memcpy(out->keys[out->count++], key, SEALING_KEY_BYTES);
}

/* Only people whose certificate stands: a row changed outside loket gets nothing to read. Standing
 * in for somebody does not make a reader either, for a day's reading is not taken back. */
static enum outcome add_holders(struct session *s, enum role role, struct readers *out,
                                struct error *e)
{
    struct page people = { 0 };
    enum outcome result = users_active(s, &people, e);
    for (size_t i = 0; result == DONE && i < people.count; i++) {
        const struct record *user = people.rows[i];
        unsigned char key[SEALING_KEY_BYTES];
        struct error ignored;
        if ((roles_parse(record_text(user, "roles")) & ROLE_BIT(role)) &&
            text_bytes(record_text(user, "seal_key"), key, sizeof key) &&
            certificate_holds(s, user, &ignored) == DONE)
            add_reader(out, key);
    }
    page_free(&people);
    return result;
}

enum outcome seal_readers(struct session *s, const struct field *f, struct readers *out,
                          struct error *e)
{
    unsigned char root[SEALING_KEY_BYTES];
    bool found = false;
    enum outcome result = root_sealing_key(s, root, &found, e);
    if (result == DONE && found)
        add_reader(out, root);
    if (result == DONE)
        result = add_holders(s, f->sealed_to, out, e);
    if (result == DONE && !out->count)
        result = fail_field(e, REFUSED, f->id,
                            _("%s is sealed for the %s, and nobody here holds that role, so nobody "
                              "could ever read it. Have an administrator certify somebody first."),
                            _(f->label), _(role_label(f->sealed_to)));
    return result;
}

static enum outcome seal_value(struct seal_visit *v, const struct field *f, struct value *value)
{
    struct readers readers = { .count = 0 };
    struct buf sealed = { 0 };
    if (is_shared(value))
        return DONE;
    if (is_envelope(value->text, magic_draft))
        return fail_field(v->error, REFUSED, f->id,
                          _("%s was sealed in somebody else's draft and only its writer can save "
                            "it. Ask them to log in and save it, or type it anew."),
                          _(f->label));
    enum outcome result = seal_readers(v->session, f, &readers, v->error);
    if (result == DONE &&
        !envelope_make(magic_shared, &readers, value->text, strlen(value->text), &sealed))
        result = fail_field(v->error, FAULT, f->id,
                            _("%s cannot be sealed: a reader's sealing key is not sound. Run "
                              "`loket verify` and show an administrator what it says."),
                            _(f->label));
    if (result == DONE)
        replace_text(value, buf_text(&sealed));
    buf_free(&sealed);
    return result;
}

enum outcome seal_record(struct session *s, struct record *r, struct error *e)
{
    struct seal_visit v = { .session = s, .each = seal_value, .error = e };
    return seal_visit(&v, r);
}

/* ---- Drafts: for their writer alone ---- */

static enum outcome draft_value(struct seal_visit *v, const struct field *f, struct value *value)
{
    struct readers writer = { .count = 0 };
    struct buf sealed = { 0 };
    (void)f;
    if (act_sealed(value))
        return DONE;
    if (v->session->person)
        add_reader(&writer, v->session->person->keys->sealing.public_key);
    envelope_make(magic_draft, &writer, value->text, strlen(value->text), &sealed);
    replace_text(value, buf_text(&sealed)); /* nothing, where nobody is logged in */
    buf_free(&sealed);
    return DONE;
}

void seal_draft(const struct session *s, struct record *r)
{
    struct seal_visit v = { .session = (struct session *)s, .each = draft_value };
    seal_visit(&v, r);
}

static enum outcome undraft_value(struct seal_visit *v, const struct field *f, struct value *value)
{
    struct buf clear = { 0 };
    (void)f;
    if (v->session->person &&
        envelope_open(magic_draft, value->text, &v->session->person->keys->sealing, &clear))
        value_set_text(value, buf_text(&clear));
    wipe_buf(&clear);
    return DONE;
}

void unseal_draft(const struct session *s, struct record *r)
{
    struct seal_visit v = { .session = (struct session *)s, .each = undraft_value };
    seal_visit(&v, r);
}
