/* attach: a scan or photo to a record, and out again. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

/* "document=2" is the path "document.2.file". */
static enum outcome take_path(const char *word, struct buf *out, struct error *e)
{
    char *line = NULL;
    const char *n = NULL;
    enum outcome result = split_assignment(word, &line, &n, e);
    if (result == DONE)
        buf_printf(out, "%s.%s.file", line, n);
    free(line);
    return result;
}

static enum outcome attach(struct call *c, struct record *r, const char *path, struct error *e)
{
    struct save_report report = { 0 };
    struct record *base = record_copy(r);
    enum outcome result = act_attach(c->session, r, path, c->words[3], e);
    if (result == DONE)
        result = act_save(c->session, r, base, NULL, &report, e);
    if (result == DONE)
        fprintf(c->io->out, _("%s is attached.\n"), c->words[3]);
    if (result == STALE)
        fputs(buf_text(&report.text), c->io->err);
    save_report_free(&report);
    record_free(&base);
    return result;
}

static enum outcome write_out(struct call *c, const struct record *r, const char *path,
                              struct error *e)
{
    struct buf bytes = { 0 };
    const struct value *v = record_at(r, path, NULL);
    enum outcome result = act_attachment(c->session, v && v->set ? v->text : "", &bytes, e);
    if (result == DONE && strcmp(c->output, "-") == 0)
        fwrite(buf_text(&bytes), 1, bytes.len, c->io->out);
    else if (result == DONE)
        result = act_deliver(c->session, &bytes, c->output, e);
    buf_free(&bytes);
    return result;
}

enum outcome verb_attach(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL;
    struct buf path = { 0 };
    int64_t id = 0;
    if ((c->word_count == 4) == (c->output != NULL))
        return fail(e, MISUSED, _("Usage: loket %s"), ATTACH_USAGE);
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE)
        result = take_path(c->words[2], &path, e);
    if (result == DONE)
        result = act_load(c->session, k, id, &r, e);
    if (result == DONE)
        result = c->output ? write_out(c, r, buf_text(&path), e) : attach(c, r, buf_text(&path), e);
    record_free(&r);
    buf_free(&path);
    return result;
}
