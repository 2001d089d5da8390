/* type_choice.c - one of a list, and yes or no. */
#include <string.h>
#include <strings.h>

#include "parts.h"

/* An error lists at most this many choices, so that it stays one readable sentence. */
enum { CHOICES_NAMED = 12 };

const struct choice *field_choice(const struct field *f, const char *code)
{
    for (const struct choice *c = f->choices; c && c->code; c++)
        if (text_same(c->code, code))
            return c;
    return NULL;
}

static bool folds_to(const char *text, const char *folded)
{
    struct buf mine = { 0 };
    utf8_fold(text, &mine);
    bool same = strcmp(buf_text(&mine), folded) == 0;
    buf_free(&mine);
    return same;
}

static bool folds_to_beginning(const char *text, const char *folded)
{
    struct buf mine = { 0 };
    utf8_fold(text, &mine);
    bool begins = text_starts(buf_text(&mine), folded);
    buf_free(&mine);
    return begins;
}

static bool matches_label(const struct choice *c, const char *folded)
{
    return folds_to(c->label, folded) || folds_to(indonesian(c->label), folded);
}

static bool matches_alias(const struct choice *c, const char *folded)
{
    for (const char *const *alias = c->aliases; alias && *alias; alias++)
        if (folds_to(*alias, folded))
            return true;
    return false;
}

static bool matches_prefix(const struct choice *c, const char *folded)
{
    return folds_to_beginning(c->label, folded) || folds_to_beginning(indonesian(c->label), folded);
}

static const struct choice *by_code(const struct field *f, const char *text)
{
    for (const struct choice *c = f->choices; c && c->code; c++)
        if (strcasecmp(c->code, text) == 0)
            return c;
    return NULL;
}

/* The only choice that matches; NULL where none or several do. */
static const struct choice *only_match(const struct field *f, const char *folded,
                                       bool (*matches)(const struct choice *, const char *))
{
    const struct choice *found = NULL;
    for (const struct choice *c = f->choices; c && c->code; c++) {
        if (!matches(c, folded))
            continue;
        if (found)
            return NULL;
        found = c;
    }
    return found;
}

static const struct choice *find_choice(const struct field *f, const char *text, bool prefixes)
{
    const struct choice *found = by_code(f, text);
    struct buf folded = { 0 };
    utf8_fold(text, &folded);
    if (!found && folded.len) {
        found = only_match(f, folded.data, matches_label);
        if (!found)
            found = only_match(f, folded.data, matches_alias);
        if (!found && prefixes)
            found = only_match(f, folded.data, matches_prefix);
    }
    buf_free(&folded);
    return found;
}

/* On the screen a code is worth telling where it is what one would type. */
static void list_choices(const struct field *f, enum spelling spelling, struct buf *out)
{
    enum { CODE_TYPED = 3 };
    size_t n = 0;
    for (const struct choice *c = f->choices; c && c->code; c++, n++) {
        if (n == CHOICES_NAMED) {
            buf_puts(out, ", …");
            return;
        }
        if (n)
            buf_puts(out, ", ");
        if (spelling == SPELL_SCREEN && strlen(c->code) > CODE_TYPED)
            buf_puts(out, tr(c->label));
        else if (text_same(c->code, tr(c->label)))
            buf_puts(out, c->code);
        else
            buf_printf(out, "%s (%s)", c->code, tr(c->label));
    }
}

static enum outcome parse_choice(const struct field *f, const struct reading *how, const char *text,
                                 struct value *v, struct error *e)
{
    const struct choice *c = find_choice(f, text, how->spelling != SPELL_SHEET);
    if (c) {
        value_set_text(v, c->code);
        return DONE;
    }
    struct buf known = { 0 };
    list_choices(f, how->spelling, &known);
    fail(e, BAD_DATA, _("“%s” is not one of the choices; take one of: %s."), excerpt(text).text,
         buf_text(&known));
    buf_free(&known);
    return BAD_DATA;
}

static void format_choice(const struct field *f, const struct value *v, enum spelling spelling,
                          struct buf *out)
{
    const struct choice *c = spelling == SPELL_SCREEN ? field_choice(f, v->text) : NULL;
    /* A code no longer listed still shows, as it is stored. */
    buf_puts(out, c ? tr(c->label) : v->text);
}

static enum outcome parse_flag(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    static const char *const words[][2] = { { "tidak", "ya" }, { "t", "y" },        { "no", "yes" },
                                            { "0", "1" },      { "false", "true" }, { "n", "y" } };
    (void)f;
    (void)how;
    for (size_t i = 0; i < COUNT(words); i++) {
        for (int yes = 0; yes < 2; yes++) {
            if (strcasecmp(text, words[i][yes]) != 0)
                continue;
            value_set_number(v, yes);
            return DONE;
        }
    }
    return fail(e, BAD_DATA, _("“%s” is neither yes nor no; type y or n."), excerpt(text).text);
}

static void format_flag(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    (void)f;
    if (spelling == SPELL_SCREEN)
        buf_puts(out, v->num ? _("yes") : _("no"));
    else
        buf_puts(out, v->num ? "true" : "false");
}

const struct field_type type_choice = {
    .name = "choice",
    .storage = STORED_TEXT,
    .tag = 'c',
    .parse = parse_choice,
    .format = format_choice,
    .compare = compare_codes,
    .hint = N_("one of the list: its code or the beginning of its name"),
};

const struct field_type type_flag = {
    .name = "flag",
    .storage = STORED_INTEGER,
    .tag = 'b',
    .parse = parse_flag,
    .format = format_flag,
    .compare = compare_numbers,
    .hint = N_("yes or no"),
};
