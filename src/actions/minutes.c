/* Minutes: what stands in them of the measures that were carried out. */
#include "private.h"

#include <string.h>

/* "Bawang merah 1.000 kg, Beras 5 ton" of a measure. */
static void say_goods(const struct record *measure, struct buf *out)
{
    static const char *const said[] = { "commodity", "quantity", "unit" };
    const struct line_kind *k = kind_line(measure->kind, "good");
    for (size_t i = 1; i <= record_live_lines(measure, "good"); i++) {
        const struct line *l = record_live_line(measure, "good", i);
        buf_puts(out, out->len ? ", " : "");
        for (size_t f = 0; f < COUNT(said); f++) {
            const struct value *v = line_cell(k, l, said[f]);
            buf_puts(out, f && v->set ? " " : "");
            if (v->set)
                field_format(line_field(k, said[f]), v, SPELL_SCREEN, out);
        }
    }
}

/* The minutes say themselves what was destroyed: whoever signs reads it there. */
enum outcome minutes_prepare(struct session *s, struct record *r, const struct step *step,
                             const char *note, struct error *e)
{
    const struct line_kind *k = kind_line(r->kind, "measure");
    const bool sign = strcmp(step->verb, "sign") == 0;
    enum outcome result = DONE;
    (void)note;
    for (size_t i = 1; sign && result == DONE && i <= record_live_lines(r, k->id); i++) {
        struct line *l = record_live_line(r, k->id, i);
        struct record *measure = NULL;
        struct buf goods = { 0 };
        result = store_load(s->store, &kind_measure, line_cell(k, l, "measure")->num, &measure, e);
        if (result == DONE)
            say_goods(measure, &goods);
        value_set_text((struct value *)line_cell(k, l, "goods"), buf_text(&goods));
        buf_free(&goods);
        record_free(&measure);
    }
    return result;
}

enum outcome minutes_answer(struct session *s, const struct record *r, const struct step *step,
                            struct answers *a, struct error *e)
{
    (void)r;
    (void)step;
    (void)e;
    answers_put(a, "minutes.today", session_today(s), NULL);
    return DONE;
}
