/* import.c - taking a sheet in: its path, what it leaves open, a dry run that tells what would
 * happen, then it. */
#include "import.h"
#include "tour.h"

#include <stdlib.h>

/* ---- Reading ---- */

static bool progress(void *context, int64_t rows)
{
    struct import_ask *a = context;
    atomic_store(&a->rows, rows);
    return !atomic_load(&a->stop);
}

static void work(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    struct import_options o = { .path = a->path,
                                .answers = a->answers.len > 0 ? buf_text(&a->answers) : NULL,
                                .state = a->state,
                                .dry_run = a->dry_run,
                                .progress = progress,
                                .context = a };
    ask->outcome = act_import(ask->session, a->kind, &o, &a->report, &ask->error);
}

static void release(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    free(a->path);
    buf_free(&a->answers);
    import_report_free(&a->report);
}

static void answered(struct ask *ask);

/* Of which sheet, and how. */
struct reading_of {
    const struct kind *kind;
    const char *path, *answers, *state; /* as in struct import_ask */
    int64_t expected;
};

static void start(struct ui *u, const struct reading_of *r, bool dry_run)
{
    struct import_ask *a = ask_new(sizeof *a, u, NULL, work, answered, release);
    a->kind = r->kind;
    a->path = xstrdup(r->path);
    buf_puts(&a->answers, r->answers);
    a->state = r->state;
    a->dry_run = dry_run;
    a->expected = r->expected;
    a->begun = ui_now(u);
    import_progress_open(u, a);
    ask_post(&a->ask, AT_SHARE);
}

/* ---- The sheet itself ---- */

/* Rejected rows are a result, not a failure: the report tells them. */
static bool came_through(const struct import_ask *a)
{
    return a->ask.outcome == DONE || (a->ask.outcome == BAD_DATA && a->report.rows > 0);
}

static void imported(struct import_ask *a)
{
    struct ui *u = a->ask.ui;
    struct buf text = { 0 };
    u->saves++;
    ui_happened(u, HAPPENED_IMPORTED, a->kind, "");
    import_report_text(a, &text);
    if (u->top != NULL && u->top->class->place == IN_HOME)
        list_open(u, a->kind, "state=all"); /* what came in is there to be seen */
    else if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    text_open(u, _("Imported"), buf_text(&text));
    buf_free(&text);
}

/* ---- What a question or a dry run was about ---- */

struct sheet_meant {
    const struct kind *kind;
    char *path;
    struct buf answers;
    int64_t rows;
    const char *draft; /* the state the second answer means; NULL: it has none */
    char *header;      /* of the column asked about */
    bool numbers;
};

static void meant_free(void *context)
{
    struct sheet_meant *m = context;
    free(m->path);
    free(m->header);
    buf_free(&m->answers);
    free(m);
}

static struct sheet_meant *meant_by(const struct import_ask *a)
{
    struct sheet_meant *m = xcalloc(1, sizeof *m);
    m->kind = a->kind;
    m->path = xstrdup(a->path);
    m->rows = a->report.rows;
    buf_puts(&m->answers, buf_text(&a->answers));
    return m;
}

/* ---- The dry run ---- */

static void import_it(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct sheet_meant *m = context;
    (void)owner;
    int last = m->draft != NULL ? 1 : 0;
    if (which < 0 || which > last)
        return;
    start(u,
          &(struct reading_of){ m->kind, m->path, buf_text(&m->answers),
                                which == 1 ? m->draft : NULL, m->rows },
          false);
}

/* Where new records may come in to be gone on with, too, it is chosen here. */
static void ask_whether(struct import_ask *a, const char *text)
{
    const struct import_report *r = &a->report;
    struct sheet_meant *m = meant_by(a);
    struct buf log = { 0 }, draft = { 0 };
    m->draft = r->draft != NULL && r->created > 0 ? r->draft->id : NULL;
    if (m->draft != NULL) {
        buf_printf(&log, _("Import it, new ones as “%s” (a log)"), _(r->state->label));
        buf_printf(&draft, _("Import it, new ones as “%s” (to be gone on with)"),
                   _(r->draft->label));
    }
    dialog_open(a->ask.ui,
                &(struct question){
                    .title = _("Before importing: a dry run"),
                    .text = text,
                    .answers = m->draft != NULL
                                   ? (const char *const[]){ buf_text(&log), buf_text(&draft),
                                                            _("Leave it"), NULL }
                                   : (const char *const[]){ _("Import it"), _("Leave it"), NULL },
                    .answered = import_it,
                    .context = m,
                    .release = meant_free,
                });
    buf_free(&log);
    buf_free(&draft);
}

static void tried(struct import_ask *a)
{
    struct buf text = { 0 };
    import_report_text(a, &text);
    ask_whether(a, buf_text(&text));
    buf_free(&text);
}

/* ---- What no cell decides: asked once for the column ---- */

static void column_decided(struct ui *u, struct screen *owner, void *context, int which)
{
    struct sheet_meant *m = context;
    (void)owner;
    if (which < 0)
        return;
    buf_printf(&m->answers, "[%s]\n%s = %s\n", m->numbers ? "numbers" : "dates", m->header,
               m->numbers ? (which == 0 ? "comma" : "point")
                          : (which == 0 ? "day-first" : "month-first"));
    start(
        u,
        &(struct reading_of){ .kind = m->kind, .path = m->path, .answers = buf_text(&m->answers) },
        true);
}

static void ask_column(struct import_ask *a)
{
    const struct import_question *q = &a->report.questions[0];
    struct sheet_meant *m = meant_by(a);
    struct buf text = { 0 };
    m->header = xstrdup(q->header);
    m->numbers = q->numbers;
    buf_printf(&text, _("Column “%s” holds %s, and no other cell tells how they are meant."),
               q->header, q->examples);
    dialog_open(a->ask.ui,
                &(struct question){
                    .title = _("How is this column meant?"),
                    .text = buf_text(&text),
                    .answers = q->numbers
                                   ? (const char *const[]){ _("The comma parts decimals: 1,250 is "
                                                              "one and a quarter"),
                                                            _("The comma parts thousands: 1,250 is "
                                                              "more than a thousand"),
                                                            NULL }
                                   : (const char *const[]){ _("The day stands first: 03/04 is "
                                                              "in April"),
                                                            _("The month stands first: 03/04 is "
                                                              "in March"),
                                                            NULL },
                    .answered = column_decided,
                    .context = m,
                    .release = meant_free,
                });
    buf_free(&text);
}

/* Nothing of it could be read: its name stands in the prompt again, to be changed. */
static void ask_again(const struct import_ask *a)
{
    struct buf told = { 0 };
    path_told(a->path, &told);
    if (a->dry_run)
        import_ask_path(a->ask.ui, a->kind, buf_text(&told));
    ui_fail(a->ask.ui, &a->ask.error);
    buf_free(&told);
}

static void answered(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    if (a->progress != NULL)
        screen_close(a->progress);
    else if (a->dry_run)
        return; /* its question would come out of the blue */
    if (a->ask.outcome == BAD_DATA && a->report.question_count > 0)
        ask_column(a);
    else if (!came_through(a))
        ask_again(a);
    else if (a->dry_run && atomic_load(&a->stop))
        ui_say(ask->ui, SAID, _("Nothing was imported."));
    else if (a->dry_run)
        tried(a);
    else
        imported(a);
}

/* ---- Its path ---- */

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    char *path = whole_path(text);
    start(
        u,
        &(struct reading_of){ .kind = *(const struct kind **)context, .path = path, .answers = "" },
        true);
    free(path);
    return true;
}

static bool other_kind(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    import_kind_open(u, *(const struct kind **)context, text);
    return true;
}

void import_ask_path(struct ui *u, const struct kind *k, const char *typed_before)
{
    const struct kind **kept = xcalloc(1, sizeof *kept);
    struct buf label = { 0 };
    *kept = k;
    buf_printf(&label, _("Import %s from:"), _(k->plural));
    prompt_open(u, &(struct prompt){
                       .label = buf_text(&label),
                       .initial = typed_before,
                       .again = true,
                       .file = true,
                       .hint = _("F4: another kind. Tab completes. A CSV file, any layout loket "
                                 "knows; a dry run comes first."),
                       .done = typed,
                       .other = other_kind,
                       .context = kept,
                       .release = free,
                   });
    buf_free(&label);
}

void import_open(struct ui *u, const struct kind *k)
{
    const struct kind *kind = k != NULL ? k : &kind_permit;
    const char *sheet = tour_sheet(u, kind);
    import_ask_path(u, kind, sheet != NULL ? sheet : "");
}
