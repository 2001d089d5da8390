/* desk.h - what the tests of the kinds share: how things are typed, permits, seed tables. */
#ifndef TESTS_RECORDS_DESK_H
#define TESTS_RECORDS_DESK_H

#include "loket/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* After our own headers: cmocka has a macro `fail`; ours is called as (fail)(...). */
#include <cmocka.h>

enum { DESK_TODAY = 20778 }; /* 2026-11-21 */
extern const struct reading desk_canonical, desk_sheet;

/* Canonical path and text, in pairs, NULL at the end; the test fails where one is refused. */
void desk_put(struct record *r, const char *const *pairs);
struct record *desk_record(const struct kind *k, const char *const *pairs);
/* The sentence with which a field refuses the text, "" where it takes it; valid until the next. */
const char *desk_refusal(const struct kind *k, const char *field, const char *text);

/* An export with two items and three papers: one present, one missing, one conditional. */
struct record *desk_permit(void);

/* ---- Seed tables: assets read field by field ---- */

struct seeds {
    const struct kind *kind;
    struct record **rows;
    size_t count;
};
/* Fails the test where a header is no field, a cell is refused, a row lacks a required field, or
 * two rows have the same natural key. Tables of aliases need not have required fields. */
void seeds_read(const char *asset, const struct kind *k, struct seeds *out);
void seeds_free(struct seeds *s);
/* The only row whose code, title or alias the text is; NULL: none, or several. */
const struct record *seeds_mean(const struct seeds *s, const char *text);
/* Fails where a text names several rows that hold at the same time. */
void seeds_tell_apart(const struct seeds *s);
/* Fails where a reference of `from` names no single row of `to`. */
void seeds_link(const struct seeds *from, const char *field, const struct seeds *to);
/* The ISO 3166-1 code of the country a text names in Indonesian, or by a shipped spelling; "" where
 * there is none. */
void country_code(const char *text, char code[3]);
void seeds_know_countries(const struct seeds *from, const char *field);

/* Cells of RFC 4180 text: calls back for each row. Cells live as long as the call. */
void csv_rows(const char *text, void (*each)(void *context, char **cells, size_t count),
              void *context);

#endif
