/* test_page.c - pages against a model: whatever the sort, filters, states, mark and direction, a
 * list reads as if all rows were filtered and sorted in memory. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/office.h"

#include <cmocka.h>

enum { ROWS = 700, QUERIES = 216, STATE_COUNT = 5 };

static const char *const states[STATE_COUNT] = { "draft", "submitted", "accepted", "finished",
                                                 "shelved" };

struct hall { /* all tests share its rows: they only read */
    struct bench bench;
    struct record *rows[ROWS];
    int64_t owners[3];
};

/* ---- The rows ---- */

static uint32_t dice_state;

static unsigned dice(unsigned sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (dice_state >> 8) % sides;
}

static const char *const words[] = { "Kayu manis", "kayu jati", "Cengkeh", "Ubi jalar", "Émile" };

static void put_number(struct record *r, const char *field, int64_t n)
{
    struct value *v = record_value(r, field);
    value_clear(v);
    value_set_number(v, n);
}

static void put_text(struct record *r, const char *field, const char *text)
{
    struct value *v = record_value(r, field);
    value_clear(v);
    value_set_text(v, text);
}

/* Few values each, many equal, many empty: what sorting and marks trip over. */
static struct record *some_thing(const struct hall *h, int i)
{
    static const char *const names[] = { "Rina", "Budi", "budi" };
    struct record *r = record_new(&test_thing);
    char text[40];
    r->state = flow_state(test_thing.flow, states[dice(STATE_COUNT)])->id;
    if (dice(4))
        put_text(r, "label", words[dice(COUNT(words))]);
    if (dice(2))
        put_number(r, "amount", (int64_t)dice(6) * 500 - 1000);
    if (dice(5))
        put_number(r, "price", (int64_t)dice(8) * 100);
    if (dice(3))
        put_number(r, "received_on", BENCH_DAY - (int)dice(7));
    if (dice(2))
        put_number(r, "seen_at", (moment)(BENCH_DAY - (int)dice(3)) * 86400000);
    if (dice(2))
        put_text(r, "colour", dice(2) ? "R" : "G");
    snprintf(text, sizeof text, "K.%u/2026-%04d", dice(3), i);
    if (dice(2))
        put_text(r, "number", text);
    unsigned who = dice(5);
    if (who < 3)
        value_set_reference(record_value(r, "owner"), h->owners[who], names[who]);
    else if (who == 3)
        value_set_reference(record_value(r, "owner"), 0, "Nobody we know");
    snprintf(text, sizeof text, "AJU-%03d-%u", i, dice(10));
    put_text(r, "serial", text);
    return r;
}

static void save(struct hall *h, struct record *r)
{
    struct error e = { 0 };
    const struct change c = { .step = "new", .note = "" };
    if (store_save(h->bench.store, r, &c, &e) != DONE)
        fail_msg("%s", e.text);
}

static int hall_open(void **state)
{
    struct hall *h = xcalloc(1, sizeof *h);
    static const char *const names[] = { "Rina", "Budi", "budi" };
    bench_open(&h->bench);
    dice_state = 20261121;
    bench_begin(&h->bench);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct record *r = record_new(&test_person);
        put_text(r, "name", names[i]);
        save(h, r);
        h->owners[i] = r->id;
        record_free(&r);
    }
    for (int i = 0; i < ROWS; i++) {
        h->rows[i] = some_thing(h, i);
        save(h, h->rows[i]);
    }
    bench_commit(&h->bench);
    *state = h;
    return 0;
}

static int hall_close(void **state)
{
    struct hall *h = *state;
    for (int i = 0; i < ROWS; i++)
        record_free(&h->rows[i]);
    bench_close(&h->bench);
    free(h);
    return 0;
}

/* ---- The model ---- */

static bool is_integer(const char *field)
{
    return kind_field(&test_thing, field)->type->storage == STORED_INTEGER;
}

static int compare_values(const char *field, const struct value *a, const struct value *b)
{
    if (is_integer(field))
        return (a->num > b->num) - (a->num < b->num);
    return strcmp(a->text, b->text);
}

static void letters_backwards(const char *text, char *out)
{
    for (size_t i = strlen(text); i-- > 0;)
        if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", text[i]))
            *out++ = text[i];
        else if (strchr("abcdefghijklmnopqrstuvwxyz", text[i]))
            *out++ = (char)(text[i] - 32);
    *out = '\0';
}

static bool model_ends(const char *text, const char *tail)
{
    char a[100], b[100];
    letters_backwards(text, a);
    letters_backwards(tail, b);
    return strncmp(a, b, strlen(b)) == 0;
}

/* Every word asked begins a word of the text. */
static bool model_contains(const struct field *f, const struct value *v, const char *asked)
{
    struct buf text = { 0 }, folded = { 0 }, need = { 0 };
    field_format(f, v, SPELL_CANONICAL, &text);
    buf_putc(&folded, ' ');
    utf8_fold(buf_text(&text), &folded);
    utf8_fold(asked, &need);
    bool all = true;
    for (char *word = strtok(need.data, " "); word && all; word = strtok(NULL, " ")) {
        char begins[100];
        snprintf(begins, sizeof begins, " %s", word);
        all = strstr(buf_text(&folded), begins) != NULL;
    }
    buf_free(&text);
    buf_free(&folded);
    buf_free(&need);
    return all;
}

static bool model_is(const struct field *f, const struct value *v, const struct value *asked)
{
    if (!asked->set)
        return !v->set;
    if (f->type == &type_reference && asked->num != 0)
        return v->set && v->num == asked->num;
    return v->set && compare_values(f->id, v, asked) == 0;
}

static bool model_fits(const struct record *r, const struct filter *c)
{
    if (strcmp(c->field, "id") == 0)
        return c->how == IS && r->id == c->value.num;
    const struct field *f = kind_field(&test_thing, c->field);
    const struct value *v = record_value(r, c->field);
    if (c->how == IS || c->how == IS_NOT)
        return model_is(f, v, &c->value) == (c->how == IS);
    if (!v->set)
        return false;
    switch (c->how) {
    case AT_LEAST:
        return c->value.set && compare_values(c->field, v, &c->value) >= 0;
    case AT_MOST:
        return c->value.set && compare_values(c->field, v, &c->value) <= 0;
    case CONTAINS:
        return model_contains(f, v, c->value.text);
    case STARTS:
        return strncmp(v->text, c->value.text, strlen(c->value.text)) == 0;
    default:
        return model_ends(v->text, c->value.text);
    }
}

static bool model_state(const struct record *r, const struct query *q)
{
    if (q->states) {
        for (const char *const *s = q->states; *s; s++)
            if (strcmp(*s, r->state) == 0)
                return true;
        return false;
    }
    unsigned flags = flow_state(test_thing.flow, r->state)->flags;
    return !(flags & STATE_HIDDEN) && (q->closed || !(flags & STATE_FINAL));
}

static const char *model_sort; /* of the query being sorted, for qsort */
static bool model_down;

static int model_order(const void *left, const void *right)
{
    const struct record *a = *(struct record *const *)left, *b = *(struct record *const *)right;
    int sign = model_down ? -1 : 1;
    if (strcmp(model_sort, "id") != 0) {
        const struct value *x = record_value(a, model_sort), *y = record_value(b, model_sort);
        if (x->set != y->set)
            return x->set ? -1 : 1;
        int order = x->set ? compare_values(model_sort, x, y) : 0;
        if (order)
            return sign * order;
    }
    return sign * ((a->id > b->id) - (a->id < b->id));
}

static size_t model_list(const struct hall *h, const struct query *q, struct record **out)
{
    size_t n = 0;
    for (int i = 0; i < ROWS; i++) {
        bool fits = model_state(h->rows[i], q);
        for (size_t c = 0; fits && c < q->filter_count; c++)
            fits = model_fits(h->rows[i], &q->filters[c]);
        if (fits)
            out[n++] = h->rows[i];
    }
    model_sort = q->sort ? q->sort : test_thing.sort;
    model_down = *model_sort == '-';
    model_sort += model_down;
    qsort(out, n, sizeof *out, model_order);
    return n;
}

/* ---- Comparing ---- */

static const char *describe(const struct query *q)
{
    static char text[600];
    size_t n = (size_t)snprintf(text, sizeof text, "sort %s closed %d states %s limit %u %s",
                                q->sort ? q->sort : "-", q->closed, q->states ? *q->states : "-",
                                q->limit, q->backwards ? "backwards" : "forwards");
    for (size_t i = 0; i < q->filter_count; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, " [%s %d %s %lld]", q->filters[i].field,
                              q->filters[i].how,
                              q->filters[i].value.text ? q->filters[i].value.text : "",
                              (long long)q->filters[i].value.num);
    return text;
}

static struct page read_page(struct hall *h, const struct query *q)
{
    struct page page;
    struct error e = { 0 };
    if (store_page(h->bench.store, q, &page, &e) != DONE)
        fail_msg("%s: %s", describe(q), e.text);
    return page;
}

/* The page must be model[from .. from + n), and know whether the direction goes on. */
static void same_rows(const struct query *q, const struct page *page, struct record **model,
                      size_t from, size_t n, bool more)
{
    if (page->count != n || page->more != more)
        fail_msg("%s: %zu rows, more %d; wanted %zu, %d", describe(q), page->count, page->more, n,
                 more);
    assert_false(page->cut);
    assert_false(page->unsorted);
    for (size_t i = 0; i < n; i++)
        if (page->rows[i]->id != model[from + i]->id)
            fail_msg("%s: row %zu is %s, wanted %s", describe(q), i,
                     record_text(page->rows[i], "serial"), record_text(model[from + i], "serial"));
}

static void walk_forwards(struct hall *h, struct query q, struct record **model, size_t n)
{
    size_t at = 0;
    for (;;) {
        struct page page = read_page(h, &q);
        size_t left = n - at, take = left < q.limit ? left : q.limit;
        same_rows(&q, &page, model, at, take, left > take);
        if (page.total >= 0)
            assert_int_equal(page.total, n);
        else
            assert_true(q.filter_count > 0);
        mark_free(&q.from);
        at += take;
        if (page.count)
            mark_of(&q, page.rows[page.count - 1], &q.from);
        page_free(&page);
        if (left <= take)
            break;
    }
    mark_free(&q.from);
}

static void walk_backwards(struct hall *h, struct query q, struct record **model, size_t n)
{
    size_t at = n;
    q.backwards = true;
    for (;;) {
        struct page page = read_page(h, &q);
        size_t take = at < q.limit ? at : q.limit;
        same_rows(&q, &page, model, at - take, take, at > take);
        mark_free(&q.from);
        if (page.count)
            mark_of(&q, page.rows[0], &q.from);
        page_free(&page);
        if (at <= take)
            break;
        at -= take;
    }
    mark_free(&q.from);
}

static void from_the_middle(struct hall *h, struct query q, struct record **model, size_t n)
{
    if (n == 0)
        return;
    size_t at = dice((unsigned)n);
    mark_of(&q, model[at], &q.from);
    q.inclusive = dice(2);
    size_t first = q.inclusive ? at : at + 1, left = n - first;
    size_t take = left < q.limit ? left : q.limit;
    struct page page = read_page(h, &q);
    same_rows(&q, &page, model, first, take, left > take);
    page_free(&page);
    q.backwards = true;
    left = q.inclusive ? at + 1 : at;
    take = left < q.limit ? left : q.limit;
    page = read_page(h, &q);
    same_rows(&q, &page, model, left - take, take, left > take);
    page_free(&page);
    mark_free(&q.from);
}

/* ---- Random queries ---- */

static struct value text_of(const char *text)
{
    struct value v = { 0 };
    value_set_text(&v, text);
    return v;
}

static struct value number_of(int64_t n)
{
    return (struct value){ .set = true, .num = n };
}

static enum comparison ranged(void)
{
    static const enum comparison all[] = { IS, IS_NOT, AT_LEAST, AT_MOST };
    return all[dice(COUNT(all))];
}

static struct filter some_filter(const struct hall *h)
{
    char text[20];
    switch (dice(12)) {
    case 0:
        return (struct filter){ "label", ranged(), text_of(words[dice(COUNT(words))]), NULL };
    case 1:
        return (struct filter){ "label", CONTAINS, text_of(dice(2) ? "KAYU m" : "emil"), NULL };
    case 2:
        return (struct filter){ "label", STARTS, text_of(dice(2) ? "Kayu" : "k"), NULL };
    case 3:
        return (struct filter){ "amount", ranged(), number_of((int64_t)dice(6) * 500 - 1000),
                                NULL };
    case 4:
        return (struct filter){ dice(2) ? "price" : "amount", ranged(), { 0 }, NULL };
    case 5:
        return (struct filter){ "received_on", ranged(), number_of(BENCH_DAY - (int)dice(8)),
                                NULL };
    case 6:
        return (struct filter){ "colour", IS, text_of(dice(2) ? "R" : "G"), NULL };
    case 7:
        snprintf(text, sizeof text, "%u", dice(100));
        return (struct filter){ dice(2) ? "number" : "serial", ENDS, text_of(text), NULL };
    case 8:
        return (struct filter){ "owner", dice(2) ? IS : IS_NOT, number_of(h->owners[dice(3)]),
                                NULL };
    case 9:
        return (struct filter){ "owner", dice(2) ? IS : CONTAINS, text_of(dice(2) ? "Budi" : "we"),
                                NULL };
    case 10:
        return (struct filter){ "number", dice(2) ? STARTS : IS, text_of("K.1/"), NULL };
    default:
        return (struct filter){ "price", ranged(), number_of((int64_t)dice(8) * 100), NULL };
    }
}

static void some_states(struct query *q, const char *chosen[4])
{
    q->closed = dice(2);
    if (dice(2))
        return;
    unsigned n = 1 + dice(3);
    for (unsigned i = 0; i < n; i++)
        chosen[i] = states[dice(STATE_COUNT)];
    q->states = chosen;
}

static void reads_as_the_model(void **state)
{
    struct hall *h = *state;
    static const char *const sorts[] = { NULL,      "received_on", "-received_on", "label",
                                         "-label",  "amount",      "-amount",      "number",
                                         "-number", "price",       "-price",       "seen_at",
                                         "-serial", "owner",       "-owner",       "id",
                                         "-id",     "colour" };
    dice_state = 99;
    for (int i = 0; i < QUERIES; i++) {
        struct record *model[ROWS];
        struct filter filters[3];
        const char *chosen[4] = { 0 };
        struct query q = { .kind = &test_thing, .filters = filters };
        q.sort = sorts[(unsigned)i % COUNT(sorts)];
        q.limit = 1 + dice(dice(2) ? 10 : 90);
        q.filter_count = dice(4);
        for (size_t c = 0; c < q.filter_count; c++)
            filters[c] = some_filter(h);
        some_states(&q, chosen);
        size_t n = model_list(h, &q, model);
        walk_forwards(h, q, model, n);
        walk_backwards(h, q, model, n);
        from_the_middle(h, q, model, n);
        for (size_t c = 0; c < q.filter_count; c++)
            value_clear(&filters[c].value);
    }
}

/* ---- Single cases ---- */

static void filters_by_id(void **state)
{
    struct hall *h = *state;
    struct record *model[ROWS];
    struct query q = { .kind = &test_thing, .closed = true, .limit = 5 };
    assert_true(model_list(h, &q, model) > 3);
    const struct filter is = { "id", IS, number_of(model[3]->id), NULL };
    q.filters = &is;
    q.filter_count = 1;
    struct page page = read_page(h, &q);
    same_rows(&q, &page, model, 3, 1, false);
    page_free(&page);
}

/* A mark outlives its row, and may lie outside what the filters leave. */
static void mark_without_a_row(void **state)
{
    struct hall *h = *state;
    struct record *model[ROWS];
    const struct filter most = { "received_on", AT_MOST, number_of(BENCH_DAY - 2), NULL };
    struct query q = { .kind = &test_thing,
                       .filters = &most,
                       .filter_count = 1,
                       .sort = "-received_on",
                       .limit = ROWS };
    size_t n = model_list(h, &q, model);
    q.from = (struct mark){ .set = true, .key = number_of(BENCH_DAY), .id = 1 };
    struct page page = read_page(h, &q);
    same_rows(&q, &page, model, 0, n, false);
    page_free(&page);
    q.backwards = true;
    page = read_page(h, &q);
    assert_int_equal(page.count, 0);
    page_free(&page);
}

static void limits(void **state)
{
    struct hall *h = *state;
    struct query q = { .kind = &test_thing, .closed = true };
    struct page page = read_page(h, &q); /* 0: as many as may be */
    assert_int_equal(page.count, page.total);
    page_free(&page);
    q.limit = 100000;
    page = read_page(h, &q);
    assert_false(page.more);
    page_free(&page);
}

static void lines_stay_out(void **state)
{
    struct hall *h = *state;
    struct query q = { .kind = &test_thing, .limit = 1 };
    struct page page = read_page(h, &q);
    assert_int_equal(page.rows[0]->lines[0].count, 0);
    assert_true(page.rows[0]->rev == 1);
    page_free(&page);
}

static void wrong_use(void **state)
{
    struct hall *h = *state;
    static const char *const unknown[] = { "nowhere", NULL };
    const struct filter field = { "nothing", IS, { 0 }, NULL };
    const struct query wrong[] = {
        { .kind = &test_thing, .sort = "nothing" },
        { .kind = &test_thing, .states = unknown },
        { .kind = &test_thing, .filters = &field, .filter_count = 1 },
        { .kind = &test_thing, .filters = &field, .filter_count = 1000 },
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct page page;
        struct error e = { 0 };
        assert_int_equal(store_page(h->bench.store, &wrong[i], &page, &e), MISUSED);
        assert_true(*e.text);
        assert_int_equal(page.count, 0);
    }
}

static void tally_counts(void **state)
{
    struct hall *h = *state;
    int64_t n = 0, wanted[STATE_COUNT] = { 0 }, shown = 0;
    struct error e = { 0 };
    for (int i = 0; i < ROWS; i++)
        for (int s = 0; s < STATE_COUNT; s++)
            wanted[s] += strcmp(h->rows[i]->state, states[s]) == 0;
    for (int s = 0; s < STATE_COUNT; s++) {
        assert_int_equal(store_tally(h->bench.store, &test_thing, states[s], &n, &e), DONE);
        assert_int_equal(n, wanted[s]);
        shown += s < STATE_COUNT - 1 ? wanted[s] : 0; /* shelved is hidden */
    }
    assert_int_equal(store_tally(h->bench.store, &test_thing, NULL, &n, &e), DONE);
    assert_int_equal(n, shown);
    assert_int_equal(store_tally(h->bench.store, &test_thing, "nowhere", &n, &e), DONE);
    assert_int_equal(n, 0);
}

static void joins_a_read_transaction(void **state)
{
    struct hall *h = *state;
    struct error e = { 0 };
    struct query q = { .kind = &test_thing, .limit = 2 };
    assert_int_equal(store_read_begin(h->bench.store, &e), DONE);
    struct page page = read_page(h, &q);
    page_free(&page);
    page = read_page(h, &q);
    assert_int_equal(page.count, 2);
    page_free(&page);
    store_read_end(h->bench.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_as_the_model), cmocka_unit_test(filters_by_id),
        cmocka_unit_test(mark_without_a_row), cmocka_unit_test(limits),
        cmocka_unit_test(lines_stay_out),     cmocka_unit_test(wrong_use),
        cmocka_unit_test(tally_counts),       cmocka_unit_test(joins_a_read_transaction),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
