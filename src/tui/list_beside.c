/* list_beside.c - on a wide screen the record under the cursor, beside its list: at once what the
 * list knows of it; once the cursor rests, its lines, the next steps and the last change, too. */
#include "list.h"
#include "record_draw.h"

/* The list's own columns come first: only what is left beyond them is given to what stands beside.
 */
enum { BESIDE_FROM = 120, BESIDE_COLS = 40, BESIDE_WIDEST = 56, BESIDE_LABEL = 13 };
enum { REST_MS = 300 }; /* the cursor passes by; then it rests */

static int cells_of(const struct canvas *c)
{
    int cells = BESIDE_COLS + (c->cols - BESIDE_FROM) / 3;
    return cells < BESIDE_WIDEST ? cells : BESIDE_WIDEST;
}

void aside_free(struct aside *b)
{
    record_free(&b->record);
    view_facts_free(&b->facts);
    *b = (struct aside){ 0 };
}

static const struct record *row_here(const struct list *l)
{
    return l->cursor < l->rows.count ? l->rows.items[l->cursor] : NULL;
}

/* What is told is of the row as it is now. */
static bool is_told(const struct list *l, const struct record *row)
{
    return row != NULL && l->beside.id == row->id && l->beside.rev == row->rev;
}

int list_beside_draw(struct screen *s, struct canvas *c, struct area a)
{
    struct list *l = s->own;
    const struct record *row = row_here(l);
    struct view_rows rows = { 0 };
    struct view_facts plain = { .now = ui_now(s->ui) };
    struct buf title = { 0 };
    l->beside.shown = c->cols >= BESIDE_FROM && row != NULL;
    if (!l->beside.shown)
        return 0;
    if (l->beside.over != row->id) {
        l->beside.over = row->id;
        l->beside.since = plain.now;
    }
    l->beside.facts.now = plain.now; /* the time left goes on */
    bool told = is_told(l, row);
    int cells = cells_of(c);
    record_known(row, &title);
    struct area in = draw_frame(c, (struct area){ a.y, a.x + a.cols - cells, a.rows, cells }, false,
                                buf_text(&title), "");
    record_rows(told ? l->beside.record : row, told ? &l->beside.facts : &plain,
                session_zone(s->ui->session), (size_t)in.cols - 3, BESIDE_LABEL, &rows);
    for (int y = 0; y < in.rows && (size_t)y < rows.count; y++)
        record_draw_row(c, in, in.y + y, &rows.items[y], BESIDE_LABEL);
    view_rows_free(&rows);
    buf_free(&title);
    return cells;
}

/* ---- Reading it ---- */

struct beside_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id;
    struct record *record;
    struct view_facts facts;
};

static void work(struct ask *ask)
{
    struct beside_ask *a = (struct beside_ask *)ask;
    ask->outcome = act_load(ask->session, a->kind, a->id, &a->record, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_steps_offered(ask->session, a->record, &a->facts.steps, &ask->error);
    if (ask->outcome == DONE)
        ask->outcome = act_last_change(ask->session, a->record, &a->facts.last, &ask->error);
}

static void release(struct ask *ask)
{
    struct beside_ask *a = (struct beside_ask *)ask;
    record_free(&a->record);
    view_facts_free(&a->facts);
}

static void answer(struct ask *ask)
{
    struct beside_ask *a = (struct beside_ask *)ask;
    struct aside *b = &((struct list *)ask->owner->own)->beside;
    b->asking = false;
    if (ask->outcome != DONE)
        return; /* it is an extra; the list's own row stands there */
    record_free(&b->record);
    view_facts_free(&b->facts);
    b->record = a->record;
    b->facts = a->facts;
    b->id = b->record->id;
    b->rev = b->record->rev;
    a->record = NULL;
    a->facts = (struct view_facts){ 0 };
}

/* -1: nothing to wait for. */
int list_beside_patience(struct screen *s, moment now)
{
    const struct list *l = s->own;
    const struct aside *b = &l->beside;
    const struct record *row = row_here(l);
    if (!b->shown || row == NULL || b->asking || is_told(l, row))
        return -1;
    moment gone = now - b->since;
    return gone < 0 || gone >= REST_MS ? 0 : (int)(REST_MS - gone);
}

void list_beside_tick(struct screen *s, moment now)
{
    struct list *l = s->own;
    (void)now;
    struct beside_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    a->kind = l->kind;
    a->id = row_here(l)->id;
    l->beside.asking = true;
    ask_post(&a->ask, AT_SHARE);
}
