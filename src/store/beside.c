/* beside.c - small files beside the shared one, and locks on single bytes of them. A lock ends with
 * the process, so that nothing is left of one that died. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "others.h"

enum { BESIDE_MODE = 0660 }; /* every desk of the group writes them, whatever its umask */

int beside_make(const char *path, int flags)
{
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, BESIDE_MODE);
    if (fd >= 0)
        (void)fchmod(fd, BESIDE_MODE); /* another's file stays as it is */
    return fd;
}

int beside_open(const char *path)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 && errno == ENOENT ? beside_make(path, 0) : fd;
}

static bool set(int fd, short type, int64_t at)
{
    struct flock l = { .l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1 };
    return fcntl(fd, F_SETLK, &l) == 0;
}

bool byte_lock(int fd, int64_t at)
{
    return set(fd, F_WRLCK, at);
}

void byte_unlock(int fd, int64_t at)
{
    (void)set(fd, F_UNLCK, at);
}

bool byte_held(int fd, int64_t from, int64_t n, int64_t *at)
{
    struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = from, .l_len = n };
    if (fcntl(fd, F_GETLK, &l) != 0 || l.l_type == F_UNLCK)
        return false;
    if (at)
        *at = l.l_start;
    return true;
}
