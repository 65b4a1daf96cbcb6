/*
 * What the test programs share: checks that count, the sandbox's control routes, and a reader of
 * JSON that is not the library's own, so that the judge is not the accused.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "cloudpayments.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Test cards, as the readable head of a cryptogram. */
#define CARD_PAYS "014111111111301204c2FuZGJveA=="
#define CARD_POOR "014000055556301204c2FuZGJveA=="
#define CARD_3DS "014242424242301204c2FuZGJveA=="

/* One line "ok" or "FAIL" each; any thread may check. */
void check(int good, const char *format, ...);
void skip(const char *format, ...);
/* The closing line; the value to return from main. */
int finish(void);

/* Exits when there is no memory: a test has no better idea. */
void *need_memory(size_t size);
/* sprintf into fresh memory. */
char *text(const char *format, ...);

/* The value at a path ("Model.TransactionId", "transactions.0.Amount"), NULL when absent. */
char *json_at(const char *json, const char *path);
int json_is(const char *json, const char *path, const char *expected);
int json_well_formed(const char *json);
int pure_ascii(const char *bytes);
/* 10.5 is 10.50000. */
int same_amount(const char *left, const char *right);

/* The body of the answer; the control routes speak JSON. */
char *sandbox_get(const char *path);
char *sandbox_post(const char *path, const char *json);
void sandbox_reset(void);
/* Arms one fault for one request. `more` are further JSON members, or "". */
void sandbox_fault(const char *path, const char *kind, const char *more);
/* Requests to an API path so far; all of them for NULL. */
int sandbox_requests(const char *path);
void check_ledger(const char *path, const char *expected);

/* A client of the sandbox. `more` are further configuration members such as "\"ascii\":true". */
cp_client *new_client(const char *more);
char *new_client_config(const char *more);

/* A card payment's request. `more` are further members, or "". */
char *payment(const char *card, const char *invoice, const char *amount, const char *more);

/* Calls, and checks the status; says the whole answer when it is another. Free the answer. */
char *expect(cp_client *client, const char *method, const char *request, cp_status status);
void check_field(const char *answer, const char *path, const char *expected);

double now(void);
void sleep_ms(int milliseconds);

#ifdef __cplusplus
}
#endif

#endif
