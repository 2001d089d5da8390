/* The way of a permit past the counter, for tests that need one in some later state. */
#ifndef TESTS_ROAD_H
#define TESTS_ROAD_H

#include "actions/counter.h"

/* The analysis (K-2.1) of an accepted permit, by whoever is logged in. */
enum outcome road_analyse(struct session *s, int64_t permit, struct error *e);
/* Names who is sent. */
void road_team(struct session *s, int64_t permit);
/* How others refer to it. */
void road_number(struct session *s, int64_t permit, char out[32]);
/* A report of this action ("P1a") with that result, by the officer; its id. */
int64_t road_report(struct session *s, int64_t permit, const char *action, const char *result);
/* A bill for the certificate alone, issued; its id. And the payment of the permit's bill. */
int64_t road_bill(struct session *s, int64_t permit);
void road_pay(struct session *s, int64_t permit);
/* Takes the steps that lead from its state to that one ("assigned" ... "completed"), each as the
 * person its role is named after where the office has people (staff.h), and ends the test where one
 * cannot be taken. A draft's papers are marked present on the way. */
void road_to(struct session *s, int64_t permit, const char *state);

/* A batch of sheets of the document with this title in stock, by the treasurer. */
void road_stock(struct session *s, const char *title, const char *first, const char *last);
/* The draft of a certificate for a permit, by the operator; its id. */
int64_t road_certificate(struct session *s, int64_t permit);

#endif
