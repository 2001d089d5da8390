/* name.c - the table of names: every text by which a row of a reference kind is meant, and the last
 * digits of its numbers. Imports ask it for each cell, look-ups for each key. */
#include <stdlib.h>
#include <string.h>

#include "finding.h"

enum { NAME_MAX_BYTES = 400 }; /* folded; longer names are cut alike on both sides */

/* ---- Which kinds have names ---- */

static bool refers_to(const struct field *fields, const char *kind)
{
    for (size_t i = 0; fields[i].id; i++)
        if (fields[i].type->storage == STORED_REFERENCE && text_same(fields[i].kind, kind))
            return true;
    return false;
}

static bool kind_refers_to(const struct kind *k, const char *kind)
{
    if (refers_to(k->fields, kind))
        return true;
    for (size_t i = 0; i < line_kind_count(k); i++)
        if (refers_to(k->lines[i].fields, kind))
            return true;
    return false;
}

bool kind_has_names(const struct registry *g, const struct kind *k)
{
    if (k->flags & KIND_REFERENCE)
        return true;
    for (const struct kind *const *other = g->kinds; *other; other++)
        if (kind_refers_to(*other, k->id))
            return true;
    return false;
}

/* ---- The names of a record ---- */

struct name {
    char *folded;
    enum name_rank rank;
};

struct names {
    struct name *at;
    size_t count;
};

static void names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->at[i].folded);
    free(n->at);
    *n = (struct names){ 0 };
}

static int compare(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);
    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

void name_fold(const char *text, struct buf *out)
{
    size_t from = out->len;
    utf8_fold(text, out);
    if (out->len - from <= NAME_MAX_BYTES)
        return;
    size_t end = from + NAME_MAX_BYTES;
    while (end > from && ((unsigned char)out->data[end] & 0xC0) == 0x80)
        end--;
    out->len = end;
    out->data[end] = '\0';
}

static void add_name(struct names *n, char *folded, enum name_rank rank)
{
    if (!*folded) {
        free(folded);
        return;
    }
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->at[i].folded, folded) == 0) {
            if (rank < n->at[i].rank)
                n->at[i].rank = rank;
            free(folded);
            return;
        }
    }
    n->at = xreallocarray(n->at, n->count + 1, sizeof *n->at);
    n->at[n->count++] = (struct name){ folded, rank };
}

static void add_folded(struct names *n, const char *text, enum name_rank rank)
{
    struct buf folded = { 0 };
    name_fold(text, &folded);
    add_name(n, buf_take(&folded), rank);
}

static void add_tail(struct names *n, const char *text)
{
    struct buf tail = { 0 };
    name_tail(text, &tail);
    add_name(n, buf_take(&tail), NAME_TAIL);
}

void name_tail(const char *text, struct buf *out)
{
    buf_putc(out, '~'); /* no folded text begins so */
    tail_of(text, out);
}

/* "PT Lama; PT Lama Sekali": each spelling by itself. */
static void add_spellings(struct names *n, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, ";\n");
        char *one = xstrndup(text, length);
        add_folded(n, one, NAME_ALIAS);
        free(one);
        text += length;
        text += *text != '\0';
    }
}

/* Numbers of people and firms are known by their last digits. */
bool is_number_field(const struct field *f)
{
    return f->type == &type_npwp || f->type == &type_nitku || f->type == &type_nik ||
           f->type == &type_nip || f->type == &type_phone || f->type == &type_serial;
}

static void add_lookup(struct names *n, const struct record *r, const char *field)
{
    const struct field *f = kind_field(r->kind, field);
    const char *text = record_text(r, field);
    if (!f || !*text || (f->flags & (FIELD_SEALED | FIELD_DERIVED)))
        return;
    if (is_number_field(f))
        add_tail(n, text);
    else if (strcmp(field, "aliases") == 0)
        add_spellings(n, text);
    else
        add_folded(n, text, NAME_ALIAS);
}

static void names_of(const struct record *r, struct names *n)
{
    const struct kind *k = r->kind;
    if (k->code)
        add_folded(n, record_text(r, k->code), NAME_CODE);
    if (k->title)
        add_folded(n, record_text(r, k->title), NAME_TITLE);
    if (kind_field(k, "aliases"))
        add_lookup(n, r, "aliases");
    for (const char *const *field = k->lookup; field && *field; field++)
        add_lookup(n, r, *field);
    for (const struct field *f = k->fields; f->id; f++)
        if (f->flags & FIELD_TAIL)
            add_lookup(n, r, f->id);
    if (n->count)
        qsort(n->at, n->count, sizeof *n->at, compare);
}

/* ---- Keeping them ---- */

static enum outcome names_stored(struct store *s, int64_t id, struct names *n, struct error *e)
{
    struct sql *q = NULL;
    bool row = true;
    enum outcome o = sql_open(&s->db, "SELECT folded, rank FROM name WHERE record = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        n->at = xreallocarray(n->at, n->count + 1, sizeof *n->at);
        n->at[n->count++] = (struct name){ xstrdup(col_str(q, 0)), (enum name_rank)col_int(q, 1) };
    }
    sql_close(q);
    if (n->count)
        qsort(n->at, n->count, sizeof *n->at, compare);
    return o;
}

static bool names_same(const struct names *a, const struct names *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = compare(&a->at[i], &b->at[i]) == 0;
    return same;
}

static enum outcome names_drop(struct store *s, int64_t id, struct error *e)
{
    struct sql *q = NULL;
    enum outcome o = sql_open(&s->db, "DELETE FROM name WHERE record = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    return sql_run(q, e);
}

static enum outcome names_write(struct store *s, const struct record *r, const struct names *n,
                                struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < n->count; i++) {
        struct sql *q = NULL;
        o = sql_open(
            &s->db, "INSERT INTO name (kind, folded, rank, record) VALUES ($1, $2, $3, $4)", &q, e);
        if (o != DONE)
            break;
        sql_str(q, 1, r->kind->id);
        sql_str(q, 2, n->at[i].folded);
        sql_int(q, 3, n->at[i].rank);
        sql_int(q, 4, r->id);
        o = sql_run(q, e);
    }
    return o;
}

enum outcome names_put(struct store *s, const struct record *r, bool insert, struct error *e)
{
    struct names now = { 0 }, before = { 0 };
    enum outcome o = DONE;
    if (s->nameless == r->kind)
        return DONE;
    if (!kind_has_names(s->registry, r->kind)) {
        s->nameless = r->kind;
        return DONE;
    }
    names_of(r, &now);
    if (!insert)
        o = names_stored(s, r->id, &before, e);
    if (o == DONE && !names_same(&now, &before)) {
        if (before.count)
            o = names_drop(s, r->id, e);
        if (o == DONE)
            o = names_write(s, r, &now, e);
    }
    names_free(&now);
    names_free(&before);
    return o;
}

/* ---- Asking for them ---- */

static const char *const walks[] = {
    [NAME_WHOLE] = "SELECT record, rank FROM name WHERE kind = $1 AND folded = $2 AND rank <= $3"
                   " ORDER BY rank, record",
    [NAME_BEGINS] = "SELECT record, rank FROM name WHERE kind = $1 AND folded >= $2"
                    " AND rank <= $3 AND folded <= $4 ORDER BY folded, rank, record",
    [NAME_PART] = "SELECT record, rank FROM name WHERE kind = $1 AND folded LIKE $2"
                  " AND rank <= $3 ORDER BY folded, rank, record",
};

/* Folded text is letters, digits and blanks, so that LIKE finds nothing special in it. */
static void bind_walk(struct sql *q, const struct kind *k, enum name_how how, const char *folded,
                      enum name_rank rank_most)
{
    struct buf text = { 0 };
    sql_str(q, 1, k->id);
    sql_int(q, 3, rank_most);
    if (how == NAME_PART)
        buf_printf(&text, "%%%s%%", folded);
    else
        buf_puts(&text, folded);
    sql_str(q, 2, buf_text(&text));
    buf_puts(&text, "\xF4\x8F\xBF\xBF"); /* U+10FFFF sorts behind all text */
    if (how == NAME_BEGINS)
        sql_str(q, 4, buf_text(&text));
    buf_free(&text);
}

enum outcome name_walk(struct store *s, const struct kind *k, enum name_how how, const char *folded,
                       enum name_rank rank_most,
                       bool (*each)(void *context, const struct name_fit *fit), void *context,
                       bool *cut, struct error *e)
{
    struct sql *q = NULL;
    bool row = true;
    *cut = false;
    enum outcome o = sql_open(&s->db, walks[how], &q, e);
    if (o != DONE)
        return o;
    bind_walk(q, k, how, folded, rank_most);
    while ((o = sql_row(q, &row, e)) == DONE && row) {
        const struct name_fit fit = { col_int(q, 0), (enum name_rank)col_int(q, 1) };
        if (!each(context, &fit))
            break;
    }
    *cut = q->cut;
    sql_close(q);
    return o;
}
