/* chooser.c - one line to type, what fits it below. */
#include "chooser.h"

#include "lines.h"
#include "popup.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHOOSER_COLS = 76,
    CHOOSER_ROWS = 19,
    CHOOSER_LEAST = 7,
    ABOUT_ROWS = 3,
    ABOUT_LEAST = 2,
    ABOUT_MOST = 7
};

void chooser_set(struct chooser *ch, const char *title, const char *empty, const char *typed)
{
    ch->title = xstrdup(title);
    ch->empty = xstrdup(empty);
    editor_set(&ch->editor, typed, 120, false);
    ch->editor.fresh = false;
}

void chooser_empty(struct chooser *ch, const char *empty)
{
    free(ch->empty);
    ch->empty = xstrdup(empty);
}

void chooser_clear(struct chooser *ch)
{
    for (size_t i = 0; i < ch->count; i++) {
        free(ch->items[i].text);
        free(ch->items[i].note);
        free(ch->items[i].about);
    }
    ch->count = ch->cursor = ch->top = 0;
    ch->more = false;
}

struct choice_item *chooser_add(struct chooser *ch, const char *text, const char *note)
{
    if (ch->count == ch->cap) {
        ch->cap = ch->cap > 0 ? ch->cap * 2 : 32;
        ch->items = xreallocarray(ch->items, ch->cap, sizeof *ch->items);
    }
    struct choice_item *i = &ch->items[ch->count++];
    *i = (struct choice_item){ .text = xstrdup(text), .note = xstrdup(note) };
    return i;
}

const struct choice_item *chooser_item(const struct chooser *ch)
{
    return ch->cursor < ch->count ? &ch->items[ch->cursor] : NULL;
}

static bool stands_before(const struct choice_item *a, const struct choice_item *b)
{
    return a->fit != b->fit ? a->fit > b->fit : b->faint && !a->faint;
}

void chooser_rank(struct chooser *ch)
{
    for (size_t i = 1; i < ch->count; i++) {
        struct choice_item item = ch->items[i];
        size_t at = i;
        for (; at > 0 && stands_before(&item, &ch->items[at - 1]); at--)
            ch->items[at] = ch->items[at - 1];
        ch->items[at] = item;
    }
}

void chooser_free(struct chooser *ch)
{
    chooser_clear(ch);
    free(ch->items);
    free(ch->title);
    free(ch->empty);
    editor_free(&ch->editor);
}

/* ---- On the screen ---- */

static void draw_item(const struct chooser *ch, struct canvas *c, struct area in, int y, size_t i)
{
    const struct choice_item *item = &ch->items[i];
    enum style style = item->faint ? FAINT : i == ch->cursor ? STRONG : PLAIN_TEXT;
    int noted = (int)utf8_cells(item->note), room = in.cols - 4;
    int most = room - (int)utf8_cells(item->text) - 2; /* the text goes first, */
    most = most > room / 3 ? most : room / 3;          /* but not alone */
    if (noted > most)
        noted = most;
    draw_run(c, y, in.x + 2, noted > 0 ? room - noted - 1 : room, style, item->text);
    if (noted > 0)
        draw_run(c, y, in.x + 2 + room - noted, noted, FAINT, item->note);
    if (i == ch->cursor)
        draw_text(c, y, in.x, 1, STRONG, ">");
}

static void keep_in_sight(struct chooser *ch, size_t rows)
{
    ch->rows = rows;
    cursor_in_sight(rows, ch->count, ch->cursor, &ch->top);
}

/* Rows that what an item is about takes, this many cells wide. */
static int about_wanted(const struct chooser *ch, int cols)
{
    int rows = ABOUT_ROWS;
    for (size_t i = 0; ch->tells_all && i < ch->count; i++) {
        struct lines lines = { 0 };
        lines_wrap(&lines, ch->items[i].about, cols > 2 ? (size_t)cols : 1);
        rows = (int)lines.count > rows ? (int)lines.count : rows;
        lines_free(&lines);
    }
    return rows < ABOUT_MOST ? rows : ABOUT_MOST;
}

/* On a small screen fewer, or there are hardly any items. */
static int about_rows(const struct chooser *ch, struct area in, int screen_rows)
{
    int rows = screen_rows < CHOOSER_ROWS ? ABOUT_LEAST : about_wanted(ch, in.cols - 2);
    bool fits = in.rows > rows + 3 || in.rows >= rows + 2 + (int)ch->count;
    return ch->tells && fits ? rows : 0;
}

/* What the item under the cursor is about, in the last rows of the pop-up. */
static void draw_about(const struct chooser *ch, struct canvas *c, struct area in, int rows)
{
    const struct choice_item *item = chooser_item(ch);
    struct lines lines = { 0 };
    int y = in.y + in.rows - rows;
    draw_line(c, y - 1, in.x, in.cols);
    if (item == NULL || item->about == NULL)
        return;
    lines_wrap(&lines, item->about, in.cols > 4 ? (size_t)in.cols - 2 : 1);
    lines_draw(&lines, 0, c, (struct area){ y, in.x + 1, rows, in.cols - 2 },
               item->faint ? ALERT : PLAIN_TEXT);
    lines_free(&lines);
}

static int height_wanted(struct chooser *ch, int cols)
{
    int need = (int)(ch->count < CHOOSER_ROWS ? ch->count : CHOOSER_ROWS) + 3;
    if (ch->tells)
        need += about_wanted(ch, cols) + 1;
    need = need < CHOOSER_LEAST ? CHOOSER_LEAST : need > CHOOSER_ROWS ? CHOOSER_ROWS : need;
    ch->tallest = need > ch->tallest ? need : ch->tallest;
    return ch->tallest;
}

/* That there are more than are seen: which one of how many, or what to do about it. */
static void note_text(const struct chooser *ch, int cols, int rows, struct buf *out)
{
    if (ch->more && cols >= CHOOSER_COLS)
        buf_puts(out, _("more: go on typing"));
    else if (ch->more || ch->count > (size_t)(rows > 0 ? rows : 0))
        buf_printf(out, "%zu/%zu%s", ch->cursor + 1, ch->count, ch->more ? "+" : "");
}

void chooser_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct chooser *ch = s->own;
    int inner = popup_area(a, CHOOSER_LEAST, CHOOSER_COLS).cols - 4;
    struct area whole = popup_area(a, height_wanted(ch, inner), CHOOSER_COLS);
    struct area in = { whole.y + 1, whole.x + 1, whole.rows - 2, whole.cols - 2 };
    int about = about_rows(ch, in, a.rows);
    struct buf note = { 0 };
    size_t cell = 0;
    note_text(ch, whole.cols, in.rows - 1 - (about > 0 ? about + 1 : 0), &note);
    in = draw_frame(c, whole, true, ch->title, buf_text(&note));
    buf_free(&note);
    int room = in.cols - 3;
    const char *view = editor_view(&ch->editor, (size_t)(room > 1 ? room : 1), &cell);
    draw_text(c, in.y, in.x + 1, room, ENTRY, view);
    if (about > 0) {
        draw_about(ch, c, in, about);
        in.rows -= about + 1;
    }
    keep_in_sight(ch, in.rows > 1 ? (size_t)in.rows - 1 : 0);
    for (int y = 1; y < in.rows && ch->top + (size_t)y - 1 < ch->count; y++)
        draw_item(ch, c, in, in.y + y, ch->top + (size_t)y - 1);
    if (ch->count == 0)
        draw_run(c, in.y + 1, in.x + 2, in.cols - 4, FAINT, ch->empty);
    draw_cursor(c, in.y, in.x + 1 + (int)cell);
}

static void go(struct chooser *ch, long by)
{
    if (ch->count == 0)
        return;
    long at = (long)ch->cursor + by;
    ch->cursor = at < 0 ? 0 : at >= (long)ch->count ? ch->count - 1 : (size_t)at;
}

static bool moves_or_types(struct screen *s, const struct key *k, bool *changed, bool *taken)
{
    struct chooser *ch = s->own;
    long page = ch->rows > 1 ? (long)ch->rows - 1 : 1;
    *changed = *taken = false;
    switch (k->code) {
    case K_UP:
    case K_BACKTAB:
        go(ch, -1);
        return true;
    case K_DOWN:
    case K_TAB:
        go(ch, 1);
        return true;
    case K_PAGE_UP:
        go(ch, -page);
        return true;
    case K_PAGE_DOWN:
        go(ch, page);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        *taken = chooser_item(ch) != NULL;
        return true;
    case K_PASTE:
        *changed = editor_insert(&ch->editor, buf_text(&s->ui->keyboard.paste)) == EDIT_CHANGED;
        return true;
    default:
        break;
    }
    enum edited edited = editor_key(&ch->editor, k);
    *changed = edited == EDIT_CHANGED;
    return edited != EDIT_NOT_MINE;
}

bool chooser_key(struct screen *s, const struct key *k, void (*changed)(struct screen *s),
                 void (*taken)(struct screen *s))
{
    bool anew, takes;
    bool mine = moves_or_types(s, k, &anew, &takes);
    if (anew && changed != NULL)
        changed(s);
    if (takes)
        taken(s);
    return mine;
}

/* ---- Fitting ---- */

/* The letters of one word in order; a beginning counts most, letters side by side more. */
static int fit_word(const char *word, size_t n, const char *text)
{
    char piece[64];
    if (n >= sizeof piece)
        return 0;
    memcpy(piece, word, n);
    piece[n] = '\0';
    const char *whole = strstr(text, piece);
    if (whole != NULL)
        return whole == text ? 100 : whole[-1] == ' ' ? 80 : 50;
    size_t at = 0;
    for (const char *t = text; *t != '\0' && at < n; t++)
        at += *t == word[at];
    return at == n ? 10 : 0;
}

int fuzzy_fit(const char *typed, const char *text)
{
    struct buf wanted = { 0 }, given = { 0 };
    int score = 1;
    utf8_fold(typed, &wanted);
    utf8_fold(text, &given);
    for (const char *word = buf_text(&wanted); *word != '\0' && score > 0;) {
        size_t n = strcspn(word, " ");
        int fit = fit_word(word, n, buf_text(&given));
        score = fit > 0 ? score + fit : 0;
        word += n + (word[n] == ' ');
    }
    buf_free(&wanted);
    buf_free(&given);
    return score;
}
