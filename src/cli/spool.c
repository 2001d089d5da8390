/* spool: what waits at this desk for the share, and what could not be sent. */
#include "private.h"

#include <string.h>

static const char *state_word(const struct session *s, const struct spooled *in)
{
    switch (in->state) {
    case SPOOL_OPEN:
        return act_spool_elsewhere(s, in) ? _("for another file")
               : in->kept                 ? _("waits")
                                          : _("under way");
    case SPOOL_CONFLICT:
        return _("conflict");
    case SPOOL_REFUSED:
        return _("refused");
    default:
        return _("done");
    }
}

static void tell_one(void *context, const struct spooled *in)
{
    const struct call *c = context;
    char name[PROVISIONAL_MAX], id[ID_TEXT_LEN + 1];
    struct buf at = { 0 };
    act_provisional(c->session, in->place, name);
    id_text(in->record, id);
    moment_iso(in->made_at, &at);
    fprintf(c->io->out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, state_word(c->session, in), in->kind,
            id, *in->verb ? in->verb : "save", in->author, buf_text(&at));
    if (in->words.len)
        fprintf(c->io->out, "\t%.*s\n", (int)strcspn(buf_text(&in->words), "\n"),
                buf_text(&in->words));
    if (act_spool_elsewhere(c->session, in))
        fprintf(c->io->out, "\t%s\n", buf_text(&in->file));
    buf_free(&at);
}

static enum outcome list_all(struct call *c, struct error *e)
{
    return act_spool_list(c->session, tell_one, c, e);
}

static enum outcome show_one(struct call *c, struct error *e)
{
    struct spooled in = { 0 };
    struct buf text = { 0 };
    enum outcome result = act_spool_get(c->session, c->words[1], &in, e);
    if (result == DONE)
        result = act_spool_versions(c->session, &in, &text, e);
    if (result == DONE)
        fprintf(c->io->out, "%s\n", buf_text(&text));
    buf_free(&text);
    act_spool_free(&in);
    return result;
}

/* Why some were not even tried. */
static enum outcome tell_left(const struct spool_report *r, struct error *e)
{
    if (r->elsewhere)
        return fail(e, REFUSED,
                    _("%zu were made for another file, which `loket spool list` names, not for "
                      "this one: send them with `loket --store FILE spool send`, or end each with "
                      "`loket spool mine|drop NUMBER --note REASON`."),
                    r->elsewhere);
    if (r->under_way)
        return fail(e, REFUSED,
                    _("%zu may still be under way: another program of this desk began them less "
                      "than two minutes ago. Send again then."),
                    r->under_way);
    return DONE;
}

static enum outcome send_all(struct call *c, struct error *e)
{
    struct spool_report report = { 0 };
    struct spool_count count = { 0 };
    if (c->session != c->opened)
        return fail(e, FAULT, _("The share is still away. It is sent by itself when it is back."));
    enum outcome result = act_spool_send(c->session, &report, e);
    fprintf(c->io->out, _("sent %zu, in trouble %zu, left %zu\n"), report.sent, report.trouble,
            report.left);
    if (result == DONE)
        result = tell_left(&report, e);
    if (result == DONE)
        result = act_spool_count(c->session, &count, e);
    if (result == DONE && count.trouble)
        result = fail(e, REFUSED,
                      _("%zu could not be written and wait for a decision: `loket spool list` says "
                        "why, `loket spool mine|theirs|drop NUMBER --note REASON` ends one."),
                      count.trouble);
    if (result == DONE && !report.sent)
        fprintf(c->io->out, "%s\n", _("Nothing waits at this desk."));
    return result;
}

/* "S-0FE2-7 permit K-0042", before it is gone. */
static void name_one(const struct call *c, const struct spooled *in, struct buf *out)
{
    char number[PROVISIONAL_MAX];
    struct record *r = NULL;
    const struct kind *k = registry_find(&all_kinds, in->kind);
    act_provisional(c->session, in->place, number);
    buf_printf(out, "%s %s", number, k ? _(k->label) : in->kind);
    if (*in->verb)
        buf_printf(out, " · %s", in->verb);
    if (act_spool_record(c->session, in, &r, NULL) == DONE) {
        buf_putc(out, ' ');
        record_name(r, out);
    }
    record_free(&r);
}

static enum outcome end_one(struct call *c, enum spool_choice choice, struct error *e)
{
    static const char *const told[] = {
        [SPOOL_MINE] = N_("Written as it was kept here: %s\n"),
        [SPOOL_THEIRS] = N_("Left as it is in the file, dropped here: %s\n"),
        [SPOOL_GIVE_UP] = N_("Dropped, not written: %s\n"),
    };
    struct spooled in = { 0 };
    struct buf name = { 0 };
    enum outcome result = act_spool_get(c->session, c->words[1], &in, e);
    if (result == DONE) {
        name_one(c, &in, &name);
        result = act_spool_settle(c->session, c->words[1], choice, c->note, e);
    }
    if (result == DONE)
        fprintf(c->io->out, _(told[choice]), buf_text(&name));
    buf_free(&name);
    act_spool_free(&in);
    return result;
}

enum outcome verb_spool(struct call *c, struct error *e)
{
    static const struct {
        const char *word;
        enum spool_choice choice;
    } ends[] = { { "mine", SPOOL_MINE }, { "theirs", SPOOL_THEIRS }, { "drop", SPOOL_GIVE_UP } };
    const char *word = c->words[0];
    if (strcmp(word, "list") == 0)
        return list_all(c, e);
    if (strcmp(word, "send") == 0)
        return send_all(c, e);
    if (strcmp(word, "show") == 0 && c->word_count > 1)
        return show_one(c, e);
    for (size_t i = 0; i < COUNT(ends) && c->word_count > 1; i++)
        if (strcmp(word, ends[i].word) == 0)
            return end_one(c, ends[i].choice, e);
    return fail(e, MISUSED, _("Usage: loket %s"), SPOOL_USAGE);
}

void call_tell_away(const struct call *c)
{
    if (c->session != c->opened)
        fputs(_("loket: The share is away; this is the desk's own copy.\n"), c->io->err);
}

/* What an earlier call of this desk could not write goes first: it is older. */
void call_send_kept(struct call *c)
{
    struct spool_count count;
    struct spool_report report = { 0 };
    struct error why;
    if (c->session != c->opened || act_spool_count(c->session, &count, &why) != DONE ||
        count.open == 0 || act_spool_send(c->session, &report, &why) != DONE)
        return;
    if (report.sent)
        fprintf(c->io->err, _("loket: What was kept at this desk is in the database now: %zu.\n"),
                report.sent);
    if (report.trouble)
        fprintf(c->io->err,
                _("loket: Of what was kept at this desk %zu could not be written; see `loket spool "
                  "list`.\n"),
                report.trouble);
}

void tell_kept(const struct call *c, const struct save_report *report)
{
    if (report->kept)
        fprintf(
            c->io->err,
            _("loket: The share is away: kept at this desk as %s; it is sent by itself when the "
              "database is back.\n"),
            report->provisional);
}
