/* crowd.h - a store with many things in it, put there by raw SQL so that it takes no time. */
#ifndef TESTS_STORE_CROWD_H
#define TESTS_STORE_CROWD_H

#include "store/office.h"

/* Thing i (from 0) was received on day BENCH_DAY - 2300 + i / 10, has number "2026-<i, 6 digits>",
 * serial "AJU.<i>.X", label "Barang <i % 1000>", price i % 97, direction "IM" where i % 10 is 3,
 * remark "langka" where i % 400 is 7. One in twenty is submitted, one in a hundred shelved, the
 * others finished. Words are searchable; there is no history. */
void crowd_fill(struct bench *b, int rows);
int64_t crowd_id(int i);

#endif
