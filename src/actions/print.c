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
static enum outcome log_print(struct session *s, const struct right *right, const struct record *r,
                              const char *paper, struct error *e)
{
    struct record *now = NULL;
    enum outcome result = rights_begin(s, right, NULL, NULL, e);
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

struct marked {
    enum paper_mark mark;
    int nth;
};

/* A certificate is an original only on the sheet that was taken for it, until a person says how the
 * print came out; before it is issued it is a draft. */
static enum outcome certificate_mark(const struct record *r, struct marked *out, struct error *e)
{
    if (strcmp(r->state, "draft") == 0)
        out->mark = MARK_DRAFT;
    else if (strcmp(r->state, "issued") == 0)
        return fail(e, REFUSED,
                    _("Take the step “Print on security paper” first: it takes the sheet the "
                      "certificate is printed on."));
    else if (strcmp(r->state, "printing") != 0)
        out->mark = MARK_COPY;
    return DONE;
}

static enum outcome mark_of_print(struct session *s, const struct record *r, const char *paper,
                                  struct marked *out, struct error *e)
{
    *out = (struct marked){ MARK_NONE, 0 };
    if (r->kind == &kind_certificate)
        return certificate_mark(r, out, e);
    enum outcome result = times_printed(s, r, paper, &out->nth, e);
    out->mark = out->nth ? MARK_COPY : MARK_NONE;
    return result;
}

static enum outcome make_paper(struct session *s, const struct record *r, const char *paper,
                               enum paper_form form, struct buf *out, struct error *e)
{
    struct buf composed = { 0 };
    struct marked marked;
    enum outcome result = mark_of_print(s, r, paper, &marked, e);
    if (result == DONE)
        result = paper_compose(s, r, paper, marked.mark, marked.nth, &composed, e);
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    buf_free(&composed);
    return result;
}

/* It lies in the tray already: whoever printed it must know that history does not. */
static enum outcome not_told(enum outcome result, struct error *e)
{
    const struct error why = *e;
    return fail(e, result,
                _("The paper came out, but the history does not tell it, so that the next one will "
                  "not be marked as a copy: %s"),
                why.text);
}

/* Told once it came out: what no printer took is no print, and the next one is the original. */
enum outcome act_print(struct session *s, const struct record *r, const char *paper,
                       enum paper_form form, paper_taker *take, void *context, struct error *e)
{
    const struct right right = { RIGHT_PRINT, r->kind, NULL };
    const bool counted = record_value(r, "prints") != NULL;
    struct buf text = { 0 };
    char name[FIELD_ID_MAX], author[RIGHT_AUTHOR_MAX];
    snprintf(name, sizeof name, "%s", paper);
    enum outcome result = *name ? DONE : act_paper_default(s, r, name, e);
    if (result == DONE && !r->id)
        result = fail(e, REFUSED, _("%s has no paper to print. Save it first, or print another."),
                      _(r->kind->label));
    if (result == DONE && counted)
        result = s->away ? share_is_away(e) : rights_may(s, &right, author, e);
    if (result == DONE)
        result = make_paper(s, r, name, form, &text, e);
    if (result == DONE)
        result = take(context, &text, e);
    if (result == DONE && counted && (result = log_print(s, &right, r, name, e)) != DONE)
        result = not_told(result, e);
    buf_free(&text);
    return result;
}

enum outcome act_preview(struct session *s, const struct record *r, const char *paper,
                         enum paper_form form, struct buf *out, struct error *e)
{
    struct buf composed = { 0 };
    char name[FIELD_ID_MAX];
    snprintf(name, sizeof name, "%s", paper);
    enum outcome result = *name ? DONE : act_paper_default(s, r, name, e);
    if (result == DONE)
        result = paper_compose(s, r, name, MARK_PREVIEW, 0, &composed, e);
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    buf_free(&composed);
    return result;
}

/* ---- The printer ---- */

enum { LP_WORDS_MAX = 400 };

/* What it says goes to `said`: the screen is not lp's to write on. Not 0: it cannot be started. */
static int start_lp(const char *printer, const char *path, int said, pid_t *child)
{
    char *const to_default[] = { "lp", "-s", (char *)path, NULL };
    char *const to_named[] = { "lp", "-s", "-d", (char *)printer, (char *)path, NULL };
    posix_spawn_file_actions_t files;
    extern char **environ;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, said, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
    int error = posix_spawnp(child, "lp", &files, NULL, *printer ? to_named : to_default, environ);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static enum outcome lp_refused(const char *printer, const char *words, struct error *e)
{
    struct buf said = { 0 };
    utf8_visible(words, &said);
    enum outcome result =
        *printer ? fail(e, FAULT,
                        _("The printer “%s” did not take the paper; this print does not count. "
                          "Look at `lpstat -p`, name another printer in loket.conf, or print to a "
                          "file. lp says: %s"),
                        printer, buf_text(&said))
                 : fail(e, FAULT,
                        _("There is no printer that takes the paper; this print does not count. "
                          "Name one in loket.conf (printer = NAME, see `lpstat -p`), or print to a "
                          "file. lp says: %s"),
                        buf_text(&said));
    buf_free(&said);
    return result;
}

static enum outcome run_lp(const char *printer, const char *path, FILE *said, struct error *e)
{
    char words[LP_WORDS_MAX] = "";
    int status = 0;
    pid_t child;
    if (start_lp(printer, path, fileno(said), &child) != 0)
        return fail(e, FAULT,
                    _("The printer program `lp` cannot be started. Install CUPS' client, or print "
                      "to a file."));
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return DONE;
    rewind(said);
    if (fgets(words, sizeof words, said))
        words[strcspn(words, "\n")] = '\0';
    return lp_refused(printer, words, e);
}

static enum outcome send_to_printer(const char *printer, const char *path, struct error *e)
{
    FILE *said = tmpfile();
    if (!said)
        return fail(e, FAULT, _("No temporary file can be made. Is the disk full?"));
    enum outcome result = run_lp(printer, path, said, e);
    fclose(said);
    return result;
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
