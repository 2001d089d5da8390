/* form_template.c - a record like one before it: a copy, or the newest of a regular applicant.
 * What is new each time (dates, numbers) stays blank; F8 leads to it. */
#include "form.h"

#include <string.h>

enum { NEW_EACH_TIME = FIELD_READ_ONLY | FIELD_DERIVED | FIELD_UNIQUE_HINT | FIELD_OWN };

bool field_is_copied(const struct field *f)
{
    return !(f->flags & NEW_EACH_TIME) && f->type != &type_date && f->type != &type_moment;
}

/* What of `from` may stand in `to`: only where nobody typed, so that it is empty or as in blank.
 * Returns how many came. */
static size_t copy_values(const struct field *fields, struct value *to, const struct value *from,
                          const struct value *blank)
{
    size_t copied = 0;
    for (size_t i = 0; fields[i].id != NULL; i++) {
        bool free = !to[i].set || (blank != NULL && value_same(&to[i], &blank[i]));
        if (!field_is_copied(&fields[i]) || !from[i].set || !free || value_same(&to[i], &from[i]))
            continue;
        value_clear(&to[i]);
        value_copy(&to[i], &from[i]);
        copied++;
    }
    return copied;
}

/* Lines that tell what happened (they carry moments, or nothing but that) belong to the old record
 * alone. */
static bool is_log(const struct line_kind *k)
{
    bool own = true;
    for (size_t i = 0; k->fields[i].id != NULL; i++) {
        if (k->fields[i].type == &type_moment)
            return true;
        own = own && !field_is_copied(&k->fields[i]);
    }
    return own;
}

static size_t copy_line(struct line *to, const struct line *from, const struct field *fields,
                        const struct reading *how)
{
    size_t copied = copy_values(fields, to->values, from->values, to->values);
    for (size_t i = 0; fields[i].id != NULL; i++)
        if (!to->values[i].set && fields[i].initial != NULL)
            (void)field_parse(&fields[i], how, fields[i].initial, &to->values[i], NULL);
    return copied;
}

static size_t copy_lines(struct record *to, const struct record *from, const struct reading *how)
{
    size_t copied = 0;
    for (size_t l = 0; l < line_kind_count(to->kind); l++) {
        const struct line_kind *k = &to->kind->lines[l];
        bool wanted = !is_log(k) && record_live_lines(to, k->id) == 0;
        for (size_t i = 0; wanted && i < from->lines[l].count; i++)
            if (!from->lines[l].items[i].gone)
                copied +=
                    copy_line(record_add_line(to, k->id), &from->lines[l].items[i], k->fields, how);
    }
    return copied;
}

size_t record_like(struct record *to, const struct record *from, const struct record *blank,
                   const struct reading *how)
{
    return copy_values(to->kind->fields, to->values, from->values,
                       blank != NULL ? blank->values : NULL) +
           copy_lines(to, from, how);
}

/* ---- What is new each time ----
 *
 * F8 leads to each: to what was left blank, and once to each quantity that was taken over, since
 * few consignments weigh the same. */

static bool is_blank_again(const struct field *f, const struct value *v)
{
    return !field_is_copied(f) && !(f->flags & FIELD_OWN) && !v->set;
}

static bool is_to_look_at(const struct field *f, const struct value *was, const struct value *v)
{
    return f->unit != NULL && field_is_copied(f) && v->set && value_same(was, v);
}

static void tell_new(const struct form *f, const struct slot *p, const struct value *was,
                     void (*each)(void *context, const struct slot *p, const char *text),
                     void *context)
{
    const struct field *field = slot_field(f, p);
    const struct value *v = slot_value(f, p);
    struct buf old = { 0 }, text = { 0 };
    if (!was->set || v == NULL || !field_is_asked(f, field, v))
        return;
    field_format(field, was, SPELL_SCREEN, &old);
    if (is_blank_again(field, v))
        buf_printf(&text, _("%s is new each time; last time: %s."), _(field->label),
                   buf_text(&old));
    else if (is_to_look_at(field, was, v))
        buf_printf(&text, _("%s: %s as last time; type it anew if it differs."), _(field->label),
                   buf_text(&old));
    if (text.len > 0)
        each(context, p, buf_text(&text));
    buf_free(&old);
    buf_free(&text);
}

/* A quantity was looked at: it is right. */
void form_new_seen(struct form *f, const struct slot *p)
{
    if (f->like == NULL || slot_field(f, p)->unit == NULL)
        return;
    const struct line *l =
        p->in_line ? record_live_line(f->like, f->kind->lines[p->list].id, p->row + 1) : NULL;
    if (!p->in_line)
        value_clear(&f->like->values[p->field]);
    else if (l != NULL)
        value_clear(&l->values[p->field]);
}

void form_new_each_time(const struct form *f,
                        void (*each)(void *context, const struct slot *p, const char *text),
                        void *context)
{
    const struct record *m = f->like;
    for (size_t i = 0; m != NULL && f->kind->fields[i].id != NULL; i++)
        tell_new(f, &(struct slot){ .field = i }, &m->values[i], each, context);
    for (size_t l = 0; m != NULL && l < line_kind_count(f->kind); l++) {
        const struct line_kind *k = &f->kind->lines[l];
        for (size_t row = 0; !is_log(k) && row < record_live_lines(m, k->id); row++)
            for (size_t i = 0; k->fields[i].id != NULL; i++)
                tell_new(f, &(struct slot){ true, l, row, i },
                         &record_live_line(m, k->id, row + 1)->values[i], each, context);
    }
}

/* ---- The regular applicant ---- */

struct regular_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id; /* of the applicant */
    struct record *found;
};

/* Their newest, finished or not. */
static void work(struct ask *ask)
{
    struct regular_ask *a = (struct regular_ask *)ask;
    const struct filter theirs = { .field = a->kind->regular,
                                   .how = IS,
                                   .value = { .num = a->id, .set = true } };
    struct query q = {
        .kind = a->kind, .filters = &theirs, .filter_count = 1, .closed = true, .limit = 1
    };
    struct page page = { 0 };
    ask->outcome = act_page(ask->session, &q, &page, &ask->error);
    if (ask->outcome == DONE && page.count > 0)
        ask->outcome = act_load(ask->session, a->kind, page.rows[0]->id, &a->found, &ask->error);
    page_free(&page);
}

static void release(struct ask *ask)
{
    record_free(&((struct regular_ask *)ask)->found);
}

/* Pressed before it was known that there is none. */
void form_regular_gone(struct screen *s)
{
    struct form *f = s->own;
    if (f->template_waits)
        ui_alarm(s->ui);
    f->template_waits = false;
}

static void tell_regular(struct screen *s)
{
    const struct form *f = s->own;
    struct buf name = { 0 };
    record_known(f->regular, &name);
    ui_say(s->ui, SAID, _("F3 fills in the rest as in %s, the last of this %s."), buf_text(&name),
           _(kind_field(f->kind, f->kind->regular)->label));
    buf_free(&name);
}

static void answer(struct ask *ask)
{
    struct regular_ask *a = (struct regular_ask *)ask;
    struct screen *s = ask->owner;
    struct form *f = s->own;
    const struct value *v = record_value(f->record, f->kind->regular);
    if (f->regular_ask == ask)
        f->regular_ask = NULL;
    if (ask->outcome != DONE || v->num != a->id) { /* an extra; or another was chosen meanwhile */
        form_regular_gone(s);
        return;
    }
    record_free(&f->regular);
    f->regular = a->found;
    a->found = NULL;
    if (f->template_waits)
        form_template(s);
    else if (f->regular != NULL)
        tell_regular(s);
}

bool form_is_regular(const struct form *f, const struct slot *p)
{
    return f->mode == FORM_NEW && !p->in_line && f->kind->regular != NULL &&
           strcmp(slot_field(f, p)->id, f->kind->regular) == 0;
}

void form_regular(struct screen *s, const struct slot *p, int64_t id)
{
    struct form *f = s->own;
    if (!form_is_regular(f, p))
        return;
    struct regular_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->kind = f->kind;
    a->id = id;
    f->regular_ask = &a->ask;
    if (f->template_waits)
        ask_hold(&a->ask, AT_SHARE, _("Looking up"));
    else
        ask_post(&a->ask, AT_SHARE);
}

/* Typed ahead of the answer: the keys behind it wait, too. */
static bool waits_for_regular(struct screen *s)
{
    struct form *f = s->own;
    if (f->regular_ask == NULL)
        return false;
    f->template_waits = true;
    s->ui->hold = f->regular_ask;
    s->ui->doing = _("Looking up");
    return true;
}

void form_template(struct screen *s)
{
    struct form *f = s->own;
    form_leave(s);
    if (f->mode != FORM_NEW || f->kind->regular == NULL) {
        ui_say(s->ui, SAID,
               _("Nothing is filled in as last time here; F11 takes the rest from the "
                 "record before."));
        ui_alarm(s->ui);
        return;
    }
    if (waits_for_regular(s))
        return;
    f->template_waits = false;
    if (f->regular == NULL) {
        ui_alarm(s->ui);
        ui_say(s->ui, SAID,
               _("Choose the %s first; where an earlier one is known, F3 fills in the rest."),
               _(kind_field(f->kind, f->kind->regular)->label));
        return;
    }
    struct buf name = { 0 };
    record_known(f->regular, &name);
    form_snapshot(f);
    struct reading how = session_reading(s->ui->session, SPELL_CANONICAL);
    size_t taken = record_like(f->record, f->regular, f->blank, &how);
    record_free(&f->like);
    f->like = record_copy(f->regular);
    form_slots_make(s);
    form_come(s);
    form_changed(s);
    form_judge(s);
    form_keep(s);
    remarks_free(&f->remarks); /* they were of the record as it stood */
    struct buf said = { 0 };
    buf_printf(&said, _("As %s: %zu fields."), buf_text(&name), taken);
    form_first_to_type(s, buf_text(&said));
    buf_free(&said);
    buf_free(&name);
}
