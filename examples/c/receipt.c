/*
 * A sale with its receipt (54-FZ): written with the charge, printed by the gateway's cash register.
 *
 *     receipt http://127.0.0.1:43127
 */
#include "till.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

/* Three teas at 50.00 and half a kilogram of cheese at 80.00. */
static cp_status sell(cp_client *client, const char *cheese, char **answer)
{
    char request[1000];

    /* Leave the Amount of a line out, and the library computes it; Amounts, too. */
    sprintf(request,
            "{\"request_id\":\"c-receipt-1\","
            "\"Amount\":\"190.00\","
            "\"Currency\":\"RUB\","
            "\"InvoiceId\":\"c-receipt\","
            "\"IpAddress\":\"127.0.0.1\","
            "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\","
            "\"receipt\":{\"TaxationSystem\":0,\"Email\":\"user@example.com\",\"Items\":["
            "{\"Label\":\"Tea\",\"Price\":\"50.00\",\"Quantity\":3,\"Vat\":22},"
            "{\"Label\":\"Cheese\",\"Price\":\"80.00\",\"Quantity\":\"0.5\",\"Vat\":10,%.60s}]}}",
            cheese);
    cp_free_string(*answer);
    return cp_charge(client, request, answer);
}

int main(int count, char **arguments)
{
    char *answer = NULL, *transaction, *state = NULL, question[100], id[50];
    int printed = 0;
    cp_status status;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    /* The register would refuse this one after the money was taken. So it is not sent at all. */
    status = sell(client, "\"Amount\":\"50.00\"", &answer);
    till_show("refused", answer, "error.field");
    till_show("because", answer, "error.message");
    till_show("money", answer, "money");

    if (status == CP_INVALID_REQUEST)
        status = sell(client, "\"UnitCode\":11", &answer);
    till_show("charge", answer, "outcome");
    till_show("cashier", answer, "cashier.ru");
    till_show("do next", answer, "next"); /* charge.c has all that can come */

    /*
     * The sale is done. Whether the receipt is printed is another question, and never a reason to
     * charge again. The Id to ask by comes with the notification "Receipt" (webhook.c).
     */
    transaction = cp_json_get(answer, "Model.TransactionId");
    if (status == CP_OK && world_notifies_of_receipt(arguments[1], transaction, id, sizeof id)) {
        cp_free_string(answer);
        sprintf(question, "{\"Id\":\"%.50s\"}", id);
        status = cp_receipt_status(client, question, &answer);
        state = cp_json_get(answer, "Model");
        printed = state != NULL && strcmp(state, "Processed") == 0;
        till_show("receipt", answer, status == CP_OK ? "Model" : "next");
        /*
         * Not printed? Queued: ask again, on a timer. Error: mend the register, then print it with
         * cp_receipt_create. A question without an answer: ask again, asking costs nothing.
         */
        if (printed) {
            cp_free_string(answer);
            cp_receipt_get(client, question, &answer);
            till_show("fiscal sign", answer, "Model.AdditionalData.FiscalSign");
            till_show("payer's copy", answer, "Model.AdditionalData.OfdReceiptUrl");
        }
    }

    cp_free_string(state);
    cp_free_string(transaction);
    cp_free_string(answer);
    cp_client_free(client);
    return printed ? 0 : 1;
}
