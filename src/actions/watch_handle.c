/* What people did about something that lapses: a row of the kind handling for each time. */
#include "watch.h"

#include <string.h>

enum { MARKS_MAX = 2000 };

static const char *const standing[] = { "handled", NULL };

enum outcome watch_handlings(struct session *s, day from, day to, struct page *out, struct error *e)
{
    struct filter days[] = {
        { .field = "lapses_on", .how = AT_LEAST, .value = { .num = from, .set = true } },
        { .field = "lapses_on", .how = AT_MOST, .value = { .num = to, .set = true } },
    };
    struct query q = { .kind = &kind_handling,
                       .filters = days,
                       .filter_count = COUNT(days),
                       .states = standing,
                       .limit = MARKS_MAX };
    return store_page(s->store, &q, out, e);
}

/* "valid_to", "document.valid_to/0ABC..." */
static void field_key(const struct watched *w, struct buf *out)
{
    char line[ID_TEXT_LEN + 1];
    watch_field_id(w, out);
    if (!w->line)
        return;
    id_text(w->line, line);
    buf_printf(out, "/%s", line);
}

static bool is_about(const struct record *mark, const struct watched *w, const char *id)
{
    struct buf key = { 0 };
    if (record_number(mark, "lapses_on") != w->on ||
        strcmp(record_text(mark, "of_record"), id) != 0 ||
        strcmp(record_text(mark, "of_kind"), w->kind->id) != 0)
        return false;
    field_key(w, &key);
    bool same = strcmp(record_text(mark, "of_field"), buf_text(&key)) == 0;
    buf_free(&key);
    return same;
}

static bool holds(const struct session *s, const struct record *mark)
{
    const struct value *until = record_value(mark, "until");
    return !until->set || until->num > session_today(s);
}

/* What is not there has no id: its day tells it apart. */
static void record_key(const struct watched *w, char id[ID_TEXT_LEN + 1])
{
    id[0] = '\0';
    if (w->id)
        id_text(w->id, id);
}

const struct record *watch_handling(const struct session *s, const struct page *marks,
                                    const struct watched *w)
{
    const struct record *found = NULL;
    char id[ID_TEXT_LEN + 1];
    record_key(w, id);
    for (size_t i = 0; i < marks->count; i++)
        if (is_about(marks->rows[i], w, id) && holds(s, marks->rows[i]) &&
            (!found || marks->rows[i]->id > found->id))
            found = marks->rows[i];
    return found;
}

static void fill(struct session *s, const struct watched *w, struct record *mark)
{
    struct buf text = { 0 };
    char id[ID_TEXT_LEN + 1];
    record_key(w, id);
    buf_printf(&text, "%s · ", w->name);
    watch_what(w, &text);
    value_set_text(record_value(mark, "about"), buf_text(&text));
    buf_reset(&text);
    field_key(w, &text);
    value_set_text(record_value(mark, "of_field"), buf_text(&text));
    value_set_text(record_value(mark, "of_kind"), w->kind->id);
    value_set_text(record_value(mark, "of_record"), id);
    value_set_text(record_value(mark, "person"), session_author(s));
    value_set_number(record_value(mark, "lapses_on"), w->on);
    buf_free(&text);
}

static enum outcome check(struct session *s, const struct record *mark, struct error *e)
{
    const char *reason = record_text(mark, "reason");
    const struct value *until = record_value(mark, "until");
    if (reason[strspn(reason, " ")] == '\0')
        return fail_field(e, REFUSED, "reason",
                          _("Write in words what was done about it; colleagues read it."));
    if (until->set && until->num <= session_today(s))
        return fail_field(e, REFUSED, "until",
                          _("It is watched again on a day to come; type one, such as h+7, or "
                            "leave it empty."));
    return DONE;
}

static enum outcome write(struct session *s, struct record *mark, struct error *e)
{
    const struct right right = { RIGHT_NEW, &kind_handling, NULL };
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = store_save(s->store, mark, &(struct change){ "new", "" }, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

enum outcome act_watch_handle(struct session *s, const struct watched *w,
                              const struct watch_mark *m, struct error *e)
{
    const struct reading how = session_reading(s, m->spelling);
    const struct assignment sets[] = { { "how", m->how && *m->how ? m->how : "other" },
                                       { "reason", m->reason ? m->reason : "" },
                                       { "until", m->until ? m->until : "" } };
    struct record *mark = record_new(&kind_handling);
    enum outcome result = s->away ? share_is_away(e) : DONE;
    fill(s, w, mark);
    for (size_t i = 0; result == DONE && i < COUNT(sets); i++)
        result = record_put(mark, sets[i].path, &how, sets[i].text, e);
    if (result == DONE)
        result = check(s, mark, e);
    if (result == DONE)
        result = write(s, mark, e);
    record_free(&mark);
    return result;
}

enum outcome act_watch_reopen(struct session *s, const struct watched *w, const char *reason,
                              struct error *e)
{
    if (!w->handling)
        return fail(e, REFUSED, _("Nobody looked after this one; it is in the watch."));
    return act_step(
        s,
        &(struct step_request){
            .kind = &kind_handling, .id = w->handling, .verb = "reopen", .note = reason },
        NULL, e);
}
