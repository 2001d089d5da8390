/* The users' guide is what the program is: its pictures are scenes of the practice office, its keys
 * and labels those of the command table. GUIDE=write makes the pages anew (`make manual`). */
#include "../../src/tui/called.h"
#include "../../src/tui/command.h"

#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#define test_stop(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

/* As wide as a manual's text on a terminal of 80 columns. */
enum { PICTURE_ROWS = 18, PICTURE_COLS = 72 };

static void append(const char *path, struct buf *out)
{
    char part[4096];
    FILE *f = fopen(path, "r");
    if (!f)
        test_stop("%s cannot be read\n", path);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(out, part, n);
    fclose(f);
}

static void save(const char *path, const struct buf *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fwrite(text->data, 1, text->len, f) != text->len || fclose(f) != 0)
        test_stop("%s cannot be written\n", path);
}

/* ---- Pictures ---- */

/* "NAME [ROWS [COLS]]" */
static void picture(struct stage *st, const char *wanted, struct buf *out)
{
    char name[64] = "";
    int rows = PICTURE_ROWS, cols = PICTURE_COLS;
    if (sscanf(wanted, "%63s %d %d", name, &rows, &cols) < 1 || !scene_find(name))
        test_stop("there is no scene “%s” (tests/tui/scenes.c)\n", name);
    scene_show(st, scene_find(name), rows, cols, out);
}

/* What mdoc would read as its own is kept from it. */
static void literal(const char *text, struct buf *out)
{
    buf_puts(out, ".Bd -literal\n");
    for (bool first = true; *text; text++) {
        if (first && (*text == '.' || *text == '\''))
            buf_puts(out, "\\&");
        first = *text == '\n';
        if (*text == '\\')
            buf_puts(out, "\\e");
        else
            buf_putc(out, *text);
    }
    buf_puts(out, ".Ed\n");
}

/* ---- Keys ---- */

static bool told_before(size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (command_table[i].command == command_table[row].command &&
            strcmp(command_table[i].label, command_table[row].label) == 0 &&
            command_table[i].key == command_table[row].key)
            return true;
    return false;
}

/* mdoc begins each sentence on a line of its own. */
static void sentences(const char *text, struct buf *out)
{
    for (; *text; text++)
        buf_putc(out, *text == ' ' && out->data[out->len - 1] == '.' ? '\n' : *text);
    buf_putc(out, '\n');
}

static void keys(struct buf *out)
{
    buf_puts(out, ".Bl -tag -width Ds -compact\n");
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        if (!(row->places & IN_ALL) || !(row->key || row->ctrl) || told_before(i))
            continue;
        buf_puts(out, ".It ");
        command_keys(row, out);
        buf_printf(out, " No (%s)\n", _(row->label));
        sentences(_(row->help), out);
    }
    buf_puts(out, ".El\n");
}

/* ---- Pages ---- */

static void line_of_page(struct stage *st, const char *line, struct buf *out)
{
    static const char screen[] = ".\\\" screen: ";
    struct buf shown = { 0 };
    if (text_starts(line, screen)) {
        picture(st, line + sizeof screen - 1, &shown);
        literal(buf_text(&shown), out);
    } else if (strcmp(line, ".\\\" keys") == 0) {
        keys(out);
    } else {
        called_words(line, "", out);
        buf_putc(out, '\n');
    }
    buf_free(&shown);
}

/* In a README the picture between fences behind "<!-- screen: NAME ROWS COLS -->". */
static void line_of_readme(struct stage *st, const char *line, int *fence, struct buf *out)
{
    static const char screen[] = "<!-- screen: ";
    bool is_fence = strcmp(line, "```") == 0;
    if (*fence == 0 || (*fence == 2 && is_fence))
        buf_printf(out, "%s\n", line);
    if (text_starts(line, screen)) {
        buf_puts(out, "```\n");
        picture(st, line + sizeof screen - 1, out);
        *fence = 1;
    } else if (*fence && is_fence) {
        *fence = (*fence + 1) % 3;
    }
}

static void check(const char *path, const struct buf *made)
{
    struct buf there = { 0 };
    const char *mode = getenv("GUIDE");
    if (mode && strcmp(mode, "write") == 0)
        save(path, made);
    append(path, &there);
    if (strcmp(buf_text(&there), buf_text(made)) != 0)
        test_stop("%s is not what the program shows; `make manual` makes it anew\n", path);
    buf_free(&there);
}

static void each_line(struct buf *text, void (*each)(void *context, const char *line),
                      void *context)
{
    char *rest = NULL, *copy = xstrdup(buf_text(text));
    for (char *at = copy; *at; at = rest) {
        rest = at + strcspn(at, "\n");
        if (*rest)
            *rest++ = '\0';
        each(context, at);
    }
    free(copy);
}

struct making {
    struct stage *stage;
    enum language language; /* of the page, whatever the last picture spoke */
    int fence;              /* 1: the old picture's first fence is to come; 2: its last */
    struct buf out;
};

static void page_line(void *context, const char *line)
{
    struct making *m = context;
    language_set(m->language);
    line_of_page(m->stage, line, &m->out);
}

static void readme_line(void *context, const char *line)
{
    struct making *m = context;
    line_of_readme(m->stage, line, &m->fence, &m->out);
}

static void page(struct stage *st, enum language language, const char *path)
{
    struct making m = { .stage = st, .language = language };
    struct buf source = { 0 }, from = { 0 };
    buf_printf(&from, "%s.in", path);
    append(buf_text(&from), &source);
    buf_printf(&m.out, ".\\\" Made by `make manual` from %s: change that.\n", buf_text(&from));
    each_line(&source, page_line, &m);
    check(path, &m.out);
    buf_free(&m.out);
    buf_free(&source);
    buf_free(&from);
}

static void in_english(void **state)
{
    struct stage *st = stage_up(ENGLISH);
    (void)state;
    page(st, ENGLISH, "man/loket-guide.7");
    stage_down(&st);
}

static void in_indonesian(void **state)
{
    struct stage *st = stage_up(INDONESIAN);
    struct making m = { .stage = st };
    struct buf source = { 0 };
    (void)state;
    page(st, INDONESIAN, "man/id/loket-guide.7");
    append("README.md", &source);
    each_line(&source, readme_line, &m);
    check("README.md", &m.out);
    buf_free(&m.out);
    buf_free(&source);
    stage_down(&st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_english),
        cmocka_unit_test(in_indonesian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
