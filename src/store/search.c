/* search.c - words and names of records, kept beside them by each save; both can be made again from
 * the records, and neither ever holds sealed text.
 *
 * search: one row for each record: its searched text, folded, each word once, in an index of words;
 * and the ends of its numbers, so that a container or a telephone is found by its last digits, too.
 * name: for kinds that are looked up: every folded text that means a record (its code, its title,
 * other spellings), and the last digits of its numbers. */
#include <stdlib.h>
#include <string.h>

#include "finding.h"

/* detail=none: only which record holds a word, which is all that is asked. Prefixes of two and
 * three letters have their own index, since those are typed first and match most. '_' marks the
 * word that names the kind, and the ends of numbers; folded text never holds one. */
static const char *const tables[] = {
    "CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, text, detail=none, columnsize=0,"
    " prefix='2 3', tokenize=\"ascii tokenchars '_'\")",
    "CREATE TABLE name (kind TEXT NOT NULL, folded TEXT NOT NULL, rank INTEGER NOT NULL,"
    " record INTEGER NOT NULL, PRIMARY KEY (kind, folded, rank, record)) STRICT, WITHOUT ROWID",
    "CREATE INDEX name_record ON name (record)",
};

enum outcome search_create(struct store *s, struct error *e)
{
    enum outcome o = DONE;
    for (size_t i = 0; i < COUNT(tables) && o == DONE; i++)
        o = sql_do(&s->db, tables[i], e);
    return o;
}

/* ---- Words ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_searched(const struct kind *k, const struct field *f)
{
    if (f->flags & (FIELD_SEALED | FIELD_DERIVED))
        return false;
    return (f->flags & FIELD_SEARCHED) || is_number_field(f) ||
           (k && (text_same(k->title, f->id) || text_same(k->number, f->id) ||
                  text_same(k->code, f->id)));
}

void tail_word(const char *text, struct buf *out)
{
    size_t from = out->len + 1;
    buf_putc(out, '_');
    tail_of(text, out);
    for (char *c = out->data + from; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
}

void number_word(const char *text, struct buf *out)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
            buf_putc(out, (char)c);
        else if (c >= 'A' && c <= 'Z')
            buf_putc(out, (char)(c - 'A' + 'a'));
    }
}

enum { NUMBER_DIGITS = 4 }; /* that a text is a number by */

bool reads_as_number(const char *text)
{
    size_t digits = 0, letters = 0;
    for (; *text; text++) {
        bool digit = *text >= '0' && *text <= '9';
        digits += digit;
        letters += !digit && !strchr(" -./", *text);
    }
    return digits >= NUMBER_DIGITS && digits >= letters;
}

/* "MSKU 123456-7; TCLU 7654321": each by its own end, and by its beginning without the blank. A
 * field with an index of tails needs none. */
static void add_numbers(const struct field *f, const char *text, struct buf *out)
{
    if ((f->flags & FIELD_TAIL) || (!is_number_field(f) && f->type != &type_text))
        return;
    while (*text) {
        size_t length = strcspn(text, ";,\n");
        char *one = xstrndup(text, length);
        const char *number = text_trim(one);
        if (is_number_field(f) || reads_as_number(number)) {
            buf_putc(out, ' ');
            tail_word(number, out);
            buf_putc(out, ' ');
            number_word(number, out);
        }
        free(one);
        text += length;
        text += *text != '\0';
    }
}

static void add_words(const struct kind *k, const struct field *fields, const struct value *values,
                      struct buf *out)
{
    struct buf text = { 0 };
    for (size_t i = 0; fields[i].id; i++) {
        if (!is_searched(k, &fields[i]) || !values[i].set)
            continue;
        buf_reset(&text);
        field_format(&fields[i], &values[i], SPELL_CANONICAL, &text);
        buf_putc(out, ' ');
        utf8_fold(buf_text(&text), out);
        add_numbers(&fields[i], buf_text(&text), out);
    }
    buf_free(&text);
}

static void all_words(const struct record *r, struct buf *out)
{
    add_words(r->kind, r->kind->fields, r->values, out);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; i < r->lines[l].count; i++)
            if (!r->lines[l].items[i].gone)
                add_words(NULL, r->kind->lines[l].fields, r->lines[l].items[i].values, out);
}

/* The record's words in order, each once; the word of its kind first. */
static void search_text(const struct record *r, struct buf *out)
{
    struct buf all = { 0 };
    struct words words;
    all_words(r, &all);
    words_split(&words, buf_take(&all));
    if (words.count)
        qsort(words.at, words.count, sizeof *words.at, by_text);
    buf_printf(out, "_%s", r->kind->id);
    for (size_t i = 0; i < words.count; i++)
        if (i == 0 || strcmp(words.at[i], words.at[i - 1]) != 0) {
            buf_putc(out, ' ');
            buf_puts(out, words.at[i]);
        }
    words_free(&words);
}

/* ---- Keeping the words ---- */

enum was { WAS_NOT_THERE, WAS_OTHER, WAS_SAME };

static enum outcome words_were(struct store *s, int64_t id, const char *text, enum was *was,
                               struct error *e)
{
    struct sql *q = NULL;
    bool row = false;
    enum outcome o = sql_open(&s->db, "SELECT text FROM search WHERE rowid = $1", &q, e);
    if (o != DONE)
        return o;
    sql_int(q, 1, id);
    o = sql_row(q, &row, e);
    *was = !row ? WAS_NOT_THERE : strcmp(col_str(q, 0), text) == 0 ? WAS_SAME : WAS_OTHER;
    sql_close(q);
    return o;
}

static enum outcome words_write(struct store *s, const struct record *r, const char *text,
                                enum was was, struct error *e)
{
    struct sql *q = NULL;
    enum outcome o;
    if (was == WAS_SAME)
        return DONE;
    o = sql_open(&s->db,
                 was == WAS_OTHER ? "UPDATE search SET kind = $1, text = $2 WHERE rowid = $3"
                                  : "INSERT INTO search (kind, text, rowid) VALUES ($1, $2, $3)",
                 &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, r->kind->id);
    sql_str(q, 2, text);
    sql_int(q, 3, r->id);
    return sql_run(q, e);
}

static enum outcome words_put(struct store *s, const struct record *r, bool insert, struct error *e)
{
    enum was was = WAS_NOT_THERE;
    struct buf text = { 0 };
    search_text(r, &text);
    enum outcome o = insert ? DONE : words_were(s, r->id, buf_text(&text), &was, e);
    if (o == DONE)
        o = words_write(s, r, buf_text(&text), was, e);
    buf_free(&text);
    return o;
}

enum outcome search_put(struct store *s, const struct record *r, bool insert, struct error *e)
{
    enum outcome o = words_put(s, r, insert, e);
    return o == DONE ? names_put(s, r, insert, e) : o;
}
