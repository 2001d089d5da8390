#include "people_screen.h"

#include <stdio.h>
#include <stdlib.h>

int people_up(void **state)
{
    struct people_office *o = xcalloc(1, sizeof *o);
    void *desk = NULL;
    int failed = staff_up(&desk);
    setenv("ESCDELAY", "1", 1);
    language_set(INDONESIAN);
    if (failed != 0)
        return failed;
    o->desk = desk;
    struct office *f = &o->office;
    snprintf(f->folder, sizeof f->folder, "%s", o->desk->folder);
    snprintf(f->store, sizeof f->store, "%s", o->desk->store);
    snprintf(f->desk, sizeof f->desk, "%s/screen", f->folder);
    f->now = o->desk->now;
    f->clock = (struct clock){ office_clock, f };
    *state = o;
    return 0;
}

int people_down(void **state)
{
    struct people_office *o = *state;
    void *desk = o->desk;
    free(o);
    return staff_down(&desk);
}

struct glass *people_glass(struct people_office *o, int rows, int cols)
{
    return glass_open(&o->office, rows, cols, false);
}

void people_login(struct glass *g, const char *name, const char *passphrase)
{
    glass_type(g, name);
    glass_press(g, "Enter");
    glass_type(g, passphrase);
    glass_press(g, "Enter");
}

void people_sign(struct glass *g, const char *step)
{
    glass_expect(g, step);
    glass_expect(g, "(tidak ditampilkan)");
    glass_type(g, "demo");
    glass_press(g, "Enter");
}
