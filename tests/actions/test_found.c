/* One search over all kinds: every number people are told and every name, by its end, by its
 * beginning, by any part, with whatever punctuation. */
#include "../../src/actions/private.h"
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

/* Saves a record as the office's own work would leave it: numbers given, though read-only. */
static int64_t keep(struct session *s, const char *kind, const char *const *pairs)
{
    const struct kind *k = registry_find(&all_kinds, kind);
    struct intent desks = { .author = "" };
    const struct change made = { .step = "new", .note = "" };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = record_new(k);
    struct error e = { 0 };
    enum outcome o = DONE;
    desk_new_txn(desks.txn);
    for (size_t i = 0; o == DONE && pairs[i]; i += 2)
        o = record_put(r, pairs[i], &how, pairs[i + 1], &e);
    if (o == DONE)
        o = store_begin(s->store, &desks, NULL, &e);
    if (o == DONE)
        o = store_save(s->store, r, &made, &e);
    if (o == DONE)
        o = store_commit(s->store, &e);
    if (o != DONE)
        print_error("%s: %s\n", kind, e.text);
    assert_int_equal(o, DONE);
    int64_t id = r->id;
    record_free(&r);
    return id;
}

#define PERMIT "field", "T", "direction", "EX"
#define MOST 8
static const struct {
    const char *what, *kind;
    const char *pairs[12];
    const char *typed[MOST]; /* each finds it */
} cases[] = {
    { "agenda",
      "permit",
      { PERMIT, "number", "2021-0412" },
      { "0412", "412", "2021-04", "2021/0412" } },
    { "national number",
      "permit",
      { PERMIT, "national_number", "2020.2.0100.0.K12.I.000123" },
      { "123", "000123", "2020.2.0100", "2020/2/0100", "2020 2 0100 0 K12", "202020100 0k12i000123",
        "K12.I.000123" } },
    { "aju",
      "permit",
      { PERMIT, "aju", "000020-004711-20210115-000815" },
      { "815", "000815", "000020-004711", "000020 004711", "000020004711 20210115000815" } },
    { "serial",
      "permit",
      { PERMIT, "serial_number", "KT 0098765" },
      { "8765", "0098765", "kt 00987", "KT0098765" } },
    { "release number",
      "permit",
      { PERMIT, "release_number", "2026-T2.0-7101.0-K.3.1-000044" },
      { "000044", "7101.0-K.3.1-000044", "2026-T2.0-7101", "2026/T2/0/7101" } },
    { "receipt",
      "permit",
      { PERMIT, "receipt_number", "KWI/2021/003344" },
      { "3344", "003344", "KWI/2021", "kwi 2021 003344" } },
    { "bill of lading",
      "permit",
      { PERMIT, "bill_of_lading", "MAEU 601-482-911" },
      { "911", "482911", "maeu 601", "MAEU601482", "MAEU-601" } },
    { "container",
      "permit",
      { PERMIT, "container", "MSKU 771234-5; TCLU 662345-6" },
      { "2345", "712345", "TCLU 6623", "msku7712", "MSKU-771234-5", "662345-6" } },
    { "seal", "permit", { PERMIT, "seal", "ID-SL 005599" }, { "5599", "id sl 0055", "idsl0055" } },
    { "vessel and voyage",
      "permit",
      { PERMIT, "conveyance_name", "KM Sinar Bahari", "voyage", "V-7781N" },
      { "sinar bah", "bahari", "7781", "v-7781n", "v7781" } },
    { "container of a line",
      "permit",
      { PERMIT, "item.1.container", "HLXU 8850021" },
      { "0021", "hlxu 885", "hlxu885" } },
    { "paper of a permit",
      "permit",
      { PERMIT, "document.1.number", "INV/XY-2021/77-31" },
      { "7731", "inv/xy", "xy-2021" } },
    { "commodity of a line",
      "permit",
      { PERMIT, "item.1.printed_name", "Vanili Kering Mutu A" },
      { "vanili", "kering mut" } },
    { "certificate's container",
      "certificate",
      { "container", "OOLU 334455-6", "seal", "SG 90817" },
      { "4556", "oolu 3344", "OOLU3344", "0817", "sg90817" } },
    { "certificate",
      "certificate",
      { "number", "2026-T2.0-7101.0-K.3.2-000451" },
      { "000451", "K.3.2-000451", "2026-T2.0-7101.0-K.3.2" } },
    { "sheet of security paper",
      "sheet",
      { "serial", "AB 1357911" },
      { "7911", "ab 13579", "AB1357911" } },
    { "billing code",
      "bill",
      { "billing_code", "820210405006789" },
      { "6789", "8202104", "8202-1040" } },
    { "NTPN", "bill", { "ntpn", "5F2A6C8D1B3E4Q9Z" }, { "4Q9Z", "5f2a6c8d" } },
    { "bill", "bill", { "number", "PNBP/2021/000712" }, { "000712", "pnbp/2021" } },
    { "LK",
      "capture",
      { "number", "LK-017/KR.140/K.9.A/03/2021" },
      { "LK-017", "lk 017", "K.9.A/03/2021" } },
    { "measure",
      "measure",
      { "number", "2026-T2.0-7101.0-K.6.1-000019", "measure", "detention" },
      { "K.6.1-000019", "2026-T2.0-7101.0-K.6.1" } },
    { "party",
      "party",
      { "name", "PT Andalas Makmur", "aliases", "Toko Selaras; CV Anmak", "phone", "0812-3377-4455",
        "npwp", "01.234.567.8-909.000" },
      {
          "andalas",
          "ndala",
          "makm",
          "selaras",
          "anmak",
          "4455",
          "0812-3377",
          "08123377",
      } },
    { "NPWP",
      "party",
      { "name", "UD Lestari", "npwp", "09.876.543.2-101.000" },
      { "2101000", "09.876.543", "09876543", "09.876.543.2-101.000" } },
    { "NIK",
      "party",
      { "name", "Bapak Tono", "nik", "1271034506780003" },
      { "0003", "12710345", "1271 0345" } },
    { "officer", "capture", { "finder", "Suryani Harahap" }, { "suryani", "harah" } },
    { "owner", "capture", { "owner", "Ibu Wulandari" }, { "wuland", "ibu wul" } },
};

static bool finds(struct session *s, const char *typed, int64_t id)
{
    struct hits hits = { 0 };
    bool found = false;
    assert_int_equal(act_find(s, NULL, typed, 50, &hits, NULL), DONE);
    for (size_t i = 0; i < hits.count; i++)
        found = found || hits.items[i].id == id;
    hits_free(&hits);
    return found;
}

static void every_number_and_name_is_found(void **state)
{
    struct counter_desk *d = *state;
    size_t missed = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = keep(d->session, cases[i].kind, cases[i].pairs);
        for (size_t t = 0; t < MOST && cases[i].typed[t]; t++) {
            if (finds(d->session, cases[i].typed[t], id))
                continue;
            print_error("%s: “%s” does not find it\n", cases[i].what, cases[i].typed[t]);
            missed++;
        }
        assert_false(finds(d->session, "zzyzx 99887766", id));
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_number_and_name_is_found) };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
