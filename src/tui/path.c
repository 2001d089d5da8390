/* path.c - names of files as people type and read them: "~/" is the home folder, as in a shell. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

char *whole_path(const char *typed)
{
    struct buf path = { 0 };
    const char *home = getenv("HOME");
    if (text_starts(typed, "~/") && home != NULL)
        buf_printf(&path, "%s%s", home, typed + 1);
    else
        buf_puts(&path, typed);
    return buf_take(&path);
}

void path_told(const char *path, struct buf *out)
{
    const char *home = getenv("HOME");
    size_t n = home != NULL ? strlen(home) : 0;
    bool inside = n > 1 && text_starts(path, home) && path[n] == '/';
    buf_printf(out, "%s%s", inside ? "~" : "", inside ? path + n : path);
}

void say_written(struct ui *u, const char *path)
{
    struct buf told = { 0 };
    path_told(path, &told);
    ui_say(u, SAID_WELL, _("Written to %s."), buf_text(&told));
    buf_free(&told);
}
