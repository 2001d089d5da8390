/* form_save.c - filing what was typed. A record is called saved only once the worker says that it
 * is durable; until then the draft stands. */
#include "form.h"
#include "steps.h"
#include "tour.h"

#include <stdlib.h>
#include <string.h>

struct save_ask {
    struct ask ask; /* first */
    struct record *record, *base;
    char txn[TXN_TEXT_LEN + 1];
    struct save_report report;
    struct remarks remarks; /* of the record as saved */
    bool same;              /* as it was: nothing was written */
};

static void work(struct ask *ask)
{
    struct save_ask *a = (struct save_ask *)ask;
    ask->outcome = act_save(ask->session, a->record, a->base, a->txn, &a->report, &ask->error);
    if (ask->outcome == DONE &&
        (act_remarks(ask->session, a->record, &a->remarks, NULL) != DONE ||
         act_next_misses(ask->session, a->record, &a->remarks, NULL) != DONE))
        remarks_free(&a->remarks); /* an extra: the save stands */
}

static void release(struct ask *ask)
{
    struct save_ask *a = (struct save_ask *)ask;
    form_forget(&a->record);
    record_free(&a->base);
    save_report_free(&a->report);
    remarks_free(&a->remarks);
}

static void take_saved(struct screen *s, struct save_ask *a)
{
    struct form *f = s->own;
    form_forget(&f->record);
    record_free(&f->base);
    f->record = a->record;
    f->base = record_copy(a->record);
    a->record = NULL;
    f->mode = FORM_EDIT;
    remarks_free(&f->remarks);
    f->remarks = a->remarks;
    a->remarks = (struct remarks){ 0 };
    while (f->undo_count > 0)
        form_forget(&f->undo[--f->undo_count]);
    f->judge_again = f->resumed = false;
    ui_keep_last(s->ui, f->record);
    s->ui->saves++;
    form_draft_done(s);
    form_slots_make(s);
    form_come(s);
}

static void say_saved(struct ui *u, const struct record *r, const struct save_ask *a)
{
    const struct save_report *report = &a->report;
    struct buf name = { 0 };
    record_known(r, &name);
    if (a->same)
        ui_say(u, SAID, _("Nothing has changed."));
    else if (report->kept)
        ui_say(u, SAID_WELL,
               _("Kept at this desk as %s; it is sent by itself when the database is back."),
               report->provisional);
    else if (report->merged > 0)
        ui_say(u, SAID_WELL, _("%s is saved, together with what others changed meanwhile."),
               buf_text(&name));
    else
        ui_say(u, SAID_WELL, _("%s is saved. F6 takes the next step, F2 begins another."),
               buf_text(&name));
    buf_free(&name);
}

/* What it still lacks is asked for where it lies: in the list, and by the next step. */
static void say_next(struct ui *u, const struct record *r, const struct save_report *report)
{
    struct buf name = { 0 };
    if (report->kept)
        buf_puts(&name, report->provisional);
    else
        record_known(r, &name);
    ui_say(u, SAID_WELL, _("%s is saved; here is the next one."), buf_text(&name));
    buf_free(&name);
}

/* Of what the kind begins with the same is begun, without asking. */
static void begin_next(struct ui *u, const struct record *r)
{
    const char *first = r->kind->begins_with;
    const struct choice *c =
        first != NULL ? field_choice(kind_field(r->kind, first), record_text(r, first)) : NULL;
    if (c != NULL)
        form_begin(u, r->kind, &(struct blank_for){ .choice = c->code });
    else
        form_new(u, r->kind, NULL, NULL, "");
}

/* Saved: on to whoever waits for it, to the steps, to what is still missing, or to the record. */
static void go_on(struct screen *s, const struct save_ask *a)
{
    const struct save_report *report = &a->report;
    struct form *f = s->own;
    struct ui *u = s->ui;
    struct screen *owner = f->owner;
    filed_fn *filed = f->filed;
    struct record *r = record_copy(f->record);
    bool steps = f->then_steps;
    bool next = f->then_next;
    f->then_steps = f->then_next = false;
    if (filed != NULL) {
        screen_close(s);
        filed(owner, r);
    } else if (next) {
        screen_close(s);
        begin_next(u, r);
        say_next(u, r, report);
    } else if (!steps && !report->kept &&
               form_problems(s,
                             a->same ? _("Nothing has changed. Missing for the next step:")
                                     : _("Saved as it is. Still missing for the next step:"),
                             false)) {
        ui_say(u, a->same ? SAID : SAID_WELL,
               a->same ? _("Nothing has changed. Esc twice leaves it so.")
                       : _("Saved. Esc twice leaves it so; Enter goes to what is missing."));
    } else {
        say_saved(u, r, a);
        screen_close(s);
        record_show(u, record_copy(r));
        if (steps && !report->kept)
            steps_open(u, r->kind, r->id);
    }
    record_free(&r);
}

static void go_to_field(struct screen *s, const struct error *e)
{
    const struct form *f = s->own;
    struct slot p;
    if (e->field[0] != '\0' && slot_of_path(f, e->field, &p))
        form_go_slot(s, &p);
}

static void tell_tour(struct ui *u, const struct record *before, const struct record *after)
{
    struct flat from = { 0 }, to = { 0 }, was = { 0 }, is = { 0 };
    if (before == NULL) {
        ui_happened(u, HAPPENED_FILED, after->kind, "");
        return;
    }
    flat_of(before, &from);
    flat_of(after, &to);
    flat_diff(&from, &to, &was, &is);
    for (size_t i = 0; i < is.count; i++)
        ui_happened(u, HAPPENED_CHANGED, after->kind, is.items[i].key);
    flat_free(&from);
    flat_free(&to);
    flat_free(&was);
    flat_free(&is);
}

static void answer(struct ask *ask);

static void post_save(struct screen *s)
{
    struct form *f = s->own;
    struct save_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->record = record_copy(f->record);
    a->base = f->base != NULL ? record_copy(f->base) : NULL;
    memcpy(a->txn, f->txn, sizeof a->txn);
    ask_hold(&a->ask, AT_SHARE, _("Saving"));
}

static void answer(struct ask *ask)
{
    struct save_ask *a = (struct save_ask *)ask;
    struct screen *s = ask->owner;
    struct form *f = s->own;
    if (ask->outcome == DONE && a->record->id != 0) {
        if (a->report.kept)
            session_counted_anew(ask->ui->session);
        a->same = f->base != NULL && f->base->rev == a->record->rev && !a->report.kept;
        tell_tour(ask->ui, f->base, a->record);
        take_saved(s, a);
        go_on(s, a);
        return;
    }
    if (ask->outcome == FAULT && ask->session != session_at_work(ask->ui->session)) {
        post_save(s); /* the share went away under it: the desk takes it */
        return;
    }
    f->then_steps = f->then_next = false;
    if (ask->outcome == DONE) { /* the same transaction had reached the file before */
        struct ui *u = s->ui;
        form_draft_done(s);
        screen_close(s);
        ui_say(u, SAID, _("It had been saved before; the list shows it."));
    } else if (ask->outcome == STALE) {
        form_conflict(s, buf_text(&a->report.text));
    } else {
        go_to_field(s, &ask->error);
        ui_fail(s->ui, &ask->error);
    }
}

/* ---- A correction goes through its step ---- */

struct correction {
    struct form *form;
    struct taking *taking;
};

static void set_changed(struct correction *c, const struct slot *p)
{
    const struct form *f = c->form;
    const struct value *v = slot_value(f, p), *old = NULL;
    struct buf path = { 0 }, text = { 0 };
    slot_path(f, p, &path);
    old = record_at(f->base, buf_text(&path), NULL);
    bool changed = old != NULL ? !value_same(v, old) : v->set;
    if (changed) {
        if (v->set)
            field_format(slot_field(f, p), v, SPELL_CANONICAL, &text);
        taking_set(c->taking, buf_text(&path), buf_text(&text));
    }
    buf_free(&path);
    buf_free(&text);
}

static void gather_changes(struct correction *c)
{
    const struct form *f = c->form;
    for (size_t i = 0; f->kind->fields[i].id != NULL; i++)
        if (field_is_open(f, &f->kind->fields[i]))
            set_changed(c, &(struct slot){ .field = i });
    for (size_t l = 0; l < line_kind_count(f->kind); l++) {
        const struct line_kind *k = &f->kind->lines[l];
        for (size_t row = 0; row < record_live_lines(f->record, k->id); row++)
            for (size_t i = 0; k->fields[i].id != NULL; i++)
                if (field_is_open(f, &k->fields[i]))
                    set_changed(c, &(struct slot){ true, l, row, i });
    }
}

static void correct(struct screen *s)
{
    struct form *f = s->own;
    struct correction c = { .form = f, .taking = taking_new(f->base, f->step) };
    c.taking->asks_reason = (f->step->flags & STEP_REASON) != 0;
    c.taking->spelling = SPELL_CANONICAL;
    gather_changes(&c);
    if (c.taking->set_count == 0) {
        taking_free(c.taking);
        ui_say(s->ui, SAID, _("Nothing is changed yet."));
    } else if (c.taking->set_count == STEP_SETS_MAX) {
        taking_free(c.taking);
        ui_say(s->ui, SAID_BADLY, _("Too many changes for one correction; correct in two."));
    } else {
        step_begin(s->ui, c.taking, f->base, s);
    }
}

void form_save(struct screen *s)
{
    struct form *f = s->own;
    form_leave(s);
    if (form_problems(s, _("Mend these first; what is typed is kept as a draft:"), true)) {
        f->then_steps = f->then_next = false;
        return;
    }
    if (f->mode == FORM_CORRECT) {
        f->then_next = false;
        correct(s);
        return;
    }
    post_save(s);
}

/* ---- The papers that are required ---- */

struct checklist_ask {
    struct ask ask; /* first */
    struct record *record;
    size_t added;
};

static void checklist_work(struct ask *ask)
{
    struct checklist_ask *a = (struct checklist_ask *)ask;
    ask->outcome = act_checklist(ask->session, a->record, &a->added, &ask->error);
}

static void checklist_release(struct ask *ask)
{
    form_forget(&((struct checklist_ask *)ask)->record);
}

static void checklist_answer(struct ask *ask)
{
    struct checklist_ask *a = (struct checklist_ask *)ask;
    struct screen *s = ask->owner;
    struct form *f = s->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (a->added > 0) {
        form_snapshot(f);
        form_forget(&f->record);
        f->record = a->record;
        a->record = NULL;
        form_changed(s);
    }
    struct slot p;
    if (slot_of_path(f, "document.1.presence", &p) || slot_of_path(f, "document.1", &p))
        form_go_slot(s, &p);
    ui_say(s->ui, SAID,
           a->added > 0 ? _("Required papers added: %zu. Mark each that is present.")
                        : _("No further paper is required."),
           a->added);
}

void form_checklist(struct screen *s)
{
    const struct form *f = s->own;
    if (kind_line(f->kind, "document") == NULL) {
        ui_say(s->ui, SAID, _("This kind of record asks for no papers."));
        return;
    }
    form_leave(s);
    struct checklist_ask *a =
        ask_new(sizeof *a, s->ui, s, checklist_work, checklist_answer, checklist_release);
    a->record = record_copy(f->record);
    ask_hold(&a->ask, AT_SHARE, _("Looking up the required papers"));
}
