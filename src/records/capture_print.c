/* capture_print.c - the incident report (LK) as plain text. */
#include "capture.h"

#include <string.h>

#include "paper.h"

/* One line for each live line of a kind: its columns, joined by commas. */
static void list(const struct record *r, size_t line_kind, struct buf *out)
{
    const struct line_kind *k = &capture_lines[line_kind];
    if (record_live_lines(r, k->id) == 0)
        return;
    paper_line(out, _(k->label));
    for (size_t i = 1; i <= record_live_lines(r, k->id); i++) {
        const struct line *l = record_live_line(r, k->id, i);
        struct buf mark = { 0 }, text = { 0 };
        for (size_t c = 0; k->columns[c]; c++) {
            struct buf cell = { 0 };
            paper_cell(&cell, k, l, k->columns[c]);
            if (cell.len > 0)
                buf_printf(&text, "%s%s", text.len > 0 ? ", " : "", buf_text(&cell));
            buf_free(&cell);
        }
        buf_printf(&mark, "%3zu. ", i);
        paper_item(out, buf_text(&mark), buf_text(&text));
        buf_free(&mark);
        buf_free(&text);
    }
}

const struct choice capture_papers[] = {
    { .code = "report", .label = N_("Incident report (LK)") },
    { .code = NULL },
};

void capture_print(const struct record *r, const char *paper, struct buf *out)
{
    static const char *const head[] = { "number",
                                        "source",
                                        "agency",
                                        "agency_person",
                                        "handover_number",
                                        "handover_admin_on",
                                        "handover_physical_on",
                                        "occurred_on",
                                        "occurred_time",
                                        "place",
                                        "coordinates",
                                        "conveyance",
                                        "from_where",
                                        "to_where",
                                        "finder",
                                        "recorded_at",
                                        "back_entered_at",
                                        "paper_by",
                                        "owner",
                                        "search_minutes",
                                        "statement",
                                        "statement_on",
                                        "no_statement",
                                        "coordination",
                                        "acknowledged_by",
                                        "acknowledged_nip",
                                        "acknowledged_at",
                                        "classification",
                                        "conference_number" };
    (void)paper;
    paper_center(out, record_text(r, "office"));
    paper_center(out, _("INCIDENT REPORT (LK)"));
    paper_rule(out);
    for (size_t i = 0; i < COUNT(head); i++)
        paper_field(out, r, head[i]);
    paper_line(out, "");
    for (size_t i = 0; capture_lines[i].id; i++)
        list(r, i, out);
    paper_line(out, "");
    paper_item(out, "", record_text(r, "chronology"));
}
