/* capture.h - the parts of the kind capture, one file each. */
#ifndef LOKET_RECORDS_CAPTURE_H
#define LOKET_RECORDS_CAPTURE_H

#include "loket/catalogue.h"

extern const struct field capture_fields[];
extern const struct line_kind capture_lines[];
extern const struct flow capture_flow;

/* Where line kinds stand in capture_lines. */
enum {
    CAPTURE_ITEM,
    CAPTURE_FINDING,
    CAPTURE_ARTICLE,
    CAPTURE_DOCUMENT,
    CAPTURE_EVIDENCE,
    CAPTURE_MOVEMENT,
    CAPTURE_CASE,
};

/* Guards (capture_guards.c). */
extern const struct guard capture_own, capture_from_agency, capture_taken_in, capture_secured,
    capture_searched, capture_stated, capture_coordinated, capture_conference,
    capture_investigation, capture_file, capture_file_mended, capture_p19, capture_p21,
    capture_stage_two, capture_evidence_handed, capture_handed_to, capture_sp3, capture_closing,
    capture_balanced, capture_no_open_measure, capture_no_live_measure;

/* A value of a line by field id; NULL where there is none. line_kind as in capture_lines. */
const struct value *capture_line_value(const struct line *l, size_t line_kind, const char *field);
const char *capture_line_text(const struct line *l, size_t line_kind, const char *field);

#endif
