/* manual.c - prints loket-catalogue(7) as the catalogue in this tree would have it. */
#include "loket/records.h"

#include <stdio.h>

int main(void)
{
    struct buf page = { 0 };
    language_set(ENGLISH);
    catalogue_manual(&all_kinds, &page);
    int end = fputs(buf_text(&page), stdout) < 0 || fflush(stdout) != 0;
    buf_free(&page);
    return end;
}
