/* What typed letters fit. */
#include "../../src/tui/chooser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_fit_in_order),
        cmocka_unit_test(a_beginning_fits_best),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
