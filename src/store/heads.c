/* heads.c - the newest head of the chain that this desk saw must stand in it: a file that was
 * rolled back is for reading only, until an entry gives up what was lost. */
#include <string.h>

#include "private.h"

static bool head_same(const struct head *a, const struct head *b)
{
    return a->seq == b->seq && memcmp(a->hash, b->hash, HASH_BYTES) == 0;
}

/* The entry of this seq, or the last one; .seq 0: none. */
static enum outcome read_head(struct store *s, const char *text, int64_t seq, struct head *out,
                              struct error *e)
{
    struct sql *q;
    bool row;
    size_t n;
    *out = (struct head){ 0 };
    enum outcome o = sql_open(&s->db, text, &q, e);
    if (o != DONE)
        return o;
    if (seq)
        sql_int(q, 1, seq);
    o = sql_row(q, &row, e);
    if (o == DONE && row) {
        const void *hash = col_blob(q, 1, &n);
        out->seq = col_int(q, 0);
        memcpy(out->hash, hash, n < HASH_BYTES ? n : HASH_BYTES);
    }
    sql_close(q);
    return o;
}

enum outcome store_head(struct store *s, struct head *out, struct error *e)
{
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = read_head(s, "SELECT \"seq\", \"hash\" FROM \"history\" ORDER BY \"seq\" DESC LIMIT 1", 0,
                  out, e);
    read_leave(s, mine);
    return o;
}

void store_head_seen(const struct store *s, struct head *out)
{
    *out = s->seen;
}

/* ---- Restores: "SEQ HASH", all up to it given up ---- */

void hash_hex(const unsigned char hash[HASH_BYTES], char out[2 * HASH_BYTES + 1])
{
    for (size_t i = 0; i < HASH_BYTES; i++)
        sqlite3_snprintf(3, out + 2 * i, "%02x", hash[i]);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool note_read(const char *note, struct head *out)
{
    struct buf seq = { 0 };
    const char *hash = strchr(note, ' ');
    if (!hash || strlen(++hash) != 2 * HASH_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        int high = hex_digit(hash[2 * i]), low = hex_digit(hash[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out->hash[i] = (unsigned char)(high << 4 | low);
    }
    buf_add(&seq, note, (size_t)(hash - 1 - note));
    bool read = integer_parse(buf_text(&seq), &out->seq);
    buf_free(&seq);
    return read;
}

/* What was seen is the head it gives up, or lies between the restore's own place and that head: a
 * desk that saw less of the same lost end need not be named. */
static bool gives_up(const struct entry *entry, const struct head *seen)
{
    struct head abandoned;
    if (!note_read(buf_text(&entry->note), &abandoned))
        return false;
    return head_same(&abandoned, seen) || (entry->seq <= seen->seq && seen->seq < abandoned.seq);
}

/* ---- Restores this desk went on from: none of them lifts a second time, or a file of the days
 * between two of them could be put back unseen ---- */

static void restores_key(const struct store *s, struct buf *out)
{
    buf_printf(out, "restored.%s", s->uuid);
}

static void restore_hash(const struct sql *q, char out[2 * HASH_BYTES + 1])
{
    size_t n;
    const void *bytes = col_blob(q, H_HASH, &n);
    unsigned char hash[HASH_BYTES] = { 0 };
    memcpy(hash, bytes, n < HASH_BYTES ? n : HASH_BYTES);
    hash_hex(hash, out);
}

static bool is_used(const struct store *s, const struct sql *q)
{
    struct buf key = { 0 }, used = { 0 };
    char hash[2 * HASH_BYTES + 1];
    restores_key(s, &key);
    restore_hash(q, hash);
    bool is = desk_setting_get(s->desk, buf_text(&key), &used, NULL) == DONE &&
              strstr(buf_text(&used), hash);
    buf_free(&key);
    buf_free(&used);
    return is;
}

static bool lifts(struct store *s, const struct sql *q, struct entry *entry)
{
    struct cell cells[H_COUNT];
    entry_cells(q, cells);
    if (entry_read(s->registry, cells, entry, NULL) != DONE || !gives_up(entry, &s->seen) ||
        is_used(s, q) || !entry_holds(q, cells))
        return false;
    const struct restore_judge *judge = &s->restore_judge;
    return !judge->may || judge->may(judge->context, s, entry);
}

static const char restores[] =
    "SELECT " HISTORY_COLUMNS ", \"hash\", \"signature\" FROM \"history\" "
    "WHERE \"record\" = 0 AND \"kind\" = '' AND \"step\" = 'restore' "
    "AND \"batch\" = 0 ORDER BY \"seq\"";

static enum outcome find_restore(struct store *s, bool *found, struct error *e)
{
    struct sql *q;
    struct entry entry = { 0 };
    bool row = true;
    enum outcome o = sql_open(&s->db, restores, &q, e);
    if (o != DONE)
        return o;
    *found = false;
    while (o == DONE && !*found && (o = sql_row(q, &row, e)) == DONE && row)
        *found = lifts(s, q, &entry);
    sql_close(q);
    entry_free(&entry);
    return o;
}

enum outcome store_restores(struct store *s, void (*each)(void *context, const struct entry *entry),
                            void *context, struct error *e)
{
    struct sql *q;
    struct entry entry = { 0 };
    bool row = true;
    enum outcome o = sql_open(&s->db, restores, &q, e);
    if (o != DONE)
        return o;
    while (o == DONE && (o = sql_row(q, &row, e)) == DONE && row) {
        struct cell cells[H_COUNT];
        entry_cells(q, cells);
        if (entry_read(s->registry, cells, &entry, NULL) == DONE && entry_holds(q, cells))
            each(context, &entry);
    }
    sql_close(q);
    entry_free(&entry);
    return o;
}

/* What cannot be noted now is noted when the file is next opened. */
static void note_restores(struct store *s)
{
    struct sql *q;
    struct buf key = { 0 }, used = { 0 };
    size_t before;
    bool row = true;
    if (sql_open(&s->db, restores, &q, NULL) != DONE)
        return;
    restores_key(s, &key);
    desk_setting_get(s->desk, buf_text(&key), &used, NULL);
    before = used.len;
    while (sql_row(q, &row, NULL) == DONE && row) {
        char hash[2 * HASH_BYTES + 1];
        restore_hash(q, hash);
        if (!strstr(buf_text(&used), hash))
            buf_printf(&used, "%s\n", hash);
    }
    sql_close(q);
    if (used.len > before)
        desk_setting_put(s->desk, buf_text(&key), buf_text(&used), NULL);
    buf_free(&key);
    buf_free(&used);
}

/* ---- Where the file stands ---- */

/* Of a restore that one administrator signed; the second one takes it away. */
static const char unconfirmed_setting[] = "restore_unconfirmed";

static enum outcome is_unconfirmed(struct store *s, bool *is, struct error *e)
{
    struct buf text = { 0 };
    enum outcome o = store_meta_get(s, unconfirmed_setting, &text, e);
    *is = text.len > 0;
    buf_free(&text);
    return o;
}

static enum outcome check(struct store *s, struct error *e)
{
    struct head stands;
    bool found = true;
    if (s->copy)
        return DONE;
    bool unconfirmed = false;
    enum outcome o = is_unconfirmed(s, &unconfirmed, e);
    if (o == DONE && s->seen.seq != 0)
        o = read_head(s, "SELECT \"seq\", \"hash\" FROM \"history\" WHERE \"seq\" = $1",
                      s->seen.seq, &stands, e);
    if (o != DONE)
        return o;
    s->footing = unconfirmed ? FOOTING_UNCONFIRMED : FOOTING_SOUND;
    if (s->seen.seq == 0 || unconfirmed || head_same(&stands, &s->seen))
        return DONE;
    s->footing = FOOTING_ROLLED_BACK;
    o = find_restore(s, &found, e);
    if (o == DONE && found)
        s->footing = FOOTING_LIFTED;
    return o;
}

enum outcome heads_check(struct store *s, struct error *e)
{
    bool mine;
    enum outcome o = read_enter(s, &mine, e);
    if (o != DONE)
        return o;
    o = check(s, e);
    read_leave(s, mine);
    return o;
}

static void note(struct store *s, const struct head *head)
{
    bool lifted = s->footing == FOOTING_LIFTED;
    if (s->copy || !(lifted || s->footing == FOOTING_SOUND) || !*s->uuid || head->seq == 0 ||
        (!lifted && head->seq <= s->seen.seq))
        return;
    if (pin_head_put(s->desk, s->uuid, head, lifted, NULL) != DONE)
        return;
    s->seen = *head;
    s->footing = FOOTING_SOUND;
    if (lifted)
        note_restores(s);
}

void heads_note(struct store *s)
{
    struct head head;
    if (store_head(s, &head, NULL) == DONE)
        note(s, &head);
}

void heads_note_own(struct store *s)
{
    struct head head = { .seq = s->head_seq };
    memcpy(head.hash, s->head_hash, HASH_BYTES);
    if (s->head_known)
        note(s, &head);
}

enum outcome heads_open(struct store *s, struct error *e)
{
    struct buf uuid = { 0 };
    enum outcome o = store_meta_get(s, "store_uuid", &uuid, e);
    sqlite3_snprintf(sizeof s->uuid, s->uuid, "%s", buf_text(&uuid));
    buf_free(&uuid);
    if (o == DONE)
        o = pin_head_get(s->desk, s->uuid, &s->seen, e);
    if (o == DONE)
        o = heads_check(s, e);
    if (o == DONE && s->footing == FOOTING_SOUND) {
        heads_note(s);
        note_restores(s);
    }
    if (o == DONE)
        root_pin(s); /* first sight is at opening, whatever is asked later */
    return o;
}

bool store_unconfirmed(const struct store *s)
{
    return s->footing == FOOTING_UNCONFIRMED;
}

bool store_rolled_back(const struct store *s, struct buf *why)
{
    if (store_unconfirmed(s)) {
        if (why)
            buf_printf(why,
                       _("The database %s was put back from a backup, which one administrator "
                         "signed. It is open for reading only until another one runs `loket "
                         "restore --confirm`."),
                       s->db.path);
        return true;
    }
    if (s->footing != FOOTING_ROLLED_BACK)
        return false;
    if (why)
        buf_printf(
            why,
            _("The database %s was rolled back: history entry %lld, which this desk has "
              "seen, is not in it. It is open for reading only. Put the newer file back, or "
              "have two administrators, or who keeps the root key, run `loket restore --confirm`, "
              "which gives up what is not in it."),
            s->db.path, (long long)s->seen.seq);
    return true;
}

enum outcome heads_allow(const struct store *s, struct error *e)
{
    struct buf why = { 0 };
    if (s->restore_told || !store_rolled_back(s, &why))
        return DONE;
    fail(e, FORBIDDEN, "%s", buf_text(&why));
    buf_free(&why);
    return FORBIDDEN;
}

enum outcome store_judge_restore(struct store *s, const struct restore_judge *judge,
                                 struct error *e)
{
    s->restore_judge = judge ? *judge : (struct restore_judge){ 0 };
    enum outcome o = heads_check(s, e);
    if (o == DONE && s->footing == FOOTING_LIFTED)
        heads_note(s);
    return o;
}

/* ---- Telling ---- */

bool restore_gives_up(const struct entry *entry, struct head *abandoned)
{
    return note_read(buf_text(&entry->note), abandoned);
}

enum outcome store_confirm_restore(struct store *s, bool confirmed, struct error *e)
{
    enum outcome o = must_write(s, e);
    return o == DONE ? meta_write(s, unconfirmed_setting, confirmed ? "" : "1", e) : o;
}

enum outcome store_tell_restore(struct store *s, const struct head *abandoned, struct error *e)
{
    static const unsigned char nothing[HASH_BYTES];
    static const struct flat none;
    char hex[2 * HASH_BYTES + 1];
    struct buf note = { 0 };
    bool told = s->restore_told;
    s->restore_told = true; /* this much may be written */
    enum outcome o = must_write(s, e);
    hash_hex(abandoned->hash, hex);
    buf_printf(&note, "%lld %s", (long long)abandoned->seq, hex);
    if (o == DONE)
        o = history_append(s,
                           &(struct telling){
                               .kind = "",
                               .step = "restore",
                               .note = buf_text(&note),
                               .was = &none,
                               .is = &none,
                               .digest = nothing,
                           },
                           e);
    buf_free(&note);
    if (o != DONE)
        s->restore_told = told;
    return o;
}
