/* bill_price.c - the arithmetic of a bill: quantities between units, amounts rounded by a rule. All
 * whole numbers, in 128 bits where a product needs them; nothing is cut without being told. */

#include "loket/records.h"

__extension__ typedef __int128 wide;

/* Half away from zero; both are positive here. */
static wide nearest(wide a, wide b)
{
    return (a + b / 2) / b;
}

static bool fits(wide v, int64_t *out)
{
    *out = (int64_t)v;
    return v >= 0 && v <= (wide)INT64_MAX;
}

bool bill_convert(int64_t quantity, unsigned decimals, int64_t from, int64_t to, int64_t *out)
{
    wide scaled = quantity;
    if (quantity < 0 || from <= 0 || to <= 0 || decimals > BILL_DECIMALS)
        return false;
    for (unsigned i = decimals; i < BILL_DECIMALS; i++)
        scaled *= 10;
    return fits(nearest(scaled * from, to), out);
}

bool bill_amount(int64_t price, int64_t quantity, int64_t times, struct rounding how, int64_t *out)
{
    wide step = (wide)how.to * 100 * BILL_ONE; /* price is in hundredths, quantity in millionths */
    wide exact;
    if (price < 0 || quantity < 0 || times < 0 || how.to <= 0 ||
        __builtin_mul_overflow((wide)price * quantity, (wide)times, &exact))
        return false;
    wide steps = how.way == ROUND_UP     ? (exact + step - 1) / step
                 : how.way == ROUND_DOWN ? exact / step
                                         : nearest(exact, step);
    return steps <= (wide)INT64_MAX && fits(steps * how.to * 100, out);
}
