/* Putting a decision aside: a row of its own, so that nobody contributes to what they hold, and so
 * that everybody who could decide sees who holds it, why, and until when. */
#include "hold.h"

#include <string.h>

enum { HOLDS_MAX = 2000 };

enum outcome holds_read(struct session *s, struct page *out, struct error *e)
{
    static const char *const standing[] = { "held", NULL };
    struct query q = { .kind = &kind_hold, .states = standing, .limit = HOLDS_MAX };
    return store_page(s->store, &q, out, e);
}

static bool is_on(const struct record *hold, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    return strcmp(record_text(hold, "of_record"), id) == 0 &&
           strcmp(record_text(hold, "of_kind"), r->kind->id) == 0;
}

const struct record *hold_on(const struct page *holds, const struct record *r, const char *me,
                             day today)
{
    const struct record *found = NULL;
    for (size_t i = 0; i < holds->count; i++) {
        const struct record *hold = holds->rows[i];
        bool mine = strcmp(record_text(hold, "person"), me) == 0;
        if (is_on(hold, r) && record_number(hold, "of_rev") == r->rev &&
            record_number(hold, "until") > today && (mine || !found))
            found = hold;
    }
    return found;
}

/* Mine on any version of r, copied; NULL: none. */
static enum outcome my_hold(struct session *s, const struct record *r, struct record **out,
                            struct error *e)
{
    struct page holds = { 0 };
    enum outcome result = holds_read(s, &holds, e);
    *out = NULL;
    for (size_t i = 0; result == DONE && i < holds.count && !*out; i++)
        if (is_on(holds.rows[i], r) &&
            strcmp(record_text(holds.rows[i], "person"), session_author(s)) == 0)
            *out = record_copy(holds.rows[i]);
    page_free(&holds);
    return result;
}

static void fill(struct session *s, struct record *hold, const struct record *r, const char *reason)
{
    char id[ID_TEXT_LEN + 1];
    struct buf name = { 0 };
    id_text(r->id, id);
    record_name(r, &name);
    value_set_text(record_value(hold, "about"), buf_text(&name));
    value_set_text(record_value(hold, "person"), session_author(s));
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

static enum outcome write(struct session *s, struct record *hold, struct error *e)
{
    const struct right right = { hold->id ? RIGHT_EDIT : RIGHT_NEW, &kind_hold, NULL };
    const struct change change = { hold->id ? "edit" : "new", "" };
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
        result = write(s, hold, e);
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
