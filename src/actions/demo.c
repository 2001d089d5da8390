/* A believable office to learn on: two years of finished permits as imported history, and today's
 * open work taken through the same steps a desk takes. The same seed makes the same office. */
#include "private.h"

#include <stdio.h>
#include <string.h>

enum {
    FINISHED = 3960,
    OPEN = 44,
    SPAN_DAYS = 730,
    PART = 220, /* records in one transaction */
};

struct dice {
    uint64_t state;
};

/* xorshift64*: repeatable on every machine. */
static unsigned roll(struct dice *d, unsigned sides)
{
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return (unsigned)((d->state * UINT64_C(2685821657736338717)) >> 33) % sides;
}

struct good {
    const char *commodity, *hs, *class, *form;
    unsigned low, high; /* kg */
    unsigned price;     /* rupiah for a kg */
};

static const struct good goods[] = {
    { "Ubi jalar", "07142000", "C", NULL, 2000, 24000, 9000 },
    { "Kayu manis", "09061100", "C", NULL, 1000, 18000, 42000 },
    { "Kopi", "09011110", "C", NULL, 5000, 38000, 61000 },
    { "Pinang", "08028000", "B", NULL, 8000, 27000, 16000 },
    { "Cengkeh", "09071000", "C", NULL, 500, 9000, 98000 },
    { "Manggis", "08045030", "B", NULL, 300, 6000, 24000 },
    { "Karet", "40012210", "C", NULL, 20000, 120000, 21000 },
    { "Lada", "09041110", "C", NULL, 800, 12000, 87000 },
};

static const char *const companies[] = {
    "PT Toba Agro Mandiri",    "CV Rimba Jaya",        "PT Deli Rempah Nusantara",
    "Koperasi Pinang Asri",    "PT Samudra Pangan",    "UD Tani Makmur",
    "CV Putra Sibolga",        "PT Kopi Gayo Lestari", "PT Karet Andalas",
    "CV Cengkeh Timur",        "PT Buah Tropika",      "UD Sumber Rezeki",
    "PT Lautan Niaga",         "CV Bintang Selatan",   "PT Agro Inti Beku",
    "Koperasi Lada Sejahtera",
};

struct destination {
    const char *country, *city, *consignee;
};

static const struct destination destinations[] = {
    { "NL", "Rotterdam", "Noordzee Handel BV" }, { "JP", "Yokohama", "Minato Foods" },
    { "CN", "Shanghai", "Pudong Import" },       { "IN", "Nhava Sheva", "Konkan Traders" },
    { "MY", "Port Klang", "Selat Trading" },     { "US", "New York", "Harbor Spice" },
    { "PH", "Manila", "Luzon Commodities" },     { "SG", "Singapore", "Straits Produce" },
};

static const char *const vessels[] = { "MV Selat Karimata", "MV Wan Hai 215", "KM Kelud",
                                       "MV Sitc Jakarta", "MV Meratus Medan" };

/* "field" then its text, in canonical spelling; NULL ends. */
static enum outcome put_all(struct session *s, struct record *r, const char *const *pairs,
                            struct error *e)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    for (size_t i = 0; pairs[i]; i += 2)
        if (pairs[i + 1]) {
            enum outcome result = record_put(r, pairs[i], &how, pairs[i + 1], e);
            if (result != DONE)
                return result;
        }
    return DONE;
}

static enum outcome make(struct session *s, const char *kind, const char *const *pairs,
                         struct error *e)
{
    struct record *r = NULL;
    enum outcome result = act_blank(s, registry_find(&all_kinds, kind), &r, e);
    if (result == DONE)
        result = put_all(s, r, pairs, e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, e);
    record_free(&r);
    return result;
}

static enum outcome make_parties(struct session *s, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; i < COUNT(companies) && result == DONE; i++) {
        char npwp[17], phone[16];
        snprintf(npwp, sizeof npwp, "0%014zu0", 13000000000000 + i * 7919);
        snprintf(phone, sizeof phone, "0614%06zu", 520000 + i * 37);
        result = make(s, "party",
                      (const char *const[]){ "name", companies[i], "type",
                                             strncmp(companies[i], "Kop", 3) ? "company" : "other",
                                             "npwp", npwp, "phone", phone, "city", "Medan",
                                             "address", "Jl. Pelabuhan Raya, Belawan", NULL },
                      e);
    }
    return result;
}

static enum outcome put_number(struct session *s, struct record *r, const char *path, int64_t value,
                               unsigned decimals, struct error *e)
{
    struct buf text = { 0 };
    struct reading how = session_reading(s, SPELL_CANONICAL);
    decimal_format(value, decimals, NUMBER_CANONICAL, &text);
    enum outcome result = record_put(r, path, &how, buf_text(&text), e);
    buf_free(&text);
    return result;
}

static enum outcome put_item(struct session *s, struct record *r, unsigned n, struct dice *d,
                             struct error *e)
{
    enum { KG = 1000, CENT = 100 };
    const struct good *g = &goods[roll(d, COUNT(goods))];
    unsigned kg = g->low + roll(d, g->high - g->low);
    char path[10][32];
    static const char *const fields[] = { "commodity", "hs_code", "class", "net_unit",
                                          "classification" };
    for (size_t i = 0; i < COUNT(fields); i++)
        snprintf(path[i], sizeof path[i], "item.%u.%s", n, fields[i]);
    enum outcome result = put_all(s, r,
                                  (const char *const[]){ path[0], g->commodity, path[1], g->hs,
                                                         path[2], g->class, path[3], "KGM", path[4],
                                                         *g->class == 'B' ? "BS" : "HK", NULL },
                                  e);
    snprintf(path[8], sizeof path[8], "item.%u.net_quantity", n);
    snprintf(path[5], sizeof path[5], "item.%u.value", n);
    snprintf(path[6], sizeof path[6], "item.%u.packages", n);
    snprintf(path[7], sizeof path[7], "item.%u.p0", n);
    if (result == DONE)
        result = put_number(s, r, path[8], (int64_t)kg * KG, 3, e);
    if (result == DONE)
        result = put_number(s, r, path[7], (int64_t)kg * KG, 3, e);
    if (result == DONE)
        result = put_number(s, r, path[5], (int64_t)kg * g->price * CENT, 2, e);
    if (result == DONE)
        result = put_number(s, r, path[6], (int64_t)(kg / 50 + 1) * KG, 3, e);
    return result;
}

/* A permit as a desk would have typed it. */
static enum outcome type_permit(struct session *s, day on, struct dice *d, struct record **out,
                                struct error *e)
{
    const struct destination *to = &destinations[roll(d, COUNT(destinations))];
    const char *company = companies[roll(d, COUNT(companies))];
    struct buf received = { 0 };
    char voyage[8];
    day_iso(on, &received);
    snprintf(voyage, sizeof voyage, "%03uN", 100 + roll(d, 800));
    enum outcome result = act_blank(s, registry_find(&all_kinds, "permit"), out, e);
    if (result == DONE)
        result = put_all(s, *out,
                         (const char *const[]){ "received_on",
                                                buf_text(&received),
                                                "channel",
                                                roll(d, 3) ? "online" : "counter",
                                                "field",
                                                "T",
                                                "direction",
                                                "EX",
                                                "applicant",
                                                company,
                                                "sender",
                                                company,
                                                "sender_address",
                                                "Jl. Pelabuhan Raya, Belawan",
                                                "recipient",
                                                to->consignee,
                                                "origin_country",
                                                "ID",
                                                "origin_city",
                                                "Medan",
                                                "destination_country",
                                                to->country,
                                                "destination_city",
                                                to->city,
                                                "conveyance_mode",
                                                "sea",
                                                "conveyance_name",
                                                vessels[roll(d, COUNT(vessels))],
                                                "voyage",
                                                voyage,
                                                NULL },
                         e);
    unsigned items = 1 + (roll(d, 4) == 0);
    for (unsigned i = 1; i <= items && result == DONE; i++)
        result = put_item(s, *out, i, d, e);
    buf_free(&received);
    return result;
}

static enum outcome finish(struct session *s, struct record *r, unsigned sequence, day on,
                           struct dice *d, struct error *e)
{
    int year, month, mday;
    char number[48], serial[16];
    struct buf released = { 0 };
    day_split(on, &year, &month, &mday);
    day_iso(on + (day)roll(d, 3), &released);
    snprintf(number, sizeof number, "%d-T1.0-1203.0-K.1.1-%06u", year, sequence);
    snprintf(serial, sizeof serial, "%u", 410000 + sequence);
    enum outcome result = put_all(
        s, r,
        (const char *const[]){ "number", number, "national_number", number, "release_document",
                               "KT-1", "release_number", number, "released_on", buf_text(&released),
                               "serial_number", serial, NULL },
        e);
    r->state = flow_state(r->kind->flow, "completed")->id;
    r->origin = ORIGIN_LOG;
    buf_free(&released);
    return result;
}

static enum outcome finished_part(struct session *s, struct batch *b, unsigned first,
                                  struct dice *d, struct error *e)
{
    struct intent intent;
    session_intent(s, NULL, &intent);
    enum outcome result = store_begin(s->store, &intent, NULL, e);
    if (result != DONE)
        return result;
    if (first == 0)
        result = store_batch_open(s->store, b, e);
    for (unsigned i = first; result == DONE && i < first + PART && i < FINISHED; i++) {
        day on = session_today(s) - SPAN_DAYS + (day)((uint64_t)i * (SPAN_DAYS - 2) / FINISHED);
        struct record *r = NULL;
        result = type_permit(s, on, d, &r, e);
        if (result == DONE)
            result = finish(s, r, i + 1, on, d, e);
        if (result == DONE)
            result = link_references(s, r, NULL, e);
        if (result == DONE)
            result = store_batch_save(s->store, b, r, e);
        record_free(&r);
    }
    bool last = first + PART >= FINISHED;
    if (result == DONE)
        result = last ? store_batch_close(s->store, b, e) : store_batch_part(s->store, b, PART, e);
    if (result == DONE)
        return store_commit(s->store, e);
    store_rollback(s->store);
    return result;
}

/* What a step demands: "field", its text, NULL. */
static enum outcome step_with(struct session *s, const struct record *r, const char *verb,
                              const char *const *pairs, struct error *e)
{
    struct assignment sets[4];
    size_t count = 0;
    for (; pairs && pairs[2 * count] && count < COUNT(sets); count++)
        sets[count] = (struct assignment){ pairs[2 * count], pairs[2 * count + 1] };
    return act_step(s,
                    &(struct step_request){ .kind = r->kind,
                                            .id = r->id,
                                            .verb = verb,
                                            .sets = sets,
                                            .set_count = count,
                                            .spelling = SPELL_CANONICAL,
                                            .note = _("training example") },
                    NULL, e);
}

static enum outcome step(struct session *s, const struct record *r, const char *verb,
                         struct error *e)
{
    static const char *const analysis[] = { "analysis", "action", "analysis_basis",
                                            "riwayat pemohon baik, komoditas biasa", NULL };
    static const char *const papers[] = { "admin_result", "continue", NULL };
    if (strcmp(verb, "analyse") == 0)
        return step_with(s, r, verb, analysis, e);
    return step_with(s, r, verb, strcmp(verb, "examine") == 0 ? papers : NULL, e);
}

static enum outcome papers_present(struct session *s, struct record *r, struct error *e)
{
    struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = act_checklist(s, r, NULL, e);
    for (size_t i = 1; result == DONE && i <= record_live_lines(r, "document"); i++) {
        char path[32];
        snprintf(path, sizeof path, "document.%zu.presence", i);
        result = record_put(r, path, &how, "present", e);
    }
    return result;
}

/* Open work, from a draft to an assigned permit. */
static enum outcome open_permit(struct session *s, unsigned n, struct dice *d, struct error *e)
{
    static const char *const ways[][5] = {
        { "submit", NULL },
        { "submit", "accept", NULL },
        { "submit", "accept", "analyse", "assign", NULL },
        { "submit", "accept", NULL },
        { NULL },
        { "ask", NULL },
    };
    const char *const *way = ways[n % COUNT(ways)];
    struct record *r = NULL;
    enum outcome result = type_permit(s, session_today(s) - (day)roll(d, 3), d, &r, e);
    if (result == DONE && !(way[0] && strcmp(way[0], "ask") == 0))
        result = papers_present(s, r, e);
    if (result == DONE && way[0] && way[1])
        result = put_all(s, r,
                         (const char *const[]){ "officer.1.person", "officer", "officer.1.part",
                                                "lead", "officer.1.task", "admin", NULL },
                         e);
    if (result == DONE)
        result = act_save(s, r, NULL, NULL, NULL, e);
    for (size_t i = 0; result == DONE && way[i]; i++)
        result = step(s, r, way[i], e);
    enum { LEGS = 5 };
    if (result == DONE && way[0] && way[1] && way[2])
        result = demo_go_on(s, r->id, n / (unsigned)COUNT(ways) % LEGS, e);
    record_free(&r);
    return result;
}

enum outcome demo_fill(struct session *s, struct error *e)
{
    struct dice dice = { UINT64_C(0x4C4B4554) };
    struct batch batch = { .kind = registry_find(&all_kinds, "permit"),
                           .source = "demo",
                           .origin = ORIGIN_LOG };
    struct intent intent;
    session_intent(s, NULL, &intent);
    enum outcome result = store_begin(s->store, &intent, NULL, e);
    if (result == DONE)
        result = store_meta_put(s->store, "training", "1", e);
    if (result == DONE)
        result = store_commit(s->store, e);
    if (result == DONE)
        result = make(s, "rule",
                      (const char *const[]){ "rule", "office.home", "value", "1203", NULL }, e);
    if (result == DONE)
        result = session_find_office(s, e);
    if (result == DONE)
        result = make_parties(s, e);
    for (unsigned first = 0; result == DONE && first < FINISHED; first += PART)
        result = finished_part(s, &batch, first, &dice, e);
    for (unsigned i = 0; result == DONE && i < OPEN; i++)
        result = open_permit(s, i, &dice, e);
    if (result == DONE)
        result = demo_inline(s, e);
    return result == DONE ? demo_stock(s, e) : result;
}
