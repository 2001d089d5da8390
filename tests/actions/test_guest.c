/* The guest terminal's application, its slip, and asking with it. */
#include "actions/staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static const struct guest_application coffee = { .name = "Budi Santoso",
                                                 .phone = "0812 3456",
                                                 .field = "T",
                                                 .direction = "EX",
                                                 .goods = "Kopi, 2 ton",
                                                 .national_number = "" };

static void an_application_is_a_draft_of_a_guest(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct slip slip;
    int64_t id;
    must(act_guest_file(d->session, &coffee, &slip, &e), &e);
    assert_true(id_parse(slip.number, &id));
    struct record *r = counter_load(d->session, "permit", id);
    assert_string_equal(r->state, "draft");
    assert_string_equal(record_text(r, "channel"), "guest");
    assert_string_equal(record_text(r, "field"), "T");
    assert_string_equal(record_text(r, "direction"), "EX");
    assert_non_null(strstr(record_text(r, "notes"), "Budi Santoso"));
    assert_non_null(strstr(record_text(r, "notes"), "Kopi, 2 ton"));
    record_free(&r);
    struct buf text = { 0 };
    act_guest_slip(d->session, &slip, &text);
    char first[5];
    snprintf(first, sizeof first, "%.4s", slip.code);
    assert_non_null(strstr(buf_text(&text), first));
    buf_free(&text);
    assert_int_equal(staff_verify(d->session, NULL), 0);
}

static void what_is_missing_is_said(void **state)
{
    static const struct {
        struct guest_application a;
        enum outcome outcome;
    } cases[] = {
        { { "", "", "", "", "Kopi", "" }, BAD_DATA },
        { { "Budi", "", "", "", "", "" }, BAD_DATA },
        { { "Budi", "", "Z", "", "Kopi", "" }, BAD_DATA },
        { { "Bu\033di", "", "", "", "Kopi", "" }, BAD_DATA },
        { { "Budi", "", "", "", "Kopi", "" }, DONE },
    };
    struct counter_desk *d = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slip slip;
        struct error e = { 0 };
        assert_int_equal(act_guest_file(d->session, &cases[i].a, &slip, &e), cases[i].outcome);
        assert_true(cases[i].outcome == DONE || e.text[0] != '\0');
    }
}

/* As it is typed off a slip: small letters, groups, O for 0. */
static void loosely(const char *text, char *out)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            *out++ = i % 8 == 0 ? '-' : ' ';
        *out++ = text[i] == '0'                     ? 'o'
                 : text[i] == '1'                   ? 'l'
                 : text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a')
                                                    : text[i];
    }
    *out = '\0';
}

static void whoever_holds_the_slip_sees_the_state(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 };
    struct slip slip;
    struct buf told = { 0 };
    char number[40], code[24];
    int64_t id;
    must(act_guest_file(d->session, &coffee, &slip, &e), &e);
    loosely(slip.number, number);
    loosely(slip.code, code);
    must(act_guest_state(d->session, number, code, &told, &e), &e);
    assert_non_null(strstr(buf_text(&told), "draft"));
    buf_reset(&told);
    /* The counter goes on with it: the slip stays good, and tells nothing but the state. */
    assert_true(id_parse(slip.number, &id));
    staff_login(d->session, "head");
    must(counter_step(d->session, id, "cancel", "dicabut pemohon", &e), &e);
    session_logout(d->session);
    must(act_guest_state(d->session, slip.number, slip.code, &told, &e), &e);
    assert_null(strstr(buf_text(&told), "draft"));
    assert_null(strstr(buf_text(&told), "operator"));
    assert_null(strstr(buf_text(&told), "Budi"));
    buf_free(&told);
}

static void nobody_else_sees_anything(void **state)
{
    struct counter_desk *d = *state;
    struct error e = { 0 }, first = { 0 };
    struct slip one, other;
    struct buf told = { 0 };
    char counter_number[ID_TEXT_LEN + 1], altered[GUEST_CODE_LEN + 1];
    must(act_guest_file(d->session, &coffee, &one, &e), &e);
    must(act_guest_file(d->session, &coffee, &other, &e), &e);
    assert_string_not_equal(one.code, other.code);
    id_text(staff_accepted(d->session), counter_number);
    snprintf(altered, sizeof altered, "%s", one.code);
    altered[7] = altered[7] == 'A' ? 'B' : 'A';
    const char *const cases[][2] = {
        { one.number, other.code },   { one.number, altered },
        { one.number, "" },           { one.number, "0000000000000000000000000000000000000000" },
        { counter_number, one.code }, { "0000000000000", one.code },
        { "bukan nomor", one.code },  { "", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(act_guest_state(d->session, cases[i][0], cases[i][1], &told, &e), REFUSED);
        assert_int_equal(told.len, 0);
        if (i == 0)
            first = e;
        assert_string_equal(e.text, first.text); /* a number is not tried out either */
    }
    buf_free(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_application_is_a_draft_of_a_guest),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(whoever_holds_the_slip_sees_the_state),
        cmocka_unit_test(nobody_else_sees_anything),
    };
    return cmocka_run_group_tests(tests, staff_up, staff_down);
}
