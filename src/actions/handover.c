/* Handing over: a draft leaves this desk as a row of the shared file, sealed for who is to go on
 * with it, so that it can be taken at any desk; a held decision goes to another name; and of what
 * waits here for the share a row tells. Both people are in the signed history. The row is written
 * under the transaction id the draft was to be saved by: a desk that dies in between finds its
 * draft settled, not twice. */
#include "hold.h"
#include "seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HANDOVERS_MAX = 500 };

/* ---- To whom ---- */

struct receiver {
    const char *called; /* a person's name, or a role's id */
    struct readers readers;
};

static void add_reader(struct readers *out, const struct record *user)
{
    if (out->count < READERS_MAX &&
        text_bytes(record_text(user, "seal_key"), out->keys[out->count], SEALING_KEY_BYTES))
        out->count++;
}

static bool is_meant(const struct record *user, const char *to)
{
    enum role role = role_parse(to);
    return strcmp(record_text(user, "name"), to) == 0 ||
           (role != ROLE_NONE && (roles_parse(record_text(user, "roles")) & ROLE_BIT(role)));
}

/* Only people whose certificate stands: a row changed outside loket gets nothing to read. */
static enum outcome receiver_find(struct session *s, const char *to, struct receiver *out,
                                  struct error *e)
{
    struct page people = { 0 };
    *out = (struct receiver){ .called = to };
    enum outcome result = users_active(s, &people, e);
    for (size_t i = 0; result == DONE && i < people.count; i++) {
        struct error ignored;
        if (is_meant(people.rows[i], to) && certificate_holds(s, people.rows[i], &ignored) == DONE)
            add_reader(&out->readers, people.rows[i]);
    }
    page_free(&people);
    if (result == DONE && !out->readers.count)
        result = fail(e, REFUSED,
                      _("Nobody here is called “%s” or holds such a role. `loket user list` shows "
                        "who there is."),
                      excerpt(to).text);
    return result;
}

/* ---- A draft as one text: "LENGTH:BYTES" for each part ---- */

static void put_part(const void *bytes, size_t n, struct buf *out)
{
    buf_printf(out, "%zu:", n);
    buf_add(out, bytes, n);
}

static bool get_part(const char **at, const char *end, struct buf *out)
{
    size_t n = 0;
    const char *p = *at;
    while (p < end && *p >= '0' && *p <= '9' && n <= SIZE_MAX / 20)
        n = n * 10 + (size_t)(*p++ - '0');
    if (p == *at || p == end || *p != ':' || (size_t)(end - p - 1) < n)
        return false;
    buf_add(out, p + 1, n);
    *at = p + 1 + n;
    return true;
}

static void pack(const struct draft *d, const struct record *r, const struct record *base,
                 const char *note, struct buf *out)
{
    struct buf body = { 0 }, was = { 0 }, head = { 0 };
    draft_encode(r, &body);
    if (base)
        draft_encode(base, &was);
    buf_printf(&head, "%lld %lld", (long long)d->record, (long long)d->base_rev);
    put_part(d->kind, strlen(d->kind), out);
    put_part(buf_text(&head), head.len, out);
    put_part(body.data, body.len, out);
    put_part(was.data, was.len, out);
    put_part(note, strlen(note), out);
    wipe_buf(&body);
    wipe_buf(&was);
    buf_free(&head);
}

struct unpacked {
    struct draft draft;
    struct buf note;
};

static enum outcome unpack(const struct buf *text, struct unpacked *out, struct error *e)
{
    const char *at = buf_text(text), *end = at + text->len;
    struct buf kind = { 0 }, head = { 0 };
    long long record = 0, rev = 0;
    bool whole = get_part(&at, end, &kind) && get_part(&at, end, &head) &&
                 get_part(&at, end, &out->draft.body) && get_part(&at, end, &out->draft.base) &&
                 get_part(&at, end, &out->note) &&
                 sscanf(buf_text(&head), "%lld %lld", &record, &rev) == 2;
    snprintf(out->draft.kind, sizeof out->draft.kind, "%s", buf_text(&kind));
    out->draft.record = record;
    out->draft.base_rev = rev;
    buf_free(&kind);
    buf_free(&head);
    return whole ? DONE
                 : fail(e, BAD_DATA,
                        _("What was handed over cannot be read. Ask who gave it to type it anew."));
}

/* ---- Giving ---- */

static struct record *new_row(const struct session *s, const struct handover *h, const char *about)
{
    struct record *r = record_new(&kind_handover);
    struct buf room = { 0 };
    utf8_fit(about, kind_field(&kind_handover, "about")->width, &room);
    char *cut = buf_take(&room);
    value_set_text(record_value(r, "about"), text_trim(cut)); /* it came filled up with blanks */
    free(cut);
    value_set_text(record_value(r, "given_by"), session_author(s));
    value_set_text(record_value(r, "given_to"), h->to);
    value_set_text(record_value(r, "words"), h->words);
    return r;
}

static enum outcome row_of(struct session *s, const struct receiver *to, const struct draft *d,
                           const struct buf *packed, const struct handover *h, struct record **out,
                           struct error *e)
{
    struct buf sealed = { 0 };
    enum outcome result = DONE;
    if (!seal_for(&to->readers, buf_text(packed), packed->len, &sealed))
        result = fail(e, FAULT,
                      _("It cannot be sealed for “%s”: a sealing key is not sound. Run `loket "
                        "verify` and show an administrator what it says."),
                      h->to);
    if (result == DONE) {
        struct buf about = { 0 };
        duty_draft(s, d, &about);
        *out = new_row(s, h, buf_text(&about));
        value_set_text(record_value(*out, "draft"), buf_text(&sealed));
        buf_free(&about);
    }
    buf_free(&sealed);
    return result;
}

/* Also where the draft had been saved or given before: then it only goes. */
static enum outcome put_row(struct session *s, struct record *r, const char *txn, struct error *e)
{
    const struct right right = { RIGHT_NEW, &kind_handover, NULL };
    const struct change change = { "new", "" };
    bool done_before = false;
    enum outcome result = rights_begin(s, &right, txn, &done_before, e);
    if (result != DONE || done_before)
        return result;
    result = store_save(s->store, r, &change, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

static enum outcome give_draft(struct session *s, const struct receiver *to,
                               const struct handover *h, struct error *e)
{
    struct draft d = { 0 };
    struct record *r = NULL, *base = NULL, *row = NULL;
    struct buf note = { 0 }, packed = { 0 };
    enum outcome result = act_draft_open(s, h->id, &d, &r, &base, e);
    if (result == DONE) {
        act_draft_note_get(s, h->id, &note);
        pack(&d, r, base, buf_text(&note), &packed);
        result = row_of(s, to, &d, &packed, h, &row, e);
    }
    if (result == DONE)
        result = put_row(s, row, d.txn, e);
    if (result == DONE)
        result = act_draft_drop(s, h->id, e);
    if (r)
        act_wipe_clear(r);
    record_free(&r);
    record_free(&base);
    record_free(&row);
    draft_free(&d);
    wipe_buf(&note);
    wipe_buf(&packed);
    return result;
}

/* It stays where it waits: the receiver is told what, and by its number at which desk. */
static enum outcome give_unsent(struct session *s, const struct handover *h, struct error *e)
{
    char name[PROVISIONAL_MAX];
    struct spooled in = { 0 };
    struct buf about = { 0 };
    act_provisional(s, h->id, name);
    enum outcome result = act_spool_get(s, name, &in, e);
    if (result == DONE) {
        buf_printf(&about, _("Not sent yet: %s "), name);
        duty_spooled(s, &in, &about);
        struct record *row = new_row(s, h, buf_text(&about));
        result = put_row(s, row, NULL, e);
        record_free(&row);
    }
    spooled_free(&in);
    buf_free(&about);
    return result;
}

enum outcome act_handover_give(struct session *s, const struct handover *h, struct error *e)
{
    struct receiver to;
    if (!s->person)
        return fail(e, FORBIDDEN, _("Log in first: a handover names who gives."));
    enum outcome result = receiver_find(s, h->to, &to, e);
    if (result != DONE)
        return result;
    switch (h->what) {
    case DUTY_DRAFT:
        return give_draft(s, &to, h, e);
    case DUTY_UNSENT:
        return give_unsent(s, h, e);
    case DUTY_HELD:
        return hold_give(s, h, e);
    case DUTY_HANDED:
        break;
    }
    return fail(e, REFUSED, _("This was handed to you and not taken yet. Take it first."));
}

/* ---- Taking ---- */

enum outcome act_handover_list(struct session *s, struct page *out, struct error *e)
{
    static const char *const given[] = { "given", NULL };
    struct query q = { .kind = &kind_handover, .states = given, .limit = HANDOVERS_MAX };
    size_t kept = 0;
    if (!s->person)
        return DONE;
    enum outcome result = store_page(s->store, &q, out, e);
    for (size_t i = 0; result == DONE && i < out->count; i++) {
        if (session_is(s, record_text(out->rows[i], "given_to")))
            out->rows[kept++] = out->rows[i];
        else
            record_free(&out->rows[i]);
    }
    out->count = result == DONE ? kept : out->count;
    return result;
}

static enum outcome not_for_me(const struct record *row, struct error *e)
{
    return fail(e, FORBIDDEN,
                _("This was handed to “%s”, and only they open it. Ask them, or ask %s to hand it "
                  "over anew."),
                record_text(row, "given_to"), record_text(row, "given_by"));
}

static enum outcome open_row(struct session *s, const struct record *row, struct unpacked *out,
                             struct error *e)
{
    struct buf clear = { 0 };
    enum outcome result = DONE;
    if (!s->person || !session_is(s, record_text(row, "given_to")) ||
        !sealed_for_me(record_text(row, "draft"), &s->person->keys->sealing, &clear))
        result = not_for_me(row, e);
    if (result == DONE)
        result = unpack(&clear, out, e);
    wipe_buf(&clear);
    return result;
}

/* Who takes it is who types it now. */
static void note_of_taker(const struct session *s, const char *note, struct buf *out)
{
    for (const char *end; *note; note = end) {
        end = note + strcspn(note, "\n");
        end += *end == '\n';
        if (text_starts(note, DRAFT_BY "\t"))
            buf_printf(out, DRAFT_BY "\t%s\n", session_author(s));
        else
            buf_add(out, note, (size_t)(end - note));
    }
}

/* On this desk first, then told in the file: a desk that dies in between has it twice, never not
 * at all, and under one transaction id it is saved once. */
static enum outcome keep(struct session *s, const struct record *row, struct unpacked *u,
                         struct error *e)
{
    struct record *r = NULL, *base = NULL;
    struct buf note = { 0 };
    enum outcome result = draft_decode(s, &u->draft, &r, &base, e);
    if (result == DONE) {
        unsigned char hash[HASH_BYTES];
        const char *sealed = record_text(row, "draft");
        hash_bytes(sealed, strlen(sealed), hash);
        for (size_t i = 0; i < TXN_TEXT_LEN / 2; i++)
            snprintf(u->draft.txn + 2 * i, 3, "%02x", hash[i]);
        result = act_draft_keep(s, &u->draft, r, base, e);
    }
    if (result == DONE) {
        note_of_taker(s, buf_text(&u->note), &note);
        result = act_draft_note_put(s, u->draft.id, buf_text(&note), e);
    }
    if (r)
        act_wipe_clear(r);
    wipe_buf(&note);
    record_free(&r);
    record_free(&base);
    return result;
}

static enum outcome tell_taken(struct session *s, struct record *row, struct error *e)
{
    const struct step *step = flow_step(kind_handover.flow, "take", "given");
    const struct right right = { RIGHT_STEP, &kind_handover, step };
    const struct change change = { step->verb, "" };
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    row->state = step->to;
    value_set_text(record_value(row, "taken_by"), session_author(s));
    result = store_save(s->store, row, &change, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result == STALE ? fail(e, STALE, _("Somebody else took it a moment ago.")) : result;
}

enum outcome act_handover_take(struct session *s, int64_t id, int64_t *draft, struct error *e)
{
    struct record *row = NULL;
    struct unpacked u = { 0 };
    enum outcome result = store_load(s->store, &kind_handover, id, &row, e);
    if (result == DONE && strcmp(row->state, "given") != 0)
        result = fail(e, STALE, _("Somebody else took it a moment ago."));
    bool unsent = result == DONE && !*record_text(row, "draft");
    if (unsent && !session_is(s, record_text(row, "given_to")))
        result = not_for_me(row, e);
    if (result == DONE && !unsent)
        result = open_row(s, row, &u, e);
    if (result == DONE && !unsent)
        result = keep(s, row, &u, e);
    if (result == DONE) {
        result = tell_taken(s, row, e);
        if (u.draft.id && (result == STALE || result == FORBIDDEN))
            (void)act_draft_drop(s, u.draft.id, NULL);
        *draft = u.draft.id;
    }
    wipe_buf(&u.draft.body);
    wipe_buf(&u.draft.base);
    draft_free(&u.draft);
    wipe_buf(&u.note);
    record_free(&row);
    return result;
}
