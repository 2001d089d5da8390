/* papers.c - printing: which paper of a record, where to, and looking at it first. */
#include "screens.h"
#include "tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAPERS_MAX = 7, TO_PRINTER = 0, INTO_FILE = 1 };

struct print_choice {
    const struct kind *kind;
    int64_t id;
    char paper[FIELD_ID_MAX]; /* "": the one its document names */
    bool laid_out;            /* it has a layout, so that it can be a PDF */
};

struct paper_ask {
    struct ask ask; /* first */
    struct print_choice choice;
    struct record *record;
    enum paper_form form;
    char *path;   /* NULL: the printer */
    bool refused; /* which did not take it */
    struct buf text;
};

static void release(struct ask *ask)
{
    struct paper_ask *a = (struct paper_ask *)ask;
    record_free(&a->record);
    buf_free(&a->text);
    free(a->path);
}

static struct paper_ask *new_ask(struct ui *u, const struct print_choice *p,
                                 void (*work)(struct ask *), void (*answer)(struct ask *))
{
    struct paper_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->choice = *p;
    return a;
}

static bool named_pdf(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && strcmp(path + n - 4, ".pdf") == 0;
}

static enum outcome take(void *context, const struct buf *paper, struct error *e)
{
    struct paper_ask *a = context;
    enum outcome result = act_deliver(a->ask.session, paper, a->path, e);
    a->refused = result != DONE && a->path == NULL;
    return result;
}

static void print_work(struct ask *ask)
{
    struct paper_ask *a = (struct paper_ask *)ask;
    enum paper_form form = a->path ? (named_pdf(a->path) ? PAPER_PDF : PAPER_TEXT) : a->form;
    ask->outcome = act_load(ask->session, a->choice.kind, a->choice.id, &a->record, &ask->error);
    if (ask->outcome == DONE && a->path != NULL)
        ask->outcome = path_is_new(a->path, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome =
            act_print(ask->session, a->record, a->choice.paper, form, take, a, &ask->error);
}

static void look_work(struct ask *ask)
{
    struct paper_ask *a = (struct paper_ask *)ask;
    ask->outcome = act_load(ask->session, a->choice.kind, a->choice.id, &a->record, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_preview(ask->session, a->record, a->choice.paper, PAPER_TEXT, &a->text,
                                   &ask->error);
}

static void looked(struct ask *ask)
{
    struct paper_ask *a = (struct paper_ask *)ask;
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else if (ask->awaited) {
        ui_happened(ask->ui, HAPPENED_PRINTED, a->choice.kind, "");
        text_open(ask->ui, _("Preview of the paper"), buf_text(&a->text));
    }
}

static void ask_path(struct ui *u, const struct print_choice *p, const char *typed);
static void ask_where(struct ui *u, const struct print_choice *p, const char *said);

/* No printer took it: the box stands again, on the file. */
static void no_printer(const struct paper_ask *a)
{
    struct buf said = { 0 };
    a->ask.ui->no_printer = true;
    buf_printf(&said, _("%s F8 on the record prints it later."), a->ask.error.text);
    if (a->ask.awaited)
        ask_where(a->ask.ui, &a->choice, buf_text(&said));
    else
        ui_fail(a->ask.ui, &a->ask.error);
    buf_free(&said);
}

/* A name that is taken stands in the prompt again, to be changed. */
static void not_into(const struct paper_ask *a)
{
    struct buf typed = { 0 };
    path_told(a->path, &typed);
    if (a->ask.awaited)
        ask_path(a->ask.ui, &a->choice, buf_text(&typed));
    ui_fail(a->ask.ui, &a->ask.error);
    buf_free(&typed);
}

static void printed(struct ask *ask)
{
    const struct paper_ask *a = (const struct paper_ask *)ask;
    struct ui *u = ask->ui;
    ui_saved(u); /* a print is told in the history */
    if (ask->outcome == DONE)
        ui_happened(u, HAPPENED_PRINTED, a->choice.kind, "");
    if (ask->outcome == BAD_DATA && a->path != NULL)
        not_into(a);
    else if (a->refused)
        no_printer(a);
    else if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (a->path != NULL)
        say_written(u, a->path);
    else {
        u->no_printer = false;
        ui_say(u, SAID_WELL, _("Sent to the printer."));
    }
}

/* ---- Which paper, and where to ---- */

static struct print_choice *choice_copy(const struct print_choice *p)
{
    struct print_choice *copy = xcalloc(1, sizeof *copy);
    *copy = *p;
    return copy;
}

static void print_to(struct ui *u, const struct print_choice *p, enum paper_form form,
                     const char *path)
{
    struct paper_ask *a = new_ask(u, p, print_work, printed);
    a->form = form;
    a->path = path != NULL ? xstrdup(path) : NULL;
    ask_hold(&a->ask, AT_SHARE, _("Printing"));
}

static bool path_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    char *path = whole_path(text);
    print_to(u, context, PAPER_TEXT, path);
    free(path);
    return true;
}

/* typed NULL: a name is proposed. */
static void ask_path(struct ui *u, const struct print_choice *p, const char *typed)
{
    struct buf name = { 0 };
    if (typed != NULL)
        buf_puts(&name, typed);
    else if (strcmp(p->paper, "receipt") == 0)
        buf_puts(&name, "~/tanda-terima.txt");
    else if (strcmp(p->paper, "incomplete") == 0)
        buf_puts(&name, "~/kekurangan.txt");
    else
        buf_printf(&name, "~/%s.%s", p->paper[0] != '\0' ? p->paper : p->kind->id,
                   p->laid_out ? "pdf" : "txt");
    prompt_open(u, &(struct prompt){
                       .label = _("File:"),
                       .initial = buf_text(&name),
                       .again = typed != NULL,
                       .hint = p->laid_out ? _("A name that ends in .pdf is a PDF, any other plain "
                                               "text.")
                                           : _("The paper is written there as plain text."),
                       .file = true,
                       .done = path_typed,
                       .context = choice_copy(p),
                       .release = free,
                   });
    buf_free(&name);
}

static void look(struct ui *u, const struct print_choice *p)
{
    struct paper_ask *a = new_ask(u, p, look_work, looked);
    ask_hold(&a->ask, AT_SHARE, _("Composing the paper"));
}

static void where_answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct print_choice *p = context;
    (void)owner;
    if (which == TO_PRINTER)
        print_to(u, p, p->laid_out ? PAPER_PDF : PAPER_TEXT, NULL);
    else if (which == INTO_FILE)
        ask_path(u, p, NULL);
    else if (which == 2)
        look(u, p);
    else if (which == 3)
        print_to(u, p, PAPER_TEXT, NULL);
}

static void ask_where(struct ui *u, const struct print_choice *p, const char *said)
{
    dialog_open(u, &(struct question){
                       .title = _("Print"),
                       .text = said,
                       .answers =
                           (const char *const[]){
                               _("To the printer"), _("Into a file"), _("Look at it first"),
                               p->laid_out ? _("To the printer, as plain text") : NULL, NULL },
                       .marked = u->no_printer ? INTO_FILE : TO_PRINTER,
                       .answered = where_answered,
                       .context = choice_copy(p),
                       .release = free,
                   });
}

struct papers {
    const struct kind *kind;
    int64_t id;
    char names[PAPERS_MAX][FIELD_ID_MAX];
    char *labels[PAPERS_MAX + 1];
    size_t count;
};

static void papers_release(void *context)
{
    struct papers *p = context;
    for (size_t i = 0; i < p->count; i++)
        free(p->labels[i]);
    free(p);
}

static void add_paper(void *context, const char *paper, const char *label)
{
    struct papers *p = context;
    if (p->count == PAPERS_MAX)
        return;
    snprintf(p->names[p->count], sizeof p->names[0], "%s", paper);
    p->labels[p->count++] = xstrdup(label);
}

/* Those of its kind; where the record's document decides, that one. */
static struct papers *papers_of(const struct kind *k, int64_t id)
{
    struct papers *p = xcalloc(1, sizeof *p);
    p->kind = k;
    p->id = id;
    if (kind_field(k, "document") != NULL)
        add_paper(p, "", _(k->label));
    else
        papers_each(k, add_paper, p);
    return p;
}

static void choose(struct ui *u, const struct papers *p, size_t which, const char *said)
{
    struct print_choice choice = { .kind = p->kind,
                                   .id = p->id,
                                   .laid_out = !act_paper_plain(p->kind, p->names[which]) };
    snprintf(choice.paper, sizeof choice.paper, "%s", p->names[which]);
    ask_where(u, &choice, said);
}

static void paper_answered(struct ui *u, struct screen *owner, void *context, int which)
{
    const struct papers *p = context;
    (void)owner;
    if (which >= 0 && (size_t)which < p->count)
        choose(u, p, (size_t)which, _("A paper printed before is marked as a copy."));
}

void papers_print(struct ui *u, const struct kind *k, int64_t id, bool at_once)
{
    struct papers *p = papers_of(k, id);
    if (p->count == 0) {
        ui_say(u, SAID, _("This kind of record has no paper to print."));
        papers_release(p);
    } else if (at_once || p->count == 1) {
        struct buf said = { 0 };
        if (at_once)
            buf_printf(&said,
                       _("%s for the applicant. Esc prints none; F8 on the record prints it "
                         "later."),
                       p->labels[0]);
        else
            buf_puts(&said, _("A paper printed before is marked as a copy."));
        choose(u, p, 0, buf_text(&said));
        buf_free(&said);
        papers_release(p);
    } else {
        dialog_open(u, &(struct question){
                           .title = _("Print"),
                           .text = _("Which paper?"),
                           .answers = (const char *const *)p->labels,
                           .answered = paper_answered,
                           .context = p,
                           .release = papers_release,
                       });
    }
}
