/* share-test: typed on two desks at the same time. */
#include "private.h"

#include <string.h>

enum {
    COUNTS = 500,
    COMMITS = 200,
    DEATHS = 20,
    OTHER_DESK_MS = 600000
}; /* share protocol, rule 10 */

static void say(void *context, const char *sentence)
{
    const struct call *c = context;
    fprintf(c->io->out, "%s\n", sentence);
    fflush(c->io->out); /* the next words may take a while */
}

static void tell_verdict(const struct call *c, const struct share_verdict *v)
{
    FILE *out = c->io->out;
    fprintf(out,
            _("Passed: %s and %s see each other's locks and writes, and nothing of a save that "
              "was broken off.\n"),
            v->host[0], v->host[1]);
    if (!v->two_hosts)
        fputs(_("Both were on one computer, which says nothing of a share: do it on two.\n"), out);
}

static enum outcome take_role(const char *word, enum share_role *role, struct error *e)
{
    *role = !word ? SHARE_EITHER : strcmp(word, "first") == 0 ? SHARE_FIRST : SHARE_SECOND;
    if (word && strcmp(word, "first") != 0 && strcmp(word, "second") != 0)
        return fail(e, MISUSED, _("--role takes first or second, not “%s”."), word);
    return DONE;
}

enum outcome verb_share_test(struct call *c, struct error *e)
{
    struct share_test test = { .counts = COUNTS,
                               .commits = COMMITS,
                               .deaths = DEATHS,
                               .patience_ms = OTHER_DESK_MS,
                               .said = say,
                               .context = c };
    struct share_verdict verdict;
    const struct session_options office = { .store = c->store,
                                            .desk_folder = c->io->desk_folder,
                                            .config = c->io->config,
                                            .clock = c->io->clock };
    enum outcome result = take_role(c->role, &test.role, e);
    if (result == DONE)
        result = act_share_test(&office, &test, &verdict, e);
    if (result == DONE)
        tell_verdict(c, &verdict);
    return result;
}
