/* guest.c - the guest terminal (`loket --guest`): one screen that files an application, shows its
 * slip, and tells how far an application is; it leads nowhere else and empties itself. */
#include "editor.h"
#include "lines.h"
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 6, TRIES = 3, BLOCKED_MS = 60000, SECOND_MS = 1000, IDLE_SECONDS = 90 };

enum guest_mode { AT_DOOR, FILING, ASKING, READING };

/* What is asked. choices: of a permit's field; a digit takes one. */
struct spot {
    const char *label, *choice_of;
    size_t limit; /* characters */
};
static const struct spot filing_places[] = {
    { N_("Name of the applicant"), NULL, 80 },
    { N_("Telephone"), NULL, 30 },
    { N_("Quarantine field"), "field", 1 },
    { N_("Direction"), "direction", 1 },
    { N_("What is brought, and how much"), NULL, 120 },
    { N_("National number, where there is one"), NULL, 60 },
};
static const struct spot asking_places[] = {
    { N_("Number on the slip"), NULL, 20 },
    { N_("Code on the slip"), NULL, 12 },
};

struct guest {
    enum guest_mode mode;
    struct editor editors[PLACES_MAX];
    size_t focus;
    struct slip slip; /* just filed; "": none */
    struct buf text;  /* to read */
    int wrong;        /* asked in a row with a wrong number or code */
    moment blocked_until;
    int idle_seconds;
};

/* ---- Modes ---- */

static const struct spot *places_of(const struct guest *g, size_t *count)
{
    *count = g->mode == FILING   ? COUNT(filing_places)
             : g->mode == ASKING ? COUNT(asking_places)
                                 : 0;
    return g->mode == FILING ? filing_places : asking_places;
}

/* What the one before typed is gone before the next one looks. */
static void empty(struct guest *g)
{
    for (size_t i = 0; i < PLACES_MAX; i++) {
        wipe_buf(&g->editors[i].text);
        g->editors[i] = (struct editor){ 0 };
    }
    wipe_buf(&g->text);
    g->text = (struct buf){ 0 };
    g->slip = (struct slip){ "", "" };
    g->focus = 0;
}

static void enter(struct screen *s, enum guest_mode mode)
{
    struct guest *g = s->own;
    size_t count = 0;
    empty(g);
    g->mode = mode;
    const struct spot *p = places_of(g, &count);
    for (size_t i = 0; i < count; i++)
        editor_set(&g->editors[i], "", p[i].limit, false);
    s->ui->stirred = true;
}

/* ---- Filing and asking ---- */

struct guest_ask {
    struct ask ask; /* first */
    char typed[PLACES_MAX][512];
    struct slip slip;
    struct buf text;
    int64_t seconds;
};

static void release(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    wipe_bytes(a->typed, sizeof a->typed);
    wipe_buf(&a->text);
}

static struct guest_ask *new_ask(struct screen *s, void (*work)(struct ask *),
                                 void (*answer)(struct ask *))
{
    struct guest_ask *a = ask_new(sizeof *a, s->ui, s, work, answer, release);
    struct guest *g = s->own;
    for (size_t i = 0; i < PLACES_MAX; i++) {
        char *text = xstrdup(buf_text(&g->editors[i].text));
        snprintf(a->typed[i], sizeof a->typed[i], "%s", text_trim(text));
        wipe_bytes(text, strlen(text));
        free(text);
    }
    return a;
}

static const struct choice *choices_of(const char *field)
{
    return kind_field(&kind_permit, field)->choices;
}

/* "2": the second of the choices; "" where none was taken. */
static const char *code_of(const char *field, const char *digit)
{
    const struct choice *c = choices_of(field);
    for (int n = digit[0] - '1'; n > 0 && c->code != NULL; n--)
        c++;
    return digit[0] >= '1' && c->code != NULL ? c->code : "";
}

static void file_work(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    const struct guest_application application = {
        .name = a->typed[0],
        .phone = a->typed[1],
        .field = code_of("field", a->typed[2]),
        .direction = code_of("direction", a->typed[3]),
        .goods = a->typed[4],
        .national_number = a->typed[5],
    };
    ask->outcome = act_guest_file(ask->session, &application, &a->slip, &ask->error);
    if (ask->outcome == DONE)
        act_guest_slip(ask->session, &a->slip, &a->text);
}

static void read_it(struct screen *s, struct guest_ask *a)
{
    struct guest *g = s->own;
    enter(s, READING);
    g->slip = a->slip;
    buf_puts(&g->text, buf_text(&a->text));
}

static void filed(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    if (ask->outcome != DONE) {
        ui_fail(ask->ui, &ask->error);
        return;
    }
    /* Who gave up waiting may have gone: the next visitor shall not see the code. */
    if (!ask->awaited || ((struct guest *)ask->owner->own)->mode != FILING) {
        ui_say(ask->ui, SAID, _("The application was filed after all; ask at the counter."));
        return;
    }
    read_it(ask->owner, a);
    ui_say(ask->ui, SAID_WELL, _("Filed. Write down number and code, or print the slip (F8)."));
}

static void state_work(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    ask->outcome = act_guest_state(ask->session, a->typed[0], a->typed[1], &a->text, &ask->error);
}

static void told(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    struct guest *g = ask->owner->own;
    bool waits = ask->awaited && g->mode == ASKING;
    if (ask->outcome == DONE && !waits)
        return;
    if (ask->outcome == DONE) {
        g->wrong = 0;
        read_it(ask->owner, a);
        return;
    }
    if (ask->outcome == REFUSED && ++g->wrong >= TRIES)
        g->blocked_until = ui_now(ask->ui) + BLOCKED_MS;
    ui_fail(ask->ui, &ask->error);
}

/* Trying codes out: three, then a minute of waiting for each. */
static bool is_blocked(struct screen *s)
{
    struct guest *g = s->own;
    moment left = g->blocked_until - ui_now(s->ui);
    if (left <= 0 || left > BLOCKED_MS)
        return false;
    ui_say(s->ui, SAID_BADLY,
           _("Too many wrong codes: try again in %d seconds, or ask at the counter."),
           (int)(left / SECOND_MS) + 1);
    return true;
}

static void send(struct screen *s)
{
    const struct guest *g = s->own;
    if (g->mode == FILING)
        ask_hold(&new_ask(s, file_work, filed)->ask, AT_SHARE, _("Filing"));
    else if (g->mode == ASKING && !is_blocked(s))
        ask_hold(&new_ask(s, state_work, told)->ask, AT_SHARE, _("Looking it up"));
}

/* ---- The slip on paper ---- */

static void print_work(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    ask->outcome = act_deliver(ask->session, &a->text, NULL, &ask->error);
}

static void printed(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_say(ask->ui, SAID_BADLY,
               _("The slip could not be printed: write down number and code, please."));
    else
        ui_say(ask->ui, SAID_WELL, _("The slip is being printed."));
}

static void print_slip(struct screen *s)
{
    struct guest *g = s->own;
    if (g->slip.number[0] == '\0')
        return;
    struct guest_ask *a = new_ask(s, print_work, printed);
    buf_puts(&a->text, buf_text(&g->text));
    ask_hold(&a->ask, AT_DESK, _("Printing"));
}

/* ---- Drawing ---- */

static void tell_choices(const char *field, struct buf *out)
{
    int n = 1;
    for (const struct choice *c = choices_of(field); c->code != NULL; c++, n++)
        buf_printf(out, "%s%d %s", n > 1 ? "  " : "", n, _(c->label));
}

/* What stands in a place: what was typed; of a choice its name behind the digit. */
static const char *shown(const struct guest *g, size_t i, int cells, struct buf *named,
                         size_t *cell)
{
    size_t count = 0;
    const struct spot *p = &places_of(g, &count)[i];
    const char *view = editor_view(&g->editors[i], (size_t)(cells > 1 ? cells : 1), cell);
    if (p->choice_of == NULL)
        return view;
    const char *code = code_of(p->choice_of, view);
    for (const struct choice *c = choices_of(p->choice_of); c->code != NULL; c++)
        if (strcmp(c->code, code) == 0)
            buf_printf(named, "%s %s", view, _(c->label));
    return buf_text(named);
}

static int draw_place(const struct guest *g, struct canvas *c, struct area in, int y, size_t i)
{
    size_t count = 0, cell = 0;
    const struct spot *p = &places_of(g, &count)[i];
    struct buf named = { 0 };
    bool here = i == g->focus;
    const char *view = shown(g, i, in.cols - 4, &named, &cell);
    draw_run(c, y, in.x, 1, STRONG, here ? ">" : " ");
    draw_run(c, y, in.x + 2, in.cols - 2, here ? STRONG : PLAIN_TEXT, _(p->label));
    draw_text(c, y + 1, in.x + 2, in.cols - 4, here ? ENTRY_FOCUS : ENTRY, view);
    if (here)
        draw_cursor(c, y + 1, in.x + 2 + (int)cell);
    buf_free(&named);
    return y + 2;
}

/* On a small window the places scroll with the focus; below them, what can be chosen there. */
static void draw_places(const struct guest *g, struct canvas *c, struct area in)
{
    size_t count = 0;
    const struct spot *p = places_of(g, &count);
    struct buf choices = { 0 };
    struct lines lines = { 0 };
    if (p[g->focus].choice_of != NULL)
        tell_choices(p[g->focus].choice_of, &choices);
    lines_wrap(&lines, buf_text(&choices), (size_t)(in.cols > 4 ? in.cols - 4 : 1));
    int below = choices.len > 0 ? (int)lines.count : 0, y = in.y;
    size_t most = in.rows - below > 2 ? (size_t)(in.rows - below) / 2 : 1;
    size_t first = g->focus >= most ? g->focus - most + 1 : 0;
    for (size_t i = first; i < count && i < first + most; i++)
        y = draw_place(g, c, in, y, i);
    for (int i = 0; i < below; i++)
        draw_run(c, in.y + in.rows - below + i, in.x + 2, in.cols - 4, PLAIN_TEXT, lines.items[i]);
    lines_free(&lines);
    buf_free(&choices);
}

static void draw_words(struct canvas *c, struct area in, const char *text)
{
    struct lines lines = { 0 };
    lines_wrap(&lines, text, (size_t)(in.cols > 4 ? in.cols - 4 : 1));
    lines_draw(&lines, 0, c, (struct area){ in.y, in.x + 2, in.rows, in.cols - 4 }, PLAIN_TEXT);
    draw_cursor(c, in.y, in.x + 2);
    lines_free(&lines);
}

static void guest_draw(struct screen *s, struct canvas *c, struct area a)
{
    static const char *const titles[] = { N_("Welcome"), N_("File an application"),
                                          N_("How far is my application?"), N_("For you") };
    struct guest *g = s->own;
    struct area in = draw_frame(c, a, true, _(titles[g->mode]), "");
    if (g->mode == AT_DOOR) {
        struct buf text = { 0 };
        buf_printf(&text, "1  %s\n2  %s\n3  %s", _("File an application"),
                   _("How far is my application?"), _("Bahasa Indonesia"));
        draw_words(c, in, buf_text(&text));
        buf_free(&text);
    } else if (g->mode == READING) {
        draw_words(c, in, buf_text(&g->text));
    } else {
        draw_places(g, c, in);
    }
}

static void guest_hint(struct screen *s, struct buf *out)
{
    static const char *const hints[] = {
        N_("Press the digit of what you want."),
        N_("Enter goes on, and sends at the end; Esc stops and empties all."),
        N_("Enter goes on, and asks at the end; Esc stops and empties all."),
        N_("Enter: done, for the next visitor."),
    };
    buf_puts(out, _(hints[((const struct guest *)s->own)->mode]));
}

/* ---- Keys ---- */

static bool at_door(struct screen *s, const struct key *k)
{
    char c = k->code == K_TEXT ? k->text[0] : '\0';
    if (c == '1')
        enter(s, FILING);
    else if (c == '2')
        enter(s, ASKING);
    else if (c == '3')
        language_set(language_get() == INDONESIAN ? ENGLISH : INDONESIAN);
    return true;
}

static void type(struct guest *g, const struct spot *p, const struct key *k)
{
    struct editor *e = &g->editors[g->focus];
    bool digit = k->code == K_TEXT && k->text[0] >= '1' && k->text[0] <= '9';
    if (p->choice_of == NULL || k->code == K_BACKSPACE || k->code == K_DELETE)
        (void)editor_key(e, k);
    else if (digit && code_of(p->choice_of, k->text)[0] != '\0')
        editor_set(e, k->text, p->limit, false);
}

static bool guest_key(struct screen *s, const struct key *k)
{
    struct guest *g = s->own;
    size_t count = 0;
    const struct spot *p = places_of(g, &count);
    bool on = k->code == K_ENTER || k->code == K_NEWLINE;
    if (g->mode == AT_DOOR)
        return at_door(s, k);
    if (g->mode == READING)
        return on ? (enter(s, AT_DOOR), true) : true;
    if (on && g->focus + 1 == count)
        send(s);
    else if (on || ((k->code == K_TAB || k->code == K_DOWN) && g->focus + 1 < count))
        g->focus++;
    else if ((k->code == K_BACKTAB || k->code == K_UP) && g->focus > 0)
        g->focus--;
    else if (k->code != K_PASTE)
        type(g, &p[g->focus], k);
    return true;
}

/* All commands end here: there is no screen below. */
static bool guest_run(struct screen *s, enum command c)
{
    if (c == DO_SAVE)
        send(s);
    else if (c == DO_PRINT)
        print_slip(s);
    else if (c == DO_BACK)
        enter(s, AT_DOOR);
    return c != DO_REDRAW;
}

/* ---- Left alone ---- */

static int guest_patience(struct screen *s, moment now)
{
    const struct guest *g = s->own;
    moment gone = now - s->ui->stirred_at, wait = (moment)g->idle_seconds * SECOND_MS;
    if (g->mode == AT_DOOR && language_get() == INDONESIAN)
        return -1;
    return gone < 0 ? (int)wait : gone >= wait ? 0 : (int)(wait - gone);
}

static void guest_tick(struct screen *s, moment now)
{
    (void)now;
    language_set(INDONESIAN);
    buf_reset(&s->ui->message);
    enter(s, AT_DOOR);
}

static void idle_work(struct ask *ask)
{
    struct guest_ask *a = (struct guest_ask *)ask;
    ask->outcome = act_rule_number(ask->session, "guest.idle_seconds", &a->seconds, &ask->error);
}

static void idle_known(struct ask *ask)
{
    int64_t seconds = ((struct guest_ask *)ask)->seconds;
    if (ask->outcome == DONE && seconds >= 10 && seconds <= 3600)
        ((struct guest *)ask->owner->own)->idle_seconds = (int)seconds;
}

static void guest_close(struct screen *s)
{
    empty(s->own);
}

static const struct screen_class guest_class = {
    .id = "guest",
    .place = IN_GUEST,
    .private_size = sizeof(struct guest),
    .draw = guest_draw,
    .key = guest_key,
    .run = guest_run,
    .hint = guest_hint,
    .patience = guest_patience,
    .tick = guest_tick,
    .close = guest_close,
};

void guest_open(struct ui *u)
{
    struct screen *s = screen_push(u, &guest_class);
    ((struct guest *)s->own)->idle_seconds = IDLE_SECONDS;
    ask_post(&new_ask(s, idle_work, idle_known)->ask, AT_SHARE);
}
