/* props.h - what lies about on the stage: sheets to import, a scan to attach. */
#ifndef TESTS_TUI_PROPS_H
#define TESTS_TUI_PROPS_H

void props_lay_out(const char *folder); /* which is the home folder: "~/mei.csv" */

#endif
