/* test_verify_differ.c - of an altered row it is told which fields, as they are and as they were.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery of_fields[] = {
    { "UPDATE thing SET label = 'forged' WHERE label = 'uno'", 1, "Thing forged (0" },
    { "UPDATE thing SET label = 'forged' WHERE label = 'uno'", 1,
      "“Label” is “forged”, in the history “uno”." },
    { "UPDATE thing SET amount = amount + 1 WHERE label = 'uno'", 1,
      "“Amount” is “1,001”, in the history “1”." },
    { "UPDATE thing SET fragile = NULL WHERE label = 'uno'", 1, "“Fragile” is “”, in the history" },
    { "UPDATE thing SET received_on = '2026-11-02' WHERE label = 'uno'", 1,
      "“Received” is “2 Nov 2026”, in the history “1 Nov 2026”." },
    { "UPDATE thing SET owner_id = 5 WHERE label = 'uno'", 1, "“Owner (link)” is “0000000000005”" },
    { "UPDATE thing SET owner = 'CV B' WHERE label = 'uno'", 1,
      "“Owner” is “CV B”, in the history “CV A”." },
    { "UPDATE thing SET state = 'accepted' WHERE label = 'uno'", 1,
      "“State” is “Accepted”, in the history “Draft”." },
    { "UPDATE thing SET hs = '0714' WHERE label = 'uno'", 1, "“HS” is “0714”, in the history “”." },
    { "UPDATE thing SET label = 'x', amount = 2000 WHERE label = 'uno'", 1,
      "“Amount” is “2”, in the history “1”; “Label” is “x”, in the history “uno”." },
    { "UPDATE thing SET origin = 2 WHERE label = 'uno'", 1, "its origin or its import" },
    { "UPDATE thing SET changed_at = '2020-01-01T00:00:00.000Z' WHERE label = 'uno'", 1,
      "its time of change" },
    { "UPDATE person SET name = 'forged'", 1, "“Name” is “forged”, in the history “Sari”." },
    /* Lines */
    { "UPDATE thing_piece SET name = 'forged' WHERE name = 'b'", 1,
      "“Pieces 1 · Name” is “forged”, in the history “b”." },
    { "UPDATE thing_piece SET weight = 5 WHERE name = 'b'", 1,
      "“Pieces 1 · Weight” is “0,005”, in the history “”." },
    { "UPDATE thing_piece SET gone = 0", 1, "“Pieces 1 · Name” is “a”, in the history “”" },
    { "UPDATE thing_piece SET gone = 1 WHERE name = 'b'", 1, "is “”, in the history “b”" },
    { "DELETE FROM thing_piece WHERE name = 'b'", 1, "is “”, in the history “b”" },
    { "UPDATE thing_paper SET dated = '2026-01-01'", 1, "“Papers 1 · Dated” is “1 Jan 2026”" },
    { "INSERT INTO thing_piece (id, parent, position, gone, name) SELECT 7, id, 9, 0, 'forged' "
      "FROM thing WHERE label = 'uno'",
      1, "“Pieces 2 · Name” is “forged”, in the history “”" },
    /* Of what an import brought only later changes are known; of what it changed, that. */
    { "UPDATE thing SET label = 'forged' WHERE label = 'due'", 1,
      "“Label” is “forged”, in the history “due”." },
    /* An entry that cannot be read does not hide the row. */
    { "UPDATE thing SET label = 'forged' WHERE label = 'uno'; "
      "UPDATE history SET after = x'77' WHERE seq = 2",
      2, "not what its last history entry says." },
};

static void each_field_is_told(void **state)
{
    (void)state;
    tamper_each(of_fields, COUNT(of_fields));
}

/* A record of an import, changed at the desk since. */
static void later_changes_of_imported_rows_are_known(void **state)
{
    struct bench *b = *state;
    struct record *r =
        bench_load(b, &test_thing, bench_number(b, "SELECT min(id) FROM thing WHERE batch <> 0"));
    record_put_text(r, "label", "mended");
    bench_save(b, r, "edit");
    bench_forge(b, "UPDATE thing SET label = 'forged' WHERE label = 'mended'");
    tamper_expect(b, 1, "“Label” is “forged”, in the history “mended”.");
    record_free(&r);
}

/* Many fields at once are not all told. */
static void a_sentence_ends(void **state)
{
    struct bench *b = *state;
    bench_forge(b, "UPDATE thing SET label = 'a', serial = 'a', serial_tail = 'A', "
                   "hs = '1', npwp = '2', nitku = '3', nik = '4', nip = '5', phone = '6', "
                   "email = '7' WHERE label = 'uno'");
    tamper_expect(b, 1, "; ….");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, tamper_open, tamper_close)
        cmocka_unit_test(each_field_is_told),
        T(later_changes_of_imported_rows_are_known),
        T(a_sentence_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
