/* Companies of the practice office under in-line decree: one whose monitoring is due, one that has
 * a shipment left, one that was just seen. */
#include "private.h"

#include <stdio.h>
#include <string.h>

enum { DECREED_DAYS_AGO = 40, SETS_MAX = 5 };

struct example {
    const char *company, *goods, *place;
    int shipments;
    bool seen; /* and a monitoring behind them */
};

static const struct example examples[] = {
    { "PT Toba Agro Mandiri", "Ubi jalar", "Rumah kemas Berastagi", 5, false },
    { "PT Agro Inti Beku", "Kayu manis", "Pabrik Tanjung Morawa", 4, false },
    { "CV Cengkeh Timur", "Cengkeh", "Gudang Belawan", 5, true },
};

static enum outcome save(struct session *s, struct record *r, const char *const *pairs,
                         struct error *e)
{
    const struct reading how = session_reading(s, SPELL_CANONICAL);
    enum outcome result = DONE;
    for (; result == DONE && pairs[0]; pairs += 2)
        result = record_put(r, pairs[0], &how, pairs[1], e);
    return result == DONE ? act_save(s, r, NULL, NULL, NULL, e) : result;
}

static enum outcome take(struct session *s, const struct record *r, const char *verb,
                         const char *const *pairs, struct error *e)
{
    struct assignment sets[SETS_MAX];
    struct step_request q = {
        .kind = r->kind, .id = r->id, .verb = verb, .sets = sets, .spelling = SPELL_CANONICAL
    };
    for (; pairs && pairs[0] && q.set_count < SETS_MAX; pairs += 2)
        sets[q.set_count++] = (struct assignment){ pairs[0], pairs[1] };
    return act_step(s, &q, NULL, e);
}

static enum outcome designate(struct session *s, const struct record *r, size_t nth,
                              struct error *e)
{
    struct buf on = { 0 };
    char number[64];
    snprintf(number, sizeof number, "LAT %zu/Kpts/OT.080/K.9.A", nth + 1);
    day_iso(session_today(s) - DECREED_DAYS_AGO, &on);
    enum outcome result =
        take(s, r, "assess", (const char *const[]){ "commitment_on", buf_text(&on), NULL }, e);
    if (result == DONE)
        result = take(s, r, "recommend",
                      (const char *const[]){ "assessed_on", buf_text(&on), "recommendation",
                                             "Layak, risiko rendah", NULL },
                      e);
    if (result == DONE)
        result = take(
            s, r, "designate",
            (const char *const[]){ "decree_number", number, "decree_on", buf_text(&on), NULL }, e);
    buf_free(&on);
    return result;
}

static enum outcome ship(struct session *s, const struct record *facility, size_t nth, int n,
                         struct error *e)
{
    struct record *r = record_new(&kind_shipment);
    char number[32];
    snprintf(number, sizeof number, "LAT-PC.%zu.%06d", nth + 1, n);
    value_set_reference(record_value(r, "facility"), facility->id,
                        record_text(facility, "company"));
    enum outcome result =
        save(s, r, (const char *const[]){ "certificate_number", number, NULL }, e);
    if (result == DONE)
        result = take(s, r, "issue", NULL, e);
    record_free(&r);
    return result;
}

static enum outcome see(struct session *s, const struct record *facility, struct error *e)
{
    struct filter of = { .field = "facility",
                         .how = IS,
                         .value = { .num = facility->id, .text = "", .set = true } };
    struct query q = { .kind = &kind_monitoring, .filters = &of, .filter_count = 1 };
    struct page page = { 0 };
    struct buf today = { 0 };
    day_iso(session_today(s), &today);
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count)
        result = take(s, page.rows[0], "hold",
                      (const char *const[]){ "held_on", buf_text(&today), "officer", "officer",
                                             "result", "clean", "findings", "Nihil", NULL },
                      e);
    page_free(&page);
    buf_free(&today);
    return result;
}

static enum outcome one(struct session *s, const struct example *x, size_t nth, struct error *e)
{
    struct record *r = NULL;
    enum outcome result = act_blank(s, &kind_facility, &r, e);
    if (result == DONE)
        result = save(s, r,
                      (const char *const[]){ "company", x->company, "place", x->place,
                                             "product.1.commodity", x->goods, "product.1.risk",
                                             "low", "score.1.criterion", "Sanitasi gudang",
                                             "score.1.points", "4", "score.1.most", "4", NULL },
                      e);
    if (result == DONE)
        result = designate(s, r, nth, e);
    for (int n = 1; result == DONE && n <= x->shipments; n++)
        result = ship(s, r, nth, n, e);
    if (result == DONE && x->seen)
        result = see(s, r, e);
    record_free(&r);
    return result;
}

enum outcome demo_inline(struct session *s, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(examples); i++)
        result = one(s, &examples[i], i, e);
    return result;
}
