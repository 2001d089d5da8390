/* read.c - bytes as a sheet: every row is bounded and valid UTF-8, reading again gives the same,
 * and every row has one part in the sheet's tables. */
#include "fuzz.h"

#include <string.h>

#include "../../src/exchange/parts.h"

static uint64_t mix(uint64_t sum, const char *text)
{
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (sum ^ 0x100) * UINT64_C(1099511628211);
}

/* Reads all rows; returns how many, and what they hold in *sum. */
static size_t read_rows(struct sheet *s, size_t bytes, uint64_t *sum)
{
    struct sheet_row row;
    size_t rows = 0;
    while (sheet_next(s, &row, NULL) != DONE || row.cells) {
        MUST(++rows <= bytes + 1);
        MUST(row.number == rows || !row.cells);
        MUST(row.count <= SHEET_COLUMNS_MAX);
        for (size_t i = 0; i < row.count; i++) {
            MUST(utf8_valid(row.cells[i], strlen(row.cells[i])));
            *sum = mix(*sum, row.cells[i]);
        }
    }
    return rows;
}

static void read_tables(struct sheet *s, size_t rows, const struct table_options *how)
{
    struct table_row row;
    size_t told = 0;
    sheet_rewind(s);
    struct tables *t = tables_open(s, how);
    while (tables_next(t, &row, NULL) == DONE && row.cells) {
        MUST(row.number == ++told);
        MUST(row.part < PART_COUNT);
    }
    MUST(told == rows);
    tables_close(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const struct table_options plain = { .header = HEADER_RECOGNISED },
                               none = { .header = HEADER_NONE, .skip = 1, .table = 2 },
                               third = { .header = 3 };
    struct sheet *s = NULL;
    char head[4096];
    memcpy(head, bytes, n < sizeof head ? n : sizeof head);
    if (page_is(head, n < sizeof head ? n : sizeof head)) /* another program's work */
        return 0;
    if (sheet_open_bytes(bytes, n, &s, NULL) != DONE)
        return 0;
    uint64_t first = 0, again = 0;
    size_t rows = read_rows(s, n, &first);
    sheet_rewind(s);
    MUST(read_rows(s, n, &again) == rows);
    MUST(first == again);
    read_tables(s, rows, &plain);
    read_tables(s, rows, &none);
    read_tables(s, rows, &third);
    sheet_close(&s);
    return 0;
}
