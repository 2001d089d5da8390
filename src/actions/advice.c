/* Remarks: what stands between a record and its step, and advice that does not: a filing that may
 * be here already, the risk the rows propose, parties that look alike. */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct remark *add_remark(struct remarks *list, bool problem, const char *path, const char *text)
{
    list->items = xreallocarray(list->items, list->count + 1, sizeof *list->items);
    struct remark *r = &list->items[list->count++];
    *r = (struct remark){ .problem = problem };
    snprintf(r->path, sizeof r->path, "%s", path);
    buf_puts(&r->text, text);
    return r;
}

void remarks_free(struct remarks *r)
{
    for (size_t i = 0; i < r->count; i++)
        buf_free(&r->items[i].text);
    free(r->items);
    *r = (struct remarks){ 0 };
}

static void add_problem(void *context, const struct error *e)
{
    add_remark(context, true, e->field, e->text);
}

static enum outcome advise(struct session *s, const struct record *r,
                           const struct guard *const *guards, struct remarks *out, struct error *e)
{
    for (; *guards; guards++) {
        struct answers *a = answers_new();
        struct error why = { 0 };
        enum outcome result = store_answer(s->store, r, (*guards)->facts, session_today(s), a, e);
        if (result == DONE && !(*guards)->allow(r, a, &why))
            add_remark(out, false, why.field, why.text);
        answers_free(&a);
        if (result != DONE)
            return result;
    }
    return DONE;
}

/* ---- Look-alikes ---- */

enum { ALIKE_PERCENT = 82, ALIKE_CANDIDATES = 40 };

static bool same_number(const struct record *a, const struct record *b, const char *field)
{
    const char *x = record_text(a, field);
    return *x && strcmp(x, record_text(b, field)) == 0;
}

static bool looks_alike(const struct record *a, const struct record *b)
{
    static const char *const numbers[] = { "npwp", "nik", "passport", "phone", "email" };
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (same_number(a, b, numbers[i]))
            return true;
    struct buf x = { 0 }, y = { 0 };
    utf8_fold(record_text(a, "name"), &x);
    utf8_fold(record_text(b, "name"), &y);
    bool alike = text_likeness(buf_text(&x), buf_text(&y)) >= ALIKE_PERCENT;
    buf_free(&x);
    buf_free(&y);
    return alike;
}

static bool already_hit(const struct hits *h, int64_t id)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->items[i].id == id)
            return true;
    return false;
}

static enum outcome consider_alikes(struct session *s, const struct record *party, const char *text,
                                    struct hits *out, struct error *e)
{
    struct hits found = { 0 };
    if (!*text)
        return DONE;
    enum outcome result =
        store_lookup(s->store, party->kind, NULL, text, ALIKE_CANDIDATES, &found, e);
    for (size_t i = 0; result == DONE && i < found.count; i++) {
        struct record *other = NULL;
        if (found.items[i].id == party->id || already_hit(out, found.items[i].id))
            continue;
        result = store_load(s->store, party->kind, found.items[i].id, &other, e);
        if (result == DONE && looks_alike(party, other)) {
            out->items = xreallocarray(out->items, out->count + 1, sizeof *out->items);
            out->items[out->count++] = found.items[i];
            memset(&found.items[i], 0, sizeof found.items[i]);
        }
        record_free(&other);
    }
    hits_free(&found);
    return result;
}

/* Candidates share a number, or one of the name's words. */
enum outcome act_look_alikes(struct session *s, const struct record *party, struct hits *out,
                             struct error *e)
{
    static const char *const numbers[] = { "npwp", "nik", "phone" };
    enum outcome result = DONE;
    for (size_t i = 0; result == DONE && i < COUNT(numbers); i++)
        result = consider_alikes(s, party, record_text(party, numbers[i]), out, e);
    struct buf folded = { 0 };
    char *rest = NULL;
    utf8_fold(record_text(party, "name"), &folded);
    for (char *word = folded.data ? strtok_r(folded.data, " ", &rest) : NULL;
         word && result == DONE; word = strtok_r(NULL, " ", &rest))
        if (strlen(word) > 2)
            result = consider_alikes(s, party, word, out, e);
    buf_free(&folded);
    return result;
}

static enum outcome advise_alikes(struct session *s, const struct record *r, struct remarks *out,
                                  struct error *e)
{
    struct hits alike = { 0 };
    enum outcome result = act_look_alikes(s, r, &alike, e);
    for (size_t i = 0; result == DONE && i < alike.count; i++) {
        struct buf text = { 0 };
        buf_printf(&text, _("Looks like %s, which is on file already."),
                   buf_text(&alike.items[i].name));
        add_remark(out, false, "name", buf_text(&text))->like = alike.items[i].id;
        buf_free(&text);
    }
    hits_free(&alike);
    return result;
}

enum outcome act_explain(struct session *s, const struct record *r, struct buf *out,
                         struct error *e)
{
    const struct business *b = business_of(r->kind);
    return b->explain && r->id ? b->explain(s, r, out, e) : DONE;
}

/* A remark for each line of it. */
static enum outcome advise_why(struct session *s, const struct record *r, struct remarks *out,
                               struct error *e)
{
    struct buf lines = { 0 };
    enum outcome result = act_explain(s, r, &lines, e);
    char *rest = lines.data;
    for (char *line; result == DONE && rest && (line = strsep(&rest, "\n"));)
        if (*line)
            add_remark(out, false, "", line);
    buf_free(&lines);
    return result;
}

enum outcome act_remarks(struct session *s, const struct record *r, struct remarks *out,
                         struct error *e)
{
    record_problems(r, add_problem, out);
    if (strcmp(r->kind->id, "party") == 0)
        return advise_alikes(s, r, out, e);
    bool permit = strcmp(r->kind->id, "permit") == 0, capture = strcmp(r->kind->id, "capture") == 0;
    enum outcome result = DONE;
    if (permit || capture)
        result = advise(s, r, permit ? permit_advice : capture_advice, out, e);
    if (result == DONE)
        result = permit ? advise_risk(s, r, out, e) : advise_why(s, r, out, e);
    return result;
}
