/* frame.c - everything around the screens: title, message line, bar, menu; and which of them fits.
 */
#include "lines.h"
#include "login.h"
#include "menu.h"
#include "tour.h"

#include <stdio.h>
#include <string.h>

enum {
    MESSAGE_ROWS_MAX = 6,
    HINT_ROWS_MAX = 2,
    FRAME_ROWS = 2 /* title and bar */,
    TITLE_LEAST = 12 /* cells for where and who */
};

bool frame_is_full(const struct ui *u)
{
    return u->canvas.rows >= FULL_ROWS && u->canvas.cols >= FULL_COLS;
}

static bool is_too_small(const struct ui *u)
{
    return u->canvas.rows < LEAST_ROWS || u->canvas.cols < LEAST_COLS;
}

static bool has_menu_beside(const struct screen *s)
{
    const struct ui *u = s->ui;
    bool wide = u->canvas.cols >= FULL_COLS + MENU_COLS;
    return frame_is_full(u) && (s->class->menu == MENU_BESIDE ||
                                (s->class->menu == MENU_CALLED && (wide || u->in_menu)));
}

/* Between the title and the tour, or the message line where there is none. */
static struct area frame_whole(const struct ui *u)
{
    return (struct area){ 1, 0, u->canvas.rows - 3 - tour_rows(u), u->canvas.cols };
}

struct area frame_body(const struct screen *s)
{
    struct area a = frame_whole(s->ui);
    if (has_menu_beside(s)) {
        a.x = MENU_COLS;
        a.cols -= MENU_COLS;
    }
    return a;
}

/* ---- Title ---- */

const char *weekday_name(day d)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                         N_("Fri"), N_("Sat"), N_("Sun") };
    return _(names[day_weekday(d)]);
}

static void clock_text(const struct ui *u, bool brief, struct buf *out)
{
    moment now = ui_now(u);
    int zone = u->session != NULL ? session_zone(u->session) : 0;
    struct buf local = { 0 };
    moment_local(now, zone, &local);
    const char *text = buf_text(&local);
    if (brief && local.len > 5)
        text += local.len - 5; /* the time alone */
    else
        buf_printf(out, "%s ", weekday_name(moment_day(now, zone)));
    buf_puts(out, text);
    buf_free(&local);
}

/* How the database is: in words, and in fewer where room is short. */
struct link_words {
    enum style style;
    struct buf full, brief;
};

static void words_waiting(const struct link_view *l, struct link_words *h)
{
    int seconds = l->waited_ms / 1000;
    h->style = ALERT;
    if (l->writer[0] != '\0')
        buf_printf(&h->full, _("◐ waiting %d s: %s"), seconds, l->writer);
    else
        buf_printf(&h->full, _("◐ waiting %d s"), seconds);
    buf_printf(&h->brief, _("◐ %d s"), seconds);
}

static void health_text(const struct ui *u, struct link_words *h)
{
    struct link_view l;
    if (u->session == NULL)
        return;
    session_link(u->session, &l);
    if (l.state == LINK_OFFLINE) {
        h->style = ALERT;
        buf_printf(&h->full, _("○ away, %zu kept at this desk"), l.kept);
        buf_printf(&h->brief, _("○ %zu kept"), l.kept);
    } else if (l.state == LINK_RECOVERING) {
        h->style = ALERT;
        buf_puts(&h->full, _("◌ connecting …"));
        buf_puts(&h->brief, _("◌ …"));
    } else if (l.state == LINK_DEGRADED) {
        words_waiting(&l, h);
    } else if (u->hold != NULL) {
        buf_puts(&h->full, _("… waiting for the database"));
        buf_puts(&h->brief, _("… waits"));
    } else if (l.reads_only) {
        h->style = ALERT;
        buf_puts(&h->full, _("◐ database: reading only"));
        buf_puts(&h->brief, _("◐ reading only"));
    } else {
        h->style = GOOD;
        buf_puts(&h->full, _("● database good"));
        buf_puts(&h->brief, _("● good"));
    }
}

/* Where and who; what does not fit is left out rather than cut: the roles first, then where. */
static void title_left(const struct ui *u, int cells, struct buf *out)
{
    struct buf who = { 0 };
    if (u->session == NULL) {
        buf_puts(out, "loket");
        return;
    }
    login_who(u, &who);
    int name = (int)strcspn(buf_text(&who), "("); /* "sari (operator)" */
    name -= name > 0 && buf_text(&who)[name] == '(';
    const char *office = session_office(u->session);
    office = office[0] != '\0' ? office : "loket";
    const int lengths[] = { (int)who.len, name };
    for (int shown = 0; shown < 4; shown++) {
        buf_reset(out);
        buf_printf(out, "%s%s%.*s", shown < 2 ? office : "", shown < 2 ? " · " : "",
                   lengths[shown % 2], buf_text(&who));
        if ((int)utf8_cells(buf_text(out)) <= cells)
            break;
    }
    buf_free(&who);
}

/* From the right: the clock, the database; from the left: whose desk this is. */
static void draw_title(struct ui *u, struct canvas *c)
{
    struct buf left = { 0 }, right = { 0 };
    struct link_words h = { .style = TITLE };
    health_text(u, &h);
    clock_text(u, c->cols < FULL_COLS, &right);
    int clock_cells = (int)utf8_cells(buf_text(&right)), x = 1;
    int room = c->cols - clock_cells - 3;
    draw_right(c, 0, c->cols - clock_cells - 1, clock_cells, PLAIN_TEXT, buf_text(&right));
    if (u->session != NULL && session_training(u->session))
        x += draw_run(c, 0, x, room, ALERT, _("TRAINING")) + 1;
    const char *full = buf_text(&h.full), *brief = buf_text(&h.brief);
    title_left(u, room - x - 2 - (int)utf8_cells(brief), &left);
    int wanted = (int)utf8_cells(buf_text(&left));
    int full_cells = (int)utf8_cells(full), least = TITLE_LEAST > wanted ? TITLE_LEAST : wanted;
    const char *health = x + least + 2 + full_cells <= room ? full : brief;
    int health_cells = (int)utf8_cells(health);
    if (health_cells + TITLE_LEAST < room - x) {
        draw_run(c, 0, room - health_cells, health_cells, h.style, health);
        room -= health_cells + 2;
    }
    draw_run(c, 0, x, room - x, TITLE, buf_text(&left));
    buf_free(&h.full);
    buf_free(&h.brief);
    buf_free(&left);
    buf_free(&right);
}

/* ---- Message ---- */

/* A long message grows upwards over the screen rather than lose its end; the rows it takes. What
 * does not fit even so is for F1. */
static int draw_long(struct ui *u, enum style style, const char *text, int most)
{
    struct canvas *c = &u->canvas;
    struct lines lines = { 0 };
    lines_wrap(&lines, text, (size_t)c->cols - 2);
    int shown = (int)lines.count < most ? (int)lines.count : most, y = c->rows - 1 - shown;
    u->message_cut = lines.count > (size_t)shown;
    draw_clear(c, (struct area){ y, 0, shown, c->cols });
    lines_draw(&lines, 0, c, (struct area){ y, 1, shown, c->cols - 2 }, style);
    lines_free(&lines);
    return shown;
}

/* What is said over more than its own row keeps a line between itself and what it lies on. */
static int draw_said(struct ui *u, enum style style, const char *text)
{
    struct canvas *c = &u->canvas;
    bool tour = tour_rows(u) > 0; /* it has its own */
    int few = u->top != NULL ? u->top->class->message_rows : 0;
    int rows = draw_long(u, style, text,
                         few > 0 ? few
                         : tour  ? MESSAGE_ROWS_MAX
                                 : c->rows - FRAME_ROWS - 1);
    if (rows > 1 && !tour && few == 0)
        draw_bottoms(c, c->rows - 2 - rows);
    return rows;
}

static int draw_message(struct ui *u, struct canvas *c)
{
    struct buf text = { 0 };
    int rows = 1;
    enum style style = FAINT;
    if (u->hold != NULL) {
        buf_printf(&text, _("%s … keys typed now wait their turn; Esc stops waiting."), u->doing);
    } else if (u->message.len > 0) {
        style = u->tone == SAID_BADLY ? ALERT : u->tone == SAID_WELL ? GOOD : PLAIN_TEXT;
        buf_puts(&text, buf_text(&u->message));
    } else if (u->in_menu && u->top != NULL && u->top->class->menu) {
        buf_puts(&text,
                 _("Arrows or a letter choose, Enter opens, F2 makes a new one, Tab leaves."));
    } else if (u->top != NULL && u->top->class->hint != NULL) {
        u->top->class->hint(u->top, &text);
    }
    bool said = u->message.len > 0 || u->hold != NULL;
    int hint_rows = tour_rows(u) > 0 ? 1 : HINT_ROWS_MAX; /* it stays, and would hide the lesson */
    u->message_cut = false;
    if (said)
        rows = draw_said(u, style, buf_text(&text));
    else if (u->top != NULL && (u->top->class->place & (IN_FORM | IN_STEP)))
        rows = draw_long(u, style, buf_text(&text), hint_rows);
    else
        draw_parts(c, c->rows - 2, 1, c->cols - 2, style, buf_text(&text));
    buf_free(&text);
    return rows > 1 ? rows : 1;
}

/* ---- Bar ---- */

struct bar {
    const struct command_row *rows[32];
    int cells[32]; /* each with its key, measured once: most of a redraw went here */
    bool kept[32];
    size_t count;
    bool digits; /* Esc was pressed: show what the digits do */
};

static void bar_label(const struct bar *b, size_t i, struct buf *key, struct buf *label)
{
    const struct command_row *row = b->rows[i];
    if (b->digits && row->key >= K_F(1) && row->key <= K_F(12))
        buf_putc(key, key_row[row->key - K_F(1)]);
    else
        key_called(row->key != 0 ? row->key : row->ctrl, key);
    buf_puts(label, _(row->label));
}

static int bar_item_cells(const struct bar *b, size_t i)
{
    struct buf key = { 0 }, label = { 0 };
    bar_label(b, i, &key, &label);
    int n = (int)(utf8_cells(buf_text(&key)) + utf8_cells(buf_text(&label)) + 1);
    buf_free(&key);
    buf_free(&label);
    return n;
}

static void bar_collect(struct ui *u, struct bar *b)
{
    for (size_t i = 0; i < command_count && b->count < COUNT(b->rows); i++) {
        const struct command_row *row = &command_table[i];
        bool shown = (row->places & u->top->class->place) && row->weight > 0;
        bool people = row->command == DO_SWITCH || row->command == DO_HAND_OVER;
        if (people && (u->session == NULL || !session_has_people(u->session)))
            continue;
        if (row->command == DO_APPROVALS && u->waiting.count == 0)
            continue; /* shown where something waits */
        if (shown)
            b->rows[b->count++] = row;
    }
    for (size_t i = 0; i < b->count; i++)
        b->cells[i] = bar_item_cells(b, i);
}

/* Keeps the heaviest that fit side by side; returns the cells they take with one blank each. */
static int bar_keep(struct bar *b, int cells)
{
    int used = 0;
    for (unsigned weight = 100; weight > 0; weight--)
        for (size_t i = 0; i < b->count; i++) {
            int need = b->cells[i] + 1;
            if (b->rows[i]->weight != weight || used + need > cells)
                continue;
            b->kept[i] = true;
            used += need;
        }
    return used;
}

static void draw_bar(struct ui *u, struct canvas *c)
{
    struct bar b = { .digits = keyboard_waits(&u->keyboard) };
    u->bar_count = 0;
    if (u->top == NULL)
        return;
    bar_collect(u, &b);
    int used = bar_keep(&b, c->cols - 1), x = 1;
    int gap = used + (int)b.count < c->cols - 1 ? 2 : 1;
    for (size_t i = 0; i < b.count; i++) {
        struct buf key = { 0 }, label = { 0 };
        struct error why;
        if (!b.kept[i])
            continue;
        bar_label(&b, i, &key, &label);
        bool may = ui_may(u, b.rows[i], &why);
        int begin = x;
        x += draw_run(c, c->rows - 1, x, c->cols - x, may ? BAR_KEY : FAINT, buf_text(&key)) + 1;
        x += draw_run(c, c->rows - 1, x, c->cols - x, may ? BAR_TEXT : FAINT, buf_text(&label)) +
             gap;
        u->bar[u->bar_count].row = b.rows[i];
        u->bar[u->bar_count].x = begin;
        u->bar[u->bar_count++].end = x;
        buf_free(&key);
        buf_free(&label);
    }
}

/* ---- The stack ---- */

static void draw_screens(struct ui *u, struct canvas *c, struct screen *s)
{
    if (s == NULL)
        return;
    if (s->class->overlay) {
        draw_screens(u, c, s->below);
        s->class->draw(s, c, frame_whole(u));
        return;
    }
    bool beside = has_menu_beside(s), called = s->class->menu != NO_MENU && u->in_menu;
    struct area menu = frame_whole(u);
    menu.cols = beside ? MENU_COLS : menu.cols;
    if (beside || called)
        menu_draw(u, c, menu);
    if (beside || !called)
        s->class->draw(s, c, frame_body(s));
}

static void draw_too_small(struct canvas *c)
{
    draw_run(c, 0, 0, c->cols, PLAIN_TEXT, _("Enlarge the window"));
    draw_run(c, 1, 0, c->cols, PLAIN_TEXT, _("to 40 × 12 or more."));
    draw_run(c, 2, 0, c->cols, PLAIN_TEXT, _("All is kept."));
    draw_cursor(c, 0, 0);
}

/* How many decisions wait, for a window among others. */
static void title_window(struct ui *u)
{
    char text[64];
    if (u->waiting.count > 0)
        snprintf(text, sizeof text, "loket (%zu%s)", u->waiting.count, u->waiting.more ? "+" : "");
    else
        snprintf(text, sizeof text, "loket");
    term_title(&u->term, text);
}

void frame_draw(struct ui *u)
{
    struct canvas *c = &u->canvas;
    draw_begin(c);
    if (is_too_small(u)) {
        draw_too_small(c);
    } else {
        draw_title(u, c);
        draw_screens(u, c, u->top);
        tour_draw(u, c, draw_message(u, c));
        draw_bar(u, c);
    }
    draw_end(c);
    title_window(u);
}
