/* id.c - identifiers: 41 bits of milliseconds since 2020, 16 of desk, 6 of counter. */
#include "ascii.h"

#include "loket/base.h"

#include <string.h>

static const moment EPOCH = INT64_C(1577836800000); /* 2020-01-01T00:00:00Z */
static const moment LAST_TICK = (INT64_C(1) << 41) - 1;

/* Crockford base 32: no I, L, O or U. */
static const char DIGITS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int64_t id_make(moment now, uint16_t desk, unsigned counter)
{
    /* A clock before 2020 or after 2089 is wrong; the id still has to be one. */
    int64_t tick = now < EPOCH ? 0 : now - EPOCH;
    if (tick > LAST_TICK)
        tick = LAST_TICK;
    unsigned low = counter & ((1U << ID_COUNTER_BITS) - 1);
    return (tick << (ID_DESK_BITS + ID_COUNTER_BITS)) | ((int64_t)desk << ID_COUNTER_BITS) | low;
}

void id_text(int64_t id, char out[ID_TEXT_LEN + 1])
{
    uint64_t rest = (uint64_t)id & INT64_MAX;
    for (size_t i = ID_TEXT_LEN; i-- > 0; rest >>= 5)
        out[i] = DIGITS[rest & 31];
    out[ID_TEXT_LEN] = '\0';
}

/* The value of one digit as people copy it: either case, O is 0, I and L are 1; -1: none. */
static int digit_value(char c)
{
    char lower = to_lower(c);
    if (lower == 'o')
        return 0;
    if (lower == 'i' || lower == 'l')
        return 1;
    for (int i = 0; i < 32; i++)
        if (to_lower(DIGITS[i]) == lower)
            return i;
    return -1;
}

bool id_parse(const char *text, int64_t *id)
{
    if (strnlen(text, ID_TEXT_LEN + 1) != ID_TEXT_LEN)
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < ID_TEXT_LEN; i++) {
        int digit = digit_value(text[i]);
        /* Thirteen digits hold 65 bits, an id 63: the first is 0 to 7. */
        if (digit < 0 || (i == 0 && digit > 7))
            return false;
        value = value << 5 | (unsigned)digit;
    }
    *id = (int64_t)value;
    return true;
}
