/* schedule.h - visits to companies, for its own files only. */
#ifndef LOKET_ACTIONS_SCHEDULE_H
#define LOKET_ACTIONS_SCHEDULE_H

#include "private.h"

/* schedule_conflicts.c: out->visits stand in the order of time. */
enum outcome schedule_conflicts(struct session *s, struct schedule *out, struct error *e);
/* schedule_companies.c */
enum outcome schedule_companies(struct session *s, struct schedule *out, struct error *e);
enum outcome schedule_loads(struct session *s, struct schedule *out, struct error *e);

#endif
