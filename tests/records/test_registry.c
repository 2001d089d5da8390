/* test_registry.c - the list of kinds as a whole: sound, in order, and readable in Indonesian. */
#include "records/desk.h"

#include <stdio.h>
#include <string.h>

static void print_defect(void *context, const char *defect)
{
    (void)context;
    print_error("%s\n", defect);
}

static void test_catalogue_is_sound(void **state)
{
    (void)state;
    assert_int_equal(catalogue_selfcheck(&all_kinds, print_defect, NULL), 0);
}

static void test_ids_stay(void **state)
{
    (void)state;
    /* clang-format off */
    static const char *const ids[] = {
        "article",
        "bill",
        "capture",
        "certificate",
        "classification",
        "closing",
        "commodity",
        "country",
        "document_code",
        "duty",
        "facility",
        "handling",
        "handover",
        "hold",
        "holiday",
        "inspection",
        "legal_clock",
        "letterhead",
        "measure",
        "minutes",
        "monitoring",
        "note",
        "number_template",
        "office",
        "option",
        "package",
        "paper_layout",
        "party",
        "permit",
        "port",
        "post",
        "requirement",
        "reserve",
        "risk",
        "rule",
        "service_target",
        "sheet",
        "shipment",
        "stock",
        "tariff",
        "unit",
        "user",
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_non_null(registry_find(&all_kinds, ids[i]));
    assert_null(all_kinds.kinds[COUNT(ids)]);
}

/* Reference tables load in this order: each may refer to itself and to those before it. */
static void test_references_look_back(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++)
        for (const struct field *f = all_kinds.kinds[i]->fields; f->id != NULL; f++) {
            size_t at = 0;
            if (f->type != &type_reference)
                continue;
            while (all_kinds.kinds[at] != NULL && strcmp(all_kinds.kinds[at]->id, f->kind) != 0)
                at++;
            if (at > i)
                fail_msg("%s.%s refers to %s", all_kinds.kinds[i]->id, f->id, f->kind);
        }
}

static void test_references_are_small_tables(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        const struct kind *k = all_kinds.kinds[i];
        bool work = k == &kind_party || k == &kind_permit || k == &kind_user || k == &kind_post ||
                    k == &kind_note || k == &kind_hold || k == &kind_handover ||
                    k == &kind_handling || k == &kind_minutes || k == &kind_capture ||
                    k == &kind_measure || k == &kind_certificate || k == &kind_stock ||
                    k == &kind_sheet || k == &kind_closing || k == &kind_facility ||
                    k == &kind_shipment || k == &kind_monitoring || k == &kind_duty ||
                    k == &kind_reserve || k == &kind_inspection || k == &kind_bill;
        assert_int_equal((k->flags & KIND_REFERENCE) != 0, !work);
        if (k->flags & KIND_DATED) {
            assert_ptr_equal(kind_field(k, "valid_from")->type, &type_date);
            assert_ptr_equal(kind_field(k, "valid_to")->type, &type_date);
        }
    }
}

static void test_rule_defaults(void **state)
{
    (void)state;
    static const char *const numbers[] = { "permit.duplicate_days",    "permit.incomplete_days",
                                           "permit.promise_days.low",  "permit.promise_days.medium",
                                           "permit.promise_days.high", "permit.assign.four_eyes",
                                           "permit.correct.four_eyes", "office.single_officer",
                                           "session.idle_minutes" };
    static const int64_t values[] = { 3, 3, 1, 3, 21, 1, 1, 0, 15 };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        int64_t n = -1;
        assert_non_null(registry_rule(&all_kinds, numbers[i]));
        assert_true(integer_parse(registry_rule(&all_kinds, numbers[i])->value, &n));
        assert_int_equal(n, values[i]);
    }
    assert_string_equal(registry_rule(&all_kinds, "office.home")->value, "");
}

/* What a step does by default and what its rule says by default are one thing. */
static void test_four_eyes_rules_fit_the_steps(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++)
        for (const struct step *s = all_kinds.kinds[i]->flow->steps; s->verb != NULL; s++) {
            char id[128];
            snprintf(id, sizeof id, "%s.%s.four_eyes", all_kinds.kinds[i]->id, s->verb);
            const struct rule_default *rule = registry_rule(&all_kinds, id);
            assert_int_equal((s->flags & STEP_FOUR_EYES) != 0,
                             rule != NULL && strcmp(rule->value, "1") == 0);
        }
}

/* ---- Indonesian ---- */

static void check_text(const char *english)
{
    const struct asset *mo = asset_find("id.mo");
    if (english != NULL && mo_find(mo->bytes, mo->len, english) == NULL)
        fail_msg("“%s” has no Indonesian in data/po/records.po", english);
}

static void check_fields(const struct field *fields)
{
    for (const struct field *f = fields; f->id != NULL; f++) {
        check_text(f->label);
        check_text(f->help);
        check_text(f->page);
        for (const struct choice *c = f->choices; c != NULL && c->code != NULL; c++)
            check_text(c->label);
    }
}

static void check_flow(const struct flow *flow)
{
    for (const struct state *s = flow->states; s->id != NULL; s++)
        check_text(s->label);
    for (const struct step *s = flow->steps; s->verb != NULL; s++) {
        check_text(s->label);
        check_text(s->help);
    }
}

static void test_indonesian_for_all(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        const struct kind *k = all_kinds.kinds[i];
        check_text(k->label);
        check_text(k->plural);
        check_fields(k->fields);
        check_flow(k->flow);
        for (const struct line_kind *l = k->lines; l != NULL && l->id != NULL; l++) {
            check_text(l->label);
            check_fields(l->fields);
        }
    }
    for (const struct rule_default *r = all_kinds.rules; r->id != NULL; r++)
        check_text(r->help);
}

/* Every field explains itself; a label people read in a column is short. */
static void test_fields_explain_themselves(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++)
        for (const struct field *f = all_kinds.kinds[i]->fields; f->id != NULL; f++) {
            assert_non_null(f->help);
            assert_true(strchr(".)", f->help[strlen(f->help) - 1]) != NULL);
            language_set(INDONESIAN);
            assert_true(utf8_cells(tr(f->label)) <= 24);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_is_sound),
        cmocka_unit_test(test_ids_stay),
        cmocka_unit_test(test_references_look_back),
        cmocka_unit_test(test_references_are_small_tables),
        cmocka_unit_test(test_rule_defaults),
        cmocka_unit_test(test_four_eyes_rules_fit_the_steps),
        cmocka_unit_test(test_indonesian_for_all),
        cmocka_unit_test(test_fields_explain_themselves),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
