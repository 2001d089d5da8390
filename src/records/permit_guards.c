/* permit_guards.c - what must hold before a permit takes a step, and what is only worth a warning.
 * Guards are pure: record and answered facts in, yes or a sentence out. */
#include "permit.h"

#include <stdlib.h>
#include <string.h>

#include "loket/records.h"
#include "measure.h"

/* Bytes of paper names a sentence carries; the rest is counted, not named. */
enum { PAPER_NAMES_MAX = 300 };

/* Appends a name, or an ellipsis where it would grow too long; false: no further name fits. */
static bool add_name(const char *name, struct buf *out)
{
    bool fits = out->len + strlen(name) <= PAPER_NAMES_MAX;
    if (out->len > 0)
        buf_puts(out, ", ");
    buf_puts(out, fits ? name : "…");
    return fits;
}

/* Appends the names of required papers that are not there, comma-separated; returns how many. */
static unsigned missing_names(const struct record *r, struct buf *out)
{
    unsigned missing = 0;
    bool room = true;
    const struct line_list *documents = &r->lines[PERMIT_DOCUMENT];
    for (size_t i = 0; i < documents->count; i++) {
        const struct line *l = &documents->items[i];
        if (!permit_paper_missing(l))
            continue;
        missing++;
        room = room && add_name(permit_line_text(l, PERMIT_DOCUMENT, "code"), out);
    }
    return missing;
}

static bool papers_complete(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    struct buf names = { 0 };
    unsigned missing = missing_names(r, &names);
    if (missing > 0)
        fail_field(why, REFUSED, "document",
                   _("%u required papers are missing (%s); mark them present (edit, page “Papers”) "
                     "once they are here, or ask for them."),
                   missing, buf_text(&names));
    buf_free(&names);
    return missing == 0;
}

const struct guard permit_papers_complete = { .id = "permit.papers_complete",
                                              .allow = papers_complete };

static bool missing_listed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    struct buf names = { 0 };
    unsigned missing = missing_names(r, &names);
    buf_free(&names);
    if (missing > 0 || record_text(r, "missing_papers")[0] != '\0')
        return true;
    fail_field(why, REFUSED, "missing_papers",
               _("Nothing is listed as missing; mark a paper as missing or fill in “What is "
                 "missing”."));
    return false;
}

const struct guard permit_missing_listed = { .id = "permit.missing_listed",
                                             .allow = missing_listed };

static int risk_rank(const char *risk)
{
    if (strcmp(risk, "high") == 0)
        return 3;
    if (strcmp(risk, "medium") == 0)
        return 2;
    return strcmp(risk, "low") == 0 ? 1 : 0;
}

/* Raising is anybody's; going below what the rows propose is the head's, by lower_risk. */
static bool risk_not_lowered(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (risk_rank(record_text(r, "risk")) >= risk_rank(record_text(r, "proposed_risk")))
        return true;
    fail_field(why, REFUSED, "risk",
               _("This risk is below the proposed one; only the head lowers it, with “Lower the "
                 "risk”."));
    return false;
}

const struct guard permit_risk_not_lowered = { .id = "permit.risk_not_lowered",
                                               .allow = risk_not_lowered };

static bool decided_alone(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (record_value(r, "single_officer_on")->set)
        return true;
    fail(why, REFUSED,
         _("No single officer decided on this record, or it was reviewed already; `loket register "
           "permit single-officer` lists what waits."));
    return false;
}

const struct guard permit_decided_alone = { .id = "permit.decided_alone", .allow = decided_alone };

/* "inline.facility" and "inline.closed" are answered by the count of the company's shipments. */
static bool in_line(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    const char *closed = answers_number(a, "inline.facility") ? answers_text(a, "inline.closed")
                                                              : answers_text(a, "inline.facility");
    if (*closed == '\0')
        return true;
    fail_field(why, REFUSED, "item", "%s", closed);
    return false;
}

const struct guard permit_in_line = { .id = "permit.in_line", .allow = in_line };

static bool went_in_line(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (text_same(record_text(r, "outcome"), "inline"))
        return true;
    fail_field(why, REFUSED, "outcome", _("It was not recommended in line."));
    return false;
}

const struct guard permit_went_in_line = { .id = "permit.went_in_line", .allow = went_in_line };

/* ---- Measures ---- */

static const struct fact open_facts[] = {
    { .id = "permit.open_measures",
      .op = FACT_COUNT,
      .kind = "measure",
      .match = (const struct fact_match[]){ { .theirs = "permit", .ours = "id" }, { NULL, NULL } },
      .states = measure_open_states },
    { .id = NULL },
};

static bool no_open_measure(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    int64_t open = answers_number(a, "permit.open_measures");
    if (open == 0)
        return true;
    fail(why, REFUSED,
         _("%lld measures on these goods are still open (detention, refusal, destruction or "
           "release); close or cancel them first."),
         (long long)open);
    return false;
}

const struct guard permit_no_open_measure = { .id = "permit.no_open_measure",
                                              .facts = open_facts,
                                              .allow = no_open_measure };

/* "permit.unbalanced" is answered by the room of actions: the first goods whose outcomes do not
 * come to what was filed. */
static bool goods_settled(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    int64_t item = answers_number(a, "permit.unbalanced");
    if (item == 0)
        return true;
    fail_field(why, REFUSED, "item",
               _("Goods %lld are not all accounted for (%s); every part needs an outcome in one "
                 "of the measures."),
               (long long)item, answers_text(a, "permit.unbalanced"));
    return false;
}

const struct guard permit_goods_settled = { .id = "permit.goods_settled", .allow = goods_settled };

/* ---- Advice: the same application may have been filed already. Never refused for it. ---- */

static const struct fact aju_facts[] = {
    { .id = "permit.same_aju",
      .op = FACT_COUNT,
      .kind = "permit",
      .match = (const struct fact_match[]){ { .theirs = "aju", .ours = "aju" }, { NULL, NULL } } },
    { .id = NULL },
};

static bool aju_is_new(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_text(r, "aju")[0] == '\0' || answers_number(a, "permit.same_aju") == 0)
        return true;
    fail_field(why, REFUSED, "aju",
               _("Submission number %s stands on another permit already; look at that one first."),
               record_text(r, "aju"));
    return false;
}

static const struct fact bill_facts[] = {
    { .id = "permit.same_bill",
      .op = FACT_COUNT,
      .kind = "permit",
      .match =
          (const struct fact_match[]){ { .theirs = "bill_of_lading", .ours = "bill_of_lading" },
                                       { NULL, NULL } } },
    { .id = NULL },
};

static bool bill_is_new(const struct record *r, const struct answers *a, struct error *why)
{
    if (record_text(r, "bill_of_lading")[0] == '\0' || answers_number(a, "permit.same_bill") == 0)
        return true;
    fail_field(why, REFUSED, "bill_of_lading",
               _("B/L or AWB %s stands on another permit already; look at that one first."),
               record_text(r, "bill_of_lading"));
    return false;
}

/* The rule decides the days; the fact only keeps the search short. */
enum { CARGO_SEARCH_DAYS = 31 };

static const struct fact cargo_facts[] = {
    { .id = "permit.same_cargo",
      .op = FACT_LATEST,
      .kind = "permit",
      .match =
          (const struct fact_match[]){ { .theirs = "applicant", .ours = "applicant" },
                                       { .theirs = "conveyance_name", .ours = "conveyance_name" },
                                       { NULL, NULL } },
      .field = "received_on",
      .day_field = "received_on",
      .our_day = "received_on",
      .within_days = CARGO_SEARCH_DAYS },
    { .id = "permit.duplicate_days", .op = FACT_RULE },
    { .id = NULL },
};

static bool cargo_is_new(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t theirs = answers_number(a, "permit.same_cargo");
    int64_t days = record_number(r, "received_on") - theirs;
    if (record_text(r, "conveyance_name")[0] == '\0' || theirs == 0 ||
        (days < 0 ? -days : days) > answers_number(a, "permit.duplicate_days"))
        return true;
    fail_field(why, REFUSED, "conveyance_name",
               _("%s already filed for %s on nearly the same day; look whether this is the same "
                 "application."),
               record_text(r, "applicant"), record_text(r, "conveyance_name"));
    return false;
}

/* What the analysis (K-2.1) looks at beside the goods. */
static const struct fact capture_facts[] = {
    { .id = "permit.open_captures",
      .op = FACT_COUNT,
      .kind = "capture",
      .match =
          (const struct fact_match[]){ { .theirs = "owner", .ours = "applicant" }, { NULL, NULL } },
      .states = (const char *const[]){ "recorded", "secured", "coordinating", "acknowledged",
                                       "non_yustisia", "pro_yustisia", "file_sent", "file_returned",
                                       "file_complete", "handed_over", NULL } },
    { .id = NULL },
};

static bool no_open_capture(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t open = answers_number(a, "permit.open_captures");
    if (open == 0)
        return true;
    fail_field(why, REFUSED, "applicant",
               _("%lld open captures name %s as owner; look at them before the analysis."),
               (long long)open, record_text(r, "applicant"));
    return false;
}

enum { YEAR_DAYS = 365 };

static const struct fact past_facts[] = {
    { .id = "permit.turned_down",
      .op = FACT_COUNT,
      .kind = "permit",
      .match = (const struct fact_match[]){ { .theirs = "applicant", .ours = "applicant" },
                                            { NULL, NULL } },
      .states = (const char *const[]){ "rejected", "settled", NULL },
      .day_field = "received_on",
      .our_day = "received_on",
      .within_days = YEAR_DAYS },
    { .id = NULL },
};

static bool past_is_clean(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t down = answers_number(a, "permit.turned_down");
    if (down == 0)
        return true;
    fail_field(why, REFUSED, "applicant",
               _("%lld applications of %s were rejected, or ended without release, within a year; "
                 "weigh that in the analysis."),
               (long long)down, record_text(r, "applicant"));
    return false;
}

/* "28/11/2026", "2026-11-28": three short groups of figures and nothing else. */
static bool reads_as_day(const char *text)
{
    enum { GROUPS = 3, YEAR_DIGITS = 4 };
    size_t groups = 0;
    for (;; text++) {
        size_t digits = strspn(text, "0123456789");
        if (digits == 0 || digits > YEAR_DIGITS)
            return false;
        groups++;
        text += digits;
        if (*text == '\0')
            return groups == GROUPS;
        if (strchr("/-. ", *text) == NULL)
            return false;
    }
}

/* What stands in papers received long ago is as it is. */
static bool is_still_typed(const struct record *r, const char *field)
{
    return record_field_free(r, kind_field(r->kind, field));
}

static const struct fact no_facts[] = { { .id = NULL } };

static bool number_is_no_day(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    const char *number = record_text(r, "national_number");
    if (!is_still_typed(r, "national_number") ||
        (!reads_as_day(number) && (number[0] == '\0' || strpbrk(number, "0123456789") != NULL)))
        return true;
    fail_field(why, REFUSED, "national_number",
               _("“%s” hardly is a national number; look at the application."), number);
    return false;
}

static bool office_is_known(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    const char *office = record_text(r, "office");
    if (!is_still_typed(r, "office") || office[0] == '\0' || record_number(r, "office") != 0)
        return true;
    fail_field(why, REFUSED, "office",
               _("Office “%s” is not in the list; F4 shows those that are."), office);
    return false;
}

/* ISO 6346: the owner's four letters, six figures, and a check digit: the sum of the letters'
 * values (from 10 up, the multiples of 11 left out) and figures, each weighed by a further power of
 * two, modulo 11, where 10 stands as 0. */
static bool is_container(const char *text, size_t n)
{
    enum { LETTERS = 4, DIGITS = 7 };
    unsigned sum = 0, value = 0, at = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
        bool letter = c >= 'A' && c <= 'Z';
        if (strchr(" -./", c) != NULL)
            continue;
        if (at == LETTERS + DIGITS || letter != (at < LETTERS) || (!letter && (c < '0' || c > '9')))
            return false;
        value = letter ? (unsigned)(c - 'A') + 10 : (unsigned)(c - '0');
        if (letter)
            value += value > 10 ? 1 + (value - 11) / 10 : 0;
        sum += at < LETTERS + DIGITS - 1 ? value << at : 0;
        at++;
    }
    return at == LETTERS + DIGITS && sum % 11 % 10 == value;
}

/* Of these, parted by semicolons, one is none: told. */
static bool are_containers(const char *list, const char *path, struct error *why)
{
    for (const char *p = list; *p; p += *p == ';') {
        size_t n = strcspn(p, ";");
        const char *one = p + strspn(p, " ");
        p += n;
        if (one >= p || is_container(one, (size_t)(p - one)))
            continue;
        char *number = xstrndup(one, (size_t)(p - one));
        fail_field(why, REFUSED, path,
                   _("“%s” is no container number (four letters, six figures and the check digit, "
                     "such as TGHU 759933-0); look at the container."),
                   number);
        free(number);
        return false;
    }
    return true;
}

static bool containers_are_numbers(const struct record *r, const struct answers *a,
                                   struct error *why)
{
    const struct line_kind *k = kind_line(r->kind, "item");
    bool fine = true;
    (void)a;
    if (is_still_typed(r, "container"))
        fine = are_containers(record_text(r, "container"), "container", why);
    for (size_t n = 1; fine && n <= record_live_lines(r, k->id); n++) {
        const struct value *v = line_cell(k, record_live_line(r, k->id, n), "container");
        struct buf path = { 0 };
        buf_printf(&path, "item.%zu.container", n);
        if (v->set && record_field_free(r, line_field(k, "container")))
            fine = are_containers(v->text, buf_text(&path), why);
        buf_free(&path);
    }
    return fine;
}

static const struct guard odd_container = { .id = "permit.odd_container",
                                            .facts = no_facts,
                                            .allow = containers_are_numbers };
static const struct guard odd_number = { .id = "permit.odd_number",
                                         .facts = no_facts,
                                         .allow = number_is_no_day };
static const struct guard unknown_office = { .id = "permit.unknown_office",
                                             .facts = no_facts,
                                             .allow = office_is_known };
static const struct guard open_captures = { .id = "permit.open_captures",
                                            .facts = capture_facts,
                                            .allow = no_open_capture };
static const struct guard clean_past = { .id = "permit.past",
                                         .facts = past_facts,
                                         .allow = past_is_clean };
static const struct guard same_aju = { .id = "permit.same_aju",
                                       .facts = aju_facts,
                                       .allow = aju_is_new };
static const struct guard same_bill = { .id = "permit.same_bill",
                                        .facts = bill_facts,
                                        .allow = bill_is_new };
static const struct guard same_cargo = { .id = "permit.same_cargo",
                                         .facts = cargo_facts,
                                         .allow = cargo_is_new };

const struct guard *const permit_advice[] = { &same_aju,       &same_bill,     &same_cargo,
                                              &open_captures,  &clean_past,    &odd_number,
                                              &unknown_office, &odd_container, NULL };
