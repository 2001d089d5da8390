/* test_finding.c - one search over all kinds: every number and name of the trade is found whole, by
 * its last characters, or by a part of it. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "loket/records.h"

#include "store/office.h"

#include <cmocka.h>

/* A field of a record of this kind, what stands in it, and what people type to find it. */
static const struct {
    const char *kind, *path, *text, *whole, *part;
} findable[] = {
    { "permit", "number", "2026-0412", "2026-0412", "0412" },
    { "permit", "national_number", "2026-T2.0-7101.0-K.1.1-000077", "2026-T2.0-7101.0-K.1.1-000077",
      "000077" },
    { "permit", "aju", "0203000012342026112100991", "0203000012342026112100991", "00991" },
    { "permit", "release_number", "KT10/2026/55512", "KT10/2026/55512", "55512" },
    { "permit", "serial_number", "AB 0098123", "AB 0098123", "98123" },
    { "permit", "receipt_number", "KW-2026-7731", "KW-2026-7731", "7731" },
    { "permit", "bill_of_lading", "MEDUJK448120", "MEDUJK448120", "8120" },
    { "permit", "container", "MSKU 482913-5; TCLU 771203-4", "771203-4", "4829135" },
    { "permit", "seal", "ID0055123; ID0055124", "ID0055123", "5123" },
    { "permit", "conveyance_name", "KM Sinar Belawan", "KM Sinar Belawan", "belaw" },
    { "permit", "voyage", "V0912N", "V0912N", "V0912" },
    { "permit", "applicant", "PT Toba Rempah Nusantara", "PT Toba Rempah Nusantara", "rempah" },
    { "permit", "item.1.commodity", "Kayu manis kulit", "Kayu manis kulit", "manis" },
    { "permit", "item.1.container", "OOLU 662001-9", "OOLU 662001-9", "62001-9" },
    { "permit", "document.1.number", "SKA/889/2026-X7712", "SKA/889/2026-X7712", "X7712" },
    { "permit", "officer.1.person", "wahyu.nugraha", "wahyu.nugraha", "nugraha" },
    { "certificate", "number", "2026-T2.0-7101.0-K.6.1-000078", "2026-T2.0-7101.0-K.6.1-000078",
      "000078" },
    { "certificate", "serial", "T 0451190", "T 0451190", "51190" },
    { "certificate", "container", "HLXU 300112-8", "HLXU 300112-8", "300112" },
    { "certificate", "original_number", "AU-998-1107", "AU-998-1107", "1107" },
    { "sheet", "serial", "T 0451191", "T 0451191", "51191" },
    { "bill", "number", "KW-2026-0881", "KW-2026-0881", "0881" },
    { "bill", "billing_code", "820261121440917", "820261121440917", "440917" },
    { "bill", "ntpn", "7E4A81F0PQ5531CD", "7E4A81F0PQ5531CD", "5531CD" },
    { "capture", "number", "LK-007/2026", "LK-007/2026", "007/2026" },
    { "capture", "national_number", "2026-T2.0-7101.0-K.1.5-000031",
      "2026-T2.0-7101.0-K.1.5-000031", "000031" },
    { "capture", "handover_number", "BA-44/KP3/2026", "BA-44/KP3/2026", "BA-44" },
    { "capture", "owner", "Hadi Saputra", "Hadi Saputra", "saput" },
    { "capture", "conveyance", "KM Dobonsolo", "KM Dobonsolo", "dobon" },
    { "measure", "number", "P5-0090/2026", "P5-0090/2026", "0090/2026" },
    { "minutes", "number", "BA-2026-311", "BA-2026-311", "311" },
    { "inspection", "number", "LHP-2026-5120", "LHP-2026-5120", "5120" },
    { "facility", "decree_number", "SK-INLINE-0071", "SK-INLINE-0071", "0071" },
    { "facility", "contact_phone", "0812 7000 4411", "0812 7000 4411", "4411" },
    { "shipment", "decree", "SK-INLINE-0099", "SK-INLINE-0099", "0099" },
    { "party", "name", "CV Mutiara Laut", "CV Mutiara Laut", "mutia" },
    { "party", "aliases", "Mutiara Baru; Toko Lama", "Toko Lama", "baru" },
    { "party", "npwp", "012345678901234", "01.234.567.8-901.234", "1234" },
    { "party", "nik", "1203051708900002", "1203051708900002", "0002" },
    { "party", "nitku", "0123456789012340000007", "0123456789012340000007", "0000007" },
    { "party", "phone", "0813 9000 5522", "0813 9000 5522", "5522" },
    { "commodity", "name", "Cengkeh bunga", "Cengkeh bunga", "cengk" },
    { "user", "full_name", "drh. Wahyu Nugraha", "wahyu nugraha", "nugra" },
    { "user", "nip", "199001012015011003", "199001012015011003", "11003" },
};

static bool finds(struct store *s, const char *typed, int64_t id)
{
    struct hits hits;
    struct error e = { 0 };
    bool found = false;
    if (store_find(s, NULL, typed, 50, &hits, &e) != DONE)
        fail_msg("“%s”: %s", typed, e.text);
    for (size_t i = 0; i < hits.count; i++)
        found = found || hits.items[i].id == id;
    hits_free(&hits);
    return found;
}

static void every_number_and_name_is_found(void **state)
{
    struct bench b;
    struct buf missed = { 0 };
    (void)state;
    bench_open_with(&b, &all_kinds);
    for (size_t i = 0; i < COUNT(findable); i++) {
        const struct kind *k = registry_find(&all_kinds, findable[i].kind);
        assert_non_null(k);
        struct record *r = record_new(k);
        record_put_text(r, findable[i].path, findable[i].text);
        bench_save(&b, r, "new");
        if (!finds(b.store, findable[i].whole, r->id))
            buf_printf(&missed, "%s.%s by “%s”\n", findable[i].kind, findable[i].path,
                       findable[i].whole);
        if (!finds(b.store, findable[i].part, r->id))
            buf_printf(&missed, "%s.%s by “%s”\n", findable[i].kind, findable[i].path,
                       findable[i].part);
        record_free(&r);
    }
    bench_close(&b);
    if (missed.len > 0)
        fail_msg("not found:\n%s", buf_text(&missed));
    buf_free(&missed);
}

static void what_is_sealed_is_not_found(void **state)
{
    struct bench b;
    (void)state;
    bench_open_with(&b, &all_kinds);
    for (size_t i = 0; all_kinds.kinds[i]; i++)
        for (const struct field *f = all_kinds.kinds[i]->fields; f->id; f++) {
            if (!(f->flags & FIELD_SEALED))
                continue;
            struct record *r = record_new(all_kinds.kinds[i]);
            value_set_text(record_value(r, f->id), "rahasia7712");
            bench_save(&b, r, "new");
            assert_false(finds(b.store, "rahasia7712", r->id));
            record_free(&r);
        }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_and_name_is_found),
        cmocka_unit_test(what_is_sealed_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
