/* dialect.c - where records begin and end, and which delimiter a sheet was written with. Quotes are
 * held to stricter rules than a lenient parser's, so that one that was never closed costs its own
 * line and not the rest of the file. */
#include <string.h>

#include "parts.h"

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

static size_t skip_blanks(const char *text, size_t len, size_t at, char delimiter)
{
    while (at < len && is_blank(text[at], delimiter))
        at++;
    return at;
}

/* Behind a closing quote stand blanks at most, then a delimiter, a line end or nothing. */
static bool closes(const char *text, size_t len, size_t quote, char delimiter)
{
    size_t at = skip_blanks(text, len, quote + 1, delimiter);
    return at == len || text[at] == delimiter || is_line_end(text[at]);
}

/* Has a quoted cell of so many lines run on into further rows? */
static bool runs_on(size_t lines, size_t delimiters)
{
    return lines > QUOTED_LINES_MAX ||
           (lines > QUOTED_LINES_SURE && delimiters / lines >= ROW_DELIMITERS);
}

size_t dialect_quote_end(const char *text, size_t len, size_t at, const struct dialect *d)
{
    size_t lines = 0, delimiters = 0;
    size_t limit = len - at > SHEET_CELL_MAX + 2 ? at + SHEET_CELL_MAX + 2 : len;
    for (size_t i = at + 1; i < limit && (d->own || !runs_on(lines, delimiters)); i++) {
        lines += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < len && text[i + 1] == '\n'));
        delimiters += text[i] == d->delimiter;
        if (text[i] != d->quote)
            continue;
        if (i + 1 < len && text[i + 1] == d->quote)
            i++;
        else if (closes(text, len, i, d->delimiter))
            return i;
        else if (lines || text[i - 1] == d->delimiter)
            return SIZE_MAX; /* the opening quote of a later cell */
    }
    return SIZE_MAX;
}

static size_t line_end(const char *text, size_t len, size_t at)
{
    while (at < len && !is_line_end(text[at]))
        at++;
    return at;
}

/* The end of the cell that begins at `at`; *literal takes `at` where its quote is never closed. */
static size_t cell_end(const char *text, size_t len, size_t at, const struct dialect *d,
                       size_t *literal)
{
    size_t begin = skip_blanks(text, len, at, d->delimiter);
    if (*literal == SIZE_MAX && begin < len && text[begin] == d->quote) {
        size_t quote = dialect_quote_end(text, len, begin, d);
        if (quote != SIZE_MAX)
            return skip_blanks(text, len, quote + 1, d->delimiter);
        *literal = at;
    }
    while (at < len && text[at] != d->delimiter && !is_line_end(text[at]))
        at++;
    return at;
}

struct span dialect_span(const char *text, size_t len, size_t at, const struct dialect *d)
{
    struct span s = { .literal = SIZE_MAX };
    bool blank = is_line_end(text[at]);
    size_t end = at;
    while (!blank) {
        end = cell_end(text, len, end, d, &s.literal);
        s.columns++;
        if (end == len || text[end] != d->delimiter)
            break;
        end++;
    }
    s.end = end;
    s.next = end;
    if (end < len)
        s.next = end + (text[end] == '\r' && end + 1 < len && text[end + 1] == '\n' ? 2 : 1);
    return s;
}

/* ---- Recognition ---- */

/* How well a delimiter explains the sheet: the more rows have one and the same number of columns,
 * and the more columns, the better; agreement of rows counts twice, so that a line of prose with
 * many commas does not win. */
static uint64_t evidence(const char *text, size_t len, size_t at, const struct dialect *d)
{
    uint32_t rows[SHEET_COLUMNS_MAX + 1] = { 0 };
    uint64_t best = 0;
    while (at < len) {
        struct span s = dialect_span(text, len, at, d);
        if (s.columns <= SHEET_COLUMNS_MAX)
            rows[s.columns]++;
        at = s.next;
    }
    for (uint64_t columns = 2; columns <= SHEET_COLUMNS_MAX; columns++) {
        uint64_t score = (uint64_t)rows[columns] * rows[columns] * columns;
        if (score > best)
            best = score;
    }
    return best;
}

/* Excel's own line "sep=;" names the delimiter and is no row. */
static bool names_delimiter(const char *text, size_t len, struct dialect *d, size_t *begin)
{
    static const char mark[] = "sep=";
    size_t end = line_end(text, len, 0);
    if (end != sizeof mark || memcmp(text, mark, sizeof mark - 1) != 0)
        return false;
    d->delimiter = text[end - 1];
    struct span s = dialect_span(text, len, 0, d);
    *begin = s.next;
    return d->delimiter > 0 && d->delimiter != d->quote;
}

/* loket's own export and its files of rejected rows say so in their first columns. */
static bool written_by_loket(const char *text, size_t len)
{
    static const char *const heads[] = { "id,rev,state,origin,", "row,column,reason," };
    for (size_t i = 0; i < COUNT(heads); i++)
        if (len >= strlen(heads[i]) && memcmp(text, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

void dialect_find(const char *text, size_t len, struct dialect *d, size_t *begin)
{
    static const char candidates[] = { ',', ';', '\t', '|' };
    uint64_t best = 0;
    d->quote = '"';
    *begin = 0;
    d->own = written_by_loket(text, len);
    d->delimiter = ',';
    if (d->own || names_delimiter(text, len, d, begin))
        return;
    *begin = 0;
    char delimiter = candidates[0];
    for (size_t i = 0; i < COUNT(candidates); i++) {
        d->delimiter = candidates[i];
        uint64_t score = evidence(text, len, 0, d);
        if (score > best) {
            best = score;
            delimiter = candidates[i];
        }
    }
    d->delimiter = delimiter;
}
