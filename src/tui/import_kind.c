/* import_kind.c - which kind of record a sheet holds: chosen behind F4 of the prompt for its path.
 */
#include "chooser.h"
#include "import.h"
#include "menu.h"

#include <stdlib.h>

struct import_kind {
    struct chooser chooser; /* first */
    const struct kind *kind;
    char *path; /* as typed so far */
};

static void refresh(struct screen *s)
{
    struct import_kind *p = s->own;
    const char *typed = buf_text(&p->chooser.editor.text);
    chooser_clear(&p->chooser);
    for (const struct kind *const *k = all_kinds.kinds; *k != NULL; k++)
        if (menu_shows(*k) && fuzzy_fit(typed, _((*k)->plural)) > 0) {
            if (*k == p->kind)
                p->chooser.cursor = p->chooser.count;
            chooser_add(&p->chooser, _((*k)->plural), "")->thing = *k;
        }
}

/* Back to the path, of this kind. */
static void go_back(struct screen *s, const struct kind *k)
{
    struct import_kind *p = s->own;
    struct ui *u = s->ui;
    char *path = p->path;
    p->path = NULL;
    screen_close(s);
    import_ask_path(u, k, path);
    free(path);
}

static void take(struct screen *s)
{
    const struct import_kind *p = s->own;
    go_back(s, chooser_item(&p->chooser)->thing);
}

static bool kind_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static bool kind_run(struct screen *s, enum command c)
{
    if (c != DO_BACK)
        return false;
    go_back(s, ((struct import_kind *)s->own)->kind);
    return true;
}

static void kind_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("What the sheet holds; type a part of it to find it."));
}

static void kind_close(struct screen *s)
{
    struct import_kind *p = s->own;
    chooser_free(&p->chooser);
    free(p->path);
}

static const struct screen_class kind_class = {
    .id = "import_kind",
    .place = IN_CHOICE,
    .private_size = sizeof(struct import_kind),
    .overlay = true,
    .draw = chooser_draw,
    .key = kind_key,
    .run = kind_run,
    .hint = kind_hint,
    .close = kind_close,
};

void import_kind_open(struct ui *u, const struct kind *k, const char *path)
{
    struct screen *s = screen_push(u, &kind_class);
    struct import_kind *p = s->own;
    p->kind = k;
    p->path = xstrdup(path);
    chooser_set(&p->chooser, _("What does the sheet hold?"), _("Nothing is called so."), "");
    refresh(s);
}
