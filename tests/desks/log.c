/* log.c - what a desk was told, line by line. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desks/desks.h"

int deeds_open(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_DSYNC, 0600);
    if (fd >= 0)
        return fd;
    perror(path);
    exit(FAULT);
}

void deeds_say(int log, const char *fmt, ...)
{
    char line[400];
    va_list list;
    va_start(list, fmt);
    int n = vsnprintf(line, sizeof line - 1, fmt, list);
    va_end(list);
    if (n > (int)sizeof line - 2)
        n = (int)sizeof line - 2;
    line[n++] = '\n';
    if (write(log, line, (size_t)n) != n)
        exit(FAULT);
}

static void begun(struct deed_list *l, const char *line)
{
    struct deed d = { .state = TRIED };
    if (sscanf(line, "try %d %32s %7s %" SCNd64, &d.n, d.txn, d.what, &d.record) != 4)
        return;
    l->items = xreallocarray(l->items, l->count + 1, sizeof d);
    l->items[l->count++] = d;
}

/* What became of one of those under way; the last ones are. */
static void ended(struct deed_list *l, const char *line)
{
    struct deed *d = NULL, said = { 0 };
    bool no = false;
    if (sscanf(line, "ack %d %" SCNd64 " %" SCNd64 " %d %47s", &said.n, &said.record, &said.rev,
               &said.ms, said.mark) != 5)
        no = sscanf(line, "no %d", &said.n) == 1;
    for (size_t i = l->count; said.n && !d && i-- > 0;)
        if (l->items[i].n == said.n)
            d = &l->items[i];
    if (!d || d->state != TRIED)
        return;
    d->state = no ? DECLINED : ACKNOWLEDGED;
    if (no)
        return;
    d->record = said.record;
    d->rev = said.rev;
    d->ms = said.ms;
    memcpy(d->mark, said.mark, sizeof d->mark);
}

void deeds_read(const char *path, struct deed_list *out)
{
    char *line = NULL;
    size_t size = 0;
    FILE *f = fopen(path, "r");
    *out = (struct deed_list){ 0 };
    while (f && getline(&line, &size, f) > 0) {
        if (!strchr(line, '\n'))
            break;
        (text_starts(line, "try ") ? begun : ended)(out, line);
    }
    free(line);
    if (f)
        fclose(f);
}

void deeds_free(struct deed_list *l)
{
    free(l->items);
    *l = (struct deed_list){ 0 };
}
