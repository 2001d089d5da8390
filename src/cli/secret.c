/* Passphrases: out of a file or off the terminal without echo; never an argument, never printed,
 * and wiped once they were used. */
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { PASSPHRASE_LIMIT = 4096 }; /* bytes; the text of a root key fits */

void passphrase_free(struct buf *b)
{
    wipe_buf(b);
}

/* All the room it will need, at once: a buffer that grows leaves its old bytes behind. */
static void make_room(struct buf *b)
{
    buf_pad(b, '\0', PASSPHRASE_LIMIT + 1);
    buf_reset(b);
}

/* ---- Files ---- */

/* false: file_read() can say why. */
static bool read_whole(int fd, struct buf *out)
{
    char c;
    ssize_t got;
    while ((got = read(fd, &c, 1)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || out->len == PASSPHRASE_LIMIT)
            return false;
        buf_putc(out, c);
    }
    return true;
}

static void drop_line_end(struct buf *b)
{
    static const char ends[] = { '\n', '\r' }; /* as editors of either world leave it */
    for (size_t i = 0; i < sizeof ends; i++)
        if (b->len && b->data[b->len - 1] == ends[i])
            b->data[--b->len] = '\0';
}

static void warn_readable(const struct call *c, const char *path, int fd)
{
    struct stat there;
    if ((c->session && session_training(c->session)) || fstat(fd, &there) != 0 ||
        !S_ISREG(there.st_mode) || !(there.st_mode & (S_IRGRP | S_IROTH)))
        return;
    fprintf(c->io->err,
            _("loket: others on this computer can read %s; close it to them: chmod 600\n"),
            excerpt(path).text);
}

static enum outcome from_file(const struct call *c, const char *path, struct buf *out,
                              struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool whole = fd >= 0 && read_whole(fd, out);
    if (whole)
        warn_readable(c, path, fd);
    if (fd >= 0)
        close(fd);
    if (!whole) {
        wipe_buf(out);
        enum outcome result = file_read(path, PASSPHRASE_LIMIT, out, e);
        if (result != DONE)
            return result;
    }
    drop_line_end(out);
    return DONE;
}

/* ---- The terminal ---- */

static void drop_character(struct buf *b)
{
    enum { CONTINUES = 0x80, CONTINUES_MASK = 0xc0 };
    bool more = b->len > 0;
    while (more) {
        more = ((unsigned char)b->data[--b->len] & CONTINUES_MASK) == CONTINUES && b->len > 0;
        b->data[b->len] = '\0';
    }
}

/* One line, key by key; false: given up. */
static bool take_keys(struct buf *out)
{
    enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };
    char c;
    while (read(STDIN_FILENO, &c, 1) == 1) {
        if (c == '\n' || c == '\r')
            return true;
        if (c == CTRL_C || c == CTRL_D)
            return false;
        if (c == BACKSPACE || c == DELETE)
            drop_character(out);
        else if (c == CTRL_U)
            buf_reset(out);
        else if (out->len < PASSPHRASE_LIMIT)
            buf_putc(out, c);
    }
    return false;
}

/* Ctrl-C is taken as a key, so that the terminal never stays without echo. */
static enum outcome from_terminal(const char *prompt, struct buf *out, struct error *e)
{
    struct termios seen, unseen;
    if (tcgetattr(STDIN_FILENO, &seen) != 0)
        return fail(e, FAULT, _("The terminal does not answer; name a file for the passphrase."));
    unseen = seen;
    unseen.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen); /* before the prompt: who sees it may type */
    fputs(prompt, stderr);
    fflush(stderr);
    bool taken = take_keys(out);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
    fputc('\n', stderr);
    return taken ? DONE : fail(e, REFUSED, _("Given up; nothing was done."));
}

static bool same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (!a->len || memcmp(a->data, b->data, a->len) == 0);
}

static enum outcome once_more(const struct buf *first, struct error *e)
{
    struct buf again = { 0 };
    make_room(&again);
    enum outcome result = from_terminal(_("Once more: "), &again, e);
    if (result == DONE && !same(first, &again))
        result = fail(e, BAD_DATA, _("The two differ, so nothing was done. Try again."));
    passphrase_free(&again);
    return result;
}

/* ---- Asking ---- */

static enum outcome ask(const struct call *c, const char *file, const char *option, bool fresh,
                        struct buf *out, struct error *e)
{
    make_room(out);
    if (file)
        return from_file(c, file, out, e);
    if (!isatty(STDIN_FILENO))
        return fail(e, MISUSED,
                    _("A passphrase is needed and there is no terminal to ask at: name a file "
                      "with %s."),
                    option);
    enum outcome result = from_terminal(fresh ? _("New passphrase: ") : _("Passphrase: "), out, e);
    return result == DONE && fresh ? once_more(out, e) : result;
}

enum outcome passphrase_fresh(const struct call *c, struct buf *out, struct error *e)
{
    /* Who is not logged in learns that from the verb, and types no passphrase for it. */
    if (!session_logged_in(c->session))
        return DONE;
    return ask(c, c->new_passphrase_file, "--new-passphrase-file", true, out, e);
}

enum outcome passphrase_first(const struct call *c, struct buf *out, struct error *e)
{
    return ask(c, c->passphrase_file, "--passphrase-file", true, out, e);
}

enum outcome passphrase_given(const struct call *c, struct buf *out, struct error *e)
{
    return ask(c, c->passphrase_file, "--passphrase-file", false, out, e);
}

enum outcome call_login(struct call *c, struct error *e)
{
    if (!c->user)
        return DONE;
    enum outcome result = passphrase_given(c, &c->passphrase, e);
    if (result == DONE)
        result = session_login(c->session, c->user, buf_text(&c->passphrase), c->passphrase.len, e);
    if (result != DONE || !c->keep_passphrase)
        passphrase_free(&c->passphrase);
    return result;
}
