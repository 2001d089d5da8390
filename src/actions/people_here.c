/* Who logged in at this desk: while the share is away only they may, and for some days only. Their
 * wrapped keys are the only ones that lie here, in the desk's copy (copy.c). */
#include "away.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

enum { KEY_MAX = 80 };

/* When somebody last logged in here with the share there: a setting of the desk. */
static enum outcome key_of(struct session *s, int64_t user, char out[KEY_MAX], struct error *e)
{
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    snprintf(out, KEY_MAX, "login.here:%s:%lld", result == DONE ? uuid : "", (long long)user);
    return result;
}

static enum outcome last_here(struct session *s, int64_t user, moment *out, struct error *e)
{
    char key[KEY_MAX];
    struct buf text = { 0 };
    *out = 0;
    enum outcome result = key_of(s, user, key, e);
    if (result == DONE)
        result = desk_setting_get(s->desk, key, &text, e);
    if (result == DONE && text.len)
        (void)integer_parse(buf_text(&text), out);
    buf_free(&text);
    return result;
}

bool person_was_here(struct session *s, int64_t user)
{
    moment last;
    return last_here(s, user, &last, NULL) == DONE && last;
}

/* Where the copy cannot take the keys now, it is tried again at the next log-in. */
void person_is_here(struct session *s, const struct person *p)
{
    char key[KEY_MAX], now[24];
    if (s->away || p->root || key_of(s, p->id, key, NULL) != DONE)
        return;
    bool before = person_was_here(s, p->id);
    snprintf(now, sizeof now, "%lld", (long long)session_now(s));
    if (desk_setting_put(s->desk, key, now, NULL) == DONE && !before &&
        copy_person(s, p->id, NULL) != DONE)
        (void)desk_setting_put(s->desk, key, NULL, NULL);
}

static enum outcome too_long_ago(const struct session *s, const char *name, moment last,
                                 int64_t days, struct error *e)
{
    struct buf text = { 0 };
    moment_local(last, session_zone(s), &text);
    enum outcome result =
        fail(e, FORBIDDEN,
             _("While the share is away people may log in for %lld days after they did with it "
               "(rule login.away_days); %s last did on %s. Log in again when it is back."),
             (long long)days, name, buf_text(&text));
    buf_free(&text);
    return result;
}

static enum outcome recently_here(struct session *s, const struct record *user, struct error *e)
{
    const char *name = record_text(user, "name");
    moment last = 0;
    int64_t days = 0;
    enum outcome result = last_here(s, user->id, &last, e);
    if (result == DONE && !last)
        return fail(e, FORBIDDEN,
                    _("%s has not logged in at this desk yet; while the share is away only people "
                      "who did may. Use a desk where you did, or wait until the share is back."),
                    name);
    if (result == DONE)
        result = rule_number(s, "login.away_days", session_today(s), &days, e);
    day since = moment_day(last, session_zone(s));
    if (result == DONE && days && session_today(s) - since > days)
        return too_long_ago(s, name, last, days, e);
    return result;
}

enum outcome person_may_be_away(struct session *s, const char *name, struct error *e)
{
    static const char *const active[] = { "active", NULL };
    struct record *user = NULL;
    if (strcmp(name, "root") == 0)
        return share_is_away(e);
    enum outcome result = user_find(s, name, active, &user, e);
    if (result == DONE && user)
        result = recently_here(s, user, e);
    record_free(&user);
    return result;
}
