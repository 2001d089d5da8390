/* palette.c - everything that can be done here, narrowed down by typing, and why what cannot. */
#include "chooser.h"
#include "menu.h"
#include "screens.h"

#include <stdlib.h>

struct palette {
    struct chooser chooser; /* first */
};

enum { OF_LIST = 1, OF_NEW = 2 }; /* items that are no command: choice_item.id */

/* Kept in order of how well they fit, the table's order where equal. */
static void place(struct chooser *ch, int *scores, int score)
{
    size_t at = ch->count - 1;
    struct choice_item item = ch->items[at];
    while (at > 0 && scores[at - 1] < score) {
        ch->items[at] = ch->items[at - 1];
        scores[at] = scores[at - 1];
        at--;
    }
    ch->items[at] = item;
    scores[at] = score;
}

static void offer_commands(struct screen *s, int *scores)
{
    struct palette *p = s->own;
    const char *typed = buf_text(&p->chooser.editor.text);
    unsigned here = ui_screen(s->ui)->class->place;
    for (size_t i = 0; i < command_count; i++) {
        const struct command_row *row = &command_table[i];
        struct buf all = { 0 }, keys = { 0 };
        struct error why = { 0 };
        if (!(row->places & here) || row->command == DO_PALETTE)
            continue;
        command_keys(row, &keys);
        buf_printf(&all, "%s %s %s", _(row->label), _(row->help), buf_text(&keys));
        int score = fuzzy_fit(typed, _(row->label)) * 2;
        score = score > 0 ? score : fuzzy_fit(typed, buf_text(&all));
        if (score > 0) {
            bool may = ui_may(s->ui, row, &why);
            struct choice_item *item = chooser_add(&p->chooser, _(row->label), buf_text(&keys));
            item->about = xstrdup(may ? _(row->help) : why.text);
            item->thing = row;
            item->faint = !may;
            place(&p->chooser, scores, score);
        }
        buf_free(&all);
        buf_free(&keys);
    }
}

static void offer_kinds(struct screen *s, int *scores)
{
    struct palette *p = s->own;
    const char *typed = buf_text(&p->chooser.editor.text);
    for (size_t i = 0; all_kinds.kinds[i] != NULL; i++) {
        const struct kind *k = all_kinds.kinds[i];
        for (int what = menu_shows(k) ? OF_LIST : OF_NEW + 1; what <= OF_NEW; what++) {
            struct buf text = { 0 };
            buf_printf(&text, what == OF_LIST ? _("List: %s") : _("New: %s"),
                       what == OF_LIST ? _(k->plural) : _(k->label));
            int score = fuzzy_fit(typed, buf_text(&text));
            if (score > 0) {
                struct choice_item *item = chooser_add(&p->chooser, buf_text(&text), "");
                item->thing = k;
                item->id = what;
                place(&p->chooser, scores, score);
            }
            buf_free(&text);
        }
    }
}

static void refresh(struct screen *s)
{
    struct palette *p = s->own;
    int *scores = xcalloc(command_count + 2 * KINDS_MAX, sizeof *scores);
    chooser_clear(&p->chooser);
    offer_commands(s, scores);
    offer_kinds(s, scores);
    p->chooser.cursor = 0;
    free(scores);
}

static void take(struct screen *s)
{
    struct ui *u = s->ui;
    struct choice_item item = *chooser_item(&((struct palette *)s->own)->chooser);
    screen_close(s);
    if (item.id == OF_LIST)
        list_open(u, item.thing, "");
    else if (item.id == OF_NEW)
        form_new(u, item.thing, NULL, NULL, "");
    else
        ui_run_command(u, item.thing);
}

static bool palette_key(struct screen *s, const struct key *k)
{
    bool changed, taken;
    bool mine = chooser_key(s, k, &changed, &taken);
    if (changed)
        refresh(s);
    if (taken)
        take(s);
    return mine;
}

static void palette_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out,
             _("Type a part of what you want to do; Enter does it. The keys stand at the right."));
}

static void palette_close(struct screen *s)
{
    chooser_free(s->own);
}

static const struct screen_class palette_class = {
    .id = "palette",
    .place = IN_CHOICE,
    .private_size = sizeof(struct palette),
    .overlay = true,
    .draw = chooser_draw,
    .key = palette_key,
    .hint = palette_hint,
    .close = palette_close,
};

void palette_open(struct ui *u)
{
    struct screen *s = screen_push(u, &palette_class);
    struct palette *p = s->own;
    chooser_set(&p->chooser, _("What can be done here"), _("Nothing is called so."), "");
    p->chooser.tells = true;
    refresh(s);
}
