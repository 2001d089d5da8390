/* asset.c - files taken into the program when it is built. The assembler reads them (.incbin), with
 * paths from the folder in which make runs.
 *
 * To add data/NAME.csv write one line CSV("NAME") into the list below; nothing else. */
#include "loket/base.h"

#define ASSET(name, path) "asset \"" name "\", \"" path "\"\n"
#define CSV(name) ASSET(name ".csv", "data/" name ".csv")
#define LAYOUT(name) ASSET(name ".layout", "data/papers/" name ".layout")

/* One entry is a struct asset: where its name is, where its bytes are, and how many. The byte
 * after them is NUL, so that text can be read as text. */
/* clang-format off */
__asm__(
    ".macro asset name, path\n"
    ".pushsection .rodata\n"
    "1: .incbin \"\\path\"\n"
    "2: .byte 0\n"
    "3: .asciz \"\\name\"\n"
    ".popsection\n"
    ".dc.a 3b, 1b, 2b - 1b\n"
    ".endm\n"
    ".pushsection .data.rel.ro, \"aw\"\n"
    ".balign 16\n"
    "loket_assets:\n"
    ASSET("id.mo", LOKET_MO)
    ASSET("iso_3166-1.json", "/usr/share/iso-codes/json/iso_3166-1.json")
    ASSET("iso_3166-1.id.mo", "/usr/share/locale/id/LC_MESSAGES/iso_3166-1.mo")
    CSV("article")
    CSV("commodity")
    CSV("country_alias")
    CSV("document_code")
    CSV("holiday")
    CSV("legal_clock")
    ASSET("layouts.map", "data/layouts.map")
    CSV("letterhead")
    CSV("number_template")
    CSV("office")
    CSV("option")
    CSV("package")
    CSV("port")
    CSV("requirement")
    CSV("risk") CSV("tariff") CSV("classification") CSV("service_target")
    CSV("unit")
    LAYOUT("bill.receipt")
    LAYOUT("capture.report")
    LAYOUT("capture.handover")
    LAYOUT("capture.stage_two")
    LAYOUT("certificate.domestic")
    LAYOUT("certificate.health")
    LAYOUT("certificate.phytosanitary")
    LAYOUT("certificate.reexport")
    LAYOUT("certificate.release")
    LAYOUT("certificate.statement")
    LAYOUT("certificate.transit")
    LAYOUT("closing.day")
    LAYOUT("facility.decree")
    LAYOUT("inspection.report")
    LAYOUT("measure.letter")
    LAYOUT("measure.minutes")
    LAYOUT("minutes.minutes")
    LAYOUT("monitoring.report")
    LAYOUT("permit.application")
    LAYOUT("permit.assignment")
    LAYOUT("report.certificate_cancel")
    LAYOUT("report.register")
    LAYOUT("report.stock")
    "loket_assets_end:\n"
    ".popsection\n"
);
/* clang-format on */

extern const struct asset loket_assets[] __attribute__((visibility("hidden")));
extern const struct asset loket_assets_end[] __attribute__((visibility("hidden")));

const struct asset *asset_next(const struct asset *a)
{
    a = a ? a + 1 : loket_assets;
    return a == loket_assets_end ? NULL : a;
}

const struct asset *asset_find(const char *name)
{
    for (const struct asset *a = loket_assets; a != loket_assets_end; a++)
        if (text_same(a->name, name))
            return a;
    return NULL;
}
