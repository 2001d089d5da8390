/* login.h - who is at this desk: logging in, switching, locking. */
#ifndef TUI_LOGIN_H
#define TUI_LOGIN_H

#include "ui.h"

/* At the start: the practice office begins as its operator, any other asks who is there. */
void login_begin(struct ui *u);
void login_switch(struct ui *u);
/* Milliseconds until the desk locks itself; -1: it does not. */
int login_patience(const struct ui *u, moment now);
void login_tick(struct ui *u, moment now);
/* "sari (operator)", for the title. */
void login_who(const struct ui *u, struct buf *out);
void login_tell(struct ui *u); /* their roles anew, in another language */

#endif
