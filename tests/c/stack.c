/*
 * A payment over TLS in a thread with as little stack as docs/abi.md asks for. Run with a sandbox
 * that speaks TLS.
 */
#include "support.h"

#include <pthread.h>
#include <stdlib.h>

#define KILOBYTES 64

static void *pay(void *client)
{
    char *request = payment(CARD_PAYS, "small-stack", "10.50", ""), *answer = NULL;
    check(cp_charge(client, request, &answer) == CP_OK, "a payment on %d KB", KILOBYTES);
    cp_free_string(answer);
    free(request);
    return NULL;
}

int main(void)
{
    char *more = text("\"extra_ca_file\":\"%s\"", getenv("CLOUDPAYMENTS_CA_FILE"));
    cp_client *client = new_client(more);
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    check(pthread_attr_setstacksize(&attributes, KILOBYTES * 1024) == 0, "a stack of %d KB",
          KILOBYTES);
    check(pthread_create(&thread, &attributes, pay, client) == 0, "a thread on %d KB", KILOBYTES);
    pthread_join(thread, NULL);
    cp_client_free(client);
    free(more);
    return finish();
}
