/* Sheets whose rows speak of records of several kinds: they land together, refer to each other, are
 * found again, and go back together. */
#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* An applicant with its blanks below, a permit in each row. */
#define MAP                                                                                        \
    "[sheet]\nkind = permit\nname = Joint book\n[columns]\nNomor = national_number\n"              \
    "Tgl = received_on\nNama = applicant\nBarang = item.commodity\nAsal = origin_country - "       \
    "origin_city\n[constants]\nfield = T\n[also]\nkind = party\n[columns]\nNama = name\n"          \
    "Kota = city\n[blanks]\nNama = above\nKota = above\n"
#define HEAD "Nomor,Tgl,Nama,Kota,Barang,Asal\n"

static const struct kind *party(void)
{
    return registry_find(&all_kinds, "party");
}

static enum outcome take(struct counter_desk *d, const struct kind *k, const char *text,
                         bool dry_run, struct import_report *report, struct error *e)
{
    char map[256];
    struct buf said = { 0 };
    snprintf(map, sizeof map, "%s/buku.map", d->folder);
    buf_puts(&said, MAP);
    assert_int_equal(file_write(map, &said, 0600, NULL), DONE);
    buf_free(&said);
    struct import_options o = { .path = sheet_write(d, text), .map = map, .dry_run = dry_run };
    *report = (struct import_report){ 0 };
    return act_import(d->session, k, &o, report, e);
}

/* "rows landed rejected aside | asked: created changed unchanged | further kind: the same". */
static const char *counted(const struct import_report *r, char word[128])
{
    int n = snprintf(word, 128, "%lld %lld %lld %lld | %lld %lld %lld", (long long)r->rows,
                     (long long)r->landed, (long long)r->rejected, (long long)r->set_aside,
                     (long long)r->created, (long long)r->changed, (long long)r->unchanged);
    for (size_t i = 0; i < r->also_count; i++)
        n += snprintf(word + n, 128 - (size_t)n, " | %s %lld %lld %lld", r->also[i].kind->id,
                      (long long)r->also[i].created, (long long)r->also[i].changed,
                      (long long)r->also[i].unchanged);
    assert_int_equal(r->rows, r->landed + r->rejected + r->set_aside);
    return word;
}

static void taken(struct counter_desk *d, const struct kind *k, const char *text,
                  const char *expected, int64_t *batch)
{
    struct import_report report;
    struct error e = { 0 };
    char word[128];
    if (take(d, k, text, false, &report, &e) != DONE)
        test_stop("%s", e.text);
    assert_string_equal(counted(&report, word), expected);
    if (batch)
        *batch = report.batch;
    import_report_free(&report);
}

#define TWO                                                                                        \
    HEAD "BK.1,2/5/2020,PT Satu,Medan,Pala,CHINA - SHANGHAI\nBK.2,13/5/2020,,,Kopi,CHINA - \n"     \
         "BK.3,14/5/2020,CV Dua,Binjai,Pinang,INDONESIA - KOTA MEDAN\n"

static void records_of_two_kinds_land_together(void **state)
{
    struct counter_desk *d = *state;
    int64_t batch, again;
    taken(d, &kind_permit, TWO, "4 3 0 1 | 3 0 0 | party 2 0 0", &batch);
    struct record *first = permit_numbered(d->session, "BK.1");
    struct record *second = permit_numbered(d->session, "BK.2");
    assert_true(record_value(first, "applicant")->num != 0);
    assert_true(record_value(first, "applicant")->num == record_value(second, "applicant")->num);
    assert_string_equal(record_text(first, "origin_city"), "SHANGHAI");
    assert_string_equal(record_text(second, "origin_country"), "CHINA");
    struct record *owner = counter_load(d->session, "party", record_value(first, "applicant")->num);
    assert_string_equal(record_text(owner, "city"), "Medan");
    assert_string_equal(owner->state, "active");
    assert_int_equal(owner->batch, batch);
    record_free(&owner);
    record_free(&first);
    record_free(&second);

    /* Found again, whichever kind is asked for; each record is counted once. */
    taken(d, &kind_permit, TWO, "4 3 0 1 | 0 0 3 | party 0 0 2", NULL);
    taken(d, party(), TWO, "4 3 0 1 | 0 0 2 | permit 0 0 3", NULL);
    taken(d, party(), HEAD "BK.3,14/5/2020,CV Dua,Stabat,Pinang,INDONESIA - KOTA MEDAN\n",
          "2 1 0 1 | 0 1 0 | permit 0 0 1", &again);

    /* And taken back together. */
    struct undo_report undone = { 0 };
    assert_int_equal(act_import_undo(d->session, again, false, &undone, NULL), DONE);
    assert_int_equal(undone.undone, 1);
    undo_report_free(&undone);
    undone = (struct undo_report){ 0 };
    assert_int_equal(act_import_undo(d->session, batch, false, &undone, NULL), DONE);
    assert_int_equal(undone.undone, 4);
    assert_int_equal(undone.kept, 1); /* CV Dua was brought up to date since */
    undo_report_free(&undone);
    chain_length(d->session);
}

/* What one of them cannot take sends all of the row back, and nothing of it is there. */
static void a_row_goes_back_whole(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct error e = { 0 };
    struct buf rejects = { 0 };
    char word[128];
    static const char sheet[] =
        HEAD "BK.11,2/5/2020,PT Sebelas,Medan,Pala,A - B\n"
             "BK.12,bukan tanggal,PT Duabelas,Medan,Pala,A - B\n,14/5/2020,PT Tiga,Medan,Pala,A\n";
    assert_int_equal(take(d, &kind_permit, sheet, false, &report, &e), DONE);
    assert_string_equal(counted(&report, word), "4 1 2 1 | 1 0 0 | party 1 0 0");
    struct hits hits = { 0 };
    assert_int_equal(act_lookup(d->session, party(), NULL, "PT Duabelas", 1, &hits, NULL), DONE);
    assert_int_equal(hits.count, 0);
    hits_free(&hits);

    /* Corrected, they come again by themselves. */
    assert_int_equal(file_read(report.rejects, 1 << 20, &rejects, NULL), DONE);
    char *wrong = strstr(rejects.data, "bukan tanggal,PT");
    assert_non_null(wrong);
    memcpy(wrong, "13/05/2020   ", 13);
    import_report_free(&report);
    assert_int_equal(take(d, &kind_permit, rejects.data, false, &report, &e), DONE);
    assert_string_equal(counted(&report, word), "3 1 1 1 | 1 0 0 | party 1 0 0");
    import_report_free(&report);
    buf_free(&rejects);
}

static void a_trial_leaves_nothing(void **state)
{
    struct counter_desk *d = *state;
    struct import_report report;
    struct error e = { 0 };
    char word[128];
    int64_t before = chain_length(d->session);
    static const char sheet[] = HEAD "BK.21,2/5/2020,PT Coba,Medan,Pala,A - B\n"
                                     "BK.22,13/5/2020,,,Kopi,A\n";
    assert_int_equal(take(d, &kind_permit, sheet, true, &report, &e), DONE);
    assert_string_equal(counted(&report, word), "3 2 0 1 | 2 0 0 | party 1 0 0");
    import_report_free(&report);
    assert_int_equal(chain_length(d->session), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_two_kinds_land_together),
        cmocka_unit_test(a_row_goes_back_whole),
        cmocka_unit_test(a_trial_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
