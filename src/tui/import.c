/* import.c - taking a sheet in: its path, a dry run that tells what would happen, then it. */
#include "screens.h"

#include <stdlib.h>

struct import_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    char *path;
    bool dry_run;
    struct import_report report;
};

static void work(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    struct import_options o = { .path = a->path, .dry_run = a->dry_run };
    ask->outcome = act_import(ask->session, a->kind, &o, &a->report, &ask->error);
}

static void release(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    free(a->path);
    import_report_free(&a->report);
}

/* ---- The report ---- */

static void add_number(struct buf *out, const char *label, int64_t n)
{
    size_t cells = utf8_cells(label);
    buf_printf(out, "  %s", label);
    buf_pad(out, ' ', cells < 26 ? 26 - cells : 1);
    buf_printf(out, "%8lld\n", (long long)n);
}

static void report_text(const struct import_ask *a, struct buf *out)
{
    const struct import_report *r = &a->report;
    if (a->report.nihil)
        buf_printf(out, "%s\n\n", _("The sheet says nihil: nothing happened that month."));
    add_number(out, _("Rows of the sheet"), r->rows);
    add_number(out, a->dry_run ? _("would be new") : _("new"), r->created);
    add_number(out, a->dry_run ? _("would be changed") : _("changed"), r->changed);
    add_number(out, _("unchanged"), r->unchanged);
    add_number(out, _("lines of records"), r->lines_created);
    add_number(out, _("set aside (headings, totals)"), r->set_aside);
    add_number(out, _("rejected"), r->rejected);
    add_number(out, _("names linked to nothing"), r->unlinked);
    if (r->rejects[0] != '\0')
        buf_printf(out, "\n%s %s\n", _("Rejected rows, each with its reason:"), r->rejects);
    if (r->notes.len > 0)
        buf_printf(out, "\n%s\n", buf_text(&r->notes));
    if (r->only_here.len > 0)
        buf_printf(out, "\n%s\n%s\n", _("Only here, not in the sheet:"), buf_text(&r->only_here));
    if (a->dry_run && r->only_there.len > 0) /* afterwards they are here */
        buf_printf(out, "\n%s\n%s\n", _("Only in the sheet, not here:"), buf_text(&r->only_there));
}

/* ---- The sheet itself ---- */

/* Rejected rows are a result, not a failure: the report tells them. */
static bool came_through(const struct import_ask *a)
{
    return a->ask.outcome == DONE || (a->ask.outcome == BAD_DATA && a->report.rows > 0);
}

static void imported(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    struct ui *u = ask->ui;
    struct buf text = { 0 };
    if (!came_through(a)) {
        ui_fail(u, &ask->error);
        return;
    }
    u->saves++;
    report_text(a, &text);
    if (u->top != NULL && u->top->class->place == IN_HOME)
        list_open(u, a->kind, "state=all"); /* what came in is there to be seen */
    else if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    text_open(u, _("Imported"), buf_text(&text));
    buf_free(&text);
}

struct choice_made {
    const struct kind *kind;
    char *path;
};

static void choice_free(void *context)
{
    struct choice_made *c = context;
    free(c->path);
    free(c);
}

static void start(struct ui *u, const struct kind *k, const char *path, bool dry_run,
                  void (*answer)(struct ask *))
{
    struct import_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    a->path = xstrdup(path);
    a->dry_run = dry_run;
    ask_hold(&a->ask, AT_SHARE, dry_run ? _("Reading the sheet") : _("Importing"));
}

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct choice_made *c = context;
    (void)owner;
    if (which == 0)
        start(u, c->kind, c->path, false, imported);
}

static void tried(struct ask *ask)
{
    struct import_ask *a = (struct import_ask *)ask;
    struct buf text = { 0 };
    if (!came_through(a)) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct choice_made *c = xcalloc(1, sizeof *c);
    c->kind = a->kind;
    c->path = xstrdup(a->path);
    report_text(a, &text);
    dialog_open(ask->ui,
                &(struct question){
                    .title = _("Before importing: a dry run"),
                    .text = buf_text(&text),
                    .answers = (const char *const[]){ _("Import it"), _("Leave it"), NULL },
                    .answered = answered,
                    .context = c,
                    .release = choice_free,
                });
    buf_free(&text);
}

/* "~/" is the home folder, as in a shell. */
static char *whole_path(const char *typed)
{
    struct buf path = { 0 };
    const char *home = getenv("HOME");
    if (text_starts(typed, "~/") && home != NULL)
        buf_printf(&path, "%s%s", home, typed + 1);
    else
        buf_puts(&path, typed);
    return buf_take(&path);
}

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    char *path = whole_path(text);
    start(u, *(const struct kind **)context, path, true, tried);
    free(path);
    return true;
}

void import_open(struct ui *u, const struct kind *k)
{
    const struct kind **kept = xcalloc(1, sizeof *kept);
    struct buf label = { 0 };
    *kept = k != NULL ? k : &kind_permit;
    buf_printf(&label, _("Import %s from:"), _((*kept)->plural));
    prompt_open(u,
                &(struct prompt){
                    .label = buf_text(&label),
                    .hint = _("A CSV file, any layout loket knows. Nothing is changed yet: a dry "
                              "run comes first."),
                    .done = typed,
                    .context = kept,
                    .release = free,
                });
    buf_free(&label);
}
