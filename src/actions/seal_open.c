/* Reading sealed text: on request, in memory only, by who holds its role. */
#include "seal.h"

#include <string.h>

static enum outcome not_yours(const struct field *f, struct error *e)
{
    return fail_field(e, FORBIDDEN, f->id,
                      _("%s is sealed: only the %s reads it. Log in as somebody who held that role "
                        "when it was written."),
                      _(f->label), _(role_label(f->sealed_to)));
}

static bool opens(const struct session *s, const struct field *f, const struct value *v,
                  struct buf *out)
{
    const struct person *p = s->person;
    bool may = p && (p->root || (atomic_load(&p->held[OWN]) & ROLE_BIT(f->sealed_to)));
    return may && sealed_open(v, &p->keys->sealing, out);
}

enum outcome act_unseal(struct session *s, const struct field *f, const struct value *v,
                        struct buf *out, struct error *e)
{
    if (!v->set || !act_sealed(v)) { /* typed here, not saved yet */
        buf_puts(out, v->set && v->text ? v->text : "");
        return DONE;
    }
    return opens(s, f, v, out) ? DONE : not_yours(f, e);
}

/* ---- A whole record ---- */

struct opening {
    struct seal_visit visit; /* first */
    size_t opened;
    const struct field *refused; /* the first that is somebody else's */
};

static enum outcome open_value(struct seal_visit *v, const struct field *f, struct value *value)
{
    struct opening *o = (struct opening *)v;
    struct buf clear = { 0 };
    if (act_sealed(value) && opens(v->session, f, value, &clear)) {
        value_set_text(value, buf_text(&clear));
        o->opened++;
    } else if (act_sealed(value) && !o->refused) {
        o->refused = f;
    }
    wipe_buf(&clear);
    return DONE;
}

enum outcome act_unseal_record(struct session *s, struct record *r, struct error *e)
{
    struct opening o = { .visit = { .session = s, .each = open_value } };
    seal_visit(&o.visit, r);
    return o.refused && !o.opened ? not_yours(o.refused, e) : DONE;
}

/* ---- What was only opened, not changed ---- */

static void keep_same(const struct session *s, const struct field *fields, struct value *mine,
                      const struct value *base)
{
    for (size_t i = 0; fields[i].id; i++) {
        struct buf clear = { 0 };
        if ((fields[i].flags & FIELD_SEALED) && mine[i].set && !act_sealed(&mine[i]) &&
            opens(s, &fields[i], &base[i], &clear) && text_same(buf_text(&clear), mine[i].text)) {
            wipe_bytes(mine[i].text, strlen(mine[i].text));
            value_set_text(&mine[i], base[i].text);
        }
        wipe_buf(&clear);
    }
}

static const struct line *same_line(const struct line_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (id && list->items[i].id == id)
            return &list->items[i];
    return NULL;
}

void seal_keep_same(const struct session *s, struct record *r, const struct record *base)
{
    keep_same(s, r->kind->fields, r->values, base->values);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++) {
            struct line *mine = &r->lines[l].items[i];
            const struct line *was = same_line(&base->lines[l], mine->id);
            if (was)
                keep_same(s, r->kind->lines[l].fields, mine->values, was->values);
        }
}
