/* options.c - every option of the command line: its name, what it takes, and where that goes. */
#include "private.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

struct row {
    const char *name;
    enum outcome (*take)(const struct row *row, const char *text, struct call *c, struct error *e);
    size_t at; /* of struct call */
};

static void *place_of(const struct row *row, struct call *c)
{
    return (char *)c + row->at;
}

/* ---- What an option takes ---- */

static enum outcome flag(const struct row *row, const char *text, struct call *c, struct error *e)
{
    (void)text, (void)e;
    *(bool *)place_of(row, c) = true;
    return DONE;
}

static enum outcome words(const struct row *row, const char *text, struct call *c, struct error *e)
{
    (void)e;
    *(const char **)place_of(row, c) = text;
    return DONE;
}

static enum outcome counted(const struct row *row, const char *text, int64_t *out, struct error *e)
{
    if (!integer_parse(text, out) || *out < 1)
        return fail(e, MISUSED, _("--%s takes a whole number above zero, not “%s”."), row->name,
                    text);
    return DONE;
}

static enum outcome count(const struct row *row, const char *text, struct call *c, struct error *e)
{
    int64_t n = 0;
    enum outcome result = counted(row, text, &n, e);
    *(long long *)place_of(row, c) = n;
    return result;
}

static enum outcome header(const struct row *row, const char *text, struct call *c, struct error *e)
{
    int64_t n = 0; /* none */
    enum outcome result = strcmp(text, "none") == 0 ? DONE : counted(row, text, &n, e);
    c->csv.header = (long)n;
    return result;
}

static enum outcome skip(const struct row *row, const char *text, struct call *c, struct error *e)
{
    int64_t n = 0;
    enum outcome result = strcmp(text, "0") == 0 ? DONE : counted(row, text, &n, e);
    c->csv.skip = (size_t)n;
    return result;
}

static enum outcome table(const struct row *row, const char *text, struct call *c, struct error *e)
{
    int64_t n = 0;
    enum outcome result = counted(row, text, &n, e);
    c->csv.table = (size_t)n;
    return result;
}

/* One of two words. */
static enum outcome either(const struct row *row, const char *text, struct call *c, const char *one,
                           const char *other, struct error *e)
{
    if (strcmp(text, one) != 0 && strcmp(text, other) != 0)
        return fail(e, MISUSED, _("--%s takes %s or %s, not “%s”."), row->name, one, other, text);
    return words(row, text, c, e);
}

static enum outcome dates(const struct row *row, const char *text, struct call *c, struct error *e)
{
    return either(row, text, c, "day-first", "month-first", e);
}

static enum outcome numbers(const struct row *row, const char *text, struct call *c,
                            struct error *e)
{
    return either(row, text, c, "comma", "point", e);
}

static enum outcome format(const struct row *row, const char *text, struct call *c, struct error *e)
{
    (void)row;
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

/* At once: what is wrong with a later option is said in it. */
static enum outcome lang(const struct row *row, const char *text, struct call *c, struct error *e)
{
    (void)row, (void)c;
    if (strcmp(text, "id") != 0 && strcmp(text, "en") != 0)
        return fail(e, MISUSED, _("--lang takes id or en, not “%s”."), text);
    language_tell(strcmp(text, "en") == 0 ? ENGLISH : INDONESIAN);
    return DONE;
}

/* ---- The options ---- */

#define AT(member) offsetof(struct call, member)

static const struct row rows[] = {
    { "accuracy", flag, AT(accuracy) },
    { "admin", words, AT(admin) },
    { "anomalies", flag, AT(anomalies) },
    { "backup", flag, AT(backup) },
    { "batches", flag, AT(batches) },
    { "by", words, AT(by) },
    { "confirm", flag, AT(confirm) },
    { "dates", dates, AT(dates) },
    { "delimiter", words, AT(csv.delimiter) },
    { "demo", flag, AT(demo) },
    { "drill", flag, AT(drill) },
    { "dry-run", flag, AT(dry_run) },
    { "encoding", words, AT(csv.encoding) },
    { "escape", words, AT(csv.escape) },
    { "excel", flag, AT(excel) },
    { "explain", flag, AT(explain) },
    { "file", words, AT(file) },
    { "format", format, 0 },
    { "guest", flag, AT(guest) },
    { "header", header, 0 },
    { "help", flag, AT(help) },
    { "history", flag, AT(history) },
    { "lang", lang, 0 },
    { "layout", words, AT(layout) },
    { "limit", count, AT(limit) },
    { "map", words, AT(map) },
    { "mend", flag, AT(mend) },
    { "month", words, AT(month) },
    { "new-passphrase-file", words, AT(new_passphrase_file) },
    { "note", words, AT(note) },
    { "numbers", numbers, AT(numbers) },
    { "officer", words, AT(officer) },
    { "output", words, AT(output) },
    { "paper", words, AT(paper) },
    { "passphrase-file", words, AT(passphrase_file) },
    { "plain", flag, AT(plain) },
    { "quote", words, AT(csv.quote) },
    { "rejects", words, AT(rejects) },
    { "rev", count, AT(rev) },
    { "role", words, AT(role) },
    { "root", words, AT(root) },
    { "root-file", words, AT(root_file) },
    { "skip", skip, 0 },
    { "sort", words, AT(sort) },
    { "state", words, AT(state) },
    { "store", words, AT(store) },
    { "table", table, 0 },
    { "undo", words, AT(undo) },
    { "user", words, AT(user) },
    { "version", flag, AT(version) },
    { "whole", flag, AT(whole) },
};

/* ---- What they mean, for `loket help VERB`; those that say it themselves are left out ---- */

static const struct {
    const char *word, *help; /* as it stands in a usage */
} told[] = {
    { "--admin", N_("the first administrator, who certifies everybody else") },
    { "--root-file", N_("where the office's root key lies, or is put") },
    { "--demo", N_("a practice office, filled with work") },
    { "--dry-run", N_("says what would happen, and writes nothing") },
    { "--rejects", N_("where rows go that could not be taken, each with its reason") },
    { "--map", N_("a file that says which column is which (loket(1), import)") },
    { "--dates", N_("how 03/04 is read where no cell tells") },
    { "--numbers", N_("what stands before decimals where no cell tells") },
    { "--state", N_("the state new records land in") },
    { "--undo", N_("takes an import back; --batches lists them") },
    { "--batches", N_("lists the imports with their numbers") },
    { "--drill", N_("checks the backup and says what would be given up; changes nothing") },
    { "--confirm", N_("a second administrator agrees to the restore that waits") },
    { "--whole", N_("also reads every page and the index of words; nobody saves meanwhile") },
    { "--mend", N_("makes the index of words anew") },
    { "--rev", N_("refuses where the record is no longer at this version") },
    { "--note", N_("the reason, in words") },
    { "--new-passphrase-file", N_("a file with the new passphrase in its first line") },
    { "role=", N_("what the person does, such as operator;officer") },
    { "signs_for=", N_("whose papers an officer may sign: H animals, I fish, T plants") },
};

void options_tell(const char *usage, FILE *out)
{
    for (size_t i = 0; i < COUNT(told); i++) {
        const char *at = strstr(usage, told[i].word);
        char after = at ? at[strlen(told[i].word)] : 'x';
        bool whole = strchr(told[i].word, '=') || !((after >= 'a' && after <= 'z') || after == '-');
        if (at && whole)
            fprintf(out, "  %-22s %s\n", told[i].word, _(told[i].help));
    }
}

enum { FIRST = 256 }; /* above any letter */

static enum outcome no_such_option(const char *word, struct error *e)
{
    char name[32];
    struct likeness like = { .typed = name };
    const char *from = word + strspn(word, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(from, "="), from);
    for (size_t i = 0; i < COUNT(rows); i++)
        likeness_offer(&like, rows[i].name);
    if (like.best)
        return fail(e, MISUSED, _("%s is not an option. Was --%s meant?"), excerpt(word).text,
                    like.best);
    return fail(e, MISUSED, _("%s is not an option. `loket --help` lists them."),
                excerpt(word).text);
}

enum outcome options_take(int argc, char **argv, struct call *c, struct error *e)
{
    struct option options[COUNT(rows) + 1] = { 0 };
    for (size_t i = 0; i < COUNT(rows); i++)
        options[i] =
            (struct option){ .name = rows[i].name,
                             .has_arg = rows[i].take == flag ? no_argument : required_argument,
                             .val = FIRST + (int)i };
    int option;
    enum outcome result = DONE;
    optind = 0;
    opterr = 0;
    while (result == DONE && (option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        if (option == ':')
            result = fail(e, MISUSED, _("%s wants a value behind it."), argv[optind - 1]);
        else if (option == '?')
            result = no_such_option(argv[optind - 1], e);
        else if (option == 'h')
            c->help = true;
        else
            result = rows[option - FIRST].take(&rows[option - FIRST], optarg, c, e);
    }
    c->words = argv + optind;
    c->word_count = argc - optind;
    return result;
}
