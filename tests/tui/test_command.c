/* The table of commands is sound. */
#include "../../src/tui/command.h"

#include "loket/tui.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void no_two_share_a_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < command_count; i++)
        for (size_t j = i + 1; j < command_count; j++) {
            const struct command_row *a = &command_table[i], *b = &command_table[j];
            if (!(a->places & b->places))
                continue;
            assert_false(a->key != 0 && a->key == b->key);
            assert_false(a->ctrl != 0 && a->ctrl == b->ctrl);
            assert_false(a->command == b->command && a->key == b->key && a->ctrl == b->ctrl);
        }
}

/* Where function keys do not arrive there is Ctrl, and what editing needs is left alone. */
static void every_function_key_has_its_ctrl(void **state)
{
    (void)state;
    static const char editing[] = "UWHIJM";
    const unsigned typing =
        IN_FORM | IN_LOOKUP | IN_DIALOG | IN_STEP | IN_CHOICE | IN_COLUMNS | IN_SAVED;
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        if (row->key > K_F(0))
            assert_true(row->ctrl != 0);
        for (const char *c = editing; *c != '\0' && (row->places & typing); c++)
            assert_int_not_equal(row->ctrl, K_CTRL(*c));
        assert_true(row->label != NULL && row->help != NULL);
        assert_true(row->weight == 0 || utf8_cells(row->label) <= 20); /* on the bar */
        assert_true(row->places != 0);
    }
}

static void keys_find_their_row(void **state)
{
    (void)state;
    assert_int_equal(command_for_key(K_F(2), IN_LIST)->command, DO_NEW);
    assert_int_equal(command_for_key(K_F(2), IN_FORM)->command, DO_SAVE);
    assert_int_equal(command_for_key(K_CTRL('S'), IN_FORM)->command, DO_SAVE);
    assert_int_equal(command_for_key(K_ESC, IN_TEXT)->command, DO_BACK);
    assert_null(command_for_key(K_ESC, IN_HOME));
    assert_null(command_for_key(K_NONE, IN_HOME));
    assert_null(command_find(DO_DITTO, IN_LIST));
}

static void the_manual_names_every_key(void **state)
{
    (void)state;
    struct buf manual = { 0 };
    tui_keys_manual(&manual);
    for (size_t i = 0; i < command_count; i++)
        if (command_table[i].key != 0 && (command_table[i].places & (IN_SCREENS | IN_LOOKUP)))
            assert_non_null(strstr(buf_text(&manual), command_table[i].help));
    assert_non_null(strstr(buf_text(&manual), ".It F2, Ctrl-S\n"));
    buf_free(&manual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_share_a_key),
        cmocka_unit_test(every_function_key_has_its_ctrl),
        cmocka_unit_test(keys_find_their_row),
        cmocka_unit_test(the_manual_names_every_key),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
