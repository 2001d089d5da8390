/* acts.c - small things done with one record: its history, undo, required papers, printing. */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct act_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    bool dry_run;
    char *paper, *path; /* path NULL: the printer */
    struct buf text;
};

static void release(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    record_free(&a->record);
    buf_free(&a->text);
    free(a->paper);
    free(a->path);
}

static struct act_ask *new_ask(struct ui *u, const struct kind *k, int64_t id,
                               void (*work)(struct ask *), void (*answer)(struct ask *))
{
    struct act_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    a->id = id;
    return a;
}

/* ---- History ---- */

static void history_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_history(ask->session, a->kind, a->id, &a->text, &ask->error);
}

static void history_answer(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (ask->awaited)
        text_open(ask->ui, _("History"), buf_text(&a->text));
}

void history_open(struct ui *u, const struct kind *k, int64_t id)
{
    ask_hold(&new_ask(u, k, id, history_work, history_answer)->ask, AT_SHARE,
             _("Reading the history"));
}

/* ---- Undo: first what it would do, then it ---- */

static void undo_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_undo(ask->session, a->kind, a->id, a->dry_run, &a->text, &ask->error);
}

static void undone(struct ask *ask)
{
    struct ui *u = ask->ui;
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    u->saves++;
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    ui_say(u, SAID_WELL, _("Taken back. The history keeps both."));
}

static void undo_answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct act_ask *dry = context;
    (void)owner;
    if (which == 0)
        ask_hold(&new_ask(u, dry->kind, dry->id, undo_work, undone)->ask, AT_SHARE, _("Undo"));
}

static void undo_told(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct act_ask *kept = xcalloc(1, sizeof *kept);
    kept->kind = a->kind;
    kept->id = a->id;
    dialog_open(ask->ui,
                &(struct question){
                    .title = _("Undo"),
                    .text = buf_text(&a->text),
                    .answers = (const char *const[]){ _("Take it back"), _("Leave it"), NULL },
                    .answered = undo_answered,
                    .context = kept,
                    .release = free,
                });
}

void undo_open(struct ui *u, const struct kind *k, int64_t id)
{
    struct act_ask *a = new_ask(u, k, id, undo_work, undo_told);
    a->dry_run = true;
    ask_hold(&a->ask, AT_SHARE, _("Looking at what to undo"));
}

/* ---- Which papers? ---- */

static void requirements_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_requirements(ask->session, a->record, &a->text, &ask->error);
}

static void requirements_answer(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (ask->awaited)
        text_open(ask->ui, _("Which papers?"),
                  a->text.len > 0 ? buf_text(&a->text) : _("No paper is required for this."));
}

void requirements_open(struct ui *u, const struct record *r)
{
    struct act_ask *a = new_ask(u, r->kind, r->id, requirements_work, requirements_answer);
    a->record = record_copy(r);
    ask_hold(&a->ask, AT_SHARE, _("Looking at the requirements"));
}

/* ---- Printing ---- */

static void print_work(struct ask *ask)
{
    struct act_ask *a = (struct act_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_print(ask->session, a->record, a->paper, &a->text, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_deliver(ask->session, &a->text, a->path, &ask->error);
}

static void printed(struct ask *ask)
{
    const struct act_ask *a = (const struct act_ask *)ask;
    struct ui *u = ask->ui;
    u->saves++; /* a print is told in the history */
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (a->path != NULL)
        ui_say(u, SAID_WELL, _("Written to %s."), a->path);
    else
        ui_say(u, SAID_WELL, _("Sent to the printer."));
}

struct print_choice {
    const struct kind *kind;
    int64_t id;
    char paper[FIELD_ID_MAX];
};

static void print_to(struct ui *u, const struct print_choice *p, const char *path)
{
    struct act_ask *a = new_ask(u, p->kind, p->id, print_work, printed);
    a->paper = xstrdup(p->paper);
    a->path = path != NULL ? xstrdup(path) : NULL;
    ask_hold(&a->ask, AT_SHARE, _("Printing"));
}

static bool path_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    print_to(u, context, text);
    return true;
}

static struct print_choice *choice_copy(const struct print_choice *p)
{
    struct print_choice *copy = xcalloc(1, sizeof *copy);
    *copy = *p;
    return copy;
}

static void print_answered(struct ui *u, struct screen *owner, void *context, int which)
{
    struct print_choice p = *(struct print_choice *)context;
    (void)owner;
    if (which < 0 || which > 3)
        return;
    snprintf(p.paper, sizeof p.paper, "%s", which < 2 ? "receipt" : "incomplete");
    if (which % 2 == 0) {
        print_to(u, &p, NULL);
        return;
    }
    prompt_open(u, &(struct prompt){
                       .label = _("File:"),
                       .initial = which < 2 ? "tanda-terima.txt" : "kekurangan.txt",
                       .hint = _("The paper is written there as plain text."),
                       .done = path_typed,
                       .context = choice_copy(&p),
                       .release = free,
                   });
}

void papers_print(struct ui *u, const struct kind *k, int64_t id, const char *paper)
{
    struct print_choice p = { .kind = k, .id = id };
    bool receipt_only = paper != NULL;
    const char *const all[] = { _("Receipt, to the printer"), _("Receipt, into a file"),
                                _("Missing papers, to the printer"),
                                _("Missing papers, into a file"), NULL };
    const char *const receipt[] = { all[0], all[1], NULL };
    dialog_open(u,
                &(struct question){
                    .title = _("Print"),
                    .text = receipt_only ? _("The receipt for the applicant. Esc prints none; F8 "
                                             "on the record prints it later.")
                                         : _("A paper printed before is marked as a copy."),
                    .answers = receipt_only ? receipt : all,
                    .answered = print_answered,
                    .context = choice_copy(&p),
                    .release = free,
                });
}
