/* measure_print.c - the letter of a measure, as plain text: to whom, which goods, why, on what
 * legal basis, and what the owner has to do until when. */
#include "measure.h"

#include <string.h>

#include "paper.h"

static const struct {
    const char *measure, *title, *duty;
} letters[] = {
    { "detention", N_("LETTER OF DETENTION"),
      N_("The owner has to complete the papers within the term, counted from the day this letter "
         "was received; after it the goods are refused.") },
    { "refusal", N_("LETTER OF REFUSAL"),
      N_("The owner has to take the goods out within the term, counted from the day this letter "
         "was received; after it they are destroyed.") },
    { "destruction", N_("LETTER OF DESTRUCTION"),
      N_("The goods are destroyed before witnesses, of which minutes are drawn up.") },
    { "release", N_("LETTER OF RELEASE"),
      N_("The goods named here are released from quarantine measures.") },
};

static void goods(const struct record *r, struct buf *out)
{
    const struct line_kind *k = &measure_lines[MEASURE_GOOD];
    paper_line(out, _("Goods"));
    for (size_t i = 1; i <= record_live_lines(r, "good"); i++) {
        const struct line *l = record_live_line(r, "good", i);
        struct buf mark = { 0 }, text = { 0 };
        buf_printf(&mark, "%3zu. ", i);
        paper_cell(&text, k, l, "commodity");
        buf_puts(&text, ", ");
        paper_cell(&text, k, l, "quantity");
        if (measure_line_value(l, MEASURE_GOOD, "p0")->set) {
            buf_printf(&text, " %s ", _("out of"));
            paper_cell(&text, k, l, "p0");
        }
        buf_printf(&text, " %s", measure_line_text(l, MEASURE_GOOD, "unit"));
        paper_item(out, buf_text(&mark), buf_text(&text));
        buf_free(&mark);
        buf_free(&text);
    }
}

static void reasons(const struct record *r, struct buf *out)
{
    const struct line_kind *k = &measure_lines[MEASURE_REASON];
    if (record_live_lines(r, "reason") == 0)
        return;
    paper_line(out, _("Reasons"));
    for (size_t i = 1; i <= record_live_lines(r, "reason"); i++) {
        const struct line *l = record_live_line(r, "reason", i);
        struct buf text = { 0 };
        for (size_t f = 0; k->fields[f].id; f++) {
            if (!l->values[f].set)
                continue;
            buf_puts(&text, text.len ? ", " : "");
            paper_cell(&text, k, l, k->fields[f].id);
        }
        paper_item(out, "  -  ", buf_text(&text));
        buf_free(&text);
    }
}

/* "3 hari kerja" */
static void term(const struct record *r, struct buf *out)
{
    struct buf text = { 0 };
    if (!record_value(r, "clock_length")->set)
        return;
    field_format(kind_field(r->kind, "clock_length"), record_value(r, "clock_length"), SPELL_SCREEN,
                 &text);
    buf_putc(&text, ' ');
    field_format(kind_field(r->kind, "clock_unit"), record_value(r, "clock_unit"), SPELL_SCREEN,
                 &text);
    paper_pair(out, _("Term"), buf_text(&text));
    buf_free(&text);
}

const struct choice measure_papers[] = {
    { .code = "letter", .label = N_("Letter of the measure") },
    { .code = NULL },
};

void measure_print(const struct record *r, const char *paper, struct buf *out)
{
    static const char *const head[] = { "number",  "root_number", "issued_at",
                                        "officer", "sender",      "recipient" };
    static const char *const tail[] = { "legal_basis",     "received_at",      "received_by",
                                        "due_on",          "extended_to",      "minutes",
                                        "departure_proof", "nnc_number",       "coordination",
                                        "acknowledged_by", "acknowledged_nip", "acknowledged_at" };
    size_t which = 0;
    (void)paper;
    while (which + 1 < COUNT(letters) &&
           strcmp(letters[which].measure, record_text(r, "measure")) != 0)
        which++;
    paper_center(out, record_text(r, "office"));
    paper_center(out, _(letters[which].title));
    paper_rule(out);
    for (size_t i = 0; i < COUNT(head); i++)
        paper_field(out, r, head[i]);
    goods(r, out);
    reasons(r, out);
    paper_line(out, "");
    term(r, out);
    for (size_t i = 0; i < COUNT(tail); i++)
        paper_field(out, r, tail[i]);
    paper_rule(out);
    paper_item(out, "", _(letters[which].duty));
}
