/* broken.c - a tiny registry that tests of the self-check break one way at a time. */
#include "catalogue/broken.h"

#include <stdio.h>
#include <string.h>

static const char *const from_draft[] = { "draft", NULL };
static const char *const part_column[] = { "part", NULL };
static const char *const name_alias[] = { "nama", NULL };

static bool yes(const struct record *r, const struct answers *a, struct error *why)
{
    (void)r;
    (void)a;
    (void)why;
    return true;
}

static void put_fields(struct broken *b)
{
    b->fields[0] = (struct field){
        .id = "name", .label = "Name", .type = &type_text, .width = 10, .aliases = name_alias
    };
    b->fields[1] =
        (struct field){ .id = "size", .label = "Size", .type = &type_number, .width = 5 };
    b->fields[2] =
        (struct field){ .id = "made_on", .label = "Made", .type = &type_date, .width = 11 };
    b->line_fields[0] =
        (struct field){ .id = "part", .label = "Part", .type = &type_text, .width = 10 };
    b->line_fields[1] =
        (struct field){ .id = "amount", .label = "Amount", .type = &type_number, .width = 5 };
    b->lines[0] = (struct line_kind){ .id = "piece", .label = "Pieces", .columns = part_column };
}

static void put_flow(struct broken *b)
{
    b->states[0] = (struct state){ .id = "draft", .label = "draft" };
    b->states[1] = (struct state){ .id = "done", .label = "done", .flags = STATE_FINAL };
    b->steps[0] =
        (struct step){ .verb = "finish", .label = "Finish", .from = from_draft, .to = "done" };
    b->facts[0] = (struct fact){ .id = "others", .op = FACT_COUNT, .kind = "owner" };
    b->guard = (struct guard){ .id = "free", .allow = yes };
}

struct broken whole(void)
{
    struct broken b = { .kind = { .id = "crate",
                                  .label = "Crate",
                                  .plural = "Crates",
                                  .title = "name",
                                  .sort = "name" } };
    put_fields(&b);
    put_flow(&b);
    b.columns[0] = (struct column){ "name", 10, 66 };
    b.columns[1] = (struct column){ "state", 10, 10 };
    b.rules[0] = (struct rule_default){ .id = "crate.size",
                                        .value = "3",
                                        .help = "How large a crate may be." };
    b.kind.fields = b.fields; /* set again in point_inside() */
    b.kind.lines = b.lines;
    b.kind.flow = &b.flow;
    return b;
}

/* Pointers that a copy of the struct left behind; what a test set to NULL stays so. */
static void point_inside(struct broken *b)
{
    b->lines[0].fields = b->line_fields;
    b->flow.states = b->states;
    b->flow.steps = b->steps;
    b->guard.facts = b->facts;
    b->guards[0] = &b->guard;
    b->steps[0].guards = b->guards;
    b->kind.fields = b->kind.fields ? b->fields : NULL;
    b->kind.lines = b->lines;
    b->kind.flow = b->kind.flow ? &b->flow : NULL;
    b->kind.columns = b->columns;
    b->kinds[0] = &sample_owner;
    b->kinds[1] = &b->kind;
}

struct found {
    const char *says;
    bool yes;
    char all[4096];
};

static void collect(void *context, const char *defect)
{
    struct found *f = context;
    size_t n = strlen(f->all);
    f->yes = f->yes || strstr(defect, f->says);
    snprintf(f->all + n, sizeof f->all - n, "%s\n", defect);
}

void broken_says(struct broken *b, const char *says)
{
    point_inside(b);
    struct registry g = { b->kinds, b->rules };
    struct found f = { .says = says };
    if (catalogue_selfcheck(&g, collect, &f) == 0 || !f.yes)
        fail_msg("no defect says '%s' but: %s", says, f.all);
}

void broken_sound(struct broken *b)
{
    point_inside(b);
    struct registry g = { b->kinds, b->rules };
    assert_int_equal(catalogue_selfcheck(&g, print_defect, NULL), 0);
}

void print_defect(void *context, const char *defect)
{
    (void)context;
    print_error("%s\n", defect);
}
