/* test_back_entry.c - the guards of what was done on paper, on permits and answered facts. */
#include "records/desk.h"

#include <string.h>

#include "../../src/records/back_entry.h"

#define NOW INT64_C(1795232520000) /* 2026-11-21 10.42 in Western Indonesia */
#define HOUR_MS INT64_C(3600000)

struct told {
    const char *use, *by, *taken;
    int64_t open, period, issued_at;
};

/* The sentence, "" where it may go on; valid until the next call. */
static const char *asked(const struct guard *g, const struct record *r, const struct told *t)
{
    static struct error why;
    struct answers *a = answers_new();
    why = (struct error){ 0 };
    answers_put(a, "back_entry.use", 0, t->use);
    answers_put(a, "back_entry.by", 0, t->by);
    if (t->taken != NULL)
        answers_put(a, "back_entry.taken", 1, t->taken);
    answers_put(a, "back_entry.open", t->open, NULL);
    answers_put(a, "back_entry.period", t->period, NULL);
    answers_put(a, "back_entry.issued_at", t->issued_at, NULL);
    answers_put(a, "back_entry.now", NOW, NULL);
    bool fine = g->allow(r, a, &why);
    answers_free(&a);
    assert_int_equal(fine, why.text[0] == '\0');
    return why.text;
}

static void test_number(void **state)
{
    (void)state;
    static const struct {
        struct told told;
        const char *says; /* "": it may */
    } cases[] = {
        { { .use = "unused", .period = 1 }, "" },
        { { .use = "mine", .period = 1 }, "" },
        { { .use = "mine" }, "period" }, /* its day was changed behind it */
        { { .use = "used", .by = "0S9VJVF800441", .period = 1 }, "by record 0S9VJVF800441" },
        { { .use = "closed", .by = "rusak", .period = 1 }, "closed unused (rusak)" },
        { { .use = "", .period = 1 }, "no number reserved" },
        { { .use = "unused", .taken = "0S9VJVF800441", .period = 1 }, "stands on record" },
        { { .use = "unused" }, "period" },
    };
    struct record *r = desk_permit();
    value_set_text(record_value(r, "number"), "2026-0415");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *said = asked(&back_entry_number, r, &cases[i].told);
        if (cases[i].says[0] == '\0' ? said[0] != '\0' : strstr(said, cases[i].says) == NULL)
            fail_msg("“%s” instead of “%s”", said, cases[i].says);
    }
    value_clear(record_value(r, "number"));
    assert_non_null(strstr(asked(&back_entry_number, r, &(struct told){ 0 }), "No block"));
    assert_string_equal(asked(&back_entry_number, r, &(struct told){ .open = 1 }), "");
    record_free(&r);
}

static void test_time(void **state)
{
    (void)state;
    struct record *r = desk_permit();
    const struct told t = { .issued_at = NOW - HOUR_MS + 30000 };
    static const struct {
        int64_t at;
        const char *says;
    } cases[] = {
        { NOW, "" },
        { NOW + 1, "future" },
        { NOW - HOUR_MS, "" }, /* the minute it was issued in */
        { NOW - HOUR_MS - 1, "before the block" },
    };
    assert_string_equal(asked(&back_entry_time, r, &t), ""); /* it is asked for */
    for (size_t i = 0; i < COUNT(cases); i++) {
        value_set_number(record_value(r, "accepted_at"), cases[i].at);
        const char *said = asked(&back_entry_time, r, &t);
        if (cases[i].says[0] == '\0' ? said[0] != '\0' : strstr(said, cases[i].says) == NULL)
            fail_msg("%zu: “%s”", i, said);
    }
    value_set_number(record_value(r, "accepted_at"), NOW);
    value_set_number(record_value(r, "received_on"), DESK_TODAY + 1);
    assert_non_null(strstr(asked(&back_entry_time, r, &t), "done on paper"));
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number),
        cmocka_unit_test(test_time),
    };
    text_start();
    language_set(ENGLISH);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
