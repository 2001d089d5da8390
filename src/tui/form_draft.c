/* form_draft.c - what is being typed, kept on the desk's own disk at every pause. Values go into
 * the draft itself; text that is no value yet (half typed, or wrong) beside it. */
#include "form.h"

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
    struct buf typed; /* path, tab, text, newline (as 0x1E inside), ... */
    bool done;        /* filed: the draft may go */
};

static void typed_key(int64_t draft, char out[64])
{
    snprintf(out, 64, "draft.%lld.typed", (long long)draft);
}

static void work(struct ask *ask)
{
    struct keep_ask *a = (struct keep_ask *)ask;
    struct draft *d = &a->keeper->draft;
    char key[64];
    if (a->done && d->id == 0) {
        ask->outcome = DONE;
        return;
    }
    ask->outcome = a->done ? act_draft_drop(ask->session, d->id, &ask->error)
                           : act_draft_keep(ask->session, d, a->record, a->base, &ask->error);
    typed_key(d->id, key);
    if (ask->outcome == DONE)
        ask->outcome = act_setting_put(
            ask->session, key, a->done || a->typed.len == 0 ? NULL : a->typed.data, &ask->error);
}

static void answer(struct ask *ask)
{
    struct form *f = ask->owner->own;
    f->keeping = false;
    if (ask->outcome == DONE)
        f->kept_at = ui_now(ask->ui);
    else
        ui_fail(ask->ui, &ask->error);
}

static void release(struct ask *ask)
{
    struct keep_ask *a = (struct keep_ask *)ask;
    keeper_release(a->keeper);
    record_free(&a->record);
    record_free(&a->base);
    buf_free(&a->typed);
}

enum { NEWLINE_MARK = 0x1E };

static void add_typed(const struct form *f, const struct slot *p, const char *text, struct buf *out)
{
    slot_path(f, p, out);
    buf_putc(out, '\t');
    for (; *text != '\0'; text++)
        buf_putc(out, *text == '\n' ? NEWLINE_MARK : *text);
    buf_putc(out, '\n');
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
    for (size_t i = 0; i < f->wrong_count; i++)
        if (!f->touched || p == NULL || !slot_same(p, &f->wrongs[i].slot))
            add_typed(f, &f->wrongs[i].slot, f->wrongs[i].typed, &a->typed);
    if (f->touched && p != NULL)
        add_typed(f, p, buf_text(&f->editor.text), &a->typed);
    if (f->mode == FORM_CORRECT)
        buf_printf(&a->typed, "%s\t%s\n", FORM_STEP_MARK, f->step->verb);
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
    if (!f->unkept)
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
    f->dirty = f->unkept = false;
    f->kept_at = 0;
}

/* What was typed and is no value yet comes back through the same judging as typing it again. */
void form_typed_restore(struct screen *s, const char *kept)
{
    struct form *f = s->own;
    char *copy = xstrdup(kept), *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *text = strchr(line, '\t');
        struct slot p;
        if (text == NULL)
            continue;
        *text++ = '\0';
        if (strcmp(line, FORM_STEP_MARK) == 0) {
            f->mode = FORM_CORRECT;
            f->step = flow_step(f->kind->flow, text, f->record->state);
            continue;
        }
        for (char *c = text; *c != '\0'; c++)
            if (*c == NEWLINE_MARK)
                *c = '\n';
        if (slot_of_path(f, line, &p) && field_is_open(f, slot_field(f, &p)))
            form_put(s, &p, text);
    }
    free(copy);
    if (f->mode == FORM_CORRECT && f->step == NULL) /* its state has changed meanwhile */
        f->mode = FORM_EDIT;
    form_pages_make(f);
    form_slots_make(s);
}
