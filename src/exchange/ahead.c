/* ahead.c - rows of a sheet kept for looking ahead, with what their cells look like. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { BYTES_AHEAD = 8 << 20 };

static size_t bytes_of(const struct sheet_row *row)
{
    size_t n = sizeof(struct kept_row) + row->count * (sizeof(char *) + 1);
    for (size_t i = 0; i < row->count; i++)
        n += strlen(row->cells[i]) + 1;
    return n;
}

static void look_at(struct kept_row *k)
{
    for (size_t i = 0; i < k->count; i++) {
        enum look look = cell_look(k->cells[i], strlen(k->cells[i]));
        k->looks[i] = (unsigned char)look;
        if (look == LOOK_EMPTY)
            continue;
        if (!k->filled++)
            k->first = i;
        k->last = i;
        k->values += look == LOOK_NUMBER || look == LOOK_DATE;
    }
}

/* One piece of memory: the row, its cells' places, their looks, their texts. */
static struct kept_row *keep(const struct sheet_row *row)
{
    size_t size = bytes_of(row);
    struct kept_row *k = xcalloc(1, size);
    *k = (struct kept_row){
        .number = row->number, .count = row->count, .size = size, .mended = row->mended
    };
    k->cells = (char **)(k + 1);
    k->looks = (unsigned char *)(k->cells + row->count);
    char *at = (char *)k->looks + row->count;
    for (size_t i = 0; i < row->count; i++) {
        size_t n = strlen(row->cells[i]) + 1;
        memcpy(at, row->cells[i], n);
        k->cells[i] = at;
        at += n;
    }
    look_at(k);
    return k;
}

static enum outcome read_row(struct ahead *r, struct error *e)
{
    struct sheet_row row;
    enum outcome result = sheet_next(r->sheet, &row, e);
    if (result != DONE)
        return result;
    if (!row.cells) {
        r->end = true;
        return DONE;
    }
    if (r->count == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->list = xreallocarray(r->list, r->room, sizeof(struct kept_row *));
    }
    r->list[r->count] = keep(&row);
    r->bytes += r->list[r->count++]->size;
    return DONE;
}

struct kept_row *ahead_look(struct ahead *r, size_t n, enum outcome *result, struct error *e)
{
    while (*result == DONE && !r->end && r->count <= n && (!r->count || r->bytes < BYTES_AHEAD))
        *result = read_row(r, e);
    return *result == DONE && n < r->count ? r->list[n] : NULL;
}

struct kept_row *ahead_take(struct ahead *r)
{
    struct kept_row *first = r->list[0];
    r->count--;
    r->bytes -= first->size;
    memmove(r->list, r->list + 1, r->count * sizeof *r->list);
    return first;
}

void ahead_free(struct ahead *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->list[i]);
    free(r->list);
    *r = (struct ahead){ 0 };
}
