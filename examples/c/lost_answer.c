/*
 * The bank took the money and the answer never came. The till asks; it does not charge again.
 *
 *     lost_answer http://127.0.0.1:43127
 */
#include "till.h"
#include "world.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    char *answer = NULL;
    cp_status status;
    int turn;
    cp_client *client = count == 2 ? till_open(arguments[1]) : NULL;
    if (client == NULL)
        return 2;

    world_loses_the_next_answer(arguments[1]);

    /* Without "resolve_ms" the call would ask by itself, for up to 20 seconds. */
    status = cp_charge(client,
                       "{\"request_id\":\"c-lost-answer-1\","
                       "\"resolve_ms\":0,"
                       "\"Amount\":\"12.30\","
                       "\"Currency\":\"RUB\","
                       "\"InvoiceId\":\"c-lost-answer\","
                       "\"IpAddress\":\"127.0.0.1\","
                       "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}",
                       &answer);
    till_show("charge", answer, "outcome");
    till_show("money", answer, "money");
    till_show("cashier", answer, "cashier.ru");

    /* Also after a restart of the till, on the same day: the request_id is all it must remember. */
    for (turn = 0; turn < 3 && status == CP_UNKNOWN; turn++) {
        cp_free_string(answer);
        status = cp_resolve(client, "{\"request_id\":\"c-lost-answer-1\"}", &answer);
        till_show("asked", answer, "outcome");
        till_show("money", answer, "money");
        till_show("next", answer, "next");
    }

    cp_free_string(answer);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
