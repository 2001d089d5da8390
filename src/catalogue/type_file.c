/* type_file.c - a scan or photo that lies beside the database under its SHA-256: here stand that
 * sum and the name it had. */
#include <string.h>

#include "parts.h"

bool file_text_split(const char *text, char hash[FILE_HASH_LEN + 1], const char **name)
{
    if (strspn(text, "0123456789abcdef") != FILE_HASH_LEN || text[FILE_HASH_LEN] != ' ' ||
        !text[FILE_HASH_LEN + 1])
        return false;
    memcpy(hash, text, FILE_HASH_LEN);
    hash[FILE_HASH_LEN] = '\0';
    *name = text + FILE_HASH_LEN + 1;
    return true;
}

static enum outcome parse_file(const struct field *f, const struct reading *how, const char *text,
                               struct value *v, struct error *e)
{
    char hash[FILE_HASH_LEN + 1];
    const char *name;
    (void)f;
    (void)how;
    if (!file_text_split(text, hash, &name))
        return fail(e, BAD_DATA,
                    _("a file is not typed: attach it with `loket attach` or on the record's "
                      "screen."));
    value_set_text(v, text);
    return DONE;
}

/* People see the name; the sum is for programs. */
static void format_file(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out)
{
    char hash[FILE_HASH_LEN + 1];
    const char *name;
    if (spelling == SPELL_SCREEN && file_text_split(v->text, hash, &name))
        buf_puts(out, name);
    else
        format_stored_text(f, v, spelling, out);
}

const struct field_type type_file = {
    .name = "file",
    .storage = STORED_TEXT,
    .tag = 'a',
    .parse = parse_file,
    .format = format_file,
    .compare = compare_codes,
    .hint = N_("a scan or photo, attached, not typed: its SHA-256 and its name"),
};
