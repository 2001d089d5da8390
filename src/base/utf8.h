/* utf8.h - one code point at a time, for the files of this folder. */
#ifndef LOKET_BASE_UTF8_H
#define LOKET_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { NOT_A_CHARACTER = -1 };

/* The code point at text (n bytes left) and its length in bytes. A broken byte gives
 * NOT_A_CHARACTER and 1, so that every loop goes on; n == 0 gives NOT_A_CHARACTER and 0. */
int32_t utf8_next(const char *text, size_t n, size_t *length);

struct buf;
/* Appends something for a code point (or NOT_A_CHARACTER) that stands there in n bytes. */
typedef void put_point(int32_t point, const char *bytes, size_t n, struct buf *out);
/* Appends what is printable ASCII in text as it is, and of all else what put makes of it. */
void utf8_map(const char *text, put_point *put, struct buf *out);

#endif
