/* outbox.c - what waits at this desk for the share, and what could not be sent: both versions, and
 * whoever may decide says which, and why. */
#include "chooser.h"
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outbox {
    struct chooser chooser; /* first */
    char (*txns)[TXN_TEXT_LEN + 1];
    size_t count;
};

/* ---- Reading it: of the desk's own file ---- */

struct list_ask {
    struct ask ask; /* first */
    struct outbox found;
};

static const char *state_words(const struct session *s, const struct spooled *in)
{
    return in->state == SPOOL_CONFLICT  ? _("others changed the same")
           : in->state == SPOOL_REFUSED ? _("refused")
           : act_spool_elsewhere(s, in) ? _("for another file")
                                        : _("waits to be sent");
}

static void called(const struct session *s, const struct spooled *in, struct buf *out)
{
    char number[PROVISIONAL_MAX];
    const struct kind *k = registry_find(&all_kinds, in->kind);
    act_provisional(s, in->place, number);
    buf_printf(out, "%s  %s", number, k != NULL ? _(k->label) : in->kind);
    if (in->verb[0] != '\0')
        buf_printf(out, " · %s", in->verb);
}

static void add(void *context, const struct spooled *in)
{
    struct list_ask *a = context;
    struct outbox *o = &a->found;
    struct buf text = { 0 }, note = { 0 };
    called(a->ask.session, in, &text);
    buf_puts(&note, state_words(a->ask.session, in));
    if (in->author[0] != '\0')
        buf_printf(&note, " · %s", in->author);
    struct choice_item *item = chooser_add(&o->chooser, buf_text(&text), buf_text(&note));
    if (in->words.len > 0)
        item->about = xstrndup(buf_text(&in->words), strcspn(buf_text(&in->words), "\n"));
    item->id = (int64_t)o->count;
    o->txns = xreallocarray(o->txns, o->count + 1, sizeof *o->txns);
    memcpy(o->txns[o->count++], in->txn, sizeof in->txn);
    buf_free(&text);
    buf_free(&note);
}

static void list_work(struct ask *ask)
{
    ask->outcome = act_spool_list(ask->session, add, ask, &ask->error);
}

static void list_release(struct ask *ask)
{
    struct list_ask *a = (struct list_ask *)ask;
    chooser_clear(&a->found.chooser);
    free(a->found.chooser.items);
    free(a->found.txns);
}

static void outbox_push(struct ui *u, struct outbox *found);

static void list_answer(struct ask *ask)
{
    struct list_ask *a = (struct list_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (a->found.count == 0)
        ui_say(ask->ui, SAID, _("Nothing waits at this desk: all is in the database."));
    else
        outbox_push(ask->ui, &a->found);
}

void outbox_open(struct ui *u)
{
    struct list_ask *a = ask_new(sizeof *a, u, NULL, list_work, list_answer, list_release);
    ask_hold(&a->ask, AT_DESK, _("Looking at what waits"));
}

/* ---- Deciding ---- */

struct settle_ask {
    struct ask ask; /* first */
    char txn[TXN_TEXT_LEN + 1];
    enum spool_choice choice;
    char *reason;
};

static void settle_work(struct ask *ask)
{
    struct settle_ask *a = (struct settle_ask *)ask;
    ask->outcome = act_spool_settle(ask->session, a->txn, a->choice, a->reason, &ask->error);
}

static void settle_answer(struct ask *ask)
{
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    ask->ui->saves++;
    session_counted_anew(ask->ui->session);
    ui_say(ask->ui, SAID_WELL, _("Decided."));
}

static void settle_release(struct ask *ask)
{
    free(((struct settle_ask *)ask)->reason);
}

struct deciding {
    char txn[TXN_TEXT_LEN + 1];
    enum spool_choice choice;
};

static bool reason_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct deciding *d = context;
    (void)owner;
    if (text[0] == '\0')
        return false;
    struct settle_ask *a = ask_new(sizeof *a, u, NULL, settle_work, settle_answer, settle_release);
    memcpy(a->txn, d->txn, sizeof a->txn);
    a->choice = d->choice;
    a->reason = xstrdup(text);
    ask_hold(&a->ask, AT_SHARE, _("Deciding"));
    return true;
}

static void decided(struct ui *u, struct screen *owner, void *context, int answer)
{
    static const enum spool_choice choices[] = { SPOOL_MINE, SPOOL_THEIRS, SPOOL_GIVE_UP };
    (void)owner;
    if (answer < 1 || answer > (int)COUNT(choices))
        return;
    struct deciding *d = xcalloc(1, sizeof *d);
    *d = *(const struct deciding *)context;
    d->choice = choices[answer - 1];
    prompt_open(u, &(struct prompt){ .label = _("Why"),
                                     .hint = _("One sentence; it is kept with the decision."),
                                     .done = reason_typed,
                                     .context = d,
                                     .release = free });
}

/* ---- Both versions ---- */

struct look_ask {
    struct ask ask; /* first */
    char txn[TXN_TEXT_LEN + 1];
    struct buf name, text;
};

static void look_work(struct ask *ask)
{
    struct look_ask *a = (struct look_ask *)ask;
    struct spooled in = { 0 };
    ask->outcome = act_spool_get(ask->session, a->txn, &in, &ask->error);
    if (ask->outcome == DONE) {
        called(ask->session, &in, &a->name);
        if (act_spool_versions(ask->session, &in, &a->text, NULL) != DONE)
            buf_puts(&a->text, buf_text(&in.words)); /* a step, or of another loket */
    }
    act_spool_free(&in);
}

static void look_answer(struct ask *ask)
{
    struct look_ask *a = (struct look_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    struct deciding *d = xcalloc(1, sizeof *d);
    memcpy(d->txn, a->txn, sizeof d->txn);
    dialog_open(ask->ui,
                &(struct question){ .title = buf_text(&a->name),
                                    .text = buf_text(&a->text),
                                    .answers = (const char *const[]){ _("Leave it"),
                                                                      _("Use what was kept here"),
                                                                      _("Keep what is in the file"),
                                                                      _("Throw it away"), NULL },
                                    .answered = decided,
                                    .context = d,
                                    .release = free });
}

static void look_release(struct ask *ask)
{
    struct look_ask *a = (struct look_ask *)ask;
    buf_free(&a->name);
    buf_free(&a->text);
}

/* ---- The screen ---- */

static void take(struct screen *s)
{
    const struct outbox *o = s->own;
    const struct choice_item *item = chooser_item(&o->chooser);
    struct look_ask *a = ask_new(sizeof *a, s->ui, NULL, look_work, look_answer, look_release);
    memcpy(a->txn, o->txns[item->id], sizeof a->txn);
    screen_close(s);
    ask_hold(&a->ask, AT_SHARE, _("Looking at both versions"));
}

static bool outbox_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, NULL, take);
}

static void outbox_close(struct screen *s)
{
    struct outbox *o = s->own;
    chooser_free(&o->chooser);
    free(o->txns);
}

static void outbox_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter shows both versions and asks what becomes of it; Esc closes."));
}

static void outbox_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("What was filed at this desk while the share was away. It is sent by itself, in its "
               "order, once the share is back. What could not be sent says why: Enter on it shows "
               "both versions, to send it anew or to throw it away with a reason.\n"));
}

static const struct screen_class outbox_class = {
    .id = "outbox",
    .place = IN_CHOICE,
    .private_size = sizeof(struct outbox),
    .overlay = true,
    .draw = chooser_draw,
    .key = outbox_key,
    .hint = outbox_hint,
    .help = outbox_help,
    .close = outbox_close,
};

static void outbox_push(struct ui *u, struct outbox *found)
{
    struct screen *s = screen_push(u, &outbox_class);
    struct outbox *o = s->own;
    *o = *found;
    *found = (struct outbox){ 0 };
    chooser_set(&o->chooser, _("Outbox"), "", "");
}
