/* The scenes, in the order in which somebody meets them. */
#include "scenes.h"

#include <string.h>

const struct scene scenes[] = {
    /* ---- The floor ---- */
    { "start", "First start: no database is configured", NULL, NULL, AT_NO_STORE, NULL },
    { "login", "Who is at this desk", "operator", "Ctrl-V", AT_HOME, NULL },
    { "home", "The day of an operator: what waits, what is late, the drafts", "operator", "Tab",
      AT_HOME, NULL },
    { "menu", "The menu at the left has the keys", "operator", NULL, AT_HOME, NULL },
    { "palette", "Every command by its name", "operator", "Ctrl-P", AT_HOME, NULL },
    { "find", "One search over all kinds", "operator", "Ctrl-F 'toba'", AT_HOME, NULL },

    /* ---- Lists and records ---- */
    { "list", "Permits that are not done", "operator", "<Permits> Down", AT_HOME, NULL },
    { "record", "A permit, what may be done next and what is missing", "operator",
      "<Permits> Enter", AT_HOME, NULL },
    { "steps", "What may be done with it", "operator", "<Permits> Enter F6", AT_HOME, NULL },
    { "history", "Who changed what, in sentences", "operator", "<Permits> Enter F7", AT_HOME,
      NULL },
    { "form", "A new permit, its first page", "operator", "<Permits> F2", AT_HOME, NULL },
    { "lookup", "Choosing the applicant by a part of the name", "operator",
      "<Permits> F2 Enter Enter Enter Enter Enter Enter F4 'toba'", AT_HOME, NULL },
    { "help", "F1 for the field: what it is, and the keys here", "operator", "<Permits> F2 F1",
      AT_HOME, NULL },

    /* ---- Deciding ---- */
    { "approvals", "What waits for a decision of theirs", "coordinator", "<Approvals>", AT_HOME,
      NULL },

    /* ---- Visitors ---- */
    { "guest", "The guest terminal's door", NULL, NULL, AT_GUEST, NULL },
};

const size_t scene_count = COUNT(scenes);

const struct scene *scene_find(const char *name)
{
    for (size_t i = 0; i < COUNT(scenes); i++)
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    return NULL;
}
