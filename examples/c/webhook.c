/*
 * A notification: is it genuine, is it about our order, and what do we answer?
 *
 *     webhook http://127.0.0.1:43127
 *
 * The library opens no port. A web server takes the notification, and hands over what came.
 */
#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A Check as it came, and the header "Content-HMAC" beside it. Never decode it, nor write it anew.
 */
static const char body[] =
    "TransactionId=4899394366&Amount=10.50&Currency=RUB&PaymentAmount=10.50&PaymentCurrency=RUB"
    "&OperationType=Payment&InvoiceId=A%2f17&AccountId=user-1"
    "&Description=%d0%a7%d0%b0%d0%b9+%d0%b8+%d0%ba%d0%be%d1%84%d0%b5&TestMode=1&Status=Completed";
static const char signature[] = "jugplvEKdrs/FnQ5kipfdAsLqXPpkjBMo/OMTXo5Txo=";

/* What our order A/17 says: 10.50 roubles, or another sum. */
static cp_status check(cp_client *client, const char *label, const char *came, const char *amount)
{
    static const char shape[] = "{\"type\":\"check\",\"body\":%s,\"headers\":{\"Content-HMAC\":%s},"
                                "\"expected\":{\"Amount\":\"%s\",\"Currency\":\"RUB\","
                                "\"InvoiceId\":\"A/17\",\"AccountId\":\"user-1\"}}";
    char *answer = NULL, *request = NULL;
    /* What a stranger sent is a text like any other: quoted, it cannot break out. */
    char *quoted = cp_json_quote(came), *signed_by = cp_json_quote(signature);
    cp_status status = CP_INTERNAL;

    if (quoted != NULL && signed_by != NULL)
        request = malloc(sizeof shape + strlen(quoted) + strlen(signed_by) + strlen(amount));
    if (request != NULL) {
        sprintf(request, shape, quoted, signed_by, amount);
        status = cp_webhook_verify(client, request, &answer);
        printf("%-12s %s\n", label, cp_status_name(status));
        if (status == CP_OK) {
            till_show("differs", answer, "mismatch");
            till_show("answer 200", answer, "reply");
        } else {
            till_show("answer 403", answer, "error.message");
        }
    }
    free(request);
    cp_free_string(quoted);
    cp_free_string(signed_by);
    cp_free_string(answer);
    return status;
}

int main(int count, char **arguments)
{
    char forged[sizeof body];
    int good;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    good = check(client, "our order", body, "10.50") == CP_OK;
    good &= check(client, "other sum", body, "99.00") == CP_OK;

    strcpy(forged, body);
    memcpy(strstr(forged, "10.50"), "99.00", 5);
    good &= check(client, "forged", forged, "99.00") == CP_BAD_SIGNATURE;

    cp_client_free(client);
    return good ? 0 : 1;
}
