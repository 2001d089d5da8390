/* mount_table.c - reads /proc/self/mountinfo (proc(5)): fields between single blanks; blank, tab,
 * newline and backslash inside a field are written as \ooo. */
#include <string.h>

#include "mount.h"

/* Fields from the left: number, parent, device, root, place, options, any number of tags, "-",
 * type, source, options of the file system. */
enum { FIELD_PLACE = 4, FIELD_OPTIONS = 5, FIELD_TYPE = 1, FIELD_SOURCE = 2, FIELD_SUPER = 3 };

void mount_free(struct mount *m)
{
    buf_free(&m->place);
    buf_free(&m->type);
    buf_free(&m->source);
    buf_free(&m->options);
}

/* ---- Lines ---- */

static bool octal(const char *at)
{
    return at[0] >= '0' && at[0] <= '3' && at[1] >= '0' && at[1] <= '7' && at[2] >= '0' &&
           at[2] <= '7';
}

static void unescape(const char *text, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\\' && n - i > 3 && octal(text + i + 1)) {
            buf_putc(out, (char)((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] -
                                 '0'));
            i += 3;
        } else {
            buf_putc(out, text[i]);
        }
    }
}

/* The field so many places behind the line's `at`; its length in *n. NULL: the line is too short.
 */
static const char *field_behind(const char *at, int places, size_t *n)
{
    while (places > 0 && *at && *at != '\n')
        places -= *at++ == ' ';
    *n = strcspn(at, " \n");
    return places == 0 && *n > 0 ? at : NULL;
}

/* The lone dash that ends the tags. */
static const char *find_dash(const char *line)
{
    size_t n;
    const char *at = field_behind(line, FIELD_OPTIONS + 1, &n);
    while (at && !(n == 1 && *at == '-'))
        at = field_behind(at, 1, &n);
    return at;
}

static void take(const char *from, int places, struct buf *out)
{
    size_t n;
    const char *at = from ? field_behind(from, places, &n) : NULL;
    if (at)
        unescape(at, n, out);
}

static bool read_line(const char *line, struct mount *m)
{
    const char *dash = find_dash(line);
    take(line, FIELD_PLACE, &m->place);
    take(line, FIELD_OPTIONS, &m->options);
    buf_putc(&m->options, ',');
    take(dash, FIELD_TYPE, &m->type);
    take(dash, FIELD_SOURCE, &m->source);
    take(dash, FIELD_SUPER, &m->options);
    return m->place.len && m->type.len;
}

/* ---- Finding ---- */

static bool lies_under(const char *path, const struct buf *place)
{
    size_t n = place->len;
    if (n == 1) /* "/" */
        return *path == '/';
    return text_starts(path, buf_text(place)) && (path[n] == '/' || path[n] == '\0');
}

bool mount_find(const char *table, const char *path, struct mount *out)
{
    *out = (struct mount){ 0 };
    for (const char *line = table; *line;) {
        struct mount m = { 0 };
        if (read_line(line, &m) && lies_under(path, &m.place) && m.place.len >= out->place.len) {
            struct mount worse = *out;
            *out = m;
            m = worse;
        }
        mount_free(&m);
        const char *end = strchr(line, '\n');
        line = end ? end + 1 : line + strlen(line);
    }
    return out->place.len > 0;
}

bool mount_option(const struct mount *m, const char *name, struct buf *out)
{
    size_t n = strlen(name);
    for (const char *at = buf_text(&m->options); *at;) {
        size_t length = strcspn(at, ",");
        if (length >= n && strncmp(at, name, n) == 0 && (length == n || at[n] == '=')) {
            if (length > n)
                buf_add(out, at + n + 1, length - n - 1);
            return true;
        }
        at += length + (at[length] == ',');
    }
    return false;
}
