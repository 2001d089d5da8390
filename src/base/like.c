/* like.c - the word most like a mistyped one: what a message asks whether it was meant. */
#include "loket/base.h"

#include <string.h>

enum { WORD_MAX = 64, SHORT_WORD = 4 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters put in, left out, put for another, or two of them turned round: each counts one. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t d[WORD_MAX + 1][WORD_MAX + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            d[i][j] = least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
                            least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

void likeness_offer(struct likeness *l, const char *word)
{
    size_t n = strlen(l->typed), m = strlen(word);
    if (n < 2 || n > WORD_MAX || m > WORD_MAX)
        return;
    bool begun = n > 2 && text_starts(word, l->typed);
    size_t far = begun ? 1 : distance(l->typed, n, word, m);
    size_t most = n <= SHORT_WORD ? 1 : 2;
    if (far > most || (l->best && far >= l->far))
        return;
    l->best = word;
    l->far = far;
}
