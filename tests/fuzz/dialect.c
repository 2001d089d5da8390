/* dialect.c - a text under a dialect of any sort: records follow one another without a gap, cells
 * lie inside them, and a text that arrives in two pieces is split as the whole. The first bytes say
 * the dialect, the rest is text. */
#include "fuzz.h"

#include <string.h>

#include "../../src/exchange/parts.h"

static struct split first, second; /* too large for a stack */

static void check_record(const struct split *s, size_t at, size_t len)
{
    size_t behind = at;
    MUST(s->next > at && s->next <= len);
    MUST(s->end <= s->next);
    for (size_t i = 0; i < s->count; i++) {
        MUST(s->cells[i].begin >= behind && s->cells[i].end >= s->cells[i].begin);
        behind = s->cells[i].end;
    }
    MUST(behind <= s->end);
}

/* All records of the text; with less of it, a record that is not open is the same. */
static void split_all(const struct dialect *d, char *text, size_t len, size_t cut)
{
    struct splitter sp;
    splitter_set(&sp, d);
    for (size_t at = 0; at < len; at = first.next) {
        struct splitter before = sp;
        record_split(&sp, text, len, at, true, &first);
        check_record(&first, at, len);
        if (cut <= at || cut >= len)
            continue;
        record_split(&before, text, cut, at, false, &second);
        MUST(second.open || (second.next == first.next && second.count == first.count));
    }
    for (size_t i = 0; i < first.count; i++)
        MUST(piece_bare(&sp, text, &first.cells[i]) <= first.cells[i].end - first.cells[i].begin);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char quotes[] = { '"', '\'', '\0' }, escapes[] = { '\0', '\\', NUL_MARK };
    struct dialect d = { .delimiter = ",", .quote = '"' };
    size_t begin = 0, len = n > 4 ? n - 4 : 0;
    char *text = xcalloc(len + 1, 1);
    for (size_t i = 0; i < len; i++)
        text[i] = bytes[i + 4] ? (char)bytes[i + 4] : NUL_MARK;
    dialect_find(text, len, NULL, &d, &begin);
    MUST(begin <= len && *d.delimiter);
    if (begin < len)
        split_all(&d, text + begin, len - begin, len / 2);
    if (len && bytes[0] && bytes[0] != '\n' && bytes[0] != '\r') {
        d = (struct dialect){ .delimiter = { (char)bytes[0], bytes[1] % 4 ? '\0' : ' ' },
                              .quote = quotes[bytes[2] % 3],
                              .escape = escapes[bytes[2] / 3 % 3],
                              .runs = bytes[2] > 200,
                              .columns = bytes[3] % 8 };
        if (d.quote != d.delimiter[0] && d.escape != d.delimiter[0])
            split_all(&d, text, len, len / 3);
    }
    free(text);
    return 0;
}
