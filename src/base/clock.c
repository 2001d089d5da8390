/* clock.c - the machine's time of day. */
#include "loket/base.h"

#include <time.h>

static moment system_now(void *context)
{
    (void)context;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (moment)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const struct clock system_clock = { .now = system_now };

moment clock_now(const struct clock *c)
{
    return c->now(c->context);
}
