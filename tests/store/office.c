/* office.c - see office.h. */
#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */
#include <sqlite3.h>

/* ---- The kinds ---- */

static const struct choice colours[] = {
    { .code = "R", .label = N_("Red") },
    { .code = "G", .label = N_("Green") },
    { 0 },
};

static const struct field thing_fields[] = {
    { .id = "label",
      .label = "Label",
      .type = &type_text,
      .width = 80,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED },
    { .id = "number",
      .label = "Number",
      .type = &type_serial,
      .width = 40,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_TAIL | FIELD_SEARCHED },
    { .id = "remark",
      .label = "Remark",
      .type = &type_note,
      .width = 2000,
      .flags = FIELD_SEARCHED },
    { .id = "amount",
      .label = "Amount",
      .type = &type_number,
      .decimals = 3,
      .width = 15,
      .flags = FIELD_INDEXED },
    { .id = "price", .label = "Price", .type = &type_money, .decimals = 2, .width = 18 },
    { .id = "received_on",
      .label = "Received",
      .type = &type_date,
      .width = 11,
      .flags = FIELD_INDEXED },
    { .id = "seen_at", .label = "Seen", .type = &type_moment, .width = 17 },
    { .id = "fragile", .label = "Fragile", .type = &type_flag, .width = 5 },
    { .id = "colour", .label = "Colour", .type = &type_choice, .choices = colours, .width = 5 },
    { .id = "owner",
      .label = "Owner",
      .type = &type_reference,
      .kind = "person",
      .width = 80,
      .flags = FIELD_INDEXED | FIELD_SEARCHED },
    { .id = "office", .label = "Office", .type = &type_reference, .kind = "office", .width = 20 },
    { .id = "serial",
      .label = "Serial",
      .type = &type_serial,
      .width = 40,
      .flags = FIELD_INDEXED | FIELD_TAIL | FIELD_SEARCHED },
    { .id = "hs", .label = "HS", .type = &type_hs, .width = 12 },
    { .id = "npwp", .label = "NPWP", .type = &type_npwp, .width = 16 },
    { .id = "nitku", .label = "NITKU", .type = &type_nitku, .width = 22 },
    { .id = "nik", .label = "NIK", .type = &type_nik, .width = 16 },
    { .id = "nip", .label = "NIP", .type = &type_nip, .width = 18 },
    { .id = "phone", .label = "Phone", .type = &type_phone, .width = 20 },
    { .id = "email", .label = "E-mail", .type = &type_email, .width = 80 },
    { .id = "place", .label = "Place", .type = &type_coordinates, .width = 40 },
    { .id = "direction", .label = "Direction", .type = &type_text, .width = 2 },
    { .id = "summary",
      .label = "Summary",
      .type = &type_text,
      .width = 200,
      .flags = FIELD_DERIVED },
    { 0 },
};

static const struct field piece_fields[] = {
    { .id = "name",
      .label = "Name",
      .type = &type_text,
      .width = 80,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED },
    { .id = "maker", .label = "Maker", .type = &type_reference, .kind = "person", .width = 80 },
    { .id = "weight", .label = "Weight", .type = &type_number, .decimals = 3, .width = 15 },
    { 0 },
};

static const struct field paper_fields[] = {
    { .id = "title", .label = "Title", .type = &type_text, .width = 80 },
    { .id = "dated", .label = "Dated", .type = &type_date, .width = 11 },
    { 0 },
};

static const struct line_kind thing_lines[] = {
    { .id = "piece",
      .label = "Pieces",
      .fields = piece_fields,
      .columns = (const char *const[]){ "name", "weight", NULL } },
    { .id = "paper",
      .label = "Papers",
      .fields = paper_fields,
      .columns = (const char *const[]){ "title", NULL } },
    { 0 },
};

static const struct state thing_states[] = {
    { .id = "draft", .label = "Draft" },
    { .id = "submitted", .label = "Submitted" },
    { .id = "accepted", .label = "Accepted" },
    { .id = "finished", .label = "Finished", .flags = STATE_FINAL | STATE_BY_IMPORT },
    { .id = "shelved", .label = "Shelved", .flags = STATE_FINAL | STATE_HIDDEN },
    { 0 },
};

static const char *const from_draft[] = { "draft", NULL };
static const char *const from_submitted[] = { "submitted", NULL };
static const char *const from_accepted[] = { "accepted", NULL };

static const struct step thing_steps[] = {
    { .verb = "submit", .label = "Submit", .from = from_draft, .to = "submitted" },
    { .verb = "accept",
      .label = "Accept",
      .from = from_submitted,
      .to = "accepted",
      .flags = STEP_NUMBER },
    { .verb = "finish", .label = "Finish", .from = from_accepted, .to = "finished" },
    { .verb = "shelve", .label = "Shelve", .from = from_draft, .to = "shelved" },
    { 0 },
};

static const struct flow thing_flow = { .states = thing_states, .steps = thing_steps };

static const struct column thing_columns[] = {
    { .field = "number", .min = 8, .want = 14 },
    { .field = "label", .min = 10, .want = 30 },
    { 0 },
};

static void thing_summary(struct record *r)
{
    struct value *v = record_value(r, "summary");
    char text[32];
    snprintf(text, sizeof text, "%zu pieces", record_live_lines(r, "piece"));
    value_clear(v);
    value_set_text(v, text);
}

const struct kind test_thing = {
    .id = "thing",
    .label = "Thing",
    .plural = "Things",
    .fields = thing_fields,
    .lines = thing_lines,
    .flow = &thing_flow,
    .columns = thing_columns,
    .sort = "-received_on",
    .title = "label",
    .number = "number",
    .rule_day = "received_on",
    .natural_key = (const char *const[]){ "serial", NULL },
    .after_load = thing_summary,
};

static const struct state reference_states[] = {
    { .id = "active", .label = "Active", .flags = STATE_BY_IMPORT },
    { .id = "retired", .label = "Retired", .flags = STATE_FINAL },
    { .id = "merged", .label = "Merged", .flags = STATE_FINAL | STATE_HIDDEN },
    { 0 },
};

static const char *const from_active[] = { "active", NULL };

static const struct step reference_steps[] = {
    { .verb = "retire", .label = "Retire", .from = from_active, .to = "retired" },
    { .verb = "merge", .label = "Merge", .from = from_active, .to = "merged" },
    { 0 },
};

static const struct flow reference_flow = { .states = reference_states, .steps = reference_steps };

static const struct field person_fields[] = {
    { .id = "code",
      .label = "Code",
      .type = &type_text,
      .width = 20,
      .flags = FIELD_INDEXED | FIELD_SEARCHED },
    { .id = "name",
      .label = "Name",
      .type = &type_text,
      .width = 80,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED },
    { .id = "aliases",
      .label = "Aliases",
      .type = &type_note,
      .width = 400,
      .flags = FIELD_SEARCHED },
    { .id = "npwp",
      .label = "NPWP",
      .type = &type_npwp,
      .width = 16,
      .flags = FIELD_INDEXED | FIELD_SEARCHED },
    { 0 },
};

static const struct column name_columns[] = { { .field = "name", .min = 10, .want = 30 }, { 0 } };

const struct kind test_person = {
    .id = "person",
    .label = "Person",
    .plural = "People",
    .flags = KIND_REFERENCE,
    .fields = person_fields,
    .flow = &reference_flow,
    .columns = name_columns,
    .sort = "name",
    .title = "name",
    .code = "code",
    .natural_key = (const char *const[]){ "code", NULL },
    .lookup = (const char *const[]){ "aliases", "npwp", NULL },
};

static const struct field office_fields[] = {
    { .id = "code",
      .label = "Code",
      .type = &type_text,
      .width = 20,
      .flags = FIELD_REQUIRED | FIELD_INDEXED },
    { .id = "name", .label = "Name", .type = &type_text, .width = 80, .flags = FIELD_INDEXED },
    { 0 },
};

const struct kind test_office = {
    .id = "office",
    .label = "Office",
    .plural = "Offices",
    .flags = KIND_REFERENCE,
    .fields = office_fields,
    .flow = &reference_flow,
    .columns = name_columns,
    .sort = "name",
    .title = "name",
    .code = "code",
    .natural_key = (const char *const[]){ "code", NULL },
};

static const struct field rule_fields[] = {
    { .id = "rule", .label = "Rule", .type = &type_text, .width = 60, .flags = FIELD_INDEXED },
    { .id = "value", .label = "Value", .type = &type_text, .width = 200 },
    { .id = "office", .label = "Office", .type = &type_text, .width = 20 },
    { .id = "valid_from", .label = "From", .type = &type_date, .width = 11 },
    { .id = "valid_to", .label = "To", .type = &type_date, .width = 11 },
    { .id = "basis", .label = "Basis", .type = &type_text, .width = 200 },
    { 0 },
};

static const struct column rule_columns[] = { { .field = "rule", .min = 10, .want = 30 }, { 0 } };

const struct kind test_rule = {
    .id = "rule",
    .label = "Rule",
    .plural = "Rules",
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = rule_fields,
    .flow = &reference_flow,
    .columns = rule_columns,
    .sort = "rule",
    .title = "rule",
};

static const struct choice modes[] = {
    { .code = "made", .label = "Made here" },
    { .code = "entered", .label = "Entered" },
    { 0 },
};

static const struct field template_fields[] = {
    { .id = "kind", .label = "Kind", .type = &type_text, .width = 40, .flags = FIELD_INDEXED },
    { .id = "field", .label = "Field", .type = &type_text, .width = 40 },
    { .id = "mode", .label = "Mode", .type = &type_choice, .choices = modes, .width = 8 },
    { .id = "pattern", .label = "Pattern", .type = &type_text, .width = 80 },
    { .id = "office", .label = "Office", .type = &type_text, .width = 20 },
    { .id = "valid_from", .label = "From", .type = &type_date, .width = 11 },
    { .id = "valid_to", .label = "To", .type = &type_date, .width = 11 },
    { 0 },
};

static const struct column template_columns[] = {
    { .field = "pattern", .min = 10, .want = 30 },
    { 0 },
};

const struct kind test_template = {
    .id = "number_template",
    .label = "Template",
    .plural = "Templates",
    .flags = KIND_REFERENCE | KIND_DATED,
    .fields = template_fields,
    .flow = &reference_flow,
    .columns = template_columns,
    .sort = "kind",
    .title = "pattern",
};

static const struct kind *const kinds[] = {
    &test_office, &test_rule, &test_template, &test_person, &test_thing, NULL,
};

static const struct rule_default rules[] = {
    { .id = "thing.limit", .value = "7", .help = "Days" },
    { .id = "thing.submit.in_use", .value = "1", .help = "In use" },
    { 0 },
};

const struct registry test_registry = { .kinds = kinds, .rules = rules };

/* ---- The bench ---- */

static moment bench_now(void *context)
{
    return ((struct bench *)context)->now;
}

static void must(enum outcome o, const struct error *e)
{
    if (o != DONE)
        fail_msg("outcome %d: %s", o, e->text);
}

void bench_open_with(struct bench *b, const struct registry *g)
{
    struct error e = { 0 };
    const char *tmp = getenv("TMPDIR");
    memset(b, 0, sizeof *b);
    snprintf(b->folder, sizeof b->folder, "%s/loket-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(b->folder));
    snprintf(b->path, sizeof b->path, "%s/office.db", b->folder);
    b->now = (moment)BENCH_DAY * 86400000 + 10 * 3600000;
    b->clock = (struct clock){ .now = bench_now, .context = b };
    must(identity_start(&e), &e);
    char desk[300];
    snprintf(desk, sizeof desk, "%s/desk", b->folder);
    must(desk_open(desk, &b->clock, &b->desk, &e), &e);
    must(store_create(b->path, g, b->desk, &b->clock, &e), &e);
    must(store_open(b->path, g, b->desk, &b->clock, &b->store, &e), &e);
}

void bench_open(struct bench *b)
{
    bench_open_with(b, &test_registry);
}

void bench_reopen(struct bench *b)
{
    struct error e = { 0 };
    const struct registry *g = store_registry(b->store);
    store_close(&b->store);
    must(store_open(b->path, g, b->desk, &b->clock, &b->store, &e), &e);
}

void folder_remove(const char *path)
{
    DIR *d = opendir(path);
    if (d) {
        for (struct dirent *entry; (entry = readdir(d));) {
            char child[1024];
            if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
                continue;
            snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
            folder_remove(child);
        }
        closedir(d);
        rmdir(path);
    } else {
        unlink(path);
    }
}

void bench_close(struct bench *b)
{
    store_close(&b->store);
    desk_close(&b->desk);
    folder_remove(b->folder);
}

void bench_begin(struct bench *b)
{
    struct error e = { 0 };
    struct intent i = { .author = "" };
    desk_new_txn(i.txn);
    must(store_begin(b->store, &i, NULL, &e), &e);
}

void bench_commit(struct bench *b)
{
    struct error e = { 0 };
    must(store_commit(b->store, &e), &e);
}

void bench_save(struct bench *b, struct record *r, const char *step)
{
    struct error e = { 0 };
    const struct change c = { .step = step, .note = "" };
    bench_begin(b);
    must(store_save(b->store, r, &c, &e), &e);
    bench_commit(b);
}

struct record *bench_load(struct bench *b, const struct kind *k, int64_t id)
{
    struct error e = { 0 };
    struct record *r = NULL;
    must(store_load(b->store, k, id, &r, &e), &e);
    return r;
}

void record_put_text(struct record *r, const char *path, const char *text)
{
    struct error e = { 0 };
    const struct reading how = { .spelling = SPELL_CANONICAL, .today = BENCH_DAY };
    must(record_put(r, path, &how, text, &e), &e);
}

struct record *bench_record(const struct kind *k, ...)
{
    struct record *r = record_new(k);
    va_list list;
    va_start(list, k);
    for (const char *pair; (pair = va_arg(list, const char *));) {
        const char *sign = strchr(pair, '=');
        assert_non_null(sign);
        char *path = xstrndup(pair, (size_t)(sign - pair));
        record_put_text(r, path, sign + 1);
        free(path);
    }
    va_end(list);
    return r;
}

static sqlite3 *forger(struct bench *b)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(b->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    /* A tool in the default mode would delete the standing journal. */
    assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode=PERSIST", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

void bench_forge(struct bench *b, const char *sql)
{
    sqlite3 *db = forger(b);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

int64_t bench_number(struct bench *b, const char *sql)
{
    sqlite3 *db = forger(b);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}
