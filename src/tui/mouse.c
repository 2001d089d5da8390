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

static int row_after(struct ui *u, int code)
{
    press(u, code);
    frame_draw(u);
    return u->canvas.cursor_y;
}

/* The cursor is always on the focus: arrows take it there, one by one, as far as they lead. */
static void go_to_row(struct ui *u, int y)
{
    const struct screen *s = u->top;
    int at = u->canvas.cursor_y;
    for (int n = 0; n < u->canvas.rows && u->top == s && at != y; n++) {
        int next = row_after(u, y > at ? K_DOWN : K_UP);
        bool passed = y > at ? next > y : next < y;
        if (next == at || passed)
            return;
        at = next;
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
