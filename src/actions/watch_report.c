/* What lapsed, and went on nevertheless, proposed as a capture: a draft of whoever asks for it,
 * which they complete and file or throw away. Nothing makes one by itself. */
#include "watch.h"

#include <string.h>

/* What a capture takes over from the record that lapsed, where that has it. */
static const struct {
    const char *theirs, *ours;
} taken[] = {
    { "place", "place" },   { "company", "owner" },   { "owner", "owner" },
    { "permit", "permit" }, { "applicant", "owner" },
};

static bool fits(const struct kind *k, const char *theirs, const struct field *ours)
{
    const struct field *f = kind_field(k, theirs);
    return f && f->type == ours->type && text_same(f->kind, ours->kind);
}

static void take_over(struct record *capture, const struct record *lapsed)
{
    for (size_t i = 0; i < COUNT(taken); i++) {
        const struct field *f = kind_field(capture->kind, taken[i].ours);
        struct value *v = record_value(capture, taken[i].ours);
        if (!fits(lapsed->kind, taken[i].theirs, f) || !record_value(lapsed, taken[i].theirs)->set)
            continue;
        value_clear(v);
        value_copy(v, record_value(lapsed, taken[i].theirs));
    }
}

static void tell(const struct watched *w, struct record *capture)
{
    struct buf text = { 0 };
    buf_printf(&text, "%s %s · ", _(w->kind->label), w->name);
    watch_what(w, &text);
    buf_puts(&text, ": ");
    day_local(w->on, &text);
    if (w->went_on)
        buf_printf(&text, ". %s", w->went_on);
    value_set_text(record_value(capture, "chronology"), buf_text(&text));
    buf_free(&text);
}

static enum outcome fill(struct session *s, const struct watched *w, struct record *capture,
                         struct error *e)
{
    struct record *lapsed = NULL;
    enum outcome result = store_load(s->store, w->kind, w->id, &lapsed, e);
    if (result == DONE) {
        take_over(capture, lapsed);
        tell(w, capture);
        value_set_reference(record_value(capture, "finder"), 0, session_author(s));
    }
    record_free(&lapsed);
    return result;
}

static enum outcome note(struct session *s, const struct watched *w, int64_t capture,
                         struct error *e)
{
    char id[ID_TEXT_LEN + 1];
    struct buf reason = { 0 };
    id_text(capture, id);
    buf_printf(&reason, _("Proposed as a capture, draft %s."), id);
    enum outcome result = act_watch_handle(
        s, w, &(struct watch_mark){ "capture", buf_text(&reason), "", SPELL_CANONICAL }, e);
    buf_free(&reason);
    return result;
}

enum outcome act_watch_report(struct session *s, const struct watched *w, int64_t *capture,
                              struct error *e)
{
    struct record *r = NULL;
    struct save_report report = { 0 };
    if (w->state != WATCH_LAPSED || !w->id)
        return fail(e, REFUSED,
                    _("Only what has lapsed, and nobody looked after, is proposed as a capture."));
    enum outcome result = act_blank(s, &kind_capture, &r, e);
    if (result == DONE)
        result = fill(s, w, r, e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, &report, e);
    if (result == DONE) {
        *capture = r->id;
        result = note(s, w, r->id, e);
    }
    save_report_free(&report);
    record_free(&r);
    return result;
}
