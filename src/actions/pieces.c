/* What the screens and the command line need of the rooms below, handed through. */
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

enum outcome act_draft_list(struct session *s,
                            void (*each)(void *context, const struct draft *draft), void *context,
                            struct error *e)
{
    return desk_draft_list(s->desk, each, context, e);
}

enum outcome act_draft_drop(struct session *s, int64_t id, struct error *e)
{
    return desk_draft_drop(s->desk, id, e);
}

enum outcome act_draft_get(struct session *s, int64_t id, struct draft *out, struct error *e)
{
    return desk_draft_get(s->desk, id, out, e);
}

enum outcome act_draft_put(struct session *s, struct draft *draft, struct error *e)
{
    return desk_draft_put(s->desk, draft, e);
}

void act_new_txn(char out[TXN_TEXT_LEN + 1])
{
    desk_new_txn(out);
}

enum outcome act_setting_put(struct session *s, const char *key, const char *value, struct error *e)
{
    return desk_setting_put(s->desk, key, value, e);
}

enum outcome act_setting_get(struct session *s, const char *key, struct buf *out, struct error *e)
{
    return desk_setting_get(s->desk, key, out, e);
}
