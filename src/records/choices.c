/* choices.c - option lists that several kinds share. Aliases are folded: lower case, one blank
 * between words, as legacy sheets and the national systems write them. */
#include "choices.h"

static const char *const animal_aliases[] = { "hewan", "kh", "karantina hewan", "animal", NULL };
static const char *const fish_aliases[] = { "ikan", "ki", "karantina ikan", "fish", NULL };
static const char *const plant_aliases[] = { "tumbuhan", "kt", "karantina tumbuhan", "plant",
                                             NULL };

const struct choice choices_field[] = {
    { .code = "H", .label = N_("Animal"), .aliases = animal_aliases },
    { .code = "I", .label = N_("Fish"), .aliases = fish_aliases },
    { .code = "T", .label = N_("Plant"), .aliases = plant_aliases },
    { .code = NULL },
};

const struct choice choices_field_or_any[] = {
    { .code = "H", .label = N_("Animal"), .aliases = animal_aliases },
    { .code = "I", .label = N_("Fish"), .aliases = fish_aliases },
    { .code = "T", .label = N_("Plant"), .aliases = plant_aliases },
    { .code = "any", .label = N_("Any field") },
    { .code = NULL },
};

const struct choice choices_direction[] = {
    { .code = "EX",
      .label = N_("Export"),
      .aliases = (const char *const[]){ "ekspor", "export", "eksport", NULL } },
    { .code = "IM",
      .label = N_("Import"),
      .aliases = (const char *const[]){ "impor", "import", NULL } },
    { .code = "DM",
      .label = N_("Domestic in"),
      .aliases = (const char *const[]){ "domestik masuk", "domas", "antar area masuk", "dom masuk",
                                        NULL } },
    { .code = "DK",
      .label = N_("Domestic out"),
      .aliases = (const char *const[]){ "domestik keluar", "dokel", "antar area keluar",
                                        "dom keluar", NULL } },
    { .code = "TR", .label = N_("Transit"), .aliases = (const char *const[]){ "transit", NULL } },
    { .code = "RE",
      .label = N_("Re-export"),
      .aliases = (const char *const[]){ "re ekspor", "reekspor", "re export", "reexport", NULL } },
    { .code = "RI",
      .label = N_("Re-import"),
      .aliases = (const char *const[]){ "re impor", "reimpor", "re import", "reimport", NULL } },
    { .code = "ST",
      .label = N_("Handover"),
      .aliases = (const char *const[]){ "serah terima", "handover", NULL } },
    { .code = NULL },
};

const struct choice choices_class[] = {
    { .code = "A",
      .label = N_("A: planting material"),
      .aliases = (const char *const[]){ "benih", "bibit", "gol a", "golongan a", NULL } },
    { .code = "B",
      .label = N_("B: living produce"),
      .aliases = (const char *const[]){ "hasil tumbuhan hidup", "gol b", "golongan b", NULL } },
    { .code = "C",
      .label = N_("C: dead produce"),
      .aliases = (const char *const[]){ "hasil tumbuhan mati", "gol c", "golongan c", NULL } },
    { .code = "D",
      .label = N_("D: other articles"),
      .aliases = (const char *const[]){ "benda lain", "gol d", "golongan d", NULL } },
    { .code = NULL },
};

const struct choice choices_form[] = {
    { .code = "live",
      .label = N_("Live"),
      .aliases = (const char *const[]){ "hidup", "hewan hidup", "ikan hidup", NULL } },
    { .code = "seed",
      .label = N_("Seed or seedling"),
      .aliases = (const char *const[]){ "benih", "bibit", "stek", "umbi benih", NULL } },
    { .code = "fresh",
      .label = N_("Fresh"),
      .aliases = (const char *const[]){ "segar", "buah segar", "sayur segar", NULL } },
    { .code = "dried",
      .label = N_("Dried or grain"),
      .aliases = (const char *const[]){ "kering", "biji", "biji kering", NULL } },
    { .code = "frozen",
      .label = N_("Frozen or chilled"),
      .aliases = (const char *const[]){ "beku", "dingin", "frozen", NULL } },
    { .code = "processed",
      .label = N_("Processed"),
      .aliases = (const char *const[]){ "olahan", "diolah", "sudah diolah", NULL } },
    { .code = "wood",
      .label = N_("Wood or fibre"),
      .aliases = (const char *const[]){ "kayu", "serat", NULL } },
    { .code = "other", .label = N_("Other"), .aliases = (const char *const[]){ "lainnya", NULL } },
    { .code = NULL },
};

const struct choice choices_purpose[] = {
    { .code = "planting",
      .label = N_("Planting or breeding"),
      .aliases =
          (const char *const[]){ "ditanam", "dibudidayakan", "budidaya", "ditanam budidaya",
                                 "benih", "bibit", "ditanam dibudidaya sumber genetik", NULL } },
    { .code = "consumption",
      .label = N_("Consumption"),
      .aliases = (const char *const[]){ "konsumsi", "dikonsumsi", NULL } },
    { .code = "research",
      .label = N_("Research"),
      .aliases = (const char *const[]){ "penelitian", NULL } },
    { .code = "exhibition",
      .label = N_("Exhibition"),
      .aliases = (const char *const[]){ "pameran", "dipamerkan", NULL } },
    { .code = "trade",
      .label = N_("Trade"),
      .aliases = (const char *const[]){ "perdagangan", "diperdagangkan", "dagang", NULL } },
    { .code = "raw_material",
      .label = N_("Raw material"),
      .aliases = (const char *const[]){ "bahan baku", "bahan baku industri", "industri", NULL } },
    { .code = "feed",
      .label = N_("Feed or bait"),
      .aliases = (const char *const[]){ "pakan", "pakan ternak", "umpan", "pakan umpan", NULL } },
    { .code = "ornamental",
      .label = N_("Ornamental or pet"),
      .aliases = (const char *const[]){ "hias", "ikan hias", "kesayangan", "peliharaan", NULL } },
    { .code = "other",
      .label = N_("Other"),
      .aliases = (const char *const[]){ "lainnya", "lain lain", NULL } },
    { .code = NULL },
};

const struct choice choices_era[] = {
    { .code = "A", .label = N_("A: until 2019") },
    { .code = "B", .label = N_("B: 2019 to 2023") },
    { .code = "C", .label = N_("C: since 2023") },
    { .code = NULL },
};

const struct choice choices_era_or_any[] = {
    { .code = "A", .label = N_("A: until 2019") },
    { .code = "B", .label = N_("B: 2019 to 2023") },
    { .code = "C", .label = N_("C: since 2023") },
    { .code = "AB", .label = N_("A and B: until 2023") },
    { .code = "any", .label = N_("Any era") },
    { .code = NULL },
};

const struct choice choices_risk[] = {
    { .code = "low",
      .label = N_("Low"),
      .aliases = (const char *const[]){ "rendah", "risiko rendah", NULL } },
    { .code = "medium",
      .label = N_("Medium"),
      .aliases = (const char *const[]){ "sedang", "menengah", "risiko sedang", NULL } },
    { .code = "high",
      .label = N_("High"),
      .aliases = (const char *const[]){ "tinggi", "risiko tinggi", NULL } },
    { .code = NULL },
};

const struct choice choices_need[] = {
    { .code = "required",
      .label = N_("Required"),
      .aliases = (const char *const[]){ "wajib", NULL } },
    { .code = "conditional",
      .label = N_("Conditional"),
      .aliases = (const char *const[]){ "bersyarat", "bila ada", NULL } },
    { .code = NULL },
};

/* The catalogue's ids and words of roles, as choices. */
const enum role roles_of_staff[] = {
    ROLE_OPERATOR,   ROLE_VERIFIER,    ROLE_OFFICER,      ROLE_COORDINATOR, ROLE_HEAD,
    ROLE_WASDAK,     ROLE_WASDAK_HEAD, ROLE_INVESTIGATOR, ROLE_TREASURER,   ROLE_COMPLIANCE,
    ROLE_COMPLAINTS, ROLE_ADMIN,       ROLE_NONE,
};

/* After UU 21/2019 articles 37 to 47: the “8P” and the phases the national system keeps by. */
const struct choice choices_action[] = {
    { .code = "P1a",
      .label = N_("P1a paper check"),
      .aliases = (const char *const[]){ "p1a", "pemeriksaan administratif", NULL } },
    { .code = "P1b",
      .label = N_("P1b health check"),
      .aliases = (const char *const[]){ "p1b", "pemeriksaan kesehatan", "p1", NULL } },
    { .code = "P2",
      .label = N_("P2 isolation"),
      .aliases = (const char *const[]){ "pengasingan", NULL } },
    { .code = "P3",
      .label = N_("P3 observation"),
      .aliases = (const char *const[]){ "pengamatan", NULL } },
    { .code = "P4",
      .label = N_("P4 treatment"),
      .aliases = (const char *const[]){ "perlakuan", NULL } },
    { .code = "P5",
      .label = N_("P5 detention"),
      .aliases = (const char *const[]){ "penahanan", NULL } },
    { .code = "P6",
      .label = N_("P6 refusal"),
      .aliases = (const char *const[]){ "penolakan", NULL } },
    { .code = "P7",
      .label = N_("P7 destruction"),
      .aliases = (const char *const[]){ "pemusnahan", NULL } },
    { .code = "P8",
      .label = N_("P8 release"),
      .aliases = (const char *const[]){ "pembebasan", NULL } },
    { .code = NULL },
};

/* After UNECE Recommendation 19. */
const struct choice choices_transport[] = {
    { .code = "sea",
      .label = N_("Sea"),
      .aliases = (const char *const[]){ "laut", "kapal laut", "kapal", NULL } },
    { .code = "rail",
      .label = N_("Rail"),
      .aliases = (const char *const[]){ "kereta api", "kereta", NULL } },
    { .code = "road",
      .label = N_("Road"),
      .aliases = (const char *const[]){ "jalan raya", "darat", "jalan", NULL } },
    { .code = "air",
      .label = N_("Air"),
      .aliases = (const char *const[]){ "udara", "pesawat", "pesawat udara", NULL } },
    { .code = "post", .label = N_("By post"), .aliases = (const char *const[]){ "pos", NULL } },
    { .code = "multimodal",
      .label = N_("Multimodal"),
      .aliases = (const char *const[]){ "multimoda", NULL } },
    { .code = "installation",
      .label = N_("Fixed installation"),
      .aliases = (const char *const[]){ "instalasi", NULL } },
    { .code = "water",
      .label = N_("Inland water"),
      .aliases = (const char *const[]){ "perairan", "sungai", NULL } },
    { .code = "other", .label = N_("Other"), .aliases = (const char *const[]){ "lainnya", NULL } },
    { .code = NULL },
};

const struct choice choices_certainty[] = {
    { .code = "stated",
      .label = N_("Read in the law"),
      .aliases = (const char *const[]){ "pasti", NULL } },
    { .code = "inferred",
      .label = N_("To be checked"),
      .aliases = (const char *const[]){ "perlu diperiksa", "simpulan", NULL } },
    { .code = NULL },
};

const struct choice choices_clock_unit[] = {
    { .code = "days",
      .label = N_("days"),
      .aliases = (const char *const[]){ "hari", "hari kalender", NULL } },
    { .code = "working_days",
      .label = N_("working days"),
      .aliases = (const char *const[]){ "hari kerja", NULL } },
    { .code = NULL },
};

const struct choice choices_clock_start[] = {
    { .code = "receipt",
      .label = N_("Receipt of the letter"),
      .aliases = (const char *const[]){ "diterima", NULL } },
    { .code = "act",
      .label = N_("The act itself"),
      .aliases = (const char *const[]){ "tindakan", NULL } },
    { .code = NULL },
};

const struct choice choices_clock_paper[] = {
    { .code = "main",
      .label = N_("Main paper"),
      .aliases = (const char *const[]){ "utama", "dokumen utama", NULL } },
    { .code = "supporting",
      .label = N_("Supporting paper"),
      .aliases = (const char *const[]){ "pendukung", "dokumen pendukung", NULL } },
    { .code = "any", .label = N_("Any paper"), .aliases = (const char *const[]){ "semua", NULL } },
    { .code = NULL },
};

const struct choice choices_coordination[] = {
    { .code = "none", .label = N_("not yet") },
    { .code = "acknowledged", .label = N_("acknowledged") },
    { .code = "phone", .label = N_("by phone, to be confirmed") },
    { .code = "urgent", .label = N_("acted first, to be confirmed") },
    { .code = "confirmed", .label = N_("confirmed afterwards") },
    { .code = "not_needed", .label = N_("not needed") },
    { .code = "untracked", .label = N_("coordination not on record") },
    { .code = NULL },
};
