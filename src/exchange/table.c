/* table.c - which rows of a sheet are a table's, and which stand around it: told by their looks,
 * row by row, with a look ahead where a row is in doubt. A row that is not surely something else is
 * data. */
#include <stdlib.h>
#include <string.h>

#include "table.h"

enum { DOUBTFUL_ROWS = 64 };

struct tables *tables_open(struct sheet *s, const struct table_options *how)
{
    struct tables *t = xcalloc(1, sizeof *t);
    t->rows.sheet = s;
    t->how = how ? *how : (struct table_options){ .header = HEADER_RECOGNISED };
    t->how.table += t->how.table == 0;
    return t;
}

static void forget_table(struct tables *t)
{
    for (size_t i = 0; i < t->header_rows; i++)
        free(t->header[i]);
    free(t->first_data);
    t->first_data = NULL;
    t->header_rows = 0;
    t->inside = false;
}

void tables_close(struct tables **t)
{
    if (!*t)
        return;
    forget_table(*t);
    free((*t)->current);
    ahead_free(&(*t)->rows);
    buf_free(&(*t)->joined);
    free(*t);
    *t = NULL;
}

size_t tables_seen(const struct tables *t)
{
    return t->seen;
}

/* ---- What one row is, inside a table ---- */

static struct kept_row *ahead(struct tables *t, size_t n)
{
    return n < ROWS_AHEAD ? ahead_look(&t->rows, n, &t->result, t->error) : NULL;
}

static bool is_value(const struct kept_row *k, size_t c)
{
    return k->looks[c] == LOOK_NUMBER || k->looks[c] == LOOK_DATE;
}

/* Values, and other things, in the columns of values. */
static size_t count_values(const struct tables *t, const struct kept_row *k, size_t *others)
{
    size_t values = 0;
    *others = 0;
    for (size_t c = 0; c < k->count; c++) {
        if (!t->head.values[c] || k->looks[c] == LOOK_EMPTY)
            continue;
        values += is_value(k, c);
        *others += !is_value(k, c) && !cell_means_nothing(k->cells[c]);
    }
    return values;
}

static bool begins_with(const struct kept_row *k, const char *const *list)
{
    char *folded = k->filled ? cell_folded(k->cells[k->first]) : NULL;
    bool found = folded && words_begin_any(folded, list);
    free(folded);
    return found;
}

/* A sum leaves most of its row empty. */
static bool is_total(const struct tables *t, const struct kept_row *k)
{
    return k->filled * 2 <= t->filled && t->filled > 2 && begins_with(k, total_words);
}

static bool repeats(const struct kept_row *k, const struct kept_row *header)
{
    if (k->filled != header->filled || k->first != header->first || k->last != header->last)
        return false;
    for (size_t c = k->first; c <= k->last; c++)
        if (strcmp(k->cells[c], header->cells[c]) != 0)
            return false;
    return true;
}

static bool repeats_header(const struct tables *t, const struct kept_row *k)
{
    for (size_t i = 0; t->head.sure && i < t->header_rows; i++)
        if (repeats(k, t->header[i]))
            return true;
    return false;
}

/* Surely a row of data. */
static bool is_data(const struct tables *t, const struct kept_row *k)
{
    size_t others, values = count_values(t, k, &others);
    if (!k->filled || is_total(t, k) || repeats_header(t, k))
        return false;
    if (t->width < 2)
        return true;
    if (values)
        return values >= others || k->count == t->width;
    return !others && k->filled > 1 && k->filled * 2 >= t->filled;
}

static struct kept_row *filled_ahead(struct tables *t, size_t *i)
{
    struct kept_row *k = ahead(t, *i);
    while (k && !k->filled)
        k = ahead(t, ++*i);
    return k;
}

/* How many columns have words in row k and a number or date in the row behind it. */
static size_t labels_over(const struct kept_row *k, const struct kept_row *behind)
{
    size_t n = 0;
    for (size_t c = 0; c < k->count && c < behind->count; c++)
        n += k->looks[c] != LOOK_EMPTY && !is_value(k, c) && is_value(behind, c);
    return n;
}

/* Does another table begin with row i? Its header differs from ours, holds no value where the row
 * behind it has some, and stands below a blank row or has another width, as the rows behind it. */
static bool begins_table(struct tables *t, size_t i, bool after_blank)
{
    struct kept_row *k = ahead(t, i);
    size_t j = i + 1;
    struct kept_row *behind = filled_ahead(t, &j);
    if (!k || !behind || k->filled < 2 || k->values * 2 > k->filled)
        return false;
    if (repeats_header(t, k))
        return t->first_data && repeats(behind, t->first_data);
    size_t width = behind->count;
    bool wider = k->count == width && width != t->width;
    size_t third = j + 1;
    struct kept_row *next = filled_ahead(t, &third);
    if (!after_blank && !(wider && (!next || next->count == width)))
        return false;
    return labels_over(k, behind) > 0 && k->filled >= behind->filled;
}

/* ---- Rows in doubt ---- */

static bool is_note(const struct tables *t, const struct kept_row *k, bool apart)
{
    const char *text = k->cells[k->first];
    char *folded = cell_folded(text);
    bool marked = words_begin_any(folded, note_words) || words_begin(folded, "nihil") ||
                  words_begin(folded, "source") || words_begin(folded, "sumber") ||
                  words_begin(folded, "note") || words_begin(folded, "notes") ||
                  words_begin(folded, "dicetak") || words_begin(folded, "printed") ||
                  text[0] == '*';
    free(folded);
    if (k->filled * 2 > t->filled && !(k->count < t->width && k->filled == 1))
        return false;
    if (t->width < 3 && k->count == t->width) /* one of two cells left empty */
        return false;
    return marked || apart || (k->filled == 1 && k->count == 1);
}

static enum table_part part_within(const struct tables *t, const struct kept_row *k)
{
    if (!k->filled)
        return PART_BLANK;
    if (repeats_header(t, k))
        return PART_REPEATED;
    return is_total(t, k) ? PART_TOTAL : PART_DATA;
}

/* Of the rows from here to n: further rows of data stand behind them. */
static void plan_within(struct tables *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t->plan[i] = (unsigned char)part_within(t, ahead(t, i));
    t->planned = n;
}

/* Of the rows from here to n: none of the table stands behind them. */
static void plan_behind(struct tables *t, size_t n)
{
    bool apart = false;
    for (size_t i = 0; i < n; i++) {
        const struct kept_row *k = ahead(t, i);
        enum table_part part = part_within(t, k);
        if (part == PART_DATA && is_note(t, k, apart))
            part = PART_NOTE;
        apart |= part != PART_DATA;
        t->plan[i] = (unsigned char)part;
    }
    t->planned = n;
}

/* The next row is no sure row of data: what comes behind it tells. */
static void plan_doubtful(struct tables *t)
{
    bool blank = false;
    for (size_t i = 0; i < DOUBTFUL_ROWS; i++) {
        const struct kept_row *k = ahead(t, i);
        if (!k || begins_table(t, i, blank)) {
            plan_behind(t, i);
            t->inside = t->inside && !k;
            return;
        }
        if (is_data(t, k)) {
            plan_within(t, i);
            return;
        }
        blank |= !k->filled;
    }
    plan_within(t, DOUBTFUL_ROWS);
}

/* ---- Where a table begins ---- */

static void plan_part(struct tables *t, size_t n, enum table_part part)
{
    for (size_t i = 0; i < n; i++)
        t->plan[t->planned + i] = (unsigned char)(ahead(t, i)->filled ? part : PART_BLANK);
    t->planned += n;
}

static struct kept_row *copy_of(const struct kept_row *k)
{
    struct kept_row *copy = xcalloc(1, k->size);
    memcpy(copy, k, k->size);
    ptrdiff_t moved = (char *)copy - (const char *)k;
    copy->cells = (char **)(copy + 1);
    copy->looks = (unsigned char *)k->looks + moved;
    for (size_t i = 0; i < k->count; i++)
        copy->cells[i] = k->cells[i] + moved;
    return copy;
}

static void take_header(struct tables *t)
{
    size_t count;
    t->header_rows = t->head.rows;
    for (size_t i = 0; i < t->header_rows; i++)
        t->header[i] = copy_of(ahead(t, t->head.first + i));
    buf_reset(&t->joined);
    head_join(t->header, t->header_rows, &t->joined, t->starts, &count);
    t->width = count;
    t->filled = 0;
    for (size_t i = 0; i < count; i++) {
        t->labels[i] = t->joined.data + t->starts[i];
        t->filled += !cell_is_empty(t->labels[i]);
    }
}

/* Where the header was named: its row, counted from the next; SIZE_MAX: not that far ahead. */
static size_t header_said(struct tables *t)
{
    for (size_t i = 0; ahead(t, i); i++)
        if (ahead(t, i)->number == (size_t)t->how.header)
            return i;
    return SIZE_MAX;
}

static bool plan_said_header(struct tables *t)
{
    if (t->how.header <= 0 || t->seen)
        return false;
    size_t row = header_said(t);
    if (row == SIZE_MAX)
        return false;
    head_find(t, &t->head);
    t->head.first = row;
    t->head.rows = 1;
    t->head.sure = true;
    return true;
}

/* The rows above the header, and the header. */
static void plan_table(struct tables *t)
{
    size_t n = 0;
    while (n < ROWS_AHEAD && ahead(t, n))
        n++;
    if (t->result != DONE || !n)
        return;
    if (!plan_said_header(t))
        head_find(t, &t->head);
    plan_part(t, t->head.first, PART_BANNER);
    if (t->head.first >= n)
        return;
    take_header(t);
    t->seen++;
    t->inside = true;
    if (t->how.header == HEADER_NONE)
        t->head.sure = false;
    bool headed = t->how.header != HEADER_NONE;
    for (size_t i = 0; i < t->header_rows; i++)
        t->plan[t->planned++] = !t->header[i]->filled    ? PART_BLANK
                                : !headed                ? PART_DATA
                                : i + 1 < t->header_rows ? PART_HEADING
                                                         : PART_HEADER;
    const struct kept_row *below = ahead(t, t->planned);
    if (t->head.sure && below && head_numbers_columns(below, ahead(t, t->planned + 1)))
        t->plan[t->planned++] = PART_REPEATED;
}

static void plan(struct tables *t)
{
    const struct kept_row *k = ahead(t, 0);
    t->planned = t->done = 0;
    if (k && k->number <= t->how.skip) {
        t->plan[t->planned++] = PART_SKIPPED;
        return;
    }
    if (t->inside && k && is_data(t, k))
        t->plan[t->planned++] = PART_DATA;
    else if (t->inside && k)
        plan_doubtful(t);
    if (!t->inside && !t->planned) {
        forget_table(t);
        plan_table(t);
    }
}

/* ---- The door ---- */

static void tell(struct tables *t, enum table_part part, struct table_row *row)
{
    struct kept_row *k = t->current;
    *row = (struct table_row){
        .number = k->number, .part = part, .cells = k->cells, .count = k->count, .mended = k->mended
    };
    if (part == PART_HEADER) {
        row->cells = t->labels;
        row->count = t->width;
    }
    row->ragged = part == PART_DATA && k->count != t->width && k->count != t->last_count;
    if (part == PART_DATA)
        t->last_count = k->count;
    bool body = part == PART_DATA || part == PART_HEADER || part == PART_HEADING;
    if (body && t->seen != t->how.table)
        row->part = PART_ELSEWHERE;
}

enum outcome tables_next(struct tables *t, struct table_row *row, struct error *e)
{
    *row = (struct table_row){ 0 };
    t->error = e;
    t->result = DONE;
    free(t->current);
    t->current = NULL;
    if (t->done == t->planned)
        plan(t);
    if (t->result != DONE || t->done == t->planned)
        return t->result;
    t->current = ahead_take(&t->rows);
    enum table_part part = (enum table_part)t->plan[t->done++];
    if (part == PART_DATA && !t->first_data && t->header_rows)
        t->first_data = copy_of(t->current);
    tell(t, part, row);
    return DONE;
}
