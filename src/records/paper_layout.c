/* paper_layout.c - an office's own layout of a paper in place of the one loket brings, or only
 * where on the pre-printed sheet it begins. */
#include "loket/records.h"
#include "reference_flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Which papers there are ---- */

static const char suffix[] = ".layout";

char *layout_says(const char *layout, const char *keyword)
{
    size_t n = strlen(keyword);
    for (const char *at = layout; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, keyword, n) == 0 && at[n] == ' ')
            return xstrndup(at + n + 1, strcspn(at + n + 1, "\n"));
    return NULL;
}

/* "permit.application" of an asset that is a layout; false: it is none. */
static bool names_paper(const struct asset *a, char out[2 * FIELD_ID_MAX])
{
    size_t length = strlen(a->name), n = sizeof suffix - 1;
    if (length <= n || strcmp(a->name + length - n, suffix) != 0)
        return false;
    snprintf(out, 2 * FIELD_ID_MAX, "%.*s", (int)(length - n), a->name);
    return true;
}

static void tell_layout(const struct asset *a, const char *name, name_fn *each, void *context)
{
    char *label = layout_says((const char *)a->bytes, "label");
    each(context, name, label ? label : name);
    free(label);
}

void papers_each(const struct kind *k, name_fn *each, void *context)
{
    char name[2 * FIELD_ID_MAX];
    size_t n = strlen(k->id);
    for (const struct choice *c = k->papers; c && c->code; c++)
        each(context, c->code, _(c->label));
    for (const struct asset *a = asset_next(NULL); a; a = asset_next(a))
        if (names_paper(a, name) && strncmp(name, k->id, n) == 0 && name[n] == '.')
            tell_layout(a, name + n + 1, each, context);
}

void paper_names(name_fn *each, void *context)
{
    char name[2 * FIELD_ID_MAX];
    for (const struct asset *a = asset_next(NULL); a; a = asset_next(a))
        if (names_paper(a, name))
            tell_layout(a, name, each, context);
    for (const struct kind *const *k = all_kinds.kinds; *k; k++)
        for (const struct choice *c = (*k)->papers; c && c->code; c++) {
            snprintf(name, sizeof name, "%s.%s", (*k)->id, c->code);
            each(context, name, _(c->label));
        }
}

/* ---- The kind ---- */

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Paper"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .names = paper_names,
      .help = N_("Which paper, such as certificate.phytosanitary."),
      .aliases = (const char *const[]){ "nama", "kertas", NULL } },
    { .id = "text",
      .label = N_("Layout"),
      .type = &type_note,
      .width = 12000,
      .help = N_("Its blocks, as loket-layout(5) has them; empty: those loket brings."),
      .aliases = (const char *const[]){ "isi", NULL } },
    { .id = "offset_x",
      .label = N_("To the right"),
      .type = &type_number,
      .width = 6,
      .decimals = 1,
      .min = -1000,
      .max = 1000,
      .help = N_("Millimetres by which all of it moves to the right; negative: to the left.") },
    { .id = "offset_y",
      .label = N_("Down"),
      .type = &type_number,
      .width = 6,
      .decimals = 1,
      .min = -1000,
      .max = 1000,
      .help = N_("Millimetres by which all of it moves down; negative: up.") },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where it holds; empty: everywhere."),
      .aliases = (const char *const[]){ "kantor", "satpel", NULL } },
    VALIDITY_FIELDS,
    { .id = NULL },
};

static const struct column columns[] = {
    { .field = "name", .min = 24, .want = 36 },   { .field = "offset_x", .min = 6, .want = 8 },
    { .field = "offset_y", .min = 6, .want = 8 }, { .field = "valid_from", .min = 11, .want = 11 },
    { .field = "office", .min = 0, .want = 24 },  { .field = NULL },
};

const struct kind kind_paper_layout = {
    .id = "paper_layout",
    .label = N_("Layout of a paper"),
    .plural = N_("Layouts of papers"),
    .brief = N_("Paper layouts"),
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .natural_key = (const char *const[]){ "name", "office", "valid_from", NULL },
};
