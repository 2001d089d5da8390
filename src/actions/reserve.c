/* Blocks of reserved numbers: taking them out of the sequence, and closing those nobody used. Both
 * happen in the transaction of the step, so that no number is given twice and none is lost. */
#include "reserve.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBERS };

/* ---- Issuing ---- */

/* A record as those that will take the numbers, as far as a template may ask. */
static struct record *stand_in(struct session *s, const struct record *block)
{
    static const char *const same[] = { "office", "field", "direction" };
    const struct kind *k = registry_find(&all_kinds, record_text(block, "of_kind"));
    struct record *r = k && k->number ? record_new(k) : NULL;
    for (size_t i = 0; r && i < COUNT(same); i++)
        if (record_value(r, same[i]))
            value_copy(record_value(r, same[i]), record_value(block, same[i]));
    if (r && record_value(r, "office") && !record_value(r, "office")->set)
        put_home_office(s, r);
    struct value *on = r && k->rule_day ? record_value(r, k->rule_day) : NULL;
    if (on)
        value_set_number(on, kind_field(k, k->rule_day)->type == &type_moment ? session_now(s)
                                                                              : session_today(s));
    return r;
}

static void add_number(struct record *block, const char *number)
{
    struct line *l = record_add_line(block, "number");
    value_set_text(reserve_cell(l, RESERVE_NUMBER), number);
    value_set_text(reserve_cell(l, RESERVE_USE), "unused");
}

static enum outcome take_one(struct session *s, const struct record *like, struct record *block,
                             struct error *e)
{
    struct buf number = { 0 };
    bool made = false;
    enum outcome result = store_next_number(s->store, like, like->kind->number, &made, &number, e);
    if (result == DONE && made)
        add_number(block, buf_text(&number));
    else if (result == DONE)
        result = fail_field(e, REFUSED, "of_kind",
                            _("Numbers of %s come from another system; only numbers that are made "
                              "here can be reserved."),
                            _(like->kind->label));
    buf_free(&number);
    return result;
}

static void name_span(struct record *block)
{
    const struct line_list *l = &block->lines[NUMBERS];
    struct buf span = { 0 };
    const char *first = NULL, *last = NULL;
    for (size_t i = 0; i < l->count; i++) {
        if (l->items[i].gone)
            continue;
        last = reserve_cell(&l->items[i], RESERVE_NUMBER)->text;
        first = first ? first : last;
    }
    if (first)
        buf_printf(&span, first == last ? "%s" : "%s .. %s", first, last);
    value_set_text(record_value(block, "span"), buf_text(&span));
    buf_free(&span);
}

/* How many is judged by the step's guards behind this; past what the field holds none is taken. */
static enum outcome issue(struct session *s, struct record *block, struct error *e)
{
    int64_t most = kind_field(block->kind, "count")->max, count = record_number(block, "count");
    enum outcome result = DONE;
    struct record *like = stand_in(s, block);
    for (size_t i = 0; i < block->lines[NUMBERS].count; i++)
        block->lines[NUMBERS].items[i].gone = true; /* typed by hand: they are given here only */
    for (int64_t i = 0; like && result == DONE && i < count && count <= most; i++)
        result = take_one(s, like, block, e);
    record_free(&like);
    name_span(block);
    value_set_text(record_value(block, "issued_by"), session_author(s));
    return result;
}

/* ---- Closing ---- */

static void close_number(struct session *s, struct line *l, const char *reason)
{
    value_set_text(reserve_cell(l, RESERVE_USE), "closed");
    value_set_text(reserve_cell(l, RESERVE_REASON), reason);
    value_set_number(reserve_cell(l, RESERVE_SETTLED_AT), session_now(s));
}

static enum outcome find_unused(struct record *block, const char *typed, struct line **out,
                                struct error *e)
{
    size_t fits = 0;
    *out = reserve_number(block, typed, &fits);
    if (*out && fits == 1 && reserve_is_unused(*out))
        return DONE;
    return fail_field(e, BAD_DATA, "closing",
                      *out && fits > 1
                          ? _("“%s” may be several numbers of the block; type it whole.")
                          : _("“%s” is no unused number of this block; look at the list of its "
                              "numbers."),
                      excerpt(typed).text);
}

/* "415", or "417..420" in the order of the block; what is not unused in between stays. */
static enum outcome close_word(struct session *s, struct record *block, char *word,
                               const char *reason, struct error *e)
{
    char *dots = strstr(word, "..");
    struct line *from, *to;
    if (dots)
        *dots = '\0';
    enum outcome result = find_unused(block, word, &from, e);
    to = from;
    if (result == DONE && dots)
        result = find_unused(block, dots + 2, &to, e);
    if (result == DONE && to < from)
        result = fail_field(e, BAD_DATA, "closing",
                            _("%s stands before %s in the block; write the lower number first."),
                            dots + 2, word);
    for (struct line *l = from; result == DONE && l <= to; l++)
        if (reserve_is_unused(l))
            close_number(s, l, reason);
    return result;
}

static void close_all(struct session *s, struct record *block, const char *reason)
{
    for (size_t i = 0; i < block->lines[NUMBERS].count; i++)
        if (reserve_is_unused(&block->lines[NUMBERS].items[i]))
            close_number(s, &block->lines[NUMBERS].items[i], reason);
}

/* "all" in either language, or a list. */
static enum outcome close_named(struct session *s, struct record *block, const char *reason,
                                struct error *e)
{
    static const char between[] = " ,;\t\n";
    char *words = xstrdup(record_text(block, "closing")), *rest = NULL;
    enum outcome result = DONE;
    if (strcmp(words, "all") == 0 || strcmp(words, "semua") == 0) {
        close_all(s, block, reason);
    } else {
        for (char *w = strtok_r(words, between, &rest); w && result == DONE;
             w = strtok_r(NULL, between, &rest))
            result = close_word(s, block, w, reason, e);
    }
    free(words);
    return result;
}

/* ---- For business.c ---- */

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

enum outcome reserve_prepare(struct session *s, struct record *block, const struct step *step,
                             const char *note, struct error *e)
{
    if (flow_step(block->kind->flow, step->verb, block->state) != step)
        return DONE; /* refused in a moment */
    if (step_is(step, "issue"))
        return issue(s, block, e);
    return step_is(step, "close") ? close_named(s, block, note, e) : DONE;
}

enum outcome reserve_finish(struct session *s, const struct record *cause, const struct step *by,
                            struct record *block, struct error *e)
{
    return reserve_unused(block) ? DONE : follow_step(s, cause, by, block, "finish", NULL, e);
}

enum outcome reserve_follow(struct session *s, const struct record *before,
                            const struct record *block, const struct step *step, const char *note,
                            struct error *e)
{
    (void)before;
    (void)note;
    if (!step_is(step, "close"))
        return DONE;
    struct record *again = NULL;
    enum outcome result = store_load(s->store, block->kind, block->id, &again, e);
    if (result == DONE)
        result = reserve_finish(s, block, step, again, e);
    record_free(&again);
    return result;
}
