/* capture_guards.c - what must hold before an incident report takes a step. Guards are pure: record
 * and answered facts in, yes or a sentence out. */
#include "capture.h"

#include <string.h>

#include "loket/records.h"
#include "measure.h"

static bool filled(const struct record *r, const char *field)
{
    const struct value *v = record_value(r, field);
    return v->set;
}

/* Refused by the first of these fields that is empty; all that are stand in the sentence.
 * NULL-terminated. */
static bool all_filled(const struct record *r, const char *const *fields, struct error *why)
{
    const char *first = NULL;
    struct buf empty = { 0 };
    for (; *fields; fields++) {
        if (filled(r, *fields))
            continue;
        buf_printf(&empty, "%s“%s”", first ? ", " : "", _(kind_field(r->kind, *fields)->label));
        first = first ? first : *fields;
    }
    if (first)
        fail_field(why, REFUSED, first, _("%s: empty; fill in first."), buf_text(&empty));
    buf_free(&empty);
    return !first;
}

/* No day of these lies ahead: what did not happen yet is not recorded. */
static bool not_ahead(const struct record *r, const struct answers *a, const char *field,
                      struct error *why)
{
    if (!filled(r, field) || record_number(r, field) <= answers_number(a, "capture.today"))
        return true;
    fail_field(why, REFUSED, field, _("“%s” lies in the future; correct it."),
               _(kind_field(r->kind, field)->label));
    return false;
}

static bool own(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const needed[] = { "occurred_time", "conveyance", NULL };
    return all_filled(r, needed, why) && not_ahead(r, a, "occurred_on", why);
}

const struct guard capture_own = { .id = "capture.own", .allow = own };

static bool from_agency(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const needed[] = { "agency", "handover_number", "handover_admin_on",
                                          "handover_physical_on", NULL };
    if (!all_filled(r, needed, why) || !not_ahead(r, a, "occurred_on", why) ||
        !not_ahead(r, a, "handover_admin_on", why) || !not_ahead(r, a, "handover_physical_on", why))
        return false;
    if (record_number(r, "handover_physical_on") >= record_number(r, "occurred_on"))
        return true;
    fail_field(why, REFUSED, "handover_physical_on",
               _("The goods were handed over before the day of the incident; correct one of "
                 "both."));
    return false;
}

const struct guard capture_from_agency = { .id = "capture.from_agency", .allow = from_agency };

/* From paper, either of them. */
static bool taken_in(const struct record *r, const struct answers *a, struct error *why)
{
    return strcmp(record_text(r, "source"), "agency") == 0 ? from_agency(r, a, why)
                                                           : own(r, a, why);
}

const struct guard capture_taken_in = { .id = "capture.taken_in", .allow = taken_in };

/* ---- Securing, owner, statement ---- */

static bool secured(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const needed[] = { "seal", "place", "custodian" };
    size_t n = record_live_lines(r, "evidence");
    (void)a;
    if (n == 0) {
        fail_field(why, REFUSED, "evidence",
                   _("No evidence is recorded; add what was secured, with seal, place and "
                     "custodian."));
        return false;
    }
    for (size_t i = 1; i <= n; i++)
        for (size_t f = 0; f < COUNT(needed); f++) {
            const struct line *l = record_live_line(r, "evidence", i);
            if (capture_line_text(l, CAPTURE_EVIDENCE, needed[f])[0])
                continue;
            fail_field(why, REFUSED, "evidence", _("Evidence %zu has no “%s”; fill it in first."),
                       i, _(line_field(&capture_lines[CAPTURE_EVIDENCE], needed[f])->label));
            return false;
        }
    return true;
}

const struct guard capture_secured = { .id = "capture.secured", .allow = secured };

static bool searched(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const needed[] = { "search_minutes", "search_on", NULL };
    if (strcmp(record_text(r, "owner_known"), "unknown") != 0) {
        fail_field(why, REFUSED, "owner_known",
                   _("The owner is said to be known; change that to “Not known” first."));
        return false;
    }
    if (!all_filled(r, needed, why) || !not_ahead(r, a, "search_on", why))
        return false;
    if (record_number(r, "search_on") >= record_number(r, "occurred_on"))
        return true;
    fail_field(why, REFUSED, "search_on",
               _("The search for the owner lies before the incident; correct one of both."));
    return false;
}

const struct guard capture_searched = { .id = "capture.searched", .allow = searched };

static const struct fact nobody_facts[] = { { .id = "capture.unknown_owner", .op = FACT_RULE },
                                            { .id = NULL } };

/* "NN" is what registers write where the search for the owner found nobody. */
static bool owner_is_somebody(const struct record *r, const struct answers *a, struct error *why)
{
    const char *owner = record_text(r, "owner");
    if (strcmp(record_text(r, "owner_known"), "known") != 0 ||
        !text_listed(answers_text(a, "capture.unknown_owner"), owner))
        return true;
    fail_field(why, REFUSED, "owner_known",
               _("“%s” names nobody, yet the owner is said to be known; choose “Not known”."),
               owner);
    return false;
}

static const struct guard nameless_owner = { .id = "capture.nameless_owner",
                                             .facts = nobody_facts,
                                             .allow = owner_is_somebody };

static const struct fact twin_facts[] = {
    { .id = "capture.same_time",
      .op = FACT_COUNT,
      .kind = "capture",
      .match = (const struct fact_match[]){ { .theirs = "occurred_on", .ours = "occurred_on" },
                                            { .theirs = "occurred_time", .ours = "occurred_time" },
                                            { .theirs = "place", .ours = "place" },
                                            { NULL, NULL } } },
    { .id = "capture.same_owner",
      .op = FACT_COUNT,
      .kind = "capture",
      .match = (const struct fact_match[]){ { .theirs = "occurred_on", .ours = "occurred_on" },
                                            { .theirs = "owner", .ours = "owner" },
                                            { .theirs = "place", .ours = "place" },
                                            { NULL, NULL } } },
    { .id = NULL },
};

/* A copy in which nothing was changed is the report that is there already. */
static bool is_told_once(const struct record *r, const struct answers *a, struct error *why)
{
    if (answers_number(a, "capture.same_time") > 0)
        fail_field(
            why, REFUSED, "occurred_time",
            _("Another report tells of %s at the same day and time; look whether this is the "
              "same incident."),
            record_text(r, "place"));
    else if (answers_number(a, "capture.same_owner") > 0)
        fail_field(why, REFUSED, "owner",
                   _("Another report of that day and place names the same owner; look whether this "
                     "is the same incident."));
    return why->text[0] == '\0';
}

static const struct guard told_once = { .id = "capture.told_once",
                                        .facts = twin_facts,
                                        .allow = is_told_once };

const struct guard *const capture_advice[] = { &nameless_owner, &told_once, NULL };

static bool stated(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const day_needed[] = { "statement_on", NULL };
    if (!filled(r, "statement") && !filled(r, "no_statement")) {
        fail_field(why, REFUSED, "statement",
                   _("There is neither a statement of the owner nor a reason why none could be "
                     "taken; fill in one of both."));
        return false;
    }
    if (!all_filled(r, day_needed, why) || !not_ahead(r, a, "statement_on", why))
        return false;
    if (record_number(r, "statement_on") >= record_number(r, "occurred_on"))
        return true;
    fail_field(why, REFUSED, "statement_on",
               _("The statement lies before the incident; correct one of both."));
    return false;
}

const struct guard capture_stated = { .id = "capture.stated", .allow = stated };

static bool coordinated(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (strcmp(record_text(r, "coordination"), "acknowledged") == 0)
        return true;
    fail_field(why, REFUSED, "coordination",
               _("The structural supervision officer has not acknowledged it; ask for it first."));
    return false;
}

const struct guard capture_coordinated = { .id = "capture.coordinated", .allow = coordinated };

static bool conference(const struct record *r, const struct answers *a, struct error *why)
{
    static const char *const needed[] = { "conference_number", "conference_on", NULL };
    return all_filled(r, needed, why) && not_ahead(r, a, "conference_on", why);
}

const struct guard capture_conference = { .id = "capture.conference", .allow = conference };

/* ---- Papers of the case ---- */

/* The newest paper of this sort; NO_DAY: there is none. how_many may be NULL. */
static day newest(const struct record *r, const char *paper, size_t *how_many)
{
    day last = NO_DAY;
    size_t n = 0;
    for (size_t i = 1; i <= record_live_lines(r, "case_paper"); i++) {
        const struct line *l = record_live_line(r, "case_paper", i);
        const struct value *on = capture_line_value(l, CAPTURE_CASE, "issued_on");
        if (strcmp(capture_line_text(l, CAPTURE_CASE, "paper"), paper) != 0 || !on->set ||
            !capture_line_text(l, CAPTURE_CASE, "number")[0])
            continue;
        n++;
        if (last == NO_DAY || on->num > last)
            last = (day)on->num;
    }
    if (how_many)
        *how_many = n;
    return last;
}

/* The paper is there with number and day, not in the future, and not older than the newest of those
 * it answers. */
static bool has_paper(const struct record *r, const struct answers *a, const char *paper,
                      const char *const *behind, struct error *why)
{
    const struct field *f = line_field(&capture_lines[CAPTURE_CASE], "paper");
    const char *label = _(field_choice(f, paper)->label);
    day on = newest(r, paper, NULL);
    if (on == NO_DAY) {
        fail_field(why, REFUSED, "case_paper",
                   _("“%s” is not among the papers of the case; add it with number and date."),
                   label);
        return false;
    }
    if (on > answers_number(a, "capture.today")) {
        fail_field(why, REFUSED, "case_paper",
                   _("The date of “%s” lies in the future; correct it."), label);
        return false;
    }
    for (; behind && *behind; behind++) {
        day before = newest(r, *behind, NULL);
        if (before == NO_DAY || before <= on)
            continue;
        fail_field(why, REFUSED, "case_paper", _("“%s” is dated before “%s”; correct one of both."),
                   label, _(field_choice(f, *behind)->label));
        return false;
    }
    return true;
}

static bool investigation(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "investigation_order", NULL, why);
}

const struct guard capture_investigation = { .id = "capture.investigation",
                                             .allow = investigation };

static bool file(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "spdp", (const char *const[]){ "investigation_order", NULL }, why) &&
           has_paper(r, a, "file", (const char *const[]){ "spdp", NULL }, why);
}

const struct guard capture_file = { .id = "capture.file", .allow = file };

/* One file more than returns: what came back was sent again. */
static bool file_mended(const struct record *r, const struct answers *a, struct error *why)
{
    size_t sent, returned;
    newest(r, "file", &sent);
    newest(r, "p19", &returned);
    if (sent <= returned) {
        fail_field(why, REFUSED, "case_paper",
                   _("The completed file is not among the papers of the case; add it as one more "
                     "“Case file sent”."));
        return false;
    }
    return has_paper(r, a, "file", (const char *const[]){ "p19", NULL }, why);
}

const struct guard capture_file_mended = { .id = "capture.file_mended", .allow = file_mended };

static bool p19(const struct record *r, const struct answers *a, struct error *why)
{
    size_t sent, returned;
    newest(r, "file", &sent);
    newest(r, "p19", &returned);
    if (returned > 0 && returned < sent) {
        fail_field(why, REFUSED, "case_paper",
                   _("This return (P-19) is not among the papers of the case yet; add it with "
                     "number and date."));
        return false;
    }
    return has_paper(r, a, "p19", (const char *const[]){ "file", NULL }, why);
}

const struct guard capture_p19 = { .id = "capture.p19", .allow = p19 };

static bool p21(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "p21", (const char *const[]){ "file", "p19", NULL }, why);
}

const struct guard capture_p21 = { .id = "capture.p21", .allow = p21 };

static bool stage_two(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "stage_two", (const char *const[]){ "p21", NULL }, why);
}

const struct guard capture_stage_two = { .id = "capture.stage_two", .allow = stage_two };

/* That suspect and evidence go to the prosecutor stands in the ladder of the case (domain §5.4);
 * that the minutes name who took them is inferred, hence the rule. */
static const struct fact handed_facts[] = { { .id = "capture.handed_to", .op = FACT_RULE },
                                            { .id = NULL } };

static bool handed_to(const struct record *r, const struct answers *a, struct error *why)
{
    if (answers_number(a, "capture.handed_to") == 0 || record_value(r, "handed_to")->set)
        return true;
    fail_field(why, REFUSED, "handed_to",
               _("To whom suspect and evidence were handed over is not said; fill it in."));
    return false;
}

const struct guard capture_handed_to = { .id = "capture.handed_to",
                                         .facts = handed_facts,
                                         .allow = handed_to };

static bool went_to_prosecutor(const struct record *r, int64_t evidence)
{
    for (size_t i = 1; i <= record_live_lines(r, "movement"); i++) {
        const struct line *l = record_live_line(r, "movement", i);
        if (capture_line_value(l, CAPTURE_MOVEMENT, "evidence")->num == evidence &&
            strcmp(capture_line_text(l, CAPTURE_MOVEMENT, "purpose"), "prosecutor") == 0)
            return true;
    }
    return false;
}

static bool evidence_handed(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    for (size_t i = 1; i <= record_live_lines(r, "evidence"); i++) {
        if (went_to_prosecutor(r, (int64_t)i))
            continue;
        fail_field(why, REFUSED, "movement",
                   _("Evidence %zu has no movement to the prosecutor; record it first."), i);
        return false;
    }
    return true;
}

const struct guard capture_evidence_handed = { .id = "capture.evidence_handed",
                                               .allow = evidence_handed };

static bool sp3(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "sp3", (const char *const[]){ "investigation_order", NULL }, why);
}

const struct guard capture_sp3 = { .id = "capture.sp3", .allow = sp3 };

static bool closing(const struct record *r, const struct answers *a, struct error *why)
{
    return has_paper(r, a, "closing", (const char *const[]){ "stage_two", NULL }, why);
}

const struct guard capture_closing = { .id = "capture.closing", .allow = closing };

/* ---- Measures and goods ---- */

static const struct fact measure_facts[] = {
    { .id = "capture.open_measures",
      .op = FACT_COUNT,
      .kind = "measure",
      .match = (const struct fact_match[]){ { .theirs = "capture", .ours = "id" }, { NULL, NULL } },
      .states = measure_open_states },
    { .id = NULL },
};

static bool no_open_measure(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    int64_t open = answers_number(a, "capture.open_measures");
    if (open == 0)
        return true;
    fail(why, REFUSED,
         _("%lld measures of this capture are still open; close or cancel them first."),
         (long long)open);
    return false;
}

const struct guard capture_no_open_measure = { .id = "capture.no_open_measure",
                                               .facts = measure_facts,
                                               .allow = no_open_measure };

static const char *const live_measures[] = { "in_effect", "extended", "lapsed",
                                             "fulfilled", "closed",   NULL };
static const struct fact live_facts[] = {
    { .id = "capture.open_measures",
      .op = FACT_COUNT,
      .kind = "measure",
      .match = (const struct fact_match[]){ { .theirs = "capture", .ours = "id" }, { NULL, NULL } },
      .states = measure_open_states },
    { .id = "capture.live_measures",
      .op = FACT_COUNT,
      .kind = "measure",
      .match = (const struct fact_match[]){ { .theirs = "capture", .ours = "id" }, { NULL, NULL } },
      .states = live_measures },
    { .id = NULL },
};

static bool no_live_measure(const struct record *r, const struct answers *a, struct error *why)
{
    if (!no_open_measure(r, a, why))
        return false;
    if (answers_number(a, "capture.live_measures") == 0)
        return true;
    fail(why, REFUSED,
         _("A measure was carried out on these goods already; close the report instead."));
    return false;
}

const struct guard capture_no_live_measure = { .id = "capture.no_live_measure",
                                               .facts = live_facts,
                                               .allow = no_live_measure };

/* "capture.unbalanced" is answered by the room of actions: the number of the first goods whose
 * outcomes do not come to what was found. */
static bool balanced(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    int64_t item = answers_number(a, "capture.unbalanced");
    if (item == 0)
        return true;
    fail_field(why, REFUSED, "item",
               _("Goods %lld are not all accounted for (%s); every part needs an outcome in one "
                 "of the measures."),
               (long long)item, answers_text(a, "capture.unbalanced"));
    return false;
}

const struct guard capture_balanced = { .id = "capture.balanced", .allow = balanced };
