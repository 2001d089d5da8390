/* sample.c - a small registry and random records of it. */
#include "catalogue/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct reading sample_screen = { .spelling = SPELL_SCREEN,
                                       .today = SAMPLE_TODAY,
                                       .zone_minutes = 7 * 60 };
const struct reading sample_canonical = { .spelling = SPELL_CANONICAL,
                                          .today = SAMPLE_TODAY,
                                          .zone_minutes = 7 * 60 };
const struct reading sample_sheet = { .spelling = SPELL_SHEET,
                                      .today = SAMPLE_TODAY,
                                      .zone_minutes = 7 * 60 };

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* ---- Kinds ---- */

static const struct field owner_fields[] = {
    { .id = "code", .label = "Code", .type = &type_text, .width = 8 },
    { .id = "name", .label = "Name", .type = &type_text, .width = 40, .flags = FIELD_REQUIRED },
    { .id = NULL },
};

static const struct state owner_states[] = {
    { .id = "active", .label = "active", .flags = STATE_FINAL },
    { .id = NULL },
};

static const struct flow owner_flow = { .states = owner_states };

const struct kind sample_owner = {
    .id = "owner",
    .label = "Owner",
    .plural = "Owners",
    .flags = KIND_REFERENCE,
    .fields = owner_fields,
    .flow = &owner_flow,
    .title = "name",
    .code = "code",
};

static const struct choice directions[] = {
    { .code = "EX", .label = "Export", .aliases = WORDS("ekspor", "keluar negeri") },
    { .code = "IM", .label = "Import", .aliases = WORDS("impor") },
    { .code = "DM", .label = "Domestic in" },
    { .code = "DK", .label = "Domestic out" },
    { .code = "ST", .label = "discarded" }, /* a label with Indonesian: "dibuang" */
    { .code = NULL },
};

static enum outcome check_title(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (strcmp(v->text, "forbidden") != 0)
        return DONE;
    return (fail)(e, BAD_DATA, "that title is taken; think of another.");
}

static const struct field box_fields[] = {
    { .id = "title",
      .label = "Title",
      .type = &type_text,
      .width = 20,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .check = check_title,
      .aliases = WORDS("judul") },
    { .id = "remark", .label = "Remark", .type = &type_note, .width = 200 },
    { .id = "count", .label = "Count", .type = &type_number, .width = 6, .max = 999 },
    { .id = "weight",
      .label = "Weight",
      .type = &type_number,
      .width = 14,
      .decimals = 3,
      .unit = "weight_unit",
      .help = "Without packing. \\Never .negative" },
    { .id = "weight_unit", .label = "Unit", .type = &type_text, .width = 20, .initial = "kg" },
    { .id = "price", .label = "Price", .type = &type_money, .width = 18, .decimals = 2 },
    { .id = "made_on",
      .label = "Made",
      .type = &type_date,
      .width = 11,
      .initial = "h",
      .free_until = "open" },
    { .id = "seen_at", .label = "Seen", .type = &type_moment, .width = 17 },
    { .id = "fragile", .label = "Fragile", .type = &type_flag, .width = 5 },
    { .id = "direction",
      .label = "Direction",
      .type = &type_choice,
      .width = 12,
      .choices = directions,
      .free_until = "sealed" },
    { .id = "owner",
      .label = "Owner",
      .type = &type_reference,
      .width = 40,
      .kind = "owner",
      .flags = FIELD_REQUIRED },
    { .id = "serial",
      .label = "Serial",
      .type = &type_serial,
      .width = 30,
      .flags = FIELD_READ_ONLY | FIELD_TAIL },
    { .id = "hs_code", .label = "HS", .type = &type_hs, .width = 12 },
    { .id = "npwp", .label = "NPWP", .type = &type_npwp, .width = 16 },
    { .id = "nitku", .label = "NITKU", .type = &type_nitku, .width = 22 },
    { .id = "nik", .label = "NIK", .type = &type_nik, .width = 16 },
    { .id = "nip", .label = "NIP", .type = &type_nip, .width = 18 },
    { .id = "phone", .label = "Phone", .type = &type_phone, .width = 16 },
    { .id = "email", .label = "E-mail", .type = &type_email, .width = 60 },
    { .id = "place", .label = "Place", .type = &type_coordinates, .width = 26 },
    { .id = "total",
      .label = "Total",
      .type = &type_number,
      .width = 14,
      .decimals = 3,
      .flags = FIELD_DERIVED },
    { .id = "whisper",
      .label = "Whisper",
      .type = &type_note,
      .width = 80,
      .flags = FIELD_SEALED,
      .sealed_to = ROLE_COMPLIANCE },
    { .id = NULL },
};

static const struct field item_fields[] = {
    { .id = "commodity",
      .label = "Commodity",
      .type = &type_text,
      .width = 30,
      .flags = FIELD_REQUIRED },
    { .id = "quantity", .label = "Quantity", .type = &type_number, .width = 14, .decimals = 3 },
    { .id = "keeper", .label = "Keeper", .type = &type_reference, .width = 30, .kind = "owner" },
    { .id = NULL },
};

static const struct field paper_fields[] = {
    { .id = "code", .label = "Code", .type = &type_choice, .width = 12, .choices = directions },
    { .id = "day", .label = "Day", .type = &type_date, .width = 11 },
    { .id = NULL },
};

static const struct line_kind box_lines[] = {
    { .id = "item",
      .label = "Items",
      .fields = item_fields,
      .min = 1,
      .columns = WORDS("commodity", "quantity") },
    { .id = "paper", .label = "Papers", .fields = paper_fields, .columns = WORDS("code") },
    { .id = NULL },
};

static const struct state box_states[] = {
    { .id = "open", .label = "open" },
    { .id = "sealed", .label = "sealed" },
    { .id = "sent", .label = "sent", .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = NULL },
};

static const struct fact shelf_facts[] = {
    { .id = SAMPLE_SHELF,
      .op = FACT_COUNT,
      .kind = "box",
      .match =
          (const struct fact_match[]){ { "owner", "owner" }, { "title", "=x" }, { NULL, NULL } },
      .states = WORDS("open") },
    { .id = NULL },
};

static bool shelf_has_room(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    if (answers_number(a, SAMPLE_SHELF) <= 3)
        return true;
    fail_field(why, REFUSED, "owner", "The shelf is full; send a box first.");
    return false;
}

static bool never_silent(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    (void)why;
    return record_number(r, "count") != 13;
}

static const struct guard shelf = { "shelf_has_room", shelf_facts, shelf_has_room };
static const struct guard silent = { "not_thirteen", NULL, never_silent };

static const struct step box_steps[] = {
    { .verb = "seal",
      .label = "Seal",
      .from = WORDS("open"),
      .to = "sealed",
      .role = ROLE_OFFICER,
      .flags = STEP_COMPLETE,
      .demands = WORDS("made_on"),
      .guards = (const struct guard *const[]){ &shelf, &silent, NULL },
      .stamp_moment = "seen_at",
      .help = "Closes the lid." },
    { .verb = "reopen",
      .label = "Reopen",
      .from = WORDS("sealed"),
      .to = "open",
      .flags = STEP_REASON },
    { .verb = "send",
      .label = "Send",
      .from = WORDS("sealed"),
      .to = "sent",
      .role = ROLE_HEAD,
      .flags = STEP_FOUR_EYES | STEP_DECISION },
    { .verb = "touch", .label = "Touch", .from = WORDS("open", "sealed"), .stamp_day = "made_on" },
    { .verb = NULL },
};

static const struct flow box_flow = { .states = box_states, .steps = box_steps };

static void add_up(struct record *r)
{
    int64_t sum = 0;
    for (size_t i = 1; i <= record_live_lines(r, "item"); i++)
        sum += record_live_line(r, "item", i)->values[1].num;
    value_set_number(record_value(r, "total"), sum);
}

const struct kind sample_box = {
    .id = "box",
    .label = "Box",
    .plural = "Boxes",
    .fields = box_fields,
    .lines = box_lines,
    .flow = &box_flow,
    .columns = (const struct column[]){ { "serial", 12, 20 },
                                        { "title", 20, 30 },
                                        { "state", 10, 10 },
                                        { "price", 0, 18 },
                                        { NULL, 0, 0 } },
    .sort = "-made_on",
    .title = "title",
    .number = "serial",
    .rule_day = "made_on",
    .natural_key = WORDS("serial"),
    .editors = (const enum role[]){ ROLE_OPERATOR, ROLE_OFFICER, ROLE_NONE },
    .after_load = add_up,
};

static const struct kind *const kinds[] = { &sample_owner, &sample_box, NULL };

static const struct rule_default rules[] = {
    { .id = "box.shelf_size",
      .value = "3",
      .as = &rule_count,
      .unit = "boxes",
      .help = "How many boxes stand on one shelf." },
    { .id = NULL },
};

const struct registry sample_registry = { kinds, rules };

/* ---- Chance ---- */

uint64_t chance_below(struct chance *c, uint64_t limit)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return (c->state * UINT64_C(2685821657736338717) >> 11) % limit;
}

static void random_words(struct chance *c, size_t most, struct buf *out)
{
    static const char *const pool[] = { "Ubi",  "jalar", "\"kutip\"", "a,b;c", "\xc3\xa9t\xc3\xa9",
                                        "\\n",  ".dot",  "Kayu",      "#",     "\xe2\x80\x9ctanda",
                                        "PT",   "100%",  "x/y",       "nihil", "\xe6\x9c\xa8",
                                        "=1+1", "O'B" };
    size_t words = 1 + (size_t)chance_below(c, 3);
    for (size_t i = 0; i < words && out->len < most; i++) {
        if (i)
            buf_putc(out, ' ');
        buf_puts(out, pool[chance_below(c, COUNT(pool))]);
    }
}

static void random_digits(struct chance *c, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_putc(out, (char)('0' + chance_below(c, 10)));
}

/* A day, month and year that are a date in every year. */
static void random_date(struct chance *c, const char *order, struct buf *out)
{
    for (; *order; order++) {
        if (*order == 'd')
            buf_printf(out, "%02u", 1 + (unsigned)chance_below(c, 28));
        else if (*order == 'w')
            buf_printf(out, "%02u", 41 + (unsigned)chance_below(c, 28));
        else if (*order == 'm')
            buf_printf(out, "%02u", 1 + (unsigned)chance_below(c, 12));
        else if (*order == 'y')
            buf_printf(out, "%02u", (unsigned)chance_below(c, 100));
        else
            buf_printf(out, "%u", (*order == 'A' ? 1990 : 1950) + (unsigned)chance_below(c, 40));
    }
}

static void random_text(struct chance *c, const struct field *f, struct buf *out)
{
    if (f->type == &type_hs)
        random_digits(c, 4 + 2 * (size_t)chance_below(c, 5), out);
    else if (f->type == &type_npwp)
        random_digits(c, 15 + (size_t)chance_below(c, 2), out);
    else if (f->type == &type_nitku)
        random_digits(c, 22, out);
    else if (f->type == &type_nik) {
        random_digits(c, 6, out);
        random_date(c, chance_below(c, 2) ? "dmy" : "wmy", out);
        random_digits(c, 4, out);
    } else if (f->type == &type_nip) {
        random_date(c, "BmdAm", out);
        buf_putc(out, chance_below(c, 2) ? '1' : '2');
        random_digits(c, 3, out);
    } else if (f->type == &type_phone) {
        buf_puts(out, chance_below(c, 2) ? "+62" : "0");
        random_digits(c, 9, out);
    } else if (f->type == &type_email) {
        buf_printf(out, "kantor%u@karantina.example", (unsigned)chance_below(c, 1000));
    } else if (f->type == &type_coordinates) {
        buf_printf(out, "-%u.%u, 1%02u.%u", (unsigned)chance_below(c, 90),
                   1 + (unsigned)chance_below(c, 9), (unsigned)chance_below(c, 80),
                   1 + (unsigned)chance_below(c, 9));
    } else if (f->type == &type_choice) {
        buf_puts(out, f->choices[chance_below(c, 5)].code);
    } else {
        random_words(c, 6, out);
        if (f->type == &type_note && chance_below(c, 2)) {
            buf_putc(out, '\n');
            random_words(c, 20, out);
        }
    }
}

static int64_t random_number(struct chance *c, const struct field *f)
{
    if (f->type == &type_flag)
        return (int64_t)chance_below(c, 2);
    if (f->type == &type_date)
        return (int64_t)chance_below(c, 40000) - 5000;
    if (f->type == &type_moment)
        return (int64_t)chance_below(c, UINT64_C(2000000000000));
    if (f->max)
        return f->min + (int64_t)chance_below(c, (uint64_t)(f->max - f->min + 1));
    int64_t number = (int64_t)chance_below(c, UINT64_C(1) << (1 + chance_below(c, 45)));
    return chance_below(c, 4) ? number : -number;
}

void sample_value(struct chance *c, const struct field *f, struct value *v)
{
    value_clear(v);
    if (chance_below(c, 4) == 0)
        return;
    if (f->type->storage == STORED_INTEGER) {
        value_set_number(v, random_number(c, f));
        return;
    }
    struct buf text = { 0 };
    random_text(c, f, &text);
    if (f->type->storage == STORED_REFERENCE)
        value_set_reference(v, (int64_t)chance_below(c, 2) * sample_line_id(c), text.data);
    else
        value_set_text(v, text.data);
    buf_free(&text);
}

int64_t sample_line_id(struct chance *c)
{
    return 1 + (int64_t)chance_below(c, UINT64_C(1) << 60);
}

static void random_line(struct chance *c, struct record *r, size_t kind)
{
    const struct line_kind *k = &r->kind->lines[kind];
    struct line *line = record_add_line(r, k->id);
    line->id = sample_line_id(c);
    for (size_t i = 0; i < field_count(k->fields); i++)
        sample_value(c, &k->fields[i], &line->values[i]);
}

struct record *sample_record(struct chance *c)
{
    struct record *r = record_new(&sample_box);
    for (size_t i = 0; i < field_count(box_fields); i++)
        if (!(box_fields[i].flags & FIELD_DERIVED))
            sample_value(c, &box_fields[i], &r->values[i]);
    for (size_t k = 0; k < 2; k++)
        for (uint64_t lines = chance_below(c, 5); lines > 0; lines--)
            random_line(c, r, k);
    r->state = box_states[chance_below(c, 3)].id;
    return r;
}

static void change_lines(struct chance *c, struct record *r)
{
    size_t kind = (size_t)chance_below(c, 2);
    struct line_list *list = &r->lines[kind];
    size_t fields = field_count(box_lines[kind].fields), at = 0;
    if (list->count == 0 || chance_below(c, 3) == 0) {
        random_line(c, r, kind);
        return;
    }
    struct line *line = &list->items[chance_below(c, list->count)];
    if (chance_below(c, 3) == 0) {
        line->gone = true;
    } else if (!line->gone) {
        at = (size_t)chance_below(c, fields);
        sample_value(c, &box_lines[kind].fields[at], &line->values[at]);
    }
}

void sample_change(struct chance *c, struct record *r)
{
    size_t fields = field_count(box_fields) - 1; /* the last is derived */
    size_t at = (size_t)chance_below(c, fields);
    if (chance_below(c, 2) == 0)
        change_lines(c, r);
    else if (chance_below(c, 10) == 0)
        r->state = box_states[chance_below(c, 3)].id;
    else
        sample_value(c, &box_fields[at], &r->values[at]);
}

/* ---- Helpers ---- */

void sample_put(struct record *r, const char *path, const char *text)
{
    struct error e = { 0 };
    if (record_put(r, path, &sample_canonical, text, &e) != DONE)
        fail_msg("%s = \"%s\": %s", path, text, e.text);
}

struct line *sample_line(struct record *r, const char *kind, int64_t id)
{
    struct line *line = record_add_line(r, kind);
    assert_non_null(line);
    line->id = id;
    return line;
}

bool sample_flat_same(const struct flat *a, const struct flat *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = flat_entry_same(&a->items[i], &b->items[i]);
    return same;
}

bool sample_same(const struct record *a, const struct record *b)
{
    struct flat x = { 0 }, y = { 0 };
    flat_of(a, &x);
    flat_of(b, &y);
    bool same = sample_flat_same(&x, &y);
    flat_free(&x);
    flat_free(&y);
    return same;
}

const char *sample_text(const struct field *f, const struct value *v, enum spelling s)
{
    static char text[1024];
    struct buf out = { 0 };
    field_format(f, v, s, &out);
    snprintf(text, sizeof text, "%s", buf_text(&out));
    buf_free(&out);
    return text;
}
