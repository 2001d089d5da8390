/* People, posts and rules as they stood at each place of the chain, while verify walks it. */
#ifndef LOKET_ACTIONS_PEOPLE_SEEN_H
#define LOKET_ACTIONS_PEOPLE_SEEN_H

#include "people.h"

struct seen { /* one row, followed from entry to entry */
    struct record *row;
    bool active;
    /* Of people. */
    bool vouched; /* its certificate held when it was written */
    unsigned roles;
    unsigned char key[PUBLIC_KEY_BYTES];
};

struct seen_list {
    struct seen *items;
    size_t count, cap;
};

/* Who put content into which record, and by which step. */
struct contributions {
    struct contributed *slots; /* open addressing; cap is a power of two */
    size_t count, cap;
};

/* Which decision stands on which record. */
struct decisions {
    struct decided *slots; /* open addressing; cap is a power of two */
    size_t count, cap;
};

/* Restores that one administrator signed and no second one yet. */
enum { UNCONFIRMED_MAX = 16 };
struct unconfirmed {
    struct buf note;
    char author[RIGHT_AUTHOR_MAX];
};

/* Steps of the running transaction, from which others may follow. */
enum { DEEDS_MAX = 32 };
struct deed {
    const struct kind *kind;
    char verb[FIELD_ID_MAX];
};

struct watch {
    struct session *session;
    const struct verify_watch *asked;
    const char *uuid;
    bool people; /* from the root on, everything is by a person */
    unsigned char root[PUBLIC_KEY_BYTES];
    struct seen_list users, posts, rules;
    struct contributions contributions;
    struct unconfirmed unconfirmed[UNCONFIRMED_MAX];
    size_t unconfirmed_count;
    struct decisions decisions;
    struct buf owed; /* the defect it is where the next entry is no "void" of this record; "" */
    int64_t owed_record;
    struct deed deeds[DEEDS_MAX];
    size_t deed_count;
    char deed_txn[TXN_TEXT_LEN + 1], deed_author[RIGHT_AUTHOR_MAX];
    struct spooled intent; /* of the running transaction: told, and signed by its author */
};
void watch_free(struct watch *w);

/* Follows an entry about people, posts or rules; others do nothing. The row, or NULL. */
struct seen *watch_follow(struct watch *w, const struct entry *entry);
/* The row of a rule that an import made: its first version is read from the store beforehand. */
enum outcome watch_imported_rules(struct watch *w, struct error *e);

/* The person of this name (n bytes), active rather than not; NULL: nobody. */
const struct seen *watch_person(const struct watch *w, const char *name, size_t n);
/* Does a post lend the role to the person in this manner, on the day of that moment? */
bool watch_lent(const struct watch *w, const struct seen *person, enum role role,
                enum manner manner, moment at);
/* What a rule of roles said that day anywhere in the office, where it said nothing `table`. */
unsigned watch_roles(const struct watch *w, const char *rule, unsigned table, moment at);
/* Did a rule say `number` anywhere that day? Where it said nothing, was it the default? */
bool watch_said(const struct watch *w, const char *rule, int64_t number, int64_t initial,
                moment at);

/* author: place of the person in users; verb 0: no step. */
void contributions_add(struct contributions *c, int64_t record, int64_t rev, size_t author,
                       size_t verb);
/* That version was taken back: it counts no longer. */
void contributions_drop(struct contributions *c, int64_t record, int64_t rev);
/* Did they contribute by anything but the step `verb`? */
bool contributions_has(const struct contributions *c, int64_t record, size_t author, size_t verb);
void contributions_free(struct contributions *c);

/* step NULL: none stands any more. */
void decisions_note(struct decisions *d, int64_t record, const struct step *step);
const struct step *decisions_standing(const struct decisions *d, int64_t record); /* or NULL */
void decisions_free(struct decisions *d);
/* Does the entry change what the decision was signed over? */
bool entry_touches(const struct entry *entry, const struct step *decision);
/* The decision the entry took, or NULL. */
const struct step *entry_decides(const struct entry *entry);

#endif
