/*
 * Take money and give part of it back.
 *
 *     refund http://127.0.0.1:43127
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

    status = cp_charge(client,
                       "{\"request_id\":\"c-refund-1\","
                       "\"Amount\":\"40.00\","
                       "\"Currency\":\"RUB\","
                       "\"InvoiceId\":\"c-refund\","
                       "\"IpAddress\":\"127.0.0.1\","
                       "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}",
                       &answer);
    till_show("charge", answer, "outcome");

    if (status == CP_OK) {
        /* Two refunds of the same sum are two operations: each has a request_id of its own. */
        transaction = cp_json_get(answer, "Model.TransactionId");
        sprintf(request,
                "{\"request_id\":\"c-refund-2\",\"TransactionId\":%.20s,\"Amount\":\"15.00\"}",
                transaction == NULL ? "0" : transaction);
        cp_free_string(transaction);
        cp_free_string(answer);

        status = cp_refund(client, request, &answer);
        till_show("refund", answer, "outcome");
        till_show("money", answer, "money");
        till_show("cashier", answer, "cashier.ru");
    }

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
