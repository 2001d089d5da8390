/* exchange.h - sheets, CSV and JSON: bytes in and out, on the catalogue alone. Nothing here touches
 * a store. */
#ifndef LOKET_EXCHANGE_H
#define LOKET_EXCHANGE_H

#include "loket/catalogue.h"

/* ---- Reading any sheet, row by row, in bounded memory ---- */

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_WINDOWS_1252
};

enum { DELIMITER_MAX = 7 };

struct dialect {
    enum encoding encoding;
    char delimiter[DELIMITER_MAX + 1]; /* one byte or several */
    char quote;                        /* '\0': none */
    char escape;                       /* before a quote or delimiter; '\0': quotes are doubled */
    bool runs;      /* any number of delimiters on end, blanks most often, is one */
    bool named;     /* a line "sep=;" stands above the rows */
    bool own;       /* written by loket: no quote left open however many lines a cell has */
    size_t columns; /* of most rows of the sample; 0: unknown */
};

enum { SHEET_CELL_MAX = 1 << 20, SHEET_ROW_MAX = 1 << 22, SHEET_COLUMNS_MAX = 16384 };

/* What is not to be recognised but taken as said. */
struct sheet_options {
    const char *delimiter;         /* NULL: recognised */
    const char *quote, *escape;    /* NULL: recognised; "": none; else one byte */
    const enum encoding *encoding; /* NULL: recognised */
    bool as_is;                    /* cells as they stand, without normal form */
};

struct sheet_row {
    size_t number; /* 1-based row of the sheet, as a spreadsheet shows it */
    char **cells;  /* NFC UTF-8, untrimmed; valid until the next call */
    size_t count;
    bool mended; /* a quote in it was never closed, and is an ordinary character */
};

struct sheet;
/* Recognises the dialect on evidence from the whole file, which is read in pieces and never held;
 * "-" is standard input. BAD_DATA: a cell or row past the limits, with its row; FAULT: the file
 * cannot be read. */
enum outcome sheet_open(const char *path, struct sheet **out, struct error *e);
enum outcome sheet_open_with(const char *path, const struct sheet_options *how, struct sheet **out,
                             struct error *e);
enum outcome sheet_open_bytes(const void *bytes, size_t n, struct sheet **out, struct error *e);
void sheet_close(struct sheet **s);
const struct dialect *sheet_dialect(const struct sheet *s);
/* NUL bytes stand in the sheet; each is the byte 01 in its cell. */
bool sheet_has_nul(const struct sheet *s);
const char *encoding_name(enum encoding encoding);
void sheet_rewind(struct sheet *s);
/* *row with cells NULL at the end. After BAD_DATA the next call goes on behind the row. */
enum outcome sheet_next(struct sheet *s, struct sheet_row *row, struct error *e);

/* ---- Tables: what a sheet holds, told by its looks alone ---- */

enum table_part {
    PART_DATA,
    PART_HEADER,   /* its last row, with all rows of it joined; none where there is no header */
    PART_HEADING,  /* a header row above the last */
    PART_REPEATED, /* a header row again, or the numbers of columns below it */
    PART_BANNER,   /* above a table */
    PART_TOTAL,    /* of columns, in the table or below */
    PART_NOTE,     /* below a table */
    PART_BLANK,
    PART_SKIPPED,   /* as asked for */
    PART_ELSEWHERE, /* a row of another table than the one wanted */
    PART_COUNT
};

enum { HEADER_RECOGNISED = -1, HEADER_NONE = 0 };

struct table_options {
    size_t table; /* from 1; 0: the first */
    size_t skip;  /* rows to pass over */
    long header;  /* number of its row, or as above */
};

struct table_row {
    size_t number;
    enum table_part part;
    char **cells; /* valid until the next call; NULL: the sheet is at its end */
    size_t count;
    bool ragged, mended; /* more or fewer cells than header and row before; see struct sheet_row */
};

struct tables;
/* Every row of the sheet comes out once, in its order, with its part. The sheet stays the
 * caller's. */
struct tables *tables_open(struct sheet *s, const struct table_options *how);
enum outcome tables_next(struct tables *t, struct table_row *row, struct error *e);
size_t tables_seen(const struct tables *t); /* tables so far */
void tables_close(struct tables **t);

/* ---- Layout: which columns are which fields, which rows are what ---- */

enum row_role {
    ROW_BLANK,
    ROW_BANNER, /* above the header */
    ROW_HEADER, /* the header, again too */
    ROW_DATA,   /* a record begins */
    ROW_IDEM,   /* a further line of the record above */
    ROW_TOTAL,  /* JUMLAH, TOTAL, sub-totals */
    ROW_NOTE,   /* signatures and remarks below */
    ROW_NIHIL,  /* "nothing this month" */
};

struct column_map {
    const struct line_kind *line; /* NULL: a field of the record */
    const struct field *field;    /* NULL: not a field of ours */
    bool link;                    /* the field's "_id" companion in our own export */
    bool joined;                  /* goes behind what the field holds, as "Header: cell" */
    bool each_line;               /* each line of the cell is a line of the record */
    const struct field *second;   /* takes what stands behind the dash of "CHINA - SHANGHAI" */
    bool both;                    /* or takes all of it, too */
    const char *when;    /* of a further part: words the cell must hold, "*": any; or NULL */
    bool fills_only;     /* says nothing where the field has a value already */
    bool by_content;     /* no header said so, but its cells did */
    bool month_first;    /* how its dates are written */
    bool decimal_point;  /* and its numbers */
    bool blank_is_above; /* an empty cell means the one above */
    struct memo *memo;   /* what its cells meant before; layout_take()'s own */
};

/* ---- Mappings: what headers and cells of a layout do not say by themselves ----
 *
 * A small text in the style of INI files, read by libinih; "[sheet] kind = ..." begins a mapping,
 * so that one text can hold several:
 *
 *   [sheet]      kind = permit           name = Counter register
 *   [columns]    Tgl = received_on       Banyaknya = item.net_quantity
 *                Petugas = notes+        (joined, its header before it)
 *                No =                    (left out)
 *                nama = name?            (only where the record has none yet)
 *                Alasan = reason.reason* (each line of the cell is a line of the record)
 *                Asal = country - city   (parted at the cell's first " - ")
 *                Tgl = issued_at & on    (the same for both)
 *   [dates]      Tgl = day-first         (or month-first; * is every column)
 *   [numbers]    Banyaknya = comma       (or point)
 *   [blanks]     Perusahaan = above
 *   [constants]  field = T              (field? = T: only where the record has none yet)
 *   [turns]      kode = direction import export domestic | any | heading
 *
 * [turns] says of rows that follow each other with the same cell under “kode”: the first is for
 * import, the second for export, the third domestic; one alone is for any; of one more than there
 * are words the first is a heading, and the words begin with the second.
 *
 * Rows of one sheet may speak of records of several kinds: "[also] kind = ..." begins a further
 * part of the mapping, whose columns are those it names and no others; its rows are those where
 * every condition of its [when] holds.
 *
 *   [also]       kind = measure
 *   [when]       Tindakan = penahanan    (the cell holds these words; *: it says anything)
 *   [columns]    Tgl = taken_at */
struct map_entry {
    char *header;  /* folded; "*": every column */
    char *written; /* as it was */
    char *text;
};
struct map_list {
    struct map_entry *items;
    size_t count;
};
enum map_section {
    MAP_COLUMNS,
    MAP_DATES,
    MAP_NUMBERS,
    MAP_BLANKS,
    MAP_CONSTANTS,
    MAP_WHEN,
    MAP_TURNS,
    MAP_SECTIONS
};
struct sheet_map {
    char *kind; /* id, "": not said */
    char *name; /* for people, "" */
    struct map_list sections[MAP_SECTIONS];
    struct sheet_map *parts; /* of the same rows, records of other kinds */
    size_t part_count;
};
struct map_book {
    struct sheet_map *maps;
    size_t count;
};
/* Adds the mappings of a text to the book. BAD_DATA names the line that is none. source is how
 * messages call the text. */
enum outcome map_read(const char *text, const char *source, struct map_book *out, struct error *e);
/* Does it name only fields and values that k, and of its further parts the kinds of g, have? */
enum outcome map_check(const struct sheet_map *m, const struct kind *k, const struct registry *g,
                       struct error *e);
void map_put(struct sheet_map *m, enum map_section section, const char *header, const char *text);
void map_write(const struct sheet_map *m, struct buf *out);
void map_free(struct sheet_map *m);
void map_book_free(struct map_book *b);

/* What is known of layouts before a sheet is opened. */
struct hints {
    const struct sheet_map *given; /* said for this very sheet: decides; or NULL */
    const struct sheet_map *maps;  /* apply where all their headers stand in one row */
    size_t map_count;
    const struct registry
        *registry; /* of the kinds that mappings name; NULL: the asked one alone */
};

/* What the cells of a column leave open, so that it must be asked once for the column. */
struct doubt {
    size_t column;
    bool numbers;        /* decimal comma or point; else day or month first */
    struct buf examples; /* "03/04/2020, 05/06/2020" */
};

struct banner {           /* what the rows above the header say */
    struct buf office;    /* service unit as written */
    struct buf field;     /* H, I or T */
    struct buf direction; /* EX, IM ... */
    int month, year;      /* 0: not said */
};

struct layout {
    const struct kind *kind; /* of the mapping, whose part the one asked for may be */
    struct column_map *columns;
    char **headers; /* as written, trimmed; count of them, as of columns */
    size_t count;
    bool own;   /* loket's own export: has id and state */
    bool excel; /* in the spreadsheet's dialect */
    int id_column, rev_column, state_column, origin_column, line_column, line_id_column; /* -1 */
    int key_column; /* where IDEM stands: the natural key's */
    struct banner banner;
    size_t header_row;           /* 0: no header was found */
    const struct sheet_map *map; /* of the hints, NULL: none was needed */
    unsigned char *turns;        /* by number of the row: which word of [turns] is its; or NULL */
    size_t turn_count;
    struct layout *parts; /* what the same rows say of further kinds, in the mapping's order */
    size_t part_count;
    bool before; /* a further part to which the main record refers: found or made before it */
    struct doubt *doubts;
    size_t doubt_count;
    char **above; /* what "idem" and empty cells of each column stand for; of an export for
                   * spreadsheets the row's cells without their guards */
};
/* Looks for the header, reads the banner above it, and then the whole sheet once for how its
 * columns write dates and numbers; leaves it rewound. hints may be NULL. BAD_DATA where no row of
 * it can be the kind's header, naming the headers that would be known. Doubts are no error here.
 * A mapping one of whose further parts is of kind k is one for it, too. */
enum outcome layout_find(struct sheet *s, const struct kind *k, const struct hints *hints,
                         struct layout *out, struct error *e);
enum row_role layout_role(const struct layout *l, const struct sheet_row *row);
/* Puts what a log's cells leave to the row above in their place: idem, ditto marks, blanks of a
 * column whose blanks mean so; and takes off what guards the cells of an export for spreadsheets.
 * Rows are handed in as they come; the cells are the layout's until the next. */
void layout_complete(struct layout *l, struct sheet_row *row, enum row_role role);
/* Does the row speak of this further part? */
bool layout_wants(const struct layout *part, const struct sheet_row *row);
/* What the sheet's columns and their mapping were taken for, as a mapping that says all of it. */
void layout_map(const struct layout *l, struct sheet_map *out);
void layout_free(struct layout *l);

/* Puts a row's cells into the record (ROW_DATA) or a further line of it (ROW_IDEM). What the row
 * says but no field can hold stays as words in the notes and is told with the code DONE. Every cell
 * that cannot be taken is reported (e->field is the sheet's header name), and none is half-taken;
 * record-level cells of an IDEM row that differ from the record's go into the line's notes.
 * A log's empty cells leave what is there; those of our own export clear it, and its lines are
 * found by line_id or added with it. id, rev, state and origin are the caller's to read. */
size_t layout_take(const struct layout *l, const struct sheet_row *row, enum row_role role,
                   const struct reading *how, struct record *r,
                   void (*each)(void *context, const struct error *e), void *context);

/* ---- Writing ---- */

void csv_cell(const char *text, bool first, struct buf *out); /* RFC 4180, with its comma before */
/* Our own export: id, rev, state, origin, line, line_id, then the fields, then "item.x" columns.
 * References have a second column "x_id". One row for the record, one for each live line. */
enum csv_style {
    CSV_PLAIN, /* RFC 4180 */
    /* For spreadsheets in Indonesian: semicolons, a byte order mark, decimal commas; what would be
     * taken for a number, a date or a formula is guarded (="007", '=1+1) and taken back as it was.
     */
    CSV_EXCEL,
};
void record_csv_header(const struct kind *k, enum csv_style style, struct buf *out);
void record_csv(const struct record *r, enum csv_style style, struct buf *out);

/* The monthly report of the former national system, one field and direction, for permits. Comes in
 * again as the log it is. */
struct month_report {
    const char *office, *field, *direction; /* name; codes */
    int year, month;
};
void month_csv_header(const struct kind *k, const struct month_report *m, struct buf *out);
/* One row for each item, the further ones under IDEM; number counts permits. */
void month_csv(const struct record *r, const struct month_report *m, int64_t number,
               struct buf *out);

/* A layout that offices keep, written anew: the columns of a mapping in its order. Days stand as
 * 05/06/2020 where the mapping says so, else as 2020-06-05; numbers with all their decimals behind
 * a comma where it says so. Comes in again as the log it is. */
void layout_csv_header(const struct sheet_map *m, struct buf *out);
/* One row, or one for each line of the kind its columns name. of_parts: for each of m's further
 * parts the record that belongs to r, or NULL. above: the last row's cells, where blanks mean them;
 * struct written_row zeroed before the first, written_row_free() behind the last. */
struct written_row {
    char **cells;
    size_t count;
};
void layout_csv(const struct sheet_map *m, const struct record *r,
                const struct record *const *of_parts, struct written_row *above, struct buf *out);
void written_row_free(struct written_row *w);
/* "detention-report": how a mapping's name stands in --layout. Owned. */
char *map_word(const struct sheet_map *m);

/* "desk", "log", "restored": how an origin stands in our export. */
const char *origin_word(enum origin o);
bool origin_parse(const char *word, enum origin *out);

/* One object: id, rev, state, then fields by id; with lines as arrays by line kind where asked.
 * Decimals are strings ("836.09"), whole numbers and flags JSON's own; references are their text,
 * with their link under "x_id"; empty fields are left out. */
void record_json(const struct record *r, bool lines, struct buf *out);
/* Appends text as a JSON string, quoted and escaped. */
void json_text(const char *text, struct buf *out);

/* ---- The helper program loket-paper (papers.h) ---- */

/* Runs `loket-paper WORDS...` (NULL-terminated) from one open file into another; its exit status,
 * or: */
enum { PAPER_MISSING = -1, PAPER_FAILED = -2 }; /* not installed; not started, or killed */
int paper_run(const char *const *words, int in, int out);
/* The same from memory to memory, with the sentence for what went wrong (FAULT). Appends. */
enum outcome paper_make(const char *const *words, const struct buf *in, struct buf *out,
                        struct error *e);

#endif
