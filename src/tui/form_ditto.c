/* form_ditto.c - as before: one field, or all that is still empty from here on, as the record filed
 * before has it; in a grid as the line above. */
#include "form.h"

/* ---- One field ---- */

/* In a grid the line above; else the same place of the record filed before. */
static const struct value *ditto_value(const struct form *f, const struct slot *p)
{
    if (p->in_line && p->row > 0) {
        struct slot above = *p;
        above.row--;
        return slot_value(f, &above);
    }
    if (f->previous == NULL)
        return NULL;
    if (!p->in_line)
        return &f->previous->values[p->field];
    const struct line *l = record_live_line(f->previous, f->kind->lines[p->list].id, p->row + 1);
    return l != NULL ? &l->values[p->field] : NULL;
}

/* from may lie in the record itself: a line begun moves the others. */
static void copy_to(struct screen *s, const struct slot *p, const struct value *from)
{
    struct value copy = { 0 };
    value_copy(&copy, from);
    struct value *v = form_write(s, p);
    if (v != NULL) {
        wrong_clear(s->own, p);
        value_clear(v);
        value_copy(v, &copy);
    }
    value_clear(&copy);
}

void form_ditto(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    const struct value *from = p != NULL ? ditto_value(f, p) : NULL;
    if (from == NULL || !from->set || (slot_field(f, p)->flags & FIELD_SEALED)) {
        ui_say(s->ui, SAID, _("The record before has nothing in this field."));
        ui_alarm(s->ui);
        return;
    }
    struct slot slot = *p;
    f->touched = false;
    copy_to(s, &slot, from);
    form_slots_make(s);
    form_changed(s);
    form_come(s);
    form_step(s, true);
}

/* ---- The rest ---- */

/* What nobody typed anything into: empty, or still as the blank form had it. */
static bool is_free(const struct form *f, const struct slot *p)
{
    const struct value *v = slot_value(f, p);
    if (slot_wrong(f, p) != NULL)
        return false;
    return v == NULL || !v->set ||
           (!p->in_line && f->blank != NULL && value_same(v, &f->blank->values[p->field]));
}

/* Of a line also days are taken, as where a whole line is copied; what became of another record
 * stays there. */
static bool is_taken(const struct form *f, const struct slot *p)
{
    const struct field *field = slot_field(f, p);
    const unsigned never = FIELD_SEALED | FIELD_UNIQUE_HINT | FIELD_READ_ONLY | FIELD_DERIVED;
    bool same_record = p->in_line && p->row > 0;
    if ((field->flags & never) || (!p->in_line && !field_is_copied(field)) ||
        (!same_record && (field->flags & FIELD_OWN)))
        return false;
    return field_is_asked(f, field, slot_value(f, p)) && is_free(f, p);
}

/* How many fields came, from this one on. */
static size_t take_rest(struct screen *s, struct slot p)
{
    struct form *f = s->own;
    const struct field *fields = p.in_line ? f->kind->lines[p.list].fields : f->kind->fields;
    size_t taken = 0;
    form_snapshot(f);
    f->in_one = true;
    for (; fields[p.field].id != NULL; p.field++) {
        const struct value *from = ditto_value(f, &p), *v = slot_value(f, &p);
        if (from == NULL || !from->set || !is_taken(f, &p) || (v != NULL && value_same(v, from)))
            continue;
        copy_to(s, &p, from);
        taken++;
    }
    f->in_one = false;
    return taken;
}

/* To the line to come: this one is done. */
static void next_line(struct screen *s, struct slot p)
{
    struct form *f = s->own;
    if (f->detail)
        return;
    p.row++;
    p.field = f->slots[0].field;
    form_go_slot(s, &p);
}

static void say_taken(const struct form *f, const struct slot *p, size_t taken, struct buf *out)
{
    struct buf name = { 0 };
    if (p->in_line && p->row > 0) {
        buf_printf(out, _("As the line above: %zu fields."), taken);
    } else {
        record_known(f->previous, &name);
        buf_printf(out, _("As %s: %zu fields."), buf_text(&name), taken);
    }
    buf_free(&name);
}

void form_ditto_rest(struct screen *s)
{
    struct form *f = s->own;
    form_leave(s);
    const struct slot *p = form_slot(f);
    if (p == NULL || (f->previous == NULL && (!p->in_line || p->row == 0))) {
        ui_say(s->ui, SAID, _("Nothing was filed before that could be taken from."));
        ui_alarm(s->ui);
        return;
    }
    struct slot slot = *p;
    size_t taken = take_rest(s, slot);
    struct buf said = { 0 };
    if (taken == 0) {
        form_forget(&f->undo[--f->undo_count]);
        ui_say(s->ui, SAID,
               _("Nothing further to take: what is empty was empty there, or is new "
                 "each time."));
        return;
    }
    say_taken(f, &slot, taken, &said);
    remarks_free(&f->remarks); /* they were of the record as it stood */
    form_slots_make(s);
    form_come(s);
    form_changed(s);
    form_judge(s);
    form_keep(s);
    if (slot.in_line) {
        next_line(s, slot);
        ui_say(s->ui, SAID, "%s", buf_text(&said));
    } else {
        record_free(&f->like);
        f->like = record_copy(f->previous);
        form_next_to_type(s, buf_text(&said));
    }
    buf_free(&said);
}
