/* What a log makes of a record. It lands only in the state its kind keeps for old logs, never
 * overwrites what a desk typed, and brings what was imported before up to date field by field. */
#include "import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The sheet's word over a stored record ---- */

static void overlay_value(const struct value *said, struct value *kept)
{
    if (!said->set)
        return; /* a log that is silent says nothing */
    if (said->text && kept->set && text_same(said->text, kept->text)) {
        if (!kept->num && said->num)
            value_set_reference(kept, said->num, said->text); /* the name has a record by now */
        return;
    }
    value_clear(kept);
    value_copy(kept, said);
}

static struct line *live_line(struct record *r, size_t list, size_t n)
{
    for (size_t i = 0; i < r->lines[list].count; i++)
        if (!r->lines[list].items[i].gone && n-- == 0)
            return &r->lines[list].items[i];
    return record_add_line(r, r->kind->lines[list].id);
}

/* A column that says so, and what a mapping says of every row. */
static bool fills_only(const struct layout *l, const struct field *f)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->columns[i].field == f)
            return l->columns[i].fills_only;
    for (size_t i = 0; l->map && i < l->map->sections[MAP_CONSTANTS].count; i++) {
        const char *path = l->map->sections[MAP_CONSTANTS].items[i].header;
        size_t n = strcspn(path, "?");
        if (strncmp(path, f->id, n) == 0 && f->id[n] == '\0')
            return true;
    }
    return false;
}

/* Field by field, lines by position. */
static void overlay(const struct layout *layout, const struct record *said, struct record *kept)
{
    const struct kind *k = said->kind;
    for (size_t f = 0; k->fields[f].id; f++)
        if (!(k->fields[f].flags & FIELD_DERIVED) &&
            !(kept->values[f].set && fills_only(layout, &k->fields[f])))
            overlay_value(&said->values[f], &kept->values[f]);
    for (size_t l = 0; l < line_kind_count(k); l++)
        for (size_t i = 0; i < said->lines[l].count; i++) {
            struct line *line = live_line(kept, l, i);
            for (size_t f = 0; k->lines[l].fields[f].id; f++)
                overlay_value(&said->lines[l].items[i].values[f], &line->values[f]);
        }
}

/* ---- What a desk changed since the last import stands ---- */

static void last_import(void *context, const struct entry *entry)
{
    int64_t *rev = context;
    if (!*rev && entry->batch)
        *rev = entry->rev;
}

/* The record as the last import left it; *out NULL: nobody changed it since. */
static enum outcome as_imported(struct import *im, const struct record *now, struct record **out,
                                struct error *e)
{
    int64_t rev = 0;
    *out = NULL;
    enum outcome result =
        store_history(im->session->store, now->kind, now->id, 0, last_import, &rev, e);
    if (result == DONE && rev && rev < now->rev)
        result = record_at_rev(im->session, now, rev, out, e);
    return result;
}

static void note_kept(struct import *im, const struct record *r)
{
    struct buf name = { 0 };
    record_name(r, &name);
    names_add(&im->kept, buf_text(&name));
    buf_free(&name);
}

/* The sheet's changes since the last import go onto the record; where a desk changed the same, the
 * desk's word stands and the record is named in the report. */
static enum outcome bring_up_to_date(struct import *im, const struct making *m,
                                     const struct record *existing, struct record *wanted,
                                     struct error *e)
{
    const struct record *said = m->record;
    struct record *base = NULL, *mine = NULL, *plain = record_copy(existing);
    enum outcome result = DONE;
    overlay(m->layout, said, plain);
    if (!same_content(existing, plain))
        result = as_imported(im, existing, &base, e);
    if (result == DONE && base) {
        mine = record_copy(base);
        overlay(m->layout, said, mine);
        record_merge(base, mine, wanted, NULL, NULL);
        if (!same_content(plain, wanted))
            note_kept(im, existing);
    } else if (result == DONE) {
        overlay(m->layout, said, wanted);
    }
    record_free(&plain);
    record_free(&base);
    record_free(&mine);
    return result;
}

/* What a desk typed stays as it is; the report only brings the national number it lacks. */
static void fill_national_number(const struct record *said, struct record *kept)
{
    const struct value *brought = record_value(said, "national_number");
    struct value *number = record_value(kept, "national_number");
    if (number && !number->set && brought->set)
        value_copy(number, brought);
}

/* ---- A record that is new here ---- */

/* Where a kind's old logs land. */
static const struct state *log_state(const struct kind *k)
{
    for (const struct state *s = k->flow->states; s->id; s++)
        if (s->flags & STATE_BY_IMPORT)
            return s;
    return &k->flow->states[0];
}

/* The state in which one typed begins, where old logs land as finished; else NULL. */
static const struct state *draft_state(const struct kind *k)
{
    return log_state(k)->flags & STATE_FINAL ? &k->flow->states[0] : NULL;
}

static bool is_called(const struct state *s, const char *word)
{
    return s &&
           (text_same(s->id, word) || text_same(s->label, word) || text_same(_(s->label), word));
}

enum outcome import_state(struct import *im, struct error *e)
{
    const char *word = im->options->state;
    const struct state *log = log_state(im->asked), *draft = draft_state(im->asked);
    if (im->layout.own)
        return word ? fail(e, MISUSED,
                           _("loket's own export brings the state of each record with it. Leave "
                             "--state out."))
                    : DONE;
    im->state = word && is_called(draft, word) ? draft : log;
    im->report->state = im->state;
    im->report->draft = draft;
    if (!word || is_called(im->state, word))
        return DONE;
    return draft ? fail(e, MISUSED,
                        _("What comes in from a sheet is “%s” (%s), a log of what is over, or “%s” "
                          "(%s), to be gone on with; not “%s”."),
                        _(log->label), log->id, _(draft->label), draft->id, word)
                 : fail(e, MISUSED, _("What comes in from a sheet is “%s” (%s); not “%s”."),
                        _(log->label), log->id, word);
}

/* A draft is no log: its number is given when it is accepted, and once it went on it is no longer
 * the sheet's to change. */
static const struct state *state_of_new(const struct import *im, const struct kind *k)
{
    return k == im->asked ? im->state : log_state(k);
}

static bool is_the_sheets(const struct record *r)
{
    const struct state *now = flow_state(r->kind->flow, r->state), *draft = draft_state(r->kind);
    return r->origin == ORIGIN_LOG && (!draft || now == draft || (now->flags & STATE_BY_IMPORT));
}

size_t import_banner(const struct import *im, struct banner_word out[BANNER_WORDS])
{
    const struct banner *b = &im->layout.banner;
    const struct banner_word all[BANNER_WORDS] = { { "office", &b->office },
                                                   { "field", &b->field },
                                                   { "direction", &b->direction } };
    size_t n = 0;
    for (size_t i = 0; i < BANNER_WORDS; i++)
        if (all[i].text->len && kind_field(im->layout.kind, all[i].field))
            out[n++] = all[i];
    return n;
}

static void put_banner(const struct import *im, struct record *r)
{
    struct banner_word said[BANNER_WORDS];
    size_t count = import_banner(im, said);
    for (size_t i = 0; i < count; i++) {
        struct value *v = record_value(r, said[i].field);
        if (!v->set)
            value_set_text(v, buf_text(said[i].text));
    }
}

/* The document era by the day of filing; the days between eras are rule rows. */
static enum outcome find_era(struct import *im, day on, struct error *e)
{
    static const char *const eras[][2] = { { "permit.era.B", "B" }, { "permit.era.C", "C" } };
    const char *era = "A";
    for (size_t i = 0; i < COUNT(eras); i++) {
        struct buf from = { 0 };
        day first;
        enum outcome result = store_rule(im->session->store, eras[i][0], "", on, &from, e);
        if (result == DONE && day_parse_sheet(buf_text(&from), false, &first, NULL) == DONE &&
            on >= first)
            era = eras[i][1];
        buf_free(&from);
        if (result != DONE)
            return result;
    }
    snprintf(im->era, sizeof im->era, "%s", era);
    im->era_day = on;
    return DONE;
}

/* A log's rows stand day by day: an era is asked for once a day. */
static enum outcome put_era(struct import *im, struct record *r, struct error *e)
{
    struct value *era = record_value(r, "era");
    const struct value *on = record_value(r, "received_on");
    if (!era || era->set || !on || !on->set)
        return DONE;
    enum outcome result = DONE;
    if (!im->era[0] || im->era_day != (day)on->num)
        result = find_era(im, (day)on->num, e);
    if (result == DONE)
        value_set_text(era, im->era);
    return result;
}

/* An old record is found by the tail of its national number, as today's are by their own. */
static void put_number(const struct import *im, struct record *r)
{
    const struct field *number = r->kind->number ? kind_field(r->kind, r->kind->number) : NULL;
    const struct value *national = record_value(r, "national_number");
    struct value *v = number ? record_value(r, number->id) : NULL;
    struct reading how = session_reading(im->session, SPELL_CANONICAL);
    if (v && !v->set && national && national->set)
        (void)field_parse(number, &how, national->text, v, NULL); /* too long a one stays away */
}

/* Without any number the same row would land anew each time its sheet is imported. */
static enum outcome check_key(const struct layout *l, const struct record *r, struct error *e)
{
    if (import_known_by(r) || !r->kind->natural_key)
        return DONE;
    return fail_field(e, BAD_DATA, l->key_column >= 0 ? l->headers[l->key_column] : "",
                      _("The row has no number by which it would be known again, and would land "
                        "twice. Write one."));
}

/* Old logs may be silent on much; but what bears no number is called by its title alone, and
 * without one nobody would find it or choose it. */
static enum outcome check_title(const struct layout *l, const struct record *r, struct error *e)
{
    const struct field *title = r->kind->title ? kind_field(r->kind, r->kind->title) : NULL;
    if (r->kind->number || !title || !(title->flags & FIELD_REQUIRED) ||
        record_value(r, title->id)->set)
        return DONE;
    const char *column = title->id;
    for (size_t i = 0; i < l->count; i++)
        if (!l->columns[i].line && l->columns[i].field == title)
            column = l->headers[i];
    return fail_field(e, BAD_DATA, column, _("%s: must be filled in."), _(title->label));
}

static enum outcome decide_new(struct import *im, struct making *m, struct landing *out,
                               struct error *e)
{
    struct record *r = m->record;
    enum outcome result = check_key(m->layout, r, e);
    if (result == DONE)
        result = check_title(m->layout, r, e);
    if (result != DONE)
        return result;
    put_banner(im, r);
    result = put_era(im, r, e);
    if (result == DONE)
        result = import_link(im, r, e);
    const struct state *state = state_of_new(im, r->kind), *draft = draft_state(r->kind);
    if (draft == NULL || state != draft)
        put_number(im, r);
    r->state = state->id;
    out->fate = FATE_NEW;
    /* Under the lock this is the last look at it: the record itself is taken. */
    out->wanted = im->in_transaction ? r : record_copy(r);
    if (im->in_transaction)
        m->record = NULL;
    return result;
}

enum outcome log_decide(struct import *im, struct making *m, struct landing *out, struct error *e)
{
    struct record *r = m->record;
    int64_t id = 0;
    const struct business *b = business_of(r->kind);
    enum outcome result = b->said ? b->said(im->session, r, &id, e) : DONE;
    if (result == DONE)
        result = import_link(im, r, e);
    if (result == DONE && !id)
        result = import_find(im, r, &id, e);
    if (result != DONE)
        return result;
    if (!id)
        return decide_new(im, m, out, e);
    result = store_load(im->session->store, r->kind, id, &out->existing, e);
    if (result != DONE)
        return result;
    out->wanted = record_copy(out->existing);
    if (is_the_sheets(out->existing))
        result = bring_up_to_date(im, m, out->existing, out->wanted, e);
    else
        fill_national_number(r, out->wanted);
    out->fate = same_content(out->existing, out->wanted) ? FATE_SAME : FATE_CHANGE;
    return result;
}
