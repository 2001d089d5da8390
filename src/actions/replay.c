/* Sending what waits at this desk: in order, each exactly once, as who made it. Whoever is here may
 * do it; the author's own signature over the intent goes into the history beside it. */
#include "attach.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { UNDER_WAY_MS = 120 * 1000 }; /* another program of this desk may still be writing it */

/* ---- The intent as history tells it ---- */

enum { INTENT_PARTS = 11 };

static const char *const part_keys[INTENT_PARTS] = { "author",    "base",   "base_rev", "kind",
                                                     "made_at",   "mine",   "note",     "record",
                                                     "signature", "signer", "verb" };

static void number_text(int64_t n, struct buf *out)
{
    buf_printf(out, "%lld", (long long)n);
}

/* In the order of part_keys, which is that of a flat form. */
static void write_parts(const struct spooled *in, struct buf parts[INTENT_PARTS])
{
    buf_puts(&parts[0], in->author);
    bytes_text(buf_text(&in->base), in->base.len, &parts[1]);
    number_text(in->base_rev, &parts[2]);
    buf_puts(&parts[3], in->kind);
    number_text(in->made_at, &parts[4]);
    bytes_text(buf_text(&in->mine), in->mine.len, &parts[5]);
    bytes_text(buf_text(&in->note), in->note.len, &parts[6]);
    number_text(in->record, &parts[7]);
    bytes_text(in->signature, sizeof in->signature, &parts[8]);
    bytes_text(in->signer, sizeof in->signer, &parts[9]);
    buf_puts(&parts[10], in->verb);
}

static enum outcome tell_intent(struct session *s, const struct spooled *in, struct error *e)
{
    struct buf parts[INTENT_PARTS] = { 0 };
    struct flat_entry items[INTENT_PARTS] = { 0 };
    struct flat is = { .items = items };
    write_parts(in, parts);
    for (size_t i = 0; i < INTENT_PARTS; i++)
        if (parts[i].len)
            items[is.count++] = (struct flat_entry){ .key = (char *)part_keys[i],
                                                     .tag = type_text.tag,
                                                     .text = parts[i].data };
    enum outcome result = store_tell_intent(s->store, &is, e);
    for (size_t i = 0; i < INTENT_PARTS; i++)
        buf_free(&parts[i]);
    return result;
}

static const char *part(const struct flat *is, const char *key)
{
    const struct flat_entry *it = flat_find(is, key);
    return it && it->text ? it->text : "";
}

static bool part_number(const struct flat *is, const char *key, int64_t *out)
{
    return integer_parse(part(is, key), out);
}

static bool part_bytes(const struct flat *is, const char *key, struct buf *out)
{
    const char *text = part(is, key);
    return !*text || text_bytes_any(text, out);
}

static bool intent_signed(const struct spooled *in)
{
    unsigned char hash[HASH_BYTES];
    spooled_digest(in, hash);
    return signature_holds(in->signer, hash, sizeof hash, in->signature);
}

bool intent_read(const struct flat *is, const char *store, const char *txn, struct spooled *out)
{
    snprintf(out->store, sizeof out->store, "%s", store);
    snprintf(out->txn, sizeof out->txn, "%s", txn);
    snprintf(out->author, sizeof out->author, "%s", part(is, "author"));
    snprintf(out->kind, sizeof out->kind, "%s", part(is, "kind"));
    snprintf(out->verb, sizeof out->verb, "%s", part(is, "verb"));
    return part_number(is, "base_rev", &out->base_rev) &&
           part_number(is, "made_at", &out->made_at) && part_number(is, "record", &out->record) &&
           part_bytes(is, "base", &out->base) && part_bytes(is, "mine", &out->mine) &&
           part_bytes(is, "note", &out->note) &&
           text_bytes(part(is, "signature"), out->signature, sizeof out->signature) &&
           text_bytes(part(is, "signer"), out->signer, sizeof out->signer) && intent_signed(out);
}

/* ---- One intent ---- */

/* In a store without people, and as a guest, the desk itself signs, and did. */
static bool by_person(const struct session *s, const struct spooled *in)
{
    return s->people && *in->author;
}

static enum outcome write_intent(struct session *s, const struct spooled *in, struct record *mine,
                                 const struct record *base, struct save_report *report,
                                 struct error *e)
{
    const struct right right = { save_is_new(mine, base) ? RIGHT_NEW : RIGHT_EDIT, mine->kind,
                                 NULL };
    bool done_before = false;
    enum outcome result = rights_begin(s, &right, in->txn, &done_before, e);
    if (result != DONE || done_before)
        return result;
    if (by_person(s, in))
        result = tell_intent(s, in, e);
    if (result == DONE)
        result = people_check(s, mine, e);
    if (result == DONE)
        result = save_within(s, mine, base, report, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

static enum outcome decode_both(const struct spooled *in, const struct kind *k,
                                struct record **mine, struct record **base, struct error *e)
{
    enum outcome result = record_decode(k, &in->mine, mine, e);
    if (result == DONE && in->base.len)
        result = record_decode(k, &in->base, base, e);
    if (*mine) {
        (*mine)->id = in->record;
        (*mine)->rev = in->base_rev;
    }
    if (*base) {
        (*base)->id = in->record;
        (*base)->rev = in->base_rev;
    }
    return result;
}

static enum outcome write_as_they(struct session *s, const struct spooled *in, const struct kind *k,
                                  struct save_report *report, struct error *e)
{
    struct record *mine = NULL, *base = NULL;
    struct person *here = s->person, *they = NULL;
    enum outcome result = decode_both(in, k, &mine, &base, e);
    if (result == DONE && by_person(s, in))
        result = person_absent(s, in->author, in->signer, &they, e);
    if (result == DONE) {
        s->person = they;
        result = write_intent(s, in, mine, base, report, e);
        s->person = here;
    }
    person_free(&they);
    record_free(&mine);
    record_free(&base);
    return result;
}

/* Decisions are signed by who takes them: a step is not taken on anybody's behalf. */
static enum outcome send_one(struct session *s, const struct spooled *in,
                             struct save_report *report, struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, in->kind);
    if (*in->verb)
        return fail(e, REFUSED, _("The share failed before this step was taken. Take it again."));
    if (!k)
        return fail(e, REFUSED,
                    _("This was kept by a newer loket, of a kind this one does not know: “%s”. "
                      "Send it with that loket."),
                    in->kind);
    if (!intent_signed(in))
        return fail(e, REFUSED,
                    _("What was kept here is not what was signed: somebody changed it. Type it "
                      "anew, and show this to an administrator."));
    return write_as_they(s, in, k, report, e);
}

/* ---- All of them ---- */

struct sending {
    struct session *session;
    struct spool_report *report;
    enum outcome result;
    struct error *e;
};

static enum outcome remember(struct session *s, const struct spooled *in, enum outcome result,
                             const struct save_report *report, const struct error *why)
{
    struct buf words = { 0 };
    buf_puts(&words, why->text);
    if (report->text.len)
        buf_printf(&words, "\n%s", buf_text(&report->text));
    enum outcome o = desk_spool_mark(
        s->desk, in->txn, result == STALE ? SPOOL_CONFLICT : SPOOL_REFUSED, buf_text(&words), NULL);
    buf_free(&words);
    return o;
}

/* What is closed to all is no fault of what waits: it goes on waiting. */
static enum outcome may_write(const struct session *s, struct error *why)
{
    struct buf words = { 0 };
    enum outcome result = DONE;
    if (session_closed(s, &words))
        result = fail(why, FAULT, "%s", buf_text(&words));
    buf_free(&words);
    return result;
}

static void finish(struct sending *w, const struct spooled *in, enum outcome result,
                   const struct save_report *report, const struct error *why)
{
    if (result == FAULT) {
        w->result = fail(w->e, FAULT, "%s", why->text);
        if (w->e)
            w->e->later = why->later;
        w->report->left++;
    } else if (result == DONE) {
        (void)desk_spool_mark(w->session->desk, in->txn, SPOOL_DONE, NULL, NULL);
        w->report->sent++;
    } else {
        (void)remember(w->session, in, result, report, why);
        w->report->trouble++;
    }
}

/* The file it was made for, by whatever name: a copy has the same id, and is another file. */
bool act_spool_elsewhere(const struct session *s, const struct spooled *in)
{
    struct stat here, there;
    const char *path = buf_text(&s->file), *file = buf_text(&in->file);
    if (s->away || !*file || text_same(file, path))
        return false;
    return stat(path, &here) != 0 || stat(file, &there) != 0 || here.st_dev != there.st_dev ||
           here.st_ino != there.st_ino;
}

/* Whether its turn is now; counts why not. */
static bool is_due(struct sending *w, const struct spooled *in)
{
    struct session *s = w->session;
    bool under_way = !in->kept && session_now(s) - in->made_at < UNDER_WAY_MS;
    bool elsewhere = !under_way && act_spool_elsewhere(s, in);
    w->report->under_way += under_way;
    w->report->elsewhere += elsewhere;
    w->report->left += w->result != DONE || under_way || elsewhere;
    return w->result == DONE && !under_way && !elsewhere;
}

static void send_next(void *context, const struct spooled *in)
{
    struct sending *w = context;
    struct session *s = w->session;
    struct save_report report = { 0 };
    struct error why = { 0 };
    bool known = false;
    if (in->state != SPOOL_OPEN || !is_due(w, in))
        return;
    enum outcome result = store_has_txn(s->store, in->txn, &known, &why);
    if (result == DONE && !known)
        result = may_write(s, &why);
    if (result == DONE && !known)
        result = send_one(s, in, &report, &why);
    finish(w, in, result, &report, &why);
    save_report_free(&report);
}

enum outcome act_spool_send(struct session *s, struct spool_report *out, struct error *e)
{
    struct sending w = { s, out, DONE, e };
    *out = (struct spool_report){ 0 };
    enum outcome result = files_send(s, e); /* before the rows that name them */
    if (result == DONE)
        result = act_spool_list(s, send_next, &w, e);
    return result == DONE ? w.result : result;
}
