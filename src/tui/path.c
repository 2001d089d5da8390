/* path.c - names of files as people type and read them: "~/" is the home folder, as in a shell. */
#include "path.h"

#include "screens.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* ---- Completing ---- */

enum { ENTRIES_MAX = 10000, TOLD_MAX = 8 }; /* of a larger folder the first are looked at */

struct matches {
    struct buf common; /* what all of them begin with */
    char *told[TOLD_MAX];
    size_t count;
};

/* Shortens to what both begin with, never in the midst of a character. */
static void keep_common(struct buf *common, const char *name)
{
    const char *text = buf_text(common);
    size_t n = 0;
    while (text[n] != '\0' && text[n] == name[n])
        n++;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    char *kept = xstrndup(text, n);
    buf_reset(common);
    buf_puts(common, kept);
    free(kept);
}

static void add_match(struct matches *m, const char *name)
{
    if (m->count == 0)
        buf_puts(&m->common, name);
    else
        keep_common(&m->common, name);
    if (m->count < TOLD_MAX)
        m->told[m->count] = xstrdup(name);
    m->count++;
}

static void look_into(const char *folder, const char *stem, struct matches *m)
{
    DIR *d = opendir(folder);
    struct dirent *entry;
    for (int n = 0; d != NULL && n < ENTRIES_MAX && (entry = readdir(d)) != NULL; n++)
        if (text_starts(entry->d_name, stem) && (entry->d_name[0] != '.' || stem[0] == '.'))
            add_match(m, entry->d_name);
    if (d != NULL)
        closedir(d);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void tell_matches(struct matches *m, struct buf *out)
{
    size_t n = m->count < TOLD_MAX ? m->count : TOLD_MAX;
    qsort(m->told, n, sizeof m->told[0], by_name);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "", m->told[i]);
    buf_puts(out, m->count > n ? ", …" : "");
}

size_t path_complete(const char *typed, struct buf *out, struct buf *others)
{
    const char *slash = strrchr(typed, '/');
    size_t head = slash != NULL ? (size_t)(slash - typed) + 1 : 0;
    char *before = xstrndup(typed, head), *folder = whole_path(head > 0 ? before : ".");
    struct matches m = { 0 };
    look_into(folder, typed + head, &m);
    buf_printf(out, "%s%s", before, m.count > 0 ? buf_text(&m.common) : typed + head);
    char *whole = whole_path(buf_text(out));
    struct stat what;
    if (m.count == 1 && stat(whole, &what) == 0 && S_ISDIR(what.st_mode))
        buf_putc(out, '/');
    if (m.count > 1)
        tell_matches(&m, others);
    for (size_t i = 0; i < m.count && i < TOLD_MAX; i++)
        free(m.told[i]);
    buf_free(&m.common);
    free(whole);
    free(folder);
    free(before);
    return m.count;
}
