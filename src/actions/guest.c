/* guest.c - the guest terminal: an application filed by whoever brings it, a slip with its number,
 * and what became of it, told to whoever holds the slip. */
#include "private.h"

#include "loket/identity.h"

#include <string.h>

enum { WORDS_MAX = 200 /* bytes of what a guest types into one place */ };

/* ---- The code: whoever holds the slip may ask ---- */

/* Drawn from the transaction that filed it: 128 random bits that stand in the history anyway, and
 * that nobody at the guest terminal sees. 40 bits of their hash go on the slip. */
static void code_of(int64_t id, const char *txn, char out[GUEST_CODE_LEN + 1])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", use[] = "loket slip";
    unsigned char hash[HASH_BYTES];
    char number[ID_TEXT_LEN + 1];
    id_text(id, number);
    const struct hash_part parts[] = { { use, sizeof use - 1 },
                                       { number, ID_TEXT_LEN },
                                       { txn, strlen(txn) } };
    hash_parts(parts, COUNT(parts), hash);
    for (int i = 0; i < GUEST_CODE_LEN; i++)
        out[i] = digits[hash[i] & 31];
    out[GUEST_CODE_LEN] = '\0';
}

/* As people type it: either case, groups apart, O for 0, I and L for 1. */
static void plain_code(const char *typed, size_t most, char *out)
{
    size_t n = 0;
    for (; *typed != '\0' && n <= most; typed++) {
        char c = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;
        if (c == ' ' || c == '-')
            continue;
        out[n++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    out[n] = '\0';
}

/* As long for a code that is nearly right as for any other. */
static bool same_code(const char *a, const char *b)
{
    unsigned char differ = strlen(a) != GUEST_CODE_LEN;
    for (int i = 0; !differ && i < GUEST_CODE_LEN; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return !differ;
}

/* ---- Filing ---- */

static enum outcome put(struct session *s, struct record *r, const char *field, const char *text,
                        struct error *e)
{
    struct reading how = session_reading(s, SPELL_SCREEN);
    return *text ? record_put(r, field, &how, text, e) : DONE;
}

static enum outcome check_words(const struct guest_application *a, struct error *e)
{
    const char *const all[] = { a->name, a->phone, a->goods, a->national_number };
    for (size_t i = 0; i < COUNT(all); i++)
        if (strlen(all[i]) > WORDS_MAX || has_control(all[i]))
            return fail(e, BAD_DATA, _("What is typed is too long, or no text."));
    if (!*a->name)
        return fail_field(e, BAD_DATA, "name", _("Type the name of the applicant first."));
    if (!*a->goods)
        return fail_field(e, BAD_DATA, "goods", _("Type what is brought, and how much of it."));
    return DONE;
}

/* Who a guest is is for the counter to find: what is typed here becomes words, not a party. */
static enum outcome fill(struct session *s, const struct guest_application *a, struct record *r,
                         struct error *e)
{
    struct buf words = { 0 };
    buf_printf(&words, _("Guest terminal: %s, %s. %s"), a->name, *a->phone ? a->phone : "-",
               a->goods);
    enum outcome result = put(s, r, "channel", "guest", e);
    if (result == DONE)
        result = put(s, r, "field", a->field, e);
    if (result == DONE)
        result = put(s, r, "direction", a->direction, e);
    if (result == DONE)
        result = put(s, r, "national_number", a->national_number, e);
    if (result == DONE)
        result = put(s, r, "notes", buf_text(&words), e);
    buf_free(&words);
    return result;
}

enum outcome act_guest_file(struct session *s, const struct guest_application *a, struct slip *out,
                            struct error *e)
{
    struct record *r = NULL;
    char txn[TXN_TEXT_LEN + 1];
    act_new_txn(txn);
    enum outcome result = check_words(a, e);
    if (result == DONE)
        result = act_blank(s, &kind_permit, &r, e);
    if (result == DONE)
        result = fill(s, a, r, e);
    if (result == DONE)
        result = act_save(s, r, NULL, txn, NULL, e);
    if (result == DONE) {
        id_text(r->id, out->number);
        code_of(r->id, txn, out->code);
    }
    record_free(&r);
    return result;
}

/* "0SAB CDEF GHJK M": in groups, as it is read aloud and typed. */
static void grouped(const char *text, struct buf *out)
{
    for (size_t i = 0; text[i] != '\0'; i++)
        buf_printf(out, "%s%c", i > 0 && i % 4 == 0 ? " " : "", text[i]);
}

void act_guest_slip(const struct session *s, const struct slip *slip, struct buf *out)
{
    struct buf local = { 0 };
    moment_local(clock_now(s->clock), session_zone(s), &local);
    buf_printf(out, "%s\n%s\n\n%s: ", session_office(s),
               _("Application filed at the guest terminal"), _("Number"));
    grouped(slip->number, out);
    buf_printf(out, "\n%s: ", _("Code"));
    grouped(slip->code, out);
    buf_printf(
        out, "\n%s: %s\n\n%s\n", _("Filed"), buf_text(&local),
        _("Bring your papers and this slip to the queue at the counter. With number and code "
          "the guest terminal shows how far the application is. Show the code to nobody "
          "else."));
    buf_free(&local);
}

/* ---- Asking ---- */

struct filing {
    char txn[TXN_TEXT_LEN + 1];
};

/* Newest first: what stands at the end filed it. */
static void oldest(void *context, const struct entry *entry)
{
    struct filing *f = context;
    snprintf(f->txn, sizeof f->txn, "%s", entry->txn);
}

static void tell_field(const struct record *r, const char *id, struct buf *out)
{
    const struct value *v = record_value(r, id);
    const struct field *f = kind_field(r->kind, id);
    if (!v->set)
        return;
    buf_printf(out, "%s: ", _(f->label));
    field_format(f, v, SPELL_SCREEN, out);
    buf_puts(out, "\n");
}

/* Nothing that is not the applicant's: no names of officers, no words of theirs but what is
 * missing.
 */
static void tell_state(const struct record *r, struct buf *out)
{
    static const char *const told[] = { "number",      "received_on",    "accepted_at",
                                        "promised_on", "missing_papers", "deadline_on" };
    buf_printf(out, "%s: %s\n", _("State"), _(flow_state(r->kind->flow, r->state)->label));
    for (size_t i = 0; i < COUNT(told); i++)
        tell_field(r, told[i], out);
}

/* Says the same of a number that is none and of a code that is another's: neither can be tried out
 * for the other. */
static enum outcome no_such_slip(struct error *e)
{
    return fail(e, REFUSED,
                _("No application has this number and this code. Compare both with the slip."));
}

enum outcome act_guest_state(struct session *s, const char *number, const char *code,
                             struct buf *out, struct error *e)
{
    char id_typed[ID_TEXT_LEN + 2], code_typed[GUEST_CODE_LEN + 2] = "";
    char right[GUEST_CODE_LEN + 1] = "";
    struct record *r = NULL;
    struct filing filing = { "" };
    int64_t id = 0;
    if (s->away)
        return fail(e, FAULT,
                    _("The database does not answer just now: try again later, or ask at the "
                      "counter."));
    plain_code(number, ID_TEXT_LEN, id_typed);
    plain_code(code, GUEST_CODE_LEN, code_typed);
    if (!id_parse(id_typed, &id))
        return no_such_slip(e);
    enum outcome result = store_load(s->store, &kind_permit, id, &r, e);
    if (result == REFUSED || result == MISUSED || result == BAD_DATA)
        return no_such_slip(e);
    if (result == DONE)
        result = store_history(s->store, &kind_permit, id, 0, oldest, &filing, e);
    if (result == DONE) {
        code_of(id, filing.txn, right);
        bool guests = strcmp(record_text(r, "channel"), "guest") == 0;
        if (guests && *filing.txn && same_code(code_typed, right))
            tell_state(r, out);
        else
            result = no_such_slip(e);
    }
    record_free(&r);
    return result;
}
