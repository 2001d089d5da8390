/* attach.c - the scan or photo of one paper: attached from a file, or saved into one. */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct paper { /* which one */
    const struct kind *kind;
    int64_t id;
    char path[3 * FIELD_ID_MAX]; /* "document.2.file" */
    bool attach;                 /* else: save what is there */
};

struct attach_ask {
    struct ask ask; /* first */
    struct paper paper;
    char *file;
    struct save_report report;
};

static void release(struct ask *ask)
{
    struct attach_ask *a = (struct attach_ask *)ask;
    free(a->file);
    save_report_free(&a->report);
}

/* ---- At the share ---- */

static enum outcome attach(struct attach_ask *a, struct record **r)
{
    struct session *s = a->ask.session;
    struct record *base = record_copy(*r);
    enum outcome result = act_attach(s, *r, a->paper.path, a->file, &a->ask.error);
    if (result == DONE)
        result = act_save(s, *r, base, NULL, &a->report, &a->ask.error);
    record_free(&base);
    return result;
}

static enum outcome save(struct attach_ask *a, const struct record *r)
{
    struct session *s = a->ask.session;
    struct buf bytes = { 0 };
    const struct value *v = record_at(r, a->paper.path, NULL);
    enum outcome result =
        act_attachment(s, v != NULL && v->set ? v->text : "", &bytes, &a->ask.error);
    if (result == DONE)
        result = act_deliver(s, &bytes, a->file, &a->ask.error);
    buf_free(&bytes);
    return result;
}

static void work(struct ask *ask)
{
    struct attach_ask *a = (struct attach_ask *)ask;
    struct record *r = NULL;
    ask->outcome = act_load(ask->session, a->paper.kind, a->paper.id, &r, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = a->paper.attach ? attach(a, &r) : save(a, r);
    record_free(&r);
}

static void answer(struct ask *ask)
{
    const struct attach_ask *a = (const struct attach_ask *)ask;
    struct ui *u = ask->ui;
    u->saves += a->paper.attach;
    if (u->top != NULL && u->top->class->shown != NULL)
        u->top->class->shown(u->top);
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (a->paper.attach)
        ui_say(u, SAID_WELL, _("%s is attached."), a->file);
    else
        say_written(u, a->file);
}

/* ---- Asking ---- */

static bool file_typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    struct attach_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->paper = *(const struct paper *)context;
    a->file = whole_path(text);
    ask_hold(&a->ask, AT_SHARE, a->paper.attach ? _("Attaching") : _("Writing the file"));
    return true;
}

static struct paper *paper_copy(const struct paper *p)
{
    struct paper *copy = xcalloc(1, sizeof *copy);
    *copy = *p;
    return copy;
}

static void ask_file(struct ui *u, const struct paper *p, const char *initial)
{
    prompt_open(u, &(struct prompt){
                       .label = _("File:"),
                       .initial = initial,
                       .hint = p->attach ? _("A scan or photo on this computer; a copy of it is "
                                             "kept beside the database.")
                                         : _("The scan or photo is written there."),
                       .file = true,
                       .done = file_typed,
                       .context = paper_copy(p),
                       .release = free,
                   });
}

static void chosen(struct ui *u, struct screen *owner, void *context, int which)
{
    struct paper p = *(const struct paper *)context;
    (void)owner;
    p.attach = which == 1;
    if (which == 0 || which == 1)
        ask_file(u, &p, "");
}

/* Which of the live lines, counted from one, as paths do. */
static size_t place_of(const struct line_list *list, size_t line)
{
    size_t place = 0;
    for (size_t i = 0; i <= line && i < list->count; i++)
        place += !list->items[i].gone;
    return place;
}

static const struct field *file_field(const struct line_kind *k)
{
    for (const struct field *f = k->fields; f->id != NULL; f++)
        if (f->type == &type_file)
            return f;
    return NULL;
}

void attach_open(struct ui *u, const struct record *r, size_t line_kind, size_t line)
{
    const struct line_kind *k = &r->kind->lines[line_kind];
    const struct field *f = file_field(k);
    struct paper p = { .kind = r->kind, .id = r->id, .attach = true };
    struct buf name = { 0 };
    if (f == NULL) {
        ui_say(u, SAID, _("Go to one of the papers first; a scan belongs to a paper."));
        return;
    }
    snprintf(p.path, sizeof p.path, "%s.%zu.%s", k->id, place_of(&r->lines[line_kind], line),
             f->id);
    const struct value *v = record_at(r, p.path, NULL);
    if (v == NULL || !v->set) {
        ask_file(u, &p, "");
        return;
    }
    field_format(f, v, SPELL_SCREEN, &name);
    const char *const answers[] = { _("Save it into a file"), _("Attach another in its place"),
                                    NULL };
    dialog_open(u, &(struct question){ .title = _("Scan"),
                                       .text = buf_text(&name),
                                       .answers = answers,
                                       .answered = chosen,
                                       .context = paper_copy(&p),
                                       .release = free });
    buf_free(&name);
}
