/* import_undo.c - a whole import taken back: which one, what would happen, then it. */
#include "screens.h"

#include <stdlib.h>

enum { OFFERED = 7 };

/* ---- Taking back ---- */

struct undo_ask {
    struct ask ask; /* first */
    int64_t batch;
    bool dry_run;
    struct undo_report report;
};

static void undo_work(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    ask->outcome = act_import_undo(ask->session, a->batch, a->dry_run, &a->report, &ask->error);
}

static void undo_release(struct ask *ask)
{
    undo_report_free(&((struct undo_ask *)ask)->report);
}

static void undone(struct ask *ask);

static void start(struct ui *u, int64_t batch, bool dry_run)
{
    struct undo_ask *a = ask_new(sizeof *a, u, NULL, undo_work, undone, undo_release);
    a->batch = batch;
    a->dry_run = dry_run;
    ask_hold(&a->ask, AT_SHARE, dry_run ? _("Looking at the import") : _("Taking it back"));
}

static void decided(struct ui *u, struct screen *owner, void *context, int which)
{
    (void)owner;
    if (which == 0)
        start(u, *(const int64_t *)context, false);
}

static void confirm(struct undo_ask *a, const char *text)
{
    int64_t *batch = xcalloc(1, sizeof *batch);
    *batch = a->batch;
    dialog_open(a->ask.ui,
                &(struct question){
                    .title = _("Take an import back"),
                    .text = text,
                    .answers = (const char *const[]){ _("Take it back"), _("Leave it"), NULL },
                    .answered = decided,
                    .context = batch,
                    .release = free,
                });
}

static void undone(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    struct ui *u = ask->ui;
    struct buf text = { 0 };
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
        start(u, ((const int64_t *)context)[which], true);
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
