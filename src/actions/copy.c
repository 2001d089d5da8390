/* The desk's copy of what is needed while the share is away: look-up tables, parties, people and
 * their posts. An ordinary database beside desk.db, filled by pages the first time and afterwards
 * by following the history of the shared file, a slice at a time: a save waits for one slice at the
 * most. */
#include "away.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SLICE_ROWS = 100,     /* records between two looks at whether somebody wants to save */
    SLICE_ENTRIES = 2000, /* of history, likewise */
    STATES_MAX = 32,
    COPY_ENTRIES_MOST = 200000,
};

static const char copied_key[] = "copied_seq";

static bool wanted(const struct kind *k)
{
    return (k->flags & KIND_REFERENCE) || k == &kind_party || k == &kind_user || k == &kind_post;
}

static void path_of(const struct session *s, const char *uuid, struct buf *out)
{
    buf_printf(out, "%s/copy-%s.db", buf_text(&s->folder), uuid);
}

/* Which shared file a configured path led to last: asked when it cannot be reached. */
static void remembered_key(const struct session *s, struct buf *out)
{
    buf_printf(out, "store:%s", buf_text(&s->path));
}

static void copy_remove(const char *path)
{
    struct buf journal = { 0 };
    buf_printf(&journal, "%s-journal", path);
    unlink(path);
    unlink(buf_text(&journal));
    buf_free(&journal);
}

/* What the desk's own disk cannot take says nothing of the share. */
static enum outcome at_desk(enum outcome result, struct error *e)
{
    if (result != DONE && e)
        e->later = false;
    return result;
}

/* ---- One slice ---- */

/* What is under way between two slices. */
struct copying {
    int64_t head; /* of the shared file when it was begun: the copy stands there at its end */
    /* Filling: through all kinds, page by page. */
    const struct kind *const *kind;
    struct query page;
    const char *states[STATES_MAX];
    /* Following: what the entries up to `told` say was changed, `at` of it copied. */
    int64_t told;
    struct changed {
        const struct kind *kind;
        int64_t id;
    } * changed;
    size_t count, at;
};

void copying_drop(struct session *s)
{
    if (!s->copying)
        return;
    mark_free(&s->copying->page.from);
    free(s->copying->changed);
    free(s->copying);
    s->copying = NULL;
}

/* Records on their way, whole: the share is not held while they are written here. */
struct slice {
    struct record *rows[SLICE_ROWS];
    size_t count;
};

static void slice_free(struct slice *slice)
{
    for (size_t i = 0; i < slice->count; i++)
        record_free(&slice->rows[i]);
}

static enum outcome take_whole(struct session *s, const struct kind *k, int64_t id,
                               struct slice *slice, struct error *e)
{
    enum outcome result = store_load(s->store, k, id, &slice->rows[slice->count], e);
    if (result == DONE)
        slice->count++;
    return result;
}

static void begin_kind(struct copying *c)
{
    const struct kind *k = *c->kind;
    size_t n = 0;
    mark_free(&c->page.from);
    for (; k->flow->states[n].id && n + 1 < STATES_MAX; n++)
        c->states[n] = k->flow->states[n].id;
    c->states[n] = NULL;
    c->page = (struct query){ .kind = k, .states = c->states, .closed = true, .limit = SLICE_ROWS };
}

static void next_kind(struct copying *c)
{
    while (*c->kind && !wanted(*c->kind))
        c->kind++;
    if (*c->kind)
        begin_kind(c);
}

static enum outcome take_page(struct session *s, struct copying *c, struct slice *slice,
                              struct error *e)
{
    struct page page = { 0 };
    if (!*c->kind)
        return DONE;
    enum outcome result = store_page(s->store, &c->page, &page, e);
    for (size_t i = 0; result == DONE && i < page.count; i++)
        result = take_whole(s, *c->kind, page.rows[i]->id, slice, e);
    if (result == DONE && (page.more || page.cut) && page.count) {
        mark_free(&c->page.from);
        mark_of(&c->page, page.rows[page.count - 1], &c->page.from);
    } else if (result == DONE) {
        c->kind++;
        next_kind(c);
    }
    page_free(&page);
    return result;
}

static void note_changed(void *context, const char *kind, int64_t record)
{
    struct copying *c = context;
    const struct kind *k = registry_find(&all_kinds, kind);
    if (!k || !wanted(k))
        return;
    c->changed = xreallocarray(c->changed, c->count + 1, sizeof *c->changed);
    c->changed[c->count++] = (struct changed){ k, record };
}

/* A stretch of history at a time, and of what it tells a slice at a time. */
static enum outcome take_changed(struct session *s, struct copying *c, struct slice *slice,
                                 struct error *e)
{
    enum outcome result = DONE;
    if (c->at == c->count) {
        int64_t upto = c->head - c->told > SLICE_ENTRIES ? c->told + SLICE_ENTRIES : c->head;
        c->at = c->count = 0;
        result = store_since(s->store, c->told, upto, note_changed, c, e);
        c->told = result == DONE ? upto : c->told;
    }
    for (; result == DONE && c->at < c->count && slice->count < SLICE_ROWS; c->at++)
        result = take_whole(s, c->changed[c->at].kind, c->changed[c->at].id, slice, e);
    return result;
}

/* All of a slice is read in one transaction: one lock on the share. */
static enum outcome take_slice(struct session *s, struct slice *slice, struct error *e)
{
    struct copying *c = s->copying;
    enum outcome result = store_read_begin(s->store, e);
    if (result != DONE)
        return result;
    result = c->kind ? take_page(s, c, slice, e) : take_changed(s, c, slice, e);
    store_read_end(s->store);
    return result;
}

static bool is_complete(const struct copying *c)
{
    return c->kind ? !*c->kind : c->told == c->head && c->at == c->count;
}

/* ---- Writing it here ---- */

/* Of people who never logged in here no keys lie here, not even wrapped. */
static enum outcome put_row(struct session *s, struct store *copy, struct record *r,
                            struct error *e)
{
    struct record *there = NULL;
    if (r->kind == &kind_user && !person_was_here(s, r->id))
        value_clear(record_value(r, "wrapped"));
    r->rev = store_load(copy, r->kind, r->id, &there, NULL) == DONE ? there->rev : 0;
    record_free(&there);
    return store_save(copy, r, &(struct change){ "copy", "" }, e);
}

static enum outcome put_slice(struct session *s, struct store *copy, struct slice *slice,
                              struct error *e)
{
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    if (!slice->count)
        return DONE;
    enum outcome result = store_begin(copy, &i, NULL, e);
    if (result != DONE)
        return result;
    for (size_t n = 0; result == DONE && n < slice->count; n++)
        result = put_row(s, copy, slice->rows[n], e);
    if (result == DONE)
        return store_commit(copy, e);
    store_rollback(copy);
    return result;
}

static int64_t copied_so_far(struct store *copy)
{
    struct buf text = { 0 };
    int64_t seq = 0;
    if (store_meta_get(copy, copied_key, &text, NULL) != DONE ||
        !integer_parse(buf_text(&text), &seq))
        seq = 0;
    buf_free(&text);
    return seq;
}

static enum outcome note_place(struct session *s, struct store *copy, struct error *e)
{
    struct buf text = { 0 };
    if (copied_so_far(copy) == s->copying->head)
        return DONE;
    buf_printf(&text, "%lld", (long long)s->copying->head);
    enum outcome result = store_meta_put(copy, copied_key, buf_text(&text), e);
    if (result == DONE)
        result = store_meta_put(copy, "training", s->training ? "1" : "", e);
    buf_free(&text);
    return result;
}

/* ---- Beginning ---- */

/* The office's root stands in the copy, too, or nobody could be proven. An exchanged one begins a
 * new copy. */
static enum outcome copy_root(struct session *s, struct store *copy, bool *other, struct error *e)
{
    unsigned char root[PUBLIC_KEY_BYTES], there[PUBLIC_KEY_BYTES] = { 0 };
    bool found = false, has = false;
    enum outcome result = store_root(s->store, root, &found, e);
    if (result == DONE && found)
        result = store_root(copy, there, &has, e);
    *other = result == DONE && has && memcmp(root, there, sizeof root) != 0;
    if (result == DONE && found && !has)
        result = store_root_put(copy, root, e);
    return result;
}

/* Where the copy is to go from where it stands: by following, or for a new one by filling. */
static enum outcome copying_begin(struct session *s, struct store *copy, bool *useless,
                                  struct error *e)
{
    struct head head, own = { 0 };
    enum outcome result = store_head(s->store, &head, e);
    int64_t from = copied_so_far(copy);
    if (result == DONE)
        result = at_desk(store_head(copy, &own, e), e);
    *useless = result == DONE && (from > head.seq || own.seq > COPY_ENTRIES_MOST);
    if (result == DONE && !*useless)
        result = copy_root(s, copy, useless, e);
    if (result != DONE || *useless)
        return result;
    s->copying = xcalloc(1, sizeof *s->copying);
    *s->copying = (struct copying){ .head = head.seq, .told = from };
    if (!from) {
        s->copying->kind = all_kinds.kinds;
        next_kind(s->copying);
    }
    return DONE;
}

static enum outcome copy_open(struct session *s, const char *path, struct store **out,
                              struct error *e)
{
    enum outcome result = DONE;
    if (access(path, F_OK) != 0)
        result = store_create(path, &all_kinds, s->desk, s->clock, e);
    return result == DONE ? store_open(path, &all_kinds, s->desk, s->clock, out, e) : result;
}

static enum outcome remember(struct session *s, const char *uuid, struct error *e)
{
    struct buf key = { 0 };
    remembered_key(s, &key);
    enum outcome result = desk_setting_put(s->desk, buf_text(&key), uuid, e);
    buf_free(&key);
    return result;
}

/* ---- The door ---- */

static enum outcome copy_slice(struct session *s, const char *path, bool *useless, struct error *e)
{
    struct slice slice = { 0 };
    struct store *copy = NULL;
    enum outcome result = DONE;
    if (s->copying)
        result = take_slice(s, &slice, e); /* before the copy is open: the share may hang */
    if (result == DONE)
        result = at_desk(copy_open(s, path, &copy, e), e);
    if (result == DONE && !s->copying)
        result = copying_begin(s, copy, useless, e);
    else if (result == DONE)
        result = at_desk(put_slice(s, copy, &slice, e), e);
    if (result == DONE && s->copying && is_complete(s->copying))
        result = at_desk(note_place(s, copy, e), e);
    store_close(&copy);
    slice_free(&slice);
    return result;
}

enum outcome act_copy(struct session *s, bool *more, struct error *e)
{
    struct buf path = { 0 };
    const char *uuid;
    bool useless = false;
    *more = false;
    if (!s->store || s->away)
        return share_is_away(e);
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE) {
        path_of(s, uuid, &path);
        result = copy_slice(s, buf_text(&path), &useless, e);
    }
    bool complete = s->copying && is_complete(s->copying);
    if (result == DONE && complete)
        result = remember(s, uuid, e);
    if (result == DONE && useless) { /* begun anew the next time; half of it is of no use */
        copy_remove(buf_text(&path));
        result = remember(s, "", e);
    }
    *more = result == DONE && s->copying && !complete;
    if (!*more)
        copying_drop(s);
    buf_free(&path);
    return result;
}

enum outcome copy_person(struct session *s, int64_t user, struct error *e)
{
    struct buf path = { 0 };
    struct slice slice = { 0 };
    struct store *copy = NULL;
    const char *uuid;
    enum outcome result = store_uuid(s, &uuid, e);
    path_of(s, result == DONE ? uuid : "", &path);
    if (result == DONE && access(buf_text(&path), F_OK) == 0) {
        result = take_whole(s, &kind_user, user, &slice, e);
        if (result == DONE)
            result = copy_open(s, buf_text(&path), &copy, e);
        if (result == DONE)
            result = put_slice(s, copy, &slice, e);
        store_close(&copy);
    }
    slice_free(&slice);
    buf_free(&path);
    return result;
}

enum outcome copy_read(struct session *away, struct error *e)
{
    struct buf key = { 0 }, path = { 0 }, training = { 0 };
    remembered_key(away, &key);
    buf_reset(&away->uuid);
    enum outcome result = desk_setting_get(away->desk, buf_text(&key), &away->uuid, e);
    path_of(away, buf_text(&away->uuid), &path);
    if (result == DONE && (!away->uuid.len || access(buf_text(&path), F_OK) != 0))
        result = fail(e, FAULT, _("This desk has no copy of %s yet, so it cannot work without it."),
                      buf_text(&away->path));
    if (result == DONE)
        result = store_open(buf_text(&path), &all_kinds, away->desk, away->clock, &away->store, e);
    if (result == DONE)
        result = store_meta_get(away->store, "training", &training, e);
    away->training = training.len > 0;
    buf_free(&training);
    buf_free(&key);
    buf_free(&path);
    return result;
}
