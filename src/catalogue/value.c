/* value.c - one field's content. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

void value_clear(struct value *v)
{
    free(v->text);
    *v = (struct value){ 0 };
}

void value_copy(struct value *to, const struct value *from)
{
    value_clear(to);
    to->num = from->num;
    to->set = from->set;
    to->text = from->text ? xstrdup(from->text) : NULL;
}

void value_set_text(struct value *v, const char *text)
{
    /* The text may be the value's own: copy before releasing. */
    char *copy = text && *text ? xstrdup(text) : NULL;
    value_clear(v);
    v->text = copy;
    v->set = copy != NULL;
}

void value_set_number(struct value *v, int64_t num)
{
    value_clear(v);
    v->num = num;
    v->set = true;
}

void value_set_reference(struct value *v, int64_t id, const char *text)
{
    value_set_text(v, text);
    v->num = id;
    v->set = v->set || id != 0;
}

bool value_same(const struct value *a, const struct value *b)
{
    return a->set == b->set && a->num == b->num && text_same(a->text, b->text);
}

static const char *text_of(const struct value *v)
{
    return v->text ? v->text : "";
}

int compare_numbers(const struct value *a, const struct value *b)
{
    if (a->set != b->set)
        return a->set ? 1 : -1;
    return (a->num > b->num) - (a->num < b->num);
}

int compare_codes(const struct value *a, const struct value *b)
{
    if (a->set != b->set)
        return a->set ? 1 : -1;
    return strcmp(text_of(a), text_of(b));
}

int compare_words(const struct value *a, const struct value *b)
{
    struct buf x = { 0 }, y = { 0 };
    utf8_fold(text_of(a), &x);
    utf8_fold(text_of(b), &y);
    int order = strcmp(buf_text(&x), buf_text(&y));
    buf_free(&x);
    buf_free(&y);
    return order ? order : compare_codes(a, b);
}

void format_stored_text(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    (void)f;
    (void)spelling;
    buf_puts(out, text_of(v));
}

bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *indonesian(const char *english)
{
    const struct asset *mo = asset_find("id.mo");
    const char *found = mo ? mo_find(mo->bytes, mo->len, english) : NULL;
    return found ? found : english;
}

size_t count_characters(const char *text)
{
    size_t count = 0, plain = utf8_plain(text, strlen(text));
    if (!text[plain])
        return plain; /* nearly every cell of an import */
    for (size_t step; (step = utf8_grapheme(text)) > 0; text += step)
        count++;
    return count;
}
