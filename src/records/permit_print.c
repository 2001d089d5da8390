/* permit_print.c - the papers handed over the counter, as plain text: the receipt (tanda terima),
 * and the note of missing papers, which after acceptance is the notice SP-3. They say only what the
 * record holds; whether a paper is a copy is marked by the action that prints. */
#include "permit.h"

#include <string.h>

/* ---- Pieces ---- */

static void screen_text(const struct record *r, const char *field, struct buf *out)
{
    const struct field *f = kind_field(r->kind, field);
    const struct value *v = record_value(r, field);
    if (f != NULL && v != NULL && v->set)
        field_format(f, v, SPELL_SCREEN, out);
}

static void pair(struct buf *out, const char *label, const struct record *r, const char *field)
{
    struct buf text = { 0 };
    screen_text(r, field, &text);
    paper_pair(out, label, buf_text(&text));
    buf_free(&text);
}

/* Two fields in one line: "MANILA, Filipina". */
static void joined_pair(struct buf *out, const char *label, const struct record *r,
                        const char *first, const char *second)
{
    struct buf text = { 0 };
    screen_text(r, first, &text);
    if (text.len > 0 && record_text(r, second)[0] != '\0')
        buf_puts(&text, ", ");
    screen_text(r, second, &text);
    paper_pair(out, label, buf_text(&text));
    buf_free(&text);
}

/* The office's number; before there is one, the record's own reference. */
static void reference_pair(struct buf *out, const struct record *r)
{
    char id[ID_TEXT_LEN + 1];
    if (record_text(r, "number")[0] != '\0') {
        pair(out, _("Number"), r, "number");
        return;
    }
    if (r->id == 0)
        return;
    id_text(r->id, id);
    paper_pair(out, _("Reference"), id);
}

static void heading(const struct record *r, const char *title, struct buf *out)
{
    struct buf office = { 0 };
    screen_text(r, "office", &office);
    if (office.len > 0)
        paper_center(out, buf_text(&office));
    paper_center(out, title);
    paper_rule(out);
    buf_free(&office);
}

/* When it was last saved: the time of filing, as long as nothing was accepted. */
static void time_pair(struct buf *out, const struct record *r)
{
    struct buf text = { 0 };
    if (record_value(r, "accepted_at")->set) {
        pair(out, _("Accepted at"), r, "accepted_at");
        return;
    }
    if (r->changed_at > 0)
        moment_local(r->changed_at, office_zone(), &text);
    paper_pair(out, _("Recorded at"), buf_text(&text));
    buf_free(&text);
}

static void particulars(const struct record *r, struct buf *out)
{
    reference_pair(out, r);
    pair(out, _("National number"), r, "national_number");
    pair(out, _("Submission number"), r, "aju");
    pair(out, _("Received on"), r, "received_on");
    time_pair(out, r);
    pair(out, _("Entered from paper"), r, "back_entered_at");
    joined_pair(out, _("Application"), r, "direction", "field");
    pair(out, _("Applicant"), r, "applicant");
    pair(out, _("Proxy"), r, "proxy");
    pair(out, _("Sender"), r, "sender");
    pair(out, _("Recipient"), r, "recipient");
    joined_pair(out, _("Origin"), r, "origin_city", "origin_country");
    joined_pair(out, _("Destination"), r, "destination_city", "destination_country");
    joined_pair(out, _("Conveyance"), r, "conveyance_name", "voyage");
}

/* ---- Items ---- */

/* Appends ", 12,5 kg": a quantity and the text of its unit. */
static void add_quantity(const struct line *l, const char *field, struct buf *text)
{
    const struct line_kind *items = &permit_lines[PERMIT_ITEM];
    const struct field *f = line_field(items, field);
    const struct value *v = permit_line_value(l, PERMIT_ITEM, field);
    if (!v->set)
        return;
    buf_puts(text, text->len > 0 ? ", " : "");
    field_format(f, v, SPELL_SCREEN, text);
    buf_putc(text, ' ');
    const char *unit = permit_line_text(l, PERMIT_ITEM, f->unit);
    buf_puts(text, unit[0] == '\0' && strcmp(field, "packages") == 0 ? _("packages") : unit);
}

static void items(const struct record *r, struct buf *out)
{
    unsigned nth = 0;
    paper_line(out, "");
    paper_line(out, _("Goods"));
    for (size_t i = 0; i < r->lines[PERMIT_ITEM].count; i++) {
        const struct line *l = &r->lines[PERMIT_ITEM].items[i];
        struct buf mark = { 0 }, text = { 0 };
        if (l->gone)
            continue;
        buf_printf(&mark, "%3u. ", ++nth);
        buf_puts(&text, permit_line_text(l, PERMIT_ITEM, "commodity"));
        add_quantity(l, "net_quantity", &text);
        add_quantity(l, "packages", &text);
        paper_item(out, buf_text(&mark), buf_text(&text));
        buf_free(&mark);
        buf_free(&text);
    }
    if (nth == 0)
        paper_item(out, "  -  ", _("none yet"));
}

/* ---- Papers ---- */

static bool paper_present(const struct line *l)
{
    return strcmp(permit_line_text(l, PERMIT_DOCUMENT, "presence"), "present") == 0;
}

/* "Invoice INV-07, 2 Mei 2026" */
static void name_paper(const struct line *l, struct buf *text)
{
    const struct line_kind *papers = &permit_lines[PERMIT_DOCUMENT];
    const struct value *issued = permit_line_value(l, PERMIT_DOCUMENT, "issued_on");
    const char *number = permit_line_text(l, PERMIT_DOCUMENT, "number");
    buf_puts(text, permit_line_text(l, PERMIT_DOCUMENT, "code"));
    if (number[0] != '\0')
        buf_printf(text, " %s", number);
    if (issued->set) {
        buf_puts(text, ", ");
        field_format(line_field(papers, "issued_on"), issued, SPELL_SCREEN, text);
    }
}

static void put_paper(const struct line *l, const char *mark, struct buf *out)
{
    struct buf text = { 0 };
    name_paper(l, &text);
    if (!paper_present(l) && !permit_paper_missing(l))
        buf_printf(&text, " (%s)", _("if it applies"));
    paper_item(out, mark, buf_text(&text));
    buf_free(&text);
}

/* Lists the papers that are present, or those that are not; returns how many. */
static unsigned papers(const struct record *r, bool present, struct buf *out)
{
    unsigned listed = 0;
    for (size_t i = 0; i < r->lines[PERMIT_DOCUMENT].count; i++) {
        const struct line *l = &r->lines[PERMIT_DOCUMENT].items[i];
        if (l->gone || paper_present(l) != present)
            continue;
        put_paper(l, present ? "  [x] " : "  [ ] ", out);
        listed++;
    }
    return listed;
}

static void handed_in(const struct record *r, struct buf *out)
{
    paper_line(out, "");
    paper_line(out, _("Handed in"));
    if (papers(r, true, out) == 0)
        paper_item(out, "  -  ", _("no papers yet"));
}

static void still_missing(const struct record *r, struct buf *out)
{
    const char *words = record_text(r, "missing_papers");
    struct buf list = { 0 };
    unsigned missing = papers(r, false, &list);
    paper_line(out, "");
    paper_line(out, _("Still missing"));
    buf_puts(out, buf_text(&list));
    if (words[0] != '\0')
        paper_item(out, "      ", words);
    else if (missing == 0)
        paper_item(out, "  -  ", _("nothing"));
    buf_free(&list);
}

static void signatures(struct buf *out)
{
    paper_line(out, "");
    buf_puts(out, "    ");
    utf8_fit(_("Counter officer,"), 40, out);
    paper_line(out, _("Applicant,"));
    paper_line(out, "\n");
    paper_line(out, "    (......................)                (......................)");
}

/* ---- The papers ---- */

static void print_receipt(const struct record *r, struct buf *out)
{
    heading(r, _("RECEIPT OF APPLICATION"), out);
    particulars(r, out);
    items(r, out);
    handed_in(r, out);
    still_missing(r, out);
    paper_line(out, "");
    pair(out, _("Promised for"), r, "promised_on");
    if (!record_value(r, "promised_on")->set)
        paper_item(out, "",
                   _("The service time begins once the application is accepted with complete "
                     "papers."));
    paper_rule(out);
    paper_item(out, "", _("Keep this receipt and bring it when you ask about the application."));
    signatures(out);
}

static void print_incomplete(const struct record *r, struct buf *out)
{
    bool returned = strcmp(r->state, "returned") == 0;
    heading(r, returned ? _("NOTICE TO COMPLETE PAPERS (SP-3)") : _("NOTE OF MISSING PAPERS"), out);
    particulars(r, out);
    still_missing(r, out);
    paper_line(out, "");
    pair(out, _("Reason"), r, "reason");
    pair(out, _("To be completed by"), r, "deadline_on");
    paper_rule(out);
    paper_item(out, "",
               returned ? _("The service time waits until the papers are complete; the number "
                            "stays the same.")
                        : _("No number is given and no service time runs until the papers are "
                            "complete."));
    signatures(out);
}

const struct choice permit_papers[] = {
    { .code = "receipt", .label = N_("Receipt") },
    { .code = "incomplete", .label = N_("Missing papers") },
    { .code = NULL },
};

void permit_print(const struct record *r, const char *paper, struct buf *out)
{
    if (strcmp(paper, "receipt") == 0)
        print_receipt(r, out);
    else if (strcmp(paper, "incomplete") == 0)
        print_incomplete(r, out);
}
