/* number_template.c - how official numbers look, and whether they are made here or entered.
 *
 * Pattern: literal text and {year} {month} {day} {office} {field} {direction} {doc} {seq:4}. The
 * sequence runs, without gaps, within the pattern with {seq} removed and all else filled in: a
 * pattern with {year} starts again each year.
 *
 * A follow-up paper keeps the number of what it follows: mode "follows" takes the text of the
 * record's field `root_field` and puts the pattern, which then has no {seq}, in the place of the
 * segment (between dashes or slashes) that stands in `replaces`; where there is none, behind it. A
 * number given before, if only to a paper cancelled since, is told apart by "/2", "/3". */
#include "loket/records.h"
#include "reference_flow.h"

#include <string.h>

static const struct choice modes[] = {
    { .code = "made",
      .label = N_("Made here"),
      .aliases = (const char *const[]){ "dibuat", NULL } },
    { .code = "entered",
      .label = N_("Entered from the national system"),
      .aliases = (const char *const[]){ "diisi", "dimasukkan", NULL } },
    { .code = "follows",
      .label = N_("The root's number, one segment replaced"),
      .aliases = (const char *const[]){ "mengikuti", NULL } },
    { .code = NULL },
};

/* Length of the placeholder that begins at text, braces included; 0: none known. */
static size_t placeholder(const char *text)
{
    static const char *const names[] = { "{year}",      "{month}", "{day}",
                                         "{office}",    "{field}", "{direction_digit}",
                                         "{direction}", "{doc}",   "{seq}" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (text_starts(text, names[i]))
            return strlen(names[i]);
    bool padded = text_starts(text, "{seq:") && text[5] >= '1' && text[5] <= '9' && text[6] == '}';
    return padded ? 7 : 0;
}

static enum outcome check_pattern(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    unsigned sequences = 0;
    for (const char *p = v->text; *p != '\0';) {
        if (*p == '}' || (*p == '{' && placeholder(p) == 0))
            return fail(e, BAD_DATA,
                        _("a pattern knows {year} {month} {day} {office} {field} {direction} "
                          "{direction_digit} {doc} and {seq:4}; correct what stands at “%s”."),
                        p);
        sequences += text_starts(p, "{seq");
        p += *p == '{' ? placeholder(p) : 1;
    }
    if (sequences <= 1)
        return DONE;
    return fail(e, BAD_DATA, _("a pattern has {seq} once, such as {year}-{seq:4}; correct it."));
}

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED,
      .width = 60,
      .help = N_("What people call this number."),
      .aliases = (const char *const[]){ "nama", NULL } },
    { .id = "kind",
      .label = N_("Kind of record"),
      .type = &type_text,
      .flags = FIELD_REQUIRED,
      .width = 30,
      .initial = "permit",
      .help = N_("Id of the kind it numbers, such as permit."),
      .aliases = (const char *const[]){ "jenis catatan", NULL } },
    { .id = "field",
      .label = N_("Number field"),
      .type = &type_text,
      .flags = FIELD_REQUIRED,
      .width = 30,
      .initial = "number",
      .help = N_("Id of the field that takes the number: number or national_number."),
      .aliases = (const char *const[]){ "kolom nomor", NULL } },
    { .id = "mode",
      .label = N_("Where it comes from"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED,
      .width = 32,
      .choices = modes,
      .initial = "made",
      .help = N_("Made here in sequence, or entered as the national system gave it."),
      .aliases = (const char *const[]){ "cara", NULL } },
    { .id = "pattern",
      .label = N_("Pattern"),
      .type = &type_text,
      .flags = FIELD_REQUIRED,
      .width = 80,
      .help = N_("Text with {year} {month} {day} {office} {field} {direction} {doc} {seq:4}."),
      .aliases = (const char *const[]){ "pola", NULL },
      .check = check_pattern },
    { .id = "root_field",
      .label = N_("Root's number"),
      .type = &type_text,
      .width = 30,
      .help = N_("Of a number that follows: id of the field that holds the root's number."),
      .aliases = (const char *const[]){ "kolom nomor induk", NULL } },
    { .id = "replaces",
      .label = N_("Segments replaced"),
      .type = &type_text,
      .width = 80,
      .help = N_("Of a number that follows: segments the pattern stands in for, joined by “;”."),
      .aliases = (const char *const[]){ "mengganti", NULL } },
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
    { .field = "name", .min = 20, .want = 28 },
    { .field = "kind", .min = 8, .want = 10 },
    { .field = "pattern", .min = 18, .want = 36 },
    { .field = "mode", .min = 0, .want = 16 },
    { .field = NULL },
};

const struct kind kind_number_template = {
    .id = "number_template",
    .label = N_("Number template"),
    .plural = N_("Number templates"),
    .brief = N_("Number patterns"),
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = fields,
    .flow = &reference_flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .natural_key = (const char *const[]){ "kind", "field", "office", "valid_from", NULL },
};
