/* error.c - why a call failed, as one sentence that is safe to show anywhere. */
#include "loket/base.h"

#include <stdio.h>
#include <string.h>

/* Messages quote what was typed or read, so control bytes and broken UTF-8 are made visible here,
 * once, and a text too long ends at a whole grapheme. */
static void keep_text(struct error *e, const char *text)
{
    struct buf shown = { 0 };
    utf8_visible(text, &shown);
    size_t n = 0;
    const char *from = buf_text(&shown);
    for (;;) {
        size_t step = utf8_grapheme(from + n);
        if (step == 0 || n + step >= sizeof e->text)
            break;
        n += step;
    }
    memcpy(e->text, from, n);
    e->text[n] = '\0';
    buf_free(&shown);
}

static enum outcome keep(struct error *e, enum outcome code, const char *field, const char *fmt,
                         va_list args)
{
    if (e == NULL)
        return code;
    /* Formatted aside first: the arguments may point into *e. */
    char text[ERROR_TEXT_MAX], field_copy[FIELD_ID_MAX];
    vsnprintf(text, sizeof text, fmt, args);
    snprintf(field_copy, sizeof field_copy, "%s", field);
    e->code = code;
    e->later = e->busy = false;
    memcpy(e->field, field_copy, sizeof e->field);
    keep_text(e, text);
    return code;
}

enum outcome fail(struct error *e, enum outcome code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    keep(e, code, "", fmt, args);
    va_end(args);
    return code;
}

enum outcome fail_field(struct error *e, enum outcome code, const char *field, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    keep(e, code, field, fmt, args);
    va_end(args);
    return code;
}
