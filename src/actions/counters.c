/* counters.c - the first screen: what who is here can do next, what is late, and the rest of the
 * office's work. Counts of states are kept in the file; where a filter narrows them, rows are read
 * up to a bound. */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What is counted, in the order of the work ---- */

/* Days and moments are as people type them: h is today, s is now. */
static const char *const draft[] = { "draft", NULL };
static const char *const submitted[] = { "submitted", NULL };
static const char *const incomplete[] = { "incomplete", NULL };
static const char *const back_entered[] = { "back_entered", NULL };
static const char *const returned[] = { "returned", NULL };
static const char *const accepted[] = { "accepted", NULL };
static const char *const assigned[] = { "assigned", NULL };
static const char *const examined[] = { "examined", NULL };
static const char *const recommended[] = { "recommended", NULL };
static const char *const billed[] = { "billed", NULL };
static const char *const paid[] = { "paid", NULL };
static const char *const issued[] = { "issued", NULL };
static const char *const printing[] = { "printing", NULL };
static const char *const printed[] = { "printed", NULL };
static const char *const numbered[] = { "accepted", "assigned", "returned", NULL };
static const char *const without_statement[] = { "recorded", "secured", "owner_missing", NULL };
static const char *const coordinating[] = { "coordinating", NULL };
static const char *const unclassified[] = { "acknowledged", NULL };
static const char *const pro_yustisia[] = { "pro_yustisia", NULL };
static const char *const file_returned[] = { "file_returned", NULL };
static const char *const ended[] = { "non_yustisia", "stopped", "handed_over", NULL };
static const char *const proposed[] = { "proposed", NULL };
static const char *const waiting[] = { "waiting", NULL };
static const char *const running[] = { "in_effect", "extended", NULL };
static const char *const unconfirmed[] = { "ready",  "in_effect", "extended",
                                           "lapsed", "fulfilled", NULL };
static const char *const fulfilled[] = { "fulfilled", NULL };
static const char *const lapsed[] = { "lapsed", NULL };
static const char *const applied[] = { "applied", NULL };
static const char *const assessing[] = { "assessing", NULL };
static const char *const to_plan[] = { "due", NULL };
static const char *const planned[] = { "scheduled", NULL };
static const char *const held[] = { "held", NULL };
static const char *const to_look_after[] = { "follow_up", NULL };

enum { DOES_MAX = 3 };
static const struct waits {
    const char *kind, *label; /* label NULL: the state's own */
    const char *const *states;
    const char *filter;
    const char *rule; /* its number ends the filter; NULL: it is whole */
    enum counter_part part;
    /* "VERB" or "KIND.VERB": it is for whoever may take one of these, and for the office's overview
     * to others; none: for everybody. */
    const char *does[DOES_MAX];
    enum whose {
        OFFICES, /* shown to everybody */
        TO_FILL, /* the same, and who may do it fills a number in instead */
        DOERS,   /* only to whoever may do it: another row has it for the office */
        ONES_OWN /* and the name of who is here ends the filter */
    } whose;
} all_waits[] = {
    { "permit", NULL, draft, NULL, NULL, COUNT_NEXT, { "submit" }, OFFICES },
    { "permit", NULL, submitted, NULL, NULL, COUNT_NEXT, { "accept" }, OFFICES },
    { "permit", NULL, incomplete, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit",
      N_("papers not brought in time"),
      incomplete,
      "deadline_on<=h-1",
      NULL,
      COUNT_LATE,
      { "resubmit" },
      OFFICES },
    { "permit", NULL, back_entered, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit", NULL, returned, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit",
      N_("to be analysed"),
      accepted,
      "analysis=",
      NULL,
      COUNT_NEXT,
      { "analyse" },
      DOERS },
    { "permit", NULL, accepted, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit",
      N_("assigned to you"),
      assigned,
      "officer.person=",
      NULL,
      COUNT_NEXT,
      { "inspection.report" },
      ONES_OWN },
    { "permit", NULL, assigned, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit",
      N_("under your examination"),
      examined,
      "officer.person=",
      NULL,
      COUNT_NEXT,
      { "recommend" },
      ONES_OWN },
    { "permit", NULL, examined, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit", NULL, recommended, NULL, NULL, COUNT_NEXT, { "bill.issue" }, OFFICES },
    { "permit", NULL, billed, NULL, NULL, COUNT_NEXT, { "bill.pay" }, OFFICES },
    { "permit", NULL, paid, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "permit",
      N_("past their service time"),
      NULL,
      "due_at<=s",
      NULL,
      COUNT_LATE,
      { NULL },
      OFFICES },
    { "permit",
      N_("whose service time ends today"),
      NULL,
      "due_at>=s; due_at<=h+1",
      NULL,
      COUNT_LATE,
      { NULL },
      OFFICES },
    { "permit",
      N_("without a national number"),
      numbered,
      "national_number=",
      NULL,
      COUNT_NEXT,
      { "accept" },
      TO_FILL },
    { "permit",
      N_("decided alone, to be reviewed"),
      NULL,
      "state=all; single_officer_on>=1970-01-02",
      NULL,
      COUNT_NEXT,
      { "review" },
      OFFICES },
    { "inspection", NULL, draft, NULL, NULL, COUNT_NEXT, { "report" }, OFFICES },
    { "bill", NULL, draft, NULL, NULL, COUNT_NEXT, { "issue" }, OFFICES },
    { "bill", N_("not paid in time"), issued, "due_at<=s", NULL, COUNT_LATE, { "pay" }, OFFICES },
    { "certificate", NULL, issued, NULL, NULL, COUNT_NEXT, { "print_sheet" }, OFFICES },
    { "certificate", NULL, printing, NULL, NULL, COUNT_NEXT, { "printed" }, OFFICES },
    { "certificate", NULL, printed, NULL, NULL, COUNT_NEXT, { "hand_over" }, OFFICES },
    { "certificate",
      N_("not collected in time"),
      printed,
      "printed_at<=h-",
      "certificate.collect_days",
      COUNT_LATE,
      { "hand_over" },
      OFFICES },
    { "capture",
      N_("without the owner's statement"),
      without_statement,
      NULL,
      NULL,
      COUNT_NEXT,
      { "state" },
      OFFICES },
    { "capture",
      N_("wait for coordination"),
      coordinating,
      NULL,
      NULL,
      COUNT_OFFICE,
      { NULL },
      OFFICES },
    { "capture",
      N_("to be classified"),
      unclassified,
      NULL,
      NULL,
      COUNT_OFFICE,
      { NULL },
      OFFICES },
    { "capture", NULL, pro_yustisia, NULL, NULL, COUNT_NEXT, { "send_file" }, OFFICES },
    { "capture",
      N_("file returned (P-19)"),
      file_returned,
      NULL,
      NULL,
      COUNT_NEXT,
      { "send_file" },
      OFFICES },
    { "capture", N_("to be closed"), ended, NULL, NULL, COUNT_NEXT, { "close" }, OFFICES },
    { "measure", NULL, proposed, NULL, NULL, COUNT_NEXT, { "request" }, OFFICES },
    { "measure",
      N_("wait for coordination"),
      waiting,
      NULL,
      NULL,
      COUNT_OFFICE,
      { NULL },
      OFFICES },
    { "measure",
      N_("by phone, to be confirmed"),
      unconfirmed,
      "coordination=phone",
      NULL,
      COUNT_NEXT,
      { "confirm" },
      OFFICES },
    { "measure",
      N_("acted first, to be confirmed"),
      unconfirmed,
      "coordination=urgent",
      NULL,
      COUNT_NEXT,
      { "confirm" },
      OFFICES },
    { "measure",
      N_("past the last day"),
      running,
      "due_on<=h-1",
      NULL,
      COUNT_LATE,
      { "lapse", "extend", "confirm" },
      OFFICES },
    { "measure",
      N_("due today"),
      running,
      "due_on=h",
      NULL,
      COUNT_LATE,
      { "lapse", "extend", "confirm" },
      OFFICES },
    { "measure",
      N_("due within two days"),
      running,
      "due_on>=h+1; due_on<=h+2",
      NULL,
      COUNT_LATE,
      { "lapse", "extend", "confirm" },
      OFFICES },
    { "measure", N_("to be closed"), fulfilled, NULL, NULL, COUNT_NEXT, { "close" }, OFFICES },
    { "measure", NULL, lapsed, NULL, NULL, COUNT_NEXT, { "close", "request" }, OFFICES },
    { "facility", NULL, applied, NULL, NULL, COUNT_NEXT, { "assess" }, OFFICES },
    { "facility", NULL, assessing, NULL, NULL, COUNT_NEXT, { "recommend" }, OFFICES },
    { "monitoring",
      N_("not held on its day"),
      planned,
      "scheduled_on<=h-1",
      NULL,
      COUNT_LATE,
      { "hold" },
      OFFICES },
    { "monitoring",
      N_("visits of yours today"),
      planned,
      "scheduled_on=h; officer=",
      NULL,
      COUNT_NEXT,
      { "hold" },
      ONES_OWN },
    { "monitoring", NULL, to_plan, NULL, NULL, COUNT_NEXT, { "schedule" }, OFFICES },
    { "monitoring", NULL, planned, NULL, NULL, COUNT_OFFICE, { NULL }, OFFICES },
    { "monitoring", N_("held, to be closed"), held, NULL, NULL, COUNT_NEXT, { "close" }, OFFICES },
    { "monitoring", NULL, to_look_after, NULL, NULL, COUNT_NEXT, { "close" }, OFFICES },
};

/* ---- Whose it is ---- */

/* "accept" of k, or "bill.issue"; *of its kind. */
static const struct step *step_named(const struct kind *k, const char *name, const struct kind **of)
{
    const char *dot = strchr(name, '.');
    char kind[FIELD_ID_MAX];
    *of = k;
    if (dot) {
        snprintf(kind, sizeof kind, "%.*s", (int)(dot - name), name);
        *of = registry_find(&all_kinds, kind);
    }
    return flow_step((*of)->flow, dot ? dot + 1 : name, NULL);
}

/* The first of its steps that who is here may take; NULL: none, or nobody is here who could. */
static enum outcome step_of_mine(struct session *s, const struct waits *w, const struct kind *k,
                                 const struct step **mine, struct error *e)
{
    enum outcome result = DONE;
    *mine = NULL;
    for (size_t i = 0; result == DONE && !*mine && i < DOES_MAX && w->does[i]; i++) {
        const struct kind *of;
        const struct step *step = step_named(k, w->does[i], &of);
        const struct right right = { RIGHT_STEP, of, step };
        char author[RIGHT_AUTHOR_MAX];
        struct error why = { 0 };
        result = rights_may(s, &right, author, &why);
        if (result == DONE)
            *mine = step;
        else if (result == FORBIDDEN)
            result = DONE;
        else
            *e = why;
    }
    return result;
}

static enum counter_part part_of(const struct session *s, const struct waits *w,
                                 const struct step *mine)
{
    if (s->people && !s->person)
        return COUNT_OFFICE; /* who only reads has nothing to do */
    return w->does[0] && !mine ? COUNT_OFFICE : w->part;
}

/* ---- Counting ---- */

static enum outcome count_filtered(struct session *s, const struct filter_list *filters,
                                   struct counter *c, struct error *e)
{
    struct query q = { .kind = c->kind,
                       .filters = filters->items,
                       .filter_count = filters->count,
                       .states = c->states,
                       .closed = filters->closed,
                       .limit = COUNTER_MAX };
    struct page page = { 0 };
    enum outcome result = store_page(s->store, &q, &page, e);
    c->n = (int64_t)page.count;
    c->more = page.more;
    page_free(&page);
    return result;
}

static enum outcome take_filter_text(struct session *s, const struct kind *k, const char *text,
                                     struct filter_list *out, struct error *e)
{
    char *copy = xstrdup(text), *rest = copy;
    enum outcome result = DONE;
    for (char *part; result == DONE && (part = strsep(&rest, ";"));)
        result = act_filter(s, k, text_trim(part), SPELL_SCREEN, out, e);
    free(copy);
    return result;
}

static enum outcome make_filter(struct session *s, const struct waits *w, struct counter *c,
                                struct error *e)
{
    int64_t number = 0;
    enum outcome result = w->rule ? rule_number(s, w->rule, session_today(s), &number, e) : DONE;
    if (w->rule)
        snprintf(c->filter, sizeof c->filter, "%s%lld", w->filter, (long long)number);
    else
        snprintf(c->filter, sizeof c->filter, "%s%s", w->filter,
                 w->whose == ONES_OWN && s->person ? s->person->name : "");
    return result;
}

static enum outcome count_rows(struct session *s, const struct waits *w, struct counter *c,
                               struct error *e)
{
    struct filter_list filters = { 0 };
    enum outcome result = make_filter(s, w, c, e);
    if (result == DONE)
        result = take_filter_text(s, c->kind, c->filter, &filters, e);
    if (result == DONE)
        result = count_filtered(s, &filters, c, e);
    filter_list_free(&filters);
    return result;
}

static enum outcome count_states(struct session *s, struct counter *c, struct error *e)
{
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && c->states[i]; i++) {
        int64_t n = 0;
        result = store_tally(s->store, c->kind, c->states[i], &n, e);
        c->n += n;
    }
    return result;
}

/* c->n 0: nothing of it waits, or it is not for who is here. */
static enum outcome count_waits(struct session *s, const struct waits *w, struct counter *c,
                                struct error *e)
{
    const struct kind *k = registry_find(&all_kinds, w->kind);
    *c = (struct counter){
        .kind = k,
        .label = w->label,
        .states = w->states,
    };
    c->then = w->whose == TO_FILL ? N_("Enter the number") : NULL;
    if (!c->label)
        c->label = flow_state(k->flow, w->states[0])->label;
    enum outcome result = step_of_mine(s, w, k, &c->step, e);
    c->part = part_of(s, w, c->step);
    if (result != DONE ||
        ((w->whose == DOERS || w->whose == ONES_OWN) && c->part == COUNT_OFFICE) ||
        (w->whose == ONES_OWN && !s->person))
        return result;
    return w->filter ? count_rows(s, w, c, e) : count_states(s, c, e);
}

enum outcome act_counters(struct session *s, struct counter *out, size_t cap, size_t *count,
                          struct error *e)
{
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    *count = 0;
    for (size_t i = 0; result == DONE && i < COUNT(all_waits) && *count < cap; i++) {
        result = count_waits(s, &all_waits[i], &out[*count], e);
        *count += result == DONE && out[*count].n > 0;
    }
    store_read_end(s->store);
    return result;
}

static bool is_among(const struct open_count *counts, size_t n, const struct kind *k)
{
    for (size_t i = 0; i < n; i++)
        if (counts[i].kind == k)
            return true;
    return false;
}

enum outcome act_open_counts(struct session *s, struct open_count out[OPEN_KINDS_MAX],
                             size_t *count, struct error *e)
{
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    *count = 0;
    for (size_t i = 0; result == DONE && i < COUNT(all_waits) && *count < OPEN_KINDS_MAX; i++) {
        const struct kind *k = registry_find(&all_kinds, all_waits[i].kind);
        if (is_among(out, *count, k))
            continue;
        out[*count] = (struct open_count){ .kind = k };
        result = store_tally_open(s->store, k, &out[(*count)++].n, e);
    }
    store_read_end(s->store);
    return result;
}

/* ---- Intake ---- */

enum outcome act_intake(struct session *s, int64_t days[INTAKE_DAYS], struct error *e)
{
    const day first = session_today(s) - (INTAKE_DAYS - 1);
    struct filter since = { .field = "received_on", .how = AT_LEAST };
    struct query q = { .kind = &kind_permit, .filters = &since, .filter_count = 1, .closed = true };
    const struct counting how = { .query = &q, .fields = { "received_on" } };
    struct counts counts = { 0 };
    value_set_number(&since.value, first);
    memset(days, 0, INTAKE_DAYS * sizeof *days);
    enum outcome result = store_counts(s->store, &how, &counts, e);
    for (size_t i = 0; result == DONE && i < counts.count; i++) {
        const struct counted *n = &counts.items[i];
        int64_t at = n->value.set ? n->value.num - first : -1;
        if (at >= 0 && at < INTAKE_DAYS)
            days[at] = n->records;
    }
    counts_free(&counts);
    value_clear(&since.value);
    return result;
}
