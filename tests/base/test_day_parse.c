/* test_day_parse.c - the day people mean. */
#include "loket/base.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static day ymd(int value)
{
    return day_of(value / 10000, value / 100 % 100, value % 100);
}

static int as_number(day d)
{
    int year = 0, month = 0, mday = 0;
    if (d != NO_DAY)
        day_split(d, &year, &month, &mday);
    return year * 10000 + month * 100 + mday;
}

/* Today is Saturday 21 November 2026 unless the case says otherwise. */
static void test_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want, today;
    } cases[] = {
        /* whole dates */
        { "2026-11-21", 20261121, 0 },
        { "21/11/2026", 20261121, 0 },
        { "21-11-2026", 20261121, 0 },
        { "21.11.2026", 20261121, 0 },
        { "21 11 2026", 20261121, 0 },
        { "21-11-26", 20261121, 0 },
        { "1/2/03", 20030201, 0 },
        { "01/02/69", 20690201, 0 },
        { "01/02/70", 19700201, 0 },
        { "01/02/99", 19990201, 0 },
        { "2026/1/2", 20260102, 0 },
        { "211126", 20261121, 0 },
        { "21112026", 20261121, 0 },
        { "20261121", 20261121, 0 },
        { "20112012", 20121120, 0 },
        { "29/02/2024", 20240229, 0 },
        { "31/12/2200", 22001231, 0 },
        { "01/01/1900", 19000101, 0 },
        { "5 juni 2020", 20200605, 0 },
        { "5 Juni 2020", 20200605, 0 },
        { "5juni2020", 20200605, 0 },
        { "5-Jun-20", 20200605, 0 },
        { "June 5, 2020", 20200605, 0 },
        { "5 June 2020", 20200605, 0 },
        { "Senin, 5 Juni 2020", 20200605, 0 },
        { "Sab 21 Nov 2026", 20261121, 0 },
        { "  21/11/2026 ", 20261121, 0 },
        { "21\xC2\xA0Nov\xC2\xA0"
          "2026",
          20261121, 0 },
        { "2020-05-03 07:59:00", 20200503, 0 },
        /* without a year: the nearest */
        { "5 juni", 20260605, 0 },
        { "juni 5", 20260605, 0 },
        { "15/6", 20260615, 0 },
        { "15/3", 20270315, 0 }, /* 114 days on, 251 back */
        { "1503", 20270315, 0 },
        { "0101", 20270101, 0 },
        { "2/1", 20270102, 0 },
        { "31/12", 20251231, 20260110 },
        { "1/1", 20260101, 20260110 },
        { "29/2", 20280229, 0 },
        { "2902", 20240229, 20250601 },
        { "15", 20261115, 0 },
        { "21", 20261121, 0 },
        { "7", 20261107, 0 }, /* 14 back; 16 on */
        { "30", 20261130, 0 },
        { "31", 20261031, 20261102 },
        { "31", 20261031, 20261121 }, /* 21 back; 40 on */
        { "31", 20260131, 20260215 }, /* 15 back */
        { "30", 20260130, 20260214 },
        { "1", 20260301, 20260228 },
        { "1", 20270101, 20261231 },
        { "31", 20251231, 20260101 },
        /* shorthand */
        { "h", 20261121, 0 },
        { "H", 20261121, 0 },
        { "hari ini", 20261121, 0 },
        { "today", 20261121, 0 },
        { "kemarin", 20261120, 0 },
        { "Besok", 20261122, 0 },
        { "lusa", 20261123, 0 },
        { "kemarin dulu", 20261119, 0 },
        { "minggu depan", 20261128, 0 },
        { "minggu lalu", 20261114, 0 },
        /* a day of the week: the nearest, or the one after or before today */
        { "sabtu", 20261121, 0 },
        { "Minggu", 20261122, 0 },
        { "senin", 20261123, 0 },
        { "selasa", 20261124, 0 },
        { "rabu", 20261118, 0 },
        { "jum'at", 20261120, 0 },
        { "jum", 20261120, 0 },
        { "sabtu depan", 20261128, 0 },
        { "sabtu lalu", 20261114, 0 },
        { "senin depan", 20261123, 0 },
        { "senin lalu", 20261116, 0 },
        { "ahad depan", 20261122, 0 },
        { "friday last", 20261120, 0 },
        { "h+3", 20261124, 0 },
        { "h-1", 20261120, 0 },
        { "h + 3", 20261124, 0 },
        { "h+0", 20261121, 0 },
        { "h+10h", 20261201, 0 },
        { "h+2m", 20261205, 0 },
        { "h-1m", 20261114, 0 },
        { "h+1b", 20261221, 0 },
        { "h-11b", 20251221, 0 },
        { "h+1b", 20260228, 20260131 },
        { "h+1b", 20240229, 20240131 },
        { "h-1b", 20260430, 20260531 },
        { "h+13b", 20270228, 20260131 },
        { "h+1t", 20271121, 0 },
        { "h-1t", 20230228, 20240229 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day got = NO_DAY, today = ymd(cases[i].today ? cases[i].today : 20261121);
        struct error e = { 0 };
        if (day_parse(cases[i].text, today, &got, &e) != DONE)
            fail_msg("\"%s\" refused: %s", cases[i].text, e.text);
        if (as_number(got) != cases[i].want)
            fail_msg("\"%s\": %d, not %d", cases[i].text, as_number(got), cases[i].want);
    }
}

static const char NOT_A_DATE[] = "bukan tanggal";
static const char NO_SUCH_DATE[] = "Tidak ada tanggal";
static const char BAD_YEAR[] = "1900 dan 2200";
static const char NO_YEAR[] = "tidak bertahun";

static void test_typed_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", NOT_A_DATE },
        { " ", NOT_A_DATE },
        { "x", NOT_A_DATE },
        { "idem", NOT_A_DATE },
        { "-", NOT_A_DATE },
        { "5-", NOT_A_DATE },
        { "-5", NOT_A_DATE },
        { "/5/6/2020", NOT_A_DATE },
        { "5/6/2020/7", NOT_A_DATE },
        { "5/6/202", NOT_A_DATE },
        { "5/6/20200", NOT_A_DATE },
        { "5/6/2", NOT_A_DATE },
        { "005/06/2020", NOT_A_DATE },
        { "153", NOT_A_DATE },
        { "12345", NOT_A_DATE },
        { "1234567", NOT_A_DATE },
        { "123456789", NOT_A_DATE },
        { "juni", NOT_A_DATE },
        { "juni 2020", NOT_A_DATE },
        { "ju 5", NOT_A_DATE },
        { "5 jux 2020", NOT_A_DATE },
        { "5 juniper 2020", NOT_A_DATE },
        { "5 juni 2020 x", NOT_A_DATE },
        { "5 juni 2020 7", NOT_A_DATE },
        { "senin dulu", NOT_A_DATE },
        { "se", NOT_A_DATE },
        { "h+", NOT_A_DATE },
        { "h+x", NOT_A_DATE },
        { "h+3x", NOT_A_DATE },
        { "h+3mm", NOT_A_DATE },
        { "h3", NOT_A_DATE },
        { "h++3", NOT_A_DATE },
        { "h+999999", NOT_A_DATE },
        { "21\n11\x01"
          "2026",
          NOT_A_DATE },
        { "\xFF", NOT_A_DATE },
        { "31/02/2026", NO_SUCH_DATE },
        { "31/2", NO_SUCH_DATE },
        { "29/02/2025", NO_SUCH_DATE },
        { "00/01/2026", NO_SUCH_DATE },
        { "5/13/2020", NO_SUCH_DATE },
        { "5/0/2020", NO_SUCH_DATE },
        { "5/99/2020", NO_SUCH_DATE },
        { "2026-13-01", NO_SUCH_DATE },
        { "2026-00-01", NO_SUCH_DATE },
        { "32", NO_SUCH_DATE },
        { "0", NO_SUCH_DATE },
        { "3113", NO_SUCH_DATE },
        { "0000", NO_SUCH_DATE },
        { "321126", NO_SUCH_DATE },
        { "20261321", BAD_YEAR }, /* no month 13, so the year would be 1321 */
        { "1/1/1899", BAD_YEAR },
        { "1/1/2201", BAD_YEAR },
        { "0001-01-01", BAD_YEAR },
        { "9999-12-31", BAD_YEAR },
        { "h+99999", BAD_YEAR },
        { "h-99999", BAD_YEAR },
        { "h-2000b", BAD_YEAR },
        { "h+99999m", BAD_YEAR },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day got = 77;
        struct error e = { 0 };
        if (day_parse(cases[i].text, ymd(20261121), &got, &e) != BAD_DATA)
            fail_msg("\"%s\" taken as %d", cases[i].text, as_number(got));
        if (strstr(e.text, cases[i].why) == NULL)
            fail_msg("\"%s\": %s", cases[i].text, e.text);
        assert_int_equal(got, 77);
    }
}

static void test_without_today(void **state)
{
    (void)state;
    day got = 77;
    assert_int_equal(day_parse("h", NO_DAY, &got, NULL), BAD_DATA);
    assert_int_equal(day_parse("h-3", NO_DAY, &got, NULL), BAD_DATA);
    assert_int_equal(day_parse("15", NO_DAY, &got, NULL), BAD_DATA);
    assert_int_equal(day_parse("15/3", NO_DAY, &got, NULL), BAD_DATA);
    assert_int_equal(got, 77);
    assert_int_equal(day_parse("15/3/2020", NO_DAY, &got, NULL), DONE);
    assert_int_equal(as_number(got), 20200315);
}

static void test_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want;
    } cases[] = {
        { "2020-05-01", 20200501 },
        { "2020/05/01", 20200501 },
        { "43952", 20200501 },
        { "43943", 20200422 },
        { "43952.33", 20200501 },
        { "43952,999988", 20200501 },
        { "43987", 20200605 },
        { "10000", 19270518 },
        { "99999", 21731013 },
        { "02/05/2020", 20200502 },
        { "2 Mei 2020", 20200502 },
        { "02 MEI 2020", 20200502 },
        { "2020-05-03 07:59:00", 20200503 },
        { "2020-05-03T07:59:00.000Z", 20200503 },
        { "03/05/2020 7.59", 20200503 },
        { "21 Nov 2026 10.42 WIB", 20261121 },
        { "05-Jun-20", 20200605 },
        { "01/03/18", 20180301 },
        { "02-03-2018", 20180302 },
        { "9 Mar 2018", 20180309 },
        { "5 Nop 2020", 20201105 },
        { "5 Nov 2020", 20201105 },
        { "5 Nopember 2020", 20201105 },
        { "17 Agt 2020", 20200817 },
        { "17 Agst 2020", 20200817 },
        { "17 Ags 2020", 20200817 },
        { "17 Agustus 2020", 20200817 },
        { "17-Aug-2020", 20200817 },
        { "3 Peb 2020", 20200203 },
        { "3 Pebruari 2020", 20200203 },
        { "3 Feb. 2020", 20200203 },
        { "28 Okt 2020", 20201028 },
        { "28 Oct 2020", 20201028 },
        { "31 Des 2020", 20201231 },
        { "31 Dec 2020", 20201231 },
        { "4 Januari 2021", 20210104 },
        { "1 September 1999", 19990901 },
        { "1 Sept 99", 19990901 },
        { "30 Juli 2020", 20200730 },
        { "30 Maret 2020", 20200330 },
        { "30 April 2020", 20200430 },
        { "Jumat, 1 Mei 2020", 20200501 },
        { "Fri, May 1, 2020", 20200501 },
        { "20200501", 20200501 },
        { "\xC2\xA0"
          "2020-05-01 ",
          20200501 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day got = NO_DAY;
        struct error e = { 0 };
        if (day_parse_sheet(cases[i].text, false, &got, &e) != DONE)
            fail_msg("\"%s\" refused: %s", cases[i].text, e.text);
        if (as_number(got) != cases[i].want)
            fail_msg("\"%s\": %d, not %d", cases[i].text, as_number(got), cases[i].want);
    }
}

static void test_sheet_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", NOT_A_DATE },
        { "idem", NOT_A_DATE },
        { "-", NOT_A_DATE },
        { "h", NOT_A_DATE },
        { "kemarin", NOT_A_DATE },
        { "15", NOT_A_DATE },
        { "1503", NOT_A_DATE },
        { "2020", NOT_A_DATE },
        { "9999", NOT_A_DATE },
        { "100000", NOT_A_DATE },
        { "04395", NOT_A_DATE },
        { "43952.3.1", NOT_A_DATE },
        { "-43952", NOT_A_DATE },
        { "0,250", NOT_A_DATE },
        { "1.000,50", NOT_A_DATE },
        { "05/2020", NOT_A_DATE },
        { "2020-05", NOT_A_DATE },
        { "Mei 2020", NOT_A_DATE },
        { "5 juni", NO_YEAR },
        { "15/3", NO_YEAR },
        { "30/02/2020", NO_SUCH_DATE },
        { "13/13/2020", NO_SUCH_DATE },
        { "01/01/1800", BAD_YEAR },
        { "5 Mei 2999", BAD_YEAR },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day got = 77;
        struct error e = { 0 };
        if (day_parse_sheet(cases[i].text, false, &got, &e) != BAD_DATA)
            fail_msg("\"%s\" taken as %d", cases[i].text, as_number(got));
        if (strstr(e.text, cases[i].why) == NULL)
            fail_msg("\"%s\": %s", cases[i].text, e.text);
        assert_int_equal(got, 77);
    }
}

static void test_long_text(void **state)
{
    (void)state;
    struct buf text = { 0 };
    day got = 77;
    struct error e = { 0 };
    buf_puts(&text, "21/11/2026");
    buf_pad(&text, ' ', 1000);
    assert_int_equal(day_parse_sheet(buf_text(&text), false, &got, &e), BAD_DATA);
    assert_int_equal(day_parse(buf_text(&text), 0, &got, &e), BAD_DATA);
    assert_int_equal(got, 77);
    buf_free(&text);
}

/* Every day comes back from each way loket itself writes it, in both languages. */
static void test_round_trip(void **state)
{
    (void)state;
    for (day d = day_of(1900, 1, 1); d <= day_of(2200, 12, 31); d += 13) {
        struct buf iso = { 0 }, local = { 0 };
        day a = NO_DAY, b = NO_DAY;
        language_set(d % 2 ? INDONESIAN : ENGLISH);
        day_iso(d, &iso);
        day_local(d, &local);
        assert_int_equal(day_parse(buf_text(&iso), 0, &a, NULL), DONE);
        assert_int_equal(day_parse_sheet(buf_text(&local), false, &b, NULL), DONE);
        assert_int_equal(a, d);
        assert_int_equal(b, d);
        buf_free(&iso);
        buf_free(&local);
    }
    language_set(INDONESIAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),         cmocka_unit_test(test_typed_refused),
        cmocka_unit_test(test_without_today), cmocka_unit_test(test_sheet),
        cmocka_unit_test(test_sheet_refused), cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_round_trip),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
