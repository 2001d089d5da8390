/* values.c - a cell into a field: what is taken is the same again from its canonical spelling. The
 * first bytes choose the field and how it is read, the rest is the cell. */
#include "fuzz.h"

#include <string.h>

#include "loket/records.h"

enum { DAY_OF_FUZZ = 20778 }; /* 2026-11-21 */

static const struct field *field_number(size_t n)
{
    size_t own = field_count(kind_permit.fields), at = n;
    if (at < own)
        return &kind_permit.fields[at];
    at -= own;
    for (size_t l = 0; l < line_kind_count(&kind_permit); l++) {
        size_t count = field_count(kind_permit.lines[l].fields);
        if (at < count)
            return &kind_permit.lines[l].fields[at];
        at -= count;
    }
    return &kind_permit.fields[n % own];
}

/* From canonical text to the same value, and to the same text. */
static void comes_back(const struct field *f, const struct value *v)
{
    static const struct reading canonical = { .spelling = SPELL_CANONICAL, .today = DAY_OF_FUZZ };
    struct buf once = { 0 }, twice = { 0 };
    struct value again = { 0 };
    struct error e = { 0 };
    field_format(f, v, SPELL_CANONICAL, &once);
    MUST(field_parse(f, &canonical, buf_text(&once), &again, &e) == DONE);
    MUST(value_same(v, &again));
    field_format(f, &again, SPELL_CANONICAL, &twice);
    MUST(strcmp(buf_text(&once), buf_text(&twice)) == 0);
    value_clear(&again);
    buf_free(&once);
    buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const enum spelling spellings[] = { SPELL_SHEET, SPELL_SCREEN, SPELL_CANONICAL };
    struct value v = { 0 };
    struct error e = { 0 };
    if (n < 2)
        return 0;
    const struct field *f = field_number(bytes[0]);
    struct reading how = { .spelling = spellings[bytes[1] % 3],
                           .today = DAY_OF_FUZZ,
                           .zone_minutes = 420,
                           .typed = bytes[1] & 32,
                           .now = DAY_OF_FUZZ * INT64_C(86400000),
                           .month_first = bytes[1] & 64,
                           .decimal_point = bytes[1] & 128 };
    char *text = xcalloc(n - 1, 1);
    memcpy(text, bytes + 2, n - 2);
    enum outcome o = field_parse(f, &how, text, &v, &e);
    MUST(o == DONE || o == BAD_DATA);
    MUST(o == DONE || (e.text[0] && utf8_valid(e.text, strlen(e.text))));
    if (o == DONE && v.set)
        comes_back(f, &v);
    value_clear(&v);
    free(text);
    return 0;
}
