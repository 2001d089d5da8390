/* paper_value.c - what the names in a layout stand for: fields of the record, of what its
 * references lead to, the letterhead and the head of the office on the paper's day, who took a
 * step. */
#include "paper.h"
#include "people.h"

#include <stdlib.h>
#include <string.h>

void paper_source_free(struct paper_source *p)
{
    for (size_t i = 0; i < p->walked_count; i++)
        record_free(&p->walked[i]);
    p->walked_count = 0;
}

/* ---- Records ---- */

/* "28 November 2026": papers write the month out. */
static void long_day(day on, struct buf *out)
{
    static const char *const months[] = { N_("January"), N_("February"), N_("March"),
                                          N_("April"),   N_("May"),      N_("June"),
                                          N_("July"),    N_("August"),   N_("September"),
                                          N_("October"), N_("November"), N_("December") };
    int year, month, mday;
    day_split(on, &year, &month, &mday);
    buf_printf(out, "%d %s %d", mday, _(months[month - 1]), year);
}

static void put_value(const struct paper_source *p, const struct field *f, const struct value *v,
                      struct buf *out)
{
    if (!v->set)
        return;
    if (f->type == &type_date && !p->short_days)
        long_day((day)v->num, out);
    else if (language_get() == ENGLISH && f->type == &type_number)
        decimal_format(v->num, f->decimals, NUMBER_POINT, out);
    else
        field_format(f, v, f->type == &type_paper_code ? SPELL_CANONICAL : SPELL_SCREEN, out);
}

/* A record is loaded once for a paper; NULL: nothing is linked, or not found. */
static enum outcome load_once(struct paper_source *p, const struct kind *k, int64_t id,
                              const struct record **out, struct error *e)
{
    *out = NULL;
    for (size_t i = 0; i < p->walked_count; i++)
        if (p->walked[i]->kind == k && p->walked[i]->id == id)
            *out = p->walked[i];
    if (*out || !k || (!id && !p->trial))
        return DONE;
    if (p->walked_count == COUNT(p->walked))
        record_free(&p->walked[--p->walked_count]);
    struct record **room = &p->walked[p->walked_count];
    enum outcome result = DONE;
    if (id)
        result = store_load(p->session->store, k, id, room, e);
    else
        *room = record_new(k);
    if (result == DONE)
        *out = p->walked[p->walked_count++];
    return result;
}

static enum outcome follow(struct paper_source *p, const struct field *f, const struct value *v,
                           const struct record **out, struct error *e)
{
    return load_once(p, f->kind ? registry_find(&all_kinds, f->kind) : NULL, v->num, out, e);
}

static enum outcome no_such(const char *name, struct error *e)
{
    return fail(e, MISUSED, _("“%s” is nothing that this paper knows; correct the layout."), name);
}

/* Whoever or whatever is linked to no record goes by what was typed. */
static void typed_name(const struct value *v, const char *name, struct buf *out)
{
    if (v->set && v->text && (strcmp(name, "full_name") == 0 || strcmp(name, "name") == 0))
        buf_puts(out, v->text);
}

/* "permit.applicant.npwp" of a record. */
static enum outcome walk(struct paper_source *p, const struct record *r, const char *name,
                         struct buf *out, struct error *e)
{
    while (r) {
        char id[FIELD_ID_MAX];
        size_t n = strcspn(name, ".");
        snprintf(id, sizeof id, "%.*s", (int)n, name);
        const struct field *f = kind_field(r->kind, id);
        if (strcmp(id, "state") == 0) {
            buf_puts(out, _(flow_state(r->kind->flow, r->state)->label));
            return DONE;
        }
        if (!f)
            return no_such(name, e);
        if (!name[n]) {
            put_value(p, f, record_value(r, id), out);
            return DONE;
        }
        const struct value *v = record_value(r, id);
        if (f->type == &type_moment && strcmp(name + n, ".day") == 0) {
            if (v->set)
                long_day(moment_day(v->num, office_zone()), out);
            return DONE;
        }
        if (p->trial && !f->kind)
            return no_such(name, e);
        enum outcome result = follow(p, f, v, &r, e);
        if (result != DONE)
            return result;
        name += n + 1;
        if (!r)
            typed_name(v, name, out);
    }
    return DONE;
}

/* ---- The letterhead ---- */

static bool holds_on(const struct record *r, day on)
{
    const struct value *from = record_value(r, "valid_from"), *to = record_value(r, "valid_to");
    return (!from->set || from->num <= on) && (!to->set || to->num >= on);
}

static int64_t office_of(const struct paper_source *p)
{
    const struct value *v = p->record ? record_value(p->record, "office") : NULL;
    return v && v->set ? v->num : 0;
}

/* The more a row says whom it is for, the better it fits; 0: not at all. */
static int letterhead_fits(const struct paper_source *p, const struct record *row)
{
    const struct value *office = record_value(row, "office");
    const struct value *field = p->record ? record_value(p->record, "field") : NULL;
    const char *theirs = record_text(row, "field");
    bool any = !*theirs || strcmp(theirs, "any") == 0;
    if (!holds_on(row, p->on) || (office->set && office->num != office_of(p)) ||
        (!any && !(field && text_same(field->text, theirs))))
        return 0;
    return 1 + (any ? 0 : 1) + (office->set ? 2 : 0);
}

static enum outcome letterhead(struct paper_source *p, const char *name, struct buf *out,
                               struct error *e)
{
    enum { ROWS_MAX = 500 };
    struct query q = { .kind = &kind_letterhead, .limit = ROWS_MAX };
    struct page rows = { 0 };
    const struct record *best = NULL;
    enum outcome result = store_page(p->session->store, &q, &rows, e);
    for (size_t i = 0; i < rows.count; i++)
        if (letterhead_fits(p, rows.rows[i]) > (best ? letterhead_fits(p, best) : 0))
            best = rows.rows[i];
    if (best)
        buf_puts(out, record_text(best, name));
    page_free(&rows);
    return result;
}

/* The office the paper is of; where it names none, the one the store belongs to. */
static enum outcome office_value(struct paper_source *p, const char *name, struct buf *out,
                                 struct error *e)
{
    int64_t id = office_of(p);
    const struct record *office = NULL;
    enum outcome result = DONE;
    if (!id)
        result = store_link(p->session->store, &kind_office, NULL, buf_text(&p->session->office),
                            &id, e);
    if (result == DONE)
        result = load_once(p, &kind_office, id, &office, e);
    return result == DONE && office ? walk(p, office, name, out, e) : result;
}

/* ---- Who signs ---- */

static enum outcome user_value(struct paper_source *p, int64_t id, const char *name,
                               struct buf *out, struct error *e)
{
    const struct record *user = NULL;
    enum outcome result = load_once(p, &kind_user, id, &user, e);
    return result == DONE && user ? walk(p, user, name, out, e) : result;
}

/* A post that somebody holds in their own right stands behind one that was lent for the day. */
static const struct record *head_on(const struct paper_source *p, const struct page *posts)
{
    const struct record *best = NULL;
    for (size_t i = 0; i < posts->count; i++) {
        const struct record *post = posts->rows[i];
        const struct value *office = record_value(post, "office");
        if (strcmp(record_text(post, "role"), "head") != 0 || !holds_on(post, p->on) ||
            (office->set && office_of(p) && office->num != office_of(p)))
            continue;
        if (!best || strcmp(record_text(post, "manner"), "definitive") != 0)
            best = post;
    }
    return best;
}

static enum outcome head_value(struct paper_source *p, const char *name, struct buf *out,
                               struct error *e)
{
    enum { POSTS_MAX = 2000 };
    static const char *const all[] = { "active", "ended", NULL };
    struct query q = { .kind = &kind_post, .states = all, .closed = true, .limit = POSTS_MAX };
    struct page posts = { 0 };
    enum outcome result = store_page(p->session->store, &q, &posts, e);
    const struct record *post = result == DONE ? head_on(p, &posts) : NULL;
    if (strcmp(name, "as") == 0) {
        const char *manner = post ? record_text(post, "manner") : "";
        buf_puts(out, strcmp(manner, "plh") == 0   ? _("Acting (daily) Head,")
                      : strcmp(manner, "plt") == 0 ? _("Acting Head,")
                                                   : _("Head,"));
    } else if (post || p->trial) {
        result = user_value(p, post ? record_number(post, "person") : 0, name, out, e);
    }
    page_free(&posts);
    return result;
}

struct seeking {
    const char *verb;
    char author[64];
    moment at;
};

static void seek(void *context, const struct entry *entry)
{
    struct seeking *w = context;
    if (*w->author || strcmp(entry->step, w->verb) != 0)
        return;
    snprintf(w->author, sizeof w->author, "%s", entry->author);
    w->at = entry->at;
}

/* On trial nobody has taken it yet. */
static enum outcome step_trial(struct paper_source *p, const char *verb, const char *what,
                               struct buf *out, struct error *e)
{
    if (p->record && !flow_step(p->record->kind->flow, verb, NULL))
        return no_such(verb, e);
    if (strcmp(what, "at") == 0 || strcmp(what, "day") == 0)
        return DONE;
    return user_value(p, 0, what, out, e);
}

/* "by.approve.nip": of who took that step last; "by.approve.at": when. */
static enum outcome step_value(struct paper_source *p, const char *name, struct buf *out,
                               struct error *e)
{
    char verb[FIELD_ID_MAX];
    size_t n = strcspn(name, ".");
    const char *what = name[n] ? name + n + 1 : "full_name";
    struct record *user = NULL;
    snprintf(verb, sizeof verb, "%.*s", (int)n, name);
    if (p->trial)
        return step_trial(p, verb, what, out, e);
    struct seeking w = { .verb = verb };
    enum outcome result =
        p->record ? store_history(p->session->store, p->record->kind, p->record->id, 0, seek, &w, e)
                  : DONE;
    if (result != DONE || !*w.author)
        return result;
    if (strcmp(what, "at") == 0) {
        moment_local(w.at, office_zone(), out);
        return DONE;
    }
    if (strcmp(what, "day") == 0) {
        long_day(moment_day(w.at, office_zone()), out);
        return DONE;
    }
    static const char *const states[] = { "requested", "active", "retired", NULL };
    w.author[author_name(w.author)] = '\0';
    result = user_find(p->session, w.author, states, &user, e);
    if (result == DONE && user)
        result = walk(p, user, what, out, e);
    else if (result == DONE && strcmp(what, "full_name") == 0)
        buf_puts(out, w.author);
    record_free(&user);
    return result;
}

/* ---- Names ---- */

static enum outcome line_value(struct paper_source *p, const struct line_kind *k,
                               const struct line *line, const char *name, bool *known,
                               struct buf *out, struct error *e)
{
    char id[FIELD_ID_MAX];
    size_t n = strcspn(name, ".");
    const struct record *r = NULL;
    snprintf(id, sizeof id, "%.*s", (int)n, name);
    const struct field *f = line_field(k, id);
    *known = f != NULL;
    if (!f)
        return DONE;
    const struct value *v = line_cell(k, line, id);
    if (!name[n]) {
        put_value(p, f, v, out);
        return DONE;
    }
    enum outcome result = follow(p, f, v, &r, e);
    if (result == DONE && !r)
        typed_name(v, name + n + 1, out);
    return result == DONE && r ? walk(p, r, name + n + 1, out, e) : result;
}

static enum outcome own_value(struct paper_source *p, const char *name, bool *known,
                              struct buf *out, struct error *e)
{
    static const char *const of_head[] = { "agency", "office_name", "address", "contact" };
    *known = true;
    if (strcmp(name, "today") == 0) {
        long_day(session_today(p->session), out);
        return DONE;
    }
    if (strcmp(name, "day") == 0) {
        long_day(p->on, out);
        return DONE;
    }
    if (strcmp(name, "now") == 0) {
        moment_local(session_now(p->session), office_zone(), out);
        return DONE;
    }
    if (strcmp(name, "me") == 0) {
        buf_puts(out, session_author(p->session));
        return DONE;
    }
    for (size_t i = 0; i < COUNT(of_head); i++)
        if (strcmp(name, of_head[i]) == 0)
            return letterhead(p, name, out, e);
    if (text_starts(name, "head."))
        return head_value(p, name + 5, out, e);
    if (text_starts(name, "by."))
        return step_value(p, name + 3, out, e);
    if (text_starts(name, "home."))
        return office_value(p, name + 5, out, e);
    *known = false;
    return DONE;
}

enum outcome paper_value(struct paper_source *p, const struct line_kind *k, const struct line *line,
                         const char *name, struct buf *out, struct error *e)
{
    bool known = false;
    enum outcome result = k && line ? line_value(p, k, line, name, &known, out, e) : DONE;
    if (result != DONE || known)
        return result;
    if (p->value && p->value(p->context, name, out))
        return DONE;
    if (p->record && text_starts(name, "record."))
        return walk(p, p->record, name + 7, out, e);
    result = own_value(p, name, &known, out, e);
    if (result != DONE || known)
        return result;
    return p->record ? walk(p, p->record, name, out, e) : no_such(name, e);
}
