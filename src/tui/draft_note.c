/* draft_note.c - what is kept beside a draft. */
#include "draft_note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEWLINE_MARK = 0x1E };

void draft_note_add(struct buf *note, const char *mark, const char *text)
{
    buf_printf(note, "%s\t", mark);
    for (; *text != '\0'; text++)
        buf_putc(note, *text == '\n' ? NEWLINE_MARK : *text);
    buf_putc(note, '\n');
}

void draft_note_each(const char *note,
                     void (*each)(void *context, const char *mark, const char *text), void *context)
{
    char *copy = xstrdup(note), *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *text = strchr(line, '\t');
        if (text == NULL)
            continue;
        *text++ = '\0';
        for (char *c = text; *c != '\0'; c++)
            if (*c == NEWLINE_MARK)
                *c = '\n';
        each(context, line, text);
    }
    free(copy);
}
