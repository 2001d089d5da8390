/* role.c - the roles people hold: who takes a step, edits a kind, reads a sealed field. */
#include <string.h>

#include "parts.h"

const struct choice choices_role[ROLE_COUNT] = {
    { .code = "operator", .label = N_("operator") },
    { .code = "verifier", .label = N_("verifier") },
    { .code = "officer", .label = N_("quarantine officer") },
    { .code = "coordinator", .label = N_("coordinator") },
    { .code = "head", .label = N_("head of office") },
    { .code = "wasdak", .label = N_("supervision and enforcement officer") },
    { .code = "wasdak-head", .label = N_("head of supervision and enforcement") },
    { .code = "investigator", .label = N_("investigator") },
    { .code = "treasurer", .label = N_("treasurer") },
    { .code = "compliance", .label = N_("compliance officer") },
    { .code = "complaints", .label = N_("complaint manager") },
    { .code = "admin", .label = N_("administrator") },
    { .code = "guest", .label = N_("guest") },
    { .code = NULL },
};

/* NULL: no role. */
static const struct choice *words_of(enum role r)
{
    return r > ROLE_NONE && r < ROLE_COUNT ? &choices_role[r - 1] : NULL;
}

const char *role_id(enum role r)
{
    return words_of(r) ? words_of(r)->code : "none";
}

const char *role_label(enum role r)
{
    return words_of(r) ? words_of(r)->label : N_("no role");
}

enum role role_parse(const char *id)
{
    for (int r = 0; id && choices_role[r].code; r++)
        if (strcmp(choices_role[r].code, id) == 0)
            return (enum role)(r + 1);
    return ROLE_NONE;
}
