/* dispatch.c - what a key means: a command of the table, or something for the screen. */
#include "login.h"
#include "menu.h"
#include "screens.h"
#include "ui.h"

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

static bool is_too_small(const struct ui *u)
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
        u->in_menu = !u->in_menu;
    else
        palette_open(u);
}

static void begin_new(struct ui *u)
{
    const struct record *r = ui_record(u);
    const struct kind *k = r != NULL ? r->kind : menu_kind(u);
    form_new(u, k != NULL ? k : &kind_permit, NULL, NULL, "");
}

static void on_record(struct ui *u, enum command c)
{
    const struct record *r = ui_record(u);
    if (r == NULL)
        return;
    if (c == DO_EDIT)
        form_edit(u, r->kind, r->id);
    else if (c == DO_STEPS)
        steps_open(u, r->kind, r->id);
    else if (c == DO_HISTORY)
        history_open(u, r->kind, r->id);
    else if (c == DO_PRINT)
        papers_print(u, r->kind, r->id, false);
    else if (c == DO_COPY)
        form_copy(u, r->kind, r->id);
    else if (c == DO_UNDO)
        undo_open(u, r->kind, r->id);
    else if (c == DO_REQUIREMENTS)
        requirements_open(u, r);
    else if (c == DO_OPEN)
        record_open(u, r->kind, r->id);
}

static void change_language(struct ui *u)
{
    language_set(language_get() == INDONESIAN ? ENGLISH : INDONESIAN);
    clearok(stdscr, TRUE);
    u->stirred = true;
}

enum { HOLD_MS = 2000 }; /* a share that hangs longer may not keep Ctrl-Z from working */

/* A stopped desk with a lock in hand would keep the file from all others. */
static void suspend(struct ui *u)
{
    bool held = session_hold(HOLD_MS);
    term_suspend(&u->term);
    if (held)
        session_release();
}

static void run_generic(struct ui *u, enum command c)
{
    switch (c) {
    case DO_HELP:
        help_open(u);
        break;
    case DO_PALETTE:
        palette_open(u);
        break;
    case DO_MENU:
        go_to_menu(u);
        break;
    case DO_NEW:
        begin_new(u);
        break;
    case DO_FIND:
        find_open(u, NULL, "");
        break;
    case DO_OPENED:
        opened_open(u);
        break;
    case DO_MISSING:
        missing_open(u);
        break;
    case DO_IMPORT:
        import_open(u, menu_kind(u));
        break;
    case DO_IMPORT_UNDO:
        import_undo_open(u);
        break;
    case DO_HOME:
        go_home(u);
        break;
    case DO_SWITCH:
        login_switch(u);
        break;
    case DO_APPROVALS:
        approvals_open(u);
        break;
    case DO_WATCH:
        watch_open(u);
        return;
    case DO_PLAN:
        plan_open(u);
        return;
    case DO_ANALYSIS:
        analysis_open(u);
        return;
    case DO_OUTBOX:
        outbox_open(u);
        break;
    case DO_HANDOVER:
        handover_open(u);
        break;
    case DO_LANGUAGE:
        change_language(u);
        break;
    case DO_LOOK:
        look_open(u);
        break;
    case DO_KEYS:
        keys_open(u);
        break;
    case DO_SUSPEND:
        suspend(u);
        break;
    case DO_REDRAW:
        clearok(stdscr, TRUE);
        break;
    case DO_BACK:
        screen_close(u->top);
        break;
    case DO_QUIT:
        u->ended = true;
        break;
    default:
        on_record(u, c);
    }
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

void ui_key(struct ui *u, const struct key *k)
{
    u->stirred = true;
    u->stirred_at = ui_now(u);
    if (k->code == K_RESIZE || u->top == NULL)
        return;
    if (is_too_small(u) && k->code != K_CTRL('Q'))
        return;
    buf_reset(&u->message);
    const struct command_row *row = command_for_key(k->code, u->top->class->place);
    bool menu = u->in_menu && u->top->class->menu;
    if (menu && menu_key(u, k))
        return;
    if (row != NULL)
        ui_run_command(u, row);
    else if (!menu && u->top->class->key != NULL)
        u->top->class->key(u->top, k);
}
