/* begin.c - what a new record begins with: the choice its kind asks for first (captured by whom,
 * which measure), or what is made for the record that is open. */
#include "ask.h"
#include "chooser.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

/* One way to begin. */
struct start {
    const struct kind *kind;
    const struct field *by;      /* refers to the root, or NULL */
    const struct choice *choice; /* or NULL */
};

struct begin {
    struct chooser chooser; /* first */
    struct start *starts;
    size_t count;
    struct record *root; /* or NULL */
};

/* ---- Which ways there are ---- */

static void add_kind(struct begin *b, const struct kind *k, const struct field *by)
{
    const struct field *first = k->begins_with != NULL ? kind_field(k, k->begins_with) : NULL;
    const struct choice *c = first != NULL ? first->choices : NULL;
    do {
        b->starts = xreallocarray(b->starts, b->count + 1, sizeof *b->starts);
        b->starts[b->count++] = (struct start){ k, by, c };
    } while (c != NULL && (++c)->code != NULL);
}

static void start_text(const struct start *s, const struct record *root, struct buf *out)
{
    if (root != NULL || s->choice == NULL)
        buf_puts(out, _(s->kind->label));
    if (s->choice != NULL)
        buf_printf(out, "%s%s", out->len > 0 ? ": " : "", _(s->choice->label));
}

static void refresh(struct screen *s)
{
    struct begin *b = s->own;
    const char *typed = buf_text(&b->chooser.editor.text);
    chooser_clear(&b->chooser);
    for (size_t i = 0; i < b->count; i++) {
        struct buf text = { 0 };
        start_text(&b->starts[i], b->root, &text);
        if (typed[0] == '\0' || fuzzy_fit(typed, buf_text(&text)) > 0)
            chooser_add(&b->chooser, buf_text(&text), "")->thing = &b->starts[i];
        buf_free(&text);
    }
    b->chooser.cursor = 0;
}

/* ---- The pop-up ---- */

static void take(struct screen *s)
{
    const struct begin *b = s->own;
    struct ui *u = s->ui;
    struct start start = *(const struct start *)chooser_item(&b->chooser)->thing;
    struct record *root = b->root != NULL ? record_copy(b->root) : NULL;
    screen_close(s);
    form_begin(u, start.kind,
               &(struct blank_for){ .choice = start.choice != NULL ? start.choice->code : NULL,
                                    .field = start.by,
                                    .root = root });
    record_free(&root);
}

static bool begin_key(struct screen *s, const struct key *k)
{
    return chooser_key(s, k, refresh, take);
}

static void begin_hint(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("Enter begins it; type a part of it to find it."));
}

static void begin_close(struct screen *s)
{
    struct begin *b = s->own;
    chooser_free(&b->chooser);
    free(b->starts);
    record_free(&b->root);
}

static void begin_help(struct screen *s, struct buf *out)
{
    (void)s;
    buf_puts(out, _("This kind of record is filled in by more than one form, or several things can "
                    "be made here: choose which. The form then asks only what belongs to it.\n"));
}

static const struct screen_class begin_class = {
    .id = "begin",
    .place = IN_CHOICE,
    .private_size = sizeof(struct begin),
    .overlay = true,
    .draw = chooser_draw,
    .key = begin_key,
    .hint = begin_hint,
    .help = begin_help,
    .close = begin_close,
};

void begin_open(struct ui *u, const struct kind *k)
{
    struct screen *s = screen_push(u, &begin_class);
    struct begin *b = s->own;
    struct buf title = { 0 };
    buf_printf(&title, _("%s ─ %s?"), _(k->label), _(kind_field(k, k->begins_with)->label));
    add_kind(b, k, NULL);
    chooser_set(&b->chooser, buf_text(&title), _("Nothing is called so."), "");
    refresh(s);
    buf_free(&title);
}

/* ---- For a record: whatever refers to its kind and is this person's to make ---- */

struct for_ask {
    struct ask ask; /* first */
    struct begin found;
};

static bool is_for(const struct field *f, const struct kind *root)
{
    const unsigned closed = FIELD_READ_ONLY | FIELD_DERIVED | FIELD_SEALED;
    return f->kind != NULL && strcmp(f->kind, root->id) == 0 && (f->flags & FIELD_INDEXED) &&
           !(f->flags & closed);
}

static void for_work(struct ask *ask)
{
    struct for_ask *a = (struct for_ask *)ask;
    for (const struct kind *const *k = all_kinds.kinds; *k != NULL; k++)
        for (const struct field *f = (*k)->fields; f->id != NULL; f++)
            if (is_for(f, a->found.root->kind) && act_may_make(ask->session, *k))
                add_kind(&a->found, *k, f);
}

static void for_answer(struct ask *ask)
{
    struct for_ask *a = (struct for_ask *)ask;
    if (!ask->awaited)
        return;
    if (a->found.count == 0) {
        ui_say(ask->ui, SAID, _("Nothing that belongs to it is yours to make."));
        return;
    }
    struct screen *s = screen_push(ask->ui, &begin_class);
    struct begin *b = s->own;
    *b = a->found;
    a->found = (struct begin){ 0 };
    chooser_set(&b->chooser, _("What shall be made for it?"), _("Nothing is called so."), "");
    refresh(s);
}

static void for_release(struct ask *ask)
{
    struct for_ask *a = (struct for_ask *)ask;
    free(a->found.starts);
    record_free(&a->found.root);
}

void begin_for(struct ui *u, const struct record *root)
{
    struct for_ask *a = ask_new(sizeof *a, u, NULL, for_work, for_answer, for_release);
    a->found.root = record_copy(root);
    ask_hold(&a->ask, AT_SHARE, _("Opening"));
}
