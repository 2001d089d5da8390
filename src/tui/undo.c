/* undo.c - taking back what one did to a record: first what that would do, then it; and further
 * back, change by change. */
#include "chooser.h"
#include "screens.h"
#include "tour.h"

#include <stdlib.h>

struct undo_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct undo_list list;
    size_t count, done;
};

struct undo_menu {
    struct chooser chooser; /* first */
    const struct kind *kind;
    int64_t id;
    struct undo_list list;
};

static void release(struct ask *ask)
{
    undo_list_free(&((struct undo_ask *)ask)->list);
}

/* ---- Doing it ---- */

static void undo_work(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    ask->outcome = act_undo_many(ask->session, a->kind, a->id, a->count, &a->done, &ask->error);
}

static void undone(struct ask *ask)
{
    const struct undo_ask *a = (const struct undo_ask *)ask;
    struct ui *u = ask->ui;
    if (a->done > 0) {
        ui_happened(u, HAPPENED_UNDONE, a->kind, "");
        ui_saved(u);
    }
    if (ask->outcome != DONE)
        ui_fail(u, &ask->error);
    else if (a->done == 1)
        ui_say(u, SAID_WELL, _("Taken back. The history keeps both."));
    else
        ui_say(u, SAID_WELL, _("%zu changes taken back. The history keeps all of it."), a->done);
}

static void undo_do(struct ui *u, const struct kind *k, int64_t id, size_t count)
{
    struct undo_ask *a = ask_new(sizeof *a, u, NULL, undo_work, undone, release);
    a->kind = k;
    a->id = id;
    a->count = count;
    ask_hold(&a->ask, AT_SHARE, _("Undo"));
}

/* ---- Further back ---- */

static void refresh(struct screen *s)
{
    struct undo_menu *m = s->own;
    chooser_clear(&m->chooser);
    for (size_t i = 0; i < m->list.count; i++) {
        const struct undo_step *step = &m->list.items[i];
        struct buf text = { 0 }, about = { 0 };
        moment_local(step->at, session_zone(s->ui->session), &text);
        buf_printf(&text, " %s", step->label);
        if (fuzzy_fit(buf_text(&m->chooser.editor.text), buf_text(&text)) > 0) {
            struct choice_item *item = chooser_add(&m->chooser, buf_text(&text), "");
            buf_puts(&about, buf_text(&step->words));
            if (i + 1 == m->list.count && m->list.stop[0] != '\0')
                buf_printf(&about, _("\nNo further: %s"), m->list.stop);
            item->about = buf_take(&about);
            item->id = (int64_t)i + 1;
        }
        buf_free(&text);
    }
}

static void take(struct screen *s)
{
    const struct undo_menu *m = s->own;
    struct ui *u = s->ui;
    const struct kind *kind = m->kind;
    int64_t id = m->id;
    size_t count = (size_t)chooser_item(&m->chooser)->id;
    screen_close(s);
    undo_do(u, kind, id, count);
}

static bool menu_keys(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void menu_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter takes back this change and all above it; Esc leaves them."));
}

static void menu_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Your changes of this record, the last first. Each is taken back as an entry "
                    "of its own, so that the history keeps all of it. What left the office, or was "
                    "changed again by somebody else, ends the list.\n"));
}

static void menu_close(struct screen *s)
{
    struct undo_menu *m = s->own;
    chooser_free(&m->chooser);
    undo_list_free(&m->list);
}

static const struct screen_class menu_class = {
    .id = "undo",
    .place = IN_CHOICE,
    .private_size = sizeof(struct undo_menu),
    .overlay = true,
    .draw = chooser_draw,
    .key = menu_keys,
    .hint = menu_hint,
    .help = menu_help,
    .close = menu_close,
};

static void menu_open(struct ui *u, struct undo_ask *a)
{
    struct screen *s = screen_push(u, &menu_class);
    struct undo_menu *m = s->own;
    m->kind = a->kind;
    m->id = a->id;
    m->list = a->list;
    a->list = (struct undo_list){ 0 };
    chooser_set(&m->chooser, _("Take back, down to"), _("Nothing is called so."), "");
    m->chooser.tells = true;
    refresh(s);
}

/* ---- First the last one ---- */

static void kept_release(void *context)
{
    undo_list_free(&((struct undo_ask *)context)->list);
    free(context);
}

static void answered(struct ui *u, struct screen *owner, void *context, int which)
{
    struct undo_ask *told = context;
    (void)owner;
    if (which == 0)
        undo_do(u, told->kind, told->id, 1);
    else if (which == 2)
        menu_open(u, told);
}

static void look(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    ask->outcome = act_undo_list(ask->session, a->kind, a->id, &a->list, &ask->error);
}

static void told(struct ask *ask)
{
    struct undo_ask *a = (struct undo_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    struct undo_ask *kept = xcalloc(1, sizeof *kept);
    kept->kind = a->kind;
    kept->id = a->id;
    kept->list = a->list;
    a->list = (struct undo_list){ 0 };
    const char *further = kept->list.count > 1 ? _("Further back …") : NULL;
    dialog_open(ask->ui, &(struct question){
                             .title = _("Undo"),
                             .text = buf_text(&kept->list.items[0].words),
                             .answers = (const char *const[]){ _("Take it back"), _("Leave it"),
                                                               further, NULL },
                             .answered = answered,
                             .context = kept,
                             .release = kept_release,
                         });
}

void undo_open(struct ui *u, const struct kind *k, int64_t id)
{
    struct undo_ask *a = ask_new(sizeof *a, u, NULL, look, told, release);
    a->kind = k;
    a->id = id;
    ask_hold(&a->ask, AT_SHARE, _("Looking at what to undo"));
}
