/* test_selfcheck_fields.c - fields, choices, lines, aliases: each defect in a registry broken so.
 */
#include "catalogue/broken.h"

#include <stdio.h>

static void test_ids(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].id = "name";
    broken_says(&b, "field \"name\" stands twice");
    b = whole();
    b.fields[1].id = "size-2";
    broken_says(&b, "an id is snake_case");
    b = whole();
    b.fields[1].id = "2size";
    broken_says(&b, "an id is snake_case");
    b = whole();
    b.fields[1].id = "rev";
    broken_says(&b, "a name every record already has");
    b = whole();
    b.line_fields[1].id = "part";
    broken_says(&b, "field \"part\" stands twice");
}

static void test_shape(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].width = 0;
    broken_says(&b, "field \"size\" has no width");
    b = whole();
    b.fields[1].label = NULL;
    broken_says(&b, "field \"size\" has no label");
    b = whole();
    b.fields[1].type = NULL;
    broken_says(&b, "field \"size\" has no type");
    b = whole();
    b.line_fields[0].width = 0;
    broken_says(&b, "field \"part\" has no width");
    b = whole();
    b.fields[1].unit = "lost";
    broken_says(&b, "has its unit in \"lost\"");
    b = whole();
    b.fields[1].free_until = "lost";
    broken_says(&b, "free until the unknown state \"lost\"");
    b = whole();
    b.fields[1].free_until = "done";
    broken_sound(&b);
}

/* A field is for choices that its header has; who makes it is a person, and now is a time. */
static void test_conditions(void **state)
{
    (void)state;
    static const struct choice sizes[] = { { .code = "big", .label = "Big" }, { .code = NULL } };
    const struct condition lost = { "lost", (const char *const[]){ "big", NULL } };
    const struct condition small = { "size", (const char *const[]){ "small", NULL } };
    const struct condition big = { "size", (const char *const[]){ "big", NULL } };
    struct broken b = whole();
    b.fields[0].only = &lost;
    broken_says(&b, "field \"name\" depends on \"lost\"");
    b = whole();
    b.fields[1].type = &type_choice;
    b.fields[1].choices = sizes;
    b.fields[1].min = b.fields[1].max = 0;
    b.fields[0].only = b.line_fields[0].only = &big;
    broken_sound(&b);
    b.line_fields[0].only = &small;
    broken_says(&b, "field \"part\" depends on the unknown choice \"small\"");
    b = whole();
    b.fields[0].flags |= FIELD_SELF;
    broken_says(&b, "begins as who makes it");
    b = whole();
    b.fields[0].flags |= FIELD_NOW;
    broken_says(&b, "begins as now");
    b = whole();
    b.kind.begins_with = "name";
    broken_says(&b, "begins with \"name\"");
}

static void test_expiry(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].flags |= FIELD_EXPIRES;
    broken_says(&b, "field \"size\" expires, but is no day or moment");
    b.fields[1].type = &type_date;
    b.fields[1].min = b.fields[1].max = 0;
    b.fields[1].decimals = 0;
    broken_sound(&b);
    b.fields[1].expires_in = (const char *const[]){ "done", "lost", NULL };
    broken_says(&b, "expires in the unknown state \"lost\"");
    b.fields[1].flags &= ~(unsigned)FIELD_EXPIRES;
    broken_says(&b, "names states in which it expires, but does not");
}

static void test_numbers(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[0].decimals = 1;
    broken_says(&b, "field \"name\" has 1 decimals");
    b = whole();
    b.fields[1].decimals = 10;
    broken_says(&b, "field \"size\" has 10 decimals");
    b = whole();
    b.fields[1].min = 2;
    broken_says(&b, "a range that holds nothing");
    b = whole();
    b.fields[0].max = 2;
    broken_says(&b, "a range that holds nothing");
}

static void test_choices(void **state)
{
    (void)state;
    static const struct choice none[] = { { NULL, NULL, NULL } };
    static const struct choice twice[] = {
        { "A", "a", NULL }, { "B", "b", NULL }, { "a", "c", NULL }, { NULL, NULL, NULL }
    };
    static const struct choice unnamed[] = { { "A", "", NULL }, { NULL, NULL, NULL } };
    struct broken b = whole();
    b.fields[1].type = &type_choice;
    broken_says(&b, "a choice without choices");
    b.fields[1].choices = none;
    broken_says(&b, "a choice without choices");
    b.fields[1].choices = twice;
    broken_says(&b, "has the choice \"a\" twice");
    b.fields[1].choices = unnamed;
    broken_says(&b, "choice \"A\" has no label");
    b = whole();
    b.fields[1].choices = twice;
    broken_says(&b, "has choices but is no choice");
}

static void test_references(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].type = &type_reference;
    broken_says(&b, "refers to the unknown kind \"\"");
    b.fields[1].kind = "lost";
    broken_says(&b, "refers to the unknown kind \"lost\"");
    b.fields[1].kind = "owner";
    broken_sound(&b);
    b.fields[1].type = &type_text;
    broken_says(&b, "names a kind but is no reference");
}

static void test_flags(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].flags = FIELD_TAIL;
    broken_says(&b, "found by its tail but is no serial");
    b.fields[1].type = &type_serial;
    broken_sound(&b);
    b = whole();
    b.fields[1].flags = FIELD_LOOSE;
    broken_says(&b, "may stay unlinked but is no reference");
    b = whole();
    b.fields[1].flags = FIELD_DERIVED;
    broken_says(&b, "nothing fills it after loading");
    b.kind.after_load = sample_box.after_load;
    broken_sound(&b);
    b.fields[1].flags |= FIELD_REQUIRED;
    broken_says(&b, "is derived and required");
}

static void test_sealed(void **state)
{
    (void)state;
    static const unsigned readable[] = { FIELD_INDEXED, FIELD_SEARCHED, FIELD_EXPIRES,
                                         FIELD_CARRIED, FIELD_DERIVED,  FIELD_TAIL };
    struct broken b = whole();
    b.fields[1].sealed_to = ROLE_COMPLIANCE;
    broken_says(&b, "field \"size\" names a role but is not sealed");
    b.fields[1].flags = FIELD_SEALED;
    broken_says(&b, "field \"size\" is sealed but neither text nor note");
    b.fields[1].type = &type_note;
    broken_sound(&b);
    for (size_t i = 0; i < COUNT(readable); i++) {
        b.fields[1].flags = FIELD_SEALED | readable[i];
        broken_says(&b, "field \"size\" is sealed, so nothing");
    }
    b.fields[1].flags = FIELD_SEALED | FIELD_REQUIRED;
    b.fields[1].type = &type_text;
    broken_sound(&b);
    b.fields[1].initial = "5";
    broken_says(&b, "field \"size\" is sealed and begins with a value");
    b.fields[1].initial = NULL;
    b.fields[1].sealed_to = ROLE_NONE;
    broken_says(&b, "field \"size\" is sealed for no role");
    b.fields[1].sealed_to = ROLE_COUNT;
    broken_says(&b, "field \"size\" is sealed for no role");
}

static void test_sealed_in_lines(void **state)
{
    (void)state;
    struct broken b = whole();
    b.line_fields[0].flags = FIELD_SEALED;
    broken_says(&b, "field \"part\" is sealed for no role");
    b.line_fields[0].sealed_to = ROLE_COMPLIANCE;
    broken_says(&b, "a column of line \"piece\" names \"part\", which is sealed");
}

static void test_initial(void **state)
{
    (void)state;
    struct broken b = whole();
    b.fields[1].initial = "many";
    broken_says(&b, "begins with \"many\", which it does not take");
    b.fields[1].initial = "5";
    b.fields[2].initial = "h";
    broken_sound(&b);
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const lost[] = { "lost", NULL };
    struct broken b = whole();
    b.lines[0].columns = lost;
    broken_says(&b, "a column of line \"piece\" names \"lost\"");
    b = whole();
    b.lines[0].label = "";
    broken_says(&b, "line \"piece\" has no label");
    b = whole();
    b.lines[0].id = "size";
    broken_says(&b, "line \"size\" has the name of a field");
    b = whole();
    b.lines[1] = (struct line_kind){ .id = "piece", .label = "Pieces" };
    broken_says(&b, "line \"piece\" stands twice");
    broken_says(&b, "line \"piece\" has no fields");
    char ids[LINE_KINDS_MAX + 1][2], words[48];
    b = whole();
    for (size_t i = 0; i < COUNT(ids); i++) {
        snprintf(ids[i], sizeof ids[i], "%c", (char)('a' + i));
        b.lines[i] =
            (struct line_kind){ .id = ids[i], .label = "x", .fields = sample_owner.fields };
    }
    snprintf(words, sizeof words, "more than %d kinds of lines", LINE_KINDS_MAX);
    broken_says(&b, words);
}

static void test_aliases(void **state)
{
    (void)state;
    static const char *const nama[] = { "NAMA", NULL };
    static const char *const doubled[] = { "ukuran", "Ukuran", NULL };
    struct broken b = whole();
    b.fields[1].aliases = nama;
    broken_says(&b, "the header \"nama\" leads to both");
    b = whole();
    b.line_fields[0].aliases = nama;
    broken_says(&b, "\"piece.part\"");
    b = whole();
    b.fields[1].aliases = doubled;
    broken_says(&b, "the header \"ukuran\" leads to both \"size\" and \"size\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_expiry),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_initial),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_sealed_in_lines),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
