/* What a certificate takes over from its permit, so that next to nothing of it is typed: which
 * document it is (rows of document_code decide by day, field, direction and goods), and each field
 * that is still empty. */
#include "certificate.h"

#include <stdlib.h>
#include <string.h>

/* ---- Which document ---- */

static bool lists(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; n && *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, word, n) == 0 && (at[n] == ';' || at[n] == '\0'))
            return true;
    return false;
}

static bool holds_on(const struct record *row, day on)
{
    const struct value *from = record_value(row, "valid_from"), *to = record_value(row, "valid_to");
    return (!from->set || from->num <= on) && (!to->set || to->num >= on);
}

/* What a row's directions are asked for: the permit's, or a statement in place of a release. */
static const char *ends_in(const struct record *permit)
{
    bool statement = strcmp(record_text(permit, "outcome"), "statement") == 0;
    return statement ? "statement" : record_text(permit, "direction");
}

/* How well a row of document_code fits: 0 not at all. */
static int fits(const struct record *row, const struct record *permit, bool live, day on)
{
    const char *field = record_text(row, "field"), *goods = record_text(row, "goods");
    bool any_field = strcmp(field, "any") == 0, any_goods = !*goods || strcmp(goods, "any") == 0;
    if (!holds_on(row, on) || !lists(record_text(row, "directions"), ends_in(permit)) ||
        (!any_field && strcmp(field, record_text(permit, "field")) != 0) ||
        (!any_goods && strcmp(goods, live ? "live" : "product") != 0))
        return 0;
    return 1 + !any_field + 2 * !any_goods;
}

/* As the first item says, or the row of its commodity. */
static enum outcome live_goods(struct session *s, const struct record *permit, bool *live,
                               struct error *e)
{
    const struct line_kind *items = kind_line(permit->kind, "item");
    const struct line *first = record_live_line(permit, "item", 1);
    struct record *commodity = NULL;
    enum outcome result = DONE;
    const char *form = first ? line_cell_text(line_cell(items, first, "form")) : "";
    int64_t id = first ? line_cell(items, first, "commodity")->num : 0;
    if (!*form && id)
        result = store_load(s->store, &kind_commodity, id, &commodity, e);
    if (commodity)
        form = record_text(commodity, "form");
    *live = strcmp(form, "live") == 0;
    record_free(&commodity);
    return result;
}

static const struct record *best_row(const struct page *rows, const struct record *permit,
                                     bool live, day on)
{
    const struct record *best = NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (fits(rows->rows[i], permit, live, on) > (best ? fits(best, permit, live, on) : 0))
            best = rows->rows[i];
    return best;
}

static enum outcome choose_document(struct session *s, struct record *r,
                                    const struct record *permit, struct error *e)
{
    enum { CODES_MAX = 2000 };
    struct query q = { .kind = &kind_document_code, .limit = CODES_MAX };
    struct page rows = { 0 };
    const struct value *issued = record_value(r, "issued_on");
    bool live = false;
    enum outcome result = store_page(s->store, &q, &rows, e);
    if (result == DONE)
        result = live_goods(s, permit, &live, e);
    const struct record *row =
        best_row(&rows, permit, live, issued->set ? (day)issued->num : session_today(s));
    if (row)
        value_set_reference(record_value(r, "document"), row->id, record_text(row, "title"));
    page_free(&rows);
    return result;
}

/* The row of document_code a certificate names; NULL: none. */
static enum outcome certificate_document(struct session *s, const struct record *r,
                                         struct record **out, struct error *e)
{
    int64_t id = record_number(r, "document");
    *out = NULL;
    return id ? store_load(s->store, &kind_document_code, id, out, e) : DONE;
}

static enum outcome name_document(struct session *s, struct record *r, struct error *e)
{
    struct record *row = NULL;
    enum outcome result = certificate_document(s, r, &row, e);
    if (result == DONE && row) {
        const char *segment = record_text(row, "in_number");
        value_set_text(record_value(r, "doc"), *segment ? segment : record_text(row, "code"));
    }
    record_free(&row);
    return result;
}

/* ---- Its words ---- */

void certificate_fit(struct record *r, const char *field)
{
    const struct field *f = kind_field(r->kind, field);
    const char *text = record_text(r, field);
    size_t n = 0, cells = 0;
    for (size_t step; text[n] && cells < f->width; n += step, cells++)
        step = utf8_grapheme(text + n);
    char *fit = xstrndup(text, n);
    value_set_text(record_value(r, field), fit);
    free(fit);
}

static void put(struct record *r, const char *field, const char *text)
{
    struct value *v = record_value(r, field);
    if (v->set || !text || !*text)
        return;
    value_set_text(v, text);
    certificate_fit(r, field);
}

static void put_value(struct record *r, const char *field, const struct record *permit,
                      const char *theirs)
{
    struct value *v = record_value(r, field);
    const struct value *from = record_value(permit, theirs);
    if (!v->set && from && from->set)
        value_copy(v, from);
}

/* The first of these that says something. */
static void put_first(struct record *r, const char *field, const struct record *permit,
                      const char *const *theirs)
{
    for (; *theirs; theirs++)
        put(r, field, record_text(permit, *theirs));
}

static void joined(struct buf *out, const char *text)
{
    if (*text)
        buf_printf(out, "%s%s", out->len ? ", " : "", text);
}

static void put_joined(struct record *r, const char *field, const struct record *permit,
                       const char *first, const char *second)
{
    struct buf text = { 0 };
    joined(&text, record_text(permit, first));
    joined(&text, record_text(permit, second));
    put(r, field, buf_text(&text));
    buf_free(&text);
}

/* Certificates for abroad name countries in English. */
static enum outcome country_name(struct session *s, const struct record *permit, const char *field,
                                 struct buf *out, struct error *e)
{
    struct record *country = NULL;
    const struct value *v = record_value(permit, field);
    enum outcome result = DONE;
    if (v->set && v->num)
        result = store_load(s->store, &kind_country, v->num, &country, e);
    if (country && record_text(country, "name_en")[0])
        buf_puts(out, record_text(country, "name_en"));
    else
        buf_puts(out, record_text(permit, field));
    record_free(&country);
    return result;
}

static bool goes_abroad(const char *direction)
{
    return text_same(direction, "EX") || text_same(direction, "RE") || text_same(direction, "TR");
}

static enum outcome put_countries(struct session *s, struct record *r, const struct record *permit,
                                  struct error *e)
{
    struct buf origin = { 0 }, name = { 0 };
    bool abroad = goes_abroad(record_text(permit, "direction"));
    enum outcome result = DONE;
    if (abroad && !record_value(r, "to_country")->set) {
        result = country_name(s, permit, "destination_country", &name, e);
        if (result == DONE && name.len)
            value_set_reference(record_value(r, "to_country"),
                                record_number(permit, "destination_country"), buf_text(&name));
    }
    joined(&origin, record_text(permit, "origin_city"));
    buf_reset(&name);
    if (result == DONE && abroad)
        result = country_name(s, permit, "origin_country", &name, e);
    else
        buf_puts(&name, record_text(permit, "origin_country"));
    joined(&origin, buf_text(&name));
    put(r, "origin_place", buf_text(&origin));
    if (result == DONE && text_same(record_text(permit, "direction"), "RE"))
        put_value(r, "original_country", permit, "origin_country");
    buf_free(&origin);
    buf_free(&name);
    return result;
}

/* The foreign certificate among the papers handed in: code 851 to 853 of customs. */
static void put_original(struct record *r, const struct record *permit)
{
    const struct line_kind *papers = kind_line(permit->kind, "document");
    for (size_t i = 1; i <= record_live_lines(permit, "document"); i++) {
        const struct line *l = record_live_line(permit, "document", i);
        const char *code = line_cell_text(line_cell(papers, l, "code"));
        if (strstr(code, "negara asal"))
            put(r, "original_number", line_cell_text(line_cell(papers, l, "number")));
    }
}

/* What a row that is referred to says in English; where it says nothing, as it stands. */
static enum outcome english(struct session *s, const char *kind, const struct value *v,
                            struct buf *out, struct error *e)
{
    struct record *row = NULL;
    enum outcome result = DONE;
    if (v->set && v->num)
        result = store_load(s->store, registry_find(&all_kinds, kind), v->num, &row, e);
    const char *name = row ? record_text(row, "name_en") : "";
    buf_puts(out, *name ? name : line_cell_text(v));
    record_free(&row);
    return result;
}

struct taking { /* items of a permit into a certificate */
    struct session *session;
    struct record *r;
    const struct line_kind *items;
    bool abroad;
};

static enum outcome packages_of(const struct taking *t, const struct line *l, struct buf *out,
                                struct error *e)
{
    const struct value *count = line_cell(t->items, l, "packages");
    const struct value *type = line_cell(t->items, l, "package_type");
    struct buf name = { 0 };
    enum outcome result = DONE;
    if (!count->set)
        return DONE;
    if (t->abroad && type->set)
        result = english(t->session, "package", type, &name, e);
    else
        buf_puts(&name, line_cell_text(type));
    decimal_format(count->num, line_field(t->items, "packages")->decimals,
                   t->abroad ? NUMBER_POINT : NUMBER_LOCAL, out);
    buf_printf(out, " %s", name.len ? buf_text(&name) : t->abroad ? "packages" : _("packages"));
    buf_free(&name);
    return result;
}

static struct value *mine(struct line *l, const char *field)
{
    return (struct value *)line_cell(&kind_certificate.lines[0], l, field);
}

/* As it shall be printed; else the English name for abroad; else the commodity's. */
static enum outcome name_item(const struct taking *t, const struct line *l, struct line *to,
                              struct error *e)
{
    const char *printed = line_cell_text(line_cell(t->items, l, "printed_name"));
    const char *name = line_cell_text(line_cell(t->items, l, "name_en"));
    const struct value *commodity = line_cell(t->items, l, "commodity");
    struct buf text = { 0 };
    enum outcome result = DONE;
    if (*printed)
        buf_puts(&text, printed);
    else if (t->abroad && *name)
        buf_puts(&text, name);
    else if (t->abroad)
        result = english(t->session, "commodity", commodity, &text, e);
    else
        buf_puts(&text, line_cell_text(commodity));
    value_set_text(mine(to, "name"), buf_text(&text));
    buf_free(&text);
    return result;
}

/* The Latin name of the commodity's row where the permit has none. */
static enum outcome name_latin(const struct taking *t, const struct line *l, struct line *to,
                               struct error *e)
{
    const struct value *own = line_cell(t->items, l, "latin");
    const struct value *commodity = line_cell(t->items, l, "commodity");
    struct record *row = NULL;
    enum outcome result = DONE;
    if (own->set)
        value_copy(mine(to, "latin"), own);
    else if (commodity->num)
        result = store_load(t->session->store, &kind_commodity, commodity->num, &row, e);
    if (row)
        value_set_text(mine(to, "latin"), record_text(row, "latin"));
    record_free(&row);
    return result;
}

static enum outcome put_item(const struct taking *t, const struct line *l, struct error *e)
{
    static const char *const same[][2] = {
        { "hs_code", "hs_code" },   { "form", "form" },           { "unit", "net_unit" },
        { "description", "breed" }, { "commodity", "commodity" },
    };
    struct line *to = record_add_line(t->r, "item");
    struct buf packages = { 0 };
    enum outcome result = name_item(t, l, to, e);
    if (result == DONE)
        result = name_latin(t, l, to, e);
    for (size_t i = 0; i < COUNT(same); i++)
        value_copy(mine(to, same[i][0]), line_cell(t->items, l, same[i][1]));
    const struct value *released = line_cell(t->items, l, "p8");
    value_copy(mine(to, "quantity"),
               released->set ? released : line_cell(t->items, l, "net_quantity"));
    if (result == DONE)
        result = packages_of(t, l, &packages, e);
    value_set_text(mine(to, "packages"), buf_text(&packages));
    buf_free(&packages);
    return result;
}

static enum outcome put_items(struct session *s, struct record *r, const struct record *permit,
                              struct error *e)
{
    const struct taking t = { s, r, kind_line(permit->kind, "item"),
                              goes_abroad(record_text(permit, "direction")) };
    struct buf packages = { 0 };
    bool fresh = record_live_lines(r, "item") == 0;
    enum outcome result = DONE;
    for (size_t i = 1; result == DONE && i <= record_live_lines(permit, "item"); i++) {
        const struct line *l = record_live_line(permit, "item", i);
        struct buf one = { 0 };
        result = packages_of(&t, l, &one, e);
        if (result == DONE && fresh)
            result = put_item(&t, l, e);
        joined(&packages, buf_text(&one));
        buf_free(&one);
    }
    put(r, "packages", buf_text(&packages));
    buf_free(&packages);
    return result;
}

static void put_words(struct record *r, const struct record *permit)
{
    put_first(r, "exporter", permit, (const char *const[]){ "sender", "applicant", NULL });
    put_first(r, "consignee", permit, (const char *const[]){ "recipient", "applicant", NULL });
    put(r, "exporter_address", record_text(permit, "sender_address"));
    put(r, "consignee_address", record_text(permit, "recipient_address"));
    put_joined(r, "conveyance", permit, "conveyance_name", "voyage");
    put_first(r, "conveyance", permit,
              (const char *const[]){ "conveyance_type", "conveyance_mode", NULL });
    put_first(r, "exit_point", permit, (const char *const[]){ "origin_port", "origin_city", NULL });
    put_first(r, "entry_point", permit,
              (const char *const[]){ "destination_port", "destination_city", NULL });
    put(r, "container", record_text(permit, "container"));
    put(r, "seal", record_text(permit, "seal"));
    put(r, "marks", "N/M"); /* “no marks”, as the model certificate of ISPM 12 has it */
    put_value(r, "purpose", permit, "purpose");
    put_value(r, "departure_on", permit, "departure_on");
}

static enum outcome put_place(struct session *s, struct record *r, struct error *e)
{
    struct record *office = NULL;
    int64_t id = record_number(r, "office");
    enum outcome result = id ? store_load(s->store, &kind_office, id, &office, e) : DONE;
    if (office)
        put(r, "place", record_text(office, "city"));
    record_free(&office);
    return result;
}

static enum outcome fill_from(struct session *s, struct record *r, const struct record *permit,
                              struct error *e)
{
    put_value(r, "field", permit, "field");
    put_value(r, "direction", permit, "direction");
    put_value(r, "office", permit, "office");
    enum outcome result =
        record_value(r, "document")->set ? DONE : choose_document(s, r, permit, e);
    if (result == DONE)
        result = name_document(s, r, e);
    if (result == DONE)
        result = put_place(s, r, e);
    if (result == DONE)
        result = put_countries(s, r, permit, e);
    put_original(r, permit);
    put_words(r, permit);
    if (result == DONE)
        result = certificate_treatment(s, r, permit->id, e);
    return result == DONE ? put_items(s, r, permit, e) : result;
}

enum outcome certificate_begin(struct session *s, struct record *r, struct error *e)
{
    struct record *permit = NULL;
    int64_t id = record_number(r, "permit");
    if (!id)
        return DONE;
    enum outcome result = store_load(s->store, &kind_permit, id, &permit, e);
    if (result == DONE)
        result = fill_from(s, r, permit, e);
    record_free(&permit);
    return result;
}

/* Is there one for the permit that is not at its end? */
static enum outcome under_way(struct session *s, const struct record *permit, bool *any,
                              struct error *e)
{
    static const char *const alive[] = { "draft",    "issued",   "printing", "printed", "asked",
                                         "recalled", "approved", "handed",   NULL };
    struct filter same = { .field = "permit", .how = IS };
    struct query q = {
        .kind = &kind_certificate, .filters = &same, .filter_count = 1, .states = alive, .limit = 1
    };
    struct page page = { 0 };
    value_set_reference(&same.value, permit->id, record_text(permit, "number"));
    enum outcome result = store_page(s->store, &q, &page, e);
    *any = page.count > 0;
    page_free(&page);
    value_clear(&same.value);
    return result;
}

enum outcome certificate_draft(struct session *s, const struct record *permit,
                               const struct step *by, struct error *e)
{
    struct record *r = NULL;
    bool any = false;
    enum outcome result = under_way(s, permit, &any, e);
    if (result != DONE || any)
        return result;
    result = act_blank(s, &kind_certificate, &r, e);
    if (result == DONE) {
        value_set_reference(record_value(r, "permit"), permit->id, record_text(permit, "number"));
        result = fill_from(s, r, permit, e);
    }
    /* No row says which document: a person chooses it. */
    if (result == DONE)
        result = follow_new(s, permit, by, r, "", e);
    record_free(&r);
    return result;
}
