/* Two people on one record: both versions are shown, nothing wins silently. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static int64_t permit;

static int with_permit(void **state)
{
    if (office_up(state) != 0)
        return -1;
    permit = office_permit(*state, "2026.1.1203.0.K01.E.300001", "PT Toba Agro");
    return 0;
}

/* Somebody else saves while the form is open. */
static void other_saves(struct office *o, const char *field, const char *text)
{
    struct session *s = office_other_session(o);
    struct record *r = NULL, *base;
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct error e = { 0 };
    assert_int_equal(act_load(s, &kind_permit, permit, &r, &e), DONE);
    base = record_copy(r);
    assert_int_equal(record_put(r, field, &how, text, &e), DONE);
    assert_int_equal(act_save(s, r, base, NULL, NULL, &e), DONE);
    record_free(&r);
    record_free(&base);
    session_close(&s);
}

static struct glass *open_edit(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    glass_press(g, "F3");
    glass_type(g, "300001");
    glass_press(g, "Enter F4 Enter");
    return g;
}

static void different_fields_merge(void **state)
{
    struct glass *g = open_edit(state);
    other_saves(*state, "seal", "SEAL-1");
    glass_type(g, "AJU-MINE");
    glass_press(g, "Enter F2");
    glass_expect(g, "bersama perubahan orang lain");
    glass_press(g, "End");
    glass_press(g, "F7");
    glass_expect(g, "AJU-MINE");
    glass_close(&g);
}

static void the_same_field_is_shown_twice(void **state)
{
    struct glass *g = open_edit(state);
    other_saves(*state, "aju", "AJU-THEIRS");
    glass_type(g, "AJU-OURS");
    glass_press(g, "Enter F2");
    glass_expect(g, "Sama-sama mengubah");
    glass_expect(g, "AJU-THEIRS");
    glass_expect(g, "AJU-OURS");
    glass_press(g, "Enter"); /* theirs */
    glass_expect(g, "Isian mereka dipakai");
    glass_expect(g, "AJU-THEIRS");
    glass_press(g, "F2"); /* of mine nothing is left */
    glass_expect(g, "Tidak ada yang berubah.");
    glass_close(&g);
}

static void both_stand_beside_what_was(void **state)
{
    struct glass *g = open_edit(state);
    other_saves(*state, "aju", "AJU-OTHER");
    other_saves(*state, "seal", "SEAL-OTHER");
    glass_type(g, "AJU-HERE");
    glass_press(g, "Enter F2");
    glass_type(g, "3");
    glass_expect(g, "sebelumnya        orang lain        Anda");
    glass_expect(g, "AJU-OTHER         AJU-HERE");
    glass_expect(g, "SEAL-OTHER"); /* what they alone changed, too */
    glass_press(g, "Enter");       /* the question stands again */
    glass_type(g, "1");
    glass_expect(g, "Isian mereka dipakai");
    glass_close(&g);
}

static void mine_may_win_when_said_so(void **state)
{
    struct glass *g = open_edit(state);
    other_saves(*state, "aju", "AJU-LATER");
    other_saves(*state, "seal", "SEAL-LATER");
    glass_type(g, "AJU-FINAL");
    glass_press(g, "Enter F2");
    glass_type(g, "2");
    glass_expect(g, "Isian Anda dipakai");
    glass_expect(g, "AJU-FINAL");
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    struct session *s = office_session(*state);
    struct record *r = NULL;
    assert_int_equal(act_load(s, &kind_permit, permit, &r, NULL), DONE);
    assert_string_equal(record_text(r, "aju"), "AJU-FINAL");
    assert_string_equal(record_text(r, "seal"), "SEAL-LATER"); /* theirs elsewhere stands */
    record_free(&r);
    session_close(&s);
    glass_close(&g);
}

static void neither_loses_nothing(void **state)
{
    struct glass *g = open_edit(state);
    other_saves(*state, "aju", "AJU-X");
    glass_type(g, "AJU-Y");
    glass_press(g, "Enter F2 Esc");
    glass_expect(g, "AJU-Y");
    glass_press(g, "Esc");
    glass_expect(g, "Disimpan sebagai draf");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(different_fields_merge),
        cmocka_unit_test(the_same_field_is_shown_twice),
        cmocka_unit_test(both_stand_beside_what_was),
        cmocka_unit_test(mine_may_win_when_said_so),
        cmocka_unit_test(neither_loses_nothing),
    };
    return cmocka_run_group_tests(tests, with_permit, office_down);
}
