/* document_code.c - what a code on a paper means, era by era: the same KT-1 is a transit statement
 * in one and a phytosanitary certificate in another. Supporting papers of customs and owners have
 * the era "any". */
#include "choices.h"
#include "loket/records.h"
#include "reference_flow.h"

#include <string.h>

static const struct choice classes[] = {
    { .code = "application", .label = N_("Application") },
    { .code = "supporting", .label = N_("Supporting paper") },
    { .code = "assignment", .label = N_("Assignment") },
    { .code = "inspection", .label = N_("Inspection") },
    { .code = "isolation", .label = N_("Isolation or observation") },
    { .code = "treatment", .label = N_("Treatment") },
    { .code = "detention", .label = N_("Detention") },
    { .code = "refusal", .label = N_("Refusal") },
    { .code = "destruction", .label = N_("Destruction") },
    { .code = "release", .label = N_("Release") },
    { .code = "certificate", .label = N_("Certificate") },
    { .code = "statement", .label = N_("Statement or minutes") },
    { .code = "enforcement", .label = N_("Law enforcement") },
    { .code = "money", .label = N_("Receipt of payment") },
    { .code = "other", .label = N_("Other") },
    { .code = NULL },
};

static const struct choice goods[] = {
    { .code = "any", .label = N_("Live ones and products") },
    { .code = "live", .label = N_("Live ones") },
    { .code = "product", .label = N_("Products") },
    { .code = NULL },
};

static enum outcome check_directions(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    for (const char *at = v->text; *at != '\0';) {
        size_t n = strcspn(at, ";");
        bool known = n == strlen("statement") && strncmp("statement", at, n) == 0;
        for (const struct choice *c = choices_direction; c->code != NULL; c++)
            known = known || (strlen(c->code) == n && strncmp(c->code, at, n) == 0);
        if (!known)
            return fail(e, BAD_DATA,
                        _("“%s” begins with no direction; directions are EX, IM, DM, DK, TR, RE, "
                          "RI and ST, joined by “;”, or statement."),
                        at);
        at += n + (at[n] == ';');
    }
    return DONE;
}

static const struct field fields[] = {
    { .id = "code",
      .label = N_("Code"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 12,
      .help = N_("As on paper, such as KT-12 or K-3.7a; INSW codes such as 380."),
      .aliases = (const char *const[]){ "kode", "kode dokumen", NULL } },
    { .id = "era",
      .label = N_("Era"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 16,
      .choices = choices_era_or_any,
      .initial = "C",
      .help = N_("Which regulation the code is read under."),
      .aliases = (const char *const[]){ "rezim", NULL } },
    { .id = "title",
      .label = N_("Title"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 120,
      .help = N_("What the paper is called."),
      .aliases = (const char *const[]){ "judul", "nama", "nama dokumen", NULL } },
    { .id = "heading",
      .label = N_("Title on the paper"),
      .type = &type_text,
      .width = 120,
      .help = N_("Where the paper is headed with other words than the title it is listed under.") },
    { .id = "meaning",
      .label = N_("Meaning"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 160,
      .help = N_("What it is for, in a few words."),
      .aliases = (const char *const[]){ "arti", "keterangan", NULL } },
    { .id = "field",
      .label = N_("Quarantine field"),
      .type = &type_choice,
      .width = 12,
      .choices = choices_field_or_any,
      .initial = "any",
      .help = N_("Animal, fish, plant or any."),
      .aliases = (const char *const[]){ "bidang", "karantina", NULL } },
    { .id = "class",
      .label = N_("Kind of paper"),
      .type = &type_choice,
      .flags = FIELD_INDEXED,
      .width = 24,
      .choices = classes,
      .help = N_("What part of the work it belongs to."),
      .aliases = (const char *const[]){ "jenis", "golongan", NULL } },
    { .id = "directions",
      .label = N_("Directions"),
      .type = &type_text,
      .width = 40,
      .help = N_("Directions it ends, joined by “;”, such as EX;RE; empty: none by itself."),
      .aliases = (const char *const[]){ "arah", "jenis permohonan", NULL },
      .check = check_directions },
    { .id = "goods",
      .label = N_("Goods"),
      .type = &type_choice,
      .width = 12,
      .choices = goods,
      .initial = "any",
      .help = N_("Whether it is for live ones, for products or for both."),
      .aliases = (const char *const[]){ "barang", NULL } },
    { .id = "in_number",
      .label = N_("In numbers"),
      .type = &type_text,
      .width = 16,
      .help = N_("How it stands inside numbers, such as K.T.1."),
      .aliases = (const char *const[]){ "segmen nomor", NULL } },
    { .id = "layout",
      .label = N_("Layout"),
      .type = &type_text,
      .width = 30,
      .help = N_("Layout of its paper, such as phytosanitary."),
      .aliases = (const char *const[]){ "tata letak", NULL } },
    { .id = "aliases",
      .label = N_("Other spellings"),
      .type = &type_text,
      .flags = FIELD_SEARCHED,
      .width = 200,
      .help = N_("What sheets also write for it, separated by semicolons."),
      .aliases = (const char *const[]){ "alias", "ejaan lain", NULL } },
    VALIDITY_FIELDS,
    { .id = NULL },
};

static const struct column columns[] = {
    { .field = "code", .min = 8, .want = 10 },   { .field = "era", .min = 5, .want = 15 },
    { .field = "title", .min = 26, .want = 50 }, { .field = "class", .min = 0, .want = 20 },
    { .field = "field", .min = 0, .want = 10 },  { .field = NULL },
};

const struct kind kind_document_code = {
    .id = "document_code",
    .label = N_("Document code"),
    .plural = N_("Document codes"),
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "code",
    .title = "title",
    .code = "code",
    .natural_key = (const char *const[]){ "code", "era", "valid_from", NULL },
    .lookup = (const char *const[]){ "aliases", NULL },
};
