/* columns.c - fitting columns into the cells there are. */
#include "columns.h"

enum { LEAST_SHOWN = 6 }; /* an optional column narrower than this says nothing */

static unsigned least(const struct column *c)
{
    if (c->min > 0)
        return c->min;
    return c->want < LEAST_SHOWN ? c->want : c->want < 2 * LEAST_SHOWN ? c->want : c->want * 2 / 3;
}

static unsigned total(const unsigned *width, size_t count)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++)
        if (width[i] > 0)
            sum += width[i] + (sum > 0);
    return sum;
}

static size_t count_of(const struct column *columns)
{
    size_t n = 0;
    while (n < COLUMNS_MAX && columns[n].field != NULL)
        n++;
    return n;
}

/* Takes from the widest while one is wider than what still says something. */
static void squeeze(size_t count, unsigned cells, unsigned *width)
{
    while (total(width, count) > cells) {
        size_t widest = 0;
        for (size_t i = 1; i < count; i++)
            if (width[i] >= width[widest])
                widest = i;
        if (width[widest] <= LEAST_SHOWN)
            return;
        width[widest]--;
    }
}

/* Optional columns go first, the rightmost before others; then all that remain give way; then
 * columns go from the right until the first stands alone. */
static void make_fit(const struct column *columns, size_t count, unsigned cells, unsigned *width)
{
    for (size_t i = count; i-- > 0 && total(width, count) > cells;)
        if (columns[i].min == 0)
            width[i] = 0;
    squeeze(count, cells, width);
    for (size_t i = count; i-- > 1 && total(width, count) > cells;)
        width[i] = 0;
    if (total(width, count) > cells)
        width[0] = cells;
}

unsigned columns_fit(const struct column *columns, unsigned cells, unsigned width[COLUMNS_MAX])
{
    size_t count = count_of(columns);
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        width[i] = i < count ? least(&columns[i]) : 0;
    make_fit(columns, count, cells, width);
    /* One cell in turn to each that wants more. */
    for (bool given = true; given && total(width, count) < cells;) {
        given = false;
        for (size_t i = 0; i < count && total(width, count) < cells; i++)
            if (width[i] > 0 && width[i] < columns[i].want) {
                width[i]++;
                given = true;
            }
    }
    return total(width, count);
}
