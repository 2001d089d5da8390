/* print, preview, layout, check-code, trace, stock-report, closing: papers and the account of them.
 */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum paper_form call_form(const struct call *c)
{
    size_t n = c->output ? strlen(c->output) : 0;
    bool named = n > 4 && strcmp(c->output + n - 4, ".pdf") == 0;
    return c->pdf || named ? PAPER_PDF : PAPER_TEXT;
}

enum outcome call_deliver(struct call *c, const struct buf *paper, struct error *e)
{
    if (!c->output || strcmp(c->output, "-") != 0)
        return act_deliver(c->session, paper, c->output, e);
    fwrite(buf_text(paper), 1, paper->len, c->io->out);
    return DONE;
}

static enum outcome take(void *context, const struct buf *paper, struct error *e)
{
    return call_deliver(context, paper, e);
}

static enum outcome look_at(struct call *c, const struct record *r, const char *name,
                            struct error *e)
{
    struct buf paper = { 0 };
    enum outcome result = act_preview(c->session, r, name, call_form(c), &paper, e);
    if (!c->output)
        c->output = "-";
    if (result == DONE)
        result = call_deliver(c, &paper, e);
    buf_free(&paper);
    return result;
}

static enum outcome paper_of(struct call *c, bool preview, struct error *e)
{
    const struct kind *k = NULL;
    struct record *r = NULL;
    int64_t id = 0;
    const char *name = c->paper ? c->paper : "";
    enum outcome result = call_record(c, &k, &id, e);
    if (result == DONE)
        result = act_load(c->session, k, id, &r, e);
    if (result == DONE)
        result = preview ? look_at(c, r, name, e)
                         : act_print(c->session, r, name, call_form(c), take, c, e);
    record_free(&r);
    return result;
}

/* Where no printer took it a file will. */
enum outcome verb_print(struct call *c, struct error *e)
{
    enum outcome result = paper_of(c, false, e);
    if (result != FAULT || c->output)
        return result;
    const struct error why = *e;
    return fail(e, result, _("%s Into a file: --output FILE."), why.text);
}

enum outcome verb_preview(struct call *c, struct error *e)
{
    return paper_of(c, true, e);
}

static void list_paper(void *context, const char *name, const char *label)
{
    fprintf(context, "%-32s  %s\n", name, label);
}

/* What loket brings for a paper, to begin an own layout from. */
enum outcome verb_layout(struct call *c, struct error *e)
{
    struct buf text = { 0 };
    if (!c->word_count) {
        paper_names(list_paper, c->io->out);
        return DONE;
    }
    enum outcome result = act_layout(c->session, c->words[0], &text, e);
    if (result == DONE)
        fputs(buf_text(&text), c->io->out);
    buf_free(&text);
    return result;
}

/* ---- check-code ---- */

enum { CODE_FILE_MAX = 16384, ROOT_FILE_MAX = 4096 };

/* Standard input where neither word nor file is given. */
static enum outcome code_words(struct call *c, struct buf *out, struct error *e)
{
    for (int i = 0; i < c->word_count; i++)
        buf_printf(out, "%s ", c->words[i]);
    if (c->word_count)
        return DONE;
    if (c->file)
        return file_read(c->file, CODE_FILE_MAX, out, e);
    return fail(e, MISUSED, _("Say which code: loket check-code CODE, or --file FILE."));
}

/* A fingerprint, or a file that holds one. */
static enum outcome root_words(const char *root, struct buf *out, struct error *e)
{
    if (strchr(root, '/') || strchr(root, '.'))
        return file_read(root, ROOT_FILE_MAX, out, e);
    buf_puts(out, root);
    return DONE;
}

static void tell_code(struct call *c, const struct code_told *told)
{
    struct buf on = { 0 };
    day_local(told->issued_on, &on);
    fprintf(c->io->out, _("The code holds: %s of %s, signed by %s with a key of the office.\n"),
            told->number, buf_text(&on), told->signer);
    if (told->compared)
        fprintf(c->io->out, _("%s %s in the store says the same; it is: %s.\n"),
                _(told->compared->label), told->number,
                _(flow_state(told->compared->flow, told->state)->label));
    else
        fputs(_("Compare number and date with the paper; what else stands there is compared at the "
                "office.\n"),
              c->io->out);
    buf_free(&on);
}

/* With --root nothing else is needed: no store is opened then (cli.c), and no network ever. */
enum outcome verb_check_code(struct call *c, struct error *e)
{
    struct buf code = { 0 }, root = { 0 };
    struct code_told told;
    enum outcome result = code_words(c, &code, e);
    if (result == DONE && c->root)
        result = root_words(c->root, &root, e);
    if (result == DONE)
        result =
            act_check_code(c->session, buf_text(&code), c->root ? buf_text(&root) : NULL, &told, e);
    if (result == DONE)
        tell_code(c, &told);
    buf_free(&code);
    buf_free(&root);
    return result;
}

/* ---- trace ---- */

static void put_traced(void *context, const struct traced *t)
{
    struct call *c = context;
    struct buf line = { 0 }, at = { 0 };
    buf_pad(&line, ' ', (size_t)t->depth * 2);
    if (t->record) {
        struct buf name = { 0 };
        record_name(t->record, &name);
        buf_printf(&line, "%s %s (%s)", _(t->record->kind->label), buf_text(&name),
                   _(flow_state(t->record->kind->flow, t->record->state)->label));
        buf_free(&name);
    } else {
        moment_local(t->entry->at, session_zone(c->session), &at);
        buf_printf(&line, "    %s  %s  %s%s%s", buf_text(&at), t->entry->author, t->step,
                   t->entry->note.len ? ": " : "", buf_text(&t->entry->note));
    }
    struct buf shown = { 0 };
    utf8_visible(buf_text(&line), &shown);
    fprintf(c->io->out, "%s\n", buf_text(&shown));
    buf_free(&shown);
    buf_free(&at);
    buf_free(&line);
}

enum outcome verb_trace(struct call *c, struct error *e)
{
    return act_trace(c->session, c->words[0], put_traced, c, e);
}

/* ---- stock-report, closing ---- */

enum outcome verb_stock_report(struct call *c, struct error *e)
{
    struct buf paper = { 0 };
    const char *month = c->word_count ? c->words[0] : NULL;
    if (month && text_starts(month, "month="))
        month += strlen("month=");
    enum outcome result = act_stock_report(c->session, month, call_form(c), &paper, e);
    if (result == DONE && !c->output)
        c->output = "-";
    if (result == DONE)
        result = call_deliver(c, &paper, e);
    buf_free(&paper);
    return result;
}

enum outcome verb_closing(struct call *c, struct error *e)
{
    struct record *r = NULL;
    struct buf paper = { 0 };
    enum outcome result = act_closing(c->session, c->word_count ? c->words[0] : NULL, &r, e);
    if (result == DONE)
        result = act_preview(c->session, r, "day", call_form(c), &paper, e);
    if (result == DONE && !c->output)
        c->output = "-";
    if (result == DONE)
        result = call_deliver(c, &paper, e);
    buf_free(&paper);
    record_free(&r);
    return result;
}
