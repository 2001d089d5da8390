/* list_saved.c - filters kept under a name, for the person at this desk. */
#include "chooser.h"
#include "list.h"

#include <stdlib.h>
#include <string.h>

struct saved {
    struct chooser chooser; /* first */
    struct screen *list;
    struct buf text; /* NAME tab FILTER newline, in order of names kept */
};

struct saved_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    struct buf text;
};

static void release(struct ask *ask)
{
    buf_free(&((struct saved_ask *)ask)->text);
}

/* ---- Kept ---- */

static void put(struct ask *ask)
{
    struct saved_ask *a = (struct saved_ask *)ask;
    ask->outcome = act_habit_put(ask->session, "filters", a->kind,
                                 a->text.len > 0 ? buf_text(&a->text) : NULL, &ask->error);
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
}

static void keep(struct screen *s)
{
    const struct saved *p = s->own;
    struct saved_ask *a = ask_new(sizeof *a, s->ui, NULL, put, kept, release);
    a->kind = list_kind(p->list);
    buf_puts(&a->text, buf_text(&p->text));
    ask_post(&a->ask, AT_DESK);
}

/* Without the one of this name. */
static void drop(struct saved *p, const char *name)
{
    struct buf rest = { 0 };
    size_t n = strlen(name);
    for (const char *at = buf_text(&p->text), *end; (end = strchr(at, '\n')) != NULL; at = end + 1)
        if (strncmp(at, name, n) != 0 || at[n] != '\t')
            buf_add(&rest, at, (size_t)(end + 1 - at));
    buf_free(&p->text);
    p->text = rest;
}

/* ---- The menu ---- */

enum { TAKES, KEEPS }; /* id of an item */

static void refresh(struct screen *s)
{
    struct saved *p = s->own;
    const struct list *l = p->list->own;
    const char *typed = buf_text(&p->chooser.editor.text);
    chooser_clear(&p->chooser);
    for (const char *at = buf_text(&p->text), *end; (end = strchr(at, '\n')) != NULL;
         at = end + 1) {
        size_t name = strcspn(at, "\t\n");
        char *called = xstrndup(at, name);
        char *filter =
            at[name] == '\t' ? xstrndup(at + name + 1, (size_t)(end - at) - name - 1) : xstrdup("");
        if (fuzzy_fit(typed, called) > 0)
            chooser_add(&p->chooser, called, filter)->id = TAKES;
        free(called);
        free(filter);
    }
    if (l->filter_text[0] != '\0' && typed[0] != '\0') {
        struct buf text = { 0 };
        buf_printf(&text, _("Keep as “%s”"), typed);
        chooser_add(&p->chooser, buf_text(&text), l->filter_text)->id = KEEPS;
        buf_free(&text);
    }
}

static void take(struct screen *s)
{
    struct saved *p = s->own;
    struct screen *list = p->list;
    struct ui *u = s->ui;
    const struct choice_item *item = chooser_item(&p->chooser);
    if (item->id == KEEPS) {
        const char *name = buf_text(&p->chooser.editor.text);
        drop(p, name);
        buf_printf(&p->text, "%s\t%s\n", name, ((const struct list *)list->own)->filter_text);
        keep(s);
        ui_say(u, SAID_WELL, _("Kept as “%s”."), name);
        screen_close(s);
        return;
    }
    char *filter = xstrdup(item->note);
    screen_close(s);
    list_take_filter(u, list, filter);
    free(filter);
}

static bool saved_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static bool saved_run(struct screen *s, enum command c)
{
    struct saved *p = s->own;
    const struct choice_item *item = chooser_item(&p->chooser);
    if (c != DO_DROP)
        return false;
    if (item == NULL || item->id != TAKES)
        return true;
    ui_say(s->ui, SAID, _("“%s” is no longer kept."), item->text);
    drop(p, item->text);
    keep(s);
    refresh(s);
    return true;
}

static void saved_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter filters; a name typed keeps the filter that stands; Ctrl-X forgets."));
}

static void saved_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Filters kept under a name at this desk, for you. To keep one, set it with F7, "
                    "come here, type a name and press Enter.\n"));
}

static void saved_close(struct screen *s)
{
    struct saved *p = s->own;
    chooser_free(&p->chooser);
    buf_free(&p->text);
}

static const struct screen_class saved_class = {
    .id = "saved",
    .place = IN_SAVED,
    .private_size = sizeof(struct saved),
    .overlay = true,
    .draw = chooser_draw,
    .key = saved_key,
    .run = saved_run,
    .hint = saved_hint,
    .help = saved_help,
    .close = saved_close,
};

static void get(struct ask *ask)
{
    struct saved_ask *a = (struct saved_ask *)ask;
    ask->outcome = act_habit_get(ask->session, "filters", a->kind, &a->text, &ask->error);
}

static void got(struct ask *ask)
{
    struct saved_ask *a = (struct saved_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    const struct list *l = ask->owner->own;
    struct screen *s = screen_push(ask->ui, &saved_class);
    struct saved *p = s->own;
    p->list = ask->owner;
    p->text = a->text;
    a->text = (struct buf){ 0 };
    chooser_set(&p->chooser, _("Kept filters"),
                l->filter_text[0] != '\0' ? _("Type a name to keep the filter that stands.")
                                          : _("None yet. Set a filter with F7, then come here."),
                "");
    refresh(s);
}

void list_saved_open(struct screen *s)
{
    struct saved_ask *a = ask_new(sizeof *a, s->ui, s, get, got, release);
    a->kind = list_kind(s);
    ask_hold(&a->ask, AT_DESK, _("Reading the kept filters"));
}
