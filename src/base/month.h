/* month.h - month and weekday names. */
#ifndef LOKET_BASE_MONTH_H
#define LOKET_BASE_MONTH_H

#include <stddef.h>

/* "Jan" .. "Dec" in the reader's language; month is 1 to 12. */
const char *month_short(int month);
/* The month a word of n lower-case letters names, long or short, Indonesian or English; 0: none. */
int month_named(const char *word, size_t n);
/* Monday is 1; the same for names of days. */
int weekday_named(const char *word, size_t n);

#endif
