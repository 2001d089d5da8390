/* finding.h - what lists, search and look-ups share, and what they ask of the schema.
 *
 * A list names the index it walks (INDEXED BY), so that no page ever costs a scan or a sort the
 * planner chose. schema.c makes these, and names them by index_name():
 *   "<kind>_by_<field>"   (field, id)        each FIELD_INDEXED field; the number; the kind's sort
 *   "<kind>_link_<field>" (field_id, id)     each FIELD_INDEXED reference
 *   "<kind>_tail_<field>" (field_tail, id)   each FIELD_TAIL field
 *   "<kind>_state"        (state, sort, id)  sort: kind_sort_field(); where NULL: (state, id)
 *   "<kind>_natural"      (the natural key's columns, in order), where the kind has one
 *   "<kind>_expires_<field>"        (state, field, id)  each FIELD_EXPIRES field
 *   "<kind>_<line>_expires_<field>" (field, id)         each of lines
 * "<kind>_state" does for lists what (closed, sort, id) would: a list of open rows is the merge of
 * its open states, and one state alone costs no more. */
#ifndef LOKET_STORE_FINDING_H
#define LOKET_STORE_FINDING_H

#include "private.h"

/* Appends the quoted index name: role "by", "link", "tail" with a field; "state", "natural" with
 * NULL. */
void index_name(struct buf *b, const struct kind *k, const char *role, const char *field);
/* lapses.c: the same of the index on a FIELD_EXPIRES field; l NULL: of the record itself. */
void lapse_index_name(struct buf *b, const struct kind *k, const struct line_kind *l,
                      const struct field *f);
/* The field of the kind's default sort; NULL: it has none that is stored, and sorts by id. */
const struct field *kind_sort_field(const struct kind *k);

/* ---- hits.c: reading together ---- */

/* One read transaction for a call and all the calls it makes; both take part in one that runs. */
enum outcome look_enter(struct store *s, bool *mine, struct error *e);
void look_leave(struct store *s, bool mine);

/* ---- words.c: words ---- */

struct words { /* of a folded text, taken apart in place */
    char *text;
    char **at;
    size_t count;
};
/* text becomes w's. */
void words_split(struct words *w, char *text);
void words_free(struct words *w);

/* Records holding all the words (the last letters of each may be missing), newest first, until
 * each() returns false. words is folded text. *usable false: no word has two letters; *cut: the
 * step budget ended it. */
enum outcome search_walk(struct store *s, const struct kind *k, const char *words,
                         bool (*each)(void *context, int64_t id, const char *kind), void *context,
                         bool *usable, bool *cut, struct error *e);

/* ---- name.c: the texts that mean a row ---- */

/* Official numbers, and those of people and firms: known by their last digits. */
bool is_number_field(const struct field *f);

enum name_rank { NAME_CODE, NAME_TITLE, NAME_ALIAS, NAME_TAIL };

/* Reference kinds, and whatever some field refers to. */
bool kind_has_names(const struct registry *g, const struct kind *k);
/* Appends the form names are kept in. */
void name_fold(const char *text, struct buf *out);
/* Appends the form last digits are kept in: more digits make it longer. */
void name_tail(const char *text, struct buf *out);
/* After each insert or update of r, inside its transaction. */
enum outcome names_put(struct store *s, const struct record *r, bool insert, struct error *e);

/* How a text is compared with names: whole, from its beginning, anywhere. */
enum name_how { NAME_WHOLE, NAME_BEGINS, NAME_PART };
/* Names of k that fit `folded`, each with its record, until each() returns false: whole ones by
 * rank, others by text. rank_most: only ranks up to it. *cut: the step budget ended it. */
struct name_fit {
    int64_t id;
    enum name_rank rank;
};
enum outcome name_walk(struct store *s, const struct kind *k, enum name_how how, const char *folded,
                       enum name_rank rank_most,
                       bool (*each)(void *context, const struct name_fit *fit), void *context,
                       bool *cut, struct error *e);

/* ---- hits.c: what is found, with names to show ---- */

/* One row of k without its lines; NULL: there is none. */
enum outcome row_peek(struct store *s, const struct kind *k, int64_t id, struct record **out,
                      struct error *e);
/* How a row stands, without reading it: */
enum standing { STANDS_NOT, STANDS_OPEN, STANDS_CLOSED, STANDS_DISCARDED };
/* STANDS_NOT: there is no such row. *heir: of a merged row the one that goes on, else 0. */
enum outcome row_stands(struct store *s, const struct kind *k, int64_t id, enum standing *stands,
                        int64_t *heir, struct error *e);
bool hits_hold(const struct hits *h, int64_t id);
/* Adds r; `also` (NULL: none) goes before what tells it apart. */
void hits_add(struct hits *h, const struct record *r, const char *also);
/* Every state of k's flow but "discarded", NULL-terminated; STATES_MAX + 1 places. */
void states_all(const struct kind *k, const char **out);

/* ---- search.c ---- */

/* Appends the word under which the end of a number is kept beside the words: backwards, behind a
 * '_'. More digits make it longer. */
void tail_word(const char *text, struct buf *out);
/* A number among words, such as "MSKU 123456-7": at least as many digits as letters. */
bool reads_as_number(const char *text);
/* Appends a number without its punctuation, as one word. */
void number_word(const char *text, struct buf *out);

/* ---- find.c ---- */

/* Looks like a number or its end: at least two digits, and no blank beside letters. */
bool looks_like_number(const char *text);
/* Records of k of which a FIELD_TAIL field ends in text, newest first, at most limit. */
enum outcome find_tails(struct store *s, const struct kind *k, const char *text, unsigned limit,
                        struct hits *out, struct error *e);

#endif
