/* export.c - the records of a list, as filtered, into a file. */
#include "list.h"
#include "screens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXPORT_MODE = 0640 };

struct export_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    char *path, *filter; /* filter: as typed over the list */
    bool closed;
    enum export_format format;
};

static enum outcome take_filters(struct export_ask *a, struct filter_list *out)
{
    char *copy = xstrdup(a->filter), *rest = NULL;
    enum outcome result = DONE;
    for (char *part = strtok_r(copy, ";", &rest); part != NULL && result == DONE;
         part = strtok_r(NULL, ";", &rest)) {
        part = text_trim(part);
        if (part[0] != '\0')
            result = act_filter(a->ask.session, a->kind, part, SPELL_SCREEN, out, &a->ask.error);
    }
    free(copy);
    return result;
}

/* A file that is there is never written over. */
static enum outcome make_file(struct export_ask *a, FILE **out)
{
    int fd = open(a->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, EXPORT_MODE);
    if (fd < 0 && errno == EEXIST)
        return fail(&a->ask.error, BAD_DATA, _("%s is there already. Choose another name."),
                    a->path);
    *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (*out == NULL)
        return fail(&a->ask.error, FAULT, _("%s cannot be written. Choose another place."),
                    a->path);
    return DONE;
}

static void work(struct ask *ask)
{
    struct export_ask *a = (struct export_ask *)ask;
    struct filter_list f = { 0 };
    FILE *out = NULL;
    ask->outcome = take_filters(a, &f);
    if (ask->outcome == DONE)
        ask->outcome = make_file(a, &out);
    const struct query q = { .kind = a->kind,
                             .filters = f.items,
                             .filter_count = f.count,
                             .states = f.states,
                             .closed = (a->closed || f.closed) && !f.open };
    if (out != NULL)
        ask->outcome = act_export(ask->session, &q, a->format, out, &ask->error);
    if (out != NULL && fclose(out) != 0 && ask->outcome == DONE)
        ask->outcome = fail(&ask->error, FAULT,
                            _("%s could not be written whole. Is the disk full?"), a->path);
    filter_list_free(&f);
}

static void release(struct ask *ask)
{
    struct export_ask *a = (struct export_ask *)ask;
    free(a->path);
    free(a->filter);
}

static void written(struct ask *ask)
{
    const struct export_ask *a = (struct export_ask *)ask;
    struct buf text = { 0 };
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    buf_printf(&text, _("Written to %s."), a->path);
    ui_say(ask->ui, SAID_WELL, "%s", buf_text(&text));
    buf_free(&text);
}

/* ---- What and where ---- */

struct meant {
    const struct kind *kind;
    char *filter;
    bool closed;
    enum export_format format;
};

static void meant_free(void *context)
{
    struct meant *m = context;
    free(m->filter);
    free(m);
}

static struct meant *meant_copy(const struct meant *m)
{
    struct meant *copy = xcalloc(1, sizeof *copy);
    *copy = *m;
    copy->filter = xstrdup(m->filter);
    return copy;
}

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct meant *m = context;
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    struct export_ask *a = ask_new(sizeof *a, u, NULL, work, written, release);
    a->kind = m->kind;
    a->filter = xstrdup(m->filter);
    a->closed = m->closed;
    a->format = m->format;
    a->path = whole_path(text);
    ask_hold(&a->ask, AT_SHARE, _("Exporting"));
    return true;
}

static void format_chosen(struct ui *u, struct screen *owner, void *context, int which)
{
    static const enum export_format formats[] = { EXPORT_EXCEL, EXPORT_CSV, EXPORT_JSON_LINES };
    static const char *const endings[] = { "csv", "csv", "jsonl" };
    struct buf initial = { 0 };
    (void)owner;
    if (which < 0)
        return;
    struct meant *m = meant_copy(context);
    m->format = formats[which];
    buf_printf(&initial, "~/%s.%s", m->kind->id, endings[which]);
    prompt_open(u,
                &(struct prompt){
                    .label = _("Export to:"),
                    .initial = buf_text(&initial),
                    .hint = _("The records of this list, as it is filtered, with all their lines."),
                    .done = typed,
                    .context = m,
                    .release = meant_free,
                });
    buf_free(&initial);
}

void export_open(struct screen *s)
{
    const struct list *l = s->own;
    const struct meant m = { .kind = l->kind,
                             .filter = l->filter_text,
                             .closed = l->wanted.closed };
    dialog_open(
        s->ui,
        &(struct question){
            .title = _("Export this list"),
            .text = _("CSV brings the records back when it is imported."),
            .answers = (const char *const[]){ _("For Excel (semicolons, decimal commas)"),
                                              _("Plain CSV"), _("JSON, a record a line"), NULL },
            .answered = format_chosen,
            .context = meant_copy(&m),
            .release = meant_free,
        });
}
