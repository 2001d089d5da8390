/* path.c - names of files as people type and read them: "~/" is the home folder, as in a shell. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

enum outcome path_is_new(const char *path, struct error *e)
{
    struct buf told = { 0 };
    path_told(path, &told);
    enum outcome result =
        access(path, F_OK) != 0
            ? DONE
            : fail(e, BAD_DATA, _("%s is there already. Choose another name."), buf_text(&told));
    buf_free(&told);
    return result;
}

void say_written(struct ui *u, const char *path)
{
    struct buf told = { 0 };
    path_told(path, &told);
    ui_say(u, SAID_WELL, _("Written to %s."), buf_text(&told));
    buf_free(&told);
}
