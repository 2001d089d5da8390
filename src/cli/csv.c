/* csv: any sheet as clean CSV, without a database. */
#include "private.h"

#include <string.h>

struct streams {
    FILE *out, *err;
};

static void write_out(void *context, const char *bytes, size_t n)
{
    const struct streams *s = context;
    fwrite(bytes, 1, n, s->out);
}

static void explain(void *context, const char *sentence)
{
    const struct streams *s = context;
    fprintf(s->err, "%s\n", sentence);
}

enum outcome verb_csv(struct call *c, struct error *e)
{
    struct streams streams = { c->io->out, c->io->err };
    struct csv_request r = c->csv;
    r.path = c->words[0];
    r.write = write_out;
    r.explain = c->explain ? explain : NULL;
    r.context = &streams;
    return act_csv(&r, e);
}
