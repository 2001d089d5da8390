/* form_draft.c - what is being typed, kept on the desk's own disk at every pause. Values go into
 * the draft itself; text that is no value yet (half typed, or wrong) beside it. */
#include "draft_note.h"
#include "form.h"
#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct keeper *keeper_new(void)
{
    struct keeper *k = xcalloc(1, sizeof *k);
    k->holders = 1;
    return k;
}

void keeper_release(struct keeper *k)
{
    if (k == NULL || --k->holders > 0)
        return;
    draft_free(&k->draft);
    free(k);
}

struct keep_ask {
    struct ask ask; /* first */
    struct keeper *keeper;
    struct record *record, *base;
    struct buf note; /* kept beside it */
    bool done;       /* filed: the draft may go */
};

static void work(struct ask *ask)
{
    struct keep_ask *a = (struct keep_ask *)ask;
    struct draft *d = &a->keeper->draft;
    ask->outcome = DONE;
    if (a->done && d->id == 0)
        return;
    ask->outcome = a->done ? act_draft_drop(ask->session, d->id, &ask->error)
                           : act_draft_keep(ask->session, d, a->record, a->base, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome =
            act_draft_note_put(ask->session, d->id, a->done ? "" : buf_text(&a->note), &ask->error);
}

static void answer(struct ask *ask)
{
    struct form *f = ask->owner->own;
    f->keeping = false;
    f->lost = ask->outcome != DONE;
    f->kept_at = f->lost ? 0 : ui_now(ask->ui);
    if (!f->lost)
        return;
    ui_alarm(ask->ui);
    ui_say(ask->ui, SAID_BADLY, _("%s Until then what is typed here is not kept as a draft."),
           ask->error.text);
}

static void release(struct ask *ask)
{
    struct keep_ask *a = (struct keep_ask *)ask;
    keeper_release(a->keeper);
    form_forget(&a->record);
    record_free(&a->base);
    buf_free(&a->note);
}

/* Into the note beside the draft; but what is to be sealed into the draft itself, where it is
 * sealed for who types it. */
static void add_typed(const struct form *f, const struct slot *p, const char *text,
                      struct keep_ask *a)
{
    struct buf path = { 0 };
    slot_path(f, p, &path);
    struct value *v = record_at(a->record, buf_text(&path), NULL);
    if (!(slot_field(f, p)->flags & FIELD_SEALED))
        draft_note_add(&a->note, buf_text(&path), text);
    else if (v != NULL && text[0] != '\0')
        value_set_text(v, text);
    buf_free(&path);
}

/* Whatever text was typed first, where no column says anything yet. */
static void add_any_text(const struct record *r, struct buf *out)
{
    for (size_t i = 0; r->kind->fields[i].id != NULL && out->len == 0; i++) {
        const struct field *f = &r->kind->fields[i];
        if (f->type->storage == STORED_TEXT && f->choices == NULL && f->initial == NULL &&
            !(f->flags & FIELD_SEALED) && r->values[i].set)
            field_format(f, &r->values[i], SPELL_SCREEN, out);
    }
}

/* What tells this draft from others in a list: the columns a list would show, the day left out. */
static void add_about(struct screen *s, struct buf *out)
{
    const struct form *f = s->own;
    struct buf about = { 0 };
    for (size_t i = 0; f->kind->columns != NULL && f->kind->columns[i].field != NULL; i++) {
        const char *column = f->kind->columns[i].field;
        const struct field *field = kind_field(f->kind, column);
        struct buf cell = { 0 };
        if (field == NULL || field->type == &type_date || field->type == &type_moment)
            continue;
        act_cell(s->ui->session, f->record, column, &cell);
        if (cell.len > 0)
            buf_printf(&about, "%s%s", about.len > 0 ? " · " : "", buf_text(&cell));
        buf_free(&cell);
    }
    add_any_text(f->record, &about);
    if (about.len == 0 && f->touched && form_slot(f) != NULL &&
        !(slot_field(f, form_slot(f))->flags & FIELD_SEALED))
        buf_puts(&about, buf_text(&f->editor.text));
    draft_note_add(out, NOTE_ABOUT, buf_text(&about));
    buf_free(&about);
}

static struct keep_ask *new_ask(struct screen *s, struct screen *owner)
{
    struct form *f = s->own;
    struct keep_ask *a = ask_new(sizeof *a, s->ui, owner, work, answer, release);
    a->keeper = f->keeper;
    f->keeper->holders++;
    return a;
}

static struct keep_ask *keep_ask_new(struct screen *s, struct screen *owner)
{
    struct form *f = s->own;
    struct keep_ask *a = new_ask(s, owner);
    const struct slot *p = form_slot(f);
    a->record = record_copy(f->record);
    a->base = f->base != NULL ? record_copy(f->base) : NULL;
    add_about(s, &a->note);
    if (s->ui->person[0] != '\0')
        draft_note_add(&a->note, NOTE_BY, s->ui->person);
    if (f->mode == FORM_CORRECT)
        draft_note_add(&a->note, NOTE_STEP, f->step->verb);
    for (size_t i = 0; i < f->wrong_count; i++)
        if (!f->touched || p == NULL || !slot_same(p, &f->wrongs[i].slot))
            add_typed(f, &f->wrongs[i].slot, f->wrongs[i].typed, a);
    if (f->touched && p != NULL)
        add_typed(f, p, buf_text(&f->editor.text), a);
    if (p != NULL) {
        struct buf at = { 0 };
        slot_path(f, p, &at);
        draft_note_add(&a->note, NOTE_AT, buf_text(&at));
        buf_free(&at);
    }
    f->unkept = false;
    return a;
}

void form_keep(struct screen *s)
{
    struct form *f = s->own;
    if (f->keeping || !f->unkept)
        return;
    f->keeping = true;
    ask_post(&keep_ask_new(s, s)->ask, AT_DESK);
}

void form_keep_last(struct screen *s)
{
    const struct form *f = s->own;
    if (!f->unkept && !f->lost)
        return;
    struct keep_ask *a = keep_ask_new(s, NULL);
    a->ask.orphan = true;
    ask_post(&a->ask, AT_DESK);
}

void form_draft_done(struct screen *s)
{
    struct form *f = s->own;
    struct keep_ask *a = new_ask(s, NULL);
    a->ask.orphan = true;
    a->done = true;
    ask_post(&a->ask, AT_DESK);
    keeper_release(f->keeper);
    f->keeper = keeper_new();
    act_new_txn(f->txn);
    snprintf(f->keeper->draft.txn, sizeof f->keeper->draft.txn, "%s", f->txn);
    f->dirty = f->unkept = f->lost = false;
    f->kept_at = 0;
}

/* ---- Leaving what could not be kept ---- */

struct leaving {
    leave_fn *then;
};

static void left(struct ui *u, struct screen *owner, void *context, int answer)
{
    enum { STAY, KEEP, LEAVE };
    struct form *f = owner->own;
    if (answer == KEEP) {
        f->unkept = true;
        form_keep(owner);
    } else if (answer == LEAVE) {
        f->dirty = f->unkept = f->lost = false;
        ((const struct leaving *)context)->then(u);
    }
}

bool form_asks(struct ui *u, leave_fn *then)
{
    struct screen *s = u->top;
    while (s != NULL && !form_is_lost(s))
        s = s->below;
    if (s == NULL)
        return false;
    struct leaving *l = xcalloc(1, sizeof *l);
    l->then = then;
    dialog_open(
        u, &(struct question){
               .title = _("Not kept as a draft"),
               .text = _("What was typed in the form could not be written to this "
                         "computer's disk. Whoever leaves now loses it; freeing some "
                         "space on the disk keeps it."),
               .answers = (const char *const[]){ _("Stay in the form"), _("Try again to keep it"),
                                                 _("Leave, and lose it"), NULL },
               .owner = s,
               .answered = left,
               .context = l,
               .release = free,
               .alarm = true,
           });
    return true;
}

static void restore(void *context, const char *mark, const char *text)
{
    struct screen *s = context;
    struct form *f = s->own;
    struct slot p;
    if (strcmp(mark, NOTE_STEP) == 0) { /* NULL: its state has changed meanwhile */
        f->step = flow_step(f->kind->flow, text, f->record->state);
        f->mode = f->step != NULL ? FORM_CORRECT : f->mode;
        form_slots_make(s);
    } else if (strcmp(mark, NOTE_AT) == 0 && f->base == NULL && slot_of_path(f, text, &p)) {
        form_go_slot(s, &p);
    } else if (mark[0] != '=' && slot_of_path(f, mark, &p) && field_is_open(f, slot_field(f, &p))) {
        form_put(s, &p, text);
    }
}

/* What was typed and is no value yet comes back through the same judging as typing it again. */
void form_note_restore(struct screen *s, const char *note)
{
    draft_note_each(note, restore, s);
}
