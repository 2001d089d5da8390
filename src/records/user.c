/* user.c - a person who works here: name, roles, and the public halves of their keys, certified by
 * an administrator or by the office's root. What is certified (name, roles, keys) changes only by
 * steps, which sign anew; the keys themselves are made and read by the room of actions. */
#include "choices.h"

#include <stdlib.h>
#include <string.h>

#include "loket/records.h"

enum {
    NAME_MIN = 2,
    NAME_MAX = 32,
    ROLES_MAX = 160,      /* every role once */
    KEY_MAX = 60,         /* 32 bytes as text are 43 characters */
    WRAPPED_MAX = 800,    /* secret halves, salt, nonce and cost as text */
    CERTIFICATE_MAX = 120 /* a signature as text is 86 characters */
};

/* Names stand in history, in arguments and in front of " a.n.": one word, the same everywhere. */
static bool well_formed(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    size_t n = strlen(name);
    return n >= NAME_MIN && n <= NAME_MAX && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, allowed) == n;
}

static enum outcome check_name(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (!well_formed(v->text))
        return fail(e, BAD_DATA,
                    _("a name to log in with is 2 to 32 small letters, digits, dots or dashes and "
                      "begins with a letter, such as sari; correct it."));
    if (strcmp(v->text, "root") == 0 || strcmp(v->text, "desk") == 0)
        return fail(e, BAD_DATA,
                    _("“%s” is a name loket uses itself; choose another, such as sari."), v->text);
    return DONE;
}

static bool listed_before(char *const *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(roles[i], roles[count]) == 0)
            return true;
    return false;
}

static enum outcome unknown_role(const char *role, struct error *e)
{
    struct buf known = { 0 };
    for (const struct choice *c = choices_role; c->code != NULL; c++)
        buf_printf(&known, "%s%s", known.len > 0 ? ", " : "", c->code);
    fail(e, BAD_DATA, _("“%s” is not a role. Roles are: %s; several are joined by “;”."),
         excerpt(role).text, buf_text(&known));
    buf_free(&known);
    return BAD_DATA;
}

static enum outcome check_roles(const struct field *f, const struct value *v, struct error *e)
{
    char *roles[ROLE_COUNT], *rest = NULL;
    char *copy = xstrdup(v->text);
    size_t count = 0;
    enum outcome result = DONE;
    (void)f;
    for (char *role = strtok_r(copy, ";", &rest); role != NULL && result == DONE;
         role = strtok_r(NULL, ";", &rest)) {
        roles[count] = role;
        if (role_parse(role) == ROLE_NONE)
            result = unknown_role(role, e);
        else if (listed_before(roles, count))
            result = fail(e, BAD_DATA, _("the role “%s” stands twice; take one out."), role);
        else
            count++;
    }
    if (result == DONE && count == 0)
        result = unknown_role(v->text, e);
    free(copy);
    return result;
}

/* Certificates are signed by functional officers of their field only (IPPC article V.2a). */
static enum outcome check_signs_for(const struct field *f, const struct value *v, struct error *e)
{
    (void)f;
    if (v->text[strspn(v->text, "HIT;")] == '\0')
        return DONE;
    return fail(e, BAD_DATA, _("the fields are H, I and T, joined by “;”, such as H;T."));
}

static const struct field fields[] = {
    { .id = "name",
      .label = N_("Login name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_INDEXED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = NAME_MAX,
      .help = N_("What the person logs in with: one word in small letters, for good."),
      .free_until = "requested",
      .check = check_name },
    { .id = "full_name",
      .label = N_("Full name"),
      .type = &type_text,
      .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_UNIQUE_HINT,
      .width = 80,
      .help = N_("As on official papers, titles included.") },
    { .id = "nip",
      .label = N_("Staff number (NIP)"),
      .type = &type_nip,
      .flags = FIELD_UNIQUE_HINT,
      .width = 18,
      .help = N_("18 digits; empty for staff without one.") },
    { .id = "roles",
      .label = N_("Roles"),
      .type = &type_text,
      .flags = FIELD_REQUIRED,
      .width = ROLES_MAX,
      .help = N_("Role ids joined by “;”, such as operator;verifier."),
      .free_until = "requested",
      .check = check_roles },
    { .id = "office",
      .label = N_("Office"),
      .type = &type_reference,
      .width = 80,
      .kind = "office",
      .help = N_("Where the person works.") },
    { .id = "signs_for",
      .label = N_("Signs for"),
      .type = &type_text,
      .width = 5,
      .help = N_("Functional officer of which fields: H animal, I fish, T plant, joined by “;”."),
      .aliases = (const char *const[]){ "bidang fungsional", NULL },
      .check = check_signs_for },
    { .id = "sign_key",
      .label = N_("Signing key"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = KEY_MAX,
      .page = N_("Keys"),
      .help = N_("Public half; signatures of this person are checked with it.") },
    { .id = "seal_key",
      .label = N_("Sealing key"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = KEY_MAX,
      .help = N_("Public half; what only this person may read is sealed with it.") },
    { .id = "wrapped",
      .label = N_("Wrapped keys"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = WRAPPED_MAX,
      .help = N_("Secret halves under the person's passphrase.") },
    { .id = "certificate",
      .label = N_("Key certificate"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = CERTIFICATE_MAX,
      .help = N_("Signature over name, roles and keys.") },
    { .id = "certified_by",
      .label = N_("Certified by"),
      .type = &type_text,
      .flags = FIELD_READ_ONLY | FIELD_UNIQUE_HINT,
      .width = NAME_MAX,
      .help = N_("The administrator who signed the certificate, or root.") },
    { .id = NULL },
};

static const struct state states[] = {
    { .id = "requested", .label = N_("requested"), .flags = STATE_ALERT },
    { .id = "active", .label = N_("active") },
    { .id = "retired", .label = N_("retired"), .flags = STATE_FINAL | STATE_HIDDEN },
    { .id = NULL },
};

static bool has_keys(const struct record *r, const struct answers *a, struct error *why)
{
    (void)a;
    if (record_text(r, "sign_key")[0] != '\0' && record_text(r, "wrapped")[0] != '\0')
        return true;
    fail(why, REFUSED,
         _("This person has no keys yet; give them a passphrase first with `loket user reset`."));
    return false;
}

static const struct guard guard_keys = { .id = "user.keys", .allow = has_keys };
static const struct guard *const needs_keys[] = { &guard_keys, NULL };

static const struct step steps[] = {
    { .verb = "certify",
      .label = N_("Certify"),
      .from = (const char *const[]){ "requested", NULL },
      .to = "active",
      .role = ROLE_ADMIN,
      .flags = STEP_COMPLETE | STEP_SIGNED | STEP_DECISION,
      .guards = needs_keys,
      .help = N_("Signs name, roles and keys: from now on the person may log in.") },
    { .verb = "recertify",
      .label = N_("Certify again"),
      .from = (const char *const[]){ "active", NULL },
      .role = ROLE_ADMIN,
      .flags = STEP_COMPLETE | STEP_SIGNED,
      .guards = needs_keys,
      .help = N_("Signs the same name, roles and keys in place of whoever did before.") },
    { .verb = "change_roles",
      .label = N_("Change the roles"),
      .from = (const char *const[]){ "active", NULL },
      .role = ROLE_ADMIN,
      .flags = STEP_COMPLETE | STEP_SIGNED | STEP_REASON,
      .guards = needs_keys,
      .demands = (const char *const[]){ "roles", NULL },
      .help = N_("Gives or takes roles, with the reason, and signs the person anew.") },
    { .verb = "rekey",
      .label = N_("Give new keys"),
      .from = (const char *const[]){ "requested", "active", NULL },
      .role = ROLE_ADMIN,
      .flags = STEP_SIGNED,
      .help = N_("Only on the command line, by `loket user reset NAME`: new keys under a new "
                 "passphrase; what was signed before stays valid for its time.") },
    { .verb = "passphrase",
      .label = N_("Change the passphrase"),
      .from = (const char *const[]){ "active", NULL },
      .flags = STEP_SIGNED,
      .guards = needs_keys,
      .help = N_("Only on the command line, by `loket user passphrase`: the same keys under "
                 "another passphrase; only the person can do it.") },
    { .verb = "retire",
      .label = N_("Retire"),
      .from = (const char *const[]){ "requested", "active", NULL },
      .to = "retired",
      .role = ROLE_ADMIN,
      .flags = STEP_SIGNED | STEP_REASON,
      .help = N_("The person no longer logs in; what they signed stays valid.") },
    { .verb = NULL },
};

static const struct flow flow = { .states = states, .steps = steps };

static const struct column columns[] = {
    { .field = "name", .min = 12, .want = 18 },
    { .field = "full_name", .min = 18, .want = 30 },
    { .field = "roles", .min = 16, .want = 30 },
    { .field = "state", .min = 10, .want = 12 },
    { .field = "certified_by", .min = 0, .want = 14 },
    { .field = NULL },
};

const struct kind kind_user = {
    .id = "user",
    .label = N_("Staff member"),
    .plural = N_("Staff"),
    .fields = fields,
    .flow = &flow,
    .columns = columns,
    .sort = "name",
    .title = "name",
    .natural_key = (const char *const[]){ "name", NULL },
    .lookup = (const char *const[]){ "full_name", "nip", NULL },
};
