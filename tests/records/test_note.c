/* test_note.c - sealed notes: whose eyes they are for, how long they may be, who closes them. */
#include "records/desk.h"

#include <stdlib.h>
#include <string.h>

static void test_only_compliance_reads_it(void **state)
{
    (void)state;
    const struct field *text = kind_field(&kind_note, "text");
    assert_true(text->flags & FIELD_SEALED);
    assert_int_equal(text->sealed_to, ROLE_COMPLIANCE);
    assert_false(kind_field(&kind_note, "subject")->flags & FIELD_SEALED);
}

/* A sealed text is longer than what was typed and has no blanks; it still fits its field. */
static void test_length(void **state)
{
    (void)state;
    enum { CLEAR = 4000, SEALED = 11900 };
    char *words = xcalloc(1, SEALED + 1);
    memset(words, 'a', CLEAR);
    words[100] = ' ';
    assert_string_equal(desk_refusal(&kind_note, "text", words), "");
    memset(words + CLEAR, 'b', 10);
    language_set(ENGLISH);
    assert_non_null(strstr(desk_refusal(&kind_note, "text", words), "at most 4000"));
    memset(words, 'a', SEALED);
    assert_string_equal(desk_refusal(&kind_note, "text", words), "");
    free(words);
}

static void test_ways(void **state)
{
    (void)state;
    assert_string_equal(flow_step(kind_note.flow, "close", "open")->to, "closed");
    assert_string_equal(flow_step(kind_note.flow, "reopen", "closed")->to, "open");
    for (const struct step *s = kind_note.flow->steps; s->verb != NULL; s++) {
        assert_int_equal(s->role, ROLE_COMPLIANCE);
        assert_true(s->flags & STEP_REASON);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_compliance_reads_it),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_ways),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
