/* editor.c - one field's text under the hands. */
#include "editor.h"

#include "loket/actions.h"

#include <stdlib.h>
#include <string.h>

void editor_set(struct editor *e, const char *text, size_t limit, bool lines)
{
    wipe_buf(&e->text); /* it may hold what is to be sealed */
    buf_puts(&e->text, text);
    e->at = e->text.len;
    e->limit = limit;
    e->lines = lines;
    e->fresh = !lines && e->text.len > 0;
}

void editor_free(struct editor *e)
{
    wipe_buf(&e->text);
}

static size_t characters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

bool editor_is_full(const struct editor *e)
{
    return e->limit > 0 && characters(buf_text(&e->text)) >= e->limit;
}

static bool fits(const struct editor *e, const char *text)
{
    if (strlen(text) > EDITOR_MAX)
        return false;
    return e->limit == 0 || characters(text) <= e->limit;
}

/* What may be typed of a text: no control or bidirectional character, lines only in a note. */
static void clean(const struct editor *e, const char *text, struct buf *out)
{
    while (*text != '\0') {
        size_t n = utf8_grapheme(text);
        char *one = xstrndup(text, n > 0 ? n : 1);
        if (strcmp(one, "\n") == 0 || strcmp(one, "\t") == 0)
            buf_putc(out, e->lines ? one[0] : ' ');
        else if (!has_control(one))
            buf_puts(out, one);
        text += strlen(one);
        free(one);
    }
}

static void replace(struct editor *e, struct buf *text, size_t at)
{
    wipe_buf(&e->text);
    e->text = *text;
    *text = (struct buf){ 0 };
    e->at = at > e->text.len ? e->text.len : at;
}

static void normal(const char *text, struct buf *out)
{
    if (!utf8_nfc(text, strlen(text), out))
        buf_puts(out, text);
}

enum edited editor_insert(struct editor *e, const char *text)
{
    struct buf typed = { 0 }, left = { 0 }, all = { 0 }, whole = { 0 };
    clean(e, text, &typed);
    if (!e->fresh)
        buf_add(&left, buf_text(&e->text), e->at);
    buf_puts(&left, buf_text(&typed));
    normal(buf_text(&left), &all);
    size_t at = all.len;
    if (!e->fresh)
        buf_puts(&all, buf_text(&e->text) + e->at);
    normal(buf_text(&all), &whole);
    enum edited result = typed.len == 0 || !fits(e, buf_text(&whole)) ? EDIT_FULL : EDIT_CHANGED;
    if (result == EDIT_CHANGED) {
        e->fresh = false;
        replace(e, &whole, at);
    }
    wipe_buf(&typed);
    wipe_buf(&left);
    wipe_buf(&all);
    wipe_buf(&whole);
    return result;
}

static enum edited cut(struct editor *e, size_t from, size_t to)
{
    e->fresh = false;
    if (from >= to)
        return EDIT_MOVED;
    struct buf rest = { 0 };
    buf_add(&rest, e->text.data, from);
    buf_puts(&rest, e->text.data + to);
    replace(e, &rest, from);
    return EDIT_CHANGED;
}

static size_t before(const struct editor *e, size_t at)
{
    return at == 0 ? 0 : at - utf8_grapheme_before(buf_text(&e->text), at);
}

static size_t after(const struct editor *e, size_t at)
{
    return at + utf8_grapheme(buf_text(&e->text) + at);
}

static bool blank_at(const struct editor *e, size_t at)
{
    char c = buf_text(&e->text)[at];
    return c == ' ' || c == '\n' || c == '\t';
}

static size_t word_left(const struct editor *e)
{
    size_t at = e->at;
    while (at > 0 && blank_at(e, before(e, at)))
        at = before(e, at);
    while (at > 0 && !blank_at(e, before(e, at)))
        at = before(e, at);
    return at;
}

static size_t word_right(const struct editor *e)
{
    size_t at = e->at;
    while (at < e->text.len && !blank_at(e, at))
        at = after(e, at);
    while (at < e->text.len && blank_at(e, at))
        at = after(e, at);
    return at;
}

static size_t line_start(const struct editor *e, size_t at)
{
    while (at > 0 && e->text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct editor *e, size_t at)
{
    while (at < e->text.len && e->text.data[at] != '\n')
        at++;
    return at;
}

static enum edited go(struct editor *e, size_t at)
{
    e->fresh = false;
    e->at = at;
    return EDIT_MOVED;
}

/* The same distance into the line above or below; not mine at the note's edge. */
static enum edited go_line(struct editor *e, bool up)
{
    size_t start = line_start(e, e->at), into = e->at - start;
    size_t end = line_end(e, e->at);
    if (!e->lines || (up ? start == 0 : end == e->text.len))
        return EDIT_NOT_MINE;
    size_t to = up ? line_start(e, start - 1) : end + 1;
    size_t stop = line_end(e, to), want = to + into < stop ? to + into : stop;
    size_t at = to;
    while (at < want && after(e, at) <= want)
        at = after(e, at);
    return go(e, at);
}

static enum edited move_key(struct editor *e, int code)
{
    switch (code) {
    case K_LEFT:
        return go(e, before(e, e->at));
    case K_RIGHT:
        return go(e, after(e, e->at));
    case K_WORD_LEFT:
        return go(e, word_left(e));
    case K_WORD_RIGHT:
        return go(e, word_right(e));
    case K_HOME:
        return go(e, line_start(e, e->at));
    case K_END:
        return go(e, line_end(e, e->at));
    case K_UP:
    case K_DOWN:
        return go_line(e, code == K_UP);
    default:
        return EDIT_NOT_MINE;
    }
}

enum edited editor_key(struct editor *e, const struct key *k)
{
    switch (k->code) {
    case K_TEXT:
        return editor_insert(e, k->text);
    case K_NEWLINE:
        return e->lines ? editor_insert(e, "\n") : EDIT_NOT_MINE;
    case K_BACKSPACE:
        return cut(e, before(e, e->at), e->at);
    case K_DELETE:
        return cut(e, e->at, after(e, e->at));
    case K_CTRL('U'):
        return cut(e, 0, e->text.len);
    case K_CTRL('W'):
        return cut(e, word_left(e), e->at);
    default:
        return move_key(e, k->code);
    }
}

static size_t cells_between(const char *from, const char *to)
{
    char *part = xstrndup(from, (size_t)(to - from));
    size_t n = utf8_cells(part);
    free(part);
    return n;
}

const char *editor_view(const struct editor *e, size_t cells, size_t *cursor_cell)
{
    const char *text = buf_text(&e->text), *cursor = text + e->at;
    const char *from = text + (e->lines ? line_start(e, e->at) : 0);
    if (e->fresh) { /* not being edited yet: its beginning tells more than its end */
        size_t whole = utf8_cells(text);
        *cursor_cell = whole < cells ? whole : cells - 1;
        return text;
    }
    while (from < cursor && cells_between(from, cursor) >= cells)
        from += utf8_grapheme(from);
    *cursor_cell = cells_between(from, cursor);
    return from;
}

size_t editor_line(const struct editor *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->at; i++)
        n += e->text.data[i] == '\n';
    return n;
}
