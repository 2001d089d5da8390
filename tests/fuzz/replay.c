/* replay.c - runs a fuzz target over the files named, without libFuzzer: the seeds kept in the
 * tree, each of them whole, and cut and changed a little in ways that never change. */
#include "fuzz.h"

#include "loket/base.h"

#include <string.h>

enum { FILE_LIMIT = 1 << 20, CHANGES = 40 };

static uint64_t next_chance(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static void change(uint8_t *bytes, size_t n, uint64_t *chance)
{
    static const char spice[] = "\"\"';,\t|\\\r\n\n\0=a1 \xEF\xFF\xC3";
    for (uint64_t i = next_chance(chance) % 6; n && i > 0; i--)
        bytes[next_chance(chance) % n] = (uint8_t)spice[next_chance(chance) % (sizeof spice - 1)];
}

static void replay(const struct buf *seed, uint64_t *chance)
{
    LLVMFuzzerTestOneInput((const uint8_t *)buf_text(seed), seed->len);
    for (int i = 0; i < CHANGES; i++) {
        size_t n = seed->len - (i % 2 && seed->len ? next_chance(chance) % seed->len : 0);
        uint8_t *bytes = xcalloc(n + 1, 1); /* its end watched by the sanitizer */
        memcpy(bytes, buf_text(seed), n);
        change(bytes, n, chance);
        LLVMFuzzerTestOneInput(bytes, n);
        free(bytes);
    }
}

int main(int argc, char **argv)
{
    uint64_t chance = 4711;
    text_start();
    for (int i = 1; i < argc; i++) {
        struct buf seed = { 0 };
        struct error e = { 0 };
        if (file_read(argv[i], FILE_LIMIT, &seed, &e) != DONE) {
            fprintf(stderr, "%s\n", e.text);
            return 1;
        }
        replay(&seed, &chance);
        buf_free(&seed);
    }
    printf("ok 1 - %d seeds, each whole and changed %d times\n", argc - 1, CHANGES);
    return argc < 2;
}
