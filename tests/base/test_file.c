/* test_file.c - whole files, bounded. */
#include "loket/base.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char folder[256];

static int make_folder(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/loket-file-XXXXXX", parent != NULL ? parent : "/tmp");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "a/b/c", "a/b", "a", "out", "link", "plain" };
    char path[512];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (unlink(path) != 0)
            rmdir(path);
    }
    return rmdir(folder); /* fails where a temporary file was left behind */
}

static const char *in_folder(const char *name, char path[512])
{
    snprintf(path, 512, "%s/%s", folder, name);
    return path;
}

static void put(const char *path, const char *text)
{
    struct buf b = { 0 };
    buf_puts(&b, text);
    assert_int_equal(file_write(path, &b, 0640, NULL), DONE);
    buf_free(&b);
}

static void holds(const char *path, const char *want)
{
    struct buf b = { 0 };
    assert_int_equal(file_read(path, 1000, &b, NULL), DONE);
    assert_string_equal(buf_text(&b), want);
    buf_free(&b);
}

static void test_written_and_read(void **state)
{
    (void)state;
    char path[512];
    struct stat there;
    in_folder("out", path);
    put(path, "satu");
    holds(path, "satu");
    assert_int_equal(stat(path, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0640);
    put(path, "");
    holds(path, "");
    put(path, "dua");
    holds(path, "dua");
}

static void test_bytes_of_every_kind(void **state)
{
    (void)state;
    char path[512];
    struct buf b = { 0 }, back = { 0 };
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, (char)(i * 31));
    assert_int_equal(file_write(in_folder("out", path), &b, 0600, NULL), DONE);
    buf_puts(&back, ">");
    assert_int_equal(file_read(path, b.len, &back, NULL), DONE);
    assert_int_equal(back.len, b.len + 1);
    assert_memory_equal(back.data + 1, b.data, b.len);
    buf_free(&b);
    buf_free(&back);
}

static void test_limit(void **state)
{
    (void)state;
    char path[512];
    struct buf b = { 0 };
    struct error e;
    put(in_folder("out", path), "12345");
    assert_int_equal(file_read(path, 5, &b, &e), DONE);
    assert_int_equal(file_read(path, 4, &b, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "batas 4 bita"));
    assert_string_equal(buf_text(&b), "12345"); /* what stood there before */
    assert_int_equal(file_read(path, 0, &b, &e), BAD_DATA);
    buf_free(&b);
}

static void test_sentences(void **state)
{
    (void)state;
    char path[512];
    struct buf b = { 0 };
    struct error e;
    assert_int_equal(file_read(in_folder("nowhere", path), 9, &b, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "tidak ada"));
    assert_non_null(strstr(e.text, "nowhere"));
    assert_int_equal(file_read(folder, 9, &b, &e), BAD_DATA);
    assert_non_null(strstr(e.text, "adalah folder"));
    assert_int_equal(file_write(in_folder("none/x", path), &b, 0644, &e), FAULT);
    assert_non_null(strstr(e.text, "tidak ada"));
    assert_int_equal(file_write("/proc/self/x", &b, 0644, &e), FAULT);
    assert_int_equal(e.code, FAULT);
    buf_free(&b);
}

/* A disk without room, and one that fails while it is read. */
static void test_failing_disks(void **state)
{
    (void)state;
    struct buf b = { 0 };
    struct error e;
    buf_puts(&b, "x");
    assert_int_equal(file_write("/dev/full", &b, 0644, &e), FAULT);
    assert_non_null(strstr(e.text, "Tidak ada ruang lagi"));
    assert_int_equal(file_read("/proc/self/mem", 100, &b, &e), FAULT);
    assert_non_null(strstr(e.text, "tidak dapat dibaca"));
    assert_string_equal(buf_text(&b), "x");
    buf_free(&b);
}

static void test_link_is_kept(void **state)
{
    (void)state;
    char plain[512], link[512];
    struct stat there;
    put(in_folder("plain", plain), "lama");
    assert_int_equal(symlink("plain", in_folder("link", link)), 0);
    put(link, "baru");
    holds(plain, "baru");
    assert_int_equal(lstat(link, &there), 0);
    assert_true(S_ISLNK(there.st_mode));
}

/* A device is written into, never replaced by a file. */
static void test_device_stays(void **state)
{
    (void)state;
    struct stat there;
    put("/dev/null", "x");
    assert_int_equal(stat("/dev/null", &there), 0);
    assert_true(S_ISCHR(there.st_mode));
}

static void test_only_the_file_is_left(void **state)
{
    (void)state;
    char path[512];
    put(in_folder("out", path), "x");
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;)
        assert_false(text_starts(entry->d_name, "out."));
    closedir(d);
}

static void test_folders(void **state)
{
    (void)state;
    char path[512], slashes[512];
    struct error e;
    struct stat there;
    assert_int_equal(folder_make(in_folder("a/b/c", path), 0700, &e), DONE);
    assert_int_equal(stat(path, &there), 0);
    assert_true(S_ISDIR(there.st_mode));
    assert_int_equal(folder_make(path, 0700, &e), DONE);
    assert_int_equal(folder_make(in_folder("a//b/", slashes), 0700, &e), DONE);
    put(in_folder("out", path), "x");
    assert_int_equal(folder_make(path, 0700, &e), FAULT);
    assert_non_null(strstr(e.text, "ada berkas"));
    assert_int_equal(folder_make(in_folder("out/deeper", path), 0700, &e), FAULT);
    assert_int_equal(folder_make("", 0700, &e), FAULT);
    assert_int_equal(folder_make("/", 0700, &e), DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_and_read),
        cmocka_unit_test(test_bytes_of_every_kind),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_failing_disks),
        cmocka_unit_test(test_link_is_kept),
        cmocka_unit_test(test_device_stays),
        cmocka_unit_test(test_only_the_file_is_left),
        cmocka_unit_test(test_folders),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
