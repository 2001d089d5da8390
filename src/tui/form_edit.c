/* form_edit.c - what is typed becomes values; what cannot stays as typed, marked. */
#include "echo.h"
#include "form.h"
#include "tour.h"

#include <stdlib.h>
#include <string.h>

/* ---- What stands there ---- */

const struct wrong *slot_wrong(const struct form *f, const struct slot *p)
{
    for (size_t i = 0; i < f->wrong_count; i++)
        if (slot_same(&f->wrongs[i].slot, p))
            return &f->wrongs[i];
    return NULL;
}

void wrong_clear(struct form *f, const struct slot *p)
{
    const struct wrong *found = slot_wrong(f, p);
    if (found == NULL)
        return;
    size_t at = (size_t)(found - f->wrongs);
    free(f->wrongs[at].typed);
    free(f->wrongs[at].why);
    memmove(&f->wrongs[at], &f->wrongs[at + 1], (f->wrong_count - at - 1) * sizeof *f->wrongs);
    f->wrong_count--;
}

void wrong_set(struct form *f, const struct slot *p, const char *typed, const char *why)
{
    struct slot slot = *p;
    char *kept = xstrdup(typed), *sentence = xstrdup(why);
    wrong_clear(f, &slot);
    f->wrongs = xreallocarray(f->wrongs, f->wrong_count + 1, sizeof *f->wrongs);
    f->wrongs[f->wrong_count++] = (struct wrong){ slot, kept, sentence };
}

void form_blame(struct form *f, const struct slot *p)
{
    f->blamed = *p;
    f->blames = true;
}

void wrongs_clear(struct form *f)
{
    for (size_t i = 0; i < f->wrong_count; i++) {
        wipe_bytes(f->wrongs[i].typed, strlen(f->wrongs[i].typed));
        free(f->wrongs[i].typed);
        free(f->wrongs[i].why);
    }
    free(f->wrongs);
    f->wrongs = NULL;
    f->wrong_count = 0;
}

void form_forget(struct record **r)
{
    if (*r != NULL)
        act_wipe_clear(*r);
    record_free(r);
}

bool slot_sealed(const struct form *f, const struct slot *p)
{
    const struct value *v = slot_value(f, p);
    return (slot_field(f, p)->flags & FIELD_SEALED) && v != NULL && act_sealed(v);
}

void slot_text(const struct form *f, const struct slot *p, struct buf *out)
{
    const struct wrong *w = slot_wrong(f, p);
    const struct value *v = slot_value(f, p);
    if (w != NULL)
        buf_puts(out, w->typed);
    else if (slot_sealed(f, p))
        buf_printf(out, _("(sealed for the %s)"), _(role_label(slot_field(f, p)->sealed_to)));
    else if (v != NULL && v->set)
        field_format(slot_field(f, p), v, SPELL_SCREEN, out);
}

void form_come(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    struct buf text = { 0 };
    f->touched = f->told = false;
    if (p != NULL && (!slot_sealed(f, p) || slot_wrong(f, p) != NULL))
        slot_text(f, p, &text);
    const struct field *field = p != NULL ? slot_field(f, p) : NULL;
    editor_set(&f->editor, buf_text(&text), field != NULL ? echo_room(field) : 0,
               field != NULL && field->type == &type_note);
    wipe_buf(&text);
    const struct wrong *w = p != NULL ? slot_wrong(f, p) : NULL;
    if (w != NULL && s->ui->message.len == 0) /* the hint has no room for all of it */
        ui_say(s->ui, SAID, "%s", w->why);
}

/* ---- Undo inside the form: whole records, few and small ---- */

void form_snapshot(struct form *f)
{
    if (f->undo_count == UNDO_MAX) {
        form_forget(&f->undo[0]);
        memmove(f->undo, f->undo + 1, (UNDO_MAX - 1) * sizeof *f->undo);
        f->undo_count--;
    }
    f->undo[f->undo_count++] = record_copy(f->record);
}

/* Of what was resumed nothing is left: the record as it is filed. */
static void undo_draft(struct screen *s)
{
    struct form *f = s->own;
    wrongs_clear(f);
    form_forget(&f->record);
    f->record = record_copy(f->base);
    f->resumed = false;
    form_draft_done(s);
    form_slots_make(s);
    form_come(s);
    form_judge(s);
    ui_say(s->ui, SAID, _("The draft is dropped; this is the record as it was saved."));
}

void form_undo(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (f->touched) {
        form_come(s);
        ui_say(s->ui, SAID, _("The field is as it was."));
        return;
    }
    if (p != NULL && slot_wrong(f, p) != NULL) {
        struct slot slot = *p;
        wrong_clear(f, &slot);
    } else if (f->undo_count > 0) {
        form_forget(&f->record);
        f->record = f->undo[--f->undo_count];
    } else if (f->resumed) {
        undo_draft(s);
        return;
    } else {
        ui_say(s->ui, SAID, _("Nothing typed here to take back."));
        return;
    }
    form_slots_make(s);
    form_come(s);
    form_changed(s);
    ui_say(s->ui, SAID, _("Taken back."));
}

/* ---- Taking in ---- */

void form_changed(struct screen *s)
{
    struct form *f = s->own;
    if (f->kind->after_load != NULL)
        f->kind->after_load(f->record);
    f->dirty = f->unkept = true;
    f->edited_at = ui_now(s->ui);
}

struct value *form_write(struct screen *s, const struct slot *p)
{
    struct form *f = s->own;
    if (!f->in_one)
        form_snapshot(f);
    if (!p->in_line && f->blank != NULL) /* it is the person's own now */
        value_clear(&f->blank->values[p->field]);
    if (slot_value(f, p) == NULL)
        line_begin(s, p->list, p->row);
    return slot_value(f, p);
}

static void take(struct screen *s, const struct slot *p, const char *text)
{
    struct form *f = s->own;
    const struct field *field = slot_field(f, p);
    struct reading how = session_reading(s->ui->session, SPELL_SCREEN);
    struct value parsed = { 0 };
    struct error e = { 0 };
    enum outcome result = field_parse(field, &how, text, &parsed, &e);
    struct value *v = form_write(s, p);
    if (result != DONE) {
        wrong_set(f, p, text, e.text);
    } else if (v != NULL) {
        wrong_clear(f, p);
        value_clear(v);
        value_copy(v, &parsed);
    }
    value_clear(&parsed);
    if (result == DONE && field->type->storage == STORED_REFERENCE && text[0] != '\0')
        form_link(s, p);
}

void form_put(struct screen *s, const struct slot *p, const char *text)
{
    struct form *f = s->own;
    struct slot slot = *p;
    char *copy = xstrdup(text), *trimmed = text_trim(copy);
    const struct value *v = slot_value(f, &slot);
    if (v != NULL || trimmed[0] != '\0') { /* nothing typed makes no line */
        take(s, &slot, trimmed);
        form_slots_make(s);
        form_changed(s);
        form_judge(s);
    }
    wipe_bytes(trimmed, strlen(trimmed));
    free(copy);
}

void form_put_reference(struct screen *s, const struct slot *p, const char *text, int64_t id)
{
    struct form *f = s->own;
    struct slot slot = *p;
    struct value *v = form_write(s, &slot);
    if (v == NULL)
        return;
    wrong_clear(f, &slot);
    value_clear(v);
    value_set_reference(v, id, text);
    form_slots_make(s);
    form_changed(s);
    form_judge(s);
}

/* What was typed is taken in as it was meant, and what could not be taken is told of anew. */
void form_speak(struct screen *s, bool changed)
{
    struct form *f = s->own;
    if (!changed) {
        form_leave(s);
        return;
    }
    f->in_one = true; /* nothing of it is a step to take back */
    for (size_t i = f->wrong_count; i-- > 0;) {
        struct slot slot = f->wrongs[i].slot;
        char *typed = xstrdup(f->wrongs[i].typed);
        form_put(s, &slot, typed);
        wipe_bytes(typed, strlen(typed));
        free(typed);
    }
    f->in_one = false;
    form_slots_make(s);
    form_come(s);
    if (f->remarks.count > 0)
        form_judge(s);
}

void form_leave(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (!f->touched || p == NULL)
        return;
    struct slot slot = *p;
    char *text = xstrdup(buf_text(&f->editor.text));
    f->touched = false;
    if (text[strspn(text, " ")] != '\0' || !slot_sealed(f, &slot))
        form_put(s, &slot, text);
    const struct wrong *w = slot_wrong(f, &slot);
    if (w != NULL) { /* heard by who does not look; the hands may go on */
        ui_say(s->ui, SAID_BADLY, "%s", w->why);
        term_bell(&s->ui->term);
        form_blame(f, &slot);
        ui_happened(s->ui, HAPPENED_MISTYPED, f->kind, "");
    }
    wipe_bytes(text, strlen(text));
    free(text);
    form_keep(s);
}
