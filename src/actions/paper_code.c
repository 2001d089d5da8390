/* The code on a paper: made by the step that makes the paper, with the key of who takes it, and
 * checked with nothing but the fingerprint of the office's root. Which steps those are, and into
 * which field, the kind says (step.code). */
#include "certificate.h"
#include "paper.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

/* ---- What stands on the paper ---- */

/* The field by which people know the paper: its number, or the code of what has none, as a
 * decree's. NULL: neither; then it is the record's id. */
static const char *number_field(const struct kind *k)
{
    return k->number ? k->number : k->code;
}

static void number_on_paper(const struct record *r, struct buf *out)
{
    char text[ID_TEXT_LEN + 1];
    const char *field = number_field(r->kind);
    if (!field)
        id_text(r->id, text);
    buf_puts(out, field ? record_text(r, field) : text);
}

/* Written by a step that may come behind the state the code is made for, and does not make it anew:
 * no part of it. */
static bool written_later(const struct kind *k, const char *state, const char *id)
{
    int made = flow_state_order(k->flow, state);
    for (const struct step *s = k->flow->steps; s->verb; s++) {
        bool writes =
            text_same(s->stamp_day, id) || text_same(s->stamp_moment, id) || step_takes(s, id);
        if (s->code && text_same(s->to, state))
            continue;
        for (size_t i = 0; writes && s->from[i]; i++)
            if (flow_state_order(k->flow, s->from[i]) >= made)
                return true;
    }
    return false;
}

/* Frozen in that state, so printed: what was free before it, and what the step wrote. */
static bool stands_on_paper(const struct kind *k, const char *state, const struct field *f)
{
    if (f->flags & (FIELD_DERIVED | FIELD_SEALED))
        return false;
    bool frozen = f->free_until &&
                  flow_state_order(k->flow, f->free_until) < flow_state_order(k->flow, state);
    return frozen || (f->flags & FIELD_IN_CODE) || text_same(f->id, number_field(k));
}

static void put_words(const struct kind *k, const char *state, const struct field *list,
                      const struct value *values, struct buf *out)
{
    bool header = list == k->fields;
    for (size_t i = 0; list[i].id; i++) {
        if (!values[i].set || !stands_on_paper(k, state, &list[i]) ||
            (header && written_later(k, state, list[i].id)))
            continue;
        buf_printf(out, "%s=", list[i].id);
        field_format(&list[i], &values[i], SPELL_CANONICAL, out);
        buf_putc(out, '\n');
    }
}

static void put_lines(const struct record *r, const char *state, const struct line_kind *l,
                      struct buf *out)
{
    struct buf words = { 0 };
    for (size_t i = 1; i <= record_live_lines(r, l->id); i++) {
        buf_reset(&words);
        put_words(r->kind, state, l->fields, record_live_line(r, l->id, i)->values, &words);
        if (words.len)
            buf_printf(out, "%s %zu\n%s", l->id, i, buf_text(&words));
    }
    buf_free(&words);
}

static void words_hash(const struct record *r, const char *state,
                       unsigned char out[CODE_HASH_BYTES])
{
    struct buf words = { 0 };
    unsigned char hash[HASH_BYTES];
    put_words(r->kind, state, r->kind->fields, r->values, &words);
    for (const struct line_kind *l = r->kind->lines; l && l->id; l++)
        put_lines(r, state, l, &words);
    hash_bytes(buf_text(&words), words.len, hash);
    memcpy(out, hash, CODE_HASH_BYTES);
    buf_free(&words);
}

/* ---- Signing ---- */

static bool store_bytes(const char *uuid, unsigned char out[16])
{
    unsigned one = 0;
    for (size_t i = 0; i < 16; i++) {
        if (sscanf(uuid + 2 * i, "%2x", &one) != 1)
            return false;
        out[i] = (unsigned char)one;
    }
    return strlen(uuid) == 32;
}

/* The day that stands on the paper: when the step was taken where the code tells of that, else the
 * paper's own. */
static day day_on_paper(const struct session *s, const struct record *r, const struct step *step)
{
    const struct field *f = step->stamp_moment ? kind_field(r->kind, step->stamp_moment) : NULL;
    bool told = f && (f->flags & FIELD_IN_CODE) && record_value(r, f->id)->set;
    return told ? moment_day(record_number(r, f->id), office_zone()) : paper_day(s, r);
}

static enum outcome fill_code(struct session *s, const struct record *r, const struct step *step,
                              const struct record *signer, struct paper_code *c, struct error *e)
{
    const char *uuid;
    bool found = false;
    *c = (struct paper_code){ .issued_on = day_on_paper(s, r, step), .training = s->training };
    struct buf number = { 0 };
    number_on_paper(r, &number);
    snprintf(c->number, sizeof c->number, "%s", buf_text(&number));
    buf_free(&number);
    words_hash(r, step->to, c->hash);
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE && !store_bytes(uuid, c->store))
        result = fail(e, FAULT, _("The store's id cannot be read. Run `loket doctor`."));
    if (result == DONE)
        result = store_root(s->store, c->root, &found, e);
    return result == DONE ? certificate_line(s, signer, c->links, &c->link_count, e) : result;
}

/* A store without people has no keys that prove anything: its papers carry no code. */
static enum outcome make_code(struct session *s, struct record *r, const struct step *step,
                              struct error *e)
{
    struct record *signer = NULL;
    struct paper_code code;
    struct buf text = { 0 };
    enum outcome result = certificate_signer(s, &signer, e);
    if (result == DONE && signer)
        result = fill_code(s, r, step, signer, &code, e);
    if (result == DONE && signer) {
        code_sign(&code, &s->person->keys->signing);
        code_text(&code, &text);
    }
    if (result == DONE)
        value_set_text(record_value(r, step->code), buf_text(&text));
    buf_free(&text);
    record_free(&signer);
    return result;
}

/* Each code of a kind once, though several steps may make it. */
static bool first_of_code(const struct flow *f, const struct step *step)
{
    for (const struct step *s = f->steps; step->code && s->verb; s++)
        if (text_same(s->code, step->code))
            return s == step;
    return false;
}

enum outcome paper_code_make(struct session *s, struct record *r, const struct step *step,
                             struct error *e)
{
    enum outcome result = step->code ? make_code(s, r, step, e) : DONE;
    if (!(step->flags & STEP_CORRECTS))
        return result;
    for (const struct step *made = r->kind->flow->steps; result == DONE && made->verb; made++)
        if (first_of_code(r->kind->flow, made) && record_value(r, made->code)->set)
            result = make_code(s, r, made, e);
    return result;
}

/* ---- Checking ---- */

static enum outcome other_root(struct error *e)
{
    return fail(e, REFUSED,
                _("The code was not made by this office: its root key is another one. Ask the "
                  "office that is named on the paper, or compare the fingerprint."));
}

/* As people write it: groups with blanks or dashes between, either case. */
static bool same_fingerprint(const char *a, const char *b)
{
    static const char between[] = " -:\t\r\n";
    for (;;) {
        a += strspn(a, between);
        b += strspn(b, between);
        if (!*a || !*b)
            return *a == *b;
        int one = *a >= 'a' && *a <= 'z' ? *a - 'a' + 'A' : *a;
        int two = *b >= 'a' && *b <= 'z' ? *b - 'a' + 'A' : *b;
        if (one != two)
            return false;
        a++;
        b++;
    }
}

static enum outcome check_root(struct session *s, const struct paper_code *c, const char *root,
                               struct error *e)
{
    struct buf theirs = { 0 }, ours = { 0 };
    enum outcome result = DONE;
    key_fingerprint(c->root, &theirs);
    if (root)
        buf_puts(&ours, root);
    else
        result = act_root_fingerprint(s, &ours, e);
    if (result == DONE && !same_fingerprint(buf_text(&theirs), buf_text(&ours)))
        result = other_root(e);
    buf_free(&theirs);
    buf_free(&ours);
    return result;
}

/* Does one of the kind's codes, made over r as it stands, say the same? */
static bool says_the_same(const struct record *r, const struct paper_code *c)
{
    for (const struct step *s = r->kind->flow->steps; s->verb; s++) {
        unsigned char hash[CODE_HASH_BYTES];
        if (!first_of_code(r->kind->flow, s))
            continue;
        words_hash(r, s->to, hash);
        if (memcmp(hash, c->hash, sizeof hash) == 0)
            return true;
    }
    return false;
}

static enum outcome compare_kind(struct session *s, const struct kind *k,
                                 const struct paper_code *c, struct code_told *out,
                                 const struct kind **other, struct error *e)
{
    struct record *r = NULL;
    struct buf number = { 0 };
    int64_t id = 0;
    if (store_resolve(s->store, k, c->number, &id, NULL) != DONE)
        return DONE;
    enum outcome result = store_load(s->store, k, id, &r, e);
    if (result == DONE)
        number_on_paper(r, &number);
    if (result == DONE && says_the_same(r, c)) {
        out->compared = k;
        snprintf(out->state, sizeof out->state, "%s", r->state);
    } else if (result == DONE && text_same(buf_text(&number), c->number)) {
        *other = k;
    }
    buf_free(&number);
    record_free(&r);
    return result;
}

static bool has_codes(const struct kind *k)
{
    for (const struct step *s = k->flow ? k->flow->steps : NULL; s && s->verb; s++)
        if (s->code)
            return true;
    return false;
}

static enum outcome compare(struct session *s, const struct paper_code *c, struct code_told *out,
                            struct error *e)
{
    const struct kind *other = NULL;
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && !out->compared && all_kinds.kinds[i]; i++)
        if (has_codes(all_kinds.kinds[i]))
            result = compare_kind(s, all_kinds.kinds[i], c, out, &other, e);
    if (result == DONE && !out->compared && other)
        result = fail(e, REFUSED,
                      _("%s %s stands in the store with other words than those the code was made "
                        "over. Compare the paper with it, line by line."),
                      _(other->label), c->number);
    return result;
}

enum outcome act_check_code(struct session *s, const char *code, const char *root,
                            struct code_told *out, struct error *e)
{
    struct paper_code c;
    *out = (struct code_told){ 0 };
    enum outcome result = identity_start(e);
    if (result == DONE)
        result = code_read(code, &c, e);
    if (result == DONE)
        result = code_holds(&c, e);
    if (result == DONE)
        result = check_root(s, &c, root, e);
    if (result != DONE)
        return result;
    snprintf(out->number, sizeof out->number, "%s", c.number);
    snprintf(out->signer, sizeof out->signer, "%s", c.links[0].name);
    out->issued_on = c.issued_on;
    return s ? compare(s, &c, out, e) : DONE;
}
