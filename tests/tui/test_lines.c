/* Text broken into lines. */
#include "../../src/tui/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#undef fail

static void text_is_wrapped_at_blanks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t cells;
        const char *lines[5];
    } cases[] = {
        { "satu dua tiga", 8, { "satu dua", "tiga" } },
        { "satu dua tiga", 100, { "satu dua tiga" } },
        { "satu\n\ndua", 10, { "satu", "", "dua" } },
        { "sepanjang", 4, { "sepa", "njan", "g" } },
        { "a 漢字漢字", 5, { "a", "漢字", "漢字" } },
        { "", 10, { "" } },
        { "akhir\n", 10, { "akhir" } },
        { "satu:\n  dua tiga\nempat", 7, { "satu:", "  dua", "  tiga", "empat" } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lines lines = { 0 };
        size_t n = 0;
        lines_wrap(&lines, cases[i].text, cases[i].cells);
        for (; n < 5 && cases[i].lines[n] != NULL; n++)
            assert_string_equal(n < lines.count ? lines.items[n] : "(none)", cases[i].lines[n]);
        assert_int_equal(lines.count, n);
        lines_free(&lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(text_is_wrapped_at_blanks) };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
