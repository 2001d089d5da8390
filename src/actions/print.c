/* Printing papers: which is an original and which a copy, the history of prints, and sending them
 * to the printer through lp or to a file. */
#include "paper.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether this version of the record had the paper printed: history holds each print. */
struct prints {
    const char *paper;
    int count;
};

static void count_print(void *context, const struct entry *entry)
{
    struct prints *w = context;
    if (strcmp(entry->step, "print") == 0 && text_same(buf_text(&entry->note), w->paper))
        w->count++;
}

static enum outcome times_printed(struct session *s, const struct record *r, const char *paper,
                                  int *count, struct error *e)
{
    struct prints w = { paper, 0 };
    enum outcome result = store_history(s->store, r->kind, r->id, 0, count_print, &w, e);
    *count = w.count;
    return result;
}

/* Every print is an entry of history; the kind's counter makes it a change. */
static enum outcome log_print(struct session *s, const struct record *r, const char *paper,
                              struct error *e)
{
    const struct right right = { RIGHT_PRINT, r->kind, NULL };
    struct record *now = NULL;
    enum outcome result = rights_begin(s, &right, NULL, NULL, e);
    if (result != DONE)
        return result;
    result = store_load(s->store, r->kind, r->id, &now, e);
    if (result == DONE) {
        struct value *v = record_value(now, "prints");
        value_set_number(v, v->num + 1);
        result = store_save(s->store, now, &(struct change){ "print", paper }, e);
    }
    record_free(&now);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

/* A certificate is an original only on the sheet that was taken for it, until a person says how the
 * print came out; before it is issued it is a draft. */
static enum outcome certificate_mark(const struct record *r, struct buf *mark, struct error *e)
{
    if (strcmp(r->state, "draft") == 0)
        buf_puts(mark, _("DRAFT"));
    else if (strcmp(r->state, "issued") == 0)
        return fail(e, REFUSED,
                    _("Take the step “Print on security paper” first: it takes the sheet the "
                      "certificate is printed on."));
    else if (strcmp(r->state, "printing") != 0)
        buf_puts(mark, _("COPY"));
    return DONE;
}

static enum outcome mark_of_print(struct session *s, const struct record *r, const char *paper,
                                  struct buf *mark, struct error *e)
{
    int before = 0;
    if (r->kind == &kind_certificate)
        return certificate_mark(r, mark, e);
    enum outcome result = times_printed(s, r, paper, &before, e);
    if (before)
        buf_printf(mark, _("COPY no. %d"), before);
    return result;
}

enum outcome act_paper(struct session *s, const struct record *r, const char *paper,
                       enum paper_form form, struct buf *out, struct error *e)
{
    struct buf mark = { 0 }, composed = { 0 };
    char name[FIELD_ID_MAX];
    snprintf(name, sizeof name, "%s", paper);
    enum outcome result = *name ? DONE : act_paper_default(s, r, name, e);
    if (result == DONE && !r->id)
        result = fail(e, REFUSED, _("%s has no paper to print. Save it first, or print another."),
                      _(r->kind->label));
    if (result == DONE)
        result = mark_of_print(s, r, name, &mark, e);
    if (result == DONE)
        result = paper_compose(s, r, name, buf_text(&mark), &composed, e);
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    if (result == DONE && record_value(r, "prints"))
        result = log_print(s, r, name, e);
    buf_free(&mark);
    buf_free(&composed);
    return result;
}

enum outcome act_print(struct session *s, const struct record *r, const char *paper,
                       struct buf *out, struct error *e)
{
    return act_paper(s, r, paper, PAPER_TEXT, out, e);
}

enum outcome act_preview(struct session *s, const struct record *r, const char *paper,
                         enum paper_form form, struct buf *out, struct error *e)
{
    struct buf composed = { 0 };
    char name[FIELD_ID_MAX];
    snprintf(name, sizeof name, "%s", paper);
    enum outcome result = *name ? DONE : act_paper_default(s, r, name, e);
    if (result == DONE)
        result = paper_compose(s, r, name, _("PREVIEW"), &composed, e);
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    buf_free(&composed);
    return result;
}

static enum outcome send_to_printer(const char *printer, const char *path, struct error *e)
{
    char *const to_default[] = { "lp", "-s", (char *)path, NULL };
    char *const to_named[] = { "lp", "-s", "-d", (char *)printer, (char *)path, NULL };
    char *const *words = *printer ? to_named : to_default;
    extern char **environ;
    pid_t child;
    int status = 0;
    int error = posix_spawnp(&child, "lp", NULL, NULL, words, environ);
    if (error)
        return fail(e, FAULT,
                    _("The printer program `lp` cannot be started. Install CUPS' client, or print "
                      "to a file."));
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(e, FAULT,
                    _("`lp` did not take the paper. Look at `lpstat -p`, then print it "
                      "again, or print to a file."));
    return DONE;
}

enum outcome act_deliver(struct session *s, const struct buf *text, const char *path,
                         struct error *e)
{
    enum { PAPER_MODE = 0600 };
    if (path)
        return file_write(path, text, PAPER_MODE, e);
    struct buf name = { 0 };
    const char *folder = getenv("TMPDIR");
    buf_printf(&name, "%s/loket-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(name.data);
    enum outcome result = DONE;
    if (fd < 0)
        result = fail(e, FAULT,
                      _("No temporary file can be made in %s. Set TMPDIR to a folder "
                        "you can write."),
                      name.data);
    else
        close(fd);
    if (result == DONE)
        result = file_write(name.data, text, PAPER_MODE, e);
    if (result == DONE)
        result = send_to_printer(buf_text(&s->printer), name.data, e);
    if (fd >= 0)
        unlink(name.data);
    buf_free(&name);
    return result;
}
