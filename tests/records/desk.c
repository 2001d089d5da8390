/* desk.c - what the tests of the kinds share. */
#include "records/desk.h"

#include <stdlib.h>
#include <string.h>

const struct reading desk_canonical = { .spelling = SPELL_CANONICAL,
                                        .today = DESK_TODAY,
                                        .zone_minutes = 420 };
const struct reading desk_sheet = { .spelling = SPELL_SHEET,
                                    .today = DESK_TODAY,
                                    .zone_minutes = 420 };

void desk_put(struct record *r, const char *const *pairs)
{
    for (size_t i = 0; pairs[i] != NULL; i += 2) {
        struct error e = { 0 };
        if (record_put(r, pairs[i], &desk_canonical, pairs[i + 1], &e) != DONE)
            fail_msg("%s %s: %s", r->kind->id, pairs[i], e.text);
    }
}

struct record *desk_record(const struct kind *k, const char *const *pairs)
{
    struct record *r = record_new(k);
    desk_put(r, pairs);
    return r;
}

const char *desk_refusal(const struct kind *k, const char *field, const char *text)
{
    static struct error e;
    struct value v = { 0 };
    e = (struct error){ 0 };
    field_parse(kind_field(k, field), &desk_canonical, text, &v, &e);
    value_clear(&v);
    return e.text;
}

struct record *desk_permit(void)
{
    static const char *const typed[] = {
        "office",
        "Pelabuhan Belawan",
        "received_on",
        "2026-11-20",
        "field",
        "T",
        "direction",
        "EX",
        "applicant",
        "PT Rempah Contoh",
        "sender",
        "PT Rempah Contoh",
        "recipient",
        "Example Spice Trading",
        "origin_country",
        "Indonesia",
        "origin_city",
        "MEDAN",
        "destination_country",
        "Belanda",
        "destination_city",
        "ROTTERDAM",
        "conveyance_mode",
        "sea",
        "conveyance_name",
        "MV CONTOH",
        "voyage",
        "215N",
        "item.1.commodity",
        "Kayu manis",
        "item.1.net_quantity",
        "4625.84",
        "item.1.net_unit",
        "kg",
        "item.1.packages",
        "202",
        "item.1.value",
        "90051227.28",
        "item.2.commodity",
        "Cengkeh",
        "item.2.net_quantity",
        "1000",
        "item.2.net_unit",
        "kg",
        "item.2.packages",
        "20.5",
        "item.2.package_type",
        "karung",
        "item.2.value",
        "1000",
        "document.1.code",
        "Invoice",
        "document.1.number",
        "INV-07",
        "document.1.issued_on",
        "2026-11-18",
        "document.1.presence",
        "present",
        "document.2.code",
        "Packing list",
        "document.2.need",
        "required",
        "document.2.presence",
        "missing",
        "document.3.code",
        "Fumigation certificate",
        "document.3.need",
        "conditional",
        "document.3.presence",
        "missing",
        NULL,
    };
    return desk_record(&kind_permit, typed);
}
