/* What is known of a sheet's layout before it is read: the mapping said for it, those this desk
 * remembers, those that come with loket. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

enum { MAP_FILE_LIMIT = 1 << 20, MAPS_REMEMBERED = 32 };

/* Where the desk keeps the mappings of a kind, newest first, as one text. */
static void setting_key(const struct kind *k, char key[FIELD_ID_MAX + 16])
{
    snprintf(key, FIELD_ID_MAX + 16, "import.map.%s", k->id);
}

/* ---- Before ---- */

/* The file, then the answers over it: both are about this sheet alone. */
static enum outcome read_given(struct import *im, struct error *e)
{
    const struct import_options *o = im->options;
    const char *path = o->map;
    struct buf text = { 0 };
    enum outcome result = path ? file_read(path, MAP_FILE_LIMIT, &text, e) : DONE;
    if (result == DONE && path)
        result = map_read(buf_text(&text), path, &im->given, e);
    if (result == DONE && path && im->given.count != 1)
        result = fail(e, BAD_DATA,
                      _("%s holds %zu mappings; leave the one in it that is for this sheet."), path,
                      im->given.count);
    if (result == DONE && o->answers)
        result = map_read(o->answers, _("The answers"), &im->given, e);
    if (result == DONE && im->given.count)
        result = map_check(&im->given.maps[0], im->asked, &all_kinds, e);
    buf_free(&text);
    return result;
}

/* What a former version of loket remembered and this one cannot read is passed over. */
static void read_remembered(struct import *im)
{
    char key[FIELD_ID_MAX + 16];
    struct buf text = { 0 };
    setting_key(im->asked, key);
    if (desk_setting_get(im->session->desk, key, &text, NULL) == DONE)
        (void)map_read(buf_text(&text), key, &im->known, NULL);
    buf_free(&text);
}

enum outcome import_maps(struct import *im, struct hints *out, struct error *e)
{
    const struct asset *shipped = asset_find("layouts.map");
    enum outcome result = read_given(im, e);
    read_remembered(im);
    if (result == DONE && shipped)
        result = map_read((const char *)shipped->bytes, shipped->name, &im->known, e);
    *out = (struct hints){ .given = im->given.count ? &im->given.maps[0] : NULL,
                           .maps = im->known.maps,
                           .map_count = im->known.count,
                           .registry = &all_kinds };
    return result;
}

/* ---- What the sheet leaves open ---- */

static void ask(struct import *im, const struct doubt *d)
{
    struct import_report *r = im->report;
    r->questions = xreallocarray(r->questions, r->question_count + 1, sizeof *r->questions);
    r->questions[r->question_count++] =
        (struct import_question){ xstrdup(im->layout.headers[d->column]), d->numbers,
                                  xstrdup(buf_text(&d->examples)) };
}

enum outcome import_doubts(struct import *im, struct error *e)
{
    const struct layout *l = &im->layout;
    for (size_t i = 0; i < l->doubt_count; i++)
        ask(im, &l->doubts[i]);
    if (!l->doubt_count)
        return DONE;
    const struct doubt *first = &l->doubts[0];
    const char *header = l->headers[first->column], *examples = buf_text(&first->examples);
    if (first->numbers)
        return fail_field(
            e, BAD_DATA, header,
            _("In “%s” the comma of %s may part thousands or decimals, and no cell of "
              "the sheet decides: say --numbers comma or --numbers point, or write "
              "“[numbers] %s = comma” into a file for --map."),
            header, examples, header);
    return fail_field(e, BAD_DATA, header,
                      _("In “%s” %s may have the day or the month first, and no cell of the sheet "
                        "decides: say --dates day-first or --dates month-first, or write “[dates] "
                        "%s = day-first” into a file for --map."),
                      header, examples, header);
}

/* ---- After ---- */

/* Same headers, in any order. */
static bool same_layout(const struct sheet_map *a, const struct sheet_map *b)
{
    const struct map_list *x = &a->sections[MAP_COLUMNS], *y = &b->sections[MAP_COLUMNS];
    size_t same = 0;
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = 0; k < y->count; k++)
            same += strcmp(x->items[i].header, y->items[k].header) == 0;
    return x->count == y->count && same == x->count;
}

enum outcome import_remember(struct import *im, struct error *e)
{
    struct map_book old = { 0 };
    struct sheet_map now;
    struct buf text = { 0 };
    char key[FIELD_ID_MAX + 16];
    size_t kept = 1;
    bool worth = im->given.count || im->report->rejected;
    if (im->layout.own || im->options->dry_run || !worth)
        return DONE;
    setting_key(im->asked, key);
    if (desk_setting_get(im->session->desk, key, &text, NULL) == DONE)
        (void)map_read(buf_text(&text), key, &old, NULL);
    buf_reset(&text);
    layout_map(&im->layout, &now);
    map_write(&now, &text);
    for (size_t i = 0; i < old.count && kept < MAPS_REMEMBERED; i++)
        if (!same_layout(&old.maps[i], &now)) {
            map_write(&old.maps[i], &text);
            kept++;
        }
    enum outcome result = desk_setting_put(im->session->desk, key, buf_text(&text), e);
    map_free(&now);
    map_book_free(&old);
    buf_free(&text);
    return result;
}
