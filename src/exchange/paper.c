/* paper.c - starts the helper program loket-paper, which knows the large libraries: one paper in,
 * one out. */
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parts.h"

#ifndef LOKET_LIBEXEC
#define LOKET_LIBEXEC "/usr/local/libexec/loket"
#endif

enum { WORDS_MAX = 8, PAPER_BYTES_MAX = 64 << 20 };

extern char **environ;

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

int paper_run(const char *const *words, int in, int out)
{
    char path[PATH_MAX];
    char *argv[WORDS_MAX + 2] = { "loket-paper" };
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = -1;
    if (!find_helper(path, sizeof path))
        return PAPER_MISSING;
    for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
        argv[i + 1] = (char *)(uintptr_t)words[i]; /* argv is char * by custom, and not written */
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    int why = posix_spawn(&child, path, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (why != 0)
        return PAPER_FAILED;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : PAPER_FAILED;
}

/* ---- From memory to memory ---- */

static int file_holding(const struct buf *bytes)
{
    int fd = file_unnamed();
    size_t at = 0;
    while (fd >= 0 && at < bytes->len) {
        ssize_t n = write(fd, bytes->data + at, bytes->len - at);
        if (n < 0 && errno != EINTR) {
            close(fd);
            return -1;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

static bool read_whole(int fd, struct buf *out)
{
    char piece[1 << 14];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) < 0)
        return false;
    while ((n = read(fd, piece, sizeof piece)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || out->len + (size_t)n > PAPER_BYTES_MAX)
            return false;
        buf_add(out, piece, (size_t)n);
    }
    return true;
}

enum outcome paper_make(const char *const *words, const struct buf *in, struct buf *out,
                        struct error *e)
{
    int from = file_holding(in), to = file_unnamed();
    int status = from >= 0 && to >= 0 ? paper_run(words, from, to) : PAPER_FAILED;
    bool whole = status == 0 && read_whole(to, out);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    if (status == PAPER_MISSING)
        return fail(e, FAULT,
                    _("The program loket-paper, which makes papers and calendars, is not "
                      "installed. Install it beside loket."));
    if (!whole)
        return fail(e, FAULT,
                    _("The program loket-paper could not make it. Is the disk full, or is it of "
                      "another version than loket?"));
    return DONE;
}
