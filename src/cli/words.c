/* Words of the command line that several verbs understand. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum outcome call_kind(const char *word, const struct kind **out, struct error *e)
{
    *out = registry_find(&all_kinds, word);
    if (*out)
        return DONE;
    struct buf known = { 0 };
    struct excerpt shown = excerpt(word);
    struct likeness like = { .typed = word };
    for (size_t i = 0; all_kinds.kinds[i]; i++) {
        buf_printf(&known, "%s%s", i ? ", " : "", all_kinds.kinds[i]->id);
        likeness_offer(&like, all_kinds.kinds[i]->id);
    }
    if (like.best) {
        buf_free(&known);
        return fail(e, MISUSED, _("“%s” is not a kind of record. Was “%s” meant?"), shown.text,
                    like.best);
    }
    fail(e, MISUSED, _("“%s” is not a kind of record. Known are: %s."), shown.text,
         buf_text(&known));
    buf_free(&known);
    return MISUSED;
}

enum outcome call_record(struct call *c, const struct kind **k, int64_t *id, struct error *e)
{
    enum outcome result = call_kind(c->words[0], k, e);
    return result == DONE ? act_resolve(c->session, *k, c->words[1], id, e) : result;
}

enum outcome split_assignment(const char *word, char **field, const char **value, struct error *e)
{
    const char *sign = strchr(word, '=');
    if (!sign || sign == word) {
        struct excerpt shown = excerpt(word);
        return fail(e, MISUSED, _("“%s” is not FIELD=VALUE."), shown.text);
    }
    *field = xstrndup(word, (size_t)(sign - word));
    *value = sign + 1;
    return DONE;
}

enum outcome call_query(struct call *c, const struct kind *k, int first,
                        struct filter_list *filters, struct query *q, struct error *e)
{
    enum outcome result = DONE;
    for (int i = first; i < c->word_count && result == DONE; i++)
        result = act_filter(c->session, k, c->words[i], SPELL_CANONICAL, filters, e);
    *q = (struct query){ .kind = k,
                         .filters = filters->items,
                         .filter_count = filters->count,
                         .states = filters->states,
                         .closed = !filters->open,
                         .sort = c->sort };
    return result;
}
