/* manual.c - loket-catalogue(7) in mdoc, from the registry. English whatever language is on, and
 * the same bytes for the same registry, so that a kept copy can be compared. */
#include <string.h>

#include "parts.h"

enum { TEXT_COLUMNS = 78 };

/* ---- Text as mdoc takes it ---- */

struct filler {
    struct buf *out;
    size_t column;
};

static bool ends_sentence(const char *word, size_t n)
{
    while (n && strchr(")\"", word[n - 1]))
        n--;
    /* Lone capitals and abbreviations are no ends: only a word of two letters or more. */
    return n > 2 && strchr(".?!", word[n - 1]) && word[n - 2] != '.';
}

static void put_word(struct filler *f, const char *word, size_t n)
{
    bool first = f->column == 0;
    if (!first && f->column + 1 + n > TEXT_COLUMNS) {
        buf_putc(f->out, '\n');
        f->column = 0;
        first = true;
    }
    if (!first)
        buf_putc(f->out, ' ');
    /* A dot or quote at the beginning of a line would be a macro. */
    if (first && (*word == '.' || *word == '\''))
        buf_puts(f->out, "\\&");
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '\\')
            buf_puts(f->out, "\\e");
        else
            buf_putc(f->out, word[i]);
    }
    f->column += n + !first;
    if (ends_sentence(word, n)) {
        buf_putc(f->out, '\n');
        f->column = 0;
    }
}

/* Lays text out in lines, a new one for each sentence. */
static void put_text(struct buf *out, const char *text)
{
    static const char blanks[] = " \n\t";
    struct filler f = { .out = out };
    for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
        size_t n = strcspn(text, blanks);
        put_word(&f, text, n);
        text += n;
    }
    if (f.column)
        buf_putc(out, '\n');
}

/* ---- Fields ---- */

struct flag_word {
    unsigned flag;
    const char *word;
};

static void add_flags(struct buf *out, unsigned flags, const struct flag_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (flags & words[i].flag)
            buf_printf(out, ", %s", words[i].word);
}

static void add_field_flags(struct buf *out, const struct field *f)
{
    static const struct flag_word words[] = {
        { FIELD_REQUIRED, "required" },
        { FIELD_READ_ONLY, "read only" },
        { FIELD_CARRIED, "carried to the next record" },
        { FIELD_DERIVED, "derived" },
        { FIELD_INDEXED, "sorts and filters at any size" },
        { FIELD_SEARCHED, "searched" },
        { FIELD_TAIL, "found by its last digits" },
        { FIELD_EXPIRES, "expires" },
        { FIELD_UNIQUE_HINT, "not copied" },
        { FIELD_OWN, "of this record alone" },
        { FIELD_LOOSE, "may stay free text" },
        { FIELD_NOW, "begins as now where a step asks for it" },
        { FIELD_SELF, "begins as who makes it" },
        { FIELD_IN_CODE, "told by the paper's code" },
    };
    add_flags(out, f->flags, words, COUNT(words));
    if (f->flags & FIELD_SEALED)
        buf_printf(out, ", sealed: only %s reads it", role_id(f->sealed_to));
}

static void add_condition(struct buf *out, const struct condition *only)
{
    if (only)
        buf_printf(out, ", only where %s is", only->field);
    for (const char *const *code = only ? only->codes : NULL; code && *code; code++)
        buf_printf(out, "%s %s", code == only->codes ? "" : " or", *code);
}

static void add_range(struct buf *out, const struct field *f)
{
    if (!f->min && !f->max)
        return;
    buf_puts(out, ", ");
    decimal_format(f->min, f->decimals, NUMBER_CANONICAL, out);
    buf_puts(out, " to ");
    decimal_format(f->max, f->decimals, NUMBER_CANONICAL, out);
}

/* "Applicant: reference to party, width 80, required." */
static void put_shape(struct buf *out, const struct field *f)
{
    struct buf line = { 0 };
    buf_puts(&line, f->label);
    buf_printf(&line, ": %s", f->type->name);
    if (f->kind)
        buf_printf(&line, " to %s", f->kind);
    buf_printf(&line, ", width %u", f->width);
    if (f->decimals)
        buf_printf(&line, ", %u decimals", f->decimals);
    add_range(&line, f);
    if (f->unit)
        buf_printf(&line, ", unit in %s", f->unit);
    if (f->initial)
        buf_printf(&line, ", begins as %s", f->initial);
    add_field_flags(&line, f);
    for (const char *const *state = f->expires_in; state && *state; state++)
        buf_printf(&line, "%s %s", state == f->expires_in ? ", expiry matters in" : " or", *state);
    add_condition(&line, f->only);
    if (f->free_until)
        buf_printf(&line, ", free until %s", f->free_until);
    buf_putc(&line, '.');
    put_text(out, buf_text(&line));
    buf_free(&line);
}

static void put_choices(struct buf *out, const struct field *f)
{
    struct buf line = { 0 };
    for (const struct choice *c = f->choices; c && c->code; c++)
        buf_printf(&line, "%s%s (%s)", line.len ? ", " : "Choices: ", c->code, c->label);
    if (line.len) {
        buf_putc(&line, '.');
        put_text(out, line.data);
    }
    buf_free(&line);
}

static void put_aliases(struct buf *out, const char *const *aliases)
{
    struct buf line = { 0 };
    for (; aliases && *aliases; aliases++)
        buf_printf(&line, "%s\"%s\"", line.len ? ", " : "Headers of sheets: ", *aliases);
    if (line.len) {
        buf_putc(&line, '.');
        put_text(out, line.data);
    }
    buf_free(&line);
}

static void put_field(struct buf *out, const struct field *f)
{
    buf_printf(out, ".It Ic %s\n", f->id);
    put_shape(out, f);
    if (f->help)
        put_text(out, f->help);
    put_choices(out, f);
    put_aliases(out, f->aliases);
}

static void put_fields(struct buf *out, const struct field *list)
{
    if (!field_count(list))
        return;
    buf_puts(out, ".Bl -tag -width Ds\n");
    for (const struct field *f = list; f->id; f++)
        put_field(out, f);
    buf_puts(out, ".El\n");
}

static void put_lines(struct buf *out, const struct line_kind *l)
{
    struct buf line = { 0 };
    buf_printf(&line, "%s: lines of the kind", l->label);
    buf_puts(out, ".Pp\n");
    put_text(out, line.data);
    buf_printf(out, ".Ic %s ,\n", l->id);
    buf_reset(&line);
    if (l->min)
        buf_printf(&line, "at least %u, ", l->min);
    buf_printf(&line, "written as %s.1.FIELD.", l->id);
    put_text(out, line.data);
    put_fields(out, l->fields);
    buf_free(&line);
}

/* ---- Flow ---- */

static void put_state(struct buf *out, const struct state *s, bool first)
{
    static const struct flag_word words[] = {
        { STATE_FINAL, "final" },
        { STATE_BY_IMPORT, "old logs may land here" },
        { STATE_HIDDEN, "left out of lists unless asked for" },
        { STATE_ALERT, "needs attention" },
    };
    struct buf line = { 0 };
    buf_puts(&line, s->label);
    if (first)
        buf_puts(&line, ", where records begin");
    add_flags(&line, s->flags, words, COUNT(words));
    buf_putc(&line, '.');
    buf_printf(out, ".It Ic %s\n", s->id);
    put_text(out, line.data);
    buf_free(&line);
}

static void add_list(struct buf *out, const char *before, const char *const *items)
{
    for (const char *between = before; items && *items; items++, between = ", ")
        buf_printf(out, "%s%s", between, *items);
}

static void add_step_flags(struct buf *out, const struct step *s)
{
    static const struct flag_word words[] = {
        { STEP_COMPLETE, "everything required must be there" },
        { STEP_REASON, "needs a reason" },
        { STEP_SIGNED, "signed" },
        { STEP_FOUR_EYES, "four eyes (not by who contributed)" },
        { STEP_DECISION, "waits for a decision" },
        { STEP_NUMBER, "gives the number" },
        { STEP_RESERVED, "takes a reserved number" },
        { STEP_RECEIPT, "prints a receipt" },
        { STEP_LASTING, "not undone" },
        { STEP_CORRECTS, "may change fields past their free state" },
    };
    add_flags(out, s->flags, words, COUNT(words));
}

static void put_step(struct buf *out, const struct step *s)
{
    struct buf line = { 0 };
    buf_puts(&line, s->label);
    add_list(&line, ": from ", s->from);
    buf_printf(&line, " to %s", s->to ? s->to : "the same state");
    if (s->role != ROLE_NONE)
        buf_printf(&line, ", by %s", role_id(s->role));
    add_condition(&line, s->only);
    add_step_flags(&line, s);
    add_list(&line, ", asks for ", s->demands);
    add_list(&line, ", asks for what its guards miss of ", s->asks);
    add_list(&line, ", signs for ", s->covers);
    if (s->code)
        buf_printf(&line, ", makes the paper's code (%s)", s->code);
    for (const struct guard *const *g = s->guards; g && *g; g++)
        buf_printf(&line, "%s%s", g == s->guards ? ", guarded by " : ", ", (*g)->id);
    buf_putc(&line, '.');
    buf_printf(out, ".It Ic %s\n", s->verb);
    put_text(out, line.data);
    if (s->help)
        put_text(out, s->help);
    buf_free(&line);
}

static void put_flow(struct buf *out, const struct flow *f)
{
    if (!f || !f->states || !f->states[0].id)
        return;
    buf_puts(out, ".Pp\nStates:\n.Bl -tag -width Ds -compact\n");
    for (const struct state *s = f->states; s->id; s++)
        put_state(out, s, s == f->states);
    buf_puts(out, ".El\n");
    if (!f->steps || !f->steps[0].verb)
        return;
    buf_puts(out, ".Pp\nSteps:\n.Bl -tag -width Ds\n");
    for (const struct step *s = f->steps; s->verb; s++)
        put_step(out, s);
    buf_puts(out, ".El\n");
}

/* ---- Kinds ---- */

static void add_editors(struct buf *out, const enum role *editors)
{
    buf_puts(out, " Made and edited by: ");
    if (!editors || *editors == ROLE_NONE)
        buf_puts(out, role_id(ROLE_ADMIN));
    for (const enum role *r = editors; r && *r != ROLE_NONE; r++)
        buf_printf(out, "%s%s", r == editors ? "" : ", ", role_id(*r));
    buf_putc(out, '.');
}

static void put_kind(struct buf *out, const struct kind *k)
{
    struct buf line = { 0 };
    buf_printf(out, ".Ss %s\n", k->id);
    buf_printf(&line, "%s; list: %s.", k->label, k->plural);
    if (k->flags & KIND_REFERENCE)
        buf_puts(&line, " A look-up table.");
    if (k->flags & KIND_DATED)
        buf_puts(&line, " Rows hold within their dates.");
    if (k->flags & KIND_AWAY)
        buf_puts(&line, " New ones are taken in while the share is away.");
    if (k->number)
        buf_printf(&line, " Numbered in %s.", k->number);
    add_list(&line, " Imported rows are recognised by: ", k->natural_key);
    if (k->begins_with)
        buf_printf(&line, " The screen asks for %s before a new one.", k->begins_with);
    if (k->natural_key)
        buf_putc(&line, '.');
    add_editors(&line, k->editors);
    put_text(out, line.data);
    buf_free(&line);
    put_fields(out, k->fields);
    for (size_t i = 0; i < line_kind_count(k); i++)
        put_lines(out, &k->lines[i]);
    put_flow(out, k->flow);
}

static void put_types(struct buf *out)
{
    static const struct field_type *const types[] = {
        &type_text,   &type_note,   &type_paper_code, &type_number,      &type_money,
        &type_date,   &type_moment, &type_flag,       &type_choice,      &type_reference,
        &type_serial, &type_hs,     &type_npwp,       &type_nitku,       &type_nik,
        &type_nip,    &type_phone,  &type_email,      &type_coordinates, &type_file,
        &type_time,
    };
    buf_puts(out, ".Sh FIELD TYPES\n.Bl -tag -width coordinates -compact\n");
    for (size_t i = 0; i < COUNT(types); i++) {
        buf_printf(out, ".It Ic %s\n", types[i]->name);
        put_text(out, types[i]->hint);
    }
    buf_puts(out, ".El\n");
}

static void put_rules(struct buf *out, const struct rule_default *rules)
{
    if (!rules || !rules->id)
        return;
    buf_puts(out, ".Sh RULES\nDefaults of what offices decide for themselves, by dated rows of "
                  "the kind\n.Ic rule .\n.Bl -tag -width Ds\n");
    for (; rules->id; rules++) {
        buf_printf(out, ".It Ic %s\n", rules->id);
        put_text(out, rules->help ? rules->help : "");
        struct buf line = { 0 };
        buf_printf(&line, "Default: %s%s%s", rules->value, rules->unit ? " " : "",
                   rules->unit ? rules->unit : "");
        put_text(out, line.data);
        buf_free(&line);
    }
    buf_puts(out, ".El\n.Pp\nBeside them every kind has a rule\n.Ar KIND Ns Ic .editors ,\n"
                  "every step\n.Ar KIND Ns Ic \\&. Ns Ar VERB Ns Ic .role , .in_use , .reason\n"
                  "and\n.Ic .four_eyes ,\nand every day that lapses\n"
                  ".Ic watch.lead_days . Ns Ar KIND Ns Ic \\&. Ns Ar FIELD .\n.Pp\n"
                  "Rows may overlap.\nOf those that hold on a day, one for the office goes before "
                  "one for all offices,\nand of these the one that began later.\n"
                  "Two that began on the same day are refused.\n");
}

static const char opening[] =
    ".\\\" Made from the catalogue by make manual; changes belong there.\n"
    ".Dd November 21, 2026\n"
    ".Dt LOKET-CATALOGUE 7\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm loket-catalogue\n"
    ".Nd kinds of records, their fields, states and steps\n"
    ".Sh DESCRIPTION\n"
    "Everything\n"
    ".Xr loket 1\n"
    "keeps is a record of one of the kinds below.\n"
    "The words in front are what the command line, CSV headers and JSON use;\n"
    "they never change.\n"
    "What people read on the screen is in their own language.\n"
    "Every flow also has the state\n"
    ".Ic discarded :\n"
    "a new record that was undone.\n";

void catalogue_manual(const struct registry *g, struct buf *out)
{
    buf_puts(out, opening);
    put_types(out);
    buf_puts(out, ".Sh KINDS\n");
    for (const struct kind *const *k = g->kinds; *k; k++)
        put_kind(out, *k);
    put_rules(out, g->rules);
    buf_puts(out, ".Sh SEE ALSO\n.Xr loket 1 ,\n.Xr loket.conf 5\n");
}
