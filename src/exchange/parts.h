/* parts.h - what the files of this room share: encodings, records of bytes, and words of headers.
 */
#ifndef EXCHANGE_PARTS_H
#define EXCHANGE_PARTS_H

#include "loket/exchange.h"

/* ---- encoding.c ---- */

/* Appends the bytes as UTF-8, without a byte order mark and without NUL; says what they were. */
void encoding_decode(const void *bytes, size_t n, enum encoding *was, struct buf *out);

/* ---- dialect.c: where records begin and end ---- */

enum {
    /* A quoted cell that runs on for more lines than any note of ours was never closed. */
    QUOTED_LINES_MAX = 2048,
    /* One of more lines than an address or a list, with as many delimiters as rows have, has
     * swallowed rows: its quote was never closed. */
    QUOTED_LINES_SURE = 64,
    ROW_DELIMITERS = 5, /* in one line; prose has fewer commas */
};

struct span {
    size_t end;     /* behind the record's last byte, before its line end */
    size_t next;    /* where the next record begins */
    size_t literal; /* the cell from which quotes are plain characters; SIZE_MAX: none */
    size_t columns; /* 0: a blank line */
};

/* The record that begins at `at` (below len). */
struct span dialect_span(const char *text, size_t len, size_t at, const struct dialect *d);
/* The end of the quoted cell whose quote is at `at`: its closing quote, or SIZE_MAX: not closed. */
size_t dialect_quote_end(const char *text, size_t len, size_t at, const struct dialect *d);
/* Decides delimiter and quote on the evidence of the whole text. *begin: where the rows begin,
 * behind a "sep=;" line. */
void dialect_find(const char *text, size_t len, struct dialect *d, size_t *begin);

/* ---- words.c: how headers and marks of rows are compared ---- */

bool cell_is_empty(const char *cell); /* nothing but blanks, line breaks and NBSP */
/* Empty, "-", "n/a" or "nihil": what sheets write where there is nothing. */
bool cell_means_nothing(const char *cell);
bool cell_is_idem(const char *cell);  /* "idem", "sda", a ditto mark: as in the row above */
char *cell_trimmed(const char *cell); /* without blanks and line breaks at both ends; owned */
/* The folded form of a cell: "no_permohonan" and "No. Permohonan" are one. Owned. */
char *cell_folded(const char *cell);
/* Whole words in folded texts. */
bool words_begin(const char *folded, const char *words);
bool words_contain(const char *folded, const char *words);
bool words_listed(const char *folded, const char *const *list); /* NULL-terminated */

/* ---- columns.c: which header is which field ---- */

/* The columns of our own export that are no fields. */
enum own_column { OWN_NONE, OWN_ID, OWN_REV, OWN_STATE, OWN_ORIGIN, OWN_LINE, OWN_LINE_ID };

struct meaning {
    struct column_map map;
    enum own_column own;
};

/* map may be NULL. */
struct meaning header_meaning(const struct kind *k, const struct sheet_map *map,
                              const char *folded);
bool meaning_is_known(const struct meaning *m);
bool in_natural_key(const struct kind *k, const char *field);

/* ---- map.c ---- */

/* What a mapping says of a column, NULL: nothing. */
const char *map_says(const struct sheet_map *m, enum map_section section, const char *folded);
/* "item.net_quantity", "notes+"; false: no such field. */
bool map_field(const struct kind *k, const char *path, struct column_map *out);

/* ---- evidence.c and content.c: what the cells of whole columns say ---- */

/* How each column of l writes dates and numbers, by all of the sheet's rows below the header and by
 * what map says; what stays open becomes a doubt. */
void evidence_weigh(struct sheet *s, const struct sheet_map *given, struct layout *l);
/* Gives columns whose header is not known the one field that all their cells fit. */
void content_map(struct sheet *s, struct layout *l);

/* ---- banner.c ---- */

/* Adds what a row above the header says and no row before it said. */
void banner_read(const struct kind *k, const struct sheet_row *row, struct banner *b);

#endif
