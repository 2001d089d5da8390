/* ask.c - a statement's text and its parameters, put together side by side so that placeholders and
 * bindings cannot part ways. */
#include "query.h"

static struct asked *next(struct asking *a)
{
    a->count++;
    if (a->count > ASK_MAX)
        return NULL; /* ask_open refuses */
    buf_printf(&a->sql, "$%zu", a->count);
    return &a->asked[a->count - 1];
}

void ask_number(struct asking *a, int64_t number)
{
    struct asked *p = next(a);
    if (p)
        *p = (struct asked){ .what = ASKED_NUMBER, .number = number };
}

void ask_text(struct asking *a, const char *text)
{
    struct asked *p = next(a);
    if (p)
        *p = (struct asked){ .what = ASKED_TEXT, .text = text };
}

void ask_value(struct asking *a, const struct field *f, const struct value *v)
{
    struct asked *p = next(a);
    if (p)
        *p = (struct asked){ .what = ASKED_VALUE, .field = f, .value = v };
}

static void bind_all(const struct asking *a, struct sql *q)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct asked *p = &a->asked[i];
        int at = (int)i + 1;
        if (p->what == ASKED_NUMBER)
            sql_int(q, at, p->number);
        else if (p->what == ASKED_TEXT)
            sql_str_static(q, at, p->text);
        else
            sql_value(q, at, p->field, p->value);
    }
}

enum outcome ask_open(struct asking *a, struct db *db, struct sql **q, struct error *e)
{
    enum outcome o;
    *q = NULL;
    if (a->count > ASK_MAX)
        o = fail(e, MISUSED, _("The list is asked for with too many conditions; use fewer."));
    else
        o = sql_open(db, buf_text(&a->sql), q, e);
    if (o == DONE)
        bind_all(a, *q);
    buf_free(&a->sql);
    a->count = 0;
    return o;
}
