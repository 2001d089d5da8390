/* page.c - a web page under the name of a sheet: the helper program loket-paper, which knows the
 * libraries for it, turns its tables into rows. */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "parts.h"

static bool holds(const char *head, size_t n, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= n; i++)
        if (strncasecmp(head + i, word, length) == 0)
            return true;
    return false;
}

bool page_is(const char *head, size_t n)
{
    size_t at = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < n && strchr(" \t\r\n", head[at]))
        at++;
    return at < n && head[at] == '<' &&
           (holds(head, n, "<html") || holds(head, n, "<!doctype html") ||
            holds(head, n, "<table"));
}

enum outcome page_read(struct source **source, struct error *e)
{
    static const char *const words[] = { "html", "-", NULL };
    int in = source_bytes_file(*source), out = file_unnamed();
    int status = in >= 0 && out >= 0 ? paper_run(words, in, out) : PAPER_FAILED;
    if (in >= 0)
        close(in);
    if (status != 0 && out >= 0)
        close(out);
    if (status == PAPER_MISSING)
        return fail(e, FAULT,
                    _("This is a web page, and the program loket-paper that reads its tables is "
                      "not installed. Install it beside loket, or save the page as CSV in a "
                      "spreadsheet program."));
    if (status != 0)
        return fail(e, FAULT,
                    _("The tables of this web page could not be read. Save it as CSV in a "
                      "spreadsheet program and take that file."));
    source_close(source);
    *source = source_of_file(out);
    return DONE;
}
