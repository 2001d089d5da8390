/* loket-paper: the helper program for what needs large libraries. loket starts it. */
#include "loket/papers.h"

#include <string.h>

static const struct paper {
    const char *name;
    enum outcome (*make)(FILE *in, FILE *out, struct error *e);
    const char *help;
} papers[] = {
    { "html", html_tables, "the tables of a web page as CSV" },
    { "pdf", pdf_write, "a composed paper as PDF" },
    { "calendar", calendar_write, "events, a JSON object a line, as iCalendar" },
};

static int usage(void)
{
    for (size_t i = 0; i < COUNT(papers); i++)
        fprintf(stderr, "loket-paper %s FILE    %s\n", papers[i].name, papers[i].help);
    return MISUSED;
}

static const struct paper *paper_called(const char *name)
{
    for (size_t i = 0; i < COUNT(papers); i++)
        if (strcmp(papers[i].name, name) == 0)
            return &papers[i];
    return NULL;
}

int main(int argc, char **argv)
{
    struct error e = { 0 };
    text_start();
    const struct paper *paper = argc == 3 ? paper_called(argv[1]) : NULL;
    if (!paper)
        return usage();
    FILE *in = strcmp(argv[2], "-") == 0 ? stdin : fopen(argv[2], "rb");
    if (!in) {
        fprintf(stderr, _("loket-paper: “%s” cannot be opened. Check its name and rights.\n"),
                argv[2]);
        return FAULT;
    }
    enum outcome result = paper->make(in, stdout, &e);
    if (result == DONE && fflush(stdout) != 0)
        result = fail(&e, FAULT, _("The output could not be written. Is the disk full?"));
    if (result != DONE)
        fprintf(stderr, "loket-paper: %s\n", e.text);
    if (in != stdin)
        fclose(in);
    return (int)result;
}
