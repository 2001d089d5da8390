/* bell.c - a file of eight bytes that each commit changes, so that idle desks need not ask the
 * database whether it changed (share protocol, rule 17). The first two bytes are the number of the
 * desk that wrote, the others come from its transaction's id: no two rings are the same, and a
 * ring needs no lock. One that is lost is made up for by the next look at the database. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "others.h"

static void bell_path(const struct store *s, struct buf *out)
{
    buf_printf(out, "%s-bell", s->db.path);
}

static bool bell_read(const struct store *s, unsigned char out[BELL_BYTES])
{
    struct buf path = { 0 };
    bell_path(s, &path);
    int fd = open(buf_text(&path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    buf_free(&path);
    bool read = fd >= 0 && pread(fd, out, BELL_BYTES, 0) == BELL_BYTES;
    if (fd >= 0)
        close(fd);
    return read;
}

static int hex_value(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void bell_tone(const struct store *s, const char *txn, unsigned char out[BELL_BYTES])
{
    uint16_t desk = desk_number(s->desk);
    out[0] = (unsigned char)(desk >> 8);
    out[1] = (unsigned char)desk;
    for (size_t i = 2; i < BELL_BYTES; i++, txn += 2)
        out[i] = (unsigned char)(hex_value(txn[0]) << 4 | hex_value(txn[1]));
}

/* What another desk rang meanwhile is not to be lost under our own. */
void bell_ring(struct store *s, const char *txn)
{
    struct buf path = { 0 };
    unsigned char before[BELL_BYTES];
    bell_path(s, &path);
    int fd = beside_open(buf_text(&path));
    buf_free(&path);
    if (fd < 0)
        return;
    if (pread(fd, before, BELL_BYTES, 0) == BELL_BYTES && memcmp(before, s->bell, BELL_BYTES) != 0)
        s->bell_missed = true;
    bell_tone(s, txn, s->bell);
    (void)!pwrite(fd, s->bell, BELL_BYTES, 0);
    close(fd);
}

void bell_ring_alone(struct store *s)
{
    char txn[TXN_TEXT_LEN + 1];
    desk_new_txn(txn);
    bell_ring(s, txn);
}

bool bell_moved(struct store *s)
{
    unsigned char now[BELL_BYTES];
    bool moved = s->bell_missed;
    s->bell_missed = false;
    if (bell_read(s, now) && memcmp(now, s->bell, BELL_BYTES) != 0) {
        memcpy(s->bell, now, BELL_BYTES);
        moved = true;
    }
    return moved;
}

bool bell_writer(const struct store *s, uint16_t *desk)
{
    unsigned char now[BELL_BYTES];
    if (!bell_read(s, now))
        return false;
    *desk = (uint16_t)(now[0] << 8 | now[1]);
    return true;
}
