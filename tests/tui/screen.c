#include "screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* ---- The glass ---- */

/* Takes in what the program has sent since the last time. */
static void drink(struct glass *g)
{
    char bytes[4096];
    ssize_t n;
    while ((n = pread(g->bytes, bytes, sizeof bytes, g->seen)) > 0) {
        vterm_input_write(g->vt, bytes, (size_t)n);
        g->seen += n;
        g->sent += (size_t)n;
    }
}

static void pump(struct glass *g)
{
    ui_pump(g->ui);
    drink(g);
}

static int ring(void *glass)
{
    ((struct glass *)glass)->rung++;
    return 1;
}

static const VTermScreenCallbacks hears = { .bell = ring };

static void make_terminal(struct glass *g)
{
    g->vt = vterm_new(g->rows, g->cols);
    vterm_set_utf8(g->vt, 1);
    g->picture = vterm_obtain_screen(g->vt);
    vterm_screen_set_callbacks(g->picture, &hears, g);
    vterm_screen_enable_altscreen(g->picture, 1);
    vterm_screen_reset(g->picture, 1);
}

struct glass *glass_open_with(struct office *o, int rows, int cols, bool mono, const char *store,
                              const char *term)
{
    struct glass *g = xcalloc(1, sizeof *g);
    struct error e = { 0 };
    int pipes[2];
    char path[320];
    g->office = o;
    g->rows = rows;
    g->cols = cols;
    g->mono = mono;
    g->plain = o->plain;
    make_terminal(g);
    assert_int_equal(pipe(pipes), 0);
    snprintf(path, sizeof path, "%s/terminal-XXXXXX", o->folder);
    g->bytes = mkstemp(path);
    g->out = fopen(path, "a");
    unlink(path);
    g->in = fdopen(pipes[0], "r");
    g->keys = pipes[1];
    g->session = (struct session_options){ .store = store,
                                           .desk_folder = o->desk,
                                           .config = "",
                                           .author = "sari",
                                           .clock = &o->clock,
                                           .threads = o->threads,
                                           .patience_ms = o->patience_ms };
    struct ui_options options = { .session = &g->session,
                                  .user = o->user,
                                  .in = g->in,
                                  .out = g->out,
                                  .term = term,
                                  .rows = rows,
                                  .cols = cols,
                                  .plain = o->plain,
                                  .guest = o->guest,
                                  .mono = mono };
    if (ui_open(&options, &g->ui, &e) != DONE)
        test_stop("ui_open: %s\n", e.text);
    o->glass = g;
    pump(g);
    return g;
}

struct glass *glass_open(struct office *o, int rows, int cols, bool mono)
{
    return glass_open_with(o, rows, cols, mono, o->store, "xterm-256color");
}

void glass_close(struct glass **gp)
{
    struct glass *g = *gp;
    if (g->office->glass == g)
        g->office->glass = NULL;
    ui_close(&g->ui);
    drink(g);
    vterm_free(g->vt);
    close(g->keys);
    close(g->bytes);
    fclose(g->in);
    fclose(g->out);
    free(g);
    *gp = NULL;
}

/* ---- Keys ---- */

static const struct {
    const char *name, *bytes;
} spellings[] = {
    { "Enter", "\r" },       { "Tab", "\t" },           { "BackTab", "\033[Z" },
    { "Up", "\033OA" },      { "Down", "\033OB" },      { "Right", "\033OC" },
    { "Left", "\033OD" },    { "Home", "\033OH" },      { "End", "\033OF" },
    { "PageUp", "\033[5~" }, { "PageDown", "\033[6~" }, { "Insert", "\033[2~" },
    { "Delete", "\033[3~" }, { "Backspace", "\177" },   { "Space", " " },
    { "F1", "\033OP" },      { "F2", "\033OQ" },        { "F3", "\033OR" },
    { "F4", "\033OS" },      { "F5", "\033[15~" },      { "F6", "\033[17~" },
    { "F7", "\033[18~" },    { "F8", "\033[19~" },      { "F9", "\033[20~" },
    { "F10", "\033[21~" },   { "F11", "\033[23~" },     { "F12", "\033[24~" },
};

static void send_bytes(struct glass *g, const char *bytes, size_t n)
{
    assert_int_equal(write(g->keys, bytes, n), (ssize_t)n);
}

static void press_one(struct glass *g, const char *name)
{
    g->pressed++;
    g->office->now += 20; /* ms: hands are not infinitely quick */
    if (strcmp(name, "Esc") == 0) {
        send_bytes(g, "\033", 1);
        pump(g);
        g->office->now += 600; /* past the wait for a digit */
        pump(g);
        return;
    }
    char control = 0;
    const char *bytes = NULL;
    if (strncmp(name, "Ctrl-", 5) == 0)
        control = (char)(name[5] & 0x1F);
    for (size_t i = 0; bytes == NULL && i < COUNT(spellings); i++)
        if (strcmp(name, spellings[i].name) == 0)
            bytes = spellings[i].bytes;
    if (control != 0)
        send_bytes(g, &control, 1);
    else if (bytes != NULL)
        send_bytes(g, bytes, strlen(bytes));
    else
        test_stop("no such key: %s\n", name);
    pump(g);
}

void glass_press(struct glass *g, const char *names)
{
    char *copy = xstrdup(names), *rest = NULL;
    g->sent = 0;
    for (char *name = strtok_r(copy, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest))
        press_one(g, name);
    free(copy);
}

void glass_type(struct glass *g, const char *text)
{
    g->sent = 0;
    while (*text != '\0') {
        size_t n = utf8_grapheme(text);
        g->pressed++;
        g->office->now += 20;
        send_bytes(g, text, n);
        pump(g);
        text += n;
    }
}

void glass_raw(struct glass *g, const char *bytes)
{
    g->sent = 0;
    send_bytes(g, bytes, strlen(bytes));
    pump(g);
}

void glass_later(struct glass *g, int ms)
{
    g->sent = 0;
    g->office->now += ms;
    pump(g);
}

void glass_resize(struct glass *g, int rows, int cols)
{
    g->rows = rows;
    g->cols = cols;
    vterm_set_size(g->vt, rows, cols);
    resizeterm(rows, cols);
    g->sent = 0;
    pump(g);
}

/* ---- The picture ---- */

const char *glass_row(struct glass *g, int y)
{
    VTermRect rect = { .start_row = y, .end_row = y + 1, .start_col = 0, .end_col = g->cols };
    size_t n = vterm_screen_get_text(g->picture, g->row, sizeof g->row - 1, rect);
    while (n > 0 && g->row[n - 1] == ' ')
        n--;
    g->row[n] = '\0';
    return g->row;
}

int glass_find(struct glass *g, const char *text)
{
    for (int y = 0; y < g->rows; y++)
        if (strstr(glass_row(g, y), text) != NULL)
            return y;
    return -1;
}

bool glass_has(struct glass *g, const char *text)
{
    return glass_find(g, text) >= 0;
}

void glass_cursor(struct glass *g, int *y, int *x)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(g->vt), &at);
    *y = at.row;
    *x = at.col;
}

static void show(struct glass *g)
{
    for (int y = 0; y < g->rows; y++)
        print_error("%s\n", glass_row(g, y));
}

/* A sentence that goes on in the next row; where it breaks depends on the paths it names. */
static bool goes_on(struct glass *g, const char *text)
{
    struct buf all = { 0 };
    for (int y = 0; y < g->rows; y++) {
        const char *row = glass_row(g, y);
        row += strspn(row, " ");
        buf_puts(&all, row);
        while (all.len && all.data[all.len - 1] == ' ')
            all.len--;
        buf_putc(&all, ' ');
    }
    bool found = strstr(buf_text(&all), text) != NULL;
    buf_free(&all);
    return found;
}

void glass_expect(struct glass *g, const char *text)
{
    if (glass_has(g, text) || goes_on(g, text))
        return;
    show(g);
    test_stop("not on the screen: %s\n", text);
}

void glass_expect_not(struct glass *g, const char *text)
{
    if (!glass_has(g, text))
        return;
    show(g);
    test_stop("on the screen: %s\n", text);
}

void glass_menu(struct glass *g, const char *label)
{
    enum { MENU_ROWS_MAX = 80 };
    struct buf here = { 0 };
    size_t sent = 0;
    buf_printf(&here, "%s>%s", g->plain ? "|" : "│", label);
    if (!glass_has(g, g->plain ? "+ Menu" : "┌ Menu")) /* one pane at a time, and the other one */
        glass_press(g, "F10");
    for (int n = 0; n < 2 * MENU_ROWS_MAX && !glass_has(g, buf_text(&here)); n++) {
        glass_press(g, n == MENU_ROWS_MAX ? "Home" : "Down");
        sent += g->sent;
    }
    glass_expect(g, buf_text(&here));
    buf_free(&here);
    glass_press(g, "Enter");
    g->sent += sent;
}

/* ---- Golden screens ---- */

/* Identifiers carry a desk's random number: each becomes a row of #, cut ones too. All of them were
 * made in the year the clock stands at, and so begin alike. */
static void mask_ids(char *text)
{
    static const char code[] = "LOKET1.";
    for (char *c = text; *c != '\0';) {
        if (strncmp(c, code, strlen(code)) == 0) {
            c += strlen(code);
            memset(c, '#', strspn(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
        }
        size_t n = strspn(c, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
        if (n >= 6 && n <= ID_TEXT_LEN && c[0] == '0' && c[1] == 'S')
            memset(c, '#', n);
        c += n > 0 ? n : 1;
    }
}

static char look(const VTermScreenCell *cell)
{
    bool coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg);
    if (cell->attrs.reverse)
        return 'r';
    if (cell->attrs.underline)
        return cell->attrs.bold ? 'U' : 'u';
    if (cell->attrs.bold)
        return coloured ? 'B' : 'b';
    return coloured ? 'c' : '.';
}

/* Where looks change in a row; nothing of a row that is plain. */
static void add_looks(struct glass *g, int y, struct buf *out)
{
    char last = '.';
    size_t before = out->len;
    for (int x = 0; x < g->cols; x++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(g->picture, (VTermPos){ .row = y, .col = x }, &cell);
        char now = look(&cell);
        if (now != last && out->len == before)
            buf_printf(out, "%d:", y);
        if (now != last)
            buf_printf(out, " %d%c", x, now);
        last = now;
    }
    if (out->len > before)
        buf_putc(out, '\n');
}

void glass_picture(struct glass *g, struct buf *out)
{
    int row, col;
    for (int y = 0; y < g->rows; y++) {
        char *text = xstrdup(glass_row(g, y));
        mask_ids(text);
        buf_printf(out, "%s\n", text);
        free(text);
    }
    glass_cursor(g, &row, &col);
    buf_printf(out, "cursor %d,%d\n", row, col);
    for (int y = 0; y < g->rows; y++)
        add_looks(g, y, out);
}

static void first_difference(const char *a, const char *b)
{
    while (*a != '\0' || *b != '\0') {
        size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n) != 0) {
            print_error("is:     %.*s\nshould: %.*s\n", (int)n, a, (int)m, b);
            return;
        }
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
}

bool golden_same(const char *name, const struct buf *now)
{
    char here[256] = __FILE__, path[512];
    struct buf then = { 0 };
    struct error e = { 0 };
    const char *order = getenv("GOLDEN");
    snprintf(path, sizeof path, "%s/golden/%s.txt", dirname(here), name);
    bool write = order != NULL && strcmp(order, "write") == 0;
    enum outcome result =
        write ? file_write(path, now, 0644, &e) : file_read(path, 1 << 20, &then, &e);
    bool same = result == DONE && (write || strcmp(buf_text(now), buf_text(&then)) == 0);
    if (result != DONE)
        print_error("%s\n", e.text);
    else if (!same) {
        first_difference(buf_text(now), buf_text(&then));
        print_error("differs from %s; GOLDEN=write takes it over\n", path);
    }
    buf_free(&then);
    return same;
}

void glass_golden(struct glass *g, const char *name)
{
    char sized[128];
    struct buf now = { 0 };
    snprintf(sized, sizeof sized, "%s-%dx%d%s%s", name, g->cols, g->rows, g->mono ? "-mono" : "",
             g->plain ? "-ascii" : "");
    glass_picture(g, &now);
    if (!golden_same(sized, &now)) {
        show(g);
        test_stop("the screen is not the golden one\n");
    }
    buf_free(&now);
}
