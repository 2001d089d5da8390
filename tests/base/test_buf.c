/* test_buf.c - growable bytes. */
#include "loket/base.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_empty_reads_as_text(void **state)
{
    (void)state;
    struct buf b = { 0 };
    assert_string_equal(buf_text(&b), "");
    buf_reset(&b);
    char *text = buf_take(&b);
    assert_string_equal(text, "");
    free(text);
    buf_add(&b, NULL, 0);
    assert_non_null(b.data);
    assert_int_equal(b.len, 0);
    buf_free(&b);
    assert_null(b.data);
}

static void test_appends(void **state)
{
    (void)state;
    struct buf b = { 0 };
    buf_puts(&b, "satu");
    buf_putc(&b, ',');
    buf_add(&b, "dua\0tiga", 8);
    buf_pad(&b, '.', 2);
    buf_printf(&b, "%d-%s", 12, "x");
    assert_int_equal(b.len, 4 + 1 + 8 + 2 + 4);
    assert_memory_equal(b.data, "satu,dua\0tiga..12-x", b.len + 1);
    buf_free(&b);
}

/* Each length about the doublings, so that a missing byte for the NUL shows under the sanitizer. */
static void test_every_length(void **state)
{
    (void)state;
    for (size_t n = 0; n < 300; n++) {
        struct buf b = { 0 }, c = { 0 };
        buf_pad(&b, 'a', n);
        buf_printf(&c, "%s", buf_text(&b));
        assert_int_equal(strlen(b.data), n);
        assert_string_equal(buf_text(&c), buf_text(&b));
        buf_free(&b);
        buf_free(&c);
    }
}

static void test_reset_keeps_memory(void **state)
{
    (void)state;
    struct buf b = { 0 };
    buf_pad(&b, 'a', 500);
    size_t cap = b.cap;
    buf_reset(&b);
    assert_int_equal(b.len, 0);
    assert_int_equal(b.cap, cap);
    assert_string_equal(buf_text(&b), "");
    buf_free(&b);
}

static void test_take_gives_away(void **state)
{
    (void)state;
    struct buf b = { 0 };
    buf_puts(&b, "milik");
    char *text = buf_take(&b);
    assert_string_equal(text, "milik");
    assert_null(b.data);
    assert_int_equal(b.len, 0);
    buf_puts(&b, "lagi");
    assert_string_equal(text, "milik");
    free(text);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_reads_as_text), cmocka_unit_test(test_appends),
        cmocka_unit_test(test_every_length),        cmocka_unit_test(test_reset_keeps_memory),
        cmocka_unit_test(test_take_gives_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
