/* undo_many.c - taking back the last change of each of several records: of those marked, or of all
 * that a step was just taken on together. First what that would do, then it. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_MOST = 8 };

struct many_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t *ids;
    size_t count;
    bool look; /* only tell */
    int64_t *may;
    size_t may_count;
    struct buf told, refused;
};

static void release(struct ask *ask)
{
    struct many_ask *a = (struct many_ask *)ask;
    free(a->ids);
    free(a->may);
    buf_free(&a->told);
    buf_free(&a->refused);
}

static void add_refused(struct many_ask *a, const struct record *r, const char *why)
{
    struct buf name = { 0 };
    if (r != NULL)
        record_known(r, &name);
    buf_printf(&a->refused, "%s: %s\n", buf_text(&name), why);
    buf_free(&name);
}

static void add_told(struct many_ask *a, const struct record *r, const char *words)
{
    if (a->may_count > TOLD_MOST)
        return;
    struct buf name = { 0 };
    record_known(r, &name);
    buf_printf(&a->told, "%s: %s", buf_text(&name), words + strspn(words, " "));
    buf_free(&name);
}

static void one(struct many_ask *a, int64_t id)
{
    struct session *s = a->ask.session;
    struct record *r = NULL;
    struct buf words = { 0 };
    struct error e = { 0 };
    enum outcome result = act_load(s, a->kind, id, &r, &e);
    if (result == DONE)
        result = act_undo(s, a->kind, id, a->look, &words, &e);
    if (result != DONE) {
        add_refused(a, r, e.text);
    } else {
        a->may[a->may_count++] = id;
        add_told(a, r, buf_text(&words));
    }
    record_free(&r);
    buf_free(&words);
}

static void work(struct ask *ask)
{
    struct many_ask *a = (struct many_ask *)ask;
    ask->outcome = DONE;
    a->may = xcalloc(a->count, sizeof *a->may);
    for (size_t i = 0; i < a->count; i++)
        one(a, a->ids[i]);
}

static struct many_ask *new_ask(struct screen *list, const int64_t *ids, size_t count,
                                void (*answer)(struct ask *))
{
    struct many_ask *a = ask_new(sizeof *a, list->ui, list, work, answer, release);
    a->kind = ((const struct list *)list->own)->kind;
    a->ids = xcalloc(count, sizeof *a->ids);
    memcpy(a->ids, ids, count * sizeof *ids);
    a->count = count;
    return a;
}

/* ---- Doing it ---- */

static void undone(struct ask *ask)
{
    const struct many_ask *a = (const struct many_ask *)ask;
    struct list *l = ask->owner->own;
    struct ui *u = ask->ui;
    l->lately_count = 0;
    u->saves++;
    if (u->top == ask->owner)
        u->top->class->shown(u->top);
    if (a->refused.len == 0) {
        ui_say(u, SAID_WELL, _("%zu changes taken back. The history keeps all of it."),
               a->may_count);
        return;
    }
    struct buf text = { 0 };
    buf_printf(&text, _("Taken back: %zu. Not these, and why:\n\n%s"), a->may_count,
               buf_text(&a->refused));
    text_open(u, _("Not all went"), buf_text(&text));
    buf_free(&text);
}

/* ---- What it would do ---- */

struct told {
    int64_t *ids;
    size_t count;
};

static void told_release(void *context)
{
    struct told *t = context;
    free(t->ids);
    free(t);
}

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct told *t = context;
    const struct record *here = ui_record(u);
    if (which == 0)
        ask_hold(&new_ask(owner, t->ids, t->count, undone)->ask, AT_SHARE, _("Undo"));
    else if (which == 2 && here != NULL)
        undo_open(u, here->kind, here->id);
}

static void words_of(const struct many_ask *a, struct buf *out)
{
    buf_puts(out, buf_text(&a->told));
    if (a->may_count > TOLD_MOST)
        buf_printf(out, _("… and %zu more.\n"), a->may_count - TOLD_MOST);
    if (a->refused.len > 0)
        buf_printf(out, _("\nNot these, and why:\n%s"), buf_text(&a->refused));
}

static void looked(struct ask *ask)
{
    struct many_ask *a = (struct many_ask *)ask;
    const struct list *l = ask->owner->own;
    struct buf text = { 0 }, yes = { 0 };
    if (!ask->awaited)
        return;
    if (a->may_count == 0) {
        text_open(ask->ui, _("Nothing is taken back"), buf_text(&a->refused));
        ui_alarm(ask->ui);
        return;
    }
    struct told *t = xcalloc(1, sizeof *t);
    t->ids = a->may;
    t->count = a->may_count;
    a->may = NULL;
    words_of(a, &text);
    buf_printf(&yes, _("Take back all %zu"), t->count);
    bool also_here = l->marked_count == 0 && ui_record(ask->ui) != NULL;
    const char *here = also_here ? _("Only of the one here") : NULL;
    dialog_open(ask->ui,
                &(struct question){
                    .title = _("Undo"),
                    .text = buf_text(&text),
                    .answers = (const char *const[]){ buf_text(&yes), _("Leave it"), here, NULL },
                    .owner = ask->owner,
                    .answered = answered,
                    .context = t,
                    .release = told_release,
                });
    buf_free(&text);
    buf_free(&yes);
}

/* Of what is marked; else of all that a step was just taken on. */
bool list_undo(struct screen *s)
{
    const struct list *l = s->own;
    const int64_t *ids = l->marked_count > 0 ? l->marked : l->lately;
    size_t count = l->marked_count > 0 ? l->marked_count : l->lately_count;
    if (count < 2)
        return false;
    struct many_ask *a = new_ask(s, ids, count, looked);
    a->look = true;
    ask_hold(&a->ask, AT_SHARE, _("Looking at what to undo"));
    return true;
}
