/* What the files that draw a PDF share. Lengths are points (1/72 inch), as cairo has them; drawing
 * is the one place where loket computes with fractions. */
#ifndef LOKET_PAPERS_PDF_H
#define LOKET_PAPERS_PDF_H

#include "loket/papers.h"

#include <pango/pangocairo.h>

enum { PDF_CELLS_MAX = 16, PDF_MARKS_MAX = 4 };

struct look { /* how a piece of text stands */
    double size;
    bool bold, mono;
    PangoAlignment align;
    bool justify;
};

struct column {
    double x, width;
    bool right;
    char *header;
};

struct sheet {
    cairo_t *cr;
    double width, height;
    double top, right, bottom, left; /* margins */
    double x, y;                     /* offset on a pre-printed sheet */
    double at;                       /* where the next block begins, from the top */
    double keep;                     /* the code stands down to here */
    double size, labels;
    int pages;
    char *marks[PDF_MARKS_MAX];
    size_t mark_count;
    char *foot;
    struct column columns[PDF_CELLS_MAX];
    size_t column_count;
    bool rows; /* the last block was a row of a table */
};

double mm(double millimetres);
double sheet_room(const struct sheet *s); /* between the side margins */
/* Draws text (draw false: only measures) into a width; its height. */
double sheet_text(struct sheet *s, const char *text, double x, double y, double width,
                  const struct look *look, bool draw);
/* Begins a page where so much height does not fit any more; true: it did. */
bool sheet_need(struct sheet *s, double height);
void sheet_rule(struct sheet *s, double y, double thickness);
void sheet_qr(struct sheet *s, const char *text, double x, double y, double side);
/* Draws one block; false: there is no such. */
bool sheet_block(struct sheet *s, const char *keyword, char **cells, size_t count);

#endif
