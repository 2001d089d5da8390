/* Follows rows of people, posts and rules through the chain: an entry is judged by what stood then,
 * not by what stands now. */
#include "people_seen.h"

#include <stdlib.h>
#include <string.h>

enum { RULES_MAX = 2000 };

static void list_free(struct seen_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        record_free(&l->items[i].row);
    free(l->items);
}

void watch_free(struct watch *w)
{
    list_free(&w->users);
    list_free(&w->posts);
    list_free(&w->rules);
    contributions_free(&w->contributions);
    decisions_free(&w->decisions);
    buf_free(&w->owed);
    for (size_t i = 0; i < w->unconfirmed_count; i++)
        buf_free(&w->unconfirmed[i].note);
    spooled_free(&w->intent);
}

static struct seen *row_of(struct seen_list *l, const struct kind *k, int64_t id)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].row->id == id)
            return &l->items[i];
    if (l->count == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 16;
        l->items = xreallocarray(l->items, l->cap, sizeof *l->items);
    }
    struct seen *s = &l->items[l->count++];
    *s = (struct seen){ .row = record_new(k) };
    s->row->id = id;
    return s;
}

static void note_person(struct seen *s)
{
    s->active = strcmp(s->row->state, "active") == 0;
    s->roles = roles_parse(record_text(s->row, "roles"));
    if (!text_bytes(record_text(s->row, "sign_key"), s->key, sizeof s->key))
        s->active = false;
}

static struct seen_list *list_of(struct watch *w, const struct kind *k)
{
    return k == &kind_user   ? &w->users
           : k == &kind_post ? &w->posts
           : k == &kind_rule ? &w->rules
                             : NULL;
}

struct seen *watch_follow(struct watch *w, const struct entry *entry)
{
    struct seen_list *l = entry->kind ? list_of(w, entry->kind) : NULL;
    if (!l)
        return NULL;
    struct seen *s = row_of(l, entry->kind, entry->record);
    s->active = flat_apply(s->row, &entry->was, &entry->is, NULL) == DONE &&
                strcmp(s->row->state, "active") == 0;
    if (l == &w->users)
        note_person(s);
    return s;
}

/* ---- Rules that an import brought ---- */

static void take_first(void *context, const struct entry *entry)
{
    if (entry->rev == 1)
        watch_follow(context, entry);
}

/* From their first day on; what an import made in the middle of the chain is taken as known from
 * its beginning, which no honest entry before it contradicts. */
enum outcome watch_imported_rules(struct watch *w, struct error *e)
{
    static const char *const states[] = { "active", "retired", NULL };
    struct query q = { .kind = &kind_rule, .states = states, .limit = RULES_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(w->session->store, &q, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++)
        if (page.rows[i]->batch)
            result =
                store_history(w->session->store, &kind_rule, page.rows[i]->id, 0, take_first, w, e);
    page_free(&page);
    return result;
}

/* ---- Asking ---- */

const struct seen *watch_person(const struct watch *w, const char *name, size_t n)
{
    const struct seen *found = NULL;
    for (size_t i = 0; i < w->users.count; i++) {
        const struct seen *s = &w->users.items[i];
        const char *theirs = record_text(s->row, "name");
        if (strncmp(theirs, name, n) == 0 && theirs[n] == '\0' && (!found || s->active))
            found = s;
    }
    return found;
}

/* Desks judge by their office's zone, which is one of three; a day is theirs if it is anybody's. */
static bool holds_at(const struct record *row, moment at)
{
    static const int zones[] = { 7 * 60, 8 * 60, 9 * 60 };
    const struct value *from = record_value(row, "valid_from");
    const struct value *to = record_value(row, "valid_to");
    for (size_t i = 0; i < COUNT(zones); i++) {
        day on = moment_day(at, zones[i]);
        if (!(from->set && from->num > on) && !(to->set && to->num < on))
            return true;
    }
    return false;
}

bool watch_lent(const struct watch *w, const struct seen *person, enum role role,
                enum manner manner, moment at)
{
    static const char *const names[MANNERS] = { "definitive", "plt", "plh" };
    for (size_t i = 0; i < w->posts.count; i++) {
        const struct seen *s = &w->posts.items[i];
        if (s->active && record_number(s->row, "person") == person->row->id &&
            strcmp(record_text(s->row, "role"), role_id(role)) == 0 &&
            strcmp(record_text(s->row, "manner"), names[manner]) == 0 && holds_at(s->row, at))
            return true;
    }
    return false;
}

/* Calls each for rows of the rule in force that day; true: one of them holds for all offices. */
static bool each_rule(const struct watch *w, const char *rule, moment at,
                      void (*each)(void *context, const char *value), void *context)
{
    bool general = false;
    for (size_t i = 0; i < w->rules.count; i++) {
        const struct seen *s = &w->rules.items[i];
        if (!s->active || strcmp(record_text(s->row, "rule"), rule) != 0 || !holds_at(s->row, at))
            continue;
        general = general || !*record_text(s->row, "office");
        each(context, record_text(s->row, "value"));
    }
    return general;
}

static void add_roles(void *context, const char *value)
{
    *(unsigned *)context |= roles_parse(value);
}

unsigned watch_roles(const struct watch *w, const char *rule, unsigned table, moment at)
{
    unsigned said = 0;
    bool general = each_rule(w, rule, at, add_roles, &said);
    return general && said ? said : said | table;
}

struct saying {
    int64_t number;
    bool said;
};

static void compare(void *context, const char *value)
{
    struct saying *s = context;
    int64_t n;
    s->said = s->said || (integer_parse(value, &n) && (n != 0) == (s->number != 0));
}

bool watch_said(const struct watch *w, const char *rule, int64_t number, int64_t initial, moment at)
{
    struct saying s = { number, false };
    bool general = each_rule(w, rule, at, compare, &s);
    return s.said || (!general && (initial != 0) == (number != 0));
}
