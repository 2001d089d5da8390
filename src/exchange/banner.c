/* banner.c - what the rows above a header say: quarantine field, service unit, direction, month. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

/* A shorter alias ("kt", "ki") or a code ("IM") counts only where it is all that the row says, or
 * its last word: "PERMOHONAN IM". */
enum { ALIAS_IN_PROSE = 4, YEAR_FIRST = 1990, YEAR_LAST = 2100 };

static void join_cells(const struct sheet_row *row, struct buf *out)
{
    for (size_t i = 0; i < row->count; i++) {
        if (cell_is_empty(row->cells[i]))
            continue;
        if (out->len)
            buf_putc(out, ' ');
        buf_puts(out, row->cells[i]);
    }
}

/* ---- Choices: the longest name found in the row, so that "RE EKSPOR" is not "EKSPOR" ---- */

static bool ends_with(const char *folded, const char *word)
{
    size_t n = strlen(word), whole = strlen(folded);
    return whole >= n && strcasecmp(folded + whole - n, word) == 0 &&
           (whole == n || folded[whole - n - 1] == ' ');
}

static size_t match_length(const struct choice *c, const char *folded)
{
    size_t best = strlen(c->code) > 1 && ends_with(folded, c->code) ? strlen(c->code) : 0;
    for (const char *const *alias = c->aliases; alias && *alias; alias++) {
        size_t n = strlen(*alias);
        bool found = n < ALIAS_IN_PROSE ? ends_with(folded, *alias) : words_contain(folded, *alias);
        if (found && n > best)
            best = n;
    }
    return best;
}

static void read_choice(const struct kind *k, const char *field, const char *folded,
                        struct buf *out)
{
    const struct field *f = kind_field(k, field);
    const struct choice *found = NULL;
    size_t best = 0;
    for (const struct choice *c = f ? f->choices : NULL; c && c->code; c++) {
        size_t n = match_length(c, folded);
        if (n > best) {
            best = n;
            found = c;
        }
    }
    if (found && !out->len)
        buf_puts(out, found->code);
}

/* ---- The service unit: "UPT/Wilker : BBKP Belawan /  Wilker : Pelabuhan Belawan" ---- */

static bool names_office(const char *folded)
{
    return words_begin(folded, "upt") || words_contain(folded, "wilker") ||
           words_contain(folded, "satpel");
}

/* The piece without blanks, slashes and dashes at its ends; owned. */
static char *bare_piece(const char *from, size_t n)
{
    while (n && strchr(" \t/-", from[0]))
        from++, n--;
    while (n && strchr(" \t/-", from[n - 1]))
        n--;
    return xstrndup(from, n);
}

/* Behind the last colon; where nothing stands there, behind the one before it, up to its slash. */
static void read_office(const char *text, struct buf *out)
{
    const char *last = strrchr(text, ':');
    if (!last || out->len)
        return;
    char *piece = bare_piece(last + 1, strlen(last + 1));
    const char *first = strchr(text, ':');
    if (!*piece && first != last) {
        const char *slash = strchr(first, '/');
        free(piece);
        piece = bare_piece(first + 1, (size_t)((slash ? slash : last) - first - 1));
    }
    buf_puts(out, piece);
    free(piece);
}

/* ---- The month: "BULAN : 5 TAHUN : 2020", "Bulan Mei 2020" ---- */

static int month_of_word(const char *word)
{
    int64_t number = 0;
    if (integer_parse(word, &number))
        return number >= 1 && number <= 12 ? (int)number : 0;
    struct buf text = { 0 };
    day d = NO_DAY;
    int year, month = 0, mday;
    buf_printf(&text, "1 %s 2000", word);
    if (day_parse_sheet(buf_text(&text), false, &d, NULL) == DONE)
        day_split(d, &year, &month, &mday);
    buf_free(&text);
    return month;
}

static void read_month(char *folded, struct banner *b)
{
    bool expected = false;
    char *rest = NULL;
    for (char *word = strtok_r(folded, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        int64_t number = 0;
        if (expected && !b->month)
            b->month = month_of_word(word);
        expected = strcmp(word, "bulan") == 0 || strcmp(word, "periode") == 0;
        if (!b->year && strlen(word) == 4 && integer_parse(word, &number) && number >= YEAR_FIRST &&
            number <= YEAR_LAST)
            b->year = (int)number;
    }
}

void banner_read(const struct kind *k, const struct sheet_row *row, struct banner *b)
{
    struct buf text = { 0 };
    join_cells(row, &text);
    char *folded = cell_folded(buf_text(&text));
    if (names_office(folded)) {
        read_office(buf_text(&text), &b->office);
    } else {
        read_choice(k, "field", folded, &b->field);
        read_choice(k, "direction", folded, &b->direction);
        read_month(folded, b);
    }
    free(folded);
    buf_free(&text);
}
