/* secret.c - where secrets lie while they are needed: locked memory between guard pages, wiped
 * afterwards, in a process that leaves no core dump. */
#include "secret.h"

#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <sodium.h>

#include <stdint.h>
#include <string.h>

void *secret_new(size_t n)
{
    void *secret = sodium_malloc(n);
    if (secret == NULL)
        xreallocarray(NULL, SIZE_MAX, 2); /* ends the program with the sentence of all memory */
    else
        memset(secret, 0, n); /* libsodium fills with a pattern */
    return secret;
}

void secret_free(void *secret)
{
    sodium_free(secret); /* wipes, and checks that nothing wrote beyond it */
}

struct person_keys *person_keys_new(void)
{
    return secret_new(sizeof(struct person_keys));
}

void person_keys_make(struct person_keys *k)
{
    signing_key_make(&k->signing);
    sealing_key_make(&k->sealing);
}

void person_keys_free(struct person_keys **k)
{
    secret_free(*k);
    *k = NULL;
}

void process_harden(void)
{
    /* Both are refused only where they hold already; the program works the same without. */
    const struct rlimit none = { 0, 0 };
    (void)setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void wipe_bytes(void *bytes, size_t n)
{
    if (n)
        sodium_memzero(bytes, n);
}

void wipe_buf(struct buf *b)
{
    wipe_bytes(b->data, b->cap);
    buf_free(b);
}
