/* crash_vfs.h - SQLite's own way to the disk, with a trap in it: the process ends at the k-th
 * operation that changes a file. */
#ifndef TESTS_STORE_CRASH_VFS_H
#define TESTS_STORE_CRASH_VFS_H

#include <stdbool.h>

enum { CRASH_STATUS = 77 }; /* what the process that fell into the trap exits with */

/* Stands in for the VFS "unix" from here on; for whatever is opened afterwards. */
void crash_vfs_install(void);
/* The trap: ends the process at the k-th write, sync, truncation or deletion from now, before it
 * happens; torn: after half of it, where it is a write. */
void crash_vfs_arm(long k, bool torn);

#endif
