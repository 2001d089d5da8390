/* called.c - what keys, commands, kinds, states and steps are called today, for texts that speak of
 * them: the tour and the guide. */
#include "called.h"

#include "loket/actions.h"

#include "command.h"
#include "key.h"

#include <string.h>

static const struct {
    const char *name;
    enum command command;
    unsigned place;
} names[] = {
    { "menu", DO_MENU, IN_HOME },           { "back", DO_BACK, IN_LIST },
    { "help", DO_HELP, IN_HOME },           { "new", DO_NEW, IN_LIST },
    { "problem", DO_PROBLEM, IN_FORM },     { "template", DO_TEMPLATE, IN_FORM },
    { "choose", DO_CHOOSE, IN_FORM },       { "ditto", DO_DITTO, IN_FORM },
    { "rest", DO_DITTO_REST, IN_FORM },     { "next", DO_SAVE_NEXT, IN_FORM },
    { "papers", DO_PAPERS, IN_FORM },       { "save", DO_SAVE, IN_FORM },
    { "find", DO_FIND, IN_LIST },           { "opened", DO_OPENED, IN_RECORD },
    { "edit", DO_EDIT, IN_RECORD },         { "copy", DO_COPY, IN_RECORD },
    { "history", DO_HISTORY, IN_RECORD },   { "related", DO_RELATED, IN_RECORD },
    { "make", DO_MAKE_FOR, IN_RECORD },     { "requirements", DO_REQUIREMENTS, IN_RECORD },
    { "scan", DO_ATTACH, IN_RECORD },       { "compare", DO_COMPARE, IN_RECORD },
    { "unseal", DO_UNSEAL, IN_RECORD },     { "undo", DO_UNDO, IN_RECORD },
    { "print", DO_PRINT, IN_RECORD },       { "palette", DO_PALETTE, IN_LIST },
    { "filter", DO_FILTER, IN_LIST },       { "sort", DO_SORT, IN_LIST },
    { "columns", DO_COLUMNS, IN_LIST },     { "saved", DO_SAVED, IN_LIST },
    { "closed", DO_CLOSED, IN_LIST },       { "export", DO_EXPORT, IN_LIST },
    { "import", DO_IMPORT, IN_LIST },       { "unimport", DO_IMPORT_UNDO, IN_LIST },
    { "missing", DO_MISSING, IN_LIST },     { "steps", DO_STEPS, IN_LIST },
    { "switch", DO_SWITCH, IN_LIST },       { "plan", DO_PLAN, IN_LIST },
    { "view", DO_VIEW, IN_PLAN },           { "officer", DO_OFFICER, IN_PLAN },
    { "watch", DO_WATCH, IN_LIST },         { "handled", DO_HANDLED, IN_WATCH },
    { "analysis", DO_ANALYSIS, IN_LIST },   { "period", DO_FILTER, IN_ANALYSIS },
    { "approvals", DO_APPROVALS, IN_HOME }, { "decide", DO_DECIDE, IN_APPROVALS },
    { "mark", DO_MARK_ALL, IN_APPROVALS },  { "hold", DO_HOLD, IN_APPROVALS },
    { "handover", DO_HANDOVER, IN_LIST },   { "give", DO_HAND_OVER, IN_HANDOVER },
    { "outbox", DO_OUTBOX, IN_LIST },       { "language", DO_LANGUAGE, IN_LIST },
    { "keys", DO_KEYS, IN_LIST },           { "look", DO_LOOK, IN_LIST },
    { "suspend", DO_SUSPEND, IN_LIST },     { "quit", DO_QUIT, IN_LIST },
    { "tour", DO_TOUR, IN_HOME },
};

static const struct command_row *row_named(const char *name)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i].name, name) == 0)
            return command_find(names[i].command, names[i].place);
    return NULL;
}

/* A key, or where the command has none, its name in the palette. */
static bool put_command(const char *name, bool label, struct buf *out)
{
    const struct command_row *row = row_named(name);
    if (row && (label || !(row->key || row->ctrl)))
        buf_puts(out, _(row->label));
    else if (row)
        key_called(row->key ? row->key : row->ctrl, out);
    return row != NULL;
}

static bool put_step(const struct kind *k, const char *verb, struct buf *out)
{
    for (const struct step *s = k->flow->steps; s->verb; s++)
        if (strcmp(s->verb, verb) == 0) {
            buf_puts(out, _(s->label));
            return true;
        }
    return false;
}

/* "list permit", "field permit aju": what of which kind. */
static bool put_of_kind(const char *what, const struct kind *k, const char *which, struct buf *out)
{
    const struct state *state = which ? flow_state(k->flow, which) : NULL;
    const struct field *field = which ? kind_field(k, which) : NULL;
    if (strcmp(what, "kinds") == 0)
        buf_puts(out, _(k->plural));
    else if (strcmp(what, "list") == 0)
        buf_printf(out, _("List: %s"), _(k->plural));
    else if (strcmp(what, "new") == 0)
        buf_printf(out, _("New: %s"), _(k->label));
    else if (strcmp(what, "state") == 0 && state)
        buf_puts(out, _(state->label));
    else if (strcmp(what, "field") == 0 && field)
        buf_puts(out, _(field->label));
    else
        return strcmp(what, "step") == 0 && which && put_step(k, which, out);
    return true;
}

static bool put_name(char *name, bool label, const char *number, struct buf *out)
{
    char *rest = NULL;
    if (strcmp(name, "number") == 0) {
        buf_puts(out, number);
        return true;
    }
    const char *what = strtok_r(name, " ", &rest), *kind = strtok_r(NULL, " ", &rest);
    const struct kind *k = what && kind ? registry_find(&all_kinds, kind) : NULL;
    return k      ? put_of_kind(what, k, strtok_r(NULL, " ", &rest), out)
           : what ? put_command(what, label, out)
                  : false;
}

void called_words(const char *text, const char *number, struct buf *out)
{
    enum { NAME = 40 };
    for (const char *p = text; *p; p++) {
        char name[NAME];
        size_t n = *p == '{' || *p == '[' ? strcspn(p + 1, "{}[]") : 0;
        bool whole = n > 0 && n < sizeof name && p[n + 1] == (*p == '{' ? '}' : ']');
        if (whole) {
            memcpy(name, p + 1, n);
            name[n] = '\0';
        }
        if (whole && put_name(name, *p == '[', number, out))
            p += n + 1;
        else
            buf_putc(out, *p);
    }
}
