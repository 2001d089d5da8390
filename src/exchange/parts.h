/* parts.h - what the files of this room share: encodings, records of bytes, and words of headers.
 */
#ifndef EXCHANGE_PARTS_H
#define EXCHANGE_PARTS_H

#include "loket/exchange.h"

/* ---- encoding.c: what the bytes of a file are ---- */

/* A NUL cannot stand in a cell; SOH stands for it, so that the cell is refused like any other with
 * a control byte. */
enum { NUL_MARK = 0x01 };

/* Gathered over all bytes, piece by piece. */
struct encoding_evidence {
    unsigned char first[3];
    size_t bytes;
    size_t sequences, broken; /* UTF-8 of several bytes, and bytes that are none */
    size_t zeros[2];          /* at even and at odd places */
    size_t marks;             /* bytes 01 */
    unsigned char open[4];    /* a sequence that the last piece broke off */
    size_t opened;
};

void encoding_look(struct encoding_evidence *v, const void *bytes, size_t n);
enum encoding encoding_decide(const struct encoding_evidence *v);

/* From pieces of bytes to UTF-8. */
struct decoder {
    enum encoding encoding;
    bool plain;            /* what comes in goes out */
    bool begun;            /* past the byte order mark */
    unsigned char held[4]; /* of the last piece, not decoded yet */
    size_t holding;
};

/* Appends the bytes as UTF-8, without a byte order mark and without NUL. In UTF-8 a byte that
 * belongs to no character is taken as Windows-1252's: some program pasted it in. */
void decoder_feed(struct decoder *d, const void *bytes, size_t n, bool last, struct buf *out);

/* ---- source.c: the bytes of a sheet, from a file, standard input or memory ---- */

struct source;
enum outcome source_open(const char *path, struct source **out, struct error *e);
/* Keeps a copy of the bytes. */
struct source *source_of_bytes(const void *bytes, size_t n);
/* Takes the descriptor over. */
struct source *source_of_file(int fd);
/* The bytes as a file at its beginning; the descriptor is the caller's. -1: none can be had. */
int source_bytes_file(const struct source *s);
int file_unnamed(void); /* a new file that is gone when it is closed; -1: none can be had */
void source_close(struct source **s);
/* The first bytes as they are, at most n of them; returns how many. */
size_t source_peek(struct source *s, void *bytes, size_t n);
/* Looks at all bytes; forced NULL: recognised. */
enum outcome source_recognise(struct source *s, const enum encoding *forced, struct error *e);
enum encoding source_encoding(const struct source *s);
bool source_has_nul(const struct source *s); /* and no 01 that could be taken for one */
void source_rewind(struct source *s);
/* Appends a further piece of text; *end: there is no more. */
enum outcome source_read(struct source *s, struct buf *out, bool *end, struct error *e);
/* The head of the text and pieces from all over it, whole lines as far as can be told. */
enum outcome source_sample(struct source *s, struct buf *out, struct error *e);

/* ---- record.c: where records and cells begin and end ---- */

enum {
    /* A quoted cell that runs on for more lines than any note of ours was never closed. */
    QUOTED_LINES_MAX = 2048,
    /* One of more lines than an address or a list, with as many delimiters as rows have, has
     * swallowed rows: its quote was never closed. */
    QUOTED_LINES_SURE = 64,
    ROW_DELIMITERS = 5, /* in one line; prose has fewer commas */
};

struct piece {
    size_t begin, end; /* without the quotes */
    bool quoted;
};

struct split {
    size_t end;    /* behind the record's last byte, before its line end */
    size_t next;   /* where the next record begins */
    size_t count;  /* of cells; 0: a blank line */
    size_t quoted; /* cells in quotes */
    size_t strays; /* quotes that begin a cell and are never closed: ordinary characters */
    size_t inner;  /* quotes within quoted cells that are neither doubled nor escaped */
    bool doubtful; /* a quoted cell holds what cells seldom do: it may be none */
    bool open;     /* the text may go on, and with more of it this may end elsewhere */
    bool over;     /* a cell behind the last that is counted holds something */
    struct piece cells[SHEET_COLUMNS_MAX];
};

/* A dialect made ready for splitting. */
struct splitter {
    const struct dialect *dialect;
    size_t delimiter_length;
    size_t last;                             /* cells of the last record that had several */
    unsigned char special[256], inside[256]; /* bytes to stop at, in plain and in quoted cells */
};

void splitter_set(struct splitter *sp, const struct dialect *d);
/* The record that begins at `at` (below len). whole: no text follows. */
void record_split(struct splitter *sp, const char *text, size_t len, size_t at, bool whole,
                  struct split *out);
/* The cell without its escapes, in place; returns its length. */
size_t piece_bare(const struct splitter *sp, char *text, const struct piece *p);

/* ---- looks.c: what a cell looks like, without any catalogue ---- */

enum look { LOOK_EMPTY, LOOK_NUMBER, LOOK_DATE, LOOK_WORDS, LOOK_OTHER };
enum look cell_look(const char *cell, size_t n);

/* ---- ahead.c: rows kept for looking ahead ---- */

struct kept_row {
    size_t number, count, size; /* size: of its memory */
    size_t filled, first, last; /* cells that hold something, and where */
    size_t values;              /* numbers and dates */
    bool mended;
    unsigned char *looks;
    char **cells;
};

struct ahead {
    struct sheet *sheet;
    struct kept_row **list; /* a ring would save little: it is short */
    size_t count, room, bytes;
    bool end;
};

/* The nth row from here, 0 the next; NULL: there is none, or it lies too far ahead to be kept. */
struct kept_row *ahead_look(struct ahead *r, size_t n, enum outcome *result, struct error *e);
/* Takes the next row out; free() it. */
struct kept_row *ahead_take(struct ahead *r);
void ahead_free(struct ahead *r);

/* ---- dialect.c ---- */

/* Decides on the evidence of a sample; leaves alone what `how` says. *begin: where the rows begin,
 * behind a "sep=;" line. */
void dialect_find(const char *text, size_t len, const struct sheet_options *how, struct dialect *d,
                  size_t *begin);

/* ---- page.c: web pages ---- */

bool page_is(const char *head, size_t n);
/* The rows of its tables take the place of the page. */
enum outcome page_read(struct source **source, struct error *e);

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
bool words_begin_any(const char *folded, const char *const *list);
bool words_contain(const char *folded, const char *words);
bool words_listed(const char *folded, const char *const *list); /* NULL-terminated */
/* Does a cell hold these folded words? "*": any it says. */
bool cell_holds(const char *cell, const char *words);
/* With what rows begin that sum up, and those below a table. */
extern const char *const total_words[], *const note_words[];

/* ---- memo.c: what the cells of a column meant before ---- */

/* true: the cell came before; *out (zeroed) is what it meant then. */
bool memo_recall(struct memo *m, const char *cell, struct value *out);
void memo_keep(struct memo **m, const char *cell, const struct value *v); /* *m NULL: made */
void memo_free(struct memo **m);

/* ---- columns.c: which header is which field ---- */

/* The columns of our own export that are no fields. */
enum own_column {
    OWN_NONE,
    OWN_ID,
    OWN_REV,
    OWN_STATE,
    OWN_ORIGIN,
    OWN_LINE,
    OWN_LINE_ID,
    OWN_EXCEL
};

struct meaning {
    struct column_map map;
    enum own_column own;
};

/* map may be NULL. */
struct meaning header_meaning(const struct kind *k, const struct sheet_map *map,
                              const char *folded);
/* Of a further part: what its mapping says, and nothing else. */
struct meaning header_named(const struct kind *k, const struct sheet_map *map, const char *folded);
bool meaning_is_known(const struct meaning *m);
bool in_natural_key(const struct kind *k, const char *field);

/* ---- map.c ---- */

/* What a mapping says of a column, NULL: nothing. */
const char *map_says(const struct sheet_map *m, enum map_section section, const char *folded);
#define PARTED_AT " - " /* where a cell of two fields is parted */
#define BOTH_BY " & "   /* between two fields that take the same */
enum { MAP_PARTS_MAX = 8 };
/* "item.net_quantity", "notes+"; false: no such field. */
bool map_field(const struct kind *k, const char *path, struct column_map *out);
/* Is it of that kind, or one of its further parts? One that names none is for any. */
bool map_is_for(const struct sheet_map *m, const char *kind);

/* ---- evidence.c and content.c: what the cells of whole columns say ---- */

/* How each column of l writes dates and numbers, by all of the sheet's rows below the header and by
 * what map says; what stays open becomes a doubt. */
void evidence_weigh(struct sheet *s, const struct sheet_map *given, struct layout *l);
/* Gives columns whose header is not known the one field that all their cells fit. */
void content_map(struct sheet *s, struct layout *l);

/* ---- csv_out.c ---- */

/* A cell, in quotes where it holds one of the special bytes or blanks at an end. */
void csv_cell_between(const char *text, const char *special, struct buf *out);
/* A cell of the spreadsheet's dialect without what guards it; owned. */
char *excel_plain(const char *cell);

/* ---- banner.c ---- */

/* ---- turns.c ---- */

enum outcome turns_check(const struct sheet_map *m, const struct kind *k, struct error *e);
/* Looks through the sheet for which word each row takes; leaves it rewound. */
void turns_find(struct sheet *s, struct layout *l);
/* The field and word of a row; false: none. */
bool turn_of(const struct layout *l, size_t row, char field[FIELD_ID_MAX], char word[FIELD_ID_MAX]);

/* Adds what a row above the header says and no row before it said. */
void banner_read(const struct kind *k, const struct sheet_row *row, struct banner *b);

#endif
