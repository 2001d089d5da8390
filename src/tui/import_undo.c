/* import_undo.c - a whole import taken back: which one, what would happen, then it. What is not
 * one's own, or of long ago, the passphrase signs. */
#include "pass.h"
#include "screens.h"

#include <stdlib.h>

enum { OFFERED = 7 };

/* ---- Taking back ---- */

struct undo_ask {
    struct ask ask; /* first */
    int64_t batch;
    bool dry_run;
    struct screen *dialog; /* the one with the passphrase; NULL: none was asked for */
    struct unseen *secret;
    bool known; /* the passphrase was right */
    struct undo_report report;
};

static enum outcome prove(struct undo_ask *a)
{
    if (a->dialog == NULL)
        return DONE;
    enum outcome result =
        act_check_passphrase(a->ask.session, a->secret->bytes, a->secret->n, &a->ask.error);
    a->known = result == DONE;
    return result;
}

static void undo_work(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    ask->outcome = prove(a);
    if (ask->outcome == DONE)
        ask->outcome = act_import_undo(ask->session, a->batch, a->dry_run, &a->report, &ask->error);
}

static void undo_release(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    undo_report_free(&a->report);
    unseen_free(&a->secret);
}

static void undone(struct ask *ask);

static struct undo_ask *undo_new(struct ui *u, int64_t batch, bool dry_run)
{
    struct undo_ask *a = ask_new(sizeof *a, u, NULL, undo_work, undone, undo_release);
    a->batch = batch;
    a->dry_run = dry_run;
    return a;
}

/* ---- What a dry run was about ---- */

struct meant {
    int64_t batch;
    bool beyond; /* as in struct undo_report */
};

static struct meant *meant_new(int64_t batch, bool beyond)
{
    struct meant *m = xcalloc(1, sizeof *m);
    *m = (struct meant){ batch, beyond };
    return m;
}

/* The dialog stays until the passphrase was right. */
static void passed(struct screen *dialog, const char *text, struct unseen *secret)
{
    const struct meant *m = pass_context(dialog);
    struct undo_ask *a = undo_new(dialog->ui, m->batch, false);
    (void)text;
    a->dialog = dialog;
    a->secret = secret;
    ask_hold(&a->ask, AT_SHARE, _("Taking it back"));
}

static void decided(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct meant *m = context;
    (void)owner;
    if (which != 1)
        return;
    if (!m->beyond) {
        ask_hold(&undo_new(u, m->batch, false)->ask, AT_SHARE, _("Taking it back"));
        return;
    }
    pass_open(u, &(struct pass_question){
                     .title = _("Take an import back"),
                     .text = _("You did not bring it in yourself, or long ago: your passphrase "
                               "signs that it is taken back."),
                     .passed = passed,
                     .context = meant_new(m->batch, true),
                     .release = free,
                 });
}

/* To leave it is what Enter alone does. */
static void confirm(struct undo_ask *a, const char *text)
{
    dialog_open(a->ask.ui,
                &(struct question){
                    .title = _("Take an import back"),
                    .text = text,
                    .answers = (const char *const[]){ _("Leave it"), _("Take it back"), NULL },
                    .answered = decided,
                    .context = meant_new(a->batch, a->report.beyond),
                    .release = free,
                });
}

static void undone(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    struct ui *u = ask->ui;
    struct buf text = { 0 };
    if (a->known)
        screen_gone(u, a->dialog);
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    buf_printf(&text,
               a->dry_run ? _("%lld records would be taken back, %lld were changed since and stay.")
                          : _("%lld records taken back, %lld were changed since and stay."),
               (long long)a->report.undone, (long long)a->report.kept);
    if (a->report.names.len > 0)
        buf_printf(&text, "\n\n%s", buf_text(&a->report.names));
    if (a->dry_run && ask->awaited) {
        confirm(a, buf_text(&text));
    } else if (!a->dry_run) {
        ui_saved(u);
        text_open(u, _("Take an import back"), buf_text(&text));
    }
    buf_free(&text);
}

/* ---- Which one ---- */

struct list_ask {
    struct ask ask; /* first */
    size_t count;
    int64_t batches[OFFERED];
    char *labels[OFFERED + 1]; /* NULL-terminated */
};

static void note_one(void *context, const struct import_told *told)
{
    struct list_ask *a = context;
    struct buf label = { 0 };
    if (a->count == OFFERED)
        return;
    moment_local(told->at, session_zone(a->ask.session), &label);
    buf_printf(&label, "  %s: %s, %lld+%lld", _(told->kind->plural), told->source,
               (long long)told->created, (long long)told->changed);
    if (!told->own)
        buf_printf(&label, " (%s)", told->by);
    a->batches[a->count] = told->batch;
    a->labels[a->count++] = buf_take(&label);
}

static void list_work(struct ask *ask)
{
    ask->outcome = act_import_list(ask->session, note_one, ask, &ask->error);
}

static void list_release(struct ask *ask)
{
    struct list_ask *a = (struct list_ask *)ask;
    for (size_t i = 0; i < a->count; i++)
        free(a->labels[i]);
}

static void chosen(struct ui *u, struct screen *owner, void *context, int which)
{
    (void)owner;
    if (which >= 0)
        ask_hold(&undo_new(u, ((const int64_t *)context)[which], true)->ask, AT_SHARE,
                 _("Looking at the import"));
}

static void offer(struct ask *ask)
{
    struct list_ask *a = (struct list_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    if (a->count == 0) {
        ui_say(ask->ui, SAID,
               _("There is no import of yours to take back. Those of others, and of long ago, an "
                 "administrator takes back."));
        return;
    }
    int64_t *batches = xcalloc(OFFERED, sizeof *batches);
    for (size_t i = 0; i < a->count; i++)
        batches[i] = a->batches[i];
    dialog_open(ask->ui, &(struct question){
                             .title = _("Take an import back"),
                             .text = _("Which one? Behind each: new + changed records."),
                             .answers = (const char *const *)a->labels,
                             .answered = chosen,
                             .context = batches,
                             .release = free,
                         });
}

void import_undo_open(struct ui *u)
{
    struct list_ask *a = ask_new(sizeof *a, u, NULL, list_work, offer, list_release);
    ask_hold(&a->ask, AT_SHARE, _("Looking at the imports"));
}
