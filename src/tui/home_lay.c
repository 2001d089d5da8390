/* home_lay.c - which line of the first screen stands where: what waits for who is here, what is
 * late, what lapses, drafts, and the rest of the office's work. Nothing that counts nothing. */
#include "home.h"

static void add(struct home_lines *l, enum home_what what, size_t at)
{
    if (l->count < HOME_LINES_MAX)
        l->items[l->count++] = (struct home_line){ what, at };
}

static void add_counters(const struct ui *u, enum counter_part part, struct home_lines *l)
{
    for (size_t i = 0; i < u->counter_count; i++)
        if (u->counters[i].part == part)
            add(l, HOME_COUNTER, i);
}

static void add_section(const struct screen *s, enum home_section section, struct home_lines *l)
{
    const struct home *h = s->own;
    const struct ui *u = s->ui;
    static const enum watch_state order[] = { WATCH_DUE, WATCH_LAPSED, WATCH_SOON };
    if (section == HOME_NEXT && u->waiting.count > 0)
        add(l, HOME_DECISIONS, 0);
    if (section == HOME_NEXT && u->handed > 0)
        add(l, HOME_HANDED, 0);
    if (section == HOME_NEXT)
        add_counters(u, COUNT_NEXT, l);
    if (section == HOME_LATE)
        add_counters(u, COUNT_LATE, l);
    if (section == HOME_OFFICE)
        add_counters(u, COUNT_OFFICE, l);
    for (size_t i = 0; section == HOME_LAPSES && i < COUNT(order); i++)
        if (u->watch[order[i]] > 0)
            add(l, HOME_WATCH, order[i]);
    for (size_t i = 0; section == HOME_DRAFTS && i < h->drafts.count; i++)
        add(l, HOME_DRAFT, i);
}

/* A heading and its lines; the first one says so where it has none, others are left out. */
static void add_part(const struct screen *s, enum home_section section, struct home_lines *l)
{
    size_t head = l->count;
    add(l, HOME_HEAD, section);
    add_section(s, section, l);
    if (l->count > head + 1)
        return;
    if (section == HOME_NEXT)
        add(l, HOME_WORDS, section);
    else
        l->count = head;
}

void home_lay(const struct screen *s, struct home_lines *out)
{
    const struct home *h = s->own;
    out->count = 0;
    for (enum home_section i = 0; i < HOME_OFFICE; i++)
        add_part(s, i, out);
    out->right = out->count;
    add_part(s, HOME_OFFICE, out);
    if (!h->two)
        out->right = out->count;
}

bool home_goes_to(const struct home_line *l)
{
    return l->what >= HOME_DECISIONS;
}

size_t home_count(const struct screen *s)
{
    struct home_lines all;
    size_t n = 0;
    home_lay(s, &all);
    for (size_t i = 0; i < all.count; i++)
        n += home_goes_to(&all.items[i]);
    return n;
}

struct home_line home_line_at(const struct home_lines *all, size_t n, size_t *place)
{
    for (size_t i = 0; i < all->count; i++)
        if (home_goes_to(&all->items[i]) && n-- == 0) {
            *place = i;
            return all->items[i];
        }
    *place = 0;
    return (struct home_line){ HOME_GAP, 0 };
}

struct home_line home_here(const struct screen *s)
{
    const struct home *h = s->own;
    struct home_lines all;
    size_t place;
    home_lay(s, &all);
    return home_line_at(&all, h->cursor, &place);
}

/* ---- The cursor stays on its thing, whatever comes above it ---- */

static struct home_key key_of(const struct screen *s, const struct home_line *l)
{
    const struct home *h = s->own;
    struct home_key key = { .what = l->what };
    if (l->what == HOME_COUNTER) {
        key.kind = s->ui->counters[l->at].kind;
        key.label = s->ui->counters[l->at].label;
    } else if (l->what == HOME_DRAFT) {
        key.id = h->drafts.items[l->at].id;
    } else {
        key.id = (int64_t)l->at;
    }
    return key;
}

struct home_key home_key_here(const struct screen *s)
{
    struct home_line here = home_here(s);
    return key_of(s, &here);
}

static bool same(const struct home_key *a, const struct home_key *b)
{
    return a->what == b->what && a->kind == b->kind && a->id == b->id && a->label == b->label;
}

void home_seek(struct screen *s, const struct home_key *key)
{
    struct home *h = s->own;
    struct home_lines all;
    size_t n = 0;
    home_lay(s, &all);
    for (size_t i = 0; i < all.count; i++) {
        struct home_key other = key_of(s, &all.items[i]);
        if (!home_goes_to(&all.items[i]))
            continue;
        if (same(&other, key)) {
            h->cursor = n;
            return;
        }
        n++;
    }
    if (h->cursor >= n)
        h->cursor = n > 0 ? n - 1 : 0;
}
