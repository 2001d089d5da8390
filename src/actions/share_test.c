/* The test of a share, and its proof in the database. */
#include "private.h"

/* What stands in it afterwards is the proof, for every desk's doctor. */
static enum outcome note_proof(const struct session_options *office,
                               const struct share_verdict *verdict, struct error *e)
{
    struct session *s = NULL;
    struct buf text = { 0 };
    enum outcome result = session_open(office, &s, e);
    if (result == DONE) {
        day_iso(session_today(s), &text);
        buf_printf(&text, " %s %s", verdict->host[0], verdict->host[1]);
        result = store_meta_put(s->store, SHARE_TEST_SETTING, buf_text(&text), e);
    }
    session_close(&s);
    buf_free(&text);
    return result;
}

enum outcome act_share_test(const struct session_options *office, struct share_test *t,
                            struct share_verdict *out, struct error *e)
{
    struct buf path = { 0 };
    enum outcome result = identity_start(e);
    if (result == DONE)
        result = session_store_path(office, &path, e);
    if (result == DONE && !path.len)
        result = fail(e, MISUSED, _("No database is named. Give --store PATH."));
    if (result == DONE)
        result = session_allowed(office, &t->allowed, e);
    t->path = buf_text(&path);
    if (result == DONE)
        result = store_share_test(t, out, e);
    if (result == DONE && out->first && out->two_hosts)
        result = note_proof(office, out, e);
    buf_free(&path);
    return result;
}
