/* columns.c - how a field's value stands in its column, and back, exactly. */
#include <string.h>

#include "private.h"

static bool has_tail(const struct field *f)
{
    return (f->flags & FIELD_TAIL) != 0;
}

static bool is_reference(const struct field *f)
{
    return f->type->storage == STORED_REFERENCE;
}

void table_name(struct buf *b, const struct kind *k, const struct line_kind *l)
{
    struct buf name = { 0 };
    buf_puts(&name, k->id);
    if (l)
        buf_printf(&name, "_%s", l->id);
    sql_name(b, buf_text(&name));
    buf_free(&name);
}

void column_name(struct buf *b, const struct field *f, const char *suffix)
{
    struct buf name = { 0 };
    buf_printf(&name, "%s%s", f->id, suffix);
    sql_name(b, buf_text(&name));
    buf_free(&name);
}

void tail_of(const char *text, struct buf *out)
{
    for (size_t i = strlen(text); i-- > 0;) {
        char c = text[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
            buf_putc(out, c);
        else if (c >= 'a' && c <= 'z')
            buf_putc(out, (char)(c - 'a' + 'A'));
    }
}

const char *column_type(const struct field *f)
{
    bool text =
        f->type->storage != STORED_INTEGER || f->type == &type_date || f->type == &type_moment;
    return text ? "TEXT" : "INTEGER";
}

int field_column_count(const struct field *f)
{
    return is_reference(f) ? 2 : 1;
}

void field_columns(struct buf *b, const struct field *fields)
{
    for (const struct field *f = fields; f && f->id; f++) {
        int count = field_column_count(f);
        if (count >= 1) {
            buf_puts(b, ", ");
            column_name(b, f, "");
        }
        if (count == 2) {
            buf_puts(b, ", ");
            column_name(b, f, "_id");
        }
    }
}

size_t written_columns(struct field_column out[FIELD_COLUMNS_MAX], const struct field *f)
{
    size_t n = 0;
    out[n++] = (struct field_column){ "", column_type(f) };
    if (is_reference(f))
        out[n++] = (struct field_column){ "_id", "INTEGER" };
    if (has_tail(f))
        out[n++] = (struct field_column){ "_tail", "TEXT" };
    return n;
}

/* ---- Into columns ---- */

static void bind_day(struct sql *q, int at, day d)
{
    struct buf text = { 0 };
    day_iso(d, &text);
    sql_str(q, at, buf_text(&text));
    buf_free(&text);
}

static void bind_moment(struct sql *q, int at, moment m)
{
    struct buf text = { 0 };
    moment_iso(m, &text);
    sql_str(q, at, buf_text(&text));
    buf_free(&text);
}

void sql_value(struct sql *q, int at, const struct field *f, const struct value *v)
{
    if (!v->set)
        sql_null(q, at);
    else if (f->type == &type_date)
        bind_day(q, at, (day)v->num);
    else if (f->type == &type_moment)
        bind_moment(q, at, v->num);
    else if (f->type->storage == STORED_INTEGER)
        sql_int(q, at, v->num);
    else
        sql_str_static(q, at, v->text && *v->text ? v->text : NULL);
}

static void bind_tail(struct sql *q, int at, const struct value *v)
{
    struct buf tail = { 0 };
    tail_of(v->set && v->text ? v->text : "", &tail);
    sql_str(q, at, tail.len ? tail.data : NULL);
    buf_free(&tail);
}

int sql_field(struct sql *q, int at, const struct field *f, const struct value *v)
{
    sql_value(q, at++, f, v);
    if (is_reference(f)) {
        if (v->set && v->num != 0)
            sql_int(q, at++, v->num);
        else
            sql_null(q, at++);
    }
    if (has_tail(f))
        bind_tail(q, at++, v);
    return at;
}

static const int64_t DAY_FIRST = -719162, DAY_LAST = 2932896; /* 0001-01-01, 9999-12-31 */
static const int64_t MOMENT_LAST = INT64_C(253402300799999);  /* the last of 9999 */

/* Days and moments outside would not come back as they went in. */
enum outcome value_storable(const struct field *f, const struct value *v, struct error *e)
{
    if (!v->set)
        return DONE;
    if (f->type == &type_date && (v->num < DAY_FIRST || v->num > DAY_LAST))
        return fail_field(e, BAD_DATA, f->id, _("%s: the year must be between 1 and 9999."),
                          tr(f->label));
    if (f->type == &type_moment && (v->num < 0 || v->num > MOMENT_LAST))
        return fail_field(e, BAD_DATA, f->id, _("%s: the year must be between 1970 and 9999."),
                          tr(f->label));
    return DONE;
}

/* ---- And back ---- */

/* Exactly YYYY-MM-DD. */
static day read_day(const char *text)
{
    int part[3] = { 0 };
    static const char shape[] = "0000-00-00";
    size_t n = 0;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !digit : text[i] != '-')
            return NO_DAY;
        if (digit)
            part[n] = part[n] * 10 + (text[i] - '0');
        else
            n++;
    }
    return text[sizeof shape - 1] ? NO_DAY : day_of(part[0], part[1], part[2]);
}

static enum outcome unreadable(const struct sql *q, const struct field *f, struct error *e)
{
    return fail(e, FAULT,
                _("The database %s holds an unreadable value in “%s”: it was changed outside "
                  "loket. Run `loket verify`."),
                q->db->path, tr(f->label));
}

static enum outcome col_text_value(const struct sql *q, int at, const struct field *f,
                                   struct value *v, struct error *e)
{
    const char *text = col_str(q, at);
    if (strlen(text) != (size_t)sqlite3_column_bytes(q->stmt, at))
        return unreadable(q, f, e);
    if (is_reference(f)) {
        int64_t id = col_int(q, at + 1);
        if (id != 0 || *text)
            value_set_reference(v, id, text);
    } else {
        value_set_text(v, text);
    }
    return DONE;
}

enum outcome col_value(const struct sql *q, int at, const struct field *f, struct value *v,
                       struct error *e)
{
    if (is_reference(f) || !col_null(q, at)) {
        if (f->type == &type_date) {
            day d = read_day(col_str(q, at));
            if (d == NO_DAY)
                return unreadable(q, f, e);
            value_set_number(v, d);
        } else if (f->type == &type_moment) {
            moment m = moment_parse(col_str(q, at));
            if (m < 0)
                return unreadable(q, f, e);
            value_set_number(v, m);
        } else if (f->type->storage == STORED_INTEGER) {
            value_set_number(v, col_int(q, at));
        } else {
            return col_text_value(q, at, f, v, e);
        }
    }
    return DONE;
}

enum outcome col_fields(const struct sql *q, int *at, const struct field *fields,
                        struct value *values, struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && fields[i].id; i++) {
        int count = field_column_count(&fields[i]);
        if (count)
            o = col_value(q, *at, &fields[i], &values[i], e);
        *at += count;
    }
    return o;
}
