/* Passphrases: out of a file or off the terminal without echo; never an argument, and wiped once
 * they were used. */
#include "private.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSPHRASE_LIMIT = 4096 };

void passphrase_free(struct buf *b)
{
    wipe_buf(b);
}

static enum outcome from_file(const char *path, struct buf *out, struct error *e)
{
    enum outcome result = file_read(path, PASSPHRASE_LIMIT, out, e);
    if (result == DONE && out->len && out->data[out->len - 1] == '\n')
        out->len--;
    return result;
}

/* One line from the terminal, unseen. */
static enum outcome from_terminal(const char *prompt, struct buf *out, struct error *e)
{
    struct termios seen, unseen;
    char c;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &seen) != 0)
        return fail(e, MISUSED,
                    _("A passphrase is needed: name a file with --passphrase-file, or set "
                      "LOKET_PASSPHRASE_FILE."));
    fputs(prompt, stderr);
    unseen = seen;
    unseen.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    while (out->len < PASSPHRASE_LIMIT && read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
        buf_putc(out, c);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
    fputc('\n', stderr);
    return DONE;
}

enum outcome passphrase_read(const char *file, const char *prompt, struct buf *out, struct error *e)
{
    return file ? from_file(file, out, e) : from_terminal(prompt, out, e);
}

enum outcome call_login(struct call *c, struct error *e)
{
    struct buf passphrase = { 0 };
    if (!c->user)
        return DONE;
    enum outcome result = passphrase_read(c->passphrase_file, _("Passphrase: "), &passphrase, e);
    if (result == DONE)
        result = session_login(c->session, c->user, buf_text(&passphrase), passphrase.len, e);
    passphrase_free(&passphrase);
    return result;
}
