/* compare.c - two records of a kind, or two versions of one, read to be shown side by side. */
#include "screens.h"

struct compare_ask {
    struct ask ask; /* first */
    const struct kind *kind;
    int64_t id[2];
    int64_t rev[2]; /* of versions of one record; both 0: two records */
    struct record *record[2];
};

static void work(struct ask *ask)
{
    struct compare_ask *a = (struct compare_ask *)ask;
    bool versions = a->rev[0] != 0 || a->rev[1] != 0;
    ask->outcome = DONE;
    for (size_t i = 0; i < 2 && ask->outcome == DONE; i++)
        ask->outcome = versions
                           ? act_version(ask->session, a->kind, a->id[i], a->rev[i], &a->record[i],
                                         &ask->error)
                           : act_load(ask->session, a->kind, a->id[i], &a->record[i], &ask->error);
}

static void release(struct ask *ask)
{
    struct compare_ask *a = (struct compare_ask *)ask;
    record_free(&a->record[0]);
    record_free(&a->record[1]);
}

static void names_of(const struct compare_ask *a, struct buf names[2])
{
    for (size_t i = 0; i < 2; i++) {
        if (a->id[0] != a->id[1])
            record_known(a->record[i], &names[i]);
        else if (a->rev[i] == 0)
            buf_puts(&names[i], _("before"));
        else
            buf_printf(&names[i], _("version %lld"), (long long)a->rev[i]);
    }
}

static void answer(struct ask *ask)
{
    struct compare_ask *a = (struct compare_ask *)ask;
    struct buf names[2] = { { 0 }, { 0 } }, title = { 0 };
    struct compared_list what = { 0 };
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    if (!ask->awaited)
        return;
    act_compare((const struct record *const[]){ a->record[0], a->record[1] }, 2, &what);
    names_of(a, names);
    buf_printf(&title, "%s ─ ", _("Side by side"));
    if (a->id[0] == a->id[1])
        record_known(a->record[1], &title);
    else
        buf_puts(&title, _(a->kind->plural));
    differences_open(ask->ui, buf_text(&title),
                     (const char *const[]){ buf_text(&names[0]), buf_text(&names[1]) }, &what);
    buf_free(&names[0]);
    buf_free(&names[1]);
    buf_free(&title);
}

static void open_both(struct ui *u, const struct kind *k, const int64_t id[2], const int64_t rev[2])
{
    struct compare_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    a->kind = k;
    for (size_t i = 0; i < 2; i++) {
        a->id[i] = id[i];
        a->rev[i] = rev[i];
    }
    ask_hold(&a->ask, AT_SHARE, _("Reading both"));
}

void compare_open(struct ui *u, const struct kind *k, int64_t one, int64_t other)
{
    open_both(u, k, (const int64_t[]){ one, other }, (const int64_t[]){ 0, 0 });
}

void versions_open(struct ui *u, const struct kind *k, int64_t id, int64_t one, int64_t other)
{
    open_both(u, k, (const int64_t[]){ id, id }, (const int64_t[]){ one, other });
}
