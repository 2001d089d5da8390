/* form.c - entering a record: fixed order, any key order, nothing lost. */
#include "form.h"

#include "echo.h"
#include "explain.h"

#include <stdlib.h>
#include <string.h>

enum { KEEP_PAUSE_MS = 250 }; /* a pause this long in the typing keeps the draft */

/* ---- Keys ---- */

/* A code of fixed length stands there in full: nothing more can belong to it. */
static bool is_full_code(const struct form *f, const struct field *field)
{
    size_t digits = 0;
    if (f->editor.at != f->editor.text.len)
        return false;
    for (const char *c = buf_text(&f->editor.text); *c != '\0'; c++)
        digits += *c >= '0' && *c <= '9';
    return field->type->digits > 0 ? digits == field->type->digits
                                   : (field->flags & FIELD_ADVANCE) && editor_is_full(&f->editor);
}

static void typed(struct screen *s, enum edited edited, bool more)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (edited == EDIT_FULL) {
        term_bell(&s->ui->term);
        ui_say(s->ui, SAID_BADLY, _("This field takes at most %zu characters."), f->editor.limit);
    }
    if (edited != EDIT_CHANGED)
        return;
    f->touched = f->dirty = f->unkept = true;
    f->edited_at = ui_now(s->ui);
    if (!more || !is_full_code(f, slot_field(f, p)))
        return;
    size_t page = f->page, focus = f->focus;
    form_step(s, true);
    f->advanced = f->page != page || f->focus != focus;
}

static bool edit_key(struct screen *s, const struct key *k)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p == NULL)
        return false;
    if (k->code == K_PASTE) {
        form_paste(s, buf_text(&s->ui->keyboard.paste));
        f->dirty = f->unkept = true;
        f->edited_at = ui_now(s->ui);
        return true;
    }
    size_t before = f->editor.text.len;
    enum edited edited = editor_key(&f->editor, k);
    typed(s, edited, f->editor.text.len > before);
    return edited != EDIT_NOT_MINE;
}

/* Whoever ends every field by Enter or Tab ends one that went on by itself, too. */
static bool ends_what_went_on(struct form *f, const struct key *k)
{
    bool advanced = f->advanced;
    f->advanced = false;
    return advanced && (k->code == K_ENTER || k->code == K_NEWLINE || k->code == K_TAB);
}

static bool form_key(struct screen *s, const struct key *k)
{
    struct form *f = s->own;
    f->blames = false;
    if (f->cols != frame_body(s).cols)
        form_slots_make(s);
    if (ends_what_went_on(f, k))
        return true;
    if (k->code == K_HOME && form_row_begin(s))
        return true;
    if (edit_key(s, k))
        return true;
    switch (k->code) {
    case K_ENTER:
    case K_NEWLINE:
    case K_TAB:
        form_step(s, true);
        return true;
    case K_BACKTAB:
        form_step(s, false);
        return true;
    case K_DOWN:
        form_step_row(s, true);
        return true;
    case K_UP:
        form_step_row(s, false);
        return true;
    case K_PAGE_DOWN:
        if (f->detail ? !form_detail_turn(s, true) : !form_turn(s, true))
            ui_say(s->ui, SAID, _("The last page. F2 saves."));
        return true;
    case K_PAGE_UP:
        if (f->detail ? !form_detail_turn(s, false) : !form_turn(s, false))
            ui_say(s->ui, SAID, _("The first page."));
        return true;
    default:
        return false;
    }
}

/* ---- Look-up ---- */

static void chosen(struct screen *s, const char *text, int64_t id)
{
    struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p == NULL)
        return;
    struct slot slot = *p;
    f->touched = false;
    if (slot_field(f, &slot)->type->storage == STORED_REFERENCE) {
        form_put_reference(s, &slot, text, id);
        form_link(s, &slot);
    } else {
        form_put(s, &slot, text);
    }
    form_come(s);
    form_keep(s);
    form_step(s, true);
}

/* What it can be is not a list. */
static bool is_free(const struct field *f)
{
    return f->kind == NULL && f->choices == NULL && f->type != &type_flag && f->names == NULL;
}

/* The cursor has gone on from a wrong field, but what is read out is still about that one. */
static void choose(struct screen *s)
{
    struct form *f = s->own;
    if (f->blames && !f->touched)
        form_go_slot(s, &f->blamed);
    f->blames = false;
    const struct slot *p = form_slot(f);
    const struct field *field = p != NULL ? slot_field(f, p) : NULL;
    if (field == NULL || (field->flags & FIELD_SEALED)) {
        ui_say(s->ui, SAID, _("Nothing to choose from here: type it. F1 tells how."));
        return;
    }
    const char *text = f->editor.fresh && slot_wrong(f, p) == NULL ? "" : buf_text(&f->editor.text);
    if (is_free(field))
        recent_open(s, p, text, chosen);
    else
        lookup_open(s->ui, s, field, text, chosen);
}

/* ---- Commands ---- */

static void close_top(struct ui *u)
{
    struct form *f = u->top->own;
    bool kept = f->dirty;
    f->unkept = f->unkept || kept; /* where the hands were is kept as well */
    screen_close(u->top);
    if (kept)
        ui_say(u, SAID, _("Kept as a draft. Home shows it; Enter there opens it again."));
}

static bool leave(struct screen *s)
{
    struct form *f = s->own;
    struct ui *u = s->ui;
    if (f->detail) {
        form_detail(s);
        return true;
    }
    form_leave(s);
    if (!form_asks(u, close_top))
        close_top(u);
    return true;
}

/* A record nobody typed into is none yet: it could only be cancelled, with a reason. */
static bool is_untouched(struct screen *s)
{
    const struct form *f = s->own;
    form_leave(s);
    if (f->mode != FORM_NEW || f->dirty || f->begun)
        return false;
    ui_say(s->ui, SAID_BADLY,
           _("Nothing is filled in yet. Fill in what is known and save it with F2; then F6 "
             "leads on."));
    return true;
}

static void save(struct screen *s, bool *then)
{
    if (is_untouched(s))
        return;
    if (then != NULL)
        *then = true;
    form_save(s);
}

static bool form_run(struct screen *s, enum command c)
{
    struct form *f = s->own;
    f->advanced = false;
    switch (c) {
    case DO_SAVE:
        save(s, NULL);
        return true;
    case DO_SAVE_NEXT:
        save(s, &f->then_next);
        return true;
    case DO_TEMPLATE:
        form_template(s);
        return true;
    case DO_STEPS:
        save(s, &f->then_steps);
        return true;
    case DO_CHOOSE:
        choose(s);
        return true;
    case DO_DETAIL:
        form_detail(s);
        return true;
    case DO_PAPERS:
        form_checklist(s);
        return true;
    case DO_PROBLEM:
        form_next_problem(s);
        return true;
    case DO_COPY_LINE:
        form_line_copy(s);
        return true;
    case DO_DROP:
        form_line_drop(s);
        return true;
    case DO_UNDO:
        form_undo(s);
        return true;
    case DO_PASTE_REST:
        form_paste_rest(s);
        return true;
    case DO_CARRY:
        form_carry(s);
        return true;
    case DO_DITTO:
        form_ditto(s);
        return true;
    case DO_DITTO_REST:
        form_ditto_rest(s);
        return true;
    case DO_REQUIREMENTS:
        form_leave(s);
        return false; /* the rest is the same everywhere */
    case DO_BACK:
        return leave(s);
    default:
        return false;
    }
}

/* ---- Words ---- */

/* A grid's heading may have no room for all of it. */
static bool label_is_cut(const struct form *f, const struct field *field)
{
    const struct line_kind *k = form_grid(f);
    for (size_t c = 0; k != NULL && !f->detail && c < COLUMNS_MAX && k->columns[c] != NULL; c++)
        if (strcmp(k->columns[c], field->id) == 0)
            return utf8_cells(_(field->label)) > f->width[c];
    return false;
}

static void form_hint(struct screen *s, struct buf *out)
{
    const struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p == NULL) {
        buf_puts(out, _("Nothing on this page can be changed now. F6 shows the steps."));
        return;
    }
    const struct wrong *w = slot_wrong(f, p);
    const struct field *field = slot_field(f, p);
    if (w != NULL && !f->touched) {
        buf_puts(out, w->why);
        return;
    }
    if (slot_sealed(f, p) && !f->touched) {
        buf_printf(out, _("Sealed for the %s: type to write it anew; left empty it stays."),
                   _(role_label(field->sealed_to)));
        return;
    }
    if (label_is_cut(f, field))
        buf_printf(out, "%s: ", _(field->label));
    echo_help(s->ui, field, out);
}

static void form_help(struct screen *s, struct buf *out)
{
    const struct form *f = s->own;
    const struct slot *p = form_slot(f);
    if (p != NULL) {
        explain_field(f->kind, slot_field(f, p), out);
        buf_putc(out, '\n');
    }
    buf_puts(out,
             _("Enter, Tab and Down go on, Shift-Tab and Up go back, PageDown and PageUp turn "
               "pages. A wrong field is marked ! and may be left; F2 lists all that is wrong. "
               "What is typed is kept as a draft at every pause. A new line begins on the empty "
               "row of a grid; Enter there, with nothing typed, goes on. In a note Ctrl-J begins "
               "a new line.\n"));
}

static const struct record *form_record(struct screen *s)
{
    return ((const struct form *)s->own)->record;
}

/* ---- Time ---- */

static bool waits_to_keep(const struct form *f)
{
    return f->unkept && !f->keeping;
}

static int form_patience(struct screen *s, moment now)
{
    const struct form *f = s->own;
    if (!waits_to_keep(f))
        return -1;
    moment gone = now - f->edited_at;
    return gone < 0 || gone >= KEEP_PAUSE_MS ? 0 : (int)(KEEP_PAUSE_MS - gone);
}

static void form_tick(struct screen *s, moment now)
{
    (void)now;
    form_keep(s);
}

static void form_close(struct screen *s)
{
    struct form *f = s->own;
    form_keep_last(s);
    keeper_release(f->keeper);
    form_forget(&f->record);
    record_free(&f->base);
    record_free(&f->previous);
    record_free(&f->blank);
    record_free(&f->regular);
    record_free(&f->like);
    while (f->undo_count > 0)
        form_forget(&f->undo[--f->undo_count]);
    wrongs_clear(f);
    free(f->slots);
    editor_free(&f->editor);
    remarks_free(&f->remarks);
}

static const struct screen_class form_class = {
    .id = "form",
    .place = IN_FORM,
    .private_size = sizeof(struct form),
    .draw = form_draw,
    .key = form_key,
    .run = form_run,
    .hint = form_hint,
    .help = form_help,
    .record = form_record,
    .speak = form_speak,
    .patience = form_patience,
    .tick = form_tick,
    .close = form_close,
};

static bool holds_clear(const struct form *f)
{
    const struct slot *p = form_slot(f);
    for (size_t i = 0; f->kind->fields[i].id != NULL; i++)
        if ((f->kind->fields[i].flags & FIELD_SEALED) && f->record->values[i].set &&
            !act_sealed(&f->record->values[i]))
            return true;
    return f->touched && p != NULL && (slot_field(f, p)->flags & FIELD_SEALED);
}

bool form_is_lost(const struct screen *s)
{
    const struct form *f = s->own;
    return s->class == &form_class && f->dirty && f->lost;
}

void form_close_sealed(struct ui *u)
{
    struct screen *lowest = NULL;
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (s->class == &form_class && holds_clear(s->own))
            lowest = s;
    if (lowest != NULL)
        screen_close(lowest);
}

void form_editing(const struct ui *u, const struct kind **k, int64_t *id)
{
    for (const struct screen *s = u->top; s != NULL; s = s->below) {
        const struct form *f = s->own;
        if (s->class != &form_class || f->record->id == 0)
            continue;
        *k = f->kind;
        *id = f->record->id;
        return;
    }
}

/* The correction was taken as a step: its draft has done its work. */
void form_step_taken(struct screen *s)
{
    form_draft_done(s);
}

struct screen *form_start(struct ui *u, enum form_mode mode, struct record *record,
                          struct record *base, struct record *previous)
{
    struct screen *s = screen_push(u, &form_class);
    struct form *f = s->own;
    f->kind = record->kind;
    f->mode = mode;
    f->record = record;
    f->base = base;
    f->previous = previous;
    f->keeper = keeper_new();
    act_new_txn(f->txn);
    memcpy(f->keeper->draft.txn, f->txn, sizeof f->txn);
    if (f->kind->after_load != NULL)
        f->kind->after_load(f->record);
    form_slots_make(s);
    form_come(s);
    return s;
}
