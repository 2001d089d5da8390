/* field.c - from text to a field's value and back: cleaning, type, width, range, check. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

/* What sheets write where there is nothing. */
static bool means_nothing(const char *text)
{
    static const char *const words[] = { "-", "--", "nihil", "n/a" };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

static bool is_plain_text(const struct field *f)
{
    return f->type == &type_text || f->type == &type_note;
}

/* Line breaks: kept in notes (as "\n" alone), a blank in one-line cells of sheets. */
static void settle_breaks(const struct field *f, const struct reading *how, struct buf *text)
{
    size_t to = 0;
    for (size_t i = 0; i < text->len; i++) {
        char c = text->data[i];
        if (c == '\r' && text->data[i + 1] == '\n')
            continue;
        if (f->type != &type_note && how->spelling == SPELL_SHEET && strchr("\r\n\t", c))
            c = ' ';
        text->data[to++] = c;
    }
    text->len = to;
    if (text->data)
        text->data[to] = '\0';
}

static bool has_forbidden(const struct field *f, const char *text)
{
    struct buf copy = { 0 };
    buf_puts(&copy, text);
    for (size_t i = 0; f->type == &type_note && i < copy.len; i++)
        if (copy.data[i] == '\n')
            copy.data[i] = ' ';
    bool bad = has_control(buf_text(&copy));
    buf_free(&copy);
    return bad;
}

/* Blanks and line breaks at both ends; returns the first byte that stays. */
static char *trim_ends(char *text)
{
    text = text_trim(text);
    size_t n = strlen(text);
    while (n && (text[n - 1] == '\n' || text[n - 1] == ' '))
        text[--n] = '\0';
    return text + strspn(text, " \n");
}

static enum outcome clean(const struct field *f, const struct reading *how, const char *text,
                          struct buf *out, struct error *e)
{
    if (!utf8_nfc(text, strlen(text), out))
        return fail(e, BAD_DATA,
                    _("the text is not valid UTF-8; type it again or convert the file "
                      "to UTF-8."));
    settle_breaks(f, how, out);
    if (has_forbidden(f, buf_text(out)))
        return fail(e, BAD_DATA,
                    _("the text holds control characters; take them out and try again."));
    return DONE;
}

static bool has_range(const struct field *f)
{
    return (f->type == &type_number || f->type == &type_money) && (f->min || f->max);
}

static enum outcome verify_range(const struct field *f, const struct value *v, struct error *e)
{
    if (!has_range(f) || (v->num >= f->min && v->num <= f->max))
        return DONE;
    struct buf low = { 0 }, high = { 0 };
    decimal_format(f->min, f->decimals, NUMBER_LOCAL, &low);
    decimal_format(f->max, f->decimals, NUMBER_LOCAL, &high);
    fail(e, BAD_DATA, _("it must be between %s and %s; correct it."), buf_text(&low),
         buf_text(&high));
    buf_free(&low);
    buf_free(&high);
    return BAD_DATA;
}

static enum outcome verify_width(const struct field *f, const struct value *v, struct error *e)
{
    if (!f->width || !v->text || f->type == &type_choice)
        return DONE;
    size_t characters = count_characters(v->text);
    if (characters <= f->width)
        return DONE;
    return fail(e, BAD_DATA, _("at most %u characters fit, this has %zu; shorten it."), f->width,
                characters);
}

/* The names most like one that is none; as many as are worth telling. */
enum { NEAREST_MAX = 3, LIKE_LEAST = 4 };

struct nearest {
    const char *typed;
    struct {
        size_t far;
        char name[FIELD_ID_MAX];
    } best[NEAREST_MAX];
    size_t count;
    bool exact;
};

static void weigh_name(void *context, const char *name, const char *means)
{
    struct nearest *n = context;
    struct likeness like = { .typed = n->typed };
    (void)means;
    n->exact |= strcmp(name, n->typed) == 0;
    likeness_offer(&like, name);
    if (!like.best && strlen(n->typed) >= LIKE_LEAST && strstr(name, n->typed))
        like = (struct likeness){ .best = name, .far = LIKE_LEAST };
    size_t at = n->count;
    while (like.best && at > 0 && n->best[at - 1].far > like.far)
        at--;
    if (!like.best || at == NEAREST_MAX)
        return;
    n->count += n->count < NEAREST_MAX;
    memmove(&n->best[at + 1], &n->best[at], (n->count - at - 1) * sizeof *n->best);
    n->best[at].far = like.far;
    snprintf(n->best[at].name, sizeof n->best[at].name, "%s", name);
}

static enum outcome verify_name(const struct field *f, const struct value *v, struct error *e)
{
    struct nearest n = { .typed = v->text };
    struct buf list = { 0 };
    f->names(weigh_name, &n);
    if (n.exact)
        return DONE;
    for (size_t i = 0; i < n.count; i++)
        buf_printf(&list, "%s%s", i ? ", " : "", n.best[i].name);
    if (n.count)
        fail(e, BAD_DATA, _("there is no “%s”. Was one of these meant: %s?"), excerpt(v->text).text,
             buf_text(&list));
    else
        fail(e, BAD_DATA, _("there is no “%s”; F4 in its form lists what there is."),
             excerpt(v->text).text);
    buf_free(&list);
    return BAD_DATA;
}

enum outcome field_verify(const struct field *f, const struct value *v, struct error *e)
{
    enum outcome o = verify_width(f, v, e);
    if (o == DONE)
        o = verify_range(f, v, e);
    if (o == DONE && f->type == &type_choice && !field_choice(f, v->text))
        o = fail(e, BAD_DATA, _("“%s” is no longer one of the choices; choose again."),
                 excerpt(v->text ? v->text : "").text);
    if (o == DONE && f->names)
        o = verify_name(f, v, e);
    if (o == DONE && f->check)
        o = f->check(f, v, e);
    return o;
}

static enum outcome read_value(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    struct buf cleaned = { 0 };
    enum outcome o = clean(f, how, text ? text : "", &cleaned, e);
    if (o == DONE && cleaned.len) {
        const char *trimmed = trim_ends(cleaned.data);
        bool nothing = how->spelling == SPELL_SHEET && !is_plain_text(f) && means_nothing(trimmed);
        if (*trimmed && !nothing)
            o = f->type->parse(f, how, trimmed, v, e);
    }
    buf_free(&cleaned);
    if (o == DONE && v->set)
        o = field_verify(f, v, e);
    return o;
}

enum outcome field_parse(const struct field *f, const struct reading *how, const char *text,
                         struct value *v, struct error *e)
{
    struct value fresh = { 0 };
    struct error why = { 0 };
    enum outcome o = read_value(f, how, text, &fresh, &why);
    if (o != DONE) {
        value_clear(&fresh);
        return fail_field(e, o, f->id, "%s: %s", tr(f->label), why.text);
    }
    value_clear(v);
    *v = fresh;
    return DONE;
}

void field_format(const struct field *f, const struct value *v, enum spelling s, struct buf *out)
{
    if (v->set)
        f->type->format(f, v, s, out);
}
