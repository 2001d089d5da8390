/* test_verify_tell.c - a suspect entry is named so that people know it, whatever is written in it.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tamper.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

static const struct forgery names[] = {
    { "UPDATE history SET note = 'x' WHERE seq = 1", 1, "History entry 1 (create by desk " },
    { "UPDATE history SET note = 'x' WHERE seq = 2", 1, "History entry 2 (Thing uno, 0" },
    { "UPDATE history SET note = 'x' WHERE seq = 5", 1, ", edit by desk " },
    { "UPDATE history SET note = 'x' WHERE seq = 7", 1, "History entry 7 (import by desk " },
    /* Its record is gone, or was altered, or is of no kind. */
    { "UPDATE history SET note = 'x' WHERE seq = 4; DELETE FROM person", 2,
      "History entry 4 (Person 0" },
    { "UPDATE history SET note = 'x' WHERE seq = 4; UPDATE person SET state = 'x'", 2,
      "History entry 4 (Person 0" },
    { "UPDATE history SET kind = 'nothing' WHERE seq = 3", 1, "History entry 3 (new by desk " },
    { "UPDATE history SET step = '' WHERE seq = 3", 1, "its step, which was “new”" },
};

static void entries_have_names(void **state)
{
    (void)state;
    tamper_each(names, COUNT(names));
}

/* A name that would write on the reader's terminal, or fill it. */
static void what_forgers_write_does_no_harm(void **state)
{
    struct bench *b = *state;
    struct buf said = { 0 };
    bench_forge(b, "UPDATE history SET author = char(27) || '[2J' || char(10) || 'x', "
                   "step = hex(randomblob(4000)) WHERE seq = 3");
    bench_forge(b, "UPDATE person SET name = char(27) || '[2J'");
    assert_int_equal(tamper_defects(b, &said, NULL), 2);
    assert_null(strchr(buf_text(&said), 27));
    assert_true(said.len < 1000);
    size_t lines = 0;
    for (const char *p = buf_text(&said); *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 2);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_have_names),
        cmocka_unit_test_setup_teardown(what_forgers_write_does_no_harm, tamper_open, tamper_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
