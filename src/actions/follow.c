/* What follows from a step in other records, in the same transaction: declared in the catalogue
 * (`follows`), so that verify knows which deed each of these entries must stand behind. */
#include "private.h"

#include <string.h>

static enum outcome not_declared(const struct record *cause, const struct step *by,
                                 const struct record *r, const char *what, struct error *e)
{
    return fail(e, MISUSED,
                _("“%s” of %s does not bring about “%s” of %s: report this sentence to whoever "
                  "looks after loket."),
                by->verb, cause->kind->id, what, r->kind->id);
}

static enum outcome judge(struct session *s, const struct record *r, const struct step *step,
                          const char *note, struct error *e)
{
    struct answers *a = answers_new();
    enum outcome result = step_answer(s, r, step, a, e);
    if (result == DONE)
        result = step_allowed(r, step, a, note, e);
    answers_free(&a);
    return result;
}

enum outcome follow_step(struct session *s, const struct record *cause, const struct step *by,
                         struct record *r, const char *verb, const char *note, struct error *e)
{
    const struct step *step = flow_step(r->kind->flow, verb, r->state);
    const struct business *b = business_of(r->kind);
    note = note ? note : "";
    if (!step || !deed_in(step->follows, cause->kind->id, by->verb))
        return not_declared(cause, by, r, verb, e);
    struct record *before = record_copy(r);
    enum outcome result = b->prepare ? b->prepare(s, r, step, note, e) : DONE;
    if (result == DONE)
        result = judge(s, r, step, note, e);
    if (result == DONE)
        result = step_complete(s, before, r, step, note, e);
    record_free(&before);
    return result;
}

enum outcome follow_where(struct session *s, const struct record *cause, const struct step *by,
                          const struct kind *k, int64_t id, const char *verb, const char *note,
                          struct error *e)
{
    struct record *r = NULL;
    enum outcome result = store_load(s->store, k, id, &r, e);
    if (result == DONE && flow_step(k->flow, verb, r->state))
        result = follow_step(s, cause, by, r, verb, note, e);
    record_free(&r);
    return result;
}

enum outcome follow_new(struct session *s, const struct record *cause, const struct step *by,
                        struct record *r, const char *note, struct error *e)
{
    if (!deed_in(r->kind->follows, cause->kind->id, by->verb))
        return not_declared(cause, by, r, "new", e);
    enum outcome result = link_references(s, r, NULL, e);
    if (result == DONE)
        result = business_check(s, NULL, r, e);
    return result == DONE ? store_save(s->store, r, &(struct change){ "new", note ? note : "" }, e)
                          : result;
}
