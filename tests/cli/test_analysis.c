/* Captures by script: the register taken in, counted in each format, and written again. */
#include "cli/caller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char sheet[] =
    "No LK,Tanggal Kejadian,Jam,Lokasi,Sumber,Instansi,Pemilik,Media Pembawa,Jumlah,Satuan,Alat "
    "Angkut,Pelanggaran,Keterangan Pemilik,Kategori,Tindakan,Tgl Serah Terima Adm,Tgl Serah Terima "
    "Fisik,Petugas\n"
    "LK-1/X/01/2021,14/1/2021,8.00,Gate 2,Petugas Karantina,,NN,Kopi,1,kg,KM A,Tanpa surat,,,"
    "Penahanan lalu Pemusnahan,,,Andi\n"
    "LK-2/X/02/2021,15/2/2021,9.00,\"Gate \"\"3\"\"\",Instansi Terkait,KP3,S. Siman,Pala,2,kg,KM A,"
    "Tanpa surat,,,Penolakan,15/2/2021,27/2/2021,Andi\n";

static int office_up(void **state)
{
    char path[128];
    struct desk *d = desk_here();
    *state = d;
    if (RUN(d, "init") != 0)
        return -1;
    desk_file(d, "tangkapan.csv", sheet, path);
    if (RUN(d, "import", "capture", path, "--format", "json") != 0)
        return -1;
    return strstr(d->out, "\"kinds\": {\"capture\": 2, \"measure\": 3}") ? 0 : -1;
}

static int office_down(void **state)
{
    return desk_gone(*state);
}

static void it_counts_in_each_format(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "analysis"), 0);
    assert_int_equal(times_in(d->out, ": 2 captures\n"), 9);
    assert_int_equal(RUN(d, "analysis", "--by", "conveyance"), 0);
    assert_non_null(strstr(d->out, "KM A"));
    assert_int_equal(times_in(d->out, "2 100% * ########################\n"), 1);
    assert_int_equal(RUN(d, "analysis", "--by", "place", "--format", "csv"), 0);
    assert_string_equal(d->out, "by,value,records,share,repeat,late\r\nplace,Gate 2,1,50,,\r\n"
                                "place,\"Gate \"\"3\"\"\",1,50,,\r\n");
    assert_int_equal(RUN(d, "analysis", "from=1/2/2021", "--by", "place", "--format", "json"), 0);
    assert_string_equal(d->out, "[{\"by\": \"place\", \"records\": 1, \"groups\": [{\"value\": "
                                "\"Gate \\\"3\\\"\", \"records\": 1}]}]\n");
    assert_int_equal(RUN(d, "analysis", "to=31/1/2021", "source=own", "--by", "month"), 0);
    assert_non_null(strstr(d->out, "Month: 1 captures\nJan 2021"));
}

static void what_cannot_be_counted(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "analysis", "--by", "weather"), 2);
    assert_int_equal(RUN(d, "analysis", "place~gate", "--by", "month"), 2);
    assert_int_equal(RUN(d, "analysis", "from=kapan"), 3);
}

static void applications_and_time_are_asked_for_by_name(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "analysis", "--by", "intake-month", "field=T"), 0);
    assert_non_null(strstr(d->out, "Applications, Month: 0\n"));
    assert_int_equal(RUN(d, "analysis", "--by", "time-risk", "--format", "json"), 0);
    assert_string_equal(d->out, "[{\"by\": \"time-risk\", \"records\": 0, \"groups\": []}]\n");
    assert_int_equal(RUN(d, "analysis", "--by", "refusal-reason"), 0);
    assert_non_null(strstr(d->out, "Refusals, Reason: "));
}

static void layouts_are_written(void **state)
{
    struct desk *d = *state;
    assert_int_equal(RUN(d, "export", "capture", "--layout", "captures-register"), 0);
    assert_int_equal(times_in(d->out, "\r\n"), 3);
    assert_non_null(strstr(d->out, "LK-2/X/02/2021,2021-02-15,9.00,\"Gate \"\"3\"\"\",instansi "
                                   "terkait,KP3,S. Siman,Pala,\"2,000\",kg,KM A,Tanpa surat,,,"
                                   "Penolakan,2021-02-15,2021-02-27,Andi\r\n"));
    /* Detentions that have no letter of their own are in no report of letters. */
    assert_int_equal(RUN(d, "export", "measure", "--layout", "detention-report"), 0);
    assert_int_equal(times_in(d->out, "\r\n"), 1);
    assert_int_equal(RUN(d, "export", "measure", "--layout", "nothing"), 2);
    assert_non_null(strstr(d->err, "detention-report"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_in_each_format),
        cmocka_unit_test(what_cannot_be_counted),
        cmocka_unit_test(applications_and_time_are_asked_for_by_name),
        cmocka_unit_test(layouts_are_written),
    };
    return cmocka_run_group_tests(tests, office_up, office_down);
}
