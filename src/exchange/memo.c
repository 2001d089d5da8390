/* memo.c - what the cells of a column meant before. Places, units, dates and names come again row
 * after row, and reading one takes far longer than remembering it. A column whose cells do not come
 * again is soon left alone. */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum {
    MEMO_PLACES = 256,     /* cells remembered of one column; a later one takes the place */
    MEMO_TRIAL = 1024,     /* cells after which a column is judged */
    MEMO_LEAST_AGAIN = 10, /* percent of them that must have come again */
    MEMO_CELL_MAX = 200,   /* bytes; longer ones are prose */
};

struct memo {
    unsigned asked, again;
    bool idle; /* too few come again */
    struct memory {
        char *cell;
        struct value value;
    } places[MEMO_PLACES];
};

static size_t place_of(const char *cell)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *p = cell; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    return (hash ^ hash >> 16) % MEMO_PLACES;
}

static void forget(struct memory *m)
{
    free(m->cell);
    value_clear(&m->value);
    m->cell = NULL;
}

static void judge(struct memo *m)
{
    m->idle = m->again * 100 < MEMO_TRIAL * MEMO_LEAST_AGAIN;
    for (size_t i = 0; m->idle && i < MEMO_PLACES; i++)
        forget(&m->places[i]);
}

bool memo_recall(struct memo *m, const char *cell, struct value *out)
{
    if (m->idle)
        return false;
    if (++m->asked == MEMO_TRIAL)
        judge(m);
    const struct memory *known = &m->places[place_of(cell)];
    if (!known->cell || strcmp(known->cell, cell) != 0)
        return false;
    m->again++;
    value_copy(out, &known->value);
    return true;
}

void memo_keep(struct memo **m, const char *cell, const struct value *v)
{
    if (!*m)
        *m = xcalloc(1, sizeof **m);
    if ((*m)->idle || strlen(cell) > MEMO_CELL_MAX)
        return;
    struct memory *place = &(*m)->places[place_of(cell)];
    forget(place);
    place->cell = xstrdup(cell);
    value_copy(&place->value, v);
}

void memo_free(struct memo **m)
{
    for (size_t i = 0; *m && i < MEMO_PLACES; i++)
        forget(&(*m)->places[i]);
    free(*m);
    *m = NULL;
}
