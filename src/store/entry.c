/* entry.c - an entry of the history out of its row, and whether it is what was signed. */
#include <string.h>

#include "private.h"

static bool is_number(size_t column)
{
    return column == H_SEQ || column == H_DESK || column == H_RECORD || column == H_REV ||
           column == H_BATCH;
}

static bool is_text(size_t column)
{
    return column == H_TXN || column == H_AUTHOR || column == H_AT || column == H_KIND ||
           column == H_STEP || column == H_NOTE;
}

void entry_cells(const struct sql *q, struct cell cells[H_COUNT])
{
    for (int i = 0; i < H_COUNT; i++) {
        cells[i] = (struct cell){ .integer = is_number((size_t)i) };
        if (cells[i].integer) {
            cells[i].number = col_int(q, i);
            continue;
        }
        if (is_text((size_t)i))
            col_str(q, i); /* only this ends the bytes with a NUL */
        cells[i].bytes = col_blob(q, i, &cells[i].n);
    }
}

bool entry_holds(const struct sql *q, const struct cell cells[H_COUNT])
{
    unsigned char hash[HASH_BYTES];
    size_t hash_size, signature_size;
    const void *stored = col_blob(q, H_HASH, &hash_size);
    const void *signature = col_blob(q, H_SIGNATURE, &signature_size);
    entry_hash(cells, hash);
    return hash_size == HASH_BYTES && memcmp(stored, hash, HASH_BYTES) == 0 &&
           signature_size == SIGNATURE_BYTES && cells[H_SIGNER].n == PUBLIC_KEY_BYTES &&
           signature_holds(cells[H_SIGNER].bytes, hash, HASH_BYTES, signature);
}

const char *cell_text(const struct cell *cell)
{
    return cell->n ? cell->bytes : "";
}

/* ---- As people and judges see it ---- */

static void take_text(char *out, size_t size, const struct cell *cell)
{
    sqlite3_snprintf((int)size, out, "%s", cell_text(cell));
}

static void take_bytes(unsigned char *out, size_t size, const struct cell *cell)
{
    memset(out, 0, size);
    if (cell->n == size)
        memcpy(out, cell->bytes, size);
}

static enum outcome take_flat(const struct cell *cell, struct flat *out, struct error *e)
{
    flat_free(out);
    return cell->n ? flat_decode(cell->bytes, cell->n, out, e) : DONE;
}

enum outcome entry_read(const struct registry *g, const struct cell cells[H_COUNT],
                        struct entry *out, struct error *e)
{
    char kind[FIELD_ID_MAX], at[32];
    take_text(out->txn, sizeof out->txn, &cells[H_TXN]);
    take_text(out->author, sizeof out->author, &cells[H_AUTHOR]);
    take_text(out->step, sizeof out->step, &cells[H_STEP]);
    take_text(kind, sizeof kind, &cells[H_KIND]);
    take_text(at, sizeof at, &cells[H_AT]);
    out->seq = cells[H_SEQ].number;
    out->desk = (uint16_t)cells[H_DESK].number;
    out->at = moment_parse(at);
    out->kind = *kind ? registry_find(g, kind) : NULL;
    out->record = cells[H_RECORD].number;
    out->rev = cells[H_REV].number;
    out->batch = cells[H_BATCH].number;
    out->sound = false;
    buf_reset(&out->note);
    buf_add(&out->note, cells[H_NOTE].bytes, cells[H_NOTE].n);
    take_bytes(out->digest, sizeof out->digest, &cells[H_DIGEST]);
    take_bytes(out->signer, sizeof out->signer, &cells[H_SIGNER]);
    enum outcome o = take_flat(&cells[H_BEFORE], &out->was, e);
    return o == DONE ? take_flat(&cells[H_AFTER], &out->is, e) : o;
}

void entry_free(struct entry *entry)
{
    buf_free(&entry->note);
    flat_free(&entry->was);
    flat_free(&entry->is);
}

/* ---- A desk's own name ---- */

void desk_name(uint16_t number, char out[DESK_NAME_MAX])
{
    sqlite3_snprintf(DESK_NAME_MAX, out, "desk %04X", number);
}

bool is_desk_name(const char *author)
{
    static const char digits[] = "0123456789ABCDEF";
    return text_starts(author, "desk ") && strlen(author) == 9 && strspn(author + 5, digits) == 4;
}
