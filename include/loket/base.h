/* base.h - what every room stands on: outcomes, bytes, text, numbers, days, moments, clock,
 * identifiers, assets, files and translation. It knows nothing of quarantine, SQL or screens. */
#ifndef LOKET_BASE_H
#define LOKET_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Outcomes: every call that can fail returns one; the numbers are the exit statuses. ---- */

enum outcome {
    DONE = 0,      /* it is done */
    REFUSED = 1,   /* a rule says no, with the reason */
    MISUSED = 2,   /* the call itself was wrong */
    BAD_DATA = 3,  /* what was typed or read cannot be taken */
    STALE = 4,     /* somebody else changed it first */
    FAULT = 5,     /* the share, the disk or the database failed */
    FORBIDDEN = 6, /* this person may not */
};

enum { ERROR_TEXT_MAX = 1024, FIELD_ID_MAX = 64 };

/* Why a call failed, in the reader's language, ending in what to do next. */
struct error {
    enum outcome code;
    bool later;               /* the share or a turn could not be had: the same may succeed later */
    bool busy;                /* and it was only a turn */
    char field[FIELD_ID_MAX]; /* "applicant" or "item.2.commodity"; empty: the whole */
    char text[ERROR_TEXT_MAX];
};

/* Fills *e (which may be NULL) and returns code; fmt is translated: fail(e, X, _("...")). What was
 * typed or read may be quoted as it is: controls and broken UTF-8 are made visible here. */
enum outcome fail(struct error *e, enum outcome code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
enum outcome fail_field(struct error *e, enum outcome code, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- Memory: these never return NULL; out of memory ends the program with a sentence. ---- */

void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);
/* The length of a literal array. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- struct buf: growable bytes, always NUL-terminated once anything was added. ---- */

struct buf {
    char *data; /* NULL while empty and unused; use buf_text() */
    size_t len;
    size_t cap;
};

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_pad(struct buf *b, char c, size_t n);
void buf_reset(struct buf *b);             /* empties, keeps the memory */
void buf_free(struct buf *b);              /* releases */
const char *buf_text(const struct buf *b); /* never NULL */
char *buf_take(struct buf *b);             /* the text becomes the caller's (free()); b is empty */

/* ---- Text: UTF-8, NFC inside loket. Cells are what wcwidth() says, as ncurses uses. ---- */

/* Once at the start of every program and test: character widths come from a UTF-8 locale. */
void text_start(void);
/* Whether the locale people work in, by its name in the environment, shows UTF-8; where nothing is
 * set it is taken to. */
bool text_locale_utf8(void);
bool utf8_valid(const char *text, size_t n);
/* Appends the NFC form; false: not valid UTF-8, out unchanged. */
bool utf8_nfc(const char *text, size_t n, struct buf *out);
/* Appends the search form: case folded, marks stripped, runs of anything but letters and digits
 * become one blank; no blank at either end. */
void utf8_fold(const char *text, struct buf *out);
bool utf8_folds_same(const char *a, const char *b);
size_t utf8_cells(const char *text);
/* Of the n bytes at text how many at its beginning are printable ASCII: a cell and, but for the
 * last, a grapheme each. Nearly all there is to draw and to import. */
size_t utf8_plain(const char *text, size_t n);
/* Byte length of the grapheme at text (0 at the end), and of the one before text+at. */
size_t utf8_grapheme(const char *text);
size_t utf8_grapheme_before(const char *text, size_t at);
/* Appends text, made visible, cut or blank-padded to exactly `cells`; a cut shows an ellipsis. */
void utf8_fit(const char *text, size_t cells, struct buf *out);
/* Appends text in ASCII alone, each character in as many cells as before: marks by their likeness,
 * letters without their accents, "?" for all others. Text is visible already. */
void utf8_ascii(const char *text, struct buf *out);
/* Appends text with C0, C1 and bidirectional controls turned into visible marks. */
void utf8_visible(const char *text, struct buf *out);
bool has_control(const char *text); /* any C0 (newline and tab too), DEL, C1 or bidi control */
/* The beginning of a text as a message quotes it: fail(e, X, _("..."), excerpt(typed).text). */
enum { EXCERPT_CELLS = 40 };
struct excerpt {
    char text[EXCERPT_CELLS * 4];
};
struct excerpt excerpt(const char *text);
/* The word most like a mistyped one: offer it each there is. best NULL: none is like it. */
struct likeness {
    const char *typed;
    const char *best;
    size_t far;
};
void likeness_offer(struct likeness *l, const char *word);
bool text_same(const char *a, const char *b); /* NULL-safe equality, NULL equals "" */
bool text_starts(const char *text, const char *prefix);
char *text_trim(char *text); /* in place, blanks and NBSP; returns its first byte */
/* Is it, in the search form, one of the words between the semicolons? */
bool text_listed(const char *list, const char *text);
/* How alike two folded texts are, 0 to 100 (edit distance over length). */
int text_likeness(const char *a, const char *b);

/* ---- Plain-text papers: lines of at most PAPER_CELLS cells, wrapped between words. ---- */

enum { PAPER_CELLS = 76, PAPER_LABEL_CELLS = 18 };
void paper_line(struct buf *out, const char *text);   /* text and a line end; not wrapped */
void paper_center(struct buf *out, const char *text); /* in the middle, wrapped */
void paper_rule(struct buf *out);                     /* a line across the page */
/* Text behind its first line's mark ("  1. "); further lines stand under the text. */
void paper_item(struct buf *out, const char *mark, const char *text);
/* "Pemohon           : PT ..."; nothing where the text is empty. */
void paper_pair(struct buf *out, const char *label, const char *text);
/* The lines a text is wrapped into, at least one; they live as long as the call back. */
void paper_wrap(const char *text, size_t cells,
                void (*each)(void *context, const char *line, size_t length), void *context);

/* ---- Numbers: 64-bit integers scaled by a number of decimals. No floating point. ---- */

enum number_style {
    NUMBER_CANONICAL, /* 1234.5    files of ours, command line, JSON */
    NUMBER_LOCAL,     /* 1.234,5   Indonesian: dot groups, comma decides */
    NUMBER_POINT,     /* 1,234.5   English: comma groups, point decides */
};
/* NUMBER_LOCAL also takes "1234,5", "16,000" (sixteen) and a lone dot with one or two digits
 * behind it ("12.5"); "1.250" is a thousand two hundred and fifty. */
enum outcome decimal_parse(const char *text, unsigned decimals, enum number_style style,
                           int64_t *value, struct error *e);
/* Is it something to reckon, "12*25", "(3+4)*2", "=1,5+2", rather than a number? */
bool decimal_is_sum(const char *text);
/* What it comes to: + - * (or x) / (or :) and brackets, exact. BAD_DATA: it is none, does not fit
 * into 64 bits, or does not come out even at these decimals. */
enum outcome decimal_reckon(const char *text, unsigned decimals, enum number_style style,
                            int64_t *value, struct error *e);
/* Zeros at the end of the decimals are left out. */
void decimal_format(int64_t value, unsigned decimals, enum number_style style, struct buf *out);
bool integer_parse(const char *text, int64_t *value); /* whole text, optional sign */

/* ---- Days and moments. A day is a plain date; a moment is milliseconds UTC. ---- */

typedef int32_t day;    /* days since 1970-01-01, proleptic Gregorian */
typedef int64_t moment; /* milliseconds since 1970-01-01T00:00:00Z */
enum { NO_DAY = INT32_MIN };

day day_of(int year, int month, int mday); /* NO_DAY where there is no such date */
void day_split(day d, int *year, int *month, int *mday);
int day_weekday(day d); /* 0 Monday .. 6 Sunday */
/* The same day so many months on; the 31st becomes the last of a shorter month. NO_DAY: out of
 * range. */
day day_add_months(day d, int count);
/* What people type: 2026-11-21, 21/11/2026, 21-11-26, 5 juni, 15/6, 15, h, h+3, h-1, h+2m,
 * kemarin, besok; without a year the nearest such date to today. */
enum outcome day_parse(const char *text, day today, day *out, struct error *e);
/* A period: "2026", "11/2026", "nov 2026", "bulan ini", "last month", "minggu ini", "hari ini", or
 * a first and a last day, month or year with a blank between; one day alone begins it. "": both
 * NO_DAY. today must be a day. */
enum outcome span_parse(const char *text, day today, day *from, day *to, struct error *e);
/* "2026", "Nov 2026", "21 Nov 2026", "1 Jan 2021–31 Mar 2021"; NO_DAY is an open end, both are
 * nothing. Appends. */
void span_local(day from, day to, struct buf *out);
/* What sheets hold: all of those with a year, Excel serials, "2020-05-03 07:59:00",
 * month names long and short, Indonesian and English. month_first: 05/21/2026 is in May, in a
 * column whose other days say so. */
enum outcome day_parse_sheet(const char *text, bool month_first, day *out, struct error *e);
void day_iso(day d, struct buf *out);   /* 2026-11-21 */
void day_local(day d, struct buf *out); /* 21 Nov 2026, month in the reader's language */
/* For lists: "hari ini", "kemarin", "5 Jun" of this year, else "5 Jun 25". */
void day_speak(day d, day today, struct buf *out);

moment moment_parse(const char *text); /* 2026-11-21T10:42:00.000Z; -1 on anything else */
void moment_iso(moment m, struct buf *out);
day moment_day(moment m, int zone_minutes);                     /* the office's calendar day */
void moment_local(moment m, int zone_minutes, struct buf *out); /* 21 Nov 2026 10.42 */

/* Working days: `closed` (or NULL) tells whether a day is a holiday; Saturdays and Sundays always
 * are. The count-th working day after `from`, before it where count is negative; `from` itself
 * where it is 0. NO_DAY: a whole year closed. */
day workday_add(day from, int count, bool (*closed)(void *context, day d), void *context);

/* ---- Clock: the only way to the time of day; tests bring their own. ---- */

struct clock {
    moment (*now)(void *context);
    void *context;
};
moment clock_now(const struct clock *c);
extern const struct clock system_clock;

/* ---- Identifiers: 41 bits of ms since 2020, 16 of desk, 6 of counter; time-ordered. ---- */

enum { ID_TEXT_LEN = 13, ID_COUNTER_BITS = 6, ID_DESK_BITS = 16 };
int64_t id_make(moment now, uint16_t desk, unsigned counter);
void id_text(int64_t id, char out[ID_TEXT_LEN + 1]); /* Crockford base 32 */
bool id_parse(const char *text, int64_t *id); /* exactly 13 characters, either case, O=0 I=L=1 */

/* ---- Assets: the files of data/ compiled into the program. ---- */

struct asset {
    const char *name; /* "country.csv" */
    const unsigned char *bytes;
    size_t len;
};
const struct asset *asset_find(const char *name);      /* NULL: no such asset */
const struct asset *asset_next(const struct asset *a); /* NULL: the first; NULL behind the last */

/* ---- Files: bounded, and never the database's own. ---- */

enum outcome file_read(const char *path, size_t limit, struct buf *out, struct error *e);
/* The sentence for a file that cannot be opened or read, by errno. */
enum outcome file_unreadable(const char *path, int why, struct error *e);
/* Through a temporary file beside it, fsync and rename. mode e.g. 0644. */
enum outcome file_write(const char *path, const struct buf *bytes, unsigned mode, struct error *e);
enum outcome folder_make(const char *path, unsigned mode, struct error *e); /* and its parents */

/* ---- Language: message ids are English; data/po holds Indonesian, the default. ---- */

enum language { INDONESIAN, ENGLISH };
void language_set(enum language l); /* process-wide: the one thing people share with the screen */
/* The same as somebody said: what is configured does not change it any more, until untold. */
void language_tell(enum language l);
bool language_told(void);
void language_untell(void);
enum language language_get(void); /* of this thread: what it borrowed, else the process's */
/* Until it is given back this thread speaks another one: a paper has a language of its own. */
void language_borrow(enum language l);
void language_return(void);
const char *tr(const char *english) __attribute__((format_arg(1)));
#define _(text) tr(text)
#define N_(text) text /* marks a constant for translation; shown through tr() */
/* Looks one message up in a gettext .mo file held in memory; NULL: not there or not such a file. */
const char *mo_find(const unsigned char *mo, size_t len, const char *english);

/* ---- Service time: what of the time between two moments counts (service_clock.c) ---- */

/* Open hours in minutes of the day, Monday first; the eighth row is a holiday's. to 0: closed. */
enum { SERVICE_HOLIDAY = 7 };
struct service_week {
    int from[8], to[8];
};
/* "Senin-Kamis 07.30-16.00, Jumat 07.30-16.30", "Mon-Fri 08:00-15:00"; "setiap hari" (with or
 * without hours) is every day, holidays too. What says no days is passed over; false, *out
 * unchanged: nothing did. */
bool service_week_parse(const char *text, struct service_week *out);

struct service_span {
    moment from, until; /* until -1: it still goes on */
};
struct service_clock {
    bool working; /* only open hours count; false: all of the time */
    struct service_week week;
    int zone_minutes;
    bool (*holiday)(void *context, day d); /* may be NULL */
    void *context;
};
bool service_is_open(const struct service_clock *c, moment at);
/* A day of it: the open hours of an average open day, or 24 hours. */
int64_t service_day_ms(const struct service_clock *c);
/* What counts of [from, until) outside the pauses, which may lie in any order and overlap. */
int64_t service_used_ms(const struct service_clock *c, moment from, moment until,
                        const struct service_span *pauses, size_t count);
/* When a length of it is used up; -1: never, for a pause goes on. */
moment service_due(const struct service_clock *c, moment from, int64_t length_ms,
                   const struct service_span *pauses, size_t count);
/* "2 hours left", "late 1 days". */
void service_left_words(moment due, moment now, struct buf *out);

#endif
