/* import and verify: long jobs that end in a report. */
#include "private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How many records of each kind are new. */
static void kinds_json(const struct kind *k, const struct import_report *r, struct buf *out)
{
    buf_printf(out, ", \"kinds\": {\"%s\": %lld", k->id, (long long)r->created);
    for (size_t i = 0; i < r->also_count; i++)
        buf_printf(out, ", \"%s\": %lld", r->also[i].kind->id, (long long)r->also[i].created);
    buf_putc(out, '}');
}

static void report_json(const struct kind *k, const struct import_report *r, FILE *out)
{
    struct buf text = { 0 };
    buf_printf(&text,
               "{\"rows\": %lld, \"landed\": %lld, \"created\": %lld, \"changed\": %lld, "
               "\"unchanged\": %lld, \"rejected\": %lld, \"set_aside\": %lld, "
               "\"lines_created\": %lld, \"unlinked\": %lld, \"flagged\": %lld, \"nihil\": %s, "
               "\"batch\": ",
               (long long)r->rows, (long long)r->landed, (long long)r->created,
               (long long)r->changed, (long long)r->unchanged, (long long)r->rejected,
               (long long)r->set_aside, (long long)r->lines_created, (long long)r->unlinked,
               (long long)r->flagged, r->nihil ? "true" : "false");
    if (r->batch) {
        char id[ID_TEXT_LEN + 1];
        id_text(r->batch, id);
        act_json_string(id, &text);
    } else {
        buf_puts(&text, "null");
    }
    kinds_json(k, r, &text);
    buf_printf(&text, ", \"state\": \"%s\"", r->state ? r->state->id : "");
    buf_puts(&text, ", \"rejects\": ");
    act_json_string(r->rejects, &text);
    buf_puts(&text, ", \"unlinked_names\": ");
    act_json_string(buf_text(&r->strangers), &text);
    buf_puts(&text, ", \"notes\": ");
    act_json_string(buf_text(&r->notes), &text);
    buf_puts(&text, ", \"only_here\": ");
    act_json_string(buf_text(&r->only_here), &text);
    buf_puts(&text, ", \"only_there\": ");
    act_json_string(buf_text(&r->only_there), &text);
    fprintf(out, "%s}\n", buf_text(&text));
    buf_free(&text);
}

/* How to take it back. */
static void tell_batch(const struct import_report *r, FILE *out)
{
    char id[ID_TEXT_LEN + 1];
    if (!r->batch)
        return;
    id_text(r->batch, id);
    fprintf(out, _("Taken back as a whole by: loket import --undo %s\n"), id);
}

static void report_text(const struct import_report *r, bool dry_run, FILE *out)
{
    fputs(buf_text(&r->notes), out);
    if (r->state && r->state == r->draft)
        fprintf(out, _("New records come in as “%s” (%s), to be gone on with.\n"),
                _(r->state->label), r->state->id);
    else if (r->state && r->draft)
        fprintf(out,
                _("New records come in as “%s” (%s), a log of what is over; with --state %s as "
                  "“%s”, to be gone on with.\n"),
                _(r->state->label), r->state->id, r->draft->id, _(r->draft->label));
    if (r->recent)
        fprintf(out, _("%lld of them are of the last %d days: are they over?\n"),
                (long long)r->recent, IMPORT_RECENT_DAYS);
    if (r->nihil)
        fprintf(out, "%s\n", _("The sheet says “nihil”: nothing to report for this month."));
    fprintf(out,
            _("%lld rows = %lld landed + %lld rejected + %lld set aside (banner, header, totals, "
              "blank).\n"),
            (long long)r->rows, (long long)r->landed, (long long)r->rejected,
            (long long)r->set_aside);
    fprintf(out,
            _("%lld created (%lld lines), %lld changed, %lld unchanged. %lld names match no record "
              "yet, %lld cells stand in notes.\n"),
            (long long)r->created, (long long)r->lines_created, (long long)r->changed,
            (long long)r->unchanged, (long long)r->unlinked, (long long)r->flagged);
    for (size_t i = 0; i < r->also_count; i++)
        fprintf(out, _("%s: %lld created, %lld changed, %lld unchanged.\n"),
                tr(r->also[i].kind->plural), (long long)r->also[i].created,
                (long long)r->also[i].changed, (long long)r->also[i].unchanged);
    tell_batch(r, out);
    if (dry_run && r->preview.len)
        fprintf(out, _("The first, as they will land:\n%s"), buf_text(&r->preview));
    if (r->only_here.len)
        fprintf(out, _("Only here, not in the sheet:\n%s"), buf_text(&r->only_here));
    if (r->only_there.len)
        fprintf(out, _("Only in the sheet, new here:\n%s"), buf_text(&r->only_there));
}

/* --dates and --numbers hold for every column that leaves it open. */
static void write_answers(const struct call *c, struct buf *out)
{
    if (c->dates)
        buf_printf(out, "[dates]\n* = %s\n", c->dates);
    if (c->numbers)
        buf_printf(out, "[numbers]\n* = %s\n", c->numbers);
}

enum outcome verb_import(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct buf answers = { 0 };
    struct import_options o = {
        .rejects = c->rejects, .map = c->map, .state = c->state, .dry_run = c->dry_run
    };
    struct import_report report = { 0 };
    if (c->undo || c->batches)
        return import_batches(c, e);
    if (c->word_count < 2)
        return fail(e, MISUSED, _("Say what is imported and from where: loket import KIND FILE."));
    o.path = c->words[1];
    enum outcome result = call_kind(c->words[0], &k, e);
    write_answers(c, &answers);
    if (answers.len)
        o.answers = buf_text(&answers);
    if (result == DONE)
        result = act_import(c->session, k, &o, &report, e);
    if (result == DONE && c->format == FORMAT_JSON)
        report_json(k, &report, c->io->out);
    else if (result == DONE)
        report_text(&report, c->dry_run, c->io->out);
    if (result == DONE && report.rejected)
        result = fail(e, BAD_DATA,
                      _("%lld rows could not be taken. They are in %s with the reason; correct "
                        "them there and import that file."),
                      (long long)report.rejected,
                      *report.rejects ? report.rejects : _("no file (dry run)"));
    import_report_free(&report);
    buf_free(&answers);
    return result;
}

/* ---- verify ---- */

struct telling {
    const struct call *call;
    struct buf json; /* the defects so far, for FORMAT_JSON */
};

static void tell_defect(void *context, const char *defect)
{
    struct telling *t = context;
    if (t->call->format == FORMAT_JSON) {
        buf_puts(&t->json, t->json.len ? ",\n  " : "\n  ");
        act_json_string(defect, &t->json);
    } else {
        fprintf(t->call->io->out, "%s\n", defect);
    }
}

/* For who waits at a terminal; a file gets none of it. */
static bool tell_progress(void *context, int64_t entries)
{
    const struct telling *t = context;
    fputc('\r', t->call->io->err);
    fprintf(t->call->io->err, _("%lld entries "), (long long)entries);
    fflush(t->call->io->err);
    return true;
}

static void report_verify(const struct telling *t, int64_t entries, int64_t defects)
{
    FILE *out = t->call->io->out;
    if (t->call->format == FORMAT_JSON)
        fprintf(out, "{\"entries\": %lld, \"defects\": [%s]}\n", (long long)entries,
                buf_text(&t->json));
    else
        fprintf(out, _("%lld entries checked, %lld defects.\n"), (long long)entries,
                (long long)defects);
}

enum outcome verb_verify(struct call *c, struct error *e)
{
    int64_t entries = 0, defects = 0;
    struct telling t = { .call = c };
    bool watched = isatty(fileno(c->io->err));
    struct verify_watch watch = { .each = tell_defect,
                                  .progress = watched ? tell_progress : NULL,
                                  .context = &t,
                                  .backup = c->backup };
    enum outcome result = act_verify_watched(c->session, &watch, &entries, &defects, e);
    if (result == DONE)
        result = act_verify_files(c->session, &watch, &defects, e);
    if (watched)
        fputc('\r', c->io->err);
    if (result == DONE)
        report_verify(&t, entries, defects);
    buf_free(&t.json);
    if (result == DONE && defects)
        result = fail(e, REFUSED,
                      _("The file is not what its history says. Stop writing to it "
                        "and compare with the last backup."));
    return result;
}
