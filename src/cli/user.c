/* user: people, their roles and keys; approvals: what waits for a decision of mine. */
#include "private.h"

#include <limits.h>
#include <string.h>

/* FIELD=VALUE words of `user add`. */
static enum outcome take_word(const char *word, struct person_request *q, struct error *e)
{
    const struct {
        const char *id;
        const char **target;
    } known[] = { { "role=", &q->roles },    { "roles=", &q->roles },
                  { "nip=", &q->nip },       { "full_name=", &q->full_name },
                  { "office=", &q->office }, { "signs_for=", &q->signs_for } };
    for (size_t i = 0; i < COUNT(known); i++)
        if (text_starts(word, known[i].id)) {
            *known[i].target = word + strlen(known[i].id);
            return DONE;
        }
    struct excerpt shown = excerpt(word);
    return fail(e, MISUSED, _("“%s” is not role=, full_name=, nip=, office= or signs_for=."),
                shown.text);
}

static enum outcome user_add(struct call *c, struct error *e)
{
    struct person_request q = { .name = c->words[1] };
    struct buf passphrase = { 0 };
    enum outcome result = DONE;
    for (int i = 2; i < c->word_count && result == DONE; i++)
        result = take_word(c->words[i], &q, e);
    if (result == DONE)
        result = passphrase_fresh(c, &passphrase, e);
    q.passphrase = buf_text(&passphrase);
    q.n = passphrase.len;
    if (result == DONE)
        result = act_user_add(c->session, &q, e);
    if (result == DONE)
        fprintf(c->io->out, _("%s was added and waits to be certified: loket user certify %s\n"),
                q.name, q.name);
    passphrase_free(&passphrase);
    return result;
}

static enum outcome user_certify(struct call *c, struct error *e)
{
    enum outcome result = act_user_certify(c->session, c->words[1], e);
    if (result == DONE)
        fprintf(c->io->out, _("%s is certified.\n"), c->words[1]);
    return result;
}

static enum outcome user_retire(struct call *c, struct error *e)
{
    enum outcome result = act_user_retire(c->session, c->words[1], c->note ? c->note : "", e);
    if (result == DONE)
        fprintf(c->io->out, _("%s is retired; what they signed stays valid.\n"), c->words[1]);
    return result;
}

static enum outcome user_reset(struct call *c, struct error *e)
{
    struct buf passphrase = { 0 };
    enum outcome result = passphrase_fresh(c, &passphrase, e);
    if (result == DONE)
        result = act_user_reset(c->session, c->words[1], buf_text(&passphrase), passphrase.len, e);
    if (result == DONE)
        fprintf(c->io->out, _("%s has new keys; what the old ones signed stays valid.\n"),
                c->words[1]);
    passphrase_free(&passphrase);
    return result;
}

static enum outcome user_passphrase(struct call *c, struct error *e)
{
    struct buf fresh = { 0 };
    enum outcome result = passphrase_fresh(c, &fresh, e);
    if (result == DONE)
        result = act_passphrase(c->session, buf_text(&c->passphrase), c->passphrase.len,
                                buf_text(&fresh), fresh.len, e);
    if (result == DONE)
        fputs(_("The passphrase is changed.\n"), c->io->out);
    passphrase_free(&fresh);
    return result;
}

static enum outcome user_lend(struct call *c, struct error *e)
{
    day days[2];
    enum outcome result = DONE;
    for (int i = 0; i < 2 && result == DONE; i++)
        result = day_parse(c->words[3 + i], session_today(c->session), &days[i], e);
    if (result == DONE)
        result = act_user_lend(c->session, c->words[1], c->words[2], days[0], days[1],
                               c->note ? c->note : "", e);
    if (result == DONE)
        fprintf(c->io->out, _("%s holds the role %s for that time.\n"), c->words[1], c->words[2]);
    return result;
}

static enum outcome user_fingerprint(struct call *c, struct error *e)
{
    struct buf text = { 0 };
    enum outcome result = act_root_fingerprint(c->session, &text, e);
    if (result == DONE && !text.len)
        result = fail(e, REFUSED, _("This database has no people and no root key."));
    if (result == DONE)
        fprintf(c->io->out, "%s\n", buf_text(&text));
    buf_free(&text);
    return result;
}

/* Sealed text for whoever holds its role by now, as far as who is logged in reads it. */
static enum outcome user_share(struct call *c, struct error *e)
{
    size_t count = 0;
    enum outcome result = act_seal_share(c->session, &count, e);
    if (result == DONE)
        fprintf(c->io->out, _("Sealed anew for those who hold the role today: %zu records.\n"),
                count);
    return result;
}

/* As `loket list user`, filters included. */
static enum outcome user_list(struct call *c, struct error *e)
{
    c->words[0] = "user";
    return verb_list(c, e);
}

enum outcome verb_user(struct call *c, struct error *e)
{
    static const struct {
        const char *name;
        verb_function run;
        int least, most; /* words, its own name included; most 0: any number */
    } verbs[] = { { "list", user_list, 1, 0 },
                  { "add", user_add, 2, 0 },
                  { "certify", user_certify, 2, 2 },
                  { "retire", user_retire, 2, 2 },
                  { "reset", user_reset, 2, 2 },
                  { "lend", user_lend, 5, 5 },
                  { "fingerprint", user_fingerprint, 1, 1 },
                  { "share", user_share, 1, 1 },
                  { "passphrase", user_passphrase, 1, 1 } };
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (strcmp(verbs[i].name, c->words[0]) == 0 && c->word_count >= verbs[i].least &&
            (!verbs[i].most || c->word_count <= verbs[i].most))
            return verbs[i].run(c, e);
    return fail(e, MISUSED, _("Usage: loket %s"), USER_USAGE);
}

/* ---- What waits ---- */

static void put_waiting(struct call *c, const struct waiting *w, bool first)
{
    struct buf line = { 0 }, name = { 0 };
    char id[ID_TEXT_LEN + 1];
    id_text(w->record->id, id);
    record_name(w->record, &name);
    if (c->format == FORMAT_JSON) {
        buf_printf(&line, "%s{\"id\": \"%s\", \"kind\": \"%s\", \"step\": \"%s\", \"rev\": %lld, ",
                   first ? "" : ",\n", id, w->kind->id, w->step->verb, (long long)w->record->rev);
        buf_puts(&line, "\"name\": ");
        act_json_string(buf_text(&name), &line);
        buf_printf(&line, ", \"state\": \"%s\", \"changed\": %s}", w->record->state,
                   w->changed ? "true" : "false");
    } else {
        buf_printf(&line, "%s  %-8s  ", id, w->kind->id);
        utf8_fit(buf_text(&name), 28, &line);
        buf_printf(&line, "  %s%s\n", _(w->step->label), w->changed ? " *" : "");
    }
    fputs(buf_text(&line), c->io->out);
    buf_free(&line);
    buf_free(&name);
}

enum outcome verb_approvals(struct call *c, struct error *e)
{
    enum { SHOWN = 100 };
    struct waiting_list list = { 0 };
    if (session_has_people(c->session) && !session_logged_in(c->session))
        return fail(e, FORBIDDEN,
                    _("Approvals wait for a person, and nobody is logged in. Log in first (--user "
                      "NAME)."));
    unsigned limit = c->limit && c->limit < UINT_MAX ? (unsigned)c->limit : SHOWN;
    enum outcome result = act_waiting(c->session, limit, &list, e);
    if (result == DONE && c->format == FORMAT_JSON)
        fputc('[', c->io->out);
    for (size_t i = 0; result == DONE && i < list.count; i++)
        put_waiting(c, &list.items[i], i == 0);
    if (result == DONE && c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    if (result == DONE && list.more)
        fputs(_("loket: there is more than is shown; --limit shows more.\n"), c->io->err);
    waiting_list_free(&list);
    return result;
}
