/* billing.h - finding what a charge costs: tariff rows, units, rules. */
#ifndef LOKET_ACTIONS_BILLING_H
#define LOKET_ACTIONS_BILLING_H

#include "private.h"

/* What all charges of one bill are priced by. */
struct pricing {
    day on;
    char direction[16]; /* of tariffs: "import", "export", "domestic" */
    bool exempt;
    char branch, free_branch; /* first characters of a tariff code and of its Rp0 twin */
    struct rounding rounding;
    struct page units;
    char document[24]; /* tariff code of the certificate; "": none */
};
enum outcome pricing_begin(struct session *s, const struct record *bill,
                           const struct record *permit, struct pricing *p, struct error *e);
void pricing_end(struct pricing *p);

/* The row in force for this code, as a list of classes or a person writes it (without its branch,
 * too). NULL and DONE: there is none. REFUSED: two are in force. */
enum outcome tariff_find(struct session *s, const struct pricing *p, const char *code,
                         struct record **out, struct error *e);
/* A permit's item in the unit of a tariff ("per ekor per hari"): its net, other or gross quantity,
 * or its packages. false: it has none that converts. */
bool quantity_in(const struct pricing *p, const struct line *item, const char *unit, int64_t *out);
/* The class of an item that fits best, where only one does; unchanged: none, or several. */
enum outcome class_propose(struct session *s, const struct record *permit, const struct line *item,
                           struct value *out, struct error *e);

#endif
