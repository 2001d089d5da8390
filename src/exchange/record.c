/* record.c - where records and their cells begin and end. Quotes are held to stricter rules than a
 * lenient parser's, so that one that was never closed costs its own cell and not the rest of the
 * file, and a delimiter is any string of bytes: libcsv knows neither. */
#include <string.h>

#include "parts.h"

void splitter_set(struct splitter *sp, const struct dialect *d)
{
    *sp = (struct splitter){ .dialect = d, .delimiter_length = strlen(d->delimiter) };
    unsigned char *const tables[] = { sp->special, sp->inside };
    for (size_t i = 0; i < COUNT(tables); i++) {
        tables[i]['\n'] = tables[i]['\r'] = 1;
        tables[i][(unsigned char)d->delimiter[0]] = 1;
        if (d->escape)
            tables[i][(unsigned char)d->escape] = 1;
    }
    sp->inside[(unsigned char)d->quote] = 1;
    sp->special[0] = sp->inside[0] = 0;
}

/* ---- The text at one place ---- */

struct place { /* what is being split */
    const struct splitter *sp;
    const char *text;
    size_t len;
    bool whole;
    bool open;
};

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t run_of(const struct place *p, size_t at)
{
    char c = p->sp->dialect->delimiter[0];
    size_t end = at;
    while (end < p->len && p->text[end] == c)
        end++;
    return end - at >= p->sp->delimiter_length ? end - at : 0;
}

/* The delimiter at `at`: its length, 0: none. One that ends in a blank (", ") has lost that at the
 * end of a line to many an editor. */
static size_t delimiter_at(struct place *p, size_t at)
{
    const struct dialect *d = p->sp->dialect;
    size_t n = p->sp->delimiter_length;
    if (at >= p->len || p->text[at] != d->delimiter[0])
        return 0;
    if (p->len - at < n && memcmp(p->text + at, d->delimiter, p->len - at) == 0)
        p->open |= !p->whole; /* its rest may follow */
    if (d->runs)
        return run_of(p, at);
    if (n == 1 || (p->len - at >= n && memcmp(p->text + at, d->delimiter, n) == 0))
        return n;
    bool cut = d->delimiter[n - 1] == ' ' && p->len - at >= n - 1 &&
               memcmp(p->text + at, d->delimiter, n - 1) == 0;
    bool ends = cut && (at + n - 1 == p->len ? p->whole : is_line_end(p->text[at + n - 1]));
    return ends ? n - 1 : 0;
}

static bool is_blank(const struct place *p, char c)
{
    return (c == ' ' || c == '\t') && c != p->sp->dialect->delimiter[0];
}

static size_t skip_blanks(const struct place *p, size_t at)
{
    while (at < p->len && is_blank(p, p->text[at]))
        at++;
    return at;
}

/* Behind a closing quote stand blanks at most, then a delimiter, a line end or nothing. */
static bool closes(struct place *p, size_t quote)
{
    size_t at = skip_blanks(p, quote + 1);
    if (at == p->len) {
        p->open |= !p->whole;
        return true;
    }
    return is_line_end(p->text[at]) || delimiter_at(p, at);
}

/* Does a quote here begin a cell? */
static bool behind_delimiter(const struct place *p, size_t at)
{
    size_t n = p->sp->delimiter_length;
    if (is_line_end(p->text[at - 1]))
        return true;
    return at >= n && memcmp(p->text + at - n, p->sp->dialect->delimiter, n) == 0;
}

/* ---- Quoted cells ---- */

struct lines {         /* inside a quoted cell */
    size_t count;      /* of line ends */
    size_t delimiters; /* of all of it */
    size_t here;       /* of the line so far */
    size_t like_rows;  /* whole lines with as many cells as rows have */
    size_t strays;     /* quotes that neither close it nor are doubled */
};

/* Has a quoted cell run on into further rows? */
static bool runs_on(const struct place *p, const struct lines *l)
{
    if (p->sp->dialect->own)
        return false;
    return l->count > QUOTED_LINES_MAX ||
           (l->count > QUOTED_LINES_SURE && l->delimiters / l->count >= ROW_DELIMITERS);
}

/* All whole lines of it look like rows: then they are, and the quote at its end is another's. */
static bool holds_rows(const struct place *p, const struct lines *l)
{
    size_t columns = p->sp->dialect->columns;
    if (p->sp->dialect->own || l->count < 2 || l->like_rows != l->count - 1)
        return false;
    return columns > 3 || (columns == 3 && l->count > 2) || (columns == 2 && l->count > 4);
}

static void count_line_end(const struct place *p, size_t at, struct lines *l)
{
    if (p->text[at] == '\r' && at + 1 < p->len && p->text[at + 1] == '\n')
        return;
    l->like_rows += l->count && l->here + 1 == p->sp->dialect->columns;
    l->here = 0;
    l->count++;
}

/* The closing quote of the cell that opens at `at`; SIZE_MAX: it is never closed. */
static size_t find_close(struct place *p, size_t at, struct lines *l)
{
    const struct dialect *d = p->sp->dialect;
    size_t spare = SIZE_MAX; /* a doubled quote that ends a cell, where nothing else does */
    size_t limit = p->len - at > SHEET_CELL_MAX + 2 ? at + SHEET_CELL_MAX + 2 : p->len;
    size_t i = at + 1;
    for (; i < limit && !runs_on(p, l); i++) {
        char c = p->text[i];
        if (!p->sp->inside[(unsigned char)c])
            continue;
        if (c == d->quote) {
            bool twice = i + 1 < p->len && p->text[i + 1] == c;
            if (!twice && closes(p, i))
                return holds_rows(p, l) ? spare : i;
            if (!twice && behind_delimiter(p, i))
                return spare; /* it opens a later cell */
            l->strays += !twice;
            if (twice && spare == SIZE_MAX && !l->count && closes(p, i + 1))
                spare = i + 1;
            i += twice;
        } else if (is_line_end(c)) {
            count_line_end(p, i, l);
        } else if (c == d->escape) {
            if (spare == SIZE_MAX && !l->count && i + 1 < p->len && p->text[i + 1] == d->quote &&
                closes(p, i + 1))
                spare = i + 1;
            i++;
        } else if (delimiter_at(p, i)) {
            l->here++;
            l->delimiters++;
        }
    }
    p->open |= i >= p->len && !p->whole;
    return spare;
}

/* ---- Plain cells ---- */

static size_t plain_end(struct place *p, size_t at)
{
    const struct dialect *d = p->sp->dialect;
    const unsigned char *special = p->sp->special;
    for (;; at++) {
        while (at < p->len && !special[(unsigned char)p->text[at]])
            at++;
        if (at >= p->len) {
            p->open |= !p->whole;
            return p->len;
        }
        if (is_line_end(p->text[at]) || delimiter_at(p, at))
            return at;
        if (d->escape && p->text[at] == d->escape)
            at++;
    }
}

/* ---- The record ---- */

static void add_piece(struct split *s, size_t begin, size_t end, bool quoted)
{
    if (s->count == SHEET_COLUMNS_MAX) {
        s->over |= end > begin;
        return;
    }
    s->cells[s->count++] = (struct piece){ begin, end, quoted };
    s->quoted += quoted;
}

/* The cell at `at`; returns where it ends. literal: its quote is an ordinary character. */
static size_t split_cell(struct place *p, size_t at, bool literal, struct split *s)
{
    const struct dialect *d = p->sp->dialect;
    size_t begin = skip_blanks(p, at);
    if (d->quote && begin < p->len && p->text[begin] == d->quote) {
        struct lines lines = { 0 };
        size_t close = literal ? SIZE_MAX : find_close(p, begin, &lines);
        if (close != SIZE_MAX) {
            add_piece(s, begin + 1, close, true);
            s->inner += lines.strays;
            s->doubtful |= lines.count || lines.strays || lines.delimiters > ROW_DELIMITERS;
            return skip_blanks(p, close + 1);
        }
        s->strays++;
    }
    size_t end = plain_end(p, at);
    add_piece(s, at, end, false);
    return end;
}

static size_t behind_line_end(struct place *p, size_t end)
{
    if (end >= p->len)
        return p->len;
    if (p->text[end] != '\r')
        return end + 1;
    p->open |= end + 1 >= p->len && !p->whole;
    return end + (end + 1 < p->len && p->text[end + 1] == '\n' ? 2 : 1);
}

/* literal: the cell whose quote is an ordinary character; SIZE_MAX: none. */
static void split_once(struct place *p, size_t at, size_t literal, struct split *s)
{
    bool runs = p->sp->dialect->runs;
    s->count = s->quoted = s->strays = s->inner = 0;
    s->doubtful = s->over = false;
    p->open = false;
    if (runs)
        at += delimiter_at(p, at);
    while (at >= p->len || !is_line_end(p->text[at]) || s->count) {
        at = split_cell(p, at, s->count == literal, s);
        size_t n = delimiter_at(p, at);
        bool last = n == 0 || (runs && (at + n == p->len || is_line_end(p->text[at + n])));
        p->open |= runs && at + n == p->len && !p->whole;
        at += n;
        if (last)
            break;
    }
    s->end = at;
    s->next = behind_line_end(p, at);
    s->open = p->open;
}

/* Where a record with quotes has not as many cells as others, one of its quotes may be a stray that
 * happens to find a partner: the reading with the right number is the right one. */
static void mend(struct place *p, size_t at, struct split *s)
{
    enum { TRIED = 16 };
    size_t columns = p->sp->dialect->columns, n = s->count < TRIED ? s->count : TRIED;
    bool tried[TRIED] = { false };
    for (size_t i = 0; i < n; i++)
        tried[i] = s->cells[i].quoted;
    for (size_t i = 0; i < n; i++) {
        if (!tried[i])
            continue;
        split_once(p, at, i, s);
        if (s->open) { /* how many cells it has is known with more of the text */
            split_once(p, at, SIZE_MAX, s);
            s->open = true;
            return;
        }
        if (s->count == columns || (s->count == p->sp->last && s->count > 1))
            return;
    }
    split_once(p, at, SIZE_MAX, s);
}

void record_split(struct splitter *sp, const char *text, size_t len, size_t at, bool whole,
                  struct split *out)
{
    struct place p = { .sp = sp, .text = text, .len = len, .whole = whole };
    const struct dialect *d = sp->dialect;
    split_once(&p, at, SIZE_MAX, out);
    bool unusual = d->columns > 1 && out->count != d->columns && out->count != sp->last;
    if (out->doubtful && unusual && !d->own && !out->open)
        mend(&p, at, out);
    if (!out->open && out->count > 1)
        sp->last = out->count;
}

/* ---- What stands in a cell ---- */

static bool is_escaped(const struct dialect *d, bool quoted, const char *at, const char *end)
{
    if (at + 1 >= end)
        return false;
    if (quoted && d->quote && at[0] == d->quote && at[1] == d->quote)
        return true;
    if (!d->escape || at[0] != d->escape)
        return false;
    return at[1] == d->quote || at[1] == d->escape || at[1] == d->delimiter[0] ||
           (!quoted && is_line_end(at[1]));
}

size_t piece_bare(const struct splitter *sp, char *text, const struct piece *p)
{
    const struct dialect *d = sp->dialect;
    char *from = text + p->begin, *end = text + p->end, *to = from;
    if (!d->escape && (!p->quoted || !memchr(from, d->quote, p->end - p->begin)))
        return p->end - p->begin;
    while (from < end) {
        from += is_escaped(d, p->quoted, from, end);
        *to++ = *from++;
    }
    return (size_t)(to - (text + p->begin));
}
