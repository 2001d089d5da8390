/* Groups of rows that make one record, and lists of names. */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void group_keep_row(struct group *g, const struct sheet_row *row)
{
    g->rows = xreallocarray(g->rows, g->row_count + 1, sizeof *g->rows);
    struct kept_row *kept = &g->rows[g->row_count++];
    kept->number = row->number;
    kept->count = row->count;
    kept->cells = xcalloc(row->count + 1, sizeof *kept->cells);
    size_t bytes = 1;
    for (size_t i = 0; i < row->count; i++)
        bytes += strlen(row->cells[i]) + 1;
    char *at = kept->text = xcalloc(bytes, 1); /* one piece of memory for all of them */
    for (size_t i = 0; i < row->count; i++) {
        size_t n = strlen(row->cells[i]) + 1;
        kept->cells[i] = memcpy(at, row->cells[i], n);
        at += n;
    }
}

void group_complain(struct group *g, size_t row, const char *column, const char *text)
{
    g->complaints = xreallocarray(g->complaints, g->complaint_count + 1, sizeof *g->complaints);
    struct complaint *c = &g->complaints[g->complaint_count++];
    c->row = row;
    snprintf(c->column, sizeof c->column, "%s", column);
    c->text = xstrdup(text);
}

void group_clear(struct group *g)
{
    for (size_t i = 0; i < g->row_count; i++) {
        free(g->rows[i].text);
        free(g->rows[i].cells);
    }
    for (size_t i = 0; i < g->complaint_count; i++)
        free(g->complaints[i].text);
    free(g->rows);
    free(g->complaints);
    record_free(&g->main.record);
    for (size_t i = 0; i < g->further_count; i++)
        record_free(&g->further[i].record);
    free(g->further);
    *g = (struct group){ 0 };
}

void landing_clear(struct landing *l)
{
    record_free(&l->existing);
    record_free(&l->wanted);
    *l = (struct landing){ 0 };
}

void names_add(struct names *n, const char *name)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->items[i], name) == 0)
            return;
    if (n->count == IMPORT_LISTED)
        n->more = true;
    else
        n->items[n->count++] = xstrdup(name);
}

void names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->items[i]);
    *n = (struct names){ 0 };
}
