/* test_type_contact.c - phone, e-mail, coordinates. */
#include "catalogue/typed.h"

static void test_typed(void **state)
{
    (void)state;
    static const struct typed cases[] = {
        { "phone", "(021) 555-0100", "0215550100", NULL },
        { "phone", "+62 812.3456.789", "+628123456789", NULL },
        { "phone", "0812", NULL, "phone number" },
        { "phone", "1234567890123456", NULL, "phone number" },
        { "phone", "0812 ext 3", NULL, "phone number" },
        { "phone", "62+8123456", NULL, "phone number" },
        { "phone", "+", NULL, "phone number" },
        { "email", "loket@karantina.example", "loket@karantina.example", NULL },
        { "email", "a.b+c@x.co.id", "a.b+c@x.co.id", NULL },
        { "email", "loket", NULL, "e-mail" },
        { "email", "@x.id", NULL, "e-mail" },
        { "email", "a@b", NULL, "e-mail" },
        { "email", "a@b..id", NULL, "e-mail" },
        { "email", "a@.id", NULL, "e-mail" },
        { "email", "a@b.id.", NULL, "e-mail" },
        { "email", "a b@x.id", NULL, "e-mail" },
        { "email", "a@b@x.id", NULL, "e-mail" },
        { "place", "-6.2088, 106.8456", "-6.2088, 106.8456", NULL },
        { "place", "-6.208800,106.845600", "-6.2088, 106.8456", NULL },
        { "place", "-6,2088; 106,8456", "-6.2088, 106.8456", NULL },
        { "place", "-6,2088 106,8456", "-6.2088, 106.8456", NULL },
        { "place", "90, -180", "90, -180", NULL },
        { "place", "90.1, 0", NULL, "latitude and longitude" },
        { "place", "0, 180.000001", NULL, "latitude and longitude" },
        { "place", "-6.2088", NULL, "latitude and longitude" },
        { "place", "1,2,3,4", NULL, "latitude and longitude" },
        { "place", "sini, sana", NULL, "latitude and longitude" },
        { "place", ";", NULL, "latitude and longitude" },
    };
    typed_check(cases, COUNT(cases), &sample_screen);
    typed_check(cases, COUNT(cases), &sample_canonical);
    typed_check(cases, COUNT(cases), &sample_sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),
    };
    text_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
