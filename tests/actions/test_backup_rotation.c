/* Which backups stay: so many days, weeks and months, whatever else lies in the folder. */
#include "../../src/actions/backup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

enum { NOON = 12 * 3600 };

/* One backup each day for `days` days up to 2026-11-21, and two on the last; how many stay. */
static size_t kept_of(int days, bool **keep, char ***names)
{
    size_t count = (size_t)days + 1, kept = 0;
    *names = xcalloc(count, sizeof **names);
    *keep = xcalloc(count, sizeof **keep);
    for (size_t i = 0; i < count; i++) {
        struct buf name = { 0 };
        bool again = i + 1 == count;
        backup_name("loket", day_of(2026, 11, 21) - (again ? 0 : (day)i), again ? 1 : NOON, &name);
        (*names)[i] = buf_take(&name);
    }
    backup_rotation("loket", (const char *const *)*names, count, *keep);
    for (size_t i = 0; i < count; i++)
        kept += (*keep)[i];
    return kept;
}

static void release(int days, bool *keep, char **names)
{
    for (int i = 0; i <= days; i++)
        free(names[i]);
    free(names);
    free(keep);
}

static void generations_are_bounded(void **state)
{
    /* 14 days, 8 to 21 November; the Sundays 1 November and 25, 18, 11 and 4 October; and the last
     * day of each of 23 months before November. */
    static const struct {
        int days;
        size_t stay;
    } cases[] = { { 1, 1 }, { 14, 14 }, { 15, 14 }, { 1000, 42 } };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool *keep;
        char **names;
        size_t kept = kept_of(cases[i].days, &keep, &names);
        assert_true(keep[0]);              /* the newest */
        assert_false(keep[cases[i].days]); /* an earlier one of the same day */
        assert_true(kept <= 14 + 8 + 24);
        if (kept != cases[i].stay)
            test_stop("%d days: %zu stay", cases[i].days, kept);
        release(cases[i].days, keep, names);
    }
}

/* A backup that was made each month only is not thinned to fourteen days. */
static void a_quiet_office_loses_none(void **state)
{
    const char *const names[] = { "loket-2026-11-01-120000.db", "loket-2026-08-01-120000.db",
                                  "loket-2025-01-01-120000.db" };
    bool keep[COUNT(names)];
    (void)state;
    backup_rotation("loket", names, COUNT(names), keep);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_true(keep[i]);
}

static void what_is_not_ours_stays(void **state)
{
    const char *const names[] = {
        "loket-2026-11-21-120000.db",        "loket-2026-11-21-110000.db",
        "loket-2026-11-21-110000.db.sha256", "other-2026-11-21-110000.db",
        "loket-2026-13-21-110000.db",        "loket-2026-11-21-110000.dbx",
        "loket-2026-11-21-116100.db",        "loket.db",
        "loket-2026-11-21-250000.db",        ".."
    };
    bool keep[COUNT(names)];
    (void)state;
    backup_rotation("loket", names, COUNT(names), keep);
    for (size_t i = 0; i < COUNT(names); i++)
        if (keep[i] != (i != 1))
            test_stop("%s", names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generations_are_bounded),
        cmocka_unit_test(a_quiet_office_loses_none),
        cmocka_unit_test(what_is_not_ours_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
