/* pulse.c - the desk's own beat. What others have filed shows by itself, and they see what is being
 * edited here; a desk where nothing happens sends nothing to the terminal. */
#include "pulse.h"

#include "screens.h"

#include <stdlib.h>

enum { BEAT_LEAST_MS = 1500, BEAT_SPREAD_MS = 1001, SECOND_MS = 1000 };

struct pulse_ask {
    struct ask ask;
    const struct kind *editing;
    int64_t id;
    struct tick tick;
};

static void release(struct ask *ask)
{
    buf_free(&((struct pulse_ask *)ask)->tick.trouble);
}

/* Two seconds, a quarter more or less: desks that were started together do not stay so. */
static moment next_beat(moment now)
{
    uint64_t mixed = (uint64_t)now * UINT64_C(0x9E3779B97F4A7C15);
    return now + BEAT_LEAST_MS + (moment)((mixed >> 33) % BEAT_SPREAD_MS);
}

static void work(struct ask *ask)
{
    struct pulse_ask *a = (struct pulse_ask *)ask;
    ask->outcome = act_tick(ask->session, a->editing, a->id, &a->tick, &ask->error);
}

static void say_clock(struct ui *u, int64_t off_ms)
{
    bool off = off_ms != 0;
    if (off && !u->clock_said)
        ui_say(u, SAID_BADLY,
               off_ms > 0 ? _("This computer's clock is %lld seconds ahead of the share's: have "
                              "it set.")
                          : _("This computer's clock is %lld seconds behind the share's: have it "
                              "set."),
               (long long)(llabs(off_ms) / SECOND_MS));
    u->clock_said = off;
}

/* Once, not with every beat. */
static void say_trouble(struct ui *u, const struct buf *trouble)
{
    if (trouble->len && !u->trouble_said)
        ui_say(u, SAID_BADLY, "%s", buf_text(trouble));
    u->trouble_said = trouble->len > 0;
}

/* What lies below looks anew once it is shown again, as after a change of our own. */
static void take_news(struct ui *u)
{
    struct screen *s = ui_screen(u);
    u->stale = false;
    u->saves++;
    if (s != NULL && s->class->news != NULL)
        s->class->news(s);
}

static void answer(struct ask *ask)
{
    const struct pulse_ask *a = (struct pulse_ask *)ask;
    struct ui *u = ask->ui;
    u->pulsing = false;
    say_trouble(u, &a->tick.trouble);
    if (ask->outcome != DONE)
        return; /* the title says it */
    say_clock(u, a->tick.clock_off_ms);
    if (a->tick.changed || u->stale)
        take_news(u);
}

void pulse_tick(struct ui *u, moment now)
{
    if (u->session == NULL || u->pulsing || pulse_patience(u, now) != 0)
        return;
    struct pulse_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    form_editing(u, &a->editing, &a->id);
    u->pulsing = true;
    u->pulse_at = next_beat(now);
    ask_post(&a->ask, AT_SHARE);
}

int pulse_patience(const struct ui *u, moment now)
{
    if (u->session == NULL || u->pulsing)
        return -1;
    moment left = u->pulse_at - now;
    return left <= 0 || left > BEAT_LEAST_MS + BEAT_SPREAD_MS ? 0 : (int)left;
}
