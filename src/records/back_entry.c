/* back_entry.c - may what was done on paper be entered so? Guards of steps that take a reserved
 * number (STEP_RESERVED), for every kind that has one. */
#include "back_entry.h"

#include <string.h>

static const char *number_of(const struct record *r)
{
    return r->kind->number != NULL ? record_text(r, r->kind->number) : "";
}

static bool refuse_number(const struct record *r, struct error *why, const char *fmt,
                          const char *what)
{
    fail_field(why, REFUSED, r->kind->number, fmt, number_of(r), what);
    return false;
}

static bool number_in_place(const struct record *r, const struct answers *a, struct error *why)
{
    const char *use = answers_text(a, "back_entry.use");
    const char *by = answers_text(a, "back_entry.by");
    const char *kind = tr(r->kind->label);
    bool mine = strcmp(use, "mine") == 0;
    if (strcmp(use, "used") == 0)
        return refuse_number(r, why,
                             _("Number %s is used already, by record %s; look whether this is the "
                               "same form, or read its number again."),
                             by);
    if (strcmp(use, "closed") == 0)
        return refuse_number(r, why,
                             _("Number %s was closed unused (%s); take an unused one of an open "
                               "block, and write it on the form."),
                             by);
    if (!mine && strcmp(use, "unused") != 0)
        return refuse_number(r, why,
                             _("%s is no number reserved for %s; read it again on the form, or "
                               "look at the open blocks of reserved numbers."),
                             kind);
    if (answers_has(a, "back_entry.taken"))
        return refuse_number(r, why,
                             _("Number %s stands on record %s already; look at that one first."),
                             answers_text(a, "back_entry.taken"));
    if (answers_number(a, "back_entry.period") == 0)
        return refuse_number(r, why,
                             _("Number %s is not of the period, office or direction of this %s; "
                               "take one of a block issued for it."),
                             kind);
    return true;
}

static bool number_reserved(const struct record *r, const struct answers *a, struct error *why)
{
    if (number_of(r)[0] != '\0')
        return number_in_place(r, a, why);
    if (answers_number(a, "back_entry.open") > 0)
        return true; /* it is asked for on the spot */
    fail(why, REFUSED,
         _("No block of reserved numbers is open for %s, so nothing of it can have been done on a "
           "numbered form; take it in as usual, or have a block issued."),
         tr(r->kind->label));
    return false;
}

const struct guard back_entry_number = { .id = "back_entry.number", .allow = number_reserved };

/* The moment it really happened: the one that its STEP_RESERVED step demands. */
static const struct field *real_moment(const struct kind *k)
{
    for (const struct step *s = k->flow->steps; s->verb != NULL; s++)
        for (size_t i = 0; (s->flags & STEP_RESERVED) && s->demands[i] != NULL; i++) {
            const struct field *f = kind_field(k, s->demands[i]);
            if (f != NULL && f->type == &type_moment)
                return f;
        }
    return NULL;
}

static bool refuse_time(const struct field *f, struct error *why, const char *fmt, moment bound)
{
    struct buf text = { 0 };
    moment_local(bound, office_zone(), &text);
    fail_field(why, REFUSED, f->id, fmt, tr(f->label), buf_text(&text));
    buf_free(&text);
    return false;
}

/* The day it came to the counter, or was found, cannot lie behind the moment of its form. */
static bool received_before(const struct record *r, day on, struct error *why)
{
    const struct field *f = r->kind->rule_day ? kind_field(r->kind, r->kind->rule_day) : NULL;
    const struct value *received = f != NULL ? record_value(r, f->id) : NULL;
    if (received == NULL || f->type != &type_date || !received->set || received->num <= on)
        return true;
    struct buf text = { 0 };
    day_local(on, &text);
    fail_field(why, REFUSED, f->id,
               _("%s lies after the day it was done on paper, %s; correct one of the two."),
               tr(f->label), buf_text(&text));
    buf_free(&text);
    return false;
}

/* People write hours and minutes. */
enum { MINUTE_MS = 60000 };

static bool time_real(const struct record *r, const struct answers *a, struct error *why)
{
    const struct field *f = real_moment(r->kind);
    const struct value *v = f != NULL ? record_value(r, f->id) : NULL;
    moment now = answers_number(a, "back_entry.now");
    moment issued = answers_number(a, "back_entry.issued_at");
    if (v == NULL || !v->set)
        return true;
    if (v->num > now)
        return refuse_time(
            f, why, _("%s lies in the future: it is %s now; write when it really happened."), now);
    if (v->num < issued - issued % MINUTE_MS)
        return refuse_time(f, why,
                           _("%s lies before the block of its number was issued, %s; write when "
                             "it really happened."),
                           issued);
    return received_before(r, moment_day(v->num, office_zone()), why);
}

const struct guard back_entry_time = { .id = "back_entry.time", .allow = time_real };

void back_entry_mark(const struct record *r, struct buf *out)
{
    if (record_value(r, "back_entered_at")->set)
        buf_puts(out, " S"); /* susulan */
}
