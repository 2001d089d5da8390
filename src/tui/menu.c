/* menu.c - the pane at the left. */
#include "menu.h"

#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = KINDS_MAX + 4 };

struct item {
    const char *label; /* translated when shown */
    const struct kind *kind;
    enum command command; /* where kind is NULL */
    bool heading;
};

struct menu {
    struct item items[ITEMS_MAX];
    size_t count, cursor, top;
};

static void add(struct menu *m, struct item i)
{
    if (m->count < ITEMS_MAX)
        m->items[m->count++] = i;
}

/* Which part of the menu a kind stands in. */
enum part { MAIN, DAILY, LOOK_UP, PEOPLE, NOWHERE };

/* The panes everybody works in, in the order of the day. */
static const char *const main_kinds[] = { "permit",     "capture",     "measure", "facility",
                                          "monitoring", "certificate", "party" };

static enum part part_of(const struct kind *k)
{
    static const char *const of_people[] = { "user", "post", "note" };
    static const char *const of_panes[] = { "hold", "handover", "handling" }; /* which show them */
    for (size_t i = 0; i < COUNT(of_panes); i++)
        if (strcmp(k->id, of_panes[i]) == 0)
            return NOWHERE;
    for (size_t i = 0; i < COUNT(of_people); i++)
        if (strcmp(k->id, of_people[i]) == 0)
            return PEOPLE;
    for (size_t i = 0; i < COUNT(main_kinds); i++)
        if (strcmp(k->id, main_kinds[i]) == 0)
            return MAIN;
    return k->flags & KIND_REFERENCE ? LOOK_UP : DAILY;
}

bool menu_shows(const struct kind *k)
{
    return part_of(k) != NOWHERE;
}

static struct item item_of(const struct kind *k)
{
    return (struct item){ .label = k->brief != NULL ? k->brief : k->plural, .kind = k };
}

static void add_main(struct menu *m)
{
    for (size_t i = 0; i < COUNT(main_kinds); i++) {
        const struct kind *k = registry_find(&all_kinds, main_kinds[i]);
        if (k != NULL)
            add(m, item_of(k));
    }
}

static void add_part(struct menu *m, enum part part, const char *heading)
{
    bool any = false;
    for (size_t n = 0; all_kinds.kinds[n] != NULL; n++) {
        const struct kind *k = all_kinds.kinds[n];
        if (part_of(k) != part)
            continue;
        if (!any)
            add(m, (struct item){ .label = heading, .heading = true });
        any = true;
        add(m, item_of(k));
    }
}

/* The day's panes first, then other work and look-up tables; people and what waits for them only
 * where a database has people. */
void menu_fill(struct menu *m, bool people)
{
    *m = (struct menu){ .cursor = 1 };
    add(m, (struct item){ .label = N_("Home"), .command = DO_HOME });
    add_main(m);
    add(m, (struct item){ .label = N_("Plan of visits"), .command = DO_PLAN });
    if (people)
        add(m, (struct item){ .label = N_("Approvals"), .command = DO_APPROVALS });
    if (people)
        add(m, (struct item){ .label = N_("Handover"), .command = DO_HANDOVER });
    add(m, (struct item){ .label = N_("Import a sheet"), .command = DO_IMPORT });
    add(m, (struct item){ .label = N_("Expiry watch"), .command = DO_WATCH });
    add(m, (struct item){ .label = N_("Analysis"), .command = DO_ANALYSIS });
    add_part(m, DAILY, N_("Other work"));
    add_part(m, LOOK_UP, N_("Look-up tables"));
    if (people)
        add_part(m, PEOPLE, N_("People"));
}

struct menu *menu_new(void)
{
    struct menu *m = xcalloc(1, sizeof *m);
    menu_fill(m, false);
    return m;
}

void menu_free(struct menu **m)
{
    free(*m);
    *m = NULL;
}

const struct kind *menu_kind(const struct ui *u)
{
    return u->menu->items[u->menu->cursor].kind;
}

/* As many as its list opens with. */
static int64_t open_count(const struct ui *u, const struct kind *k)
{
    for (size_t i = 0; i < u->open_count; i++)
        if (u->open[i].kind == k)
            return u->open[i].n;
    return 0;
}

static void draw_item(struct ui *u, struct canvas *c, const struct item *i, int y, int x, int cells)
{
    char number[24] = "";
    int64_t n = i->kind != NULL              ? open_count(u, i->kind)
                : i->command == DO_APPROVALS ? (int64_t)u->waiting.count
                : i->command == DO_HANDOVER  ? (int64_t)u->handed
                : i->command == DO_WATCH ? (int64_t)(u->watch[WATCH_DUE] + u->watch[WATCH_LAPSED])
                                         : 0;
    if (n > 0)
        snprintf(number, sizeof number, "%lld", (long long)n);
    int noted = (int)utf8_cells(number);
    draw_text(c, y, x + 1, cells - 1 - noted, i->heading ? FAINT : PLAIN_TEXT, _(i->label));
    draw_run(c, y, x + cells - noted, noted, STRONG, number);
}

void menu_draw(struct ui *u, struct canvas *c, struct area a)
{
    struct menu *m = u->menu;
    struct area in = draw_frame(c, a, u->in_menu, _("Menu"), "");
    cursor_in_sight((size_t)in.rows, m->count, m->cursor, &m->top);
    for (int y = 0; y < in.rows && m->top + (size_t)y < m->count; y++) {
        size_t at = m->top + (size_t)y;
        draw_item(u, c, &m->items[at], in.y + y, in.x, in.cols);
        if (at != m->cursor || !u->in_menu)
            continue;
        draw_text(c, in.y + y, in.x, 1, STRONG, ">");
        draw_cursor(c, in.y + y, in.x);
    }
}

static void go(struct menu *m, long step)
{
    size_t at = m->cursor;
    do {
        if ((step < 0 && at == 0) || (step > 0 && at + 1 >= m->count))
            return;
        at += (size_t)step;
    } while (m->items[at].heading);
    m->cursor = at;
}

static void choose(struct ui *u)
{
    const struct item item = u->menu->items[u->menu->cursor];
    if (item.kind == NULL && item.command == DO_IMPORT) {
        import_open(u, &kind_permit);
        return;
    }
    while (u->top != NULL && u->top->below != NULL)
        screen_close(u->top);
    u->in_menu = item.kind != NULL; /* to come back to */
    if (item.kind != NULL)
        list_open(u, item.kind, "");
    else if (item.command != DO_HOME)
        ui_run_command(u, command_find(item.command, IN_HOME));
}

/* The first letter of a label, folded, leads to it. */
static bool go_letter(struct menu *m, const char *letter)
{
    struct buf wanted = { 0 };
    utf8_fold(letter, &wanted);
    bool found = false;
    for (size_t n = 1; n <= m->count && !found && wanted.len > 0; n++) {
        size_t at = (m->cursor + n) % m->count;
        struct buf label = { 0 };
        utf8_fold(_(m->items[at].label), &label);
        found = !m->items[at].heading && text_starts(buf_text(&label), buf_text(&wanted));
        if (found)
            m->cursor = at;
        buf_free(&label);
    }
    buf_free(&wanted);
    return found;
}

bool menu_key(struct ui *u, const struct key *k)
{
    struct menu *m = u->menu;
    switch (k->code) {
    case K_UP:
        go(m, -1);
        return true;
    case K_DOWN:
        go(m, 1);
        return true;
    case K_HOME:
    case K_PAGE_UP:
        m->cursor = 0;
        return true;
    case K_END:
    case K_PAGE_DOWN:
        m->cursor = m->count - 1;
        return true;
    case K_ENTER:
    case K_NEWLINE:
    case K_F(4):
    case K_CTRL('O'):
        choose(u);
        return true;
    case K_TEXT:
        return go_letter(m, k->text);
    case K_F(2):
    case K_CTRL('N'):
        if (menu_kind(u) != NULL)
            form_new(u, menu_kind(u), NULL, NULL, "");
        return menu_kind(u) != NULL;
    case K_TAB:
    case K_BACKTAB:
    case K_RIGHT:
    case K_ESC:
        u->in_menu = false; /* to what stands beside it */
        return true;
    default:
        return false;
    }
}
