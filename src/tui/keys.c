/* keys.c - what this terminal's keys send, byte by byte; which of them do not arrive, what to type
 * instead, and remembering those it spells in its own way. */
#include "lines.h"
#include "screens.h"
#include "taught.h"
#include "term_keys.h"

#include <stdio.h>
#include <string.h>

enum { ESCAPE = 27, WAIT_MS = 500 /* until what came is a whole key */ };

/* instead: what does the same where the key does not arrive; function keys have the table's. */
static const struct wanted {
    int code;
    const char *instead;
} wanted[] = {
    { K_F(1), NULL },
    { K_F(2), NULL },
    { K_F(3), NULL },
    { K_F(4), NULL },
    { K_F(5), NULL },
    { K_F(6), NULL },
    { K_F(7), NULL },
    { K_F(8), NULL },
    { K_F(9), NULL },
    { K_F(10), NULL },
    { K_F(11), NULL },
    { K_F(12), NULL },
    { K_UP, N_("Shift-Tab in forms, F3 in lists") },
    { K_DOWN, N_("Tab in forms, F3 in lists") },
    { K_LEFT, N_("Backspace") },
    { K_RIGHT, N_("Tab") },
    { K_HOME, N_("PageUp") },
    { K_END, N_("PageDown") },
    { K_PAGE_UP, N_("Up, held down") },
    { K_PAGE_DOWN, N_("Down, held down") },
    { K_BACKSPACE, N_("Ctrl-H") },
    { K_DELETE, N_("Backspace") },
    { K_BACKTAB, N_("Up") },
};

enum arrival { UNKNOWN, ARRIVES, TAUGHT, ABSENT };

struct keys {
    size_t asked;
    enum arrival arrival[COUNT(wanted)];
    char coming[SEQUENCE_MAX + 1]; /* bytes of a key not yet whole */
    size_t n;
    moment since;
    char came[SEQUENCE_MAX + 1]; /* the last whole one */
    int meaning;                 /* K_NONE: nobody knows it */
    bool any, escaped;           /* something came; it was Esc */
};

/* ---- One key out of bytes ---- */

static bool is_whole(const char *b, size_t n)
{
    if (n == 0 || n >= SEQUENCE_MAX)
        return n > 0;
    if (b[0] != ESCAPE)
        return true;
    if (n == 1)
        return false;
    if (b[1] == '[' && n > 2 && b[2] == '[')
        return n > 3; /* the linux console */
    if (b[1] == '[')
        return n > 2 && b[n - 1] >= 0x40;
    return b[1] != 'O' || n > 2;
}

static int meaning_of(const char *b, size_t n)
{
    int code = n > 1 || b[0] == ESCAPE ? term_key_meaning(b) : K_NONE;
    struct keyboard k = { 0 };
    struct key first = { 0 };
    bool letter = n == 2 && b[0] == ESCAPE && b[1] != ESCAPE && strchr(key_row, b[1]) == NULL;
    if (code != K_NONE)
        return code;
    for (size_t i = 0; i < n && !letter; i++)
        keyboard_feed(&k, &(struct stroke){ .code = (unsigned char)b[i] }, 0);
    keyboard_tick(&k, ESC_PROMPT_MS);
    return keyboard_next(&k, &first) ? first.code : K_NONE;
}

/* ---- What it means here ---- */

static void ask_next(struct keys *p)
{
    while (p->asked < COUNT(wanted) && p->arrival[p->asked] != UNKNOWN)
        p->asked++;
}

static void remember(struct screen *s)
{
    struct keys *p = s->own;
    struct buf name = { 0 };
    key_called(wanted[p->asked].code, &name);
    if (taught_add(s->ui, p->came, wanted[p->asked].code)) {
        p->arrival[p->asked] = TAUGHT;
        ui_say(s->ui, SAID_WELL, _("Remembered for this terminal: it means %s."), buf_text(&name));
    }
    buf_free(&name);
    p->any = false;
    ask_next(p);
}

static void forget(struct screen *s)
{
    struct keys *p = s->own;
    taught_forget(s->ui);
    *p = (struct keys){ 0 };
    ui_say(s->ui, SAID,
           _("Forgotten what was remembered here; it takes effect at the next start."));
}

static bool can_remember(const struct keys *p)
{
    return p->any && p->meaning == K_NONE && p->came[0] == ESCAPE && strlen(p->came) > 2 &&
           p->asked < COUNT(wanted);
}

static void tick_off(struct keys *p, int code)
{
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (wanted[i].code == code && p->arrival[i] != TAUGHT)
            p->arrival[i] = ARRIVES;
    ask_next(p);
}

static void take_in(struct screen *s, int meaning)
{
    struct keys *p = s->own;
    bool space = strcmp(p->came, " ") == 0;
    p->meaning = meaning;
    p->any = true;
    p->escaped = meaning == K_ESC;
    if (meaning == K_CTRL('Q'))
        s->ui->ended = true;
    else if (meaning == K_CTRL('X'))
        forget(s);
    else if (space && p->asked < COUNT(wanted))
        p->arrival[p->asked] = ABSENT;
    tick_off(p, meaning);
}

static void whole(struct screen *s)
{
    struct keys *p = s->own;
    int meaning = meaning_of(p->coming, p->n);
    bool leaves = meaning == K_ESC && (p->escaped || p->n == 2);
    bool remembers = meaning == K_ENTER && can_remember(p);
    if (!remembers)
        memcpy(p->came, p->coming, sizeof p->came);
    memset(p->coming, 0, sizeof p->coming);
    p->n = 0;
    buf_reset(&s->ui->message);
    if (leaves)
        screen_close(s);
    else if (remembers)
        remember(s);
    else
        take_in(s, meaning);
}

static void keys_stroke(struct screen *s, const struct stroke *k)
{
    struct keys *p = s->own;
    char text[8] = "";
    if (k->function) /* the window has another size */
        return;
    stroke_text(k->code, text);
    for (const char *c = text; *c != '\0' && p->n < SEQUENCE_MAX; c++)
        p->coming[p->n++] = *c;
    p->since = ui_now(s->ui);
    if (is_whole(p->coming, p->n))
        whole(s);
}

static int keys_patience(struct screen *s, moment now)
{
    const struct keys *p = s->own;
    moment gone = now - p->since;
    if (p->n == 0)
        return -1;
    return gone < 0 ? WAIT_MS : gone >= WAIT_MS ? 0 : (int)(WAIT_MS - gone);
}

static void keys_tick(struct screen *s, moment now)
{
    (void)now;
    s->ui->stirred = true;
    whole(s); /* it grows no more: an Esc alone */
}

/* ---- Telling ---- */

static void spell(const char *b, struct buf *out)
{
    for (; *b != '\0'; b++) {
        unsigned char c = (unsigned char)*b;
        buf_puts(out, out->len > 0 ? " " : "");
        if (c == ESCAPE)
            buf_puts(out, "ESC");
        else if (c < 0x20)
            buf_printf(out, "^%c", c + '@');
        else if (c == ' ' || c >= 0x7F)
            buf_printf(out, "0x%02X", c);
        else
            buf_putc(out, (char)c);
    }
}

static void tell_last(const struct keys *p, struct buf *out)
{
    struct buf spelled = { 0 }, name = { 0 };
    spell(p->came, &spelled);
    key_called(p->meaning, &name);
    if (!p->any)
        buf_puts(out, _("Nothing has come yet."));
    else if (name.len > 0)
        buf_printf(out, _("It sent %s: understood as %s."), buf_text(&spelled), buf_text(&name));
    else if (p->meaning != K_NONE)
        buf_printf(out, _("It sent %s: a character, typed as it is."), buf_text(&spelled));
    else
        buf_printf(out, _("It sent %s: not understood."), buf_text(&spelled));
    buf_puts(out, "\n");
    buf_free(&spelled);
    buf_free(&name);
}

static void tell_asked(const struct keys *p, struct buf *out)
{
    struct buf name = { 0 };
    if (p->asked == COUNT(wanted)) {
        buf_puts(out, _("All keys have been asked for."));
    } else {
        key_called(wanted[p->asked].code, &name);
        if (can_remember(p))
            buf_printf(out, _("Enter: remember that it means %s."), buf_text(&name));
        else
            buf_printf(out, _("Press %s. Space: nothing comes, or something else."),
                       buf_text(&name));
    }
    buf_puts(out, "\n\n");
    buf_free(&name);
}

static bool is_first(size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (command_table[i].key == command_table[row].key &&
            command_table[i].ctrl == command_table[row].ctrl)
            return false;
    return true;
}

/* "Esc 5, Ctrl-R" */
static void instead_of(const struct wanted *w, struct buf *out)
{
    if (w->instead != NULL) {
        buf_puts(out, _(w->instead));
        return;
    }
    buf_printf(out, "Esc %c", key_row[w->code - K_F(1)]);
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        if (row->key != w->code || row->ctrl == 0 || !is_first(i))
            continue;
        buf_puts(out, ", ");
        key_called(row->ctrl, out);
    }
}

static void tell_those(const struct keys *p, enum arrival which, const char *heading,
                       struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        if (p->arrival[i] != which)
            continue;
        buf_puts(out, any ? which == ABSENT ? "; " : " " : heading);
        buf_puts(out, any ? "" : " ");
        key_called(wanted[i].code, out);
        if (which == ABSENT) {
            buf_printf(out, " (%s ", _("type"));
            instead_of(&wanted[i], out);
            buf_putc(out, ')');
        }
        any = true;
    }
    buf_puts(out, any ? "\n" : "");
}

static void keys_draw(struct screen *s, struct canvas *c, struct area a)
{
    const struct keys *p = s->own;
    struct buf text = { 0 }, title = { 0 };
    struct lines lines = { 0 };
    tell_last(p, &text);
    tell_asked(p, &text);
    tell_those(p, ABSENT, _("Do not arrive:"), &text);
    tell_those(p, TAUGHT, _("Remembered:"), &text);
    tell_those(p, ARRIVES, _("Arrive:"), &text);
    buf_printf(&title, "%s: %s", _("Test the keys"), s->ui->term.called);
    struct area in = draw_frame(c, a, true, buf_text(&title), "");
    lines_wrap(&lines, buf_text(&text), (size_t)(in.cols > 2 ? in.cols - 2 : 1));
    for (int y = 0; y < in.rows && (size_t)y < lines.count; y++)
        draw_run(c, in.y + y, in.x + 1, in.cols - 2, y == 0 ? STRONG : PLAIN_TEXT, lines.items[y]);
    draw_cursor(c, in.y + 1, in.x + 1);
    lines_free(&lines);
    buf_free(&text);
    buf_free(&title);
}

static void keys_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Esc twice leaves; Ctrl-X forgets what was remembered here."));
}

static void keys_close(struct screen *s)
{
    term_spell_out(&s->ui->term, false);
}

/* Covered, by the log-in of a desk that locks itself: keys are keys again. */
static void keys_conceal(struct screen *s)
{
    term_spell_out(&s->ui->term, false);
}

static void keys_shown(struct screen *s)
{
    term_spell_out(&s->ui->term, true);
}

static const struct screen_class keys_class = {
    .id = "keys",
    .place = IN_TEXT,
    .private_size = sizeof(struct keys),
    .draw = keys_draw,
    .stroke = keys_stroke,
    .hint = keys_hint,
    .patience = keys_patience,
    .tick = keys_tick,
    .shown = keys_shown,
    .conceal = keys_conceal,
    .close = keys_close,
};

void keys_open(struct ui *u)
{
    screen_push(u, &keys_class);
    term_spell_out(&u->term, true);
}
