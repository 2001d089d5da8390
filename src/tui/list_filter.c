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

/* Words without a sign are looked for anywhere, digits at the end of the number. */
static enum outcome take_one(struct filter_ask *a, const char *part)
{
    const struct kind *k = a->kind;
    if (strpbrk(part, "=~:<>") == NULL) {
        struct buf whole = { 0 };
        bool digits = k->number != NULL && strspn(part, "0123456789-/.") == strlen(part);
        buf_printf(&whole, "%s%s%s", digits ? k->number : "text", digits ? ":" : "~", part);
        enum outcome result =
            act_filter(a->ask.session, k, buf_text(&whole), SPELL_SCREEN, &a->list, &a->ask.error);
        buf_free(&whole);
        return result;
    }
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

static void take_in(struct filter_ask *a)
{
    struct screen *s = a->ask.owner;
    struct list *l = s->own;
    filter_list_free(&l->wanted.filter);
    l->wanted.filter = a->list;
    a->list = (struct filter_list){ 0 };
    free(l->filter_text);
    l->filter_text = a->text;
    a->text = NULL;
    begin_anew(s);
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
    take_in(a);
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

/* ---- As one types ---- */

static void look_again(struct screen *s);

/* What does not make sense yet leaves nothing out. */
static void typed_answer(struct ask *ask)
{
    struct list *l = ask->owner->own;
    l->filtering = false;
    if (ask->outcome == DONE && l->typed == NULL)
        take_in((struct filter_ask *)ask);
    else if (ask->outcome != DONE && l->filter_text[0] != '\0')
        list_filter_clear(ask->owner);
    look_again(ask->owner);
}

static void look_again(struct screen *s)
{
    struct list *l = s->own;
    if (l->typed == NULL || l->filtering)
        return;
    struct filter_ask *a = ask_new(sizeof *a, s->ui, s, work, typed_answer, release);
    a->kind = l->kind;
    a->text = l->typed;
    l->typed = NULL;
    l->filtering = true;
    ask_post(&a->ask, AT_SHARE);
}

/* One letter fits nearly everything. */
static bool letter_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    struct list *l = owner->own;
    (void)u;
    (void)context;
    if (utf8_cells(text) == 1)
        return true;
    free(l->typed);
    l->typed = xstrdup(text);
    look_again(owner);
    return true;
}

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    struct list *l = owner->own;
    (void)context;
    free(l->typed);
    l->typed = NULL;
    if (text[0] == '\0') {
        list_filter_clear(owner);
        return true;
    }
    return list_take_filter(u, owner, text);
}

/* Codes of states or of a choice, one or several, by their labels; other values as they are. */
static void value_words(const struct kind *k, const struct field *f, const char *value,
                        struct buf *out)
{
    char *copy = xstrdup(value), *rest = NULL;
    bool first = true;
    for (char *code = strtok_r(copy, ",", &rest); code != NULL; code = strtok_r(NULL, ",", &rest)) {
        const struct state *state = f == NULL ? flow_state(k->flow, code) : NULL;
        const struct choice *choice = f != NULL ? field_choice(f, code) : NULL;
        buf_printf(out, "%s%s", first ? "" : ",",
                   state != NULL    ? _(state->label)
                   : choice != NULL ? _(choice->label)
                   : f == NULL      ? _(code)
                                    : code);
        first = false;
    }
    free(copy);
}

/* "seal" or, of a line, "officer.person". NULL: it is none. */
static const struct field *field_named(const struct kind *k, const char *id)
{
    const char *dot = strchr(id, '.');
    if (dot == NULL)
        return kind_field(k, id);
    char *line = xstrndup(id, (size_t)(dot - id));
    const struct line_kind *l = kind_line(k, line);
    free(line);
    return l != NULL ? line_field(l, dot + 1) : NULL;
}

/* "received_on>=h": its field, its sign, its value. */
static void part_words(const struct kind *k, const char *part, struct buf *out)
{
    size_t name = strcspn(part, "=<>!~: ");
    size_t sign = strspn(part + name, "=<>!~:");
    char *id = xstrndup(part, name);
    const struct field *f = sign > 0 ? field_named(k, id) : NULL;
    bool state = sign > 0 && strcmp(id, "state") == 0;
    buf_printf(out, "%s%.*s",
               state       ? _("State")
               : f != NULL ? _(f->label)
                           : id,
               (int)sign, part + name);
    if (state || (f != NULL && f->choices != NULL))
        value_words(k, f, part + name + sign, out);
    else
        buf_puts(out, part + name + sign);
    free(id);
}

void list_filter_words(const struct kind *k, const char *filter, struct buf *out)
{
    char *copy = xstrdup(filter), *rest = NULL;
    bool first = true;
    for (char *part = strtok_r(copy, ";", &rest); part != NULL; part = strtok_r(NULL, ";", &rest)) {
        buf_puts(out, first ? "" : "; ");
        part_words(k, text_trim(part), out);
        first = false;
    }
    free(copy);
}

void list_filter(struct screen *s)
{
    const struct list *l = s->own;
    struct buf words = { 0 };
    list_filter_words(l->kind, l->filter_text, &words);
    prompt_open(
        s->ui,
        &(struct prompt){
            .label = _("Filter:"),
            .initial = buf_text(&words),
            .hint = _("words, last digits, state=returned; received>=1/11   F1 lists the fields"),
            .owner = s,
            .done = typed,
            .changed = letter_typed,
        });
    buf_free(&words);
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

/* The n-th sortable column of those shown, 1-based; NULL past the last. */
static const struct field *sortable(const struct list *l, size_t n)
{
    for (size_t i = 0; l->columns[i].field != NULL; i++) {
        const struct field *f = kind_field(l->kind, l->columns[i].field);
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
    const struct field *f = sortable(l, ++l->sort);
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

static void say_sorted(struct screen *s, const char *column, bool down)
{
    const char *label = list_column_label(((const struct list *)s->own)->kind, column);
    ui_say(s->ui, SAID, down ? _("Sorted by %s, newest or highest first.") : _("Sorted by %s."),
           label);
}

void list_sort_by(struct screen *s, const char *column)
{
    struct list *l = s->own;
    const struct field *f = kind_field(l->kind, column);
    const char *was = l->wanted.sort;
    bool down = strcmp(column, "changed_at") == 0 || (f != NULL && newest_first(f));
    if (was[0] == '-' && strcmp(was + 1, column) == 0)
        down = false;
    else if (strcmp(was, column) == 0)
        down = true;
    snprintf(l->wanted.sort, sizeof l->wanted.sort, "%s%s", down ? "-" : "", column);
    say_sorted(s, column, down);
    begin_anew(s);
}

void list_closed(struct screen *s)
{
    struct list *l = s->own;
    l->wanted.closed = !l->wanted.closed;
    begin_anew(s);
}
