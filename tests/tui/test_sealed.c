/* Sealed text on the screen: who sees it, where, and that nothing of it stays behind. */
#include "people_screen.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#undef fail

/* In no other text of the test. */
static const char words[] = "amplop cokelat di parkiran", anew[] = "kuitansi ganda bulan lalu";

static int64_t write_note(struct people_office *o)
{
    enum { MINUTE_MS = 60000 };
    struct session *s = o->desk->session;
    o->desk->now = o->office.now += MINUTE_MS; /* the newest of all */
    language_set(ENGLISH);
    staff_login(s, "operator");
    int64_t id =
        counter_make(s, "note", (const char *const[]){ "subject", "Laporan", "text", words, NULL });
    session_logout(s);
    language_set(INDONESIAN);
    return id;
}

static void text_now(struct people_office *o, int64_t id, struct buf *clear, struct buf *stored)
{
    struct session *s = o->desk->session;
    struct error e = { 0 };
    staff_login(s, "compliance");
    struct record *r = counter_load(s, "note", id);
    buf_puts(stored, record_text(r, "text"));
    must(act_unseal(s, kind_field(&kind_note, "text"), record_value(r, "text"), clear, &e), &e);
    record_free(&r);
    session_logout(s);
}

/* The newest note, open on the screen of who is named. */
static struct glass *note_open(struct people_office *o, const char *who)
{
    struct glass *g = people_glass(o, 24, 80);
    people_login(g, who, "demo");
    glass_press(g, "Ctrl-P");
    glass_type(g, "catatan rahasia");
    glass_press(g, "Enter Enter");
    glass_expect(g, "Laporan");
    return g;
}

/* ---- Bytes on the disk ---- */

static bool file_holds(const char *path, const char *text)
{
    FILE *f = fopen(path, "rb");
    struct buf all = { 0 };
    char part[4096];
    size_t n;
    bool found = false;
    while (f != NULL && (n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&all, part, n);
    if (f != NULL)
        fclose(f);
    for (size_t i = 0; !found && i + strlen(text) <= all.len; i++)
        found = memcmp(all.data + i, text, strlen(text)) == 0;
    buf_free(&all);
    return found;
}

/* Any file under the folder: store, journal, desk.db, its WAL. */
static size_t files_holding(const char *folder, const char *text, size_t *seen)
{
    DIR *d = opendir(folder);
    size_t found = 0;
    for (struct dirent *i = d != NULL ? readdir(d) : NULL; i != NULL; i = readdir(d)) {
        char path[600];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, i->d_name);
        if (i->d_name[0] == '.' || stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            found += files_holding(path, text, seen);
        } else {
            *seen += 1;
            bool holds = file_holds(path, text);
            if (holds)
                print_error("“%s” stands in %s\n", text, path);
            found += holds;
        }
    }
    closedir(d);
    return found;
}

static void nothing_stays(struct people_office *o, struct glass *g)
{
    size_t seen = 0;
    glass_expect_not(g, "cokelat di");
    glass_expect_not(g, "kuitansi ganda");
    assert_int_equal(files_holding(o->office.folder, "cokelat di", &seen), 0);
    assert_int_equal(files_holding(o->office.folder, "kuitansi ganda", &seen), 0);
    assert_true(seen >= 4);
}

/* ---- Reading ---- */

static void a_holder_opens_it_on_request_until_they_leave(void **state)
{
    write_note(*state);
    struct glass *g = note_open(*state, "compliance");
    glass_expect(g, "(rahasia, untuk petugas kepatuhan internal)");
    glass_expect_not(g, words);
    glass_press(g, "Ctrl-D");
    glass_expect(g, words);
    glass_press(g, "F7"); /* a pop-up over it: history tells none of it */
    glass_press(g, "Esc F5");
    glass_expect_not(g, words);
    glass_press(g, "Ctrl-D");
    glass_expect(g, words);
    glass_press(g, "Esc");
    nothing_stays(*state, g);
    glass_press(g, "Enter");
    glass_expect(g, "(rahasia, untuk");
    glass_close(&g);
}

static void nobody_else_opens_it(void **state)
{
    write_note(*state);
    struct glass *g = note_open(*state, "operator");
    glass_expect(g, "(rahasia, untuk petugas kepatuhan internal)");
    glass_press(g, "Ctrl-D");
    glass_expect(g, "rahasia: hanya");
    glass_expect_not(g, words);
    nothing_stays(*state, g);
    glass_close(&g);
}

static void a_locked_desk_shows_none_of_it_afterwards(void **state)
{
    enum { QUARTER_MS = 15 * 60000 };
    write_note(*state);
    struct glass *g = note_open(*state, "compliance");
    glass_press(g, "Ctrl-D");
    glass_expect(g, words);
    glass_later(g, QUARTER_MS + 1000);
    glass_expect(g, "Terkunci");
    nothing_stays(*state, g);
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "(rahasia, untuk"); /* the view stands, sealed */
    nothing_stays(*state, g);
    glass_press(g, "F4");
    glass_expect(g, words);
    glass_later(g, QUARTER_MS + 1000);
    glass_type(g, "demo");
    glass_press(g, "Enter");
    glass_expect(g, "(rahasia, untuk"); /* the form is closed */
    nothing_stays(*state, g);
    glass_close(&g);
}

/* ---- Writing ---- */

static void a_holder_edits_the_words(void **state)
{
    struct buf clear = { 0 }, first = { 0 }, second = { 0 };
    int64_t id = write_note(*state);
    text_now(*state, id, &clear, &first);
    struct glass *g = note_open(*state, "compliance");
    glass_press(g, "F4");
    glass_expect(g, words);
    glass_type(g, "Laporan lagi");
    glass_press(g, "F2"); /* the subject alone: the seal is not made anew */
    glass_expect(g, "tersimpan");
    nothing_stays(*state, g);
    buf_reset(&clear);
    text_now(*state, id, &clear, &second);
    assert_string_equal(buf_text(&second), buf_text(&first));
    glass_press(g, "F4 Tab");
    glass_type(g, ", malam");
    glass_later(g, 1000); /* the draft is kept */
    glass_press(g, "Esc");
    nothing_stays(*state, g);
    glass_press(g, "Esc Esc");
    glass_expect(g, "Ketikan belum disimpan");
    glass_press(g, "Tab End Enter");
    glass_expect(g, "parkiran, malam");
    glass_press(g, "F2");
    nothing_stays(*state, g);
    buf_reset(&clear);
    buf_reset(&second);
    text_now(*state, id, &clear, &second);
    assert_string_equal(buf_text(&clear), "amplop cokelat di parkiran, malam");
    glass_close(&g);
    buf_free(&clear);
    buf_free(&first);
    buf_free(&second);
}

static void who_does_not_hold_it_leaves_it_or_writes_anew(void **state)
{
    struct buf clear = { 0 }, stored = { 0 };
    int64_t id = write_note(*state);
    struct glass *g = note_open(*state, "operator");
    glass_press(g, "F4");
    glass_expect(g, "(rahasia, untuk");
    glass_type(g, "Laporan kedua");
    glass_press(g, "Tab");
    glass_expect(g, "ketik = ganti, kosong = tetap.");
    glass_type(g, "x");
    glass_press(g, "Backspace F2"); /* left empty: it stays */
    glass_expect(g, "tersimpan");
    text_now(*state, id, &clear, &stored);
    assert_string_equal(buf_text(&clear), words);
    glass_press(g, "F4 Tab");
    glass_type(g, anew);
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    nothing_stays(*state, g);
    buf_reset(&clear);
    text_now(*state, id, &clear, &stored);
    assert_string_equal(buf_text(&clear), anew);
    glass_close(&g);
    buf_free(&clear);
    buf_free(&stored);
}

/* Half typed when the desk was given over: the words are in the draft, for their writer alone. */
static void a_draft_is_its_writers(void **state)
{
    write_note(*state);
    struct glass *g = note_open(*state, "operator");
    glass_press(g, "F4 Tab");
    glass_type(g, anew);
    glass_press(g, "Ctrl-V");
    nothing_stays(*state, g);
    people_login(g, "verifier", "demo");
    glass_expect_not(g, "Ketikan belum disimpan"); /* it is not even listed */
    nothing_stays(*state, g);
    glass_press(g, "Ctrl-V");
    people_login(g, "operator", "demo");
    glass_expect(g, "Ketikan belum disimpan");
    glass_press(g, "Tab End Enter");
    glass_expect(g, anew);
    glass_press(g, "F2");
    glass_expect(g, "tersimpan");
    nothing_stays(*state, g);
    glass_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_does_not_hold_it_leaves_it_or_writes_anew),
        cmocka_unit_test(a_holder_opens_it_on_request_until_they_leave),
        cmocka_unit_test(nobody_else_opens_it),
        cmocka_unit_test(a_locked_desk_shows_none_of_it_afterwards),
        cmocka_unit_test(a_holder_edits_the_words),
        cmocka_unit_test(a_draft_is_its_writers),
    };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
