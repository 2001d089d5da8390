#include "cli/caller.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FRONT_WORDS = 5, WORDS_MAX = 40, OWNER_ONLY = 0600 };

static moment standing(void *context)
{
    (void)context;
    return moment_parse("2026-11-20T03:00:00.000Z");
}

int run(struct desk *d, const char *const *words)
{
    char *argv[WORDS_MAX] = { "loket", "--store", d->store, "--lang", "en" };
    int argc = FRONT_WORDS;
    size_t out_size, err_size;
    struct cli_screen screen;
    while (words[argc - FRONT_WORDS] && argc < WORDS_MAX - 1) {
        argv[argc] = (char *)words[argc - FRONT_WORDS];
        argc++;
    }
    free(d->out);
    free(d->err);
    FILE *out = open_memstream(&d->out, &out_size), *err = open_memstream(&d->err, &err_size);
    struct cli_io io = { .out = out,
                         .err = err,
                         .clock = &d->clock,
                         .desk_folder = d->desk,
                         .config = "",
                         .patience_ms = d->patience_ms };
    int status = cli_main(argc, argv, &io, &screen);
    fclose(out);
    fclose(err);
    return status;
}

struct desk *desk_here(void)
{
    struct desk *d = xcalloc(1, sizeof *d);
    text_start();
    unsetenv("LOKET_USER");
    unsetenv("LOKET_PASSPHRASE_FILE");
    snprintf(d->folder, sizeof d->folder, "/tmp/loket-cli-XXXXXX");
    if (!mkdtemp(d->folder))
        abort();
    snprintf(d->store, sizeof d->store, "%s/loket.db", d->folder);
    snprintf(d->desk, sizeof d->desk, "%s/desk", d->folder);
    d->clock = (struct clock){ standing, NULL };
    return d;
}

int desk_gone(struct desk *d)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", d->folder);
    int status = system(command);
    free(d->out);
    free(d->err);
    free(d);
    return status;
}

void desk_file(const struct desk *d, const char *name, const char *text, char path[128])
{
    snprintf(path, 128, "%s/%s", d->folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, OWNER_ONLY);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) || close(fd) != 0)
        abort();
}

int times_in(const char *out, const char *text)
{
    int n = 0;
    for (const char *at = out; (at = strstr(at, text)); at++)
        n++;
    return n;
}
