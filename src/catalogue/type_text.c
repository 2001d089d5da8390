/* type_text.c - types that keep what was typed: text, notes, serials, references. */
#include <string.h>

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

/* People see that there is one; whole it is for scanners and programs. */
static void format_code(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    enum { BEGINS = 7 }; /* "LOKET1.": what comes then is capital letters and digits */
    if (spelling != SPELL_SCREEN || strlen(v->text) <= BEGINS) {
        format_stored_text(f, v, spelling, out);
        return;
    }
    buf_add(out, v->text, BEGINS);
    buf_puts(out, "…");
}

const struct field_type type_paper_code = {
    .name = "code",
    .storage = STORED_TEXT,
    .tag = 'n', /* a note to the file: codes of certificates were notes before it was a type */
    .parse = parse_text,
    .format = format_code,
    .compare = compare_words,
    .hint = N_("the code on a paper (QR), whole in files and scripts"),
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
