/* words.c - how the cells that steer an import are compared: headers, marks of rows, nothing. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

const char *const total_words[] = {
    "jumlah",      "total",        "sub total",         "subtotal",           "sub jumlah",
    "grand total", "jumlah total", "total keseluruhan", "jumlah keseluruhan", "jumlah seluruhnya",
    NULL
};

const char *const note_words[] = { "mengetahui",  "catatan",     "keterangan",
                                   "kepala",      "koordinator", "penanggung jawab",
                                   "dibuat oleh", "disetujui",   "diperiksa oleh",
                                   "pejabat",     "petugas",     "a n",
                                   "nip",         NULL };

/* The blank at text: its length in bytes, 0: none. */
static size_t blank_at(const char *text)
{
    switch (*text) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        return 1;
    case '\xC2':
        return text[1] == '\xA0' ? 2 : 0;
    default:
        return 0;
    }
}

bool cell_is_empty(const char *cell)
{
    for (size_t n = blank_at(cell); n; n = blank_at(cell))
        cell += n;
    return *cell == '\0';
}

char *cell_trimmed(const char *cell)
{
    size_t used = 0;
    for (size_t n = blank_at(cell); n; n = blank_at(cell))
        cell += n;
    for (size_t i = 0; cell[i];) {
        size_t n = blank_at(cell + i);
        i += n ? n : 1;
        if (!n)
            used = i;
    }
    return xstrndup(cell, used);
}

char *cell_folded(const char *cell)
{
    struct buf folded = { 0 };
    utf8_fold(cell, &folded);
    buf_puts(&folded, "");
    return buf_take(&folded);
}

bool cell_means_nothing(const char *cell)
{
    static const char *const nothing[] = { "", "-", "--", "n/a", "nihil" };
    char *trimmed = cell_trimmed(cell);
    bool found = false;
    for (size_t i = 0; i < COUNT(nothing) && !found; i++)
        found = strcasecmp(trimmed, nothing[i]) == 0;
    free(trimmed);
    return found;
}

/* What people draw under a word to say it again. */
static bool is_ditto(const char *text)
{
    static const char *const marks[] = { "\"",           "''",           ",,",   "\"\"",
                                         "-\"-",         "- \" -",       "-''-", "\xE2\x80\x9D",
                                         "\xE2\x80\x9C", "\xE3\x80\x83", NULL };
    return words_listed(text, marks);
}

enum { IDEM_BYTES = 24 }; /* the longest mark, and blanks around it */

bool cell_is_idem(const char *cell)
{
    static const char *const marks[] = { "idem",  "sda",  "s d a",
                                         "ditto", "dito", "sama dengan di atas",
                                         NULL };
    size_t blanks = strspn(cell, " \t");
    if (!cell[blanks] || !strchr("iIsSdD\"',-\xE2\xE3\xC2", cell[blanks]) ||
        strnlen(cell, IDEM_BYTES + 1) > IDEM_BYTES)
        return false; /* nearly all cells, at a glance */
    char *folded = cell_folded(cell), *trimmed = cell_trimmed(cell);
    bool idem = words_listed(folded, marks) || is_ditto(trimmed);
    free(folded);
    free(trimmed);
    return idem;
}

bool words_begin(const char *folded, const char *words)
{
    size_t n = strlen(words);
    return text_starts(folded, words) && (folded[n] == ' ' || folded[n] == '\0');
}

bool words_begin_any(const char *folded, const char *const *list)
{
    for (; *list; list++)
        if (words_begin(folded, *list))
            return true;
    return false;
}

bool words_contain(const char *folded, const char *words)
{
    for (const char *at = folded; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (words_begin(at, words))
            return true;
    }
    return false;
}

bool cell_holds(const char *cell, const char *words)
{
    char *folded = strcmp(words, "*") == 0 ? NULL : cell_folded(cell);
    bool holds = !folded || words_contain(folded, words);
    free(folded);
    return holds;
}

bool words_listed(const char *folded, const char *const *list)
{
    for (; list && *list; list++)
        if (strcmp(folded, *list) == 0)
            return true;
    return false;
}
