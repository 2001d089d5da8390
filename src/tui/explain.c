/* explain.c - fields and steps in words, all from the catalogue, so that nothing is left without
 * help. */
#include "explain.h"

#include <stdio.h>
#include <string.h>

enum { ALIASES_MOST = 4, CHOICES_MOST = 40 };

/* "label: a, b": begun where nothing stands there yet. */
static void add_item(struct buf *line, const char *text)
{
    buf_printf(line, "%s%s", line->len > 0 ? ", " : "", text);
}

static void add_line(struct buf *out, const char *label, struct buf *items)
{
    if (items->len > 0)
        buf_printf(out, "  %s: %s\n", label, buf_text(items));
    buf_free(items);
}

static const char *condition_label(const struct field *by, const char *code)
{
    const struct choice *c = by != NULL ? field_choice(by, code) : NULL;
    return c != NULL ? _(c->label) : code;
}

static void add_condition(const struct kind *k, const struct condition *only, struct buf *out)
{
    struct buf codes = { 0 };
    if (only == NULL)
        return;
    const struct field *by = kind_field(k, only->field);
    for (const char *const *code = only->codes; *code != NULL; code++)
        add_item(&codes, condition_label(by, *code));
    buf_printf(out, _("  Only where “%s” is: %s\n"), by != NULL ? _(by->label) : only->field,
               buf_text(&codes));
    buf_free(&codes);
}

/* ---- Fields ---- */

static void add_measures(const struct field *f, struct buf *out)
{
    bool number = f->type == &type_number || f->type == &type_money;
    if (f->type == &type_text || f->type == &type_note || f->type == &type_serial)
        buf_printf(out, _("  At most %u characters.\n"), f->width);
    if (number && f->decimals > 0)
        buf_printf(out, _("  Up to %u decimals.\n"), f->decimals);
    if (number && (f->min != 0 || f->max != 0)) {
        struct buf least = { 0 }, most = { 0 };
        decimal_format(f->min, f->decimals, NUMBER_LOCAL, &least);
        decimal_format(f->max, f->decimals, NUMBER_LOCAL, &most);
        buf_printf(out, _("  From %s to %s.\n"), buf_text(&least), buf_text(&most));
        buf_free(&least);
        buf_free(&most);
    }
}

static void add_reference(const struct field *f, struct buf *out)
{
    const struct kind *to = f->kind != NULL ? registry_find(&all_kinds, f->kind) : NULL;
    if (to == NULL)
        return;
    buf_printf(out, _("  One of: %s; F4 lists them, F2 there makes a new one.\n"), _(to->plural));
    if (f->flags & FIELD_LOOSE)
        buf_puts(out, _("  A name that is not on file may stand as typed.\n"));
}

static bool needs(const struct kind *k, const struct step *s, const struct field *f)
{
    if (step_takes(s, f->id) && kind_field(k, f->id) == f)
        return true;
    return (s->flags & STEP_COMPLETE) && (f->flags & FIELD_REQUIRED);
}

/* Steps out of several states may have one name. */
static bool called_so_before(const struct kind *k, const struct step *s, const struct field *f)
{
    for (const struct step *t = k->flow->steps; t != s; t++)
        if (strcmp(t->label, s->label) == 0 && needs(k, t, f))
            return true;
    return false;
}

static void add_needed(const struct kind *k, const struct field *f, struct buf *out)
{
    struct buf steps = { 0 };
    for (const struct step *s = k->flow->steps; s != NULL && s->verb != NULL; s++)
        if (needs(k, s, f) && !called_so_before(k, s, f))
            add_item(&steps, _(s->label));
    if (steps.len == 0 && (f->flags & FIELD_REQUIRED))
        buf_puts(out, _("  Needed before it is saved.\n"));
    add_line(out, _("Needed for"), &steps);
}

static const char *correcting_step(const struct kind *k)
{
    for (const struct step *s = k->flow->steps; s != NULL && s->verb != NULL; s++)
        if (s->flags & STEP_CORRECTS)
            return _(s->label);
    return NULL;
}

static void add_freedom(const struct kind *k, const struct field *f, struct buf *out)
{
    const struct state *until = f->free_until != NULL ? flow_state(k->flow, f->free_until) : NULL;
    const char *correct = correcting_step(k);
    if (f->flags & (FIELD_READ_ONLY | FIELD_DERIVED))
        buf_puts(out, _("  Set by loket or by a step, never typed.\n"));
    else if (until != NULL && correct != NULL)
        buf_printf(out, _("  Changed freely up to “%s”, later by “%s”.\n"), _(until->label),
                   correct);
    else if (until != NULL)
        buf_printf(out, _("  Changed up to “%s”.\n"), _(until->label));
}

static void add_habits(const struct field *f, struct buf *out)
{
    if (f->flags & FIELD_CARRIED)
        buf_puts(out, _("  Comes along into the next new record.\n"));
    if (f->flags & FIELD_UNIQUE_HINT)
        buf_puts(out, _("  Stays empty in a copy.\n"));
    if (f->flags & FIELD_SEALED)
        buf_printf(out, _("  Sealed when saved: only the %s reads it.\n"),
                   _(role_label(f->sealed_to)));
    if (f->flags & FIELD_EXPIRES)
        buf_puts(out, _("  The expiry watch watches it.\n"));
}

static void add_aliases(const struct field *f, struct buf *out)
{
    struct buf names = { 0 };
    for (size_t i = 0; f->aliases != NULL && f->aliases[i] != NULL && i < ALIASES_MOST; i++)
        add_item(&names, f->aliases[i]);
    add_line(out, _("In sheets it is called"), &names);
}

struct on_papers {
    const struct kind *kind;
    const struct field *field;
    struct buf names;
};

static void note_paper(void *context, const char *paper, const char *label)
{
    struct on_papers *p = context;
    if (act_paper_shows(p->kind, paper, p->field->id))
        add_item(&p->names, label);
}

static void add_papers(const struct kind *k, const struct field *f, struct buf *out)
{
    struct on_papers p = { .kind = k, .field = f };
    papers_each(k, note_paper, &p);
    add_line(out, _("It stands on"), &p.names);
}

static void add_choices(const struct field *f, struct buf *out)
{
    size_t n = 0;
    for (const struct choice *c = f->choices; c != NULL && c->code != NULL && n < CHOICES_MOST;
         c++, n++)
        buf_printf(out, "  %s  %s\n", c->code, _(c->label));
}

void explain_field(const struct kind *k, const struct field *f, struct buf *out)
{
    buf_printf(out, "%s\n", _(f->label));
    if (f->help != NULL)
        buf_printf(out, "  %s\n", _(f->help));
    if (f->type->hint != NULL)
        buf_printf(out, _("  What may be typed: %s.\n"), _(f->type->hint));
    add_measures(f, out);
    add_reference(f, out);
    add_condition(k, f->only, out);
    add_needed(k, f, out);
    add_freedom(k, f, out);
    add_habits(f, out);
    add_papers(k, f, out);
    add_aliases(f, out);
    add_choices(f, out);
}

/* ---- Steps ---- */

static void add_way(const struct kind *k, const struct step *s, struct buf *out)
{
    struct buf from = { 0 };
    for (const char *const *id = s->from; id != NULL && *id != NULL; id++)
        add_item(&from, _(flow_state(k->flow, *id)->label));
    add_line(out, _("Out of"), &from);
    if (s->to != NULL)
        buf_printf(out, _("  Leads to: %s\n"), _(flow_state(k->flow, s->to)->label));
    else
        buf_puts(out, _("  The state stays as it is.\n"));
}

static void add_asked(const struct kind *k, const struct step *s, struct buf *out)
{
    struct buf asked = { 0 };
    for (const char *const *id = s->demands; id != NULL && *id != NULL; id++)
        add_item(&asked, _(kind_field(k, *id)->label));
    for (const char *const *path = s->asks; path != NULL && *path != NULL; path++)
        add_item(&asked, _(kind_path(k, *path)->label));
    if (s->flags & STEP_REASON)
        add_item(&asked, _("a reason in words"));
    add_line(out, _("It asks for"), &asked);
    if (s->flags & STEP_COMPLETE)
        buf_puts(out, _("  Everything marked * must be filled in.\n"));
}

static void add_conduct(const struct step *s, struct buf *out)
{
    if (s->role != ROLE_NONE)
        buf_printf(out, _("  Taken by: %s (an office rule may say another)\n"),
                   _(role_label(s->role)));
    if (s->flags & STEP_FOUR_EYES)
        buf_puts(out, _("  Four eyes: not by who filled in or changed this record.\n"));
    if (s->flags & STEP_DECISION)
        buf_puts(out, _("  A decision: it waits under Approvals, and the passphrase signs it.\n"));
    if (s->flags & STEP_SIGNED)
        buf_puts(out, _("  It is signed with your key.\n"));
    if (s->flags & STEP_NUMBER)
        buf_puts(out, _("  It gives the number.\n"));
    if (s->flags & STEP_RECEIPT)
        buf_puts(out, _("  A receipt is printed.\n"));
    if (s->flags & STEP_LASTING)
        buf_puts(out, _("  It leaves the office: not undone, only answered by a further step.\n"));
}

/* "certificate.issue: Certificate: Issue" */
static void add_deed(const char *deed, struct buf *out)
{
    char kind[FIELD_ID_MAX];
    size_t n = strcspn(deed, ".");
    snprintf(kind, sizeof kind, "%.*s", (int)n, deed);
    const struct kind *k = registry_find(&all_kinds, kind);
    const struct step *s =
        k != NULL && deed[n] != '\0' ? flow_step(k->flow, deed + n + 1, NULL) : NULL;
    struct buf text = { 0 };
    if (s != NULL)
        buf_printf(&text, "%s “%s”", _(k->label), _(s->label));
    add_item(out, s != NULL ? buf_text(&text) : deed);
    buf_free(&text);
}

/* What other records do, or begin to be, in the same breath. */
static void add_followers(const struct kind *k, const struct step *s, struct buf *out)
{
    struct buf steps = { 0 }, made = { 0 };
    for (const struct kind *const *other = all_kinds.kinds; *other != NULL; other++) {
        if (deed_in((*other)->follows, k->id, s->verb))
            add_item(&made, _((*other)->label));
        for (const struct step *t = (*other)->flow->steps; t != NULL && t->verb != NULL; t++)
            if (deed_in(t->follows, k->id, s->verb)) {
                struct buf deed = { 0 };
                buf_printf(&deed, "%s.%s", (*other)->id, t->verb);
                add_deed(buf_text(&deed), &steps);
                buf_free(&deed);
            }
    }
    add_line(out, _("With it comes"), &steps);
    add_line(out, _("It may begin a new"), &made);
}

/* Rules its guards read, and those that stand under its own name; each tells its basis. */
static void add_rules(const struct kind *k, const struct step *s, struct buf *out)
{
    struct buf own = { 0 };
    bool any = false;
    buf_printf(&own, "%s.%s.", k->id, s->verb);
    for (const struct rule_default *r = all_kinds.rules; r != NULL && r->id != NULL; r++) {
        bool reads = text_starts(r->id, buf_text(&own));
        for (const struct guard *const *g = s->guards; !reads && g != NULL && *g != NULL; g++)
            for (const struct fact *f = (*g)->facts; !reads && f != NULL && f->id != NULL; f++)
                reads = f->op == FACT_RULE && strcmp(f->id, r->id) == 0;
        if (!reads)
            continue;
        if (!any)
            buf_printf(out, "  %s\n", _("Rules of the office it goes by:"));
        any = true;
        buf_printf(out, _("    %s (default %s): %s\n"), r->id, r->value, _(r->help));
    }
    buf_free(&own);
}

void explain_step(const struct kind *k, const struct step *s, struct buf *out)
{
    buf_printf(out, "%s\n", _(s->label));
    if (s->help != NULL)
        buf_printf(out, "  %s\n", _(s->help));
    if (s->follows != NULL) {
        struct buf causes = { 0 };
        for (const char *const *deed = s->follows; *deed != NULL; deed++)
            add_deed(*deed, &causes);
        add_line(out, _("Nobody takes it: it comes with"), &causes);
    }
    add_way(k, s, out);
    add_condition(k, s->only, out);
    add_conduct(s, out);
    add_asked(k, s, out);
    add_followers(k, s, out);
    add_rules(k, s, out);
}
