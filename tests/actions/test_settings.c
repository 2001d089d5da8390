/* test_settings.c - loket.conf: what it may say of the share, and that it is said again. */
#include "actions/counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../src/store/mount.h"

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static const char nfs3[] = "1 0 0:9 / / rw - nfs s:/x rw,vers=3,hard,lookupcache=pos\n";
static const char no_locks[] = "1 0 0:9 / / rw - nfs s:/x rw,vers=3,nolock,local_lock=all\n";

static enum outcome open_with(struct counter_desk *d, const char *allow, struct session **out,
                              struct error *e)
{
    char path[200];
    snprintf(path, sizeof path, "%s/loket.conf", d->folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "[loket]\n%s\n", allow);
    assert_int_equal(fclose(f), 0);
    struct session_options o = {
        .store = d->store, .desk_folder = d->desk, .config = path, .clock = &d->clock
    };
    return session_open(&o, out, e);
}

static void what_is_allowed_is_written_and_said(void **state)
{
    struct counter_desk *d = *state;
    static const struct {
        const char *mounts, *allow;
        bool read_only;
        const char *said; /* NULL: nothing */
    } cases[] = {
        { NULL, "", false, NULL },
        { nfs3, "", true, "version 4" },
        { nfs3, "allow = nfs3", false, "version 3" },
        { no_locks, "allow = nfs3", true, "nolock" },
        { no_locks, "allow = nfs3 any-share", false, "loses records" },
    };
    language_set(ENGLISH);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error e = { 0 };
        struct session *s = NULL;
        struct buf said = { 0 };
        mount_pretend(cases[i].mounts);
        assert_int_equal(open_with(d, cases[i].allow, &s, &e), DONE);
        bool any = session_warning(s, &said);
        assert_int_equal(store_read_only(session_store(s), NULL), cases[i].read_only);
        assert_int_equal(any, cases[i].said != NULL);
        if (cases[i].said)
            assert_non_null(strstr(buf_text(&said), cases[i].said));
        buf_free(&said);
        session_close(&s);
    }
    mount_pretend(NULL);
    language_set(INDONESIAN);
}

static void other_words_are_refused(void **state)
{
    struct counter_desk *d = *state;
    static const char *const lines[] = { "allow = nfs", "allow = nfs3,any-share", "allow = nfs3 x",
                                         "mouse = maybe" };
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct error e = { 0 };
        struct session *s = NULL;
        assert_int_equal(open_with(d, lines[i], &s, &e), MISUSED);
        assert_non_null(strstr(e.text, i < 3 ? "allow" : "mouse"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allowed_is_written_and_said),
        cmocka_unit_test(other_words_are_refused),
    };
    return cmocka_run_group_tests(tests, counter_up, counter_down);
}
