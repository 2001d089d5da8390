/* test_attach.c - scans and photos beside the database: kept once under their sum, found out where
 * they were altered, in every backup, and back with it. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/actions/attach.h"

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

struct office {
    char folder[64], store[96], scan[96];
    struct clock clock;
    moment now;
    struct session *session;
    int64_t permit;
};

static moment standing(void *context)
{
    return ((struct office *)context)->now;
}

static void put_file(const char *path, const char *text)
{
    const struct buf bytes = { .data = (char *)text, .len = strlen(text) };
    assert_int_equal(file_write(path, &bytes, 0600, NULL), DONE);
}

static void make_permit(struct office *o)
{
    struct record *r = NULL;
    struct save_report report = { 0 };
    struct error e = { 0 };
    const struct reading how = session_reading(o->session, SPELL_CANONICAL);
    assert_int_equal(act_blank(o->session, registry_find(&all_kinds, "permit"), &r, NULL), DONE);
    assert_int_equal(record_put(r, "direction", &how, "EX", &e), DONE);
    assert_int_equal(record_put(r, "document.1.number", &how, "INV-1", &e), DONE);
    assert_int_equal(record_put(r, "document.2.number", &how, "PL-2", &e), DONE);
    enum outcome result = act_save(o->session, r, NULL, NULL, &report, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(result, DONE);
    o->permit = r->id;
    save_report_free(&report);
    record_free(&r);
}

static int up(void **state)
{
    struct office *o = xcalloc(1, sizeof *o);
    struct error e = { 0 };
    text_start();
    language_set(ENGLISH);
    snprintf(o->folder, sizeof o->folder, "/tmp/loket-attach-XXXXXX");
    if (!mkdtemp(o->folder))
        return -1;
    snprintf(o->store, sizeof o->store, "%s/loket.db", o->folder);
    snprintf(o->scan, sizeof o->scan, "%s/faktur 1.pdf", o->folder);
    o->now = moment_parse("2026-11-20T03:00:00.000Z");
    o->clock = (struct clock){ standing, o };
    struct init_options init = { .store = o->store, .desk_folder = o->folder, .clock = &o->clock };
    struct session_options options = {
        .store = o->store, .desk_folder = o->folder, .config = "", .clock = &o->clock
    };
    if (act_init(&init, &e) != DONE || session_open(&options, &o->session, &e) != DONE)
        print_error("%s\n", e.text);
    put_file(o->scan, "kertas");
    *state = o;
    make_permit(o);
    return o->session ? 0 : -1;
}

static int down(void **state)
{
    struct office *o = *state;
    char command[128];
    session_close(&o->session);
    snprintf(command, sizeof command, "rm -rf '%s'", o->folder);
    int status = system(command);
    free(o);
    return status;
}

static struct record *loaded(struct office *o)
{
    struct record *r = NULL;
    assert_int_equal(act_load(o->session, registry_find(&all_kinds, "permit"), o->permit, &r, NULL),
                     DONE);
    return r;
}

static void attach_scan(struct office *o, const char *path)
{
    struct record *r = loaded(o), *base = record_copy(r);
    struct save_report report = { 0 };
    struct error e = { 0 };
    enum outcome result = act_attach(o->session, r, path, o->scan, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(result, DONE);
    assert_int_equal(act_save(o->session, r, base, NULL, &report, &e), DONE);
    save_report_free(&report);
    record_free(&r);
    record_free(&base);
}

/* The text of the field, the caller's. */
static char *text_at(struct office *o, const char *path)
{
    struct record *r = loaded(o);
    const struct value *v = record_at(r, path, NULL);
    char *text = xstrdup(v && v->set ? v->text : "");
    record_free(&r);
    return text;
}

static void kept_path(struct office *o, const char *folder, char out[256])
{
    char *text = text_at(o, "document.2.file");
    assert_true(strlen(text) > 64);
    snprintf(out, 256, "%s/loket.db-files/%.2s/%.62s", folder, text, text + 2);
    free(text);
}

static void hear(void *context, const char *defect)
{
    snprintf(context, 512, "%s", defect);
}

static int64_t defects(struct office *o, char said[512])
{
    int64_t n = 0;
    const struct verify_watch watch = { .each = hear, .context = said };
    *said = '\0';
    assert_int_equal(act_verify_files(o->session, &watch, &n, NULL), DONE);
    return n;
}

static void a_scan_is_kept_and_comes_back(void **state)
{
    struct office *o = *state;
    struct buf bytes = { 0 }, shown = { 0 };
    struct error e = { 0 };
    struct stat st;
    char path[256], said[512];
    attach_scan(o, "document.2.file");
    char *text = text_at(o, "document.2.file");
    assert_string_equal(text + 65, "faktur 1.pdf");
    assert_int_equal(act_attachment(o->session, text, &bytes, &e), DONE);
    assert_string_equal(buf_text(&bytes), "kertas");
    kept_path(o, o->folder, path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
    assert_int_equal(defects(o, said), 0);
    struct record *r = loaded(o);
    const struct field *f = NULL;
    const struct value *v = record_at(r, "document.2.file", &f);
    field_format(f, v, SPELL_SCREEN, &shown);
    assert_string_equal(buf_text(&shown), "faktur 1.pdf");
    record_free(&r);
    buf_free(&shown);
    buf_free(&bytes);
    free(text);
}

static void what_was_altered_is_named(void **state)
{
    struct office *o = *state;
    struct buf bytes = { 0 };
    struct error e = { 0 };
    char path[256], said[512];
    attach_scan(o, "document.2.file");
    kept_path(o, o->folder, path);
    put_file(path, "kertaS");
    assert_int_equal(defects(o, said), 1);
    assert_non_null(strstr(said, "faktur 1.pdf"));
    assert_non_null(strstr(said, "SHA-256"));
    char *text = text_at(o, "document.2.file");
    assert_int_equal(act_attachment(o->session, text, &bytes, &e), REFUSED);
    free(text);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(defects(o, said), 1);
    put_file(path, "kert"); /* attached again it is put right */
    attach_scan(o, "document.1.file");
    assert_int_equal(defects(o, said), 0);
    buf_free(&bytes);
}

static void refuses_what_is_no_scan(void **state)
{
    struct office *o = *state;
    struct record *r = loaded(o);
    struct error e = { 0 };
    assert_int_equal(act_attach(o->session, r, "document.2.number", o->scan, &e), MISUSED);
    assert_int_equal(act_attach(o->session, r, "document.9.file", o->scan, &e), MISUSED);
    assert_int_not_equal(act_attach(o->session, r, "document.1.file", o->folder, &e), DONE);
    put_file(o->scan, "");
    assert_int_equal(act_attach(o->session, r, "document.1.file", o->scan, &e), BAD_DATA);
    int fd = open(o->scan, O_WRONLY | O_CLOEXEC);
    assert_int_equal(ftruncate(fd, (off_t)11 << 20), 0);
    close(fd);
    assert_int_equal(act_attach(o->session, r, "document.1.file", o->scan, &e), BAD_DATA);
    assert_int_equal(act_attachment(o->session, "", &(struct buf){ 0 }, &e), REFUSED);
    record_free(&r);
}

static void backups_hold_them_and_bring_them_back(void **state)
{
    struct office *o = *state;
    struct backup_report report;
    struct error e = { 0 };
    struct stat st;
    char folder[96], path[256], said[512];
    snprintf(folder, sizeof folder, "%s/cadangan", o->folder);
    attach_scan(o, "document.2.file");
    snprintf(path, sizeof path, "%s/", folder);
    assert_int_equal(act_backup(o->session, path, NULL, &report, &e), DONE);
    kept_path(o, folder, path);
    assert_int_equal(stat(path, &st), 0);
    kept_path(o, o->folder, path);
    put_file(path, "kertaS");
    assert_int_equal(defects(o, said), 1);
    const struct session_options office = {
        .store = o->store, .desk_folder = o->folder, .config = "", .clock = &o->clock
    };
    session_close(&o->session);
    struct restore_report restored = { 0 };
    enum outcome result = act_restore(
        &(struct restore_request){ .file = report.path, .office = &office }, NULL, &restored, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(result, DONE);
    restore_report_free(&restored);
    assert_int_equal(session_open(&office, &o->session, &e), DONE);
    assert_int_equal(defects(o, said), 0);
}

static void what_was_attached_away_goes_up(void **state)
{
    struct office *o = *state;
    struct record *r = loaded(o);
    struct error e = { 0 };
    struct buf bytes = { 0 };
    o->session->away = true;
    assert_int_equal(act_attach(o->session, r, "document.2.file", o->scan, &e), DONE);
    const char *text = record_at(r, "document.2.file", NULL)->text;
    assert_int_equal(act_attachment(o->session, text, &bytes, &e), DONE);
    o->session->away = false;
    buf_reset(&bytes);
    assert_int_not_equal(act_attachment(o->session, text, &bytes, &e), DONE);
    assert_int_equal(files_send(o->session, &e), DONE);
    assert_int_equal(act_attachment(o->session, text, &bytes, &e), DONE);
    buf_free(&bytes);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_scan_is_kept_and_comes_back, up, down),
        cmocka_unit_test_setup_teardown(what_was_altered_is_named, up, down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_scan, up, down),
        cmocka_unit_test_setup_teardown(backups_hold_them_and_bring_them_back, up, down),
        cmocka_unit_test_setup_teardown(what_was_attached_away_goes_up, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
