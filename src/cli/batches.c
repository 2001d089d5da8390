/* import --undo and import --batches: imports that are there already. */
#include "private.h"

static enum outcome report_undo(const struct call *c, const struct undo_report *r)
{
    FILE *out = c->io->out;
    if (c->format == FORMAT_JSON) {
        struct buf names = { 0 };
        act_json_string(buf_text(&r->names), &names);
        fprintf(out, "{\"undone\": %lld, \"kept\": %lld, \"names\": %s}\n", (long long)r->undone,
                (long long)r->kept, buf_text(&names));
        buf_free(&names);
        return DONE;
    }
    fprintf(out,
            c->dry_run ? _("%lld records would be taken back, %lld were changed since and stay.\n")
                       : _("%lld records taken back, %lld were changed since and stay.\n"),
            (long long)r->undone, (long long)r->kept);
    fputs(buf_text(&r->names), out);
    return DONE;
}

static enum outcome undo(struct call *c, struct error *e)
{
    struct undo_report report = { 0 };
    int64_t batch = 0;
    if (!id_parse(c->undo, &batch))
        return fail(e, MISUSED,
                    _("“%s” is not the id of an import. `loket import --batches` lists them."),
                    c->undo);
    enum outcome result = act_import_undo(c->session, batch, c->dry_run, &report, e);
    if (result == DONE)
        result = report_undo(c, &report);
    undo_report_free(&report);
    return result;
}

/* ---- The list ---- */

struct listing {
    const struct call *call;
    bool any;
};

static void list_json(const struct listing *l, const struct import_told *t, const char *id,
                      const char *at)
{
    struct buf source = { 0 }, by = { 0 };
    act_json_string(t->source, &source);
    act_json_string(t->by, &by);
    fprintf(l->call->io->out,
            "%s{\"batch\": \"%s\", \"kind\": \"%s\", \"source\": %s, \"at\": \"%s\", "
            "\"by\": %s, \"created\": %lld, \"changed\": %lld, \"rejected\": %lld, \"whole\": %s}",
            l->any ? ",\n" : "", id, t->kind->id, buf_text(&source), at, buf_text(&by),
            (long long)t->created, (long long)t->changed, (long long)t->rejected,
            t->whole ? "true" : "false");
    buf_free(&source);
    buf_free(&by);
}

static void list_one(void *context, const struct import_told *t)
{
    struct listing *l = context;
    char id[ID_TEXT_LEN + 1];
    struct buf at = { 0 };
    id_text(t->batch, id);
    if (l->call->format == FORMAT_JSON) {
        moment_iso(t->at, &at);
        list_json(l, t, id, buf_text(&at));
    } else {
        moment_local(t->at, session_zone(l->call->session), &at);
        fprintf(l->call->io->out, _("%s  %s  %s: %s (%s), %lld new, %lld changed%s\n"), id,
                buf_text(&at), _(t->kind->plural), t->source, t->by, (long long)t->created,
                (long long)t->changed, t->whole ? "" : _(" (not finished)"));
    }
    l->any = true;
    buf_free(&at);
}

static enum outcome list(struct call *c, struct error *e)
{
    struct listing l = { .call = c };
    if (c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    enum outcome result = act_import_list(c->session, list_one, &l, e);
    if (c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    return result;
}

enum outcome import_batches(struct call *c, struct error *e)
{
    return c->undo ? undo(c, e) : list(c, e);
}
