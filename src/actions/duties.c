/* What is mine to hand over at the end of a shift, from three places: drafts on the desk's disk,
 * what waits there for the share, and decisions put aside; and what others handed to me. */
#include "hold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gathering {
    struct session *session;
    struct duty_list *out;
};

/* Takes the words. */
static struct duty *add(struct duty_list *l, enum duty_what what, int64_t id, struct buf *about)
{
    l->items = xreallocarray(l->items, l->count + 1, sizeof *l->items);
    struct duty *d = &l->items[l->count++];
    *d = (struct duty){ .what = what, .id = id, .about = buf_take(about) };
    return d;
}

static void duty_free(struct duty *d)
{
    free(d->ref);
    free(d->about);
    free(d->words);
    free(d->from);
}

static char *text_of_id(int64_t id)
{
    char text[ID_TEXT_LEN + 1];
    id_text(id, text);
    return xstrdup(text);
}

/* ---- Drafts ---- */

/* The text of the note's first line that begins so; its length, 0 where there is none. */
static size_t note_line(const char *note, const char *mark, const char **text)
{
    size_t n = strlen(mark);
    while (note && (strncmp(note, mark, n) != 0 || note[n] != '\t'))
        note = (note = strchr(note, '\n')) ? note + 1 : NULL;
    *text = note ? note + n + 1 : "";
    return strcspn(*text, "\n");
}

void duty_draft(struct session *s, const struct draft *d, struct buf *out)
{
    const struct kind *k = registry_find(&all_kinds, d->kind);
    struct buf note = { 0 };
    const char *more;
    const char *label = k ? _(k->label) : d->kind;
    if (!d->record)
        buf_printf(out, _("%s (new)"), label); /* its title says that in the language of then */
    else
        buf_printf(out, "%s%s%s", label, d->title.len ? " " : "", buf_text(&d->title));
    act_draft_note_get(s, d->id, &note);
    size_t n = note_line(buf_text(&note), DRAFT_ABOUT, &more);
    if (!d->record && n)
        buf_printf(out, " %.*s", (int)n, more);
    wipe_buf(&note);
}

/* One whose author is not known is anybody's. */
static bool typed_by_me(struct session *s, int64_t draft)
{
    struct buf note = { 0 };
    const char *by;
    act_draft_note_get(s, draft, &note);
    size_t n = note_line(buf_text(&note), DRAFT_BY, &by);
    bool mine = !n || (n == strlen(session_author(s)) && strncmp(by, session_author(s), n) == 0);
    wipe_buf(&note);
    return mine;
}

struct drafts_taken {
    struct draft *items; /* without what was typed */
    size_t count;
};

static void take_draft(void *context, const struct draft *d)
{
    struct drafts_taken *all = context;
    all->items = xreallocarray(all->items, all->count + 1, sizeof *all->items);
    struct draft *copy = &all->items[all->count++];
    *copy = *d;
    copy->title = copy->body = copy->base = (struct buf){ 0 };
    buf_puts(&copy->title, buf_text(&d->title));
}

enum outcome act_draft_mine(struct session *s, const struct kind *k, int64_t record, int64_t *draft,
                            struct error *e)
{
    struct drafts_taken all = { 0 };
    enum outcome result = act_draft_list(s, take_draft, &all, e);
    *draft = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct draft *d = &all.items[i];
        if (result == DONE && !*draft && d->record == record && strcmp(d->kind, k->id) == 0 &&
            typed_by_me(s, d->id))
            *draft = d->id;
        draft_free(&all.items[i]);
    }
    free(all.items);
    return result;
}

static void add_draft(struct gathering *g, const struct draft *d)
{
    struct buf about = { 0 };
    char ref[24];
    if (!typed_by_me(g->session, d->id))
        return;
    duty_draft(g->session, d, &about);
    snprintf(ref, sizeof ref, "%lld", (long long)d->id);
    struct duty *duty = add(g->out, DUTY_DRAFT, d->id, &about);
    duty->ref = xstrdup(ref);
    duty->words = xstrdup("");
}

/* The desk's file answers one question at a time: the notes are looked at when all are listed. */
static enum outcome take_drafts(struct gathering *g, struct error *e)
{
    struct drafts_taken all = { 0 };
    enum outcome result = act_draft_list(g->session, take_draft, &all, e);
    for (size_t i = 0; i < all.count; i++) {
        if (result == DONE)
            add_draft(g, &all.items[i]);
        draft_free(&all.items[i]);
    }
    free(all.items);
    return result;
}

/* ---- Not sent yet ---- */

static void name_step(const struct kind *k, const struct spooled *in, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    const char *label = in->verb;
    id_text(in->record, id);
    for (const struct step *step = k->flow->steps; step && step->verb; step++)
        if (strcmp(step->verb, in->verb) == 0)
            label = _(step->label);
    buf_printf(out, "%s %s: %s", _(k->label), id, label);
}

void duty_spooled(struct session *s, const struct spooled *in, struct buf *out)
{
    const struct kind *k = registry_find(&all_kinds, in->kind);
    struct record *r = NULL;
    if (k && *in->verb) {
        name_step(k, in, out);
    } else if (k && act_spool_record(s, in, &r, NULL) == DONE) {
        buf_printf(out, "%s ", _(k->label));
        record_name(r, out);
    } else {
        buf_puts(out, in->kind);
    }
    record_free(&r);
}

static void take_spooled(void *context, const struct spooled *in)
{
    struct gathering *g = context;
    struct buf about = { 0 };
    char ref[PROVISIONAL_MAX];
    size_t n = author_name(in->author);
    bool waits = in->kept || in->state != SPOOL_OPEN;
    if (!waits || n != strlen(session_author(g->session)) ||
        strncmp(in->author, session_author(g->session), n) != 0)
        return;
    act_provisional(g->session, in->place, ref);
    duty_spooled(g->session, in, &about);
    struct duty *duty = add(g->out, DUTY_UNSENT, in->place, &about);
    duty->ref = xstrdup(ref);
    duty->words = xstrdup(buf_text(&in->words));
}

/* ---- Held, and handed to me ---- */

static void take_hold(struct gathering *g, const struct record *hold)
{
    const char *by = record_text(hold, "given_by");
    struct buf about = { 0 };
    buf_puts(&about, record_text(hold, "about"));
    struct duty *duty = add(g->out, DUTY_HELD, hold->id, &about);
    duty->ref = text_of_id(hold->id);
    duty->words = xstrdup(record_text(hold, "reason"));
    duty->from = *by ? xstrdup(by) : NULL;
    duty->of_kind = registry_find(&all_kinds, record_text(hold, "of_kind"));
    if (!id_parse(record_text(hold, "of_record"), &duty->of_id))
        duty->of_kind = NULL;
}

static enum outcome take_holds(struct gathering *g, struct error *e)
{
    struct page holds = { 0 };
    struct session *s = g->session;
    enum outcome result = holds_read(s, &holds, e);
    for (size_t i = 0; result == DONE && i < holds.count; i++)
        if (hold_is_mine(s, holds.rows[i]) && hold_lasts(holds.rows[i], session_today(s)))
            take_hold(g, holds.rows[i]);
    page_free(&holds);
    return result;
}

static enum outcome take_handed(struct gathering *g, struct error *e)
{
    struct page page = { 0 };
    enum outcome result = act_handover_list(g->session, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++) {
        const struct record *row = page.rows[i];
        struct buf about = { 0 };
        buf_puts(&about, record_text(row, "about"));
        struct duty *duty = add(g->out, DUTY_HANDED, row->id, &about);
        duty->ref = text_of_id(row->id);
        duty->words = xstrdup(record_text(row, "words"));
        duty->from = xstrdup(record_text(row, "given_by"));
    }
    page_free(&page);
    return result;
}

/* ---- All of it ---- */

enum outcome act_duties(struct session *s, struct duty_list *out, struct error *e)
{
    struct gathering g = { s, out };
    *out = (struct duty_list){ 0 };
    if (!s->person)
        return DONE;
    enum outcome result = take_drafts(&g, e);
    if (result == DONE)
        result = act_spool_list(s, take_spooled, &g, e);
    if (result == DONE)
        result = take_holds(&g, e);
    if (result == DONE)
        result = take_handed(&g, e);
    if (result != DONE)
        duty_list_free(out);
    return result;
}

void duty_list_free(struct duty_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        duty_free(&l->items[i]);
    free(l->items);
    *l = (struct duty_list){ 0 };
}
