/* driver.c - the subcommands. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desks/desks.h"

static const char usage[] =
    "found STORE FOLDER RECORDS                  makes the database; prints the shared records\n"
    "work STORE FOLDER SEED OPS [FAULT] ID...    one desk; FAULT: kill:any:K, stop:page:K,\n"
    "                                            stop:reserved:K, stop:after-reserved:K\n"
    "sit STORE FOLDER SEED SECONDS [FAULT]       one desk as the screen is, its spool and all\n"
    "watch STORE FOLDER                          looks until FOLDER/stop is there\n"
    "judge STORE FOLDER LOG...                   exit 1 where something is wrong\n";

static const struct place {
    const char *name;
    enum fault_at at;
} places[] = {
    { "any", AT_ANY_CALL },
    { "page", AT_PAGE_WRITE },
    { "reserved", AT_RESERVED },
    { "after-reserved", AFTER_RESERVED },
};

/* "kill:page:3"; false: it names no fault. */
static bool fault_parse(const char *text, struct fault *out)
{
    char how[8], where[16];
    if (sscanf(text, "%7[a-z]:%15[a-z-]:%ld", how, where, &out->k) != 3)
        return false;
    out->sign = strcmp(how, "kill") == 0 ? SIGKILL : SIGSTOP;
    for (size_t i = 0; i < COUNT(places); i++)
        if (strcmp(places[i].name, where) == 0)
            out->at = places[i].at;
    return true;
}

static int work(char **args, int count)
{
    struct desk_options o = { .store = args[0],
                              .folder = args[1],
                              .seed = strtoull(args[2], NULL, 10),
                              .ops = atoi(args[3]),
                              .imports = !getenv("DESKS_NO_IMPORTS") };
    int at = 4;
    if (at < count && fault_parse(args[at], &o.fault))
        at++;
    o.shared = (const char *const *)args + at;
    o.shared_count = (size_t)(count - at);
    return o.shared_count ? desk_work(&o) : MISUSED;
}

static int sit(char **args, int count)
{
    struct desk_options o = { .store = args[0],
                              .folder = args[1],
                              .seed = strtoull(args[2], NULL, 10) };
    if (count > 4 && !fault_parse(args[4], &o.fault))
        return MISUSED;
    return desk_sit(&o, atoi(args[3]));
}

unsigned desks_allowed(void)
{
    return getenv("DESKS_ANY_SHARE") ? ALLOW_ANY_SHARE : 0;
}

int desks_main(int argc, char **argv)
{
    struct error e;
    text_start();
    language_set(ENGLISH);
    if (identity_start(&e) != DONE)
        return FAULT;
    if (argc == 5 && strcmp(argv[1], "found") == 0)
        return desk_found(argv[2], argv[3], atoi(argv[4]));
    if (argc > 6 && strcmp(argv[1], "work") == 0)
        return work(argv + 2, argc - 2);
    if (argc > 5 && strcmp(argv[1], "sit") == 0)
        return sit(argv + 2, argc - 2);
    if (argc == 4 && strcmp(argv[1], "watch") == 0)
        return desk_watch(argv[2], argv[3]);
    if (argc > 4 && strcmp(argv[1], "judge") == 0)
        return judge(argv[2], argv[3], (const char *const *)argv + 4, (size_t)argc - 4);
    fputs(usage, stderr);
    return MISUSED;
}
