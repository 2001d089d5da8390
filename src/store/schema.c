/* schema.c - tables and indexes out of the catalogue, and their growth: what the catalogue has and
 * the file has not is added at open. Any other change is a migration of its own. */
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "others.h"

/* ---- Tables every store has ---- */

static const char *const system_tables[] = {
    "CREATE TABLE \"meta\" (\"key\" TEXT PRIMARY KEY, \"value\" TEXT NOT NULL) STRICT, "
    "WITHOUT ROWID",
    "CREATE TABLE \"txn\" (\"uuid\" TEXT PRIMARY KEY, \"desk\" INTEGER NOT NULL, "
    "\"at\" TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE \"history\" (\"seq\" INTEGER PRIMARY KEY, \"previous\" BLOB NOT NULL, "
    "\"txn\" TEXT NOT NULL, \"author\" TEXT NOT NULL, \"desk\" INTEGER NOT NULL, "
    "\"at\" TEXT NOT NULL, \"kind\" TEXT NOT NULL, \"record\" INTEGER NOT NULL, "
    "\"rev\" INTEGER NOT NULL, \"step\" TEXT NOT NULL, \"note\" TEXT NOT NULL, "
    "\"before\" BLOB NOT NULL, \"after\" BLOB NOT NULL, \"digest\" BLOB NOT NULL, "
    "\"batch\" INTEGER NOT NULL, \"signer\" BLOB NOT NULL, \"hash\" BLOB NOT NULL, "
    "\"signature\" BLOB NOT NULL) STRICT",
    "CREATE INDEX \"history_record\" ON \"history\" (\"record\", \"rev\")",
    /* One row for each record a part of an import touched; before and after only where it changed
     * an existing one. */
    "CREATE TABLE \"history_row\" (\"batch\" INTEGER NOT NULL, \"part\" INTEGER NOT NULL, "
    "\"position\" INTEGER NOT NULL, \"kind\" TEXT NOT NULL, \"record\" INTEGER NOT NULL, "
    "\"rev\" INTEGER NOT NULL, \"digest\" BLOB NOT NULL, \"before\" BLOB, \"after\" BLOB, "
    "PRIMARY KEY (\"batch\", \"part\", \"position\")) STRICT, WITHOUT ROWID",
    "CREATE INDEX \"history_row_record\" ON \"history_row\" (\"record\", \"rev\")",
    "CREATE TABLE \"batch\" (\"id\" INTEGER PRIMARY KEY, \"kind\" TEXT NOT NULL, "
    "\"source\" TEXT NOT NULL, \"source_hash\" BLOB NOT NULL, \"origin\" INTEGER NOT NULL, "
    "\"part\" INTEGER NOT NULL, \"created\" INTEGER NOT NULL, \"changed\" INTEGER NOT NULL, "
    "\"unchanged\" INTEGER NOT NULL, \"rejected\" INTEGER NOT NULL, \"rows\" INTEGER NOT NULL, "
    "\"closed\" INTEGER NOT NULL, \"at\" TEXT NOT NULL) STRICT",
    "CREATE TABLE \"counter\" (\"prefix\" TEXT PRIMARY KEY, \"last\" INTEGER NOT NULL) STRICT, "
    "WITHOUT ROWID",
    "CREATE TABLE \"tally\" (\"kind\" TEXT NOT NULL, \"state\" TEXT NOT NULL, "
    "\"n\" INTEGER NOT NULL, PRIMARY KEY (\"kind\", \"state\")) STRICT, WITHOUT ROWID",
};

static const char *const system_names[] = {
    "meta", "txn", "history", "history_row", "batch", "counter", "tally", "search",
};

static enum outcome do_buf(struct store *s, struct buf *text, struct error *e)
{
    enum outcome o = sql_do(&s->db, buf_text(text), e);
    buf_free(text);
    return o;
}

/* ---- Tables of kinds ---- */

static void add_columns(struct buf *b, const struct field *fields)
{
    for (const struct field *f = fields; f && f->id; f++) {
        struct field_column columns[FIELD_COLUMNS_MAX];
        size_t n = written_columns(columns, f);
        for (size_t i = 0; i < n; i++) {
            buf_puts(b, ", ");
            column_name(b, f, columns[i].suffix);
            buf_printf(b, " %s", columns[i].type);
        }
    }
}

static enum outcome create_table(struct store *s, const struct kind *k, const struct line_kind *l,
                                 struct error *e)
{
    struct buf b = { 0 };
    buf_puts(&b, "CREATE TABLE ");
    table_name(&b, k, l);
    buf_puts(&b, " (\"id\" INTEGER PRIMARY KEY, ");
    if (l) {
        buf_puts(&b, "\"parent\" INTEGER NOT NULL REFERENCES ");
        table_name(&b, k, NULL);
        buf_puts(&b, ", \"position\" INTEGER NOT NULL, \"gone\" INTEGER NOT NULL");
    } else {
        buf_puts(&b, "\"rev\" INTEGER NOT NULL, \"state\" TEXT NOT NULL, "
                     "\"origin\" INTEGER NOT NULL, \"batch\" INTEGER NOT NULL, "
                     "\"changed_at\" TEXT NOT NULL");
    }
    add_columns(&b, l ? l->fields : k->fields);
    buf_puts(&b, ") STRICT");
    return do_buf(s, &b, e);
}

/* ---- Indexes. SQLite keeps the id at the end of each by itself. ---- */

static enum outcome create_index(struct store *s, const struct kind *k, const char *role,
                                 const struct field *f, const char *suffix, struct error *e)
{
    struct buf b = { 0 };
    buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
    index_name(&b, k, role, f->id);
    buf_puts(&b, " ON ");
    table_name(&b, k, NULL);
    buf_puts(&b, " (");
    column_name(&b, f, suffix);
    buf_putc(&b, ')');
    return do_buf(s, &b, e);
}

static enum outcome index_field(struct store *s, const struct kind *k, const struct field *f,
                                struct error *e)
{
    bool number = k->number && strcmp(f->id, k->number) == 0;
    bool indexed = (f->flags & FIELD_INDEXED) != 0;
    enum outcome o = DONE;
    if (indexed || number || f == kind_sort_field(k))
        o = create_index(s, k, "by", f, "", e);
    if (o == DONE && indexed && f->type->storage == STORED_REFERENCE)
        o = create_index(s, k, "link", f, "_id", e);
    if (o == DONE && (f->flags & FIELD_TAIL))
        o = create_index(s, k, "tail", f, "_tail", e);
    return o;
}

static enum outcome index_state(struct store *s, const struct kind *k, struct error *e)
{
    struct buf b = { 0 };
    buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
    index_name(&b, k, "state", NULL);
    buf_puts(&b, " ON ");
    table_name(&b, k, NULL);
    buf_puts(&b, " (\"state\"");
    if (kind_sort_field(k)) {
        buf_puts(&b, ", ");
        column_name(&b, kind_sort_field(k), "");
    }
    buf_putc(&b, ')');
    return do_buf(s, &b, e);
}

static enum outcome index_natural(struct store *s, const struct kind *k, struct error *e)
{
    struct buf b = { 0 };
    if (!k->natural_key || !k->natural_key[0])
        return DONE;
    buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
    index_name(&b, k, "natural", NULL);
    buf_puts(&b, " ON ");
    table_name(&b, k, NULL);
    for (size_t i = 0; k->natural_key[i]; i++) {
        buf_puts(&b, i ? ", " : " (");
        sql_name(&b, k->natural_key[i]);
    }
    buf_putc(&b, ')');
    return do_buf(s, &b, e);
}

static enum outcome index_lines(struct store *s, const struct kind *k, const struct line_kind *l,
                                struct error *e)
{
    struct buf b = { 0 }, name = { 0 };
    buf_printf(&name, "%s_%s_parent", k->id, l->id);
    buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
    sql_name(&b, buf_text(&name));
    buf_puts(&b, " ON ");
    table_name(&b, k, l);
    buf_puts(&b, " (\"parent\", \"position\")");
    buf_free(&name);
    return do_buf(s, &b, e);
}

/* By what stands in an indexed field of the lines of any record. */
static enum outcome index_line_fields(struct store *s, const struct kind *k,
                                      const struct line_kind *l, struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = l->fields; o == DONE && f->id; f++) {
        struct buf b = { 0 }, name = { 0 };
        if (!(f->flags & FIELD_INDEXED))
            continue;
        buf_printf(&name, "%s_%s_by_%s", k->id, l->id, f->id);
        buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
        sql_name(&b, buf_text(&name));
        buf_puts(&b, " ON ");
        table_name(&b, k, l);
        buf_puts(&b, " (");
        column_name(&b, f, "");
        buf_putc(&b, ')');
        buf_free(&name);
        o = do_buf(s, &b, e);
    }
    return o;
}

static enum outcome index_lapses(struct store *s, const struct kind *k, const struct line_kind *l,
                                 struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = l ? l->fields : k->fields; o == DONE && f && f->id; f++) {
        struct buf b = { 0 };
        if (!(f->flags & FIELD_EXPIRES))
            continue;
        buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
        lapse_index_name(&b, k, l, f);
        buf_puts(&b, " ON ");
        table_name(&b, k, l);
        buf_puts(&b, l ? " (" : " (\"state\", ");
        column_name(&b, f, "");
        buf_putc(&b, ')');
        o = do_buf(s, &b, e);
    }
    return o;
}

static enum outcome index_series(struct store *s, const struct kind *k, struct error *e)
{
    struct buf b = { 0 };
    if (!k->series)
        return DONE;
    buf_puts(&b, "CREATE INDEX IF NOT EXISTS ");
    index_name(&b, k, "series", NULL);
    buf_puts(&b, " ON ");
    table_name(&b, k, NULL);
    buf_puts(&b, " (");
    column_name(&b, kind_field(k, k->series[0]), "_id");
    buf_puts(&b, ", ");
    column_name(&b, kind_field(k, k->series[1]), "");
    buf_putc(&b, ')');
    return do_buf(s, &b, e);
}

static enum outcome index_kind(struct store *s, const struct kind *k, struct error *e)
{
    enum outcome o = index_state(s, k, e);
    if (o == DONE)
        o = index_natural(s, k, e);
    if (o == DONE)
        o = index_series(s, k, e);
    for (const struct field *f = k->fields; o == DONE && f && f->id; f++)
        o = index_field(s, k, f, e);
    if (o == DONE)
        o = index_lapses(s, k, NULL, e);
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = index_lines(s, k, &k->lines[i], e);
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = index_lapses(s, k, &k->lines[i], e);
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = index_line_fields(s, k, &k->lines[i], e);
    return o;
}

/* ---- The catalogue as the file remembers it: one line for each table and field ----
 *
 *   permit -received_on aju          the kind: its sort, natural key and, behind a /, its series
 *   permit.applicant reference it    the field: its type, i indexed, t tail, e expires
 *   permit/item                      the line kind
 *   permit/item.hs hs */

/* A time of day is text to the file, a paper's code a note: what fields that hold one were before
 * it was a type. */
static const char *type_told(const struct field *f)
{
    return f->type == &type_time         ? type_text.name
           : f->type == &type_paper_code ? type_note.name
                                         : f->type->name;
}

static void describe_fields(struct buf *b, const char *prefix, const struct field *fields)
{
    for (const struct field *f = fields; f && f->id; f++)
        buf_printf(b, "%s.%s %s %s%s%s\n", prefix, f->id, type_told(f),
                   f->flags & FIELD_INDEXED ? "i" : "", f->flags & FIELD_TAIL ? "t" : "",
                   f->flags & FIELD_EXPIRES ? "e" : "");
}

static void describe_kind(struct buf *b, const struct kind *k)
{
    buf_printf(b, "%s %s", k->id, k->sort ? k->sort : "");
    for (size_t i = 0; k->natural_key && k->natural_key[i]; i++)
        buf_printf(b, " %s", k->natural_key[i]);
    for (size_t i = 0; k->series && k->series[i]; i++)
        buf_printf(b, "%s%s", i ? " " : " /", k->series[i]);
    buf_putc(b, '\n');
    describe_fields(b, k->id, k->fields);
    for (size_t i = 0; i < line_kind_count(k); i++) {
        struct buf prefix = { 0 };
        buf_printf(&prefix, "%s/%s", k->id, k->lines[i].id);
        buf_printf(b, "%s\n", buf_text(&prefix));
        describe_fields(b, buf_text(&prefix), k->lines[i].fields);
        buf_free(&prefix);
    }
}

static void describe(struct buf *b, const struct registry *g)
{
    for (size_t i = 0; g->kinds[i]; i++)
        describe_kind(b, g->kinds[i]);
}

/* The line that begins with key and ends there or at a blank; NULL: none. */
static const char *find_line(const char *text, const char *key, size_t key_length)
{
    for (const char *p = text; *p; p = strchr(p, '\n') + 1)
        if (strncmp(p, key, key_length) == 0 && (p[key_length] == ' ' || p[key_length] == '\n'))
            return p;
    return NULL;
}

static bool lines_same(const char *a, const char *b)
{
    size_t n = strcspn(a, "\n");
    return n == strcspn(b, "\n") && strncmp(a, b, n) == 0;
}

/* Up to and with the second word: name and type of a field. */
static size_t name_and_type(const char *line)
{
    size_t n = strcspn(line, " \n");
    return line[n] == ' ' ? n + 1 + strcspn(line + n + 1, " \n") : n;
}

/* The file must not know what this program does not: a record saved without a field it has would
 * no longer be what its history says. */
static enum outcome refuse_unknown(const struct store *s, const char *theirs, const char *ours,
                                   struct error *e)
{
    for (const char *p = theirs; *p; p = strchr(p, '\n') + 1) {
        size_t key = strcspn(p, " \n");
        const char *line = find_line(ours, p, key);
        bool field = memchr(p, '.', key) != NULL;
        size_t n = name_and_type(p);
        if (line && (!field || (name_and_type(line) == n && strncmp(line, p, n) == 0)))
            continue;
        return fail(e, FAULT,
                    _("The database %s was extended by a newer loket (%.*s). Update loket on this "
                      "desk."),
                    s->db.path, (int)key, p);
    }
    return DONE;
}

/* ---- Growth ---- */

static enum outcome add_column(struct store *s, const struct kind *k, const struct line_kind *l,
                               const struct field *f, const struct field_column *c, struct error *e)
{
    struct buf b = { 0 };
    buf_puts(&b, "ALTER TABLE ");
    table_name(&b, k, l);
    buf_puts(&b, " ADD COLUMN ");
    column_name(&b, f, c->suffix);
    buf_printf(&b, " %s", c->type);
    return do_buf(s, &b, e);
}

/* A field that becomes findable by its tail: the tails of the rows that are there. */
static enum outcome fill_tails(struct store *s, const struct kind *k, const struct line_kind *l,
                               const struct field *f, struct error *e)
{
    struct buf select = { 0 }, update = { 0 }, tail = { 0 };
    struct sql *rows = NULL, *set = NULL;
    bool row = true;
    buf_puts(&select, "SELECT \"id\", ");
    column_name(&select, f, "");
    buf_puts(&select, " FROM ");
    table_name(&select, k, l);
    buf_puts(&update, "UPDATE ");
    table_name(&update, k, l);
    buf_puts(&update, " SET ");
    column_name(&update, f, "_tail");
    buf_puts(&update, " = $1 WHERE \"id\" = $2");
    enum outcome o = sql_open(&s->db, buf_text(&select), &rows, e);
    while (o == DONE && (o = sql_row(rows, &row, e)) == DONE && row) {
        buf_reset(&tail);
        tail_of(col_str(rows, 1), &tail);
        if ((o = sql_open(&s->db, buf_text(&update), &set, e)) != DONE)
            break;
        sql_str(set, 1, tail.len ? tail.data : NULL);
        sql_int(set, 2, col_int(rows, 0));
        o = sql_run(set, e);
    }
    sql_close(rows);
    buf_free(&select);
    buf_free(&update);
    buf_free(&tail);
    return o;
}

static bool line_has_tail(const char *line)
{
    size_t flags = name_and_type(line);
    return memchr(line + flags, 't', strcspn(line, "\n") - flags) != NULL;
}

static enum outcome extend_fields(struct store *s, const struct kind *k, const struct line_kind *l,
                                  const char *theirs, struct error *e)
{
    enum outcome o = DONE;
    for (const struct field *f = l ? l->fields : k->fields; o == DONE && f && f->id; f++) {
        struct buf key = { 0 };
        buf_printf(&key, "%s%s%s.%s", k->id, l ? "/" : "", l ? l->id : "", f->id);
        const char *line = find_line(theirs, buf_text(&key), key.len);
        buf_free(&key);
        struct field_column columns[FIELD_COLUMNS_MAX];
        size_t n = written_columns(columns, f);
        if (!line) {
            for (size_t i = 0; o == DONE && i < n; i++)
                o = add_column(s, k, l, f, &columns[i], e);
        } else if ((f->flags & FIELD_TAIL) && !line_has_tail(line)) {
            o = add_column(s, k, l, f, &columns[n - 1], e);
            if (o == DONE)
                o = fill_tails(s, k, l, f, e);
        }
    }
    return o;
}

static enum outcome extend_table(struct store *s, const struct kind *k, const struct line_kind *l,
                                 const char *theirs, struct error *e)
{
    struct buf key = { 0 };
    buf_printf(&key, "%s%s%s", k->id, l ? "/" : "", l ? l->id : "");
    bool known = find_line(theirs, buf_text(&key), key.len) != NULL;
    buf_free(&key);
    return known ? extend_fields(s, k, l, theirs, e) : create_table(s, k, l, e);
}

/* A changed sort or natural key keeps the index's name but not its columns. */
static enum outcome drop_if_changed(struct store *s, const struct kind *k, const char *theirs,
                                    const char *ours, struct error *e)
{
    const char *a = find_line(theirs, k->id, strlen(k->id));
    const char *b = find_line(ours, k->id, strlen(k->id));
    static const char *const roles[] = { "state", "natural", "series" };
    enum outcome o = DONE;
    if (!a || lines_same(a, b))
        return DONE;
    for (size_t i = 0; o == DONE && i < COUNT(roles); i++) {
        struct buf text = { 0 };
        buf_puts(&text, "DROP INDEX IF EXISTS ");
        index_name(&text, k, roles[i], NULL);
        o = do_buf(s, &text, e);
    }
    return o;
}

static enum outcome extend_kind(struct store *s, const struct kind *k, const char *theirs,
                                const char *ours, struct error *e)
{
    enum outcome o = extend_table(s, k, NULL, theirs, e);
    for (size_t i = 0; o == DONE && i < line_kind_count(k); i++)
        o = extend_table(s, k, &k->lines[i], theirs, e);
    if (o == DONE)
        o = drop_if_changed(s, k, theirs, ours, e);
    return o == DONE ? index_kind(s, k, e) : o;
}

static void digest_hex(const char *text, char out[2 * HASH_BYTES + 1])
{
    unsigned char hash[HASH_BYTES];
    hash_bytes(text, strlen(text), hash);
    hash_hex(hash, out);
}

static enum outcome extend_all(struct store *s, const char *theirs, const char *ours,
                               struct error *e)
{
    char digest[2 * HASH_BYTES + 1];
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && s->registry->kinds[i]; i++)
        o = extend_kind(s, s->registry->kinds[i], theirs, ours, e);
    digest_hex(ours, digest);
    if (o == DONE)
        o = meta_write(s, "catalogue", ours, e);
    return o == DONE ? meta_write(s, "catalogue_digest", digest, e) : o;
}

/* Tables of kinds must not take the names of ours. */
static enum outcome check_names(const struct store *s, struct error *e)
{
    for (size_t i = 0; s->registry->kinds[i]; i++)
        for (size_t n = 0; n < COUNT(system_names); n++)
            if (strcmp(s->registry->kinds[i]->id, system_names[n]) == 0)
                return fail(e, MISUSED, _("No kind may be called “%s”: choose another id."),
                            system_names[n]);
    return DONE;
}

enum outcome schema_create(struct store *s, struct error *e)
{
    struct buf ours = { 0 };
    enum outcome o = check_names(s, e);
    for (size_t i = 0; o == DONE && i < COUNT(system_tables); i++)
        o = sql_do(&s->db, system_tables[i], e);
    if (o == DONE)
        o = search_create(s, e);
    describe(&ours, s->registry);
    if (o == DONE)
        o = extend_all(s, "", buf_text(&ours), e);
    buf_free(&ours);
    return o;
}

/* Inside a write transaction: another desk may have done it since we looked. */
static enum outcome extend_now(struct store *s, const char *ours, struct error *e)
{
    struct buf theirs = { 0 };
    enum outcome o = sql_do(&s->db, "BEGIN IMMEDIATE", e);
    if (o != DONE)
        return o;
    o = store_meta_get(s, "catalogue", &theirs, e);
    if (o == DONE)
        o = refuse_unknown(s, buf_text(&theirs), ours, e);
    if (o == DONE && strcmp(buf_text(&theirs), ours) != 0)
        o = extend_all(s, buf_text(&theirs), ours, e);
    buf_free(&theirs);
    if (o == DONE)
        o = sql_do(&s->db, "COMMIT", e);
    if (o != DONE)
        sql_do(&s->db, "ROLLBACK", NULL);
    else
        bell_ring_alone(s);
    return o;
}

/* Appends what the registry says; *same: the file says it, too. */
static enum outcome compare(struct store *s, struct buf *ours, bool *same, struct error *e)
{
    struct buf known = { 0 };
    char digest[2 * HASH_BYTES + 1];
    describe(ours, s->registry);
    digest_hex(buf_text(ours), digest);
    enum outcome o = store_meta_get(s, "catalogue_digest", &known, e);
    *same = strcmp(buf_text(&known), digest) == 0;
    buf_free(&known);
    return o;
}

enum outcome store_copy_readable(struct store *s, struct error *e)
{
    struct buf ours = { 0 };
    bool same;
    enum outcome o = compare(s, &ours, &same, e);
    if (o == DONE && !same)
        o = fail(e, REFUSED,
                 _("The copy %s was made by another version of loket. `loket restore %s --drill` "
                   "checks it as this version would read it."),
                 s->db.path, s->db.path);
    buf_free(&ours);
    return o;
}

enum outcome schema_extend(struct store *s, struct error *e)
{
    struct buf ours = { 0 };
    bool same;
    enum outcome o = compare(s, &ours, &same, e);
    if (o == DONE && !same)
        o = extend_now(s, buf_text(&ours), e);
    buf_free(&ours);
    return o;
}

enum outcome schema_fits(struct store *s, struct error *e)
{
    struct buf ours = { 0 }, theirs = { 0 };
    bool same;
    enum outcome o = compare(s, &ours, &same, e);
    if (o == DONE && !same)
        o = store_meta_get(s, "catalogue", &theirs, e);
    if (o == DONE && !same)
        o = refuse_unknown(s, buf_text(&theirs), buf_text(&ours), e);
    if (o == DONE && !same)
        o = fail(e, FAULT,
                 _("The database %s was made by an older loket and cannot be brought up to date, "
                   "because it may not be written: %s"),
                 s->db.path, buf_text(&s->read_only));
    buf_free(&ours);
    buf_free(&theirs);
    return o;
}
