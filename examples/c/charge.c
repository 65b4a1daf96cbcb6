/*
 * Take money for a sale, and tell the cashier what to do.
 *
 *     charge http://127.0.0.1:43127
 */
#include "till.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    char *answer = NULL;
    cp_status status;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    /*
     * The cryptogram comes from the payment form; this one is of a test card. request_id names
     * this one attempt to take money: should the same text be sent twice, it charges once.
     */
    status = cp_charge(client,
                       "{\"request_id\":\"c-charge-1\","
                       "\"Amount\":\"10.50\","
                       "\"Currency\":\"RUB\","
                       "\"InvoiceId\":\"c-charge\","
                       "\"IpAddress\":\"127.0.0.1\","
                       "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}",
                       &answer);

    printf("%-12s %s\n", "status", cp_status_name(status));
    till_show("outcome", answer, "outcome");
    till_show("transaction", answer, "Model.TransactionId");
    till_show("cashier", answer, "cashier.ru");

    switch (status) {
    case CP_OK:
        puts("Hand over the goods.");
        break;
    case CP_DECLINED: /* decline.c */
        puts("No money moved. Ask for another card.");
        break;
    case CP_REQUIRES_ACTION: /* three_ds.c */
        puts("The payer must confirm at his bank first.");
        break;
    case CP_UNKNOWN: /* lost_answer.c */
        puts("Perhaps paid. Do not charge again: ask with cp_resolve.");
        break;
    default:
        till_show("error", answer, "error.message");
    }

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
