/* opened.c - the records opened last at this desk, a key away. */
#include "chooser.h"
#include "screens.h"

#include <stdlib.h>

struct opened {
    struct chooser chooser; /* first */
    struct page page;
};

struct opened_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct page page;
};

static void release(struct ask *ask)
{
    page_free(&((struct opened_ask *)ask)->page);
}

static void note_work(struct ask *ask)
{
    struct opened_ask *a = (struct opened_ask *)ask;
    ask->outcome = act_opened_add(ask->session, a->kind, a->id, &ask->error);
}

/* An extra: that it could not be noted is no news. */
static void noted(struct ask *ask)
{
    (void)ask;
}

void opened_note(struct ui *u, const struct record *r)
{
    if (r->id == 0)
        return;
    struct opened_ask *a = ask_new(sizeof *a, u, NULL, note_work, noted, release);
    a->kind = r->kind;
    a->id = r->id;
    ask_post(&a->ask, AT_DESK);
}

/* What tells it apart: whose or what it is, and how it stands. */
static void note_of(const struct record *r, struct buf *out)
{
    if (r->kind->title != NULL)
        buf_puts(out, record_text(r, r->kind->title));
    buf_printf(out, "%s%s", out->len > 0 ? " · " : "",
               _(flow_state(r->kind->flow, r->state)->label));
}

static void refresh(struct screen *s)
{
    struct opened *p = s->own;
    chooser_clear(&p->chooser);
    for (size_t i = 0; i < p->page.count; i++) {
        const struct record *r = p->page.rows[i];
        struct buf text = { 0 }, note = { 0 }, all = { 0 }, name = { 0 };
        record_known(r, &name);
        note_of(r, &note);
        buf_printf(&text, "%s %s", _(r->kind->label), buf_text(&name));
        buf_printf(&all, "%s %s", buf_text(&text), buf_text(&note));
        if (fuzzy_fit(buf_text(&p->chooser.editor.text), buf_text(&all)) > 0) {
            struct choice_item *item = chooser_add(&p->chooser, buf_text(&text), buf_text(&note));
            item->id = r->id;
            item->thing = r->kind;
        }
        buf_free(&text);
        buf_free(&note);
        buf_free(&all);
        buf_free(&name);
    }
}

static void take(struct screen *s)
{
    const struct choice_item *item = chooser_item(s->own);
    struct ui *u = s->ui;
    const struct kind *kind = item->thing;
    int64_t id = item->id;
    screen_close(s);
    record_open(u, kind, id);
}

static bool opened_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void opened_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Arrows choose, letters narrow down, Enter opens."));
}

static void opened_close(struct screen *s)
{
    struct opened *p = s->own;
    chooser_free(&p->chooser);
    page_free(&p->page);
}

static void opened_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("The records you opened last at this desk, the newest first. Type a part of "
                    "one to narrow it down; Enter opens it.\n"));
}

static const struct screen_class opened_class = {
    .id = "opened",
    .place = IN_CHOICE,
    .private_size = sizeof(struct opened),
    .overlay = true,
    .draw = chooser_draw,
    .key = opened_key,
    .hint = opened_hint,
    .help = opened_help,
    .close = opened_close,
};

static void look(struct ask *ask)
{
    struct opened_ask *a = (struct opened_ask *)ask;
    ask->outcome = act_opened(ask->session, &a->page, &ask->error);
}

static void looked(struct ask *ask)
{
    struct opened_ask *a = (struct opened_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct screen *s = screen_push(ask->ui, &opened_class);
    struct opened *p = s->own;
    p->page = a->page;
    a->page = (struct page){ 0 };
    chooser_set(&p->chooser, _("Opened last"), _("Nothing was opened here yet."), "");
    refresh(s);
}

void opened_open(struct ui *u)
{
    struct opened_ask *a = ask_new(sizeof *a, u, NULL, look, looked, release);
    ask_hold(&a->ask, AT_SHARE, _("Looking at what was opened last"));
}
