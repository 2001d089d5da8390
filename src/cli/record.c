/* new, set, do, undo, requirements: one record at a time. */
#include "private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* as: " --user NAME", or nothing. */
static void tell_next(const char *as, FILE *out)
{
    fprintf(out,
            _("Next: say which office this is (`loket list office` has the codes):\n"
              "  loket%s new rule rule=office.home value=CODE basis=DECISION\n"),
            as);
    if (*as)
        fprintf(out,
                _("then bring in its people, one by one:\n  loket%s user add NAME role=ROLE\n"),
                as);
    fputs(_("Then see what else is to be done: loket doctor\n"), out);
}

/* Loud where it matters: what is only practice, and which file makes administrators. */
static void tell_made(const struct call *c, const struct init_options *o)
{
    FILE *out = c->io->out;
    if (o->demo) {
        fprintf(out, _("A training office was made in %s. Nothing in it is real.\n"), o->store);
        fputs(_("THIS IS A DEMO: its people are named as their roles (operator, coordinator, head, "
                "admin and so on) and everybody's passphrase is “demo”. Never keep real work in "
                "it.\n"),
              out);
        return;
    }
    fprintf(out, _("An empty database was made in %s.\n"), o->store);
    if (!o->admin) {
        tell_next("", out);
        return;
    }
    fprintf(out, _("%s is its first administrator.\n"), o->admin);
    fprintf(out, _("THE OFFICE'S ROOT KEY IS IN %s.\n"), o->root_file);
    fputs(_("Move that file now to a medium that is locked away: whoever holds it can make "
            "administrators, and without it none can be replaced.\n"),
          out);
    fprintf(out,
            _("Write its fingerprint on paper, to be kept with it: %s\n(`loket user fingerprint` "
              "shows it again.)\n"),
            buf_text(o->fingerprint));
    struct buf as = { 0 };
    buf_printf(&as, " --user %s", o->admin);
    tell_next(buf_text(&as), out);
    buf_free(&as);
}

/* A folder made because of a mistyped path would lie there unnoticed. */
static void tell_folder(const struct call *c, const char *store)
{
    const char *slash = strrchr(store, '/');
    fprintf(c->io->out,
            _("Its folder was not there and was made, too: %.*s. Is it the one you meant?\n"),
            (int)(slash - store), store);
}

static bool folder_missing(const char *store)
{
    const char *slash = strrchr(store, '/');
    char *folder = slash && slash != store ? xstrndup(store, (size_t)(slash - store)) : NULL;
    bool missing = folder && access(folder, F_OK) != 0;
    free(folder);
    return missing;
}

/* Never beside a database on a share: where no file is named, at home. */
static void choose_root_file(const struct call *c, const char *store, struct buf *out)
{
    const char *home = getenv("HOME"), *slash = strrchr(store, '/');
    if (c->root_file)
        buf_puts(out, c->root_file);
    else if (c->admin && home && *home)
        buf_printf(out, "%s/%s.root", home, slash ? slash + 1 : store);
}

static enum outcome make_database(struct call *c, const char *store, unsigned allowed,
                                  struct error *e)
{
    struct buf passphrase = { 0 }, root_file = { 0 }, fingerprint = { 0 };
    bool new_folder = folder_missing(store);
    choose_root_file(c, store, &root_file);
    enum outcome result = c->admin ? passphrase_first(c, &passphrase, e) : DONE;
    struct init_options o = { .store = store,
                              .desk_folder = c->io->desk_folder,
                              .clock = c->io->clock,
                              .allowed = allowed,
                              .demo = c->demo,
                              .admin = c->admin,
                              .root_file = root_file.len ? buf_text(&root_file) : NULL,
                              .fingerprint = &fingerprint,
                              .passphrase = buf_text(&passphrase),
                              .passphrase_n = passphrase.len };
    if (result == DONE)
        result = act_init(&o, e);
    passphrase_free(&passphrase);
    if (result == DONE)
        tell_made(c, &o);
    if (result == DONE && new_folder)
        tell_folder(c, store);
    buf_free(&root_file);
    buf_free(&fingerprint);
    return result;
}

enum outcome verb_init(struct call *c, struct error *e)
{
    struct session_options options = { .store = c->store, .config = c->io->config };
    struct buf path = { 0 };
    unsigned allowed = 0;
    if (c->demo && c->admin)
        return fail(e, MISUSED,
                    _("A database is for practice (--demo) or for an office (--admin NAME); choose "
                      "one."));
    enum outcome result = session_store_path(&options, &path, e);
    if (result == DONE && !path.len)
        result = fail(e, MISUSED, _("Say where: loket --store PATH init."));
    if (result == DONE)
        result = session_allowed(&options, &allowed, e);
    if (result == DONE)
        result = make_database(c, buf_text(&path), allowed, e);
    buf_free(&path);
    return result;
}

static enum outcome put_words(struct call *c, struct record *r, int first, struct error *e)
{
    struct reading how = session_reading(c->session, SPELL_CANONICAL);
    enum outcome result = DONE;
    for (int i = first; i < c->word_count && result == DONE; i++) {
        char *field = NULL;
        const char *value = NULL;
        result = split_assignment(c->words[i], &field, &value, e);
        if (result == DONE)
            result = record_put(r, field, &how, value, e);
        free(field);
    }
    return result;
}

static void tell_reference(struct call *c, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    fprintf(c->io->out, "%s\n", id);
}

static void tell_remarks(struct call *c, const struct record *r)
{
    struct remarks remarks = { 0 };
    if (act_remarks(c->session, r, &remarks, NULL) == DONE)
        for (size_t i = 0; i < remarks.count; i++)
            if (!remarks.items[i].problem)
                fprintf(c->io->err, "loket: %s\n", buf_text(&remarks.items[i].text));
    remarks_free(&remarks);
}

enum outcome verb_new(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL;
    struct save_report report = { 0 };
    enum outcome result = call_kind(c->words[0], &k, e);
    if (result == DONE)
        result = act_blank(c->session, k, &r, e);
    if (result == DONE)
        result = put_words(c, r, 1, e);
    if (result == DONE)
        result = act_save(c->session, r, NULL, NULL, &report, e);
    if (result == DONE) {
        tell_reference(c, r);
        tell_kept(c, &report);
        tell_remarks(c, r);
    }
    save_report_free(&report);
    record_free(&r);
    return result;
}

enum outcome verb_set(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL, *base = NULL;
    struct save_report report = { 0 };
    int64_t id = 0;
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE)
        result = act_load(c->session, k, id, &r, e);
    if (result == DONE)
        base = record_copy(r);
    if (result == DONE)
        result = put_words(c, r, 2, e);
    if (result == DONE && c->rev) { /* decided on that version: no merging behind their back */
        r->rev = c->rev;
        record_free(&base);
    }
    if (result == DONE)
        result = act_save(c->session, r, base, NULL, &report, e);
    if (result == DONE) {
        tell_reference(c, r);
        tell_kept(c, &report);
    }
    if (result == STALE)
        fputs(buf_text(&report.text), c->io->err);
    save_report_free(&report);
    record_free(&r);
    record_free(&base);
    return result;
}

static enum outcome do_step(struct call *c, struct step_request *q, struct error *e)
{
    struct record *r = NULL;
    struct buf name = { 0 };
    enum outcome result = act_step(c->session, q, &r, e);
    if (result == DONE) {
        record_name(r, &name);
        fprintf(c->io->out, "%s %s\n", buf_text(&name), r->state);
    }
    buf_free(&name);
    record_free(&r);
    return result;
}

enum outcome verb_do(struct call *c, struct error *e)
{
    struct step_request q = {
        .verb = c->words[2], .rev = c->rev, .note = c->note, .spelling = SPELL_CANONICAL
    };
    enum outcome result = call_record(c, &q.kind, &q.id, e);
    size_t count = (size_t)(c->word_count - 3);
    struct assignment *sets = xcalloc(count + 1, sizeof *sets);
    char **fields = xcalloc(count + 1, sizeof *fields);
    for (size_t i = 0; i < count && result == DONE; i++) {
        result = split_assignment(c->words[i + 3], &fields[i], &sets[i].text, e);
        sets[i].path = fields[i];
    }
    q.sets = sets;
    q.set_count = count;
    if (result == DONE)
        result = do_step(c, &q, e);
    for (size_t i = 0; i < count; i++)
        free(fields[i]);
    free(fields);
    free(sets);
    return result;
}

/* Several changes, the last first: all of them, or none where one of them cannot. */
static enum outcome undo_several(struct call *c, const struct kind *k, int64_t id, struct error *e)
{
    struct undo_list list = { 0 };
    size_t wanted = (size_t)c->limit, done = 0;
    enum outcome result = act_undo_list(c->session, k, id, &list, e);
    if (result == DONE && list.count < wanted)
        result = fail(e, REFUSED, _("Only %zu of your changes can be taken back. %s"), list.count,
                      list.stop[0] ? list.stop : _("There are no more."));
    if (result == DONE && !c->dry_run)
        result = act_undo_many(c->session, k, id, wanted, &done, e);
    for (size_t i = 0; result == DONE && i < wanted; i++)
        fprintf(c->io->out, "%s: %s", list.items[i].label, buf_text(&list.items[i].words));
    undo_list_free(&list);
    return result;
}

enum outcome verb_undo(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    int64_t id = 0;
    struct buf words = { 0 };
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE && c->limit > 1)
        return undo_several(c, k, id, e);
    if (result == DONE)
        result = act_undo(c->session, k, id, c->dry_run, &words, e);
    if (result == DONE)
        fputs(buf_text(&words), c->io->out);
    buf_free(&words);
    return result;
}

enum outcome verb_requirements(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL;
    struct buf text = { 0 };
    int64_t id = 0;
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE)
        result = act_load(c->session, k, id, &r, e);
    if (result == DONE)
        result = act_requirements(c->session, r, &text, e);
    if (result == DONE)
        fputs(buf_text(&text), c->io->out);
    buf_free(&text);
    record_free(&r);
    return result;
}
