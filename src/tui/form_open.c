/* form_open.c - the ways into a form: new, a copy, an edit, a correction, a draft. */
#include "draft_note.h"
#include "form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct open_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;        /* the record to edit or copy; of a draft, the draft's */
    struct buf turned; /* fields whose carrying who is here has turned round */
    bool previous_wanted;
    struct blank_for begun; /* of a new one; `root` is the ask's own */
    struct record *root;
    struct record *record, *base, *previous;
    struct draft draft;
    struct buf note;         /* kept beside the draft */
    struct buf by;           /* who else has it in a form */
    const struct step *next; /* of a new one, where it is somebody else's to take; NULL */
    struct error missing;    /* what a step wants first; field "": nothing */
    struct screen *for_whom;
    filed_fn *filed;
    char *title_text;
};

static void release(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    form_forget(&a->record);
    record_free(&a->base);
    record_free(&a->previous);
    record_free(&a->root);
    draft_free(&a->draft);
    buf_free(&a->by);
    buf_free(&a->turned);
    buf_free(&a->note);
    free(a->title_text);
}

/* The newest of its kind, for ditto where nothing was filed since the program began. */
static void newest(struct open_ask *a)
{
    struct query q = { .kind = a->kind, .closed = true, .limit = 1 };
    struct page page = { 0 };
    if (act_page(a->ask.session, &q, &page, NULL) == DONE && page.count > 0)
        act_load(a->ask.session, a->kind, page.rows[0]->id, &a->previous, NULL);
    page_free(&page);
}

static bool heard(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    return ask->outcome == DONE && ask->awaited;
}

/* ---- New ---- */

static void new_work(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    ask->outcome = act_blank_for(ask->session, a->kind, &a->begun, &a->record, &ask->error);
    if (ask->outcome == DONE)
        (void)act_habit_get(ask->session, CARRY_HABIT, a->kind, &a->turned, NULL);
    if (ask->outcome == DONE && a->previous_wanted)
        newest(a);
    const struct step *next = ask->outcome == DONE ? act_next_step(a->record) : NULL;
    if (next != NULL && next->role != ROLE_NONE && session_logged_in(ask->session) &&
        !session_holds(ask->session, next->role))
        a->next = next;
}

/* Only what this person filed just before is carried; older records serve ditto alone. `names`: of
 * which fields, but what every new one begins with. */
static void carry(struct record *to, const struct record *from, const char *turned,
                  struct buf *names)
{
    for (size_t i = 0; to->kind->fields[i].id != NULL; i++) {
        const struct field *f = &to->kind->fields[i];
        if (!field_is_carried(f, turned) || !from->values[i].set ||
            value_same(&to->values[i], &from->values[i]))
            continue;
        buf_printf(names, "%s%s", names->len > 0 ? ", " : "", _(f->label));
        value_clear(&to->values[i]);
        value_copy(&to->values[i], &from->values[i]);
    }
}

/* Behind what was just said of the one before: what was carried, and, before anything is typed, who
 * goes on with it. */
static void say_begun(struct ui *u, const char *names, const struct step *next)
{
    struct buf said = { 0 };
    if (names[0] == '\0' && next == NULL)
        return;
    buf_puts(&said, buf_text(&u->message));
    if (names[0] != '\0') {
        buf_puts(&said, said.len > 0 ? " " : "");
        buf_printf(&said, _("Carried over: %s."), names);
    }
    if (next != NULL) {
        buf_puts(&said, said.len > 0 ? " " : "");
        buf_printf(&said, _("You may draft it; “%s” is for the %s."), _(next->label),
                   _(role_label(next->role)));
    }
    ui_say(u, SAID, "%s", buf_text(&said));
    buf_free(&said);
}

/* Which channel and office it is the desk knows better than an earlier record. */
static void keep_the_desks(struct record *blank)
{
    for (size_t i = 0; blank->kind->fields[i].id != NULL; i++)
        if (blank->kind->fields[i].flags & FIELD_CARRIED)
            value_clear(&blank->values[i]);
}

static void new_answer(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    if (!heard(ask))
        return;
    const struct record *last = ui_last(ask->ui, a->kind);
    struct buf names = { 0 };
    if (last != NULL) {
        if (a->root == NULL)
            carry(a->record, last, buf_text(&a->turned), &names);
        a->previous = record_copy(last);
    }
    struct value *title = a->kind->title != NULL ? record_value(a->record, a->kind->title) : NULL;
    const struct field *named = a->kind->title != NULL ? kind_field(a->kind, a->kind->title) : NULL;
    if (title != NULL && a->title_text[0] != '\0' && named->type->storage == STORED_TEXT &&
        !(named->flags & FIELD_READ_ONLY))
        value_set_text(title, a->title_text);
    struct screen *s = form_start(ask->ui, FORM_NEW, a->record, NULL, a->previous);
    struct form *f = s->own;
    f->owner = a->for_whom;
    f->filed = a->filed;
    f->begun = a->root != NULL || a->title_text[0] != '\0';
    f->blank = record_copy(f->record);
    keep_the_desks(f->blank);
    a->record = a->previous = NULL;
    say_begun(ask->ui, buf_text(&names), a->next);
    buf_free(&names);
}

void form_begin(struct ui *u, const struct kind *k, const struct blank_for *begun)
{
    struct open_ask *a = ask_new(sizeof *a, u, NULL, new_work, new_answer, release);
    a->kind = k;
    a->begun = *begun;
    a->begun.root = a->root = begun->root != NULL ? record_copy(begun->root) : NULL;
    a->title_text = xstrdup("");
    a->previous_wanted = ui_last(u, k) == NULL;
    ask_hold(&a->ask, AT_SHARE, _("Opening"));
}

/* owner is told; where it has closed meanwhile the form is not opened at all. */
void form_new(struct ui *u, const struct kind *k, struct screen *owner, filed_fn *filed,
              const char *title_text)
{
    if (k->begins_with != NULL && owner == NULL) {
        begin_open(u, k);
        return;
    }
    struct open_ask *a = ask_new(sizeof *a, u, owner, new_work, new_answer, release);
    a->kind = k;
    a->for_whom = owner;
    a->filed = filed;
    a->title_text = xstrdup(title_text);
    a->previous_wanted = ui_last(u, k) == NULL;
    ask_hold(&a->ask, AT_SHARE, _("Opening"));
}

/* ---- Copy ---- */

static void copy_work(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    ask->outcome = act_blank(ask->session, a->kind, &a->record, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_load(ask->session, a->kind, a->id, &a->previous, &ask->error);
}

static void copy_answer(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    if (!heard(ask))
        return;
    struct reading how = session_reading(ask->ui->session, SPELL_CANONICAL);
    record_like(a->record, a->previous, a->record, &how);
    struct screen *s = form_start(ask->ui, FORM_NEW, a->record, NULL, a->previous);
    struct form *f = s->own;
    f->like = record_copy(a->previous);
    a->record = a->previous = NULL;
    form_changed(s); /* a copy is worth a draft at once */
    form_judge(s);
    ui_say(ask->ui, SAID,
           _("A copy: what is new each time (numbers, dates) is blank or today's; F8 goes to each. "
             "F2 saves."));
}

void form_copy(struct ui *u, const struct kind *k, int64_t id)
{
    struct open_ask *a = ask_new(sizeof *a, u, NULL, copy_work, copy_answer, release);
    a->kind = k;
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Copying"));
}

/* ---- Edit and correct ---- */

static void edit_work(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
    if (ask->outcome != DONE)
        return;
    a->base = record_copy(a->record);
    (void)act_edited_by(ask->session, a->kind, a->id, &a->by);
    (void)act_unseal_record(ask->session, a->record, NULL); /* what is not theirs stays sealed */
}

static void go_to_missing(struct screen *s, const struct error *missing)
{
    struct slot place;
    if (missing->field[0] != '\0' && slot_of_path(s->own, missing->field, &place)) {
        form_go_slot(s, &place);
        ui_fail(s->ui, missing);
    }
}

/* Fields of its own, not of its lines, that may be typed in, and such that are locked by now. */
static void count_open(const struct record *r, size_t *open, size_t *locked)
{
    *open = *locked = 0;
    for (const struct field *f = r->kind->fields; f->id != NULL; f++)
        if (!(f->flags & (FIELD_READ_ONLY | FIELD_DERIVED)))
            ++*(record_field_free(r, f) ? open : locked);
}

static void say_locked(struct ui *u, const struct record *r)
{
    const struct flow *flow = r->kind->flow;
    const struct state *state = flow_state(flow, r->state);
    size_t open, locked;
    count_open(r, &open, &locked);
    for (const struct step *s = flow->steps; locked > 0 && s != NULL && s->verb != NULL; s++) {
        if (!(s->flags & STEP_CORRECTS) || flow_step(flow, s->verb, r->state) != s)
            continue;
        ui_say(u, SAID,
               open > 0 ? _("“%s”: some fields are locked. To correct them: F6 “%s”.")
                        : _("“%s”: its fields are locked. To correct them: F6 “%s”."),
               _(state->label), _(s->label));
        return;
    }
}

static void edit_answer(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    if (!heard(ask))
        return;
    const struct record *last = ui_last(ask->ui, a->kind);
    struct screen *s =
        form_start(ask->ui, FORM_EDIT, a->record, a->base, last != NULL ? record_copy(last) : NULL);
    a->record = a->base = NULL;
    say_locked(ask->ui, ((const struct form *)s->own)->record);
    if (a->by.len > 0)
        ui_say(ask->ui, SAID,
               _("%s has it open for editing too. Whoever saves second sees both versions."),
               buf_text(&a->by));
    go_to_missing(s, &a->missing);
}

static void edit(struct ui *u, const struct kind *k, int64_t id, const struct error *missing)
{
    struct open_ask *a = ask_new(sizeof *a, u, NULL, edit_work, edit_answer, release);
    a->kind = k;
    a->id = id;
    a->missing = *missing;
    ask_hold(&a->ask, AT_SHARE, _("Opening"));
}

void form_correct(struct ui *u, const struct record *r, const struct step *step)
{
    struct screen *s = form_start(u, FORM_CORRECT, record_copy(r), record_copy(r), NULL);
    ((struct form *)s->own)->step = step;
    ui_say(u, SAID, _("Correction: change what is wrong, then F2 asks for the reason."));
}

/* ---- Draft ---- */

static void draft_work(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    ask->outcome =
        act_draft_open(ask->session, a->id, &a->draft, &a->record, &a->base, &ask->error);
    if (ask->outcome == DONE)
        act_draft_note_get(ask->session, a->id, &a->note);
}

static void say_resumed(struct screen *s)
{
    const struct form *f = s->own;
    struct buf local = { 0 };
    moment_local(f->kept_at, session_zone(s->ui->session), &local);
    if (f->resumed)
        ui_say(s->ui, SAID, _("Your draft, %s: not saved yet. F2 saves it, Ctrl-Z drops it."),
               buf_text(&local));
    else
        ui_say(s->ui, SAID, _("The draft is as you left it. F2 saves it."));
    buf_free(&local);
}

static void draft_answer(struct ask *ask)
{
    struct open_ask *a = (struct open_ask *)ask;
    if (!heard(ask))
        return;
    enum form_mode mode = a->record->id != 0 ? FORM_EDIT : FORM_NEW;
    struct record *base = a->base;
    if (mode == FORM_EDIT && base == NULL)
        base = record_copy(a->record);
    const struct record *last = ui_last(ask->ui, a->record->kind);
    struct screen *s =
        form_start(ask->ui, mode, a->record, base, last != NULL ? record_copy(last) : NULL);
    struct form *f = s->own;
    a->record = a->base = NULL;
    draft_free(&f->keeper->draft);
    f->keeper->draft = a->draft;
    a->draft = (struct draft){ 0 };
    memcpy(f->txn, f->keeper->draft.txn, sizeof f->txn);
    f->kept_at = f->keeper->draft.saved_at;
    f->in_one = true; /* what was typed before is no step to take back */
    form_note_restore(s, buf_text(&a->note));
    f->in_one = false;
    f->resumed = f->base != NULL;
    f->dirty = true;
    f->unkept = false;
    form_come(s);
    say_resumed(s);
    go_to_missing(s, &a->missing);
}

static void resume(struct ui *u, int64_t draft, const struct error *missing)
{
    struct open_ask *a = ask_new(sizeof *a, u, NULL, draft_work, draft_answer, release);
    a->id = draft;
    a->missing = *missing;
    ask_hold(&a->ask, AT_DESK, _("Opening the draft"));
}

void form_draft(struct ui *u, int64_t draft)
{
    resume(u, draft, &(struct error){ 0 });
}

/* ---- Edit, or go on with what one typed there before ---- */

struct seek_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t record;
    struct error missing;
    int64_t mine; /* the draft; 0: none */
};

static void seek_work(struct ask *ask)
{
    struct seek_ask *a = (struct seek_ask *)ask;
    ask->outcome = act_draft_mine(ask->session, a->kind, a->record, &a->mine, &ask->error);
}

static void seek_answer(struct ask *ask)
{
    const struct seek_ask *a = (const struct seek_ask *)ask;
    if (!heard(ask))
        return;
    if (a->mine != 0)
        resume(ask->ui, a->mine, &a->missing);
    else
        edit(ask->ui, a->kind, a->record, &a->missing);
}

void form_edit(struct ui *u, const struct kind *k, int64_t id)
{
    form_edit_missing(u, k, id, &(struct error){ 0 });
}

void form_edit_missing(struct ui *u, const struct kind *k, int64_t id, const struct error *missing)
{
    struct seek_ask *a = ask_new(sizeof *a, u, NULL, seek_work, seek_answer, NULL);
    a->kind = k;
    a->record = id;
    a->missing = *missing;
    ask_hold(&a->ask, AT_DESK, _("Opening"));
}
