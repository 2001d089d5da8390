/* palette.c - everything that can be done here and every record, narrowed down by typing, and why
 * what cannot. */
#include "chooser.h"
#include "menu.h"
#include "screens.h"

#include <limits.h>
#include <stdlib.h>

enum { RECORDS_MAX = 8, RECORDS_FROM = 2 }; /* records shown; letters they are looked for from */

struct palette {
    struct chooser chooser; /* first */
    struct hits hits;       /* records that fit what was typed, as last asked */
    bool asking, again;     /* they are being asked for; the line has changed since */
};

/* Items that are no command: choice_item.id */
enum { OF_LIST = 1, OF_NEW, OF_FIND, OF_RECORD, OF_FIELD };

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

/* Some word of it begins so or holds it; else its letters only come in that order somewhere. */
enum { FITS_WELL = 50 };

static bool wanted(int score, bool well)
{
    return score > 0 && (score > FITS_WELL) == well;
}

/* By its label first, be it in the middle of a word, then by words it is also called, then by all
 * that is said of it. */
static int command_fit(const char *typed, const struct command_row *row, const char *all)
{
    int score = fuzzy_fit(typed, _(row->label)) * 2;
    struct buf also = { 0 };
    buf_printf(&also, ", %s", command_words(row->command));
    int words = fuzzy_fit(typed, buf_text(&also));
    buf_free(&also);
    if (words > FITS_WELL && words * 5 / 4 > score)
        score = words * 5 / 4;
    return score > 0 ? score : fuzzy_fit(typed, all);
}

static void offer_commands(struct screen *s, int *scores, bool well)
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
        int score = command_fit(typed, row, buf_text(&all));
        if (wanted(score, well)) {
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

static void offer_kinds(struct screen *s, int *scores, bool well)
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
            if (wanted(score, well)) {
                struct choice_item *item = chooser_add(&p->chooser, buf_text(&text), "");
                item->thing = k;
                item->id = what;
                place(&p->chooser, scores, score);
            }
            buf_free(&text);
        }
    }
}

/* ---- Records ---- */

static const char *typed_text(const struct palette *p)
{
    return buf_text(&p->chooser.editor.text);
}

/* Numbers are of records: commands are called by words. */
static bool is_number(const char *typed)
{
    return typed[0] >= '0' && typed[0] <= '9';
}

static void offer_find(struct palette *p, int *scores)
{
    struct buf text = { 0 };
    buf_printf(&text, _("Find: %s"), typed_text(p));
    chooser_add(&p->chooser, buf_text(&text), "")->id = OF_FIND;
    scores[p->chooser.count - 1] = INT_MAX; /* nothing is placed above it */
    buf_free(&text);
}

static void offer_records(struct palette *p, int *scores)
{
    for (size_t i = 0; i < p->hits.count; i++) {
        const struct hit *h = &p->hits.items[i];
        struct buf text = { 0 };
        buf_printf(&text, "%s: %s", _(h->kind->label), buf_text(h->nameless ? &h->text : &h->name));
        struct choice_item *item =
            chooser_add(&p->chooser, buf_text(&text), h->nameless ? "" : buf_text(&h->text));
        item->id = OF_RECORD;
        item->thing = h;
        scores[p->chooser.count - 1] = INT_MAX;
        buf_free(&text);
    }
}

/* ---- Places of the form below ---- */

struct offering {
    struct palette *palette;
    int *scores;
    bool well;
};

static void offer_field(void *context, const char *id, const char *label)
{
    const struct offering *o = context;
    int score = fuzzy_fit(typed_text(o->palette), label) * 2;
    if (!wanted(score, o->well))
        return;
    struct choice_item *item = chooser_add(&o->palette->chooser, label, _("field"));
    item->id = OF_FIELD;
    item->thing = id;
    item->about = xstrdup(_("Goes to this field."));
    place(&o->palette->chooser, o->scores, score);
}

static void offer_fields(struct screen *s, int *scores, bool well)
{
    struct offering o = { s->own, scores, well };
    struct screen *below = ui_screen(s->ui);
    if (below->class->place == IN_FORM && typed_text(s->own)[0] != '\0')
        form_places(below, offer_field, &o);
}

static void offer_deeds(struct screen *s, int *scores, bool well)
{
    offer_commands(s, scores, well);
    offer_fields(s, scores, well);
    offer_kinds(s, scores, well);
}

/* What fits well, then what is found, then what might be meant. */
static void refresh(struct screen *s)
{
    struct palette *p = s->own;
    bool number = is_number(typed_text(p));
    int *scores =
        xcalloc(command_count + 2 * KINDS_MAX + RECORDS_MAX + FORM_PLACES_MAX + 1, sizeof *scores);
    chooser_clear(&p->chooser);
    if (!number)
        offer_deeds(s, scores, true);
    if (typed_text(p)[0] != '\0') {
        offer_find(p, scores);
        offer_records(p, scores);
    }
    if (!number)
        offer_deeds(s, scores, false);
    free(scores);
}

struct records_ask {
    struct ask ask; /* first */
    char *text;
    struct hits hits;
};

static void ask_records(struct screen *s);

static void records_work(struct ask *ask)
{
    struct records_ask *a = (struct records_ask *)ask;
    ask->outcome = act_find(ask->session, NULL, a->text, RECORDS_MAX, &a->hits, &ask->error);
}

static void records_release(struct ask *ask)
{
    struct records_ask *a = (struct records_ask *)ask;
    free(a->text);
    hits_free(&a->hits);
}

/* They come below what stands there already: nothing moves under the hands. */
static void records_answer(struct ask *ask)
{
    struct records_ask *a = (struct records_ask *)ask;
    struct palette *p = ask->owner->own;
    size_t cursor = p->chooser.cursor;
    p->asking = false;
    if (p->again) {
        ask_records(ask->owner);
        return;
    }
    if (ask->outcome != DONE)
        return; /* they are an extra */
    hits_free(&p->hits);
    p->hits = a->hits;
    a->hits = (struct hits){ 0 };
    refresh(ask->owner);
    p->chooser.cursor = cursor < p->chooser.count ? cursor : 0;
}

static void ask_records(struct screen *s)
{
    struct palette *p = s->own;
    p->again = p->asking;
    if (p->asking || utf8_cells(typed_text(p)) < RECORDS_FROM)
        return;
    struct records_ask *a =
        ask_new(sizeof *a, s->ui, s, records_work, records_answer, records_release);
    a->text = xstrdup(typed_text(p));
    p->asking = true;
    ask_post(&a->ask, AT_SHARE);
}

/* What was found for other letters is no longer shown. */
static void typed_anew(struct screen *s)
{
    struct palette *p = s->own;
    hits_free(&p->hits);
    refresh(s);
    p->chooser.cursor = 0;
    ask_records(s);
}

/* ---- Keys ---- */

static void take(struct screen *s)
{
    struct ui *u = s->ui;
    struct palette *p = s->own;
    struct choice_item item = *chooser_item(&p->chooser);
    struct hit hit = item.id == OF_RECORD ? *(const struct hit *)item.thing : (struct hit){ 0 };
    char *typed = xstrdup(typed_text(p));
    screen_close(s);
    if (item.id == OF_FIND)
        find_open(u, NULL, typed);
    else if (item.id == OF_RECORD)
        record_open(u, hit.kind, hit.id);
    else if (item.id == OF_FIELD)
        form_go(ui_screen(u), item.thing);
    else if (item.id == OF_LIST)
        list_open(u, item.thing, "");
    else if (item.id == OF_NEW)
        form_new(u, item.thing, NULL, NULL, "");
    else
        ui_run_command(u, item.thing);
    free(typed);
}

static bool palette_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, typed_anew, take);
}

static void palette_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Type what you want to do, or a number or name to find; Enter takes it."));
}

static void palette_close(struct screen *s)
{
    hits_free(&((struct palette *)s->own)->hits);
    chooser_free(s->own);
}

static void palette_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Everything that can be done here, every list, and every record. Type a part "
                    "of the name of what you want to do, or its key; or the digits of a number, or "
                    "a part of a name. What cannot be done now is faint and says why below.\n"));
}

static const struct screen_class palette_class = {
    .id = "palette",
    .place = IN_CHOICE,
    .private_size = sizeof(struct palette),
    .overlay = true,
    .draw = chooser_draw,
    .key = palette_key,
    .hint = palette_hint,
    .help = palette_help,
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
