/* test_rule.c - which rules there are, and what their values may be. */
#include "catalogue/sample.h"

#include <string.h>

#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static void values_are_read_as_their_rule_is(void **state)
{
    (void)state;
    static const struct rule_default rules[] = {
        { .id = "a.count", .value = "3", .as = &rule_count },
        { .id = "a.percent", .value = "70", .as = &rule_percent },
        { .id = "a.switch", .value = "1", .as = &rule_switch },
        { .id = "a.day", .value = "2020-01-01", .as = &rule_day_of },
        { .id = "a.pairs", .value = "A=1", .as = &rule_pairs },
        { .id = "a.leads", .value = "30;1", .as = &rule_leads },
        { .id = "a.roles", .value = "head", .as = &rule_roles },
        { .id = "a.hours", .value = "Senin 08.00-16.00", .as = &rule_hours },
        { .id = "a.words", .value = "x" },
        { .id = NULL },
    };
    const struct registry g = { .kinds = sample_registry.kinds, .rules = rules };
    static const struct {
        const char *rule, *value, *says; /* NULL: it may */
    } cases[] = {
        { "a.count", "10", NULL },
        { "a.count", "sepuluh", "a.count" },
        { "a.count", "-1", "between" },
        { "a.count", "007", "“7”" },
        { "a.percent", "101", "between" },
        { "a.switch", "0", NULL },
        { "a.switch", "ya", "“1”" },
        { "a.switch", "2", "choices" },
        { "a.day", "2023-07-20", NULL },
        { "a.day", "20/7/2023", "“2023-07-20”" },
        { "a.pairs", "EX=1;IM=2", NULL },
        { "a.pairs", "EX;IM=2", "pairs" },
        { "a.leads", "30;14;7;1", NULL },
        { "a.leads", "30;soon", "lead times" },
        { "a.leads", "1;2;3;4;5;6;7;8;9;10;11;12;13", "lead times" },
        { "a.roles", "head;officer", NULL },
        { "a.roles", "head;boss", "operator" },
        { "a.hours", "Senin-Jumat 08.00-16.00", NULL },
        { "a.hours", "siang", "hours" },
        { "a.words", "nn;no name", NULL },
        { "box.editors", "operator", NULL },
        { "box.editors", "nobody", "operator" },
        { "box.seal.role", "head", NULL },
        { "box.seal.in_use", "0", NULL },
        { "box.seal.reason", "1", NULL },
        { "box.seal.four_eyes", "maybe", "choices" },
        { "box.fly.in_use", "0", "no rule" },
        { "box.touch.role", "head", "no rule" }, /* it is anybody's */
        { "a.nothing", "1", "no rule" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        enum outcome o = rule_value_read(&g, cases[i].rule, cases[i].value, NULL, &e);
        bool right = cases[i].says ? o == BAD_DATA && strstr(e.text, cases[i].says) : o == DONE;
        if (!right)
            test_stop("%s=%s: %s", cases[i].rule, cases[i].value, e.text);
    }
}

static void note_rule(void *context, const struct rule_default *rule)
{
    buf_printf(context, "%s=%s\n", rule->id, rule->value);
}

static void each_has_its_default(void **state)
{
    (void)state;
    struct buf all = { 0 };
    rules_each(&sample_registry, note_rule, &all);
    static const char *const want[] = { "box.shelf_size=3\n", "box.editors=operator;officer\n",
                                        "owner.editors=admin\n", "box.seal.role=officer\n",
                                        "box.seal.in_use=1\n" };
    for (size_t i = 0; i < COUNT(want); i++)
        assert_non_null(strstr(buf_text(&all), want[i]));
    buf_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_as_their_rule_is),
        cmocka_unit_test(each_has_its_default),
    };
    text_start();
    language_set(ENGLISH);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
