/* sql: a question by whoever knows the tables, answered as a table, as CSV or as JSON. */
#include "private.h"

#include <stdlib.h>

enum { ROWS_MAX = 1000, CELL_WIDTH_MAX = 40 };

static const char *cell_text(const struct answer_table *a, size_t row, size_t column)
{
    const char *text = a->cells[row * a->columns + column].text;
    return text ? text : "";
}

static size_t width_of(const struct answer_table *a, size_t column)
{
    size_t width = utf8_cells(a->names[column]);
    for (size_t i = 0; i < a->rows; i++) {
        size_t cells = utf8_cells(cell_text(a, i, column));
        width = cells > width ? cells : width;
    }
    return width < CELL_WIDTH_MAX ? width : CELL_WIDTH_MAX;
}

/* row: -1 for the names. */
static void table_row(const struct answer_table *a, long row, const size_t *widths, struct buf *out)
{
    for (size_t i = 0; i < a->columns; i++) {
        buf_puts(out, i ? "  " : "");
        utf8_fit(row < 0 ? a->names[i] : cell_text(a, (size_t)row, i), widths[i], out);
    }
    buf_putc(out, '\n');
}

static void write_table(const struct answer_table *a, struct buf *out)
{
    size_t *widths = xcalloc(a->columns, sizeof *widths);
    for (size_t i = 0; i < a->columns; i++)
        widths[i] = width_of(a, i);
    for (long row = -1; row < (long)a->rows; row++)
        table_row(a, row, widths, out);
    free(widths);
}

static void write_csv(const struct answer_table *a, struct buf *out)
{
    for (size_t i = 0; i < a->columns; i++)
        act_csv_cell(a->names[i], i == 0, out);
    buf_puts(out, "\r\n");
    for (size_t row = 0; row < a->rows; row++) {
        for (size_t i = 0; i < a->columns; i++)
            act_csv_cell(cell_text(a, row, i), i == 0, out);
        buf_puts(out, "\r\n");
    }
}

static void json_cell(const struct answer_cell *cell, struct buf *out)
{
    if (!cell->text)
        buf_puts(out, "null");
    else if (cell->number)
        buf_puts(out, cell->text);
    else
        act_json_string(cell->text, out);
}

static void write_json(const struct answer_table *a, struct buf *out)
{
    buf_putc(out, '[');
    for (size_t row = 0; row < a->rows; row++) {
        buf_puts(out, row ? ",\n{" : "{");
        for (size_t i = 0; i < a->columns; i++) {
            buf_puts(out, i ? ", " : "");
            act_json_string(a->names[i], out);
            buf_puts(out, ": ");
            json_cell(&a->cells[row * a->columns + i], out);
        }
        buf_putc(out, '}');
    }
    buf_puts(out, "]\n");
}

static void write_answer(struct call *c, const struct answer_table *a)
{
    struct buf text = { 0 };
    if (c->format == FORMAT_JSON)
        write_json(a, &text);
    else if (c->format == FORMAT_CSV)
        write_csv(a, &text);
    else
        write_table(a, &text);
    fwrite(buf_text(&text), 1, text.len, c->io->out);
    buf_free(&text);
    if (a->more)
        fprintf(c->io->err,
                _("loket: there are more rows than these %zu; narrow the question or give "
                  "--limit.\n"),
                a->rows);
}

enum outcome verb_sql(struct call *c, struct error *e)
{
    struct answer_table answer = { 0 };
    struct buf question = { 0 };
    for (int i = 0; i < c->word_count; i++)
        buf_printf(&question, "%s%s", i ? " " : "", c->words[i]);
    enum outcome result = act_sql(c->session, buf_text(&question),
                                  c->limit ? (size_t)c->limit : ROWS_MAX, &answer, e);
    if (result == DONE)
        write_answer(c, &answer);
    answer_table_free(&answer);
    buf_free(&question);
    return result;
}
