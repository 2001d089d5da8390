/* crash_vfs.c - see crash_vfs.h. */
#include "crash_vfs.h"

#include <sqlite3.h>
#include <stddef.h>
#include <unistd.h>

struct crash_file {
    sqlite3_file base;
    sqlite3_file *real; /* behind this struct, in the same memory */
};

static sqlite3_vfs *unix_vfs; /* what the trap stands in for */
static sqlite3_vfs crash_vfs;
static long fatal, count;
static bool tear;

void crash_vfs_arm(long k, bool torn)
{
    fatal = k;
    tear = torn;
    count = 0;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct crash_file *)file)->real;
}

/* Before an operation. */
static void pass(void)
{
    if (++count == fatal)
        _exit(CRASH_STATUS);
}

static int crash_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    sqlite3_file *real = real_of(file);
    if (tear && count + 1 == fatal)
        real->pMethods->xWrite(real, bytes, n / 2, at);
    pass();
    return real->pMethods->xWrite(real, bytes, n, at);
}

static int crash_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    pass();
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int crash_sync(sqlite3_file *file, int flags)
{
    pass();
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int crash_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int crash_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, n, at);
}

static int crash_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int crash_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int crash_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int crash_reserved(sqlite3_file *file, int *out)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int crash_control(sqlite3_file *file, int op, void *arg)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int crash_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int crash_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int crash_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int crash_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void crash_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int crash_shm_unmap(sqlite3_file *file, int remove)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* with shared memory: the desk's own file keeps a log */
    .xClose = crash_close,
    .xRead = crash_read,
    .xWrite = crash_write,
    .xTruncate = crash_truncate,
    .xSync = crash_sync,
    .xFileSize = crash_size,
    .xLock = crash_lock,
    .xUnlock = crash_unlock,
    .xCheckReservedLock = crash_reserved,
    .xFileControl = crash_control,
    .xSectorSize = crash_sector,
    .xDeviceCharacteristics = crash_traits,
    .xShmMap = crash_shm_map,
    .xShmLock = crash_shm_lock,
    .xShmBarrier = crash_shm_barrier,
    .xShmUnmap = crash_shm_unmap,
};

static int crash_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                      int *out)
{
    struct crash_file *f = (struct crash_file *)file;
    (void)vfs;
    f->real = (sqlite3_file *)(f + 1);
    int rc = unix_vfs->xOpen(unix_vfs, name, f->real, flags, out);
    f->base.pMethods = f->real->pMethods ? &methods : NULL;
    return rc;
}

static int crash_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    pass();
    return unix_vfs->xDelete(unix_vfs, name, sync);
}

void crash_vfs_install(void)
{
    if (unix_vfs)
        return;
    sqlite3_initialize();
    unix_vfs = sqlite3_vfs_find("unix");
    crash_vfs = *unix_vfs;
    crash_vfs.szOsFile = (int)sizeof(struct crash_file) + unix_vfs->szOsFile;
    crash_vfs.xOpen = crash_open;
    crash_vfs.xDelete = crash_delete;
    /* The first of that name is found: it must stand at the head of the list. */
    sqlite3_vfs_register(&crash_vfs, 1);
}
