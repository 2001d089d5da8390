/* lease.c - identifiers: a lease takes whole milliseconds out of desk.db, so that processes of one
 * user never give out the same identifier, and none goes back behind the last one given, whatever
 * the clock does. */
#include "desk.h"

enum {
    LEASE_AGE_MS = 60 * 1000,       /* an older lease is left unused */
    LEASE_MOST = 1000 * 1000,       /* identifiers at once: sixteen seconds' worth */
    EACH_MS = 1 << ID_COUNTER_BITS, /* identifiers of one millisecond */
    ID_TIME_BITS = 41,
};
/* 2020-01-01T00:00:00Z, where identifiers begin to count. */
#define ID_EPOCH ((moment)1577836800 * 1000)

static int64_t lease_left(const struct lease *l)
{
    return (l->end - l->next) * EACH_MS - l->counter;
}

/* Another process took a lease after ours: what is left of ours would go back behind its ids. */
static enum outcome lease_holds(struct desk *d, size_t count, bool *holds, struct error *e)
{
    moment age = clock_now(d->clock) - d->lease.taken;
    *holds = lease_left(&d->lease) >= (int64_t)count && age >= 0 && age <= LEASE_AGE_MS;
    if (!*holds)
        return DONE;
    int64_t next = 0;
    enum outcome o = sql_number(&d->db, "SELECT next FROM desk", &next, e);
    *holds = o == DONE && next == d->lease.end;
    return o;
}

/* Inside a transaction. */
static enum outcome lease_write(struct desk *d, moment length, struct error *e)
{
    int64_t next = 0;
    moment now = clock_now(d->clock);
    enum outcome o = sql_number(&d->db, "SELECT next FROM desk", &next, e);
    if (o != DONE)
        return o;
    if (next < now)
        next = now;
    if (next < ID_EPOCH)
        next = ID_EPOCH;
    if (next + length - ID_EPOCH >= (moment)1 << ID_TIME_BITS)
        return fail(e, FAULT,
                    _("The clock of this computer is far ahead; set it right, then start again."));
    struct sql *q = NULL;
    o = sql_open(&d->db, "UPDATE desk SET next = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, next + length);
    o = sql_run(q, e);
    d->lease = (struct lease){ .next = next, .end = next + length, .taken = now };
    return o;
}

static enum outcome lease_take(struct desk *d, size_t count, struct error *e)
{
    moment length = ((moment)count + EACH_MS - 1) / EACH_MS;
    enum outcome o = desk_begin(d, e);
    if (o != DONE)
        return o;
    o = desk_end(d, lease_write(d, length, e), e);
    if (o != DONE)
        d->lease = (struct lease){ 0 };
    return o;
}

static enum outcome lease_ensure(struct desk *d, size_t count, struct error *e)
{
    bool holds = false;
    enum outcome o = lease_holds(d, count, &holds, e);
    if (o != DONE || holds)
        return o;
    return lease_take(d, count, e);
}

enum outcome desk_new_id(struct desk *d, int64_t *id, struct error *e)
{
    desk_enter(d);
    enum outcome o = lease_ensure(d, 1, e);
    if (o == DONE) {
        struct lease *l = &d->lease;
        *id = id_make(l->next, d->number, l->counter++);
        if (l->counter == EACH_MS) {
            l->counter = 0;
            l->next++;
        }
    }
    desk_leave(d);
    return o;
}

enum outcome desk_lease(struct desk *d, size_t count, struct error *e)
{
    if (count > LEASE_MOST)
        return fail(e, MISUSED, _("At most %d identifiers can be taken at once; take fewer."),
                    LEASE_MOST);
    desk_enter(d);
    enum outcome o = lease_ensure(d, count, e);
    desk_leave(d);
    return o;
}

void desk_new_txn(char out[TXN_TEXT_LEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[TXN_TEXT_LEN / 2];
    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[TXN_TEXT_LEN] = '\0';
}
