/* demo_permit.c - a permit of the practice office as a desk would have typed it: who exports what
 * to whom, by which ship. */
#include "demo.h"

#include <stdio.h>
#include <string.h>

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

enum outcome demo_parties(struct demo *d, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; i < COUNT(companies) && result == DONE; i++) {
        char npwp[17], phone[16];
        snprintf(npwp, sizeof npwp, "0%014zu0", 13000000000000 + i * 7919);
        snprintf(phone, sizeof phone, "0614%06zu", 520000 + i * 37);
        const char *type = strncmp(companies[i], "Kop", 3) ? "company" : "other";
        result = demo_new(d, ROLE_NONE, &kind_party,
                          (const char *const[]){ "name", companies[i], "type", type, "npwp", npwp,
                                                 "phone", phone, "city", "Medan", "address",
                                                 "Jl. Pelabuhan Raya, Belawan", NULL },
                          NULL, e);
    }
    return result;
}

static enum outcome put_item(struct demo *d, struct record *r, unsigned n, struct error *e)
{
    enum { KG = 1000, CENT = 100, SACK_KG = 50, PATH = 32 };
    const struct good *g = &goods[demo_roll(d, COUNT(goods))];
    unsigned kg = g->low + demo_roll(d, g->high - g->low);
    const struct {
        const char *field;
        int64_t value;
        unsigned decimals;
    } numbers[] = {
        { "net_quantity", (int64_t)kg * KG, 3 },
        { "p0", (int64_t)kg * KG, 3 },
        { "value", (int64_t)kg * g->price * CENT, 2 },
        { "packages", (int64_t)(kg / SACK_KG + 1) * KG, 3 },
    };
    const char *const words[][2] = {
        { "commodity", g->commodity },
        { "hs_code", g->hs },
        { "class", g->class },
        { "net_unit", "KGM" },
        { "classification", *g->class == 'B' ? "BS" : "HK" },
    };
    char path[PATH];
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(words); i++) {
        snprintf(path, sizeof path, "item.%u.%s", n, words[i][0]);
        result = demo_put(d, r, (const char *const[]){ path, words[i][1], NULL }, e);
    }
    for (size_t i = 0; result == DONE && i < COUNT(numbers); i++) {
        snprintf(path, sizeof path, "item.%u.%s", n, numbers[i].field);
        result = demo_put_number(d, r, path, numbers[i].value, numbers[i].decimals, e);
    }
    return result;
}

enum outcome demo_permit(struct demo *d, day on, struct record **out, struct error *e)
{
    const struct destination *to = &destinations[demo_roll(d, COUNT(destinations))];
    const char *company = companies[demo_roll(d, COUNT(companies))];
    const char *vessel = vessels[demo_roll(d, COUNT(vessels))];
    const char *channel = demo_roll(d, 3) ? "online" : "counter";
    struct buf received = { 0 };
    char voyage[8];
    day_iso(on, &received);
    snprintf(voyage, sizeof voyage, "%03uN", 100 + demo_roll(d, 800));
    const char *const typed[] = {
        "received_on",
        buf_text(&received),
        "channel",
        channel,
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
        vessel,
        "voyage",
        voyage,
        NULL,
    };
    enum outcome result = act_blank(d->session, &kind_permit, out, e);
    if (result == DONE)
        result = demo_put(d, *out, typed, e);
    unsigned items = 1 + (demo_roll(d, 4) == 0);
    for (unsigned i = 1; i <= items && result == DONE; i++)
        result = put_item(d, *out, i, e);
    buf_free(&received);
    return result;
}
