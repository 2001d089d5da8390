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

/* Reads what stands in a calendar, a JSON object a line, and writes it as iCalendar (RFC 5545),
 * folded and escaped, times in UTC. Of an event:
 *   "uid"          stays the same for good, so that taking it in again updates the event
 *   "day"          2026-11-21: a whole day, or all of them up to "last"; else "start", a moment in
 *                  UTC, with "minutes"
 *   "summary", "description", "place", "company"   text, the last of them a category
 *   "revision"     grows with each change; "changed": the moment of the last one
 *   "cancelled"    true: those who took it in before shall strike it
 * A line with only "calendar" names the calendar. BAD_DATA names the line that is none of these. */
enum outcome calendar_write(FILE *in, FILE *out, struct error *e);

/* Reads a composed paper (src/actions/paper.h tells its form) and writes it as PDF, a block below
 * the other, with page breaks between blocks and rows. BAD_DATA: no such block. */
enum outcome pdf_write(FILE *in, FILE *out, struct error *e);

#endif
