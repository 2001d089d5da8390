/* form_carry.c - what comes along into the next new record: as the catalogue has it, and turned
 * round field by field by who works here, for this desk. */
#include "form.h"

#include <string.h>

bool field_is_carried(const struct field *f, const char *turned)
{
    struct buf id = { 0 };
    buf_printf(&id, " %s ", f->id);
    bool is_turned = strstr(turned, buf_text(&id)) != NULL;
    buf_free(&id);
    return ((f->flags & FIELD_CARRIED) != 0) != is_turned;
}

struct carry_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    const struct field *field;
    bool carried; /* now */
};

/* Adds the id, or takes it out. */
static void turn(const char *turned, const struct field *f, struct buf *out)
{
    struct buf id = { 0 };
    buf_printf(&id, " %s ", f->id);
    const char *at = strstr(turned, buf_text(&id));
    if (at != NULL) {
        buf_add(out, turned, (size_t)(at - turned));
        buf_puts(out, at + id.len - 1); /* the blank behind it parts its neighbours */
    } else {
        buf_printf(out, "%s%s", turned, turned[0] != '\0' ? buf_text(&id) + 1 : buf_text(&id));
    }
    buf_free(&id);
}

static void work(struct ask *ask)
{
    struct carry_ask *a = (struct carry_ask *)ask;
    struct buf was = { 0 }, now = { 0 };
    ask->outcome = act_habit_get(ask->session, CARRY_HABIT, a->kind, &was, &ask->error);
    if (ask->outcome == DONE) {
        turn(buf_text(&was), a->field, &now);
        ask->outcome =
            act_habit_put(ask->session, CARRY_HABIT, a->kind, buf_text(&now), &ask->error);
        a->carried = field_is_carried(a->field, buf_text(&now));
    }
    buf_free(&was);
    buf_free(&now);
}

static void answer(struct ask *ask)
{
    const struct carry_ask *a = (const struct carry_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else
        ui_say(ask->ui, SAID_WELL,
               a->carried ? _("%s: from now on it comes along into the next new one.")
                          : _("%s: from now on it does not come along into the next new one."),
               _(a->field->label));
}

void form_carry(struct screen *s)
{
    const struct form *f = s->own;
    const struct slot *p = form_slot(f);
    const unsigned never =
        FIELD_SEALED | FIELD_UNIQUE_HINT | FIELD_READ_ONLY | FIELD_DERIVED | FIELD_OWN;
    if (p == NULL || p->in_line || (slot_field(f, p)->flags & never)) {
        ui_say(s->ui, SAID,
               _("This field is new each time; of a line Ctrl-D takes what stands above."));
        return;
    }
    struct carry_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, NULL);
    a->kind = f->kind;
    a->field = slot_field(f, p);
    ask_post(&a->ask, AT_DESK);
}
