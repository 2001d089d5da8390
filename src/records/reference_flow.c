/* reference_flow.c - the flow and the checks all look-up tables share. */
#include "reference_flow.h"

#include <string.h>

static const struct state states[] = {
    REFERENCE_STATES,
    { .id = NULL },
};

static const struct step steps[] = {
    REFERENCE_STEPS,
    { .verb = NULL },
};

const struct flow reference_flow = { .states = states, .steps = steps };

static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char digits[] = "0123456789";
static const char capitals_and_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

static bool only(const char *text, const char *allowed)
{
    return text[0] != '\0' && strspn(text, allowed) == strlen(text);
}

enum outcome check_country_code(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (strlen(v->text) == 2 && only(v->text, capitals))
        return DONE;
    return fail(e, BAD_DATA,
                _("a country code is two capital letters, such as ID or PH; correct it."));
}

/* The national list has a few with a dash. */
enum outcome check_commodity_code(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (only(v->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))
        return DONE;
    return fail(e, BAD_DATA,
                _("a code is capital letters, digits and dashes, such as KPI; correct it."));
}

enum outcome check_capital_code(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (only(v->text, capitals_and_digits))
        return DONE;
    return fail(e, BAD_DATA,
                _("a code is capital letters and digits only, such as KGM or BX; correct it."));
}

/* UN/LOCODE: the country's two letters and three letters or digits (2 to 9). */
enum outcome check_port_code(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (strlen(v->text) == 5 && strspn(v->text, capitals) >= 2 &&
        only(v->text + 2, capitals_and_digits))
        return DONE;
    return fail(e, BAD_DATA,
                _("a port code is a UN/LOCODE of five capital letters or digits, such as IDBLW; "
                  "correct it."));
}

/* The two digits of the UPT and the number of the service unit: two digits, in one UPT three. */
enum outcome check_office_code(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    size_t length = strlen(v->text);
    if ((length == 4 || length == 5) && only(v->text, digits))
        return DONE;
    return fail(e, BAD_DATA,
                _("an office code is four digits, such as 1203; type it as on paper."));
}
