/* list_filter.c - what a list leaves out, and in which order the rest stands. */
#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct filter_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    char *text;
    struct filter_list list;
};

static enum outcome take_one(struct filter_ask *a, const char *part)
{
    return act_filter(a->ask.session, a->kind, part, SPELL_SCREEN, &a->list, &a->ask.error);
}

static void work(struct ask *ask)
{
    struct filter_ask *a = (struct filter_ask *)ask;
    char *copy = xstrdup(a->text), *rest = NULL;
    ask->outcome = DONE;
    for (char *part = strtok_r(copy, ";", &rest); part != NULL && ask->outcome == DONE;
         part = strtok_r(NULL, ";", &rest)) {
        part = text_trim(part);
        if (part[0] != '\0')
            ask->outcome = take_one(a, part);
    }
    free(copy);
}

static void begin_anew(struct screen *s)
{
    struct list *l = s->own;
    l->cursor_id = 0;
    l->pending = 0;
    list_fetch(s, FETCH_FIRST, 0);
}

static void answer(struct ask *ask)
{
    struct filter_ask *a = (struct filter_ask *)ask;
    struct screen *s = ask->owner;
    struct list *l = s->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        if (!l->loaded)
            list_fetch(s, FETCH_FIRST, 0);
        return;
    }
    filter_list_free(&l->wanted.filter);
    l->wanted.filter = a->list;
    a->list = (struct filter_list){ 0 };
    free(l->filter_text);
    l->filter_text = a->text;
    a->text = NULL;
    begin_anew(s);
}

static void release(struct ask *ask)
{
    struct filter_ask *a = (struct filter_ask *)ask;
    filter_list_free(&a->list);
    free(a->text);
}

bool list_take_filter(struct ui *u, struct screen *s, const char *text)
{
    const struct list *l = s->own;
    struct filter_ask *a = ask_new(sizeof *a, u, s, work, answer, release);
    a->kind = l->kind;
    a->text = xstrdup(text);
    ask_hold(&a->ask, AT_SHARE, _("Filtering"));
    return true;
}

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)context;
    if (text[0] == '\0') {
        list_filter_clear(owner);
        return true;
    }
    return list_take_filter(u, owner, text);
}

void list_filter(struct screen *s)
{
    const struct list *l = s->own;
    prompt_open(s->ui,
                &(struct prompt){
                    .label = _("Filter:"),
                    .initial = l->filter_text,
                    .hint = _("state=submitted; applicant~toba; received_on>=1/11   F1 lists "
                              "the fields"),
                    .owner = s,
                    .done = typed,
                });
}

void list_filter_clear(struct screen *s)
{
    struct list *l = s->own;
    filter_list_free(&l->wanted.filter);
    free(l->filter_text);
    l->filter_text = xstrdup("");
    begin_anew(s);
}

/* ---- Order ---- */

static bool sorts(const struct field *f)
{
    return f != NULL && (f->flags & FIELD_INDEXED);
}

/* The n-th sortable column, 1-based; NULL past the last. */
static const struct field *sortable(const struct kind *k, size_t n)
{
    for (size_t i = 0; k->columns != NULL && k->columns[i].field != NULL; i++) {
        const struct field *f = kind_field(k, k->columns[i].field);
        if (sorts(f) && --n == 0)
            return f;
    }
    return NULL;
}

static bool newest_first(const struct field *f)
{
    return f->type == &type_date || f->type == &type_moment || f->type == &type_serial;
}

void list_sort_next(struct screen *s)
{
    struct list *l = s->own;
    const struct field *f = sortable(l->kind, ++l->sort);
    if (f == NULL) {
        l->sort = 0;
        l->wanted.sort[0] = '\0';
        ui_say(s->ui, SAID, _("Sorted as usual."));
    } else {
        bool down = newest_first(f);
        snprintf(l->wanted.sort, sizeof l->wanted.sort, "%s%s", down ? "-" : "", f->id);
        ui_say(s->ui, SAID, down ? _("Sorted by %s, newest or highest first.") : _("Sorted by %s."),
               _(f->label));
    }
    begin_anew(s);
}

void list_closed(struct screen *s)
{
    struct list *l = s->own;
    l->wanted.closed = !l->wanted.closed;
    begin_anew(s);
}
