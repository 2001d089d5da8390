/* test_post.c - posts: what must be there, and how a post ends. */
#include "records/desk.h"

#include <string.h>

static const char *const lent[] = { "person",     "sari",           "role",     "head",
                                    "valid_from", "2026-11-20",     "valid_to", "2026-11-30",
                                    "basis",      "Surat perintah", NULL };

static void test_what_must_be_there(void **state)
{
    (void)state;
    struct record *r = desk_record(&kind_post, (const char *const[]){ NULL });
    assert_int_equal(record_problems(r, NULL, NULL), 5);
    desk_put(r, lent);
    desk_put(r, (const char *const[]){ "manner", "plh", NULL });
    assert_int_equal(record_problems(r, NULL, NULL), 0);
    record_free(&r);
}

/* A new post stands in for a day's absence unless said. */
static void test_begins_as_standing_in(void **state)
{
    (void)state;
    struct record *r = record_new(&kind_post);
    record_defaults(r, &desk_canonical);
    assert_string_equal(record_text(r, "manner"), "plh");
    assert_int_equal(record_number(r, "valid_from"), DESK_TODAY);
    record_free(&r);
}

/* The choices of a post are the roles of the catalogue, no more and no fewer. */
static void test_roles_are_the_catalogues(void **state)
{
    (void)state;
    const struct field *role = kind_field(&kind_post, "role");
    int count = 0;
    for (const struct choice *c = role->choices; c->code != NULL; c++, count++) {
        assert_int_not_equal(role_parse(c->code), ROLE_NONE);
        assert_string_equal(c->label, role_label(role_parse(c->code)));
    }
    assert_int_equal(count, ROLE_COUNT - 1);
}

static void test_ends_with_a_reason(void **state)
{
    (void)state;
    struct error why = { 0 };
    struct record *r = desk_record(&kind_post, lent);
    const struct step *end = flow_step(kind_post.flow, "end", "active");
    assert_int_equal(end->role, ROLE_ADMIN);
    assert_int_equal(step_allowed(r, end, NULL, "", &why), REFUSED);
    assert_int_equal(step_allowed(r, end, NULL, "pejabat kembali", &why), DONE);
    record_free(&r);
}

/* Posts do not come in with old logs: what a person may do is never imported. */
static void test_not_imported(void **state)
{
    (void)state;
    static const struct kind *const kinds[] = { &kind_post, &kind_user };
    for (size_t i = 0; i < COUNT(kinds); i++)
        for (const struct state *s = kinds[i]->flow->states; s->id != NULL; s++)
            assert_false(s->flags & STATE_BY_IMPORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_must_be_there),
        cmocka_unit_test(test_begins_as_standing_in),
        cmocka_unit_test(test_roles_are_the_catalogues),
        cmocka_unit_test(test_ends_with_a_reason),
        cmocka_unit_test(test_not_imported),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
