/* table_head.c - where a table begins: the banner above it, and the rows of its header. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

enum { NEXT_ROWS = 10, LATER_HEADER = 40, LEARNT_ROWS = 30 };

/* ---- Rows ahead ---- */

static struct kept_row *row_at(const struct tables *t, size_t i)
{
    return i < t->rows.count ? t->rows.list[i] : NULL;
}

static size_t next_filled(const struct tables *t, size_t i)
{
    while (row_at(t, i) && !row_at(t, i)->filled)
        i++;
    return i;
}

static bool is_value(const struct kept_row *k, size_t column)
{
    return column < k->count && (k->looks[column] == LOOK_NUMBER || k->looks[column] == LOOK_DATE);
}

static bool is_filled(const struct kept_row *k, size_t column)
{
    return column < k->count && k->looks[column] != LOOK_EMPTY;
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

/* How many cells the rows behind i fill, and have: of those in the middle. 0: there are none. */
static size_t typical_behind(const struct tables *t, size_t i, size_t *count)
{
    size_t filled[NEXT_ROWS], counts[NEXT_ROWS], n = 0;
    for (size_t j = next_filled(t, i + 1); n < NEXT_ROWS && row_at(t, j);
         j = next_filled(t, j + 1), n++) {
        filled[n] = row_at(t, j)->filled;
        counts[n] = row_at(t, j)->count;
    }
    if (!n)
        return 0;
    qsort(filled, n, sizeof *filled, by_size);
    qsort(counts, n, sizeof *counts, by_size);
    *count = counts[n / 2];
    return filled[n / 2];
}

/* ---- Columns of values ---- */

static size_t widest_row(const struct tables *t)
{
    size_t widest = 0;
    for (size_t i = 0; row_at(t, i); i++)
        widest = row_at(t, i)->count > widest ? row_at(t, i)->count : widest;
    return widest;
}

/* Columns of which most cells below row `from` are numbers or dates; returns how many. */
static size_t value_columns(const struct tables *t, size_t from, size_t until, unsigned char *is)
{
    size_t filled[SHEET_COLUMNS_MAX], values[SHEET_COLUMNS_MAX], n = 0, rows = 0;
    size_t widest = widest_row(t);
    memset(filled, 0, widest * sizeof *filled);
    memset(values, 0, widest * sizeof *values);
    for (size_t j = from + 1; j < until && row_at(t, j) && rows < LEARNT_ROWS; j++) {
        const struct kept_row *k = row_at(t, j);
        if (!k->filled && rows)
            break;
        rows += k->filled > 0;
        for (size_t c = 0; c < k->count && c < widest; c++) {
            filled[c] += is_filled(k, c);
            values[c] += is_value(k, c);
        }
    }
    memset(is, 0, widest);
    for (size_t c = 0; c < widest; c++)
        if (values[c] && values[c] * 2 >= filled[c])
            n += is[c] = 1;
    return n;
}

/* Words, where there are values below. */
static size_t labels_of(const struct kept_row *k, const unsigned char *values)
{
    size_t n = 0;
    for (size_t c = 0; c < k->count; c++)
        n += values[c] && is_filled(k, c) && !is_value(k, c) && !cell_means_nothing(k->cells[c]);
    return n;
}

static size_t values_of(const struct kept_row *k, const unsigned char *values)
{
    size_t n = 0;
    for (size_t c = 0; c < k->count; c++)
        n += values[c] && is_value(k, c);
    return n;
}

/* ---- The first row ---- */

/* Do the rows from i up to j make a table of their own? Then one column has a label or a value in
 * row i, and values in the rows below. */
static bool is_table(const struct tables *t, size_t i, size_t j)
{
    unsigned char values[SHEET_COLUMNS_MAX];
    size_t rows = 0, like = 0;
    if (!value_columns(t, i, j, values))
        return false;
    if (values_of(row_at(t, i), values))
        return true;
    if (!labels_of(row_at(t, i), values))
        return false;
    for (size_t k = i + 1; k < j && (!rows || row_at(t, k)->filled); k++) {
        rows += row_at(t, k)->filled > 0;
        like += values_of(row_at(t, k), values) > 0;
    }
    bool all = labels_of(row_at(t, i), values) == row_at(t, i)->filled;
    return (rows > 1 || (rows && all)) && like * 10 >= rows * 8;
}

/* A header further down that is wider than all rows from i on to it: those were a banner of pairs,
 * such as "Station, Belawan". Returns i where there is none. */
static size_t later_header(const struct tables *t, size_t i)
{
    size_t widest = row_at(t, i)->filled;
    for (size_t j = next_filled(t, i + 1); row_at(t, j) && j < i + LATER_HEADER;
         j = next_filled(t, j + 1)) {
        const struct kept_row *k = row_at(t, j);
        size_t count = 0, below = typical_behind(t, j, &count);
        unsigned char values[SHEET_COLUMNS_MAX];
        if (k->filled > widest && !k->values && below > widest && k->filled >= below &&
            value_columns(t, j, SIZE_MAX, values) && labels_of(k, values) && !is_table(t, i, j))
            return j;
        if (k->filled > widest)
            widest = k->filled;
    }
    return i;
}

/* Is row i a line of prose with delimiters in it, right above the header of a table of another
 * width? */
static bool is_lone_prose(const struct tables *t, size_t i)
{
    const struct kept_row *k = row_at(t, i), *header = row_at(t, next_filled(t, i + 1));
    unsigned char values[SHEET_COLUMNS_MAX];
    size_t count = 0;
    if (!header || header->values || !typical_behind(t, i, &count) || k->count == count)
        return false;
    return header->count == count && header->filled > 1 &&
           value_columns(t, next_filled(t, i + 1), SIZE_MAX, values) &&
           labels_of(header, values) == header->filled;
}

/* The first row as wide as those behind it. */
static size_t find_first(const struct tables *t)
{
    size_t widest = 0;
    for (size_t i = 0; row_at(t, i); i++)
        widest = row_at(t, i)->filled > widest ? row_at(t, i)->filled : widest;
    for (size_t i = next_filled(t, 0); widest > 1 && row_at(t, i); i = next_filled(t, i + 1)) {
        const struct kept_row *k = row_at(t, i);
        size_t count = 0, typical = typical_behind(t, i, &count);
        /* A header may lack the name of the first column, as that of rows. */
        bool narrow = k->count + 1 < count && k->filled + 1 < typical;
        /* ",value": the header of two columns, the first of them nameless. */
        if (k->filled == 1 && k->first == 1 && typical == 2 && k->count == count)
            return i;
        if (k->filled > 1 && k->filled * 10 >= typical * 6 && !narrow && !is_lone_prose(t, i))
            return later_header(t, i);
    }
    return next_filled(t, 0);
}

/* ---- Headers of several rows ---- */

/* Labels of merged cells over the row below: with gaps right of them, and no pairs such as
 * "Bulan : 5". */
static bool is_group_row(const struct kept_row *above, const struct kept_row *below)
{
    size_t open = 0, lone = 0;
    if (above->filled < 2 || above->values * 2 > above->filled || above->last >= below->count ||
        above->filled >= below->filled + above->filled / 2)
        return false;
    for (size_t c = 0; c < above->count; c++) {
        if (!is_filled(above, c))
            continue;
        const char *colon = strchr(above->cells[c], ':');
        if (colon && !cell_is_empty(colon + 1))
            return false;
        /* Two side by side over labels of their own are a pair, not groups. */
        if (above->first == 0 && is_filled(above, c + 1) && is_filled(below, c) &&
            is_filled(below, c + 1))
            return false;
        open += is_filled(below, c);
        lone += !is_filled(below, c);
    }
    return open > 0 && (lone == 0 || open + lone > 2);
}

static bool same_row(const struct kept_row *a, const struct kept_row *b)
{
    if (a->count != b->count)
        return false;
    for (size_t c = 0; c < a->count; c++)
        if (strcmp(a->cells[c], b->cells[c]) != 0)
            return false;
    return a->filled > 1;
}

/* Does the row fill gaps that the header above it left? */
static bool fills_gaps(const struct kept_row *above, const struct kept_row *k)
{
    size_t gaps = 0;
    for (size_t c = 0; c < k->count; c++)
        gaps += is_filled(k, c) && !is_filled(above, c);
    return gaps > 0 && above->filled > 1 && above->filled < k->count;
}

/* Does the row behind the header go on with it? gap: a blank row between them. */
static bool continues_header(const struct tables *t, const struct head *h, size_t gap,
                             size_t columns, const unsigned char *values)
{
    size_t last = h->first + h->rows - 1;
    const struct kept_row *above = row_at(t, last), *k = row_at(t, last + 1 + gap);
    if (!k || !k->filled || values_of(k, values) || k->values)
        return false;
    if (gap && (row_at(t, last + 1)->filled || !k->first))
        return false;
    size_t labels = labels_of(k, values);
    if (same_row(above, k))
        return true;
    if (!labels)
        return false;
    if (fills_gaps(above, k))
        return true;
    if (k->first > 0 && labels == k->filled) /* a word or two below the labels */
        return true;
    return columns > 1 && labels > 1 && labels * 2 >= columns && k->filled == above->filled;
}

static bool has_words(const struct kept_row *k)
{
    return k && k->values < k->filled;
}

/* "(1) (2) (3)": the numbers of the columns, as reports print them below the header. Without
 * brackets they count only where there are many and the row behind them is of another sort. */
bool head_numbers_columns(const struct kept_row *k, const struct kept_row *behind)
{
    enum { FEW = 6 };
    char number[32], bracketed[34];
    if (k->filled < 3 || k->first)
        return false;
    for (size_t c = 0; c <= k->last; c++) {
        snprintf(number, sizeof number, "%zu", c + 1);
        snprintf(bracketed, sizeof bracketed, "(%zu)", c + 1);
        bool plain = strcmp(k->cells[c], number) == 0;
        if (strcmp(k->cells[c], bracketed) != 0 && !(plain && k->last >= FEW && has_words(behind)))
            return false;
    }
    return true;
}

static void find_header_rows(const struct tables *t, struct head *h)
{
    unsigned char *values = h->values;
    size_t columns = value_columns(t, h->first, SIZE_MAX, values);
    const struct kept_row *k = row_at(t, h->first);
    h->rows = 1;
    h->sure = columns && labels_of(k, values) && !values_of(k, values);
    if (!columns || (values_of(k, values) && k->values * 2 > k->filled))
        return;
    for (size_t gap = 0; gap < 2 && h->rows + gap < HEADER_ROWS_MAX; gap++)
        while (h->rows + gap < HEADER_ROWS_MAX && continues_header(t, h, gap, columns, values)) {
            h->rows += 1 + gap;
            gap = 0;
        }
    while (h->rows < HEADER_ROWS_MAX && h->first && row_at(t, h->first - 1)->filled &&
           is_group_row(row_at(t, h->first - 1), row_at(t, h->first))) {
        h->first--;
        h->rows++;
    }
    h->sure |= h->rows > 1;
    value_columns(t, h->first + h->rows - 1, SIZE_MAX, values);
}

void head_find(const struct tables *t, struct head *h)
{
    *h = (struct head){ .first = find_first(t) };
    if (row_at(t, h->first))
        find_header_rows(t, h);
}

/* ---- Joining ---- */

/* The label of a column in one row; that of a merged cell reaches over the blanks right of it,
 * where the row below has labels of its own. */
static const char *label_of(const struct kept_row *k, const struct kept_row *below, size_t column)
{
    if (is_filled(k, column))
        return k->cells[column];
    if (!below || !is_filled(below, column))
        return "";
    while (column > 0 && !is_filled(k, column))
        column--;
    return is_filled(k, column) && is_filled(below, column) ? k->cells[column] : "";
}

void head_join(struct kept_row *const *rows, size_t n, struct buf *text, size_t *starts,
               size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < n; i++)
        *count = rows[i]->count > *count ? rows[i]->count : *count;
    for (size_t c = 0; c < *count; c++) {
        starts[c] = text->len;
        for (size_t i = 0; i < n; i++) {
            size_t below = i + 1;
            while (below < n && !rows[below]->filled)
                below++;
            const char *label = label_of(rows[i], below < n ? rows[below] : NULL, c);
            char *trimmed = cell_trimmed(label);
            if (*trimmed && text->len > starts[c])
                buf_putc(text, ' ');
            buf_puts(text, n == 1 ? label : trimmed);
            free(trimmed);
        }
        buf_putc(text, '\0');
    }
}
