/* typed.c - tables of what is typed into a field and what comes of it. */
#include "catalogue/typed.h"

#include <string.h>

static void check_refused(const struct typed *t, const struct field *f, const struct value *v,
                          const struct error *e)
{
    if (e->code != BAD_DATA || strcmp(e->field, f->id) != 0)
        fail_msg("%s: \"%s\" refused with code %d for \"%s\"", f->id, t->text, e->code, e->field);
    if (strncmp(e->text, f->label, strlen(f->label)) != 0 || !strstr(e->text, t->says))
        fail_msg("%s: \"%s\" refused with: %s", f->id, t->text, e->text);
    if (!v->set || v->num != 77)
        fail_msg("%s: \"%s\" refused, but the value changed", f->id, t->text);
}

static void check_one(const struct typed *t, const struct reading *how)
{
    const struct field *f = kind_field(&sample_box, t->field);
    struct value v = { .set = true, .num = 77 };
    struct error e = { 0 };
    assert_non_null(f);
    enum outcome o = field_parse(f, how, t->text, &v, &e);
    if (!t->want && o == DONE)
        fail_msg("%s: \"%s\" taken as \"%s\"", f->id, t->text, sample_text(f, &v, SPELL_CANONICAL));
    if (!t->want)
        check_refused(t, f, &v, &e);
    else if (o != DONE)
        fail_msg("%s: \"%s\" refused: %s", f->id, t->text, e.text);
    else if (strcmp(sample_text(f, &v, SPELL_CANONICAL), t->want) != 0)
        fail_msg("%s: \"%s\" taken as \"%s\"", f->id, t->text, sample_text(f, &v, SPELL_CANONICAL));
    value_clear(&v);
}

void typed_check(const struct typed *cases, size_t count, const struct reading *how)
{
    language_set(ENGLISH);
    for (size_t i = 0; i < count; i++)
        check_one(&cases[i], how);
}
