/* find.c - finding by words or by the last digits of a number, over every kind. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum {
    BUDGET_FIND = 1000 * 1000, /* VM steps of one search for words */
    PHONE_LEAST = 4,           /* digits that may begin a telephone number */
    PART_LEAST = 3,            /* letters of a part of a name */
};

bool looks_like_number(const char *text)
{
    size_t digits = 0;
    bool blank = false, letter = false;
    for (; *text; text++) {
        bool digit = *text >= '0' && *text <= '9';
        digits += digit;
        blank = blank || *text == ' ';
        letter = letter || (!digit && !strchr(" +-./()", *text));
    }
    return digits >= 2 && !(blank && letter);
}

/* ---- Tails ---- */

static enum outcome tail_of_field(struct store *s, const struct kind *k, const struct field *f,
                                  const char *text, unsigned limit, struct hits *out,
                                  struct error *e)
{
    const char *states[STATES_MAX + 1];
    states_all(k, states);
    const struct filter ends = { .field = f->id,
                                 .how = ENDS,
                                 .value = { .set = true, .text = (char *)text } };
    const struct query q = { .kind = k,
                             .filters = &ends,
                             .filter_count = 1,
                             .states = k->flow ? states : NULL,
                             .sort = "-id",
                             .limit = limit };
    struct page page;
    enum outcome o = store_page(s, &q, &page, e);
    if (o != DONE)
        return o;
    out->more = out->more || page.more;
    for (size_t i = 0; i < page.count; i++) {
        if (hits_hold(out, page.rows[i]->id))
            continue;
        if (out->count < limit)
            hits_add(out, page.rows[i], NULL);
        else
            out->more = true;
    }
    page_free(&page);
    return DONE;
}

static bool has_tail(const char *text)
{
    struct buf tail = { 0 };
    tail_of(text, &tail);
    bool some = tail.len > 0;
    buf_free(&tail);
    return some;
}

enum outcome find_tails(struct store *s, const struct kind *k, const char *text, unsigned limit,
                        struct hits *out, struct error *e)
{
    enum outcome o = DONE;
    if (!has_tail(text))
        return DONE;
    for (const struct field *f = k->fields; o == DONE && f->id; f++)
        if ((f->flags & FIELD_TAIL) && !(f->flags & (FIELD_SEALED | FIELD_DERIVED)))
            o = tail_of_field(s, k, f, text, limit, out, e);
    return o;
}

/* ---- Ids to hits ---- */

struct finding {
    struct store *s;
    const struct kind *kind; /* of the ids taken by take_name */
    struct hits *out;
    unsigned limit;
    struct error *e;
    enum outcome outcome;
};

/* false: enough. Discarded rows are not found. */
static bool take(struct finding *f, const struct kind *k, int64_t id)
{
    struct record *r = NULL;
    if (!k || hits_hold(f->out, id))
        return true;
    if (f->out->count >= f->limit) {
        f->out->more = true;
        return false;
    }
    f->outcome = row_peek(f->s, k, id, &r, f->e);
    if (r && strcmp(r->state, state_discarded.id) != 0)
        hits_add(f->out, r, NULL);
    record_free(&r);
    return f->outcome == DONE;
}

static bool take_words(void *context, int64_t id, const char *kind)
{
    struct finding *f = context;
    return take(f, registry_find(f->s->registry, kind), id);
}

static bool take_name(void *context, const struct name_fit *fit)
{
    struct finding *f = context;
    return take(f, f->kind, fit->id);
}

/* Last digits of the numbers of people and firms. */
static enum outcome find_number_names(struct finding *f, const char *text)
{
    struct buf tail = { 0 };
    bool cut = false;
    if (!kind_has_names(f->s->registry, f->kind) || !has_tail(text))
        return DONE;
    name_tail(text, &tail);
    enum outcome o =
        name_walk(f->s, f->kind, NAME_BEGINS, buf_text(&tail), NAME_TAIL, take_name, f, &cut, f->e);
    buf_free(&tail);
    f->out->more = f->out->more || cut;
    return o == DONE ? f->outcome : o;
}

static enum outcome find_numbers(struct finding *f, const struct kind *only, const char *text)
{
    enum outcome o = DONE;
    for (const struct kind *const *k = f->s->registry->kinds; o == DONE && *k; k++) {
        if (only && *k != only)
            continue;
        f->kind = *k;
        o = find_tails(f->s, *k, text, f->limit, f->out, f->e);
        if (o == DONE)
            o = find_number_names(f, text);
    }
    return o;
}

static enum outcome walk_words(struct finding *f, const struct kind *only, const char *words)
{
    bool usable, cut;
    db_budget(&f->s->db, BUDGET_FIND);
    enum outcome o = search_walk(f->s, only, words, take_words, f, &usable, &cut, f->e);
    db_budget(&f->s->db, 0);
    f->out->more = f->out->more || cut;
    return o == DONE ? f->outcome : o;
}

enum { WHOLE_PHONE = 9 }; /* characters from which a leading 0 is that of a telephone number */

/* Ends of numbers that have no index of their own: of containers, seals, papers, telephones. Those
 * are kept with their country's code in place of the 0. */
static enum outcome find_other_tails(struct finding *f, const struct kind *only, const char *text)
{
    struct buf word = { 0 };
    if (!has_tail(text))
        return DONE;
    tail_word(*text == '0' && strlen(text) >= WHOLE_PHONE ? text + 1 : text, &word);
    enum outcome o = walk_words(f, only, buf_text(&word));
    buf_free(&word);
    return o;
}

/* The beginning of a number that is kept without punctuation but was typed with it; of a mobile
 * telephone, which is kept with its country's code in place of the 0. */
static enum outcome find_beginnings(struct finding *f, const struct kind *only, const char *text)
{
    struct buf word = { 0 }, phone = { 0 };
    enum outcome o = DONE;
    number_word(text, &word);
    if (word.len < strlen(text))
        o = walk_words(f, only, buf_text(&word));
    if (o == DONE && text_starts(buf_text(&word), "08") && word.len >= PHONE_LEAST) {
        buf_printf(&phone, "62%s", buf_text(&word) + 1);
        o = walk_words(f, only, buf_text(&phone));
    }
    buf_free(&word);
    buf_free(&phone);
    return o;
}

/* Any part of a name, where no word begins so: of people, firms, goods, whose names are text. */
static enum outcome find_name_parts(struct finding *f, const struct kind *only, const char *text)
{
    struct buf folded = { 0 };
    enum outcome o = DONE;
    name_fold(text, &folded);
    db_budget(&f->s->db, BUDGET_FIND);
    for (const struct kind *const *k = f->s->registry->kinds; o == DONE && *k; k++) {
        const struct field *title = (*k)->title ? kind_field(*k, (*k)->title) : NULL;
        bool cut = false;
        if ((only && *k != only) || !title || title->type != &type_text ||
            !kind_has_names(f->s->registry, *k))
            continue;
        f->kind = *k;
        o = name_walk(f->s, *k, NAME_PART, buf_text(&folded), NAME_ALIAS, take_name, f, &cut, f->e);
        o = o == DONE ? f->outcome : o;
        f->out->more = f->out->more || cut;
    }
    db_budget(&f->s->db, 0);
    buf_free(&folded);
    return o;
}

static enum outcome find_words(struct finding *f, const struct kind *only, const char *text)
{
    struct buf words = { 0 };
    utf8_fold(text, &words);
    enum outcome o = walk_words(f, only, buf_text(&words));
    buf_free(&words);
    return o;
}

enum outcome store_find(struct store *s, const struct kind *only, const char *text, unsigned limit,
                        struct hits *out, struct error *e)
{
    struct finding f = { .s = s, .out = out, .limit = limit, .e = e };
    bool mine = false;
    *out = (struct hits){ 0 };
    enum outcome o = look_enter(s, &mine, e);
    if (o != DONE)
        return o;
    char *trimmed = xstrdup(text);
    const char *asked = text_trim(trimmed);
    bool number = looks_like_number(asked) || reads_as_number(asked);
    if (number)
        o = find_numbers(&f, only, asked);
    if (o == DONE && number)
        o = find_other_tails(&f, only, asked);
    if (o == DONE && number)
        o = find_beginnings(&f, only, asked);
    if (o == DONE)
        o = find_words(&f, only, asked);
    if (o == DONE && out->count == 0 && strlen(asked) >= PART_LEAST)
        o = find_name_parts(&f, only, asked);
    look_leave(s, mine);
    free(trimmed);
    if (o != DONE)
        hits_free(out);
    return o;
}
