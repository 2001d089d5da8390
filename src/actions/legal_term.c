/* Terms of the law are rows (kind legal_clock) with validity; here one is chosen and counted. */
#include "legal_term.h"

#include <string.h>

static bool in_force(const struct record *row, day on)
{
    const struct value *from = record_value(row, "valid_from"), *to = record_value(row, "valid_to");
    return !(from->set && from->num > on) && !(to->set && to->num < on);
}

/* 0: not for this one; a row that names the field or the paper goes before one for any. Where the
 * measure does not say which paper is missing, the main one is meant. */
static int fitness(const struct record *row, const struct record *measure, day on)
{
    const char *field = record_text(row, "field"), *paper = record_text(row, "paper");
    const char *missing = record_text(measure, "paper");
    const char *wanted = *missing && strcmp(missing, "any") != 0 ? missing : "main";
    bool own_field = strcmp(field, record_text(measure, "field")) == 0;
    bool own_paper = strcmp(paper, wanted) == 0;
    if (!in_force(row, on) ||
        strcmp(record_text(row, "measure"), record_text(measure, "measure")) != 0 ||
        (!own_field && strcmp(field, "any") != 0) || (!own_paper && strcmp(paper, "any") != 0))
        return 0;
    return 1 + 2 * own_field + own_paper;
}

static const struct record *best_of(const struct page *rows, const struct record *measure, day on)
{
    const struct record *best = NULL;
    int best_fit = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct record *row = rows->rows[i];
        int fit = fitness(row, measure, on);
        bool later = best && record_number(row, "valid_from") > record_number(best, "valid_from");
        if (fit > best_fit || (fit && fit == best_fit && later)) {
            best = row;
            best_fit = fit;
        }
    }
    return best;
}

static void take_over(struct record *measure, const struct record *row)
{
    static const char *const pairs[][2] = { { "clock_length", "length" },
                                            { "clock_unit", "unit" },
                                            { "clock_start", "start" } };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct value *to = record_value(measure, pairs[i][0]);
        value_clear(to);
        value_copy(to, record_value(row, pairs[i][1]));
    }
    value_set_reference(record_value(measure, "clock"), row->id, record_text(row, "name"));
    if (!record_value(measure, "legal_basis")->set)
        value_set_text(record_value(measure, "legal_basis"), record_text(row, "basis"));
}

static bool has_term(const struct record *measure)
{
    const char *what = record_text(measure, "measure");
    return strcmp(what, "detention") == 0 || strcmp(what, "refusal") == 0;
}

static enum outcome no_term(day on, struct error *e)
{
    struct buf text = { 0 };
    day_local(on, &text);
    fail_field(e, REFUSED, "clock",
               _("No term of the law is in force for this measure on %s; add one to the terms of "
                 "the law."),
               buf_text(&text));
    buf_free(&text);
    return REFUSED;
}

/* The rows; there are a handful in each era. */
static enum outcome all_terms(struct session *s, struct page *out, struct error *e)
{
    enum { MOST = 1000 };
    struct query q = { .kind = registry_find(&all_kinds, "legal_clock"), .limit = MOST };
    return store_page(s->store, &q, out, e);
}

enum outcome term_choose(struct session *s, struct record *measure, struct error *e)
{
    struct page rows = { 0 };
    struct record *named = NULL;
    const struct record *row;
    int64_t chosen = record_value(measure, "clock")->num;
    day on = (day)record_number(measure, "proposed_on");
    if (!has_term(measure))
        return DONE;
    enum outcome result =
        chosen ? store_load(s->store, registry_find(&all_kinds, "legal_clock"), chosen, &named, e)
               : all_terms(s, &rows, e);
    row = named ? named : best_of(&rows, measure, on);
    if (result == DONE && row)
        take_over(measure, row);
    else if (result == DONE)
        result = no_term(on, e);
    page_free(&rows);
    record_free(&named);
    return result;
}

enum outcome term_due(struct session *s, const struct record *measure, day *due, struct error *e)
{
    bool receipt = strcmp(record_text(measure, "clock_start"), "receipt") == 0;
    const struct value *from = record_value(measure, receipt ? "received_at" : "issued_at");
    int length = (int)record_number(measure, "clock_length");
    day start = from->set ? moment_day((moment)from->num, s->zone_minutes) : NO_DAY;
    *due = NO_DAY;
    if (!has_term(measure) || start == NO_DAY || length <= 0)
        return DONE;
    if (strcmp(record_text(measure, "clock_unit"), "days") != 0)
        return working_day_at(s, record_value(measure, "office")->num, start, length, due, e);
    *due = start + length;
    return DONE;
}
