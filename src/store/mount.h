/* mount.h - the table of mounted file systems, and the verdict on what a database lies on. Both are
 * functions of texts alone; only share_look() asks the machine. */
#ifndef LOKET_STORE_MOUNT_H
#define LOKET_STORE_MOUNT_H

#include "private.h"

/* ---- mount_table.c: /proc/self/mountinfo ---- */

struct mount {
    struct buf place, type, source, options; /* options: of the mount and of the file system */
};
/* What path lies on: the longest mount point before it, of several on one place the last. false:
 * the table does not say. */
bool mount_find(const char *table, const char *path, struct mount *out);
void mount_free(struct mount *m);
/* The option's value, in *out where there is one ("vers" finds "vers=4.2"); false: not set. */
bool mount_option(const struct mount *m, const char *name, struct buf *out);

/* ---- mount.c: the verdict ---- */

struct mount_facts {
    const char *path;   /* real path of the database */
    unsigned magic;     /* statfs f_type of its folder */
    const char *table;  /* text of /proc/self/mountinfo */
    const char *relock; /* text of the NFS client's recover_lost_locks; "" where there is none */
    unsigned allowed;   /* of enum share_allowed */
};
/* Tests: what stands in the table of mounts from here on; NULL: what the machine says. */
void mount_pretend(const char *table);
/* *out is zeroed first. */
void mount_judge(const struct mount_facts *facts, struct share_look *out);

#endif
