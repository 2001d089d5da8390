/* list watch, watch: whatever lapses, and what people did about it. */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 500 };

/* ---- What is asked for: state=soon,due kind=facility ---- */

static enum outcome take_states(const char *text, unsigned *states, struct error *e)
{
    char *copy = xstrdup(text), *rest = NULL;
    enum outcome result = DONE;
    for (char *name = strtok_r(copy, ",", &rest); name && result == DONE;
         name = strtok_r(NULL, ",", &rest)) {
        unsigned bit = strcmp(name, "all") == 0    ? (1u << WATCH_STATES) - 1
                       : strcmp(name, "open") == 0 ? ~(1u << WATCH_HANDLED)
                                                   : 0;
        for (size_t i = 0; watch_state_ids[i]; i++)
            if (strcmp(name, watch_state_ids[i]) == 0)
                bit = 1u << i;
        *states |= bit;
        if (!bit)
            result = fail_field(e, MISUSED, "state",
                                _("“%s” is not a state of the watch. Known are: soon, due, lapsed, "
                                  "handled, open, all."),
                                excerpt(name).text);
    }
    free(copy);
    return result;
}

static enum outcome take_filters(struct call *c, int first, struct watch_query *q, struct error *e)
{
    enum outcome result = DONE;
    q->limit = c->limit ? (unsigned)(c->limit < LISTED ? c->limit : LISTED) : LISTED;
    for (int i = first; i < c->word_count && result == DONE; i++) {
        const char *word = c->words[i];
        if (text_starts(word, "state="))
            result = take_states(word + strlen("state="), &q->states, e);
        else if (text_starts(word, "kind="))
            result = call_kind(word + strlen("kind="), &q->kind, e);
        else
            result = fail(e, MISUSED,
                          _("“%s” is not a filter of the watch. Write state=STATE or kind=KIND."),
                          excerpt(word).text);
    }
    return result;
}

/* ---- The list ---- */

static void when(struct call *c, const struct watched *w, enum spelling spelling, struct buf *out)
{
    if (spelling == SPELL_SCREEN && w->at)
        moment_local(w->at, session_zone(c->session), out);
    else if (spelling == SPELL_SCREEN)
        day_local(w->on, out);
    else if (w->at)
        moment_iso(w->at, out);
    else
        day_iso(w->on, out);
}

static void days_left(const struct watched *w, struct buf *out)
{
    buf_printf(out, "%lld", (long long)w->days);
}

static void table_row(struct call *c, const struct watched *w)
{
    struct buf line = { 0 }, cell = { 0 };
    utf8_fit(_(watch_state_labels[w->state]), 10, &line);
    buf_puts(&line, "  ");
    when(c, w, SPELL_SCREEN, &cell);
    utf8_fit(buf_text(&cell), 18, &line);
    buf_printf(&line, "  %5lld  ", (long long)w->days);
    utf8_fit(_(w->kind->label), 14, &line);
    buf_puts(&line, "  ");
    utf8_fit(w->name, 30, &line);
    buf_puts(&line, "  ");
    buf_reset(&cell);
    watch_what(w, &cell);
    if (w->went_on)
        buf_printf(&cell, " ! %s", w->went_on);
    if (w->state == WATCH_HANDLED)
        buf_printf(&cell, " · %s: %s", w->by, w->words);
    utf8_visible(buf_text(&cell), &line);
    fprintf(c->io->out, "%s\n", buf_text(&line));
    buf_free(&line);
    buf_free(&cell);
}

enum { CELLS = 13 };
static const char *const cell_ids[CELLS] = { "kind", "id",         "field", "line", "state",
                                             "on",   "days",       "name",  "what", "went_on",
                                             "how",  "handled_by", "reason" };

/* The cells of an item, in the order of cell_ids; "" where there is nothing. */
static void cells_of(struct call *c, const struct watched *w, struct buf cells[CELLS])
{
    char id[ID_TEXT_LEN + 1] = "", line[ID_TEXT_LEN + 1] = "";
    if (w->id)
        id_text(w->id, id);
    if (w->line)
        id_text(w->line, line);
    buf_puts(&cells[0], w->kind->id);
    buf_puts(&cells[1], id);
    buf_printf(&cells[2], "%s%s%s", w->lines ? w->lines->id : "", w->lines ? "." : "",
               w->field->id);
    buf_puts(&cells[3], line);
    buf_puts(&cells[4], watch_state_ids[w->state]);
    when(c, w, SPELL_CANONICAL, &cells[5]);
    days_left(w, &cells[6]);
    buf_puts(&cells[7], w->name);
    watch_what(w, &cells[8]);
    buf_puts(&cells[9], w->went_on ? w->went_on : "");
    buf_puts(&cells[10], w->how ? w->how : "");
    buf_puts(&cells[11], w->by ? w->by : "");
    buf_puts(&cells[12], w->words ? w->words : "");
}

static void machine_row(struct call *c, const struct watched *w, bool first)
{
    struct buf cells[CELLS] = { 0 }, line = { 0 };
    bool json = c->format == FORMAT_JSON;
    cells_of(c, w, cells);
    for (size_t i = 0; i < CELLS; i++) {
        if (!json) {
            act_csv_cell(buf_text(&cells[i]), i == 0, &line);
        } else {
            buf_printf(&line, "%s\"%s\": ", i ? ", " : first ? "{" : ",\n{", cell_ids[i]);
            if (strcmp(cell_ids[i], "days") == 0)
                buf_puts(&line, buf_text(&cells[i]));
            else
                act_json_string(buf_text(&cells[i]), &line);
        }
        buf_free(&cells[i]);
    }
    fprintf(c->io->out, "%s%s", buf_text(&line), json ? "}" : "\r\n");
    buf_free(&line);
}

static void header(struct call *c)
{
    struct buf line = { 0 };
    if (c->format == FORMAT_JSON)
        buf_putc(&line, '[');
    for (size_t i = 0; c->format == FORMAT_CSV && i < CELLS; i++)
        act_csv_cell(cell_ids[i], i == 0, &line);
    fprintf(c->io->out, "%s%s", buf_text(&line), c->format == FORMAT_CSV ? "\r\n" : "");
    buf_free(&line);
}

enum outcome list_watch(struct call *c, struct error *e)
{
    struct watch_query q = { 0 };
    struct watch_list list = { 0 };
    enum outcome result = take_filters(c, 1, &q, e);
    if (result == DONE)
        result = act_watch(c->session, &q, &list, e);
    if (result != DONE)
        return result;
    header(c);
    for (size_t i = 0; i < list.count; i++) {
        if (c->format == FORMAT_TEXT)
            table_row(c, &list.items[i]);
        else
            machine_row(c, &list.items[i], i == 0);
    }
    if (c->format == FORMAT_JSON)
        fputs("]\n", c->io->out);
    if (list.more)
        fputs(_("loket: there are more than these; narrow it down by kind= or state=.\n"),
              c->io->err);
    watch_list_free(&list);
    return DONE;
}

/* ---- One item: KIND REF [field=FIELD] ---- */

struct named {
    struct watch_query q;
    const char *field, *how, *until;
};

static enum outcome take_words(struct call *c, struct named *n, struct error *e)
{
    static const char *const names[] = { "field=", "how=", "until=" };
    const char **const places[] = { &n->field, &n->how, &n->until };
    for (int i = 3; i < c->word_count; i++) {
        bool known = false;
        for (size_t j = 0; j < COUNT(names); j++)
            if (text_starts(c->words[i], names[j])) {
                *places[j] = c->words[i] + strlen(names[j]);
                known = true;
            }
        if (!known)
            return fail(e, MISUSED, _("Usage: loket %s"), WATCH_USAGE);
    }
    return DONE;
}

static bool is_named(const struct watched *w, const struct named *n, const char *ref)
{
    struct buf field = { 0 };
    buf_printf(&field, "%s%s%s", w->lines ? w->lines->id : "", w->lines ? "." : "", w->field->id);
    bool same = !n->field || strcmp(buf_text(&field), n->field) == 0;
    buf_free(&field);
    if (n->q.id || !same)
        return same;
    return w->id ? strcmp(w->name, ref) == 0 : strstr(w->name, ref) != NULL;
}

/* The one item that is meant. */
static enum outcome choose(const struct watch_list *l, const struct named *n, const char *ref,
                           const struct watched **out, struct error *e)
{
    size_t found = 0;
    for (size_t i = 0; i < l->count; i++)
        if (is_named(&l->items[i], n, ref)) {
            *out = &l->items[i];
            found++;
        }
    if (found == 1)
        return DONE;
    return fail(e, REFUSED,
                found ? _("Several things of %s are watched; name one with field=FIELD, as `loket "
                          "list watch --format csv` shows them.")
                      : _("Nothing of %s is watched now; `loket list watch` shows what is."),
                excerpt(ref).text);
}

static enum outcome report(struct call *c, const struct watched *w, struct error *e)
{
    int64_t capture = 0;
    char id[ID_TEXT_LEN + 1];
    enum outcome result = act_watch_report(c->session, w, &capture, e);
    id_text(capture, id);
    if (result == DONE)
        fprintf(c->io->out, "%s\n", id);
    return result;
}

static enum outcome act_on(struct call *c, const struct named *n, const struct watched *w,
                           struct error *e)
{
    if (strcmp(c->words[0], "report") == 0)
        return report(c, w, e);
    const struct watch_mark mark = { n->how, c->note, n->until, SPELL_CANONICAL };
    if (strcmp(c->words[0], "reopen") == 0)
        return act_watch_reopen(c->session, w, c->note, e);
    return act_watch_handle(c->session, w, &mark, e);
}

enum outcome verb_watch(struct call *c, struct error *e)
{
    struct named n = { .q = { .states = (1u << WATCH_STATES) - 1, .limit = LISTED } };
    struct watch_list list = { 0 };
    const struct watched *w = NULL;
    static const char *const verbs[] = { "handle", "reopen", "report" };
    bool known = false;
    for (size_t i = 0; i < COUNT(verbs); i++)
        known = known || strcmp(c->words[0], verbs[i]) == 0;
    if (!known || c->word_count < 3)
        return fail(e, MISUSED, _("Usage: loket %s"), WATCH_USAGE);
    const char *ref = c->words[2];
    enum outcome result = call_kind(c->words[1], &n.q.kind, e);
    if (result == DONE)
        result = take_words(c, &n, e);
    if (result == DONE) /* or else the name it is listed under */
        (void)act_resolve(c->session, n.q.kind, ref, &n.q.id, NULL);
    if (result == DONE)
        result = act_watch(c->session, &n.q, &list, e);
    if (result == DONE)
        result = choose(&list, &n, ref, &w, e);
    if (result == DONE)
        result = act_on(c, &n, w, e);
    watch_list_free(&list);
    return result;
}
