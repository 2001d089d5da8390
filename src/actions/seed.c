/* Reference tables of a new database: the CSV files of data/, and the countries of iso-codes, each
 * table one batch. */
#include "private.h"

#include "loket/exchange.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tables[] = {
    "unit",    "package",     "country",         "port",        "office",         "document_code",
    "holiday", "commodity",   "number_template", "requirement", "risk",           "option",
    "article", "legal_clock", "letterhead",      "tariff",      "classification", "service_target",
};

static enum outcome put_cells(struct session *s, const struct sheet_row *header,
                              const struct sheet_row *row, struct record *r, struct error *e)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < row->count && i < header->count; i++)
        if (row->cells[i][0])
            result = record_put(r, header->cells[i], &how, row->cells[i], e);
    return result;
}

static enum outcome save_row(struct session *s, struct batch *b, struct record *r, struct error *e)
{
    enum outcome result = link_references(s, r, NULL, e);
    return result == DONE ? store_batch_save(s->store, b, r, e) : result;
}

/* The header outlives the sheet's next row. */
static void keep_row(const struct sheet_row *row, struct sheet_row *kept)
{
    kept->count = row->count;
    kept->cells = xcalloc(row->count, sizeof *kept->cells);
    for (size_t i = 0; i < row->count; i++)
        kept->cells[i] = xstrdup(row->cells[i]);
}

static void free_row(struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i]);
    free(row->cells);
}

/* The tables are the program's own; whoever builds it is told where one of them is wrong. */
static enum outcome name_place(const struct batch *b, const struct sheet_row *row, enum outcome o,
                               struct error *e)
{
    const struct error why = *e;
    return fail(e, o, _("Row %zu of the reference table %s cannot be taken: %s"), row->number,
                b->source, why.text);
}

static enum outcome seed_rows(struct session *s, struct batch *b, struct sheet *sheet,
                              struct error *e)
{
    struct sheet_row header = { 0 }, row = { 0 };
    enum outcome result = sheet_next(sheet, &row, e);
    if (result == DONE && row.cells)
        keep_row(&row, &header);
    while (result == DONE && header.cells && (result = sheet_next(sheet, &row, e)) == DONE &&
           row.cells) {
        struct record *r = record_new(b->kind);
        result = put_cells(s, &header, &row, r, e);
        if (result == DONE)
            result = save_row(s, b, r, e);
        if (result != DONE)
            result = name_place(b, &row, result, e);
        record_free(&r);
    }
    free_row(&header);
    return result;
}

static enum outcome seed_sheet(struct session *s, struct batch *b, struct error *e)
{
    struct sheet *sheet = NULL;
    const struct asset *asset = asset_find(b->source);
    if (!asset)
        return fail(e, FAULT,
                    _("The reference table %s is missing from this program. Build it anew."),
                    b->source);
    enum outcome result = sheet_open_bytes(asset->bytes, asset->len, &sheet, e);
    if (result == DONE)
        result = seed_rows(s, b, sheet, e);
    sheet_close(&sheet);
    return result;
}

/* ---- Countries ---- */

/* country_alias.csv holds how sheets write a country. */
static enum outcome put_aliases(struct session *s, struct record *country, struct error *e)
{
    const struct asset *asset = asset_find("country_alias.csv");
    struct sheet *sheet = NULL;
    struct sheet_row row = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = asset ? sheet_open_bytes(asset->bytes, asset->len, &sheet, e) : DONE;
    while (sheet && result == DONE && (result = sheet_next(sheet, &row, e)) == DONE && row.cells)
        if (row.count > 1 && strcmp(row.cells[0], record_text(country, "code")) == 0)
            result = record_put(country, "aliases", &how, row.cells[1], e);
    sheet_close(&sheet);
    return result;
}

static const char *member(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static enum outcome seed_country(struct session *s, struct batch *b, const json_t *object,
                                 struct error *e)
{
    const struct asset *mo = asset_find("iso_3166-1.id.mo");
    const char *common = member(object, "common_name"), *name = member(object, "name");
    const char *english = *common ? common : name;
    const char *indonesian = mo ? mo_find(mo->bytes, mo->len, english) : NULL;
    if (!indonesian && mo)
        indonesian = mo_find(mo->bytes, mo->len, name);
    struct reading how = session_reading(s, SPELL_CANONICAL);
    struct record *r = record_new(b->kind);
    enum outcome result = record_put(r, "code", &how, member(object, "alpha_2"), e);
    if (result == DONE)
        result = record_put(r, "name", &how, indonesian ? indonesian : english, e);
    if (result == DONE)
        result = record_put(r, "name_en", &how, english, e);
    if (result == DONE)
        result = put_aliases(s, r, e);
    if (result == DONE)
        result = save_row(s, b, r, e);
    record_free(&r);
    return result;
}

static enum outcome seed_countries(struct session *s, struct batch *b, struct error *e)
{
    const struct asset *asset = asset_find("iso_3166-1.json");
    json_t *root = asset ? json_loadb((const char *)asset->bytes, asset->len, 0, NULL) : NULL;
    const json_t *list = json_object_get(root, "3166-1");
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < json_array_size(list); i++)
        result = seed_country(s, b, json_array_get(list, i), e);
    if (!json_array_size(list))
        result = fail(e, FAULT,
                      _("The list of countries is missing from this program. Build it "
                        "with iso-codes installed."));
    json_decref(root);
    return result;
}

/* ---- All of them ---- */

static enum outcome seed_table(struct session *s, const char *kind, struct error *e)
{
    char source[FIELD_ID_MAX];
    struct batch b = { .kind = registry_find(&all_kinds, kind), .origin = ORIGIN_LOG };
    snprintf(source, sizeof source, "%s.csv", kind);
    b.source = source;
    enum outcome result = store_batch_open(s->store, &b, e);
    if (result == DONE)
        result = strcmp(kind, "country") == 0 ? seed_countries(s, &b, e) : seed_sheet(s, &b, e);
    return result == DONE ? store_batch_close(s->store, &b, e) : result;
}

enum outcome seed_reference_tables(struct session *s, struct error *e)
{
    struct intent intent;
    session_intent(s, NULL, &intent);
    enum outcome result = store_begin(s->store, &intent, NULL, e);
    if (result != DONE)
        return result;
    for (size_t i = 0; result == DONE && i < COUNT(tables); i++)
        result = seed_table(s, tables[i], e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}
