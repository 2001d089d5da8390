/* timed COMMAND [ARGUMENT]... - runs it and prints "MILLISECONDS KIB": how long it took and the
 * most memory it held. What the command itself prints goes to standard error. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status = 0;
    double began = now_ms();
    pid_t child = argc > 1 ? fork() : -1;
    if (child < 0) {
        fputs("timed COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    if (child == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    waitpid(child, &status, 0);
    getrusage(RUSAGE_CHILDREN, &used);
    printf("%.0f %ld\n", now_ms() - began, used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
