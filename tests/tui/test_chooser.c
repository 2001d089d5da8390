/* What typed letters fit. */
#include "../../src/tui/chooser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void letters_fit_in_order(void **state)
{
    (void)state;
    assert_true(fuzzy_fit("", "Simpan") > 0);
    assert_true(fuzzy_fit("simp", "Simpan") > 0);
    assert_true(fuzzy_fit("smpn", "Simpan") > 0);
    assert_true(fuzzy_fit("SARING", "saring daftar") > 0);
    assert_true(fuzzy_fit("daf sar", "Saring daftar") > 0);
    assert_int_equal(fuzzy_fit("xyz", "Simpan"), 0);
    assert_int_equal(fuzzy_fit("simpan lagi", "Simpan"), 0);
}

static void a_beginning_fits_best(void **state)
{
    (void)state;
    int begins = fuzzy_fit("sa", "Salin"), word = fuzzy_fit("sa", "Baris salin");
    int inside = fuzzy_fit("sa", "Basah"), apart = fuzzy_fit("sa", "Sebuah kata");
    assert_true(begins > word && word > inside && inside > apart && apart > 0);
}

/* What fits best, then what can be taken, then as it was added. */
static void what_fits_best_stands_first(void **state)
{
    static const struct {
        const char *text;
        int fit;
        bool faint;
    } added[] = { { "apart", 11, false }, { "faint", 101, true },   { "first", 101, false },
                  { "inside", 51, true }, { "second", 101, false }, { "word", 81, true } };
    static const char *const ranked[] = { "first", "second", "faint", "word", "inside", "apart" };
    struct chooser ch = { 0 };
    (void)state;
    for (size_t i = 0; i < COUNT(added); i++) {
        struct choice_item *item = chooser_add(&ch, added[i].text, "");
        item->fit = added[i].fit;
        item->faint = added[i].faint;
    }
    chooser_rank(&ch);
    for (size_t i = 0; i < COUNT(ranked); i++)
        assert_string_equal(ch.items[i].text, ranked[i]);
    chooser_clear(&ch);
    chooser_rank(&ch);
    chooser_free(&ch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_fit_in_order),
        cmocka_unit_test(a_beginning_fits_best),
        cmocka_unit_test(what_fits_best_stands_first),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
