/* The housekeeper: of the desks that have a place for backups one backs the database up each day
 * and writes its history out each hour. Those are programs of their own, started here, so that
 * nobody at this desk waits for them; what they could not do is said here until it is done. */
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

enum {
    LOOK_MS = 300000,        /* between two looks at what is due */
    RETRY_MS = 3600000,      /* after one that failed */
    DAILY_MS = 20 * 3600000, /* an office that is open by day is backed up every day */
    HOURLY_MS = 3600000,
    SAID_MAX = 1 << 20,
    LEAST_POLITE = 19,
};

static bool backup_is_due(struct session *s);
static bool history_is_due(struct session *s);
static const struct buf *backup_place(const struct session *s);
static const struct buf *history_place(const struct session *s);

static const struct chore {
    const char *verb;    /* of the program */
    const char *setting; /* of this desk: what went wrong */
    const char *trouble;
    const struct buf *(*place)(const struct session *s);
    bool (*is_due)(struct session *s);
} chores[] = {
    { "backup", "housekeeper.backup", N_("The daily backup of the database could not be made: "),
      backup_place, backup_is_due },
    { "history", "housekeeper.history",
      N_("The history could not be written out to its other disk: "), history_place,
      history_is_due },
};

/* ---- What went wrong ---- */

bool act_housekeeper_trouble(struct session *s, struct buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < COUNT(chores); i++)
        if (out->len == before)
            desk_setting_get(s->desk, chores[i].setting, out, NULL);
    return out->len > before;
}

static void said_path(const struct session *s, struct buf *out)
{
    buf_printf(out, "%s/housekeeper.log", buf_text(&s->folder));
}

/* The last line of what the program said. */
static void note_trouble(struct session *s)
{
    struct buf path = { 0 }, said = { 0 }, text = { 0 };
    said_path(s, &path);
    (void)file_read(buf_text(&path), SAID_MAX, &said, NULL);
    while (said.len && said.data[said.len - 1] == '\n')
        said.data[--said.len] = '\0';
    const char *last = said.len ? strrchr(said.data, '\n') : NULL;
    buf_puts(&text, _(s->house.chore->trouble));
    utf8_visible(last ? last + 1 : buf_text(&said), &text);
    desk_setting_put(s->desk, s->house.chore->setting, buf_text(&text), NULL);
    buf_free(&path);
    buf_free(&said);
    buf_free(&text);
}

static void fall_short(struct session *s)
{
    note_trouble(s);
    s->house.look_at = session_now(s) + RETRY_MS;
}

/* ---- The program ---- */

/* Nobody is logged in there, whoever is here. */
static char **environment(void)
{
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **out = xcalloc(count + 1, sizeof *out);
    for (size_t i = 0; i < count; i++)
        if (!text_starts(environ[i], "LOKET_"))
            out[kept++] = environ[i];
    return out;
}

static bool start(struct session *s, char *const *words)
{
    struct buf said = { 0 };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t manner;
    char **around = environment();
    said_path(s, &said);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, buf_text(&said), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawnattr_init(&manner);
    posix_spawnattr_setflags(&manner, POSIX_SPAWN_SETPGROUP); /* Ctrl-C here is not for it */
    const char *program = s->house.program ? s->house.program : "/proc/self/exe";
    bool started = posix_spawn(&s->house.child, program, &files, &manner, words, around) == 0;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&manner);
    free(around);
    buf_free(&said);
    if (started)
        (void)setpriority(PRIO_PROCESS, (id_t)s->house.child, LEAST_POLITE);
    else
        s->house.child = 0;
    return started;
}

static void start_chore(struct session *s, const struct chore *c)
{
    char *const words[] = { "loket",
                            "--store",
                            (char *)store_path(s->store),
                            (char *)c->verb,
                            (char *)buf_text(c->place(s)),
                            NULL };
    s->house.chore = c;
    if (!start(s, words))
        fall_short(s);
}

/* Has it ended? Then what came of it. */
static void look_after(struct session *s)
{
    int status;
    pid_t ended = waitpid(s->house.child, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR))
        return;
    s->house.child = 0;
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        desk_setting_put(s->desk, s->house.chore->setting, NULL, NULL);
    else
        fall_short(s);
}

/* ---- What is due ---- */

static const struct buf *backup_place(const struct session *s)
{
    return &s->backup;
}

static const struct buf *history_place(const struct session *s)
{
    return &s->history;
}

static bool backup_is_due(struct session *s)
{
    struct backup_told told = { 0 };
    bool due = act_backup_last(s, &told, NULL) == DONE &&
               (!told.known || session_now(s) - told.at >= DAILY_MS);
    backup_told_free(&told);
    return due;
}

static bool history_is_due(struct session *s)
{
    bool due = !s->house.history_at || session_now(s) - s->house.history_at >= HOURLY_MS;
    if (due)
        s->house.history_at = session_now(s);
    return due;
}

static bool has_work(const struct session *s)
{
    return (s->backup.len || s->history.len) && !s->training && !store_read_only(s->store, NULL);
}

void housekeep(struct session *s)
{
    moment now = session_now(s);
    if (s->house.child)
        look_after(s);
    if (s->house.child || !has_work(s))
        return;
    if (now < s->house.look_at && s->house.look_at - now <= RETRY_MS)
        return;
    s->house.look_at = now + LOOK_MS;
    if (!store_housekeeper(s->store))
        return;
    for (size_t i = 0; i < COUNT(chores) && !s->house.child; i++)
        if (chores[i].place(s)->len && chores[i].is_due(s))
            start_chore(s, &chores[i]);
}
