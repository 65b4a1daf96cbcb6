/*
 * What every program here needs: a client, and a way to look into an answer.
 */
#ifndef TILL_H
#define TILL_H

#include "cloudpayments.h"

/* Opens a client, or says why not and returns NULL. */
cp_client *till_open(const char *url);

/* The same with a journal in the file at `path`. */
cp_client *till_open_with_journal(const char *url, const char *path);

/* Prints one value of an answer. */
void till_show(const char *label, const char *answer, const char *path);

#endif
