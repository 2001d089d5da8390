/* flow.c - states, and the one question behind every key: may this step be taken? */
#include <stdio.h>
#include <string.h>

#include "parts.h"

enum { RULE_ID_MAX = 128 };

const struct state state_discarded = {
    .id = "discarded",
    .label = N_("discarded"),
    .flags = STATE_FINAL | STATE_HIDDEN,
};

static const struct state *states_of(const struct flow *f)
{
    return f ? f->states : NULL;
}

const struct state *flow_state(const struct flow *f, const char *id)
{
    if (!id)
        return NULL;
    for (const struct state *s = states_of(f); s && s->id; s++)
        if (strcmp(s->id, id) == 0)
            return s;
    return strcmp(id, state_discarded.id) == 0 ? &state_discarded : NULL;
}

int flow_state_order(const struct flow *f, const char *id)
{
    int order = 0;
    for (const struct state *s = states_of(f); s && s->id; s++, order++)
        if (text_same(s->id, id))
            return order;
    return text_same(id, state_discarded.id) ? order : -1;
}

static bool leads_from(const struct step *s, const char *state)
{
    for (const char *const *from = s->from; from && *from; from++)
        if (text_same(*from, state))
            return true;
    return false;
}

const struct step *flow_step(const struct flow *f, const char *verb, const char *from)
{
    for (const struct step *s = f ? f->steps : NULL; s && s->verb; s++)
        if (text_same(s->verb, verb) && (!from || leads_from(s, from)))
            return s;
    return NULL;
}

static const char *state_label(const struct flow *f, const char *id)
{
    const struct state *s = flow_state(f, id);
    return s ? tr(s->label) : id ? id : "";
}

static enum outcome wrong_state(const struct record *r, const struct step *s, struct error *why)
{
    struct buf from = { 0 };
    for (const char *const *id = s->from; id && *id; id++) {
        if (from.len)
            buf_puts(&from, ", ");
        buf_puts(&from, state_label(r->kind->flow, *id));
    }
    fail(why, REFUSED,
         _("“%s” is a step out of: %s; this record is now: %s. Choose a step that is offered."),
         tr(s->label), buf_text(&from), state_label(r->kind->flow, r->state));
    buf_free(&from);
    return REFUSED;
}

static const char *choice_label(const struct field *f, const char *code)
{
    const struct choice *choice = field_choice(f, code);
    return choice ? tr(choice->label) : code;
}

static enum outcome is_for_others(const struct record *r, const struct step *s, struct error *why)
{
    const struct field *by = kind_field(r->kind, s->only->field);
    struct buf wanted = { 0 };
    for (const char *const *code = s->only->codes; *code; code++)
        buf_printf(&wanted, "%s%s", wanted.len ? ", " : "", choice_label(by, *code));
    fail_field(why, REFUSED, by->id,
               _("“%s” is only for %s: %s; here it is: %s. Choose a step that is offered."),
               tr(s->label), tr(by->label), buf_text(&wanted),
               choice_label(by, record_text(r, by->id)));
    buf_free(&wanted);
    return REFUSED;
}

/* Answers of rules are known as "permit.accept.in_use". */
static bool rule_says(const struct record *r, const struct step *s, const struct answers *a,
                      const char *what, bool unanswered)
{
    char id[RULE_ID_MAX];
    snprintf(id, sizeof id, "%s.%s.%s", r->kind->id, s->verb, what);
    return answers_has(a, id) ? answers_number(a, id) != 0 : unanswered;
}

static enum outcome state_fits(const struct record *r, const struct step *s,
                               const struct answers *a, struct error *why)
{
    if (!rule_says(r, s, a, "in_use", true))
        return fail(why, REFUSED,
                    _("“%s” is not in use at this office; an administrator changes that under "
                      "Rules."),
                    tr(s->label));
    if (!leads_from(s, r->state))
        return wrong_state(r, s, why);
    return record_step_applies(r, s) ? DONE : is_for_others(r, s, why);
}

bool deed_in(const char *const *deeds, const char *kind, const char *verb)
{
    size_t n = strlen(kind);
    for (size_t i = 0; deeds && deeds[i]; i++)
        if (strncmp(deeds[i], kind, n) == 0 && deeds[i][n] == '.' &&
            strcmp(deeds[i] + n + 1, verb) == 0)
            return true;
    return false;
}

bool step_asks_for(const struct step *s, const char *path)
{
    size_t n = strcspn(path, "./");
    for (size_t i = 0; s->asks && s->asks[i]; i++)
        if (strcspn(s->asks[i], ".") == n && strncmp(s->asks[i], path, n) == 0)
            return true;
    return false;
}

bool step_takes(const struct step *s, const char *path)
{
    for (size_t i = 0; s->demands && s->demands[i]; i++)
        if (strcmp(s->demands[i], path) == 0)
            return true;
    return step_asks_for(s, path);
}

static enum outcome demands_met(const struct record *r, const struct step *s, struct error *why)
{
    for (const char *const *id = s->demands; id && *id; id++) {
        const struct value *v = record_value(r, *id);
        if (v && !v->set)
            return fail_field(why, REFUSED, *id, _("%s: needed for “%s”; fill it in first."),
                              tr(kind_field(r->kind, *id)->label), tr(s->label));
    }
    return DONE;
}

static void keep_first(struct error *first, const struct error *e)
{
    if (!first->text[0])
        *first = *e;
}

/* What a record lacks: the first in its own sentence, the others by name. */
struct lacks {
    const struct kind *kind;
    struct error first;
    struct buf others;
};

static void add_lack(void *context, const struct error *e)
{
    struct lacks *l = context;
    const struct field *f = kind_path(l->kind, e->field);
    const struct line_kind *lines = f ? NULL : kind_line(l->kind, e->field);
    const char *label = f ? tr(f->label) : lines ? tr(lines->label) : e->field;
    const char *row = strchr(e->field, '.');
    if (l->first.text[0])
        buf_printf(&l->others, "%s%s%s%.*s", l->others.len ? ", " : "", label, row ? " " : "",
                   row ? (int)strcspn(row + 1, ".") : 0, row ? row + 1 : "");
    keep_first(&l->first, e);
}

enum outcome record_complete(const struct record *r, struct error *why)
{
    struct lacks l = { .kind = r->kind };
    size_t count = record_problems(r, add_lack, &l);
    enum outcome o = DONE;
    if (count == 1)
        o = fail_field(why, REFUSED, l.first.field, "%s", l.first.text);
    else if (count > 1)
        o = fail_field(why, REFUSED, l.first.field, _("%s Also missing: %s."), l.first.text,
                       buf_text(&l.others));
    buf_free(&l.others);
    return o;
}

bool kind_saved_whole(const struct kind *k)
{
    for (const struct step *s = k->flow ? k->flow->steps : NULL; s && s->verb; s++)
        if (s->flags & STEP_COMPLETE)
            return false;
    return true;
}

static enum outcome reason_given(const struct record *r, const struct step *s,
                                 const struct answers *a, const char *note, struct error *why)
{
    bool demanded = rule_says(r, s, a, "reason", s->flags & STEP_REASON);
    bool blank = !note || !note[strspn(note, " \t\r\n")];
    if (demanded && blank)
        return fail(why, REFUSED, _("“%s” needs a reason; write it in words."), tr(s->label));
    return DONE;
}

/* misses NULL: what the step asks for must be there. */
static enum outcome guards_allow(const struct record *r, const struct step *s,
                                 const struct answers *a, struct error *misses, struct error *why)
{
    for (const struct guard *const *g = s->guards; g && *g; g++) {
        struct error reason = { 0 };
        if ((*g)->allow(r, a, &reason))
            continue;
        if (misses && reason.field[0] && step_asks_for(s, reason.field)) {
            keep_first(misses, &reason);
            continue;
        }
        if (!reason.text[0])
            fail(&reason, REFUSED, _("“%s” is not possible now (%s); ask an administrator."),
                 tr(s->label), (*g)->id);
        return fail_field(why, REFUSED, reason.field, "%s", reason.text);
    }
    return DONE;
}

enum outcome step_allowed(const struct record *r, const struct step *s, const struct answers *a,
                          const char *note, struct error *why)
{
    enum outcome o = state_fits(r, s, a, why);
    if (o == DONE)
        o = demands_met(r, s, why);
    if (o == DONE)
        o = (s->flags & STEP_COMPLETE) ? record_complete(r, why) : DONE;
    if (o == DONE)
        o = reason_given(r, s, a, note, why);
    return o == DONE ? guards_allow(r, s, a, NULL, why) : o;
}

enum outcome step_by_hand(const struct step *s, struct error *why)
{
    if (!s->follows)
        return DONE;
    return fail(why, REFUSED,
                _("“%s” is not taken by hand: it comes by itself with the step “%s”."),
                tr(s->label), s->follows[0]);
}

enum outcome step_offered(const struct record *r, const struct step *s, const struct answers *a,
                          struct error *misses, struct error *why)
{
    struct error missed = { 0 };
    enum outcome o = step_by_hand(s, why);
    if (o == DONE)
        o = state_fits(r, s, a, why);
    if (o == DONE)
        o = (s->flags & STEP_COMPLETE) ? record_complete(r, why) : DONE;
    if (o == DONE)
        o = guards_allow(r, s, a, &missed, why);
    if (misses)
        *misses = missed;
    return o;
}
