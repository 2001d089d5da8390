/* Names into links, and rows into the records they speak of. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINKS_FIRST = 256,  /* places of the table at first */
    LINKS_MOST = 65536, /* names remembered; further ones are looked up each time */
    SEEN_FIRST = 1024,
    SOURCE_ROW_BYTES = 16, /* of a row's digest: enough to tell rows apart */
    CANDIDATES = 20,       /* records that may share one submission number */
};

/* ---- Links ---- */

/* FNV-1a: the texts themselves are compared, so speed is all that counts. */
static uint64_t link_hash(const char *kind, const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *p = kind; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    for (const char *p = text; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    return hash;
}

/* The place of a name in the table: its own, or the free one where it would go. */
static struct known_link *link_place(struct known_link *table, size_t cap, const char *kind,
                                     const char *text)
{
    size_t at = (size_t)link_hash(kind, text) & (cap - 1);
    while (table[at].text &&
           (strcmp(table[at].kind, kind) != 0 || strcmp(table[at].text, text) != 0))
        at = (at + 1) & (cap - 1);
    return &table[at];
}

static void links_grow(struct import *im)
{
    size_t cap = im->link_cap ? im->link_cap * 2 : LINKS_FIRST;
    struct known_link *table = xcalloc(cap, sizeof *table);
    for (size_t i = 0; i < im->link_cap; i++)
        if (im->links[i].text)
            *link_place(table, cap, im->links[i].kind, im->links[i].text) = im->links[i];
    free(im->links);
    im->links = table;
    im->link_cap = cap;
}

static enum outcome link_name(struct import *im, const struct field *f, struct value *v,
                              struct error *e)
{
    if (im->link_count * 2 >= im->link_cap && im->link_cap < LINKS_MOST)
        links_grow(im);
    struct known_link *known = link_place(im->links, im->link_cap, f->kind, v->text);
    if (known->text) {
        v->num = known->id;
        return DONE;
    }
    enum outcome result = act_link(im->session, f, v->text, &v->num, e);
    if (result == DONE && im->link_count * 2 < im->link_cap) {
        *known = (struct known_link){ f->kind, xstrdup(v->text), v->num };
        im->link_count++;
    }
    return result;
}

static enum outcome link_values(struct import *im, const struct field *fields, struct value *values,
                                struct error *e)
{
    enum outcome result = DONE;
    for (size_t f = 0; result == DONE && fields[f].id; f++)
        if (fields[f].type->storage == STORED_REFERENCE && values[f].set && !values[f].num)
            result = link_name(im, &fields[f], &values[f], e);
    return result;
}

enum outcome import_link(struct import *im, struct record *r, struct error *e)
{
    enum outcome result = link_values(im, r->kind->fields, r->values, e);
    for (size_t l = 0; l < line_kind_count(r->kind); l++)
        for (size_t i = 0; result == DONE && i < r->lines[l].count; i++)
            result = link_values(im, r->kind->lines[l].fields, r->lines[l].items[i].values, e);
    return result;
}

/* ---- The record a row speaks of ---- */

/* Two records that both have a national number are one only where it is the same. */
static bool may_be(const struct record *r, const struct record *other)
{
    const char *ours = record_text(r, "national_number");
    const char *theirs = record_text(other, "national_number");
    return !*ours || !*theirs || strcmp(ours, theirs) == 0;
}

static enum outcome pick(const struct record *r, const struct page *page, const char *said,
                         int64_t *id, struct error *e)
{
    for (size_t i = 0; i < page->count; i++) {
        if (!may_be(r, page->rows[i]))
            continue;
        if (*id)
            return fail(e, REFUSED,
                        _("Two records here carry “%s”, so it is not clear which one is meant. "
                          "Cancel the one that is too much, then import again."),
                        said);
        *id = page->rows[i]->id;
    }
    return DONE;
}

/* Records whose field `theirs` is what r says in `ours`. */
static enum outcome find_by(struct import *im, const struct record *r, const char *theirs,
                            const char *ours, int64_t *id, struct error *e)
{
    const struct value *v = record_value(r, ours);
    const struct field *f = kind_field(r->kind, theirs);
    bool any = false;
    if (!v || !v->set || !f)
        return DONE;
    enum outcome looked = store_any(im->session->store, f, r->kind, v, &any, e);
    if (looked != DONE || !any)
        return looked; /* nearly every row of a log is new */
    struct filter same = { .field = theirs, .how = IS, .value = *v };
    struct query q = {
        .kind = r->kind, .filters = &same, .filter_count = 1, .closed = true, .limit = CANDIDATES
    };
    struct page page = { 0 };
    enum outcome result = store_page(im->session->store, &q, &page, e);
    if (result == DONE)
        result = pick(r, &page, v->text, id, e);
    page_free(&page);
    return result;
}

enum outcome import_find(struct import *im, const struct record *r, int64_t *id, struct error *e)
{
    static const char *const either[][2] = { { "number", "national_number" },
                                             { "aju", "aju" },
                                             { "source_row", "source_row" } };
    *id = 0;
    enum outcome result = store_natural(im->session->store, r, id, e);
    for (size_t i = 0; result == DONE && !*id && i < COUNT(either); i++)
        result = find_by(im, r, either[i][0], either[i][1], id, e);
    return result;
}

/* ---- Records that stand twice in one sheet ---- */

static uint64_t key_hash(const struct record *r)
{
    struct buf key = { 0 };
    bool filled = false;
    for (const char *const *id = r->kind->natural_key; id && *id; id++) {
        const struct value *v = record_value(r, *id);
        if (v && v->set) {
            field_format(kind_field(r->kind, *id), v, SPELL_CANONICAL, &key);
            filled = true;
        }
        buf_putc(&key, '\n'); /* no key holds one */
    }
    if (!filled && *record_text(r, "aju")) {
        buf_printf(&key, "aju %s", record_text(r, "aju"));
        filled = true;
    }
    unsigned char whole[HASH_BYTES];
    uint64_t hash = 0;
    hash_bytes(buf_text(&key), key.len, whole);
    if (filled)
        memcpy(&hash, whole, sizeof hash);
    buf_free(&key);
    return hash;
}

static struct seen_key *seen_place(struct seen_key *table, size_t cap, uint64_t hash)
{
    size_t at = (size_t)hash & (cap - 1);
    while (table[at].row && table[at].hash != hash)
        at = (at + 1) & (cap - 1);
    return &table[at];
}

static void seen_grow(struct import *im)
{
    size_t cap = im->seen_cap ? im->seen_cap * 2 : SEEN_FIRST;
    struct seen_key *table = xcalloc(cap, sizeof *table);
    for (size_t i = 0; i < im->seen_cap; i++)
        if (im->seen[i].row)
            *seen_place(table, cap, im->seen[i].hash) = im->seen[i];
    free(im->seen);
    im->seen = table;
    im->seen_cap = cap;
}

/* The row in which this hash was met first; 0: just now. */
static size_t seen_before(struct import *im, uint64_t hash, size_t row)
{
    if (im->seen_count * 2 >= im->seen_cap)
        seen_grow(im);
    struct seen_key *place = seen_place(im->seen, im->seen_cap, hash);
    if (place->row)
        return place->row;
    *place = (struct seen_key){ hash, row };
    im->seen_count++;
    return 0;
}

size_t import_seen(struct import *im, const struct record *r, size_t row)
{
    uint64_t hash = key_hash(r);
    return hash ? seen_before(im, hash, row) : 0;
}

/* ---- Records that have no number: known again by what their rows say ---- */

bool import_known_by(const struct record *r)
{
    static const char *const fields[] = { "aju", "source_row" };
    bool known = false;
    for (const char *const *id = r->kind->natural_key; id && *id; id++)
        known |= record_value(r, *id)->set;
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct value *v = record_value(r, fields[i]);
        known |= v && v->set;
    }
    return known;
}

/* Cells behind the last filled one are the spreadsheet's, not the clerk's. */
static void add_row_text(const struct kept_row *row, struct buf *out)
{
    size_t count = row->count;
    while (count && !*row->cells[count - 1])
        count--;
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s\x1f", row->cells[i]);
    buf_putc(out, '\x1e');
}

static bool has_column(const struct layout *l, const char *field)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->columns[i].field && !l->columns[i].line &&
            strcmp(l->columns[i].field->id, field) == 0)
            return true;
    return false;
}

/* Does the kind's code tell only rows of one list apart, and the row say which list? */
static bool code_within_list(const struct record *r)
{
    bool of_key = false, listed = false;
    for (const char *const *id = r->kind->natural_key; id && *id; id++) {
        bool code = r->kind->code && strcmp(*id, r->kind->code) == 0;
        of_key |= code;
        listed |= !code && record_value(r, *id)->set;
    }
    return of_key && listed;
}

/* A row of the list in use that says the same, but for case and blanks: r is that one, and takes
 * its code and its spelling. */
static bool take_named_so(struct import *im, struct record *r)
{
    enum { OF_A_LIST = 1000 };
    struct filter same[COLUMNS_MAX];
    struct query q = { .kind = r->kind, .filters = same, .limit = OF_A_LIST };
    const char *const taken[] = { r->kind->code, r->kind->title };
    struct page page = { 0 };
    bool found = false;
    for (const char *const *id = r->kind->natural_key; *id && q.filter_count < COLUMNS_MAX; id++)
        if (strcmp(*id, r->kind->code) != 0)
            same[q.filter_count++] =
                (struct filter){ .field = *id, .how = IS, .value = *record_value(r, *id) };
    if (store_page(im->session->store, &q, &page, NULL) != DONE)
        return false; /* its code is made of the words, as for one that is new */
    for (size_t i = 0; i < page.count && !found; i++) {
        const struct record *there = page.rows[i];
        found = utf8_folds_same(record_text(there, r->kind->title), record_text(r, r->kind->title));
        for (size_t f = 0; found && f < COUNT(taken); f++)
            value_copy(record_value(r, taken[f]), record_value(there, taken[f]));
    }
    page_free(&page);
    return found;
}

/* Fixed lists come as bare words: the code is made of them, the same each time. */
void import_name_code(struct import *im)
{
    enum { CODE_WORDS = 17, CODE_DIGEST_BYTES = 3 };
    struct record *r = im->group.main.record;
    struct buf code = { 0 };
    unsigned char hash[HASH_BYTES];
    if (!code_within_list(r) || has_column(&im->layout, r->kind->code) ||
        !*record_text(r, r->kind->title) || take_named_so(im, r))
        return;
    const char *title = record_text(r, r->kind->title);
    utf8_fold(title, &code);
    hash_bytes(code.data, code.len, hash);
    bool cut = code.len > CODE_WORDS;
    while (code.len > CODE_WORDS ||
           (code.len && ((unsigned char)code.data[code.len] & 0xC0) == 0x80))
        code.len--;
    code.data[code.len] = '\0';
    for (char *at = code.data; *at; at++)
        if (*at == ' ')
            *at = '_';
    for (size_t i = 0; cut && i < CODE_DIGEST_BYTES; i++)
        buf_printf(&code, "%s%02x", i ? "" : "_", hash[i]);
    value_set_text(record_value(r, r->kind->code), buf_text(&code));
    buf_free(&code);
}

/* Of rows that are the same to the letter each counts: the second one's digest is another. */
void import_name_row(struct import *im)
{
    struct group *g = &im->group;
    struct value *v = record_value(g->main.record, "source_row");
    struct buf text = { 0 };
    unsigned char hash[HASH_BYTES];
    struct buf hex = { 0 };
    uint64_t first;
    if (!v || im->layout.key_column >= 0 || import_known_by(g->main.record))
        return; /* where the sheet has a column of numbers, a row without one is wrong */
    for (size_t i = 0; i < g->row_count; i++)
        add_row_text(&g->rows[i], &text);
    do {
        hash_bytes(text.data, text.len, hash);
        memcpy(&first, hash, sizeof first);
        buf_putc(&text, '+');
    } while (seen_before(im, first, g->rows[0].number));
    for (size_t i = 0; i < SOURCE_ROW_BYTES; i++)
        buf_printf(&hex, "%02x", hash[i]);
    value_set_text(v, buf_text(&hex));
    buf_free(&hex);
    buf_free(&text);
}

/* By the main record's key, and what calls for the further one in its row: it is found again
 * whatever else the row says by then. */
void import_name_further(struct import *im, struct making *m, size_t nth)
{
    struct value *v = record_value(m->record, "source_row");
    const struct record *main = im->group.main.record;
    struct buf text = { 0 }, hex = { 0 };
    unsigned char hash[HASH_BYTES];
    if (!v || m->layout->before || import_known_by(m->record))
        return;
    buf_printf(&text, "%016llx %s %s %zu", (unsigned long long)key_hash(main),
               record_text(main, "source_row"), m->layout->kind->id, nth);
    for (size_t i = 0; i < m->layout->count; i++)
        if (m->layout->columns[i].when)
            buf_printf(&text, "\x1f%s\x1f%s", m->layout->headers[i], m->layout->columns[i].when);
    hash_bytes(text.data, text.len, hash);
    for (size_t i = 0; i < SOURCE_ROW_BYTES; i++)
        buf_printf(&hex, "%02x", hash[i]);
    value_set_text(v, buf_text(&hex));
    buf_free(&hex);
    buf_free(&text);
}

bool import_first_met(struct import *im, int64_t id)
{
    unsigned char whole[HASH_BYTES];
    uint64_t hash = 0;
    hash_bytes(&id, sizeof id, whole);
    memcpy(&hash, whole, sizeof hash);
    return seen_before(im, hash, 1) == 0;
}

static int by_kind_and_name(const void *a, const void *b)
{
    const struct known_link *x = *(const struct known_link *const *)a;
    const struct known_link *y = *(const struct known_link *const *)b;
    int order = strcmp(x->kind, y->kind);
    return order ? order : strcmp(x->text, y->text);
}

void import_strangers(struct import *im)
{
    const struct known_link **list = xcalloc(im->link_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < im->link_cap; i++)
        if (im->links[i].text && !im->links[i].id)
            list[count++] = &im->links[i];
    qsort(list, count, sizeof(const struct known_link *), by_kind_and_name);
    for (size_t i = 0; i < count; i++)
        buf_printf(&im->report->strangers, "%s: %s\n", list[i]->kind, list[i]->text);
    free(list);
}

void import_find_free(struct import *im)
{
    for (size_t i = 0; i < im->link_cap; i++)
        free(im->links[i].text);
    free(im->links);
    free(im->seen);
}
