/* Putting a decision aside: a row of its own, so that nobody contributes to what they hold, and so
 * that everybody who could decide sees who holds it, why, and until when. */
#include "hold.h"

#include <string.h>

enum { HOLDS_MAX = 2000 };

static const char *const standing[] = { "held", NULL };

enum outcome holds_read(struct session *s, struct page *out, struct error *e)
{
    struct query q = { .kind = &kind_hold, .states = standing, .limit = HOLDS_MAX };
    return store_page(s->store, &q, out, e);
}

static enum outcome holds_of(struct session *s, const struct record *r, struct page *out,
                             struct error *e)
{
    char id[ID_TEXT_LEN + 1];
    struct filter of = { .field = "of_record", .how = IS, .value = { .text = id, .set = true } };
    struct query q = { .kind = &kind_hold,
                       .filters = &of,
                       .filter_count = 1,
                       .states = standing,
                       .limit = HOLDS_MAX };
    id_text(r->id, id);
    return store_page(s->store, &q, out, e);
}

static bool is_on(const struct record *hold, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    return strcmp(record_text(hold, "of_record"), id) == 0 &&
           strcmp(record_text(hold, "of_kind"), r->kind->id) == 0;
}

bool hold_lasts(const struct record *hold, day today)
{
    return record_number(hold, "until") > today;
}

/* Only what was handed over may be a role's. */
bool hold_is_mine(const struct session *s, const struct record *hold)
{
    const char *holder = record_text(hold, "person");
    return *record_text(hold, "given_by") ? session_is(s, holder)
                                          : strcmp(holder, session_author(s)) == 0;
}

const struct record *hold_on(const struct session *s, const struct page *holds,
                             const struct record *r)
{
    const struct record *found = NULL;
    for (size_t i = 0; i < holds->count; i++) {
        const struct record *hold = holds->rows[i];
        bool mine = hold_is_mine(s, hold);
        if (is_on(hold, r) && record_number(hold, "of_rev") == r->rev &&
            hold_lasts(hold, session_today(s)) && (mine || !found))
            found = hold;
    }
    return found;
}

/* Mine on any version of r, copied; NULL: none. */
static enum outcome my_hold(struct session *s, const struct record *r, struct record **out,
                            struct error *e)
{
    struct page holds = { 0 };
    enum outcome result = holds_of(s, r, &holds, e);
    *out = NULL;
    for (size_t i = 0; result == DONE && i < holds.count && !*out; i++)
        if (is_on(holds.rows[i], r) && hold_is_mine(s, holds.rows[i]))
            *out = record_copy(holds.rows[i]);
    page_free(&holds);
    return result;
}

static void fill(struct session *s, struct record *hold, const struct record *r, const char *reason)
{
    char id[ID_TEXT_LEN + 1];
    struct buf name = { 0 };
    id_text(r->id, id);
    record_known(r, &name);
    value_set_text(record_value(hold, "about"), buf_text(&name));
    value_set_text(record_value(hold, "person"), session_author(s));
    value_clear(record_value(hold, "given_by"));
    value_set_text(record_value(hold, "reason"), reason);
    value_set_text(record_value(hold, "of_kind"), r->kind->id);
    value_set_text(record_value(hold, "of_record"), id);
    value_set_number(record_value(hold, "of_rev"), r->rev);
    buf_free(&name);
}

static enum outcome check(struct session *s, const struct record *hold, struct error *e)
{
    const char *reason = record_text(hold, "reason");
    if (reason[strspn(reason, " ")] == '\0')
        return fail_field(e, REFUSED, "reason",
                          _("Write in words what it waits for; colleagues read it."));
    if (record_number(hold, "until") <= session_today(s))
        return fail_field(e, REFUSED, "until",
                          _("It comes back on a day to come; type one, such as h+1 for tomorrow."));
    return DONE;
}

static enum outcome write(struct session *s, struct record *hold, const char *note, struct error *e)
{
    const struct right right = { hold->id ? RIGHT_EDIT : RIGHT_NEW, &kind_hold, NULL };
    const struct change change = { hold->id ? "edit" : "new", note };
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = store_save(s->store, hold, &change, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

enum outcome act_hold(struct session *s, const struct record *r, const char *until,
                      const char *reason, struct error *e)
{
    struct reading how = session_reading(s, SPELL_SCREEN);
    struct record *hold = NULL;
    enum outcome result = my_hold(s, r, &hold, e);
    if (!hold)
        hold = record_new(&kind_hold);
    fill(s, hold, r, reason);
    if (result == DONE)
        result = record_put(hold, "until", &how, until, e);
    if (result == DONE)
        result = check(s, hold, e);
    if (result == DONE)
        result = write(s, hold, "", e);
    record_free(&hold);
    return result;
}

enum outcome act_hold_lift(struct session *s, const struct record *r, struct error *e)
{
    struct record *hold = NULL;
    enum outcome result = my_hold(s, r, &hold, e);
    if (result == DONE && hold)
        result = act_step(
            s, &(struct step_request){ .kind = &kind_hold, .id = hold->id, .verb = "lift" }, NULL,
            e);
    record_free(&hold);
    return result;
}

enum outcome hold_give(struct session *s, const struct handover *h, struct error *e)
{
    struct record *hold = NULL;
    enum outcome result = store_load(s->store, &kind_hold, h->id, &hold, e);
    if (result == DONE && (strcmp(hold->state, "held") != 0 || !hold_is_mine(s, hold)))
        result = fail(e, REFUSED,
                      _("This is not held by you any more. `loket handover list` shows what is."));
    if (result == DONE) {
        value_set_text(record_value(hold, "person"), h->to);
        value_set_text(record_value(hold, "given_by"), session_author(s));
        result = write(s, hold, h->words, e);
    }
    record_free(&hold);
    return result;
}

enum outcome holds_lift(struct session *s, const struct record *r, struct error *e)
{
    struct page holds = { 0 };
    enum outcome result = holds_of(s, r, &holds, e);
    for (size_t i = 0; result == DONE && i < holds.count; i++) {
        if (!is_on(holds.rows[i], r))
            continue;
        holds.rows[i]->state = flow_state(kind_hold.flow, "lifted")->id;
        result = store_save(s->store, holds.rows[i], &(struct change){ "lift", "" }, e);
    }
    page_free(&holds);
    return result;
}
