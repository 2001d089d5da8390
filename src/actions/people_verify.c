/* Verify: beside what the store sees for itself (the chain, signatures, rows), each entry is held
 * against who its author was at that place, which key was theirs and what they held. */
#include "people_seen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Sentences ---- */

/* "Permit 0ABC... · Assign" */
static void name_entry(const struct entry *entry, struct buf *out)
{
    char id[ID_TEXT_LEN + 1];
    const char *label = entry->step;
    if (!entry->kind) {
        buf_puts(out, entry->step);
        return;
    }
    for (const struct step *s = entry->kind->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, entry->step) == 0)
            label = _(s->label);
    id_text(entry->record, id);
    buf_printf(out, "%s %s · %s", _(entry->kind->label), id, label);
}

static void say(struct buf *defect, const struct entry *entry, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void say(struct buf *defect, const struct entry *entry, const char *fmt, ...)
{
    char text[ERROR_TEXT_MAX];
    struct buf name = { 0 };
    va_list list;
    va_start(list, fmt);
    vsnprintf(text, sizeof text, fmt, list);
    va_end(list);
    name_entry(entry, &name);
    if (defect->len)
        buf_putc(defect, '\n');
    buf_printf(defect, _("History entry %lld (%s): %s"), (long long)entry->seq, buf_text(&name),
               text);
    buf_free(&name);
}

/* ---- Certificates as they are written ---- */

static bool vouched(const struct watch *w, const struct record *user)
{
    const char *by = record_text(user, "certified_by");
    if (strcmp(by, "root") == 0)
        return certificate_signed(w->uuid, user, w->root);
    const struct seen *above = watch_person(w, by, strlen(by));
    return above && above->active && above->vouched && (above->roles & ROLE_BIT(ROLE_ADMIN)) &&
           above->row->id != user->id && certificate_signed(w->uuid, user, above->key);
}

/* What a certificate covers, or who signed it, changed. */
static bool touches_certificate(const struct entry *entry)
{
    static const char *const fields[] = { "certificate", "certified_by", "name", "roles",
                                          "sign_key",    "seal_key",     "state" };
    for (size_t i = 0; i < COUNT(fields); i++)
        if (flat_find(&entry->is, fields[i]) || flat_find(&entry->was, fields[i]))
            return true;
    return false;
}

static void judge_certificate(const struct watch *w, const struct entry *entry, struct seen *s,
                              struct buf *defect)
{
    if (!s->active || !touches_certificate(entry))
        return;
    s->vouched = vouched(w, s->row);
    if (!s->vouched)
        say(defect, entry,
            _("the certificate of “%s” does not hold: nobody who may vouches for these roles and "
              "keys."),
            record_text(s->row, "name"));
}

/* ---- Roles an entry needs ---- */

static unsigned editors_then(const struct watch *w, const struct kind *k, moment at)
{
    char rule[2 * FIELD_ID_MAX];
    unsigned table = 0;
    for (const enum role *r = k->editors; r && *r != ROLE_NONE; r++)
        table |= ROLE_BIT(*r);
    snprintf(rule, sizeof rule, "%s.editors", k->id);
    return watch_roles(w, rule, table ? table : ROLE_BIT(ROLE_ADMIN), at);
}

/* Several steps may share a verb. */
static unsigned steppers_then(const struct watch *w, const struct kind *k, const char *verb,
                              moment at)
{
    char rule[3 * FIELD_ID_MAX];
    unsigned table = 0;
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, verb) == 0 && !s->follows)
            table |= s->role == ROLE_NONE ? ALL_ROLES : ROLE_BIT(s->role);
    if (!table || table == ALL_ROLES)
        return table;
    snprintf(rule, sizeof rule, "%s.%s.role", k->id, verb);
    return watch_roles(w, rule, table, at);
}

/* Whoever may take a step may take it back, and others' imports whoever the rules say. */
static unsigned undoers_then(const struct watch *w, const struct kind *k, moment at)
{
    unsigned bits =
        editors_then(w, k, at) | watch_roles(w, "import.undo.role", ROLE_BIT(ROLE_ADMIN), at);
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        bits |= steppers_then(w, k, s->verb, at);
    return bits;
}

/* Whoever may change a record may make a decision on it void by that. */
static unsigned changers_then(const struct watch *w, const struct kind *k, moment at)
{
    unsigned bits = editors_then(w, k, at);
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        if (s->flags & STEP_CORRECTS)
            bits |= steppers_then(w, k, s->verb, at);
    return bits;
}

static unsigned wanted_then(const struct watch *w, const struct entry *entry)
{
    unsigned step = steppers_then(w, entry->kind, entry->step, entry->at);
    if (step)
        return step;
    if (strcmp(entry->step, "print") == 0)
        return ALL_ROLES;
    if (strcmp(entry->step, "restore") == 0)
        return ROLE_BIT(ROLE_ADMIN);
    if (strcmp(entry->step, "share") == 0)
        return sealed_roles(entry->kind);
    if (strcmp(entry->step, "void") == 0)
        return changers_then(w, entry->kind, entry->at);
    if (strcmp(entry->step, "undo") == 0)
        return undoers_then(w, entry->kind, entry->at);
    return editors_then(w, entry->kind, entry->at);
}

/* ---- What follows from a step of the same transaction, and is taken by nobody ---- */

static const char *const *follows_of(const struct kind *k, const char *verb)
{
    if (strcmp(verb, "new") == 0)
        return k->follows;
    for (const struct step *s = k->flow->steps; s && s->verb; s++)
        if (strcmp(s->verb, verb) == 0 && s->follows)
            return s->follows;
    return NULL;
}

static bool same_deed(const struct watch *w, const struct entry *entry)
{
    return strcmp(w->deed_txn, entry->txn) == 0 && strcmp(w->deed_author, entry->author) == 0;
}

static bool followed(const struct watch *w, const struct entry *entry)
{
    const char *const *deeds = follows_of(entry->kind, entry->step);
    for (size_t i = 0; deeds && same_deed(w, entry) && i < w->deed_count; i++)
        if (deed_in(deeds, w->deeds[i].kind->id, w->deeds[i].verb))
            return true;
    return false;
}

/* Only by following: then a role does not help. */
static bool only_follows(const struct kind *k, const char *verb)
{
    bool any = false;
    for (const struct step *s = k->flow->steps; s && s->verb; s++) {
        if (strcmp(s->verb, verb) != 0)
            continue;
        if (!s->follows)
            return false;
        any = true;
    }
    return any;
}

static void note_deed(struct watch *w, const struct entry *entry)
{
    if (!same_deed(w, entry)) {
        w->deed_count = 0;
        snprintf(w->deed_txn, sizeof w->deed_txn, "%s", entry->txn);
        snprintf(w->deed_author, sizeof w->deed_author, "%s", entry->author);
    }
    if (w->deed_count == DEEDS_MAX)
        return;
    struct deed *d = &w->deeds[w->deed_count++];
    d->kind = entry->kind;
    snprintf(d->verb, sizeof d->verb, "%s", entry->step);
}

/* ---- Roles its author held ---- */

/* "(Plh.)" at the end of an author. */
static enum manner manner_told(const char *author)
{
    size_t n = strlen(author);
    if (n > 6 && strcmp(author + n - 6, "(Plh.)") == 0)
        return PLH;
    return n > 6 && strcmp(author + n - 6, "(Plt.)") == 0 ? PLT : OWN;
}

static enum role role_told(const char *author)
{
    static const char on_behalf[] = " a.n. ";
    char id[FIELD_ID_MAX];
    const char *at = author + author_name(author);
    if (!text_starts(at, on_behalf))
        return ROLE_NONE;
    at += sizeof on_behalf - 1;
    snprintf(id, sizeof id, "%.*s", (int)strcspn(at, " "), at);
    return role_parse(id);
}

static bool held_then(const struct watch *w, const struct entry *entry, const struct seen *person,
                      unsigned wanted)
{
    enum manner manner = manner_told(entry->author);
    enum role told = role_told(entry->author);
    if (manner != OWN)
        return (wanted & ROLE_BIT(told)) && watch_lent(w, person, told, manner, entry->at);
    if (wanted == ALL_ROLES || (person->roles & wanted))
        return true;
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
        if ((wanted & ROLE_BIT(r)) && watch_lent(w, person, (enum role)r, OWN, entry->at))
            return true;
    return false;
}

static bool files_as_guest(const struct entry *entry)
{
    const struct flat_entry *channel = flat_find(&entry->is, "channel");
    return entry->kind == &kind_permit && strcmp(entry->step, "new") == 0 && channel &&
           channel->text && strcmp(channel->text, "guest") == 0;
}

static void roles_in_words(unsigned bits, struct buf *out)
{
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
        if (bits & ROLE_BIT(r))
            buf_printf(out, "%s%s", out->len ? ", " : "", role_id((enum role)r));
}

static void judge_role(const struct watch *w, const struct entry *entry, const struct seen *person,
                       unsigned wanted, struct buf *defect)
{
    if (held_then(w, entry, person, wanted) ||
        ((person->roles & ROLE_BIT(ROLE_GUEST)) && files_as_guest(entry)))
        return;
    struct buf roles = { 0 };
    roles_in_words(wanted, &roles);
    say(defect, entry, _("“%s” did not hold the role for it then (%s)."), entry->author,
        buf_text(&roles));
    buf_free(&roles);
}

/* ---- Four eyes ---- */

static size_t place_of(const struct watch *w, const struct seen *person)
{
    return (size_t)(person - w->users.items);
}

/* 0: no step of the kind. */
static size_t verb_of(const struct entry *entry)
{
    for (size_t i = 0; entry->kind->flow->steps && entry->kind->flow->steps[i].verb; i++)
        if (strcmp(entry->kind->flow->steps[i].verb, entry->step) == 0)
            return i + 1;
    return 0;
}

static bool wanted_other_eyes(const struct watch *w, const struct entry *entry, size_t verb)
{
    char rule[3 * FIELD_ID_MAX];
    if (!verb)
        return false;
    const struct step *step = &entry->kind->flow->steps[verb - 1];
    snprintf(rule, sizeof rule, "%s.%s.four_eyes", entry->kind->id, step->verb);
    bool by_table = step->flags & STEP_FOUR_EYES;
    return !watch_said(w, rule, 0, by_table, entry->at);
}

static bool single_officer(const struct watch *w, const struct entry *entry)
{
    const struct step *step = flow_step(entry->kind->flow, entry->step, NULL);
    return step && !(step->flags & STEP_REVIEW) && note_single_officer(buf_text(&entry->note)) &&
           watch_said(w, "office.single_officer", 1, 0, entry->at);
}

static void judge_eyes(struct watch *w, const struct entry *entry, const struct seen *person,
                       struct buf *defect)
{
    size_t verb = verb_of(entry), author = place_of(w, person);
    int64_t rev = 0;
    if (wanted_other_eyes(w, entry, verb) &&
        contributions_has(&w->contributions, entry->record, author, verb) &&
        !single_officer(w, entry))
        say(defect, entry, _("“%s” decided on what they had contributed to."), entry->author);
    if (entry_takes_back(w->session, entry, &rev))
        contributions_drop(&w->contributions, entry->record, rev);
    else if (entry_contributes(entry, ""))
        contributions_add(&w->contributions, entry->record, entry->rev, author, verb);
}

/* ---- Decisions ---- */

/* A "void" follows at once, in the same transaction, what touches a decision. */
static void judge_owed(struct watch *w, const struct entry *entry, struct buf *defect)
{
    bool paid = entry && entry->record == w->owed_record && strcmp(entry->step, "void") == 0;
    if (w->owed.len && !paid)
        buf_printf(defect, "%s%s", defect->len ? "\n" : "", buf_text(&w->owed));
    buf_reset(&w->owed);
}

static void judge_decision(struct watch *w, const struct entry *entry)
{
    const struct step *standing = decisions_standing(&w->decisions, entry->record);
    if (flat_find(&entry->is, "state"))
        decisions_note(&w->decisions, entry->record, entry_decides(entry));
    else if (standing && entry_touches(entry, standing)) {
        w->owed_record = entry->record;
        say(&w->owed, entry,
            _("it changes what “%s” was signed over, and the decision was left standing."),
            _(standing->label));
    }
}

/* ---- One entry ---- */

static bool is_desk(const char *author)
{
    return text_starts(author, "desk ");
}

static bool by_root(const struct watch *w, const struct entry *entry)
{
    return memcmp(entry->signer, w->root, PUBLIC_KEY_BYTES) == 0;
}

/* What the entry put there is what they signed: of a new record all of it, of another what they
 * changed. */
static bool says_the_same(const struct spooled *intent, const struct entry *entry)
{
    struct flat mine = { 0 };
    bool same = flat_decode(intent->mine.data, intent->mine.len, &mine, NULL) == DONE &&
                (entry->rev > 1 || mine.count == entry->is.count);
    for (size_t i = 0; same && i < entry->is.count; i++) {
        const struct flat_entry *theirs = flat_find(&mine, entry->is.items[i].key);
        same = theirs && flat_entry_same(theirs, &entry->is.items[i]);
    }
    for (size_t i = 0; same && i < entry->was.count; i++)
        same = flat_find(&entry->is, entry->was.items[i].key) ||
               !flat_find(&mine, entry->was.items[i].key);
    flat_free(&mine);
    return same;
}

/* Did the author sign it at a desk, whoever sent it from there? */
static bool signed_before(const struct watch *w, const struct entry *entry,
                          const struct seen *person)
{
    const struct spooled *intent = &w->intent;
    size_t n = author_name(entry->author);
    return entry->kind && strcmp(intent->txn, entry->txn) == 0 &&
           strcmp(intent->kind, entry->kind->id) == 0 && intent->record == entry->record &&
           author_name(intent->author) == n && strncmp(intent->author, entry->author, n) == 0 &&
           memcmp(intent->signer, person->key, PUBLIC_KEY_BYTES) == 0 &&
           (strcmp(entry->step, "new") == 0 || strcmp(entry->step, "edit") == 0) &&
           says_the_same(intent, entry);
}

/* The author, where they were certified and signed with their key; else NULL and a defect. */
static const struct seen *judge_author(const struct watch *w, const struct entry *entry,
                                       struct buf *defect)
{
    const struct seen *person = watch_person(w, entry->author, author_name(entry->author));
    if (!person)
        say(defect, entry, _("it says to be by “%s”, and there was nobody of that name."),
            entry->author);
    else if (memcmp(person->key, entry->signer, PUBLIC_KEY_BYTES) != 0 &&
             !signed_before(w, entry, person))
        say(defect, entry, _("it says to be by “%s” but was not signed with their key: a forgery."),
            entry->author);
    else if (!person->active || !person->vouched)
        say(defect, entry, _("“%s” was not certified then."), entry->author);
    else
        return person;
    return NULL;
}

/* Only the owner of a passphrase changes it. */
static void judge_owner(const struct entry *entry, const struct seen *person, struct buf *defect)
{
    if (entry->kind == &kind_user && strcmp(entry->step, "passphrase") == 0 &&
        entry->record != person->row->id)
        say(defect, entry, _("“%s” changed somebody else's passphrase."), entry->author);
}

static void judge_person(struct watch *w, const struct entry *entry, unsigned wanted,
                         struct buf *defect)
{
    const struct seen *person = judge_author(w, entry, defect);
    if (!person)
        return;
    if (!entry->kind) {
        judge_role(w, entry, person, wanted, defect);
        return;
    }
    bool follows = followed(w, entry);
    if (!follows && only_follows(entry->kind, entry->step))
        say(defect, entry,
            _("it comes only with another record's step, and none such stands before it."));
    else if (!follows)
        judge_role(w, entry, person, wanted, defect);
    note_deed(w, entry);
    if (follows)
        return;
    judge_owner(entry, person, defect);
    judge_eyes(w, entry, person, defect);
}

static void judge_root(const struct watch *w, const struct entry *entry, struct buf *defect)
{
    if (!by_root(w, entry))
        say(defect, entry,
            _("it says to be by the root but was not signed with its key: a "
              "forgery."));
    else if (entry->kind && entry->kind != &kind_user && entry->kind != &kind_post &&
             strcmp(entry->step, "share") != 0)
        say(defect, entry, _("the root key was used for what is not its business."));
}

static void judge_desk(const struct entry *entry, struct buf *defect)
{
    if (entry->kind && !files_as_guest(entry))
        say(defect, entry, _("it was written at %s without anybody logged in."), entry->author);
}

static void judge_record(struct watch *w, const struct entry *entry, struct buf *defect)
{
    if (is_desk(entry->author))
        judge_desk(entry, defect);
    else if (strcmp(entry->author, "root") == 0)
        judge_root(w, entry, defect);
    else
        judge_person(w, entry, wanted_then(w, entry), defect);
}

/* ---- Entries about the file ---- */

static void follow_root(struct watch *w, const struct entry *entry)
{
    const struct flat_entry *root = flat_find(&entry->is, "root");
    if (root && root->text && text_bytes(root->text, w->root, sizeof w->root))
        w->people = true;
}

static void judge_part_kind(struct watch *w, const struct entry *entry, const char *kind,
                            struct buf *defect)
{
    const struct kind *k = kind ? registry_find(&all_kinds, kind) : NULL;
    bool restore = strcmp(entry->step, "restore") == 0;
    judge_person(w, entry, restore || !k ? ROLE_BIT(ROLE_ADMIN) : editors_then(w, k, entry->at),
                 defect);
}

/* Its author may edit each of the kinds it names. */
static void judge_part(struct watch *w, const struct entry *entry, struct buf *defect)
{
    const struct flat_entry *told = flat_find(&entry->is, "kind");
    const struct flat_entry *also = flat_find(&entry->is, "also");
    char *kinds = xstrdup(also && also->text ? also->text : ""), *rest = kinds;
    if (is_desk(entry->author))
        say(defect, entry, _("it was written at %s without anybody logged in."), entry->author);
    else
        judge_part_kind(w, entry, told ? told->text : NULL, defect);
    for (char *kind; !is_desk(entry->author) && *kinds && (kind = strsep(&rest, " "));)
        judge_part_kind(w, entry, kind, defect);
    free(kinds);
}

static struct unconfirmed *unconfirmed_of(struct watch *w, const struct entry *entry)
{
    for (size_t i = 0; i < w->unconfirmed_count; i++)
        if (text_same(buf_text(&w->unconfirmed[i].note), buf_text(&entry->note)))
            return &w->unconfirmed[i];
    return NULL;
}

static void confirm(struct watch *w, struct unconfirmed *first)
{
    buf_free(&first->note);
    *first = w->unconfirmed[--w->unconfirmed_count];
}

/* The root's, or the first or second of two administrators'. */
static void judge_restore(struct watch *w, const struct entry *entry, struct buf *defect)
{
    struct unconfirmed *first = unconfirmed_of(w, entry);
    size_t before = defect->len;
    bool root = by_root(w, entry);
    if (!root)
        judge_person(w, entry, ROLE_BIT(ROLE_ADMIN), defect);
    if (!root && manner_told(entry->author) != OWN)
        say(defect, entry, _("a restore in a role that was lent."));
    if (defect->len > before)
        return;
    if (first && (root || !text_same(first->author, entry->author)))
        confirm(w, first);
    else if (!root && !first && w->unconfirmed_count < UNCONFIRMED_MAX) {
        first = &w->unconfirmed[w->unconfirmed_count++];
        *first = (struct unconfirmed){ 0 };
        buf_puts(&first->note, buf_text(&entry->note));
        memcpy(first->author, entry->author, sizeof first->author);
    }
}

static void follow_intent(struct watch *w, const struct entry *entry)
{
    struct spooled in = { 0 };
    spooled_free(&w->intent);
    if (intent_read(&entry->is, w->uuid, entry->txn, &in))
        w->intent = in;
    else
        spooled_free(&in);
}

static void judge_file(struct watch *w, const struct entry *entry, struct buf *defect)
{
    bool root = strcmp(entry->step, "root") == 0 && !entry->batch;
    if (!w->people || !entry->sound) {
        if (root)
            follow_root(w, entry);
        return;
    }
    if (entry->batch)
        judge_part(w, entry, defect);
    else if (strcmp(entry->step, "intent") == 0)
        follow_intent(w, entry);
    else if (root && by_root(w, entry))
        follow_root(w, entry);
    else if (strcmp(entry->step, "restore") == 0)
        judge_restore(w, entry, defect);
}

/* ---- What the store asks ---- */

static void judge(void *context, const struct entry *entry, struct buf *defect)
{
    struct watch *w = context;
    judge_owed(w, entry, defect);
    if (!entry->kind) {
        judge_file(w, entry, defect);
        return;
    }
    /* What is not sound was named already; it is followed all the same. */
    if (w->people && entry->sound)
        judge_record(w, entry, defect);
    judge_decision(w, entry);
    struct seen *s = watch_follow(w, entry);
    if (s && entry->kind == &kind_user && w->people)
        judge_certificate(w, entry, s, defect);
}

static void judge_row(void *context, const struct entry *row, struct buf *defect)
{
    struct watch *w = context;
    if (row->kind && (row->is.count || row->was.count))
        watch_follow(w, row);
    if (row->kind)
        decisions_note(&w->decisions, row->record, NULL);
    if (w->people && (row->kind == &kind_user || row->kind == &kind_post))
        say(defect, row, _("what people may do came in by an import."));
    const struct seen *person = watch_person(w, row->author, author_name(row->author));
    if (person && row->kind)
        contributions_add(&w->contributions, row->record, row->rev, place_of(w, person), 0);
}

static bool go_on(void *context, int64_t entries)
{
    const struct verify_watch *asked = ((const struct watch *)context)->asked;
    return !asked->progress || asked->progress(asked->context, entries);
}

/* ---- What stands now ---- */

struct telling_defects {
    const struct verify_watch *watch;
    int64_t defects;
};

static void tell(struct telling_defects *t, const char *text)
{
    t->defects++;
    if (t->watch->each)
        t->watch->each(t->watch->context, text);
}

/* The last entry of all may owe one as well. */
static void check_owed(struct watch *w, struct telling_defects *t)
{
    struct buf text = { 0 };
    judge_owed(w, NULL, &text);
    if (text.len)
        tell(t, buf_text(&text));
    buf_free(&text);
}

static void check_restores(const struct watch *w, struct telling_defects *t)
{
    for (size_t i = 0; i < w->unconfirmed_count; i++) {
        struct buf text = { 0 };
        buf_printf(&text,
                   _("The file was put back from a backup by “%s” alone: another administrator has "
                     "to run `loket restore --confirm`, or the newer file be put back."),
                   w->unconfirmed[i].author);
        tell(t, buf_text(&text));
        buf_free(&text);
    }
}

static enum outcome check_present(struct session *s, struct telling_defects *t, struct error *e)
{
    unsigned char key[SEALING_KEY_BYTES];
    struct page people = { 0 };
    bool found = false;
    if (s->root.code != DONE)
        tell(t, s->root.text);
    if (!s->people || s->root.code != DONE)
        return DONE;
    enum outcome result = root_sealing_key(s, key, &found, e);
    if (result == DONE && !found)
        tell(t, _("The root's sealing key in the database is not the one the root signed: it was "
                  "altered, and nobody should write sealed text until it is mended."));
    if (result == DONE)
        result = users_active(s, &people, e);
    for (size_t i = 0; result == DONE && i < people.count; i++) {
        struct error why = { 0 };
        if (certificate_holds(s, people.rows[i], &why) != DONE)
            tell(t, why.text);
    }
    page_free(&people);
    return result;
}

enum outcome act_verify_watched(struct session *s, const struct verify_watch *watch,
                                int64_t *entries, int64_t *defects, struct error *e)
{
    struct watch w = { .session = s, .asked = watch };
    struct verify_judge asked = {
        .judge = judge, .row = judge_row, .progress = go_on, .context = &w, .backup = watch->backup
    };
    struct telling_defects t = { watch, 0 };
    int64_t found = 0;
    bool sum;
    enum outcome result = watch->backup ? act_backup_sum(store_path(s->store), &sum, e) : DONE;
    if (result == DONE)
        result = store_uuid(s, &w.uuid, e);
    if (result == DONE)
        result = watch_imported_rules(&w, e);
    if (result == DONE)
        result =
            store_verify_judged(s->store, &asked, watch->each, watch->context, entries, &found, e);
    if (result == DONE) {
        check_owed(&w, &t);
        check_restores(&w, &t);
        result = check_present(s, &t, e);
    }
    watch_free(&w);
    if (defects)
        *defects = found + t.defects;
    return result;
}

enum outcome act_verify(struct session *s, void (*each)(void *context, const char *defect),
                        void *context, int64_t *entries, int64_t *defects, struct error *e)
{
    const struct verify_watch watch = { .each = each, .context = context };
    return act_verify_watched(s, &watch, entries, defects, e);
}
