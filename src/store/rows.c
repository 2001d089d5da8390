/* rows.c - a record and its lines out of the tables and into them. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* The texts of a table's statements, made once. */
struct table {
    char *select, *insert;
};

struct plan {
    struct table row;
    struct table lines[LINE_KINDS_MAX];
};

struct plans {
    size_t count;
    struct plan items[];
};

/* ---- Statement texts ---- */

void row_columns(struct buf *b, const struct kind *k)
{
    buf_puts(b, "\"id\", \"rev\", \"state\", \"origin\", \"batch\", \"changed_at\"");
    field_columns(b, k->fields);
}

enum { ROW_COLUMNS = 6, LINE_COLUMNS = 4 };

static char *select_row(const struct kind *k)
{
    struct buf b = { 0 };
    buf_puts(&b, "SELECT ");
    row_columns(&b, k);
    buf_puts(&b, " FROM ");
    table_name(&b, k, NULL);
    buf_puts(&b, " WHERE \"id\" = $1");
    return buf_take(&b);
}

static char *select_lines(const struct kind *k, const struct line_kind *l)
{
    struct buf b = { 0 };
    buf_puts(&b, "SELECT \"id\", \"gone\"");
    field_columns(&b, l->fields);
    buf_puts(&b, " FROM ");
    table_name(&b, k, l);
    buf_puts(&b, " WHERE \"parent\" = $1 ORDER BY \"position\", \"id\"");
    return buf_take(&b);
}

/* Appends the written columns of a field list, each after ", "; returns how many. */
static size_t add_written(struct buf *b, const struct field *fields)
{
    size_t total = 0;
    for (const struct field *f = fields; f && f->id; f++) {
        struct field_column columns[FIELD_COLUMNS_MAX];
        size_t n = written_columns(columns, f);
        for (size_t i = 0; i < n; i++) {
            buf_puts(b, ", ");
            column_name(b, f, columns[i].suffix);
        }
        total += n;
    }
    return total;
}

static char *insert_into(const struct kind *k, const struct line_kind *l)
{
    struct buf b = { 0 };
    buf_puts(&b, "INSERT INTO ");
    table_name(&b, k, l);
    buf_puts(&b, l ? " (\"id\", \"parent\", \"position\", \"gone\""
                   : " (\"id\", \"rev\", \"state\", \"origin\", \"batch\", \"changed_at\"");
    size_t n = l ? LINE_COLUMNS : ROW_COLUMNS;
    n += add_written(&b, l ? l->fields : k->fields);
    buf_puts(&b, ") VALUES (");
    sql_places(&b, 1, n);
    buf_putc(&b, ')');
    return buf_take(&b);
}

static void fill_plan(struct plan *p, const struct kind *k)
{
    p->row = (struct table){ select_row(k), insert_into(k, NULL) };
    for (size_t i = 0; i < line_kind_count(k); i++)
        p->lines[i] = (struct table){ select_lines(k, &k->lines[i]), insert_into(k, &k->lines[i]) };
}

static size_t kind_count(const struct registry *g)
{
    size_t n = 0;
    while (g->kinds[n])
        n++;
    return n;
}

/* NULL: not a kind of this store's registry. */
static const struct plan *plan_of(struct store *s, const struct kind *k)
{
    size_t count = kind_count(s->registry), i = 0;
    if (!s->plans) {
        s->plans = xcalloc(1, sizeof *s->plans + count * sizeof s->plans->items[0]);
        s->plans->count = count;
    }
    while (i < count && s->registry->kinds[i] != k)
        i++;
    if (i == count)
        return NULL;
    if (!s->plans->items[i].row.select)
        fill_plan(&s->plans->items[i], k);
    return &s->plans->items[i];
}

void plans_free(struct plans **p)
{
    for (size_t i = 0; *p && i < (*p)->count; i++) {
        struct plan *plan = &(*p)->items[i];
        free(plan->row.select);
        free(plan->row.insert);
        for (size_t l = 0; l < LINE_KINDS_MAX; l++) {
            free(plan->lines[l].select);
            free(plan->lines[l].insert);
        }
    }
    free(*p);
    *p = NULL;
}

/* ---- Out of the tables ---- */

static const char *known_state(const struct kind *k, const char *text)
{
    const struct state *state = k->flow || *text ? flow_state(k->flow, text) : NULL;
    return state ? state->id : *text ? NULL : "";
}

enum outcome row_record(const struct sql *q, int at, const struct kind *k, struct record **out,
                        struct error *e)
{
    const char *state = known_state(k, col_str(q, at + 2));
    if (!state)
        return fail(e, FAULT,
                    _("The database %s holds a %s in the state “%s”, which this loket does not "
                      "know. Update loket on this desk."),
                    q->db->path, tr(k->label), col_str(q, at + 2));
    struct record *r = record_new(k);
    r->id = col_int(q, at);
    r->rev = col_int(q, at + 1);
    r->state = state;
    r->origin = (enum origin)col_int(q, at + 3);
    r->batch = col_int(q, at + 4);
    r->changed_at = moment_parse(col_str(q, at + 5));
    at += ROW_COLUMNS;
    enum outcome o = col_fields(q, &at, k->fields, r->values, e);
    if (o != DONE)
        record_free(&r);
    *out = r;
    return o;
}

static enum outcome load_lines(struct store *s, const char *select, struct record *r,
                               const struct line_kind *l, struct error *e)
{
    struct sql *q;
    bool row = true;
    enum outcome o = sql_open(&s->db, select, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, r->id);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        struct line *line = record_add_line(r, l->id);
        int at = 2;
        line->id = col_int(q, 0);
        line->gone = col_int(q, 1) != 0;
        if ((o = col_fields(q, &at, l->fields, line->values, e)) != DONE)
            break;
    }
    sql_close(q);
    return o;
}

/* The row alone, or NULL. */
static enum outcome load_row(struct store *s, const struct plan *p, const struct kind *k,
                             int64_t id, struct record **out, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o = sql_open(&s->db, p->row.select, &q, e);
    *out = NULL;
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    if (o == DONE && row)
        o = row_record(q, 0, k, out, e);
    sql_close(q);
    return o;
}

static enum outcome unknown_kind(const struct kind *k, struct error *e)
{
    return fail(e, MISUSED, _("This database keeps no records of the kind “%s”."), k->id);
}

enum outcome row_load(struct store *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e)
{
    const struct plan *p = plan_of(s, k);
    *out = NULL;
    if (!p)
        return unknown_kind(k, e);
    enum outcome o = load_row(s, p, k, id, out, e);
    if (o != DONE || !*out)
        return o;
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = load_lines(s, p->lines[i].select, *out, &k->lines[i], e);
    if (o != DONE)
        record_free(out);
    else if (k->after_load)
        k->after_load(*out); /* a list shows them as they were last written */
    return o;
}

enum outcome store_load(struct store *s, const struct kind *k, int64_t id, struct record **out,
                        struct error *e)
{
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    *out = NULL;
    if (o != DONE)
        return o;
    o = row_load(s, k, id, out, e);
    read_leave(s, mine);
    if (o == DONE && !*out) {
        char text[ID_TEXT_LEN + 1];
        id_text(id, text);
        return fail(e, REFUSED, _("There is no %s with the id %s. Look it up by its number."),
                    tr(k->label), text);
    }
    return o;
}

/* ---- Into the tables ---- */

static int bind_fields(struct sql *q, int at, const struct field *fields,
                       const struct value *values)
{
    for (size_t i = 0; fields[i].id; i++)
        at = sql_field(q, at, &fields[i], &values[i]);
    return at;
}

/* The system columns that an update may change: rev, state, origin, batch, changed_at. */
static int bind_system(struct sql *q, int at, const struct record *r)
{
    struct buf changed = { 0 };
    moment_iso(r->changed_at, &changed);
    sql_int(q, at++, r->rev);
    sql_str_static(q, at++, r->state);
    sql_int(q, at++, r->origin);
    sql_int(q, at++, r->batch);
    sql_str(q, at++, buf_text(&changed));
    buf_free(&changed);
    return at;
}

static enum outcome insert_line(struct store *s, const char *insert, const struct record *r,
                                const struct line_kind *l, const struct line *line, size_t position,
                                struct error *e)
{
    struct sql *q;
    enum outcome o = sql_open(&s->db, insert, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, line->id);
    sql_int(q, 2, r->id);
    sql_int(q, 3, (int64_t)position);
    sql_int(q, 4, line->gone);
    bind_fields(q, 1 + LINE_COLUMNS, l->fields, line->values);
    return sql_run(q, e);
}

enum outcome row_insert(struct store *s, const struct record *r, struct error *e)
{
    const struct plan *p = plan_of(s, r->kind);
    struct sql *q;
    if (!p)
        return unknown_kind(r->kind, e);
    enum outcome o = sql_open(&s->db, p->row.insert, &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, r->id);
    bind_fields(q, bind_system(q, 2, r), r->kind->fields, r->values);
    o = sql_run(q, e);
    for (size_t i = 0; o == DONE && i < line_kind_count(r->kind); i++)
        for (size_t n = 0; o == DONE && n < r->lines[i].count; n++)
            o = insert_line(s, p->lines[i].insert, r, &r->kind->lines[i], &r->lines[i].items[n],
                            n + 1, e);
    return o;
}

/* ---- Updates: only the columns that change, so that no index is touched in vain ---- */

static size_t add_assignments(struct buf *b, size_t place, const struct field *f)
{
    struct field_column columns[FIELD_COLUMNS_MAX];
    size_t n = written_columns(columns, f);
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, ", ");
        column_name(b, f, columns[i].suffix);
        buf_printf(b, " = $%zu", place++);
    }
    return place;
}

/* Appends an assignment for each field that differs; the next place. */
static size_t add_changed(struct buf *b, size_t place, const struct field *fields,
                          const struct value *was, const struct value *is)
{
    for (size_t i = 0; fields[i].id; i++)
        if (!value_same(&was[i], &is[i]))
            place = add_assignments(b, place, &fields[i]);
    return place;
}

static int bind_changed(struct sql *q, int at, const struct field *fields, const struct value *was,
                        const struct value *is)
{
    for (size_t i = 0; fields[i].id; i++)
        if (!value_same(&was[i], &is[i]))
            at = sql_field(q, at, &fields[i], &is[i]);
    return at;
}

static enum outcome update_row(struct store *s, const struct record *was, const struct record *r,
                               struct error *e)
{
    const struct kind *k = r->kind;
    struct buf text = { 0 };
    struct sql *q;
    buf_puts(&text, "UPDATE ");
    table_name(&text, k, NULL);
    bool moved = strcmp(was->state, r->state) != 0;
    buf_puts(&text, " SET \"rev\" = $1, \"origin\" = $2, \"batch\" = $3, \"changed_at\" = $4");
    size_t place = 5;
    if (moved)
        buf_printf(&text, ", \"state\" = $%zu", place++);
    place = add_changed(&text, place, k->fields, was->values, r->values);
    buf_printf(&text, " WHERE \"id\" = $%zu AND \"rev\" = $%zu", place, place + 1);
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    struct buf changed = { 0 };
    moment_iso(r->changed_at, &changed);
    sql_int(q, 1, r->rev);
    sql_int(q, 2, r->origin);
    sql_int(q, 3, r->batch);
    sql_str(q, 4, buf_text(&changed));
    buf_free(&changed);
    int at = 5;
    if (moved)
        sql_str_static(q, at++, r->state);
    at = bind_changed(q, at, k->fields, was->values, r->values);
    sql_int(q, at, r->id);
    sql_int(q, at + 1, was->rev);
    return sql_run(q, e);
}

static bool line_same(const struct line_kind *l, const struct line *a, const struct line *b)
{
    for (size_t i = 0; l->fields[i].id; i++)
        if (!value_same(&a->values[i], &b->values[i]))
            return false;
    return a->gone == b->gone;
}

static enum outcome update_line(struct store *s, const struct record *r, const struct line_kind *l,
                                const struct line *was, const struct line *line, size_t position,
                                struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    buf_puts(&text, "UPDATE ");
    table_name(&text, r->kind, l);
    buf_puts(&text, " SET \"position\" = $1, \"gone\" = $2");
    size_t place = add_changed(&text, 3, l->fields, was->values, line->values);
    buf_printf(&text, " WHERE \"id\" = $%zu AND \"parent\" = $%zu", place, place + 1);
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_int(q, 1, (int64_t)position);
    sql_int(q, 2, line->gone);
    int at = bind_changed(q, 3, l->fields, was->values, line->values);
    sql_int(q, at, line->id);
    sql_int(q, at + 1, r->id);
    return sql_run(q, e);
}

/* Lines stand in the file in the order of `was`; NULL: it had no such line. */
static const struct line *line_was(const struct line_list *was, int64_t id, size_t *position)
{
    for (size_t i = 0; i < was->count; i++) {
        *position = i + 1;
        if (was->items[i].id == id)
            return &was->items[i];
    }
    return NULL;
}

static enum outcome update_lines(struct store *s, const struct plan *p, size_t kind,
                                 const struct record *was, const struct record *r, struct error *e)
{
    const struct line_kind *l = &r->kind->lines[kind];
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < r->lines[kind].count; i++) {
        const struct line *line = &r->lines[kind].items[i];
        size_t stood = 0;
        const struct line *old = line_was(&was->lines[kind], line->id, &stood);
        if (!old)
            o = insert_line(s, p->lines[kind].insert, r, l, line, i + 1, e);
        else if (stood != i + 1 || !line_same(l, old, line))
            o = update_line(s, r, l, old, line, i + 1, e);
    }
    return o;
}

enum outcome row_update(struct store *s, const struct record *was, const struct record *r,
                        struct error *e)
{
    const struct plan *p = plan_of(s, r->kind);
    if (!p)
        return unknown_kind(r->kind, e);
    enum outcome o = update_row(s, was, r, e);
    if (o == DONE && sqlite3_changes(s->db.handle) != 1)
        return fail(e, STALE, _("Somebody else changed this %s. Look at both versions."),
                    tr(r->kind->label));
    for (size_t i = 0; o == DONE && i < line_kind_count(r->kind); i++)
        o = update_lines(s, p, i, was, r, e);
    return o;
}
