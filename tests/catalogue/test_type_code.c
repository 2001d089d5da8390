/* test_type_code.c - HS, NPWP, NITKU, NIK, NIP. */
#include "catalogue/typed.h"

static void test_typed(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "hs_code", "0102.21.00.00", "0102210000", NULL },
        { "hs_code", "1006", "1006", NULL },
        { "hs_code", "100630120000", "100630120000", NULL },
        { "hs_code", "7108000", "7108000", NULL },
        { "hs_code", "100", NULL, "4 to 12 digits" },
        { "hs_code", "1006301200001", NULL, "4 to 12 digits" },
        { "hs_code", "10A6", NULL, "digits only" },
        { "hs_code", ".", NULL, "digits only" },
        { "npwp", "01.234.567.8-901.000", "012345678901000", NULL },
        { "npwp", "0012345678901000", "0012345678901000", NULL },
        { "npwp", "12345678901000", NULL, "15 or 16 digits" },
        { "npwp", "00123456789010001", NULL, "15 or 16 digits" },
        { "nitku", "0012345678901000000001", "0012345678901000000001", NULL },
        { "nitku", "001234567890100000000", NULL, "22 digits" },
        { "nik", "3171012108860001", "3171012108860001", NULL },
        { "nik", "3171016108860001", "3171016108860001", NULL },
        { "nik", "3171012902000001", "3171012902000001", NULL },
        { "nik", "3171013102860001", NULL, "date of birth" },
        { "nik", "3171010013860001", NULL, "date of birth" },
        { "nik", "3171014008860001", NULL, "date of birth" },
        { "nik", "3171017208860001", NULL, "date of birth" },
        { "nik", "317101210886000", NULL, "16 digits" },
        { "nip", "196812081995031001", "196812081995031001", NULL },
        { "nip", "19681208 199503 2 001", "196812081995032001", NULL },
        { "nip", "198203102021211002", "198203102021211002", NULL },
        { "nip", "196813081995031001", NULL, "date of birth" },
        { "nip", "100012081995031001", NULL, "date of birth" },
        { "nip", "196812081995131001", NULL, "month of appointment" },
        { "nip", "196812081950031001", NULL, "month of appointment" },
        { "nip", "196812081995033001", NULL, "1 for men" },
        { "nip", "19681208199503100", NULL, "18 digits" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_canonical);
}

/* Spreadsheets keep codes as numbers and eat the leading zero. */
static void test_lost_zero(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "hs_code", "7108000", "07108000", NULL },
        { "hs_code", "04072100", "04072100", NULL },
        { "hs_code", "71080", "071080", NULL },
        { "hs_code", "7", NULL, "4 to 12 digits" },
        { "hs_code", "-", "", NULL },
        { "npwp", "12345678901000", "012345678901000", NULL },
        { "npwp", "2345678901000", NULL, "15 or 16 digits" },
        { "nitku", "12345678901000000001", NULL, "22 digits" },
        { "nitku", "012345678901000000001", "0012345678901000000001", NULL },
        { "nik", "171012108860001", NULL, "16 digits" },
    };
    typed_check(cases, COUNT(cases), &sample_sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_lost_zero),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
