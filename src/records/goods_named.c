#include "goods_named.h"

#include <string.h>

enum { GOODS_MAX = 160 }; /* bytes after which the list ends in an ellipsis */

void goods_named(struct record *r, const char *line_kind)
{
    const struct line_kind *k = kind_line(r->kind, line_kind);
    struct buf goods = { 0 };
    const char *last = "";
    for (size_t i = 1; i <= record_live_lines(r, line_kind); i++) {
        const struct line *l = record_live_line(r, line_kind, i);
        const char *name = line_cell_text(line_cell(k, l, "commodity"));
        if (name[0] == '\0' || strcmp(name, last) == 0)
            continue;
        buf_puts(&goods, goods.len > 0 ? ", " : "");
        if (goods.len + strlen(name) > GOODS_MAX) {
            buf_puts(&goods, "…");
            break;
        }
        buf_puts(&goods, name);
        last = name;
    }
    value_set_text(record_value(r, "goods"), buf_text(&goods));
    buf_free(&goods);
}
