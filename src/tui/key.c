/* key.c - strokes become keys: control characters, Esc and a digit as a function key, escape
 * sequences nobody knows swallowed whole, bracketed paste gathered. */
#include "key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ESCAPE = 27, RUBOUT = 127 };

const char key_row[] = "1234567890-=";

static void push(struct keyboard *k, struct key key)
{
    if (k->count < COUNT(k->queue))
        k->queue[(k->head + k->count++) % COUNT(k->queue)] = key;
}

static void push_code(struct keyboard *k, int code)
{
    if (code != K_NONE)
        push(k, (struct key){ .code = code });
}

bool keyboard_next(struct keyboard *k, struct key *out)
{
    if (k->count == 0)
        return false;
    *out = k->queue[k->head];
    k->head = (k->head + 1) % COUNT(k->queue);
    k->count--;
    return true;
}

void stroke_text(int32_t c, char out[8])
{
    unsigned char *o = (unsigned char *)out;
    memset(out, 0, 8);
    if (c < 0x80) {
        o[0] = (unsigned char)c;
    } else if (c < 0x800) {
        o[0] = (unsigned char)(0xC0 | c >> 6);
        o[1] = (unsigned char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        o[0] = (unsigned char)(0xE0 | c >> 12);
        o[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        o[2] = (unsigned char)(0x80 | (c & 0x3F));
    } else {
        o[0] = (unsigned char)(0xF0 | c >> 18);
        o[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        o[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        o[3] = (unsigned char)(0x80 | (c & 0x3F));
    }
}

static bool is_character(int32_t c)
{
    return (c >= 0x20 && c < RUBOUT) || (c >= 0xA0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF));
}

static int control_code(int32_t c)
{
    switch (c) {
    case '\b':
    case RUBOUT:
        return K_BACKSPACE;
    case '\t':
        return K_TAB;
    case '\r':
        return K_ENTER;
    case '\n':
        return K_NEWLINE;
    default:
        return c >= 1 && c <= 26 ? K_CTRL('A' + c - 1) : K_NONE;
    }
}

static void plain_character(struct keyboard *k, int32_t c)
{
    if (!is_character(c)) {
        push_code(k, control_code(c));
        return;
    }
    struct key key = { .code = K_TEXT };
    stroke_text(c, key.text);
    push(k, key);
}

static void plain(struct keyboard *k, const struct stroke *s, moment now)
{
    if (!s->function && s->code == ESCAPE) {
        k->state = AFTER_ESC;
        k->since = now;
    } else if (!s->function) {
        plain_character(k, s->code);
    } else if (s->code == K_PASTE_BEGIN) {
        k->pasting = true;
        k->returned = false;
        k->torn = 0;
        k->since = now;
        buf_reset(&k->paste);
    } else if (s->code >= K_DIGIT) {
        plain_character(k, s->code - K_DIGIT);
    } else if (s->code != K_PASTE_END) {
        push_code(k, s->code);
    }
}

/* The function key behind an Esc. 0: none. */
static int key_in_row(const struct stroke *s)
{
    bool typed = !s->function && s->code > 0 && s->code < RUBOUT;
    const char *at = typed ? strchr(key_row, s->code) : NULL;
    return at != NULL ? K_F((int)(at - key_row) + 1) : 0;
}

static void gather(struct keyboard *k, int32_t c)
{
    if (k->length < SEQUENCE_MAX)
        k->sequence[k->length++] = (char)c;
    k->sequence[k->length] = '\0';
}

static void begin_sequence(struct keyboard *k, int32_t second)
{
    k->state = second == '[' ? IN_CSI : IN_SS3;
    k->length = 0;
    gather(k, ESCAPE);
    gather(k, second);
}

/* Anything else means Esc, and then itself. */
static void after_escape(struct keyboard *k, const struct stroke *s, moment now)
{
    k->state = PLAIN;
    if (key_in_row(s) != 0) {
        push_code(k, key_in_row(s));
    } else if (!s->function && s->code == ESCAPE) {
        push_code(k, K_ESC);
    } else if (!s->function && (s->code == '[' || s->code == 'O')) {
        begin_sequence(k, s->code);
        k->since = now;
    } else {
        push_code(k, K_ESC);
        plain(k, s, now);
    }
}

/* The linux console's F1 to F5 are ESC [ [ and a letter. */
static bool goes_on(const struct keyboard *k, int32_t c)
{
    return k->state == IN_CSI && ((c >= 0x20 && c < 0x40) || (c == '[' && k->length == 3));
}

/* "ESC [ < 0 ; 12 ; 5 M": the button went down at column 12 of row 5 (xterm's SGR reports, mode
 * 1006). A wheel is the arrow of its direction. false: it is none. */
static bool is_mouse(struct keyboard *k)
{
    enum { HELD_WITH = 4 | 8 | 16, WHEEL_UP = 64, WHEEL_DOWN = 65, WHEEL_ROWS = 3 };
    static const char begin[] = "\033[<";
    if (strncmp(k->sequence, begin, strlen(begin)) != 0)
        return false;
    char *at = k->sequence + strlen(begin);
    long part[3] = { 0 };
    for (size_t i = 0; i < COUNT(part); i++) {
        part[i] = strtol(at, &at, 10);
        at += *at == ';';
    }
    long button = part[0] & ~(long)HELD_WITH;
    if (strcmp(at, "M") != 0)
        return true; /* let go */
    if (button == WHEEL_UP || button == WHEEL_DOWN)
        for (int i = 0; i < WHEEL_ROWS; i++)
            push_code(k, button == WHEEL_UP ? K_UP : K_DOWN);
    else if (button == 0 && part[1] > 0 && part[2] > 0)
        push(k, (struct key){ .code = K_CLICK, .x = (int)part[1] - 1, .y = (int)part[2] - 1 });
    return true;
}

/* The end of a sequence that came in pieces, or that nobody knows. */
static void in_sequence(struct keyboard *k, const struct stroke *s, moment now)
{
    bool character = !s->function && s->code >= 0x20 && s->code < RUBOUT;
    k->since = now;
    if (character)
        gather(k, s->code);
    if (character && goes_on(k, s->code))
        return;
    k->state = PLAIN;
    if (!character)
        plain(k, s, now);
    else if (!is_mouse(k) && k->known != NULL)
        plain(k, &(struct stroke){ .function = true, .code = k->known(k->sequence) }, now);
}

/* Whether what came last is the end of the paste, byte by byte. */
static bool ends_torn(struct keyboard *k)
{
    static const char end[] = "[201~";
    size_t at = k->torn - 1;
    if (k->torn == 0 || k->paste.len != at + strlen(end) || strcmp(k->paste.data + at, end) != 0)
        return false;
    k->paste.data[at] = '\0';
    k->paste.len = at;
    return true;
}

static void end_paste(struct keyboard *k)
{
    k->pasting = false;
    push_code(k, K_PASTE);
}

static void paste_more(struct keyboard *k, const struct stroke *s, moment now)
{
    k->since = now;
    if (s->function && s->code == K_PASTE_END) {
        end_paste(k);
        return;
    }
    if (!s->function && s->code == ESCAPE)
        k->torn = k->paste.len + 1;
    bool kept = is_character(s->code) || s->code == '\t' || s->code == '\r' || s->code == '\n';
    bool twice = s->code == '\n' && k->returned;
    k->returned = s->code == '\r';
    if (s->function || !kept || twice || k->paste.len >= PASTE_MAX)
        return;
    char text[8];
    stroke_text(s->code == '\r' ? '\n' : s->code, text);
    buf_puts(&k->paste, text);
    if (ends_torn(k))
        end_paste(k);
}

void keyboard_feed(struct keyboard *k, const struct stroke *s, moment now)
{
    if (k->pasting)
        paste_more(k, s, now);
    else if (k->state == AFTER_ESC)
        after_escape(k, s, now);
    else if (k->state == PLAIN)
        plain(k, s, now);
    else
        in_sequence(k, s, now);
}

int keyboard_patience(const struct keyboard *k, moment now)
{
    int wait = k->pasting ? PASTE_PATIENCE_MS : ESC_PROMPT_MS;
    if (!k->pasting && k->state == PLAIN)
        return -1;
    moment gone = now - k->since;
    if (gone < 0) /* the clock was set back */
        return wait;
    return gone >= wait ? 0 : (int)(wait - gone);
}

void keyboard_tick(struct keyboard *k, moment now)
{
    if (keyboard_patience(k, now) != 0)
        return;
    push_code(k, k->pasting ? K_PASTE : k->state == AFTER_ESC ? K_ESC : K_NONE);
    k->pasting = false;
    k->state = PLAIN;
}

bool keyboard_waits(const struct keyboard *k)
{
    return !k->pasting && k->state == AFTER_ESC;
}

void keyboard_free(struct keyboard *k)
{
    buf_free(&k->paste);
}

static const struct {
    int code;
    const char *name;
} names[] = {
    { K_ESC, "Esc" },
    { K_ENTER, "Enter" },
    { K_TAB, "Tab" },
    { K_BACKTAB, "Shift-Tab" },
    { K_UP, "Up" },
    { K_DOWN, "Down" },
    { K_LEFT, "Left" },
    { K_RIGHT, "Right" },
    { K_HOME, "Home" },
    { K_END, "End" },
    { K_PAGE_UP, "PageUp" },
    { K_PAGE_DOWN, "PageDown" },
    { K_BACKSPACE, "Backspace" },
    { K_DELETE, "Delete" },
    { K_INSERT, "Insert" },
    { K_WORD_LEFT, "Ctrl-Left" },
    { K_WORD_RIGHT, "Ctrl-Right" },
    { K_NEWLINE, "Ctrl-J" },
};

void key_called(int code, struct buf *out)
{
    if (code > K_F(0) && code <= K_F(12))
        buf_printf(out, "F%d", code - K_F(0));
    else if (code >= K_CTRL('A') && code <= K_CTRL('Z'))
        buf_printf(out, "Ctrl-%c", code - K_CTRL(0));
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].code == code)
            buf_puts(out, names[i].name);
}

int key_named(const char *name)
{
    int64_t n = 0;
    if (name[0] == 'F' && integer_parse(name + 1, &n) && n >= 1 && n <= 12)
        return K_F((int)n);
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].code;
    return K_NONE;
}

bool key_moves(const struct key *k, size_t page, size_t count, size_t *cursor)
{
    size_t at = *cursor, last = count > 0 ? count - 1 : 0;
    switch (k->code) {
    case K_UP:
        at -= at > 0;
        break;
    case K_DOWN:
        at++;
        break;
    case K_PAGE_UP:
        at -= at < page ? at : page;
        break;
    case K_PAGE_DOWN:
        at += page;
        break;
    case K_HOME:
        at = 0;
        break;
    case K_END:
        at = last;
        break;
    default:
        return false;
    }
    *cursor = at < last ? at : last;
    return true;
}

void cursor_in_sight(size_t page, size_t count, size_t cursor, size_t *top)
{
    size_t last = count > page ? count - page : 0;
    if (cursor >= *top + page)
        *top = page > 0 ? cursor - page + 1 : cursor;
    if (*top > last)
        *top = last;
    if (cursor < *top)
        *top = cursor;
}
