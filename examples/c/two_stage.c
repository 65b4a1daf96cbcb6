/*
 * Hold money now, take part of it later: a hotel, a fuel pump, goods sold by weight.
 *
 *     two_stage http://127.0.0.1:43127
 */
#include "till.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    char *answer = NULL, *transaction, request[200];
    cp_status status;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    status = cp_auth(client,
                     "{\"request_id\":\"c-two-stage-1\","
                     "\"Amount\":\"100.00\","
                     "\"Currency\":\"RUB\","
                     "\"InvoiceId\":\"c-two-stage\","
                     "\"IpAddress\":\"127.0.0.1\","
                     "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}",
                     &answer);
    till_show("held", answer, "outcome");
    till_show("next", answer, "next"); /* confirm_or_void: a hold is not money yet */

    if (status == CP_OK) {
        /* A number that does not fit 32 bits: keep it as text. */
        transaction = cp_json_get(answer, "Model.TransactionId");
        sprintf(request,
                "{\"request_id\":\"c-two-stage-2\",\"TransactionId\":%.20s,\"Amount\":\"60.00\"}",
                transaction == NULL ? "0" : transaction);
        cp_free_string(transaction);
        cp_free_string(answer);

        /* 60.00 of the 100.00; the bank releases the rest. */
        status = cp_confirm(client, request, &answer);
        till_show("taken", answer, "outcome");
        till_show("next", answer, "next");
    }

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
