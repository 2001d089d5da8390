/* Entri susulan: a record that was done on paper takes the reserved number of its form and the
 * moment it really happened. What is asked of the blocks is read inside the step's transaction, so
 * that of two desks with one number exactly one gets it. */
#include "reserve.h"

#include <string.h>

enum { BLOCKS_MAX = 200 }; /* looked at, newest first; the open ones before the closed */

static const char *number_of(const struct record *r)
{
    return r->kind->number ? record_text(r, r->kind->number) : "";
}

/* Blocks of numbers for records of this kind, without their lines. */
static enum outcome blocks_of(struct session *s, const struct kind *k, const char *state,
                              struct page *out, struct error *e)
{
    const char *const states[] = { state, NULL };
    struct filter of_kind = { .field = "of_kind", .how = IS };
    value_set_text(&of_kind.value, k->id);
    struct query q = { .kind = &kind_reserve,
                       .filters = &of_kind,
                       .filter_count = 1,
                       .states = states,
                       .limit = BLOCKS_MAX };
    enum outcome result = store_page(s->store, &q, out, e);
    value_clear(&of_kind.value);
    return result;
}

/* ---- The number, typed by its last digits ---- */

/* Numbers that a tail may mean. */
struct meant {
    size_t unused, settled;
    struct buf number; /* one of the unused, else of the settled */
};

static enum outcome fit_in(struct session *s, int64_t id, const char *typed, struct meant *m,
                           struct error *e)
{
    struct record *block = NULL;
    size_t fits = 0;
    enum outcome result = store_load(s->store, &kind_reserve, id, &block, e);
    struct line *l = result == DONE ? reserve_number(block, typed, &fits) : NULL;
    bool unused = l && reserve_is_unused(l);
    if (l && (unused || !m->unused)) {
        buf_reset(&m->number);
        buf_puts(&m->number, reserve_cell(l, RESERVE_NUMBER)->text);
    }
    m->unused += unused ? fits : 0;
    m->settled += unused ? 0 : fits;
    record_free(&block);
    return result;
}

static enum outcome fit_among(struct session *s, const struct record *r, const char *state,
                              struct meant *m, struct error *e)
{
    struct page blocks = { 0 };
    enum outcome result = blocks_of(s, r->kind, state, &blocks, e);
    for (size_t i = 0; result == DONE && i < blocks.count; i++)
        result = fit_in(s, blocks.rows[i]->id, number_of(r), m, e);
    page_free(&blocks);
    return result;
}

/* What was settled already becomes whole, too, so that it is refused by its name. */
enum outcome back_entry_prepare(struct session *s, struct record *r, const struct step *step,
                                struct error *e)
{
    struct meant m = { 0 };
    if (!(step->flags & STEP_RESERVED) || !*number_of(r))
        return DONE;
    enum outcome result = fit_among(s, r, "open", &m, e);
    if (result == DONE && !m.unused && !m.settled)
        result = fit_among(s, r, "closed", &m, e);
    if (result == DONE && (m.unused == 1 || (!m.unused && m.settled == 1)))
        value_set_text(record_value(r, r->kind->number), buf_text(&m.number));
    else if (result == DONE && (m.unused || m.settled))
        result = fail_field(e, BAD_DATA, r->kind->number,
                            _("“%s” may be several reserved numbers; type the whole number."),
                            excerpt(number_of(r)).text);
    buf_free(&m.number);
    return result;
}

/* ---- Where it stands ---- */

static enum outcome look_in(struct session *s, const struct page *blocks, const char *number,
                            struct record **block, struct line **line, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; !*line && result == DONE && i < blocks->count; i++) {
        size_t fits = 0;
        result = store_load(s->store, &kind_reserve, blocks->rows[i]->id, block, e);
        struct line *l = result == DONE ? reserve_number(*block, number, &fits) : NULL;
        if (l && strcmp(reserve_cell(l, RESERVE_NUMBER)->text, number) == 0)
            *line = l;
        else
            record_free(block);
    }
    return result;
}

/* The block, which is the caller's, and its line; both NULL where no block has it. */
static enum outcome locate(struct session *s, const struct record *r, struct record **block,
                           struct line **line, struct error *e)
{
    static const char *const states[] = { "open", "closed" };
    enum outcome result = DONE;
    *block = NULL;
    *line = NULL;
    for (size_t i = 0; !*line && result == DONE && i < COUNT(states); i++) {
        struct page blocks = { 0 };
        result = blocks_of(s, r->kind, states[i], &blocks, e);
        if (result == DONE)
            result = look_in(s, &blocks, number_of(r), block, line, e);
        page_free(&blocks);
    }
    return result;
}

static bool is_of(const struct line *l, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    return r->id && text_same(reserve_cell(l, RESERVE_RECORD)->text, id);
}

/* ---- Facts ---- */

static void answer_place(const struct record *r, const struct record *block, const struct line *l,
                         struct answers *a)
{
    const char *use = "";
    if (l)
        use = is_of(l, r) ? "mine" : reserve_cell(l, RESERVE_USE)->text;
    answers_put(a, "back_entry.use", 0, use);
    answers_put(
        a, "back_entry.by", 0,
        l ? reserve_cell(l, text_same(use, "closed") ? RESERVE_REASON : RESERVE_RECORD)->text
          : NULL);
    answers_put(a, "back_entry.issued_at", block ? record_number(block, "issued_at") : 0, NULL);
}

/* Does another record have it, such as one that a restore brought? */
static enum outcome answer_taken(struct session *s, const struct record *r, struct answers *a,
                                 struct error *e)
{
    struct filter number = { .field = r->kind->number, .how = IS };
    struct page found = { 0 };
    value_set_text(&number.value, number_of(r));
    struct query q = {
        .kind = r->kind, .filters = &number, .filter_count = 1, .closed = true, .limit = 2
    };
    enum outcome result = store_page(s->store, &q, &found, e);
    for (size_t i = 0; result == DONE && i < found.count; i++) {
        char id[ID_TEXT_LEN + 1];
        id_text(found.rows[i]->id, id);
        if (found.rows[i]->id != r->id)
            answers_put(a, "back_entry.taken", 1, id);
    }
    page_free(&found);
    value_clear(&number.value);
    return result;
}

static enum outcome answer_number(struct session *s, const struct record *r, struct answers *a,
                                  struct error *e)
{
    struct record *block = NULL;
    struct line *line = NULL;
    bool fits = false;
    enum outcome result = locate(s, r, &block, &line, e);
    if (result == DONE)
        answer_place(r, block, line, a);
    if (result == DONE)
        result = answer_taken(s, r, a, e);
    if (result == DONE)
        result = store_number_fits(s->store, r, r->kind->number, number_of(r), &fits, e);
    answers_put(a, "back_entry.period", fits, NULL);
    record_free(&block);
    return result;
}

/* The steps that enter it, and the one that countersigns. */
static bool asks(const struct step *step)
{
    for (const struct guard *const *g = step->guards; g && *g; g++)
        if (text_starts((*g)->id, "back_entry."))
            return true;
    return false;
}

enum outcome back_entry_answer(struct session *s, const struct record *r, const struct step *step,
                               struct answers *a, struct error *e)
{
    struct page open = { 0 };
    if (!asks(step))
        return DONE;
    answers_put(a, "back_entry.now", session_now(s), NULL);
    if (*number_of(r))
        return answer_number(s, r, a, e);
    enum outcome result = blocks_of(s, r->kind, "open", &open, e);
    answers_put(a, "back_entry.open", (int64_t)open.count, NULL);
    page_free(&open);
    return result;
}

/* ---- Afterwards ---- */

static void use_number(struct session *s, struct line *l, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    id_text(r->id, id);
    value_set_text(reserve_cell(l, RESERVE_USE), "used");
    value_set_text(reserve_cell(l, RESERVE_RECORD), id);
    value_set_number(reserve_cell(l, RESERVE_SETTLED_AT), session_now(s));
}

enum outcome back_entry_follow(struct session *s, const struct record *r, const struct step *step,
                               struct error *e)
{
    struct record *block = NULL;
    struct line *line = NULL;
    if (!(step->flags & STEP_RESERVED))
        return DONE;
    enum outcome result = locate(s, r, &block, &line, e);
    if (result == DONE && line && reserve_is_unused(line)) {
        use_number(s, line, r);
        result = follow_step(s, r, step, block, "use", NULL, e);
        if (result == DONE)
            result = reserve_finish(s, r, step, block, e);
    }
    record_free(&block);
    return result;
}
