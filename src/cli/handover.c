/* handover: what is mine to a colleague or a role, and what others handed to me. */
#include "private.h"

#include <string.h>

static void put_duty(struct call *c, const struct duty *d)
{
    static const char *const whats[] = { N_("draft"), N_("not sent"), N_("held"),
                                         N_("handed to you") };
    fprintf(c->io->out, "%-13s  %-13s  ", d->ref, _(whats[d->what]));
    if (d->from)
        fprintf(c->io->out, _("from %s: "), d->from);
    fprintf(c->io->out, "%s%s%s\n", d->about, *d->words ? " - " : "", d->words);
}

static enum outcome handover_list(struct call *c, struct error *e)
{
    struct duty_list list = { 0 };
    enum outcome result = act_duties(c->session, &list, e);
    for (size_t i = 0; result == DONE && i < list.count; i++)
        put_duty(c, &list.items[i]);
    duty_list_free(&list);
    return result;
}

static enum outcome give(struct call *c, const struct duty *d, struct error *e)
{
    const struct handover h = { d->what, d->id, c->words[1], c->note ? c->note : "" };
    enum outcome result = act_handover_give(c->session, &h, e);
    if (result == DONE)
        fprintf(c->io->out, _("%s was handed to %s.\n"), d->ref, h.to);
    return result;
}

static const struct duty *named(const struct duty_list *l, const char *ref)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->items[i].ref, ref) == 0)
            return &l->items[i];
    return NULL;
}

/* All that is mine, once every name was understood. */
static enum outcome give_all(struct call *c, const struct duty_list *l, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < l->count; i++)
        if (l->items[i].what != DUTY_HANDED)
            result = give(c, &l->items[i], e);
    return result;
}

static enum outcome give_named(struct call *c, const struct duty_list *l, struct error *e)
{
    enum outcome result = DONE;
    for (int i = 2; i < c->word_count; i++)
        if (!named(l, c->words[i]))
            return fail(e, MISUSED,
                        _("“%s” is nothing of yours; `loket handover list` shows what is."),
                        excerpt(c->words[i]).text);
    for (int i = 2; result == DONE && i < c->word_count; i++)
        result = give(c, named(l, c->words[i]), e);
    return result;
}

static enum outcome handover_give(struct call *c, struct error *e)
{
    struct duty_list list = { 0 };
    enum outcome result = act_duties(c->session, &list, e);
    if (result == DONE)
        result = c->word_count > 2 ? give_named(c, &list, e) : give_all(c, &list, e);
    duty_list_free(&list);
    return result;
}

static enum outcome handover_take(struct call *c, struct error *e)
{
    int64_t id = 0, draft = 0;
    enum outcome result =
        act_resolve(c->session, registry_find(&all_kinds, "handover"), c->words[1], &id, e);
    if (result == DONE)
        result = act_handover_take(c->session, id, &draft, e);
    if (result == DONE && !draft)
        fputs(_("Noted: it is yours to look after. It stays at its desk until it is sent.\n"),
              c->io->out);
    else if (result == DONE)
        fprintf(c->io->out, _("Draft %lld now lies at this desk.\n"), (long long)draft);
    return result;
}

enum outcome verb_handover(struct call *c, struct error *e)
{
    static const struct {
        const char *name;
        enum outcome (*run)(struct call *c, struct error *e);
        int least, most; /* words, its own name included */
    } verbs[] = { { "list", handover_list, 1, 1 },
                  { "give", handover_give, 2, 100 },
                  { "take", handover_take, 2, 2 } };
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (strcmp(verbs[i].name, c->words[0]) == 0 && c->word_count >= verbs[i].least &&
            c->word_count <= verbs[i].most)
            return verbs[i].run(c, e);
    return fail(e, MISUSED, _("Usage: loket %s"), HANDOVER_USAGE);
}
