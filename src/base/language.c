/* language.c - the language people read. */
#include "loket/base.h"

#include <stdatomic.h>

/* The one thing the whole process shares: both workers and the screen speak one language. */
static atomic_int current = INDONESIAN;

void language_set(enum language l)
{
    atomic_store(&current, (int)l);
}

enum language language_get(void)
{
    return (enum language)atomic_load(&current);
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
