/* Rows of people, found by name. */
#include "people.h"

enum { PEOPLE_MAX = 2000 };

/* A name is one person's for good; two rows of one name are somebody's handiwork. */
static enum outcome twice(const char *name, struct error *e)
{
    return fail(e, FORBIDDEN,
                _("Two people are called “%s” in this database. Run `loket verify` and show an "
                  "administrator what it says."),
                name);
}

enum outcome user_find(struct session *s, const char *name, const char *const *states,
                       struct record **out, struct error *e)
{
    struct filter same = { .field = "name",
                           .how = IS,
                           .value = { .text = (char *)name, .set = true } };
    struct query q = {
        .kind = &kind_user, .filters = &same, .filter_count = 1, .states = states, .limit = 2
    };
    struct page page = { 0 };
    *out = NULL;
    if (!*name)
        return DONE;
    enum outcome result = store_page(s->store, &q, &page, e);
    if (result == DONE && page.count > 1)
        result = twice(name, e);
    if (result == DONE && page.count == 1)
        *out = record_copy(page.rows[0]);
    page_free(&page);
    return result;
}

enum outcome user_need(struct session *s, const char *name, struct record **out, struct error *e)
{
    static const char *const states[] = { "requested", "active", NULL };
    enum outcome result = user_find(s, name, states, out, e);
    if (result == DONE && !*out)
        result = fail(e, REFUSED,
                      _("There is nobody called “%s” here. `loket user list` shows who there is."),
                      name);
    return result;
}

enum outcome users_active(struct session *s, struct page *out, struct error *e)
{
    static const char *const states[] = { "active", NULL };
    struct query q = { .kind = &kind_user, .states = states, .limit = PEOPLE_MAX };
    return store_page(s->store, &q, out, e);
}
