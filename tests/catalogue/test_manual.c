/* test_manual.c - the page loket-catalogue(7). */
#include "catalogue/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *manual(void)
{
    struct buf out = { 0 };
    catalogue_manual(&sample_registry, &out);
    return buf_take(&out);
}

static void test_says_it_all(void **state)
{
    (void)state;
    static const char *const parts[] = {
        ".Dt LOKET-CATALOGUE 7\n",
        ".Ss box\n",
        "Box; list: Boxes.\nNumbered in serial.\nImported rows are recognised by: serial.\n"
        "Made and edited by: operator, officer.\n",
        "Owner; list: Owners.\nA look-up table.\n",
        "Made and edited by: admin.\n",
        "Whisper: note, width 80, sealed: only compliance reads it.\n",
        "Send: from sealed to sent, by head, four eyes (not by who contributed), waits\n"
        "for a decision.\n",
        ".It Ic title\nTitle: text, width 20, required, searched.\nHeaders of sheets: \"judul\".\n",
        ".It Ic count\nCount: number, width 6, 0 to 999.\n",
        "Weight: number, width 14, 3 decimals, unit in weight_unit.\n",
        "Owner: reference to owner, width 40, required.\n",
        "Made: date, width 11, begins as h, free until open.\n",
        "Choices: EX (Export), IM (Import),",
        ".Ic item ,\nat least 1, written as item.1.FIELD.\n",
        ".It Ic quantity\n",
        ".It Ic open\nopen, where records begin.\n",
        ".It Ic sent\nsent, final, old logs may land here.\n",
        ".It Ic reopen\nReopen: from sealed to open, needs a reason.\n",
        "Touch: from open, sealed to the same state.\n",
        ".It Ic box.shelf_size\nHow many boxes stand on one shelf.\nDefault: 3 boxes\n",
        ".It Ic coordinates\n",
    };
    char *text = manual();
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!strstr(text, parts[i]))
            fail_msg("the manual does not say:\n%s", parts[i]);
    free(text);
}

static void test_every_field_step_and_state(void **state)
{
    (void)state;
    char *text = manual(), item[100];
    for (const struct field *f = sample_box.fields; f->id; f++) {
        snprintf(item, sizeof item, ".It Ic %s\n", f->id);
        assert_non_null(strstr(text, item));
    }
    for (const struct step *s = sample_box.flow->steps; s->verb; s++) {
        snprintf(item, sizeof item, ".It Ic %s\n%s: from", s->verb, s->label);
        assert_non_null(strstr(text, item));
    }
    free(text);
}

/* What begins with a dot or holds a backslash must not become a macro. */
static void test_escapes(void **state)
{
    (void)state;
    char *text = manual();
    assert_non_null(strstr(text, "Without packing.\n\\eNever .negative\n"));
    free(text);
    static const struct rule_default rules[] = {
        { .id = "a.b", .value = ".1", .help = ".Sh is no \\ heading." }, { .id = NULL }
    };
    const struct registry g = { sample_registry.kinds, rules };
    struct buf out = { 0 };
    catalogue_manual(&g, &out);
    assert_non_null(strstr(out.data, "\n\\&.Sh is no \\e heading.\nDefault: .1\n"));
    buf_free(&out);
}

static void test_language_does_not_matter(void **state)
{
    (void)state;
    language_set(INDONESIAN);
    char *one = manual();
    language_set(ENGLISH);
    char *other = manual();
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static void test_lines_are_short(void **state)
{
    (void)state;
    char *text = manual();
    for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
        size_t n = strcspn(at, "\n");
        assert_in_range(n, 1, 80);
        assert_int_not_equal(at[n - 1], ' ');
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_says_it_all),     cmocka_unit_test(test_every_field_step_and_state),
        cmocka_unit_test(test_escapes),         cmocka_unit_test(test_language_does_not_matter),
        cmocka_unit_test(test_lines_are_short),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
