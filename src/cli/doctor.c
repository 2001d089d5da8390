/* doctor: what is wrong, and what to type. */
#include "private.h"

#include <string.h>

enum { LABEL_CELLS = 14, MARK_CELLS = 9 };

struct ward {
    struct call *call;
    bool first;
};

static const char *const health_ids[] = { "fine", "notice", "bad" };

static void write_text(struct call *c, const struct finding *f)
{
    static const char *const marks[] = { N_("fine"), N_("CHECK"), N_("WRONG") };
    struct buf line = { 0 };
    utf8_fit(_(marks[f->health]), MARK_CELLS, &line);
    utf8_fit(f->label, LABEL_CELLS, &line);
    buf_printf(&line, "%s\n", f->said);
    if (*f->command) {
        buf_pad(&line, ' ', MARK_CELLS + LABEL_CELLS);
        buf_printf(&line, _("→ type: %s\n"), f->command);
    }
    fputs(buf_text(&line), c->io->out);
    buf_free(&line);
}

static void write_json(struct call *c, const struct finding *f, bool first)
{
    struct buf line = { 0 };
    buf_printf(&line, "%s{\"id\": \"%s\", \"health\": \"%s\", \"said\": ", first ? "" : ",\n",
               f->id, health_ids[f->health]);
    act_json_string(f->said, &line);
    buf_puts(&line, ", \"type\": ");
    act_json_string(f->command, &line);
    buf_putc(&line, '}');
    fputs(buf_text(&line), c->io->out);
    buf_free(&line);
}

static void write_finding(void *context, const struct finding *f)
{
    struct ward *w = context;
    if (w->call->format == FORMAT_JSON)
        write_json(w->call, f, w->first);
    else
        write_text(w->call, f);
    w->first = false;
    fflush(w->call->io->out); /* the next check may wait for a share */
}

enum outcome verb_doctor(struct call *c, struct error *e)
{
    static const enum outcome outcomes[] = { DONE, REFUSED, FAULT };
    struct ward ward = { c, true };
    const struct session_options office = { .store = c->store,
                                            .desk_folder = c->io->desk_folder,
                                            .config = c->io->config,
                                            .clock = c->io->clock,
                                            .patience_ms = c->io->patience_ms };
    (void)e; /* what is wrong was said already */
    if (c->format == FORMAT_JSON)
        fputs("{\"findings\": [\n", c->io->out);
    enum health health = act_doctor(&(struct doctor_request){ .office = &office,
                                                              .mend = c->mend,
                                                              .whole = c->whole,
                                                              .each = write_finding,
                                                              .context = &ward });
    if (c->format == FORMAT_JSON)
        fprintf(c->io->out, "],\n\"health\": \"%s\"}\n", health_ids[health]);
    return outcomes[health];
}
