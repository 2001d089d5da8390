/* export: whole records, lines included, for files and other programs. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

static enum outcome open_output(struct call *c, FILE **out, struct error *e)
{
    *out = c->io->out;
    if (!c->output || strcmp(c->output, "-") == 0)
        return DONE;
    *out = fopen(c->output, "w");
    if (!*out)
        return fail(e, FAULT, _("%s cannot be written. Choose another --output."), c->output);
    return DONE;
}

static enum export_format format_of(const struct call *c)
{
    if (c->excel)
        return EXPORT_EXCEL;
    if (c->format == FORMAT_JSON)
        return c->lines ? EXPORT_JSON_LINES : EXPORT_JSON;
    return EXPORT_CSV;
}

static enum outcome export_kind(struct call *c, const struct kind *k, FILE *out, struct error *e)
{
    struct filter_list filters = { 0 };
    struct query q;
    enum outcome result = call_query(c, k, 1, &filters, &q, e);
    if (result == DONE)
        result = act_export(c->session, &q, format_of(c), out, e);
    filter_list_free(&filters);
    return result;
}

/* ---- --layout iqfast-month ---- */

static const char *value_of(const char *word, const char *name)
{
    size_t n = strlen(name);
    return strncmp(word, name, n) == 0 && word[n] == '=' ? word + n + 1 : NULL;
}

static enum outcome take_word(const char *word, struct export_month *x, struct error *e)
{
    const struct {
        const char *name;
        const char **to;
    } words[] = { { "period", &x->period },
                  { "field", &x->field },
                  { "direction", &x->direction } };
    for (size_t i = 0; i < COUNT(words); i++) {
        const char *value = value_of(word, words[i].name);
        if (value) {
            *words[i].to = value;
            return DONE;
        }
    }
    return fail(e, MISUSED, _("“%s”: a month takes period=YYYY-MM, field=CODE and direction=CODE."),
                word);
}

static enum outcome export_month(struct call *c, const struct kind *k, FILE *out, struct error *e)
{
    struct export_month x = { 0 };
    enum outcome result = DONE;
    if (strcmp(k->id, "permit") != 0)
        return fail(e, MISUSED, _("The layout iqfast-month is for permits: export permit."));
    for (int i = 1; result == DONE && i < c->word_count; i++)
        result = take_word(c->words[i], &x, e);
    return result == DONE ? act_export_month(c->session, &x, out, e) : result;
}

/* ---- Layouts that imports know ---- */

static enum outcome export_layout(struct call *c, const struct kind *k, FILE *out, struct error *e)
{
    struct filter_list filters = { 0 };
    struct query q;
    if (strcmp(c->layout, "iqfast-month") == 0)
        return export_month(c, k, out, e);
    enum outcome result = call_query(c, k, 1, &filters, &q, e);
    if (result == DONE)
        result = act_export_layout(c->session, &q, c->layout, out, e);
    filter_list_free(&filters);
    return result;
}

enum outcome verb_export(struct call *c, struct error *e)
{
    const struct kind *k = NULL;
    FILE *out = NULL;
    enum outcome result = call_kind(c->words[0], &k, e);
    if (result == DONE)
        result = open_output(c, &out, e);
    if (result == DONE)
        result = c->layout ? export_layout(c, k, out, e) : export_kind(c, k, out, e);
    if (out && out != c->io->out && fclose(out) != 0 && result == DONE)
        result = fail(e, FAULT, _("%s could not be written whole. Is the disk full?"), c->output);
    return result;
}
