/*
 * A till that may be killed at any moment: the journal knows what it had begun.
 *
 *     restart http://127.0.0.1:43127 payments.db ORDER
 *
 * Settles what an earlier life of this till has left behind, then sells ORDER.
 */
#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One value of an answer equals this text. */
static int is(const char *answer, const char *path, const char *text)
{
    char *value = cp_json_get(answer, path);
    int same = value != NULL && strcmp(value, text) == 0;
    cp_free_string(value);
    return same;
}

/* Sends {"request_id": id} to a method. */
static cp_status about(cp_client *client, const char *method, const char *id)
{
    char request[200], *answer = NULL;
    cp_status status;
    sprintf(request, "{\"request_id\":\"%.128s\"}", id);
    status = cp_call(client, method, request, &answer);
    if (status != CP_OK)
        till_show(method, answer, "error.message");
    cp_free_string(answer);
    return status;
}

/* The receipt goes first: whoever dies between the two is told again, and knows it by its id. */
static cp_status take_note(cp_client *client, const char *id, int paid)
{
    printf("%-12s %s\n", paid ? "RECEIPT" : "no receipt", id);
    fflush(stdout);
    return about(client, "journal_ack", id);
}

/* What was begun before this program was started. */
static cp_status settle(cp_client *client)
{
    char *answer = NULL, *intent, *id, path[40];
    cp_status status;
    int number;

    /* Asks the gateway about everything open, until it has ended or a minute is up. */
    status = cp_journal_recover(client, "{\"timeout_ms\":60000}", &answer);
    cp_free_string(answer);
    answer = NULL;
    if (status == CP_OK)
        status = cp_journal_pending(client, "{}", &answer);
    for (number = 0; status == CP_OK; number++) {
        sprintf(path, "intents.%d", number);
        intent = cp_json_get(answer, path);
        if (intent == NULL)
            break;
        till_show("left behind", intent, "request_id");
        till_show("", intent, "outcome");
        id = cp_json_get(intent, "request_id");
        /* What is not final stays in the journal: ask again later, and take no other payment. */
        if (id != NULL && is(intent, "final", "true"))
            status = take_note(client, id, is(intent, "next", "finish_sale"));
        cp_free_string(id);
        cp_free_string(intent);
    }
    cp_free_string(answer);
    return status;
}

static cp_status sell(cp_client *client, const char *order)
{
    static const char shape[] = "{\"request_id\":\"%s\","
                                "\"Amount\":\"45.60\","
                                "\"Currency\":\"RUB\","
                                "\"InvoiceId\":\"%s\","
                                "\"IpAddress\":\"127.0.0.1\","
                                "\"CardCryptogramPacket\":\"014111111111301204c2FuZGJveA==\"}";
    char *request = malloc(sizeof shape + 2 * strlen(order)), *answer = NULL;
    cp_status status;
    if (request == NULL)
        return CP_INTERNAL;

    sprintf(request, shape, order, order);
    printf("%-12s %s\n", "charge", order);
    fflush(stdout);
    status = cp_charge(client, request, &answer);
    free(request);
    till_show("cashier", answer, "cashier.ru");
    if (is(answer, "ack_required", "true"))
        take_note(client, order, is(answer, "next", "finish_sale"));
    cp_free_string(answer);
    return status;
}

int main(int count, char **arguments)
{
    cp_status status;
    cp_client *client = count == 4 ? till_open_with_journal(arguments[1], arguments[2]) : NULL;
    if (client == NULL)
        return 2;

    status = settle(client);
    if (status == CP_OK)
        status = sell(client, arguments[3]);
    cp_client_free(client);
    return status == CP_OK ? 0 : 1;
}
