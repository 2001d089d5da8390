/* save.c - a record's new version into the file: row, lines, counts, search and one entry. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* ---- Counts of records by state: kept, so that no list is read to be counted ---- */

static enum outcome tally_add(struct store *s, const struct kind *k, const char *state, int64_t n,
                              struct error *e)
{
    struct sql *q;
    enum outcome o =
        sql_open(&s->db,
                 "INSERT INTO \"tally\" (\"kind\", \"state\", \"n\") VALUES ($1, $2, $3) "
                 "ON CONFLICT (\"kind\", \"state\") DO UPDATE SET \"n\" = \"tally\".\"n\" + "
                 "excluded.\"n\"",
                 &q, e);
    if (o != DONE)
        return o;
    sql_str_static(q, 1, k->id);
    sql_str_static(q, 2, state);
    sql_int(q, 3, n);
    return sql_run(q, e);
}

/* n records of a kind move from a state to another; NULL: from nowhere, to nowhere. */
static enum outcome tally_move(struct store *s, const struct kind *k, const char *from,
                               const char *to, int64_t n, struct error *e)
{
    if (from && to && strcmp(from, to) == 0)
        return DONE;
    enum outcome o = from ? tally_add(s, k, from, -n, e) : DONE;
    return o == DONE && to ? tally_add(s, k, to, n, e) : o;
}

/* ---- What is to be written ---- */

static enum outcome check_values(const struct field *fields, const struct value *values,
                                 struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && fields[i].id; i++)
        o = value_storable(&fields[i], &values[i], e);
    return o;
}

static enum outcome check_record(const struct record *r, struct error *e)
{
    const struct kind *k = r->kind;
    enum outcome o = DONE;
    if (k->flow && !flow_state(k->flow, r->state))
        return fail(e, MISUSED, _("%s has no state “%s”: choose one of its states."), tr(k->label),
                    r->state);
    o = check_values(k->fields, r->values, e);
    for (size_t l = 0; o == DONE && l < line_kind_count(k); l++)
        for (size_t i = 0; o == DONE && i < r->lines[l].count; i++)
            o = check_values(k->lines[l].fields, r->lines[l].items[i].values, e);
    return o;
}

/* Lines that were added and removed again before they were ever saved leave no trace. */
static void drop_unsaved_tombstones(const struct line_kind *l, struct line_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct line *line = &list->items[i];
        if (line->id != 0 || !line->gone) {
            list->items[kept++] = *line;
            continue;
        }
        for (size_t f = 0; l->fields[f].id; f++)
            value_clear(&line->values[f]);
        free(line->values);
    }
    list->count = kept;
}

static bool has_line(const struct line_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id == id)
            return true;
    return false;
}

/* A stored line that r no longer lists stays as a tombstone. */
static void keep_tombstones(const struct record *known, struct record *r, size_t kind)
{
    const struct line_kind *l = &r->kind->lines[kind];
    for (size_t i = 0; i < known->lines[kind].count; i++) {
        const struct line *old = &known->lines[kind].items[i];
        if (has_line(&r->lines[kind], old->id))
            continue;
        struct line *line = record_add_line(r, l->id);
        line->id = old->id;
        line->gone = true;
        for (size_t f = 0; l->fields[f].id; f++)
            value_copy(&line->values[f], &old->values[f]);
    }
}

static enum outcome give_ids(struct store *s, struct record *r, struct error *e)
{
    enum outcome o = r->id == 0 ? desk_new_id(s->desk, &r->id, e) : DONE;
    for (size_t l = 0; o == DONE && l < line_kind_count(r->kind); l++)
        for (size_t i = 0; o == DONE && i < r->lines[l].count; i++)
            if (r->lines[l].items[i].id == 0)
                o = desk_new_id(s->desk, &r->lines[l].items[i].id, e);
    return o;
}

static enum outcome prepare(struct store *s, const struct record *known, struct record *r,
                            struct error *e)
{
    enum outcome o = check_record(r, e);
    if (o != DONE)
        return o;
    if (r->kind->after_load)
        r->kind->after_load(r);
    for (size_t l = 0; l < line_kind_count(r->kind); l++) {
        drop_unsaved_tombstones(&r->kind->lines[l], &r->lines[l]);
        if (known)
            keep_tombstones(known, r, l);
    }
    return give_ids(s, r, e);
}

/* ---- Writing ---- */

void saved_free(struct saved *s)
{
    flat_free(&s->was);
    flat_free(&s->is);
}

static enum outcome write_rows(struct store *s, const struct record *known, struct record *r,
                               struct error *e)
{
    enum outcome o = known ? row_update(s, known, r, e) : row_insert(s, r, e);
    if (o == DONE)
        o = tally_move(s, r->kind, known ? known->state : NULL, r->state, 1, e);
    return o == DONE ? search_put(s, r, !known, e) : o;
}

enum outcome save_record(struct store *s, const struct record *known, struct record *r,
                         int64_t new_rev, struct saved *out, struct error *e)
{
    struct flat before = { 0 }, after = { 0 };
    enum outcome o = prepare(s, known, r, e);
    if (o != DONE)
        return o;
    flat_of(r, &after);
    if (known) {
        flat_of(known, &before);
        flat_diff(&before, &after, &out->was, &out->is);
    } else {
        out->is = after; /* all of it is new */
        after = (struct flat){ 0 };
    }
    out->created = !known;
    out->written = !known || out->was.count || out->is.count;
    if (out->written) {
        int64_t rev = r->rev;
        moment changed_at = r->changed_at;
        record_digest(r, known ? &after : &out->is, out->digest);
        r->rev = new_rev;
        r->changed_at = s->at;
        o = write_rows(s, known, r, e);
        if (o != DONE) {
            r->rev = rev;
            r->changed_at = changed_at;
        }
    }
    flat_free(&before);
    flat_free(&after);
    return o;
}

/* The stored version of r, or STALE or REFUSED where r does not start from it. */
static enum outcome load_known(struct store *s, const struct record *r, struct record **known,
                               struct error *e)
{
    enum outcome o = row_load(s, r->kind, r->id, known, e);
    if (o != DONE)
        return o;
    if (!*known)
        return fail(e, REFUSED, _("This %s is not in the database. Look it up again."),
                    tr(r->kind->label));
    if ((*known)->rev == r->rev)
        return DONE;
    record_free(known);
    return fail(e, STALE, _("Somebody else changed this %s. Look at both versions."),
                tr(r->kind->label));
}

static enum outcome tell(struct store *s, const struct record *r, const struct change *c,
                         const struct saved *saved, struct error *e)
{
    return history_append(s,
                          &(struct telling){
                              .kind = r->kind->id,
                              .record = r->id,
                              .rev = r->rev,
                              .step = c->step,
                              .note = c->note ? c->note : "",
                              .was = &saved->was,
                              .is = &saved->is,
                              .digest = saved->digest,
                          },
                          e);
}

enum outcome store_save(struct store *s, struct record *r, const struct change *c, struct error *e)
{
    struct record *known = NULL;
    struct saved saved = { 0 };
    enum outcome o = must_write(s, e);
    if (o == DONE && r->rev != 0)
        o = load_known(s, r, &known, e);
    if (o == DONE)
        o = save_record(s, known, r, r->rev + 1, &saved, e);
    if (o == DONE && saved.written)
        o = tell(s, r, c, &saved, e);
    saved_free(&saved);
    record_free(&known);
    return o;
}
