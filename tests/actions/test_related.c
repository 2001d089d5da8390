/* What refers to a record: every kind's indexed references, the newest first, a few of each. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static const struct related_group *by(const struct related *r, const char *kind, const char *field)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->groups[i].kind->id, kind) == 0 && strcmp(r->groups[i].field->id, field) == 0)
            return &r->groups[i];
    return NULL;
}

static void what_refers_is_found(void **state)
{
    struct counter_desk *d = *state;
    int64_t first = counter_permit(d->session), last = 0;
    struct record *permit = counter_load(d->session, "permit", first);
    struct record *owner = counter_load(d->session, "party", record_number(permit, "applicant"));
    struct related r;
    assert_int_equal(act_related(d->session, owner, &r, NULL), DONE);
    const struct related_group *g = by(&r, "permit", "applicant");
    assert_non_null(g);
    assert_int_equal(g->count, 1);
    assert_true(g->rows[0]->id == first);
    assert_false(g->more);
    assert_null(by(&r, "permit", "proxy")); /* nobody's */
    for (size_t i = 0; i < r.count; i++)
        assert_true(r.groups[i].count > 0);
    related_free(&r);

    for (int i = 0; i < RELATED_SHOWN; i++)
        last = counter_permit(d->session);
    assert_int_equal(act_related(d->session, owner, &r, NULL), DONE);
    g = by(&r, "permit", "applicant");
    assert_int_equal(g->count, RELATED_SHOWN);
    assert_true(g->more);
    assert_true(g->rows[0]->id == last);
    related_free(&r);

    /* Nobody refers to a permit that was just made. */
    assert_int_equal(act_related(d->session, permit, &r, NULL), DONE);
    assert_int_equal(r.count, 0);
    related_free(&r);
    record_free(&owner);
    record_free(&permit);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_refers_is_found) };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
