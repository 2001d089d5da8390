/* bars.c - bars and columns. */
#include "bars.h"

enum { EIGHTHS = 8, ASCII_ROWS = 3 };

/* How many of `steps` steps n is beside most, rounded up: what is there shows. */
static int64_t steps_of(int64_t n, int64_t most, int64_t steps)
{
    if (n <= 0 || most <= 0)
        return 0;
    return n >= most ? steps : (n * steps + most - 1) / most;
}

void bar_across(const struct canvas *c, int64_t n, int64_t most, int cells, struct buf *out)
{
    static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    const int64_t each = c->plain || c->coarse ? 1 : EIGHTHS;
    int64_t steps = steps_of(n, most, cells * each);
    for (int64_t i = 0; i < steps / each; i++)
        buf_puts(out, c->plain ? "#" : "█");
    buf_puts(out, parts[steps % each]);
}

int bar_rows(const struct canvas *c)
{
    return c->plain || c->coarse ? ASCII_ROWS : 1;
}

void bar_up(const struct canvas *c, int64_t n, int64_t most, int row, struct buf *out)
{
    static const char *const heights[] = { "·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    int rows = bar_rows(c);
    if (rows == 1)
        buf_puts(out, heights[steps_of(n, most, EIGHTHS)]);
    else if (steps_of(n, most, rows) >= rows - row)
        buf_putc(out, '#');
    else
        buf_putc(out, row == rows - 1 ? '.' : ' ');
}
