/*
 * The card has no money: what the cashier reads, and what the till may do next.
 *
 *     decline http://127.0.0.1:43127
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

    status = cp_charge(client,
                       "{\"request_id\":\"c-decline-1\","
                       "\"Amount\":\"99.90\","
                       "\"Currency\":\"RUB\","
                       "\"InvoiceId\":\"c-decline\","
                       "\"IpAddress\":\"127.0.0.1\","
                       "\"CardCryptogramPacket\":\"014000055556301204c2FuZGJveA==\"}",
                       &answer);

    printf("%-12s %s\n", "status", cp_status_name(status));
    till_show("cashier", answer, "cashier.ru");
    till_show("in English", answer, "cashier.en");
    till_show("bank's code", answer, "error.reason_code");
    till_show("money", answer, "money"); /* not_moved: another try is safe */
    till_show("next", answer, "next");   /* ask_other_card, retry_later or stop */

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_DECLINED ? 0 : 1;
}
