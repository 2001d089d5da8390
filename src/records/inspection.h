/* inspection.h - the lines of an inspection. */
#ifndef LOKET_RECORDS_INSPECTION_H
#define LOKET_RECORDS_INSPECTION_H

enum { INSPECTION_OFFICER, INSPECTION_SAMPLE, INSPECTION_GOODS };
enum { INSPECTION_SAMPLE_RESULT = 6 }; /* the place of "result" in a sample */

#endif
