/* Certificates: what their guards ask, what issuing writes into them, and what follows in permits,
 * sheets of security paper and the certificates they replace. */
#include "certificate.h"
#include "people.h"

#include <string.h>

static bool step_is(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

enum outcome certificate_signer(struct session *s, struct record **out, struct error *e)
{
    *out = NULL;
    if (!s->person || s->person->root)
        return DONE;
    return store_load(s->store, &kind_user, s->person->id, out, e);
}

/* ---- Facts ---- */

static day issue_day(const struct session *s, const struct record *r)
{
    const struct value *issued = record_value(r, "issued_on");
    return issued->set ? (day)issued->num : session_today(s);
}

/* Reported, and done on or before the day of issue. */
static enum outcome count_inspections(struct session *s, const struct record *r, int64_t *n,
                                      struct error *e)
{
    enum { INSPECTIONS_MAX = 200 };
    static const char *const reported[] = { "reported", NULL };
    struct filter same = { .field = "permit", .how = IS };
    struct query q = { .kind = &kind_inspection,
                       .filters = &same,
                       .filter_count = 1,
                       .states = reported,
                       .closed = true,
                       .limit = INSPECTIONS_MAX };
    struct page page = { 0 };
    value_copy(&same.value, record_value(r, "permit"));
    enum outcome result = store_page(s->store, &q, &page, e);
    for (size_t i = 0; i < page.count; i++) {
        const struct value *on = record_value(page.rows[i], "inspected_on");
        *n += on->set && on->num <= issue_day(s, r);
    }
    page_free(&page);
    value_clear(&same.value);
    return result;
}

/* A facility with a decree covered the goods when release was recommended (the gate of that step),
 * or they are no carrier and only a statement is due. */
static enum outcome needs_none(struct session *s, const struct record *r, int64_t *yes,
                               struct error *e)
{
    struct record *permit = NULL;
    int64_t id = record_number(r, "permit");
    enum outcome result = id ? store_load(s->store, &kind_permit, id, &permit, e) : DONE;
    const char *outcome = permit ? record_text(permit, "outcome") : "";
    *yes = strcmp(outcome, "inline") == 0 || strcmp(outcome, "statement") == 0;
    record_free(&permit);
    return result;
}

static enum outcome answer_issue(struct session *s, const struct record *r, struct answers *a,
                                 struct error *e)
{
    struct record *signer = NULL;
    int64_t n = 0, none = 0;
    enum outcome result = count_inspections(s, r, &n, e);
    if (result == DONE)
        result = needs_none(s, r, &none, e);
    answers_put(a, "certificate.inspections", n, NULL);
    answers_put(a, "certificate.inline", none, NULL);
    answers_put(a, "certificate.today", session_today(s), NULL);
    if (result == DONE)
        result = inline_answer_certificate(s, r, a, e);
    if (result == DONE)
        result = certificate_signer(s, &signer, e);
    /* A store without people knows nobody's field. */
    if (signer)
        answers_put(a, "certificate.signs_for", 0, record_text(signer, "signs_for"));
    record_free(&signer);
    return result;
}

enum outcome certificate_answer(struct session *s, const struct record *r, const struct step *step,
                                struct answers *a, struct error *e)
{
    if (step_is(step, "issue"))
        return answer_issue(s, r, a, e);
    if (!step_is(step, "print_sheet"))
        return DONE;
    struct record *copy = record_copy(r);
    struct buf trouble = { 0 };
    enum outcome result = sheet_choose(s, copy, &trouble, e);
    answers_put(a, "certificate.sheet_trouble", 0, buf_text(&trouble));
    buf_free(&trouble);
    record_free(&copy);
    return result;
}

/* ---- Before the step ---- */

/* The national number may have come in since the draft was made. */
static enum outcome follow_number(struct session *s, struct record *r, struct error *e)
{
    struct record *permit = NULL;
    int64_t id = record_number(r, "permit");
    enum outcome result = id ? store_load(s->store, &kind_permit, id, &permit, e) : DONE;
    if (permit) {
        const char *national = record_text(permit, "national_number");
        value_set_text(record_value(r, "root_number"),
                       *national ? national : record_text(permit, "number"));
    }
    record_free(&permit);
    return result;
}

static enum outcome prepare_issue(struct session *s, struct record *r, struct error *e)
{
    struct record *signer = NULL;
    enum outcome result = certificate_begin(s, r, e);
    if (result == DONE)
        result = follow_number(s, r, e);
    if (result == DONE)
        result = certificate_signer(s, &signer, e);
    value_set_number(record_value(r, "issued_on"), issue_day(s, r));
    value_set_text(record_value(r, "officer"),
                   signer ? record_text(signer, "full_name") : session_author(s));
    value_set_text(record_value(r, "officer_nip"), signer ? record_text(signer, "nip") : "");
    record_free(&signer);
    return result;
}

/* What its owner lost is no fault of the office. */
static void prepare_loss(struct record *r)
{
    value_set_text(record_value(r, "original_at"), "lost");
    value_set_text(record_value(r, "fault"), "applicant");
}

enum outcome certificate_prepare(struct session *s, struct record *r, const struct step *step,
                                 const char *note, struct error *e)
{
    struct buf trouble = { 0 };
    enum outcome result = DONE;
    (void)note;
    if (step_is(step, "issue"))
        result = prepare_issue(s, r, e);
    else if (step_is(step, "print_sheet"))
        result = sheet_choose(s, r, &trouble, e);
    else if (step_is(step, "jammed"))
        value_clear(record_value(r, "serial"));
    else if (step_is(step, "report_lost"))
        prepare_loss(r);
    buf_free(&trouble);
    return result;
}

/* ---- What follows ---- */

/* The permit is closed with it, and names it. */
static enum outcome issue_permit(struct session *s, const struct record *r, const struct step *step,
                                 struct error *e)
{
    struct record *permit = NULL;
    enum outcome result =
        store_load(s->store, &kind_permit, record_number(r, "permit"), &permit, e);
    if (result == DONE && flow_step(permit->kind->flow, "issue", permit->state)) {
        value_copy(record_value(permit, "release_document"), record_value(r, "document"));
        value_set_text(record_value(permit, "release_number"), record_text(r, "number"));
        value_copy(record_value(permit, "released_on"), record_value(r, "issued_on"));
        result = follow_step(s, r, step, permit, "issue", "", e);
    }
    record_free(&permit);
    return result;
}

static enum outcome after_issue(struct session *s, const struct record *r, const struct step *step,
                                struct error *e)
{
    int64_t old = record_number(r, "replaces");
    enum outcome result = issue_permit(s, r, step, e);
    if (result == DONE && old)
        result = follow_where(s, r, step, &kind_certificate, old, "replaced", "", e);
    return result == DONE ? inline_issued(s, r, step, e) : result;
}

/* Does the permit have another certificate that has not left the counter? */
static enum outcome others_wait(struct session *s, const struct record *r, bool *any,
                                struct error *e)
{
    static const char *const here[] = { "draft", "issued", "printing", "printed", "asked", NULL };
    struct filter same = { .field = "permit", .how = IS };
    struct query q = {
        .kind = r->kind, .filters = &same, .filter_count = 1, .states = here, .limit = 1
    };
    struct page page = { 0 };
    value_copy(&same.value, record_value(r, "permit"));
    enum outcome result = store_page(s->store, &q, &page, e);
    *any = page.count > 0;
    page_free(&page);
    value_clear(&same.value);
    return result;
}

static enum outcome after_hand_over(struct session *s, const struct record *r,
                                    const struct step *step, struct error *e)
{
    bool wait = false;
    enum outcome result = others_wait(s, r, &wait, e);
    if (result == DONE && !wait)
        result =
            follow_where(s, r, step, &kind_permit, record_number(r, "permit"), "complete", "", e);
    return result;
}

static enum outcome after_cancel(struct session *s, const struct record *before,
                                 const struct record *r, const struct step *step, const char *note,
                                 struct error *e)
{
    enum outcome result = sheet_end(s, r, record_text(before, "serial"), step, "spoil", note, e);
    return result == DONE ? inline_cancelled(s, r, step, note, e) : result;
}

/* The same words, to be mended before it is issued; number, signature and paper are its own. */
static enum outcome draft_replacement(struct session *s, const struct record *old,
                                      const struct step *step, const char *note, struct error *e)
{
    static const char *const own[] = { "number",       "issued_on",   "officer",     "officer_nip",
                                       "serial",       "printed_at",  "handed_at",   "collected_by",
                                       "collector_id", "original_at", "loss_letter", "reason",
                                       "fault",        "code",        "prints" };
    struct record *r = record_new(old->kind);
    for (const struct field *f = old->kind->fields; f->id; f++)
        if (!(f->flags & FIELD_DERIVED))
            value_copy(record_value(r, f->id), record_value(old, f->id));
    for (size_t i = 0; i < COUNT(own); i++)
        value_clear(record_value(r, own[i]));
    for (size_t i = 1; i <= record_live_lines(old, "item"); i++) {
        const struct line *from = record_live_line(old, "item", i);
        struct line *to = record_add_line(r, "item");
        for (size_t f = 0; f < field_count(old->kind->lines[0].fields); f++)
            value_copy(&to->values[f], &from->values[f]);
    }
    value_set_reference(record_value(r, "replaces"), old->id, record_text(old, "number"));
    enum outcome result = follow_new(s, old, step, r, note, e);
    record_free(&r);
    return result;
}

enum outcome certificate_follow(struct session *s, const struct record *before,
                                const struct record *r, const struct step *step, const char *note,
                                struct error *e)
{
    if (step_is(step, "issue"))
        return after_issue(s, r, step, e);
    if (step_is(step, "print_sheet"))
        return sheet_take(s, r, step, e);
    if (step_is(step, "printed"))
        return sheet_end(s, r, record_text(r, "serial"), step, "use", "", e);
    if (step_is(step, "hand_over"))
        return after_hand_over(s, r, step, e);
    if (step_is(step, "jammed"))
        return sheet_end(s, r, record_text(before, "serial"), step, "spoil", note, e);
    if (step_is(step, "cancel"))
        return after_cancel(s, before, r, step, note, e);
    if (!step_is(step, "approve_replacement"))
        return DONE;
    enum outcome result =
        sheet_end(s, r, record_text(r, "serial"), step, "spoil", record_text(r, "reason"), e);
    return result == DONE ? draft_replacement(s, r, step, note, e) : result;
}
