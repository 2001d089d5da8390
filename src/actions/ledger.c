/* The account of security paper: for each document what was received, used and void up to the last
 * month, in it and to its end; what is left; in the layout the office sends in. Each sheet that was
 * ever taken is counted once: used, void without having been used, or at the printer, so that
 * received = used + void + at the printer + left. */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

enum { SERIAL_LIST_MAX = 400 };

struct ledger {
    struct stock_line *lines;
    size_t count;
    day first, last; /* of the month */
};

static struct stock_line *line_of(struct ledger *l, const char *doc)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->lines[i].doc, doc) == 0)
            return &l->lines[i];
    l->lines = xreallocarray(l->lines, l->count + 1, sizeof *l->lines);
    struct stock_line *line = &l->lines[l->count++];
    *line = (struct stock_line){ 0 };
    snprintf(line->doc, sizeof line->doc, "%s", doc);
    return line;
}

/* Before the month, in it, or behind it: then nothing is counted. */
static void count(const struct ledger *l, const struct value *on, int64_t n, int64_t *before,
                  int64_t *within)
{
    if (!on->set || on->num > l->last)
        return;
    *(on->num < l->first ? before : within) += n;
}

static enum outcome add_stock(void *context, const struct record *r, struct error *e)
{
    struct ledger *l = context;
    struct stock_line *line = line_of(l, record_text(r, "doc"));
    (void)e;
    count(l, record_value(r, "received_on"), record_number(r, "sheets"), &line->received_before,
          &line->received);
    return DONE;
}

static void note_serial(struct buf *list, const struct record *sheet)
{
    if (list->len > SERIAL_LIST_MAX)
        return;
    buf_printf(list, "%s%s", list->len ? ", " : "", record_text(sheet, "serial"));
    if (list->len > SERIAL_LIST_MAX)
        buf_puts(list, ", …");
}

static bool by_then(const struct ledger *l, const struct value *on)
{
    return on->set && on->num <= l->last;
}

static enum outcome add_sheet(void *context, const struct record *r, struct error *e)
{
    struct ledger *l = context;
    struct stock_line *line = line_of(l, record_text(r, "doc"));
    const struct value *used = record_value(r, "used_on"), *gone = record_value(r, "void_on");
    (void)e;
    if (!by_then(l, record_value(r, "taken_on")))
        return DONE;
    if (by_then(l, used)) {
        count(l, used, 1, &line->used_before, &line->used);
        line->withdrawn += by_then(l, gone);
    } else if (by_then(l, gone)) {
        count(l, gone, 1, &line->void_before, &line->gone);
        if (gone->num >= l->first)
            note_serial(&line->serials, r);
    } else {
        line->printing++;
    }
    return DONE;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct stock_line *)a)->doc, ((const struct stock_line *)b)->doc);
}

void stock_lines_free(struct stock_lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        buf_free(&l->items[i].serials);
    free(l->items);
    *l = (struct stock_lines){ 0 };
}

enum outcome act_stock(struct session *s, day first, day last, struct stock_lines *out,
                       struct error *e)
{
    static const char *const there[] = { "received", "finished", NULL };
    struct ledger l = { .first = first, .last = last };
    struct query stocks = { .kind = &kind_stock, .states = there, .closed = true, .sort = "-id" };
    struct query sheets = { .kind = &kind_sheet, .closed = true, .sort = "-id" };
    enum outcome result = records_each(s, &stocks, add_stock, &l, e);
    if (result == DONE)
        result = records_each(s, &sheets, add_sheet, &l, e);
    for (size_t i = 0; i < l.count; i++) {
        struct stock_line *line = &l.lines[i];
        line->left = line->received_before + line->received - line->used_before - line->used -
                     line->void_before - line->gone - line->printing;
    }
    if (l.count)
        qsort(l.lines, l.count, sizeof *l.lines, by_code);
    *out = (struct stock_lines){ l.lines, l.count };
    if (result != DONE)
        stock_lines_free(out);
    return result;
}

/* ---- The month-end report ---- */

struct report {
    struct stock_lines lines;
    char month[32];
};

static size_t report_rows(void *context)
{
    return ((struct report *)context)->lines.count;
}

static void put_note(const struct stock_line *line, struct buf *out)
{
    if (line->serials.len)
        buf_printf(out, _("void: %s"), buf_text(&line->serials));
    if (line->withdrawn)
        buf_printf(out, "%s", out->len ? "; " : "");
    if (line->withdrawn)
        buf_printf(out, _("%lld void after use"), (long long)line->withdrawn);
    if (line->printing)
        buf_printf(out, "%s", out->len ? "; " : "");
    if (line->printing)
        buf_printf(out, _("%lld at the printer"), (long long)line->printing);
}

static bool report_cell(void *context, size_t row, const char *name, struct buf *out)
{
    const struct stock_line *l = &((struct report *)context)->lines.items[row];
    const struct {
        const char *name;
        int64_t n;
    } cells[] = {
        { "received_before", l->received_before },
        { "received", l->received },
        { "received_total", l->received_before + l->received },
        { "used_before", l->used_before },
        { "used", l->used },
        { "used_total", l->used_before + l->used },
        { "void_total", l->void_before + l->gone },
        { "left", l->left },
    };
    if (strcmp(name, "doc") == 0)
        buf_puts(out, l->doc);
    else if (strcmp(name, "note") == 0)
        put_note(l, out);
    else {
        for (size_t i = 0; i < COUNT(cells); i++)
            if (strcmp(cells[i].name, name) == 0) {
                buf_printf(out, "%lld", (long long)cells[i].n);
                return true;
            }
        return false;
    }
    return true;
}

static bool report_value(void *context, const char *name, struct buf *out)
{
    if (strcmp(name, "month") != 0)
        return false;
    buf_puts(out, ((struct report *)context)->month);
    return true;
}

/* "2026-11"; NULL or "": this month. */
static enum outcome month_of(struct session *s, const char *text, day *first, day *last,
                             struct error *e)
{
    int year, month, mday;
    day_split(session_today(s), &year, &month, &mday);
    if (text && *text && (sscanf(text, "%4d-%2d", &year, &month) != 2 || strlen(text) != 7))
        return fail(e, MISUSED, _("“%s” is no month; write it as 2026-11."), excerpt(text).text);
    *first = day_of(year, month, 1);
    if (*first == NO_DAY)
        return fail(e, MISUSED, _("“%s” is no month; write it as 2026-11."), excerpt(text).text);
    *last = (month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)) - 1;
    return DONE;
}

enum outcome act_stock_report(struct session *s, const char *month, enum paper_form form,
                              struct buf *out, struct error *e)
{
    struct report r = { 0 };
    struct buf composed = { 0 };
    day first = 0, last = 0;
    int year, mon, mday;
    enum outcome result = month_of(s, month, &first, &last, e);
    if (result == DONE)
        result = act_stock(s, first, last, &r.lines, e);
    if (result == DONE) {
        struct paper_source source = { .session = s,
                                       .on = last < session_today(s) ? last : session_today(s),
                                       .rows = report_rows,
                                       .cell = report_cell,
                                       .value = report_value,
                                       .context = &r };
        day_split(first, &year, &mon, &mday);
        snprintf(r.month, sizeof r.month, "%02d-%04d", mon, year);
        result = paper_report(&source, "report.stock", &composed, e);
    }
    if (result == DONE)
        result = paper_render(&composed, form, out, e);
    stock_lines_free(&r.lines);
    buf_free(&composed);
    return result;
}
