/* Registers an office must be able to show: what was cancelled, what was corrected, why and for
 * whom. They are read out of history; nothing is kept twice. */
#include "private.h"

#include <string.h>

struct reading_register {
    struct session *session;
    const struct record *record;
    const char *verb;
    bool alone; /* what single officers decided, reviewed or not */
    void (*each)(void *context, const struct record *r, const struct entry *entry);
    void *context;
};

static void consider(void *context, const struct entry *entry)
{
    struct reading_register *w = context;
    bool takes =
        w->alone ? note_single_officer(buf_text(&entry->note)) : strcmp(entry->step, w->verb) == 0;
    if (takes)
        w->each(w->context, w->record, entry);
}

static enum outcome read_history(void *context, const struct record *r, struct error *e)
{
    struct reading_register *w = context;
    w->record = r;
    return store_history(w->session->store, r->kind, r->id, 0, consider, w, e);
}

enum outcome act_register(struct session *s, const struct kind *k, const char *verb,
                          void (*each)(void *context, const struct record *r,
                                       const struct entry *entry),
                          void *context, struct error *e)
{
    static const struct {
        const char *verb, *state; /* a register of this name is kept of kinds with this state */
        const char *step, *states[3];
    } ended[] = {
        { "cancel", "cancelled", "cancel", { "cancelled", NULL } },
        { "replace", "replaced", "approve_replacement", { "approved", "replaced", NULL } },
        { "withdraw", "withdrawn", "withdraw", { "withdrawn", NULL } },
    };
    struct filter corrected = { .field = "corrections",
                                .how = AT_LEAST,
                                .value = { .num = 1, .set = true } };
    struct filter alone = { .field = "review_by",
                            .how = AT_LEAST,
                            .value = { .num = 1, .set = true } };
    struct reading_register w = { .session = s, .verb = verb, .each = each, .context = context };
    struct query q = { .kind = k, .closed = true, .sort = "-id" };
    for (size_t i = 0; i < COUNT(ended) && !q.states; i++)
        if (strcmp(verb, ended[i].verb) == 0 && flow_state(k->flow, ended[i].state)) {
            q.states = ended[i].states;
            w.verb = ended[i].step;
        }
    if (q.states)
        return records_each(s, &q, read_history, &w, e);
    if (strcmp(verb, "correct") == 0 && kind_field(k, "corrections")) {
        q.filters = &corrected;
        q.filter_count = 1;
        q.sort = "-corrections";
    } else if (strcmp(verb, "single-officer") == 0 && kind_field(k, alone.field)) {
        q.filters = &alone;
        q.filter_count = 1;
        q.sort = "-review_by";
        w.alone = true;
    } else {
        return fail(e, MISUSED,
                    _("There is no register of “%s” for %s. There are: cancel, correct, "
                      "single-officer, of permits; cancel, replace, withdraw, of certificates."),
                    verb, _(k->label));
    }
    return records_each(s, &q, read_history, &w, e);
}
