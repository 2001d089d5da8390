/* backup, history and restore. */
#include "private.h"

#include <string.h>
#include <unistd.h>

/* ---- For who waits at a terminal; a file gets none of it ---- */

static bool tell_pages(void *context, int done, int total)
{
    FILE *err = ((const struct call *)context)->io->err;
    fputc('\r', err);
    fprintf(err, _("%d of %d pages "), done, total);
    fflush(err);
    return true;
}

static bool tell_entries(void *context, int64_t entries)
{
    FILE *err = ((const struct call *)context)->io->err;
    fputc('\r', err);
    fprintf(err, _("%lld entries "), (long long)entries);
    fflush(err);
    return true;
}

static void tell_sentence(void *context, const char *sentence)
{
    fprintf(((const struct call *)context)->io->err, "%s\n", sentence);
}

static struct care_watch watch_of(struct call *c)
{
    bool watched = isatty(fileno(c->io->err));
    return (struct care_watch){ .said = tell_sentence,
                                .pages = watched ? tell_pages : NULL,
                                .entries = watched ? tell_entries : NULL,
                                .context = c };
}

static void end_progress(const struct call *c, const struct care_watch *watch)
{
    if (watch->pages)
        fputc('\n', c->io->err);
}

/* ---- backup ---- */

static void report_backup(const struct call *c, const struct backup_report *r)
{
    struct buf path = { 0 };
    act_json_string(r->path, &path);
    if (c->format == FORMAT_JSON)
        fprintf(c->io->out,
                "{\"path\": %s, \"sha256\": \"%s\", \"entries\": %lld, \"dropped\": %zu}\n",
                buf_text(&path), r->sha256, (long long)r->entries, r->dropped);
    else
        fprintf(c->io->out, _("Backup: %s (%lld entries, checked)\nSHA-256: %s\n"), r->path,
                (long long)r->entries, r->sha256);
    if (*r->warning)
        fprintf(c->io->err, "loket: %s\n", r->warning);
    if (c->format != FORMAT_JSON && r->dropped)
        fprintf(c->io->out, _("Older backups taken away: %zu\n"), r->dropped);
    buf_free(&path);
}

enum outcome verb_backup(struct call *c, struct error *e)
{
    struct care_watch watch = watch_of(c);
    struct backup_report report;
    enum outcome result = act_backup(c->session, c->words[0], &watch, &report, e);
    end_progress(c, &watch);
    if (result == DONE)
        report_backup(c, &report);
    return result;
}

/* ---- history ---- */

enum outcome verb_history(struct call *c, struct error *e)
{
    int64_t added = 0;
    enum outcome result = act_history_file(c->session, c->words[0], &added, e);
    if (result == DONE)
        fprintf(c->io->out, _("%lld entries of history were appended to %s.\n"), (long long)added,
                c->words[0]);
    return result;
}

/* ---- restore ---- */

static void report_losses(const struct call *c, const struct restore_report *r)
{
    FILE *out = c->io->out;
    fprintf(out, _("The backup is sound: %lld entries.\n"), (long long)r->entries);
    fprintf(out,
            c->drill ? _("Would be given up: %lld entries behind it, of %lld records.\n")
                     : _("Given up: %lld entries behind it, of %lld records.\n"),
            (long long)r->lost, (long long)r->records);
    fputs(buf_text(&r->lost_names), out);
}

static void report_restore(const struct call *c, const struct restore_report *r)
{
    FILE *out = c->io->out;
    report_losses(c, r);
    if (*r->aside)
        fprintf(out, _("The damaged file was put aside: %s\n"), r->aside);
    if (c->drill)
        fputs(_("This was a drill: nothing was changed.\n"), out);
    else if (r->unconfirmed)
        fputs(_("The database is restored and open for reading only, until another administrator "
                "runs `loket restore --confirm`.\n"),
              out);
    else
        fputs(_("The database is restored; every desk goes on with it.\n"), out);
}

/* Who signs: --root-file FILE is the root; else as everywhere. */
static enum outcome take_signer(struct call *c, struct restore_request *q, struct error *e)
{
    if (c->root_file) {
        c->user = "root";
        c->passphrase_file = c->root_file;
    }
    q->name = c->user;
    enum outcome result = c->user ? passphrase_given(c, &c->passphrase, e) : DONE;
    q->passphrase = buf_text(&c->passphrase);
    q->passphrase_n = c->passphrase.len;
    return result;
}

static enum outcome restore_file(struct call *c, const struct session_options *office,
                                 struct error *e)
{
    struct care_watch watch = watch_of(c);
    struct restore_report report = { 0 };
    struct restore_request q = { .file = c->words[0], .office = office, .drill = c->drill };
    enum outcome result = take_signer(c, &q, e);
    if (result == DONE) {
        result = act_restore(&q, &watch, &report, e);
        end_progress(c, &watch);
    }
    passphrase_free(&c->passphrase);
    if (result == DONE)
        report_restore(c, &report);
    restore_report_free(&report);
    return result;
}

static enum outcome confirm(struct call *c, const struct session_options *office, struct error *e)
{
    bool enough = false;
    enum outcome result = session_open(office, &c->session, e);
    if (c->root_file) {
        c->user = "root";
        c->passphrase_file = c->root_file;
    }
    if (result == DONE)
        result = call_login(c, e);
    if (result == DONE)
        result = act_restore_confirm(c->session, &enough, e);
    session_close(&c->session);
    if (result == DONE)
        fputs(enough ? _("It is confirmed; every desk goes on with this file.\n")
                     : _("It is signed. The file is open for reading only until another "
                         "administrator runs `loket restore --confirm`.\n"),
              c->io->out);
    return result;
}

enum outcome verb_restore(struct call *c, struct error *e)
{
    struct session_options office = { .store = c->store,
                                      .desk_folder = c->io->desk_folder,
                                      .config = c->io->config,
                                      .clock = c->io->clock };
    if (c->confirm == (c->word_count == 1) || c->word_count > 1 || (c->confirm && c->drill))
        return fail(e, MISUSED, _("Usage: loket %s"), RESTORE_USAGE);
    return c->confirm ? confirm(c, &office, e) : restore_file(c, &office, e);
}
