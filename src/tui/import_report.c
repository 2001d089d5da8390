/* import_report.c - what a sheet's reading came to, in words. */
#include "import.h"
#include "screens.h"

/* What is finished is not among what the list opens with. */
static void add_state(const struct import_report *r, struct buf *out)
{
    if (r->state == NULL || r->draft == NULL || r->created == 0)
        return;
    if (r->state == r->draft)
        buf_printf(out, _(" New ones as “%s”, to be gone on with.\n"), _(r->state->label));
    else
        buf_printf(out,
                   _(" New ones as “%s”: a log of what is over. Ctrl-A in the list shows them.\n"),
                   _(r->state->label));
    if (r->recent > 0)
        buf_printf(out, _(" ! %lld of them are of the last %d days: are they over?\n"),
                   (long long)r->recent, IMPORT_RECENT_DAYS);
}

/* So that a line of them fits into a dialog of 40 columns. */
enum { LABEL_CELLS = 27 };

static void add_number(struct buf *out, const char *label, int64_t n)
{
    size_t cells = utf8_cells(label);
    buf_printf(out, " %s", label);
    buf_pad(out, ' ', cells < LABEL_CELLS ? LABEL_CELLS - cells : 1);
    buf_printf(out, "%7lld\n", (long long)n);
}

static void add_part(struct buf *out, const char *title, const struct buf *text)
{
    if (text->len > 0)
        buf_printf(out, "\n%s\n%s\n", title, buf_text(text));
}

void import_report_text(const struct import_ask *a, struct buf *out)
{
    const struct import_report *r = &a->report;
    if (r->nihil)
        buf_printf(out, "%s\n\n", _("The sheet says nihil: nothing happened that month."));
    add_number(out, _("Rows (with headings)"), r->rows);
    add_number(out, a->dry_run ? _("would be new") : _("new"), r->created);
    add_state(r, out);
    add_number(out, a->dry_run ? _("would be changed") : _("changed"), r->changed);
    add_number(out, _("unchanged"), r->unchanged);
    add_number(out, _("lines of records"), r->lines_created);
    for (size_t i = 0; i < r->also_count; i++)
        add_number(out, tr(r->also[i].kind->plural), r->also[i].created);
    add_number(out, _("set aside (headings, totals)"), r->set_aside);
    add_number(out, _("rejected"), r->rejected);
    add_number(out, _("names not in the lists"), r->unlinked);
    add_number(out, _("kept as words in notes"), r->flagged);
    add_part(out, _("The first rejected rows, and why:"), &r->reasons);
    if (a->dry_run)
        add_part(out, _("The first, as they will land:"), &r->preview);
    if (r->rejects[0] != '\0') {
        buf_printf(out, "\n%s ", _("All rejected rows, each with its reason:"));
        path_told(r->rejects, out);
        buf_putc(out, '\n');
    }
    if (r->notes.len > 0)
        buf_printf(out, "\n%s\n", buf_text(&r->notes));
    add_part(out, _("Only here, not in the sheet:"), &r->only_here);
    if (a->dry_run) /* afterwards they are here */
        add_part(out, _("Only in the sheet, not here:"), &r->only_there);
}
