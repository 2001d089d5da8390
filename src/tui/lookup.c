/* lookup.c - what a field can be: its choices, or the records it refers to. */
#include "chooser.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { OFFERED_MAX = 60 };

struct lookup {
    struct chooser chooser; /* first */
    const struct field *field;
    const struct kind *kind; /* of references */
    struct screen *owner;
    chosen_fn *chosen;
    bool asking, again;
    bool opened; /* what it was opened with has been looked for */
    char *unfit; /* that, where nothing fitted it: all is shown; NULL */
};

struct lookup_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    const char *among;
    char *text;
    struct hits hits;
};

static void ask_again(struct screen *s);
static void refresh(struct screen *s);

/* An empty list helps nobody who typed something wrong. */
static void show_all_instead(struct screen *s)
{
    struct lookup *l = s->own;
    bool first = !l->opened;
    l->opened = true;
    if (!first || l->chooser.count > 0 || l->chooser.editor.text.len == 0)
        return;
    l->unfit = xstrdup(buf_text(&l->chooser.editor.text));
    editor_set(&l->chooser.editor, "", l->chooser.editor.limit, false);
    ui_say(s->ui, SAID,
           l->kind != NULL ? _("Nothing fits “%s”: this is all there is. F2 makes it anew.")
                           : _("Nothing fits “%s”: this is all there is."),
           excerpt(l->unfit).text);
    refresh(s);
}

static void work(struct ask *ask)
{
    struct lookup_ask *a = (struct lookup_ask *)ask;
    ask->outcome =
        act_lookup(ask->session, a->kind, a->among, a->text, OFFERED_MAX, &a->hits, &ask->error);
}

static void release(struct ask *ask)
{
    struct lookup_ask *a = (struct lookup_ask *)ask;
    free(a->text);
    hits_free(&a->hits);
}

static void answer(struct ask *ask)
{
    struct lookup_ask *a = (struct lookup_ask *)ask;
    struct lookup *l = ask->owner->own;
    l->asking = false;
    if (l->again) {
        ask_again(ask->owner);
        return;
    }
    chooser_clear(&l->chooser);
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    for (size_t i = 0; i < a->hits.count; i++) {
        const struct hit *hit = &a->hits.items[i];
        /* Out of one list the names tell them apart: neither its name nor a code is wanted. */
        const char *note = a->among != NULL ? "" : buf_text(&hit->text);
        chooser_add(&l->chooser, buf_text(&hit->name), note)->id = hit->id;
    }
    l->chooser.more = a->hits.more;
    if (ask->outcome == DONE)
        show_all_instead(ask->owner);
}

static void ask_again(struct screen *s)
{
    struct lookup *l = s->own;
    l->again = l->asking;
    if (l->asking)
        return;
    struct lookup_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->kind = l->kind;
    a->among = l->field->among;
    a->text = xstrdup(buf_text(&l->chooser.editor.text));
    l->asking = true;
    ask_hold(&a->ask, AT_SHARE, _("Looking up"));
}

/* Choices and yes/no are few: all that fit what is typed, in their own order. */
static void offer_choices(struct lookup *l)
{
    static const struct choice flags[] = { { .code = "1", .label = N_("Yes") },
                                           { .code = "0", .label = N_("No") },
                                           { .code = NULL } };
    const struct choice *c = l->field->type == &type_flag ? flags : l->field->choices;
    chooser_clear(&l->chooser);
    for (; c != NULL && c->code != NULL; c++) {
        struct buf both = { 0 };
        buf_printf(&both, "%s %s", _(c->label), c->code);
        if (fuzzy_fit(buf_text(&l->chooser.editor.text), buf_text(&both)) > 0)
            chooser_add(&l->chooser, _(c->label), c->code)->thing = c;
        buf_free(&both);
    }
}

struct naming {
    struct lookup *lookup;
    bool whole; /* names that hold what is typed, then those its letters or their meaning fit */
};

static void offer_name(void *context, const char *name, const char *means)
{
    const struct naming *n = context;
    struct chooser *ch = &n->lookup->chooser;
    const char *typed = buf_text(&ch->editor.text);
    struct buf folded = { 0 }, about = { 0 };
    utf8_fold(typed, &folded);
    utf8_fold(means, &about);
    bool whole = strstr(name, typed) != NULL;
    bool fits = fuzzy_fit(typed, name) > 0 || strstr(buf_text(&about), buf_text(&folded)) != NULL;
    if (n->whole ? whole : fits && !whole)
        chooser_add(ch, name, "")->about = xstrdup(means);
    buf_free(&folded);
    buf_free(&about);
}

static void offer_names(struct lookup *l)
{
    chooser_clear(&l->chooser);
    l->field->names(offer_name, &(struct naming){ l, true });
    l->field->names(offer_name, &(struct naming){ l, false });
}

static void refresh(struct screen *s)
{
    struct lookup *l = s->own;
    if (l->kind != NULL) {
        ask_again(s);
        return;
    }
    if (l->field->names != NULL)
        offer_names(l);
    else
        offer_choices(l);
    show_all_instead(s);
}

static void take(struct screen *s)
{
    const struct lookup *l = s->own;
    const struct choice_item *i = chooser_item(&l->chooser);
    char *text = xstrdup(i->text);
    int64_t id = i->id;
    chosen_fn *chosen = l->chosen;
    struct screen *owner = l->owner;
    screen_close(s);
    chosen(owner, text, id);
    free(text);
}

static bool lookup_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

/* The record made on the look-up's behalf is what was looked for. */
static void filed(struct screen *owner, const struct record *r)
{
    const struct lookup *l = owner->own;
    struct buf name = { 0 };
    chosen_fn *chosen = l->chosen;
    struct screen *form = l->owner;
    buf_puts(&name, record_text(r, r->kind->title));
    screen_close(owner);
    chosen(form, buf_text(&name), r->id);
    buf_free(&name);
}

static bool lookup_run(struct screen *s, enum command c)
{
    const struct lookup *l = s->own;
    const char *typed = buf_text(&l->chooser.editor.text);
    if (c != DO_NEW)
        return false;
    if (l->kind == NULL)
        ui_say(s->ui, SAID, _("This list is fixed; nothing can be added to it."));
    else
        form_new(s->ui, l->kind, s, filed, typed[0] == '\0' && l->unfit != NULL ? l->unfit : typed);
    return true;
}

static void lookup_hint(struct screen *s, struct buf *out)
{
    const struct lookup *l = s->own;
    if (l->kind == NULL)
        buf_puts(out, _("Type a part of it; Enter takes it."));
    else
        buf_printf(out,
                   _("Type any part of the name or the last digits; Enter takes it; F2 makes a "
                     "new %s."),
                   _(l->kind->label));
}

static void lookup_help(struct screen *s, struct buf *out)
{
    const struct lookup *l = s->own;
    buf_printf(out, "%s: %s\n", _(l->field->label),
               l->field->help != NULL ? _(l->field->help) : "");
}

static void lookup_close(struct screen *s)
{
    struct lookup *l = s->own;
    free(l->unfit);
    chooser_free(&l->chooser);
}

static const struct screen_class lookup_class = {
    .id = "lookup",
    .place = IN_LOOKUP,
    .private_size = sizeof(struct lookup),
    .overlay = true,
    .draw = chooser_draw,
    .key = lookup_key,
    .run = lookup_run,
    .hint = lookup_hint,
    .help = lookup_help,
    .close = lookup_close,
};

void lookup_open(struct ui *u, struct screen *owner, const struct field *f, const char *typed,
                 chosen_fn *chosen)
{
    struct screen *s = screen_push(u, &lookup_class);
    struct lookup *l = s->own;
    l->field = f;
    l->kind = f->kind != NULL ? registry_find(&all_kinds, f->kind) : NULL;
    l->owner = owner;
    l->chosen = chosen;
    chooser_set(&l->chooser, _(f->label),
                l->kind != NULL ? _("Nothing fits. F2 makes a new one.") : _("Nothing fits."),
                typed);
    l->chooser.tells = f->names != NULL;
    refresh(s);
}
