/* The command line: sorts out the words, opens the session, calls the verb, names the outcome. */
#include "private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum need {
    NEEDS_SESSION,
    GOES_ON, /* without the share, too: on the desk's copy, into its spool */
    NEEDS_NOTHING,
    NEEDS_SCREEN /* is a part of the full-screen program */
};

static const struct verb {
    const char *name;
    verb_function run;
    enum need need;
    int words; /* at least */
    const char *usage;
    const char *help; /* N_(), behind its name */
} verbs[] = {
    { "init", verb_init, NEEDS_NOTHING, 0,
      "init [--demo | --admin NAME [--passphrase-file FILE] [--root-file FILE]]",
      N_("makes the database, or a practice office") },
    { "new", verb_new, GOES_ON, 1, "new KIND FIELD=VALUE...",
      N_("adds a record, and prints its id") },
    { "set", verb_set, GOES_ON, 3, "set KIND REF FIELD=VALUE... [--rev N]",
      N_("changes fields of a record") },
    { "do", verb_do, NEEDS_SESSION, 3, "do KIND REF STEP [FIELD=VALUE...] [--note TEXT] [--rev N]",
      N_("takes a step: accept, issue, cancel ...") },
    { "undo", verb_undo, NEEDS_SESSION, 2, "undo KIND REF [--limit N] [--dry-run]",
      N_("takes the last change of a record back") },
    { "list", verb_list, GOES_ON, 1,
      "list KIND [FILTER...] [--format table|csv|json|pdf] [--limit N] [--sort FIELD]",
      N_("lists records, filtered and sorted") },
    { "show", verb_show, GOES_ON, 2, "show KIND REF [--format text|json] [--history]",
      N_("shows one record, or its history") },
    { "diff", verb_diff, GOES_ON, 3, "diff KIND REF[@VERSION] REF[@VERSION] [--format text|json]",
      N_("compares two versions, or two records") },
    { "find", verb_find, GOES_ON, 1, "find TEXT [--format table|csv|json]",
      N_("finds records by words or last digits") },
    { "attach", verb_attach, NEEDS_SESSION, 3, ATTACH_USAGE,
      N_("puts a scan or photo to a record, or takes it out") },
    { "print", verb_print, NEEDS_SESSION, 2,
      "print KIND REF [--paper PAPER] [--format text|pdf] [--output FILE]",
      N_("prints a paper of a record") },
    { "preview", verb_preview, NEEDS_SESSION, 2,
      "preview KIND REF [--paper PAPER] [--format text|pdf] [--output FILE]",
      N_("shows a paper as it would be printed") },
    { "layout", verb_layout, NEEDS_SESSION, 0, "layout [KIND.PAPER]",
      N_("prints the layout of a paper, to begin an own one from; without a name lists the "
         "papers") },
    { "check-code", verb_check_code, NEEDS_SESSION, 0,
      "check-code [CODE | --file FILE] [--root FINGERPRINT|FILE]",
      N_("checks the QR code of a paper") },
    { "trace", verb_trace, NEEDS_SESSION, 1, "trace NUMBER",
      N_("follows a number back to all that led to it") },
    { "stock-report", verb_stock_report, NEEDS_SESSION, 0,
      "stock-report [month=YYYY-MM] [--format text|pdf] [--output FILE]",
      N_("the month's account of security paper") },
    { "closing", verb_closing, NEEDS_SESSION, 0,
      "closing [DAY] [--format text|pdf] [--output FILE]", N_("the counter's day, to be signed") },
    { "requirements", verb_requirements, NEEDS_SESSION, 2, "requirements KIND REF",
      N_("what papers an application needs") },
    { "register", verb_register, NEEDS_SESSION, 2,
      "register KIND cancel|correct|replace|withdraw|single-officer [--format table|csv|json|pdf] "
      "[--output FILE]",
      N_("cancelled, corrected, replaced ... records") },
    { "today", verb_today, NEEDS_SESSION, 0, "today [--format table|csv|json]",
      N_("what waits today") },
    { "missing", verb_missing, NEEDS_SESSION, 0, "missing [--format table|csv|json]",
      N_("what is missing in open work, and who adds it") },
    { "service-time", verb_service_time, NEEDS_SESSION, 0,
      "service-time [from=DATE] [to=DATE] [--anomalies | --accuracy] [--format table|csv|json]",
      N_("service time of applications, against its promise") },
    { "analysis", verb_analysis, NEEDS_SESSION, 0,
      "analysis [from=DATE] [to=DATE] [period=PERIOD] [FILTER...] [--by "
      "place|route|commodity|finding|modus|source|"
      "month|owner|conveyance|intake-week|intake-month|time-risk|time-officer|refusal-reason|"
      "refusal-goods] [--format table|csv|json] [--output FILE]",
      N_("captures, intake, service time and refusals counted") },
    { "import", verb_import, NEEDS_SESSION, 0,
      "import KIND FILE [--dry-run] [--rejects FILE] [--map FILE] [--dates day-first|month-first] "
      "[--numbers comma|point] [--state STATE] [--format json] | import --undo BATCH [--dry-run] | "
      "import "
      "--batches",
      N_("takes a sheet in, row by row") },
    { "export", verb_export, NEEDS_SESSION, 1,
      "export KIND [FILTER...] [--output FILE] [--format csv|json|jsonl] [--excel] | "
      "export permit --layout iqfast-month period=YYYY-MM field=CODE direction=CODE | "
      "export measure --layout detention-report [FILTER...]",
      N_("writes records as CSV, JSON or an office layout") },
    { "csv", verb_csv, NEEDS_NOTHING, 1,
      "csv FILE [--explain] [--table N] [--delimiter MARK] [--quote MARK] [--escape MARK] "
      "[--encoding NAME] [--header N|none] [--skip N]",
      N_("any sheet as clean CSV") },
    { "user", verb_user, NEEDS_SESSION, 1, USER_USAGE,
      N_("people: add, certify, lend a role, retire") },
    { "handover", verb_handover, NEEDS_SESSION, 1, HANDOVER_USAGE,
      N_("gives drafts to a colleague, and takes them") },
    { "watch", verb_watch, NEEDS_SESSION, 1, WATCH_USAGE,
      N_("what lapses soon, and what was done about it") },
    { "schedule", verb_schedule, NEEDS_SESSION, 0, SCHEDULE_USAGE,
      N_("the plan of monitoring visits") },
    { "calendar", verb_calendar, NEEDS_SESSION, 0, CALENDAR_USAGE,
      N_("that plan as a calendar file") },
    { "approvals", verb_approvals, NEEDS_SESSION, 0, "approvals [--limit N] [--format table|json]",
      N_("what waits for your decision") },
    { "keys", NULL, NEEDS_SCREEN, 0, "keys", N_("shows what this terminal sends for each key") },
    { "doctor", verb_doctor, NEEDS_NOTHING, 0, "doctor [--whole] [--mend] [--format json]",
      N_("looks the database and the share over, and mends") },
    { "share-test", verb_share_test, NEEDS_NOTHING, 0, "share-test [--role first|second]",
      N_("tries whether a share can carry a database") },
    { "sql", verb_sql, NEEDS_SESSION, 1,
      "sql SELECT... [--format table|csv|json] [--limit N] [--backup]",
      N_("asks the database in SQL, reading only") },
    { "spool", verb_spool, GOES_ON, 1, SPOOL_USAGE, N_("what waits at this desk for the share") },
    { "verify", verb_verify, NEEDS_SESSION, 0, "verify [--backup] [--format json]",
      N_("proves the history whole and unaltered") },
    { "backup", verb_backup, NEEDS_SESSION, 1, "backup FILE|FOLDER/ [--format json]",
      N_("copies the database, safely, while it is used") },
    { "history", verb_history, NEEDS_SESSION, 1, "history FILE",
      N_("writes the whole signed history to a file") },
    { "restore", verb_restore, NEEDS_NOTHING, 0, RESTORE_USAGE,
      N_("puts a backup in the place of the database") },
};

static const char filters_told[] =
    N_("FILTER is field=value, field>=value, field<=value, field~word, number:last-digits, "
       "state=STATE.\n");

static void usage(FILE *out)
{
    fprintf(
        out,
        _("loket [--store PATH] [--lang id|en] [--plain] [--guest]   the full-screen program\n"));
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(out, "loket %s\n", verbs[i].usage);
    fprintf(out, _("Who does it: --user NAME [--passphrase-file FILE]; also LOKET_USER, "
                   "LOKET_PASSPHRASE_FILE.\n"));
    fputs(_(filters_told), out);
    fputs(_("See loket(1) and loket-catalogue(7).\n"), out);
}

/* Each in a line, for who comes to it for the first time. */
static void tell_verbs(FILE *out)
{
    enum { NAME_CELLS = 14 };
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(out, "%-*s%s\n", NAME_CELLS, verbs[i].name, _(verbs[i].help));
    fputs(_("\n`loket help SUBCOMMAND` tells how one is called, `loket --help` all of them;\n"
            "loket(1) is the manual. Without a subcommand loket opens the screen;\n"
            "`loket init --demo` makes a practice office.\n"),
          out);
}

static const struct verb *verb_called(const char *name)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

/* `verify` and `sql` of a file with its SHA-256 beside it look at a backup, asked or not. */
static bool is_backup(const struct call *c)
{
    struct buf beside = { 0 };
    buf_printf(&beside, "%s.sha256", c->store ? c->store : "");
    bool is = c->store && access(buf_text(&beside), F_OK) == 0;
    buf_free(&beside);
    return is;
}

/* What is wrong with the share is said at every call, until it is mended. */
static void tell_warning(const struct call *c)
{
    struct buf said = { 0 };
    if (session_warning(c->session, &said))
        fprintf(c->io->err, "loket: %s\n", buf_text(&said));
    buf_free(&said);
}

static enum outcome run_verb(const struct verb *v, struct call *c, struct error *e)
{
    if (c->word_count < v->words)
        return fail(e, MISUSED, _("Usage: loket %s"), v->usage);
    if (v->need == NEEDS_NOTHING || (v->run == verb_check_code && c->root))
        return v->run(c, e);
    c->backup = c->backup || ((v->run == verb_verify || v->run == verb_sql) && is_backup(c));
    struct session_options o = { .store = c->store,
                                 .desk_folder = c->io->desk_folder,
                                 .config = c->io->config,
                                 .clock = c->io->clock,
                                 .goes_on = v->need == GOES_ON && !c->backup,
                                 .threads = v->need == GOES_ON, /* a share that hangs holds none */
                                 .patience_ms = c->io->patience_ms,
                                 .copy = c->backup ? COPY_READ : NO_COPY };
    enum outcome result = session_open(&o, &c->opened, e);
    if (result == DONE)
        c->session = session_at_work(c->opened);
    c->keep_passphrase =
        v->run == verb_user && c->word_count && strcmp(c->words[0], "passphrase") == 0;
    if (result == DONE)
        tell_warning(c);
    if (result == DONE)
        result = call_login(c, e);
    if (result == DONE && v->need == GOES_ON)
        call_tell_away(c);
    if (result == DONE && v->need == GOES_ON && v->run != verb_spool)
        call_send_kept(c);
    if (result == DONE)
        result = v->run(c, e);
    passphrase_free(&c->passphrase);
    session_close(&c->opened);
    return result;
}

/* NULL where it is unset or empty. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static int tell(const struct cli_io *io, enum outcome result, const struct error *e)
{
    struct buf ascii = { 0 };
    if (io->ascii)
        utf8_ascii(e->text, &ascii);
    if (result != DONE && e->text[0])
        fprintf(io->err, "loket: %s\n", io->ascii ? buf_text(&ascii) : e->text);
    buf_free(&ascii);
    return (int)result;
}

/* The full-screen program, where no subcommand is named, or one that is a part of it. */
static struct cli_screen screen_of(const struct call *c, bool keys)
{
    return (struct cli_screen){ .wanted = true,
                                .store = c->store,
                                .user = c->user,
                                .plain = c->plain,
                                .guest = c->guest,
                                .keys = keys };
}

static enum outcome no_such_verb(const char *word, struct error *e)
{
    struct likeness like = { .typed = word };
    for (size_t i = 0; i < COUNT(verbs); i++)
        likeness_offer(&like, verbs[i].name);
    if (registry_find(&all_kinds, word))
        return fail(e, MISUSED, _("“%s” is not a subcommand. Was `loket list %s` meant?"), word,
                    word);
    if (like.best)
        return fail(e, MISUSED, _("“%s” is not a subcommand. Was `loket %s` meant?"),
                    excerpt(word).text, like.best);
    return fail(e, MISUSED, _("“%s” is not a subcommand. `loket help` lists them."),
                excerpt(word).text);
}

/* help, help VERB */
static enum outcome help(const struct call *c, struct error *e)
{
    const struct verb *v = c->word_count > 1 ? verb_called(c->words[1]) : NULL;
    if (c->word_count > 1 && !v)
        return no_such_verb(c->words[1], e);
    if (!v) {
        tell_verbs(c->io->out);
        return DONE;
    }
    fprintf(c->io->out, _("Usage: loket %s"), v->usage);
    fprintf(c->io->out, "\n%s: %s.\n", v->name, _(v->help));
    options_tell(v->usage, c->io->out);
    if (strstr(v->usage, "KIND"))
        fputs(_("KIND is permit, capture, measure ...; loket-catalogue(7) has them all.\n"),
              c->io->out);
    if (strstr(v->usage, "REF"))
        fputs(_("REF is a number, its last digits, or an id.\n"), c->io->out);
    if (strstr(v->usage, "FILTER"))
        fputs(_(filters_told), c->io->out);
    return DONE;
}

static enum outcome run_words(struct call *c, struct cli_screen *screen, struct error *e)
{
    if (c->word_count == 0) {
        *screen = screen_of(c, false);
        return DONE;
    }
    if (strcmp(c->words[0], "help") == 0)
        return help(c, e);
    const struct verb *v = verb_called(c->words[0]);
    if (!v)
        return no_such_verb(c->words[0], e);
    c->words++;
    c->word_count--;
    if (v->need != NEEDS_SCREEN)
        return run_verb(v, c, e);
    *screen = screen_of(c, true);
    return DONE;
}

int cli_main(int argc, char **argv, const struct cli_io *io, struct cli_screen *screen)
{
    struct call call = { .io = io,
                         .csv.header = CSV_HEADER_RECOGNISED,
                         .user = environment("LOKET_USER"),
                         .passphrase_file = environment("LOKET_PASSPHRASE_FILE") };
    struct error error = { 0 };
    *screen = (struct cli_screen){ 0 };
    language_untell();
    enum outcome result = options_take(argc, argv, &call, &error);
    if (result != DONE)
        return tell(io, result, &error);
    if (call.help)
        usage(io->out);
    else if (call.version)
        fprintf(io->out, "loket %s\n", LOKET_VERSION);
    else
        result = run_words(&call, screen, &error);
    if (fflush(io->out) != 0 && result == DONE)
        result = fail(&error, FAULT, _("The output could not be written. Is the disk full?"));
    return tell(io, result, &error);
}
