/* What one person likes at one desk: columns, filters, and the records they opened last. None of it
 * is theirs alone to lose: it says which, never what. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

static void habit_key(const struct session *s, const char *what, const struct kind *k,
                      struct buf *out)
{
    buf_printf(out, "%s%s%s:%s", what, k ? "." : "", k ? k->id : "", session_author(s));
}

enum outcome act_habit_put(struct session *s, const char *what, const struct kind *k,
                           const char *value, struct error *e)
{
    struct buf key = { 0 };
    habit_key(s, what, k, &key);
    enum outcome result = desk_setting_put(s->desk, buf_text(&key), value, e);
    buf_free(&key);
    return result;
}

enum outcome act_habit_get(struct session *s, const char *what, const struct kind *k,
                           struct buf *out, struct error *e)
{
    struct buf key = { 0 };
    habit_key(s, what, k, &key);
    enum outcome result = desk_setting_get(s->desk, buf_text(&key), out, e);
    buf_free(&key);
    return result;
}

/* ---- Opened last: "permit:0123456789ABC " for each ---- */

static void put_mark(const struct kind *k, int64_t id, struct buf *out)
{
    char text[ID_TEXT_LEN + 1];
    id_text(id, text);
    buf_printf(out, "%s:%s ", k->id, text);
}

enum outcome act_opened_add(struct session *s, const struct kind *k, int64_t id, struct error *e)
{
    struct buf old = { 0 }, now = { 0 };
    enum outcome result = act_habit_get(s, "opened", NULL, &old, e);
    put_mark(k, id, &now);
    size_t first = now.len, count = 1;
    for (const char *at = buf_text(&old), *end; (end = strchr(at, ' ')) && count < OPENED_MAX;
         at = end + 1) {
        size_t n = (size_t)(end + 1 - at);
        if (n == first && strncmp(at, buf_text(&now), n) == 0)
            continue;
        buf_add(&now, at, n);
        count++;
    }
    if (result == DONE)
        result = act_habit_put(s, "opened", NULL, buf_text(&now), e);
    buf_free(&old);
    buf_free(&now);
    return result;
}

static enum outcome add_row(struct session *s, const char *mark, struct page *out, struct error *e)
{
    const char *colon = strchr(mark, ':');
    char *kind = xstrndup(mark, colon ? (size_t)(colon - mark) : 0);
    const struct kind *k = registry_find(&all_kinds, kind);
    struct record *r = NULL;
    int64_t id = 0;
    enum outcome result = DONE;
    free(kind);
    if (!k || !id_parse(colon + 1, &id))
        return DONE;
    result = store_load(s->store, k, id, &r, e);
    if (result == DONE && strcmp(r->state, state_discarded.id) != 0)
        out->rows[out->count++] = r;
    else
        record_free(&r);
    return result == FAULT ? result : DONE;
}

enum outcome act_opened(struct session *s, struct page *out, struct error *e)
{
    struct buf marks = { 0 };
    char *rest = NULL;
    *out = (struct page){ .rows = xcalloc(OPENED_MAX, sizeof *out->rows) };
    enum outcome result = act_habit_get(s, "opened", NULL, &marks, e);
    char *copy = xstrdup(buf_text(&marks));
    for (char *mark = strtok_r(copy, " ", &rest); mark && result == DONE && out->count < OPENED_MAX;
         mark = strtok_r(NULL, " ", &rest))
        result = add_row(s, mark, out, e);
    free(copy);
    buf_free(&marks);
    if (result != DONE)
        page_free(out);
    return result;
}
