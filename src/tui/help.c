/* help.c - F1 and the manual's list of keys, both from the table of commands. */
#include "screens.h"

#include <string.h>

static void add_keys(struct ui *u, unsigned place, struct buf *out)
{
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        struct buf keys = { 0 };
        struct error why = { 0 };
        if (!(row->places & place) || (row->key == 0 && row->ctrl == 0))
            continue;
        command_keys(row, &keys);
        size_t n = utf8_cells(buf_text(&keys));
        buf_puts(out, buf_text(&keys));
        buf_pad(out, ' ', n < 14 ? 14 - n : 1);
        buf_printf(out, "%s: %s", _(row->label), _(row->help));
        if (!ui_may(u, row, &why))
            buf_printf(out, " — %s", why.text);
        buf_putc(out, '\n');
        buf_free(&keys);
    }
}

/* What stands in for the function keys. */
static void add_digits(struct buf *out)
{
    buf_puts(out, _("No function keys? Esc, then a digit: Esc 1 is F1, Esc 0 is F10, Esc - is F11, "
                    "Esc = is F12; or the Ctrl key beside it. Esc alone waits half a second for a "
                    "digit, then goes back; twice goes back at once.\n"));
    buf_putc(out, '\n');
}

void help_open(struct ui *u)
{
    struct buf text = { 0 };
    struct screen *s = u->top;
    if (s->class->place == IN_TEXT)
        return;
    if (u->message_cut && u->message.len > 0)
        buf_printf(&text, "%s\n\n", buf_text(&u->message));
    buf_reset(&u->message);
    bool narrow = u->canvas.cols < FULL_COLS; /* a telephone, most of the time */
    if (narrow)
        add_digits(&text);
    if (s->class->help != NULL) {
        s->class->help(s, &text);
        buf_putc(&text, '\n');
    }
    buf_printf(&text, "%s\n\n", _("Keys here"));
    add_keys(u, s->class->place, &text);
    if (!narrow) {
        buf_putc(&text, '\n');
        add_digits(&text);
    }
    text_open(u, _("Help"), buf_text(&text));
    buf_free(&text);
}

/* ---- The manual ---- */

static void manual_place(unsigned place, const char *title, struct buf *out)
{
    buf_printf(out, ".Ss %s\n.Bl -tag -width \"F10, Ctrl-K\" -compact\n", title);
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        struct buf keys = { 0 };
        if (!(row->places & place) || (row->key == 0 && row->ctrl == 0))
            continue;
        key_called(row->key, &keys);
        buf_puts(&keys, row->key != 0 && row->ctrl != 0 ? ", " : "");
        key_called(row->ctrl, &keys);
        buf_printf(out, ".It %s\n%s\n", buf_text(&keys), row->help);
        buf_free(&keys);
    }
    buf_puts(out, ".El\n");
}

/* In English, as all manual pages are: the table's own words, untranslated. */
void tui_keys_manual(struct buf *out)
{
    static const struct {
        unsigned place;
        const char *title;
    } places[] = {
        { IN_HOME, "Home" },
        { IN_LIST, "Lists" },
        { IN_RECORD, "A record" },
        { IN_COMPARE, "Side by side" },
        { IN_FORM, "Entering" },
        { IN_LOOKUP, "Pop-ups" },
        { IN_APPROVALS, "Approvals" },
        { IN_DECISION, "A record to decide" },
        { IN_HANDOVER, "Handover" },
        { IN_WATCH, "Expiry watch" },
        { IN_PLAN, "Plan of visits" },
        { IN_ANALYSIS, "Analysis" },
        { IN_GUEST, "The guest terminal" },
    };
    buf_puts(out,
             "Esc and a digit is the same as a function key: Esc 1 is F1, Esc 0 is F10, Esc - is "
             "F11, Esc = is F12.\n");
    for (size_t i = 0; i < COUNT(places); i++)
        manual_place(places[i].place, places[i].title, out);
}
