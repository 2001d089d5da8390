/* reserve.c - a block of official numbers given to a desk before the share is away for long: blank
 * forms are printed with them and filled in by hand, and what was done on paper is entered
 * afterwards under the number that stands on it. Each number ends used by one record or closed
 * with a reason; the block is closed with the last of them. */
#include "reserve.h"
#include "paper.h"

#include <string.h>

#include "choices.h"
#include "loket/records.h"

enum { NUMBERS, CLOSING_MAX = 300, BLOCK_MAX = 999, SHOWN_MAX = 40 };

static const struct choice of_kinds[] = {
    { .code = "permit",
      .label = N_("Permit"),
      .aliases = (const char *const[]){ "permohonan", NULL } },
    { .code = "capture",
      .label = N_("Capture"),
      .aliases = (const char *const[]){ "tegahan", "lk", NULL } },
    { .code = NULL },
};

static const struct choice uses[] = {
    { .code = "unused", .label = N_("unused") },
    { .code = "used", .label = N_("used") },
    { .code = "closed", .label = N_("closed unused") },
    { .code = NULL },
};

static const struct field fields[] = {
    { .id = "span",
      .label = N_("Numbers"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_SEARCHED | FIELD_TAIL | FIELD_UNIQUE_HINT,
      .width = 100,
      .page = N_("Block"),
      .help = N_("First and last of the numbers, taken when the block is issued.") },
    { .id = "of_kind",
      .label = N_("Numbers for"),
      .type = &type_choice,
      .flags = FIELD_REQUIRED | FIELD_INDEXED,
      .width = 16,
      .choices = of_kinds,
      .initial = "permit",
      .help = N_("Which records take them."),
      .free_until = "draft" },
    { .id = "count",
      .label = N_("How many"),
      .type = &type_number,
      .flags = FIELD_REQUIRED,
      .width = 4,
      .min = 1,
      .max = BLOCK_MAX,
      .initial = "20",
      .help = N_("Numbers taken out of the sequence; what nobody uses is closed with a reason."),
      .free_until = "draft" },
    { .id = "given_to",
      .label = N_("Given to"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 80,
      .help = N_("Desk or station in whose drawer the forms lie."),
      .free_until = "draft" },
    { .id = "purpose",
      .label = N_("Why"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED,
      .width = 200,
      .help = N_("What the block is for: power cuts, a day without network."),
      .free_until = "draft" },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .flags = FIELD_INDEXED,
      .width = 80,
      .kind = "office",
      .help = N_("Whose number template holds."),
      .free_until = "draft" },
    { .id = "field",
      .label = N_("Quarantine field"),
      .type = &type_choice,
      .width = 8,
      .choices = choices_field,
      .help = N_("Where the number template asks for it."),
      .free_until = "draft" },
    { .id = "direction",
      .label = N_("Direction"),
      .type = &type_choice,
      .width = 16,
      .choices = choices_direction,
      .help = N_("Where the number template asks for it."),
      .free_until = "draft" },
    { .id = "issued_at",
      .label = N_("Issued at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY | FIELD_INDEXED | FIELD_UNIQUE_HINT,
      .width = 20,
      .help = N_("When the numbers were taken; nothing on its forms can have happened before.") },
    { .id = "issued_by",
      .label = N_("Issued by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = 64,
      .help = N_("Who gave the block out.") },
    { .id = "unused",
      .label = N_("Unused"),
      .type = &type_number,
      .flags = FIELD_DERIVED,
      .width = 4,
      .help = N_("Numbers neither used nor closed yet.") },
    { .id = "closing",
      .label = N_("Numbers to close"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = CLOSING_MAX,
      .help = N_("“all” that are unused, or some: 415, 417..420.") },
    PRINTS_FIELD,
    { .id = NULL },
};

/* In the order of enum reserve_cell. */
static const struct field number_fields[] = {
    { .id = "number",
      .label = N_("Number"),
      .type = &type_serial,
      .flags = FIELD_READ_ONLY | FIELD_SEARCHED | FIELD_INDEXED,
      .width = 60,
      .help = N_("As it stands on the form."),
      .free_until = "draft" },
    { .id = "use",
      .label = N_("Use"),
      .type = &type_choice,
      .flags = FIELD_READ_ONLY,
      .width = 10,
      .choices = uses,
      .help = N_("Unused, used by a record, or closed."),
      .free_until = "draft" },
    { .id = "record",
      .label = N_("Record"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = ID_TEXT_LEN,
      .help = N_("Id of the record that took it."),
      .free_until = "draft" },
    { .id = "settled_at",
      .label = N_("Settled at"),
      .type = &type_moment,
      .flags = FIELD_READ_ONLY,
      .width = 20,
      .help = N_("When it was used or closed."),
      .free_until = "draft" },
    { .id = "reason",
      .label = N_("Reason"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY,
      .width = 200,
      .help = N_("Why it was closed unused."),
      .free_until = "draft" },
    { .id = NULL },
};

static const struct line_kind lines[] = {
    [NUMBERS] = { .id = "number",
                  .label = N_("Reserved numbers"),
                  .fields = number_fields,
                  .columns = (const char *const[]){ "number", "use", "record", "reason", NULL } },
    { .id = NULL },
};

/* ---- Its numbers ---- */

struct value *reserve_cell(const struct line *number, enum reserve_cell cell)
{
    return &number->values[cell];
}

bool reserve_is_unused(const struct line *number)
{
    return !number->gone && text_same(reserve_cell(number, RESERVE_USE)->text, "unused");
}

size_t reserve_unused(const struct record *block)
{
    size_t unused = 0;
    for (size_t i = 0; i < block->lines[NUMBERS].count; i++)
        unused += reserve_is_unused(&block->lines[NUMBERS].items[i]);
    return unused;
}

/* "0415" and "415" are the tail of "2026-0415", "15" is that of "2026-1115", too. */
static bool is_tail(const char *number, const char *typed)
{
    size_t n = strlen(number), m = strlen(typed);
    return m <= n && typed[strspn(typed, "0123456789")] == '\0' &&
           strcmp(number + n - m, typed) == 0;
}

/* Several fit: the unused one among them is meant, where there is one only. */
struct line *reserve_number(const struct record *block, const char *typed, size_t *fits)
{
    struct line *found = NULL;
    size_t unused = 0, all = 0;
    for (size_t i = 0; i < block->lines[NUMBERS].count; i++) {
        struct line *l = &block->lines[NUMBERS].items[i];
        const char *number = reserve_cell(l, RESERVE_NUMBER)->text;
        if (l->gone || number == NULL || typed[0] == '\0')
            continue;
        if (strcmp(number, typed) == 0) {
            *fits = 1;
            return l;
        }
        if (!is_tail(number, typed))
            continue;
        all++;
        unused += reserve_is_unused(l);
        if (found == NULL || reserve_is_unused(l))
            found = l;
    }
    *fits = unused > 0 ? unused : all;
    return found;
}

static void after_load(struct record *r)
{
    struct value *v = record_value(r, "unused");
    value_clear(v);
    if (r->lines[NUMBERS].count > 0)
        value_set_number(v, (int64_t)reserve_unused(r));
}

/* Under the form: which of them are still to be accounted for. */
static void form_extra(const struct record *r, struct buf *out)
{
    unsigned shown = 0;
    for (size_t i = 0; i < r->lines[NUMBERS].count; i++) {
        const struct line *l = &r->lines[NUMBERS].items[i];
        if (!reserve_is_unused(l))
            continue;
        buf_puts(out, shown > 0 ? ", " : _("Unused: "));
        buf_puts(out, shown < SHOWN_MAX ? reserve_cell(l, RESERVE_NUMBER)->text : "…");
        if (shown++ == SHOWN_MAX)
            break;
    }
}

/* ---- Guards ---- */

static const struct fact count_facts[] = { { .id = "reserve.max_numbers", .op = FACT_RULE },
                                           { .id = NULL } };

static bool count_fits(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t most = answers_number(a, "reserve.max_numbers");
    if (record_number(r, "count") <= most)
        return true;
    fail_field(why, REFUSED, "count",
               _("One block holds at most %lld numbers (rule reserve.max_numbers); issue fewer."),
               (long long)most);
    return false;
}

static const struct fact open_facts[] = {
    { .id = "reserve.max_open", .op = FACT_RULE },
    { .id = "reserve.open",
      .op = FACT_COUNT,
      .kind = "reserve",
      .match =
          (const struct fact_match[]){ { .theirs = "of_kind", .ours = "of_kind" }, { NULL, NULL } },
      .states = (const char *const[]){ "open", NULL } },
    { .id = NULL },
};

static bool few_open(const struct record *r, const struct answers *a, struct error *why)
{
    int64_t most = answers_number(a, "reserve.max_open");
    (void)r;
    if (answers_number(a, "reserve.open") < most)
        return true;
    fail(why, REFUSED,
         _("%lld blocks of these numbers are open already (rule reserve.max_open); use or close "
           "the numbers of one first."),
         (long long)answers_number(a, "reserve.open"));
    return false;
}

static bool all_settled(const struct record *r, const struct answers *a, struct error *why)
{
    size_t unused = reserve_unused(r);
    (void)a;
    if (unused == 0)
        return true;
    fail(why, REFUSED, _("%zu numbers are neither used nor closed yet; settle those first."),
         unused);
    return false;
}

static const struct guard guard_count = { .id = "reserve.count_fits",
                                          .facts = count_facts,
                                          .allow = count_fits };
static const struct guard guard_open = { .id = "reserve.few_open",
                                         .facts = open_facts,
                                         .allow = few_open };
static const struct guard guard_settled = { .id = "reserve.all_settled", .allow = all_settled };

/* ---- Flow ---- */

static const struct state states[] = {
    { .id = "draft", .label = N_("draft") },
    { .id = "open", .label = N_("open") },
    { .id = "closed", .label = N_("closed"), .flags = STATE_FINAL },
    { .id = NULL },
};

/* Steps of the kinds that are reserved for: each kind's back_enter. */
#define BACK_ENTERED "permit.back_enter", "capture.back_enter"
static const char *const entered[] = { BACK_ENTERED, NULL };
static const char *const entered_or_closed[] = { BACK_ENTERED, "reserve.close", NULL };
static const char *const while_open[] = { "open", NULL };

static const struct step steps[] = {
    { .verb = "issue",
      .label = N_("Issue the block"),
      .from = (const char *const[]){ "draft", NULL },
      .to = "open",
      .role = ROLE_HEAD,
      .flags = STEP_COMPLETE | STEP_LASTING | STEP_SIGNED,
      .guards = (const struct guard *const[]){ &guard_count, &guard_open, NULL },
      .stamp_moment = "issued_at",
      .help = N_("Takes the numbers out of the sequence: nobody else is given them.") },
    { .verb = "use",
      .label = N_("Number used"),
      .from = while_open,
      .follows = entered,
      .help = N_("A record that was done on paper took one of the numbers.") },
    { .verb = "close",
      .label = N_("Close numbers"),
      .from = while_open,
      .role = ROLE_HEAD,
      .flags = STEP_REASON | STEP_LASTING | STEP_SIGNED,
      .demands = (const char *const[]){ "closing", NULL },
      .help = N_("Spoilt or unused forms: their numbers are closed with the reason.") },
    { .verb = "finish",
      .label = N_("Block settled"),
      .from = while_open,
      .to = "closed",
      .guards = (const struct guard *const[]){ &guard_settled, NULL },
      .follows = entered_or_closed,
      .help = N_("The last number was used or closed.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "span", .min = 20, .want = 26 },
    { .field = "of_kind", .min = 0, .want = 12 },
    { .field = "given_to", .min = 12, .want = 24 },
    { .field = "unused", .min = 6, .want = 6 },
    { .field = "issued_at", .min = 0, .want = 18 },
    { .field = "state", .min = 8, .want = 8 },
    { .field = NULL },
};

const struct kind kind_reserve = {
    .id = "reserve",
    .label = N_("Block of reserved numbers"),
    .plural = N_("Blocks of reserved numbers"),
    .brief = N_("Number blocks"),
    .fields = fields,
    .lines = lines,
    .flow = &flow,
    .columns = columns,
    .sort = "-issued_at",
    .title = "span",
    .editors = (const enum role[]){ ROLE_HEAD, ROLE_COORDINATOR, ROLE_ADMIN, ROLE_NONE },
    .after_load = after_load,
    .form_extra = form_extra,
    .print = reserve_print,
    .papers = reserve_papers,
};
