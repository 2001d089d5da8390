/* rule.c - which rules there are, what their values may be, and what they decide: those of the
 * registry's list, and those that every kind, every step and every date that lapses has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* ---- How values are read ---- */

enum { LEADS_MAX = 12, LEAD_DAYS_MAX = 3660 }; /* as the watch of what lapses takes them */

/* Is each word of a list joined by semicolons right? */
static bool words_are(const struct field *f, const char *text,
                      bool (*right)(const struct field *f, const char *word))
{
    char *copy = xstrdup(text), *rest = copy;
    bool good = true;
    for (char *word; good && (word = strsep(&rest, ";"));)
        good = right(f, text_trim(word));
    free(copy);
    return good;
}

static bool is_lead(const struct field *f, const char *word)
{
    (void)f;
    int64_t days;
    return integer_parse(word, &days) && days >= 0 && days <= LEAD_DAYS_MAX;
}

static enum outcome check_leads(const struct field *f, const struct value *v, struct error *e)
{
    size_t count = 1;
    for (const char *at = v->text; (at = strchr(at, ';')); at++)
        count++;
    if (count <= LEADS_MAX && words_are(f, v->text, is_lead))
        return DONE;
    return fail(e, BAD_DATA, _("“%s” are no lead times; write days such as 30;14;7;1."),
                excerpt(v->text).text);
}

static bool is_pair(const struct field *f, const char *word)
{
    (void)f;
    const char *sign = strchr(word, '=');
    return sign && sign != word && sign[1];
}

static enum outcome check_pairs(const struct field *f, const struct value *v, struct error *e)
{
    if (words_are(f, v->text, is_pair))
        return DONE;
    return fail(e, BAD_DATA, _("“%s” are no pairs; write them such as EX=1;IM=2."),
                excerpt(v->text).text);
}

static bool is_listed(const struct field *f, const char *word)
{
    return field_choice(f, word) != NULL;
}

enum outcome rule_words_listed(const struct field *f, const struct value *v, struct error *e)
{
    struct buf all = { 0 };
    if (words_are(f, v->text, is_listed))
        return DONE;
    for (const struct choice *c = f->choices; c && c->code; c++)
        buf_printf(&all, "%s%s", all.len ? ", " : "", c->code);
    fail(e, BAD_DATA,
         _("“%s” is not made of the words it may hold; take of these, joined by "
           "semicolons: %s."),
         excerpt(v->text).text, buf_text(&all));
    buf_free(&all);
    return BAD_DATA;
}

static enum outcome check_hours(const struct field *f, const struct value *v, struct error *e)
{
    struct service_week week;
    (void)f;
    if (service_week_parse(v->text, &week))
        return DONE;
    return fail(e, BAD_DATA,
                _("“%s” says no hours; write them such as Senin-Kamis 07.30-16.00, Jumat "
                  "07.30-16.30."),
                excerpt(v->text).text);
}

static const struct choice no_or_yes[] = { { .code = "0", .label = N_("No") },
                                           { .code = "1", .label = N_("Yes") },
                                           { .code = NULL } };

const struct field rule_switch = { .id = "value", .type = &type_choice, .choices = no_or_yes };
const struct field rule_count = { .id = "value", .type = &type_number, .max = 1000000 };
const struct field rule_percent = { .id = "value", .type = &type_number, .max = 100 };
const struct field rule_day_of = { .id = "value", .type = &type_date };
const struct field rule_pairs = { .id = "value", .type = &type_text, .check = check_pairs };
const struct field rule_leads = { .id = "value", .type = &type_text, .check = check_leads };
const struct field rule_roles = {
    .id = "value", .type = &type_text, .choices = choices_role, .check = rule_words_listed
};
const struct field rule_hours = { .id = "value", .type = &type_text, .check = check_hours };

enum outcome rule_default_read(const struct rule_default *rule, const char *text, struct error *e)
{
    const struct reading how = { .spelling = SPELL_CANONICAL };
    struct value v = { 0 };
    struct buf plain = { 0 };
    static const struct field any = { .id = "value", .type = &type_text };
    struct field f = rule->as ? *rule->as : any;
    f.label = rule->id;
    enum outcome o = field_parse(&f, &how, text, &v, e);
    if (o == DONE && v.set)
        field_format(&f, &v, SPELL_CANONICAL, &plain);
    if (o == DONE && f.type != &type_reference && !text_same(buf_text(&plain), text))
        o = fail_field(e, BAD_DATA, f.id, _("%s: write “%s” instead of “%s”."), rule->id,
                       buf_text(&plain), excerpt(text).text);
    buf_free(&plain);
    value_clear(&v);
    return o;
}

/* ---- Which there are ---- */

struct telling {
    void (*each)(void *context, const struct rule_default *rule);
    void *context;
    const struct registry *registry;
};

/* Of the registry's own list it was told already. */
static void tell(const struct telling *t, const struct rule_default *rule)
{
    if (!registry_rule(t->registry, rule->id))
        t->each(t->context, rule);
}

static void tell_step(const struct telling *t, const struct kind *k, const struct step *s)
{
    const bool flags[] = { true, (s->flags & STEP_REASON) != 0, (s->flags & STEP_FOUR_EYES) != 0 };
    static const struct {
        const char *what, *help;
    } own[] = {
        { "in_use", N_("1: the step is in use.") },
        { "reason", N_("1: the step asks for a reason in words.") },
        { "four_eyes", N_("1: who contributed to the record does not take the step.") },
    };
    char id[3 * FIELD_ID_MAX];
    for (size_t i = 0; i < COUNT(own); i++) {
        snprintf(id, sizeof id, "%s.%s.%s", k->id, s->verb, own[i].what);
        tell(t, &(struct rule_default){ .id = id,
                                        .value = flags[i] ? "1" : "0",
                                        .help = own[i].help,
                                        .as = &rule_switch });
    }
    snprintf(id, sizeof id, "%s.%s.role", k->id, s->verb);
    if (s->role != ROLE_NONE)
        tell(t, &(struct rule_default){ .id = id,
                                        .value = role_id(s->role),
                                        .help = N_("Who may take the step."),
                                        .as = &rule_roles });
}

static void tell_editors(const struct telling *t, const struct kind *k)
{
    char id[FIELD_ID_MAX];
    struct buf roles = { 0 };
    for (const enum role *r = k->editors; r && *r != ROLE_NONE; r++)
        buf_printf(&roles, "%s%s", roles.len ? ";" : "", role_id(*r));
    snprintf(id, sizeof id, "%s.editors", k->id);
    tell(t, &(struct rule_default){ .id = id,
                                    .value = roles.len ? buf_text(&roles) : role_id(ROLE_ADMIN),
                                    .help = N_("Who makes and edits such records."),
                                    .as = &rule_roles });
    buf_free(&roles);
}

/* line: "" or "document." */
static void tell_leads(const struct telling *t, const struct kind *k, const char *line,
                       const struct field *fields)
{
    const struct rule_default *general = registry_rule(t->registry, "watch.lead_days");
    char id[4 * FIELD_ID_MAX];
    for (const struct field *f = fields; f && f->id; f++) {
        if (!(f->flags & FIELD_EXPIRES))
            continue;
        snprintf(id, sizeof id, "watch.lead_days.%s.%s%s", k->id, line, f->id);
        tell(t, &(struct rule_default){ .id = id,
                                        .value = general ? general->value : "",
                                        .help = N_("Days before its last one at which it is told "
                                                   "as lapsing soon, the fewest of them as due."),
                                        .unit = N_("days"),
                                        .as = &rule_leads });
    }
}

void rules_each(const struct registry *g,
                void (*each)(void *context, const struct rule_default *rule), void *context)
{
    const struct telling t = { each, context, g };
    for (const struct rule_default *r = g->rules; r && r->id; r++)
        each(context, r);
    for (const struct kind *const *at = g->kinds; *at; at++) {
        const struct kind *k = *at;
        char line[FIELD_ID_MAX + 1];
        tell_editors(&t, k);
        for (const struct step *s = k->flow ? k->flow->steps : NULL; s && s->verb; s++)
            if (flow_step(k->flow, s->verb, NULL) == s)
                tell_step(&t, k, s);
        tell_leads(&t, k, "", k->fields);
        for (size_t l = 0; l < line_kind_count(k); l++) {
            snprintf(line, sizeof line, "%s.", k->lines[l].id);
            tell_leads(&t, k, line, k->lines[l].fields);
        }
    }
}

struct finding {
    const char *id, *text;
    const char **refers;
    enum outcome outcome;
    bool found;
    struct error *e;
};

static void read_found(void *context, const struct rule_default *rule)
{
    struct finding *f = context;
    if (f->found || strcmp(rule->id, f->id) != 0)
        return;
    f->found = true;
    if (f->refers)
        *f->refers = rule->as ? rule->as->kind : NULL;
    f->outcome = rule_default_read(rule, f->text, f->e);
}

enum outcome rule_value_read(const struct registry *g, const char *id, const char *text,
                             const char **refers, struct error *e)
{
    struct finding f = { .id = id, .text = text, .refers = refers, .e = e };
    if (refers)
        *refers = NULL;
    rules_each(g, read_found, &f);
    return f.found ? f.outcome
                   : fail_field(e, BAD_DATA, "rule", _("There is no rule “%s”."), excerpt(id).text);
}
