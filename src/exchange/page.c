/* page.c - a web page under the name of a sheet: the helper program loket-paper, which knows the
 * libraries for it, turns its tables into rows. */
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parts.h"

#ifndef LOKET_LIBEXEC
#define LOKET_LIBEXEC "/usr/local/libexec/loket"
#endif

extern char **environ;

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

/* ---- The helper ---- */

/* Beside loket itself, as it is built, or in `below` seen from there. */
static bool beside(char *path, size_t n, const char *below)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    return snprintf(path, n, "%s/%s", self, below) < (int)n && access(path, X_OK) == 0;
}

static bool find_helper(char *path, size_t n)
{
    const char *said = getenv("LOKET_PAPER");
    if (said && *said)
        return snprintf(path, n, "%s", said) < (int)n;
    return beside(path, n, "loket-paper") || beside(path, n, "../libexec/loket/loket-paper") ||
           (snprintf(path, n, "%s/loket-paper", LOKET_LIBEXEC) < (int)n && access(path, X_OK) == 0);
}

/* Runs `loket-paper html -` from one file to the other; its exit status, or -1. */
static int run_helper(const char *path, int in, int out)
{
    char *const words[] = { "loket-paper", "html", "-", NULL };
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    int why = posix_spawn(&child, path, &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (why != 0)
        return -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum outcome page_read(struct source **source, struct error *e)
{
    char path[PATH_MAX];
    if (!find_helper(path, sizeof path))
        return fail(e, FAULT,
                    _("This is a web page, and the program loket-paper that reads its tables is "
                      "not installed. Install it beside loket, or save the page as CSV in a "
                      "spreadsheet program."));
    int in = source_bytes_file(*source), out = file_unnamed();
    int status = in >= 0 && out >= 0 ? run_helper(path, in, out) : -1;
    if (in >= 0)
        close(in);
    if (status != 0) {
        if (out >= 0)
            close(out);
        return fail(e, FAULT,
                    _("The tables of this web page could not be read. Save it as CSV in a "
                      "spreadsheet program and take that file."));
    }
    source_close(source);
    *source = source_of_file(out);
    return DONE;
}
