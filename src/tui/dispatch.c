/* dispatch.c - what a key means: a command of the table, or something for the screen. */
#include "login.h"
#include "menu.h"
#include "screens.h"
#include "tour.h"

#include <curses.h>

struct screen *ui_screen(struct ui *u)
{
    struct screen *s = u->top;
    while (s != NULL && s->class->overlay)
        s = s->below;
    return s;
}

const struct record *ui_record(struct ui *u)
{
    struct screen *s = ui_screen(u);
    return s != NULL && s->class->record != NULL ? s->class->record(s) : NULL;
}

bool ui_may(struct ui *u, const struct command_row *row, struct error *why)
{
    return row->may == NULL || row->may(u, why);
}

bool ui_is_too_small(const struct ui *u)
{
    return u->canvas.rows < LEAST_ROWS || u->canvas.cols < LEAST_COLS;
}

static void go_home(struct ui *u)
{
    while (u->top != NULL && u->top->below != NULL)
        screen_close(u->top);
}

static void go_to_menu(struct ui *u)
{
    struct screen *s = ui_screen(u);
    if (s != NULL && s->class->menu)
        u->in_menu = true;
    else
        palette_open(u);
}

static void begin_new(struct ui *u)
{
    const struct record *r = ui_record(u);
    const struct kind *k = r != NULL ? r->kind : menu_kind(u);
    form_new(u, k != NULL ? k : &kind_permit, NULL, NULL, "");
}

enum { HOLD_MS = 2000 }; /* a share that hangs longer may not keep Ctrl-Z from working */

/* A stopped desk with a lock in hand would keep the file from all others. */
void ui_suspend(struct ui *u)
{
    bool held = session_hold(HOLD_MS);
    term_suspend(&u->term);
    if (held)
        session_release();
    u->stirred = true;
}

static void find_anything(struct ui *u)
{
    find_open(u, NULL, "");
}

static void import_here(struct ui *u)
{
    import_open(u, menu_kind(u));
}

static void redraw(struct ui *u)
{
    (void)u;
    clearok(stdscr, TRUE);
}

static void go_back(struct ui *u)
{
    screen_close(u->top);
}

static void end(struct ui *u)
{
    u->ended = true;
}

static void quit(struct ui *u)
{
    if (!form_asks(u, end))
        end(u);
}

static void leave_for_home(struct ui *u)
{
    if (!form_asks(u, go_home))
        go_home(u);
}

static void leave_for_another(struct ui *u)
{
    if (!form_asks(u, login_switch))
        login_switch(u);
}

/* What is the same on every screen. */
static const struct {
    enum command command;
    void (*run)(struct ui *u);
} anywhere[] = {
    { DO_HELP, help_open },
    { DO_PALETTE, palette_open },
    { DO_MENU, go_to_menu },
    { DO_NEW, begin_new },
    { DO_FIND, find_anything },
    { DO_OPENED, opened_open },
    { DO_MISSING, missing_open },
    { DO_IMPORT, import_here },
    { DO_IMPORT_UNDO, import_undo_open },
    { DO_HOME, leave_for_home },
    { DO_SWITCH, leave_for_another },
    { DO_APPROVALS, approvals_open },
    { DO_WATCH, watch_open },
    { DO_PLAN, plan_open },
    { DO_ANALYSIS, analysis_open },
    { DO_OUTBOX, outbox_open },
    { DO_HANDOVER, handover_open },
    { DO_TOUR, tour_open },
    { DO_LANGUAGE, language_change },
    { DO_LOOK, look_open },
    { DO_KEYS, keys_open },
    { DO_SUSPEND, ui_suspend },
    { DO_REDRAW, redraw },
    { DO_BACK, go_back },
    { DO_QUIT, quit },
};

static void edit_record(struct ui *u, const struct record *r)
{
    form_edit(u, r->kind, r->id);
}

static void steps_of_record(struct ui *u, const struct record *r)
{
    steps_open(u, r->kind, r->id);
}

static void history_of_record(struct ui *u, const struct record *r)
{
    history_open(u, r->kind, r->id);
}

static void print_record(struct ui *u, const struct record *r)
{
    papers_print(u, r->kind, r->id, false);
}

static void copy_record(struct ui *u, const struct record *r)
{
    form_copy(u, r->kind, r->id);
}

static void undo_record(struct ui *u, const struct record *r)
{
    undo_open(u, r->kind, r->id);
}

static void open_record(struct ui *u, const struct record *r)
{
    record_open(u, r->kind, r->id);
}

/* And on every screen where the cursor stands on a record. */
static const struct {
    enum command command;
    void (*run)(struct ui *u, const struct record *r);
} on_record[] = {
    { DO_EDIT, edit_record },
    { DO_STEPS, steps_of_record },
    { DO_HISTORY, history_of_record },
    { DO_PRINT, print_record },
    { DO_COPY, copy_record },
    { DO_UNDO, undo_record },
    { DO_REQUIREMENTS, requirements_open },
    { DO_OPEN, open_record },
};

static void run_generic(struct ui *u, enum command c)
{
    const struct record *r = ui_record(u);
    for (size_t i = 0; i < COUNT(anywhere); i++)
        if (anywhere[i].command == c) {
            anywhere[i].run(u);
            return;
        }
    for (size_t i = 0; r != NULL && i < COUNT(on_record); i++)
        if (on_record[i].command == c)
            on_record[i].run(u, r);
}

void ui_run_command(struct ui *u, const struct command_row *row)
{
    struct error why = { 0 };
    if (!ui_may(u, row, &why)) {
        ui_fail(u, &why);
        return;
    }
    struct screen *s = u->top;
    if (s == NULL || s->class->run == NULL || !s->class->run(s, row->command))
        run_generic(u, row->command);
}

/* What a key means where the screen has no use of its own for it: to the menu at its left, or
 * into what the cursor stands on. */
static void key_for_nobody(struct ui *u, int code)
{
    struct screen *s = u->top;
    const struct command_row *open = command_find(DO_OPEN, s->class->place);
    if (s->class->menu && (code == K_TAB || code == K_BACKTAB || code == K_LEFT))
        u->in_menu = true;
    else if (open != NULL && (code == K_ENTER || code == K_NEWLINE))
        ui_run_command(u, open);
}

static void resized(struct ui *u)
{
    for (struct screen *s = u->top; s != NULL; s = s->below)
        if (s->class->resized != NULL)
            s->class->resized(s);
}

void ui_key(struct ui *u, const struct key *k)
{
    u->stirred = true;
    u->stirred_at = ui_now(u);
    if (k->code == K_RESIZE)
        resized(u);
    if (k->code == K_RESIZE || u->top == NULL)
        return;
    if (ui_is_too_small(u) && k->code != K_CTRL('Q'))
        return;
    if (k->code == K_CLICK) {
        mouse_click(u, k->y, k->x);
        return;
    }
    const struct command_row *row = command_for_key(k->code, u->top->class->place);
    if (row == NULL || row->command != DO_HELP) /* it tells the end of a long one */
        buf_reset(&u->message);
    bool menu = u->in_menu && u->top->class->menu;
    if (menu && menu_key(u, k))
        return;
    if (row != NULL)
        ui_run_command(u, row);
    else if (!menu && (u->top->class->key == NULL || !u->top->class->key(u->top, k)))
        key_for_nobody(u, k->code);
}
