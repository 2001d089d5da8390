/* test_choices.c - what sheets write for a choice comes out as its code. */
#include "records/desk.h"

#include <string.h>

struct written {
    const char *field; /* of a permit, or "item.x" */
    const char *text;
    const char *code; /* NULL: not taken */
};

static void read_sheet(const struct written *w)
{
    struct record *r = record_new(&kind_permit);
    struct buf path = { 0 };
    struct error e = { 0 };
    buf_puts(&path, w->field);
    enum outcome o = record_put(r, buf_text(&path), &desk_sheet, w->text, &e);
    if (w->code == NULL)
        assert_int_equal(o, BAD_DATA);
    else
        assert_string_equal(o == DONE ? record_at(r, w->field, NULL)->text : e.text, w->code);
    buf_free(&path);
    record_free(&r);
}

static void test_sheets(void **state)
{
    (void)state;
    static const struct written cases[] = {
        { "direction", "Ekspor", "EX" },
        { "direction", "IMPOR", "IM" },
        { "direction", "Domestik Masuk", "DM" },
        { "direction", "domestik keluar", "DK" },
        { "direction", "Dokel", "DK" },
        { "direction", "Re-Ekspor", "RE" },
        { "direction", "Serah Terima", "ST" },
        { "direction", "Sewa", NULL },
        { "field", "Tumbuhan", "T" },
        { "field", "KH", "H" },
        { "field", "Karantina Ikan", "I" },
        { "conveyance_mode", "Laut", "sea" },
        { "conveyance_mode", "Udara", "air" },
        { "conveyance_mode", "Jalan Raya", "road" },
        { "conveyance_mode", "Kereta Api", "rail" },
        { "conveyance_mode", "Pos", "post" },
        { "purpose", "Perdagangan", "trade" },
        { "purpose", "Konsumsi", "consumption" },
        { "purpose", "Ditanam/Dibudidaya/Sumber Genetik", "planting" },
        { "purpose", "Bahan Baku", "raw_material" },
        { "channel", "PTK Online", "online" },
        { "channel", "SSM", "ssm" },
        { "channel", "Tamu", "guest" },
        { "risk", "Tinggi", "high" },
        { "item.1.class", "C", "C" },
        { "item.1.class", "Golongan A", "A" },
        { "item.1.form", "Beku", "frozen" },
        { "document.1.presence", "ada", "present" },
        { "document.1.need", "wajib", "required" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        read_sheet(&cases[i]);
}

static bool other_choice_says(const struct choice *list, const struct choice *but,
                              const char *alias)
{
    for (const struct choice *c = list; c->code != NULL; c++)
        for (const char *const *a = c->aliases; c != but && a != NULL && *a != NULL; a++)
            if (strcmp(*a, alias) == 0)
                return true;
    return false;
}

static void check_list(const struct field *f)
{
    for (const struct choice *c = f->choices; c != NULL && c->code != NULL; c++)
        for (const char *const *a = c->aliases; a != NULL && *a != NULL; a++) {
            struct buf folded = { 0 };
            utf8_fold(*a, &folded);
            assert_string_equal(buf_text(&folded), *a);
            assert_false(other_choice_says(f->choices, c, *a));
            buf_free(&folded);
        }
}

static void test_aliases_are_folded_and_single(void **state)
{
    (void)state;
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        const struct kind *k = all_kinds.kinds[i];
        for (const struct field *f = k->fields; f->id != NULL; f++)
            check_list(f);
        for (const struct line_kind *l = k->lines; l != NULL && l->id != NULL; l++)
            for (const struct field *f = l->fields; f->id != NULL; f++)
                check_list(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_aliases_are_folded_and_single),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
