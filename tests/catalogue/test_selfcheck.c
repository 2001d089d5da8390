/* test_selfcheck.c - ids, names, columns, kinds and rules: each defect in a registry broken so. */
#include "catalogue/broken.h"

static void test_sound(void **state)
{
    (void)state;
    assert_int_equal(catalogue_selfcheck(&sample_registry, print_defect, NULL), 0);
    assert_int_equal(catalogue_selfcheck(&sample_registry, NULL, NULL), 0);
    struct broken b = whole();
    broken_sound(&b);
}

static void test_kinds(void **state)
{
    (void)state;
    struct broken b = whole();
    b.kinds[2] = &b.kind;
    b.kinds[3] = NULL;
    broken_says(&b, "kind \"crate\" stands twice");
    b = whole();
    b.kind.id = "Crate";
    broken_says(&b, "an id is snake_case");
    b = whole();
    b.kind.label = "";
    broken_says(&b, "kind \"crate\" has no label");
    b = whole();
    b.kind.plural = NULL;
    broken_says(&b, "list of \"crate\" has no label");
    b = whole();
    b.kind.fields = NULL;
    broken_says(&b, "no fields");
    static const struct choice papers[] = { { .code = "form", .label = "Form" }, { .code = NULL } };
    b = whole();
    b.kind.papers = papers; /* and nothing that prints them */
    broken_says(&b, "papers");
}

static void test_names(void **state)
{
    (void)state;
    static const char *const lost[] = { "lost", NULL };
    struct broken b = whole();
    b.kind.title = "lost";
    broken_says(&b, "title names \"lost\"");
    b = whole();
    b.kind.code = "lost";
    broken_says(&b, "code names \"lost\"");
    b = whole();
    b.kind.number = "lost";
    broken_says(&b, "number names \"lost\"");
    b = whole();
    b.kind.sort = "-lost";
    broken_says(&b, "sort names \"lost\"");
    b = whole();
    b.kind.sort = "-changed_at";
    broken_sound(&b);
    b.kind.natural_key = lost;
    broken_says(&b, "natural_key names \"lost\"");
    b = whole();
    b.kind.lookup = lost;
    broken_says(&b, "lookup names \"lost\"");
    b = whole();
    b.kind.rule_day = "lost";
    broken_says(&b, "rule_day names \"lost\"");
    b = whole();
    b.kind.rule_day = "name";
    broken_says(&b, "rule_day \"name\" is neither a date nor a moment");
}

static void test_columns(void **state)
{
    (void)state;
    struct broken b = whole();
    b.columns[0].field = "lost";
    broken_says(&b, "column names \"lost\"");
    b = whole();
    b.columns[0].want = 1;
    broken_says(&b, "wants 1 cells, less than its least, 10");
    b = whole();
    b.columns[0].min = b.columns[0].want = 66; /* with a blank and the other's 10: 77 */
    broken_says(&b, "need 77 cells");
    b.columns[0].min = 65;
    broken_sound(&b);
    for (size_t i = 0; i <= COLUMNS_MAX; i++)
        b.columns[i] = (struct column){ "name", 0, 5 };
    b.columns[COLUMNS_MAX + 1] = (struct column){ NULL, 0, 0 };
    broken_says(&b, "13 columns, at most 12");
}

static void test_editors(void **state)
{
    (void)state;
    static const enum role nobody[] = { ROLE_NONE };
    static const enum role some[] = { ROLE_OPERATOR, ROLE_GUEST, ROLE_ADMIN, ROLE_NONE };
    static const enum role twice[] = { ROLE_OPERATOR, ROLE_ADMIN, ROLE_OPERATOR, ROLE_NONE };
    static const enum role endless[] = { ROLE_OPERATOR, ROLE_COUNT };
    struct broken b = whole();
    b.kind.editors = nobody;
    broken_sound(&b);
    b.kind.editors = some;
    broken_sound(&b);
    b.kind.editors = twice;
    broken_says(&b, "editor \"operator\" stands twice");
    b.kind.editors = endless;
    broken_says(&b, "an unknown role is among the editors");
}

/* What is sealed cannot name, sort, number or recognise a record, nor stand in a list. */
static void test_sealed_names(void **state)
{
    (void)state;
    static const char *const size[] = { "size", NULL };
    struct broken b = whole();
    b.fields[1] = (struct field){ .id = "size",
                                  .label = "Size",
                                  .type = &type_text,
                                  .width = 5,
                                  .flags = FIELD_SEALED,
                                  .sealed_to = ROLE_COMPLIANCE };
    const struct broken sealed = b;
    broken_sound(&b);
    b.kind.title = "size";
    broken_says(&b, "title names \"size\", which is sealed");
    b = sealed;
    b.kind.code = "size";
    broken_says(&b, "code names \"size\", which is sealed");
    b = sealed;
    b.kind.number = "size";
    broken_says(&b, "number names \"size\", which is sealed");
    b = sealed;
    b.kind.sort = "-size";
    broken_says(&b, "sort names \"size\", which is sealed");
    b = sealed;
    b.kind.natural_key = size;
    broken_says(&b, "natural_key names \"size\", which is sealed");
    b = sealed;
    b.kind.lookup = size;
    broken_says(&b, "lookup names \"size\", which is sealed");
    b = sealed;
    b.columns[0].field = "size";
    broken_says(&b, "column names \"size\", which is sealed");
}

static void test_rules(void **state)
{
    (void)state;
    struct broken b = whole();
    b.rules[1] = b.rules[0];
    broken_says(&b, "rule \"crate.size\" stands twice");
    b = whole();
    b.rules[0].value = NULL;
    broken_says(&b, "has no value");
    b = whole();
    b.rules[0].help = "";
    broken_says(&b, "does not say what it decides");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_names),        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_rules),        cmocka_unit_test(test_editors),
        cmocka_unit_test(test_sealed_names),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
