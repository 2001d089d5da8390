/* seeds.c - the seed tables as the tests read them: a splitter of their own, then each cell by its
 * field. */
#include "records/desk.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS_MAX = 32, NAMES_MAX = 2000 };

/* ---- Splitting ---- */

/* Takes one cell off *text into out; the byte after it (comma, line end, NUL) stays. */
static void take_cell(const char **text, struct buf *out)
{
    const char *p = *text;
    bool quoted = *p == '"';
    if (quoted)
        p++;
    for (; *p != '\0'; p++) {
        if (quoted && *p == '"' && *++p != '"')
            break;
        if (!quoted && (*p == ',' || *p == '\n'))
            break;
        buf_putc(out, *p);
    }
    *text = p;
}

void csv_rows(const char *text, void (*each)(void *context, char **cells, size_t count),
              void *context)
{
    while (*text != '\0') {
        struct buf cells[CELLS_MAX] = { 0 };
        char *row[CELLS_MAX];
        size_t count = 0;
        for (bool more = true; more; text += *text != '\0') {
            assert_true(count < CELLS_MAX);
            take_cell(&text, &cells[count]);
            row[count] = buf_take(&cells[count]);
            count++;
            more = *text == ',';
        }
        each(context, row, count);
        for (size_t i = 0; i < count; i++)
            free(row[i]);
    }
}

/* ---- Reading rows ---- */

struct reader {
    struct seeds *seeds;
    char *headers[CELLS_MAX];
    size_t columns;
    bool partial; /* adds to rows that come from elsewhere */
};

static void take_headers(struct reader *w, char **cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (kind_field(w->seeds->kind, cells[i]) == NULL)
            fail_msg("%s has no field %s", w->seeds->kind->id, cells[i]);
        w->headers[i] = xstrdup(cells[i]);
    }
    w->columns = count;
}

static void take_row(void *context, char **cells, size_t count)
{
    struct reader *w = context;
    struct seeds *s = w->seeds;
    if (w->columns == 0) {
        take_headers(w, cells, count);
        return;
    }
    struct record *r = record_new(s->kind);
    if (count != w->columns)
        fail_msg("%s: the row of %s has %zu cells", s->kind->id, cells[0], count);
    for (size_t i = 0; i < count; i++)
        desk_put(r, (const char *const[]){ w->headers[i], cells[i], NULL });
    for (const struct field *f = s->kind->fields; f->id != NULL; f++)
        if (!w->partial && (f->flags & FIELD_REQUIRED) && !record_value(r, f->id)->set)
            fail_msg("%s: the row of %s lacks %s", s->kind->id, cells[0], f->id);
    s->rows = xreallocarray(s->rows, s->count + 1, sizeof *s->rows);
    s->rows[s->count++] = r;
}

static bool same_key(const struct record *a, const struct record *b)
{
    for (const char *const *id = a->kind->natural_key; *id != NULL; id++)
        if (!value_same(record_value(a, *id), record_value(b, *id)))
            return false;
    return true;
}

void seeds_read(const char *asset, const struct kind *k, struct seeds *out)
{
    const struct asset *file = asset_find(asset);
    struct reader w = { .seeds = out, .partial = strstr(asset, "_alias") != NULL };
    *out = (struct seeds){ .kind = k };
    assert_non_null(file);
    csv_rows((const char *)file->bytes, take_row, &w);
    for (size_t i = 0; i < w.columns; i++)
        free(w.headers[i]);
    for (size_t i = 0; i < out->count; i++)
        for (size_t j = 0; j < i; j++)
            if (same_key(out->rows[i], out->rows[j]))
                fail_msg("%s: rows %zu and %zu have the same key", asset, j + 2, i + 2);
}

void seeds_free(struct seeds *s)
{
    for (size_t i = 0; i < s->count; i++)
        record_free(&s->rows[i]);
    free(s->rows);
    *s = (struct seeds){ 0 };
}

/* ---- What a text means ---- */

/* Calls back for each spelling in a text, folded. */
static void each_spelling(char *text, void (*each)(void *context, const char *folded),
                          void *context)
{
    struct buf folded = { 0 };
    char *rest = NULL;
    for (char *name = strtok_r(text, ";", &rest); name != NULL; name = strtok_r(NULL, ";", &rest)) {
        buf_reset(&folded);
        utf8_fold(name, &folded);
        if (folded.len > 0)
            each(context, buf_text(&folded));
    }
    buf_free(&folded);
}

/* Code, title and aliases; with `wide` what else a kind is looked up by. */
static void each_name(const struct record *r, bool wide,
                      void (*each)(void *context, const char *folded), void *context)
{
    struct buf all = { 0 };
    buf_puts(&all, record_text(r, r->kind->title));
    if (r->kind->code != NULL)
        buf_printf(&all, ";%s", record_text(r, r->kind->code));
    if (kind_field(r->kind, "aliases") != NULL)
        buf_printf(&all, ";%s", record_text(r, "aliases"));
    for (const char *const *id = r->kind->lookup; wide && id != NULL && *id != NULL; id++)
        buf_printf(&all, ";%s", record_text(r, *id));
    if (all.len > 0)
        each_spelling(all.data, each, context);
    buf_free(&all);
}

struct asked {
    const char *folded;
    bool found;
};

static void compare_name(void *context, const char *folded)
{
    struct asked *w = context;
    w->found = w->found || strcmp(w->folded, folded) == 0;
}

static bool is_called(const struct record *r, bool wide, const char *folded)
{
    struct asked w = { folded, false };
    each_name(r, wide, compare_name, &w);
    return w.found;
}

static size_t count_called(const struct seeds *s, bool wide, const char *folded,
                           const struct record **found)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (!is_called(s->rows[i], wide, folded))
            continue;
        *found = s->rows[i];
        count++;
    }
    return count;
}

const struct record *seeds_mean(const struct seeds *s, const char *text)
{
    const struct record *found = NULL;
    struct buf folded = { 0 };
    utf8_fold(text, &folded);
    size_t count = count_called(s, false, buf_text(&folded), &found);
    if (count == 0)
        count = count_called(s, true, buf_text(&folded), &found);
    buf_free(&folded);
    return count == 1 ? found : NULL;
}

static bool overlap(const struct record *a, const struct record *b)
{
    if (!(a->kind->flags & KIND_DATED))
        return true;
    const struct value *a_to = record_value(a, "valid_to"), *b_to = record_value(b, "valid_to");
    const struct value *a_from = record_value(a, "valid_from");
    const struct value *b_from = record_value(b, "valid_from");
    bool a_before = a_to->set && b_from->set && a_to->num < b_from->num;
    bool b_before = b_to->set && a_from->set && b_to->num < a_from->num;
    return !a_before && !b_before;
}

struct telling {
    const struct seeds *seeds;
    size_t row;
};

static void check_name(void *context, const char *folded)
{
    const struct telling *w = context;
    for (size_t i = 0; i < w->row; i++)
        if (overlap(w->seeds->rows[i], w->seeds->rows[w->row]) &&
            is_called(w->seeds->rows[i], false, folded))
            fail_msg("%s: “%s” names rows %zu and %zu", w->seeds->kind->id, folded, i + 2,
                     w->row + 2);
}

void seeds_tell_apart(const struct seeds *s)
{
    for (size_t i = 1; i < s->count; i++)
        each_name(s->rows[i], false, check_name, &(struct telling){ s, i });
}

void seeds_link(const struct seeds *from, const char *field, const struct seeds *to)
{
    assert_string_equal(kind_field(from->kind, field)->kind, to->kind->id);
    for (size_t i = 0; i < from->count; i++) {
        const char *text = record_text(from->rows[i], field);
        if (text[0] != '\0' && seeds_mean(to, text) == NULL)
            fail_msg("%s row %zu: no single %s is called “%s”", from->kind->id, i + 2, to->kind->id,
                     text);
    }
}

/* ---- Countries ---- */

/* Copies the text in quotes that begins at p. */
static char *quoted(const char *p)
{
    return xstrndup(p, strcspn(p, "\""));
}

/* The iso-codes data come as JSON, one member a line, "alpha_2" first in each object. */
static bool iso_names(const char *at, const char *text)
{
    const struct asset *mo = asset_find("iso_3166-1.id.mo");
    char *english = quoted(at);
    const char *indonesian = mo_find(mo->bytes, mo->len, english);
    bool same = strcmp(indonesian != NULL ? indonesian : english, text) == 0;
    free(english);
    return same;
}

static void iso_code(const char *text, char code[3])
{
    static const char alpha[] = "\"alpha_2\": \"", name[] = "name\": \"";
    const char *json = (const char *)asset_find("iso_3166-1.json")->bytes, *object = json;
    for (const char *p = strstr(json, name); p != NULL; p = strstr(p + 1, name)) {
        for (const char *next; (next = strstr(object + 1, alpha)) != NULL && next < p;)
            object = next;
        if (iso_names(p + strlen(name), text))
            memcpy(code, object + strlen(alpha), 2);
    }
}

void country_code(const char *text, char code[3])
{
    struct seeds spellings;
    memset(code, 0, 3);
    iso_code(text, code);
    if (code[0] != '\0')
        return;
    seeds_read("country_alias.csv", &kind_country, &spellings);
    const struct record *country = seeds_mean(&spellings, text);
    if (country != NULL)
        memcpy(code, record_text(country, "code"), 2);
    seeds_free(&spellings);
}

void seeds_know_countries(const struct seeds *from, const char *field)
{
    for (size_t i = 0; i < from->count; i++) {
        const char *text = record_text(from->rows[i], field);
        char code[3] = "";
        country_code(text, code);
        if (text[0] != '\0' && code[0] == '\0')
            fail_msg("%s row %zu: “%s” is no country", from->kind->id, i + 2, text);
    }
}
