/*
 * The payer scans a code on the customer display and pays in the app of his bank (SBP).
 *
 *     qr http://127.0.0.1:43127
 */
#include "till.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

/* One question about the payment of the link; what came of it is in the answer. */
static cp_status ask(cp_client *client, const char *method, const char *transaction, char **answer)
{
    char question[100];

    cp_free_string(*answer);
    sprintf(question, "{\"TransactionId\":%.20s,\"timeout_ms\":30000}", transaction);
    return cp_call(client, method, question, answer);
}

int main(int count, char **arguments)
{
    char *answer = NULL, *transaction, *next;
    int turn, sold;
    cp_status status;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    /* A link cannot be called back, and can be paid until it is too old: make its life short. */
    status = cp_sbp_link(client,
                         "{\"request_id\":\"c-qr-1\","
                         "\"Amount\":\"320.00\","
                         "\"Currency\":\"RUB\","
                         "\"Scheme\":\"charge\","
                         "\"InvoiceId\":\"c-qr\","
                         "\"TtlMinutes\":5}",
                         &answer);
    till_show("link", answer, "outcome");
    till_show("display", answer, "Model.QrUrl"); /* as a QR code; cp_sbp_image draws one */
    till_show("cashier", answer, "cashier.ru");
    transaction = cp_json_get(answer, "Model.TransactionId");

    if (status == CP_REQUIRES_ACTION && transaction != NULL) {
        /* On a timer, where the till has no thread that can wait. */
        ask(client, "qr_status", transaction, &answer);
        till_show("qr_status", answer, "payment.outcome");

        world_payer_pays(arguments[1], transaction);

        /*
         * cp_qr_wait is a bell: it returns when something happens, or in vain after its time. What
         * has happened cp_resolve says, with the words that every other payment has.
         */
        status = CP_PENDING;
        for (turn = 0; turn < 12 && (status == CP_PENDING || status == CP_UNKNOWN); turn++) {
            ask(client, "qr_wait", transaction, &answer);
            till_show("qr_wait", answer, "payment.outcome");
            status = ask(client, "resolve", transaction, &answer);
        }
        till_show("payment", answer, "outcome");
        till_show("cashier", answer, "cashier.ru");
    }

    next = cp_json_get(answer, "next");
    sold = next != NULL && strcmp(next, "finish_sale") == 0;
    if (sold)
        puts("Hand over the goods, and clear the display: a code can be paid twice.");
    else if (status == CP_DECLINED || status == CP_REVERSED)
        puts("Nothing is paid, and this link is dead. Make another one, or ask for a card.");
    else /* Keep the number: should it be paid after all, cp_reverse gives the money back. */
        printf("%-12s %s; keep %s\n", "do next", next == NULL ? "-" : next,
               transaction == NULL ? "c-qr-1" : transaction);

    cp_free_string(next);
    cp_free_string(transaction);
    cp_free_string(answer);
    cp_client_free(client);
    return sold ? 0 : 1;
}
