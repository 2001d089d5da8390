/* find.c - finding a record by the tail of a number or any part of a name, as one types. */
#include "chooser.h"
#include "screens.h"
#include "tour.h"

#include <stdlib.h>

enum { FOUND_MAX = 50 };

struct find {
    struct chooser chooser; /* first */
    const struct kind *only;
    struct screen *owner; /* who hears what was chosen; NULL: it is opened */
    chosen_fn *chosen;
    bool asking, again; /* a request is under way; the line has changed since */
};

struct find_ask {
    struct ask ask; /* first */
    const struct kind *only;
    char *text;
    struct hits hits;
};

static void ask_again(struct screen *s);

static void work(struct ask *ask)
{
    struct find_ask *a = (struct find_ask *)ask;
    ask->outcome = act_find(ask->session, a->only, a->text, FOUND_MAX, &a->hits, &ask->error);
}

static void release(struct ask *ask)
{
    struct find_ask *a = (struct find_ask *)ask;
    free(a->text);
    hits_free(&a->hits);
}

static void show_hit(struct find *f, const struct hit *h)
{
    struct buf text = { 0 };
    if (f->only == NULL)
        buf_printf(&text, h->nameless ? "%s: " : "%s ", _(h->kind->label));
    buf_puts(&text, buf_text(h->nameless ? &h->text : &h->name));
    struct choice_item *i =
        chooser_add(&f->chooser, buf_text(&text), h->nameless ? "" : buf_text(&h->text));
    i->id = h->id;
    i->thing = h->kind;
    buf_free(&text);
}

static void answer(struct ask *ask)
{
    struct find_ask *a = (struct find_ask *)ask;
    struct find *f = ask->owner->own;
    f->asking = false;
    if (f->again) {
        ask_again(ask->owner);
        return;
    }
    chooser_clear(&f->chooser);
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    for (size_t i = 0; i < a->hits.count; i++)
        show_hit(f, &a->hits.items[i]);
    f->chooser.more = a->hits.more;
}

static void ask_again(struct screen *s)
{
    struct find *f = s->own;
    const char *text = buf_text(&f->chooser.editor.text);
    f->again = f->asking;
    if (f->asking)
        return;
    chooser_empty(&f->chooser, text[0] == '\0' ? _("Type to search.") : _("Nothing fits yet."));
    if (text[0] == '\0') {
        chooser_clear(&f->chooser);
        return;
    }
    struct find_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->only = f->only;
    a->text = xstrdup(text);
    f->asking = true;
    ask_hold(&a->ask, AT_SHARE, _("Searching"));
}

/* From a list the cursor goes there; from anywhere else the record opens. */
static void take(struct screen *s)
{
    struct ui *u = s->ui;
    const struct choice_item *i = chooser_item(&((struct find *)s->own)->chooser);
    const struct kind *k = i->thing;
    int64_t id = i->id;
    struct screen *owner = ((struct find *)s->own)->owner;
    chosen_fn *chosen = ((struct find *)s->own)->chosen;
    if (chosen == NULL)
        ui_happened(u, HAPPENED_FOUND, k, buf_text(&((struct find *)s->own)->chooser.editor.text));
    screen_close(s);
    if (chosen != NULL) {
        chosen(owner, "", id);
        return;
    }
    struct screen *below = ui_screen(u);
    if (below != NULL && below->class->place == IN_LIST && list_kind(below) == k)
        list_jump(below, id);
    record_open(u, k, id);
}

static bool find_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, ask_again, take);
}

static bool find_run(struct screen *s, enum command c)
{
    const struct find *f = s->own;
    if (c != DO_NEW || f->chosen != NULL)
        return false;
    const struct kind *k = f->only != NULL ? f->only : &kind_permit;
    struct ui *u = s->ui;
    screen_close(s);
    form_new(u, k, NULL, NULL, "");
    return true;
}

static void find_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Last digits of a number, or words; arrows choose, Enter opens."));
}

static void find_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Type the last digits of any number (application, agenda, submission), or any "
                    "part of a name. What fits shows at once, the newest first.\n"));
}

static void find_close(struct screen *s)
{
    chooser_free(s->own);
}

static const struct screen_class find_class = {
    .id = "find",
    .place = IN_LOOKUP,
    .private_size = sizeof(struct find),
    .overlay = true,
    .draw = chooser_draw,
    .key = find_key,
    .run = find_run,
    .hint = find_hint,
    .help = find_help,
    .close = find_close,
};

void find_open(struct ui *u, const struct kind *only, const char *typed)
{
    struct screen *s = screen_push(u, &find_class);
    struct find *f = s->own;
    struct buf title = { 0 };
    f->only = only;
    if (only != NULL)
        buf_printf(&title, _("Find in %s"), _(only->plural));
    else
        buf_puts(&title, _("Find anything"));
    chooser_set(&f->chooser, buf_text(&title), _("Nothing fits yet."), typed);
    buf_free(&title);
    ask_again(s);
}

void find_choose(struct ui *u, const struct kind *only, const char *title, struct screen *owner,
                 chosen_fn *chosen)
{
    struct screen *s = screen_push(u, &find_class);
    struct find *f = s->own;
    f->only = only;
    f->owner = owner;
    f->chosen = chosen;
    chooser_set(&f->chooser, title, _("Type to search."), "");
}
