/* evidence.c - how the columns of a log write dates and numbers, decided once for each column by
 * all its cells: what one row leaves open another one tells. Memory is a few counts a column. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { EXAMPLES = 3, SLIPS = 9 };

/* How many cells of a column (or of a whole sheet) say what. */
struct counts {
    size_t day, month;   /* 21/05/2026, 05/21/2026 */
    size_t open_days;    /* 03/04/2026 */
    size_t comma;        /* 12,5 or 1.000,50 or 1.000.000 */
    size_t point;        /* 1,000.50 or 1,000,000 */
    size_t weak_point;   /* 12.5: an English number, or the comma of a number pad */
    size_t open_commas;  /* 1,250: a thousand, or one and a quarter */
    size_t by_banner[2]; /* of the open days: the banner's month stands second, first */
};

struct column_evidence {
    struct counts counts;
    struct buf open, torn; /* the first examples, separated by ", ", of either sort of doubt */
    size_t open_count, torn_count;
    size_t filled, blank, repeats; /* of a demanded field's cells in rows of records */
    char *last;
};

/* ---- Dates ---- */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* "21/05/2026 07:59", "21-5-26": the first two numbers; false: no such date. */
static bool day_and_month(const char *text, int first[2])
{
    text += strspn(text, " \t");
    for (int i = 0; i < 2; i++) {
        size_t n = digits_at(text);
        if (n < 1 || n > 2 || !strchr("-/. ", text[n]) || text[n] == '\0')
            return false;
        first[i] = text[0] - '0';
        if (n == 2)
            first[i] = first[i] * 10 + text[1] - '0';
        text += n;
        text += strspn(text, "-/. ");
    }
    size_t n = digits_at(text);
    return (n == 2 || n == 4) && (text[n] == '\0' || strchr(" ,T\t", text[n]));
}

static void add_example(struct buf *out, size_t *count, const char *cell)
{
    if (*count == EXAMPLES)
        return;
    char *trimmed = cell_trimmed(cell);
    buf_printf(out, "%s%s", *count ? ", " : "", excerpt(trimmed).text);
    ++*count;
    free(trimmed);
}

/* Counts a cell that speaks for one side; the first of each is kept to be shown. */
static void note_side(struct column_evidence *c, const char *cell, size_t *side)
{
    if (side && ++*side == 1)
        add_example(&c->torn, &c->torn_count, cell);
}

static void weigh_date(const char *cell, int banner_month, struct column_evidence *c)
{
    int first[2];
    if (!day_and_month(cell, first) || first[0] == first[1])
        return;
    if (first[0] > 12 || first[1] > 12) {
        note_side(c, cell, first[1] <= 12 ? &c->counts.day : NULL);
        note_side(c, cell, first[0] <= 12 ? &c->counts.month : NULL);
        return;
    }
    c->counts.open_days++;
    c->counts.by_banner[0] += first[1] == banner_month;
    c->counts.by_banner[1] += first[0] == banner_month;
    add_example(&c->open, &c->open_count, cell);
}

/* ---- Numbers ---- */

struct marks { /* of "1.234,5": how many of each, and the digits before and behind the last */
    size_t dots, commas, before, behind;
    char last;
    bool zero;  /* nothing but a nought before the first mark */
    bool round; /* "000" behind the last mark */
};

static const char *number_begins(const char *cell)
{
    cell += strspn(cell, " \t+-");
    if (strncmp(cell, "Rp", 2) == 0)
        cell += 2 + strspn(cell + 2, ". ");
    return cell;
}

static struct marks read_marks(const char *text)
{
    struct marks m = { .zero = text[0] == '0' && (text[1] == '.' || text[1] == ',') };
    size_t n = strspn(text, "0123456789.,"), run = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '.' && text[i] != ',') {
            run++;
            continue;
        }
        m.dots += text[i] == '.';
        m.commas += text[i] == ',';
        m.last = text[i];
        m.before = run;
        run = 0;
        m.round = n - i == 4 && strncmp(text + i + 1, "000", 3) == 0;
    }
    m.behind = run;
    return m;
}

/* One mark, once: with three digits behind it, and one to three before it, it may be either. */
static bool may_be_thousands(const struct marks *m)
{
    return m->behind == 3 && m->before >= 1 && m->before <= 3 && !m->zero;
}

/* "16,000" is sixteen: the national report writes three decimals. "1.250" is a thousand, unless its
 * column writes points. */
static void weigh_number(const char *cell, struct column_evidence *c)
{
    struct marks m = read_marks(number_begins(cell));
    struct counts *n = &c->counts;
    if (m.dots && m.commas) {
        note_side(c, cell, m.last == ',' ? &n->comma : &n->point);
    } else if (m.commas > 1) {
        note_side(c, cell, &n->point);
    } else if (m.dots > 1 || (m.commas && !may_be_thousands(&m))) {
        note_side(c, cell, &n->comma);
    } else if (m.dots && !may_be_thousands(&m)) {
        n->weak_point++;
    } else if (m.commas && !m.round) {
        n->open_commas++;
        add_example(&c->open, &c->open_count, cell);
    }
}

/* ---- Blanks ---- */

/* In merged cells only the first row of a run is filled, and the next run says something else. */
static void weigh_blank(const struct layout *l, const struct sheet_row *row, size_t column,
                        struct column_evidence *c)
{
    const char *cell = row->cells[column];
    if (cell_is_empty(cell)) {
        c->blank += c->filled && layout_role(l, row) == ROW_DATA;
        return;
    }
    c->filled++;
    c->repeats += c->last && strcmp(c->last, cell) == 0;
    free(c->last);
    c->last = xstrdup(cell);
}

static bool blanks_are_above(const struct column_evidence *c)
{
    return c->filled >= 2 && c->blank >= c->filled && !c->repeats;
}

/* ---- A whole sheet ---- */

static bool is_date(const struct field *f)
{
    return f && (f->type == &type_date || f->type == &type_moment);
}

static bool is_number(const struct field *f)
{
    return f && (f->type == &type_number || f->type == &type_money);
}

static void weigh_row(const struct layout *l, const struct sheet_row *row,
                      struct column_evidence *all)
{
    for (size_t i = 0; i < l->count && i < row->count; i++) {
        const struct column_map *map = &l->columns[i];
        if (map->link || !map->field)
            continue;
        if (is_date(map->field))
            weigh_date(row->cells[i], l->banner.month, &all[i]);
        else if (is_number(map->field))
            weigh_number(row->cells[i], &all[i]);
        if (!map->line && (map->field->flags & FIELD_REQUIRED) && (int)i != l->key_column)
            weigh_blank(l, row, i, &all[i]);
    }
}

static void add_counts(struct counts *sum, const struct counts *c)
{
    sum->day += c->day;
    sum->month += c->month;
    sum->comma += c->comma;
    sum->point += c->point;
}

/* ---- Deciding: what was said for this sheet, its cells, what is known of its layout, the other
 * columns, the banner ---- */

enum verdict { OPEN, FIRST, SECOND }; /* day or comma; month or point */

static enum verdict by_word(const char *said, const char *second)
{
    if (!said)
        return OPEN;
    return strcmp(said, second) == 0 ? SECOND : FIRST;
}

/* Where nearly all say the one, the few others are slips, and come back as such. */
static enum verdict by_count(size_t first, size_t second)
{
    if (first > SLIPS * second)
        return FIRST;
    return second > SLIPS * first ? SECOND : OPEN;
}

static enum verdict first_of(const enum verdict *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] != OPEN)
            return list[i];
    return OPEN;
}

static enum verdict by_banner(const struct counts *c)
{
    bool all_second = c->by_banner[0] == c->open_days, all_first = c->by_banner[1] == c->open_days;
    return c->open_days ? by_count(all_second, all_first) : OPEN;
}

static enum verdict date_order(const struct counts *c, const struct counts *sheet,
                               const char *given, const char *known)
{
    bool torn = c->day && c->month;
    const enum verdict list[] = {
        by_word(given, "month-first"),
        by_count(c->day, c->month),
        by_word(known, "month-first"),
        torn ? OPEN : by_banner(c),
        torn ? OPEN : by_count(sheet->day, sheet->month),
    };
    return first_of(list, COUNT(list));
}

static enum verdict decimal_mark(const struct counts *c, const struct counts *sheet,
                                 const char *given, const char *known, bool comma_country)
{
    bool torn = c->comma && c->point;
    size_t point = c->point + (c->comma ? 0 : c->weak_point);
    const enum verdict list[] = {
        by_word(given, "point"),
        by_count(c->comma, point),
        by_word(known, "point"),
        torn ? OPEN : by_count(sheet->comma, sheet->point),
        torn || !comma_country ? OPEN : FIRST,
    };
    return first_of(list, COUNT(list));
}

static void add_doubt(struct layout *l, size_t column, bool numbers, struct column_evidence *c)
{
    struct buf *examples = c->open.len ? &c->open : &c->torn;
    l->doubts = xreallocarray(l->doubts, l->doubt_count + 1, sizeof *l->doubts);
    l->doubts[l->doubt_count++] = (struct doubt){ column, numbers, *examples };
    *examples = (struct buf){ 0 };
}

struct said { /* of one column */
    const char *given, *known;
};

/* What the mapping or one of its further parts says: a column is written in one way for all. */
static const char *any_says(const struct sheet_map *m, enum map_section section, const char *folded)
{
    const char *said = map_says(m, section, folded);
    for (size_t i = 0; m && !said && i < m->part_count; i++)
        said = map_says(&m->parts[i], section, folded);
    return said;
}

static struct said said_of(const struct sheet_map *given, const struct layout *l,
                           enum map_section section, const char *folded)
{
    return (struct said){ any_says(given, section, folded), any_says(l->map, section, folded) };
}

/* comma_country: a spreadsheet that separates columns by semicolons has commas in its numbers. */
static void decide(const struct sheet_map *given, struct layout *l, size_t i, bool comma_country,
                   const struct counts *sheet, struct column_evidence *c)
{
    struct column_map *map = &l->columns[i];
    char *folded = cell_folded(l->headers[i]);
    struct said dates = said_of(given, l, MAP_DATES, folded);
    struct said numbers = said_of(given, l, MAP_NUMBERS, folded);
    struct said blanks = said_of(given, l, MAP_BLANKS, folded);
    const char *blank = blanks.given ? blanks.given : blanks.known;
    map->blank_is_above = blank ? strcmp(blank, "above") == 0 : blanks_are_above(c);
    if (is_date(map->field)) {
        enum verdict v = date_order(&c->counts, sheet, dates.given, dates.known);
        map->month_first = v == SECOND;
        if (v == OPEN && (c->counts.open_days || c->counts.month))
            add_doubt(l, i, false, c);
    } else if (is_number(map->field)) {
        enum verdict v =
            decimal_mark(&c->counts, sheet, numbers.given, numbers.known, comma_country);
        map->decimal_point = v == SECOND;
        if (v == OPEN && (c->counts.open_commas || c->counts.point))
            add_doubt(l, i, true, c);
    }
    free(folded);
}

void evidence_weigh(struct sheet *s, const struct sheet_map *given, struct layout *l)
{
    struct column_evidence *all = xcalloc(l->count + 1, sizeof *all);
    struct counts sheet = { 0 };
    struct sheet_row row = { 0 };
    sheet_rewind(s);
    for (;;) {
        enum outcome o = sheet_next(s, &row, NULL);
        if (o == DONE && !row.cells)
            break;
        if (o == DONE && row.number > l->header_row)
            weigh_row(l, &row, all);
        else if (o != DONE && o != BAD_DATA)
            break; /* it is met again where the sheet is read, and told there */
    }
    for (size_t i = 0; i < l->count; i++)
        add_counts(&sheet, &all[i].counts);
    bool comma_country = strcmp(sheet_dialect(s)->delimiter, ";") == 0 || l->banner.year;
    for (size_t i = 0; i < l->count; i++) {
        decide(given, l, i, comma_country, &sheet, &all[i]);
        buf_free(&all[i].open);
        buf_free(&all[i].torn);
        free(all[i].last);
    }
    free(all);
}
