/*
 * The world outside the till, as the sandbox plays it. Nothing of this is in a real program: there
 * a person holds the telephone, and the cable breaks by itself.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The payer presses "confirm" on the bank's page. Returns 1, and the form that his browser posts.
 */
int world_payer_confirms(const char *url, const char *transaction_id, char *form, size_t size);

/* The payer scans the code and pays. */
void world_payer_pays(const char *url, const char *transaction_id);

/*
 * The cash register is done with the receipt of a payment, and the notification "Receipt" comes.
 * Returns 1, and the Id in it; 0 when none comes within ten seconds.
 */
int world_notifies_of_receipt(const char *url, const char *transaction_id, char *id, size_t size);

/* The next charge is made, and its answer lost on the way. */
void world_loses_the_next_answer(const char *url);

#ifdef __cplusplus
}
#endif

#endif
