/* turns.c - lists that write one thing in several rows, one after the other, and say which is which
 * by their order alone: the tariff annex, whose rows of one code are import, export and domestic.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

enum { TURN_WORDS_MAX = 8, ROWS_MAX = 1 << 20 };

/* "direction import export domestic | any | heading" taken apart. */
struct turn_words {
    char field[FIELD_ID_MAX];
    char words[TURN_WORDS_MAX][FIELD_ID_MAX];
    unsigned count;                                /* in turn */
    char alone[FIELD_ID_MAX], extra[FIELD_ID_MAX]; /* "" not said */
};

static bool take_word(const char **p, char out[FIELD_ID_MAX])
{
    *p += strspn(*p, " ");
    size_t n = strcspn(*p, " |");
    snprintf(out, FIELD_ID_MAX, "%.*s", (int)n, *p);
    *p += n;
    *p += strspn(*p, " ");
    return n > 0 && n < FIELD_ID_MAX;
}

static bool read_words(const char *text, struct turn_words *w)
{
    const char *p = text;
    *w = (struct turn_words){ .count = 0 };
    if (!take_word(&p, w->field))
        return false;
    while (*p && *p != '|')
        if (w->count == TURN_WORDS_MAX || !take_word(&p, w->words[w->count++]))
            return false;
    if (*p == '|' && (p++, !take_word(&p, w->alone)))
        return false;
    if (*p == '|' && (p++, !take_word(&p, w->extra)))
        return false;
    return !*p && w->count > 0;
}

static const struct map_entry *turns_of(const struct sheet_map *m)
{
    return m && m->sections[MAP_TURNS].count ? &m->sections[MAP_TURNS].items[0] : NULL;
}

static bool takes(const struct field *f, const char *word)
{
    const struct reading how = { .spelling = SPELL_CANONICAL, .today = NO_DAY };
    struct value v = { 0 };
    bool fits = !*word || field_parse(f, &how, word, &v, NULL) == DONE;
    value_clear(&v);
    return fits;
}

enum outcome turns_check(const struct sheet_map *m, const struct kind *k, struct error *e)
{
    const struct map_entry *entry = turns_of(m);
    struct turn_words w;
    if (!entry)
        return DONE;
    const struct field *f = read_words(entry->text, &w) ? kind_field(k, w.field) : NULL;
    bool fits = f && takes(f, w.alone) && takes(f, w.extra);
    for (unsigned i = 0; fits && i < w.count; i++)
        fits = takes(f, w.words[i]);
    if (fits)
        return DONE;
    return fail(e, BAD_DATA,
                _("[turns] “%s”: write a field and its words in turn, such as direction import "
                  "export | any | heading."),
                entry->text);
}

/* Numbers of the words: 1 to count, then alone, then extra; 0: none of them. */
static unsigned char word_of(const struct turn_words *w, size_t place, size_t size)
{
    if (size == 1)
        return (unsigned char)(*w->alone ? w->count + 1 : 0);
    if (size == w->count)
        return (unsigned char)(place + 1);
    if (size != w->count + 1 || !*w->extra)
        return 0;
    return (unsigned char)(place ? place : w->count + 2);
}

static int column_called(const struct layout *l, const char *folded)
{
    for (size_t i = 0; i < l->count; i++) {
        char *header = cell_folded(l->headers[i]);
        bool same = strcmp(header, folded) == 0;
        free(header);
        if (same)
            return (int)i;
    }
    return -1;
}

static void end_group(struct layout *l, const struct turn_words *w, size_t first, size_t end)
{
    for (size_t row = first; row && row < end; row++)
        l->turns[row] = word_of(w, row - first, end - first);
}

void turns_find(struct sheet *s, struct layout *l)
{
    const struct map_entry *entry = turns_of(l->map);
    struct turn_words w;
    struct sheet_row row = { 0 };
    size_t first = 0, next = 0, room = 0;
    char *last = NULL;
    int column = entry ? column_called(l, entry->header) : -1;
    if (column < 0 || !read_words(entry->text, &w))
        return;
    while (sheet_next(s, &row, NULL) == DONE && row.cells && row.number < ROWS_MAX) {
        if (row.number <= l->header_row)
            continue;
        if (row.number >= room) {
            room = row.number + 4096;
            l->turns = xreallocarray(l->turns, room, 1);
            memset(l->turns + l->turn_count, 0, room - l->turn_count);
            l->turn_count = room;
        }
        const char *cell = (size_t)column < row.count ? row.cells[column] : "";
        if (!last || strcmp(last, cell) != 0 || row.number != next) {
            end_group(l, &w, first, next);
            first = row.number;
            free(last);
            last = xstrdup(cell);
        }
        next = row.number + 1;
    }
    end_group(l, &w, first, next);
    free(last);
    sheet_rewind(s);
}

bool turn_of(const struct layout *l, size_t row, char field[FIELD_ID_MAX], char word[FIELD_ID_MAX])
{
    const struct map_entry *entry = turns_of(l->map);
    struct turn_words w;
    if (!l->turns || !entry || row >= l->turn_count || !l->turns[row] ||
        !read_words(entry->text, &w))
        return false;
    unsigned n = l->turns[row];
    snprintf(field, FIELD_ID_MAX, "%s", w.field);
    snprintf(word, FIELD_ID_MAX, "%s",
             n <= w.count       ? w.words[n - 1]
             : n == w.count + 1 ? w.alone
                                : w.extra);
    return true;
}
