/* The command line: sorts out the words, opens the session, calls the verb, names the outcome. */
#include "private.h"

#include <getopt.h>
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
} verbs[] = {
    { "init", verb_init, NEEDS_NOTHING, 0,
      "init [--demo | --admin NAME [--passphrase-file FILE] [--root-file FILE]]" },
    { "new", verb_new, GOES_ON, 1, "new KIND FIELD=VALUE..." },
    { "set", verb_set, GOES_ON, 2, "set KIND REF FIELD=VALUE... [--rev N]" },
    { "do", verb_do, NEEDS_SESSION, 3,
      "do KIND REF STEP [FIELD=VALUE...] [--note TEXT] [--rev N]" },
    { "undo", verb_undo, NEEDS_SESSION, 2, "undo KIND REF [--dry-run]" },
    { "list", verb_list, GOES_ON, 1,
      "list KIND [FILTER...] [--format table|csv|json|pdf] [--limit N] [--sort FIELD]" },
    { "show", verb_show, GOES_ON, 2, "show KIND REF [--format text|json] [--history]" },
    { "find", verb_find, GOES_ON, 1, "find TEXT [--format table|csv|json]" },
    { "attach", verb_attach, NEEDS_SESSION, 3, ATTACH_USAGE },
    { "print", verb_print, NEEDS_SESSION, 2,
      "print KIND REF [--paper PAPER] [--format text|pdf] [--output FILE]" },
    { "preview", verb_preview, NEEDS_SESSION, 2,
      "preview KIND REF [--paper PAPER] [--format text|pdf] [--output FILE]" },
    { "layout", verb_layout, NEEDS_SESSION, 1, "layout KIND.PAPER" },
    { "check-code", verb_check_code, NEEDS_SESSION, 0,
      "check-code [CODE | --file FILE] [--root FINGERPRINT|FILE]" },
    { "trace", verb_trace, NEEDS_SESSION, 1, "trace NUMBER" },
    { "stock-report", verb_stock_report, NEEDS_SESSION, 0,
      "stock-report [month=YYYY-MM] [--format text|pdf] [--output FILE]" },
    { "closing", verb_closing, NEEDS_SESSION, 0,
      "closing [DAY] [--format text|pdf] [--output FILE]" },
    { "requirements", verb_requirements, NEEDS_SESSION, 2, "requirements KIND REF" },
    { "register", verb_register, NEEDS_SESSION, 2,
      "register KIND cancel|correct|replace|withdraw|single-officer [--format table|csv|json|pdf] "
      "[--output FILE]" },
    { "missing", verb_missing, NEEDS_SESSION, 0, "missing [--format table|csv|json]" },
    { "service-time", verb_service_time, NEEDS_SESSION, 0,
      "service-time [from=DATE] [to=DATE] [--anomalies | --accuracy] [--format table|csv|json]" },
    { "analysis", verb_analysis, NEEDS_SESSION, 0,
      "analysis [from=DATE] [to=DATE] [FILTER...] [--by place|route|commodity|finding|modus|source|"
      "month|owner|conveyance] [--format table|csv|json] [--output FILE]" },
    { "import", verb_import, NEEDS_SESSION, 0,
      "import KIND FILE [--dry-run] [--rejects FILE] [--map FILE] [--dates day-first|month-first] "
      "[--numbers comma|point] [--format json] | import --undo BATCH [--dry-run] | import "
      "--batches" },
    { "export", verb_export, NEEDS_SESSION, 1,
      "export KIND [FILTER...] [--output FILE] [--format csv|json|jsonl] [--excel] | "
      "export permit --layout iqfast-month period=YYYY-MM field=CODE direction=CODE | "
      "export measure --layout detention-report [FILTER...]" },
    { "csv", verb_csv, NEEDS_NOTHING, 1,
      "csv FILE [--explain] [--table N] [--delimiter MARK] [--quote MARK] [--escape MARK] "
      "[--encoding NAME] [--header N|none] [--skip N]" },
    { "user", verb_user, NEEDS_SESSION, 1, USER_USAGE },
    { "handover", verb_handover, NEEDS_SESSION, 1, HANDOVER_USAGE },
    { "watch", verb_watch, NEEDS_SESSION, 1, WATCH_USAGE },
    { "schedule", verb_schedule, NEEDS_SESSION, 0, SCHEDULE_USAGE },
    { "calendar", verb_calendar, NEEDS_SESSION, 0, CALENDAR_USAGE },
    { "approvals", verb_approvals, NEEDS_SESSION, 0,
      "approvals [--limit N] [--format table|json]" },
    { "keys", NULL, NEEDS_SCREEN, 0, "keys" },
    { "doctor", verb_doctor, NEEDS_NOTHING, 0, "doctor [--whole] [--mend] [--format json]" },
    { "share-test", verb_share_test, NEEDS_NOTHING, 0, "share-test [--role first|second]" },
    { "sql", verb_sql, NEEDS_SESSION, 1,
      "sql SELECT... [--format table|csv|json] [--limit N] [--backup]" },
    { "spool", verb_spool, GOES_ON, 1, SPOOL_USAGE },
    { "verify", verb_verify, NEEDS_SESSION, 0, "verify [--backup] [--format json]" },
    { "backup", verb_backup, NEEDS_SESSION, 1, "backup FILE|FOLDER/ [--format json]" },
    { "history", verb_history, NEEDS_SESSION, 1, "history FILE" },
    { "restore", verb_restore, NEEDS_NOTHING, 0, RESTORE_USAGE },
};

enum option_id {
    OPT_STORE = 256,
    OPT_LANG,
    OPT_REV,
    OPT_NOTE,
    OPT_FORMAT,
    OPT_LIMIT,
    OPT_SORT,
    OPT_HISTORY,
    OPT_DRY_RUN,
    OPT_REJECTS,
    OPT_OUTPUT,
    OPT_DEMO,
    OPT_PAPER,
    OPT_USER,
    OPT_PASSPHRASE_FILE,
    OPT_NEW_PASSPHRASE_FILE,
    OPT_ADMIN,
    OPT_ROOT_FILE,
    OPT_BACKUP,
    OPT_DRILL,
    OPT_MEND,
    OPT_ROLE,
    OPT_WHOLE,
    OPT_CONFIRM,
    OPT_MAP,
    OPT_UNDO,
    OPT_BATCHES,
    OPT_EXCEL,
    OPT_LAYOUT,
    OPT_DATES,
    OPT_NUMBERS,
    OPT_EXPLAIN,
    OPT_ANOMALIES,
    OPT_ACCURACY,
    OPT_DELIMITER,
    OPT_QUOTE,
    OPT_ESCAPE,
    OPT_ENCODING,
    OPT_HEADER,
    OPT_SKIP,
    OPT_TABLE,
    OPT_FILE,
    OPT_ROOT,
    OPT_OFFICER,
    OPT_MONTH,
    OPT_BY,
    OPT_PLAIN,
    OPT_GUEST,
    OPT_HELP,
    OPT_VERSION
};

static const struct option options[] = {
    { "store", required_argument, NULL, OPT_STORE },
    { "lang", required_argument, NULL, OPT_LANG },
    { "rev", required_argument, NULL, OPT_REV },
    { "note", required_argument, NULL, OPT_NOTE },
    { "format", required_argument, NULL, OPT_FORMAT },
    { "limit", required_argument, NULL, OPT_LIMIT },
    { "sort", required_argument, NULL, OPT_SORT },
    { "history", no_argument, NULL, OPT_HISTORY },
    { "dry-run", no_argument, NULL, OPT_DRY_RUN },
    { "rejects", required_argument, NULL, OPT_REJECTS },
    { "output", required_argument, NULL, OPT_OUTPUT },
    { "demo", no_argument, NULL, OPT_DEMO },
    { "paper", required_argument, NULL, OPT_PAPER },
    { "user", required_argument, NULL, OPT_USER },
    { "passphrase-file", required_argument, NULL, OPT_PASSPHRASE_FILE },
    { "new-passphrase-file", required_argument, NULL, OPT_NEW_PASSPHRASE_FILE },
    { "admin", required_argument, NULL, OPT_ADMIN },
    { "root-file", required_argument, NULL, OPT_ROOT_FILE },
    { "backup", no_argument, NULL, OPT_BACKUP },
    { "drill", no_argument, NULL, OPT_DRILL },
    { "role", required_argument, NULL, OPT_ROLE },
    { "mend", no_argument, NULL, OPT_MEND },
    { "whole", no_argument, NULL, OPT_WHOLE },
    { "confirm", no_argument, NULL, OPT_CONFIRM },
    { "map", required_argument, NULL, OPT_MAP },
    { "undo", required_argument, NULL, OPT_UNDO },
    { "batches", no_argument, NULL, OPT_BATCHES },
    { "excel", no_argument, NULL, OPT_EXCEL },
    { "layout", required_argument, NULL, OPT_LAYOUT },
    { "dates", required_argument, NULL, OPT_DATES },
    { "numbers", required_argument, NULL, OPT_NUMBERS },
    { "explain", no_argument, NULL, OPT_EXPLAIN },
    { "accuracy", no_argument, NULL, OPT_ACCURACY },
    { "anomalies", no_argument, NULL, OPT_ANOMALIES },
    { "delimiter", required_argument, NULL, OPT_DELIMITER },
    { "quote", required_argument, NULL, OPT_QUOTE },
    { "escape", required_argument, NULL, OPT_ESCAPE },
    { "encoding", required_argument, NULL, OPT_ENCODING },
    { "header", required_argument, NULL, OPT_HEADER },
    { "skip", required_argument, NULL, OPT_SKIP },
    { "table", required_argument, NULL, OPT_TABLE },
    { "file", required_argument, NULL, OPT_FILE },
    { "root", required_argument, NULL, OPT_ROOT },
    { "officer", required_argument, NULL, OPT_OFFICER },
    { "month", required_argument, NULL, OPT_MONTH },
    { "by", required_argument, NULL, OPT_BY },
    { "plain", no_argument, NULL, OPT_PLAIN },
    { "guest", no_argument, NULL, OPT_GUEST },
    { "help", no_argument, NULL, OPT_HELP },
    { "version", no_argument, NULL, OPT_VERSION },
    { NULL, 0, NULL, 0 },
};

static enum outcome take_format(const char *text, struct call *c, struct error *e)
{
    c->lines = strcmp(text, "jsonl") == 0;
    c->pdf = strcmp(text, "pdf") == 0;
    if (strcmp(text, "json") == 0 || c->lines)
        c->format = FORMAT_JSON;
    else if (strcmp(text, "csv") == 0)
        c->format = FORMAT_CSV;
    else if (strcmp(text, "table") == 0 || strcmp(text, "text") == 0 || c->pdf)
        c->format = FORMAT_TEXT;
    else
        return fail(e, MISUSED, _("--format takes table, text, csv, json, jsonl or pdf, not “%s”."),
                    text);
    return DONE;
}

static enum outcome take_language(const char *text, struct error *e)
{
    if (strcmp(text, "id") != 0 && strcmp(text, "en") != 0)
        return fail(e, MISUSED, _("--lang takes id or en, not “%s”."), text);
    language_set(strcmp(text, "en") == 0 ? ENGLISH : INDONESIAN);
    return DONE;
}

static enum outcome take_count(const char *name, const char *text, long long *out, struct error *e)
{
    int64_t n;
    if (!integer_parse(text, &n) || n < 1)
        return fail(e, MISUSED, _("--%s takes a whole number above zero, not “%s”."), name, text);
    *out = n;
    return DONE;
}

/* One of two words. */
static enum outcome take_word(const char *name, const char *text, const char *one,
                              const char *other, const char **out, struct error *e)
{
    if (strcmp(text, one) != 0 && strcmp(text, other) != 0)
        return fail(e, MISUSED, _("--%s takes %s or %s, not “%s”."), name, one, other, text);
    *out = text;
    return DONE;
}

static enum outcome take_number(const char *name, const char *text, size_t *out, struct error *e)
{
    long long n = 0;
    enum outcome result = take_count(name, text, &n, e);
    *out = (size_t)n;
    return result;
}

/* How a sheet shall be read. */
static enum outcome take_sheet_option(int option, const char *text, struct csv_request *r,
                                      struct error *e)
{
    size_t header = 0;
    enum outcome result = DONE;
    if (option == OPT_DELIMITER)
        r->delimiter = text;
    else if (option == OPT_QUOTE)
        r->quote = text;
    else if (option == OPT_ESCAPE)
        r->escape = text;
    else if (option == OPT_ENCODING)
        r->encoding = text;
    else if (option == OPT_SKIP)
        return strcmp(text, "0") == 0 ? DONE : take_number("skip", text, &r->skip, e);
    else if (option == OPT_TABLE)
        return take_number("table", text, &r->table, e);
    else if (strcmp(text, "none") != 0)
        result = take_number("header", text, &header, e);
    if (option == OPT_HEADER)
        r->header = (long)header;
    return result;
}

static enum outcome take_option(int option, const char *text, struct call *c, struct error *e)
{
    switch (option) {
    case OPT_GUEST:
        c->guest = true;
        return DONE;
    case OPT_PLAIN:
        c->plain = true;
        return DONE;
    case OPT_ANOMALIES:
        c->anomalies = true;
        return DONE;
    case OPT_ACCURACY:
        c->accuracy = true;
        return DONE;
    case OPT_EXPLAIN:
        c->explain = true;
        return DONE;
    case OPT_DELIMITER:
    case OPT_QUOTE:
    case OPT_ESCAPE:
    case OPT_ENCODING:
    case OPT_HEADER:
    case OPT_SKIP:
    case OPT_TABLE:
        return take_sheet_option(option, text, &c->csv, e);
    case OPT_STORE:
        c->store = text;
        return DONE;
    case OPT_LANG:
        return take_language(text, e);
    case OPT_REV:
        return take_count("rev", text, &c->rev, e);
    case OPT_NOTE:
        c->note = text;
        return DONE;
    case OPT_FORMAT:
        return take_format(text, c, e);
    case OPT_LIMIT:
        return take_count("limit", text, &c->limit, e);
    case OPT_SORT:
        c->sort = text;
        return DONE;
    case OPT_HISTORY:
        c->history = true;
        return DONE;
    case OPT_DRY_RUN:
        c->dry_run = true;
        return DONE;
    case OPT_REJECTS:
        c->rejects = text;
        return DONE;
    case OPT_OUTPUT:
        c->output = text;
        return DONE;
    case OPT_DEMO:
        c->demo = true;
        return DONE;
    case OPT_PAPER:
        c->paper = text;
        return DONE;
    case OPT_USER:
        c->user = text;
        return DONE;
    case OPT_PASSPHRASE_FILE:
        c->passphrase_file = text;
        return DONE;
    case OPT_NEW_PASSPHRASE_FILE:
        c->new_passphrase_file = text;
        return DONE;
    case OPT_ADMIN:
        c->admin = text;
        return DONE;
    case OPT_ROOT_FILE:
        c->root_file = text;
        return DONE;
    case OPT_BACKUP:
        c->backup = true;
        return DONE;
    case OPT_ROLE:
        c->role = text;
        return DONE;
    case OPT_OFFICER:
        c->officer = text;
        return DONE;
    case OPT_MONTH:
        c->month = text;
        return DONE;
    case OPT_MEND:
        c->mend = true;
        return DONE;
    case OPT_WHOLE:
        c->whole = true;
        return DONE;
    case OPT_DRILL:
        c->drill = true;
        return DONE;
    case OPT_CONFIRM:
        c->confirm = true;
        return DONE;
    case OPT_MAP:
        c->map = text;
        return DONE;
    case OPT_UNDO:
        c->undo = text;
        return DONE;
    case OPT_BATCHES:
        c->batches = true;
        return DONE;
    case OPT_EXCEL:
        c->excel = true;
        return DONE;
    case OPT_LAYOUT:
        c->layout = text;
        return DONE;
    case OPT_FILE:
        c->file = text;
        return DONE;
    case OPT_ROOT:
        c->root = text;
        return DONE;
    case OPT_BY:
        c->by = text;
        return DONE;
    case OPT_DATES:
        return take_word("dates", text, "day-first", "month-first", &c->dates, e);
    case OPT_NUMBERS:
        return take_word("numbers", text, "comma", "point", &c->numbers, e);
    default:
        return fail(e, MISUSED, _("This option is not known. `loket --help` lists them."));
    }
}

static void usage(FILE *out)
{
    fprintf(
        out,
        _("loket [--store PATH] [--lang id|en] [--plain] [--guest]   the full-screen program\n"));
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(out, "loket %s\n", verbs[i].usage);
    fprintf(out, _("Who does it: --user NAME [--passphrase-file FILE]; also LOKET_USER, "
                   "LOKET_PASSPHRASE_FILE.\n"));
    fprintf(out, _("FILTER is field=value, field>=value, field<=value, field~word, "
                   "number:last-digits, state=STATE.\nSee loket(1) and loket-catalogue(7).\n"));
}

static const struct verb *verb_called(const char *name)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

/* Options anywhere; what is left in argv from optind on are the words. */
static enum outcome read_words(int argc, char **argv, struct call *c, bool *told, struct error *e)
{
    int option;
    optind = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        if (option == OPT_HELP || option == 'h') {
            usage(c->io->out);
            *told = true;
            return DONE;
        }
        if (option == OPT_VERSION) {
            fprintf(c->io->out, "loket %s\n", LOKET_VERSION);
            *told = true;
            return DONE;
        }
        if (option == ':')
            return fail(e, MISUSED, _("%s wants a value behind it."), argv[optind - 1]);
        if (option == '?')
            return fail(e, MISUSED, _("%s is not an option. `loket --help` lists them."),
                        argv[optind - 1]);
        enum outcome result = take_option(option, optarg, c, e);
        if (result != DONE)
            return result;
    }
    return DONE;
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
    if (result != DONE && e->text[0])
        fprintf(io->err, "loket: %s\n", e->text);
    return (int)result;
}

int cli_main(int argc, char **argv, const struct cli_io *io, struct cli_screen *screen)
{
    struct call call = { .io = io,
                         .csv.header = CSV_HEADER_RECOGNISED,
                         .user = environment("LOKET_USER"),
                         .passphrase_file = environment("LOKET_PASSPHRASE_FILE") };
    struct error error = { 0 };
    bool told = false;
    *screen = (struct cli_screen){ 0 };
    enum outcome result = read_words(argc, argv, &call, &told, &error);
    if (result != DONE || told)
        return tell(io, result, &error);
    if (optind >= argc) {
        *screen = (struct cli_screen){ .wanted = true,
                                       .store = call.store,
                                       .user = call.user,
                                       .plain = call.plain,
                                       .guest = call.guest };
        return DONE;
    }
    const struct verb *v = verb_called(argv[optind]);
    if (!v) {
        struct excerpt word = excerpt(argv[optind]);
        result = fail(&error, MISUSED, _("“%s” is not a subcommand. `loket --help` lists them."),
                      word.text);
        return tell(io, result, &error);
    }
    if (v->need == NEEDS_SCREEN) {
        *screen = (struct cli_screen){
            .wanted = true, .store = call.store, .user = call.user, .keys = true
        };
        return DONE;
    }
    call.words = argv + optind + 1;
    call.word_count = argc - optind - 1;
    result = run_verb(v, &call, &error);
    if (fflush(io->out) != 0 && result == DONE)
        result = fail(&error, FAULT, _("The output could not be written. Is the disk full?"));
    return tell(io, result, &error);
}
