/* export.c - the records of a list, as filtered, into a file. */
#include "list.h"
#include "screens.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXPORT_MODE = 0640 };

struct export_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    char *path;
    struct meant *meant;
};

/* What and how, as it stood when it was asked for. */
struct meant {
    const struct kind *kind;
    char *filter; /* as typed over the list */
    bool closed;
    enum export_format format;
    bool seen; /* its columns alone, in its order */
    char sort[FIELD_ID_MAX];
    const char *columns[COLUMNS_MAX + 1], *headings[COLUMNS_MAX + 1];
    int64_t *marked; /* of `seen`; NULL: all that fits */
    size_t marked_count;
};

static void meant_free(void *context)
{
    struct meant *m = context;
    free(m->filter);
    free(m->marked);
    free(m);
}

static struct meant *meant_copy(const struct meant *m)
{
    struct meant *copy = xcalloc(1, sizeof *copy);
    *copy = *m;
    copy->filter = xstrdup(m->filter);
    copy->marked = m->marked_count > 0 ? xcalloc(m->marked_count, sizeof *m->marked) : NULL;
    if (copy->marked != NULL)
        memcpy(copy->marked, m->marked, m->marked_count * sizeof *m->marked);
    return copy;
}

static enum outcome take_filters(struct export_ask *a, struct filter_list *out)
{
    char *copy = xstrdup(a->meant->filter), *rest = NULL;
    enum outcome result = DONE;
    for (char *part = strtok_r(copy, ";", &rest); part != NULL && result == DONE;
         part = strtok_r(NULL, ";", &rest)) {
        part = text_trim(part);
        if (part[0] != '\0')
            result =
                act_filter(a->ask.session, a->meant->kind, part, SPELL_SCREEN, out, &a->ask.error);
    }
    free(copy);
    return result;
}

static enum outcome make_file(struct export_ask *a, FILE **out)
{
    enum outcome result = path_is_new(a->path, &a->ask.error);
    if (result != DONE)
        return result;
    int fd = open(a->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, EXPORT_MODE);
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
    const struct meant *m = a->meant;
    const struct query q = { .kind = m->kind,
                             .filters = f.items,
                             .filter_count = f.count,
                             .states = f.states,
                             .closed = (m->closed || f.closed) && !f.open,
                             .sort = m->seen && m->sort[0] != '\0' ? m->sort : NULL };
    const struct export_seen seen = { &q, m->columns, m->headings, m->marked, m->marked_count };
    if (out != NULL && m->seen)
        ask->outcome = act_export_seen(ask->session, &seen, out, &ask->error);
    else if (out != NULL)
        ask->outcome = act_export(ask->session, &q, m->format, out, &ask->error);
    if (out != NULL && fclose(out) != 0 && ask->outcome == DONE)
        ask->outcome = fail(&ask->error, FAULT,
                            _("%s could not be written whole. Is the disk full?"), a->path);
    filter_list_free(&f);
}

static void release(struct ask *ask)
{
    struct export_ask *a = (struct export_ask *)ask;
    free(a->path);
    if (a->meant != NULL)
        meant_free(a->meant);
}

static void ask_path(struct ui *u, struct meant *m, const char *initial, bool again);

/* A name that is taken stands in the prompt again, to be changed. */
static void written(struct ask *ask)
{
    const struct export_ask *a = (struct export_ask *)ask;
    struct buf told = { 0 };
    path_told(a->path, &told);
    if (ask->outcome == BAD_DATA && ask->awaited)
        ask_path(ask->ui, meant_copy(a->meant), buf_text(&told), true);
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
    else
        say_written(ask->ui, a->path);
    buf_free(&told);
}

/* ---- What and where ---- */

static bool typed(struct ui *u, struct screen *owner, void *context, const char *text)
{
    const struct meant *m = context;
    (void)owner;
    if (text[0] == '\0') {
        ui_say(u, SAID, _("Type the file's name, or Esc."));
        return false;
    }
    struct export_ask *a = ask_new(sizeof *a, u, NULL, work, written, release);
    a->meant = meant_copy(m);
    a->path = whole_path(text);
    ask_hold(&a->ask, AT_SHARE, _("Exporting"));
    return true;
}

/* m becomes the prompt's. */
static void ask_path(struct ui *u, struct meant *m, const char *initial, bool again)
{
    prompt_open(
        u, &(struct prompt){
               .label = _("Export to:"),
               .initial = initial,
               .again = again,
               .file = true,
               .hint = !m->seen ? _("The records of this list, as it is filtered, with all their "
                                    "lines.")
                       : m->marked_count > 0 ? _("The marked records, in these columns.")
                                             : _("The records of this list, in these columns."),
               .done = typed,
               .context = m,
               .release = meant_free,
           });
}

static void format_chosen(struct ui *u, struct screen *owner, void *context, int which)
{
    static const enum export_format formats[] = { EXPORT_EXCEL, EXPORT_CSV, EXPORT_JSON_LINES,
                                                  EXPORT_CSV };
    static const char *const endings[] = { "csv", "csv", "jsonl", "csv" };
    struct buf initial = { 0 };
    (void)owner;
    if (which < 0)
        return;
    struct meant *m = meant_copy(context);
    m->format = formats[which];
    m->seen = which == COUNT(formats) - 1;
    buf_printf(&initial, "~/%s.%s", m->kind->id, endings[which]);
    ask_path(u, m, buf_text(&initial), false);
    buf_free(&initial);
}

void export_open(struct screen *s)
{
    const struct list *l = s->own;
    struct meant m = { .kind = l->kind,
                       .filter = l->filter_text,
                       .closed = l->wanted.closed,
                       .marked = l->marked,
                       .marked_count = l->marked_count };
    snprintf(m.sort, sizeof m.sort, "%s", l->wanted.sort);
    for (size_t i = 0; l->columns[i].field != NULL; i++) {
        m.columns[i] = l->columns[i].field;
        m.headings[i] = list_column_label(l->kind, l->columns[i].field);
    }
    dialog_open(
        s->ui,
        &(struct question){
            .title = _("Export this list"),
            .text = _("CSV brings the records back when it is imported."),
            .answers = (const char *const[]){ _("For Excel (semicolons, decimal commas)"),
                                              _("Plain CSV"), _("JSON, a record a line"),
                                              _("As seen: these columns, marked ones only"), NULL },
            .answered = format_chosen,
            .context = meant_copy(&m),
            .release = meant_free,
        });
}
