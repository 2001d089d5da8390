/* mapping.c - a mapping and a sheet it is said for: whatever they are, every row has a role, every
 * value taken is one its field has, and the layout told as a mapping is read as it was written. A
 * form feed parts the two. */
#include "fuzz.h"

#include <string.h>

#include "loket/records.h"

#include "../../src/exchange/parts.h"

static void written_is_read(const struct sheet_map *m)
{
    struct buf once = { 0 }, twice = { 0 };
    struct map_book book = { 0 };
    map_write(m, &once);
    if (map_read(buf_text(&once), "written", &book, NULL) == DONE && book.count == 1) {
        map_write(&book.maps[0], &twice);
        struct map_book again = { 0 };
        struct buf thrice = { 0 };
        MUST(map_read(buf_text(&twice), "again", &again, NULL) == DONE && again.count == 1);
        map_write(&again.maps[0], &thrice);
        MUST(strcmp(buf_text(&twice), buf_text(&thrice)) == 0);
        map_book_free(&again);
        buf_free(&thrice);
    }
    map_book_free(&book);
    buf_free(&once);
    buf_free(&twice);
}

static void take_all(struct sheet *s, struct layout *l)
{
    static const struct reading how = { .spelling = SPELL_SHEET, .today = 20778 };
    struct sheet_row row;
    while (sheet_next(s, &row, NULL) != DONE || row.cells) {
        if (!row.cells)
            continue;
        enum row_role role = layout_role(l, &row);
        layout_complete(l, &row, role);
        for (size_t i = 0; i <= l->part_count; i++) {
            const struct layout *part = i ? &l->parts[i - 1] : l;
            struct record *r = record_new(part->kind);
            if (!i || layout_wants(part, &row))
                layout_take(part, &row, role, &how, r, NULL, NULL);
            record_free(&r);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct map_book book = { 0 };
    struct sheet *s = NULL;
    struct layout l;
    char *text = xcalloc(n + 1, 1);
    memcpy(text, bytes, n);
    char *sheet = strchr(text, '\f');
    if (sheet)
        *sheet++ = '\0';
    enum outcome o = map_read(text, "fuzz", &book, NULL);
    bool good = o == DONE && book.count == 1 &&
                map_check(&book.maps[0], &kind_permit, &all_kinds, NULL) == DONE;
    const struct hints hints = { .given = good ? &book.maps[0] : NULL,
                                 .maps = book.maps,
                                 .registry = &all_kinds,
                                 .map_count = book.count };
    if (sheet && sheet_open_bytes(sheet, strlen(sheet), &s, NULL) == DONE) {
        if (layout_find(s, &kind_permit, &hints, &l, NULL) == DONE) {
            struct sheet_map told;
            take_all(s, &l);
            layout_map(&l, &told);
            written_is_read(&told);
            map_free(&told);
        }
        layout_free(&l);
        sheet_close(&s);
    }
    map_book_free(&book);
    free(text);
    return 0;
}
