/* Which word a mistyped one is taken for, if any. */
#include "loket/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = { "accept", "assign", "backup", "certificate",
                                     "list",   "print",  "state",  "undo" };

static void the_likest_word_is_offered(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *meant; /* NULL: none */
    } cases[] = {
        { "lst", "list" },         /* left out */
        { "lisst", "list" },       /* put in */
        { "prunt", "print" },      /* another one */
        { "sttae", "state" },      /* turned round */
        { "acccpet", "accept" },   /* two slips */
        { "cert", "certificate" }, /* only begun */
        { "asign", "assign" },
        { "list", "list" },
        { "fly", NULL },
        { "", NULL },
        { "x", NULL },
        { "undone it all", NULL },
        { "a word longer than any subcommand of it", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct likeness like = { .typed = cases[i].typed };
        for (size_t w = 0; w < COUNT(words); w++)
            likeness_offer(&like, words[w]);
        if (!text_same(like.best, cases[i].meant))
            fail_msg("%s: %s", cases[i].typed, like.best ? like.best : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_likest_word_is_offered) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
