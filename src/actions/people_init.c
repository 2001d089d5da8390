/* People of a new database: the root, and who is there on the first day. */
#include "people.h"

#include <string.h>
#include <unistd.h>

static enum outcome add_and_certify(struct session *s, const struct person_request *q,
                                    struct error *e)
{
    enum outcome result = act_user_add(s, q, e);
    return result == DONE ? act_user_certify(s, q->name, e) : result;
}

/* One person for each role, named as the role: everybody at the training office knows them. */
static enum outcome training_people(struct session *s, struct error *e)
{
    static const char passphrase[] = "demo";
    enum outcome result = DONE;
    for (int r = ROLE_NONE + 1; result == DONE && r < ROLE_COUNT; r++) {
        struct buf full = { 0 };
        buf_printf(&full, _("%s (training)"), _(role_label((enum role)r)));
        struct person_request q = { .name = role_id((enum role)r),
                                    .full_name = buf_text(&full),
                                    .roles = role_id((enum role)r),
                                    .signs_for = r == ROLE_OFFICER ? "H;I;T" : NULL,
                                    .passphrase = passphrase,
                                    .n = sizeof passphrase - 1,
                                    .minimal = true };
        result = add_and_certify(s, &q, e);
        buf_free(&full);
    }
    return result;
}

static enum outcome first_administrator(struct session *s, const struct init_options *o,
                                        struct error *e)
{
    struct person_request q = { .name = o->admin,
                                .roles = role_id(ROLE_ADMIN),
                                .passphrase = o->passphrase ? o->passphrase : "",
                                .n = o->passphrase ? o->passphrase_n : 0,
                                .minimal = o->minimal };
    return add_and_certify(s, &q, e);
}

enum outcome people_init(struct session *s, const struct init_options *o, const char *root_file,
                         struct error *e)
{
    struct person_keys *root = person_keys_new();
    const char *uuid;
    person_keys_make(root);
    enum outcome result = store_uuid(s, &uuid, e);
    if (result == DONE)
        result = root_file_write(root_file, uuid, o->demo, root, e);
    bool written = result == DONE;
    if (written && o->fingerprint)
        key_fingerprint(root->signing.public_key, o->fingerprint);
    if (result == DONE)
        result = root_install(s, root, e);
    if (result == DONE)
        session_become_root(s, &root);
    if (result == DONE && o->admin)
        result = first_administrator(s, o, e);
    if (result == DONE && o->demo)
        result = training_people(s, e);
    session_logout(s);
    if (written && result != DONE)
        unlink(root_file); /* the key of a database that will not be */
    person_keys_free(&root);
    return result;
}
