/* form_problems.c - all that is wrong or missing, in one list, and walking along it. */
#include "chooser.h"
#include "form.h"

#include <stdlib.h>
#include <string.h>

struct problem {
    struct slot slot;
    bool placed; /* slot says where */
    char *text;
};

struct problems {
    struct problem *items;
    size_t count;
};

static void problems_free(struct problems *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->items[i].text);
    free(p->items);
}

static void add(struct problems *p, const struct slot *slot, const char *text)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->items[i].text, text) == 0 ||
            (slot != NULL && p->items[i].placed && slot_same(&p->items[i].slot, slot)))
            return;
    p->items = xreallocarray(p->items, p->count + 1, sizeof *p->items);
    p->items[p->count++] = (struct problem){ .slot = slot != NULL ? *slot : (struct slot){ 0 },
                                             .placed = slot != NULL,
                                             .text = xstrdup(text) };
}

struct gathering {
    const struct form *form;
    struct problems *out;
};

static void add_at_path(const struct gathering *g, const char *path, const char *text)
{
    struct slot p;
    bool placed = path[0] != '\0' && slot_of_path(g->form, path, &p);
    add(g->out, placed ? &p : NULL, text);
}

static void missing(void *context, const struct error *e)
{
    add_at_path(context, e->field, e->text);
}

/* Where in the form: header fields in their order, then lines. */
static int compare(const void *x, const void *y)
{
    const struct problem *a = x, *b = y;
    if (a->placed != b->placed)
        return a->placed ? -1 : 1;
    size_t left[] = { a->slot.in_line, a->slot.list, a->slot.row, a->slot.field };
    size_t right[] = { b->slot.in_line, b->slot.list, b->slot.row, b->slot.field };
    for (size_t i = 0; i < COUNT(left); i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static void gather_wrongs(const struct form *f, struct problems *out)
{
    for (size_t i = 0; i < f->wrong_count; i++)
        add(out, &f->wrongs[i].slot, f->wrongs[i].why);
}

static void sort(struct problems *p)
{
    if (p->count > 1)
        qsort(p->items, p->count, sizeof *p->items, compare);
}

static void gather(const struct form *f, bool blocking_only, struct problems *out)
{
    struct gathering g = { f, out };
    gather_wrongs(f, out);
    if (!blocking_only || kind_saved_whole(f->kind))
        record_problems(f->record, missing, &g);
    for (size_t i = 0; !blocking_only && i < f->remarks.count; i++)
        if (f->remarks.items[i].problem)
            add_at_path(&g, f->remarks.items[i].path, buf_text(&f->remarks.items[i].text));
    sort(out);
}

/* ---- The list ---- */

struct problem_list {
    struct chooser chooser; /* first */
    struct problems problems;
    struct screen *form;
};

static void refresh(struct screen *s)
{
    struct problem_list *l = s->own;
    chooser_clear(&l->chooser);
    for (size_t i = 0; i < l->problems.count; i++)
        if (fuzzy_fit(buf_text(&l->chooser.editor.text), l->problems.items[i].text) > 0) {
            struct choice_item *item = chooser_add(&l->chooser, l->problems.items[i].text, "");
            item->about = xstrdup(l->problems.items[i].text);
            item->thing = &l->problems.items[i];
        }
}

static void take(struct screen *s)
{
    const struct problem_list *l = s->own;
    const struct problem *p = chooser_item(&l->chooser)->thing;
    struct screen *form = l->form;
    struct ui *u = s->ui;
    struct slot slot = p->slot;
    bool placed = p->placed;
    char *text = xstrdup(p->text);
    screen_close(s);
    if (placed)
        form_go_slot(form, &slot);
    ui_say(u, SAID_BADLY, "%s", text);
    free(text);
}

static bool list_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void list_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter goes to it; F8 in the form goes to the next."));
}

static void list_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("All that is wrong or missing, in the order of the form. Enter goes to the field; "
               "F8 there goes on to the next. Esc goes back to the form; what is typed stays.\n"));
}

static void list_close(struct screen *s)
{
    struct problem_list *l = s->own;
    chooser_free(&l->chooser);
    problems_free(&l->problems);
}

static const struct screen_class problems_class = {
    .id = "problems",
    .place = IN_CHOICE,
    .private_size = sizeof(struct problem_list),
    .overlay = true,
    .draw = chooser_draw,
    .key = list_key,
    .hint = list_hint,
    .help = list_help,
    .close = list_close,
};

bool form_problems(struct screen *form, const char *title, bool blocking_only)
{
    struct problems found = { 0 };
    gather(form->own, blocking_only, &found);
    if (found.count == 0) {
        problems_free(&found);
        return false;
    }
    struct screen *s = screen_push(form->ui, &problems_class);
    struct problem_list *l = s->own;
    l->problems = found;
    l->form = form;
    chooser_set(&l->chooser, title, _("Nothing fits."), "");
    l->chooser.tells = l->chooser.tells_all = true;
    refresh(s);
    ui_alarm(form->ui);
    return true;
}

/* ---- Walking ---- */

static void add_new(void *context, const struct slot *p, const char *text)
{
    add(context, p, text);
}

/* The first that stands there or behind. */
static const struct problem *problem_from(const struct problems *p, const struct slot *slot,
                                          bool behind)
{
    const struct problem here = { .placed = true, .slot = *slot };
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].placed && compare(&p->items[i], &here) >= behind)
            return &p->items[i];
    return p->count > 0 ? &p->items[0] : NULL;
}

/* One under the cursor that nobody was told of is not passed by: the hands come there by Enter, and
 * F8 would go on to the next. */
static bool stands_on_untold(const struct form *f, const struct problems *p)
{
    const struct slot *here = form_slot(f);
    for (size_t i = 0; here != NULL && !f->told && i < p->count; i++)
        if (p->items[i].placed && slot_same(&p->items[i].slot, here))
            return true;
    return false;
}

static bool any_before(const struct problems *p, const struct slot *slot)
{
    const struct problem here = { .placed = true, .slot = *slot };
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].placed && compare(&p->items[i], &here) < 0)
            return true;
    return false;
}

/* needed: back to what is needed and was passed by before; where nothing is, to the next. */
static void go_to_problem(struct screen *s, bool needed)
{
    static const struct slot first = { 0 };
    struct form *f = s->own;
    struct problems found = { 0 };
    form_leave(s);
    gather(f, false, &found);
    bool stay = stands_on_untold(f, &found);
    const struct slot *here = form_slot(f);
    if (here == NULL || (needed && any_before(&found, here))) {
        here = &first;
        stay = true;
    } else {
        form_new_each_time(f, add_new, &found);
        sort(&found);
    }
    const struct problem *next = problem_from(&found, here, !stay);
    if (next == NULL) {
        ui_say(s->ui, SAID_WELL, _("Nothing is wrong or missing."));
    } else {
        if (next->placed) {
            form_new_seen(f, &next->slot);
            form_go_slot(s, &next->slot);
            f->told = true;
        }
        ui_say(s->ui, SAID_BADLY, "%s", next->text);
    }
    problems_free(&found);
}

void form_next_problem(struct screen *s)
{
    go_to_problem(s, false);
}

static void go_saying(struct screen *s, bool needed, const char *said)
{
    go_to_problem(s, needed);
    char *next = xstrdup(buf_text(&s->ui->message));
    ui_say(s->ui, SAID, "%s %s", said, next);
    free(next);
}

void form_next_to_type(struct screen *s, const char *said)
{
    go_saying(s, false, said);
}

void form_first_to_type(struct screen *s, const char *said)
{
    go_saying(s, true, said);
}

bool form_go_missing(struct screen *s)
{
    const struct form *f = s->own;
    struct problems found = { 0 };
    struct gathering g = { f, &found };
    form_leave(s);
    gather_wrongs(f, &found);
    record_problems(f->record, missing, &g);
    sort(&found);
    bool placed = found.count > 0 && found.items[0].placed;
    if (placed) {
        form_go_slot(s, &found.items[0].slot);
        ui_say(s->ui, SAID, _("%s F2 saves it as it is."), found.items[0].text);
        term_bell(&s->ui->term);
    }
    problems_free(&found);
    return placed;
}
