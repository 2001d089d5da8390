/* Lead times: the rule watch.lead_days, "30;14;7;1", and over it one of a single field, such as
 * watch.lead_days.facility.valid_to. */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

void watch_field_id(const struct watched *w, struct buf *out)
{
    if (w->lines)
        buf_printf(out, "%s.", w->lines->id);
    buf_puts(out, w->field->id);
}

static int largest_first(const void *left, const void *right)
{
    const int *a = left, *b = right;
    return (*a < *b) - (*a > *b);
}

static bool leads_parse(const char *text, struct leads *out)
{
    char *copy = xstrdup(text), *rest = NULL;
    bool good = true;
    *out = (struct leads){ 0 };
    for (char *word = strtok_r(copy, ";", &rest); good && word; word = strtok_r(NULL, ";", &rest)) {
        int64_t days = -1;
        good = out->count < LEADS_MAX && integer_parse(text_trim(word), &days) && days >= 0 &&
               days <= LEAD_DAYS_MAX;
        if (good)
            out->days[out->count++] = (int)days;
    }
    free(copy);
    qsort(out->days, out->count, sizeof *out->days, largest_first);
    return good && out->count;
}

enum outcome watch_leads(struct session *s, const struct watched *w, struct leads *out,
                         struct error *e)
{
    const char *const general = "watch.lead_days";
    const char *office = buf_text(&s->office);
    struct buf rule = { 0 }, value = { 0 };
    buf_printf(&rule, "%s.%s.", general, w->kind->id);
    watch_field_id(w, &rule);
    enum outcome result =
        store_rule(s->store, buf_text(&rule), office, session_today(s), &value, e);
    if (result == DONE && !value.len) {
        buf_reset(&rule);
        buf_puts(&rule, general);
        result = store_rule(s->store, general, office, session_today(s), &value, e);
    }
    if (result == DONE && !leads_parse(buf_text(&value), out))
        result = fail(e, BAD_DATA,
                      _("The rule %s says “%s”, which are no lead times. Write days such as "
                        "30;14;7;1 in the look-up table of rules."),
                      buf_text(&rule), excerpt(buf_text(&value)).text);
    buf_free(&rule);
    buf_free(&value);
    return result;
}

enum watch_state watch_state_of(const struct leads *l, int64_t days, bool over)
{
    if (over)
        return WATCH_LAPSED;
    return days <= l->days[l->count - 1] ? WATCH_DUE : WATCH_SOON;
}
