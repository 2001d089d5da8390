/* backup_place.c - where backups lie: their whole path, and whether the database lies there, too.
 */
#include "backup.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The nearest folder above that is there, with links followed; NULL: none. The caller's. */
static char *folder_there(const char *path)
{
    char *at = *path ? xstrdup(path) : xstrdup("."), *real;
    while (!(real = realpath(at, NULL))) {
        char *slash = strrchr(at, '/');
        if (!slash && strcmp(at, ".") == 0)
            break;
        if (!slash) {
            at[0] = '.';
            at[1] = '\0';
        } else if (slash == at) {
            at[1] = '\0';
        } else {
            *slash = '\0';
        }
    }
    free(at);
    return real;
}

static bool is_within(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (!path[n] || path[n] == '/' || folder[n - 1] == '/');
}

/* Both on one share: a place of the network that is mounted once. */
static bool on_one_share(const char *store, const char *path)
{
    struct share_look a = { 0 }, b = { 0 };
    struct buf within = { 0 };
    buf_printf(&within, "%s/x", path); /* share_look() wants a file, whose folder is there */
    bool one = share_look(store, 0, &a, NULL) == DONE &&
               share_look(buf_text(&within), 0, &b, NULL) == DONE && a.kind != SHARE_LOCAL &&
               strcmp(buf_text(&a.place), buf_text(&b.place)) == 0;
    share_look_free(&a);
    share_look_free(&b);
    buf_free(&within);
    return one;
}

bool act_backup_beside(const char *store, const char *path, struct buf *why)
{
    char *there = folder_there(path), *file = realpath(store, NULL);
    char *slash = file ? strrchr(file, '/') : NULL;
    bool beside = false;
    if (slash && there) {
        char *home = xstrndup(file, slash == file ? 1 : (size_t)(slash - file));
        beside = is_within(there, home) || on_one_share(file, there);
        free(home);
    }
    if (beside)
        buf_printf(why,
                   _("%s lies where the database itself does: what befalls one befalls the "
                     "backup, too. Choose a folder on another disk."),
                   path);
    free(there);
    free(file);
    return beside;
}

enum outcome backup_whole_path(const char *path, struct buf *out, struct error *e)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash          ? xstrdup(".")
                   : slash == path ? xstrdup("/")
                                   : xstrndup(path, (size_t)(slash - path));
    char *real = realpath(folder, NULL);
    enum outcome result = DONE;
    if (!real)
        result = fail(e, FAULT,
                      _("The folder %s cannot be reached. Check the path and that its disk is "
                        "there."),
                      folder);
    else
        buf_printf(out, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/",
                   slash ? slash + 1 : path);
    free(real);
    free(folder);
    return result;
}
