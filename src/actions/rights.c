/* Who may do what: the roles a step or a kind asks for (rows of rules may say otherwise), and who
 * is here. Asked for every key that is shown, and again inside the transaction that writes. */
#include "people.h"

#include <stdio.h>
#include <string.h>

/* ---- Roles a right asks for ---- */

static unsigned editors_of(const struct kind *k)
{
    unsigned bits = 0;
    for (const enum role *r = k->editors; r && *r != ROLE_NONE; r++)
        bits |= ROLE_BIT(*r);
    return bits ? bits : ROLE_BIT(ROLE_ADMIN);
}

unsigned sealed_roles(const struct kind *k)
{
    unsigned bits = 0;
    for (const struct field *f = k->fields; f->id; f++)
        if (f->flags & FIELD_SEALED)
            bits |= ROLE_BIT(f->sealed_to);
    return bits;
}

/* "permit.assign.role" or "permit.editors" as rows of the rules say today; 0: they say nothing. */
static enum outcome roles_by_rule(struct session *s, const struct right *r, unsigned *bits,
                                  struct error *e)
{
    char id[3 * FIELD_ID_MAX];
    struct buf value = { 0 };
    if (r->what == RIGHT_STEP)
        snprintf(id, sizeof id, "%s.%s.role", r->kind->id, r->step->verb);
    else if (r->what == RIGHT_TAKE_BACK)
        snprintf(id, sizeof id, "import.undo.role");
    else
        snprintf(id, sizeof id, "%s.editors", r->kind->id);
    enum outcome result =
        store_rule(s->store, id, buf_text(&s->office), session_today(s), &value, e);
    *bits = result == DONE ? roles_parse(buf_text(&value)) : 0;
    buf_free(&value);
    return result;
}

static enum outcome roles_wanted(struct session *s, const struct right *r, unsigned *bits,
                                 struct error *e)
{
    unsigned table = ALL_ROLES;
    if (r->what == RIGHT_STEP && r->step->role != ROLE_NONE)
        table = ROLE_BIT(r->step->role);
    else if (r->what == RIGHT_NEW || r->what == RIGHT_EDIT || r->what == RIGHT_IMPORT)
        table = editors_of(r->kind);
    else if (r->what == RIGHT_RESTORE || r->what == RIGHT_TAKE_BACK)
        table = ROLE_BIT(ROLE_ADMIN);
    else if (r->what == RIGHT_SHARE)
        table = sealed_roles(r->kind);
    *bits = 0;
    enum outcome result = DONE;
    if (table != ALL_ROLES && r->what != RIGHT_RESTORE && r->what != RIGHT_SHARE)
        result = roles_by_rule(s, r, bits, e);
    if (!*bits)
        *bits = table;
    return result;
}

/* ---- Sentences ---- */

static void list_roles(unsigned bits, const char *between, struct buf *out)
{
    size_t before = out->len;
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++) {
        if (!(bits & ROLE_BIT(r)))
            continue;
        const char *id = role_id((enum role)r), *label = _(role_label((enum role)r));
        buf_printf(out, "%s%s", out->len > before ? between : "", label);
        if (strcmp(id, label) != 0)
            buf_printf(out, " (%s)", id);
    }
}

static unsigned all_held(const struct person *p)
{
    unsigned bits = 0;
    for (int m = 0; m < MANNERS; m++)
        bits |= atomic_load(&p->held[m]);
    return bits;
}

static void name_right(const struct right *r, struct buf *out)
{
    if (r->what == RIGHT_STEP)
        buf_printf(out, "%s · %s", _(r->kind->label), _(r->step->label));
    else if (r->what == RIGHT_IMPORT)
        buf_printf(out, _("%s · import"), _(r->kind->plural));
    else if (r->what == RIGHT_RESTORE)
        buf_printf(out, _("%s · restore"), _(r->kind->plural));
    else if (r->what == RIGHT_TAKE_BACK)
        buf_printf(out, _("%s · take an import back"), _(r->kind->plural));
    else
        buf_printf(out, _("%s · edit"), _(r->kind->label));
}

static enum outcome not_held(const struct session *s, const struct right *r, unsigned wanted,
                             struct error *e)
{
    struct buf name = { 0 }, roles = { 0 }, mine = { 0 };
    name_right(r, &name);
    list_roles(wanted, _(" or "), &roles);
    list_roles(all_held(s->person), ", ", &mine);
    fail(e, FORBIDDEN,
         _("“%s” belongs to the role %s; you (%s) hold: %s. Ask somebody who holds it, or have the "
           "role lent to you by an administrator."),
         buf_text(&name), buf_text(&roles), s->person->name, mine.len ? buf_text(&mine) : "—");
    buf_free(&name);
    buf_free(&roles);
    buf_free(&mine);
    return FORBIDDEN;
}

static enum outcome nobody_here(const struct right *r, struct error *e)
{
    struct buf name = { 0 };
    name_right(r, &name);
    fail(e, FORBIDDEN,
         _("“%s” is not for guests, and nobody is logged in. Log in first (--user NAME "
           "--passphrase-file FILE)."),
         buf_text(&name));
    buf_free(&name);
    return FORBIDDEN;
}

/* ---- May they? ---- */

/* Who is not logged in, or holds nothing else that counts here. */
bool rights_as_guest(const struct session *s, const struct right *r)
{
    if (!s->people || r->what != RIGHT_NEW || r->kind != &kind_permit)
        return false;
    unsigned held = s->person ? all_held(s->person) : ROLE_BIT(ROLE_GUEST);
    return (held & ROLE_BIT(ROLE_GUEST)) && !(held & editors_of(r->kind));
}

/* The role as which it is done: one's own before a lent one. */
static bool act_as(const struct person *p, unsigned wanted, char author[RIGHT_AUTHOR_MAX])
{
    for (int m = 0; m < MANNERS; m++) {
        unsigned fit = atomic_load(&p->held[m]) & wanted;
        for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
            if (fit & ROLE_BIT(r)) {
                snprintf(author, RIGHT_AUTHOR_MAX, "%s", p->as[m][r]);
                return true;
            }
    }
    return false;
}

/* The root key is for people and what a restore needs; it does no office's work. */
static bool root_works_on(const struct right *r)
{
    return r->kind == &kind_user || r->kind == &kind_post || r->what == RIGHT_SHARE;
}

enum outcome rights_may(struct session *s, const struct right *r, char author[RIGHT_AUTHOR_MAX],
                        struct error *e)
{
    unsigned wanted = 0;
    snprintf(author, RIGHT_AUTHOR_MAX, "%s", s->people ? "" : s->author);
    if (s->root.code != DONE)
        return fail(e, s->root.code, "%s", s->root.text);
    if (!s->people) /* a first row of them would lock everybody out */
        return r->kind == &kind_user ? people_no_root(e) : DONE;
    bool guest = rights_as_guest(s, r);
    if (!s->person)
        return guest ? DONE : nobody_here(r, e);
    enum outcome result = roles_wanted(s, r, &wanted, e);
    if (result != DONE)
        return result;
    if (s->person->root && !root_works_on(r))
        return not_held(s, r, wanted, e);
    if (guest || wanted == ALL_ROLES || (s->person->root && r->what == RIGHT_SHARE)) {
        snprintf(author, RIGHT_AUTHOR_MAX, "%s", s->person->name);
        return DONE;
    }
    return act_as(s->person, wanted, author) ? DONE : not_held(s, r, wanted, e);
}

bool act_may_make(struct session *s, const struct kind *k)
{
    char author[RIGHT_AUTHOR_MAX];
    return rights_may(s, &(struct right){ RIGHT_NEW, k, NULL }, author, NULL) == DONE;
}

enum outcome share_is_away(struct error *e)
{
    fail(
        e, FAULT,
        _("The share is away. New permits and notes can be filed and wait at this desk; everything "
          "else has to wait until it is back."));
    if (e)
        e->later = true;
    return FAULT;
}

enum outcome rights_begin(struct session *s, const struct right *r, const char *txn,
                          bool *done_before, struct error *e)
{
    char before[RIGHT_AUTHOR_MAX], within[RIGHT_AUTHOR_MAX];
    struct intent intent;
    bool known = false;
    if (s->away)
        return share_is_away(e);
    enum outcome result = rights_may(s, r, before, e);
    if (result != DONE)
        return result;
    session_intent(s, txn, &intent);
    intent.author = before;
    intent.key = s->person && !s->person->absent ? &s->person->keys->signing : NULL;
    result = store_begin(s->store, &intent, done_before ? &known : NULL, e);
    if (done_before)
        *done_before = known;
    if (result != DONE || known || !s->person)
        return result;
    result = person_refresh(s, s->person, e);
    if (result == DONE)
        result = rights_may(s, r, within, e);
    if (result == DONE && strcmp(before, within) != 0)
        result = fail(e, FORBIDDEN, _("Your roles changed a moment ago. Try it once more."));
    if (result != DONE)
        store_rollback(s->store);
    return result;
}

/* ---- Four eyes ---- */

size_t author_name(const char *author)
{
    const char *on_behalf = strstr(author, " a.n. ");
    return on_behalf ? (size_t)(on_behalf - author) : strlen(author);
}

static const struct step *step_called(const struct kind *k, const char *verb)
{
    return flow_step(k->flow, verb, NULL);
}

/* Of a key in a line: is it of a line that people fill in? */
static bool is_line_content(const struct kind *k, const char *key)
{
    char id[FIELD_ID_MAX];
    snprintf(id, sizeof id, "%.*s", (int)strcspn(key, "/"), key);
    const struct line_kind *l = kind_line(k, id);
    for (const struct field *f = l ? l->fields : NULL; f && f->id; f++)
        if (!(f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)))
            return true;
    return false;
}

/* What loket itself sets (a number, a day, the state, the pauses of the clock) is nobody's content;
 * what a step asks for is part of deciding. */
static bool is_content(const struct kind *k, const struct step *step, const char *key)
{
    char field[FIELD_ID_MAX];
    snprintf(field, sizeof field, "%.*s", (int)strcspn(key, "#"), key);
    if (step && step_asks_for(step, field))
        return false;
    if (strchr(key, '/'))
        return is_line_content(k, key);
    const struct field *f = kind_field(k, field);
    return f && (!(f->flags & FIELD_READ_ONLY) || (step && step_takes(step, field)));
}

bool entry_contributes(const struct entry *entry, const char *verb)
{
    const struct step *step = entry->kind ? step_called(entry->kind, entry->step) : NULL;
    if (!entry->kind || strcmp(entry->step, verb) == 0 || strcmp(entry->step, "share") == 0)
        return false; /* an earlier decision of the same kind is no contribution to it */
    if (step && step->follows)
        return false; /* loket wrote what another record's step says */
    if (entry->batch && !entry->is.count && !entry->was.count)
        return true; /* the row of an import that made it */
    for (size_t i = 0; i < entry->is.count; i++)
        if (is_content(entry->kind, step, entry->is.items[i].key))
            return true;
    for (size_t i = 0; i < entry->was.count; i++)
        if (is_content(entry->kind, step, entry->was.items[i].key))
            return true;
    return false;
}

enum { TAKEN_BACK_MAX = 64 }; /* more than that count on */

struct contribution {
    struct session *session;
    const char *verb;
    int64_t taken_back[TAKEN_BACK_MAX]; /* versions */
    size_t count;
    int64_t rev; /* the newest of theirs; 0: none */
};

static bool was_taken_back(const struct contribution *c, int64_t rev)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->taken_back[i] == rev)
            return true;
    return false;
}

/* Newest first, so an undo comes before what it took back; neither of both counts. */
static void look_at(void *context, const struct entry *entry)
{
    struct contribution *c = context;
    const char *name = c->session->person->name;
    size_t n = author_name(entry->author);
    if (c->rev || n != strlen(name) || strncmp(entry->author, name, n) != 0 ||
        !entry_contributes(entry, c->verb) || was_taken_back(c, entry->rev))
        return;
    if (c->count < TAKEN_BACK_MAX && entry_takes_back(c->session, entry, &c->taken_back[c->count]))
        c->count++;
    else
        c->rev = entry->rev;
}

/* "KIND.VERB.four_eyes" of today, else what the table says. */
static enum outcome wants_four_eyes(struct session *s, const struct kind *k,
                                    const struct step *step, bool *wants, struct error *e)
{
    char id[3 * FIELD_ID_MAX];
    struct buf value = { 0 };
    int64_t n;
    snprintf(id, sizeof id, "%s.%s.four_eyes", k->id, step->verb);
    enum outcome result =
        store_rule(s->store, id, buf_text(&s->office), session_today(s), &value, e);
    *wants = integer_parse(buf_text(&value), &n) ? n != 0 : (step->flags & STEP_FOUR_EYES) != 0;
    buf_free(&value);
    return result;
}

bool act_step_four_eyes(struct session *s, const struct kind *k, const struct step *step)
{
    bool wants = false;
    return s->people && wants_four_eyes(s, k, step, &wants, NULL) == DONE && wants;
}

bool note_single_officer(const char *note)
{
    struct buf folded = { 0 };
    utf8_fold(note ? note : "", &folded);
    bool so = text_starts(buf_text(&folded), "petugas tunggal");
    buf_free(&folded);
    return so;
}

enum outcome rights_four_eyes(struct session *s, const struct record *r, const struct step *step,
                              const char *note, struct error *e)
{
    bool wants = false;
    int64_t single = 0;
    if (!s->people || !s->person || !r->id ||
        flow_step(r->kind->flow, step->verb, r->state) != step)
        return DONE;
    enum outcome result = wants_four_eyes(s, r->kind, step, &wants, e);
    if (result != DONE || !wants)
        return result;
    struct contribution c = { .session = s, .verb = step->verb };
    result = store_history(s->store, r->kind, r->id, 0, look_at, &c, e);
    if (result == DONE && c.rev)
        result = rule_number(s, "office.single_officer", session_today(s), &single, e);
    single = single && !(step->flags & STEP_REVIEW);
    if (result != DONE || !c.rev || (single && note_single_officer(note)))
        return result;
    if (single)
        return fail(e, FORBIDDEN,
                    _("You contributed to this record (version %lld), so “%s” is for somebody "
                      "else. At a station with one officer give a reason that begins “petugas "
                      "tunggal”."),
                    (long long)c.rev, _(step->label));
    return fail(e, FORBIDDEN,
                _("You contributed to this record (version %lld), so “%s” is for somebody else "
                  "who holds the role. Ask them, or leave it in their list of approvals."),
                (long long)c.rev, _(step->label));
}
