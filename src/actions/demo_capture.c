/* demo_capture.c - captures of the practice office and their measures: one closed, one with a
 * detention about to lapse, one whose detention has lapsed, and some that wait for a decision. */
#include "demo.h"

#include <string.h>

/* What somebody did on a day: made, edited (verb NULL) or took a step. */
struct deed {
    int days_ago;
    enum { CAPTURE, DETENTION, RELEASE } on;
    enum role by;     /* who made or edits it */
    const char *verb; /* "new": makes it */
    const char *const *pairs;
};

#define PAIRS(...) ((const char *const[]){ __VA_ARGS__, NULL })

#define OWN(place_, conveyance_, owner_, goods_, amount_, finding_)                                \
    PAIRS("source", "own", "occurred_on", "h", "occurred_time", "08.30", "place", place_,          \
          "conveyance", conveyance_, "finder", "officer", "direction", "DM", "field", "T",         \
          "owner", owner_, "item.1.commodity", goods_, "item.1.p0", amount_, "item.1.unit", "kg",  \
          "finding.1.finding", finding_, "article.1.article", "UU 21/2019 Pasal 88")
#define EVIDENCE(what_, seal_)                                                                     \
    PAIRS("evidence.1.name", what_, "evidence.1.seal", seal_, "evidence.1.place",                  \
          "Gudang karantina Belawan", "evidence.1.custodian", "R. Hutagalung")
#define STATEMENT                                                                                  \
    PAIRS("statement", "Barang milik saya, surat-suratnya belum saya urus.", "statement_on", "h")
#define GOODS(amount_)                                                                             \
    PAIRS("measure", "detention", "officer", "officer", "reason.1.detention_reason", "no_papers",  \
          "good.1.item", "1", "good.1.quantity", amount_)

/* Secured, stated and known: what each of them goes through. */
#define BEGUN(day_, what_, seal_)                                                                  \
    { day_, CAPTURE, ROLE_OFFICER, "record", NULL },                                               \
        { day_, CAPTURE, ROLE_OFFICER, NULL, EVIDENCE(what_, seal_) },                             \
    {                                                                                              \
        day_, CAPTURE, ROLE_OFFICER, "secure", NULL                                                \
    }
#define STATED(day_)                                                                               \
    { day_, CAPTURE, ROLE_WASDAK, NULL, STATEMENT },                                               \
    {                                                                                              \
        day_, CAPTURE, ROLE_WASDAK, "state", NULL                                                  \
    }
#define DETAINED(day_, amount_)                                                                    \
    { day_, DETENTION, ROLE_OFFICER, "new", GOODS(amount_) },                                      \
        { day_, DETENTION, ROLE_OFFICER, "request", NULL },                                        \
        { day_, DETENTION, ROLE_OFFICER, "acknowledge", NULL },                                    \
    {                                                                                              \
        day_, DETENTION, ROLE_OFFICER, "issue", NULL                                               \
    }

static const struct deed closed[] = {
    { 25, CAPTURE, ROLE_OFFICER, "new",
      OWN("Gerbang 2 Belawan", "KM Kelud", "S. Simanjuntak", "Bawang merah", "1000", "no_papers") },
    BEGUN(25, "40 karung bawang merah", "S-0101"),
    STATED(24),
    { 23, CAPTURE, ROLE_NONE, "acknowledge", NULL },
    { 23, CAPTURE, ROLE_NONE, "non_yustisia", NULL },
    DETAINED(22, "1000"),
    { 22, DETENTION, ROLE_OFFICER, "deliver",
      PAIRS("received_at", "h", "received_by", "S. Simanjuntak") },
    { 20, DETENTION, ROLE_OFFICER, "fulfil", PAIRS("completed_papers", "Sertifikat antararea") },
    { 20, DETENTION, ROLE_OFFICER, "close", NULL },
    { 19, RELEASE, ROLE_OFFICER, "new",
      PAIRS("measure", "release", "officer", "officer", "good.1.item", "1", "good.1.quantity",
            "1000") },
    { 19, RELEASE, ROLE_OFFICER, "prepare", NULL },
    { 19, RELEASE, ROLE_OFFICER, "issue", NULL },
    { 18, RELEASE, ROLE_OFFICER, NULL,
      PAIRS("outcome.1.item", "1", "outcome.1.outcome", "released", "outcome.1.quantity", "1000") },
    { 18, RELEASE, ROLE_OFFICER, "release", NULL },
    { 18, RELEASE, ROLE_OFFICER, "close", NULL },
    { 18, CAPTURE, ROLE_OFFICER, "close", NULL },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed late[] = {
    { 15, CAPTURE, ROLE_OFFICER, "new",
      OWN("Terminal penumpang", "KM Sinabung", "T. Nainggolan", "Cabai merah", "240",
          "no_papers") },
    BEGUN(15, "12 karung cabai merah", "S-0102"),
    STATED(14),
    { 14, CAPTURE, ROLE_NONE, "acknowledge", NULL },
    { 14, CAPTURE, ROLE_NONE, "non_yustisia", NULL },
    DETAINED(14, "240"),
    { 13, DETENTION, ROLE_OFFICER, "deliver",
      PAIRS("received_at", "h", "received_by", "T. Nainggolan") },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed running[] = {
    { 5, CAPTURE, ROLE_OFFICER, "new",
      OWN("Gudang kargo bandara", "GA 189", "CV Putra Sibolga", "Bibit kentang", "650",
          "no_papers") },
    BEGUN(5, "26 peti bibit kentang", "S-0103"),
    STATED(4),
    { 4, CAPTURE, ROLE_NONE, "acknowledge", NULL },
    { 3, CAPTURE, ROLE_NONE, "non_yustisia", NULL },
    DETAINED(2, "650"),
    { 1, DETENTION, ROLE_OFFICER, "deliver",
      PAIRS("received_at", "h", "received_by", "Andi (CV Putra Sibolga)") },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed handed_over[] = {
    { 4, CAPTURE, ROLE_OPERATOR, "new",
      PAIRS("source", "agency", "occurred_on", "h-3", "place", "Perairan Asahan", "finder",
            "officer", "direction", "IM", "field", "H", "owner", "NN", "owner_known", "unknown",
            "item.1.commodity", "Burung", "item.1.p0", "12", "item.1.unit", "ekor",
            "finding.1.finding", "handed_over", "agency", "Lanal Tanjung Balai Asahan",
            "handover_number", "BA-12/LAT", "handover_admin_on", "h-2", "handover_physical_on",
            "h") },
    { 4, CAPTURE, ROLE_OPERATOR, "take_over", NULL },
    { 3, CAPTURE, ROLE_OFFICER, NULL, EVIDENCE("12 ekor burung", "S-0104") },
    { 3, CAPTURE, ROLE_OFFICER, "secure", NULL },
    { 2, CAPTURE, ROLE_WASDAK, NULL,
      PAIRS("no_statement", "Pemilik tidak ditemukan", "statement_on", "h") },
    { 2, CAPTURE, ROLE_WASDAK, "state", NULL },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed known[] = {
    { 3, CAPTURE, ROLE_OFFICER, "new",
      OWN("Terminal peti kemas", "MV Wan Hai 215", "PT Samudra Pangan", "Bawang putih", "5400",
          "no_papers") },
    BEGUN(3, "1 peti kemas", "S-0105"),
    STATED(2),
    { 1, CAPTURE, ROLE_NONE, "acknowledge", NULL },
    { 1, DETENTION, ROLE_OFFICER, "new", GOODS("5400") },
    { 1, DETENTION, ROLE_OFFICER, "request", NULL },
    { 1, DETENTION, ROLE_OFFICER, "acknowledge", NULL },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed asked[] = {
    { 1, CAPTURE, ROLE_OFFICER, "new",
      OWN("Gerbang 1 Belawan", "Truk BK 8123 LA", "UD Tani Makmur", "Jeruk", "900", "no_papers") },
    BEGUN(1, "60 keranjang jeruk", "S-0106"),
    { 0, DETENTION, ROLE_OFFICER, "new", GOODS("900") },
    { 0, DETENTION, ROLE_OFFICER, "request", NULL },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed fresh[] = {
    { 0, CAPTURE, ROLE_OFFICER, "new",
      OWN("Terminal penumpang", "KM Kelud", "NN", "Rambutan", "85", "no_papers") },
    { 0, CAPTURE, ROLE_OFFICER, "record", NULL },
    { -1, CAPTURE, ROLE_NONE, NULL, NULL },
};

static const struct deed *const stories[DEMO_CAPTURES] = { closed, late,  running, handed_over,
                                                           known,  asked, fresh };

static enum outcome do_it(struct demo *d, const struct deed *deed, int64_t capture, int64_t *id,
                          struct error *e)
{
    const struct kind *k = deed->on == CAPTURE ? &kind_capture : &kind_measure;
    if (!deed->verb)
        return demo_edit(d, deed->by, k, *id, deed->pairs, e);
    if (strcmp(deed->verb, "new") != 0)
        return demo_step(d, k, *id, deed->verb, deed->pairs, e);
    if (deed->on == CAPTURE)
        return demo_new(d, deed->by, k, deed->pairs, id, e);
    return demo_new_for(d, deed->by, k, "capture", capture, deed->pairs, id, e);
}

enum outcome demo_captures_day(struct demo *d, struct demo_captures *c, int days_ago,
                               struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; i < DEMO_CAPTURES; i++) {
        int64_t *const ids[] = { &c->at[i].capture, &c->at[i].detention, &c->at[i].release };
        const struct deed *deed = &stories[i][c->at[i].next];
        for (; result == DONE && deed->days_ago == days_ago; deed++, c->at[i].next++)
            result = do_it(d, deed, c->at[i].capture, ids[deed->on], e);
    }
    return result;
}
