/* recent.c - what was typed lately in a free field: the values of the newest records, to choose. */
#include "chooser.h"
#include "form.h"

#include <stdlib.h>
#include <string.h>

enum { RECENT_RECORDS = 40, RECENT_WHOLE = 12, RECENT_VALUES = 40 };

struct recent {
    struct chooser chooser; /* first */
    struct screen *owner;
    chosen_fn *chosen;
    char *values[RECENT_VALUES]; /* newest first */
    size_t count;
};

struct recent_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    struct slot slot;
    char *values[RECENT_VALUES];
    size_t count;
};

static void add_value(struct recent_ask *a, const struct field *f, const struct value *v)
{
    struct buf text = { 0 };
    if (!v->set || a->count == RECENT_VALUES)
        return;
    field_format(f, v, SPELL_SCREEN, &text);
    bool known = text.len == 0;
    for (size_t i = 0; i < a->count && !known; i++)
        known = strcmp(a->values[i], buf_text(&text)) == 0;
    if (!known)
        a->values[a->count++] = xstrdup(buf_text(&text));
    buf_free(&text);
}

/* Lines come with whole records only. */
static enum outcome add_lines(struct recent_ask *a, int64_t id)
{
    struct record *r = NULL;
    enum outcome result = act_load(a->ask.session, a->kind, id, &r, &a->ask.error);
    const struct line_kind *k = &a->kind->lines[a->slot.list];
    for (size_t n = 1; result == DONE && n <= record_live_lines(r, k->id); n++)
        add_value(a, &k->fields[a->slot.field],
                  &record_live_line(r, k->id, n)->values[a->slot.field]);
    record_free(&r);
    return result;
}

static void work(struct ask *ask)
{
    struct recent_ask *a = (struct recent_ask *)ask;
    struct query q = { .kind = a->kind, .closed = true, .limit = RECENT_RECORDS };
    struct page page = { 0 };
    q.limit = a->slot.in_line ? RECENT_WHOLE : RECENT_RECORDS;
    ask->outcome = act_page(ask->session, &q, &page, &ask->error);
    for (size_t i = 0; i < page.count && ask->outcome == DONE; i++) {
        if (a->slot.in_line)
            ask->outcome = add_lines(a, page.rows[i]->id);
        else
            add_value(a, &a->kind->fields[a->slot.field], &page.rows[i]->values[a->slot.field]);
    }
    page_free(&page);
}

static void release(struct ask *ask)
{
    struct recent_ask *a = (struct recent_ask *)ask;
    while (a->count > 0)
        free(a->values[--a->count]);
}

static void refresh(struct screen *s)
{
    struct recent *r = s->own;
    chooser_clear(&r->chooser);
    for (size_t i = 0; i < r->count; i++)
        if (fuzzy_fit(buf_text(&r->chooser.editor.text), r->values[i]) > 0)
            chooser_add(&r->chooser, r->values[i], "");
}

static void answer(struct ask *ask)
{
    struct recent_ask *a = (struct recent_ask *)ask;
    struct recent *r = ask->owner->own;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    for (; r->count < a->count; r->count++) {
        r->values[r->count] = a->values[r->count];
        a->values[r->count] = NULL;
    }
    refresh(ask->owner);
}

static void take(struct screen *s)
{
    const struct recent *r = s->own;
    char *text = xstrdup(chooser_item(&r->chooser)->text);
    chosen_fn *chosen = r->chosen;
    struct screen *owner = r->owner;
    screen_close(s);
    chosen(owner, text, 0);
    free(text);
}

static bool recent_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void recent_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("What was typed here lately. Type a part of it; Enter takes it."));
}

static void recent_close(struct screen *s)
{
    struct recent *r = s->own;
    chooser_free(&r->chooser);
    while (r->count > 0)
        free(r->values[--r->count]);
}

static void recent_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("What was typed in this field in the newest records. Type a part of it; Enter "
                    "takes it over, Esc leaves the field as it is.\n"));
}

static const struct screen_class recent_class = {
    .id = "recent",
    .place = IN_CHOICE,
    .private_size = sizeof(struct recent),
    .overlay = true,
    .draw = chooser_draw,
    .key = recent_key,
    .hint = recent_hint,
    .help = recent_help,
    .close = recent_close,
};

void recent_open(struct screen *form, const struct slot *p, const char *typed, chosen_fn *chosen)
{
    const struct form *f = form->own;
    struct screen *s = screen_push(form->ui, &recent_class);
    struct recent *r = s->own;
    r->owner = form;
    r->chosen = chosen;
    chooser_set(&r->chooser, _(slot_field(f, p)->label),
                _("Nothing like it was typed here lately."), typed);
    struct recent_ask *a = ask_new(sizeof *a, form->ui, s, work, answer, release);
    a->kind = f->kind;
    a->slot = *p;
    ask_hold(&a->ask, AT_SHARE, _("Looking up"));
}
