/*
 * Pay by a link of the fast payment system: the till shows a QR code, the payer's bank does the
 * rest, and no card is seen.
 *
 *     qr http://127.0.0.1:43127
 */
#include "till.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

/* How the payment stands: "completed", "pending", "declined", ... Asking moves no money. */
static void look(cp_client *client, const char *transaction, char *outcome, size_t size)
{
    char *answer = NULL, *found, request[100];

    /* The call comes back when the payment changes, and after timeout_ms at the latest. */
    sprintf(request, "{\"TransactionId\":%.20s,\"timeout_ms\":10000}", transaction);
    cp_qr_wait(client, request, &answer);
    found = cp_json_get(answer, "payment.outcome");
    /* No answer says nothing of the payment: it is as open as before. */
    sprintf(outcome, "%.*s", (int)size - 1, found == NULL ? "pending" : found);
    cp_free_string(found);
    cp_free_string(answer);
}

int main(int count, char **arguments)
{
    char *answer = NULL, *transaction, outcome[30] = "pending";
    cp_status status;
    int asked;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    /* A short life: a link cannot be taken back, so an abandoned one must lapse soon. */
    status = cp_sbp_link(client,
                         "{\"request_id\":\"c-qr-1\","
                         "\"Amount\":\"75.00\","
                         "\"Currency\":\"RUB\","
                         "\"Scheme\":\"charge\","
                         "\"InvoiceId\":\"c-qr\","
                         "\"TtlMinutes\":5}",
                         &answer);
    till_show("link", answer, "outcome");
    till_show("next", answer, "next");
    till_show("cashier", answer, "cashier.ru");

    transaction = cp_json_get(answer, "transaction_id");
    if (status == CP_REQUIRES_ACTION && transaction != NULL) {
        till_show("for display", answer, "Model.QrUrl"); /* drawn as a QR code */
        world_payer_pays(arguments[1], transaction);

        /* Until the link has lapsed, and never longer. */
        for (asked = 0; asked < 30 && strcmp(outcome, "pending") == 0; asked++)
            look(client, transaction, outcome, sizeof outcome);
        printf("%-12s %s\n", "payment", outcome);
    }

    if (strcmp(outcome, "completed") == 0)
        puts("Hand over the goods.");
    else if (strcmp(outcome, "pending") == 0)
        puts("Not paid as far as is known. No goods; ask again with cp_qr_status.");
    else
        puts("Not paid. Ask for another way to pay.");

    cp_free_string(transaction);
    cp_free_string(answer);
    cp_client_free(client);
    return strcmp(outcome, "completed") == 0 ? 0 : 1;
}
