/* A decision is a signature over named fields (design §5): where one of them changes behind it, it
 * no longer stands, and the record is back where it waited for that decision. */
#include "private.h"

#include <string.h>

/* ---- What a decision covers ---- */

/* "item/0ABC.../net_unit" and "item/0ABC.../" are "item", "applicant#" is "applicant". */
static void name_of_key(const char *key, char out[FIELD_ID_MAX])
{
    size_t n = strcspn(key, "/#");
    n = n < FIELD_ID_MAX ? n : FIELD_ID_MAX - 1;
    memcpy(out, key, n);
    out[n] = '\0';
}

static bool is_named(const char *const *names, const char *key)
{
    char name[FIELD_ID_MAX];
    name_of_key(key, name);
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static const struct field *field_of_key(const struct kind *k, const char *key)
{
    char name[FIELD_ID_MAX];
    name_of_key(key, name);
    const char *slash = strrchr(key, '/');
    if (!slash)
        return kind_field(k, name);
    for (const struct line_kind *l = k->lines; l && l->id; l++)
        for (const struct field *f = l->fields; strcmp(l->id, name) == 0 && f->id; f++)
            if (strncmp(f->id, slash + 1, strcspn(slash + 1, "#")) == 0 &&
                f->id[strcspn(slash + 1, "#")] == '\0')
                return f;
    return NULL;
}

/* Where the step names nothing: whatever may no longer be edited freely once it was decided, but
 * for notes. What a reference leads to is told by its text. */
bool decision_covers(const struct step *step, const struct record *decided, const char *key)
{
    if (strchr(key, '#'))
        return false;
    if (step->covers)
        return is_named(step->covers, key);
    const struct field *f = field_of_key(decided->kind, key);
    return f && f->type != &type_note && !(f->flags & FIELD_READ_ONLY) &&
           !record_field_free(decided, f);
}

/* ---- Which decision stands ---- */

struct standing {
    const struct record *record; /* as it stood */
    const struct step *step;
    const struct state *back; /* where it waited for it */
    bool found;               /* the entry that brought the record into its state */
};

static void look_for_decision(void *context, const struct entry *entry)
{
    struct standing *d = context;
    const struct flat_entry *to = flat_find(&entry->is, "state");
    const struct flat_entry *from = flat_find(&entry->was, "state");
    if (d->found || !to)
        return;
    d->found = true;
    const struct step *step =
        from ? flow_step(d->record->kind->flow, entry->step, from->text) : NULL;
    if (!step || !(step->flags & STEP_DECISION) || !text_same(to->text, d->record->state))
        return;
    d->step = step;
    d->back = flow_state(d->record->kind->flow, from->text);
}

static bool may_be_decided(const struct record *r)
{
    for (const struct step *s = r->kind->flow->steps; s && s->verb; s++)
        if ((s->flags & STEP_DECISION) && s->to && strcmp(s->to, r->state) == 0)
            return true;
    return false;
}

static enum outcome standing_decision(struct session *s, struct standing *d, struct error *e)
{
    if (!may_be_decided(d->record))
        return DONE;
    return store_history(s->store, d->record->kind, d->record->id, 0, look_for_decision, d, e);
}

/* ---- Voiding ---- */

static void tell_key(const struct standing *d, const struct record *now, const char *key,
                     struct buf *out)
{
    if (!decision_covers(d->step, d->record, key))
        return;
    buf_puts(out, out->len ? ", " : "");
    flat_key_label(now, key, out);
}

/* Labels of what it covers and no longer is what it was. */
static void changed_fields(const struct standing *d, const struct record *now, struct buf *out)
{
    struct flat before = { 0 }, after = { 0 }, was = { 0 }, is = { 0 };
    flat_of(d->record, &before);
    flat_of(now, &after);
    flat_diff(&before, &after, &was, &is);
    for (size_t i = 0; i < was.count; i++)
        tell_key(d, now, was.items[i].key, out);
    for (size_t i = 0; i < is.count; i++)
        if (!flat_find(&was, is.items[i].key))
            tell_key(d, now, is.items[i].key, out);
    flat_free(&before);
    flat_free(&after);
    flat_free(&was);
    flat_free(&is);
}

enum outcome decision_void(struct session *s, const struct record *before, struct record *r,
                           struct error *e)
{
    struct standing d = { .record = before };
    struct buf fields = { 0 }, note = { 0 };
    if (strcmp(before->state, r->state) != 0)
        return DONE;
    enum outcome result = standing_decision(s, &d, e);
    if (result == DONE && d.step && d.back)
        changed_fields(&d, r, &fields);
    if (result == DONE && fields.len) {
        buf_printf(&note, _("“%s” no longer stands: %s"), _(d.step->label), buf_text(&fields));
        r->state = d.back->id;
        if (d.step->code) /* what it says was decided no longer is */
            value_clear(record_value(r, d.step->code));
        result = store_save(s->store, r, &(struct change){ "void", buf_text(&note) }, e);
    }
    buf_free(&fields);
    buf_free(&note);
    return result;
}
