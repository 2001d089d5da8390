/* papers.h - what the helper program loket-paper does with libraries too large for loket itself. It
 * reads one thing and writes another; it opens no store. */
#ifndef LOKET_PAPERS_H
#define LOKET_PAPERS_H

#include "loket/base.h"

#include <stdio.h>

/* Reads a web page and writes its tables as RFC 4180 rows, every cell in quotes, with a blank line
 * between tables; headings and paragraphs around them are rows of one cell. A cell that spans
 * several columns or rows is followed by empty ones; <br> is a line break in its cell. The page
 * is read in pieces and never held. */
enum outcome html_tables(FILE *in, FILE *out, struct error *e);

#endif
