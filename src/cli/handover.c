/* handover: drafts of this desk to a colleague or a role, and what others handed here. */
#include "private.h"

#include <string.h>

static void put_draft(void *context, const struct draft *d)
{
    struct call *c = context;
    fprintf(c->io->out, "%lld  %s %s\n", (long long)d->id, d->kind, buf_text(&d->title));
}

static enum outcome handover_list(struct call *c, struct error *e)
{
    struct page page = { 0 };
    enum outcome result = act_handover_list(c->session, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        char id[ID_TEXT_LEN + 1];
        id_text(page.rows[i]->id, id);
        fprintf(c->io->out, _("%s  handed over by %s: %s\n"), id,
                record_text(page.rows[i], "given_by"), record_text(page.rows[i], "about"));
    }
    page_free(&page);
    return result == DONE ? act_draft_list(c->session, put_draft, c, e) : result;
}

struct numbers {
    int64_t items[100];
    size_t count;
};

static void take_number(void *context, const struct draft *d)
{
    struct numbers *n = context;
    if (n->count < COUNT(n->items))
        n->items[n->count++] = d->id;
}

static enum outcome give(struct call *c, int64_t draft, struct error *e)
{
    const struct handover h = { draft, c->words[1], c->note ? c->note : "" };
    enum outcome result = act_handover_give(c->session, &h, e);
    if (result == DONE)
        fprintf(c->io->out, _("Draft %lld was handed to %s.\n"), (long long)draft, h.to);
    return result;
}

/* Those named, else all. */
static enum outcome handover_give(struct call *c, struct error *e)
{
    struct numbers n = { .count = 0 };
    enum outcome result = DONE;
    for (int i = 2; result == DONE && i < c->word_count; i++) {
        if (!integer_parse(c->words[i], &n.items[n.count]) || ++n.count == COUNT(n.items))
            result = fail(e, MISUSED,
                          _("“%s” is not the number of a draft; `loket handover list` shows them."),
                          excerpt(c->words[i]).text);
    }
    if (result == DONE && !n.count)
        result = act_draft_list(c->session, take_number, &n, e);
    for (size_t i = 0; result == DONE && i < n.count; i++)
        result = give(c, n.items[i], e);
    return result;
}

static enum outcome handover_take(struct call *c, struct error *e)
{
    int64_t id = 0, draft = 0;
    enum outcome result =
        act_resolve(c->session, registry_find(&all_kinds, "handover"), c->words[1], &id, e);
    if (result == DONE)
        result = act_handover_take(c->session, id, &draft, e);
    if (result == DONE)
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
