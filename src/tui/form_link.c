/* form_link.c - what the text of a reference means is looked up while the hands go on; and what
 * others know about the record (duplicates, look-alikes, proposed risk) is asked meanwhile. */
#include "form.h"

#include <stdlib.h>
#include <string.h>

struct link_ask {
    struct ask ask; /* first */
    const struct field *field;
    const struct kind *kind;
    struct slot slot;
    char *text;
    int64_t id; /* chosen already, or found; 0: nothing, or several */
    bool several;
    struct buf name;
    struct record *found;
};

/* Exactly one that fits any part of what was typed is what was meant; the field then shows it. */
static enum outcome only_one(struct link_ask *a)
{
    struct hits hits = { 0 };
    enum outcome result =
        act_lookup(a->ask.session, a->kind, a->field->among, a->text, 2, &hits, &a->ask.error);
    a->several = hits.count > 1;
    if (result == DONE && hits.count == 1)
        a->id = hits.items[0].id;
    hits_free(&hits);
    return result;
}

static void work(struct ask *ask)
{
    struct link_ask *a = (struct link_ask *)ask;
    ask->outcome = DONE;
    if (a->id == 0)
        ask->outcome = act_link(ask->session, a->field, a->text, &a->id, &ask->error);
    if (ask->outcome == DONE && a->id == 0)
        ask->outcome = only_one(a);
    if (ask->outcome == DONE && a->id != 0)
        ask->outcome = act_load(ask->session, a->kind, a->id, &a->found, &ask->error);
    if (a->found != NULL)
        buf_puts(&a->name, record_text(a->found, a->kind->title));
}

static void release(struct ask *ask)
{
    struct link_ask *a = (struct link_ask *)ask;
    free(a->text);
    buf_free(&a->name);
    record_free(&a->found);
}

/* ---- What a chosen record brings along ----
 *
 * Two rules on names, for every kind: in a line, an empty code, choice or reference takes the
 * chosen record's field of the same id (a commodity's HS code and class); in the header an empty
 * "X_address" takes the address of what X refers to. */

static bool is_code(const struct field *f)
{
    return f->type == &type_hs || f->type == &type_choice || f->type == &type_reference;
}

static void fill(struct value *to, const struct value *from)
{
    if (!to->set && from != NULL && from->set)
        value_copy(to, from);
}

static void fill_line(struct form *f, const struct slot *p, const struct record *r)
{
    const struct line_kind *k = &f->kind->lines[p->list];
    struct line *l = record_live_line(f->record, k->id, p->row + 1);
    for (size_t i = 0; l != NULL && k->fields[i].id != NULL; i++) {
        const struct field *theirs = kind_field(r->kind, k->fields[i].id);
        bool open = !(k->fields[i].flags & (FIELD_READ_ONLY | FIELD_DERIVED));
        if (i != p->field && open && theirs != NULL && is_code(&k->fields[i]) &&
            theirs->type == k->fields[i].type)
            fill(&l->values[i], record_value(r, theirs->id));
    }
}

static void fill_address(struct form *f, const struct slot *p, const struct record *r)
{
    struct buf id = { 0 };
    buf_printf(&id, "%s_address", f->kind->fields[p->field].id);
    struct value *v = record_value(f->record, buf_text(&id));
    const struct value *from = record_value(r, "address");
    if (v != NULL && from != NULL && from->set && from->text != NULL && !v->set)
        value_set_text(v, from->text);
    buf_free(&id);
}

static void fill_from(struct screen *s, const struct slot *p, const struct record *r)
{
    struct form *f = s->own;
    if (p->in_line)
        fill_line(f, p, r);
    else
        fill_address(f, p, r);
}

/* ---- The answer ---- */

static void tell_unknown(struct screen *s, const struct link_ask *a)
{
    struct form *f = s->own;
    struct buf why = { 0 };
    if (a->field->flags & FIELD_LOOSE)
        return; /* its text may stand unlinked */
    buf_printf(&why,
               a->several ? _("%s: “%s” fits several. F4 shows them; choose one.")
                          : _("%s: “%s” is not known. F4 looks it up; F2 there makes it."),
               _(a->field->label), excerpt(a->text).text);
    wrong_set(f, &a->slot, a->text, buf_text(&why));
    form_blame(f, &a->slot);
    ui_say(s->ui, SAID, "%s", buf_text(&why));
    buf_free(&why);
}

static void answer(struct ask *ask)
{
    struct link_ask *a = (struct link_ask *)ask;
    struct screen *s = ask->owner;
    struct form *f = s->own;
    struct value *v = slot_value(f, &a->slot);
    bool same =
        v != NULL && v->set && text_same(v->text, a->text) && (v->num == 0 || v->num == a->id);
    bool linked = same && ask->outcome == DONE && a->id != 0;
    if (f->regular_ask == ask)
        f->regular_ask = NULL;
    if (same && ask->outcome == DONE && a->id == 0)
        tell_unknown(s, a);
    if (form_is_regular(f, &a->slot) && !linked)
        form_regular_gone(s);
    if (!same || ask->outcome != DONE) /* typed over meanwhile; or the save will link it */
        return;
    if (linked) {
        value_clear(v);
        value_set_reference(v, a->id, buf_text(&a->name));
        fill_from(s, &a->slot, a->found);
        form_regular(s, &a->slot, a->id);
        form_changed(s);
        form_judge(s);
    }
    if (!f->touched) /* what it brought along may stand under the hands */
        form_come(s);
}

/* Also of a reference just chosen: what it brings along is still to come. */
void form_link(struct screen *s, const struct slot *p)
{
    const struct form *f = s->own;
    const struct field *field = slot_field(f, p);
    const struct kind *k = registry_find(&all_kinds, field->kind);
    const struct value *v = slot_value(f, p);
    if (k == NULL || v == NULL || !v->set)
        return;
    struct link_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->field = field;
    a->kind = k;
    a->slot = *p;
    a->id = v->num;
    a->text = xstrdup(v->text != NULL ? v->text : ""); /* one just made may have no name yet */
    if (form_is_regular(f, p))
        ((struct form *)s->own)->regular_ask = &a->ask;
    ask_post(&a->ask, AT_SHARE);
}

/* ---- Judging ---- */

struct judge_ask {
    struct ask ask; /* first */
    struct record *record;
    struct remarks remarks;
};

static void judge_work(struct ask *ask)
{
    struct judge_ask *a = (struct judge_ask *)ask;
    ask->outcome = act_remarks(ask->session, a->record, &a->remarks, &ask->error);
    if (ask->outcome == DONE)
        (void)act_next_misses(ask->session, a->record, &a->remarks, NULL); /* an extra */
}

static void judge_release(struct ask *ask)
{
    struct judge_ask *a = (struct judge_ask *)ask;
    form_forget(&a->record);
    remarks_free(&a->remarks);
}

static void judged(struct ask *ask)
{
    struct judge_ask *a = (struct judge_ask *)ask;
    struct form *f = ask->owner->own;
    f->judging = false;
    if (f->judge_again) {
        form_judge(ask->owner);
        return;
    }
    if (ask->outcome != DONE)
        return; /* advice is an extra; the save asks again */
    remarks_free(&f->remarks);
    f->remarks = a->remarks;
    a->remarks = (struct remarks){ 0 };
}

void form_judge(struct screen *s)
{
    struct form *f = s->own;
    f->judge_again = f->judging;
    if (f->judging)
        return;
    struct judge_ask *a = ask_new(sizeof *a, s->ui, s, judge_work, judged, judge_release);
    a->record = record_copy(f->record);
    f->judging = true;
    ask_post(&a->ask, AT_SHARE);
}
