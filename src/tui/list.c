/* list.c - a list of records of any kind. The cursor is a record, not a row number. */
#include "list.h"
#include "tour.h"

#include <stdlib.h>
#include <string.h>

static const struct screen_class list_class;

static size_t list_height(const struct screen *s)
{
    struct area a = frame_body(s);
    return a.rows > 3 ? (size_t)a.rows - 3 : 1; /* frame and heading */
}

/* ---- The cursor ---- */

static void keep_in_sight(struct list *l, size_t height)
{
    size_t jump = height / 2 > 0 ? height / 2 : 1; /* few repaints on a slow line */
    if (l->cursor < l->top)
        l->top = l->cursor > jump ? l->cursor - jump : 0;
    else if (l->cursor >= l->top + height)
        l->top = l->cursor - height + 1 + (jump > 1 ? jump - 1 : 0);
    size_t last = l->rows.count > height ? l->rows.count - height : 0;
    if (l->top > last)
        l->top = last;
    if (l->cursor < l->top)
        l->top = l->cursor;
}

static void set_cursor(struct screen *s, size_t at)
{
    struct list *l = s->own;
    if (l->rows.count == 0) {
        l->cursor = l->top = 0;
        l->cursor_id = 0;
        return;
    }
    l->cursor = at < l->rows.count ? at : l->rows.count - 1;
    l->cursor_id = l->rows.items[l->cursor]->id;
    keep_in_sight(l, list_height(s));
}

/* Moves as far as the rows held allow, asks for more where there is more, and remembers the rest.
 */
static void list_move(struct screen *s, long by)
{
    struct list *l = s->own;
    long want = (long)l->cursor + by + l->pending;
    long last = (long)l->rows.count - 1;
    l->pending = 0;
    if (want < 0 && l->rows.before) {
        l->pending = want;
        list_fetch(s, FETCH_BEFORE, 0);
    } else if (want > last && l->rows.after) {
        l->pending = want - last;
        list_fetch(s, FETCH_AFTER, 0);
    }
    set_cursor(s, want < 0 ? 0 : want > last && last >= 0 ? (size_t)last : (size_t)want);
}

/* Once all rows of a turned page are here, the cursor stands where it stood on the screen. */
static void settle_page(struct screen *s)
{
    struct list *l = s->own;
    size_t height = list_height(s);
    if (!l->paging || l->pending != 0)
        return;
    l->paging = false;
    l->top = l->cursor > l->screen_row ? l->cursor - l->screen_row : 0;
    if (l->rows.after && l->top + height > l->rows.count) {
        l->paging = true;
        list_fetch(s, FETCH_AFTER, 0);
    }
    keep_in_sight(l, height);
}

static void page(struct screen *s, long pages)
{
    struct list *l = s->own;
    if (!l->paging)
        l->screen_row = l->cursor - l->top;
    l->paging = true;
    list_move(s, (long)list_height(s) * pages);
    settle_page(s);
}

/* ---- Rows coming in ---- */

static void say_limits(struct screen *s)
{
    const struct list *l = s->own;
    if (l->rows.cut)
        ui_say(s->ui, SAID, _("Too many to look through: narrow it down with F7."));
    else if (l->rows.unsorted)
        ui_say(s->ui, SAID,
               _("More than 5,000 rows: this column sorts only what a filter leaves."));
}

static void arrived(struct ask *ask)
{
    struct rows_ask *a = (struct rows_ask *)ask;
    struct screen *s = ask->owner;
    struct list *l = s->own;
    l->asked = false;
    l->loaded = true;
    if (ask->outcome != DONE) {
        l->pending = 0;
        ui_fail(ask->ui, &ask->error);
        return;
    }
    bool anew = a->fetch == FETCH_FIRST || a->fetch == FETCH_LAST || a->fetch == FETCH_AT;
    int64_t first = l->rows.first;
    long shift = rows_take(&l->rows, a);
    if (a->fetch == FETCH_AT && first > 0) /* a reload: the top row keeps its place */
        l->rows.first = first + (int64_t)l->top;
    size_t at = l->cursor_id != 0 ? rows_find(&l->rows, l->cursor_id) : l->rows.count;
    size_t jump = l->jump_to != 0 ? rows_find(&l->rows, l->jump_to) : l->rows.count;
    l->jump_to = 0;
    at = jump < l->rows.count ? jump : at;
    if (anew)
        l->top = 0;
    else
        l->top = (size_t)((long)l->top + shift > 0 ? (long)l->top + shift : 0);
    if (at == l->rows.count)
        at = a->fetch == FETCH_LAST ? l->rows.count : anew ? 0 : l->cursor;
    set_cursor(s, at);
    say_limits(s);
    if (anew)
        l->paging = false;
    else
        list_move(s, 0); /* what was still to move */
    settle_page(s);
}

void list_fetch(struct screen *s, enum fetch fetch, int64_t at)
{
    struct list *l = s->own;
    if (l->asked && (fetch == FETCH_AFTER || fetch == FETCH_BEFORE))
        return;
    unsigned limit = (unsigned)list_height(s);
    struct rows_ask *a = rows_ask_new(s->ui, s, &l->wanted, &l->rows, fetch, limit, at, arrived);
    l->asked = true;
    if (fetch == FETCH_AFTER || fetch == FETCH_BEFORE || s->ui->top != s)
        ask_post(&a->ask, AT_SHARE); /* nobody waits for it: hands go on */
    else
        ask_hold(&a->ask, AT_SHARE, _("Reading the list"));
}

/* Anew, with what stands on the screen staying where it is. */
static void reload(struct screen *s)
{
    struct list *l = s->own;
    l->saves = s->ui->saves;
    l->pending = 0;
    if (l->rows.count == 0 || l->top >= l->rows.count || l->rows.first + (int64_t)l->top == 1)
        list_fetch(s, FETCH_FIRST, 0);
    else
        list_fetch(s, FETCH_AT, l->rows.items[l->top]->id);
}

/* ---- What others have filed ---- */

/* Keys that came meanwhile count more: then it is asked once more. */
static bool stands_as_asked(const struct list *l, const struct rows_ask *a)
{
    return !l->asked && l->pending == 0 && !l->paging && l->top < l->rows.count &&
           l->rows.items[l->top]->id == a->at;
}

/* The rows on the screen stay where they are; what is new above them is a key away. */
static void news_arrived(struct ask *ask)
{
    struct rows_ask *a = (struct rows_ask *)ask;
    struct screen *s = ask->owner;
    struct list *l = s->own;
    if (ask->outcome != DONE || !stands_as_asked(l, a)) {
        ask->ui->stale = true;
        return;
    }
    int64_t first = l->rows.first, total = l->rows.total;
    size_t row = l->cursor - l->top, top = l->top;
    rows_take(&l->rows, a);
    l->rows.first = first > 0 && total == l->rows.total ? first + (int64_t)top : 0;
    size_t at = rows_find(&l->rows, l->cursor_id);
    l->top = 0;
    set_cursor(s, at < l->rows.count ? at : row);
}

static void list_news(struct screen *s)
{
    struct list *l = s->own;
    l->saves = s->ui->saves;
    if (l->rows.count == 0) {
        list_fetch(s, FETCH_FIRST, 0);
    } else if (l->asked || l->top >= l->rows.count) {
        s->ui->stale = true;
    } else {
        struct rows_ask *a =
            rows_ask_new(s->ui, s, &l->wanted, &l->rows, FETCH_AT, (unsigned)list_height(s),
                         l->rows.items[l->top]->id, news_arrived);
        ask_post(&a->ask, AT_SHARE);
    }
}

/* ---- Keys ---- */

static void open_record(struct screen *s)
{
    const struct list *l = s->own;
    if (l->cursor_id != 0)
        record_open(s->ui, l->kind, l->cursor_id);
}

static void to_end(struct screen *s, bool last)
{
    struct list *l = s->own;
    l->pending = 0;
    if (last ? l->rows.after : l->rows.before) {
        l->cursor_id = 0;
        list_fetch(s, last ? FETCH_LAST : FETCH_FIRST, 0);
    } else {
        set_cursor(s, last ? l->rows.count : 0);
    }
}

/* Marks, and goes on to the next. */
static void mark_here(struct screen *s)
{
    struct list *l = s->own;
    if (l->cursor_id == 0)
        return;
    list_mark(l, l->cursor_id);
    list_move(s, 1);
}

/* Sideways, the first column staying; as long as something is out of sight. */
static void scroll(struct screen *s, int by)
{
    struct list *l = s->own;
    if (by < 0)
        l->shift--;
    else if (l->hidden)
        l->shift++;
}

static bool list_key(struct screen *s, const struct key *k)
{
    const struct list *l = s->own;
    switch (k->code) {
    case K_UP:
        list_move(s, -1);
        return true;
    case K_DOWN:
        list_move(s, 1);
        return true;
    case K_PAGE_UP:
        page(s, -1);
        return true;
    case K_PAGE_DOWN:
        page(s, 1);
        return true;
    case K_HOME:
    case K_END:
        to_end(s, k->code == K_END);
        return true;
    case K_ENTER:
    case K_NEWLINE:
        open_record(s);
        return true;
    case K_RIGHT:
        scroll(s, 1);
        return true;
    case K_LEFT:
        if (l->shift > 0)
            scroll(s, -1);
        else
            s->ui->in_menu = true;
        return true;
    case K_TAB:
    case K_BACKTAB:
        s->ui->in_menu = true;
        return true;
    case K_TEXT: /* a blank marks; typing looks for it: digits by a number's tail, letters by name
                  */
        if (strcmp(k->text, " ") == 0)
            mark_here(s);
        else
            find_open(s->ui, l->kind, strcmp(k->text, "/") == 0 ? "" : k->text);
        return true;
    default:
        return false;
    }
}

static bool list_run(struct screen *s, enum command c)
{
    struct list *l = s->own;
    switch (c) {
    case DO_NEW:
        form_new(s->ui, l->kind, NULL, NULL, "");
        return true;
    case DO_FIND:
        find_open(s->ui, l->kind, "");
        return true;
    case DO_OPEN:
        open_record(s);
        return true;
    case DO_RELOAD:
        reload(s);
        return true;
    case DO_FILTER:
        list_filter(s);
        return true;
    case DO_STEPS:
        if (l->marked_count == 0)
            return false;
        list_steps(s);
        return true;
    case DO_UNDO:
        return list_undo(s);
    case DO_MARK_ALL:
        list_mark_all(s);
        return true;
    case DO_COMPARE:
        if (l->marked_count == 2)
            compare_open(s->ui, l->kind, l->marked[0], l->marked[1]);
        else
            ui_say(s->ui, SAID, _("Mark two records with Space first; then compare them."));
        return true;
    case DO_COLUMNS:
        list_columns_open(s);
        return true;
    case DO_SAVED:
        list_saved_open(s);
        return true;
    case DO_SORT:
        list_sort_next(s);
        return true;
    case DO_CLOSED:
        list_closed(s);
        return true;
    case DO_IMPORT:
        import_open(s->ui, l->kind);
        return true;
    case DO_IMPORT_UNDO:
        import_undo_open(s->ui);
        return true;
    case DO_EXPORT:
        export_open(s);
        return true;
    case DO_BACK:
        if (l->marked_count > 0)
            l->marked_count = 0;
        else if (l->filter_text[0] != '\0')
            list_filter_clear(s);
        else
            return false;
        return true;
    default:
        return false;
    }
}

static const struct record *list_record(struct screen *s)
{
    const struct list *l = s->own;
    return l->cursor < l->rows.count ? l->rows.items[l->cursor] : NULL;
}

static void list_hint(struct screen *s, struct buf *out)
{
    const struct list *l = s->own;
    if (l->marked_count == 2)
        buf_puts(out, _("F6 takes one step on both; “Compare” (Ctrl-P) shows them side by side."));
    else if (l->marked_count > 0)
        buf_puts(out, _("F6 takes one step on all that are marked; Esc takes the marks off."));
    else if (l->loaded && l->rows.count == 0 && l->filter_text[0] != '\0')
        buf_puts(out, _("Nothing fits this filter. Esc shows all again."));
    else if (l->loaded && l->rows.count == 0)
        buf_puts(out, _("Nothing here yet. F2 makes the first one."));
    else
        buf_puts(out, _("Type digits or letters to find; Enter opens; Ctrl-P shows everything."));
}

static void list_help(struct screen *s, struct buf *out)
{
    const struct list *l = s->own;
    buf_printf(out,
               _("%s: a list. Up and Down move, PageUp and PageDown turn pages, Home and End go "
                 "to the first and the last. Enter opens a record. Typing digits finds by the "
                 "last digits of a number, typing letters by any part of a name. Space marks a "
                 "record; F6 then takes one step on all that are marked.\n\nA filter (F7) shows "
                 "what fits while it is typed: words, the last digits of a number, or "
                 "FIELD=VALUE; several separated by semicolons. Fields here:\n"),
               _(l->kind->plural));
    for (size_t i = 0; l->kind->fields[i].id != NULL; i++)
        if (!(l->kind->fields[i].flags & FIELD_DERIVED))
            buf_printf(out, "  %s (%s)\n", _(l->kind->fields[i].label), l->kind->fields[i].id);
}

static int64_t saved_last(const struct screen *s)
{
    const struct record *last = ui_last(s->ui, ((const struct list *)s->own)->kind);
    return last != NULL ? last->id : 0;
}

/* What was filed over it meanwhile gets the cursor, where it stands among the rows in sight. */
static void list_shown(struct screen *s)
{
    struct list *l = s->own;
    int64_t last = saved_last(s);
    if (l->saves == s->ui->saves)
        return;
    l->jump_to = last != l->saved_last ? last : 0;
    l->saved_last = last;
    reload(s);
}

/* The cursor stays in sight, and where there is room for more rows they come. */
static void list_resized(struct screen *s)
{
    struct list *l = s->own;
    size_t height = list_height(s);
    keep_in_sight(l, height);
    if (l->loaded && l->rows.after && l->top + height > l->rows.count)
        list_fetch(s, FETCH_AFTER, 0);
}

static void list_close(struct screen *s)
{
    struct list *l = s->own;
    rows_clear(&l->rows);
    wanted_free(&l->wanted);
    free(l->filter_text);
    free(l->typed);
    free(l->marked);
    free(l->lately);
    bulk_free(&l->bulk);
    aside_free(&l->beside);
}

static const struct screen_class list_class = {
    .id = "list",
    .place = IN_LIST,
    .private_size = sizeof(struct list),
    .menu = MENU_CALLED,
    .draw = list_draw,
    .patience = list_beside_patience,
    .tick = list_beside_tick,
    .key = list_key,
    .run = list_run,
    .hint = list_hint,
    .help = list_help,
    .record = list_record,
    .shown = list_shown,
    .news = list_news,
    .resized = list_resized,
    .close = list_close,
};

void list_open(struct ui *u, const struct kind *k, const char *filter)
{
    struct screen *s = screen_push(u, &list_class);
    struct list *l = s->own;
    l->kind = k;
    l->wanted.kind = k;
    l->filter_text = xstrdup("");
    l->rows.total = -1;
    l->saves = u->saves;
    l->saved_last = saved_last(s);
    list_columns_begin(s);
    ui_happened(u, HAPPENED_LISTED, k, "");
    if (filter[0] == '\0' || !list_take_filter(u, s, filter))
        list_fetch(s, FETCH_FIRST, 0);
}

const struct kind *list_kind(const struct screen *s)
{
    return ((const struct list *)s->own)->kind;
}

void list_jump(struct screen *s, int64_t id)
{
    struct list *l = s->own;
    size_t at = rows_find(&l->rows, id);
    if (at < l->rows.count) {
        set_cursor(s, at);
        return;
    }
    l->cursor_id = id;
    l->rows.first = 0;
    list_fetch(s, FETCH_AT, id);
}
