/* number.c - official numbers out of templates kept as rows: made at commit, gap-free within the
 * text the pattern gives without its sequence; or following the number of another record, one
 * segment replaced. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* What the placeholders of a pattern stand for. */
struct filling {
    const struct record *record;
    const char *office;
    char direction_digit[2]; /* "" where the rule has none */
    day on;
};

enum { SEQUENCE_DIGITS_MAX = 9 };

static void fill_day(const char *name, day on, struct buf *out)
{
    int year = 0, month = 0, mday = 0;
    day_split(on, &year, &month, &mday);
    if (strcmp(name, "year") == 0)
        buf_printf(out, "%04d", year);
    else
        buf_printf(out, "%02d", strcmp(name, "month") == 0 ? month : mday);
}

/* Appends what a placeholder other than seq stands for; false: there is no such. */
static bool fill_one(const char *name, const struct filling *with, struct buf *out)
{
    static const char *const of_record[] = { "field", "direction", "doc" };
    static const char *const of_day[] = { "year", "month", "day" };
    for (size_t i = 0; i < COUNT(of_day); i++) {
        if (strcmp(name, of_day[i]) == 0) {
            fill_day(name, with->on, out);
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(of_record); i++) {
        if (strcmp(name, of_record[i]) == 0) {
            buf_puts(out, record_text(with->record, name));
            return true;
        }
    }
    bool office = strcmp(name, "office") == 0;
    if (!office && strcmp(name, "direction_digit") != 0)
        return false;
    buf_puts(out, office ? with->office : with->direction_digit);
    return true;
}

/* The digit national numbers carry for a direction, out of the rule "EX=1;IM=2". */
static enum outcome direction_digit(struct store *s, const struct record *r, const char *office,
                                    day on, char out[2], struct error *e)
{
    struct buf rule = { 0 };
    const char *direction = record_text(r, "direction");
    enum outcome o = store_rule(s, "number.direction_digits", office, on, &rule, e);
    const char *at = o == DONE && *direction ? strstr(buf_text(&rule), direction) : NULL;
    size_t n = strlen(direction);
    out[0] = at && at[n] == '=' ? at[n + 1] : '\0';
    out[1] = '\0';
    buf_free(&rule);
    return o;
}

/* The digits of "seq" (0) or "seq:4" (4); -1: it is no sequence. */
static int sequence_digits(const char *name)
{
    if (strcmp(name, "seq") == 0)
        return 0;
    bool padded = strncmp(name, "seq:", 4) == 0 && name[4] >= '1' &&
                  name[4] <= '0' + SEQUENCE_DIGITS_MAX && !name[5];
    return padded ? name[4] - '0' : -1;
}

/* Splits a pattern at its sequence into two filled texts; *digits -1: it has none. */
static enum outcome fill_parts(const char *pattern, const struct filling *with, struct buf *head,
                               struct buf *tail, int *digits, struct error *e)
{
    struct buf *out = head;
    *digits = -1;
    for (const char *p = pattern; *p;) {
        size_t n = strcspn(p, "{");
        buf_add(out, p, n);
        p += n;
        if (!*p)
            break;
        size_t length = strcspn(p, "}");
        char *name = xstrndup(p + 1, length - 1);
        int found = p[length] ? sequence_digits(name) : -1;
        bool known = p[length] && (found >= 0 || fill_one(name, with, out));
        free(name);
        if (!known || (found >= 0 && out == tail))
            return fail(e, REFUSED,
                        _("The number template “%s” cannot be read. Correct it in the "
                          "list of number templates."),
                        pattern);
        if (found >= 0) {
            *digits = found;
            out = tail;
        }
        p += length + 1;
    }
    return DONE;
}

/* The same of a pattern that has a sequence. */
static enum outcome fill(const char *pattern, const struct filling *with, struct buf *head,
                         struct buf *tail, int *digits, struct error *e)
{
    enum outcome o = fill_parts(pattern, with, head, tail, digits, e);
    if (o == DONE && *digits < 0)
        return fail(e, REFUSED,
                    _("The number template “%s” has no {seq}. Correct it in the list "
                      "of number templates."),
                    pattern);
    return o;
}

static enum outcome count_up(struct store *s, const char *prefix, int64_t *n, struct error *e)
{
    struct sql *q;
    bool row;
    enum outcome o =
        sql_open(&s->db,
                 "INSERT INTO \"counter\" (\"prefix\", \"last\") VALUES ($1, 1) "
                 "ON CONFLICT (\"prefix\") DO UPDATE SET \"last\" = \"counter\".\"last\" + 1 "
                 "RETURNING \"last\"",
                 &q, e);
    if (o != DONE)
        return o;
    sql_str(q, 1, prefix);
    o = sql_row(q, &row, e);
    if (o == DONE)
        *n = col_int(q, 0);
    sql_close(q);
    return o;
}

/* A record has the number, or a block of reserved ones holds it, unused or closed. */
static void ask_taken(struct store *s, const struct kind *k, const char *field, struct buf *text)
{
    buf_puts(text, "SELECT 1 FROM ");
    table_name(text, k, NULL);
    buf_puts(text, " WHERE ");
    sql_name(text, field);
    buf_puts(text, " = $1");
    if (registry_find(s->registry, "reserve"))
        buf_puts(text, " UNION ALL SELECT 1 FROM \"reserve_number\" AS n JOIN \"reserve\" AS b "
                       "ON b.\"id\" = n.\"parent\" WHERE n.\"number\" = $1 AND n.\"gone\" = 0 "
                       "AND b.\"of_kind\" = $2");
    buf_puts(text, " LIMIT 1");
}

/* A restore brings numbers that this store's counter has not given. */
static enum outcome is_taken(struct store *s, const struct kind *k, const char *field,
                             const char *number, bool *taken, struct error *e)
{
    struct buf text = { 0 };
    struct sql *q;
    ask_taken(s, k, field, &text);
    enum outcome o = sql_open(&s->db, buf_text(&text), &q, e);
    buf_free(&text);
    if (o != DONE)
        return o;
    sql_str(q, 1, number);
    if (registry_find(s->registry, "reserve"))
        sql_str(q, 2, k->id);
    o = sql_row(q, taken, e);
    sql_close(q);
    return o;
}

static enum outcome give(struct store *s, const struct kind *k, const char *field,
                         const struct buf *head, const struct buf *tail, int digits,
                         struct buf *out, struct error *e)
{
    struct buf prefix = { 0 }, number = { 0 };
    bool taken = true;
    int64_t n = 0;
    enum outcome o = DONE;
    buf_printf(&prefix, "%s.%s:%s{seq}%s", k->id, field, buf_text(head), buf_text(tail));
    while (o == DONE && taken) {
        buf_reset(&number);
        o = count_up(s, buf_text(&prefix), &n, e);
        buf_printf(&number, "%s%0*lld%s", buf_text(head), digits, (long long)n, buf_text(tail));
        if (o == DONE)
            o = is_taken(s, k, field, buf_text(&number), &taken, e);
    }
    if (o == DONE)
        buf_puts(out, buf_text(&number));
    buf_free(&prefix);
    buf_free(&number);
    return o;
}

static enum outcome make_number(struct store *s, const struct record *r, const char *field,
                                const char *pattern, struct filling *with, struct buf *out,
                                struct error *e)
{
    struct buf head = { 0 }, tail = { 0 };
    int digits = 0;
    enum outcome o = direction_digit(s, r, with->office, with->on, with->direction_digit, e);
    if (o == DONE)
        o = fill(pattern, with, &head, &tail, &digits, e);
    if (o == DONE)
        o = give(s, r->kind, field, &head, &tail, digits, out, e);
    buf_free(&head);
    buf_free(&tail);
    return o;
}

/* ---- Numbers that follow another record's ---- */

static bool is_segment(const char *list, const char *segment, size_t n)
{
    for (const char *at = list; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strcspn(at, ";") == n && memcmp(at, segment, n) == 0)
            return true;
    return false;
}

/* The root's number with each segment of the list replaced; behind it where there is none. */
static void replace_segment(const char *root, const char *list, const char *by, struct buf *out)
{
    static const char ends[] = "-/";
    bool replaced = false;
    for (const char *p = root; *p;) {
        size_t n = strcspn(p, ends);
        bool here = n > 0 && !replaced && is_segment(list, p, n);
        if (here)
            buf_puts(out, by);
        else
            buf_add(out, p, n);
        replaced |= here;
        p += n;
        if (*p)
            buf_putc(out, *p++);
    }
    if (!replaced)
        buf_printf(out, "-%s", by);
}

enum { SAME_ROOT_MAX = 999 }; /* papers of one sort under one root */

static enum outcome follow_root(struct store *s, const struct record *r, const char *field,
                                const struct record *template, struct filling *with,
                                struct buf *out, struct error *e)
{
    struct buf by = { 0 }, unused = { 0 }, number = { 0 };
    const char *root_field = record_text(template, "root_field");
    const char *root = record_value(r, root_field) ? record_text(r, root_field) : "";
    int digits = -1;
    bool taken = true;
    enum outcome o = direction_digit(s, r, with->office, with->on, with->direction_digit, e);
    if (o == DONE)
        o = fill_parts(record_text(template, "pattern"), with, &by, &unused, &digits, e);
    if (o == DONE && !*root)
        o = fail_field(e, REFUSED, root_field,
                       _("The number follows another one, which is empty; give that one first."));
    for (int nth = 1; o == DONE && taken && nth <= SAME_ROOT_MAX; nth++) {
        buf_reset(&number);
        replace_segment(root, record_text(template, "replaces"), buf_text(&by), &number);
        if (nth > 1)
            buf_printf(&number, "/%d", nth);
        o = is_taken(s, r->kind, field, buf_text(&number), &taken, e);
    }
    if (o == DONE && taken)
        o = fail_field(e, REFUSED, field,
                       _("There are %d papers under %s already; no further "
                         "number can be given."),
                       SAME_ROOT_MAX, root);
    if (o == DONE)
        buf_puts(out, buf_text(&number));
    buf_free(&by);
    buf_free(&unused);
    buf_free(&number);
    return o;
}

static enum outcome no_template(const struct record *r, const char *field, day on, struct error *e)
{
    struct buf text = { 0 };
    const struct field *f = kind_field(r->kind, field);
    day_local(on, &text);
    enum outcome o = fail_field(e, REFUSED, field,
                                _("No number template for “%s” of %s is in force on %s. Add one to "
                                  "the list of number templates."),
                                f ? tr(f->label) : field, tr(r->kind->label), buf_text(&text));
    buf_free(&text);
    return o;
}

/* The office's code stands in the number of whatever a service unit gives: a number without it
 * would be another unit's too. */
static enum outcome office_known(const struct record *r, const char *pattern, const char *office,
                                 struct error *e)
{
    if (*office || !strstr(pattern, "{office}"))
        return DONE;
    return fail_field(e, REFUSED, "office",
                      _("The number of %s holds the code of the office, and no office is known. "
                        "Fill in its office, or set the rule office.home to the code of yours."),
                      tr(r->kind->label));
}

static enum outcome number_from(struct store *s, const struct record *r, const char *field,
                                const char *office, day on, bool *made, struct buf *out,
                                struct error *e)
{
    const struct kind *k = registry_find(s->registry, "number_template");
    const struct dated_key keys[2] = { { "kind", r->kind->id }, { "field", field } };
    struct record *template = NULL;
    enum outcome o = k ? dated_row(s, k, keys, office, on, &template, e) : DONE;
    if (o == DONE && !template)
        o = no_template(r, field, on, e);
    *made = o == DONE && strcmp(record_text(template, "mode"), "entered") != 0;
    if (*made)
        o = office_known(r, record_text(template, "pattern"), office, e);
    if (*made && o == DONE) {
        struct filling with = { .record = r, .office = office, .on = on };
        o = strcmp(record_text(template, "mode"), "follows") == 0
                ? follow_root(s, r, field, template, &with, out, e)
                : make_number(s, r, field, record_text(template, "pattern"), &with, out, e);
    }
    *made = *made && o == DONE;
    record_free(&template);
    return o;
}

enum outcome store_next_number(struct store *s, const struct record *r, const char *field,
                               bool *made, struct buf *out, struct error *e)
{
    struct buf office = { 0 };
    day on = rule_day(r, moment_day(clock_now(s->clock), office_zone()));
    enum outcome o = must_write(s, e);
    *made = false;
    if (o == DONE)
        o = office_code(s, r, &office, e);
    if (o == DONE)
        o = number_from(s, r, field, buf_text(&office), on, made, out, e);
    buf_free(&office);
    return o;
}

/* ---- Numbers given before the record was made ---- */

static enum outcome matches(struct store *s, const struct record *r, const char *pattern,
                            struct filling *with, const char *number, bool *fits, struct error *e)
{
    struct buf head = { 0 }, tail = { 0 };
    int digits = 0;
    size_t n = strlen(number);
    enum outcome o = direction_digit(s, r, with->office, with->on, with->direction_digit, e);
    if (o == DONE)
        o = fill(pattern, with, &head, &tail, &digits, e);
    *fits = o == DONE && n > head.len + tail.len && text_starts(number, buf_text(&head)) &&
            strcmp(number + n - tail.len, buf_text(&tail)) == 0;
    buf_free(&head);
    buf_free(&tail);
    return o;
}

/* The number template of a record's field, as it stands for its office on its day. */
struct templated {
    struct record *template; /* NULL: there is none */
    struct buf office;
    day on;
};

static enum outcome template_of(struct store *s, const struct record *r, const char *field,
                                struct templated *t, struct error *e)
{
    const struct kind *k = registry_find(s->registry, "number_template");
    const struct dated_key keys[2] = { { "kind", r->kind->id }, { "field", field } };
    t->on = rule_day(r, moment_day(clock_now(s->clock), office_zone()));
    enum outcome o = office_code(s, r, &t->office, e);
    return o == DONE && k ? dated_row(s, k, keys, buf_text(&t->office), t->on, &t->template, e) : o;
}

static void templated_free(struct templated *t)
{
    record_free(&t->template);
    buf_free(&t->office);
}

enum outcome store_number_fits(struct store *s, const struct record *r, const char *field,
                               const char *number, bool *fits, struct error *e)
{
    struct templated t = { 0 };
    enum outcome o = template_of(s, r, field, &t, e);
    *fits = false;
    if (o == DONE && t.template) {
        struct filling with = { .record = r, .office = buf_text(&t.office), .on = t.on };
        o = matches(s, r, record_text(t.template, "pattern"), &with, number, fits, e);
    }
    templated_free(&t);
    return o;
}

/* ---- Numbers entered from another system, by their last digits ---- */

static bool is_tail(const char *text, int digits)
{
    size_t n = strspn(text, "0123456789");
    return n > 0 && !text[n] && digits > 0 && n <= (size_t)digits;
}

static enum outcome complete(struct store *s, const struct record *r, const char *pattern,
                             const char *office, day on, const char *typed, struct buf *out,
                             struct error *e)
{
    struct filling with = { .record = r, .office = office, .on = on };
    struct buf head = { 0 }, tail = { 0 };
    int digits = 0;
    enum outcome o = direction_digit(s, r, office, on, with.direction_digit, e);
    if (o == DONE)
        o = fill(pattern, &with, &head, &tail, &digits, e);
    if (o == DONE && is_tail(typed, digits))
        buf_printf(out, "%s%0*lld%s", buf_text(&head), digits, strtoll(typed, NULL, 10),
                   buf_text(&tail));
    buf_free(&head);
    buf_free(&tail);
    return o;
}

enum outcome store_complete_number(struct store *s, const struct record *r, const char *field,
                                   const char *typed, struct buf *out, struct error *e)
{
    struct templated t = { 0 };
    enum outcome o = template_of(s, r, field, &t, e);
    const char *office = buf_text(&t.office);
    if (o == DONE && t.template && strcmp(record_text(t.template, "mode"), "entered") == 0 &&
        office_known(r, record_text(t.template, "pattern"), office, NULL) == DONE)
        o = complete(s, r, record_text(t.template, "pattern"), office, t.on, typed, out, e);
    templated_free(&t);
    return o;
}
