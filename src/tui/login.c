/* login.c - who is at this desk. Logging in and out are jobs on the share's worker, after all that
 * was asked for before them; the screen keeps its own copy of who is logged in. */
#include "login.h"

#include "pass.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTE_MS = 60000, IDLE_MINUTES = 15, DAY_MINUTES = 1440 };

/* ---- Who ---- */

static void add_role(const char *label, bool first, struct buf *out)
{
    buf_printf(out, "%s%s", first ? " (" : ", ", label);
}

/* Called on the worker, where nobody changes who is logged in. */
static void tell_who(struct session *s, struct buf *out)
{
    bool any = false;
    buf_puts(out, session_author(s));
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++) {
        if (!session_holds(s, (enum role)r))
            continue;
        add_role(_(role_label((enum role)r)), !any, out);
        any = true;
    }
    buf_puts(out, any ? ")" : "");
}

void login_who(const struct ui *u, struct buf *out)
{
    if (u->options.guest)
        buf_puts(out, _("visitor"));
    else if (!session_has_people(u->session))
        buf_puts(out, session_author(u->session));
    else if (u->person[0] == '\0')
        buf_puts(out, _("nobody (reads only)"));
    else
        buf_puts(out, buf_text(&u->who));
}

/* ---- How long a desk may stand idle ---- */

/* Minutes as the rule has it today, 0: for ever. A rule that cannot be read leaves the default: it
 * is no reason to turn anybody away. */
static int idle_minutes(struct session *s)
{
    int64_t n = IDLE_MINUTES;
    (void)act_rule_number(s, "session.idle_minutes", &n, NULL);
    return n < 0 ? IDLE_MINUTES : n > DAY_MINUTES ? DAY_MINUTES : (int)n;
}

/* ---- Jobs ---- */

struct login_ask {
    struct ask ask; /* first */
    struct screen *dialog;
    char name[PERSON_CELLS];
    struct unseen *secret;
    struct buf who;
    int idle_minutes;
};

static void login_work(struct ask *ask)
{
    struct login_ask *a = (struct login_ask *)ask;
    ask->outcome =
        session_login(ask->session, a->name, a->secret->bytes, a->secret->n, &ask->error);
    unseen_wipe(a->secret);
    if (ask->outcome != DONE)
        return;
    tell_who(ask->session, &a->who);
    a->idle_minutes = idle_minutes(ask->session);
}

static void logout_work(struct ask *ask)
{
    session_logout(ask->session);
    ask->outcome = DONE;
}

static void release(struct ask *ask)
{
    struct login_ask *a = (struct login_ask *)ask;
    unseen_free(&a->secret);
    buf_free(&a->who);
}

/* Behind all that was being written to the desk's disk: what is sealed in a draft is sealed for who
 * typed it, while they are still here. */
static void desk_quiet_work(struct ask *ask)
{
    ask->outcome = DONE;
}

static void desk_quiet(struct ask *ask)
{
    struct login_ask *a = ask_new(sizeof *a, ask->ui, NULL, logout_work, NULL, release);
    ask_post(&a->ask, AT_SHARE);
}

static void log_out(struct ui *u)
{
    struct login_ask *a = ask_new(sizeof *a, u, NULL, desk_quiet_work, desk_quiet, release);
    form_close_sealed(u);
    ui_conceal(u->top);
    u->person[0] = '\0';
    approvals_forget(u);
    ask_hold(&a->ask, AT_DESK, _("Logging out"));
}

static void tell_work(struct ask *ask)
{
    tell_who(ask->session, &((struct login_ask *)ask)->who);
    ask->outcome = DONE;
}

static void told(struct ask *ask)
{
    const struct login_ask *a = (const struct login_ask *)ask;
    if (strcmp(a->name, ask->ui->person) != 0)
        return; /* they have gone meanwhile */
    buf_reset(&ask->ui->who);
    buf_puts(&ask->ui->who, buf_text(&a->who));
}

void login_tell(struct ui *u)
{
    if (u->session == NULL || u->person[0] == '\0')
        return;
    struct login_ask *a = ask_new(sizeof *a, u, NULL, tell_work, told, release);
    snprintf(a->name, sizeof a->name, "%s", u->person);
    ask_post(&a->ask, AT_SHARE);
}

/* ---- The dialog ---- */

static void go_home(struct ui *u)
{
    while (u->top != NULL && u->top->below != NULL)
        screen_close(u->top);
}

static bool stands(const struct ui *u, const struct screen *s)
{
    const struct screen *at = u->top;
    while (at != NULL && at != s)
        at = at->below;
    return at != NULL;
}

static void take_place(struct ui *u, const struct login_ask *a)
{
    snprintf(u->person, sizeof u->person, "%s", a->name);
    snprintf(u->before, sizeof u->before, "%s", a->name);
    buf_reset(&u->who);
    buf_puts(&u->who, buf_text(&a->who));
    u->idle_minutes = a->idle_minutes;
    u->stirred_at = ui_now(u);
}

/* Whoever was here before finds their screen again; anybody else begins at home. What was typed
 * lies in drafts. */
static void logged_in(struct ask *ask)
{
    struct login_ask *a = (struct login_ask *)ask;
    struct ui *u = ask->ui;
    if (!stands(u, a->dialog)) {
        if (ask->outcome == DONE)
            log_out(u); /* it was given up meanwhile */
        return;
    }
    if (ask->outcome != DONE) {
        ui_fail(u, &ask->error);
        return;
    }
    bool same = u->before[0] == '\0' || strcmp(u->before, a->name) == 0;
    take_place(u, a);
    screen_close(a->dialog);
    if (!same) {
        go_home(u);
        ui_forget_last(u);
    }
    approvals_count(u);
    language_load(u);
    ui_say(u, SAID_WELL, _("Logged in: %s."), buf_text(&u->who));
}

static void passed(struct screen *s, const char *text, struct unseen *secret)
{
    struct login_ask *a = ask_new(sizeof *a, s->ui, NULL, login_work, logged_in, release);
    a->dialog = s;
    snprintf(a->name, sizeof a->name, "%s", text);
    a->secret = secret;
    ask_hold(&a->ask, AT_SHARE, _("Logging in"));
}

static void given_up(struct ui *u)
{
    u->before[0] = '\0';
    ui_forget_last(u);
    go_home(u); /* what stood here was somebody else's */
    ui_say(u, SAID,
           _("Nobody is logged in: everything can be read, a permit filed as a guest. "
             "Ctrl-V logs in."));
}

static void login_open(struct ui *u)
{
    struct buf text = { 0 };
    if (session_training(u->session))
        buf_puts(&text, _("TRAINING: name operator, passphrase demo"));
    else
        buf_puts(&text, _("Your name in this office and your passphrase. Esc: only read."));
    pass_open(u, &(struct pass_question){
                     .title = _("Log in"),
                     .text = buf_text(&text),
                     .label = N_("Name"),
                     .demand = N_("Type your name first."),
                     .initial = u->before,
                     .passed = passed,
                     .given_up = given_up,
                     .covers = true,
                 });
    buf_free(&text);
}

/* ---- The practice office: nobody learns a program at its door ---- */

static void began(struct ask *ask)
{
    struct login_ask *a = (struct login_ask *)ask;
    struct ui *u = ask->ui;
    if (ask->outcome != DONE) {
        login_open(u);
        return;
    }
    take_place(u, a);
    if (u->top != NULL && u->top->class->news != NULL)
        u->top->class->news(u->top); /* the day that was read was nobody's */
    approvals_count(u);
    language_load(u);
    ui_say(u, SAID_WELL,
           _("TRAINING: you work as operator. Ctrl-V switches; every passphrase is "
             "demo."));
}

void login_begin(struct ui *u)
{
    if (u->options.user != NULL)
        snprintf(u->before, sizeof u->before, "%s", u->options.user);
    if (u->options.user != NULL || !session_training(u->session)) {
        login_open(u);
        return;
    }
    struct login_ask *a = ask_new(sizeof *a, u, NULL, login_work, began, release);
    snprintf(a->name, sizeof a->name, "operator");
    a->secret = unseen_new();
    unseen_add(a->secret, "demo");
    ask_hold(&a->ask, AT_SHARE, _("Logging in"));
}

/* ---- Leaving the desk ---- */

void login_switch(struct ui *u)
{
    struct screen *s = ui_screen(u);
    if (s != NULL && s->class->place == IN_FORM && s->class->tick != NULL)
        s->class->tick(s, ui_now(u)); /* what is typed, onto the disk */
    log_out(u);
    char last[PERSON_CELLS];
    snprintf(last, sizeof last, "%s", u->before);
    u->before[0] = '\0'; /* no name stands there for the next one */
    login_open(u);
    snprintf(u->before, sizeof u->before, "%s", last);
}

static bool may_lock(const struct ui *u)
{
    return u->session != NULL && u->person[0] != '\0' && u->hold == NULL && u->idle_minutes > 0;
}

int login_patience(const struct ui *u, moment now)
{
    if (!may_lock(u))
        return -1;
    moment left = u->stirred_at + (moment)u->idle_minutes * MINUTE_MS - now;
    return left > 0 ? (int)left : 0;
}

void login_tick(struct ui *u, moment now)
{
    if (login_patience(u, now) != 0)
        return;
    log_out(u);
    login_open(u);
    ui_say(u, SAID, _("Locked after %d minutes without a key."), u->idle_minutes);
}
