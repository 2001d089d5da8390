/* Printing through lp: what no printer took is no print, and says what to do; what came out counts.
 * The lp of these tests is a script in the test's own folder. */
#include "../../src/actions/private.h"
#include "actions/counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static enum outcome to_printer(void *context, const struct buf *paper, struct error *e)
{
    return act_deliver(context, paper, NULL, e);
}

static void put_lp(const struct counter_desk *d, const char *body)
{
    enum { RUNS = 0700 };
    char path[128];
    struct buf script = { 0 };
    snprintf(path, sizeof path, "%s/lp", d->folder);
    buf_printf(&script, "#!/bin/sh\n%s\n", body);
    assert_int_equal(file_write(path, &script, RUNS, NULL), DONE);
    assert_int_equal(chmod(path, RUNS), 0);
    buf_free(&script);
}

static size_t prints_told(struct session *s, int64_t id)
{
    struct buf history = { 0 };
    struct error e = { 0 };
    size_t n = 0;
    assert_int_equal(act_history(s, &kind_permit, id, &history, &e), DONE);
    for (const char *at = buf_text(&history); (at = strstr(at, "receipt")) != NULL; at++)
        n++;
    buf_free(&history);
    return n;
}

static void what_lp_refuses_does_not_count(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    static const struct {
        const char *lp;
        enum outcome want;
        int64_t prints; /* afterwards */
        const char *says;
    } cases[] = {
        { "echo 'lp: no default destination available.' >&2; exit 1", FAULT, 0, "lp says: lp: no" },
        { "echo a; echo b; kill -9 $$", FAULT, 0, "loket.conf" },
        { "exit 0", DONE, 1, "" },
        { "exit 1", FAULT, 1, "file" },
        { "exit 0", DONE, 2, "" },
    };
    char *path = xstrdup(getenv("PATH"));
    int64_t id = counter_permit(s);
    setenv("PATH", d->folder, 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        struct record *r = counter_load(s, "permit", id);
        put_lp(d, cases[i].lp);
        assert_int_equal(act_print(s, r, "receipt", PAPER_TEXT, to_printer, s, &e), cases[i].want);
        assert_non_null(strstr(e.text, cases[i].says));
        record_free(&r);
        r = counter_load(s, "permit", id);
        assert_int_equal(record_number(r, "prints"), cases[i].prints);
        assert_int_equal(prints_told(s, id), cases[i].prints);
        record_free(&r);
    }
    setenv("PATH", path, 1);
    free(path);
}

/* A printer that is named is named in the sentence, with another way out. */
static void the_printer_is_named(void **state)
{
    struct counter_desk *d = *state;
    struct session *s = d->session;
    struct buf paper = { 0 };
    struct error e = { 0 };
    char *path = xstrdup(getenv("PATH"));
    setenv("PATH", d->folder, 1);
    put_lp(d, "test \"$3\" = Loket3 && exit 0; exit 1");
    buf_puts(&paper, "x");
    buf_puts(&s->printer, "Loket3");
    assert_int_equal(act_deliver(s, &paper, NULL, &e), DONE);
    put_lp(d, "exit 1");
    assert_int_equal(act_deliver(s, &paper, NULL, &e), FAULT);
    assert_non_null(strstr(e.text, "Loket3"));
    setenv("PATH", path, 1);
    free(path);
    buf_free(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lp_refuses_does_not_count),
        cmocka_unit_test(the_printer_is_named),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
