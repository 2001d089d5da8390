/* words.c - asking for words: which records hold them, newest first.
 *
 * An index of whole words gives a prefix only after it has gathered every record of every word that
 * begins so, which takes long where nearly all records hold one. Prefixes of two and three letters
 * have an index of their own and come row by row. So a longer prefix is first walked by its first
 * three letters, each row's own words deciding; only where that finds little soon is the long
 * prefix asked for itself, and then few records hold it. */
#include <stdlib.h>
#include <string.h>

#include "query.h"

enum {
    WORD_SHORTEST = 2, /* letters a prefix needs; one letter matches as a whole word */
    WORD_INDEXED = 3,  /* letters of the longest prefix with an index of its own */
    WORDS_LIMIT = 16,  /* of one question; further words are not looked at */
    TRIED_MOST = 300,  /* rows whose words are read in the first walk */
};

/* ---- Words of a text ---- */

void words_split(struct words *w, char *text)
{
    char *rest = NULL;
    *w = (struct words){ .text = text };
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if ((w->count & (w->count - 1)) == 0) /* doubles at each power of two */
            w->at = xreallocarray(w->at, w->count ? 2 * w->count : 1, sizeof *w->at);
        w->at[w->count++] = word;
    }
}

void words_free(struct words *w)
{
    free(w->at);
    free(w->text);
    *w = (struct words){ 0 };
}

bool words_match(const char *text, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        const char *at = text;
        while (*at && strncmp(at, words, n) != 0) {
            at += strcspn(at, " ");
            at += *at == ' ';
        }
        if (!*at)
            return false;
        words += n;
        words += *words == ' ';
    }
    return true;
}

/* Bytes of the first n letters; all of them where there are fewer. */
static size_t letters(const char *word, size_t n)
{
    size_t at = 0;
    for (; word[at]; at++)
        if (((unsigned char)word[at] & 0xC0) != 0x80 && n-- == 0)
            break;
    return at;
}

/* ---- A question ---- */

struct question {
    struct store *s;
    struct buf match;   /* `"_permit" AND "toba"* AND "x"` */
    struct buf shorter; /* the same with words cut to three letters */
    struct buf words;   /* as asked */
    bool usable;        /* some word is long enough */
    bool cuts;          /* shorter differs from match */
    bool (*each)(void *context, int64_t id, const char *kind);
    void *context;
    int64_t below; /* only ids below this */
    bool ended;    /* each() had enough, or there is nothing more */
    bool cut;
};

static void add_word(struct question *a, const char *word)
{
    size_t n = strlen(word), first = letters(word, WORD_INDEXED);
    bool prefix = letters(word, WORD_SHORTEST - 1) < n;
    const char *and = a->match.len ? " AND " : "", *star = prefix ? "*" : "";
    a->usable = a->usable || prefix;
    a->cuts = a->cuts || first < n;
    buf_printf(&a->match, "%s\"%s\"%s", and, word, star);
    buf_printf(&a->shorter, "%s\"%.*s\"%s", and, (int)first, word, star);
    buf_printf(&a->words, "%s%s", a->words.len ? " " : "", word);
}

static void question_make(struct question *a, const struct kind *k, const char *folded)
{
    struct words words;
    words_split(&words, xstrdup(folded));
    if (k) {
        buf_printf(&a->match, "\"_%s\"", k->id);
        buf_printf(&a->shorter, "\"_%s\"", k->id);
    }
    for (size_t i = 0; i < words.count && i < WORDS_LIMIT; i++)
        add_word(a, words.at[i]);
    words_free(&words);
}

static void question_free(struct question *a)
{
    buf_free(&a->match);
    buf_free(&a->shorter);
    buf_free(&a->words);
}

/* ---- Walks ---- */

static enum outcome walk_open(const struct question *a, const char *text, const struct buf *match,
                              struct sql **q, struct error *e)
{
    enum outcome o = sql_open(&a->s->db, text, q, e);
    if (o == DONE) {
        sql_str(*q, 1, buf_text(match));
        sql_int(*q, 2, a->below);
    }
    return o;
}

static void tell(struct question *a, const struct sql *q)
{
    a->below = col_int(q, 0);
    a->ended = !a->each(a->context, col_int(q, 0), col_str(q, 1));
}

/* By first letters, reading each row's words; leaves off after TRIED_MOST rows. */
static enum outcome walk_shorter(struct question *a, struct error *e)
{
    struct sql *q = NULL;
    bool row = true;
    size_t tried = 0;
    enum outcome o = walk_open(a,
                               "SELECT rowid, kind, text FROM search WHERE search MATCH $1"
                               " AND rowid < $2 ORDER BY rowid DESC",
                               &a->shorter, &q, e);
    while (o == DONE && !a->ended && tried++ < TRIED_MOST) {
        o = sql_row(q, &row, e);
        if (o != DONE || !row) {
            a->ended = true;
            break;
        }
        if (words_match(col_str(q, 2), buf_text(&a->words)))
            tell(a, q);
        else
            a->below = col_int(q, 0);
    }
    a->cut = q && q->cut;
    sql_close(q);
    return o;
}

static enum outcome walk_whole(struct question *a, struct error *e)
{
    struct sql *q = NULL;
    bool row = true;
    enum outcome o = walk_open(a,
                               "SELECT rowid, kind FROM search WHERE search MATCH $1"
                               " AND rowid < $2 ORDER BY rowid DESC",
                               &a->match, &q, e);
    while (o == DONE && !a->ended) {
        o = sql_row(q, &row, e);
        if (o != DONE || !row)
            break;
        tell(a, q);
    }
    a->cut = q && q->cut;
    sql_close(q);
    return o;
}

enum outcome search_walk(struct store *s, const struct kind *k, const char *words,
                         bool (*each)(void *context, int64_t id, const char *kind), void *context,
                         bool *usable, bool *cut, struct error *e)
{
    struct question a = { .s = s, .each = each, .context = context, .below = INT64_MAX };
    enum outcome o = DONE;
    question_make(&a, k, words);
    if (a.usable && a.cuts)
        o = walk_shorter(&a, e);
    if (o == DONE && a.usable && !a.ended)
        o = walk_whole(&a, e);
    *usable = a.usable;
    *cut = a.cut;
    question_free(&a);
    return o;
}

/* ---- Ids ---- */

struct id_list {
    int64_t *ids;
    size_t count, most;
    bool over;
};

static bool take_id(void *context, int64_t id, const char *kind)
{
    struct id_list *list = context;
    (void)kind;
    list->over = list->count == list->most;
    if (!list->over)
        list->ids[list->count++] = id;
    return !list->over;
}

/* A word of one letter matches whole words only, so it would lose rows here: it is left out, and
 * the caller's own check decides. */
static void long_words(const char *words, struct buf *out)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (letters(words, WORD_SHORTEST - 1) < n) {
            if (out->len)
                buf_putc(out, ' ');
            buf_add(out, words, n);
        }
        words += n;
        words += *words == ' ';
    }
}

enum outcome search_ids(struct store *s, const struct kind *k, const char *words, size_t most,
                        int64_t *ids, size_t *count, bool *over, bool *usable, struct error *e)
{
    struct id_list list = { .ids = ids, .most = most };
    struct buf longer = { 0 };
    bool cut;
    long_words(words, &longer);
    enum outcome o = search_walk(s, k, buf_text(&longer), take_id, &list, usable, &cut, e);
    *count = list.count;
    *over = list.over || cut;
    buf_free(&longer);
    return o;
}
