/* Pieces of exports, handed through to the screens and the command line. */
#include "private.h"

#include "loket/exchange.h"

void act_json(const struct record *r, bool lines, struct buf *out)
{
    record_json(r, lines, out);
}

void act_json_string(const char *text, struct buf *out)
{
    json_text(text, out);
}

void act_csv_cell(const char *text, bool first, struct buf *out)
{
    csv_cell(text, first, out);
}
