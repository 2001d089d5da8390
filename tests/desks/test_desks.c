/* test_desks.c - many desks at work on one file, each a process that is killed at a chance call
 * and comes back; afterwards the judge. LOKET_LONG: twenty of them for five minutes. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "desks/desks.h"
#include "store/office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

enum { DESKS_MAX = 20, SHARED = 3, PATH = 300 };

struct crew {
    int desks, ops; /* deeds each is to do */
    int lives;      /* of which all but the last end in a kill */
    int seconds;    /* further rounds until then; 0: one */
    uint64_t seed;
    char folder[PATH / 2], store[PATH], ids[SHARED][ID_TEXT_LEN + 1];
    struct {
        pid_t pid;
        int lives, ops;
    } desk[DESKS_MAX];
    int kills, rounds;
    time_t end;
};

static time_t seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void found(struct crew *c)
{
    char command[4 * PATH], self[PATH] = { 0 };
    const char *tmp = getenv("TMPDIR");
    snprintf(c->folder, sizeof c->folder, "%s/loket-desks-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(c->folder));
    snprintf(c->store, sizeof c->store, "%s/loket.db", c->folder);
    assert_true(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    snprintf(command, sizeof command, "'%s' found '%s' '%s' %d", self, c->store, c->folder, SHARED);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    for (int i = 0; i < SHARED; i++)
        assert_int_equal(fscanf(f, "%13s", c->ids[i]), 1);
    assert_int_equal(pclose(f), 0);
}

/* Another life of one desk. */
static void begin(struct crew *c, int desk)
{
    char folder[PATH], seed[24], ops[16], fault[40];
    int life = c->desk[desk].lives++;
    snprintf(folder, sizeof folder, "%s/%d", c->folder, desk);
    mkdir(folder, 0700);
    snprintf(seed, sizeof seed, "%d", (int)c->seed + desk);
    snprintf(ops, sizeof ops, "%d", c->desk[desk].ops);
    srand((unsigned)(c->seed * 1000 + (uint64_t)desk * 100 + (uint64_t)life));
    snprintf(fault, sizeof fault, "kill:any:%d",
             life + 1 < c->lives ? 40 + rand() % (200 * (life + 1)) : 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    c->desk[desk].pid = pid;
    if (pid > 0)
        return;
    execl("/proc/self/exe", "desk", "work", c->store, folder, seed, ops, fault, c->ids[0],
          c->ids[1], c->ids[2], (char *)NULL);
    _exit(127);
}

/* It was killed: again. It has done all: further rounds, while there is time. False: it left. */
static bool goes_on(struct crew *c, int desk, int status)
{
    if (WIFSIGNALED(status)) {
        assert_int_equal(WTERMSIG(status), SIGKILL);
        c->kills++;
        return true;
    }
    assert_int_equal(WEXITSTATUS(status), 0);
    if (!c->seconds || seconds_now() >= c->end)
        return false;
    c->rounds++;
    c->desk[desk].lives = 0;
    c->desk[desk].ops += c->ops;
    return true;
}

static void work(struct crew *c)
{
    int working = c->desks;
    c->end = seconds_now() + c->seconds;
    for (int i = 0; i < c->desks; i++) {
        c->desk[i].ops = c->ops;
        begin(c, i);
    }
    while (working > 0) {
        int status, i = 0;
        pid_t pid = wait(&status);
        assert_true(pid > 0);
        while (i < c->desks && c->desk[i].pid != pid)
            i++;
        assert_true(i < c->desks);
        if (goes_on(c, i, status))
            begin(c, i);
        else
            working--;
    }
}

static void judged(struct crew *c)
{
    char logs[DESKS_MAX][PATH];
    const char *list[DESKS_MAX];
    for (int i = 0; i < c->desks; i++) {
        snprintf(logs[i], sizeof logs[i], "%s/%d/log", c->folder, i);
        list[i] = logs[i];
    }
    print_message("# %d desks, %d kills\n", c->desks, c->kills);
    assert_int_equal(judge(c->store, c->folder, list, (size_t)c->desks), 0);
}

static void run(struct crew *c)
{
    found(c);
    work(c);
    judged(c);
    folder_remove(c->folder);
}

static void desks_that_are_killed_lose_nothing(void **state)
{
    (void)state;
    struct crew c = { .desks = 4, .ops = 24, .lives = 6, .seed = 1 };
    if (getenv("LOKET_LONG"))
        c = (struct crew){ .desks = 20, .ops = 40, .lives = 8, .seconds = 300, .seed = 1 };
    run(&c);
    assert_true(c.kills >= c.desks);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return desks_main(argc, argv);
    struct error e;
    text_start();
    if (identity_start(&e) != DONE)
        return FAULT;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(desks_that_are_killed_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
