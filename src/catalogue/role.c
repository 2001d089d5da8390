/* role.c - the roles people hold: who takes a step, edits a kind, reads a sealed field. */
#include <string.h>

#include "parts.h"

struct role_words {
    const char *id;
    const char *label;
};

static const struct role_words roles[ROLE_COUNT] = {
    [ROLE_NONE] = { "none", N_("no role") },
    [ROLE_OPERATOR] = { "operator", N_("operator") },
    [ROLE_VERIFIER] = { "verifier", N_("verifier") },
    [ROLE_OFFICER] = { "officer", N_("quarantine officer") },
    [ROLE_COORDINATOR] = { "coordinator", N_("coordinator") },
    [ROLE_HEAD] = { "head", N_("head of office") },
    [ROLE_WASDAK] = { "wasdak", N_("supervision and enforcement officer") },
    [ROLE_WASDAK_HEAD] = { "wasdak-head", N_("head of supervision and enforcement") },
    [ROLE_INVESTIGATOR] = { "investigator", N_("investigator") },
    [ROLE_TREASURER] = { "treasurer", N_("treasurer") },
    [ROLE_COMPLIANCE] = { "compliance", N_("compliance officer") },
    [ROLE_COMPLAINTS] = { "complaints", N_("complaint manager") },
    [ROLE_ADMIN] = { "admin", N_("administrator") },
    [ROLE_GUEST] = { "guest", N_("guest") },
};

static const struct role_words *words_of(enum role r)
{
    return r >= 0 && r < ROLE_COUNT ? &roles[r] : &roles[ROLE_NONE];
}

const char *role_id(enum role r)
{
    return words_of(r)->id;
}

const char *role_label(enum role r)
{
    return words_of(r)->label;
}

enum role role_parse(const char *id)
{
    for (int r = 0; id && r < ROLE_COUNT; r++)
        if (strcmp(roles[r].id, id) == 0)
            return (enum role)r;
    return ROLE_NONE;
}
