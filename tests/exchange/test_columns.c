/* test_columns.c - which header is which field. */
#include "exchange/ledger.h"

#include <stdlib.h>

#include "../../src/exchange/parts.h"

struct sample {
    const char *header, *line, *field; /* NULL: none */
    bool link;
    enum own_column own;
};

static const struct sample samples[] = {
    { "received_on", NULL, "received_on", false, OWN_NONE },
    { "Received On", NULL, "received_on", false, OWN_NONE },
    { "Tanggal", NULL, "received_on", false, OWN_NONE },
    { "TANGGAL PERMOHONAN", NULL, "received_on", false, OWN_NONE },
    { "tanggal_permohonan", NULL, "received_on", false, OWN_NONE },
    { "applicant", NULL, "applicant", false, OWN_NONE },
    { "applicant_id", NULL, "applicant", true, OWN_NONE },
    { "number_id", NULL, NULL, false, OWN_NONE }, /* no reference */
    { "item.commodity", "item", "commodity", false, OWN_NONE },
    { "item.commodity_id", "item", "commodity", true, OWN_NONE },
    { "Satuan", "item", "unit", false, OWN_NONE },
    { "notes", NULL, "notes", false, OWN_NONE }, /* the record's before the line's */
    { "item.notes", "item", "notes", false, OWN_NONE },
    { "Keterangan", "item", "notes", false, OWN_NONE },
    { "dokumen", "paper", "code", false, OWN_NONE },
    { "total", NULL, NULL, false, OWN_NONE }, /* derived */
    { "total volume", NULL, NULL, false, OWN_NONE },
    { "id", NULL, NULL, false, OWN_ID },
    { "rev", NULL, NULL, false, OWN_REV },
    { "state", NULL, NULL, false, OWN_STATE },
    { "origin", NULL, NULL, false, OWN_ORIGIN },
    { "line", NULL, NULL, false, OWN_LINE },
    { "line_id", NULL, NULL, false, OWN_LINE_ID },
    { "no", NULL, NULL, false, OWN_NONE },
    { "commodity", NULL, NULL, false, OWN_NONE },
    { "", NULL, NULL, false, OWN_NONE },
};

static void test_meanings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        char *folded = cell_folded(samples[i].header);
        struct meaning m = header_meaning(&ledger_kind, NULL, folded);
        const char *line = m.map.line ? m.map.line->id : NULL;
        const char *field = m.map.field ? m.map.field->id : NULL;
        if (!text_same(line, samples[i].line) || !text_same(field, samples[i].field) ||
            m.map.link != samples[i].link || m.own != samples[i].own)
            fail_msg("“%s”: %s.%s", samples[i].header, line ? line : "", field ? field : "");
        assert_int_equal(meaning_is_known(&m), field || m.own);
        free(folded);
    }
}

static void test_natural_key(void **state)
{
    (void)state;
    assert_true(in_natural_key(&ledger_kind, "number"));
    assert_false(in_natural_key(&ledger_kind, "vessel"));
    const struct kind without = { .id = "x" };
    assert_false(in_natural_key(&without, "number"));
}

int main(void)
{
    text_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings),
        cmocka_unit_test(test_natural_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
