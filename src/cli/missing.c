/* missing: what is incomplete, and who can complete it. */
#include "private.h"

struct writer {
    struct call *call;
    bool any;
};

static void each(void *context, const struct missing *m)
{
    struct writer *w = context;
    enum format format = w->call->format;
    struct buf name = { 0 }, line = { 0 };
    record_name(m->record, &name);
    const char *const cells[][2] = { { "kind", m->record->kind->id },
                                     { "record", buf_text(&name) },
                                     { "field", m->path },
                                     { "missing", m->words },
                                     { "role", role_id(m->role) } };
    if (format == FORMAT_JSON)
        buf_puts(&line, w->any ? ",\n{" : "{");
    else if (format == FORMAT_CSV && !w->any)
        buf_puts(&line, "kind,record,field,missing,role\r\n");
    for (size_t i = 0; i < COUNT(cells); i++) {
        if (format == FORMAT_JSON) {
            buf_printf(&line, "%s\"%s\": ", i ? ", " : "", cells[i][0]);
            act_json_string(cells[i][1], &line);
        } else if (format == FORMAT_CSV) {
            act_csv_cell(cells[i][1], i == 0, &line);
        } else if (i != 2) {
            buf_puts(&line, i ? "  " : "");
            utf8_visible(cells[i][1], &line);
        }
    }
    buf_puts(&line, format == FORMAT_JSON ? "}" : format == FORMAT_CSV ? "\r\n" : "\n");
    fputs(buf_text(&line), w->call->io->out);
    w->any = true;
    buf_free(&name);
    buf_free(&line);
}

enum outcome verb_missing(struct call *c, struct error *e)
{
    struct writer w = { .call = c };
    if (c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    enum outcome result = act_missing(c->session, each, &w, e);
    if (c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    return result;
}
