#include "shelf.h"

#include "actions/staff.h"
#include "store/office.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* ---- Dice ---- */

static uint64_t fallen;

static uint32_t dice_random(void)
{
    enum { HIGH = 33 };
    fallen ^= fallen << 13;
    fallen ^= fallen >> 7;
    fallen ^= fallen << 17; /* xorshift64 */
    return (uint32_t)(fallen >> HIGH);
}

static void dice_fill(void *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)out)[i] = (unsigned char)dice_random();
}

static const char *dice_name(void)
{
    return "dice of the stage";
}

static struct randombytes_implementation dice = { .implementation_name = dice_name,
                                                  .random = dice_random,
                                                  .buf = dice_fill };

void dice_shake(void)
{
    fallen = UINT64_C(0x4C4F4B4554);
    randombytes_set_implementation(&dice);
}

/* ---- Folders ---- */

/* With its time, by which it is known again. */
static void copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct stat st = { 0 };
    ssize_t n = 1;
    while (n > 0)
        n = sendfile(out, in, NULL, 1 << 30);
    if (in < 0 || out < 0 || n < 0 || fstat(in, &st) != 0 ||
        futimens(out, (struct timespec[]){ st.st_atim, st.st_mtim }) != 0)
        test_stop("%s cannot be copied to %s\n", from, to);
    close(in);
    close(out);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* For each file of a folder: its own path, and that of its namesake in another folder. */
static void each_file(const char *folder, const char *other, void (*f)(const char *, const char *))
{
    DIR *d = opendir(folder);
    if (d == NULL)
        test_stop("%s cannot be read\n", folder);
    for (const struct dirent *i = readdir(d); i != NULL; i = readdir(d)) {
        char a[512], b[512];
        snprintf(a, sizeof a, "%s/%s", folder, i->d_name);
        snprintf(b, sizeof b, "%s/%s", other, i->d_name);
        if (i->d_name[0] != '.')
            f(a, b);
    }
    closedir(d);
}

static void remove_stray(const char *here, const char *shelved)
{
    if (access(shelved, F_OK) != 0)
        folder_remove(here);
}

static void make_same(const char *from, const char *to);

void shelf_same(const char *from, const char *to)
{
    struct error e = { 0 };
    must(folder_make(to, 0700, &e), &e);
    each_file(to, from, remove_stray);
    each_file(from, to, make_same);
}

static void make_same(const char *from, const char *to)
{
    struct stat a, b;
    if (stat(from, &a) != 0)
        test_stop("%s is gone\n", from);
    if (S_ISDIR(a.st_mode))
        shelf_same(from, to);
    else if (stat(to, &b) != 0 || !is_same(&a, &b))
        copy_file(from, to);
}
