/* home_drafts.c - handing a draft over, throwing it away, and taking that back. */
#include "draft_note.h"
#include "home.h"

const struct draft_item *home_draft(const struct screen *s)
{
    const struct home *h = s->own;
    struct home_line here = home_here(s);
    return here.what == HOME_DRAFT ? &h->drafts.items[here.at] : NULL;
}

struct drop_ask {
    struct ask ask; /* first */
    int64_t id;
    struct draft draft;
    struct buf note;
    bool back; /* put it back instead */
};

static void put_back(struct drop_ask *a)
{
    struct ask *ask = &a->ask;
    a->draft.id = 0;
    ask->outcome = act_draft_put(ask->session, &a->draft, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome =
            act_draft_note_put(ask->session, a->draft.id, buf_text(&a->note), &ask->error);
}

static void drop_work(struct ask *ask)
{
    struct drop_ask *a = (struct drop_ask *)ask;
    if (a->back) {
        put_back(a);
        return;
    }
    ask->outcome = act_draft_get(ask->session, a->id, &a->draft, &ask->error);
    act_draft_note_get(ask->session, a->id, &a->note);
    if (ask->outcome == DONE)
        ask->outcome = act_draft_drop(ask->session, a->id, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_draft_note_put(ask->session, a->id, "", &ask->error);
}

static void drop_answer(struct ask *ask)
{
    struct drop_ask *a = (struct drop_ask *)ask;
    struct home *h = ask->owner->own;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!a->back) {
        draft_free(&h->dropped);
        buf_free(&h->dropped_note);
        h->dropped = a->draft;
        h->dropped_note = a->note;
        a->draft = (struct draft){ 0 };
        a->note = (struct buf){ 0 };
    }
    ui_say(ask->ui, SAID_WELL,
           a->back ? _("The draft is back.") : _("The draft is gone. Ctrl-Z brings it back."));
    home_ask_drafts(ask->owner);
}

static void drop_release(struct ask *ask)
{
    struct drop_ask *a = (struct drop_ask *)ask;
    draft_free(&a->draft);
    buf_free(&a->note);
}

/* A draft of this desk, or NULL and a word about it. */
static const struct draft_item *draft_here(struct screen *s)
{
    const struct draft_item *d = home_draft(s);
    if (d != NULL && d->from == NULL)
        return d;
    ui_say(s->ui, SAID, _("Put the cursor on a draft first."));
    return NULL;
}

void home_hand_over(struct screen *s)
{
    const struct draft_item *d = draft_here(s);
    if (d != NULL)
        hand_over(s->ui, &(struct handover){ .what = DUTY_DRAFT, .id = d->id }, 1);
}

void home_drop(struct screen *s)
{
    const struct draft_item *d = draft_here(s);
    if (d == NULL)
        return;
    struct drop_ask *a = ask_new(sizeof *a, s->ui, s, drop_work, drop_answer, drop_release);
    a->id = d->id;
    ask_post(&a->ask, AT_DESK);
}

void home_bring_back(struct screen *s)
{
    struct home *h = s->own;
    if (h->dropped.kind[0] == '\0') {
        ui_say(s->ui, SAID, _("Nothing to take back here."));
        return;
    }
    struct drop_ask *a = ask_new(sizeof *a, s->ui, s, drop_work, drop_answer, drop_release);
    a->back = true;
    a->draft = h->dropped;
    a->note = h->dropped_note;
    h->dropped = (struct draft){ 0 };
    h->dropped_note = (struct buf){ 0 };
    ask_post(&a->ask, AT_DESK);
}
