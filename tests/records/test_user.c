/* test_user.c - people: names, roles and staff numbers, and who certifies whom when. */
#include "records/desk.h"

#include <string.h>

static void test_names(void **state)
{
    (void)state;
    static const char *const good[] = { "sari", "a1", "wasdak-head", "budi.s" };
    static const char *const bad[] = { "Sari",
                                       "s",
                                       "sari budi",
                                       "1sari",
                                       "sari;head",
                                       "sari/x",
                                       "abcdefghijklmnopqrstuvwxyzabcdefg" };
    static const char *const own[] = { "root", "desk" };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(good); i++)
        assert_string_equal(desk_refusal(&kind_user, "name", good[i]), "");
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_string_not_equal(desk_refusal(&kind_user, "name", bad[i]), "");
    for (size_t i = 0; i < COUNT(own); i++)
        assert_non_null(strstr(desk_refusal(&kind_user, "name", own[i]), "loket uses itself"));
}

static void test_roles(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } trials[] = {
        { "operator", "" },
        { "operator;verifier;wasdak-head", "" },
        { "king", "is not a role" },
        { "operator;king", "“king” is not a role" },
        { "none", "is not a role" },
        { "operator;operator", "stands twice" },
        { "operator, head", "is not a role" },
        { ";", "is not a role" },
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(trials); i++) {
        const char *said = desk_refusal(&kind_user, "roles", trials[i].text);
        if (trials[i].says[0] == '\0')
            assert_string_equal(said, "");
        else if (strstr(said, trials[i].says) == NULL)
            fail_msg("%s: %s", trials[i].text, said);
    }
}

static void test_all_roles_fit(void **state)
{
    (void)state;
    struct buf all = { 0 };
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
        buf_printf(&all, "%s%s", all.len > 0 ? ";" : "", role_id((enum role)r));
    assert_string_equal(desk_refusal(&kind_user, "roles", buf_text(&all)), "");
    buf_free(&all);
}

static void test_staff_number(void **state)
{
    (void)state;
    assert_string_equal(desk_refusal(&kind_user, "nip", "19850215 201001 2 001"), "");
    assert_string_not_equal(desk_refusal(&kind_user, "nip", "1985021520100120"), "");
    assert_string_not_equal(desk_refusal(&kind_user, "nip", "198513152010012001"), "");
}

/* What a certificate covers is not typed once it is certified; keys never are. */
static void test_what_is_certified_is_not_typed(void **state)
{
    (void)state;
    static const char *const covered[] = { "name", "roles" };
    static const char *const made[] = { "sign_key", "seal_key", "wrapped", "certificate",
                                        "certified_by" };
    struct record *r = desk_record(&kind_user, (const char *const[]){ "name", "sari", NULL });
    for (size_t i = 0; i < COUNT(covered); i++)
        assert_true(record_field_free(r, kind_field(&kind_user, covered[i])));
    r->state = "active";
    for (size_t i = 0; i < COUNT(covered); i++)
        assert_false(record_field_free(r, kind_field(&kind_user, covered[i])));
    assert_true(record_field_free(r, kind_field(&kind_user, "nip")));
    for (size_t i = 0; i < COUNT(made); i++)
        assert_true(kind_field(&kind_user, made[i])->flags & FIELD_READ_ONLY);
    record_free(&r);
}

static void test_ways(void **state)
{
    (void)state;
    static const struct {
        const char *from, *verb, *to;
    } ways[] = {
        { "requested", "certify", "active" }, { "requested", "retire", "retired" },
        { "active", "retire", "retired" },    { "active", "recertify", NULL },
        { "active", "change_roles", NULL },   { "active", "rekey", NULL },
        { "active", "passphrase", NULL },
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        const struct step *s = flow_step(kind_user.flow, ways[i].verb, ways[i].from);
        assert_non_null(s);
        assert_true(text_same(s->to, ways[i].to));
        assert_int_equal(s->role == ROLE_ADMIN, strcmp(s->verb, "passphrase") != 0);
    }
    assert_null(flow_step(kind_user.flow, "certify", "retired"));
    assert_null(flow_step(kind_user.flow, "rekey", "retired"));
}

/* Nobody is certified without keys. */
static void test_keys_come_first(void **state)
{
    (void)state;
    struct error why = { 0 };
    struct record *r =
        desk_record(&kind_user, (const char *const[]){ "name", "sari", "full_name", "Sari", "roles",
                                                       "operator", NULL });
    const struct step *certify = flow_step(kind_user.flow, "certify", "requested");
    language_set(ENGLISH);
    assert_int_equal(step_allowed(r, certify, NULL, NULL, &why), REFUSED);
    assert_non_null(strstr(why.text, "no keys yet"));
    desk_put(r, (const char *const[]){ "sign_key", "k", "wrapped", "w", NULL });
    assert_int_equal(step_allowed(r, certify, NULL, NULL, &why), DONE);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_all_roles_fit),
        cmocka_unit_test(test_staff_number),
        cmocka_unit_test(test_what_is_certified_is_not_typed),
        cmocka_unit_test(test_ways),
        cmocka_unit_test(test_keys_come_first),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
