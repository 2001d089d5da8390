/* F1 for fields and steps: nothing is left without help. */
#include "../../src/tui/explain.h"

#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail

static void every_field_is_explained(void **state)
{
    (void)state;
    size_t bare = 0;
    for (const struct kind *const *k = all_kinds.kinds; *k; k++)
        for (size_t l = 0; l <= line_kind_count(*k); l++) {
            const struct field *fields = l ? (*k)->lines[l - 1].fields : (*k)->fields;
            for (const struct field *f = fields; f->id; f++) {
                struct buf text = { 0 };
                explain_field(*k, f, &text);
                if (!f->help || !f->help[0] || !strchr(buf_text(&text), '\n')) {
                    print_error("%s.%s has no help\n", (*k)->id, f->id);
                    bare++;
                }
                buf_free(&text);
            }
        }
    assert_int_equal(bare, 0);
}

static void says(const char *text, const char *words)
{
    if (!strstr(text, words))
        print_error("%s\nis missing in:\n%s\n", words, text);
    assert_non_null(strstr(text, words));
}

static void a_field_tells_what_may_be_typed_and_when(void **state)
{
    (void)state;
    language_set(ENGLISH);
    struct buf text = { 0 };
    explain_field(&kind_permit, kind_field(&kind_permit, "aju"), &text);
    says(buf_text(&text), "At most 40 characters");
    says(buf_text(&text), "Changed freely up to “returned”, later by “Correct");
    says(buf_text(&text), "In sheets it is called: no aju");
    buf_reset(&text);
    explain_field(&kind_permit, kind_field(&kind_permit, "applicant"), &text);
    says(buf_text(&text), "Needed for: Submit, ");
    says(buf_text(&text), "One of: Parties; F4 lists them");
    buf_reset(&text);
    explain_field(&kind_capture, kind_field(&kind_capture, "agency"), &text);
    says(buf_text(&text), "Only where “Captured by” is: Another agency");
    buf_reset(&text);
    explain_field(&kind_certificate, kind_field(&kind_certificate, "consignee"), &text);
    says(buf_text(&text), "It stands on: ");
    says(buf_text(&text), "Phytosanitary");
    assert_false(act_paper_shows(&kind_certificate, "phytosanitary", "serial_no_such"));
    assert_false(act_paper_shows(&kind_certificate, "no_such_paper", "consignee"));
    language_set(INDONESIAN);
    buf_free(&text);
}

static void a_step_tells_who_and_what_comes_with_it(void **state)
{
    (void)state;
    language_set(ENGLISH);
    struct buf text = { 0 };
    const struct flow *f = kind_permit.flow;
    explain_step(&kind_permit, flow_step(f, "assign", "accepted"), &text);
    says(buf_text(&text), "Out of: accepted");
    says(buf_text(&text), "Leads to: assigned");
    says(buf_text(&text), "Taken by: coordinator");
    says(buf_text(&text), "Four eyes");
    says(buf_text(&text), "permit.assign.needs_team (default ");
    buf_reset(&text);
    explain_step(&kind_permit, flow_step(f, "issue", "paid"), &text);
    says(buf_text(&text), "Nobody takes it: it comes with: Certificate “Issue”");
    buf_reset(&text);
    explain_step(&kind_certificate, flow_step(kind_certificate.flow, "issue", "draft"), &text);
    says(buf_text(&text), "With it comes: Permit “");
    buf_reset(&text);
    explain_step(&kind_measure, flow_step(kind_measure.flow, "depart", "in_effect"), &text);
    says(buf_text(&text), "Only where “Measure” is: Refusal");
    says(buf_text(&text), "It asks for: ");
    language_set(INDONESIAN);
    buf_free(&text);
}

static void f1_explains_the_field_and_the_step(void **state)
{
    struct glass *g = glass_open(*state, 24, 80, false);
    office_permit(*state, "2026.1.1203.0.K01.E.300001", "PT Toba Agro");
    glass_menu(g, "Permohonan");
    glass_press(g, "F5 F2 Tab F1");
    glass_expect(g, "Nomor aju");
    glass_expect(g, "Yang dapat diketik: ");
    glass_expect(g, "Di lembar disebut: no aju");
    glass_press(g, "Enter Esc");
    glass_later(g, 600);
    glass_press(g, "F6 F1");
    glass_expect(g, "Ajukan");
    glass_expect(g, "Menuju: diajukan");
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_explained),
        cmocka_unit_test(a_field_tells_what_may_be_typed_and_when),
        cmocka_unit_test(a_step_tells_who_and_what_comes_with_it),
        cmocka_unit_test_setup_teardown(f1_explains_the_field_and_the_step, office_up, office_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
