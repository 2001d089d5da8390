/* parts.h - what the files of the catalogue share among themselves. */
#ifndef LOKET_CATALOGUE_PARTS_H
#define LOKET_CATALOGUE_PARTS_H

#include "loket/catalogue.h"

/* Tags of flat entries that belong to no field type. */
enum { TAG_STATE = 's', TAG_POSITION = 'p', TAG_LINK = 'r' };

/* ---- Pieces of field types ---- */

int compare_numbers(const struct value *a, const struct value *b); /* empty first */
int compare_codes(const struct value *a, const struct value *b);   /* bytewise, empty first */
int compare_words(const struct value *a, const struct value *b);   /* folded, empty first */
void format_stored_text(const struct field *f, const struct value *v, enum spelling spelling,
                        struct buf *out);
bool ascii_digit(char c);
/* A day as people or sheets write it, whichever how says. */
enum outcome day_read(const struct reading *how, const char *text, day *d, struct error *e);
/* The Indonesian of a message whatever language is on; the message itself where there is none. */
const char *indonesian(const char *english);
size_t count_characters(const char *text); /* graphemes */

/* May the text be the rule's value? Of a reference the text alone is judged. */
enum outcome rule_default_read(const struct rule_default *rule, const char *text, struct error *e);
/* Width, range, choice and check of a value that is set; the sentence does not name the field. */
enum outcome field_verify(const struct field *f, const struct value *v, struct error *e);

/* ---- Pieces of records ---- */

int line_kind_index(const struct kind *k, const char *id); /* -1: no such line kind */
int field_index(const struct field *list, const char *id); /* -1: no such field */
struct line *line_list_add(struct line_list *list, size_t fields);
void line_copy(struct line *to, const struct line *from, size_t fields);

/* A path or flat key taken apart. */
struct place {
    const struct field *field;    /* NULL: the state or the line itself */
    const struct line_kind *line; /* NULL: a field of the record */
    int line_kind;                /* its index */
    int field_index;
    int64_t line_id;
    bool link;  /* "applicant#" */
    bool state; /* "state" */
};
/* false: the key names nothing in this kind. */
bool place_of_key(const struct kind *k, const char *key, struct place *p);
struct line *line_by_id(struct line_list *list, int64_t id); /* NULL: none */

/* ---- Pieces of the flat form ---- */

bool tag_is_integer(char tag);
bool tag_is_text(char tag);
/* Adds a copy at the end; the caller keeps the order. */
void flat_add(struct flat *f, const struct flat_entry *e);

#endif
