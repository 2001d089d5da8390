/* mouse.c - clicks, and taps on a telephone, where loket.conf wants them: they press the keys that
 * would do the same, so that no screen knows of them. */
#include "ui.h"

static void press(struct ui *u, int code)
{
    ui_key(u, &(struct key){ .code = code });
}

static void press_bar(struct ui *u, int x)
{
    for (size_t i = 0; i < u->bar_count; i++)
        if (x >= u->bar[i].x && x < u->bar[i].end) {
            const struct command_row *row = u->bar[i].row;
            press(u, row->key != 0 ? row->key : row->ctrl);
            return;
        }
}

/* Where the menu stands beside the screen a click goes to the one or the other. */
static bool changes_side(struct ui *u, int x)
{
    const struct area body = frame_body(u->top);
    bool menu = x < body.x;
    if (body.x == 0 || menu == u->in_menu)
        return false;
    u->in_menu = menu;
    return true;
}

/* The cursor is always on the focus: arrows take it there, one by one, as far as they lead. */
static void go_to_row(struct ui *u, int y)
{
    const struct screen *s = u->top;
    const struct canvas *c = &u->canvas;
    for (int n = 0; n < c->rows && u->top == s && c->cursor_y != y; n++) {
        int was = c->cursor_y;
        press(u, y > was ? K_DOWN : K_UP);
        frame_draw(u);
        bool passed = y > was ? c->cursor_y > y : c->cursor_y < y;
        if (c->cursor_y == was || passed)
            return;
    }
}

void mouse_click(struct ui *u, int y, int x)
{
    const unsigned not_opened = IN_FORM | IN_GUEST | IN_STEP | IN_TEXT;
    frame_draw(u); /* where things stand now: keys may have come before it */
    if (y == u->canvas.rows - 1) {
        press_bar(u, x);
        return;
    }
    bool moved = changes_side(u, x);
    if (moved)
        frame_draw(u);
    if (u->canvas.cursor_y != y)
        go_to_row(u, y);
    else if (!moved && !(u->top->class->place & not_opened))
        press(u, K_ENTER);
}
