/* list_columns.c - which columns a list shows, in which order, sorted by which; kept for the person
 * at this desk. */
#include "chooser.h"
#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 30, NARROWEST = 6 };

struct columns_menu {
    struct chooser chooser; /* first */
    struct screen *list;
};

/* The column as the kind has it, else as wide as its field. */
static bool column_of(const struct kind *k, const char *id, struct column *out)
{
    for (size_t i = 0; k->columns != NULL && k->columns[i].field != NULL; i++)
        if (strcmp(k->columns[i].field, id) == 0) {
            *out = k->columns[i];
            return true;
        }
    const struct field *f = kind_field(k, id);
    if (strcmp(id, "state") == 0)
        *out = (struct column){ .field = "state", .min = 8, .want = 14 };
    else if (strcmp(id, "changed_at") == 0)
        *out = (struct column){ .field = "changed_at", .min = 0, .want = 17 };
    else if (f != NULL && !(f->flags & FIELD_SEALED))
        *out = (struct column){ .field = f->id,
                                .want = f->width > WIDEST      ? WIDEST
                                        : f->width < NARROWEST ? NARROWEST
                                                               : f->width };
    else
        return false;
    return true;
}

static size_t shown(const struct list *l)
{
    size_t n = 0;
    while (l->columns[n].field != NULL)
        n++;
    return n;
}

static size_t place_of(const struct list *l, const char *id)
{
    size_t i = 0;
    while (l->columns[i].field != NULL && strcmp(l->columns[i].field, id) != 0)
        i++;
    return i;
}

/* ---- Kept ---- */

struct habit_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    struct buf text; /* "number,received_on;-received_on" */
};

static void release(struct ask *ask)
{
    buf_free(&((struct habit_ask *)ask)->text);
}

static void get(struct ask *ask)
{
    struct habit_ask *a = (struct habit_ask *)ask;
    ask->outcome = act_habit_get(ask->session, "columns", a->kind, &a->text, &ask->error);
}

static void put(struct ask *ask)
{
    struct habit_ask *a = (struct habit_ask *)ask;
    ask->outcome = act_habit_put(ask->session, "columns", a->kind,
                                 a->text.len > 0 ? buf_text(&a->text) : NULL, &ask->error);
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
}

/* Fields that are no longer there are left out; the first column names the record and stays. */
static void got(struct ask *ask)
{
    struct habit_ask *a = (struct habit_ask *)ask;
    struct list *l = ask->owner->own;
    size_t n = 0;
    if (ask->outcome != DONE || a->text.len == 0)
        return;
    char *copy = xstrdup(buf_text(&a->text)), *rest = NULL;
    char *sort = strchr(copy, ';');
    if (sort != NULL)
        *sort++ = '\0';
    for (char *id = strtok_r(copy, ",", &rest); id != NULL && n < COLUMNS_MAX;
         id = strtok_r(NULL, ",", &rest))
        n += column_of(l->kind, id, &l->columns[n]);
    if (n > 0)
        l->columns[n] = (struct column){ .field = NULL };
    else
        l->columns[0] = (struct column){ .field = "state", .min = 8, .want = 14 };
    const char *plain = sort != NULL && sort[0] == '-' ? sort + 1 : sort;
    struct column known;
    if (plain != NULL && plain[0] != '\0' && column_of(l->kind, plain, &known)) {
        snprintf(l->wanted.sort, sizeof l->wanted.sort, "%s", sort);
        list_fetch(ask->owner, FETCH_FIRST, 0);
    }
    free(copy);
}

void list_columns_begin(struct screen *s)
{
    struct list *l = s->own;
    for (size_t i = 0; i < COLUMNS_MAX && l->kind->columns != NULL; i++) {
        l->columns[i] = l->kind->columns[i];
        if (l->columns[i].field == NULL)
            break;
    }
    if (l->columns[0].field == NULL)
        l->columns[0] = (struct column){ .field = "state", .min = 8, .want = 14 };
    struct habit_ask *a = ask_new(sizeof *a, s->ui, s, get, got, release);
    a->kind = l->kind;
    ask_post(&a->ask, AT_DESK);
}

static void keep(struct screen *list)
{
    const struct list *l = list->own;
    struct habit_ask *a = ask_new(sizeof *a, list->ui, list, put, kept, release);
    a->kind = l->kind;
    for (size_t i = 0; l->columns[i].field != NULL; i++)
        buf_printf(&a->text, "%s%s", i > 0 ? "," : "", l->columns[i].field);
    buf_printf(&a->text, ";%s", l->wanted.sort);
    ask_post(&a->ask, AT_DESK);
}

/* ---- The menu ---- */

static void offer(struct columns_menu *m, const char *id, bool is_shown)
{
    const struct list *l = m->list->own;
    const char *sort = l->wanted.sort[0] != '\0' ? l->wanted.sort : l->kind->sort;
    bool down = sort != NULL && sort[0] == '-';
    bool sorted = sort != NULL && strcmp(sort + down, id) == 0;
    struct buf text = { 0 };
    const struct field *f = kind_field(l->kind, id);
    buf_printf(&text, "%s %s", is_shown ? "x" : " ", list_column_label(l->kind, id));
    if (fuzzy_fit(buf_text(&m->chooser.editor.text), list_column_label(l->kind, id)) > 0) {
        struct choice_item *item = chooser_add(&m->chooser, buf_text(&text),
                                               !sorted ? ""
                                               : down  ? "↓"
                                                       : "↑");
        item->thing = f != NULL ? f->id : strcmp(id, "state") == 0 ? "state" : "changed_at";
        item->about = xstrdup(f != NULL && f->help != NULL ? _(f->help) : "");
    }
    buf_free(&text);
}

static void refresh(struct screen *s)
{
    struct columns_menu *m = s->own;
    const struct list *l = m->list->own;
    static const char *const others[] = { "state", "changed_at" };
    size_t cursor = m->chooser.cursor;
    chooser_clear(&m->chooser);
    for (size_t i = 0; l->columns[i].field != NULL; i++)
        offer(m, l->columns[i].field, true);
    for (size_t i = 0; i < COUNT(others); i++)
        if (l->columns[place_of(l, others[i])].field == NULL)
            offer(m, others[i], false);
    for (const struct field *f = l->kind->fields; f->id != NULL; f++)
        if (!(f->flags & FIELD_SEALED) && l->columns[place_of(l, f->id)].field == NULL)
            offer(m, f->id, false);
    m->chooser.cursor = cursor < m->chooser.count ? cursor : 0;
}

/* The first column names the record: it can be moved, but one always stays. */
static void toggle(struct screen *s, const char *id)
{
    struct columns_menu *m = s->own;
    struct list *l = m->list->own;
    size_t at = place_of(l, id), n = shown(l);
    if (l->columns[at].field != NULL && n > 1)
        memmove(&l->columns[at], &l->columns[at + 1], (n - at) * sizeof *l->columns);
    else if (l->columns[at].field == NULL && n < COLUMNS_MAX &&
             column_of(l->kind, id, &l->columns[n]))
        l->columns[n + 1] = (struct column){ .field = NULL };
    else
        ui_say(s->ui, SAID, _("At least one column and at most %d."), COLUMNS_MAX);
    l->shift = 0;
    refresh(s);
}

static void move(struct screen *s, const char *id, int by)
{
    struct columns_menu *m = s->own;
    struct list *l = m->list->own;
    size_t at = place_of(l, id), n = shown(l), to = at + (size_t)by;
    if (at >= n || to >= n) /* -1 wraps beyond */
        return;
    struct column other = l->columns[to];
    l->columns[to] = l->columns[at];
    l->columns[at] = other;
    refresh(s);
    if (m->chooser.editor.text.len == 0)
        m->chooser.cursor = to;
}

static bool menu_keys(struct screen *s, const struct key *k)
{
    struct columns_menu *m = s->own;
    const struct choice_item *item = chooser_item(&m->chooser);
    if (item != NULL && k->code == K_TEXT && strcmp(k->text, " ") == 0) {
        toggle(s, item->thing);
        return true;
    }
    if (item != NULL && (k->code == K_LEFT || k->code == K_RIGHT)) {
        move(s, item->thing, k->code == K_LEFT ? -1 : 1);
        return true;
    }
    return chooser_key(s, k, refresh, screen_close);
}

static bool menu_run(struct screen *s, enum command c)
{
    struct columns_menu *m = s->own;
    const struct choice_item *item = chooser_item(&m->chooser);
    if (c != DO_SORT || item == NULL)
        return false;
    list_sort_by(m->list, item->thing);
    refresh(s);
    return true;
}

static void menu_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Space shows or hides, Left and Right move, F8 sorts by it; Enter closes."));
}

static void menu_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Which columns this list shows, and in which order. What you choose is kept at "
                    "this desk, for you. The first one stays in sight when the others are moved "
                    "with Right. F8 sorts by a column, again the other way round; a column without "
                    "an index sorts what a filter leaves, up to 5,000 rows.\n"));
}

static void menu_close(struct screen *s)
{
    struct columns_menu *m = s->own;
    if (!s->ui->ended)
        keep(m->list);
    chooser_free(&m->chooser);
}

static const struct screen_class menu_class = {
    .id = "columns",
    .place = IN_COLUMNS,
    .private_size = sizeof(struct columns_menu),
    .overlay = true,
    .draw = chooser_draw,
    .key = menu_keys,
    .run = menu_run,
    .hint = menu_hint,
    .help = menu_help,
    .close = menu_close,
};

void list_columns_open(struct screen *list)
{
    struct screen *s = screen_push(list->ui, &menu_class);
    struct columns_menu *m = s->own;
    m->list = list;
    chooser_set(&m->chooser, _("Columns"), _("Nothing is called so."), "");
    m->chooser.tells = true;
    refresh(s);
}
