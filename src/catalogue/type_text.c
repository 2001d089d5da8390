/* type_text.c - types that keep what was typed: text, notes, serials, references. */
#include "parts.h"

static enum outcome parse_text(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    (void)f;
    (void)how;
    (void)e;
    value_set_text(v, text);
    return DONE;
}

/* The link is the store's work; what was typed is never thrown away. */
static enum outcome parse_reference(const struct field *f, const struct reading *how,
                                    const char *text, struct value *v, struct error *e)
{
    (void)f;
    (void)how;
    (void)e;
    value_set_reference(v, 0, text);
    return DONE;
}

const struct field_type type_text = {
    .name = "text",
    .storage = STORED_TEXT,
    .tag = 't',
    .parse = parse_text,
    .format = format_stored_text,
    .compare = compare_words,
    .hint = N_("one line of text"),
};

const struct field_type type_note = {
    .name = "note",
    .storage = STORED_TEXT,
    .tag = 'n',
    .parse = parse_text,
    .format = format_stored_text,
    .compare = compare_words,
    .hint = N_("text of several lines"),
};

const struct field_type type_serial = {
    .name = "serial",
    .storage = STORED_TEXT,
    .tag = 'S',
    .parse = parse_text,
    .format = format_stored_text,
    .compare = compare_codes,
    .hint = N_("an official number as it is written; its last digits find it"),
};

const struct field_type type_reference = {
    .name = "reference",
    .storage = STORED_REFERENCE,
    .tag = 'R',
    .parse = parse_reference,
    .format = format_stored_text,
    .compare = compare_words,
    .hint = N_("any part of the name, the code, or the last digits of a number"),
};
