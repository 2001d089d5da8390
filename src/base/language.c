/* language.c - the language people read. */
#include "loket/base.h"

#include <stdatomic.h>

/* The one thing the whole process shares: both workers and the screen speak one language. */
static atomic_int current = INDONESIAN;

enum { NOTHING_BORROWED = -1 };
static _Thread_local int borrowed = NOTHING_BORROWED;

void language_set(enum language l)
{
    atomic_store(&current, (int)l);
}

/* What the command line said stands, whatever is configured or remembered. */
static atomic_bool told;

void language_tell(enum language l)
{
    language_set(l);
    atomic_store(&told, true);
}

bool language_told(void)
{
    return atomic_load(&told);
}

void language_untell(void)
{
    atomic_store(&told, false);
}

enum language language_get(void)
{
    return (enum language)(borrowed == NOTHING_BORROWED ? atomic_load(&current) : borrowed);
}

void language_borrow(enum language l)
{
    borrowed = (int)l;
}

void language_return(void)
{
    borrowed = NOTHING_BORROWED;
}

const char *tr(const char *english)
{
    if (language_get() != INDONESIAN)
        return english;
    const struct asset *messages = asset_find("id.mo");
    const char *text = NULL;
    if (messages != NULL)
        text = mo_find(messages->bytes, messages->len, english);
    return text != NULL && *text != '\0' ? text : english;
}
