/* facts.c - questions of guards about other records, put as data and answered in one place. */
#include <string.h>

#include "private.h"

/* A query under construction: the text, and what its places take. */
enum { PLACES_MAX = 48 };
struct place_value {
    const struct field *field; /* NULL: number or text */
    const struct value *value;
    int64_t number;
    const char *text; /* NULL: number */
};
struct question {
    struct buf text;
    struct place_value places[PLACES_MAX];
    int count;
    bool hopeless; /* something it compares with is empty: no record can match */
    struct value literals[8];
    size_t literal_count;
};

static void question_free(struct question *q)
{
    buf_free(&q->text);
    for (size_t i = 0; i < q->literal_count; i++)
        value_clear(&q->literals[i]);
}

static void put_place(struct question *q, struct place_value value)
{
    if (q->count == PLACES_MAX) {
        q->hopeless = true;
        return;
    }
    q->places[q->count++] = value;
    buf_printf(&q->text, "$%d", q->count);
}

static enum outcome unfit(const struct fact *f, const char *what, struct error *e)
{
    return fail(e, MISUSED,
                _("The fact “%s” asks for “%s”, which there is not: report this "
                  "sentence to whoever looks after loket."),
                f->id, what);
}

/* ---- Conditions ---- */

/* A text of the catalogue as the value of their field. */
static enum outcome literal(struct question *q, const struct fact *f, const struct field *theirs,
                            const char *text, const struct value **out, struct error *e)
{
    const struct reading how = { .spelling = SPELL_CANONICAL };
    if (q->literal_count == COUNT(q->literals))
        return unfit(f, text, e);
    struct value *v = &q->literals[q->literal_count++];
    *out = v;
    return field_parse(theirs, &how, text, v, e);
}

/* Linked both: the links decide. Where theirs is only text, so does the text. */
static void match_reference(struct question *q, const struct field *theirs, const struct value *v)
{
    if (v->num == 0) {
        column_name(&q->text, theirs, "");
        buf_puts(&q->text, " = ");
        put_place(q, (struct place_value){ .text = v->text ? v->text : "" });
        return;
    }
    buf_putc(&q->text, '(');
    column_name(&q->text, theirs, "_id");
    buf_puts(&q->text, " = ");
    put_place(q, (struct place_value){ .number = v->num });
    buf_puts(&q->text, " OR (");
    column_name(&q->text, theirs, "_id");
    buf_puts(&q->text, " IS NULL AND ");
    column_name(&q->text, theirs, "");
    buf_puts(&q->text, " = ");
    put_place(q, (struct place_value){ .text = v->text ? v->text : "" });
    buf_puts(&q->text, "))");
}

static void match_value(struct question *q, const struct field *theirs, const struct value *v)
{
    q->hopeless |= !v->set;
    if (theirs->type->storage == STORED_REFERENCE) {
        match_reference(q, theirs, v);
        return;
    }
    column_name(&q->text, theirs, "");
    buf_puts(&q->text, " = ");
    put_place(q, (struct place_value){ .field = theirs, .value = v });
}

/* Our record itself: their reference to it. */
static enum outcome match_us(struct question *q, const struct fact *f, const struct field *theirs,
                             int64_t id, struct error *e)
{
    if (theirs->type->storage != STORED_REFERENCE)
        return unfit(f, theirs->id, e);
    q->hopeless |= id == 0;
    column_name(&q->text, theirs, "_id");
    buf_puts(&q->text, " = ");
    put_place(q, (struct place_value){ .number = id });
    return DONE;
}

/* The record our reference names. */
static enum outcome match_id(struct question *q, const struct fact *f, const struct record *r,
                             const char *ours, struct error *e)
{
    const struct value *v = record_value(r, ours);
    if (!v)
        return unfit(f, ours, e);
    q->hopeless |= v->num == 0;
    buf_puts(&q->text, "\"id\" = ");
    put_place(q, (struct place_value){ .number = v->num });
    return DONE;
}

static enum outcome add_match(struct question *q, const struct fact *f, const struct kind *k,
                              const struct record *r, const struct fact_match *m, struct error *e)
{
    const struct field *theirs = kind_field(k, m->theirs);
    const struct value *v = NULL;
    enum outcome o = DONE;
    buf_puts(&q->text, " AND ");
    if (strcmp(m->theirs, "id") == 0)
        return match_id(q, f, r, m->ours, e);
    if (!theirs || (theirs->flags & FIELD_DERIVED))
        return unfit(f, m->theirs, e);
    if (strcmp(m->ours, "id") == 0)
        return match_us(q, f, theirs, r->id, e);
    if (m->ours[0] == '=')
        o = literal(q, f, theirs, m->ours + 1, &v, e);
    else if (!(v = record_value(r, m->ours)))
        return unfit(f, m->ours, e);
    if (o == DONE && v)
        match_value(q, theirs, v);
    return o;
}

/* States by name; without names all but hidden ones. */
static void add_states(struct question *q, const struct fact *f, const struct kind *k)
{
    const char *comma = "";
    buf_printf(&q->text, " AND \"state\" %s (", f->states ? "IN" : "NOT IN");
    for (size_t i = 0; f->states && f->states[i]; i++, comma = ", ") {
        buf_puts(&q->text, comma);
        put_place(q, (struct place_value){ .text = f->states[i] });
    }
    for (const struct state *st = !f->states && k->flow ? k->flow->states : NULL; st && st->id;
         st++) {
        if (!(st->flags & STATE_HIDDEN))
            continue;
        buf_puts(&q->text, comma);
        put_place(q, (struct place_value){ .text = st->id });
        comma = ", ";
    }
    if (!f->states) {
        buf_puts(&q->text, comma);
        put_place(q, (struct place_value){ .text = state_discarded.id });
    }
    buf_putc(&q->text, ')');
}

static enum outcome add_days(struct question *q, const struct fact *f, const struct kind *k,
                             const struct record *r, day today, struct error *e)
{
    const struct field *theirs = f->day_field ? kind_field(k, f->day_field) : NULL;
    const struct value *ours = f->our_day ? record_value(r, f->our_day) : NULL;
    if (!f->day_field)
        return DONE;
    if (!theirs || theirs->type != &type_date || (f->our_day && !ours) ||
        q->literal_count + 2 > COUNT(q->literals))
        return unfit(f, f->day_field, e);
    q->hopeless |= ours && !ours->set;
    int64_t middle = ours && ours->set ? ours->num : today;
    struct value *from = &q->literals[q->literal_count++];
    struct value *to = &q->literals[q->literal_count++];
    value_set_number(from, middle - f->within_days);
    value_set_number(to, middle + f->within_days);
    buf_puts(&q->text, " AND ");
    column_name(&q->text, theirs, "");
    buf_puts(&q->text, " >= ");
    put_place(q, (struct place_value){ .field = theirs, .value = from });
    buf_puts(&q->text, " AND ");
    column_name(&q->text, theirs, "");
    buf_puts(&q->text, " <= ");
    put_place(q, (struct place_value){ .field = theirs, .value = to });
    return DONE;
}

/* ---- The question as a whole ---- */

static void add_wanted(struct question *q, const struct fact *f, const struct field *wanted)
{
    if (f->op == FACT_COUNT)
        buf_puts(&q->text, "count(*)");
    else if (f->op == FACT_EXISTS)
        buf_puts(&q->text, "1");
    if (f->op == FACT_SUM)
        buf_puts(&q->text, "coalesce(sum(");
    if (wanted)
        column_name(&q->text, wanted, "");
    if (f->op == FACT_SUM)
        buf_puts(&q->text, "), 0)");
    if (f->op == FACT_LATEST && field_column_count(wanted) == 2) {
        buf_puts(&q->text, ", ");
        column_name(&q->text, wanted, "_id");
    }
}

static void add_order(struct question *q, const struct fact *f, const struct field *wanted)
{
    if (f->op == FACT_EXISTS)
        buf_puts(&q->text, " LIMIT 1");
    if (f->op != FACT_LATEST || !wanted)
        return;
    buf_puts(&q->text, " AND ");
    column_name(&q->text, wanted, "");
    buf_puts(&q->text, " IS NOT NULL ORDER BY ");
    sql_name(&q->text, f->day_field ? f->day_field : wanted->id);
    buf_puts(&q->text, " DESC, \"id\" DESC LIMIT 1");
}

static enum outcome ask(struct question *q, const struct fact *f, const struct kind *k,
                        const struct field *wanted, const struct record *r, day today,
                        struct error *e)
{
    enum outcome o = DONE;
    buf_puts(&q->text, "SELECT ");
    add_wanted(q, f, wanted);
    buf_puts(&q->text, " FROM ");
    table_name(&q->text, k, NULL);
    buf_puts(&q->text, " WHERE \"id\" <> "); /* a fact is about other records */
    put_place(q, (struct place_value){ .number = r->id });
    for (const struct fact_match *m = f->match; o == DONE && m && m->theirs; m++)
        o = add_match(q, f, k, r, m, e);
    if (o == DONE)
        o = add_days(q, f, k, r, today, e);
    if (o != DONE)
        return o;
    add_states(q, f, k);
    add_order(q, f, wanted);
    return DONE;
}

static void bind(struct sql *sql, const struct question *q)
{
    for (int i = 0; i < q->count; i++) {
        const struct place_value *p = &q->places[i];
        if (p->field)
            sql_value(sql, i + 1, p->field, p->value);
        else if (p->text)
            sql_str_static(sql, i + 1, p->text);
        else
            sql_int(sql, i + 1, p->number);
    }
}

static enum outcome put_value(const struct sql *sql, const struct fact *f,
                              const struct field *wanted, struct answers *a, struct error *e)
{
    struct value v = { 0 };
    struct buf text = { 0 };
    enum outcome o = col_value(sql, 0, wanted, &v, e);
    if (o == DONE && v.set)
        field_format(wanted, &v, SPELL_CANONICAL, &text);
    if (o == DONE)
        answers_put(a, f->id, v.num, buf_text(&text));
    value_clear(&v);
    buf_free(&text);
    return o;
}

static enum outcome read_answer(struct store *s, const struct question *q, const struct fact *f,
                                const struct field *wanted, struct answers *a, struct error *e)
{
    struct sql *sql;
    bool row;
    enum outcome o = sql_open(&s->db, buf_text(&q->text), &sql, e);
    if (o != DONE)
        return o;
    bind(sql, q);
    o = sql_row(sql, &row, e);
    if (o == DONE && row && f->op == FACT_LATEST)
        o = put_value(sql, f, wanted, a, e);
    else if (o == DONE)
        answers_put(a, f->id, row ? col_int(sql, 0) : 0, "");
    sql_close(sql);
    return o;
}

static enum outcome answer_query(struct store *s, const struct record *r, const struct fact *f,
                                 day today, struct answers *a, struct error *e)
{
    const struct kind *k = f->kind ? registry_find(s->registry, f->kind) : NULL;
    const struct field *wanted = k && f->field ? kind_field(k, f->field) : NULL;
    bool needs_field = f->op == FACT_SUM || f->op == FACT_LATEST;
    struct question q = { 0 };
    if (!k)
        return unfit(f, f->kind ? f->kind : "", e);
    if (needs_field && (!wanted || (wanted->flags & FIELD_DERIVED)))
        return unfit(f, f->field ? f->field : "", e);
    enum outcome o = ask(&q, f, k, needs_field ? wanted : NULL, r, today, e);
    if (o == DONE && q.hopeless)
        answers_put(a, f->id, 0, "");
    else if (o == DONE)
        o = read_answer(s, &q, f, wanted, a, e);
    question_free(&q);
    return o;
}

static enum outcome answer_rule(struct store *s, const struct record *r, const struct fact *f,
                                day today, struct answers *a, struct error *e)
{
    struct buf office = { 0 }, value = { 0 };
    int64_t number = 0;
    enum outcome o = office_code(s, r, &office, e);
    if (o == DONE)
        o = store_rule(s, f->id, buf_text(&office), rule_day(r, today), &value, e);
    if (o == DONE) {
        if (!integer_parse(buf_text(&value), &number))
            number = 0;
        answers_put(a, f->id, number, buf_text(&value));
    }
    buf_free(&office);
    buf_free(&value);
    return o;
}

enum outcome store_answer(struct store *s, const struct record *r, const struct fact *facts,
                          day today, struct answers *a, struct error *e)
{
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    for (const struct fact *f = facts; o == DONE && f && f->id; f++)
        o = f->op == FACT_RULE ? answer_rule(s, r, f, today, a, e)
                               : answer_query(s, r, f, today, a, e);
    read_leave(s, mine);
    return o;
}
