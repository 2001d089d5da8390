/* loket-paper: the helper program for what needs large libraries. loket starts it. */
#include "loket/papers.h"

#include <string.h>

static int usage(void)
{
    fprintf(stderr, "loket-paper html FILE    the tables of a web page as CSV\n");
    return MISUSED;
}

int main(int argc, char **argv)
{
    struct error e = { 0 };
    text_start();
    if (argc != 3 || strcmp(argv[1], "html") != 0)
        return usage();
    FILE *in = strcmp(argv[2], "-") == 0 ? stdin : fopen(argv[2], "rb");
    if (!in) {
        fprintf(stderr, _("loket-paper: “%s” cannot be opened. Check its name and rights.\n"),
                argv[2]);
        return FAULT;
    }
    enum outcome result = html_tables(in, stdout, &e);
    if (result != DONE)
        fprintf(stderr, "loket-paper: %s\n", e.text);
    if (in != stdin)
        fclose(in);
    return (int)result;
}
