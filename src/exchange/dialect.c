/* dialect.c - which delimiter, quotes and escapes a sheet was written with. Every reading that is
 * possible is tried on a sample: the one wins under which most rows have one and the same number of
 * cells, most cells look like something, and quotes stand where quotes belong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

/* ---- How well a reading explains the sample ---- */

struct evidence {
    uint32_t rows[SHEET_COLUMNS_MAX + 1]; /* by their number of cells, as far as widest */
    size_t widest;
    size_t records;      /* not blank */
    size_t cells, typed; /* and those that look like something */
    size_t numbers;      /* numbers and dates */
    size_t quoted, strays, inner;
    size_t columns; /* of most rows of more than one cell */
};

static void count_cell(const char *text, const struct piece *p, struct evidence *v)
{
    enum look look = cell_look(text + p->begin, p->end - p->begin);
    v->cells++;
    /* What stands in quotes may hold anything: that is what they are for. */
    v->typed += look != LOOK_OTHER || p->quoted;
    v->numbers += look == LOOK_NUMBER || look == LOOK_DATE;
}

static void forget(struct evidence *v)
{
    memset(v->rows, 0, (v->widest + 1) * sizeof *v->rows);
    v->widest = v->records = v->cells = v->typed = v->numbers = 0;
    v->quoted = v->strays = v->inner = v->columns = 0;
}

static void gather(const char *text, size_t len, const struct dialect *d, struct split *s,
                   struct evidence *v)
{
    struct splitter sp;
    splitter_set(&sp, d);
    forget(v);
    for (size_t at = 0; at < len; at = s->next) {
        record_split(&sp, text, len, at, true, s);
        if (s->count && !s->over)
            v->rows[s->count]++;
        v->widest = s->count > v->widest ? s->count : v->widest;
        v->records += s->count > 0;
        v->quoted += s->quoted;
        v->strays += s->strays;
        v->inner += s->inner;
        for (size_t i = 0; i < s->count; i++)
            count_cell(text, &s->cells[i], v);
    }
    uint64_t best = 0;
    for (size_t columns = 2; columns <= v->widest; columns++)
        if ((uint64_t)v->rows[columns] * columns > best) {
            best = (uint64_t)v->rows[columns] * columns;
            v->columns = columns;
        }
}

/* In millionths. Agreement of rows counts twice, so that a line of prose with many commas does not
 * win, and many columns more than few. quotes: in the sample as a whole. */
static uint64_t score_of(const struct evidence *v, size_t quotes)
{
    uint64_t agreement = 0;
    if (!v->records)
        return 0;
    for (uint64_t columns = 2; columns <= v->widest; columns++)
        agreement += (uint64_t)v->rows[columns] * v->rows[columns] * (columns - 1) * 1000 / columns;
    agreement /= (uint64_t)v->records * v->records;
    uint64_t typed = v->cells ? 1000 * v->typed / v->cells : 0;
    uint64_t placed = quotes ? 1000 * (2 * v->quoted + 1) / (quotes + 1) : 1000;
    placed = placed > 1000 ? 1000 : placed;
    return agreement * typed / 1000 * typed / 1000 * (500 + placed / 2);
}

/* ---- Trying ---- */

struct trial {
    const char *text;
    size_t len;
    const struct sheet_options *how;
    size_t count[256]; /* of each byte */
    struct split *room;
    struct evidence *evidence;
    struct dialect best;
    uint64_t score;
    size_t records, odd; /* under the best: quotes that are no quotes among them */
};

/* Tries one reading and keeps it where it is better than the best so far by `margin` (per cent); 0:
 * in any case. */
static void try_dialect(struct trial *t, struct dialect d, uint64_t margin)
{
    d.columns = 0;
    gather(t->text, t->len, &d, t->room, t->evidence);
    if (t->evidence->strays || t->evidence->quoted) { /* now with the columns known */
        d.columns = t->evidence->columns;
        gather(t->text, t->len, &d, t->room, t->evidence);
    }
    uint64_t score = score_of(t->evidence, t->count[(unsigned char)'"']);
    size_t odd = t->evidence->strays + t->evidence->inner;
    bool explains = d.escape && odd < t->odd && score * 100 >= t->score * 98;
    if (margin && score * 100 <= t->score * margin && !explains)
        return;
    t->best = d;
    t->best.columns = t->evidence->columns;
    t->score = score;
    t->records = t->evidence->records;
    t->odd = odd;
}

static bool is_boundary(const struct trial *t, size_t at, const char *delimiter, bool before)
{
    size_t n = strlen(delimiter);
    if (before)
        return at == 0 || strchr("\r\n", t->text[at - 1]) ||
               (at >= n && memcmp(t->text + at - n, delimiter, n) == 0);
    return at + 1 == t->len || strchr("\r\n", t->text[at + 1]) ||
           (t->len - at > n && memcmp(t->text + at + 1, delimiter, n) == 0);
}

/* Do apostrophes stand at both ends of cells, as quotes do, and double quotes at none? */
static char quote_for(const struct trial *t, const char *delimiter)
{
    size_t opening[2] = { 0 }, closing[2] = { 0 };
    if (t->how && t->how->quote)
        return t->how->quote[0];
    if (!t->count['\''])
        return '"';
    for (size_t i = 0; i < t->len; i++) {
        if (t->text[i] != '\'' && t->text[i] != '"')
            continue;
        bool double_quote = t->text[i] == '"';
        opening[double_quote] += is_boundary(t, i, delimiter, true);
        closing[double_quote] += is_boundary(t, i, delimiter, false);
    }
    bool apostrophes =
        opening[0] > 1 && closing[0] * 10 >= opening[0] * 8 && opening[0] * 10 >= closing[0] * 8;
    bool doubles = opening[1] && closing[1];
    return apostrophes && !doubles ? '\'' : '"';
}

/* A backslash or NUL that stands before quotes or delimiters may be an escape. */
static bool may_escape(const struct trial *t, char escape, const struct dialect *d)
{
    for (size_t i = 0; i + 1 < t->len; i++)
        if (t->text[i] == escape &&
            ((d->quote && t->text[i + 1] == d->quote) || t->text[i + 1] == d->delimiter[0]))
            return true;
    return false;
}

static void try_delimiter(struct trial *t, const char *delimiter, bool runs, uint64_t margin)
{
    static const char escapes[] = { '\\', NUL_MARK };
    struct dialect d = { .runs = runs, .quote = quote_for(t, delimiter) };
    snprintf(d.delimiter, sizeof d.delimiter, "%s", delimiter);
    if (t->how && t->how->escape) {
        d.escape = t->how->escape[0];
        try_dialect(t, d, margin);
        return;
    }
    try_dialect(t, d, margin);
    for (size_t i = 0; i < COUNT(escapes) && strcmp(t->best.delimiter, delimiter) == 0; i++) {
        d.escape = escapes[i];
        if (t->count[(unsigned char)d.escape] && may_escape(t, d.escape, &d))
            try_dialect(t, d, margin > 101 ? margin : 101);
    }
}

/* ---- Candidates ---- */

/* The greatest number of which the lengths of all runs of c are multiples. */
static size_t run_step(const struct trial *t, char c)
{
    size_t step = 0;
    for (size_t i = 0; i < t->len; i++) {
        size_t run = 0, rest;
        while (i + run < t->len && t->text[i + run] == c)
            run++;
        for (size_t a = run, b = step; run; a = b, b = rest) {
            if (!b) {
                step = a;
                break;
            }
            rest = a % b;
        }
        i += run;
    }
    return step;
}

/* Is c followed by a blank or a line end most of the time? */
static bool followed_by_blank(const struct trial *t, char c)
{
    size_t blank = 0, other = 0;
    for (size_t i = 0; i + 1 < t->len; i++) {
        if (t->text[i] != c)
            continue;
        blank += t->text[i + 1] == ' ';
        other += t->text[i + 1] != ' ' && !strchr("\r\n", t->text[i + 1]);
    }
    return blank > 1 && other * 2 <= blank;
}

/* c itself, and what it is part of in every place: "||", ", ". */
static void try_byte(struct trial *t, char c, uint64_t margin)
{
    char delimiter[DELIMITER_MAX + 1] = { c };
    size_t step = t->count[(unsigned char)c] ? run_step(t, c) : 0;
    if (!step)
        return;
    if (step > 1 && step <= DELIMITER_MAX)
        memset(delimiter, c, step);
    try_delimiter(t, delimiter, false, margin);
    if (step != 1 || c == '\t' || strcmp(t->best.delimiter, delimiter) != 0 ||
        !followed_by_blank(t, c))
        return;
    delimiter[1] = ' ';
    try_delimiter(t, delimiter, false, 99);
}

static bool is_punctuation(char c)
{
    return strchr("!#$%&*+,-/:;<=>?@^_`|~\\()[]{}.", c) && c;
}

struct string_count {
    char text[DELIMITER_MAX + 1];
    size_t count;
};

/* Counts a run of punctuation marks, such as "<>", "::" or "~|~". */
static void count_string(struct string_count *list, size_t *n, size_t max, const char *text,
                         size_t length)
{
    for (size_t i = 0; i < *n; i++)
        if (strlen(list[i].text) == length && memcmp(list[i].text, text, length) == 0) {
            list[i].count++;
            return;
        }
    if (*n == max)
        return;
    memcpy(list[*n].text, text, length);
    list[(*n)++].count = 1;
}

/* Strings of two marks or more between cells, most frequent first tried. */
static void try_strings(struct trial *t)
{
    struct string_count list[64] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < t->len; i++) {
        size_t length = 0;
        while (i + length < t->len && is_punctuation(t->text[i + length]))
            length++;
        if (length > 1 && length <= DELIMITER_MAX)
            count_string(list, &n, COUNT(list), t->text + i, length);
        i += length;
    }
    for (size_t i = 0; i < n; i++)
        if (list[i].count >= t->records && list[i].count > 1)
            try_delimiter(t, list[i].text, false, 105);
}

/* ---- Rarer delimiters ---- */

/* Do nearly all rows agree on it, and do the cells look like something? */
static bool is_sure(const struct evidence *v, bool blank)
{
    if (v->records < 2 || v->columns < 2 || v->rows[v->columns] * 10 < v->records * 9)
        return false;
    if (v->typed * 10 < v->cells * 8)
        return false;
    return !blank || v->numbers * 3 >= v->cells || v->columns > 5;
}

static void try_rare(struct trial *t, const char *delimiter, bool runs)
{
    struct dialect before = t->best;
    uint64_t score = t->score;
    size_t records = t->records, odd = t->odd;
    try_delimiter(t, delimiter, runs, 200);
    if (t->score == score)
        return;
    struct dialect d = t->best;
    gather(t->text, t->len, &d, t->room, t->evidence);
    if (is_sure(t->evidence, delimiter[0] == ' '))
        return;
    t->best = before;
    t->score = score;
    t->records = records;
    t->odd = odd;
}

/* Are the lines themselves numbers, dates or addresses? Then there is one column, whatever marks
 * they hold. */
static bool lines_are_cells(const struct trial *t)
{
    size_t lines = 0, cells = 0;
    for (size_t at = 0, end; at < t->len; at = end + 1) {
        end = at + strcspn(t->text + at, "\r\n");
        enum look look = cell_look(t->text + at, end - at);
        lines += look != LOOK_EMPTY;
        cells += look == LOOK_NUMBER || look == LOOK_DATE ||
                 (look == LOOK_WORDS && strncmp(t->text + at, "http", 4) == 0);
    }
    return lines && cells * 10 >= lines * 8;
}

/* Hundreds of rows that a common mark takes into as many cells each leave nothing to a rare one,
 * and trying those takes longer than all else. */
static bool is_plain(const struct trial *t)
{
    enum { ROWS_SURE = 200, COLUMNS_SURE = 5 };
    return t->records >= ROWS_SURE && t->best.columns >= COLUMNS_SURE && t->odd == 0;
}

static void try_rare_ones(struct trial *t)
{
    static const char marks[] = { ':', '^', '~', 0x1F, 0x1E, 0x1D, 0x1C, '#', '!',
                                  '*', '&', '@', '=',  '/',  '\\', '_',  '>' };
    static const char section[] = "\xC2\xA7", broken_bar[] = "\xC2\xA6", thorn[] = "\xC3\xBE";
    if (lines_are_cells(t))
        return;
    for (size_t i = 0; i < COUNT(marks); i++) {
        char c = marks[i];
        size_t step = t->count[(unsigned char)c] ? run_step(t, c) : 0;
        char delimiter[DELIMITER_MAX + 1] = { c };
        if (step > 1 && step <= DELIMITER_MAX)
            memset(delimiter, c, step);
        if (step)
            try_rare(t, delimiter, false);
    }
    if (t->count[0xC2] || t->count[0xC3]) {
        try_rare(t, section, false);
        try_rare(t, broken_bar, false);
        try_rare(t, thorn, false);
    }
    if (!t->count[' '])
        return;
    try_rare(t, " ", false);
    try_rare(t, " ", true);
    try_rare(t, "  ", true);
}

/* ---- What says so itself ---- */

/* Excel's own line "sep=;" names the delimiter and is no row. */
static bool names_delimiter(const char *text, size_t len, struct dialect *d, size_t *begin)
{
    static const char mark[] = "sep=";
    size_t from = text[0] == '"' && len > 1, end = from;
    if (len - from < sizeof mark || strncasecmp(text + from, mark, sizeof mark - 1) != 0)
        return false;
    while (end < len && text[end] != '\n' && text[end] != '\r')
        end++;
    size_t next = end + (end < len) + (end + 1 < len && text[end] == '\r' && text[end + 1] == '\n');
    end -= from && text[end - 1] == '"';
    size_t n = end - from - (sizeof mark - 1);
    const char *name = text + from + sizeof mark - 1;
    if (end <= from + sizeof mark - 1 || n > DELIMITER_MAX || name[0] == '"')
        return false;
    for (size_t i = 0; i < n; i++)
        if ((name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'z') ||
            (name[i] >= 'A' && name[i] <= 'Z'))
            return false;
    memcpy(d->delimiter, name, n);
    d->delimiter[n] = '\0';
    d->named = true;
    *begin = next;
    return true;
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

/* ---- The door ---- */

static void try_all(struct trial *t)
{
    static const char common[] = { ',', ';', '\t', '|' };
    for (size_t i = 0; i < COUNT(common); i++)
        try_byte(t, common[i], 100);
    try_strings(t);
    if (!is_plain(t))
        try_rare_ones(t);
    if (t->score == 0) /* one column */
        try_delimiter(t, ",", false, 0);
}

static void count_bytes(struct trial *t)
{
    for (size_t i = 0; i < t->len; i++)
        t->count[(unsigned char)t->text[i]]++;
}

void dialect_find(const char *text, size_t len, const struct sheet_options *how, struct dialect *d,
                  size_t *begin)
{
    struct dialect named = { .delimiter = ",", .quote = '"' };
    *begin = 0;
    if (how && how->delimiter)
        snprintf(named.delimiter, sizeof named.delimiter, "%s", how->delimiter);
    named.own = !how && written_by_loket(text, len);
    bool known =
        named.own || (len && names_delimiter(text, len, &named, begin)) || (how && how->delimiter);
    if (how && how->delimiter)
        snprintf(named.delimiter, sizeof named.delimiter, "%s", how->delimiter);
    struct trial t = { .text = text + *begin, .len = len - *begin, .how = how, .best = named };
    t.room = xcalloc(1, sizeof *t.room);
    t.evidence = xcalloc(1, sizeof *t.evidence);
    count_bytes(&t);
    if (known && !named.own)
        try_delimiter(&t, named.delimiter, false, 0);
    else if (!named.own)
        try_all(&t);
    t.best.named = named.named;
    t.best.encoding = d->encoding;
    *d = t.best;
    free(t.room);
    free(t.evidence);
}
