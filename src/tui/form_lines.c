/* form_lines.c - the lines of a grid: beginning, copying, removing, seeing all of one. */
#include "form.h"

#include <stdlib.h>
#include <string.h>

static void set_initial(struct screen *s, const struct field *field, struct value *v)
{
    struct reading how = session_reading(s->ui->session, SPELL_CANONICAL);
    if (field->initial != NULL)
        field_parse(field, &how, field->initial, v, NULL);
}

/* What a new line starts with: its defaults, and what is carried from the line above. */
void line_begin(struct screen *s, size_t list, size_t row)
{
    struct form *f = s->own;
    const struct line_kind *k = &f->kind->lines[list];
    struct line *l = record_add_line(f->record, k->id);
    const struct line *above = row > 0 ? record_live_line(f->record, k->id, row) : NULL;
    for (size_t i = 0; k->fields[i].id != NULL; i++) {
        if (l->values[i].set)
            continue;
        if ((k->fields[i].flags & FIELD_CARRIED) && above != NULL && above->values[i].set)
            value_copy(&l->values[i], &above->values[i]);
        else
            set_initial(s, &k->fields[i], &l->values[i]);
    }
}

static const struct slot *slot_in_line(struct screen *s)
{
    const struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p != NULL && p->in_line && slot_value(f, p) != NULL)
        return p;
    ui_say(s->ui, SAID, _("Put the cursor on a line first."));
    return NULL;
}

/* A line the file never saw goes for good; others leave a tombstone. */
static void drop(struct record *r, size_t list, struct line *l)
{
    struct line_list *all = &r->lines[list];
    if (l->id != 0) {
        l->gone = true;
        return;
    }
    for (size_t i = 0; r->kind->lines[list].fields[i].id != NULL; i++)
        value_clear(&l->values[i]);
    free(l->values);
    size_t at = (size_t)(l - all->items);
    memmove(l, l + 1, (all->count - at - 1) * sizeof *l);
    all->count--;
}

/* Marks of wrong fields move up with their lines. */
static void shift_wrongs(struct form *f, size_t list, size_t row)
{
    for (size_t i = f->wrong_count; i-- > 0;) {
        struct slot *p = &f->wrongs[i].slot;
        if (!p->in_line || p->list != list)
            continue;
        if (p->row == row) {
            struct slot gone = *p;
            wrong_clear(f, &gone);
        } else if (p->row > row) {
            p->row--;
        }
    }
}

void form_line_drop(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = slot_in_line(s);
    if (p == NULL)
        return;
    if (f->mode == FORM_CORRECT) {
        ui_say(s->ui, SAID, _("A correction changes fields; it takes no line out."));
        return;
    }
    struct slot slot = *p;
    f->touched = false;
    form_snapshot(f);
    drop(f->record, slot.list,
         record_live_line(f->record, f->kind->lines[slot.list].id, slot.row + 1));
    shift_wrongs(f, slot.list, slot.row);
    f->detail = false;
    form_slots_make(s);
    form_come(s);
    form_changed(s);
    form_keep(s);
    ui_say(s->ui, SAID, _("The line is out. Ctrl-Z brings it back."));
}

void form_line_copy(struct screen *s)
{
    struct form *f = s->own;
    form_leave(s);
    const struct slot *p = slot_in_line(s);
    if (p == NULL)
        return;
    struct slot slot = *p;
    const struct line_kind *k = &f->kind->lines[slot.list];
    form_snapshot(f);
    struct line *copy = record_add_line(f->record, k->id);
    const struct line *from = record_live_line(f->record, k->id, slot.row + 1);
    for (size_t i = 0; k->fields[i].id != NULL; i++) {
        if (k->fields[i].flags & FIELD_UNIQUE_HINT)
            set_initial(s, &k->fields[i], &copy->values[i]);
        if (k->fields[i].flags & (FIELD_READ_ONLY | FIELD_DERIVED | FIELD_UNIQUE_HINT))
            continue;
        value_clear(&copy->values[i]);
        value_copy(&copy->values[i], &from->values[i]);
    }
    slot.row = record_live_lines(f->record, k->id) - 1;
    form_slots_make(s);
    form_changed(s);
    form_go_slot(s, &slot);
    ui_say(s->ui, SAID, _("The line is copied; change what differs."));
}

void form_detail(struct screen *s)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (form_grid(f) == NULL || p == NULL) {
        ui_say(s->ui, SAID, _("Only lines have details."));
        return;
    }
    form_leave(s);
    struct slot slot = *form_slot(f);
    f->detail = !f->detail;
    f->detail_row = slot.row;
    f->top = 0;
    f->focus = 0;
    form_slots_make(s);
    for (size_t i = f->slot_count; i-- > 0;)
        if (f->slots[i].row == slot.row && f->slots[f->focus].field != slot.field)
            f->focus = i; /* the same field where it shows, else the line's first */
    form_come(s);
}

/* The same field of the next line, or of the one before. */
bool form_detail_turn(struct screen *s, bool forth)
{
    struct form *f = s->own;
    form_leave(s);
    size_t lines = record_live_lines(f->record, form_grid(f)->id), focus = f->focus;
    if (forth ? f->detail_row >= lines : f->detail_row == 0)
        return false;
    f->detail_row = forth ? f->detail_row + 1 : f->detail_row - 1;
    form_slots_make(s);
    f->focus = focus < f->slot_count ? focus : 0;
    form_come(s);
    return true;
}
