/* test_words.c - the cells that steer an import. */
#include "exchange/ledger.h"

#include <stdlib.h>

#include "../../src/exchange/parts.h"

struct sample {
    const char *cell, *trimmed, *folded;
    bool empty, nothing, idem;
};

static const struct sample samples[] = {
    { "", "", "", true, true, false },
    { " \t\r\n", "", "", true, true, false },
    { "\xC2\xA0 \xC2\xA0", "", "", true, true, false },
    { "-", "-", "", false, true, false },
    { " N/A ", "N/A", "n a", false, true, false },
    { "Nihil", "Nihil", "nihil", false, true, false },
    { "nihil semua", "nihil semua", "nihil semua", false, false, false },
    { " IDEM\n", "IDEM", "idem", false, false, true },
    { "s.d.a.", "s.d.a.", "s d a", false, false, true },
    { "idem dito", "idem dito", "idem dito", false, false, false },
    { "no_permohonan", "no_permohonan", "no permohonan", false, false, false },
    { "\xC2\xA0No.  Permohonan ", "No.  Permohonan", "no permohonan", false, false, false },
    { "a\xC2\xA0z", "a\xC2\xA0z", "a z", false, false, false },
};

static void test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        char *trimmed = cell_trimmed(samples[i].cell), *folded = cell_folded(samples[i].cell);
        assert_string_equal(trimmed, samples[i].trimmed);
        assert_string_equal(folded, samples[i].folded);
        assert_int_equal(cell_is_empty(samples[i].cell), samples[i].empty);
        assert_int_equal(cell_means_nothing(samples[i].cell), samples[i].nothing);
        assert_int_equal(cell_is_idem(samples[i].cell), samples[i].idem);
        free(trimmed);
        free(folded);
    }
}

static void test_whole_words(void **state)
{
    (void)state;
    static const char *const list[] = { "total", "sub total", NULL };
    assert_true(words_begin("jumlah", "jumlah"));
    assert_true(words_begin("jumlah semua", "jumlah"));
    assert_false(words_begin("jumlahnya", "jumlah"));
    assert_false(words_begin("jum", "jumlah"));
    assert_true(words_contain("laporan karantina tumbuhan", "karantina tumbuhan"));
    assert_true(words_contain("ekspor", "ekspor"));
    assert_false(words_contain("reekspor", "ekspor"));
    assert_false(words_contain("ekspornya", "ekspor"));
    assert_false(words_contain("", "ekspor"));
    assert_true(words_listed("sub total", list));
    assert_false(words_listed("sub", list));
    assert_false(words_listed("total", NULL));
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_whole_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
