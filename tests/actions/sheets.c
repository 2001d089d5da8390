#include "sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

const char *sheet_write(struct counter_desk *d, const char *text)
{
    static char path[160];
    struct buf b = { 0 };
    snprintf(path, sizeof path, "%s/sheet.csv", d->folder);
    buf_puts(&b, text);
    assert_int_equal(file_write(path, &b, 0600, NULL), DONE);
    buf_free(&b);
    return path;
}

struct import_report sheet_import_with(struct counter_desk *d, const char *text,
                                       struct import_options o)
{
    struct import_report report = { 0 };
    struct error e = { 0 };
    o.path = sheet_write(d, text);
    if (act_import(d->session, &kind_permit, &o, &report, &e) != DONE)
        test_stop("%s\n", e.text);
    assert_true(report.rows >= report.rejected + report.set_aside + report.created +
                                   report.changed + report.unchanged);
    return report;
}

struct import_report sheet_import(struct counter_desk *d, const char *text)
{
    return sheet_import_with(d, text, (struct import_options){ 0 });
}

const char *report_word(const struct import_report *r, char word[64])
{
    snprintf(word, 64, "%lld %lld %lld %lld", (long long)r->created, (long long)r->changed,
             (long long)r->unchanged, (long long)r->rejected);
    return word;
}

struct record *permit_numbered(struct session *s, const char *number)
{
    struct error e = { 0 };
    int64_t id = 0;
    if (act_resolve(s, &kind_permit, number, &id, &e) != DONE)
        test_stop("%s\n", e.text);
    return counter_load(s, "permit", id);
}

void permit_edit(struct session *s, int64_t id, const char *const *pairs)
{
    struct error e = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = counter_load(s, "permit", id), *base = record_copy(r);
    for (size_t i = 0; pairs[i]; i += 2)
        if (record_put(r, pairs[i], &how, pairs[i + 1], &e) != DONE)
            test_stop("%s\n", e.text);
    if (act_save(s, r, base, NULL, NULL, &e) != DONE)
        test_stop("%s\n", e.text);
    record_free(&r);
    record_free(&base);
}

int64_t permit_with(struct session *s, const char *const *pairs)
{
    int64_t id = counter_permit(s);
    permit_edit(s, id, pairs);
    return id;
}

static void tell_defect(void *context, const char *defect)
{
    (void)context;
    print_error("%s\n", defect);
}

int64_t chain_length(struct session *s)
{
    int64_t entries = 0, defects = 0;
    assert_int_equal(act_verify(s, tell_defect, NULL, &entries, &defects, NULL), DONE);
    assert_int_equal(defects, 0);
    return entries;
}

struct buf sheet_export(struct session *s, const struct kind *k, enum export_format format)
{
    struct error e = { 0 };
    struct buf out = { 0 };
    FILE *file = tmpfile();
    char bytes[4096];
    size_t n;
    assert_non_null(file);
    if (act_export(s, &(struct query){ .kind = k, .closed = true }, format, file, &e) != DONE)
        test_stop("%s\n", e.text);
    rewind(file);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&out, bytes, n);
    fclose(file);
    return out;
}
